//! What somebody does from behind, and what must turn red by it.

/// A sabotage.
pub struct Sabotage {
    /// What is done, in a sentence.
    pub what: &'static str,
    /// How, in the database. It must change at least one row.
    pub sql: &'static str,
    /// The requirements that turn red by it, in the order of their numbers as text: all of them.
    pub worse: &'static [&'static str],
}

const fn sabotage(
    what: &'static str,
    sql: &'static str,
    worse: &'static [&'static str],
) -> Sabotage {
    Sabotage { what, sql, worse }
}

/// All of them.
pub const SABOTAGES: &[Sabotage] = &[
    sabotage(
        "A change is approved by whoever asked for it.",
        "UPDATE change SET approved_by = requested_by WHERE id = (SELECT max(id) FROM change \
         WHERE state = 'closed' AND model = 'normal')",
        &["8.5.1.3-1"],
    ),
    sabotage(
        "An approval is dated after the work began.",
        "UPDATE change SET approved_at = started_at + 3600000 WHERE id = (SELECT max(id) FROM \
         change WHERE state = 'closed' AND model = 'normal')",
        &["8.5.1.3-1"],
    ),
    sabotage(
        "A change is closed that nobody looked back on.",
        "UPDATE change SET was_effective = NULL, review = NULL WHERE id = (SELECT max(id) FROM \
         change WHERE state = 'closed' AND model = 'normal')",
        &["8.5.1.2-3", "8.5.1.3-7"],
    ),
    sabotage(
        "A change has no way back.",
        "UPDATE change SET back_out_plan = NULL WHERE id = (SELECT max(id) FROM change WHERE \
         state = 'closed' AND model = 'normal')",
        &["8.5.1.3-5"],
    ),
    sabotage(
        "A change goes live untested.",
        "UPDATE change SET test_result = NULL, test_waived_by = NULL WHERE id = (SELECT max(id) \
         FROM change WHERE state = 'closed' AND model = 'normal')",
        &["8.5.1.3-3"],
    ),
    sabotage(
        "A change is decided without its risk.",
        "UPDATE change SET risk = NULL WHERE id = (SELECT max(id) FROM change WHERE state = \
         'closed' AND model = 'normal')",
        &["8.5.1.3-2"],
    ),
    sabotage(
        "An agreement is deleted.",
        "DELETE FROM service_level_agreement WHERE service = (SELECT max(service) FROM \
         service_level_agreement WHERE state = 'in_force')",
        &["8.3.3-2", "8.7.1-3"],
    ),
    sabotage(
        "A target is left unmeasured.",
        "DELETE FROM service_level_result WHERE target = (SELECT max(target) FROM \
         service_level_result)",
        &["8.3.3-a"],
    ),
    sabotage(
        "A supplier works without a contract.",
        "UPDATE contract SET state = 'ended' WHERE supplier = (SELECT min(supplier) FROM contract \
         WHERE state = 'in_force')",
        &["7.5.4-i", "8.3.4.1-2", "8.3.4.1-8"],
    ),
    sabotage(
        "A configuration item is in use that no change brought.",
        "UPDATE configuration_item SET change = NULL WHERE id = (SELECT max(id) FROM \
         configuration_item WHERE state = 'live')",
        &["8.2.6-5"],
    ),
    sabotage(
        "A configuration item loses its owner.",
        "UPDATE configuration_item SET owner = NULL WHERE id = (SELECT max(id) FROM \
         configuration_item WHERE state = 'live')",
        &["8.2.6-3", "8.2.6-e"],
    ),
    sabotage(
        "Nobody says who decided about a control.",
        "UPDATE control SET decided_on = NULL, decided_by = NULL WHERE id = (SELECT min(id) FROM \
         control WHERE decided_on IS NOT NULL)",
        &["8.7.3.2-3"],
    ),
    sabotage(
        "A control audit is conflicted: somebody audits their own work.",
        "UPDATE audit SET conflicts = '[{\"auditor\":\"Viktor\",\"what\":\"PRC-1\",\"why\":\"owns it\"}]' \
         WHERE id = (SELECT min(id) FROM audit WHERE state IN ('reported', 'closed'))",
        &["9.2.2-c"],
    ),
    sabotage(
        "The management review is put off beyond its interval.",
        "UPDATE management_review SET held_on = date(held_on, '-500 days')",
        &["9.3-1"],
    ),
    sabotage(
        "An objective is not evaluated in its time.",
        "UPDATE objective SET next_evaluation_on = '2026-01-01' WHERE id = (SELECT min(id) FROM \
         objective WHERE next_evaluation_on IS NOT NULL)",
        &["6.2.1-d", "9.1-2"],
    ),
    sabotage(
        "A measure is left without its value.",
        "UPDATE measure SET next_value_on = '2026-01-01' WHERE id = (SELECT min(id) FROM measure \
         WHERE state = 'in_use')",
        &["9.1-c"],
    ),
    sabotage(
        "A release goes live without a baseline.",
        "UPDATE release SET baseline_taken_at = NULL, baseline = NULL WHERE id = (SELECT min(id) \
         FROM release WHERE deployed_at IS NOT NULL)",
        &["8.5.3-7"],
    ),
    sabotage(
        "A release goes live before it is accepted.",
        "UPDATE release SET accepted_at = deploying_since + 1000 WHERE id = (SELECT min(id) FROM \
         release WHERE deployed_at IS NOT NULL)",
        &["8.5.3-5"],
    ),
    sabotage(
        "A continuity plan goes untested.",
        "UPDATE continuity_plan SET last_test_on = '2024-01-01', test_due_on = '2025-01-01' WHERE \
         id = (SELECT min(id) FROM continuity_plan WHERE state = 'approved')",
        &["8.7.2-5"],
    ),
    sabotage(
        "A continuity plan is not tested again after a major change.",
        "UPDATE continuity_plan SET changed_on = '2026-10-01', changed_by = (SELECT max(id) FROM \
         change), waiver = NULL, waived_change = NULL, test_missing = 1 WHERE id = (SELECT \
         min(id) FROM continuity_plan WHERE state = 'approved')",
        &["8.7.2-6"],
    ),
    sabotage(
        "A problem is closed without its cause.",
        "UPDATE problem SET cause = NULL WHERE id = (SELECT min(id) FROM problem WHERE state = \
         'closed')",
        &["8.6.3-2"],
    ),
    sabotage(
        "A major incident has nobody who leads it.",
        "UPDATE incident SET major_manager = NULL WHERE id = (SELECT min(id) FROM incident WHERE \
         is_major = 1)",
        &["8.6.1-5"],
    ),
    sabotage(
        "Top management hears nothing of a major incident.",
        "UPDATE incident SET top_management_notified_at = NULL WHERE id = (SELECT min(id) FROM \
         incident WHERE is_major = 1)",
        &["8.6.1-4"],
    ),
    sabotage(
        "An incident is closed without a word on how.",
        "UPDATE incident SET resolution = NULL WHERE id = (SELECT min(id) FROM incident WHERE \
         state = 'closed')",
        &["8.6.1-d"],
    ),
    sabotage(
        "A budget is spent that nobody approved.",
        "UPDATE budget SET approved_at = NULL, approved_by = NULL, state = 'draft', created_at = \
         created_at - 8640000000 WHERE id = (SELECT max(id) FROM budget)",
        &["8.4.1-1", "8.4.1-2"],
    ),
    sabotage(
        "A corrective action is called good without a result.",
        "UPDATE corrective_action SET result = NULL WHERE checked_at IS NOT NULL",
        &["10.1.1-d", "10.1.2-b"],
    ),
    sabotage(
        "Somebody never read the policy.",
        "DELETE FROM acknowledgement WHERE topic = 'policy' AND person = (SELECT max(person) \
         FROM acknowledgement WHERE topic = 'policy' AND state = 'acknowledged')",
        &["5.2.2-b", "7.3-a"],
    ),
    sabotage(
        "A published document has no author.",
        "UPDATE document SET author = NULL WHERE id = (SELECT min(id) FROM document WHERE state = \
         'published')",
        &["7.5.2-a", "7.5.2-c"],
    ),
    sabotage(
        "A request is closed that was never fulfilled.",
        "UPDATE service_request SET fulfilled_at = NULL WHERE id = (SELECT min(id) FROM \
         service_request WHERE state = 'closed')",
        &["8.6.2-c"],
    ),
    sabotage(
        "A complaint is closed without an answer.",
        "UPDATE complaint SET answer = NULL, answered_at = NULL WHERE id = (SELECT min(id) FROM \
         complaint WHERE state = 'closed')",
        &["8.3.2-8"],
    ),
    sabotage(
        "An improvement has no target.",
        "UPDATE improvement SET target = NULL WHERE id = (SELECT min(id) FROM improvement WHERE \
         state NOT IN ('proposed', 'rejected'))",
        &["10.2-a"],
    ),
    sabotage(
        "Nobody corrected what did not conform.",
        "UPDATE nonconformity SET correction = NULL WHERE id = (SELECT min(id) FROM \
         nonconformity)",
        &["10.1.1-a1"],
    ),
];
