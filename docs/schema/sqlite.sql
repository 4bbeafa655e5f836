-- The whole schema on SQLite, made from the definitions of the kinds. Do not edit: change the definition and run
-- `cargo xtask bless`. Moments are milliseconds since 1970 in UTC, decimals and amounts are millionths.

CREATE TABLE IF NOT EXISTS "ledger" (
  "idx" INTEGER,
  "at_ms" INTEGER,
  "actor" INTEGER,
  "channel" TEXT,
  "kind" TEXT,
  "record" INTEGER,
  "verb" TEXT,
  "imported" INTEGER,
  "body" TEXT,
  "salt" BLOB,
  "body_hash" BLOB,
  "leaf" BLOB,
  PRIMARY KEY (idx)
);
CREATE TABLE IF NOT EXISTS "ledger_tile" (
  "level" INTEGER,
  "idx" INTEGER,
  "hash" BLOB,
  PRIMARY KEY (level, idx)
);
CREATE TABLE IF NOT EXISTS "ledger_checkpoint" (
  "size" INTEGER,
  "at_ms" INTEGER,
  "note" TEXT,
  PRIMARY KEY (size)
);
CREATE TABLE IF NOT EXISTS "setting" (
  "name" TEXT,
  "value" TEXT,
  PRIMARY KEY (name)
);
CREATE TABLE IF NOT EXISTS "job" (
  "id" INTEGER PRIMARY KEY,
  "topic" TEXT,
  "name" TEXT,
  "due_ms" INTEGER,
  "payload" TEXT,
  "attempts" INTEGER
);
CREATE TABLE IF NOT EXISTS "blob" (
  "digest" TEXT,
  "bytes" BLOB,
  PRIMARY KEY (digest)
);
CREATE TABLE IF NOT EXISTS "credential" (
  "person" INTEGER,
  "hash" TEXT,
  "changed_ms" INTEGER,
  PRIMARY KEY (person)
);
CREATE TABLE IF NOT EXISTS "session" (
  "hash" TEXT,
  "person" INTEGER,
  "csrf" TEXT,
  "created_ms" INTEGER,
  "expires_ms" INTEGER,
  PRIMARY KEY (hash)
);
CREATE TABLE IF NOT EXISTS "token" (
  "id" INTEGER PRIMARY KEY,
  "hash" TEXT,
  "person" INTEGER,
  "name" TEXT,
  "scope" TEXT,
  "created_ms" INTEGER,
  "expires_ms" INTEGER,
  "revoked" INTEGER
);
CREATE TABLE IF NOT EXISTS "invitation" (
  "hash" TEXT,
  "person" INTEGER,
  "expires_ms" INTEGER,
  PRIMARY KEY (hash)
);
CREATE TABLE IF NOT EXISTS "idempotency" (
  "name" TEXT,
  "fingerprint" TEXT,
  "answer" TEXT,
  "at_ms" INTEGER,
  PRIMARY KEY (name)
);
CREATE TABLE IF NOT EXISTS "sign_in_failure" (
  "subject" TEXT,
  "at_ms" INTEGER
);
CREATE INDEX IF NOT EXISTS ledger_record ON ledger (kind, record, idx);
CREATE INDEX IF NOT EXISTS ledger_step ON ledger (kind, imported, verb, record, at_ms) WHERE verb <> 'create';
CREATE INDEX IF NOT EXISTS ledger_words ON ledger (kind, record, verb, at_ms) WHERE body LIKE '%"text":%';
CREATE UNIQUE INDEX IF NOT EXISTS job_name ON job (topic, name);
CREATE INDEX IF NOT EXISTS job_due ON job (due_ms);
CREATE UNIQUE INDEX IF NOT EXISTS token_hash ON token (hash);
CREATE INDEX IF NOT EXISTS session_person ON session (person);
CREATE INDEX IF NOT EXISTS idempotency_at ON idempotency (at_ms);
CREATE INDEX IF NOT EXISTS sign_in_failure_subject ON sign_in_failure (subject, at_ms);
CREATE VIRTUAL TABLE IF NOT EXISTS search USING fts5(body, inside, scope, content='', contentless_delete=1, detail=column, tokenize='unicode61 remove_diacritics 2');
INSERT INTO search (search, rank) VALUES ('automerge', 16);
INSERT INTO search (search, rank) VALUES ('crisismerge', 32);
CREATE TABLE IF NOT EXISTS search_word (kind INTEGER, word TEXT, PRIMARY KEY (kind, word)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS "context_issue" (
  "id" INTEGER PRIMARY KEY,
  "version" INTEGER,
  "state" TEXT,
  "open" INTEGER,
  "created_at" INTEGER,
  "created_by" INTEGER,
  "updated_at" INTEGER,
  "updated_by" INTEGER,
  "imported" INTEGER,
  "origin" TEXT,
  "tags" TEXT,
  "custom" TEXT,
  "name" TEXT,
  "side" TEXT,
  "category" TEXT,
  "description" TEXT,
  "effect" TEXT,
  "owner" INTEGER,
  "relevance" TEXT,
  "rationale" TEXT,
  "risks" TEXT,
  "opportunities" TEXT,
  "nothing_because" TEXT,
  "decided_by" INTEGER,
  "decided_on" TEXT,
  "last_reviewed_on" TEXT,
  "review_on" TEXT,
  "reminded_for" TEXT
);
CREATE INDEX IF NOT EXISTS "context_issue.open" ON "context_issue" ("open", "id");
CREATE UNIQUE INDEX IF NOT EXISTS "context_issue.origin" ON "context_issue" ("origin") WHERE "origin" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "context_issue.state" ON "context_issue" ("state", "id");
CREATE INDEX IF NOT EXISTS "context_issue.side" ON "context_issue" ("side", "id");
CREATE INDEX IF NOT EXISTS "context_issue.category" ON "context_issue" ("category", "id");
CREATE INDEX IF NOT EXISTS "context_issue.owner" ON "context_issue" ("owner", "id");
CREATE INDEX IF NOT EXISTS "context_issue.relevance" ON "context_issue" ("relevance", "id");
CREATE INDEX IF NOT EXISTS "context_issue.decided_on" ON "context_issue" ("decided_on", "id") WHERE "decided_on" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "context_issue.last_reviewed_on" ON "context_issue" ("last_reviewed_on", "id");
CREATE INDEX IF NOT EXISTS "context_issue.review_on" ON "context_issue" ("review_on", "id");
CREATE TABLE IF NOT EXISTS "interested_party" (
  "id" INTEGER PRIMARY KEY,
  "version" INTEGER,
  "state" TEXT,
  "open" INTEGER,
  "created_at" INTEGER,
  "created_by" INTEGER,
  "updated_at" INTEGER,
  "updated_by" INTEGER,
  "imported" INTEGER,
  "origin" TEXT,
  "tags" TEXT,
  "custom" TEXT,
  "name" TEXT,
  "sort" TEXT,
  "customer" INTEGER,
  "supplier" INTEGER,
  "services" TEXT,
  "stake" TEXT,
  "owner" INTEGER,
  "climate" TEXT,
  "policy_offered_on" TEXT,
  "policy_offered_by" TEXT,
  "last_reviewed_on" TEXT,
  "review_on" TEXT,
  "reminded_for" TEXT
);
CREATE INDEX IF NOT EXISTS "interested_party.open" ON "interested_party" ("open", "id");
CREATE UNIQUE INDEX IF NOT EXISTS "interested_party.origin" ON "interested_party" ("origin") WHERE "origin" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "interested_party.state" ON "interested_party" ("state", "id");
CREATE INDEX IF NOT EXISTS "interested_party.sort" ON "interested_party" ("sort", "id");
CREATE INDEX IF NOT EXISTS "interested_party.customer" ON "interested_party" ("customer", "id") WHERE "customer" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "interested_party.supplier" ON "interested_party" ("supplier", "id") WHERE "supplier" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "interested_party.owner" ON "interested_party" ("owner", "id");
CREATE INDEX IF NOT EXISTS "interested_party.climate" ON "interested_party" ("climate", "id");
CREATE INDEX IF NOT EXISTS "interested_party.policy_offered_on" ON "interested_party" ("policy_offered_on", "id") WHERE "policy_offered_on" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "interested_party.last_reviewed_on" ON "interested_party" ("last_reviewed_on", "id");
CREATE INDEX IF NOT EXISTS "interested_party.review_on" ON "interested_party" ("review_on", "id") WHERE "review_on" IS NOT NULL;
CREATE TABLE IF NOT EXISTS "party_requirement" (
  "id" INTEGER PRIMARY KEY,
  "version" INTEGER,
  "state" TEXT,
  "open" INTEGER,
  "created_at" INTEGER,
  "created_by" INTEGER,
  "updated_at" INTEGER,
  "updated_by" INTEGER,
  "imported" INTEGER,
  "origin" TEXT,
  "tags" TEXT,
  "custom" TEXT,
  "name" TEXT,
  "party" INTEGER,
  "category" TEXT,
  "text" TEXT,
  "services" TEXT,
  "obligation" INTEGER,
  "service_requirement" INTEGER,
  "how_met" TEXT,
  "owner" INTEGER
);
CREATE INDEX IF NOT EXISTS "party_requirement.open" ON "party_requirement" ("open", "id");
CREATE UNIQUE INDEX IF NOT EXISTS "party_requirement.origin" ON "party_requirement" ("origin") WHERE "origin" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "party_requirement.state" ON "party_requirement" ("state", "id");
CREATE INDEX IF NOT EXISTS "party_requirement.party" ON "party_requirement" ("party", "id");
CREATE INDEX IF NOT EXISTS "party_requirement.category" ON "party_requirement" ("category", "id");
CREATE INDEX IF NOT EXISTS "party_requirement.obligation" ON "party_requirement" ("obligation", "id") WHERE "obligation" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "party_requirement.service_requirement" ON "party_requirement" ("service_requirement", "id") WHERE "service_requirement" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "party_requirement.owner" ON "party_requirement" ("owner", "id");
CREATE TABLE IF NOT EXISTS "obligation" (
  "id" INTEGER PRIMARY KEY,
  "version" INTEGER,
  "state" TEXT,
  "open" INTEGER,
  "created_at" INTEGER,
  "created_by" INTEGER,
  "updated_at" INTEGER,
  "updated_by" INTEGER,
  "imported" INTEGER,
  "origin" TEXT,
  "tags" TEXT,
  "custom" TEXT,
  "name" TEXT,
  "sort" TEXT,
  "source" TEXT,
  "contract" INTEGER,
  "agreement" INTEGER,
  "document" INTEGER,
  "services" TEXT,
  "applies_to_all" INTEGER,
  "how_it_applies" TEXT,
  "how_met" TEXT,
  "owner" INTEGER,
  "finding" TEXT,
  "last_checked_on" TEXT,
  "review_on" TEXT,
  "reminded_for" TEXT
);
CREATE INDEX IF NOT EXISTS "obligation.open" ON "obligation" ("open", "id");
CREATE UNIQUE INDEX IF NOT EXISTS "obligation.origin" ON "obligation" ("origin") WHERE "origin" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "obligation.state" ON "obligation" ("state", "id");
CREATE INDEX IF NOT EXISTS "obligation.sort" ON "obligation" ("sort", "id");
CREATE INDEX IF NOT EXISTS "obligation.contract" ON "obligation" ("contract", "id") WHERE "contract" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "obligation.agreement" ON "obligation" ("agreement", "id") WHERE "agreement" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "obligation.document" ON "obligation" ("document", "id") WHERE "document" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "obligation.applies_to_all" ON "obligation" ("applies_to_all", "id") WHERE "applies_to_all" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "obligation.owner" ON "obligation" ("owner", "id");
CREATE INDEX IF NOT EXISTS "obligation.finding" ON "obligation" ("finding", "id");
CREATE INDEX IF NOT EXISTS "obligation.last_checked_on" ON "obligation" ("last_checked_on", "id");
CREATE INDEX IF NOT EXISTS "obligation.review_on" ON "obligation" ("review_on", "id");
CREATE TABLE IF NOT EXISTS "scope_statement" (
  "id" INTEGER PRIMARY KEY,
  "version" INTEGER,
  "state" TEXT,
  "open" INTEGER,
  "created_at" INTEGER,
  "created_by" INTEGER,
  "updated_at" INTEGER,
  "updated_by" INTEGER,
  "imported" INTEGER,
  "origin" TEXT,
  "tags" TEXT,
  "custom" TEXT,
  "name" TEXT,
  "owner" INTEGER,
  "organization" TEXT,
  "services" TEXT,
  "customers" TEXT,
  "locations" TEXT,
  "technology" TEXT,
  "other_parties" TEXT,
  "left_out" TEXT,
  "left_out_because" TEXT,
  "all_clauses" INTEGER,
  "issues" TEXT,
  "requirements" TEXT,
  "what_is_new" TEXT,
  "change" INTEGER,
  "document" INTEGER,
  "statement" TEXT,
  "certifier_told_on" TEXT,
  "last_reviewed_on" TEXT,
  "approved_by" INTEGER,
  "approved_at" INTEGER,
  "superseded_at" INTEGER
);
CREATE INDEX IF NOT EXISTS "scope_statement.open" ON "scope_statement" ("open", "id");
CREATE UNIQUE INDEX IF NOT EXISTS "scope_statement.origin" ON "scope_statement" ("origin") WHERE "origin" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "scope_statement.state" ON "scope_statement" ("state", "id");
CREATE INDEX IF NOT EXISTS "scope_statement.owner" ON "scope_statement" ("owner", "id");
CREATE INDEX IF NOT EXISTS "scope_statement.document" ON "scope_statement" ("document", "id") WHERE "document" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "scope_statement.last_reviewed_on" ON "scope_statement" ("last_reviewed_on", "id") WHERE "last_reviewed_on" IS NOT NULL;
CREATE TABLE IF NOT EXISTS "leadership_action" (
  "id" INTEGER PRIMARY KEY,
  "version" INTEGER,
  "state" TEXT,
  "open" INTEGER,
  "created_at" INTEGER,
  "created_by" INTEGER,
  "updated_at" INTEGER,
  "updated_by" INTEGER,
  "imported" INTEGER,
  "origin" TEXT,
  "tags" TEXT,
  "custom" TEXT,
  "name" TEXT,
  "commitment" TEXT,
  "what" TEXT,
  "done_on" TEXT,
  "done_by" INTEGER,
  "audience" TEXT,
  "channel" TEXT,
  "evidence" TEXT,
  "review" INTEGER,
  "objectives" TEXT,
  "improvements" TEXT,
  "resource_needs" TEXT
);
CREATE INDEX IF NOT EXISTS "leadership_action.open" ON "leadership_action" ("open", "id");
CREATE UNIQUE INDEX IF NOT EXISTS "leadership_action.origin" ON "leadership_action" ("origin") WHERE "origin" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "leadership_action.state" ON "leadership_action" ("state", "id");
CREATE INDEX IF NOT EXISTS "leadership_action.commitment" ON "leadership_action" ("commitment", "id");
CREATE INDEX IF NOT EXISTS "leadership_action.done_on" ON "leadership_action" ("done_on", "id");
CREATE INDEX IF NOT EXISTS "leadership_action.done_by" ON "leadership_action" ("done_by", "id");
CREATE INDEX IF NOT EXISTS "leadership_action.review" ON "leadership_action" ("review", "id") WHERE "review" IS NOT NULL;
CREATE TABLE IF NOT EXISTS "policy_statement" (
  "id" INTEGER PRIMARY KEY,
  "version" INTEGER,
  "state" TEXT,
  "open" INTEGER,
  "created_at" INTEGER,
  "created_by" INTEGER,
  "updated_at" INTEGER,
  "updated_by" INTEGER,
  "imported" INTEGER,
  "origin" TEXT,
  "tags" TEXT,
  "custom" TEXT,
  "name" TEXT,
  "text" TEXT,
  "document" INTEGER,
  "commitment" TEXT,
  "covers" TEXT,
  "owner" INTEGER,
  "confirmed_by" INTEGER,
  "confirmed_at" INTEGER
);
CREATE INDEX IF NOT EXISTS "policy_statement.open" ON "policy_statement" ("open", "id");
CREATE UNIQUE INDEX IF NOT EXISTS "policy_statement.origin" ON "policy_statement" ("origin") WHERE "origin" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "policy_statement.state" ON "policy_statement" ("state", "id");
CREATE INDEX IF NOT EXISTS "policy_statement.document" ON "policy_statement" ("document", "id");
CREATE INDEX IF NOT EXISTS "policy_statement.commitment" ON "policy_statement" ("commitment", "id");
CREATE INDEX IF NOT EXISTS "policy_statement.covers" ON "policy_statement" ("covers", "id") WHERE "covers" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "policy_statement.owner" ON "policy_statement" ("owner", "id");
CREATE TABLE IF NOT EXISTS "role" (
  "id" INTEGER PRIMARY KEY,
  "version" INTEGER,
  "state" TEXT,
  "open" INTEGER,
  "created_at" INTEGER,
  "created_by" INTEGER,
  "updated_at" INTEGER,
  "updated_by" INTEGER,
  "imported" INTEGER,
  "origin" TEXT,
  "tags" TEXT,
  "custom" TEXT,
  "name" TEXT,
  "owner" INTEGER,
  "purpose" TEXT,
  "responsibilities" TEXT,
  "authorities" TEXT,
  "sms_conformity" INTEGER,
  "performance_reporting" INTEGER,
  "owns_plan" INTEGER,
  "processes" TEXT,
  "services" TEXT,
  "reports_to" INTEGER
);
CREATE INDEX IF NOT EXISTS "role.open" ON "role" ("open", "id");
CREATE UNIQUE INDEX IF NOT EXISTS "role.origin" ON "role" ("origin") WHERE "origin" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "role.state" ON "role" ("state", "id");
CREATE INDEX IF NOT EXISTS "role.owner" ON "role" ("owner", "id") WHERE "owner" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "role.sms_conformity" ON "role" ("sms_conformity", "id") WHERE "sms_conformity" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "role.performance_reporting" ON "role" ("performance_reporting", "id") WHERE "performance_reporting" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "role.owns_plan" ON "role" ("owns_plan", "id") WHERE "owns_plan" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "role.reports_to" ON "role" ("reports_to", "id") WHERE "reports_to" IS NOT NULL;
CREATE TABLE IF NOT EXISTS "role_assignment" (
  "id" INTEGER PRIMARY KEY,
  "version" INTEGER,
  "state" TEXT,
  "open" INTEGER,
  "created_at" INTEGER,
  "created_by" INTEGER,
  "updated_at" INTEGER,
  "updated_by" INTEGER,
  "imported" INTEGER,
  "origin" TEXT,
  "tags" TEXT,
  "custom" TEXT,
  "name" TEXT,
  "role" INTEGER,
  "person" INTEGER,
  "is_deputy" INTEGER,
  "from" TEXT,
  "to" TEXT,
  "assigned_by" INTEGER,
  "assigned_at" INTEGER,
  "acknowledged_at" INTEGER
);
CREATE INDEX IF NOT EXISTS "role_assignment.open" ON "role_assignment" ("open", "id");
CREATE UNIQUE INDEX IF NOT EXISTS "role_assignment.origin" ON "role_assignment" ("origin") WHERE "origin" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "role_assignment.state" ON "role_assignment" ("state", "id");
CREATE INDEX IF NOT EXISTS "role_assignment.role" ON "role_assignment" ("role", "id");
CREATE INDEX IF NOT EXISTS "role_assignment.person" ON "role_assignment" ("person", "id");
CREATE INDEX IF NOT EXISTS "role_assignment.is_deputy" ON "role_assignment" ("is_deputy", "id") WHERE "is_deputy" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "role_assignment.from" ON "role_assignment" ("from", "id");
CREATE INDEX IF NOT EXISTS "role_assignment.to" ON "role_assignment" ("to", "id");
CREATE TABLE IF NOT EXISTS "authority" (
  "id" INTEGER PRIMARY KEY,
  "version" INTEGER,
  "state" TEXT,
  "open" INTEGER,
  "created_at" INTEGER,
  "created_by" INTEGER,
  "updated_at" INTEGER,
  "updated_by" INTEGER,
  "imported" INTEGER,
  "origin" TEXT,
  "tags" TEXT,
  "custom" TEXT,
  "name" TEXT,
  "decision" TEXT,
  "role" INTEGER,
  "limit" TEXT,
  "amount_max" INTEGER,
  "amount_max_currency" TEXT,
  "score_max" INTEGER,
  "beyond" INTEGER,
  "approved_by" INTEGER,
  "approved_at" INTEGER
);
CREATE INDEX IF NOT EXISTS "authority.open" ON "authority" ("open", "id");
CREATE UNIQUE INDEX IF NOT EXISTS "authority.origin" ON "authority" ("origin") WHERE "origin" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "authority.state" ON "authority" ("state", "id");
CREATE INDEX IF NOT EXISTS "authority.decision" ON "authority" ("decision", "id");
CREATE INDEX IF NOT EXISTS "authority.role" ON "authority" ("role", "id");
CREATE INDEX IF NOT EXISTS "authority.beyond" ON "authority" ("beyond", "id") WHERE "beyond" IS NOT NULL;
CREATE TABLE IF NOT EXISTS "objective" (
  "id" INTEGER PRIMARY KEY,
  "version" INTEGER,
  "state" TEXT,
  "open" INTEGER,
  "created_at" INTEGER,
  "created_by" INTEGER,
  "updated_at" INTEGER,
  "updated_by" INTEGER,
  "imported" INTEGER,
  "origin" TEXT,
  "tags" TEXT,
  "custom" TEXT,
  "name" TEXT,
  "level" TEXT,
  "function" TEXT,
  "process" INTEGER,
  "service" INTEGER,
  "owner" INTEGER,
  "business_objectives" TEXT,
  "policy_statement" INTEGER,
  "obligations" TEXT,
  "service_requirements" TEXT,
  "party_requirements" TEXT,
  "measures" TEXT,
  "metric" TEXT,
  "unit" TEXT,
  "direction" TEXT,
  "baseline" INTEGER,
  "target" INTEGER,
  "begins_on" TEXT,
  "due" TEXT,
  "resources" TEXT,
  "actions" TEXT,
  "how_evaluated" TEXT,
  "evaluate_months" INTEGER,
  "audience" TEXT,
  "channel" TEXT,
  "told" TEXT,
  "actual" INTEGER,
  "attainment" INTEGER,
  "course" TEXT,
  "evaluated_on" TEXT,
  "next_evaluation_on" TEXT,
  "reminded_for" TEXT,
  "agreed_by" INTEGER,
  "agreed_at" INTEGER,
  "edition" INTEGER,
  "revisions" TEXT
);
CREATE INDEX IF NOT EXISTS "objective.open" ON "objective" ("open", "id");
CREATE UNIQUE INDEX IF NOT EXISTS "objective.origin" ON "objective" ("origin") WHERE "origin" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "objective.state" ON "objective" ("state", "id");
CREATE INDEX IF NOT EXISTS "objective.level" ON "objective" ("level", "id");
CREATE INDEX IF NOT EXISTS "objective.process" ON "objective" ("process", "id") WHERE "process" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "objective.service" ON "objective" ("service", "id") WHERE "service" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "objective.owner" ON "objective" ("owner", "id");
CREATE INDEX IF NOT EXISTS "objective.policy_statement" ON "objective" ("policy_statement", "id") WHERE "policy_statement" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "objective.due" ON "objective" ("due", "id");
CREATE INDEX IF NOT EXISTS "objective.course" ON "objective" ("course", "id");
CREATE INDEX IF NOT EXISTS "objective.evaluated_on" ON "objective" ("evaluated_on", "id") WHERE "evaluated_on" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "objective.next_evaluation_on" ON "objective" ("next_evaluation_on", "id") WHERE "next_evaluation_on" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "objective.agreed_at" ON "objective" ("agreed_at", "id") WHERE "agreed_at" IS NOT NULL;
CREATE TABLE IF NOT EXISTS "objective_evaluation" (
  "id" INTEGER PRIMARY KEY,
  "version" INTEGER,
  "state" TEXT,
  "open" INTEGER,
  "created_at" INTEGER,
  "created_by" INTEGER,
  "updated_at" INTEGER,
  "updated_by" INTEGER,
  "imported" INTEGER,
  "origin" TEXT,
  "tags" TEXT,
  "custom" TEXT,
  "name" TEXT,
  "objective" INTEGER,
  "from" TEXT,
  "until" TEXT,
  "actual" INTEGER,
  "measure" INTEGER,
  "measured" INTEGER,
  "attainment" INTEGER,
  "elapsed" INTEGER,
  "course" TEXT,
  "reason" TEXT,
  "reaction" TEXT,
  "evidence" TEXT,
  "evaluated_by" INTEGER,
  "evaluated_at" INTEGER
);
CREATE INDEX IF NOT EXISTS "objective_evaluation.open" ON "objective_evaluation" ("open", "id");
CREATE UNIQUE INDEX IF NOT EXISTS "objective_evaluation.origin" ON "objective_evaluation" ("origin") WHERE "origin" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "objective_evaluation.state" ON "objective_evaluation" ("state", "id");
CREATE INDEX IF NOT EXISTS "objective_evaluation.objective" ON "objective_evaluation" ("objective", "id");
CREATE INDEX IF NOT EXISTS "objective_evaluation.until" ON "objective_evaluation" ("until", "id");
CREATE INDEX IF NOT EXISTS "objective_evaluation.course" ON "objective_evaluation" ("course", "id");
CREATE TABLE IF NOT EXISTS "business_objective" (
  "id" INTEGER PRIMARY KEY,
  "version" INTEGER,
  "state" TEXT,
  "open" INTEGER,
  "created_at" INTEGER,
  "created_by" INTEGER,
  "updated_at" INTEGER,
  "updated_by" INTEGER,
  "imported" INTEGER,
  "origin" TEXT,
  "tags" TEXT,
  "custom" TEXT,
  "name" TEXT,
  "description" TEXT,
  "target" TEXT,
  "due" TEXT,
  "owner" INTEGER,
  "agreed_by" INTEGER,
  "agreed_at" INTEGER
);
CREATE INDEX IF NOT EXISTS "business_objective.open" ON "business_objective" ("open", "id");
CREATE UNIQUE INDEX IF NOT EXISTS "business_objective.origin" ON "business_objective" ("origin") WHERE "origin" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "business_objective.state" ON "business_objective" ("state", "id");
CREATE INDEX IF NOT EXISTS "business_objective.due" ON "business_objective" ("due", "id");
CREATE INDEX IF NOT EXISTS "business_objective.owner" ON "business_objective" ("owner", "id");
CREATE TABLE IF NOT EXISTS "service_management_plan" (
  "id" INTEGER PRIMARY KEY,
  "version" INTEGER,
  "state" TEXT,
  "open" INTEGER,
  "created_at" INTEGER,
  "created_by" INTEGER,
  "updated_at" INTEGER,
  "updated_by" INTEGER,
  "imported" INTEGER,
  "origin" TEXT,
  "tags" TEXT,
  "custom" TEXT,
  "name" TEXT,
  "owner" INTEGER,
  "from" TEXT,
  "until" TEXT,
  "policy" INTEGER,
  "scope" INTEGER,
  "objectives" TEXT,
  "risks" TEXT,
  "opportunities" TEXT,
  "requirements" TEXT,
  "standard_considered" TEXT,
  "limitations" TEXT,
  "other_parties_approach" TEXT,
  "technology" TEXT,
  "tools" TEXT,
  "how_measured" TEXT,
  "how_audited" TEXT,
  "how_reported" TEXT,
  "how_improved" TEXT,
  "content" TEXT,
  "content_at" INTEGER,
  "what_is_new" TEXT,
  "other_plans" TEXT,
  "verdict" TEXT,
  "plans_checked_on" TEXT,
  "plans_checked_by" INTEGER,
  "progress" TEXT,
  "last_reviewed_on" TEXT,
  "approved_by" INTEGER,
  "approved_at" INTEGER,
  "superseded_at" INTEGER
);
CREATE INDEX IF NOT EXISTS "service_management_plan.open" ON "service_management_plan" ("open", "id");
CREATE UNIQUE INDEX IF NOT EXISTS "service_management_plan.origin" ON "service_management_plan" ("origin") WHERE "origin" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "service_management_plan.state" ON "service_management_plan" ("state", "id");
CREATE INDEX IF NOT EXISTS "service_management_plan.owner" ON "service_management_plan" ("owner", "id");
CREATE INDEX IF NOT EXISTS "service_management_plan.policy" ON "service_management_plan" ("policy", "id") WHERE "policy" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "service_management_plan.plans_checked_on" ON "service_management_plan" ("plans_checked_on", "id");
CREATE INDEX IF NOT EXISTS "service_management_plan.last_reviewed_on" ON "service_management_plan" ("last_reviewed_on", "id");
CREATE TABLE IF NOT EXISTS "resource_need" (
  "id" INTEGER PRIMARY KEY,
  "version" INTEGER,
  "state" TEXT,
  "open" INTEGER,
  "created_at" INTEGER,
  "created_by" INTEGER,
  "updated_at" INTEGER,
  "updated_by" INTEGER,
  "imported" INTEGER,
  "origin" TEXT,
  "tags" TEXT,
  "custom" TEXT,
  "name" TEXT,
  "sort" TEXT,
  "purpose" TEXT,
  "services" TEXT,
  "team" INTEGER,
  "needed" INTEGER,
  "available" INTEGER,
  "unit" TEXT,
  "missing" INTEGER,
  "yearly_cost" INTEGER,
  "yearly_cost_currency" TEXT,
  "budget" INTEGER,
  "owner" INTEGER,
  "needed_by" TEXT,
  "decision" TEXT,
  "decision_reason" TEXT,
  "decided_by" INTEGER,
  "decided_on" TEXT,
  "provided_on" TEXT,
  "reminded_for" TEXT
);
CREATE INDEX IF NOT EXISTS "resource_need.open" ON "resource_need" ("open", "id");
CREATE UNIQUE INDEX IF NOT EXISTS "resource_need.origin" ON "resource_need" ("origin") WHERE "origin" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "resource_need.state" ON "resource_need" ("state", "id");
CREATE INDEX IF NOT EXISTS "resource_need.sort" ON "resource_need" ("sort", "id");
CREATE INDEX IF NOT EXISTS "resource_need.team" ON "resource_need" ("team", "id") WHERE "team" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "resource_need.budget" ON "resource_need" ("budget", "id") WHERE "budget" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "resource_need.owner" ON "resource_need" ("owner", "id");
CREATE INDEX IF NOT EXISTS "resource_need.needed_by" ON "resource_need" ("needed_by", "id");
CREATE INDEX IF NOT EXISTS "resource_need.decision" ON "resource_need" ("decision", "id") WHERE "decision" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "resource_need.decided_on" ON "resource_need" ("decided_on", "id") WHERE "decided_on" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "resource_need.provided_on" ON "resource_need" ("provided_on", "id") WHERE "provided_on" IS NOT NULL;
CREATE TABLE IF NOT EXISTS "competence_requirement" (
  "id" INTEGER PRIMARY KEY,
  "version" INTEGER,
  "state" TEXT,
  "open" INTEGER,
  "created_at" INTEGER,
  "created_by" INTEGER,
  "updated_at" INTEGER,
  "updated_by" INTEGER,
  "imported" INTEGER,
  "origin" TEXT,
  "tags" TEXT,
  "custom" TEXT,
  "skill" TEXT,
  "level" INTEGER,
  "role" INTEGER,
  "process" INTEGER,
  "team" INTEGER,
  "people" TEXT,
  "basis" TEXT,
  "owner" INTEGER,
  "approved_by" INTEGER,
  "approved_at" INTEGER
);
CREATE INDEX IF NOT EXISTS "competence_requirement.open" ON "competence_requirement" ("open", "id");
CREATE UNIQUE INDEX IF NOT EXISTS "competence_requirement.origin" ON "competence_requirement" ("origin") WHERE "origin" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "competence_requirement.state" ON "competence_requirement" ("state", "id");
CREATE INDEX IF NOT EXISTS "competence_requirement.role" ON "competence_requirement" ("role", "id");
CREATE INDEX IF NOT EXISTS "competence_requirement.process" ON "competence_requirement" ("process", "id") WHERE "process" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "competence_requirement.team" ON "competence_requirement" ("team", "id") WHERE "team" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "competence_requirement.owner" ON "competence_requirement" ("owner", "id");
CREATE TABLE IF NOT EXISTS "training" (
  "id" INTEGER PRIMARY KEY,
  "version" INTEGER,
  "state" TEXT,
  "open" INTEGER,
  "created_at" INTEGER,
  "created_by" INTEGER,
  "updated_at" INTEGER,
  "updated_by" INTEGER,
  "imported" INTEGER,
  "origin" TEXT,
  "tags" TEXT,
  "custom" TEXT,
  "name" TEXT,
  "people" TEXT,
  "requirement" INTEGER,
  "gap" TEXT,
  "action" TEXT,
  "owner" INTEGER,
  "due_on" TEXT,
  "remind_days" INTEGER,
  "reminded_for" TEXT,
  "done_on" TEXT,
  "check_method" TEXT,
  "check_finding" TEXT,
  "check_result" TEXT,
  "checked_by" INTEGER,
  "checked_on" TEXT
);
CREATE INDEX IF NOT EXISTS "training.open" ON "training" ("open", "id");
CREATE UNIQUE INDEX IF NOT EXISTS "training.origin" ON "training" ("origin") WHERE "origin" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "training.state" ON "training" ("state", "id");
CREATE INDEX IF NOT EXISTS "training.requirement" ON "training" ("requirement", "id") WHERE "requirement" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "training.owner" ON "training" ("owner", "id");
CREATE INDEX IF NOT EXISTS "training.due_on" ON "training" ("due_on", "id");
CREATE INDEX IF NOT EXISTS "training.done_on" ON "training" ("done_on", "id");
CREATE INDEX IF NOT EXISTS "training.check_result" ON "training" ("check_result", "id");
CREATE INDEX IF NOT EXISTS "training.checked_on" ON "training" ("checked_on", "id") WHERE "checked_on" IS NOT NULL;
CREATE TABLE IF NOT EXISTS "communication_topic" (
  "id" INTEGER PRIMARY KEY,
  "version" INTEGER,
  "state" TEXT,
  "open" INTEGER,
  "created_at" INTEGER,
  "created_by" INTEGER,
  "updated_at" INTEGER,
  "updated_by" INTEGER,
  "imported" INTEGER,
  "origin" TEXT,
  "tags" TEXT,
  "custom" TEXT,
  "name" TEXT,
  "what" TEXT,
  "sort" TEXT,
  "reach" TEXT,
  "services" TEXT,
  "audience" TEXT,
  "parties" TEXT,
  "customers" TEXT,
  "suppliers" TEXT,
  "trigger" TEXT,
  "interval_months" INTEGER,
  "channel" TEXT,
  "owner" INTEGER,
  "role" INTEGER,
  "begins_on" TEXT,
  "last_sent_on" TEXT,
  "next_due_on" TEXT,
  "remind_days" INTEGER,
  "reminded_for" TEXT
);
CREATE INDEX IF NOT EXISTS "communication_topic.open" ON "communication_topic" ("open", "id");
CREATE UNIQUE INDEX IF NOT EXISTS "communication_topic.origin" ON "communication_topic" ("origin") WHERE "origin" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "communication_topic.state" ON "communication_topic" ("state", "id");
CREATE INDEX IF NOT EXISTS "communication_topic.sort" ON "communication_topic" ("sort", "id");
CREATE INDEX IF NOT EXISTS "communication_topic.reach" ON "communication_topic" ("reach", "id");
CREATE INDEX IF NOT EXISTS "communication_topic.owner" ON "communication_topic" ("owner", "id");
CREATE INDEX IF NOT EXISTS "communication_topic.role" ON "communication_topic" ("role", "id") WHERE "role" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "communication_topic.next_due_on" ON "communication_topic" ("next_due_on", "id");
CREATE TABLE IF NOT EXISTS "document" (
  "id" INTEGER PRIMARY KEY,
  "version" INTEGER,
  "state" TEXT,
  "open" INTEGER,
  "created_at" INTEGER,
  "created_by" INTEGER,
  "updated_at" INTEGER,
  "updated_by" INTEGER,
  "imported" INTEGER,
  "origin" TEXT,
  "tags" TEXT,
  "custom" TEXT,
  "name" TEXT,
  "number" TEXT,
  "edition" TEXT,
  "sort" TEXT,
  "text" TEXT,
  "previous" INTEGER,
  "what_is_new" TEXT,
  "author" INTEGER,
  "owner" INTEGER,
  "reviewers" TEXT,
  "approved_by" INTEGER,
  "approved_at" INTEGER,
  "effective_from" TEXT,
  "published_at" INTEGER,
  "review_months" INTEGER,
  "next_review_on" TEXT,
  "remind_days" INTEGER,
  "reminded_for" TEXT,
  "language" TEXT,
  "medium" TEXT,
  "place" TEXT,
  "distribution" TEXT,
  "teams" TEXT,
  "customers" TEXT,
  "classification" TEXT,
  "comes_from" TEXT,
  "source" TEXT,
  "source_version" TEXT,
  "checked_on" TEXT,
  "retention_rule" INTEGER,
  "keep_until" TEXT,
  "serves" TEXT,
  "services" TEXT,
  "processes" TEXT,
  "to_be_acknowledged" INTEGER,
  "topic" TEXT,
  "acknowledge_days" INTEGER,
  "ended_at" INTEGER,
  "shown_outside" INTEGER,
  "shown_to" TEXT
);
CREATE INDEX IF NOT EXISTS "document.open" ON "document" ("open", "id");
CREATE UNIQUE INDEX IF NOT EXISTS "document.origin" ON "document" ("origin") WHERE "origin" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "document.state" ON "document" ("state", "id");
CREATE INDEX IF NOT EXISTS "document.number" ON "document" ("number", "id");
CREATE INDEX IF NOT EXISTS "document.sort" ON "document" ("sort", "id");
CREATE INDEX IF NOT EXISTS "document.previous" ON "document" ("previous", "id") WHERE "previous" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "document.author" ON "document" ("author", "id") WHERE "author" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "document.owner" ON "document" ("owner", "id");
CREATE INDEX IF NOT EXISTS "document.effective_from" ON "document" ("effective_from", "id");
CREATE INDEX IF NOT EXISTS "document.published_at" ON "document" ("published_at", "id") WHERE "published_at" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "document.next_review_on" ON "document" ("next_review_on", "id");
CREATE INDEX IF NOT EXISTS "document.medium" ON "document" ("medium", "id") WHERE "medium" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "document.distribution" ON "document" ("distribution", "id");
CREATE INDEX IF NOT EXISTS "document.classification" ON "document" ("classification", "id") WHERE "classification" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "document.comes_from" ON "document" ("comes_from", "id") WHERE "comes_from" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "document.retention_rule" ON "document" ("retention_rule", "id") WHERE "retention_rule" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "document.keep_until" ON "document" ("keep_until", "id") WHERE "keep_until" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "document.to_be_acknowledged" ON "document" ("to_be_acknowledged", "id") WHERE "to_be_acknowledged" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "document.shown_outside" ON "document" ("shown_outside", "id") WHERE "shown_outside" IS NOT NULL;
CREATE TABLE IF NOT EXISTS "retention_rule" (
  "id" INTEGER PRIMARY KEY,
  "version" INTEGER,
  "state" TEXT,
  "open" INTEGER,
  "created_at" INTEGER,
  "created_by" INTEGER,
  "updated_at" INTEGER,
  "updated_by" INTEGER,
  "imported" INTEGER,
  "origin" TEXT,
  "tags" TEXT,
  "custom" TEXT,
  "name" TEXT,
  "applies_to" TEXT,
  "keep_months" INTEGER,
  "counted_from" TEXT,
  "afterwards" TEXT,
  "basis" TEXT,
  "owner" INTEGER,
  "approved_by" INTEGER,
  "approved_at" INTEGER
);
CREATE INDEX IF NOT EXISTS "retention_rule.open" ON "retention_rule" ("open", "id");
CREATE UNIQUE INDEX IF NOT EXISTS "retention_rule.origin" ON "retention_rule" ("origin") WHERE "origin" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "retention_rule.state" ON "retention_rule" ("state", "id");
CREATE INDEX IF NOT EXISTS "retention_rule.owner" ON "retention_rule" ("owner", "id");
CREATE TABLE IF NOT EXISTS "process" (
  "id" INTEGER PRIMARY KEY,
  "version" INTEGER,
  "state" TEXT,
  "open" INTEGER,
  "created_at" INTEGER,
  "created_by" INTEGER,
  "updated_at" INTEGER,
  "updated_by" INTEGER,
  "imported" INTEGER,
  "origin" TEXT,
  "tags" TEXT,
  "custom" TEXT,
  "name" TEXT,
  "clause" TEXT,
  "edition" TEXT,
  "owner" INTEGER,
  "purpose" TEXT,
  "inputs" TEXT,
  "outputs" TEXT,
  "interfaces" TEXT,
  "activities" TEXT,
  "roles" TEXT,
  "criteria" TEXT,
  "measures" TEXT,
  "controls" TEXT,
  "records" TEXT,
  "outsourced_to" TEXT,
  "outsourced_parts" TEXT,
  "previous" INTEGER,
  "what_is_new" TEXT,
  "approved_by" INTEGER,
  "approved_at" INTEGER,
  "ended_at" INTEGER
);
CREATE INDEX IF NOT EXISTS "process.open" ON "process" ("open", "id");
CREATE UNIQUE INDEX IF NOT EXISTS "process.origin" ON "process" ("origin") WHERE "origin" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "process.state" ON "process" ("state", "id");
CREATE INDEX IF NOT EXISTS "process.clause" ON "process" ("clause", "id");
CREATE INDEX IF NOT EXISTS "process.owner" ON "process" ("owner", "id");
CREATE INDEX IF NOT EXISTS "process.previous" ON "process" ("previous", "id") WHERE "previous" IS NOT NULL;
CREATE TABLE IF NOT EXISTS "change_policy" (
  "id" INTEGER PRIMARY KEY,
  "version" INTEGER,
  "state" TEXT,
  "open" INTEGER,
  "created_at" INTEGER,
  "created_by" INTEGER,
  "updated_at" INTEGER,
  "updated_by" INTEGER,
  "imported" INTEGER,
  "origin" TEXT,
  "tags" TEXT,
  "custom" TEXT,
  "name" TEXT,
  "owner" INTEGER,
  "under_control" TEXT,
  "outside_control" TEXT,
  "categories" TEXT,
  "major_criteria" TEXT,
  "what_is_new" TEXT,
  "approved_by" INTEGER,
  "approved_at" INTEGER,
  "superseded_at" INTEGER
);
CREATE INDEX IF NOT EXISTS "change_policy.open" ON "change_policy" ("open", "id");
CREATE UNIQUE INDEX IF NOT EXISTS "change_policy.origin" ON "change_policy" ("origin") WHERE "origin" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "change_policy.state" ON "change_policy" ("state", "id");
CREATE INDEX IF NOT EXISTS "change_policy.owner" ON "change_policy" ("owner", "id");
CREATE TABLE IF NOT EXISTS "major_incident_criteria" (
  "id" INTEGER PRIMARY KEY,
  "version" INTEGER,
  "state" TEXT,
  "open" INTEGER,
  "created_at" INTEGER,
  "created_by" INTEGER,
  "updated_at" INTEGER,
  "updated_by" INTEGER,
  "imported" INTEGER,
  "origin" TEXT,
  "tags" TEXT,
  "custom" TEXT,
  "name" TEXT,
  "owner" INTEGER,
  "criticality" TEXT,
  "users_min" INTEGER,
  "minutes_min" INTEGER,
  "concerns_data" INTEGER,
  "rule" TEXT,
  "other" TEXT,
  "procedure" TEXT,
  "what_is_new" TEXT,
  "approved_by" INTEGER,
  "approved_at" INTEGER,
  "superseded_at" INTEGER
);
CREATE INDEX IF NOT EXISTS "major_incident_criteria.open" ON "major_incident_criteria" ("open", "id");
CREATE UNIQUE INDEX IF NOT EXISTS "major_incident_criteria.origin" ON "major_incident_criteria" ("origin") WHERE "origin" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "major_incident_criteria.state" ON "major_incident_criteria" ("state", "id");
CREATE INDEX IF NOT EXISTS "major_incident_criteria.owner" ON "major_incident_criteria" ("owner", "id");
CREATE TABLE IF NOT EXISTS "budget" (
  "id" INTEGER PRIMARY KEY,
  "version" INTEGER,
  "state" TEXT,
  "open" INTEGER,
  "created_at" INTEGER,
  "created_by" INTEGER,
  "updated_at" INTEGER,
  "updated_by" INTEGER,
  "imported" INTEGER,
  "origin" TEXT,
  "tags" TEXT,
  "custom" TEXT,
  "name" TEXT,
  "service" INTEGER,
  "cost_type" INTEGER,
  "from" TEXT,
  "until" TEXT,
  "amount" INTEGER,
  "amount_currency" TEXT,
  "owner" INTEGER,
  "basis" TEXT,
  "decisions" TEXT,
  "approved_by" INTEGER,
  "approved_at" INTEGER
);
CREATE INDEX IF NOT EXISTS "budget.open" ON "budget" ("open", "id");
CREATE UNIQUE INDEX IF NOT EXISTS "budget.origin" ON "budget" ("origin") WHERE "origin" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "budget.state" ON "budget" ("state", "id");
CREATE INDEX IF NOT EXISTS "budget.service" ON "budget" ("service", "id");
CREATE INDEX IF NOT EXISTS "budget.cost_type" ON "budget" ("cost_type", "id");
CREATE INDEX IF NOT EXISTS "budget.from" ON "budget" ("from", "id");
CREATE INDEX IF NOT EXISTS "budget.until" ON "budget" ("until", "id");
CREATE INDEX IF NOT EXISTS "budget.owner" ON "budget" ("owner", "id");
CREATE INDEX IF NOT EXISTS "budget.approved_at" ON "budget" ("approved_at", "id") WHERE "approved_at" IS NOT NULL;
CREATE TABLE IF NOT EXISTS "cost_type" (
  "id" INTEGER PRIMARY KEY,
  "version" INTEGER,
  "state" TEXT,
  "open" INTEGER,
  "created_at" INTEGER,
  "created_by" INTEGER,
  "updated_at" INTEGER,
  "updated_by" INTEGER,
  "imported" INTEGER,
  "origin" TEXT,
  "tags" TEXT,
  "custom" TEXT,
  "name" TEXT,
  "nature" TEXT,
  "sort" TEXT,
  "accounts" TEXT,
  "policy" TEXT
);
CREATE INDEX IF NOT EXISTS "cost_type.open" ON "cost_type" ("open", "id");
CREATE UNIQUE INDEX IF NOT EXISTS "cost_type.origin" ON "cost_type" ("origin") WHERE "origin" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "cost_type.nature" ON "cost_type" ("nature", "id");
CREATE INDEX IF NOT EXISTS "cost_type.sort" ON "cost_type" ("sort", "id");
CREATE TABLE IF NOT EXISTS "allocation_rule" (
  "id" INTEGER PRIMARY KEY,
  "version" INTEGER,
  "state" TEXT,
  "open" INTEGER,
  "created_at" INTEGER,
  "created_by" INTEGER,
  "updated_at" INTEGER,
  "updated_by" INTEGER,
  "imported" INTEGER,
  "origin" TEXT,
  "tags" TEXT,
  "custom" TEXT,
  "name" TEXT,
  "cost_type" INTEGER,
  "valid_from" TEXT,
  "driver" TEXT,
  "basis" TEXT,
  "weights" TEXT,
  "rule_version" INTEGER,
  "approved_by" INTEGER,
  "approved_at" INTEGER
);
CREATE INDEX IF NOT EXISTS "allocation_rule.open" ON "allocation_rule" ("open", "id");
CREATE UNIQUE INDEX IF NOT EXISTS "allocation_rule.origin" ON "allocation_rule" ("origin") WHERE "origin" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "allocation_rule.state" ON "allocation_rule" ("state", "id");
CREATE INDEX IF NOT EXISTS "allocation_rule.cost_type" ON "allocation_rule" ("cost_type", "id");
CREATE INDEX IF NOT EXISTS "allocation_rule.valid_from" ON "allocation_rule" ("valid_from", "id");
CREATE TABLE IF NOT EXISTS "demand_forecast" (
  "id" INTEGER PRIMARY KEY,
  "version" INTEGER,
  "state" TEXT,
  "open" INTEGER,
  "created_at" INTEGER,
  "created_by" INTEGER,
  "updated_at" INTEGER,
  "updated_by" INTEGER,
  "imported" INTEGER,
  "origin" TEXT,
  "tags" TEXT,
  "custom" TEXT,
  "name" TEXT,
  "source" INTEGER,
  "method" TEXT,
  "horizon" INTEGER,
  "window" INTEGER,
  "weight" INTEGER,
  "season" INTEGER,
  "basis" TEXT,
  "first_month" TEXT,
  "history" TEXT,
  "values" TEXT,
  "mape_percent" INTEGER,
  "came_percent" INTEGER,
  "taken_at" INTEGER,
  "compared_at" INTEGER
);
CREATE INDEX IF NOT EXISTS "demand_forecast.open" ON "demand_forecast" ("open", "id");
CREATE UNIQUE INDEX IF NOT EXISTS "demand_forecast.origin" ON "demand_forecast" ("origin") WHERE "origin" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "demand_forecast.state" ON "demand_forecast" ("state", "id");
CREATE INDEX IF NOT EXISTS "demand_forecast.source" ON "demand_forecast" ("source", "id");
CREATE INDEX IF NOT EXISTS "demand_forecast.method" ON "demand_forecast" ("method", "id");
CREATE INDEX IF NOT EXISTS "demand_forecast.first_month" ON "demand_forecast" ("first_month", "id");
CREATE INDEX IF NOT EXISTS "demand_forecast.taken_at" ON "demand_forecast" ("taken_at", "id") WHERE "taken_at" IS NOT NULL;
CREATE TABLE IF NOT EXISTS "demand_source" (
  "id" INTEGER PRIMARY KEY,
  "version" INTEGER,
  "state" TEXT,
  "open" INTEGER,
  "created_at" INTEGER,
  "created_by" INTEGER,
  "updated_at" INTEGER,
  "updated_by" INTEGER,
  "imported" INTEGER,
  "origin" TEXT,
  "tags" TEXT,
  "custom" TEXT,
  "name" TEXT,
  "service" INTEGER,
  "customer" INTEGER,
  "unit" TEXT,
  "counted" TEXT,
  "is_cost_unit" INTEGER,
  "workload_limit" INTEGER,
  "pattern" TEXT,
  "owner" INTEGER
);
CREATE INDEX IF NOT EXISTS "demand_source.open" ON "demand_source" ("open", "id");
CREATE UNIQUE INDEX IF NOT EXISTS "demand_source.origin" ON "demand_source" ("origin") WHERE "origin" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "demand_source.service" ON "demand_source" ("service", "id");
CREATE INDEX IF NOT EXISTS "demand_source.customer" ON "demand_source" ("customer", "id");
CREATE INDEX IF NOT EXISTS "demand_source.counted" ON "demand_source" ("counted", "id");
CREATE INDEX IF NOT EXISTS "demand_source.is_cost_unit" ON "demand_source" ("is_cost_unit", "id") WHERE "is_cost_unit" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "demand_source.workload_limit" ON "demand_source" ("workload_limit", "id") WHERE "workload_limit" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "demand_source.owner" ON "demand_source" ("owner", "id") WHERE "owner" IS NOT NULL;
CREATE TABLE IF NOT EXISTS "business_event" (
  "id" INTEGER PRIMARY KEY,
  "version" INTEGER,
  "state" TEXT,
  "open" INTEGER,
  "created_at" INTEGER,
  "created_by" INTEGER,
  "updated_at" INTEGER,
  "updated_by" INTEGER,
  "imported" INTEGER,
  "origin" TEXT,
  "tags" TEXT,
  "custom" TEXT,
  "summary" TEXT,
  "customer" INTEGER,
  "source" INTEGER,
  "from" TEXT,
  "until" TEXT,
  "effect_percent" INTEGER,
  "told_by" TEXT,
  "came_to" TEXT
);
CREATE INDEX IF NOT EXISTS "business_event.open" ON "business_event" ("open", "id");
CREATE UNIQUE INDEX IF NOT EXISTS "business_event.origin" ON "business_event" ("origin") WHERE "origin" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "business_event.state" ON "business_event" ("state", "id");
CREATE INDEX IF NOT EXISTS "business_event.customer" ON "business_event" ("customer", "id");
CREATE INDEX IF NOT EXISTS "business_event.source" ON "business_event" ("source", "id");
CREATE INDEX IF NOT EXISTS "business_event.from" ON "business_event" ("from", "id");
CREATE TABLE IF NOT EXISTS "capacity_plan" (
  "id" INTEGER PRIMARY KEY,
  "version" INTEGER,
  "state" TEXT,
  "open" INTEGER,
  "created_at" INTEGER,
  "created_by" INTEGER,
  "updated_at" INTEGER,
  "updated_by" INTEGER,
  "imported" INTEGER,
  "origin" TEXT,
  "tags" TEXT,
  "custom" TEXT,
  "name" TEXT,
  "service" INTEGER,
  "owner" INTEGER,
  "from" TEXT,
  "until" TEXT,
  "metrics" TEXT,
  "forecasts" TEXT,
  "current" TEXT,
  "foreseen" TEXT,
  "impact_service_levels" TEXT,
  "impact_availability" TEXT,
  "impact_continuity" TEXT,
  "thresholds" TEXT,
  "options" TEXT,
  "choice" TEXT,
  "cost" INTEGER,
  "cost_currency" TEXT,
  "results" TEXT,
  "outlook" TEXT,
  "approved_by" INTEGER,
  "approved_at" INTEGER
);
CREATE INDEX IF NOT EXISTS "capacity_plan.open" ON "capacity_plan" ("open", "id");
CREATE UNIQUE INDEX IF NOT EXISTS "capacity_plan.origin" ON "capacity_plan" ("origin") WHERE "origin" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "capacity_plan.state" ON "capacity_plan" ("state", "id");
CREATE INDEX IF NOT EXISTS "capacity_plan.service" ON "capacity_plan" ("service", "id");
CREATE INDEX IF NOT EXISTS "capacity_plan.owner" ON "capacity_plan" ("owner", "id");
CREATE INDEX IF NOT EXISTS "capacity_plan.approved_at" ON "capacity_plan" ("approved_at", "id") WHERE "approved_at" IS NOT NULL;
CREATE TABLE IF NOT EXISTS "capacity_requirement" (
  "id" INTEGER PRIMARY KEY,
  "version" INTEGER,
  "state" TEXT,
  "open" INTEGER,
  "created_at" INTEGER,
  "created_by" INTEGER,
  "updated_at" INTEGER,
  "updated_by" INTEGER,
  "imported" INTEGER,
  "origin" TEXT,
  "tags" TEXT,
  "custom" TEXT,
  "summary" TEXT,
  "service" INTEGER,
  "resource" TEXT,
  "amount" INTEGER,
  "unit" TEXT,
  "performance" TEXT,
  "basis" TEXT,
  "metric" INTEGER,
  "owner" INTEGER,
  "review_on" TEXT,
  "approved_by" INTEGER,
  "approved_at" INTEGER
);
CREATE INDEX IF NOT EXISTS "capacity_requirement.open" ON "capacity_requirement" ("open", "id");
CREATE UNIQUE INDEX IF NOT EXISTS "capacity_requirement.origin" ON "capacity_requirement" ("origin") WHERE "origin" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "capacity_requirement.state" ON "capacity_requirement" ("state", "id");
CREATE INDEX IF NOT EXISTS "capacity_requirement.service" ON "capacity_requirement" ("service", "id");
CREATE INDEX IF NOT EXISTS "capacity_requirement.resource" ON "capacity_requirement" ("resource", "id");
CREATE INDEX IF NOT EXISTS "capacity_requirement.metric" ON "capacity_requirement" ("metric", "id") WHERE "metric" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "capacity_requirement.owner" ON "capacity_requirement" ("owner", "id");
CREATE INDEX IF NOT EXISTS "capacity_requirement.review_on" ON "capacity_requirement" ("review_on", "id");
CREATE INDEX IF NOT EXISTS "capacity_requirement.approved_at" ON "capacity_requirement" ("approved_at", "id") WHERE "approved_at" IS NOT NULL;
CREATE TABLE IF NOT EXISTS "capacity_metric" (
  "id" INTEGER PRIMARY KEY,
  "version" INTEGER,
  "state" TEXT,
  "open" INTEGER,
  "created_at" INTEGER,
  "created_by" INTEGER,
  "updated_at" INTEGER,
  "updated_by" INTEGER,
  "imported" INTEGER,
  "origin" TEXT,
  "tags" TEXT,
  "custom" TEXT,
  "name" TEXT,
  "service" INTEGER,
  "configuration_item" INTEGER,
  "resource" TEXT,
  "unit" TEXT,
  "monthly" TEXT,
  "warn_at" INTEGER,
  "act_at" INTEGER,
  "lead_time_months" INTEGER,
  "owner" INTEGER,
  "query" TEXT,
  "query_step" INTEGER,
  "analysis" TEXT,
  "over_from" TEXT,
  "decide_by" TEXT,
  "forecast" TEXT,
  "checked_at" INTEGER,
  "asked_for" TEXT
);
CREATE INDEX IF NOT EXISTS "capacity_metric.open" ON "capacity_metric" ("open", "id");
CREATE UNIQUE INDEX IF NOT EXISTS "capacity_metric.origin" ON "capacity_metric" ("origin") WHERE "origin" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "capacity_metric.service" ON "capacity_metric" ("service", "id");
CREATE INDEX IF NOT EXISTS "capacity_metric.configuration_item" ON "capacity_metric" ("configuration_item", "id") WHERE "configuration_item" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "capacity_metric.resource" ON "capacity_metric" ("resource", "id");
CREATE INDEX IF NOT EXISTS "capacity_metric.owner" ON "capacity_metric" ("owner", "id");
CREATE INDEX IF NOT EXISTS "capacity_metric.over_from" ON "capacity_metric" ("over_from", "id");
CREATE INDEX IF NOT EXISTS "capacity_metric.decide_by" ON "capacity_metric" ("decide_by", "id");
CREATE TABLE IF NOT EXISTS "security_policy" (
  "id" INTEGER PRIMARY KEY,
  "version" INTEGER,
  "state" TEXT,
  "open" INTEGER,
  "created_at" INTEGER,
  "created_by" INTEGER,
  "updated_at" INTEGER,
  "updated_by" INTEGER,
  "imported" INTEGER,
  "origin" TEXT,
  "tags" TEXT,
  "custom" TEXT,
  "name" TEXT,
  "owner" INTEGER,
  "statements" TEXT,
  "requirements" TEXT,
  "obligations" TEXT,
  "what_is_new" TEXT,
  "audience" TEXT,
  "channel" TEXT,
  "told" TEXT,
  "approved_by" INTEGER,
  "approved_at" INTEGER,
  "superseded_at" INTEGER
);
CREATE INDEX IF NOT EXISTS "security_policy.open" ON "security_policy" ("open", "id");
CREATE UNIQUE INDEX IF NOT EXISTS "security_policy.origin" ON "security_policy" ("origin") WHERE "origin" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "security_policy.state" ON "security_policy" ("state", "id");
CREATE INDEX IF NOT EXISTS "security_policy.owner" ON "security_policy" ("owner", "id");
CREATE TABLE IF NOT EXISTS "risk" (
  "id" INTEGER PRIMARY KEY,
  "version" INTEGER,
  "state" TEXT,
  "open" INTEGER,
  "created_at" INTEGER,
  "created_by" INTEGER,
  "updated_at" INTEGER,
  "updated_by" INTEGER,
  "imported" INTEGER,
  "origin" TEXT,
  "tags" TEXT,
  "custom" TEXT,
  "name" TEXT,
  "aspect" TEXT,
  "source" TEXT,
  "consequence" TEXT,
  "issues" TEXT,
  "party_requirements" TEXT,
  "service_requirements" TEXT,
  "services" TEXT,
  "items" TEXT,
  "suppliers" TEXT,
  "owner" INTEGER,
  "likelihood" INTEGER,
  "impact" INTEGER,
  "customers" TEXT,
  "customer_impact" TEXT,
  "score" INTEGER,
  "criteria" INTEGER,
  "authority" TEXT,
  "top_manager" INTEGER,
  "accepted_by" INTEGER,
  "accepted_at" INTEGER,
  "treatment" TEXT,
  "priority" TEXT,
  "actions" TEXT,
  "processes" TEXT,
  "improvement" INTEGER,
  "change" INTEGER,
  "how_judged" TEXT,
  "controls" TEXT,
  "evidence" TEXT,
  "residual_likelihood" INTEGER,
  "residual_impact" INTEGER,
  "residual_score" INTEGER,
  "treatment_effect" INTEGER,
  "effectiveness" TEXT,
  "single_loss" INTEGER,
  "single_loss_currency" TEXT,
  "yearly_rate" INTEGER,
  "residual_rate" INTEGER,
  "treatment_cost" INTEGER,
  "treatment_cost_currency" TEXT,
  "loss_before" INTEGER,
  "loss_before_currency" TEXT,
  "loss_after" INTEGER,
  "loss_after_currency" TEXT,
  "net_benefit" INTEGER,
  "net_benefit_currency" TEXT,
  "review_on" TEXT,
  "scores" TEXT
);
CREATE INDEX IF NOT EXISTS "risk.open" ON "risk" ("open", "id");
CREATE UNIQUE INDEX IF NOT EXISTS "risk.origin" ON "risk" ("origin") WHERE "origin" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "risk.state" ON "risk" ("state", "id");
CREATE INDEX IF NOT EXISTS "risk.aspect" ON "risk" ("aspect", "id");
CREATE INDEX IF NOT EXISTS "risk.owner" ON "risk" ("owner", "id");
CREATE INDEX IF NOT EXISTS "risk.likelihood" ON "risk" ("likelihood", "id") WHERE "likelihood" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "risk.impact" ON "risk" ("impact", "id") WHERE "impact" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "risk.customer_impact" ON "risk" ("customer_impact", "id") WHERE "customer_impact" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "risk.score" ON "risk" ("score", "id");
CREATE INDEX IF NOT EXISTS "risk.criteria" ON "risk" ("criteria", "id") WHERE "criteria" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "risk.authority" ON "risk" ("authority", "id") WHERE "authority" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "risk.treatment" ON "risk" ("treatment", "id") WHERE "treatment" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "risk.priority" ON "risk" ("priority", "id");
CREATE INDEX IF NOT EXISTS "risk.improvement" ON "risk" ("improvement", "id") WHERE "improvement" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "risk.change" ON "risk" ("change", "id") WHERE "change" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "risk.residual_score" ON "risk" ("residual_score", "id");
CREATE INDEX IF NOT EXISTS "risk.review_on" ON "risk" ("review_on", "id");
CREATE TABLE IF NOT EXISTS "opportunity" (
  "id" INTEGER PRIMARY KEY,
  "version" INTEGER,
  "state" TEXT,
  "open" INTEGER,
  "created_at" INTEGER,
  "created_by" INTEGER,
  "updated_at" INTEGER,
  "updated_by" INTEGER,
  "imported" INTEGER,
  "origin" TEXT,
  "tags" TEXT,
  "custom" TEXT,
  "name" TEXT,
  "description" TEXT,
  "issues" TEXT,
  "requirements" TEXT,
  "services" TEXT,
  "processes" TEXT,
  "owner" INTEGER,
  "benefit" TEXT,
  "customer_impact" TEXT,
  "effect_on_customers" TEXT,
  "priority" TEXT,
  "improvement" INTEGER,
  "objective" INTEGER,
  "how_judged" TEXT,
  "review_on" TEXT,
  "result" TEXT,
  "decided_by" INTEGER,
  "decided_on" TEXT,
  "reminded_for" TEXT
);
CREATE INDEX IF NOT EXISTS "opportunity.open" ON "opportunity" ("open", "id");
CREATE UNIQUE INDEX IF NOT EXISTS "opportunity.origin" ON "opportunity" ("origin") WHERE "origin" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "opportunity.state" ON "opportunity" ("state", "id");
CREATE INDEX IF NOT EXISTS "opportunity.owner" ON "opportunity" ("owner", "id");
CREATE INDEX IF NOT EXISTS "opportunity.customer_impact" ON "opportunity" ("customer_impact", "id") WHERE "customer_impact" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "opportunity.priority" ON "opportunity" ("priority", "id");
CREATE INDEX IF NOT EXISTS "opportunity.improvement" ON "opportunity" ("improvement", "id") WHERE "improvement" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "opportunity.objective" ON "opportunity" ("objective", "id") WHERE "objective" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "opportunity.review_on" ON "opportunity" ("review_on", "id");
CREATE INDEX IF NOT EXISTS "opportunity.decided_on" ON "opportunity" ("decided_on", "id") WHERE "decided_on" IS NOT NULL;
CREATE TABLE IF NOT EXISTS "risk_criteria" (
  "id" INTEGER PRIMARY KEY,
  "version" INTEGER,
  "state" TEXT,
  "open" INTEGER,
  "created_at" INTEGER,
  "created_by" INTEGER,
  "updated_at" INTEGER,
  "updated_by" INTEGER,
  "imported" INTEGER,
  "origin" TEXT,
  "tags" TEXT,
  "custom" TEXT,
  "name" TEXT,
  "owner" INTEGER,
  "likelihood_scale" TEXT,
  "impact_scale" TEXT,
  "owner_score_max" INTEGER,
  "manager_score_max" INTEGER,
  "appetite" TEXT,
  "approach" TEXT,
  "document" INTEGER,
  "what_is_new" TEXT,
  "last_reviewed_on" TEXT,
  "approved_by" INTEGER,
  "approved_at" INTEGER,
  "superseded_at" INTEGER
);
CREATE INDEX IF NOT EXISTS "risk_criteria.open" ON "risk_criteria" ("open", "id");
CREATE UNIQUE INDEX IF NOT EXISTS "risk_criteria.origin" ON "risk_criteria" ("origin") WHERE "origin" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "risk_criteria.state" ON "risk_criteria" ("state", "id");
CREATE INDEX IF NOT EXISTS "risk_criteria.owner" ON "risk_criteria" ("owner", "id");
CREATE INDEX IF NOT EXISTS "risk_criteria.document" ON "risk_criteria" ("document", "id") WHERE "document" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "risk_criteria.last_reviewed_on" ON "risk_criteria" ("last_reviewed_on", "id") WHERE "last_reviewed_on" IS NOT NULL;
CREATE TABLE IF NOT EXISTS "control" (
  "id" INTEGER PRIMARY KEY,
  "version" INTEGER,
  "state" TEXT,
  "open" INTEGER,
  "created_at" INTEGER,
  "created_by" INTEGER,
  "updated_at" INTEGER,
  "updated_by" INTEGER,
  "imported" INTEGER,
  "origin" TEXT,
  "tags" TEXT,
  "custom" TEXT,
  "name" TEXT,
  "theme" TEXT,
  "description" TEXT,
  "owner" INTEGER,
  "risks" TEXT,
  "services" TEXT,
  "supplier" INTEGER,
  "contract" INTEGER,
  "decision" TEXT,
  "reason" TEXT,
  "decided_by" INTEGER,
  "decided_on" TEXT,
  "test_interval_months" INTEGER,
  "in_use_since" TEXT,
  "tests" TEXT,
  "test_result" TEXT,
  "action" TEXT,
  "tested_on" TEXT,
  "test_due_on" TEXT
);
CREATE INDEX IF NOT EXISTS "control.open" ON "control" ("open", "id");
CREATE UNIQUE INDEX IF NOT EXISTS "control.origin" ON "control" ("origin") WHERE "origin" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "control.state" ON "control" ("state", "id");
CREATE INDEX IF NOT EXISTS "control.theme" ON "control" ("theme", "id");
CREATE INDEX IF NOT EXISTS "control.owner" ON "control" ("owner", "id");
CREATE INDEX IF NOT EXISTS "control.supplier" ON "control" ("supplier", "id") WHERE "supplier" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "control.decision" ON "control" ("decision", "id");
CREATE INDEX IF NOT EXISTS "control.tested_on" ON "control" ("tested_on", "id");
CREATE INDEX IF NOT EXISTS "control.test_due_on" ON "control" ("test_due_on", "id");
CREATE TABLE IF NOT EXISTS "external_access" (
  "id" INTEGER PRIMARY KEY,
  "version" INTEGER,
  "state" TEXT,
  "open" INTEGER,
  "created_at" INTEGER,
  "created_by" INTEGER,
  "updated_at" INTEGER,
  "updated_by" INTEGER,
  "imported" INTEGER,
  "origin" TEXT,
  "tags" TEXT,
  "custom" TEXT,
  "name" TEXT,
  "supplier" INTEGER,
  "customer" INTEGER,
  "party" TEXT,
  "service" INTEGER,
  "items" TEXT,
  "purpose" TEXT,
  "contract" INTEGER,
  "requirements" TEXT,
  "risks" TEXT,
  "owner" INTEGER,
  "from" TEXT,
  "until" TEXT,
  "review_on" TEXT,
  "reviewed_on" TEXT,
  "ended_on" TEXT
);
CREATE INDEX IF NOT EXISTS "external_access.open" ON "external_access" ("open", "id");
CREATE UNIQUE INDEX IF NOT EXISTS "external_access.origin" ON "external_access" ("origin") WHERE "origin" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "external_access.state" ON "external_access" ("state", "id");
CREATE INDEX IF NOT EXISTS "external_access.supplier" ON "external_access" ("supplier", "id");
CREATE INDEX IF NOT EXISTS "external_access.customer" ON "external_access" ("customer", "id") WHERE "customer" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "external_access.service" ON "external_access" ("service", "id");
CREATE INDEX IF NOT EXISTS "external_access.contract" ON "external_access" ("contract", "id");
CREATE INDEX IF NOT EXISTS "external_access.owner" ON "external_access" ("owner", "id");
CREATE INDEX IF NOT EXISTS "external_access.from" ON "external_access" ("from", "id") WHERE "from" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "external_access.until" ON "external_access" ("until", "id");
CREATE INDEX IF NOT EXISTS "external_access.review_on" ON "external_access" ("review_on", "id");
CREATE TABLE IF NOT EXISTS "alert_rule" (
  "id" INTEGER PRIMARY KEY,
  "version" INTEGER,
  "state" TEXT,
  "open" INTEGER,
  "created_at" INTEGER,
  "created_by" INTEGER,
  "updated_at" INTEGER,
  "updated_by" INTEGER,
  "imported" INTEGER,
  "origin" TEXT,
  "tags" TEXT,
  "custom" TEXT,
  "name" TEXT,
  "order" INTEGER,
  "matchers" TEXT,
  "group_by" TEXT,
  "service" INTEGER,
  "item" INTEGER,
  "opens_incident" INTEGER,
  "opens_outage" INTEGER,
  "after_minutes" INTEGER,
  "impact" TEXT,
  "urgency" TEXT,
  "category" TEXT,
  "team" INTEGER,
  "when_over" TEXT,
  "close_code" TEXT,
  "restricts" INTEGER
);
CREATE INDEX IF NOT EXISTS "alert_rule.open" ON "alert_rule" ("open", "id");
CREATE UNIQUE INDEX IF NOT EXISTS "alert_rule.origin" ON "alert_rule" ("origin") WHERE "origin" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "alert_rule.order" ON "alert_rule" ("order", "id");
CREATE INDEX IF NOT EXISTS "alert_rule.service" ON "alert_rule" ("service", "id");
CREATE INDEX IF NOT EXISTS "alert_rule.item" ON "alert_rule" ("item", "id") WHERE "item" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "alert_rule.opens_incident" ON "alert_rule" ("opens_incident", "id");
CREATE INDEX IF NOT EXISTS "alert_rule.restricts" ON "alert_rule" ("restricts", "id") WHERE "restricts" IS NOT NULL;
CREATE TABLE IF NOT EXISTS "incident" (
  "id" INTEGER PRIMARY KEY,
  "version" INTEGER,
  "state" TEXT,
  "open" INTEGER,
  "created_at" INTEGER,
  "created_by" INTEGER,
  "updated_at" INTEGER,
  "updated_by" INTEGER,
  "imported" INTEGER,
  "origin" TEXT,
  "tags" TEXT,
  "custom" TEXT,
  "summary" TEXT,
  "description" TEXT,
  "customer" INTEGER,
  "reporter" INTEGER,
  "service" INTEGER,
  "category" TEXT,
  "subcategory" TEXT,
  "symptom" TEXT,
  "location" TEXT,
  "contact_type" TEXT,
  "impact" TEXT,
  "urgency" TEXT,
  "priority" INTEGER,
  "priority_override" INTEGER,
  "override_reason" TEXT,
  "override_by" INTEGER,
  "team" INTEGER,
  "assigned_to" INTEGER,
  "configuration_item" INTEGER,
  "problem" INTEGER,
  "known_error" INTEGER,
  "articles" TEXT,
  "change" INTEGER,
  "caused_by" INTEGER,
  "supplier" INTEGER,
  "security_class" TEXT,
  "security_risk" TEXT,
  "data_touched" TEXT,
  "contained_at" INTEGER,
  "containment" TEXT,
  "restricted" INTEGER,
  "alert" INTEGER,
  "alert_group" TEXT,
  "parent" INTEGER,
  "pause_reason" TEXT,
  "pauses" TEXT,
  "is_major" INTEGER,
  "major_manager" INTEGER,
  "top_management_notified_at" INTEGER,
  "update_minutes" INTEGER,
  "stakeholder_update" TEXT,
  "told_at" INTEGER,
  "update_due" INTEGER,
  "resolve_parts" INTEGER,
  "service_owner_confirmed" INTEGER,
  "opened_at" INTEGER,
  "assigned_at" INTEGER,
  "responded_at" INTEGER,
  "resolved_at" INTEGER,
  "restored_at" INTEGER,
  "closed_at" INTEGER,
  "resolution" TEXT,
  "close_code" TEXT,
  "resolved_by" INTEGER,
  "closed_by_rule" TEXT,
  "confirmed_by_user" INTEGER,
  "duplicate_of" INTEGER,
  "source_sla_met" INTEGER,
  "reassignment_count" INTEGER,
  "reopen_count" INTEGER,
  "deadline" INTEGER,
  "response_due" INTEGER,
  "resolve_due" INTEGER,
  "resolve_seconds" INTEGER,
  "response_met" INTEGER,
  "resolve_met" INTEGER,
  "resolve_elapsed" INTEGER,
  "agreement" INTEGER,
  "stopped" TEXT
);
CREATE INDEX IF NOT EXISTS "incident.open" ON "incident" ("open", "id");
CREATE UNIQUE INDEX IF NOT EXISTS "incident.origin" ON "incident" ("origin") WHERE "origin" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "incident.state" ON "incident" ("state", "id");
CREATE INDEX IF NOT EXISTS "incident.customer" ON "incident" ("customer", "id");
CREATE INDEX IF NOT EXISTS "incident.reporter" ON "incident" ("reporter", "id") WHERE "reporter" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "incident.service" ON "incident" ("service", "id");
CREATE INDEX IF NOT EXISTS "incident.category" ON "incident" ("category", "id") WHERE "category" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "incident.subcategory" ON "incident" ("subcategory", "id") WHERE "subcategory" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "incident.location" ON "incident" ("location", "id") WHERE "location" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "incident.impact" ON "incident" ("impact", "id") WHERE "impact" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "incident.urgency" ON "incident" ("urgency", "id") WHERE "urgency" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "incident.priority" ON "incident" ("priority", "id");
CREATE INDEX IF NOT EXISTS "incident.team" ON "incident" ("team", "id");
CREATE INDEX IF NOT EXISTS "incident.assigned_to" ON "incident" ("assigned_to", "id");
CREATE INDEX IF NOT EXISTS "incident.configuration_item" ON "incident" ("configuration_item", "id") WHERE "configuration_item" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "incident.problem" ON "incident" ("problem", "id") WHERE "problem" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "incident.known_error" ON "incident" ("known_error", "id") WHERE "known_error" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "incident.change" ON "incident" ("change", "id") WHERE "change" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "incident.caused_by" ON "incident" ("caused_by", "id") WHERE "caused_by" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "incident.security_class" ON "incident" ("security_class", "id") WHERE "security_class" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "incident.security_risk" ON "incident" ("security_risk", "id") WHERE "security_risk" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "incident.contained_at" ON "incident" ("contained_at", "id") WHERE "contained_at" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "incident.restricted" ON "incident" ("restricted", "id") WHERE "restricted" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "incident.alert" ON "incident" ("alert", "id") WHERE "alert" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "incident.alert_group" ON "incident" ("alert_group", "id") WHERE "alert_group" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "incident.parent" ON "incident" ("parent", "id") WHERE "parent" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "incident.is_major" ON "incident" ("is_major", "id") WHERE "is_major" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "incident.update_due" ON "incident" ("update_due", "id") WHERE "update_due" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "incident.opened_at" ON "incident" ("opened_at", "id");
CREATE INDEX IF NOT EXISTS "incident.resolved_at" ON "incident" ("resolved_at", "id") WHERE "resolved_at" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "incident.close_code" ON "incident" ("close_code", "id") WHERE "close_code" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "incident.deadline" ON "incident" ("deadline", "id") WHERE "deadline" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "incident.resolve_due" ON "incident" ("resolve_due", "id");
CREATE INDEX IF NOT EXISTS "incident.resolve_met" ON "incident" ("resolve_met", "id") WHERE "resolve_met" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "incident.agreement" ON "incident" ("agreement", "id") WHERE "agreement" IS NOT NULL;
CREATE TABLE IF NOT EXISTS "service_request" (
  "id" INTEGER PRIMARY KEY,
  "version" INTEGER,
  "state" TEXT,
  "open" INTEGER,
  "created_at" INTEGER,
  "created_by" INTEGER,
  "updated_at" INTEGER,
  "updated_by" INTEGER,
  "imported" INTEGER,
  "origin" TEXT,
  "tags" TEXT,
  "custom" TEXT,
  "summary" TEXT,
  "request_item" INTEGER,
  "requested_by" INTEGER,
  "requested_for" INTEGER,
  "answers" TEXT,
  "description" TEXT,
  "customer" INTEGER,
  "service" INTEGER,
  "category" TEXT,
  "price" INTEGER,
  "price_currency" TEXT,
  "priority" INTEGER,
  "priority_override" INTEGER,
  "override_reason" TEXT,
  "team" INTEGER,
  "assigned_to" INTEGER,
  "approval_rules" TEXT,
  "submitted_at" INTEGER,
  "approved_at" INTEGER,
  "approved_by" INTEGER,
  "decision" TEXT,
  "fulfil_within" INTEGER,
  "fulfil_due" INTEGER,
  "fulfil_met" INTEGER,
  "started_at" INTEGER,
  "waits_for" TEXT,
  "supplier" INTEGER,
  "pauses" TEXT,
  "fulfilment" TEXT,
  "configuration_items" TEXT,
  "change" INTEGER,
  "fulfilled_at" INTEGER,
  "fulfilled_by" INTEGER,
  "confirmed_by_user" INTEGER,
  "close_code" TEXT,
  "closed_at" INTEGER
);
CREATE INDEX IF NOT EXISTS "service_request.open" ON "service_request" ("open", "id");
CREATE UNIQUE INDEX IF NOT EXISTS "service_request.origin" ON "service_request" ("origin") WHERE "origin" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "service_request.state" ON "service_request" ("state", "id");
CREATE INDEX IF NOT EXISTS "service_request.request_item" ON "service_request" ("request_item", "id");
CREATE INDEX IF NOT EXISTS "service_request.requested_by" ON "service_request" ("requested_by", "id");
CREATE INDEX IF NOT EXISTS "service_request.requested_for" ON "service_request" ("requested_for", "id") WHERE "requested_for" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "service_request.customer" ON "service_request" ("customer", "id");
CREATE INDEX IF NOT EXISTS "service_request.service" ON "service_request" ("service", "id") WHERE "service" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "service_request.category" ON "service_request" ("category", "id") WHERE "category" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "service_request.priority" ON "service_request" ("priority", "id");
CREATE INDEX IF NOT EXISTS "service_request.team" ON "service_request" ("team", "id");
CREATE INDEX IF NOT EXISTS "service_request.assigned_to" ON "service_request" ("assigned_to", "id");
CREATE INDEX IF NOT EXISTS "service_request.submitted_at" ON "service_request" ("submitted_at", "id") WHERE "submitted_at" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "service_request.fulfil_due" ON "service_request" ("fulfil_due", "id");
CREATE INDEX IF NOT EXISTS "service_request.fulfil_met" ON "service_request" ("fulfil_met", "id") WHERE "fulfil_met" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "service_request.supplier" ON "service_request" ("supplier", "id") WHERE "supplier" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "service_request.change" ON "service_request" ("change", "id") WHERE "change" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "service_request.fulfilled_at" ON "service_request" ("fulfilled_at", "id") WHERE "fulfilled_at" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "service_request.close_code" ON "service_request" ("close_code", "id") WHERE "close_code" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "service_request.closed_at" ON "service_request" ("closed_at", "id") WHERE "closed_at" IS NOT NULL;
CREATE TABLE IF NOT EXISTS "problem" (
  "id" INTEGER PRIMARY KEY,
  "version" INTEGER,
  "state" TEXT,
  "open" INTEGER,
  "created_at" INTEGER,
  "created_by" INTEGER,
  "updated_at" INTEGER,
  "updated_by" INTEGER,
  "imported" INTEGER,
  "origin" TEXT,
  "tags" TEXT,
  "custom" TEXT,
  "summary" TEXT,
  "description" TEXT,
  "service" INTEGER,
  "category" TEXT,
  "source" TEXT,
  "impact" TEXT,
  "urgency" TEXT,
  "priority" INTEGER,
  "owner" INTEGER,
  "configuration_item" INTEGER,
  "cause" TEXT,
  "workaround" TEXT,
  "workaround_none" INTEGER,
  "effort" TEXT,
  "change" INTEGER,
  "supplier" INTEGER,
  "accepted_until" TEXT,
  "review_on" TEXT,
  "effect" TEXT,
  "is_effective" INTEGER,
  "watch_days" INTEGER,
  "escalate_after_days" INTEGER,
  "escalate_untouched_days" INTEGER,
  "resolved_at" INTEGER,
  "closed_at" INTEGER,
  "incidents_before" INTEGER,
  "incidents_after" INTEGER,
  "incidents_reduction" INTEGER,
  "whys" TEXT,
  "comparisons" TEXT,
  "bones" TEXT
);
CREATE INDEX IF NOT EXISTS "problem.open" ON "problem" ("open", "id");
CREATE UNIQUE INDEX IF NOT EXISTS "problem.origin" ON "problem" ("origin") WHERE "origin" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "problem.state" ON "problem" ("state", "id");
CREATE INDEX IF NOT EXISTS "problem.service" ON "problem" ("service", "id");
CREATE INDEX IF NOT EXISTS "problem.priority" ON "problem" ("priority", "id");
CREATE INDEX IF NOT EXISTS "problem.owner" ON "problem" ("owner", "id");
CREATE INDEX IF NOT EXISTS "problem.configuration_item" ON "problem" ("configuration_item", "id") WHERE "configuration_item" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "problem.change" ON "problem" ("change", "id") WHERE "change" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "problem.resolved_at" ON "problem" ("resolved_at", "id") WHERE "resolved_at" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "problem.closed_at" ON "problem" ("closed_at", "id") WHERE "closed_at" IS NOT NULL;
CREATE TABLE IF NOT EXISTS "known_error" (
  "id" INTEGER PRIMARY KEY,
  "version" INTEGER,
  "state" TEXT,
  "open" INTEGER,
  "created_at" INTEGER,
  "created_by" INTEGER,
  "updated_at" INTEGER,
  "updated_by" INTEGER,
  "imported" INTEGER,
  "origin" TEXT,
  "tags" TEXT,
  "custom" TEXT,
  "summary" TEXT,
  "symptoms" TEXT,
  "cause" TEXT,
  "workaround" TEXT,
  "workaround_none" INTEGER,
  "problem" INTEGER,
  "service" INTEGER,
  "configuration_items" TEXT,
  "visibility" TEXT,
  "reviewed_by" INTEGER,
  "reviewed_on" TEXT,
  "published_at" INTEGER,
  "shown_outside" INTEGER,
  "fix_verified" INTEGER,
  "retired_at" INTEGER
);
CREATE INDEX IF NOT EXISTS "known_error.open" ON "known_error" ("open", "id");
CREATE UNIQUE INDEX IF NOT EXISTS "known_error.origin" ON "known_error" ("origin") WHERE "origin" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "known_error.state" ON "known_error" ("state", "id");
CREATE INDEX IF NOT EXISTS "known_error.problem" ON "known_error" ("problem", "id");
CREATE INDEX IF NOT EXISTS "known_error.service" ON "known_error" ("service", "id");
CREATE INDEX IF NOT EXISTS "known_error.visibility" ON "known_error" ("visibility", "id");
CREATE INDEX IF NOT EXISTS "known_error.published_at" ON "known_error" ("published_at", "id");
CREATE INDEX IF NOT EXISTS "known_error.shown_outside" ON "known_error" ("shown_outside", "id") WHERE "shown_outside" IS NOT NULL;
CREATE TABLE IF NOT EXISTS "knowledge_article" (
  "id" INTEGER PRIMARY KEY,
  "version" INTEGER,
  "state" TEXT,
  "open" INTEGER,
  "created_at" INTEGER,
  "created_by" INTEGER,
  "updated_at" INTEGER,
  "updated_by" INTEGER,
  "imported" INTEGER,
  "origin" TEXT,
  "tags" TEXT,
  "custom" TEXT,
  "summary" TEXT,
  "text" TEXT,
  "keywords" TEXT,
  "service" INTEGER,
  "configuration_items" TEXT,
  "known_error" INTEGER,
  "incidents" TEXT,
  "visibility" TEXT,
  "owner" INTEGER,
  "reviewed_by" INTEGER,
  "review_months" INTEGER,
  "review_due_on" TEXT,
  "published_at" INTEGER,
  "shown_outside" INTEGER,
  "helped" INTEGER,
  "did_not_help" INTEGER
);
CREATE INDEX IF NOT EXISTS "knowledge_article.open" ON "knowledge_article" ("open", "id");
CREATE UNIQUE INDEX IF NOT EXISTS "knowledge_article.origin" ON "knowledge_article" ("origin") WHERE "origin" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "knowledge_article.state" ON "knowledge_article" ("state", "id");
CREATE INDEX IF NOT EXISTS "knowledge_article.service" ON "knowledge_article" ("service", "id");
CREATE INDEX IF NOT EXISTS "knowledge_article.known_error" ON "knowledge_article" ("known_error", "id") WHERE "known_error" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "knowledge_article.visibility" ON "knowledge_article" ("visibility", "id");
CREATE INDEX IF NOT EXISTS "knowledge_article.owner" ON "knowledge_article" ("owner", "id");
CREATE INDEX IF NOT EXISTS "knowledge_article.review_due_on" ON "knowledge_article" ("review_due_on", "id");
CREATE INDEX IF NOT EXISTS "knowledge_article.published_at" ON "knowledge_article" ("published_at", "id") WHERE "published_at" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "knowledge_article.shown_outside" ON "knowledge_article" ("shown_outside", "id") WHERE "shown_outside" IS NOT NULL;
CREATE TABLE IF NOT EXISTS "change" (
  "id" INTEGER PRIMARY KEY,
  "version" INTEGER,
  "state" TEXT,
  "open" INTEGER,
  "created_at" INTEGER,
  "created_by" INTEGER,
  "updated_at" INTEGER,
  "updated_by" INTEGER,
  "imported" INTEGER,
  "origin" TEXT,
  "tags" TEXT,
  "custom" TEXT,
  "summary" TEXT,
  "description" TEXT,
  "model" TEXT,
  "change_template" INTEGER,
  "service" INTEGER,
  "concerns" TEXT,
  "other_services" TEXT,
  "customer" INTEGER,
  "category" TEXT,
  "configuration_items" TEXT,
  "processes" TEXT,
  "documents" TEXT,
  "requested_by" INTEGER,
  "incident" INTEGER,
  "threat" TEXT,
  "risk_reach" TEXT,
  "risk_experience" TEXT,
  "risk_testing" TEXT,
  "risk_back_out" TEXT,
  "risk_parties" TEXT,
  "risk_score" INTEGER,
  "risk" TEXT,
  "major_impact" INTEGER,
  "benefit" TEXT,
  "feasibility" TEXT,
  "impact_services" TEXT,
  "impact_customers" TEXT,
  "impact_policies" TEXT,
  "impact_capacity" TEXT,
  "impact_availability" TEXT,
  "impact_continuity" TEXT,
  "impact_security" TEXT,
  "impact_other_changes" TEXT,
  "impact_cost" TEXT,
  "impact_assessment" TEXT,
  "approvals_needed" INTEGER,
  "approval_rules" TEXT,
  "meeting" INTEGER,
  "plan" TEXT,
  "back_out_plan" TEXT,
  "test_result" TEXT,
  "test_waived_by" INTEGER,
  "preconditions_met" INTEGER,
  "starts_at" INTEGER,
  "ends_at" INTEGER,
  "told" TEXT,
  "collisions" TEXT,
  "collision_accepted_by" INTEGER,
  "collision_reason" TEXT,
  "approved_at" INTEGER,
  "approved_by" INTEGER,
  "started_at" INTEGER,
  "implemented_at" INTEGER,
  "outcome" TEXT,
  "result" TEXT,
  "closed_at" INTEGER,
  "investigation" TEXT,
  "agreed_actions" TEXT,
  "review" TEXT,
  "was_effective" INTEGER,
  "items_updated" INTEGER,
  "retrospective_due" TEXT,
  "criteria_met" INTEGER,
  "misuse" INTEGER,
  "unauthorised" INTEGER
);
CREATE INDEX IF NOT EXISTS "change.open" ON "change" ("open", "id");
CREATE UNIQUE INDEX IF NOT EXISTS "change.origin" ON "change" ("origin") WHERE "origin" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "change.state" ON "change" ("state", "id");
CREATE INDEX IF NOT EXISTS "change.model" ON "change" ("model", "id");
CREATE INDEX IF NOT EXISTS "change.change_template" ON "change" ("change_template", "id") WHERE "change_template" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "change.service" ON "change" ("service", "id");
CREATE INDEX IF NOT EXISTS "change.concerns" ON "change" ("concerns", "id") WHERE "concerns" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "change.customer" ON "change" ("customer", "id") WHERE "customer" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "change.category" ON "change" ("category", "id") WHERE "category" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "change.requested_by" ON "change" ("requested_by", "id") WHERE "requested_by" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "change.incident" ON "change" ("incident", "id") WHERE "incident" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "change.risk_score" ON "change" ("risk_score", "id") WHERE "risk_score" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "change.risk" ON "change" ("risk", "id");
CREATE INDEX IF NOT EXISTS "change.major_impact" ON "change" ("major_impact", "id") WHERE "major_impact" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "change.meeting" ON "change" ("meeting", "id") WHERE "meeting" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "change.starts_at" ON "change" ("starts_at", "id");
CREATE INDEX IF NOT EXISTS "change.ends_at" ON "change" ("ends_at", "id") WHERE "ends_at" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "change.implemented_at" ON "change" ("implemented_at", "id") WHERE "implemented_at" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "change.result" ON "change" ("result", "id") WHERE "result" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "change.closed_at" ON "change" ("closed_at", "id") WHERE "closed_at" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "change.retrospective_due" ON "change" ("retrospective_due", "id") WHERE "retrospective_due" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "change.misuse" ON "change" ("misuse", "id") WHERE "misuse" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "change.unauthorised" ON "change" ("unauthorised", "id") WHERE "unauthorised" IS NOT NULL;
CREATE TABLE IF NOT EXISTS "change_advisory_meeting" (
  "id" INTEGER PRIMARY KEY,
  "version" INTEGER,
  "state" TEXT,
  "open" INTEGER,
  "created_at" INTEGER,
  "created_by" INTEGER,
  "updated_at" INTEGER,
  "updated_by" INTEGER,
  "imported" INTEGER,
  "origin" TEXT,
  "tags" TEXT,
  "custom" TEXT,
  "name" TEXT,
  "held_at" INTEGER,
  "chair" INTEGER,
  "participants" TEXT,
  "agenda" TEXT,
  "minutes" TEXT
);
CREATE INDEX IF NOT EXISTS "change_advisory_meeting.open" ON "change_advisory_meeting" ("open", "id");
CREATE UNIQUE INDEX IF NOT EXISTS "change_advisory_meeting.origin" ON "change_advisory_meeting" ("origin") WHERE "origin" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "change_advisory_meeting.state" ON "change_advisory_meeting" ("state", "id");
CREATE INDEX IF NOT EXISTS "change_advisory_meeting.held_at" ON "change_advisory_meeting" ("held_at", "id");
CREATE INDEX IF NOT EXISTS "change_advisory_meeting.chair" ON "change_advisory_meeting" ("chair", "id");
CREATE TABLE IF NOT EXISTS "change_template" (
  "id" INTEGER PRIMARY KEY,
  "version" INTEGER,
  "state" TEXT,
  "open" INTEGER,
  "created_at" INTEGER,
  "created_by" INTEGER,
  "updated_at" INTEGER,
  "updated_by" INTEGER,
  "imported" INTEGER,
  "origin" TEXT,
  "tags" TEXT,
  "custom" TEXT,
  "name" TEXT,
  "description" TEXT,
  "category" TEXT,
  "service" INTEGER,
  "configuration_items" TEXT,
  "preconditions" TEXT,
  "plan" TEXT,
  "back_out_plan" TEXT,
  "risk" TEXT,
  "owner" INTEGER,
  "authorised_by" INTEGER,
  "authorised_at" INTEGER
);
CREATE INDEX IF NOT EXISTS "change_template.open" ON "change_template" ("open", "id");
CREATE UNIQUE INDEX IF NOT EXISTS "change_template.origin" ON "change_template" ("origin") WHERE "origin" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "change_template.state" ON "change_template" ("state", "id");
CREATE INDEX IF NOT EXISTS "change_template.category" ON "change_template" ("category", "id");
CREATE INDEX IF NOT EXISTS "change_template.service" ON "change_template" ("service", "id");
CREATE INDEX IF NOT EXISTS "change_template.owner" ON "change_template" ("owner", "id");
CREATE TABLE IF NOT EXISTS "freeze_window" (
  "id" INTEGER PRIMARY KEY,
  "version" INTEGER,
  "state" TEXT,
  "open" INTEGER,
  "created_at" INTEGER,
  "created_by" INTEGER,
  "updated_at" INTEGER,
  "updated_by" INTEGER,
  "imported" INTEGER,
  "origin" TEXT,
  "tags" TEXT,
  "custom" TEXT,
  "name" TEXT,
  "starts_at" INTEGER,
  "ends_at" INTEGER,
  "services" TEXT,
  "reason" TEXT,
  "exceptions" TEXT
);
CREATE INDEX IF NOT EXISTS "freeze_window.open" ON "freeze_window" ("open", "id");
CREATE UNIQUE INDEX IF NOT EXISTS "freeze_window.origin" ON "freeze_window" ("origin") WHERE "origin" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "freeze_window.starts_at" ON "freeze_window" ("starts_at", "id");
CREATE INDEX IF NOT EXISTS "freeze_window.ends_at" ON "freeze_window" ("ends_at", "id");
CREATE TABLE IF NOT EXISTS "service_transition" (
  "id" INTEGER PRIMARY KEY,
  "version" INTEGER,
  "state" TEXT,
  "open" INTEGER,
  "created_at" INTEGER,
  "created_by" INTEGER,
  "updated_at" INTEGER,
  "updated_by" INTEGER,
  "imported" INTEGER,
  "origin" TEXT,
  "tags" TEXT,
  "custom" TEXT,
  "name" TEXT,
  "direction" TEXT,
  "service" INTEGER,
  "change" INTEGER,
  "requirements" TEXT,
  "owner" INTEGER,
  "design_led_by" INTEGER,
  "build_led_by" INTEGER,
  "transition_led_by" INTEGER,
  "activities" TEXT,
  "human_resources" TEXT,
  "technical_resources" TEXT,
  "information_resources" TEXT,
  "financial_resources" TEXT,
  "dependencies" TEXT,
  "effects" TEXT,
  "acceptance_criteria" TEXT,
  "intended_outcomes" TEXT,
  "due_on" TEXT,
  "disposition" TEXT,
  "handed_over" TEXT,
  "counterpart" TEXT,
  "configuration_items" TEXT,
  "design" TEXT,
  "trace" TEXT,
  "decision" TEXT,
  "decided_with" TEXT,
  "accepted_at" INTEGER,
  "accepted_by" INTEGER,
  "releases" TEXT,
  "report" TEXT,
  "reported_to" TEXT
);
CREATE INDEX IF NOT EXISTS "service_transition.open" ON "service_transition" ("open", "id");
CREATE UNIQUE INDEX IF NOT EXISTS "service_transition.origin" ON "service_transition" ("origin") WHERE "origin" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "service_transition.state" ON "service_transition" ("state", "id");
CREATE INDEX IF NOT EXISTS "service_transition.direction" ON "service_transition" ("direction", "id");
CREATE INDEX IF NOT EXISTS "service_transition.service" ON "service_transition" ("service", "id");
CREATE INDEX IF NOT EXISTS "service_transition.change" ON "service_transition" ("change", "id") WHERE "change" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "service_transition.owner" ON "service_transition" ("owner", "id");
CREATE INDEX IF NOT EXISTS "service_transition.due_on" ON "service_transition" ("due_on", "id");
CREATE TABLE IF NOT EXISTS "release" (
  "id" INTEGER PRIMARY KEY,
  "version" INTEGER,
  "state" TEXT,
  "open" INTEGER,
  "created_at" INTEGER,
  "created_by" INTEGER,
  "updated_at" INTEGER,
  "updated_by" INTEGER,
  "imported" INTEGER,
  "origin" TEXT,
  "tags" TEXT,
  "custom" TEXT,
  "name" TEXT,
  "description" TEXT,
  "release_type" INTEGER,
  "service" INTEGER,
  "owner" INTEGER,
  "changes" TEXT,
  "problems" TEXT,
  "known_errors" TEXT,
  "configuration_items" TEXT,
  "planned_at" INTEGER,
  "deliverables" TEXT,
  "method" TEXT,
  "acceptance_criteria" TEXT,
  "test_environment" TEXT,
  "test_result" TEXT,
  "decision" TEXT,
  "decided_with" TEXT,
  "accepted_at" INTEGER,
  "accepted_by" INTEGER,
  "baseline" INTEGER,
  "baseline_taken_at" INTEGER,
  "baseline_items" TEXT,
  "told" TEXT,
  "deploying_since" INTEGER,
  "integrity_check" TEXT,
  "equals_baseline" INTEGER,
  "deployed_at" INTEGER,
  "watch_days" INTEGER,
  "watch_until" INTEGER,
  "incidents_in_window" INTEGER,
  "analysis" TEXT,
  "cause" TEXT,
  "agreed_actions" TEXT,
  "shared_with" TEXT
);
CREATE INDEX IF NOT EXISTS "release.open" ON "release" ("open", "id");
CREATE UNIQUE INDEX IF NOT EXISTS "release.origin" ON "release" ("origin") WHERE "origin" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "release.state" ON "release" ("state", "id");
CREATE INDEX IF NOT EXISTS "release.release_type" ON "release" ("release_type", "id");
CREATE INDEX IF NOT EXISTS "release.service" ON "release" ("service", "id");
CREATE INDEX IF NOT EXISTS "release.owner" ON "release" ("owner", "id");
CREATE INDEX IF NOT EXISTS "release.planned_at" ON "release" ("planned_at", "id");
CREATE INDEX IF NOT EXISTS "release.baseline" ON "release" ("baseline", "id") WHERE "baseline" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "release.deployed_at" ON "release" ("deployed_at", "id") WHERE "deployed_at" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "release.watch_until" ON "release" ("watch_until", "id") WHERE "watch_until" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "release.incidents_in_window" ON "release" ("incidents_in_window", "id") WHERE "incidents_in_window" IS NOT NULL;
CREATE TABLE IF NOT EXISTS "deployment" (
  "id" INTEGER PRIMARY KEY,
  "version" INTEGER,
  "state" TEXT,
  "open" INTEGER,
  "created_at" INTEGER,
  "created_by" INTEGER,
  "updated_at" INTEGER,
  "updated_by" INTEGER,
  "imported" INTEGER,
  "origin" TEXT,
  "tags" TEXT,
  "custom" TEXT,
  "name" TEXT,
  "release" INTEGER,
  "environment" TEXT,
  "assigned_to" INTEGER,
  "planned_at" INTEGER,
  "started_at" INTEGER,
  "ended_at" INTEGER,
  "verification" TEXT,
  "roll_back" TEXT
);
CREATE INDEX IF NOT EXISTS "deployment.open" ON "deployment" ("open", "id");
CREATE UNIQUE INDEX IF NOT EXISTS "deployment.origin" ON "deployment" ("origin") WHERE "origin" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "deployment.state" ON "deployment" ("state", "id");
CREATE INDEX IF NOT EXISTS "deployment.release" ON "deployment" ("release", "id");
CREATE INDEX IF NOT EXISTS "deployment.environment" ON "deployment" ("environment", "id");
CREATE INDEX IF NOT EXISTS "deployment.assigned_to" ON "deployment" ("assigned_to", "id") WHERE "assigned_to" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "deployment.planned_at" ON "deployment" ("planned_at", "id");
CREATE INDEX IF NOT EXISTS "deployment.ended_at" ON "deployment" ("ended_at", "id") WHERE "ended_at" IS NOT NULL;
CREATE TABLE IF NOT EXISTS "release_type" (
  "id" INTEGER PRIMARY KEY,
  "version" INTEGER,
  "state" TEXT,
  "open" INTEGER,
  "created_at" INTEGER,
  "created_by" INTEGER,
  "updated_at" INTEGER,
  "updated_by" INTEGER,
  "imported" INTEGER,
  "origin" TEXT,
  "tags" TEXT,
  "custom" TEXT,
  "name" TEXT,
  "frequency" TEXT,
  "handling" TEXT,
  "is_emergency" INTEGER
);
CREATE INDEX IF NOT EXISTS "release_type.open" ON "release_type" ("open", "id");
CREATE UNIQUE INDEX IF NOT EXISTS "release_type.origin" ON "release_type" ("origin") WHERE "origin" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "release_type.is_emergency" ON "release_type" ("is_emergency", "id");
CREATE TABLE IF NOT EXISTS "communication" (
  "id" INTEGER PRIMARY KEY,
  "version" INTEGER,
  "state" TEXT,
  "open" INTEGER,
  "created_at" INTEGER,
  "created_by" INTEGER,
  "updated_at" INTEGER,
  "updated_by" INTEGER,
  "imported" INTEGER,
  "origin" TEXT,
  "tags" TEXT,
  "custom" TEXT,
  "name" TEXT,
  "topic" INTEGER,
  "text" TEXT,
  "audience" TEXT,
  "parties" TEXT,
  "customers" TEXT,
  "channel" TEXT,
  "document" INTEGER,
  "sent_on" TEXT,
  "evidence" TEXT,
  "sent_by" INTEGER
);
CREATE INDEX IF NOT EXISTS "communication.open" ON "communication" ("open", "id");
CREATE UNIQUE INDEX IF NOT EXISTS "communication.origin" ON "communication" ("origin") WHERE "origin" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "communication.state" ON "communication" ("state", "id");
CREATE INDEX IF NOT EXISTS "communication.topic" ON "communication" ("topic", "id");
CREATE INDEX IF NOT EXISTS "communication.document" ON "communication" ("document", "id") WHERE "document" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "communication.sent_on" ON "communication" ("sent_on", "id");
CREATE TABLE IF NOT EXISTS "task" (
  "id" INTEGER PRIMARY KEY,
  "version" INTEGER,
  "state" TEXT,
  "open" INTEGER,
  "created_at" INTEGER,
  "created_by" INTEGER,
  "updated_at" INTEGER,
  "updated_by" INTEGER,
  "imported" INTEGER,
  "origin" TEXT,
  "tags" TEXT,
  "custom" TEXT,
  "summary" TEXT,
  "parent_kind" TEXT,
  "parent" INTEGER,
  "assigned_to" INTEGER,
  "team" INTEGER,
  "fulfilment_step" INTEGER,
  "due_on" TEXT,
  "notes" TEXT
);
CREATE INDEX IF NOT EXISTS "task.open" ON "task" ("open", "id");
CREATE UNIQUE INDEX IF NOT EXISTS "task.origin" ON "task" ("origin") WHERE "origin" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "task.state" ON "task" ("state", "id");
CREATE INDEX IF NOT EXISTS "task.parent_kind" ON "task" ("parent_kind", "id") WHERE "parent_kind" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "task.parent" ON "task" ("parent", "id") WHERE "parent" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "task.assigned_to" ON "task" ("assigned_to", "id");
CREATE INDEX IF NOT EXISTS "task.team" ON "task" ("team", "id");
CREATE INDEX IF NOT EXISTS "task.fulfilment_step" ON "task" ("fulfilment_step", "id") WHERE "fulfilment_step" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "task.due_on" ON "task" ("due_on", "id");
CREATE TABLE IF NOT EXISTS "approval" (
  "id" INTEGER PRIMARY KEY,
  "version" INTEGER,
  "state" TEXT,
  "open" INTEGER,
  "created_at" INTEGER,
  "created_by" INTEGER,
  "updated_at" INTEGER,
  "updated_by" INTEGER,
  "imported" INTEGER,
  "origin" TEXT,
  "tags" TEXT,
  "custom" TEXT,
  "summary" TEXT,
  "details" TEXT,
  "costs" TEXT,
  "parent_kind" TEXT,
  "parent" INTEGER,
  "approver" INTEGER,
  "rule" INTEGER,
  "asked_by" INTEGER,
  "decision_note" TEXT,
  "decided_at" INTEGER,
  "decided_by" INTEGER
);
CREATE INDEX IF NOT EXISTS "approval.open" ON "approval" ("open", "id");
CREATE UNIQUE INDEX IF NOT EXISTS "approval.origin" ON "approval" ("origin") WHERE "origin" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "approval.state" ON "approval" ("state", "id");
CREATE INDEX IF NOT EXISTS "approval.parent_kind" ON "approval" ("parent_kind", "id") WHERE "parent_kind" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "approval.parent" ON "approval" ("parent", "id") WHERE "parent" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "approval.approver" ON "approval" ("approver", "id");
CREATE INDEX IF NOT EXISTS "approval.rule" ON "approval" ("rule", "id") WHERE "rule" IS NOT NULL;
CREATE TABLE IF NOT EXISTS "approval_rule" (
  "id" INTEGER PRIMARY KEY,
  "version" INTEGER,
  "state" TEXT,
  "open" INTEGER,
  "created_at" INTEGER,
  "created_by" INTEGER,
  "updated_at" INTEGER,
  "updated_by" INTEGER,
  "imported" INTEGER,
  "origin" TEXT,
  "tags" TEXT,
  "custom" TEXT,
  "name" TEXT,
  "about" TEXT,
  "only_named" INTEGER,
  "condition" TEXT,
  "stage" INTEGER,
  "asks" TEXT,
  "people" TEXT,
  "team" INTEGER,
  "needed" INTEGER,
  "deputies" TEXT
);
CREATE INDEX IF NOT EXISTS "approval_rule.open" ON "approval_rule" ("open", "id");
CREATE UNIQUE INDEX IF NOT EXISTS "approval_rule.origin" ON "approval_rule" ("origin") WHERE "origin" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "approval_rule.about" ON "approval_rule" ("about", "id");
CREATE INDEX IF NOT EXISTS "approval_rule.only_named" ON "approval_rule" ("only_named", "id") WHERE "only_named" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "approval_rule.team" ON "approval_rule" ("team", "id") WHERE "team" IS NOT NULL;
CREATE TABLE IF NOT EXISTS "catalogue_entry" (
  "id" INTEGER PRIMARY KEY,
  "version" INTEGER,
  "state" TEXT,
  "open" INTEGER,
  "created_at" INTEGER,
  "created_by" INTEGER,
  "updated_at" INTEGER,
  "updated_by" INTEGER,
  "imported" INTEGER,
  "origin" TEXT,
  "tags" TEXT,
  "custom" TEXT,
  "name" TEXT,
  "service" INTEGER,
  "category" TEXT,
  "description" TEXT,
  "outcome" TEXT,
  "dependencies" TEXT,
  "hours" TEXT,
  "how_to_request" TEXT,
  "technical_view" TEXT,
  "agreement" INTEGER,
  "for_everybody" INTEGER,
  "for_customers" TEXT,
  "owner" INTEGER,
  "change" INTEGER,
  "published_at" INTEGER,
  "shown_outside" INTEGER,
  "shown_to" TEXT
);
CREATE INDEX IF NOT EXISTS "catalogue_entry.open" ON "catalogue_entry" ("open", "id");
CREATE UNIQUE INDEX IF NOT EXISTS "catalogue_entry.origin" ON "catalogue_entry" ("origin") WHERE "origin" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "catalogue_entry.state" ON "catalogue_entry" ("state", "id");
CREATE INDEX IF NOT EXISTS "catalogue_entry.service" ON "catalogue_entry" ("service", "id");
CREATE INDEX IF NOT EXISTS "catalogue_entry.category" ON "catalogue_entry" ("category", "id");
CREATE INDEX IF NOT EXISTS "catalogue_entry.for_everybody" ON "catalogue_entry" ("for_everybody", "id") WHERE "for_everybody" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "catalogue_entry.owner" ON "catalogue_entry" ("owner", "id");
CREATE INDEX IF NOT EXISTS "catalogue_entry.change" ON "catalogue_entry" ("change", "id") WHERE "change" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "catalogue_entry.published_at" ON "catalogue_entry" ("published_at", "id");
CREATE INDEX IF NOT EXISTS "catalogue_entry.shown_outside" ON "catalogue_entry" ("shown_outside", "id") WHERE "shown_outside" IS NOT NULL;
CREATE TABLE IF NOT EXISTS "request_item" (
  "id" INTEGER PRIMARY KEY,
  "version" INTEGER,
  "state" TEXT,
  "open" INTEGER,
  "created_at" INTEGER,
  "created_by" INTEGER,
  "updated_at" INTEGER,
  "updated_by" INTEGER,
  "imported" INTEGER,
  "origin" TEXT,
  "tags" TEXT,
  "custom" TEXT,
  "name" TEXT,
  "catalogue_entry" INTEGER,
  "description" TEXT,
  "category" TEXT,
  "questions" TEXT,
  "price" INTEGER,
  "price_currency" TEXT,
  "fulfil_within" INTEGER,
  "calendar" INTEGER,
  "priority" INTEGER,
  "priority_rules" TEXT,
  "approval_rules" TEXT,
  "team" INTEGER,
  "instruction" TEXT,
  "close_after_days" INTEGER,
  "begins_itself" INTEGER,
  "for_everybody" INTEGER,
  "for_customers" TEXT,
  "owner" INTEGER,
  "change" INTEGER,
  "published_at" INTEGER,
  "shown_outside" INTEGER,
  "shown_to" TEXT
);
CREATE INDEX IF NOT EXISTS "request_item.open" ON "request_item" ("open", "id");
CREATE UNIQUE INDEX IF NOT EXISTS "request_item.origin" ON "request_item" ("origin") WHERE "origin" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "request_item.state" ON "request_item" ("state", "id");
CREATE INDEX IF NOT EXISTS "request_item.catalogue_entry" ON "request_item" ("catalogue_entry", "id");
CREATE INDEX IF NOT EXISTS "request_item.category" ON "request_item" ("category", "id");
CREATE INDEX IF NOT EXISTS "request_item.team" ON "request_item" ("team", "id");
CREATE INDEX IF NOT EXISTS "request_item.for_everybody" ON "request_item" ("for_everybody", "id") WHERE "for_everybody" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "request_item.owner" ON "request_item" ("owner", "id") WHERE "owner" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "request_item.change" ON "request_item" ("change", "id") WHERE "change" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "request_item.published_at" ON "request_item" ("published_at", "id");
CREATE INDEX IF NOT EXISTS "request_item.shown_outside" ON "request_item" ("shown_outside", "id") WHERE "shown_outside" IS NOT NULL;
CREATE TABLE IF NOT EXISTS "fulfilment_step" (
  "id" INTEGER PRIMARY KEY,
  "version" INTEGER,
  "state" TEXT,
  "open" INTEGER,
  "created_at" INTEGER,
  "created_by" INTEGER,
  "updated_at" INTEGER,
  "updated_by" INTEGER,
  "imported" INTEGER,
  "origin" TEXT,
  "tags" TEXT,
  "custom" TEXT,
  "summary" TEXT,
  "request_item" INTEGER,
  "stage" INTEGER,
  "team" INTEGER,
  "instruction" TEXT,
  "due_days" INTEGER,
  "only_if" TEXT
);
CREATE INDEX IF NOT EXISTS "fulfilment_step.open" ON "fulfilment_step" ("open", "id");
CREATE UNIQUE INDEX IF NOT EXISTS "fulfilment_step.origin" ON "fulfilment_step" ("origin") WHERE "origin" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "fulfilment_step.request_item" ON "fulfilment_step" ("request_item", "id");
CREATE INDEX IF NOT EXISTS "fulfilment_step.team" ON "fulfilment_step" ("team", "id");
CREATE TABLE IF NOT EXISTS "service" (
  "id" INTEGER PRIMARY KEY,
  "version" INTEGER,
  "state" TEXT,
  "open" INTEGER,
  "created_at" INTEGER,
  "created_by" INTEGER,
  "updated_at" INTEGER,
  "updated_by" INTEGER,
  "imported" INTEGER,
  "origin" TEXT,
  "tags" TEXT,
  "custom" TEXT,
  "name" TEXT,
  "description" TEXT,
  "owner" INTEGER,
  "criticality" TEXT,
  "criticality_reason" TEXT,
  "criticality_rated_on" TEXT,
  "customers" TEXT,
  "parent" INTEGER,
  "value" TEXT,
  "delivered_by" INTEGER,
  "removal_plan" TEXT
);
CREATE INDEX IF NOT EXISTS "service.open" ON "service" ("open", "id");
CREATE UNIQUE INDEX IF NOT EXISTS "service.origin" ON "service" ("origin") WHERE "origin" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "service.state" ON "service" ("state", "id");
CREATE INDEX IF NOT EXISTS "service.owner" ON "service" ("owner", "id");
CREATE INDEX IF NOT EXISTS "service.criticality" ON "service" ("criticality", "id");
CREATE TABLE IF NOT EXISTS "service_requirement" (
  "id" INTEGER PRIMARY KEY,
  "version" INTEGER,
  "state" TEXT,
  "open" INTEGER,
  "created_at" INTEGER,
  "created_by" INTEGER,
  "updated_at" INTEGER,
  "updated_by" INTEGER,
  "imported" INTEGER,
  "origin" TEXT,
  "tags" TEXT,
  "custom" TEXT,
  "text" TEXT,
  "service" INTEGER,
  "category" TEXT,
  "source" TEXT,
  "acceptance" TEXT,
  "background" TEXT,
  "replaces" INTEGER,
  "edition" INTEGER,
  "written_by" INTEGER,
  "approved_by" INTEGER,
  "approved_at" INTEGER
);
CREATE INDEX IF NOT EXISTS "service_requirement.open" ON "service_requirement" ("open", "id");
CREATE UNIQUE INDEX IF NOT EXISTS "service_requirement.origin" ON "service_requirement" ("origin") WHERE "origin" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "service_requirement.state" ON "service_requirement" ("state", "id");
CREATE INDEX IF NOT EXISTS "service_requirement.service" ON "service_requirement" ("service", "id");
CREATE INDEX IF NOT EXISTS "service_requirement.category" ON "service_requirement" ("category", "id");
CREATE INDEX IF NOT EXISTS "service_requirement.replaces" ON "service_requirement" ("replaces", "id") WHERE "replaces" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "service_requirement.approved_by" ON "service_requirement" ("approved_by", "id") WHERE "approved_by" IS NOT NULL;
CREATE TABLE IF NOT EXISTS "service_relation" (
  "id" INTEGER PRIMARY KEY,
  "version" INTEGER,
  "state" TEXT,
  "open" INTEGER,
  "created_at" INTEGER,
  "created_by" INTEGER,
  "updated_at" INTEGER,
  "updated_by" INTEGER,
  "imported" INTEGER,
  "origin" TEXT,
  "tags" TEXT,
  "custom" TEXT,
  "from" INTEGER,
  "relation" TEXT,
  "to" INTEGER,
  "extent" TEXT,
  "outcome" TEXT,
  "reason" TEXT,
  "reviewed_on" TEXT,
  "reviewed_by" INTEGER,
  "ended_at" INTEGER,
  "name" TEXT,
  "key" TEXT
);
CREATE INDEX IF NOT EXISTS "service_relation.open" ON "service_relation" ("open", "id");
CREATE UNIQUE INDEX IF NOT EXISTS "service_relation.origin" ON "service_relation" ("origin") WHERE "origin" IS NOT NULL;
CREATE UNIQUE INDEX IF NOT EXISTS "service_relation.key.unique" ON "service_relation" ("key") WHERE "key" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "service_relation.from" ON "service_relation" ("from", "id");
CREATE INDEX IF NOT EXISTS "service_relation.relation" ON "service_relation" ("relation", "id");
CREATE INDEX IF NOT EXISTS "service_relation.to" ON "service_relation" ("to", "id");
CREATE INDEX IF NOT EXISTS "service_relation.outcome" ON "service_relation" ("outcome", "id");
CREATE INDEX IF NOT EXISTS "service_relation.reviewed_on" ON "service_relation" ("reviewed_on", "id");
CREATE TABLE IF NOT EXISTS "service_proposal" (
  "id" INTEGER PRIMARY KEY,
  "version" INTEGER,
  "state" TEXT,
  "open" INTEGER,
  "created_at" INTEGER,
  "created_by" INTEGER,
  "updated_at" INTEGER,
  "updated_by" INTEGER,
  "imported" INTEGER,
  "origin" TEXT,
  "tags" TEXT,
  "custom" TEXT,
  "name" TEXT,
  "about" TEXT,
  "service" INTEGER,
  "need" TEXT,
  "benefit" TEXT,
  "objective" TEXT,
  "cost" INTEGER,
  "cost_currency" TEXT,
  "cost_yearly" INTEGER,
  "cost_yearly_currency" TEXT,
  "limitations" TEXT,
  "risks" TEXT,
  "rank_need" TEXT,
  "rank_aims" TEXT,
  "rank_reach" TEXT,
  "rank_means" TEXT,
  "rank_risk" TEXT,
  "rank_score" INTEGER,
  "rank_rationale" TEXT,
  "ranked_at" INTEGER,
  "decided_by" INTEGER,
  "decided_at" INTEGER,
  "change" INTEGER,
  "service_transition" INTEGER
);
CREATE INDEX IF NOT EXISTS "service_proposal.open" ON "service_proposal" ("open", "id");
CREATE UNIQUE INDEX IF NOT EXISTS "service_proposal.origin" ON "service_proposal" ("origin") WHERE "origin" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "service_proposal.state" ON "service_proposal" ("state", "id");
CREATE INDEX IF NOT EXISTS "service_proposal.about" ON "service_proposal" ("about", "id");
CREATE INDEX IF NOT EXISTS "service_proposal.service" ON "service_proposal" ("service", "id");
CREATE INDEX IF NOT EXISTS "service_proposal.rank_score" ON "service_proposal" ("rank_score", "id");
CREATE INDEX IF NOT EXISTS "service_proposal.decided_at" ON "service_proposal" ("decided_at", "id") WHERE "decided_at" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "service_proposal.change" ON "service_proposal" ("change", "id") WHERE "change" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "service_proposal.service_transition" ON "service_proposal" ("service_transition", "id") WHERE "service_transition" IS NOT NULL;
CREATE TABLE IF NOT EXISTS "party_involvement" (
  "id" INTEGER PRIMARY KEY,
  "version" INTEGER,
  "state" TEXT,
  "open" INTEGER,
  "created_at" INTEGER,
  "created_by" INTEGER,
  "updated_at" INTEGER,
  "updated_by" INTEGER,
  "imported" INTEGER,
  "origin" TEXT,
  "tags" TEXT,
  "custom" TEXT,
  "name" TEXT,
  "supplier" INTEGER,
  "customer" INTEGER,
  "team" INTEGER,
  "other_party" TEXT,
  "concerns" TEXT,
  "service" INTEGER,
  "configuration_item" INTEGER,
  "process" TEXT,
  "extent" TEXT,
  "activities" TEXT,
  "stage" TEXT,
  "since" TEXT,
  "until" TEXT,
  "control_owner" INTEGER,
  "interface" TEXT
);
CREATE INDEX IF NOT EXISTS "party_involvement.open" ON "party_involvement" ("open", "id");
CREATE UNIQUE INDEX IF NOT EXISTS "party_involvement.origin" ON "party_involvement" ("origin") WHERE "origin" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "party_involvement.state" ON "party_involvement" ("state", "id");
CREATE INDEX IF NOT EXISTS "party_involvement.supplier" ON "party_involvement" ("supplier", "id") WHERE "supplier" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "party_involvement.customer" ON "party_involvement" ("customer", "id") WHERE "customer" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "party_involvement.team" ON "party_involvement" ("team", "id") WHERE "team" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "party_involvement.concerns" ON "party_involvement" ("concerns", "id");
CREATE INDEX IF NOT EXISTS "party_involvement.service" ON "party_involvement" ("service", "id") WHERE "service" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "party_involvement.configuration_item" ON "party_involvement" ("configuration_item", "id") WHERE "configuration_item" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "party_involvement.process" ON "party_involvement" ("process", "id") WHERE "process" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "party_involvement.extent" ON "party_involvement" ("extent", "id");
CREATE INDEX IF NOT EXISTS "party_involvement.stage" ON "party_involvement" ("stage", "id") WHERE "stage" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "party_involvement.since" ON "party_involvement" ("since", "id");
CREATE INDEX IF NOT EXISTS "party_involvement.until" ON "party_involvement" ("until", "id");
CREATE INDEX IF NOT EXISTS "party_involvement.control_owner" ON "party_involvement" ("control_owner", "id");
CREATE TABLE IF NOT EXISTS "party_evaluation" (
  "id" INTEGER PRIMARY KEY,
  "version" INTEGER,
  "state" TEXT,
  "open" INTEGER,
  "created_at" INTEGER,
  "created_by" INTEGER,
  "updated_at" INTEGER,
  "updated_by" INTEGER,
  "imported" INTEGER,
  "origin" TEXT,
  "tags" TEXT,
  "custom" TEXT,
  "name" TEXT,
  "supplier" INTEGER,
  "customer" INTEGER,
  "team" INTEGER,
  "other_party" TEXT,
  "criteria_version" TEXT,
  "scores" TEXT,
  "total" INTEGER,
  "reason" TEXT,
  "decided_on" TEXT,
  "decided_by" INTEGER,
  "next_on" TEXT
);
CREATE INDEX IF NOT EXISTS "party_evaluation.open" ON "party_evaluation" ("open", "id");
CREATE UNIQUE INDEX IF NOT EXISTS "party_evaluation.origin" ON "party_evaluation" ("origin") WHERE "origin" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "party_evaluation.state" ON "party_evaluation" ("state", "id");
CREATE INDEX IF NOT EXISTS "party_evaluation.supplier" ON "party_evaluation" ("supplier", "id") WHERE "supplier" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "party_evaluation.customer" ON "party_evaluation" ("customer", "id") WHERE "customer" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "party_evaluation.team" ON "party_evaluation" ("team", "id") WHERE "team" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "party_evaluation.other_party" ON "party_evaluation" ("other_party", "id") WHERE "other_party" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "party_evaluation.total" ON "party_evaluation" ("total", "id");
CREATE INDEX IF NOT EXISTS "party_evaluation.decided_on" ON "party_evaluation" ("decided_on", "id");
CREATE INDEX IF NOT EXISTS "party_evaluation.next_on" ON "party_evaluation" ("next_on", "id");
CREATE TABLE IF NOT EXISTS "customer" (
  "id" INTEGER PRIMARY KEY,
  "version" INTEGER,
  "state" TEXT,
  "open" INTEGER,
  "created_at" INTEGER,
  "created_by" INTEGER,
  "updated_at" INTEGER,
  "updated_by" INTEGER,
  "imported" INTEGER,
  "origin" TEXT,
  "tags" TEXT,
  "custom" TEXT,
  "name" TEXT,
  "relationship_manager" INTEGER,
  "contact" INTEGER,
  "country" TEXT,
  "address" TEXT,
  "notes" TEXT,
  "user_groups" TEXT,
  "review_months" INTEGER,
  "last_review_on" TEXT,
  "next_review_on" TEXT,
  "survey_months" INTEGER,
  "complaint_definition" TEXT,
  "complaint_acknowledge_days" INTEGER,
  "complaint_answer_days" INTEGER,
  "complaint_accept_days" INTEGER,
  "complaint_escalation" TEXT,
  "complaint_escalates_to" INTEGER
);
CREATE INDEX IF NOT EXISTS "customer.open" ON "customer" ("open", "id");
CREATE UNIQUE INDEX IF NOT EXISTS "customer.origin" ON "customer" ("origin") WHERE "origin" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "customer.relationship_manager" ON "customer" ("relationship_manager", "id");
CREATE INDEX IF NOT EXISTS "customer.next_review_on" ON "customer" ("next_review_on", "id");
CREATE TABLE IF NOT EXISTS "service_review" (
  "id" INTEGER PRIMARY KEY,
  "version" INTEGER,
  "state" TEXT,
  "open" INTEGER,
  "created_at" INTEGER,
  "created_by" INTEGER,
  "updated_at" INTEGER,
  "updated_by" INTEGER,
  "imported" INTEGER,
  "origin" TEXT,
  "tags" TEXT,
  "custom" TEXT,
  "name" TEXT,
  "customer" INTEGER,
  "planned_on" TEXT,
  "chaired_by" INTEGER,
  "looks_back_to" TEXT,
  "agenda" TEXT,
  "agenda_at" INTEGER,
  "further_points" TEXT,
  "held_on" TEXT,
  "colleagues" TEXT,
  "their_people" TEXT,
  "other_participants" TEXT,
  "trends" TEXT,
  "business_changes" TEXT,
  "outcomes" TEXT,
  "no_actions_because" TEXT,
  "closed_at" INTEGER
);
CREATE INDEX IF NOT EXISTS "service_review.open" ON "service_review" ("open", "id");
CREATE UNIQUE INDEX IF NOT EXISTS "service_review.origin" ON "service_review" ("origin") WHERE "origin" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "service_review.state" ON "service_review" ("state", "id");
CREATE INDEX IF NOT EXISTS "service_review.customer" ON "service_review" ("customer", "id");
CREATE INDEX IF NOT EXISTS "service_review.planned_on" ON "service_review" ("planned_on", "id");
CREATE INDEX IF NOT EXISTS "service_review.chaired_by" ON "service_review" ("chaired_by", "id");
CREATE INDEX IF NOT EXISTS "service_review.held_on" ON "service_review" ("held_on", "id");
CREATE TABLE IF NOT EXISTS "satisfaction_survey" (
  "id" INTEGER PRIMARY KEY,
  "version" INTEGER,
  "state" TEXT,
  "open" INTEGER,
  "created_at" INTEGER,
  "created_by" INTEGER,
  "updated_at" INTEGER,
  "updated_by" INTEGER,
  "imported" INTEGER,
  "origin" TEXT,
  "tags" TEXT,
  "custom" TEXT,
  "name" TEXT,
  "sort" TEXT,
  "customer" INTEGER,
  "service" INTEGER,
  "question" TEXT,
  "owner" INTEGER,
  "margin_percent" INTEGER,
  "seed" INTEGER,
  "population_count" INTEGER,
  "sample_size" INTEGER,
  "sample" TEXT,
  "share_percent" INTEGER,
  "rest_days" INTEGER,
  "answer_days" INTEGER,
  "low_score" INTEGER,
  "began_at" INTEGER,
  "ends_on" TEXT,
  "asked_count" INTEGER,
  "answered_count" INTEGER,
  "csat_percent" INTEGER,
  "nps" INTEGER,
  "response_percent" INTEGER,
  "conclusions" TEXT,
  "improvements" TEXT,
  "told_on" TEXT,
  "closed_at" INTEGER
);
CREATE INDEX IF NOT EXISTS "satisfaction_survey.open" ON "satisfaction_survey" ("open", "id");
CREATE UNIQUE INDEX IF NOT EXISTS "satisfaction_survey.origin" ON "satisfaction_survey" ("origin") WHERE "origin" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "satisfaction_survey.state" ON "satisfaction_survey" ("state", "id");
CREATE INDEX IF NOT EXISTS "satisfaction_survey.sort" ON "satisfaction_survey" ("sort", "id");
CREATE INDEX IF NOT EXISTS "satisfaction_survey.customer" ON "satisfaction_survey" ("customer", "id");
CREATE INDEX IF NOT EXISTS "satisfaction_survey.service" ON "satisfaction_survey" ("service", "id") WHERE "service" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "satisfaction_survey.owner" ON "satisfaction_survey" ("owner", "id");
CREATE INDEX IF NOT EXISTS "satisfaction_survey.began_at" ON "satisfaction_survey" ("began_at", "id");
CREATE INDEX IF NOT EXISTS "satisfaction_survey.closed_at" ON "satisfaction_survey" ("closed_at", "id") WHERE "closed_at" IS NOT NULL;
CREATE TABLE IF NOT EXISTS "survey_answer" (
  "id" INTEGER PRIMARY KEY,
  "version" INTEGER,
  "state" TEXT,
  "open" INTEGER,
  "created_at" INTEGER,
  "created_by" INTEGER,
  "updated_at" INTEGER,
  "updated_by" INTEGER,
  "imported" INTEGER,
  "origin" TEXT,
  "tags" TEXT,
  "custom" TEXT,
  "summary" TEXT,
  "survey" INTEGER,
  "person" INTEGER,
  "customer" INTEGER,
  "service" INTEGER,
  "incident" INTEGER,
  "request" INTEGER,
  "question" TEXT,
  "score" INTEGER,
  "likelihood" INTEGER,
  "comment" TEXT,
  "answer_until" TEXT,
  "asked_at" INTEGER,
  "answered_at" INTEGER
);
CREATE INDEX IF NOT EXISTS "survey_answer.open" ON "survey_answer" ("open", "id");
CREATE UNIQUE INDEX IF NOT EXISTS "survey_answer.origin" ON "survey_answer" ("origin") WHERE "origin" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "survey_answer.state" ON "survey_answer" ("state", "id");
CREATE INDEX IF NOT EXISTS "survey_answer.survey" ON "survey_answer" ("survey", "id") WHERE "survey" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "survey_answer.person" ON "survey_answer" ("person", "id");
CREATE INDEX IF NOT EXISTS "survey_answer.customer" ON "survey_answer" ("customer", "id");
CREATE INDEX IF NOT EXISTS "survey_answer.service" ON "survey_answer" ("service", "id") WHERE "service" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "survey_answer.incident" ON "survey_answer" ("incident", "id") WHERE "incident" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "survey_answer.request" ON "survey_answer" ("request", "id") WHERE "request" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "survey_answer.score" ON "survey_answer" ("score", "id");
CREATE INDEX IF NOT EXISTS "survey_answer.answer_until" ON "survey_answer" ("answer_until", "id") WHERE "answer_until" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "survey_answer.asked_at" ON "survey_answer" ("asked_at", "id") WHERE "asked_at" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "survey_answer.answered_at" ON "survey_answer" ("answered_at", "id") WHERE "answered_at" IS NOT NULL;
CREATE TABLE IF NOT EXISTS "complaint" (
  "id" INTEGER PRIMARY KEY,
  "version" INTEGER,
  "state" TEXT,
  "open" INTEGER,
  "created_at" INTEGER,
  "created_by" INTEGER,
  "updated_at" INTEGER,
  "updated_by" INTEGER,
  "imported" INTEGER,
  "origin" TEXT,
  "tags" TEXT,
  "custom" TEXT,
  "summary" TEXT,
  "description" TEXT,
  "customer" INTEGER,
  "complainant" INTEGER,
  "service" INTEGER,
  "incident" INTEGER,
  "request" INTEGER,
  "survey_answer" INTEGER,
  "category" TEXT,
  "subject" INTEGER,
  "owner" INTEGER,
  "received_at" INTEGER,
  "acknowledge_due" INTEGER,
  "acknowledged_at" INTEGER,
  "answer_due" INTEGER,
  "findings" TEXT,
  "actions" TEXT,
  "outcome" TEXT,
  "answer" TEXT,
  "answered_at" INTEGER,
  "answered_by" INTEGER,
  "late_because" TEXT,
  "accepted_by_customer" INTEGER,
  "escalated_to" INTEGER,
  "escalated_at" INTEGER,
  "escalation_count" INTEGER,
  "closed_at" INTEGER,
  "closed_by_silence" INTEGER,
  "warned_for" INTEGER
);
CREATE INDEX IF NOT EXISTS "complaint.open" ON "complaint" ("open", "id");
CREATE UNIQUE INDEX IF NOT EXISTS "complaint.origin" ON "complaint" ("origin") WHERE "origin" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "complaint.state" ON "complaint" ("state", "id");
CREATE INDEX IF NOT EXISTS "complaint.customer" ON "complaint" ("customer", "id");
CREATE INDEX IF NOT EXISTS "complaint.complainant" ON "complaint" ("complainant", "id") WHERE "complainant" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "complaint.service" ON "complaint" ("service", "id");
CREATE INDEX IF NOT EXISTS "complaint.incident" ON "complaint" ("incident", "id") WHERE "incident" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "complaint.request" ON "complaint" ("request", "id") WHERE "request" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "complaint.category" ON "complaint" ("category", "id") WHERE "category" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "complaint.owner" ON "complaint" ("owner", "id");
CREATE INDEX IF NOT EXISTS "complaint.received_at" ON "complaint" ("received_at", "id");
CREATE INDEX IF NOT EXISTS "complaint.answer_due" ON "complaint" ("answer_due", "id");
CREATE INDEX IF NOT EXISTS "complaint.outcome" ON "complaint" ("outcome", "id") WHERE "outcome" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "complaint.answered_at" ON "complaint" ("answered_at", "id") WHERE "answered_at" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "complaint.escalated_to" ON "complaint" ("escalated_to", "id") WHERE "escalated_to" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "complaint.escalation_count" ON "complaint" ("escalation_count", "id") WHERE "escalation_count" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "complaint.closed_at" ON "complaint" ("closed_at", "id") WHERE "closed_at" IS NOT NULL;
CREATE TABLE IF NOT EXISTS "service_level_agreement" (
  "id" INTEGER PRIMARY KEY,
  "version" INTEGER,
  "state" TEXT,
  "open" INTEGER,
  "created_at" INTEGER,
  "created_by" INTEGER,
  "updated_at" INTEGER,
  "updated_by" INTEGER,
  "imported" INTEGER,
  "origin" TEXT,
  "tags" TEXT,
  "custom" TEXT,
  "name" TEXT,
  "customer" INTEGER,
  "service" INTEGER,
  "calendar" INTEGER,
  "starts_on" TEXT,
  "ends_on" TEXT,
  "requirements" TEXT,
  "based_on" TEXT,
  "exceptions" TEXT,
  "overload_excuses" INTEGER,
  "edition" INTEGER,
  "owner" INTEGER,
  "review_months" INTEGER,
  "last_review_on" TEXT,
  "customer_agreed_by" TEXT,
  "customer_agreed_on" TEXT,
  "owner_agreed_by" INTEGER,
  "owner_agreed_on" TEXT
);
CREATE INDEX IF NOT EXISTS "service_level_agreement.open" ON "service_level_agreement" ("open", "id");
CREATE UNIQUE INDEX IF NOT EXISTS "service_level_agreement.origin" ON "service_level_agreement" ("origin") WHERE "origin" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "service_level_agreement.state" ON "service_level_agreement" ("state", "id");
CREATE INDEX IF NOT EXISTS "service_level_agreement.customer" ON "service_level_agreement" ("customer", "id");
CREATE INDEX IF NOT EXISTS "service_level_agreement.service" ON "service_level_agreement" ("service", "id");
CREATE TABLE IF NOT EXISTS "service_level_target" (
  "id" INTEGER PRIMARY KEY,
  "version" INTEGER,
  "state" TEXT,
  "open" INTEGER,
  "created_at" INTEGER,
  "created_by" INTEGER,
  "updated_at" INTEGER,
  "updated_by" INTEGER,
  "imported" INTEGER,
  "origin" TEXT,
  "tags" TEXT,
  "custom" TEXT,
  "name" TEXT,
  "agreement" INTEGER,
  "metric" TEXT,
  "priority" INTEGER,
  "target" INTEGER,
  "threshold" INTEGER,
  "window" TEXT,
  "calendar" INTEGER,
  "pauses_for_supplier" INTEGER,
  "pauses_for_change" INTEGER,
  "maintenance_notice" INTEGER,
  "degraded_percent" INTEGER,
  "user_count" INTEGER,
  "warn_percent" INTEGER,
  "source" TEXT
);
CREATE INDEX IF NOT EXISTS "service_level_target.open" ON "service_level_target" ("open", "id");
CREATE UNIQUE INDEX IF NOT EXISTS "service_level_target.origin" ON "service_level_target" ("origin") WHERE "origin" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "service_level_target.agreement" ON "service_level_target" ("agreement", "id");
CREATE INDEX IF NOT EXISTS "service_level_target.metric" ON "service_level_target" ("metric", "id");
CREATE INDEX IF NOT EXISTS "service_level_target.priority" ON "service_level_target" ("priority", "id");
CREATE TABLE IF NOT EXISTS "workload_limit" (
  "id" INTEGER PRIMARY KEY,
  "version" INTEGER,
  "state" TEXT,
  "open" INTEGER,
  "created_at" INTEGER,
  "created_by" INTEGER,
  "updated_at" INTEGER,
  "updated_by" INTEGER,
  "imported" INTEGER,
  "origin" TEXT,
  "tags" TEXT,
  "custom" TEXT,
  "name" TEXT,
  "agreement" INTEGER,
  "metric" TEXT,
  "limit" INTEGER,
  "period" TEXT
);
CREATE INDEX IF NOT EXISTS "workload_limit.open" ON "workload_limit" ("open", "id");
CREATE UNIQUE INDEX IF NOT EXISTS "workload_limit.origin" ON "workload_limit" ("origin") WHERE "origin" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "workload_limit.agreement" ON "workload_limit" ("agreement", "id");
CREATE TABLE IF NOT EXISTS "service_level_exception" (
  "id" INTEGER PRIMARY KEY,
  "version" INTEGER,
  "state" TEXT,
  "open" INTEGER,
  "created_at" INTEGER,
  "created_by" INTEGER,
  "updated_at" INTEGER,
  "updated_by" INTEGER,
  "imported" INTEGER,
  "origin" TEXT,
  "tags" TEXT,
  "custom" TEXT,
  "summary" TEXT,
  "agreement" INTEGER,
  "reason" TEXT,
  "incidents" TEXT,
  "from" INTEGER,
  "until" INTEGER,
  "customer_agreed_by" TEXT,
  "customer_agreed_on" TEXT,
  "owner_agreed_by" INTEGER
);
CREATE INDEX IF NOT EXISTS "service_level_exception.open" ON "service_level_exception" ("open", "id");
CREATE UNIQUE INDEX IF NOT EXISTS "service_level_exception.origin" ON "service_level_exception" ("origin") WHERE "origin" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "service_level_exception.state" ON "service_level_exception" ("state", "id");
CREATE INDEX IF NOT EXISTS "service_level_exception.agreement" ON "service_level_exception" ("agreement", "id");
CREATE TABLE IF NOT EXISTS "configuration_item" (
  "id" INTEGER PRIMARY KEY,
  "version" INTEGER,
  "state" TEXT,
  "open" INTEGER,
  "created_at" INTEGER,
  "created_by" INTEGER,
  "updated_at" INTEGER,
  "updated_by" INTEGER,
  "imported" INTEGER,
  "origin" TEXT,
  "tags" TEXT,
  "custom" TEXT,
  "name" TEXT,
  "item_type" TEXT,
  "description" TEXT,
  "attributes" TEXT,
  "service" INTEGER,
  "redundancy_group" TEXT,
  "stated_availability" INTEGER,
  "owner" INTEGER,
  "location" TEXT,
  "serial" TEXT,
  "supplier" INTEGER,
  "product" TEXT,
  "product_version" TEXT,
  "purchased_on" TEXT,
  "warranty_until" TEXT,
  "cost" INTEGER,
  "cost_currency" TEXT,
  "change" INTEGER,
  "disposal_proof" TEXT,
  "product_cycle" INTEGER,
  "end_of_support_on" TEXT,
  "support_ended" INTEGER,
  "product_key" TEXT
);
CREATE INDEX IF NOT EXISTS "configuration_item.open" ON "configuration_item" ("open", "id");
CREATE UNIQUE INDEX IF NOT EXISTS "configuration_item.origin" ON "configuration_item" ("origin") WHERE "origin" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "configuration_item.state" ON "configuration_item" ("state", "id");
CREATE INDEX IF NOT EXISTS "configuration_item.item_type" ON "configuration_item" ("item_type", "id");
CREATE INDEX IF NOT EXISTS "configuration_item.service" ON "configuration_item" ("service", "id");
CREATE INDEX IF NOT EXISTS "configuration_item.owner" ON "configuration_item" ("owner", "id") WHERE "owner" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "configuration_item.product" ON "configuration_item" ("product", "id") WHERE "product" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "configuration_item.warranty_until" ON "configuration_item" ("warranty_until", "id") WHERE "warranty_until" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "configuration_item.product_cycle" ON "configuration_item" ("product_cycle", "id") WHERE "product_cycle" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "configuration_item.end_of_support_on" ON "configuration_item" ("end_of_support_on", "id") WHERE "end_of_support_on" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "configuration_item.support_ended" ON "configuration_item" ("support_ended", "id") WHERE "support_ended" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "configuration_item.product_key" ON "configuration_item" ("product_key", "id") WHERE "product_key" IS NOT NULL;
CREATE TABLE IF NOT EXISTS "configuration_relation" (
  "id" INTEGER PRIMARY KEY,
  "version" INTEGER,
  "state" TEXT,
  "open" INTEGER,
  "created_at" INTEGER,
  "created_by" INTEGER,
  "updated_at" INTEGER,
  "updated_by" INTEGER,
  "imported" INTEGER,
  "origin" TEXT,
  "tags" TEXT,
  "custom" TEXT,
  "from" INTEGER,
  "relation" TEXT,
  "to" INTEGER,
  "redundancy_group" TEXT,
  "remark" TEXT,
  "ended_at" INTEGER,
  "name" TEXT,
  "key" TEXT
);
CREATE INDEX IF NOT EXISTS "configuration_relation.open" ON "configuration_relation" ("open", "id");
CREATE UNIQUE INDEX IF NOT EXISTS "configuration_relation.origin" ON "configuration_relation" ("origin") WHERE "origin" IS NOT NULL;
CREATE UNIQUE INDEX IF NOT EXISTS "configuration_relation.key.unique" ON "configuration_relation" ("key") WHERE "key" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "configuration_relation.from" ON "configuration_relation" ("from", "id");
CREATE INDEX IF NOT EXISTS "configuration_relation.relation" ON "configuration_relation" ("relation", "id");
CREATE INDEX IF NOT EXISTS "configuration_relation.to" ON "configuration_relation" ("to", "id");
CREATE TABLE IF NOT EXISTS "configuration_item_type" (
  "id" INTEGER PRIMARY KEY,
  "version" INTEGER,
  "state" TEXT,
  "open" INTEGER,
  "created_at" INTEGER,
  "created_by" INTEGER,
  "updated_at" INTEGER,
  "updated_by" INTEGER,
  "imported" INTEGER,
  "origin" TEXT,
  "tags" TEXT,
  "custom" TEXT,
  "name" TEXT,
  "purpose" TEXT,
  "owner" INTEGER,
  "attributes" TEXT,
  "key" TEXT
);
CREATE INDEX IF NOT EXISTS "configuration_item_type.open" ON "configuration_item_type" ("open", "id");
CREATE UNIQUE INDEX IF NOT EXISTS "configuration_item_type.origin" ON "configuration_item_type" ("origin") WHERE "origin" IS NOT NULL;
CREATE UNIQUE INDEX IF NOT EXISTS "configuration_item_type.key.unique" ON "configuration_item_type" ("key") WHERE "key" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "configuration_item_type.owner" ON "configuration_item_type" ("owner", "id");
CREATE TABLE IF NOT EXISTS "configuration_baseline" (
  "id" INTEGER PRIMARY KEY,
  "version" INTEGER,
  "state" TEXT,
  "open" INTEGER,
  "created_at" INTEGER,
  "created_by" INTEGER,
  "updated_at" INTEGER,
  "updated_by" INTEGER,
  "imported" INTEGER,
  "origin" TEXT,
  "tags" TEXT,
  "custom" TEXT,
  "name" TEXT,
  "remark" TEXT,
  "service" INTEGER,
  "item_type" TEXT,
  "items" TEXT,
  "taken_at" INTEGER,
  "taken_by" INTEGER,
  "item_count" INTEGER,
  "taken" TEXT,
  "service_count" INTEGER,
  "services_taken" TEXT
);
CREATE INDEX IF NOT EXISTS "configuration_baseline.open" ON "configuration_baseline" ("open", "id");
CREATE UNIQUE INDEX IF NOT EXISTS "configuration_baseline.origin" ON "configuration_baseline" ("origin") WHERE "origin" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "configuration_baseline.service" ON "configuration_baseline" ("service", "id");
CREATE INDEX IF NOT EXISTS "configuration_baseline.taken_at" ON "configuration_baseline" ("taken_at", "id");
CREATE TABLE IF NOT EXISTS "licence" (
  "id" INTEGER PRIMARY KEY,
  "version" INTEGER,
  "state" TEXT,
  "open" INTEGER,
  "created_at" INTEGER,
  "created_by" INTEGER,
  "updated_at" INTEGER,
  "updated_by" INTEGER,
  "imported" INTEGER,
  "origin" TEXT,
  "tags" TEXT,
  "custom" TEXT,
  "name" TEXT,
  "metric" TEXT,
  "entitled" INTEGER,
  "installed" INTEGER,
  "installed_in_retired" INTEGER,
  "items" TEXT,
  "owner" INTEGER,
  "supplier" INTEGER,
  "contract" TEXT,
  "valid_from" TEXT,
  "valid_until" TEXT,
  "remind_days" INTEGER,
  "conditions" TEXT,
  "deployed_effective" INTEGER,
  "position" INTEGER,
  "is_over_used" INTEGER,
  "reminded_for" TEXT
);
CREATE INDEX IF NOT EXISTS "licence.open" ON "licence" ("open", "id");
CREATE UNIQUE INDEX IF NOT EXISTS "licence.origin" ON "licence" ("origin") WHERE "origin" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "licence.metric" ON "licence" ("metric", "id");
CREATE INDEX IF NOT EXISTS "licence.owner" ON "licence" ("owner", "id");
CREATE INDEX IF NOT EXISTS "licence.supplier" ON "licence" ("supplier", "id") WHERE "supplier" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "licence.valid_until" ON "licence" ("valid_until", "id");
CREATE INDEX IF NOT EXISTS "licence.position" ON "licence" ("position", "id");
CREATE INDEX IF NOT EXISTS "licence.is_over_used" ON "licence" ("is_over_used", "id") WHERE "is_over_used" IS NOT NULL;
CREATE TABLE IF NOT EXISTS "product_cycle" (
  "id" INTEGER PRIMARY KEY,
  "version" INTEGER,
  "state" TEXT,
  "open" INTEGER,
  "created_at" INTEGER,
  "created_by" INTEGER,
  "updated_at" INTEGER,
  "updated_by" INTEGER,
  "imported" INTEGER,
  "origin" TEXT,
  "tags" TEXT,
  "custom" TEXT,
  "product" TEXT,
  "product_title" TEXT,
  "also_called" TEXT,
  "cycle" TEXT,
  "cycle_label" TEXT,
  "released_on" TEXT,
  "active_until" TEXT,
  "end_of_life_on" TEXT,
  "has_ended" INTEGER,
  "extended_until" TEXT,
  "latest_version" TEXT,
  "source" TEXT,
  "fetched_on" TEXT,
  "name" TEXT,
  "product_key" TEXT,
  "names" TEXT,
  "key" TEXT
);
CREATE INDEX IF NOT EXISTS "product_cycle.open" ON "product_cycle" ("open", "id");
CREATE UNIQUE INDEX IF NOT EXISTS "product_cycle.origin" ON "product_cycle" ("origin") WHERE "origin" IS NOT NULL;
CREATE UNIQUE INDEX IF NOT EXISTS "product_cycle.key.unique" ON "product_cycle" ("key") WHERE "key" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "product_cycle.product" ON "product_cycle" ("product", "id") WHERE "product" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "product_cycle.end_of_life_on" ON "product_cycle" ("end_of_life_on", "id");
CREATE INDEX IF NOT EXISTS "product_cycle.has_ended" ON "product_cycle" ("has_ended", "id") WHERE "has_ended" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "product_cycle.product_key" ON "product_cycle" ("product_key", "id") WHERE "product_key" IS NOT NULL;
CREATE TABLE IF NOT EXISTS "supplier" (
  "id" INTEGER PRIMARY KEY,
  "version" INTEGER,
  "state" TEXT,
  "open" INTEGER,
  "created_at" INTEGER,
  "created_by" INTEGER,
  "updated_at" INTEGER,
  "updated_by" INTEGER,
  "imported" INTEGER,
  "origin" TEXT,
  "tags" TEXT,
  "custom" TEXT,
  "name" TEXT,
  "owner" INTEGER,
  "scope" TEXT,
  "contact" TEXT,
  "contract_until" TEXT,
  "score" INTEGER,
  "interfaces" TEXT,
  "review_months" INTEGER,
  "last_review_on" TEXT,
  "next_review_on" TEXT,
  "waiting_cost" INTEGER,
  "waiting_cost_currency" TEXT,
  "exit_plan" TEXT,
  "access_removed_on" TEXT,
  "data_returned_on" TEXT,
  "items_updated_on" TEXT
);
CREATE INDEX IF NOT EXISTS "supplier.open" ON "supplier" ("open", "id");
CREATE UNIQUE INDEX IF NOT EXISTS "supplier.origin" ON "supplier" ("origin") WHERE "origin" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "supplier.state" ON "supplier" ("state", "id");
CREATE INDEX IF NOT EXISTS "supplier.owner" ON "supplier" ("owner", "id");
CREATE INDEX IF NOT EXISTS "supplier.next_review_on" ON "supplier" ("next_review_on", "id");
CREATE TABLE IF NOT EXISTS "supplier_target" (
  "id" INTEGER PRIMARY KEY,
  "version" INTEGER,
  "state" TEXT,
  "open" INTEGER,
  "created_at" INTEGER,
  "created_by" INTEGER,
  "updated_at" INTEGER,
  "updated_by" INTEGER,
  "imported" INTEGER,
  "origin" TEXT,
  "tags" TEXT,
  "custom" TEXT,
  "name" TEXT,
  "contract" INTEGER,
  "operational_agreement" INTEGER,
  "service" INTEGER,
  "metric" TEXT,
  "priority" INTEGER,
  "target" INTEGER,
  "threshold" INTEGER,
  "calendar" INTEGER,
  "source" TEXT
);
CREATE INDEX IF NOT EXISTS "supplier_target.open" ON "supplier_target" ("open", "id");
CREATE UNIQUE INDEX IF NOT EXISTS "supplier_target.origin" ON "supplier_target" ("origin") WHERE "origin" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "supplier_target.contract" ON "supplier_target" ("contract", "id");
CREATE INDEX IF NOT EXISTS "supplier_target.operational_agreement" ON "supplier_target" ("operational_agreement", "id");
CREATE INDEX IF NOT EXISTS "supplier_target.service" ON "supplier_target" ("service", "id") WHERE "service" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "supplier_target.metric" ON "supplier_target" ("metric", "id");
CREATE INDEX IF NOT EXISTS "supplier_target.priority" ON "supplier_target" ("priority", "id");
CREATE TABLE IF NOT EXISTS "operational_agreement" (
  "id" INTEGER PRIMARY KEY,
  "version" INTEGER,
  "state" TEXT,
  "open" INTEGER,
  "created_at" INTEGER,
  "created_by" INTEGER,
  "updated_at" INTEGER,
  "updated_by" INTEGER,
  "imported" INTEGER,
  "origin" TEXT,
  "tags" TEXT,
  "custom" TEXT,
  "name" TEXT,
  "party" TEXT,
  "team" INTEGER,
  "customer" INTEGER,
  "services" TEXT,
  "items" TEXT,
  "processes" TEXT,
  "activities" TEXT,
  "commitments" TEXT,
  "interfaces" TEXT,
  "calendar" INTEGER,
  "owner" INTEGER,
  "starts_on" TEXT,
  "ends_on" TEXT,
  "agreed_by" TEXT,
  "agreed_on" TEXT,
  "review_months" INTEGER,
  "last_review_on" TEXT,
  "next_review_on" TEXT
);
CREATE INDEX IF NOT EXISTS "operational_agreement.open" ON "operational_agreement" ("open", "id");
CREATE UNIQUE INDEX IF NOT EXISTS "operational_agreement.origin" ON "operational_agreement" ("origin") WHERE "origin" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "operational_agreement.state" ON "operational_agreement" ("state", "id");
CREATE INDEX IF NOT EXISTS "operational_agreement.party" ON "operational_agreement" ("party", "id");
CREATE INDEX IF NOT EXISTS "operational_agreement.team" ON "operational_agreement" ("team", "id");
CREATE INDEX IF NOT EXISTS "operational_agreement.customer" ON "operational_agreement" ("customer", "id");
CREATE INDEX IF NOT EXISTS "operational_agreement.owner" ON "operational_agreement" ("owner", "id");
CREATE INDEX IF NOT EXISTS "operational_agreement.next_review_on" ON "operational_agreement" ("next_review_on", "id");
CREATE TABLE IF NOT EXISTS "alignment_check" (
  "id" INTEGER PRIMARY KEY,
  "version" INTEGER,
  "state" TEXT,
  "open" INTEGER,
  "created_at" INTEGER,
  "created_by" INTEGER,
  "updated_at" INTEGER,
  "updated_by" INTEGER,
  "imported" INTEGER,
  "origin" TEXT,
  "tags" TEXT,
  "custom" TEXT,
  "name" TEXT,
  "occasion" TEXT,
  "contract" INTEGER,
  "agreement" INTEGER,
  "checked_by" INTEGER,
  "compared_at" INTEGER,
  "compared_count" INTEGER,
  "findings" TEXT,
  "finding_count" INTEGER,
  "decisions" TEXT,
  "conclusions" TEXT,
  "concluded_at" INTEGER
);
CREATE INDEX IF NOT EXISTS "alignment_check.open" ON "alignment_check" ("open", "id");
CREATE UNIQUE INDEX IF NOT EXISTS "alignment_check.origin" ON "alignment_check" ("origin") WHERE "origin" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "alignment_check.state" ON "alignment_check" ("state", "id");
CREATE INDEX IF NOT EXISTS "alignment_check.occasion" ON "alignment_check" ("occasion", "id");
CREATE INDEX IF NOT EXISTS "alignment_check.contract" ON "alignment_check" ("contract", "id") WHERE "contract" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "alignment_check.agreement" ON "alignment_check" ("agreement", "id") WHERE "agreement" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "alignment_check.checked_by" ON "alignment_check" ("checked_by", "id");
CREATE INDEX IF NOT EXISTS "alignment_check.compared_at" ON "alignment_check" ("compared_at", "id");
CREATE INDEX IF NOT EXISTS "alignment_check.concluded_at" ON "alignment_check" ("concluded_at", "id") WHERE "concluded_at" IS NOT NULL;
CREATE TABLE IF NOT EXISTS "supplier_review" (
  "id" INTEGER PRIMARY KEY,
  "version" INTEGER,
  "state" TEXT,
  "open" INTEGER,
  "created_at" INTEGER,
  "created_by" INTEGER,
  "updated_at" INTEGER,
  "updated_by" INTEGER,
  "imported" INTEGER,
  "origin" TEXT,
  "tags" TEXT,
  "custom" TEXT,
  "name" TEXT,
  "supplier" INTEGER,
  "operational_agreement" INTEGER,
  "planned_on" TEXT,
  "chaired_by" INTEGER,
  "looks_back_to" TEXT,
  "agenda" TEXT,
  "agenda_at" INTEGER,
  "further_points" TEXT,
  "held_on" TEXT,
  "colleagues" TEXT,
  "their_people" TEXT,
  "performance" TEXT,
  "contract_fits" TEXT,
  "score" INTEGER,
  "outcomes" TEXT,
  "no_actions_because" TEXT,
  "closed_at" INTEGER
);
CREATE INDEX IF NOT EXISTS "supplier_review.open" ON "supplier_review" ("open", "id");
CREATE UNIQUE INDEX IF NOT EXISTS "supplier_review.origin" ON "supplier_review" ("origin") WHERE "origin" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "supplier_review.state" ON "supplier_review" ("state", "id");
CREATE INDEX IF NOT EXISTS "supplier_review.supplier" ON "supplier_review" ("supplier", "id");
CREATE INDEX IF NOT EXISTS "supplier_review.operational_agreement" ON "supplier_review" ("operational_agreement", "id");
CREATE INDEX IF NOT EXISTS "supplier_review.planned_on" ON "supplier_review" ("planned_on", "id");
CREATE INDEX IF NOT EXISTS "supplier_review.chaired_by" ON "supplier_review" ("chaired_by", "id");
CREATE INDEX IF NOT EXISTS "supplier_review.held_on" ON "supplier_review" ("held_on", "id");
CREATE TABLE IF NOT EXISTS "dispute" (
  "id" INTEGER PRIMARY KEY,
  "version" INTEGER,
  "state" TEXT,
  "open" INTEGER,
  "created_at" INTEGER,
  "created_by" INTEGER,
  "updated_at" INTEGER,
  "updated_by" INTEGER,
  "imported" INTEGER,
  "origin" TEXT,
  "tags" TEXT,
  "custom" TEXT,
  "summary" TEXT,
  "supplier" INTEGER,
  "contract" INTEGER,
  "matter" TEXT,
  "amount" INTEGER,
  "amount_currency" TEXT,
  "description" TEXT,
  "our_position" TEXT,
  "their_position" TEXT,
  "owner" INTEGER,
  "opened_on" TEXT,
  "next_on" TEXT,
  "escalated_to" TEXT,
  "settlement" TEXT,
  "settled_amount" INTEGER,
  "settled_amount_currency" TEXT,
  "settled_on" TEXT,
  "closed_on" TEXT
);
CREATE INDEX IF NOT EXISTS "dispute.open" ON "dispute" ("open", "id");
CREATE UNIQUE INDEX IF NOT EXISTS "dispute.origin" ON "dispute" ("origin") WHERE "origin" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "dispute.state" ON "dispute" ("state", "id");
CREATE INDEX IF NOT EXISTS "dispute.supplier" ON "dispute" ("supplier", "id");
CREATE INDEX IF NOT EXISTS "dispute.contract" ON "dispute" ("contract", "id") WHERE "contract" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "dispute.matter" ON "dispute" ("matter", "id");
CREATE INDEX IF NOT EXISTS "dispute.owner" ON "dispute" ("owner", "id");
CREATE INDEX IF NOT EXISTS "dispute.opened_on" ON "dispute" ("opened_on", "id");
CREATE INDEX IF NOT EXISTS "dispute.next_on" ON "dispute" ("next_on", "id");
CREATE INDEX IF NOT EXISTS "dispute.settled_on" ON "dispute" ("settled_on", "id") WHERE "settled_on" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "dispute.closed_on" ON "dispute" ("closed_on", "id") WHERE "closed_on" IS NOT NULL;
CREATE TABLE IF NOT EXISTS "contract" (
  "id" INTEGER PRIMARY KEY,
  "version" INTEGER,
  "state" TEXT,
  "open" INTEGER,
  "created_at" INTEGER,
  "created_by" INTEGER,
  "updated_at" INTEGER,
  "updated_by" INTEGER,
  "imported" INTEGER,
  "origin" TEXT,
  "tags" TEXT,
  "custom" TEXT,
  "name" TEXT,
  "number" TEXT,
  "supplier" INTEGER,
  "owner" INTEGER,
  "scope" TEXT,
  "services" TEXT,
  "items" TEXT,
  "processes" TEXT,
  "requirements" TEXT,
  "obligations" TEXT,
  "our_responsibilities" TEXT,
  "their_responsibilities" TEXT,
  "yearly_cost" INTEGER,
  "yearly_cost_currency" TEXT,
  "signed_on" TEXT,
  "begins_on" TEXT,
  "ends_on" TEXT,
  "notice_months" INTEGER,
  "renews" INTEGER,
  "renewal_months" INTEGER,
  "remind_days" INTEGER,
  "notice_given_on" TEXT,
  "notice_by" TEXT,
  "next_end" TEXT,
  "reminded_for" TEXT
);
CREATE INDEX IF NOT EXISTS "contract.open" ON "contract" ("open", "id");
CREATE UNIQUE INDEX IF NOT EXISTS "contract.origin" ON "contract" ("origin") WHERE "origin" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "contract.state" ON "contract" ("state", "id");
CREATE INDEX IF NOT EXISTS "contract.supplier" ON "contract" ("supplier", "id");
CREATE INDEX IF NOT EXISTS "contract.owner" ON "contract" ("owner", "id");
CREATE INDEX IF NOT EXISTS "contract.notice_given_on" ON "contract" ("notice_given_on", "id") WHERE "notice_given_on" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "contract.notice_by" ON "contract" ("notice_by", "id");
CREATE INDEX IF NOT EXISTS "contract.next_end" ON "contract" ("next_end", "id") WHERE "next_end" IS NOT NULL;
CREATE TABLE IF NOT EXISTS "escalation" (
  "id" INTEGER PRIMARY KEY,
  "version" INTEGER,
  "state" TEXT,
  "open" INTEGER,
  "created_at" INTEGER,
  "created_by" INTEGER,
  "updated_at" INTEGER,
  "updated_by" INTEGER,
  "imported" INTEGER,
  "origin" TEXT,
  "tags" TEXT,
  "custom" TEXT,
  "summary" TEXT,
  "incident" INTEGER,
  "problem" INTEGER,
  "direction" TEXT,
  "reason" TEXT,
  "clock" TEXT,
  "to_team" INTEGER,
  "to_person" INTEGER,
  "rota" INTEGER,
  "raised_after" INTEGER,
  "at" INTEGER,
  "acknowledge_by" INTEGER,
  "acknowledged_at" INTEGER,
  "acknowledged_by" INTEGER
);
CREATE INDEX IF NOT EXISTS "escalation.open" ON "escalation" ("open", "id");
CREATE UNIQUE INDEX IF NOT EXISTS "escalation.origin" ON "escalation" ("origin") WHERE "origin" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "escalation.state" ON "escalation" ("state", "id");
CREATE INDEX IF NOT EXISTS "escalation.incident" ON "escalation" ("incident", "id");
CREATE INDEX IF NOT EXISTS "escalation.problem" ON "escalation" ("problem", "id");
CREATE INDEX IF NOT EXISTS "escalation.reason" ON "escalation" ("reason", "id");
CREATE INDEX IF NOT EXISTS "escalation.to_team" ON "escalation" ("to_team", "id") WHERE "to_team" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "escalation.to_person" ON "escalation" ("to_person", "id");
CREATE INDEX IF NOT EXISTS "escalation.raised_after" ON "escalation" ("raised_after", "id") WHERE "raised_after" IS NOT NULL;
CREATE TABLE IF NOT EXISTS "alert" (
  "id" INTEGER PRIMARY KEY,
  "version" INTEGER,
  "state" TEXT,
  "open" INTEGER,
  "created_at" INTEGER,
  "created_by" INTEGER,
  "updated_at" INTEGER,
  "updated_by" INTEGER,
  "imported" INTEGER,
  "origin" TEXT,
  "tags" TEXT,
  "custom" TEXT,
  "name" TEXT,
  "fingerprint" TEXT,
  "source" TEXT,
  "severity" TEXT,
  "summary" TEXT,
  "labels" TEXT,
  "annotations" TEXT,
  "link" TEXT,
  "starts_at" INTEGER,
  "ends_at" INTEGER,
  "times" INTEGER,
  "rule" INTEGER,
  "service" INTEGER,
  "item" INTEGER,
  "group" TEXT,
  "incident" INTEGER,
  "restricted" INTEGER
);
CREATE INDEX IF NOT EXISTS "alert.open" ON "alert" ("open", "id");
CREATE UNIQUE INDEX IF NOT EXISTS "alert.origin" ON "alert" ("origin") WHERE "origin" IS NOT NULL;
CREATE UNIQUE INDEX IF NOT EXISTS "alert.fingerprint.unique" ON "alert" ("fingerprint") WHERE "fingerprint" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "alert.source" ON "alert" ("source", "id") WHERE "source" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "alert.severity" ON "alert" ("severity", "id");
CREATE INDEX IF NOT EXISTS "alert.starts_at" ON "alert" ("starts_at", "id");
CREATE INDEX IF NOT EXISTS "alert.ends_at" ON "alert" ("ends_at", "id");
CREATE INDEX IF NOT EXISTS "alert.rule" ON "alert" ("rule", "id") WHERE "rule" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "alert.service" ON "alert" ("service", "id");
CREATE INDEX IF NOT EXISTS "alert.item" ON "alert" ("item", "id") WHERE "item" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "alert.group" ON "alert" ("group", "id") WHERE "group" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "alert.incident" ON "alert" ("incident", "id");
CREATE INDEX IF NOT EXISTS "alert.restricted" ON "alert" ("restricted", "id") WHERE "restricted" IS NOT NULL;
CREATE TABLE IF NOT EXISTS "on_call_rota" (
  "id" INTEGER PRIMARY KEY,
  "version" INTEGER,
  "state" TEXT,
  "open" INTEGER,
  "created_at" INTEGER,
  "created_by" INTEGER,
  "updated_at" INTEGER,
  "updated_by" INTEGER,
  "imported" INTEGER,
  "origin" TEXT,
  "tags" TEXT,
  "custom" TEXT,
  "name" TEXT,
  "team" INTEGER,
  "level" TEXT,
  "people" TEXT,
  "starts_on" TEXT,
  "ends_on" TEXT,
  "turn_length" INTEGER,
  "turn_unit" TEXT,
  "hand_over_day" TEXT,
  "hand_over_hour" INTEGER,
  "time_zone" TEXT,
  "acknowledge_minutes" INTEGER
);
CREATE INDEX IF NOT EXISTS "on_call_rota.open" ON "on_call_rota" ("open", "id");
CREATE UNIQUE INDEX IF NOT EXISTS "on_call_rota.origin" ON "on_call_rota" ("origin") WHERE "origin" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "on_call_rota.team" ON "on_call_rota" ("team", "id");
CREATE INDEX IF NOT EXISTS "on_call_rota.level" ON "on_call_rota" ("level", "id");
CREATE TABLE IF NOT EXISTS "on_call_override" (
  "id" INTEGER PRIMARY KEY,
  "version" INTEGER,
  "state" TEXT,
  "open" INTEGER,
  "created_at" INTEGER,
  "created_by" INTEGER,
  "updated_at" INTEGER,
  "updated_by" INTEGER,
  "imported" INTEGER,
  "origin" TEXT,
  "tags" TEXT,
  "custom" TEXT,
  "reason" TEXT,
  "rota" INTEGER,
  "person" INTEGER,
  "starts_at" INTEGER,
  "ends_at" INTEGER
);
CREATE INDEX IF NOT EXISTS "on_call_override.open" ON "on_call_override" ("open", "id");
CREATE UNIQUE INDEX IF NOT EXISTS "on_call_override.origin" ON "on_call_override" ("origin") WHERE "origin" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "on_call_override.rota" ON "on_call_override" ("rota", "id");
CREATE INDEX IF NOT EXISTS "on_call_override.person" ON "on_call_override" ("person", "id");
CREATE INDEX IF NOT EXISTS "on_call_override.starts_at" ON "on_call_override" ("starts_at", "id");
CREATE INDEX IF NOT EXISTS "on_call_override.ends_at" ON "on_call_override" ("ends_at", "id");
CREATE TABLE IF NOT EXISTS "competence" (
  "id" INTEGER PRIMARY KEY,
  "version" INTEGER,
  "state" TEXT,
  "open" INTEGER,
  "created_at" INTEGER,
  "created_by" INTEGER,
  "updated_at" INTEGER,
  "updated_by" INTEGER,
  "imported" INTEGER,
  "origin" TEXT,
  "tags" TEXT,
  "custom" TEXT,
  "name" TEXT,
  "person" INTEGER,
  "requirement" INTEGER,
  "skill" TEXT,
  "level" INTEGER,
  "basis" TEXT,
  "evidence" TEXT,
  "valid_until" TEXT,
  "owner" INTEGER,
  "remind_days" INTEGER,
  "reminded_for" TEXT,
  "assessed_by" INTEGER,
  "assessed_on" TEXT
);
CREATE INDEX IF NOT EXISTS "competence.open" ON "competence" ("open", "id");
CREATE UNIQUE INDEX IF NOT EXISTS "competence.origin" ON "competence" ("origin") WHERE "origin" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "competence.state" ON "competence" ("state", "id");
CREATE INDEX IF NOT EXISTS "competence.person" ON "competence" ("person", "id") WHERE "person" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "competence.requirement" ON "competence" ("requirement", "id") WHERE "requirement" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "competence.basis" ON "competence" ("basis", "id");
CREATE INDEX IF NOT EXISTS "competence.valid_until" ON "competence" ("valid_until", "id");
CREATE INDEX IF NOT EXISTS "competence.owner" ON "competence" ("owner", "id") WHERE "owner" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "competence.assessed_on" ON "competence" ("assessed_on", "id");
CREATE TABLE IF NOT EXISTS "acknowledgement" (
  "id" INTEGER PRIMARY KEY,
  "version" INTEGER,
  "state" TEXT,
  "open" INTEGER,
  "created_at" INTEGER,
  "created_by" INTEGER,
  "updated_at" INTEGER,
  "updated_by" INTEGER,
  "imported" INTEGER,
  "origin" TEXT,
  "tags" TEXT,
  "custom" TEXT,
  "name" TEXT,
  "person" INTEGER,
  "topic" TEXT,
  "document" INTEGER,
  "what" TEXT,
  "asked_at" INTEGER,
  "due_on" TEXT,
  "acknowledged_at" INTEGER
);
CREATE INDEX IF NOT EXISTS "acknowledgement.open" ON "acknowledgement" ("open", "id");
CREATE UNIQUE INDEX IF NOT EXISTS "acknowledgement.origin" ON "acknowledgement" ("origin") WHERE "origin" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "acknowledgement.state" ON "acknowledgement" ("state", "id");
CREATE INDEX IF NOT EXISTS "acknowledgement.person" ON "acknowledgement" ("person", "id");
CREATE INDEX IF NOT EXISTS "acknowledgement.topic" ON "acknowledgement" ("topic", "id");
CREATE INDEX IF NOT EXISTS "acknowledgement.document" ON "acknowledgement" ("document", "id") WHERE "document" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "acknowledgement.asked_at" ON "acknowledgement" ("asked_at", "id") WHERE "asked_at" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "acknowledgement.due_on" ON "acknowledgement" ("due_on", "id");
CREATE INDEX IF NOT EXISTS "acknowledgement.acknowledged_at" ON "acknowledgement" ("acknowledged_at", "id");
CREATE TABLE IF NOT EXISTS "process_variance" (
  "id" INTEGER PRIMARY KEY,
  "version" INTEGER,
  "state" TEXT,
  "open" INTEGER,
  "created_at" INTEGER,
  "created_by" INTEGER,
  "updated_at" INTEGER,
  "updated_by" INTEGER,
  "imported" INTEGER,
  "origin" TEXT,
  "tags" TEXT,
  "custom" TEXT,
  "name" TEXT,
  "process" INTEGER,
  "description" TEXT,
  "found_on" TEXT,
  "owner" INTEGER,
  "effects" TEXT,
  "action" TEXT,
  "keep_it" INTEGER,
  "change" INTEGER,
  "reviewed_by" INTEGER,
  "reviewed_on" TEXT
);
CREATE INDEX IF NOT EXISTS "process_variance.open" ON "process_variance" ("open", "id");
CREATE UNIQUE INDEX IF NOT EXISTS "process_variance.origin" ON "process_variance" ("origin") WHERE "origin" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "process_variance.state" ON "process_variance" ("state", "id");
CREATE INDEX IF NOT EXISTS "process_variance.process" ON "process_variance" ("process", "id");
CREATE INDEX IF NOT EXISTS "process_variance.found_on" ON "process_variance" ("found_on", "id");
CREATE INDEX IF NOT EXISTS "process_variance.owner" ON "process_variance" ("owner", "id");
CREATE INDEX IF NOT EXISTS "process_variance.change" ON "process_variance" ("change", "id") WHERE "change" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "process_variance.reviewed_on" ON "process_variance" ("reviewed_on", "id") WHERE "reviewed_on" IS NOT NULL;
CREATE TABLE IF NOT EXISTS "measure" (
  "id" INTEGER PRIMARY KEY,
  "version" INTEGER,
  "state" TEXT,
  "open" INTEGER,
  "created_at" INTEGER,
  "created_by" INTEGER,
  "updated_at" INTEGER,
  "updated_by" INTEGER,
  "imported" INTEGER,
  "origin" TEXT,
  "tags" TEXT,
  "custom" TEXT,
  "name" TEXT,
  "question" TEXT,
  "process" INTEGER,
  "service" INTEGER,
  "objective" INTEGER,
  "owner" INTEGER,
  "formula" TEXT,
  "method" TEXT,
  "source" TEXT,
  "sheet" TEXT,
  "figure" TEXT,
  "narrowed_to" INTEGER,
  "taken_from" TEXT,
  "unit" TEXT,
  "better" TEXT,
  "target" INTEGER,
  "warning" INTEGER,
  "collected_every" TEXT,
  "days_to_enter" INTEGER,
  "evaluated_every" INTEGER,
  "counted_from" TEXT,
  "in_use_since" TEXT,
  "retired_on" TEXT,
  "latest_value" INTEGER,
  "latest_until" TEXT,
  "judged" TEXT,
  "next_value_on" TEXT,
  "last_evaluated_on" TEXT,
  "evaluation_due_on" TEXT,
  "remind_days" INTEGER,
  "reminded_for" TEXT
);
CREATE INDEX IF NOT EXISTS "measure.open" ON "measure" ("open", "id");
CREATE UNIQUE INDEX IF NOT EXISTS "measure.origin" ON "measure" ("origin") WHERE "origin" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "measure.state" ON "measure" ("state", "id");
CREATE INDEX IF NOT EXISTS "measure.process" ON "measure" ("process", "id") WHERE "process" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "measure.service" ON "measure" ("service", "id") WHERE "service" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "measure.objective" ON "measure" ("objective", "id") WHERE "objective" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "measure.owner" ON "measure" ("owner", "id");
CREATE INDEX IF NOT EXISTS "measure.collected_every" ON "measure" ("collected_every", "id");
CREATE INDEX IF NOT EXISTS "measure.judged" ON "measure" ("judged", "id");
CREATE INDEX IF NOT EXISTS "measure.next_value_on" ON "measure" ("next_value_on", "id") WHERE "next_value_on" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "measure.evaluation_due_on" ON "measure" ("evaluation_due_on", "id");
CREATE TABLE IF NOT EXISTS "measurement" (
  "id" INTEGER PRIMARY KEY,
  "version" INTEGER,
  "state" TEXT,
  "open" INTEGER,
  "created_at" INTEGER,
  "created_by" INTEGER,
  "updated_at" INTEGER,
  "updated_by" INTEGER,
  "imported" INTEGER,
  "origin" TEXT,
  "tags" TEXT,
  "custom" TEXT,
  "name" TEXT,
  "measure" INTEGER,
  "from" TEXT,
  "until" TEXT,
  "value" INTEGER,
  "no_value_because" TEXT,
  "taken_from" TEXT,
  "exceptions" TEXT,
  "unit" TEXT,
  "target" INTEGER,
  "judged" TEXT,
  "taken_at" INTEGER,
  "taken_by" INTEGER,
  "due_on" TEXT,
  "owner" INTEGER,
  "rests_on" TEXT,
  "evaluation" TEXT,
  "no_action_because" TEXT,
  "evaluated_by" INTEGER,
  "evaluated_at" INTEGER
);
CREATE INDEX IF NOT EXISTS "measurement.open" ON "measurement" ("open", "id");
CREATE UNIQUE INDEX IF NOT EXISTS "measurement.origin" ON "measurement" ("origin") WHERE "origin" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "measurement.state" ON "measurement" ("state", "id");
CREATE INDEX IF NOT EXISTS "measurement.measure" ON "measurement" ("measure", "id");
CREATE INDEX IF NOT EXISTS "measurement.from" ON "measurement" ("from", "id");
CREATE INDEX IF NOT EXISTS "measurement.until" ON "measurement" ("until", "id") WHERE "until" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "measurement.judged" ON "measurement" ("judged", "id");
CREATE INDEX IF NOT EXISTS "measurement.due_on" ON "measurement" ("due_on", "id") WHERE "due_on" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "measurement.owner" ON "measurement" ("owner", "id") WHERE "owner" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "measurement.evaluated_at" ON "measurement" ("evaluated_at", "id") WHERE "evaluated_at" IS NOT NULL;
CREATE TABLE IF NOT EXISTS "service_evaluation" (
  "id" INTEGER PRIMARY KEY,
  "version" INTEGER,
  "state" TEXT,
  "open" INTEGER,
  "created_at" INTEGER,
  "created_by" INTEGER,
  "updated_at" INTEGER,
  "updated_by" INTEGER,
  "imported" INTEGER,
  "origin" TEXT,
  "tags" TEXT,
  "custom" TEXT,
  "name" TEXT,
  "service" INTEGER,
  "from" TEXT,
  "until" TEXT,
  "owner" INTEGER,
  "verdicts" TEXT,
  "facts" TEXT,
  "met_count" INTEGER,
  "not_met_count" INTEGER,
  "no_data_count" INTEGER,
  "conclusion" TEXT,
  "taken_at" INTEGER,
  "concluded_at" INTEGER
);
CREATE INDEX IF NOT EXISTS "service_evaluation.open" ON "service_evaluation" ("open", "id");
CREATE UNIQUE INDEX IF NOT EXISTS "service_evaluation.origin" ON "service_evaluation" ("origin") WHERE "origin" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "service_evaluation.state" ON "service_evaluation" ("state", "id");
CREATE INDEX IF NOT EXISTS "service_evaluation.service" ON "service_evaluation" ("service", "id");
CREATE INDEX IF NOT EXISTS "service_evaluation.from" ON "service_evaluation" ("from", "id");
CREATE INDEX IF NOT EXISTS "service_evaluation.owner" ON "service_evaluation" ("owner", "id");
CREATE INDEX IF NOT EXISTS "service_evaluation.concluded_at" ON "service_evaluation" ("concluded_at", "id") WHERE "concluded_at" IS NOT NULL;
CREATE TABLE IF NOT EXISTS "attestation" (
  "id" INTEGER PRIMARY KEY,
  "version" INTEGER,
  "state" TEXT,
  "open" INTEGER,
  "created_at" INTEGER,
  "created_by" INTEGER,
  "updated_at" INTEGER,
  "updated_by" INTEGER,
  "imported" INTEGER,
  "origin" TEXT,
  "tags" TEXT,
  "custom" TEXT,
  "requirement" TEXT,
  "edition" TEXT,
  "statement" TEXT,
  "reason" TEXT,
  "attested_by" INTEGER,
  "attested_on" TEXT,
  "expires_on" TEXT
);
CREATE INDEX IF NOT EXISTS "attestation.open" ON "attestation" ("open", "id");
CREATE UNIQUE INDEX IF NOT EXISTS "attestation.origin" ON "attestation" ("origin") WHERE "origin" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "attestation.requirement" ON "attestation" ("requirement", "id");
CREATE INDEX IF NOT EXISTS "attestation.edition" ON "attestation" ("edition", "id") WHERE "edition" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "attestation.attested_by" ON "attestation" ("attested_by", "id");
CREATE INDEX IF NOT EXISTS "attestation.expires_on" ON "attestation" ("expires_on", "id");
CREATE TABLE IF NOT EXISTS "readiness_snapshot" (
  "id" INTEGER PRIMARY KEY,
  "version" INTEGER,
  "state" TEXT,
  "open" INTEGER,
  "created_at" INTEGER,
  "created_by" INTEGER,
  "updated_at" INTEGER,
  "updated_by" INTEGER,
  "imported" INTEGER,
  "origin" TEXT,
  "tags" TEXT,
  "custom" TEXT,
  "name" TEXT,
  "edition" TEXT,
  "taken_at" INTEGER,
  "ledger_entries" INTEGER,
  "passing" INTEGER,
  "failing" INTEGER,
  "without_data" INTEGER,
  "not_yet_due" INTEGER,
  "waiting_for_person" INTEGER,
  "without_check" INTEGER,
  "would_be_major" INTEGER,
  "would_be_minor" INTEGER,
  "by_clause" TEXT,
  "by_stage" TEXT,
  "turned" TEXT
);
CREATE INDEX IF NOT EXISTS "readiness_snapshot.open" ON "readiness_snapshot" ("open", "id");
CREATE UNIQUE INDEX IF NOT EXISTS "readiness_snapshot.origin" ON "readiness_snapshot" ("origin") WHERE "origin" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "readiness_snapshot.edition" ON "readiness_snapshot" ("edition", "id");
CREATE INDEX IF NOT EXISTS "readiness_snapshot.taken_at" ON "readiness_snapshot" ("taken_at", "id");
CREATE TABLE IF NOT EXISTS "wording_check" (
  "id" INTEGER PRIMARY KEY,
  "version" INTEGER,
  "state" TEXT,
  "open" INTEGER,
  "created_at" INTEGER,
  "created_by" INTEGER,
  "updated_at" INTEGER,
  "updated_by" INTEGER,
  "imported" INTEGER,
  "origin" TEXT,
  "tags" TEXT,
  "custom" TEXT,
  "requirement" TEXT,
  "edition" TEXT,
  "verdict" TEXT,
  "corrected" TEXT,
  "reason" TEXT,
  "is_note" INTEGER,
  "held_against" TEXT,
  "checked_by" INTEGER,
  "checked_on" TEXT,
  "approved_by" INTEGER,
  "approved_on" TEXT
);
CREATE INDEX IF NOT EXISTS "wording_check.open" ON "wording_check" ("open", "id");
CREATE UNIQUE INDEX IF NOT EXISTS "wording_check.origin" ON "wording_check" ("origin") WHERE "origin" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "wording_check.state" ON "wording_check" ("state", "id");
CREATE INDEX IF NOT EXISTS "wording_check.requirement" ON "wording_check" ("requirement", "id");
CREATE INDEX IF NOT EXISTS "wording_check.edition" ON "wording_check" ("edition", "id") WHERE "edition" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "wording_check.verdict" ON "wording_check" ("verdict", "id");
CREATE INDEX IF NOT EXISTS "wording_check.checked_by" ON "wording_check" ("checked_by", "id");
CREATE INDEX IF NOT EXISTS "wording_check.checked_on" ON "wording_check" ("checked_on", "id");
CREATE TABLE IF NOT EXISTS "requirement_set" (
  "id" INTEGER PRIMARY KEY,
  "version" INTEGER,
  "state" TEXT,
  "open" INTEGER,
  "created_at" INTEGER,
  "created_by" INTEGER,
  "updated_at" INTEGER,
  "updated_by" INTEGER,
  "imported" INTEGER,
  "origin" TEXT,
  "tags" TEXT,
  "custom" TEXT,
  "name" TEXT,
  "source" TEXT,
  "issue" TEXT,
  "owner" INTEGER,
  "valid_from" TEXT,
  "approved_by" INTEGER,
  "approved_at" INTEGER
);
CREATE INDEX IF NOT EXISTS "requirement_set.open" ON "requirement_set" ("open", "id");
CREATE UNIQUE INDEX IF NOT EXISTS "requirement_set.origin" ON "requirement_set" ("origin") WHERE "origin" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "requirement_set.state" ON "requirement_set" ("state", "id");
CREATE UNIQUE INDEX IF NOT EXISTS "requirement_set.name.unique" ON "requirement_set" ("name") WHERE "name" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "requirement_set.owner" ON "requirement_set" ("owner", "id");
CREATE INDEX IF NOT EXISTS "requirement_set.valid_from" ON "requirement_set" ("valid_from", "id");
CREATE TABLE IF NOT EXISTS "own_requirement" (
  "id" INTEGER PRIMARY KEY,
  "version" INTEGER,
  "state" TEXT,
  "open" INTEGER,
  "created_at" INTEGER,
  "created_by" INTEGER,
  "updated_at" INTEGER,
  "updated_by" INTEGER,
  "imported" INTEGER,
  "origin" TEXT,
  "tags" TEXT,
  "custom" TEXT,
  "name" TEXT,
  "set" INTEGER,
  "identifier" TEXT,
  "part" TEXT,
  "text" TEXT,
  "guidance" TEXT,
  "is_note" INTEGER,
  "shown_by" TEXT,
  "rule" TEXT,
  "record_kind" TEXT,
  "in_state" TEXT,
  "has_field" TEXT,
  "interval_months" INTEGER
);
CREATE INDEX IF NOT EXISTS "own_requirement.open" ON "own_requirement" ("open", "id");
CREATE UNIQUE INDEX IF NOT EXISTS "own_requirement.origin" ON "own_requirement" ("origin") WHERE "origin" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "own_requirement.set" ON "own_requirement" ("set", "id");
CREATE INDEX IF NOT EXISTS "own_requirement.identifier" ON "own_requirement" ("identifier", "id");
CREATE INDEX IF NOT EXISTS "own_requirement.part" ON "own_requirement" ("part", "id");
CREATE INDEX IF NOT EXISTS "own_requirement.rule" ON "own_requirement" ("rule", "id") WHERE "rule" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "own_requirement.record_kind" ON "own_requirement" ("record_kind", "id") WHERE "record_kind" IS NOT NULL;
CREATE TABLE IF NOT EXISTS "audit_pack" (
  "id" INTEGER PRIMARY KEY,
  "version" INTEGER,
  "state" TEXT,
  "open" INTEGER,
  "created_at" INTEGER,
  "created_by" INTEGER,
  "updated_at" INTEGER,
  "updated_by" INTEGER,
  "imported" INTEGER,
  "origin" TEXT,
  "tags" TEXT,
  "custom" TEXT,
  "reason" TEXT,
  "edition" TEXT,
  "period_from" TEXT,
  "period_until" TEXT,
  "stage" TEXT,
  "audit" INTEGER,
  "made_at" INTEGER,
  "digest" TEXT,
  "bytes" INTEGER,
  "ledger_size" INTEGER,
  "ledger_root" TEXT,
  "records" INTEGER,
  "requirements" INTEGER,
  "gaps" INTEGER,
  "handed_to" TEXT,
  "handed_on" TEXT
);
CREATE INDEX IF NOT EXISTS "audit_pack.open" ON "audit_pack" ("open", "id");
CREATE UNIQUE INDEX IF NOT EXISTS "audit_pack.origin" ON "audit_pack" ("origin") WHERE "origin" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "audit_pack.state" ON "audit_pack" ("state", "id");
CREATE INDEX IF NOT EXISTS "audit_pack.edition" ON "audit_pack" ("edition", "id");
CREATE INDEX IF NOT EXISTS "audit_pack.stage" ON "audit_pack" ("stage", "id") WHERE "stage" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "audit_pack.audit" ON "audit_pack" ("audit", "id") WHERE "audit" IS NOT NULL;
CREATE TABLE IF NOT EXISTS "audit_programme" (
  "id" INTEGER PRIMARY KEY,
  "version" INTEGER,
  "state" TEXT,
  "open" INTEGER,
  "created_at" INTEGER,
  "created_by" INTEGER,
  "updated_at" INTEGER,
  "updated_by" INTEGER,
  "imported" INTEGER,
  "origin" TEXT,
  "tags" TEXT,
  "custom" TEXT,
  "name" TEXT,
  "owner" INTEGER,
  "period_from" TEXT,
  "period_until" TEXT,
  "frequency" TEXT,
  "methods" TEXT,
  "responsibilities" TEXT,
  "planning" TEXT,
  "reporting" TEXT,
  "changes" TEXT,
  "earlier_results" TEXT,
  "areas" TEXT,
  "suggestions" TEXT,
  "suggested_at" INTEGER,
  "approved_by" INTEGER,
  "approved_at" INTEGER,
  "conclusion" TEXT,
  "superseded_at" INTEGER
);
CREATE INDEX IF NOT EXISTS "audit_programme.open" ON "audit_programme" ("open", "id");
CREATE UNIQUE INDEX IF NOT EXISTS "audit_programme.origin" ON "audit_programme" ("origin") WHERE "origin" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "audit_programme.state" ON "audit_programme" ("state", "id");
CREATE INDEX IF NOT EXISTS "audit_programme.owner" ON "audit_programme" ("owner", "id");
CREATE INDEX IF NOT EXISTS "audit_programme.period_from" ON "audit_programme" ("period_from", "id");
CREATE INDEX IF NOT EXISTS "audit_programme.period_until" ON "audit_programme" ("period_until", "id");
CREATE TABLE IF NOT EXISTS "audit" (
  "id" INTEGER PRIMARY KEY,
  "version" INTEGER,
  "state" TEXT,
  "open" INTEGER,
  "created_at" INTEGER,
  "created_by" INTEGER,
  "updated_at" INTEGER,
  "updated_by" INTEGER,
  "imported" INTEGER,
  "origin" TEXT,
  "tags" TEXT,
  "custom" TEXT,
  "name" TEXT,
  "owner" INTEGER,
  "sort" TEXT,
  "certification" INTEGER,
  "body" INTEGER,
  "programme" INTEGER,
  "clauses" TEXT,
  "own_criteria" TEXT,
  "processes" TEXT,
  "services" TEXT,
  "sites" TEXT,
  "period_from" TEXT,
  "period_until" TEXT,
  "methods" TEXT,
  "lead_auditor" INTEGER,
  "auditors" TEXT,
  "external_auditors" TEXT,
  "auditees" TEXT,
  "plan" TEXT,
  "starts_on" TEXT,
  "ends_on" TEXT,
  "conflicts" TEXT,
  "independence_checked_at" INTEGER,
  "sample_kind" TEXT,
  "sample_state" TEXT,
  "sample_filter" TEXT,
  "sample_size" INTEGER,
  "sample_seed" INTEGER,
  "samples" TEXT,
  "seen" TEXT,
  "checklist" TEXT,
  "started_at" INTEGER,
  "own_requirements" TEXT,
  "standard" TEXT,
  "effectiveness" TEXT,
  "readiness" TEXT,
  "concerns" TEXT,
  "strengths" TEXT,
  "report" TEXT,
  "recipients" TEXT,
  "reported_at" INTEGER,
  "closed_at" INTEGER
);
CREATE INDEX IF NOT EXISTS "audit.open" ON "audit" ("open", "id");
CREATE UNIQUE INDEX IF NOT EXISTS "audit.origin" ON "audit" ("origin") WHERE "origin" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "audit.state" ON "audit" ("state", "id");
CREATE INDEX IF NOT EXISTS "audit.owner" ON "audit" ("owner", "id");
CREATE INDEX IF NOT EXISTS "audit.sort" ON "audit" ("sort", "id");
CREATE INDEX IF NOT EXISTS "audit.certification" ON "audit" ("certification", "id") WHERE "certification" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "audit.body" ON "audit" ("body", "id") WHERE "body" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "audit.programme" ON "audit" ("programme", "id") WHERE "programme" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "audit.period_from" ON "audit" ("period_from", "id") WHERE "period_from" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "audit.period_until" ON "audit" ("period_until", "id") WHERE "period_until" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "audit.lead_auditor" ON "audit" ("lead_auditor", "id");
CREATE INDEX IF NOT EXISTS "audit.starts_on" ON "audit" ("starts_on", "id");
CREATE INDEX IF NOT EXISTS "audit.ends_on" ON "audit" ("ends_on", "id") WHERE "ends_on" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "audit.own_requirements" ON "audit" ("own_requirements", "id") WHERE "own_requirements" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "audit.standard" ON "audit" ("standard", "id") WHERE "standard" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "audit.effectiveness" ON "audit" ("effectiveness", "id") WHERE "effectiveness" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "audit.readiness" ON "audit" ("readiness", "id") WHERE "readiness" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "audit.reported_at" ON "audit" ("reported_at", "id") WHERE "reported_at" IS NOT NULL;
CREATE TABLE IF NOT EXISTS "audit_finding" (
  "id" INTEGER PRIMARY KEY,
  "version" INTEGER,
  "state" TEXT,
  "open" INTEGER,
  "created_at" INTEGER,
  "created_by" INTEGER,
  "updated_at" INTEGER,
  "updated_by" INTEGER,
  "imported" INTEGER,
  "origin" TEXT,
  "tags" TEXT,
  "custom" TEXT,
  "name" TEXT,
  "audit" INTEGER,
  "clause" TEXT,
  "own_rule" TEXT,
  "process" INTEGER,
  "service" INTEGER,
  "description" TEXT,
  "evidence" TEXT,
  "grade" TEXT,
  "body_grade" TEXT,
  "blocks" INTEGER,
  "agreed_at" INTEGER,
  "area_manager" INTEGER,
  "lead_auditor" INTEGER,
  "repeats" INTEGER,
  "response_due" TEXT,
  "closure_due" TEXT,
  "verification" TEXT,
  "verify_after_days" INTEGER,
  "nonconformity" INTEGER,
  "correction" TEXT,
  "corrected_at" INTEGER,
  "cause" TEXT,
  "similar_cases" TEXT,
  "action" TEXT,
  "action_owner" INTEGER,
  "action_due" TEXT,
  "plan_accepted_by" INTEGER,
  "action_evidence" TEXT,
  "action_done_at" INTEGER,
  "verify_from" TEXT,
  "verification_result" TEXT,
  "verified_by" INTEGER,
  "verified_at" INTEGER,
  "failed_count" INTEGER,
  "closed_at" INTEGER
);
CREATE INDEX IF NOT EXISTS "audit_finding.open" ON "audit_finding" ("open", "id");
CREATE UNIQUE INDEX IF NOT EXISTS "audit_finding.origin" ON "audit_finding" ("origin") WHERE "origin" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "audit_finding.state" ON "audit_finding" ("state", "id");
CREATE INDEX IF NOT EXISTS "audit_finding.audit" ON "audit_finding" ("audit", "id");
CREATE INDEX IF NOT EXISTS "audit_finding.clause" ON "audit_finding" ("clause", "id");
CREATE INDEX IF NOT EXISTS "audit_finding.process" ON "audit_finding" ("process", "id") WHERE "process" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "audit_finding.service" ON "audit_finding" ("service", "id") WHERE "service" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "audit_finding.grade" ON "audit_finding" ("grade", "id");
CREATE INDEX IF NOT EXISTS "audit_finding.body_grade" ON "audit_finding" ("body_grade", "id") WHERE "body_grade" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "audit_finding.blocks" ON "audit_finding" ("blocks", "id") WHERE "blocks" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "audit_finding.agreed_at" ON "audit_finding" ("agreed_at", "id") WHERE "agreed_at" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "audit_finding.area_manager" ON "audit_finding" ("area_manager", "id");
CREATE INDEX IF NOT EXISTS "audit_finding.lead_auditor" ON "audit_finding" ("lead_auditor", "id") WHERE "lead_auditor" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "audit_finding.repeats" ON "audit_finding" ("repeats", "id") WHERE "repeats" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "audit_finding.response_due" ON "audit_finding" ("response_due", "id") WHERE "response_due" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "audit_finding.closure_due" ON "audit_finding" ("closure_due", "id");
CREATE INDEX IF NOT EXISTS "audit_finding.verification" ON "audit_finding" ("verification", "id") WHERE "verification" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "audit_finding.nonconformity" ON "audit_finding" ("nonconformity", "id") WHERE "nonconformity" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "audit_finding.action_owner" ON "audit_finding" ("action_owner", "id") WHERE "action_owner" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "audit_finding.action_due" ON "audit_finding" ("action_due", "id") WHERE "action_due" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "audit_finding.action_done_at" ON "audit_finding" ("action_done_at", "id") WHERE "action_done_at" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "audit_finding.verify_from" ON "audit_finding" ("verify_from", "id") WHERE "verify_from" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "audit_finding.failed_count" ON "audit_finding" ("failed_count", "id") WHERE "failed_count" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "audit_finding.closed_at" ON "audit_finding" ("closed_at", "id") WHERE "closed_at" IS NOT NULL;
CREATE TABLE IF NOT EXISTS "certification" (
  "id" INTEGER PRIMARY KEY,
  "version" INTEGER,
  "state" TEXT,
  "open" INTEGER,
  "created_at" INTEGER,
  "created_by" INTEGER,
  "updated_at" INTEGER,
  "updated_by" INTEGER,
  "imported" INTEGER,
  "origin" TEXT,
  "tags" TEXT,
  "custom" TEXT,
  "name" TEXT,
  "body" INTEGER,
  "owner" INTEGER,
  "standard" TEXT,
  "edition" TEXT,
  "scope" INTEGER,
  "people_in_scope" INTEGER,
  "sites" INTEGER,
  "table_days" INTEGER,
  "factors" TEXT,
  "factors_percent" INTEGER,
  "audit_days" INTEGER,
  "sites_initial" INTEGER,
  "sites_surveillance" INTEGER,
  "sites_recertification" INTEGER,
  "stage_one_on" TEXT,
  "stage_two_on" TEXT,
  "certificate_number" TEXT,
  "decided_on" TEXT,
  "decided_by" TEXT,
  "restored_from" TEXT,
  "valid_until" TEXT,
  "restorable_until" TEXT,
  "cycle" TEXT,
  "next_audit" TEXT,
  "next_due_on" TEXT,
  "blocking_findings" INTEGER,
  "blocking_until" TEXT,
  "stage_two_after" TEXT,
  "reminded_for" TEXT
);
CREATE INDEX IF NOT EXISTS "certification.open" ON "certification" ("open", "id");
CREATE UNIQUE INDEX IF NOT EXISTS "certification.origin" ON "certification" ("origin") WHERE "origin" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "certification.state" ON "certification" ("state", "id");
CREATE INDEX IF NOT EXISTS "certification.body" ON "certification" ("body", "id");
CREATE INDEX IF NOT EXISTS "certification.owner" ON "certification" ("owner", "id");
CREATE INDEX IF NOT EXISTS "certification.scope" ON "certification" ("scope", "id") WHERE "scope" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "certification.stage_one_on" ON "certification" ("stage_one_on", "id") WHERE "stage_one_on" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "certification.stage_two_on" ON "certification" ("stage_two_on", "id") WHERE "stage_two_on" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "certification.decided_on" ON "certification" ("decided_on", "id") WHERE "decided_on" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "certification.valid_until" ON "certification" ("valid_until", "id");
CREATE INDEX IF NOT EXISTS "certification.next_due_on" ON "certification" ("next_due_on", "id");
CREATE TABLE IF NOT EXISTS "certification_body" (
  "id" INTEGER PRIMARY KEY,
  "version" INTEGER,
  "state" TEXT,
  "open" INTEGER,
  "created_at" INTEGER,
  "created_by" INTEGER,
  "updated_at" INTEGER,
  "updated_by" INTEGER,
  "imported" INTEGER,
  "origin" TEXT,
  "tags" TEXT,
  "custom" TEXT,
  "name" TEXT,
  "accreditation" TEXT,
  "contact" TEXT,
  "email" TEXT,
  "phone" TEXT,
  "grades" TEXT,
  "rules" TEXT
);
CREATE INDEX IF NOT EXISTS "certification_body.open" ON "certification_body" ("open", "id");
CREATE UNIQUE INDEX IF NOT EXISTS "certification_body.origin" ON "certification_body" ("origin") WHERE "origin" IS NOT NULL;
CREATE UNIQUE INDEX IF NOT EXISTS "certification_body.name.unique" ON "certification_body" ("name") WHERE "name" IS NOT NULL;
CREATE TABLE IF NOT EXISTS "management_review" (
  "id" INTEGER PRIMARY KEY,
  "version" INTEGER,
  "state" TEXT,
  "open" INTEGER,
  "created_at" INTEGER,
  "created_by" INTEGER,
  "updated_at" INTEGER,
  "updated_by" INTEGER,
  "imported" INTEGER,
  "origin" TEXT,
  "tags" TEXT,
  "custom" TEXT,
  "name" TEXT,
  "planned_on" TEXT,
  "owner" INTEGER,
  "looks_back_to" TEXT,
  "inputs" TEXT,
  "inputs_at" INTEGER,
  "comments" TEXT,
  "further_points" TEXT,
  "held_on" TEXT,
  "attendees" TEXT,
  "other_attendees" TEXT,
  "suitability" TEXT,
  "adequacy" TEXT,
  "effectiveness" TEXT,
  "signed_by" INTEGER,
  "signed_at" INTEGER,
  "closed_at" INTEGER
);
CREATE INDEX IF NOT EXISTS "management_review.open" ON "management_review" ("open", "id");
CREATE UNIQUE INDEX IF NOT EXISTS "management_review.origin" ON "management_review" ("origin") WHERE "origin" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "management_review.state" ON "management_review" ("state", "id");
CREATE INDEX IF NOT EXISTS "management_review.planned_on" ON "management_review" ("planned_on", "id");
CREATE INDEX IF NOT EXISTS "management_review.owner" ON "management_review" ("owner", "id");
CREATE INDEX IF NOT EXISTS "management_review.held_on" ON "management_review" ("held_on", "id");
CREATE INDEX IF NOT EXISTS "management_review.signed_at" ON "management_review" ("signed_at", "id") WHERE "signed_at" IS NOT NULL;
CREATE TABLE IF NOT EXISTS "review_decision" (
  "id" INTEGER PRIMARY KEY,
  "version" INTEGER,
  "state" TEXT,
  "open" INTEGER,
  "created_at" INTEGER,
  "created_by" INTEGER,
  "updated_at" INTEGER,
  "updated_by" INTEGER,
  "imported" INTEGER,
  "origin" TEXT,
  "tags" TEXT,
  "custom" TEXT,
  "name" TEXT,
  "review" INTEGER,
  "sort" TEXT,
  "reason" TEXT,
  "owner" INTEGER,
  "due_on" TEXT,
  "improvement" INTEGER,
  "change" INTEGER,
  "evidence" TEXT,
  "settled_at" INTEGER,
  "reminded_for" TEXT
);
CREATE INDEX IF NOT EXISTS "review_decision.open" ON "review_decision" ("open", "id");
CREATE UNIQUE INDEX IF NOT EXISTS "review_decision.origin" ON "review_decision" ("origin") WHERE "origin" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "review_decision.state" ON "review_decision" ("state", "id");
CREATE INDEX IF NOT EXISTS "review_decision.review" ON "review_decision" ("review", "id");
CREATE INDEX IF NOT EXISTS "review_decision.sort" ON "review_decision" ("sort", "id");
CREATE INDEX IF NOT EXISTS "review_decision.owner" ON "review_decision" ("owner", "id");
CREATE INDEX IF NOT EXISTS "review_decision.due_on" ON "review_decision" ("due_on", "id");
CREATE INDEX IF NOT EXISTS "review_decision.improvement" ON "review_decision" ("improvement", "id") WHERE "improvement" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "review_decision.change" ON "review_decision" ("change", "id") WHERE "change" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "review_decision.settled_at" ON "review_decision" ("settled_at", "id") WHERE "settled_at" IS NOT NULL;
CREATE TABLE IF NOT EXISTS "report_definition" (
  "id" INTEGER PRIMARY KEY,
  "version" INTEGER,
  "state" TEXT,
  "open" INTEGER,
  "created_at" INTEGER,
  "created_by" INTEGER,
  "updated_at" INTEGER,
  "updated_by" INTEGER,
  "imported" INTEGER,
  "origin" TEXT,
  "tags" TEXT,
  "custom" TEXT,
  "name" TEXT,
  "purpose" TEXT,
  "audience" TEXT,
  "readers" TEXT,
  "customers" TEXT,
  "interested_parties" TEXT,
  "mail_to" TEXT,
  "sheets" TEXT,
  "other_sources" TEXT,
  "every" TEXT,
  "due_days" INTEGER,
  "periods_before" INTEGER,
  "owner" INTEGER,
  "in_use_since" TEXT,
  "reported_until" TEXT,
  "next_due_on" TEXT
);
CREATE INDEX IF NOT EXISTS "report_definition.open" ON "report_definition" ("open", "id");
CREATE UNIQUE INDEX IF NOT EXISTS "report_definition.origin" ON "report_definition" ("origin") WHERE "origin" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "report_definition.state" ON "report_definition" ("state", "id");
CREATE INDEX IF NOT EXISTS "report_definition.every" ON "report_definition" ("every", "id");
CREATE INDEX IF NOT EXISTS "report_definition.owner" ON "report_definition" ("owner", "id");
CREATE INDEX IF NOT EXISTS "report_definition.next_due_on" ON "report_definition" ("next_due_on", "id");
CREATE TABLE IF NOT EXISTS "report_run" (
  "id" INTEGER PRIMARY KEY,
  "version" INTEGER,
  "state" TEXT,
  "open" INTEGER,
  "created_at" INTEGER,
  "created_by" INTEGER,
  "updated_at" INTEGER,
  "updated_by" INTEGER,
  "imported" INTEGER,
  "origin" TEXT,
  "tags" TEXT,
  "custom" TEXT,
  "name" TEXT,
  "definition" INTEGER,
  "from" TEXT,
  "until" TEXT,
  "due_on" TEXT,
  "owner" INTEGER,
  "trends" TEXT,
  "periods_before" INTEGER,
  "conclusions" TEXT,
  "findings" TEXT,
  "content" TEXT,
  "prepared_at" INTEGER,
  "reviewed_by" INTEGER,
  "reviewed_at" INTEGER,
  "sent_at" INTEGER,
  "told" TEXT,
  "sent_to" TEXT
);
CREATE INDEX IF NOT EXISTS "report_run.open" ON "report_run" ("open", "id");
CREATE UNIQUE INDEX IF NOT EXISTS "report_run.origin" ON "report_run" ("origin") WHERE "origin" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "report_run.state" ON "report_run" ("state", "id");
CREATE INDEX IF NOT EXISTS "report_run.definition" ON "report_run" ("definition", "id");
CREATE INDEX IF NOT EXISTS "report_run.from" ON "report_run" ("from", "id");
CREATE INDEX IF NOT EXISTS "report_run.due_on" ON "report_run" ("due_on", "id");
CREATE INDEX IF NOT EXISTS "report_run.owner" ON "report_run" ("owner", "id") WHERE "owner" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "report_run.sent_at" ON "report_run" ("sent_at", "id");
CREATE TABLE IF NOT EXISTS "service_report" (
  "id" INTEGER PRIMARY KEY,
  "version" INTEGER,
  "state" TEXT,
  "open" INTEGER,
  "created_at" INTEGER,
  "created_by" INTEGER,
  "updated_at" INTEGER,
  "updated_by" INTEGER,
  "imported" INTEGER,
  "origin" TEXT,
  "tags" TEXT,
  "custom" TEXT,
  "name" TEXT,
  "customer" INTEGER,
  "from" TEXT,
  "until" TEXT,
  "assessment" TEXT,
  "recipients" TEXT,
  "content" TEXT,
  "prepared_at" INTEGER,
  "approved_by" INTEGER,
  "sent_at" INTEGER,
  "sent_to" TEXT
);
CREATE INDEX IF NOT EXISTS "service_report.open" ON "service_report" ("open", "id");
CREATE UNIQUE INDEX IF NOT EXISTS "service_report.origin" ON "service_report" ("origin") WHERE "origin" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "service_report.state" ON "service_report" ("state", "id");
CREATE INDEX IF NOT EXISTS "service_report.customer" ON "service_report" ("customer", "id");
CREATE INDEX IF NOT EXISTS "service_report.from" ON "service_report" ("from", "id");
CREATE INDEX IF NOT EXISTS "service_report.sent_at" ON "service_report" ("sent_at", "id");
CREATE TABLE IF NOT EXISTS "service_level_result" (
  "id" INTEGER PRIMARY KEY,
  "version" INTEGER,
  "state" TEXT,
  "open" INTEGER,
  "created_at" INTEGER,
  "created_by" INTEGER,
  "updated_at" INTEGER,
  "updated_by" INTEGER,
  "imported" INTEGER,
  "origin" TEXT,
  "tags" TEXT,
  "custom" TEXT,
  "name" TEXT,
  "target" INTEGER,
  "agreement" INTEGER,
  "from" TEXT,
  "until" TEXT,
  "met" INTEGER,
  "missed" INTEGER,
  "open_late" INTEGER,
  "excluded" INTEGER,
  "measured_percent" INTEGER,
  "measured_with_exceptions" INTEGER,
  "agreement_edition" INTEGER,
  "measured_by" TEXT,
  "strict_percent" INTEGER,
  "with_exceptions_percent" INTEGER,
  "is_missed" INTEGER,
  "action" TEXT
);
CREATE INDEX IF NOT EXISTS "service_level_result.open" ON "service_level_result" ("open", "id");
CREATE UNIQUE INDEX IF NOT EXISTS "service_level_result.origin" ON "service_level_result" ("origin") WHERE "origin" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "service_level_result.target" ON "service_level_result" ("target", "id");
CREATE INDEX IF NOT EXISTS "service_level_result.agreement" ON "service_level_result" ("agreement", "id");
CREATE INDEX IF NOT EXISTS "service_level_result.measured_by" ON "service_level_result" ("measured_by", "id") WHERE "measured_by" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "service_level_result.is_missed" ON "service_level_result" ("is_missed", "id");
CREATE TABLE IF NOT EXISTS "party_measure" (
  "id" INTEGER PRIMARY KEY,
  "version" INTEGER,
  "state" TEXT,
  "open" INTEGER,
  "created_at" INTEGER,
  "created_by" INTEGER,
  "updated_at" INTEGER,
  "updated_by" INTEGER,
  "imported" INTEGER,
  "origin" TEXT,
  "tags" TEXT,
  "custom" TEXT,
  "name" TEXT,
  "involvement" INTEGER,
  "measure" TEXT,
  "from" TEXT,
  "to" TEXT,
  "target" TEXT,
  "better" TEXT,
  "value" TEXT,
  "unit" TEXT,
  "met" TEXT,
  "figures_from" TEXT,
  "evaluation" TEXT,
  "evaluated_by" INTEGER,
  "evaluated_at" INTEGER
);
CREATE INDEX IF NOT EXISTS "party_measure.open" ON "party_measure" ("open", "id");
CREATE UNIQUE INDEX IF NOT EXISTS "party_measure.origin" ON "party_measure" ("origin") WHERE "origin" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "party_measure.involvement" ON "party_measure" ("involvement", "id") WHERE "involvement" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "party_measure.from" ON "party_measure" ("from", "id");
CREATE INDEX IF NOT EXISTS "party_measure.to" ON "party_measure" ("to", "id");
CREATE INDEX IF NOT EXISTS "party_measure.met" ON "party_measure" ("met", "id");
CREATE INDEX IF NOT EXISTS "party_measure.evaluated_at" ON "party_measure" ("evaluated_at", "id") WHERE "evaluated_at" IS NOT NULL;
CREATE TABLE IF NOT EXISTS "configuration_audit" (
  "id" INTEGER PRIMARY KEY,
  "version" INTEGER,
  "state" TEXT,
  "open" INTEGER,
  "created_at" INTEGER,
  "created_by" INTEGER,
  "updated_at" INTEGER,
  "updated_by" INTEGER,
  "imported" INTEGER,
  "origin" TEXT,
  "tags" TEXT,
  "custom" TEXT,
  "name" TEXT,
  "planned_on" TEXT,
  "checked_by" INTEGER,
  "service" INTEGER,
  "item_type" TEXT,
  "sample_size" INTEGER,
  "seed" INTEGER,
  "drawn_at" INTEGER,
  "population_count" INTEGER,
  "sample" TEXT,
  "findings" TEXT,
  "right_count" INTEGER,
  "accuracy_percent" INTEGER,
  "accuracy_low_percent" INTEGER,
  "accuracy_high_percent" INTEGER,
  "actions" TEXT,
  "finished_at" INTEGER
);
CREATE INDEX IF NOT EXISTS "configuration_audit.open" ON "configuration_audit" ("open", "id");
CREATE UNIQUE INDEX IF NOT EXISTS "configuration_audit.origin" ON "configuration_audit" ("origin") WHERE "origin" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "configuration_audit.state" ON "configuration_audit" ("state", "id");
CREATE INDEX IF NOT EXISTS "configuration_audit.planned_on" ON "configuration_audit" ("planned_on", "id");
CREATE INDEX IF NOT EXISTS "configuration_audit.checked_by" ON "configuration_audit" ("checked_by", "id");
CREATE INDEX IF NOT EXISTS "configuration_audit.service" ON "configuration_audit" ("service", "id") WHERE "service" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "configuration_audit.finished_at" ON "configuration_audit" ("finished_at", "id") WHERE "finished_at" IS NOT NULL;
CREATE TABLE IF NOT EXISTS "maintenance_window" (
  "id" INTEGER PRIMARY KEY,
  "version" INTEGER,
  "state" TEXT,
  "open" INTEGER,
  "created_at" INTEGER,
  "created_by" INTEGER,
  "updated_at" INTEGER,
  "updated_by" INTEGER,
  "imported" INTEGER,
  "origin" TEXT,
  "tags" TEXT,
  "custom" TEXT,
  "name" TEXT,
  "services" TEXT,
  "agreements" TEXT,
  "starts_at" INTEGER,
  "ends_at" INTEGER,
  "change" INTEGER,
  "agreed_by" TEXT,
  "agreed_at" INTEGER,
  "announced_at" INTEGER,
  "told" TEXT,
  "outcome" TEXT
);
CREATE INDEX IF NOT EXISTS "maintenance_window.open" ON "maintenance_window" ("open", "id");
CREATE UNIQUE INDEX IF NOT EXISTS "maintenance_window.origin" ON "maintenance_window" ("origin") WHERE "origin" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "maintenance_window.state" ON "maintenance_window" ("state", "id");
CREATE INDEX IF NOT EXISTS "maintenance_window.starts_at" ON "maintenance_window" ("starts_at", "id");
CREATE INDEX IF NOT EXISTS "maintenance_window.ends_at" ON "maintenance_window" ("ends_at", "id");
CREATE INDEX IF NOT EXISTS "maintenance_window.change" ON "maintenance_window" ("change", "id") WHERE "change" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "maintenance_window.agreed_at" ON "maintenance_window" ("agreed_at", "id") WHERE "agreed_at" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "maintenance_window.announced_at" ON "maintenance_window" ("announced_at", "id");
CREATE TABLE IF NOT EXISTS "outage" (
  "id" INTEGER PRIMARY KEY,
  "version" INTEGER,
  "state" TEXT,
  "open" INTEGER,
  "created_at" INTEGER,
  "created_by" INTEGER,
  "updated_at" INTEGER,
  "updated_by" INTEGER,
  "imported" INTEGER,
  "origin" TEXT,
  "tags" TEXT,
  "custom" TEXT,
  "summary" TEXT,
  "service" INTEGER,
  "configuration_item" INTEGER,
  "others_went_on" INTEGER,
  "incident" INTEGER,
  "change" INTEGER,
  "planned" INTEGER,
  "degraded" INTEGER,
  "source" TEXT,
  "users_affected" INTEGER,
  "began_at" INTEGER,
  "detected_at" INTEGER,
  "diagnosed_at" INTEGER,
  "repaired_at" INTEGER,
  "ended_at" INTEGER,
  "verified_at" INTEGER,
  "verified_by" INTEGER,
  "problem" INTEGER,
  "cause" TEXT,
  "action" TEXT
);
CREATE INDEX IF NOT EXISTS "outage.open" ON "outage" ("open", "id");
CREATE UNIQUE INDEX IF NOT EXISTS "outage.origin" ON "outage" ("origin") WHERE "origin" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "outage.state" ON "outage" ("state", "id");
CREATE INDEX IF NOT EXISTS "outage.service" ON "outage" ("service", "id");
CREATE INDEX IF NOT EXISTS "outage.configuration_item" ON "outage" ("configuration_item", "id");
CREATE INDEX IF NOT EXISTS "outage.incident" ON "outage" ("incident", "id");
CREATE INDEX IF NOT EXISTS "outage.change" ON "outage" ("change", "id") WHERE "change" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "outage.planned" ON "outage" ("planned", "id") WHERE "planned" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "outage.degraded" ON "outage" ("degraded", "id") WHERE "degraded" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "outage.source" ON "outage" ("source", "id") WHERE "source" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "outage.began_at" ON "outage" ("began_at", "id");
CREATE INDEX IF NOT EXISTS "outage.ended_at" ON "outage" ("ended_at", "id");
CREATE INDEX IF NOT EXISTS "outage.problem" ON "outage" ("problem", "id") WHERE "problem" IS NOT NULL;
CREATE TABLE IF NOT EXISTS "availability_result" (
  "id" INTEGER PRIMARY KEY,
  "version" INTEGER,
  "state" TEXT,
  "open" INTEGER,
  "created_at" INTEGER,
  "created_by" INTEGER,
  "updated_at" INTEGER,
  "updated_by" INTEGER,
  "imported" INTEGER,
  "origin" TEXT,
  "tags" TEXT,
  "custom" TEXT,
  "name" TEXT,
  "target" INTEGER,
  "agreement" INTEGER,
  "service" INTEGER,
  "from" TEXT,
  "until" TEXT,
  "agreed_hours" INTEGER,
  "planned_hours" INTEGER,
  "net_hours" INTEGER,
  "downtime_hours" INTEGER,
  "availability_percent" INTEGER,
  "target_percent" INTEGER,
  "outage_count" INTEGER,
  "outages" TEXT,
  "windows" TEXT,
  "is_missed" INTEGER,
  "action" TEXT
);
CREATE INDEX IF NOT EXISTS "availability_result.open" ON "availability_result" ("open", "id");
CREATE UNIQUE INDEX IF NOT EXISTS "availability_result.origin" ON "availability_result" ("origin") WHERE "origin" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "availability_result.target" ON "availability_result" ("target", "id") WHERE "target" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "availability_result.agreement" ON "availability_result" ("agreement", "id") WHERE "agreement" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "availability_result.service" ON "availability_result" ("service", "id");
CREATE INDEX IF NOT EXISTS "availability_result.from" ON "availability_result" ("from", "id");
CREATE INDEX IF NOT EXISTS "availability_result.until" ON "availability_result" ("until", "id") WHERE "until" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "availability_result.is_missed" ON "availability_result" ("is_missed", "id");
CREATE TABLE IF NOT EXISTS "continuity_requirement" (
  "id" INTEGER PRIMARY KEY,
  "version" INTEGER,
  "state" TEXT,
  "open" INTEGER,
  "created_at" INTEGER,
  "created_by" INTEGER,
  "updated_at" INTEGER,
  "updated_by" INTEGER,
  "imported" INTEGER,
  "origin" TEXT,
  "tags" TEXT,
  "custom" TEXT,
  "name" TEXT,
  "service" INTEGER,
  "customer" INTEGER,
  "business_effect" TEXT,
  "rto" INTEGER,
  "clock_starts" TEXT,
  "rpo" INTEGER,
  "tolerable" INTEGER,
  "minimum_level" TEXT,
  "sources" TEXT,
  "agreed_by" TEXT,
  "agreed_on" TEXT
);
CREATE INDEX IF NOT EXISTS "continuity_requirement.open" ON "continuity_requirement" ("open", "id");
CREATE UNIQUE INDEX IF NOT EXISTS "continuity_requirement.origin" ON "continuity_requirement" ("origin") WHERE "origin" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "continuity_requirement.state" ON "continuity_requirement" ("state", "id");
CREATE INDEX IF NOT EXISTS "continuity_requirement.service" ON "continuity_requirement" ("service", "id");
CREATE INDEX IF NOT EXISTS "continuity_requirement.customer" ON "continuity_requirement" ("customer", "id");
CREATE TABLE IF NOT EXISTS "continuity_plan" (
  "id" INTEGER PRIMARY KEY,
  "version" INTEGER,
  "state" TEXT,
  "open" INTEGER,
  "created_at" INTEGER,
  "created_by" INTEGER,
  "updated_at" INTEGER,
  "updated_by" INTEGER,
  "imported" INTEGER,
  "origin" TEXT,
  "tags" TEXT,
  "custom" TEXT,
  "name" TEXT,
  "services" TEXT,
  "configuration_items" TEXT,
  "owner" INTEGER,
  "requirements" TEXT,
  "criteria" TEXT,
  "invokers" TEXT,
  "deputies" TEXT,
  "responsibilities" TEXT,
  "procedures" TEXT,
  "targets" TEXT,
  "resources" TEXT,
  "contacts" TEXT,
  "return_to_normal" TEXT,
  "copies" TEXT,
  "test_months" INTEGER,
  "waiver" TEXT,
  "waived_change" INTEGER,
  "replaced_by" INTEGER,
  "approved_by" INTEGER,
  "approved_on" TEXT,
  "last_test_on" TEXT,
  "test_due_on" TEXT,
  "changed_by" INTEGER,
  "changed_on" TEXT,
  "test_missing" INTEGER
);
CREATE INDEX IF NOT EXISTS "continuity_plan.open" ON "continuity_plan" ("open", "id");
CREATE UNIQUE INDEX IF NOT EXISTS "continuity_plan.origin" ON "continuity_plan" ("origin") WHERE "origin" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "continuity_plan.state" ON "continuity_plan" ("state", "id");
CREATE INDEX IF NOT EXISTS "continuity_plan.owner" ON "continuity_plan" ("owner", "id");
CREATE INDEX IF NOT EXISTS "continuity_plan.replaced_by" ON "continuity_plan" ("replaced_by", "id") WHERE "replaced_by" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "continuity_plan.approved_on" ON "continuity_plan" ("approved_on", "id") WHERE "approved_on" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "continuity_plan.last_test_on" ON "continuity_plan" ("last_test_on", "id");
CREATE INDEX IF NOT EXISTS "continuity_plan.test_due_on" ON "continuity_plan" ("test_due_on", "id");
CREATE INDEX IF NOT EXISTS "continuity_plan.changed_by" ON "continuity_plan" ("changed_by", "id") WHERE "changed_by" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "continuity_plan.test_missing" ON "continuity_plan" ("test_missing", "id");
CREATE TABLE IF NOT EXISTS "continuity_test" (
  "id" INTEGER PRIMARY KEY,
  "version" INTEGER,
  "state" TEXT,
  "open" INTEGER,
  "created_at" INTEGER,
  "created_by" INTEGER,
  "updated_at" INTEGER,
  "updated_by" INTEGER,
  "imported" INTEGER,
  "origin" TEXT,
  "tags" TEXT,
  "custom" TEXT,
  "name" TEXT,
  "plan" INTEGER,
  "requirement" INTEGER,
  "depth" TEXT,
  "planned_on" TEXT,
  "scenario" TEXT,
  "held_on" TEXT,
  "participants" TEXT,
  "disrupted_at" INTEGER,
  "declared_at" INTEGER,
  "last_good_at" INTEGER,
  "restored_at" INTEGER,
  "recovery_minutes" INTEGER,
  "declared_minutes" INTEGER,
  "loss_minutes" INTEGER,
  "rto_met" INTEGER,
  "rpo_met" INTEGER,
  "copy_reached" INTEGER,
  "verdict" TEXT,
  "findings" TEXT,
  "lessons" TEXT,
  "reviewed_on" TEXT,
  "actions" TEXT
);
CREATE INDEX IF NOT EXISTS "continuity_test.open" ON "continuity_test" ("open", "id");
CREATE UNIQUE INDEX IF NOT EXISTS "continuity_test.origin" ON "continuity_test" ("origin") WHERE "origin" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "continuity_test.state" ON "continuity_test" ("state", "id");
CREATE INDEX IF NOT EXISTS "continuity_test.plan" ON "continuity_test" ("plan", "id");
CREATE INDEX IF NOT EXISTS "continuity_test.requirement" ON "continuity_test" ("requirement", "id") WHERE "requirement" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "continuity_test.depth" ON "continuity_test" ("depth", "id");
CREATE INDEX IF NOT EXISTS "continuity_test.planned_on" ON "continuity_test" ("planned_on", "id");
CREATE INDEX IF NOT EXISTS "continuity_test.held_on" ON "continuity_test" ("held_on", "id");
CREATE INDEX IF NOT EXISTS "continuity_test.rto_met" ON "continuity_test" ("rto_met", "id");
CREATE INDEX IF NOT EXISTS "continuity_test.rpo_met" ON "continuity_test" ("rpo_met", "id");
CREATE INDEX IF NOT EXISTS "continuity_test.verdict" ON "continuity_test" ("verdict", "id");
CREATE INDEX IF NOT EXISTS "continuity_test.reviewed_on" ON "continuity_test" ("reviewed_on", "id") WHERE "reviewed_on" IS NOT NULL;
CREATE TABLE IF NOT EXISTS "invocation" (
  "id" INTEGER PRIMARY KEY,
  "version" INTEGER,
  "state" TEXT,
  "open" INTEGER,
  "created_at" INTEGER,
  "created_by" INTEGER,
  "updated_at" INTEGER,
  "updated_by" INTEGER,
  "imported" INTEGER,
  "origin" TEXT,
  "tags" TEXT,
  "custom" TEXT,
  "summary" TEXT,
  "plan" INTEGER,
  "incident" INTEGER,
  "invoked_by" INTEGER,
  "reason" TEXT,
  "disrupted_at" INTEGER,
  "declared_at" INTEGER,
  "last_good_at" INTEGER,
  "restored_at" INTEGER,
  "requirement" INTEGER,
  "recovery_minutes" INTEGER,
  "declared_minutes" INTEGER,
  "loss_minutes" INTEGER,
  "rto_met" INTEGER,
  "rpo_met" INTEGER,
  "log" TEXT,
  "cause" TEXT,
  "effect" TEXT,
  "recovery" TEXT,
  "lessons" TEXT,
  "actions" TEXT,
  "reported_to" TEXT,
  "reported_on" TEXT
);
CREATE INDEX IF NOT EXISTS "invocation.open" ON "invocation" ("open", "id");
CREATE UNIQUE INDEX IF NOT EXISTS "invocation.origin" ON "invocation" ("origin") WHERE "origin" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "invocation.state" ON "invocation" ("state", "id");
CREATE INDEX IF NOT EXISTS "invocation.plan" ON "invocation" ("plan", "id");
CREATE INDEX IF NOT EXISTS "invocation.incident" ON "invocation" ("incident", "id") WHERE "incident" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "invocation.declared_at" ON "invocation" ("declared_at", "id");
CREATE INDEX IF NOT EXISTS "invocation.requirement" ON "invocation" ("requirement", "id") WHERE "requirement" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "invocation.rto_met" ON "invocation" ("rto_met", "id");
CREATE INDEX IF NOT EXISTS "invocation.rpo_met" ON "invocation" ("rpo_met", "id");
CREATE INDEX IF NOT EXISTS "invocation.reported_on" ON "invocation" ("reported_on", "id") WHERE "reported_on" IS NOT NULL;
CREATE TABLE IF NOT EXISTS "incident_review" (
  "id" INTEGER PRIMARY KEY,
  "version" INTEGER,
  "state" TEXT,
  "open" INTEGER,
  "created_at" INTEGER,
  "created_by" INTEGER,
  "updated_at" INTEGER,
  "updated_by" INTEGER,
  "imported" INTEGER,
  "origin" TEXT,
  "tags" TEXT,
  "custom" TEXT,
  "name" TEXT,
  "incident" INTEGER,
  "held_on" TEXT,
  "cause" TEXT,
  "lessons" TEXT,
  "actions" TEXT,
  "improvement" TEXT,
  "participants" TEXT
);
CREATE INDEX IF NOT EXISTS "incident_review.open" ON "incident_review" ("open", "id");
CREATE UNIQUE INDEX IF NOT EXISTS "incident_review.origin" ON "incident_review" ("origin") WHERE "origin" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "incident_review.incident" ON "incident_review" ("incident", "id");
CREATE TABLE IF NOT EXISTS "trend_analysis" (
  "id" INTEGER PRIMARY KEY,
  "version" INTEGER,
  "state" TEXT,
  "open" INTEGER,
  "created_at" INTEGER,
  "created_by" INTEGER,
  "updated_at" INTEGER,
  "updated_by" INTEGER,
  "imported" INTEGER,
  "origin" TEXT,
  "tags" TEXT,
  "custom" TEXT,
  "name" TEXT,
  "subject" TEXT,
  "from" TEXT,
  "until" TEXT,
  "analysed_by" INTEGER,
  "conclusions" TEXT,
  "decisions" TEXT,
  "improvements" TEXT,
  "figures" TEXT,
  "signals" TEXT,
  "taken_at" INTEGER,
  "concluded_at" INTEGER
);
CREATE INDEX IF NOT EXISTS "trend_analysis.open" ON "trend_analysis" ("open", "id");
CREATE UNIQUE INDEX IF NOT EXISTS "trend_analysis.origin" ON "trend_analysis" ("origin") WHERE "origin" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "trend_analysis.state" ON "trend_analysis" ("state", "id");
CREATE INDEX IF NOT EXISTS "trend_analysis.subject" ON "trend_analysis" ("subject", "id");
CREATE INDEX IF NOT EXISTS "trend_analysis.from" ON "trend_analysis" ("from", "id");
CREATE INDEX IF NOT EXISTS "trend_analysis.until" ON "trend_analysis" ("until", "id");
CREATE INDEX IF NOT EXISTS "trend_analysis.analysed_by" ON "trend_analysis" ("analysed_by", "id");
CREATE INDEX IF NOT EXISTS "trend_analysis.concluded_at" ON "trend_analysis" ("concluded_at", "id") WHERE "concluded_at" IS NOT NULL;
CREATE TABLE IF NOT EXISTS "security_analysis" (
  "id" INTEGER PRIMARY KEY,
  "version" INTEGER,
  "state" TEXT,
  "open" INTEGER,
  "created_at" INTEGER,
  "created_by" INTEGER,
  "updated_at" INTEGER,
  "updated_by" INTEGER,
  "imported" INTEGER,
  "origin" TEXT,
  "tags" TEXT,
  "custom" TEXT,
  "name" TEXT,
  "from" TEXT,
  "until" TEXT,
  "analysed_by" INTEGER,
  "by_class" TEXT,
  "incidents" INTEGER,
  "incidents_before" INTEGER,
  "late" INTEGER,
  "taken_at" INTEGER,
  "impact" TEXT,
  "conclusions" TEXT,
  "improvements" TEXT,
  "reported_to" TEXT,
  "concluded_at" INTEGER
);
CREATE INDEX IF NOT EXISTS "security_analysis.open" ON "security_analysis" ("open", "id");
CREATE UNIQUE INDEX IF NOT EXISTS "security_analysis.origin" ON "security_analysis" ("origin") WHERE "origin" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "security_analysis.state" ON "security_analysis" ("state", "id");
CREATE INDEX IF NOT EXISTS "security_analysis.from" ON "security_analysis" ("from", "id");
CREATE INDEX IF NOT EXISTS "security_analysis.until" ON "security_analysis" ("until", "id");
CREATE INDEX IF NOT EXISTS "security_analysis.analysed_by" ON "security_analysis" ("analysed_by", "id");
CREATE INDEX IF NOT EXISTS "security_analysis.concluded_at" ON "security_analysis" ("concluded_at", "id") WHERE "concluded_at" IS NOT NULL;
CREATE TABLE IF NOT EXISTS "planned_review" (
  "id" INTEGER PRIMARY KEY,
  "version" INTEGER,
  "state" TEXT,
  "open" INTEGER,
  "created_at" INTEGER,
  "created_by" INTEGER,
  "updated_at" INTEGER,
  "updated_by" INTEGER,
  "imported" INTEGER,
  "origin" TEXT,
  "tags" TEXT,
  "custom" TEXT,
  "summary" TEXT,
  "topic" TEXT,
  "parent_kind" TEXT,
  "parent" INTEGER,
  "interval_months" INTEGER,
  "grace_days" INTEGER,
  "remind_days" INTEGER,
  "owner" INTEGER,
  "last_held_on" TEXT,
  "next_due_on" TEXT,
  "reminded_for" TEXT,
  "warned_for" TEXT
);
CREATE INDEX IF NOT EXISTS "planned_review.open" ON "planned_review" ("open", "id");
CREATE UNIQUE INDEX IF NOT EXISTS "planned_review.origin" ON "planned_review" ("origin") WHERE "origin" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "planned_review.topic" ON "planned_review" ("topic", "id");
CREATE INDEX IF NOT EXISTS "planned_review.parent_kind" ON "planned_review" ("parent_kind", "id") WHERE "parent_kind" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "planned_review.parent" ON "planned_review" ("parent", "id") WHERE "parent" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "planned_review.owner" ON "planned_review" ("owner", "id");
CREATE INDEX IF NOT EXISTS "planned_review.next_due_on" ON "planned_review" ("next_due_on", "id");
CREATE TABLE IF NOT EXISTS "cost_record" (
  "id" INTEGER PRIMARY KEY,
  "version" INTEGER,
  "state" TEXT,
  "open" INTEGER,
  "created_at" INTEGER,
  "created_by" INTEGER,
  "updated_at" INTEGER,
  "updated_by" INTEGER,
  "imported" INTEGER,
  "origin" TEXT,
  "tags" TEXT,
  "custom" TEXT,
  "text" TEXT,
  "service" INTEGER,
  "cost_type" INTEGER,
  "booked_on" TEXT,
  "amount" INTEGER,
  "amount_currency" TEXT,
  "ledger" TEXT,
  "voucher" TEXT,
  "supplier" INTEGER,
  "contract" INTEGER,
  "configuration_item" INTEGER,
  "change" INTEGER
);
CREATE INDEX IF NOT EXISTS "cost_record.open" ON "cost_record" ("open", "id");
CREATE UNIQUE INDEX IF NOT EXISTS "cost_record.origin" ON "cost_record" ("origin") WHERE "origin" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "cost_record.service" ON "cost_record" ("service", "id");
CREATE INDEX IF NOT EXISTS "cost_record.cost_type" ON "cost_record" ("cost_type", "id");
CREATE INDEX IF NOT EXISTS "cost_record.booked_on" ON "cost_record" ("booked_on", "id");
CREATE INDEX IF NOT EXISTS "cost_record.ledger" ON "cost_record" ("ledger", "id") WHERE "ledger" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "cost_record.voucher" ON "cost_record" ("voucher", "id") WHERE "voucher" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "cost_record.supplier" ON "cost_record" ("supplier", "id") WHERE "supplier" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "cost_record.contract" ON "cost_record" ("contract", "id") WHERE "contract" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "cost_record.configuration_item" ON "cost_record" ("configuration_item", "id") WHERE "configuration_item" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "cost_record.change" ON "cost_record" ("change", "id") WHERE "change" IS NOT NULL;
CREATE TABLE IF NOT EXISTS "forecast_review" (
  "id" INTEGER PRIMARY KEY,
  "version" INTEGER,
  "state" TEXT,
  "open" INTEGER,
  "created_at" INTEGER,
  "created_by" INTEGER,
  "updated_at" INTEGER,
  "updated_by" INTEGER,
  "imported" INTEGER,
  "origin" TEXT,
  "tags" TEXT,
  "custom" TEXT,
  "name" TEXT,
  "from" TEXT,
  "until" TEXT,
  "reviewed_by" INTEGER,
  "control_totals" TEXT,
  "limit_percent" INTEGER,
  "basis" TEXT,
  "changes" TEXT,
  "conclusions" TEXT,
  "decisions" TEXT,
  "figures" TEXT,
  "shares" TEXT,
  "matches" TEXT,
  "taken_at" INTEGER,
  "concluded_at" INTEGER
);
CREATE INDEX IF NOT EXISTS "forecast_review.open" ON "forecast_review" ("open", "id");
CREATE UNIQUE INDEX IF NOT EXISTS "forecast_review.origin" ON "forecast_review" ("origin") WHERE "origin" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "forecast_review.state" ON "forecast_review" ("state", "id");
CREATE INDEX IF NOT EXISTS "forecast_review.from" ON "forecast_review" ("from", "id");
CREATE INDEX IF NOT EXISTS "forecast_review.until" ON "forecast_review" ("until", "id");
CREATE INDEX IF NOT EXISTS "forecast_review.reviewed_by" ON "forecast_review" ("reviewed_by", "id");
CREATE INDEX IF NOT EXISTS "forecast_review.concluded_at" ON "forecast_review" ("concluded_at", "id") WHERE "concluded_at" IS NOT NULL;
CREATE TABLE IF NOT EXISTS "demand_measure" (
  "id" INTEGER PRIMARY KEY,
  "version" INTEGER,
  "state" TEXT,
  "open" INTEGER,
  "created_at" INTEGER,
  "created_by" INTEGER,
  "updated_at" INTEGER,
  "updated_by" INTEGER,
  "imported" INTEGER,
  "origin" TEXT,
  "tags" TEXT,
  "custom" TEXT,
  "name" TEXT,
  "source" INTEGER,
  "month" TEXT,
  "value" INTEGER,
  "is_counted" INTEGER,
  "remark" TEXT
);
CREATE INDEX IF NOT EXISTS "demand_measure.open" ON "demand_measure" ("open", "id");
CREATE UNIQUE INDEX IF NOT EXISTS "demand_measure.origin" ON "demand_measure" ("origin") WHERE "origin" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "demand_measure.source" ON "demand_measure" ("source", "id");
CREATE INDEX IF NOT EXISTS "demand_measure.month" ON "demand_measure" ("month", "id");
CREATE INDEX IF NOT EXISTS "demand_measure.is_counted" ON "demand_measure" ("is_counted", "id") WHERE "is_counted" IS NOT NULL;
CREATE TABLE IF NOT EXISTS "capacity_sample" (
  "id" INTEGER PRIMARY KEY,
  "version" INTEGER,
  "state" TEXT,
  "open" INTEGER,
  "created_at" INTEGER,
  "created_by" INTEGER,
  "updated_at" INTEGER,
  "updated_by" INTEGER,
  "imported" INTEGER,
  "origin" TEXT,
  "tags" TEXT,
  "custom" TEXT,
  "name" TEXT,
  "metric" INTEGER,
  "at" INTEGER,
  "value" INTEGER,
  "from" TEXT
);
CREATE INDEX IF NOT EXISTS "capacity_sample.open" ON "capacity_sample" ("open", "id");
CREATE UNIQUE INDEX IF NOT EXISTS "capacity_sample.origin" ON "capacity_sample" ("origin") WHERE "origin" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "capacity_sample.metric" ON "capacity_sample" ("metric", "id");
CREATE INDEX IF NOT EXISTS "capacity_sample.at" ON "capacity_sample" ("at", "id");
CREATE INDEX IF NOT EXISTS "capacity_sample.from" ON "capacity_sample" ("from", "id") WHERE "from" IS NOT NULL;
CREATE TABLE IF NOT EXISTS "nonconformity" (
  "id" INTEGER PRIMARY KEY,
  "version" INTEGER,
  "state" TEXT,
  "open" INTEGER,
  "created_at" INTEGER,
  "created_by" INTEGER,
  "updated_at" INTEGER,
  "updated_by" INTEGER,
  "imported" INTEGER,
  "origin" TEXT,
  "tags" TEXT,
  "custom" TEXT,
  "name" TEXT,
  "owner" INTEGER,
  "source" TEXT,
  "audit_finding" INTEGER,
  "incident" INTEGER,
  "complaint" INTEGER,
  "service_level_result" INTEGER,
  "supplier_review" INTEGER,
  "planned_review" INTEGER,
  "measure" INTEGER,
  "requirement" TEXT,
  "service" INTEGER,
  "process" INTEGER,
  "customers" TEXT,
  "description" TEXT,
  "severity" TEXT,
  "review_note" TEXT,
  "correction" TEXT,
  "corrected_by" INTEGER,
  "corrected_on" TEXT,
  "consequences" TEXT,
  "cause_method" TEXT,
  "cause" TEXT,
  "cause_evidence" TEXT,
  "similar_where" TEXT,
  "similar" TEXT,
  "similar_cases" TEXT,
  "action_needed" TEXT,
  "no_action_because" TEXT,
  "system_change" TEXT,
  "change" INTEGER,
  "system_change_note" TEXT,
  "verification" TEXT,
  "verified_by" INTEGER,
  "verified_at" INTEGER,
  "closed_at" INTEGER
);
CREATE INDEX IF NOT EXISTS "nonconformity.open" ON "nonconformity" ("open", "id");
CREATE UNIQUE INDEX IF NOT EXISTS "nonconformity.origin" ON "nonconformity" ("origin") WHERE "origin" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "nonconformity.state" ON "nonconformity" ("state", "id");
CREATE INDEX IF NOT EXISTS "nonconformity.owner" ON "nonconformity" ("owner", "id");
CREATE INDEX IF NOT EXISTS "nonconformity.source" ON "nonconformity" ("source", "id");
CREATE INDEX IF NOT EXISTS "nonconformity.audit_finding" ON "nonconformity" ("audit_finding", "id") WHERE "audit_finding" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "nonconformity.incident" ON "nonconformity" ("incident", "id") WHERE "incident" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "nonconformity.complaint" ON "nonconformity" ("complaint", "id") WHERE "complaint" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "nonconformity.requirement" ON "nonconformity" ("requirement", "id");
CREATE INDEX IF NOT EXISTS "nonconformity.service" ON "nonconformity" ("service", "id");
CREATE INDEX IF NOT EXISTS "nonconformity.process" ON "nonconformity" ("process", "id") WHERE "process" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "nonconformity.severity" ON "nonconformity" ("severity", "id");
CREATE INDEX IF NOT EXISTS "nonconformity.corrected_on" ON "nonconformity" ("corrected_on", "id") WHERE "corrected_on" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "nonconformity.similar" ON "nonconformity" ("similar", "id") WHERE "similar" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "nonconformity.action_needed" ON "nonconformity" ("action_needed", "id") WHERE "action_needed" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "nonconformity.system_change" ON "nonconformity" ("system_change", "id") WHERE "system_change" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "nonconformity.closed_at" ON "nonconformity" ("closed_at", "id") WHERE "closed_at" IS NOT NULL;
CREATE TABLE IF NOT EXISTS "corrective_action" (
  "id" INTEGER PRIMARY KEY,
  "version" INTEGER,
  "state" TEXT,
  "open" INTEGER,
  "created_at" INTEGER,
  "created_by" INTEGER,
  "updated_at" INTEGER,
  "updated_by" INTEGER,
  "imported" INTEGER,
  "origin" TEXT,
  "tags" TEXT,
  "custom" TEXT,
  "name" TEXT,
  "nonconformity" INTEGER,
  "owner" INTEGER,
  "action" TEXT,
  "cause" TEXT,
  "due" TEXT,
  "effort" TEXT,
  "proportion" TEXT,
  "approved_by" INTEGER,
  "change" INTEGER,
  "evidence" TEXT,
  "implemented_at" INTEGER,
  "check_after_days" INTEGER,
  "check_from" TEXT,
  "result" TEXT,
  "checked_by" INTEGER,
  "checked_at" INTEGER,
  "refuted_cause" TEXT,
  "failed_count" INTEGER,
  "closed_at" INTEGER
);
CREATE INDEX IF NOT EXISTS "corrective_action.open" ON "corrective_action" ("open", "id");
CREATE UNIQUE INDEX IF NOT EXISTS "corrective_action.origin" ON "corrective_action" ("origin") WHERE "origin" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "corrective_action.state" ON "corrective_action" ("state", "id");
CREATE INDEX IF NOT EXISTS "corrective_action.nonconformity" ON "corrective_action" ("nonconformity", "id");
CREATE INDEX IF NOT EXISTS "corrective_action.owner" ON "corrective_action" ("owner", "id");
CREATE INDEX IF NOT EXISTS "corrective_action.due" ON "corrective_action" ("due", "id");
CREATE INDEX IF NOT EXISTS "corrective_action.effort" ON "corrective_action" ("effort", "id") WHERE "effort" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "corrective_action.change" ON "corrective_action" ("change", "id") WHERE "change" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "corrective_action.implemented_at" ON "corrective_action" ("implemented_at", "id") WHERE "implemented_at" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "corrective_action.check_from" ON "corrective_action" ("check_from", "id");
CREATE INDEX IF NOT EXISTS "corrective_action.checked_at" ON "corrective_action" ("checked_at", "id") WHERE "checked_at" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "corrective_action.failed_count" ON "corrective_action" ("failed_count", "id") WHERE "failed_count" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "corrective_action.closed_at" ON "corrective_action" ("closed_at", "id") WHERE "closed_at" IS NOT NULL;
CREATE TABLE IF NOT EXISTS "improvement" (
  "id" INTEGER PRIMARY KEY,
  "version" INTEGER,
  "state" TEXT,
  "open" INTEGER,
  "created_at" INTEGER,
  "created_by" INTEGER,
  "updated_at" INTEGER,
  "updated_by" INTEGER,
  "imported" INTEGER,
  "origin" TEXT,
  "tags" TEXT,
  "custom" TEXT,
  "name" TEXT,
  "owner" INTEGER,
  "description" TEXT,
  "source" TEXT,
  "proposed_by" INTEGER,
  "audit_finding" INTEGER,
  "management_review" INTEGER,
  "complaint" INTEGER,
  "survey" INTEGER,
  "trend_analysis" INTEGER,
  "service_level_result" INTEGER,
  "service" INTEGER,
  "process" INTEGER,
  "objective" INTEGER,
  "criteria" INTEGER,
  "ratings" TEXT,
  "score" INTEGER,
  "priority" INTEGER,
  "sponsor" INTEGER,
  "dimension" TEXT,
  "metric" TEXT,
  "measure" INTEGER,
  "unit" TEXT,
  "baseline" INTEGER,
  "target" INTEGER,
  "target_date" TEXT,
  "plan" TEXT,
  "effort" TEXT,
  "touches" TEXT,
  "change" INTEGER,
  "changed_on" TEXT,
  "readings" TEXT,
  "actual" INTEGER,
  "mean_before" INTEGER,
  "mean_after" INTEGER,
  "verdict" TEXT,
  "series" TEXT,
  "verdict_note" TEXT,
  "further_action" TEXT,
  "reported_in" TEXT,
  "service_report" INTEGER,
  "approved_at" INTEGER,
  "approved_by" INTEGER,
  "implemented_at" INTEGER,
  "reported_at" INTEGER
);
CREATE INDEX IF NOT EXISTS "improvement.open" ON "improvement" ("open", "id");
CREATE UNIQUE INDEX IF NOT EXISTS "improvement.origin" ON "improvement" ("origin") WHERE "origin" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "improvement.state" ON "improvement" ("state", "id");
CREATE INDEX IF NOT EXISTS "improvement.owner" ON "improvement" ("owner", "id");
CREATE INDEX IF NOT EXISTS "improvement.source" ON "improvement" ("source", "id");
CREATE INDEX IF NOT EXISTS "improvement.proposed_by" ON "improvement" ("proposed_by", "id") WHERE "proposed_by" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "improvement.service" ON "improvement" ("service", "id") WHERE "service" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "improvement.process" ON "improvement" ("process", "id") WHERE "process" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "improvement.objective" ON "improvement" ("objective", "id") WHERE "objective" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "improvement.score" ON "improvement" ("score", "id");
CREATE INDEX IF NOT EXISTS "improvement.priority" ON "improvement" ("priority", "id");
CREATE INDEX IF NOT EXISTS "improvement.sponsor" ON "improvement" ("sponsor", "id") WHERE "sponsor" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "improvement.dimension" ON "improvement" ("dimension", "id") WHERE "dimension" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "improvement.measure" ON "improvement" ("measure", "id") WHERE "measure" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "improvement.target_date" ON "improvement" ("target_date", "id");
CREATE INDEX IF NOT EXISTS "improvement.touches" ON "improvement" ("touches", "id") WHERE "touches" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "improvement.change" ON "improvement" ("change", "id") WHERE "change" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "improvement.changed_on" ON "improvement" ("changed_on", "id") WHERE "changed_on" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "improvement.verdict" ON "improvement" ("verdict", "id") WHERE "verdict" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "improvement.implemented_at" ON "improvement" ("implemented_at", "id") WHERE "implemented_at" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "improvement.reported_at" ON "improvement" ("reported_at", "id") WHERE "reported_at" IS NOT NULL;
CREATE TABLE IF NOT EXISTS "improvement_criteria" (
  "id" INTEGER PRIMARY KEY,
  "version" INTEGER,
  "state" TEXT,
  "open" INTEGER,
  "created_at" INTEGER,
  "created_by" INTEGER,
  "updated_at" INTEGER,
  "updated_by" INTEGER,
  "imported" INTEGER,
  "origin" TEXT,
  "tags" TEXT,
  "custom" TEXT,
  "name" TEXT,
  "owner" INTEGER,
  "criteria" TEXT,
  "usual_score" INTEGER,
  "what_is_new" TEXT,
  "approved_by" INTEGER,
  "approved_at" INTEGER,
  "superseded_at" INTEGER
);
CREATE INDEX IF NOT EXISTS "improvement_criteria.open" ON "improvement_criteria" ("open", "id");
CREATE UNIQUE INDEX IF NOT EXISTS "improvement_criteria.origin" ON "improvement_criteria" ("origin") WHERE "origin" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "improvement_criteria.state" ON "improvement_criteria" ("state", "id");
CREATE INDEX IF NOT EXISTS "improvement_criteria.owner" ON "improvement_criteria" ("owner", "id");
CREATE TABLE IF NOT EXISTS "person" (
  "id" INTEGER PRIMARY KEY,
  "version" INTEGER,
  "state" TEXT,
  "open" INTEGER,
  "created_at" INTEGER,
  "created_by" INTEGER,
  "updated_at" INTEGER,
  "updated_by" INTEGER,
  "imported" INTEGER,
  "origin" TEXT,
  "tags" TEXT,
  "custom" TEXT,
  "name" TEXT,
  "email" TEXT,
  "phone" TEXT,
  "roles" TEXT,
  "customer" INTEGER,
  "team" INTEGER,
  "manager" INTEGER,
  "is_contractor" INTEGER,
  "job_title" TEXT,
  "location" TEXT,
  "time_zone" TEXT,
  "audits_for" INTEGER,
  "access_until" TEXT,
  "mail" TEXT
);
CREATE INDEX IF NOT EXISTS "person.open" ON "person" ("open", "id");
CREATE UNIQUE INDEX IF NOT EXISTS "person.origin" ON "person" ("origin") WHERE "origin" IS NOT NULL;
CREATE UNIQUE INDEX IF NOT EXISTS "person.email.unique" ON "person" ("email") WHERE "email" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "person.email" ON "person" ("email", "id");
CREATE INDEX IF NOT EXISTS "person.customer" ON "person" ("customer", "id");
CREATE INDEX IF NOT EXISTS "person.team" ON "person" ("team", "id");
CREATE INDEX IF NOT EXISTS "person.is_contractor" ON "person" ("is_contractor", "id") WHERE "is_contractor" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "person.location" ON "person" ("location", "id") WHERE "location" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "person.audits_for" ON "person" ("audits_for", "id") WHERE "audits_for" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "person.access_until" ON "person" ("access_until", "id") WHERE "access_until" IS NOT NULL;
CREATE TABLE IF NOT EXISTS "team" (
  "id" INTEGER PRIMARY KEY,
  "version" INTEGER,
  "state" TEXT,
  "open" INTEGER,
  "created_at" INTEGER,
  "created_by" INTEGER,
  "updated_at" INTEGER,
  "updated_by" INTEGER,
  "imported" INTEGER,
  "origin" TEXT,
  "tags" TEXT,
  "custom" TEXT,
  "name" TEXT,
  "manager" INTEGER,
  "email" TEXT,
  "purpose" TEXT
);
CREATE INDEX IF NOT EXISTS "team.open" ON "team" ("open", "id");
CREATE UNIQUE INDEX IF NOT EXISTS "team.origin" ON "team" ("origin") WHERE "origin" IS NOT NULL;
CREATE TABLE IF NOT EXISTS "calendar" (
  "id" INTEGER PRIMARY KEY,
  "version" INTEGER,
  "state" TEXT,
  "open" INTEGER,
  "created_at" INTEGER,
  "created_by" INTEGER,
  "updated_at" INTEGER,
  "updated_by" INTEGER,
  "imported" INTEGER,
  "origin" TEXT,
  "tags" TEXT,
  "custom" TEXT,
  "name" TEXT,
  "hours" TEXT,
  "time_zone" TEXT,
  "holidays" TEXT,
  "country" TEXT
);
CREATE INDEX IF NOT EXISTS "calendar.open" ON "calendar" ("open", "id");
CREATE UNIQUE INDEX IF NOT EXISTS "calendar.origin" ON "calendar" ("origin") WHERE "origin" IS NOT NULL;
CREATE TABLE IF NOT EXISTS "priority_rule" (
  "id" INTEGER PRIMARY KEY,
  "version" INTEGER,
  "state" TEXT,
  "open" INTEGER,
  "created_at" INTEGER,
  "created_by" INTEGER,
  "updated_at" INTEGER,
  "updated_by" INTEGER,
  "imported" INTEGER,
  "origin" TEXT,
  "tags" TEXT,
  "custom" TEXT,
  "impact" TEXT,
  "urgency" TEXT,
  "priority" INTEGER,
  "label" TEXT,
  "name" TEXT
);
CREATE INDEX IF NOT EXISTS "priority_rule.open" ON "priority_rule" ("open", "id");
CREATE UNIQUE INDEX IF NOT EXISTS "priority_rule.origin" ON "priority_rule" ("origin") WHERE "origin" IS NOT NULL;
CREATE UNIQUE INDEX IF NOT EXISTS "priority_rule.name.unique" ON "priority_rule" ("name") WHERE "name" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "priority_rule.impact" ON "priority_rule" ("impact", "id");
CREATE INDEX IF NOT EXISTS "priority_rule.urgency" ON "priority_rule" ("urgency", "id");
CREATE TABLE IF NOT EXISTS "custom_field" (
  "id" INTEGER PRIMARY KEY,
  "version" INTEGER,
  "state" TEXT,
  "open" INTEGER,
  "created_at" INTEGER,
  "created_by" INTEGER,
  "updated_at" INTEGER,
  "updated_by" INTEGER,
  "imported" INTEGER,
  "origin" TEXT,
  "tags" TEXT,
  "custom" TEXT,
  "of_kind" TEXT,
  "field" TEXT,
  "label" TEXT,
  "help" TEXT,
  "holds" TEXT,
  "choices" TEXT,
  "target" TEXT,
  "required" INTEGER,
  "filtered" INTEGER,
  "in_list" INTEGER,
  "customer_visible" INTEGER,
  "name" TEXT
);
CREATE INDEX IF NOT EXISTS "custom_field.open" ON "custom_field" ("open", "id");
CREATE UNIQUE INDEX IF NOT EXISTS "custom_field.origin" ON "custom_field" ("origin") WHERE "origin" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "custom_field.of_kind" ON "custom_field" ("of_kind", "id");
CREATE TABLE IF NOT EXISTS "letter" (
  "id" INTEGER PRIMARY KEY,
  "version" INTEGER,
  "state" TEXT,
  "open" INTEGER,
  "created_at" INTEGER,
  "created_by" INTEGER,
  "updated_at" INTEGER,
  "updated_by" INTEGER,
  "imported" INTEGER,
  "origin" TEXT,
  "tags" TEXT,
  "custom" TEXT,
  "to" TEXT,
  "person" INTEGER,
  "subject" TEXT,
  "text" TEXT,
  "about_kind" TEXT,
  "about" INTEGER,
  "with_paper" INTEGER,
  "attached" TEXT,
  "attempts" INTEGER,
  "tried_at" INTEGER,
  "next_try_at" INTEGER,
  "last_error" TEXT,
  "sent_at" INTEGER
);
CREATE INDEX IF NOT EXISTS "letter.open" ON "letter" ("open", "id");
CREATE UNIQUE INDEX IF NOT EXISTS "letter.origin" ON "letter" ("origin") WHERE "origin" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "letter.state" ON "letter" ("state", "id");
CREATE INDEX IF NOT EXISTS "letter.to" ON "letter" ("to", "id");
CREATE INDEX IF NOT EXISTS "letter.person" ON "letter" ("person", "id") WHERE "person" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "letter.about_kind" ON "letter" ("about_kind", "id") WHERE "about_kind" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "letter.about" ON "letter" ("about", "id") WHERE "about" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "letter.next_try_at" ON "letter" ("next_try_at", "id") WHERE "next_try_at" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "letter.sent_at" ON "letter" ("sent_at", "id");
CREATE TABLE IF NOT EXISTS "link" (
  "id" INTEGER PRIMARY KEY,
  "version" INTEGER,
  "state" TEXT,
  "open" INTEGER,
  "created_at" INTEGER,
  "created_by" INTEGER,
  "updated_at" INTEGER,
  "updated_by" INTEGER,
  "imported" INTEGER,
  "origin" TEXT,
  "tags" TEXT,
  "custom" TEXT,
  "from_kind" TEXT,
  "from" INTEGER,
  "relation" TEXT,
  "to_kind" TEXT,
  "to" INTEGER,
  "name" TEXT
);
CREATE INDEX IF NOT EXISTS "link.open" ON "link" ("open", "id");
CREATE UNIQUE INDEX IF NOT EXISTS "link.origin" ON "link" ("origin") WHERE "origin" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "link.from_kind" ON "link" ("from_kind", "id") WHERE "from_kind" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "link.from" ON "link" ("from", "id") WHERE "from" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "link.to_kind" ON "link" ("to_kind", "id") WHERE "to_kind" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "link.to" ON "link" ("to", "id") WHERE "to" IS NOT NULL;
CREATE TABLE IF NOT EXISTS "attachment" (
  "id" INTEGER PRIMARY KEY,
  "version" INTEGER,
  "state" TEXT,
  "open" INTEGER,
  "created_at" INTEGER,
  "created_by" INTEGER,
  "updated_at" INTEGER,
  "updated_by" INTEGER,
  "imported" INTEGER,
  "origin" TEXT,
  "tags" TEXT,
  "custom" TEXT,
  "name" TEXT,
  "parent_kind" TEXT,
  "parent" INTEGER,
  "media_type" TEXT,
  "size" INTEGER,
  "digest" TEXT,
  "shown_to" INTEGER,
  "customer" INTEGER
);
CREATE INDEX IF NOT EXISTS "attachment.open" ON "attachment" ("open", "id");
CREATE UNIQUE INDEX IF NOT EXISTS "attachment.origin" ON "attachment" ("origin") WHERE "origin" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "attachment.parent_kind" ON "attachment" ("parent_kind", "id") WHERE "parent_kind" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "attachment.parent" ON "attachment" ("parent", "id") WHERE "parent" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "attachment.shown_to" ON "attachment" ("shown_to", "id") WHERE "shown_to" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "attachment.customer" ON "attachment" ("customer", "id") WHERE "customer" IS NOT NULL;
CREATE TABLE IF NOT EXISTS "watcher" (
  "id" INTEGER PRIMARY KEY,
  "version" INTEGER,
  "state" TEXT,
  "open" INTEGER,
  "created_at" INTEGER,
  "created_by" INTEGER,
  "updated_at" INTEGER,
  "updated_by" INTEGER,
  "imported" INTEGER,
  "origin" TEXT,
  "tags" TEXT,
  "custom" TEXT,
  "parent_kind" TEXT,
  "parent" INTEGER,
  "person" INTEGER,
  "name" TEXT
);
CREATE INDEX IF NOT EXISTS "watcher.open" ON "watcher" ("open", "id");
CREATE UNIQUE INDEX IF NOT EXISTS "watcher.origin" ON "watcher" ("origin") WHERE "origin" IS NOT NULL;
CREATE UNIQUE INDEX IF NOT EXISTS "watcher.name.unique" ON "watcher" ("name") WHERE "name" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "watcher.parent_kind" ON "watcher" ("parent_kind", "id") WHERE "parent_kind" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "watcher.parent" ON "watcher" ("parent", "id") WHERE "parent" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "watcher.person" ON "watcher" ("person", "id") WHERE "person" IS NOT NULL;
CREATE TABLE IF NOT EXISTS "saved_view" (
  "id" INTEGER PRIMARY KEY,
  "version" INTEGER,
  "state" TEXT,
  "open" INTEGER,
  "created_at" INTEGER,
  "created_by" INTEGER,
  "updated_at" INTEGER,
  "updated_by" INTEGER,
  "imported" INTEGER,
  "origin" TEXT,
  "tags" TEXT,
  "custom" TEXT,
  "name" TEXT,
  "of_kind" TEXT,
  "query" TEXT,
  "columns" TEXT,
  "shared" INTEGER,
  "owner" INTEGER
);
CREATE INDEX IF NOT EXISTS "saved_view.open" ON "saved_view" ("open", "id");
CREATE UNIQUE INDEX IF NOT EXISTS "saved_view.origin" ON "saved_view" ("origin") WHERE "origin" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "saved_view.of_kind" ON "saved_view" ("of_kind", "id") WHERE "of_kind" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "saved_view.owner" ON "saved_view" ("owner", "id") WHERE "owner" IS NOT NULL;
