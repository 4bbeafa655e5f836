//! The rooms: one record kind each, in the clauses of the standard. Pure: time, actor and facts
//! come in.
//!
//! A room knows nothing of any other room, of a database or of a page. [`register`] lists them.
pub mod register;
#[cfg(test)]
mod story;

pub use register::{KINDS, kind};

/// Clause 7: people, teams, hours, and what every record can carry.
pub mod support {
    pub mod approval;
    pub mod approval_rule;
    pub mod attachment;
    pub mod calendar;
    pub mod custom_field;
    pub mod knowledge_article;
    pub mod letter;
    pub mod link;
    pub mod person;
    pub mod planned_review;
    pub mod resource_need;
    pub mod saved_view;
    pub mod task;
    pub mod team;
    pub mod watcher;
}

/// Clause 8: planning, agreeing, changing and running services.
pub mod operation {
    /// Clause 8.1: the processes, and how they are kept under control.
    pub mod control {
        pub mod process;
        pub mod process_variance;
    }
    /// Clause 8.2: what is offered, and what it is made of.
    pub mod portfolio {
        pub mod catalogue_entry;
        pub mod configuration_audit;
        pub mod configuration_baseline;
        pub mod configuration_item;
        pub mod configuration_item_type;
        pub mod configuration_relation;
        pub mod fulfilment_step;
        pub mod licence;
        pub mod product_cycle;
        pub mod request_item;
        pub mod service;
        pub mod service_proposal;
        pub mod service_relation;
        pub mod service_requirement;
    }
    /// Clauses 8.3.2 and 8.3.3: whom services are for, and what was promised.
    pub mod agreement {
        pub mod complaint;
        pub mod customer;
        pub mod satisfaction_survey;
        pub mod service_level_agreement;
        pub mod service_level_exception;
        pub mod service_level_result;
        pub mod service_level_target;
        pub mod service_report;
        pub mod service_review;
        pub mod survey_answer;
        pub mod workload_limit;
    }
    /// Clauses 8.2.3 and 8.3.4: who contributes from outside.
    pub mod supply {
        pub mod alignment_check;
        pub mod contract;
        pub mod dispute;
        pub mod operational_agreement;
        pub mod party_evaluation;
        pub mod party_involvement;
        pub mod party_measure;
        pub mod supplier;
        pub mod supplier_review;
        pub mod supplier_target;
    }
    /// Clause 8.7: how far services are there when they are needed.
    pub mod assurance {
        pub mod availability_result;
        pub mod continuity_plan;
        pub mod continuity_requirement;
        pub mod continuity_test;
        pub mod invocation;
        pub mod maintenance_window;
        pub mod outage;
    }
    /// Clause 8.4: what services cost, how much they are asked for, and whether there is enough.
    pub mod supply_and_demand {
        pub mod allocation_rule;
        pub mod budget;
        pub mod business_event;
        pub mod capacity_metric;
        pub mod capacity_plan;
        pub mod capacity_requirement;
        pub mod capacity_sample;
        pub mod cost_record;
        pub mod cost_type;
        pub mod demand_forecast;
        pub mod demand_measure;
        pub mod demand_source;
        pub mod forecast_review;
    }
    /// Clause 8.5: how services change.
    pub mod transition {
        pub mod change;
        pub mod change_advisory_meeting;
        pub mod change_policy;
        pub mod change_template;
        pub mod deployment;
        pub mod freeze_window;
        pub mod release;
        pub mod release_type;
        pub mod service_transition;
    }
    /// Clause 8.7.3: how information is kept safe, and which risks are borne or treated.
    pub mod security {
        pub mod control;
        pub mod external_access;
        pub mod risk;
        pub mod security_analysis;
        pub mod security_policy;
    }
    /// Clause 8.6: what goes wrong, and how it is put right.
    pub mod resolution {
        pub mod alert;
        pub mod alert_rule;
        pub mod escalation;
        pub mod incident;
        pub mod incident_review;
        pub mod known_error;
        pub mod major_incident_criteria;
        pub mod on_call_override;
        pub mod on_call_rota;
        pub mod priority_rule;
        pub mod problem;
        pub mod service_request;
        pub mod trend_analysis;
    }
}

/// Clause 4: what surrounds the organization, who has a stake in it, and how far the system reaches.
pub mod context {
    pub mod context_issue;
    pub mod interested_party;
    pub mod obligation;
    pub mod party_requirement;
    pub mod scope_statement;
}

/// Clause 5: policy, roles and what top management does for the system.
pub mod leadership {
    pub mod authority;
    pub mod leadership_action;
    pub mod policy_statement;
    pub mod role;
    pub mod role_assignment;
}

/// Clause 6: risks, opportunities, objectives and the plan.
pub mod planning {
    pub mod business_objective;
    pub mod objective;
    pub mod objective_evaluation;
    pub mod opportunity;
    pub mod risk_criteria;
    pub mod service_management_plan;
}

/// Clauses 7.2 to 7.5: what people can and know, what they are told, and what is written down.
pub mod documented {
    pub mod acknowledgement;
    pub mod communication;
    pub mod communication_topic;
    pub mod competence;
    pub mod competence_requirement;
    pub mod document;
    pub mod retention_rule;
    pub mod training;
}

/// Clause 9: measures, audits, reviews by top management, and reports.
pub mod evaluation {
    pub mod attestation;
    pub mod audit;
    pub mod audit_finding;
    pub mod audit_pack;
    pub mod audit_programme;
    pub mod certification;
    pub mod certification_body;
    pub mod management_review;
    pub mod measure;
    pub mod measurement;
    pub mod own_requirement;
    pub mod readiness_snapshot;
    pub mod report_definition;
    pub mod report_run;
    pub mod requirement_set;
    pub mod review_decision;
    pub mod service_evaluation;
    pub mod wording_check;
}

/// Clause 10: what was not met, and what is made better.
pub mod improvement {
    pub mod corrective_action;
    #[expect(clippy::module_inception, reason = "the kind is called like its clause")]
    pub mod improvement;
    pub mod improvement_criteria;
    pub mod nonconformity;
}
