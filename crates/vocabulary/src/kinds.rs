//! Every kind of record the house keeps: the table of contents of the whole product.
//!
//! A name here lets rooms point at one another (`Ref<kind::Problem>`) without importing one another.

/// Names one record kind at the type level.
pub trait Marker: 'static {
    /// The kind's name in tables, addresses and commands.
    const NAME: &'static str;
}

macro_rules! kinds { ($($(#[$meta:meta])* $marker:ident = $name:literal;)*) => { $(
    $(#[$meta])*
    #[derive(Debug)]
    pub struct $marker;
    impl Marker for $marker { const NAME: &'static str = $name; }
)* } }

kinds! {
    /// Someone who works here or is served here.
    Person = "person";
    /// A group of people that work is given to.
    Team = "team";
    /// Something that is told by mail.
    Letter = "letter";
    /// An organization that receives services.
    Customer = "customer";
    /// A meeting with a customer about how its services went and what comes.
    ServiceReview = "service_review";
    /// A question to those who use services, and what they answer.
    SatisfactionSurvey = "satisfaction_survey";
    /// One person's answer to a survey.
    SurveyAnswer = "survey_answer";
    /// Somebody served is not content, and says so.
    Complaint = "complaint";
    /// The hours, holidays and time zone by which promises are counted.
    Calendar = "calendar";
    /// What a customer receives.
    Service = "service";
    /// What a service has to do for those who need it.
    ServiceRequirement = "service_requirement";
    /// What one service has to do with another.
    ServiceRelation = "service_relation";
    /// An idea for a new service, or for a change of one.
    ServiceProposal = "service_proposal";
    /// What customer and provider agreed for a service.
    ServiceLevelAgreement = "service_level_agreement";
    /// One promise of an agreement, with its measure and threshold.
    ServiceLevelTarget = "service_level_target";
    /// How much work an agreement covers.
    WorkloadLimit = "workload_limit";
    /// When a missed target does not count, as both sides agreed it.
    ServiceLevelException = "service_level_exception";
    /// What a customer is told about a period.
    ServiceReport = "service_report";
    /// What one target came to in one period.
    ServiceLevelResult = "service_level_result";
    /// A sort of cost, such as licences or wages.
    CostType = "cost_type";
    /// What may be spent on a service in a period.
    Budget = "budget";
    /// What was spent.
    CostRecord = "cost_record";
    /// How a shared cost is split among services.
    AllocationRule = "allocation_rule";
    /// Costs held against the budget, and where they are heading.
    ForecastReview = "forecast_review";
    /// Where demand for a service comes from, and how it is counted.
    DemandSource = "demand_source";
    /// Something in a customer's business that moves demand.
    BusinessEvent = "business_event";
    /// How much was asked for in a month.
    DemandMeasure = "demand_measure";
    /// How much will be asked for.
    DemandForecast = "demand_forecast";
    /// How much of a resource a service needs.
    CapacityRequirement = "capacity_requirement";
    /// Something whose use is watched, with the values at which to act.
    CapacityMetric = "capacity_metric";
    /// How much of something was in use at a moment.
    CapacitySample = "capacity_sample";
    /// How there will be enough capacity.
    CapacityPlan = "capacity_plan";
    /// An unplanned interruption or loss of quality.
    Incident = "incident";
    /// When an incident is a major one.
    MajorIncidentCriteria = "major_incident_criteria";
    /// What a major incident taught.
    IncidentReview = "incident_review";
    /// What the records of a period show, and what is concluded.
    TrendAnalysis = "trend_analysis";
    /// Work raised to someone who can do more about it.
    Escalation = "escalation";
    /// What is intended for information security, and by whom it was approved.
    SecurityPolicy = "security_policy";
    /// Something that may happen and would do harm.
    Risk = "risk";
    /// What is done against risks.
    Control = "control";
    /// The right of another party to get at what is ours.
    ExternalAccess = "external_access";
    /// What the security incidents of a period show, and what is concluded.
    SecurityAnalysis = "security_analysis";
    /// Something that a monitoring tool noticed.
    Alert = "alert";
    /// What becomes of alerts with such labels.
    AlertRule = "alert_rule";
    /// Whose turn it is in a team to be reached.
    OnCallRota = "on_call_rota";
    /// Somebody takes a time of a rota instead of whoever has the turn.
    OnCallOverride = "on_call_override";
    /// The cause of one or more incidents.
    Problem = "problem";
    /// A cause that is known and not yet taken away.
    KnownError = "known_error";
    /// What people need to know to run and to use services.
    KnowledgeArticle = "knowledge_article";
    /// Something added, altered or taken away.
    Change = "change";
    /// What is under change control, and how each category is handled.
    ChangePolicy = "change_policy";
    /// How a small, well-known change is done, allowed beforehand.
    ChangeTemplate = "change_template";
    /// A time in which nothing is changed.
    FreezeWindow = "freeze_window";
    /// A meeting about changes that wait for a decision.
    ChangeAdvisoryMeeting = "change_advisory_meeting";
    /// Changes that go to the living service together.
    Release = "release";
    /// A sort of release.
    ReleaseType = "release_type";
    /// A release on its way to one environment.
    Deployment = "deployment";
    /// A service on its way into use, through a big change, out of use, or to somebody else.
    ServiceTransition = "service_transition";
    /// A component that must be under control to deliver a service.
    ConfigurationItem = "configuration_item";
    /// What components of one type are described by.
    ConfigurationItemType = "configuration_item_type";
    /// How long one release cycle of a product is supported.
    ProductCycle = "product_cycle";
    /// The right to use something so many times.
    Licence = "licence";
    /// What one component has to do with another.
    ConfigurationRelation = "configuration_relation";
    /// What components were at one moment.
    ConfigurationBaseline = "configuration_baseline";
    /// A check whether components are recorded as they are.
    ConfigurationAudit = "configuration_audit";
    /// A time in which services rest, as agreed.
    MaintenanceWindow = "maintenance_window";
    /// A time in which people could not use a service.
    Outage = "outage";
    /// How much of the agreed time a service was there in a period.
    AvailabilityResult = "availability_result";
    /// What has to hold for a service after a disaster.
    ContinuityRequirement = "continuity_requirement";
    /// How services come back after a disaster.
    ContinuityPlan = "continuity_plan";
    /// A trial of a continuity plan.
    ContinuityTest = "continuity_test";
    /// The use of a continuity plan in earnest.
    Invocation = "invocation";
    /// Someone outside who contributes to services.
    Supplier = "supplier";
    /// One promise that a supplier made to us.
    SupplierTarget = "supplier_target";
    /// What was agreed with a team of ours, or with a customer who supplies a part.
    OperationalAgreement = "operational_agreement";
    /// A check whether what suppliers promise us carries what we promise customers.
    AlignmentCheck = "alignment_check";
    /// A meeting with a supplier about how well they work.
    SupplierReview = "supplier_review";
    /// A disagreement with a supplier.
    Dispute = "dispute";
    /// What was agreed with a supplier.
    Contract = "contract";
    /// What another party supplies or runs.
    PartyInvolvement = "party_involvement";
    /// How well another party meets our criteria.
    PartyEvaluation = "party_evaluation";
    /// What another party achieved in a period.
    PartyMeasure = "party_measure";
    /// One cell of the table that turns impact and urgency into a priority.
    PriorityRule = "priority_rule";
    /// What customers find when they look for what we offer.
    CatalogueEntry = "catalogue_entry";
    /// Something that can be ordered, with its form and the way in which it is fulfilled.
    RequestItem = "request_item";
    /// A piece of work by which a request item is fulfilled.
    FulfilmentStep = "fulfilment_step";
    /// Somebody asks for something that is on offer.
    ServiceRequest = "service_request";
    /// A piece of work that belongs to another record.
    Task = "task";
    /// A decision asked of someone about another record.
    Approval = "approval";
    /// Who has to say yes to what.
    ApprovalRule = "approval_rule";
    /// A typed connection between two records.
    Link = "link";
    /// A file kept with another record.
    Attachment = "attachment";
    /// Somebody who wants to know what becomes of a record.
    Watcher = "watcher";
    /// The promise to look at a record again at an interval.
    PlannedReview = "planned_review";
    /// A list that somebody keeps for later.
    SavedView = "saved_view";
    /// A field that this organization added, or a rule that it tightened.
    CustomField = "custom_field";
    /// A matter inside or outside that bears on the service management system.
    ContextIssue = "context_issue";
    /// A law, contract, standard or policy that we have to keep.
    Obligation = "obligation";
    /// What the service management system covers.
    ScopeStatement = "scope_statement";
    /// Somebody who has a stake in the services or in how they are managed.
    InterestedParty = "interested_party";
    /// What an interested party requires.
    PartyRequirement = "party_requirement";
    /// A statement of the service management policy.
    PolicyStatement = "policy_statement";
    /// A role with its responsibilities and authorities.
    Role = "role";
    /// Somebody holds a role for a time.
    RoleAssignment = "role_assignment";
    /// Which role decides what, up to which limit.
    Authority = "authority";
    /// What top management did for service management.
    LeadershipAction = "leadership_action";
    /// By what risks are weighed, and who may accept them.
    RiskCriteria = "risk_criteria";
    /// Something that may happen and would do good.
    Opportunity = "opportunity";
    /// What the organization as a whole is after.
    BusinessObjective = "business_objective";
    /// What service management shall reach by when.
    Objective = "objective";
    /// How far an objective was reached in a period.
    ObjectiveEvaluation = "objective_evaluation";
    /// How services are managed, from whom and with what, for a time.
    ServiceManagementPlan = "service_management_plan";
    /// People, technology, information or money that is needed.
    ResourceNeed = "resource_need";
    /// A version of a document.
    Document = "document";
    /// How long what is written down is kept, and what happens then.
    RetentionRule = "retention_rule";
    /// Somebody is asked to read something, and says that they know it.
    Acknowledgement = "acknowledgement";
    /// What has to be told, to whom, when, how and by whom.
    CommunicationTopic = "communication_topic";
    /// Something that was told.
    Communication = "communication";
    /// What somebody in a role has to be able to do.
    CompetenceRequirement = "competence_requirement";
    /// What a person is able to do, and how that is known.
    Competence = "competence";
    /// What is done so that people can do more, and whether it worked.
    Training = "training";
    /// A process of the service management system.
    Process = "process";
    /// Work that went otherwise than its process says.
    ProcessVariance = "process_variance";
    /// What is measured, how, when and by whom.
    Measure = "measure";
    /// What a measure came to in a period.
    Measurement = "measurement";
    /// Whether a service met each of its requirements in a period.
    ServiceEvaluation = "service_evaluation";
    /// Which audits are held over a period, and why these.
    AuditProgramme = "audit_programme";
    /// An internal audit.
    Audit = "audit";
    /// What an audit found at one requirement.
    AuditFinding = "audit_finding";
    /// Who certifies, and how they grade what they find.
    CertificationBody = "certification_body";
    /// A certificate on its way round its three years.
    Certification = "certification";
    /// A review of the system by top management.
    ManagementReview = "management_review";
    /// What a review by top management decided.
    ReviewDecision = "review_decision";
    /// What is reported, to whom, why and how often.
    ReportDefinition = "report_definition";
    /// One report of a period, as it was sent.
    ReportRun = "report_run";
    /// A requirement that was not met.
    Nonconformity = "nonconformity";
    /// What takes the cause of a nonconformity away.
    CorrectiveAction = "corrective_action";
    /// By what improvements are weighed against one another.
    ImprovementCriteria = "improvement_criteria";
    /// An opportunity to make services or their management better.
    Improvement = "improvement";
    /// What somebody entitled confirms about a requirement.
    Attestation = "attestation";
    /// How every requirement stood at one moment.
    ReadinessSnapshot = "readiness_snapshot";
    /// What comparing our words for a requirement with the standard itself came to.
    WordingCheck = "wording_check";
    /// A set of requirements of one's own: a customer's annex, a law, an internal rule.
    RequirementSet = "requirement_set";
    /// One requirement of such a set.
    OwnRequirement = "own_requirement";
    /// A file made for auditors: what is shown, as of a moment, with its proofs.
    AuditPack = "audit_pack";
}
