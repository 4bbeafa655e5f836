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
  "other_services" TEXT,
  "customer" INTEGER,
  "category" TEXT,
  "configuration_items" TEXT,
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
CREATE INDEX IF NOT EXISTS "change.customer" ON "change" ("customer", "id") WHERE "customer" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "change.category" ON "change" ("category", "id") WHERE "category" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "change.requested_by" ON "change" ("requested_by", "id") WHERE "requested_by" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "change.incident" ON "change" ("incident", "id") WHERE "incident" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "change.risk_score" ON "change" ("risk_score", "id") WHERE "risk_score" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "change.risk" ON "change" ("risk", "id");
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
  "due_on" TEXT,
  "notes" TEXT
);
CREATE INDEX IF NOT EXISTS "task.open" ON "task" ("open", "id");
CREATE UNIQUE INDEX IF NOT EXISTS "task.origin" ON "task" ("origin") WHERE "origin" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "task.state" ON "task" ("state", "id");
CREATE INDEX IF NOT EXISTS "task.parent_kind" ON "task" ("parent_kind", "id") WHERE "parent_kind" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "task.parent" ON "task" ("parent", "id") WHERE "parent" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "task.assigned_to" ON "task" ("assigned_to", "id");
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
  "parent_kind" TEXT,
  "parent" INTEGER,
  "approver" INTEGER,
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
  "notes" TEXT
);
CREATE INDEX IF NOT EXISTS "customer.open" ON "customer" ("open", "id");
CREATE UNIQUE INDEX IF NOT EXISTS "customer.origin" ON "customer" ("origin") WHERE "origin" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "customer.relationship_manager" ON "customer" ("relationship_manager", "id");
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
  "exceptions" TEXT,
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
  "service" INTEGER,
  "owner" INTEGER,
  "location" TEXT,
  "serial" TEXT,
  "supplier" INTEGER,
  "change" INTEGER,
  "disposal_proof" TEXT
);
CREATE INDEX IF NOT EXISTS "configuration_item.open" ON "configuration_item" ("open", "id");
CREATE UNIQUE INDEX IF NOT EXISTS "configuration_item.origin" ON "configuration_item" ("origin") WHERE "origin" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "configuration_item.state" ON "configuration_item" ("state", "id");
CREATE INDEX IF NOT EXISTS "configuration_item.item_type" ON "configuration_item" ("item_type", "id");
CREATE INDEX IF NOT EXISTS "configuration_item.service" ON "configuration_item" ("service", "id");
CREATE INDEX IF NOT EXISTS "configuration_item.owner" ON "configuration_item" ("owner", "id") WHERE "owner" IS NOT NULL;
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
  "taken" TEXT
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
  "conditions" TEXT,
  "deployed_effective" INTEGER,
  "position" INTEGER,
  "is_over_used" INTEGER
);
CREATE INDEX IF NOT EXISTS "licence.open" ON "licence" ("open", "id");
CREATE UNIQUE INDEX IF NOT EXISTS "licence.origin" ON "licence" ("origin") WHERE "origin" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "licence.metric" ON "licence" ("metric", "id");
CREATE INDEX IF NOT EXISTS "licence.owner" ON "licence" ("owner", "id");
CREATE INDEX IF NOT EXISTS "licence.supplier" ON "licence" ("supplier", "id") WHERE "supplier" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "licence.valid_until" ON "licence" ("valid_until", "id");
CREATE INDEX IF NOT EXISTS "licence.position" ON "licence" ("position", "id");
CREATE INDEX IF NOT EXISTS "licence.is_over_used" ON "licence" ("is_over_used", "id") WHERE "is_over_used" IS NOT NULL;
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
  "score" INTEGER
);
CREATE INDEX IF NOT EXISTS "supplier.open" ON "supplier" ("open", "id");
CREATE UNIQUE INDEX IF NOT EXISTS "supplier.origin" ON "supplier" ("origin") WHERE "origin" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "supplier.state" ON "supplier" ("state", "id");
CREATE INDEX IF NOT EXISTS "supplier.owner" ON "supplier" ("owner", "id");
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
  "direction" TEXT,
  "reason" TEXT,
  "clock" TEXT,
  "to_team" INTEGER,
  "to_person" INTEGER,
  "at" INTEGER
);
CREATE INDEX IF NOT EXISTS "escalation.open" ON "escalation" ("open", "id");
CREATE UNIQUE INDEX IF NOT EXISTS "escalation.origin" ON "escalation" ("origin") WHERE "origin" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "escalation.incident" ON "escalation" ("incident", "id");
CREATE INDEX IF NOT EXISTS "escalation.reason" ON "escalation" ("reason", "id");
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
  "excluded" INTEGER,
  "strict_percent" INTEGER,
  "with_exceptions_percent" INTEGER,
  "is_missed" INTEGER,
  "action" TEXT
);
CREATE INDEX IF NOT EXISTS "service_level_result.open" ON "service_level_result" ("open", "id");
CREATE UNIQUE INDEX IF NOT EXISTS "service_level_result.origin" ON "service_level_result" ("origin") WHERE "origin" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "service_level_result.target" ON "service_level_result" ("target", "id");
CREATE INDEX IF NOT EXISTS "service_level_result.agreement" ON "service_level_result" ("agreement", "id");
CREATE INDEX IF NOT EXISTS "service_level_result.is_missed" ON "service_level_result" ("is_missed", "id");
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
  "parent_kind" TEXT,
  "parent" INTEGER,
  "interval_months" INTEGER,
  "owner" INTEGER,
  "last_held_on" TEXT,
  "next_due_on" TEXT
);
CREATE INDEX IF NOT EXISTS "planned_review.open" ON "planned_review" ("open", "id");
CREATE UNIQUE INDEX IF NOT EXISTS "planned_review.origin" ON "planned_review" ("origin") WHERE "origin" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "planned_review.parent_kind" ON "planned_review" ("parent_kind", "id") WHERE "parent_kind" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "planned_review.parent" ON "planned_review" ("parent", "id") WHERE "parent" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "planned_review.owner" ON "planned_review" ("owner", "id");
CREATE INDEX IF NOT EXISTS "planned_review.next_due_on" ON "planned_review" ("next_due_on", "id");
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
  "job_title" TEXT,
  "location" TEXT,
  "time_zone" TEXT
);
CREATE INDEX IF NOT EXISTS "person.open" ON "person" ("open", "id");
CREATE UNIQUE INDEX IF NOT EXISTS "person.origin" ON "person" ("origin") WHERE "origin" IS NOT NULL;
CREATE UNIQUE INDEX IF NOT EXISTS "person.email.unique" ON "person" ("email") WHERE "email" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "person.email" ON "person" ("email", "id");
CREATE INDEX IF NOT EXISTS "person.customer" ON "person" ("customer", "id");
CREATE INDEX IF NOT EXISTS "person.team" ON "person" ("team", "id");
CREATE INDEX IF NOT EXISTS "person.location" ON "person" ("location", "id") WHERE "location" IS NOT NULL;
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
