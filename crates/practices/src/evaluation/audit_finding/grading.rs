//! What follows from the grade of a finding: by when it is answered and closed, and how that is seen.
use super::AuditFinding;
use gemba_model::{
    FieldFault, Situation,
    grades::{Grade, GradeRow, of_audit},
    library::{fault_unless, is_import, today},
};
use gemba_vocabulary::{Value, actor::Role};
use jiff::{ToSpan, civil::Date};

/// Reads what the body calls the grade, and fills in what follows from it unless somebody said otherwise.
pub(super) fn grade(
    me: &mut AuditFinding,
    before: Option<&AuditFinding>,
    now: &Situation<'_>,
) -> Result<(), FieldFault> {
    let grades = of_audit(me.audit.id, now);
    named(me, &grades, now)?;
    let is_regraded = before
        .is_some_and(|before| (before.grade, &before.body_grade) != (me.grade, &me.body_grade));
    if let Some(before) = before.filter(|_| is_regraded) {
        // Another grade has other days, unless somebody sets these at the same time.
        if before.response_due == me.response_due {
            me.response_due = None;
        }
        if before.closure_due == me.closure_due {
            me.closure_due = None;
        }
        if before.verification == me.verification {
            me.verification = None;
        }
    }
    let row = chosen(me, &grades);
    me.blocks = row.is_some_and(|row| row.blocks);
    let Some(row) = row else {
        let usual = grades.iter().find(|one| one.rank == Grade::Minor);
        if me.response_due.is_none() {
            me.response_due = usual.and_then(|row| after_days(today(now), row.response_days));
        }
        return settled(me, before, now);
    };
    if me.response_due.is_none() {
        me.response_due = after_days(today(now), row.response_days);
    }
    if me.closure_due.is_none() {
        let months = row
            .closure_months
            .and_then(|months| last_day(me, now).checked_add(months.months()).ok());
        me.closure_due = after_days(today(now), row.closure_days).or(months);
    }
    me.verification.get_or_insert(row.verification);
    settled(me, before, now)
}

fn after_days(from: Date, days: Option<i64>) -> Option<Date> {
    from.checked_add(days?.days()).ok()
}

/// The last day of the audit, from which months count.
fn last_day(me: &AuditFinding, now: &Situation<'_>) -> Date {
    let day = |field| match now.facts.value("audit", me.audit.id, field) {
        Value::Date(day) => Some(day),
        _ => None,
    };
    day("ends_on").or_else(|| day("starts_on")).unwrap_or_else(|| today(now))
}

/// The grade by the body's name for it, which says how grave it is.
fn named(
    me: &mut AuditFinding,
    grades: &[GradeRow],
    now: &Situation<'_>,
) -> Result<(), FieldFault> {
    let Some(name) = me.body_grade.as_deref().filter(|_| !is_import(now)) else { return Ok(()) };
    let is_it = |one: &&GradeRow| one.name.trim().eq_ignore_ascii_case(name.trim());
    let Some(row) = grades.iter().find(is_it) else {
        let known: Vec<_> = grades.iter().map(|one| one.name.as_str()).collect();
        let fault = format!("is no grade of this body; it has {}", known.join(", "));
        return Err(FieldFault::new("body_grade", fault));
    };
    me.body_grade = Some(row.name.clone());
    me.grade = Some(row.rank);
    Ok(())
}

fn chosen<'a>(me: &AuditFinding, grades: &'a [GradeRow]) -> Option<&'a GradeRow> {
    let by_name = |one: &&GradeRow| Some(&one.name) == me.body_grade.as_ref();
    let by_rank = |one: &&GradeRow| Some(one.rank) == me.grade;
    grades.iter().find(by_name).or_else(|| grades.iter().find(by_rank))
}

/// Days that the area agreed to are moved by the auditors, not by the area.
fn settled(
    me: &AuditFinding,
    before: Option<&AuditFinding>,
    now: &Situation<'_>,
) -> Result<(), FieldFault> {
    let times = |one: &AuditFinding| (one.response_due, one.closure_due, one.verification);
    let is_moved = before.is_some_and(|before| {
        before.closure_due.is_some() && times(before) != times(me) && before.grade == me.grade
    });
    let is_auditor = now.actor.is(Role::Auditor)
        || now.actor.person.is_none()
        || now.actor.person == me.lead_auditor.map(|one| one.id);
    fault_unless(
        !is_moved || is_auditor || me.lead_auditor.is_none() || is_import(now),
        "closure_due",
        "and how it is verified are set by the auditors; ask the person under “Lead auditor”",
    )
}

#[cfg(test)]
mod tests {
    use crate::story::{BEN, Story};
    use gemba_vocabulary::{Value, actor::Role};
    use serde_json::json;

    const KIND: &str = "audit_finding";
    const PLAIN: &[(&str, &str)] = &[("name", "None at all"), ("audit", "3")];

    fn of_stage_two() -> Story {
        let mut story = Story::of(KIND);
        let grades = json!([
            {"name": "Category 1", "rank": "major", "response_days": 7, "closure_months": 6,
             "verification": "visit", "blocks": true},
            {"name": "Category 2", "rank": "minor", "response_days": 60, "closure_days": 90,
             "verification": "next_audit"},
        ]);
        story.given("audit", 3, "certification", Value::Ref(4));
        story.given("audit", 3, "ends_on", Value::Date("2026-03-20".parse().unwrap()));
        story.given("audit", 3, "lead_auditor", Value::Ref(5));
        story.given("certification", 4, "body", Value::Ref(6));
        story.given("certification_body", 6, "grades", Value::Struct(grades));
        story
    }

    #[test]
    fn the_body_says_what_its_grades_are_and_what_follows() {
        let mut story = of_stage_two();
        story.save(&[PLAIN, &[("body_grade", "category 1")]].concat()).unwrap();
        let holds = |field| story.holds(field);
        assert_eq!((&*holds("grade"), &*holds("body_grade")), ("major", "Category 1"));
        assert_eq!((&*holds("response_due"), &*holds("closure_due")), ("2026-03-09", "2026-09-20"));
        assert_eq!((&*holds("verification"), &*holds("blocks")), ("visit", "yes"));
        story.save(&[("body_grade", "Category 2")]).unwrap();
        assert_eq!(story.holds("closure_due"), "2026-05-31", "another grade has other days");
        assert_eq!((&*story.holds("grade"), &*story.holds("blocks")), ("minor", "no"));
        let odd = story.save(&[("body_grade", "Grave")]).unwrap_err();
        assert!(odd.contains("it has Category 1, Category 2"), "{odd}");
    }

    #[test]
    fn the_auditors_set_another_day_and_the_area_does_not() {
        let mut story = of_stage_two();
        story.save(&[PLAIN, &[("body_grade", "Category 1")]].concat()).unwrap();
        story.by(BEN, &[Role::ServiceManager]);
        let own = story.save(&[("closure_due", "2027-01-01")]).unwrap_err();
        assert!(own.contains("set by the auditors"), "{own}");
        story.by(5, &[Role::Auditor]).save(&[("closure_due", "2026-10-01")]).unwrap();
        assert_eq!(story.holds("closure_due"), "2026-10-01");
    }
}
