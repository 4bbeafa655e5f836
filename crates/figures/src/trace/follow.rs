//! Where the way leads from each kind, and what should be there.
use super::walk::{Found, Walk};
use gemba_model::{check::EvidenceFault, filter::Filter};
use gemba_vocabulary::{RecordId, Value};
use jiff::civil::Date;

type Gone = Result<(), EvidenceFault>;

/// Begins at a record; no if there is none to be seen.
pub(super) fn begin(
    walk: &mut Walk<'_>,
    kind: &'static str,
    id: RecordId,
) -> Result<bool, EvidenceFault> {
    let Some(found) = walk.go(kind, id, "Here the trace begins.")? else { return Ok(false) };
    match kind {
        "incident" => incident(walk, &found)?,
        "problem" => of_problem(walk, &found)?,
        "change" => of_change(walk, &found)?,
        "service" => of_service(walk, &found)?,
        "service_level_result" => result(walk, &found)?,
        "review_decision" => decision(walk, &found)?,
        _ => finding(walk, &found)?,
    }
    Ok(true)
}

/// The day on which an incident was decided for a target: resolved, or opened while it is open.
fn decided(walk: &Walk<'_>, incident: &Found) -> Option<Date> {
    let at = ["resolved_at", "opened_at"];
    at.into_iter().find_map(|field| incident.value(field).as_instant()).map(|at| walk.day(at))
}

fn incident(walk: &mut Walk<'_>, me: &Found) -> Gone {
    let problem = match me.one("problem") {
        Some(id) => walk.go("problem", id, "The incident names it as its problem.")?,
        None => None,
    };
    match &problem {
        Some(problem) => forward(walk, problem)?,
        None => walk.gap(me, "No problem names it."),
    }
    if let Some(id) = me.one("known_error") {
        walk.go("known_error", id, "The incident was resolved with it.")?;
    }
    let mut changes = Vec::new();
    for (field, because) in [
        ("change", "The incident names it as what resolved it."),
        ("caused_by", "The incident names it as its cause."),
    ] {
        if let Some(id) = me.one(field) {
            changes.extend(walk.go("change", id, because)?);
        }
    }
    changes.extend(walk.naming(
        ("change", "incident"),
        me.id,
        "It was made because of the incident.",
    )?);
    for change in &changes {
        forward_of_change(walk, change)?;
    }
    let mut items = me.many("configuration_item");
    items.extend(changes.iter().flat_map(|one| one.many("configuration_items")));
    if let Some(problem) = &problem {
        items.extend(problem.many("configuration_item"));
    }
    if walk.go_all("configuration_item", &items, "It is what failed or was changed.")?.is_empty() {
        walk.gap(me, "No configuration item is named: neither here, nor by its problem or change.");
    }
    for (kind, because) in [
        ("incident_review", "The major incident was looked back on."),
        ("nonconformity", "The incident led to it."),
    ] {
        walk.naming((kind, "incident"), me.id, because)?;
    }
    walk.parts("task", me, "It is a task of the incident.")?;
    let Some(service) = me.one("service") else {
        walk.gap(me, "It names no service, so no agreement can count.");
        return Ok(());
    };
    walk.go("service", service, "The incident names it.")?;
    promised(walk, me, service)
}

/// The agreement that counts for an incident, its targets, the results of the day and the report that told of them.
fn promised(walk: &mut Walk<'_>, me: &Found, service: RecordId) -> Gone {
    let agreement = match me.one("agreement") {
        Some(id) => walk.go("service_level_agreement", id, "Its times count for the incident.")?,
        None => {
            let mut filters = vec![Filter::is("service", Value::Ref(service)), in_force()];
            filters.extend(me.one("customer").map(|id| Filter::is("customer", Value::Ref(id))));
            walk.find("service_level_agreement", &filters, "It covers the service.")?.pop()
        }
    };
    let Some(agreement) = agreement else {
        walk.gap(me, "No agreement covers its service.");
        return Ok(());
    };
    let targets = walk.naming(
        ("service_level_target", "agreement"),
        agreement.id,
        "The agreement promises it.",
    )?;
    if targets.is_empty() {
        walk.gap(&agreement, "It has no target, so nothing is promised that can be measured.");
    }
    let Some(day) = decided(walk, me) else { return Ok(()) };
    let results = of_day(walk, &agreement, day)?;
    if results.is_empty() {
        walk.gap(
            me,
            "Its result was not worked out yet: the window is open, or nobody measured it.",
        );
    }
    for result in &results {
        acted(walk, result)?;
    }
    told(walk, me, &agreement, day)
}

fn in_force() -> Filter {
    let states = ["in_force", "under_review", "amended"];
    let states = states.iter().map(|state| Value::Text((*state).to_owned())).collect();
    Filter { field: "state".to_owned(), test: gemba_model::filter::Test::Is(states) }
}

/// What holds on a day: its first day is not after it, and the day after its last one is.
fn around(day: Date) -> [Filter; 2] {
    use gemba_model::filter::Test;
    let next = day.saturating_add(jiff::ToSpan::day(1));
    [
        Filter { field: "from".to_owned(), test: Test::Less(Value::Date(next)) },
        Filter { field: "until".to_owned(), test: Test::AtLeast(Value::Date(next)) },
    ]
}

fn of_day(walk: &mut Walk<'_>, agreement: &Found, day: Date) -> Result<Vec<Found>, EvidenceFault> {
    let mut filters = vec![Filter::is("agreement", Value::Ref(agreement.id))];
    filters.extend(around(day));
    walk.find("service_level_result", &filters, "Its window holds the day.")
}

/// The report that told the customer of a day.
fn told(walk: &mut Walk<'_>, me: &Found, agreement: &Found, day: Date) -> Gone {
    let Some(customer) = agreement.one("customer") else { return Ok(()) };
    let mut filters = vec![Filter::is("customer", Value::Ref(customer))];
    filters.extend(around(day));
    let reports = walk.find("service_report", &filters, "It tells the customer of that time.")?;
    match reports.iter().find(|one| one.state != "withdrawn") {
        None => walk.gap(me, "Its result was not reported to the customer yet."),
        Some(report) if report.state != "sent" => {
            walk.gap(report, "It was not sent to the customer yet.");
        }
        Some(_) => {}
    }
    Ok(())
}

/// What was done about a missed target.
fn acted(walk: &mut Walk<'_>, result: &Found) -> Gone {
    if !result.says("is_missed") {
        return Ok(());
    }
    let led = walk.naming(
        ("nonconformity", "service_level_result"),
        result.id,
        "The missed target led to it.",
    )?;
    for one in &led {
        walk.naming(("corrective_action", "nonconformity"), one.id, "It takes the cause away.")?;
    }
    let better = walk.naming(
        ("improvement", "service_level_result"),
        result.id,
        "The missed target led to it.",
    )?;
    let tasks = walk.parts("task", result, "It is a task of the missed target.")?;
    if led.is_empty() && better.is_empty() && tasks.is_empty() && !result.has("action") {
        walk.gap(result, "The target was missed, and nothing was done about it.");
    }
    Ok(())
}

/// From a problem on: its known errors and the change that takes its cause away.
fn forward(walk: &mut Walk<'_>, problem: &Found) -> Gone {
    let known =
        walk.naming(("known_error", "problem"), problem.id, "It belongs to the problem.")?;
    let change = match problem.one("change") {
        Some(id) => walk.go("change", id, "The problem names it as what takes its cause away.")?,
        None => None,
    };
    match &change {
        Some(change) => forward_of_change(walk, change)?,
        None if known.is_empty() => {
            walk.gap(
                problem,
                "No change takes its cause away, and no known error says how to live with it.",
            );
        }
        None => walk.gap(problem, "No change takes its cause away yet."),
    }
    if !problem.has("cause") {
        walk.gap(problem, "Its cause is not known yet.");
    }
    Ok(())
}

/// From a change on: who approved it, whether it was tested and looked back on, and how it came to be live.
fn forward_of_change(walk: &mut Walk<'_>, change: &Found) -> Gone {
    if change.state == "cancelled" || change.state == "rejected" {
        return Ok(());
    }
    let approvals = walk.parts("approval", change, "It was asked about the change.")?;
    let decided = approvals.iter().filter(|one| one.state == "approved");
    let is_standard = change.value("model").as_text() == Some("standard");
    let (approved, started) =
        (change.value("approved_at").as_instant(), change.value("started_at").as_instant());
    let is_approved = approved.is_some() || decided.count() > 0;
    if !is_approved && !is_standard {
        walk.gap(change, "Nobody approved it yet.");
    }
    if approved.zip(started).is_some_and(|(approved, started)| approved > started) {
        walk.gap(change, "It was approved after it had begun.");
    }
    let is_made = change.has("implemented_at");
    if is_made && !change.has("test_result") && !change.has("test_waived_by") {
        walk.gap(change, "It was implemented, and no test is written down.");
    }
    if is_made && !change.has("back_out_plan") {
        walk.gap(change, "It was implemented without a plan for going back.");
    }
    if change.has("closed_at") && !change.has("review") {
        walk.gap(change, "It was closed without a look back.");
    }
    let releases = walk.naming(("release", "changes"), change.id, "It carried the change.")?;
    for release in &releases {
        walk.naming(("deployment", "release"), release.id, "It brought the release out.")?;
        if let Some(id) = release.one("baseline") {
            walk.go("configuration_baseline", id, "It was taken before the release.")?;
        } else if release.has("deployed_at") && !release.has("baseline_taken_at") {
            walk.gap(release, "It was brought out, and no baseline was taken before.");
        }
    }
    if releases.is_empty() && is_made && !is_standard {
        walk.gap(change, "No release names it; it went live by itself.");
    }
    Ok(())
}

fn of_problem(walk: &mut Walk<'_>, me: &Found) -> Gone {
    if walk.naming(("incident", "problem"), me.id, "It names the problem.")?.is_empty() {
        walk.gap(me, "No incident names it.");
    }
    forward(walk, me)?;
    walk.go_all("configuration_item", &me.many("configuration_item"), "The problem names it.")?;
    if let Some(id) = me.one("service") {
        walk.go("service", id, "The problem names it.")?;
        covered(walk, id)?;
    }
    Ok(())
}

/// The agreements of a service.
fn covered(walk: &mut Walk<'_>, service: RecordId) -> Result<Vec<Found>, EvidenceFault> {
    let filters = [Filter::is("service", Value::Ref(service)), in_force()];
    walk.find("service_level_agreement", &filters, "It covers the service.")
}

fn of_change(walk: &mut Walk<'_>, me: &Found) -> Gone {
    if let Some(id) = me.one("incident") {
        walk.go("incident", id, "The change was made because of it.")?;
    }
    walk.naming(("incident", "change"), me.id, "It was resolved by the change.")?;
    walk.naming(("incident", "caused_by"), me.id, "The change caused it.")?;
    walk.naming(("problem", "change"), me.id, "The change takes its cause away.")?;
    forward_of_change(walk, me)?;
    let items = me.many("configuration_items");
    if walk.go_all("configuration_item", &items, "The change names it.")?.is_empty() {
        walk.gap(me, "It names no configuration item.");
    }
    walk.parts("task", me, "It is a task of the change.")?;
    match me.one("service") {
        Some(id) => {
            walk.go("service", id, "The change names it.")?;
            covered(walk, id)?;
        }
        None => walk.gap(me, "It names no service."),
    }
    Ok(())
}

fn of_service(walk: &mut Walk<'_>, me: &Found) -> Gone {
    let items = walk.naming(
        ("configuration_item", "service"),
        me.id,
        "It is what the service is made of.",
    )?;
    if items.is_empty() {
        walk.gap(me, "No configuration item says that it is part of it.");
    }
    let agreements = covered(walk, me.id)?;
    if agreements.is_empty() && matches!(&*me.state, "live" | "changing") {
        walk.gap(me, "It is live without an agreement in force.");
    }
    // What ended last was decided yesterday at the latest.
    let day = walk.today().saturating_sub(jiff::ToSpan::months(1));
    for agreement in &agreements {
        let of = ("service_level_target", "agreement");
        if walk.naming(of, agreement.id, "The agreement promises it.")?.is_empty() {
            walk.gap(agreement, "It has no target, so nothing is promised that can be measured.");
        }
        let results = of_day(walk, agreement, day)?;
        if results.is_empty() {
            walk.gap(agreement, "Nothing was measured for the month before.");
        }
        for result in &results {
            acted(walk, result)?;
        }
        told(walk, agreement, agreement, day)?;
    }
    Ok(())
}

fn result(walk: &mut Walk<'_>, me: &Found) -> Gone {
    if let Some(id) = me.one("target") {
        walk.go("service_level_target", id, "Its result it is.")?;
    }
    let agreement = match me.one("agreement") {
        Some(id) => walk.go("service_level_agreement", id, "It promises the target.")?,
        None => None,
    };
    acted(walk, me)?;
    let Some(agreement) = agreement else { return Ok(()) };
    if let Some(id) = agreement.one("service") {
        walk.go("service", id, "The agreement covers it.")?;
        walk.naming(("configuration_item", "service"), id, "It is what the service is made of.")?;
    }
    match me.date("from") {
        Some(day) => told(walk, me, &agreement, day),
        None => Ok(()),
    }
}

fn decision(walk: &mut Walk<'_>, me: &Found) -> Gone {
    if let Some(id) = me.one("review") {
        walk.go("management_review", id, "It decided this.")?;
    }
    if let Some(id) = me.one("improvement") {
        walk.go("improvement", id, "It carries the decision out.")?;
    }
    if let Some(change) = me.one("change") {
        let change = walk.go("change", change, "It carries the decision out.")?;
        if let Some(change) = change {
            forward_of_change(walk, &change)?;
        }
    }
    walk.parts("task", me, "It is a task of the decision.")?;
    if me.state == "done" && !me.has("evidence") {
        walk.gap(me, "It counts as done, and nothing shows that it is.");
    }
    if me.state == "open" && me.date("due_on").is_some_and(|day| day < walk.today()) {
        walk.gap(me, "It is not done, and its day is past.");
    }
    if me.state == "open" && !me.has("due_on") {
        walk.gap(me, "No day is set by which it is done.");
    }
    Ok(())
}

fn finding(walk: &mut Walk<'_>, me: &Found) -> Gone {
    if let Some(id) = me.one("audit") {
        walk.go("audit", id, "It found this.")?;
    }
    let led = walk.naming(("nonconformity", "audit_finding"), me.id, "The finding led to it.")?;
    for one in &led {
        walk.naming(("corrective_action", "nonconformity"), one.id, "It takes the cause away.")?;
    }
    walk.naming(("improvement", "audit_finding"), me.id, "The finding led to it.")?;
    walk.parts("task", me, "It is a task of the finding.")?;
    let is_breach = matches!(me.value("grade").as_text(), Some("major" | "minor"));
    let is_open = !matches!(&*me.state, "raised" | "disputed" | "withdrawn");
    if led.is_empty() && is_breach && is_open {
        walk.gap(me, "It is a breach, and no nonconformity was recorded.");
    }
    if me.state != "closed" && me.date("closure_due").is_some_and(|day| day < walk.today()) {
        walk.gap(me, "It is not closed, and its day is past.");
    }
    if let Some(id) = me.one("service") {
        walk.go("service", id, "The finding names it.")?;
    }
    Ok(())
}
