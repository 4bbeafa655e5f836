//! Certification bodies: who looks from outside whether the standard is met, and how they grade what they find.
use gemba_model::{
    FieldFault, Kind, Situation,
    grades::{Grade, GradeRow, of_bodies},
    held::Structured,
    library::fault_unless,
};
use std::collections::BTreeSet;

/// A body that certifies management systems. Each has words of its own for how grave a finding is, and times of its own
/// for answering it.
#[derive(Clone, Debug, PartialEq, Kind)]
#[kind(prefix = "CBY", clause = "9.2", plural = "Certification bodies", menu = Check, settle = settle)]
#[kind(shares(Comments, Attachments, Links, Tags))]
pub struct CertificationBody {
    /// What it is called.
    #[field(searched, listed, unique)]
    pub name: String,
    /// Who accredited it, under which number, and for which standards. Look at this before you sign.
    #[field(searched, listed)]
    pub accreditation: Option<String>,
    /// With whom you speak there.
    #[field(listed)]
    pub contact: Option<String>,
    /// Where mail reaches them.
    pub email: Option<String>,
    /// A number to call.
    pub phone: Option<String>,
    /// What it calls each grade, how grave that is, by when findings are answered and closed, and how that is seen.
    /// Empty takes what is usual; then hold it against the body's own rules.
    #[field(rows = GradeRow)]
    pub grades: Option<Structured<Vec<GradeRow>>>,
    /// What else its rules ask for: who is told of changes, how its mark is used, how to complain.
    #[field(long)]
    pub rules: Option<String>,
}

const DAYS_MAX: i64 = 730;
const MONTHS_MAX: i64 = 36;

fn settle(
    me: &mut CertificationBody,
    _: Option<&CertificationBody>,
    _: &Situation<'_>,
) -> Result<(), FieldFault> {
    let rows = me.grades.get_or_insert_with(|| Structured(Vec::new()));
    if rows.0.is_empty() {
        rows.0 = of_bodies();
    }
    let names: BTreeSet<_> = rows.0.iter().map(|one| one.name.trim().to_lowercase()).collect();
    fault_unless(
        names.len() == rows.0.len(),
        "grades",
        "name a grade twice; give each a name of its own",
    )?;
    let has_major = rows.0.iter().any(|one| one.rank == Grade::Major);
    fault_unless(has_major, "grades", "have none that ranks as major; say which one it is")?;
    let is_within = |value: Option<i64>, max| value.is_none_or(|value| (0..=max).contains(&value));
    let are_times = rows.0.iter().all(|one| {
        is_within(one.response_days, DAYS_MAX)
            && is_within(one.closure_days, DAYS_MAX)
            && is_within(one.closure_months, MONTHS_MAX)
    });
    fault_unless(
        are_times,
        "grades",
        "have a time that cannot be: days go from 0 to 730, months from 0 to 36",
    )?;
    let are_plain =
        rows.0.iter().all(|one| one.closure_days.is_none() || one.closure_months.is_none());
    fault_unless(
        are_plain,
        "grades",
        "have one that is closed by days and by months; leave one of them empty",
    )?;
    let no_breach = |one: &&GradeRow| matches!(one.rank, Grade::Observation | Grade::Opportunity);
    let is_free = rows.0.iter().filter(no_breach).all(|one| !one.blocks);
    fault_unless(
        is_free,
        "grades",
        "have an observation or an opportunity that keeps from a certificate; only a breach does",
    )
}

#[cfg(test)]
mod tests {
    use crate::story::Story;

    const KIND: &str = "certification_body";

    #[test]
    fn it_has_the_usual_grades_until_somebody_says_what_its_own_are() {
        let mut story = Story::saved(KIND, &[("name", "Northern Certification")]);
        let usual = story.holds("grades");
        assert!(usual.contains(r#""closure_months":6"#) && usual.contains(r#""blocks":true"#));
        let own = r#"[{"name": "Category 1", "rank": "major", "closure_days": 90, "verification": "documents"}]"#;
        story.save(&[("grades", own)]).unwrap();
        assert!(story.holds("grades").contains("Category 1"));
    }

    #[test]
    fn grades_are_told_apart_and_have_times_that_can_be() {
        let fault =
            |rows: &str| Story::of(KIND).save(&[("name", "One"), ("grades", rows)]).unwrap_err();
        let major = r#"{"name": "A", "rank": "major", "verification": "visit"}"#;
        let minor = |more: &str| {
            format!(r#"[{major}, {{"rank": "minor", "verification": "records"{more}}}]"#)
        };
        assert!(fault(&minor(r#", "name": "a""#)).contains("name a grade twice"));
        let lone = r#"[{"name": "B", "rank": "minor", "verification": "records"}]"#;
        assert!(fault(lone).contains("none that ranks as major"));
        let long = minor(r#", "name": "B", "response_days": 999"#);
        assert!(fault(&long).contains("a time that cannot be"));
        let both = minor(r#", "name": "B", "closure_days": 9, "closure_months": 1"#);
        assert!(fault(&both).contains("by days and by months"));
        let odd =
            r#"{"name": "C", "rank": "opportunity", "verification": "records", "blocks": true}"#;
        assert!(fault(&format!("[{major}, {odd}]")).contains("only a breach does"));
    }
}
