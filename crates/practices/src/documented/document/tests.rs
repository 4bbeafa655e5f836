//! Stories of editions.
#![cfg(test)]
use crate::story::{ADA, BEN, Story, walk};
use gemba_vocabulary::{Value, actor::Role};

const KIND: &str = "document";
const WHOLE: &[(&str, &str)] = &[
    ("name", "How majors are handled"),
    ("number", "PRO-01"),
    ("text", "# Who\n\nThe desk."),
    ("owner", "1"),
    ("effective_from", "2026-03-01"),
];
const MACHINE: &[(&str, &str, &str)] = &[
    ("draft", "in_review", "submit"),
    ("in_review", "approved", "approve"),
    ("in_review", "draft", "return"),
    ("approved", "published", "publish"),
    ("published", "published", "review"),
    ("published", "superseded", "new_version"),
    ("published", "withdrawn", "withdraw"),
    ("superseded", "disposed", "dispose"),
];

fn written(more: &[(&str, &str)]) -> Story {
    Story::saved(KIND, &[WHOLE, more].concat())
}

/// A document that was published on that Monday.
fn published(more: &[(&str, &str)]) -> Story {
    let mut story = written(more);
    story.take("submit", &[]).unwrap();
    story.by(BEN, &[Role::ServiceManager]).take("approve", &[]).unwrap();
    story.take("publish", &[]).unwrap();
    story
}

fn with_successor(story: &mut Story) -> &mut Story {
    let later = [("previous", Value::Ref(7)), ("state", Value::Text("published".to_owned()))];
    story.given_record(KIND, &later)
}

#[test]
fn each_step_leads_on_and_each_other_is_refused() {
    walk(KIND, MACHINE, "Said", |from, _| {
        let mut story = written(&[("retention_rule", "3")]);
        with_successor(&mut story).given("retention_rule", 3, "keep_months", Value::Int(12));
        story.put(from).by(BEN, &[Role::ServiceManager]);
        story.knows("ended_at", Value::Instant("2024-01-31T10:00:00Z".parse().unwrap()));
        story
    });
}

#[test]
fn what_is_handed_in_is_told_apart_owned_and_written() {
    let mut bare = Story::saved(KIND, &[("name", "Something")]);
    let refusal = bare.take("submit", &[]).unwrap_err();
    assert_eq!(refusal, "Before “Submit”, fill in: Number, Owner, Text.");
    let mut law = Story::saved(KIND, &[("name", "A law"), ("number", "EXT-1"), ("owner", "1")]);
    law.save(&[("sort", "external"), ("comes_from", "outside"), ("medium", "elsewhere")]).unwrap();
    let refusal = law.take("submit", &[]).unwrap_err();
    assert_eq!(refusal, "Before “Submit”, fill in: Place, Source, Source version.");
    let mut next = written(&[("previous", "4"), ("edition", "2")]);
    let refusal = next.take("submit", &[]).unwrap_err();
    assert_eq!(refusal, "Before “Submit”, fill in: What is new.");
}

#[test]
fn nobody_approves_what_they_wrote_and_a_policy_is_approved_at_the_top() {
    let mut story = written(&[("sort", "policy")]);
    story.take("submit", &[]).unwrap();
    story.by(ADA, &[Role::TopManagement]);
    let own = story.take("approve", &[]).unwrap_err();
    assert!(own.starts_with("Whoever wrote a document"), "{own}");
    story.by(BEN, &[Role::ServiceManager]);
    let low = story.take("approve", &[]).unwrap_err();
    assert!(low.contains("approved by top management"), "{low}");
    story.by(BEN, &[Role::TopManagement]).take("approve", &[]).unwrap();
    assert_eq!((story.holds("approved_by"), story.holds("author")), ("2".into(), "1".into()));
    let mut instruction = written(&[("sort", "instruction")]);
    instruction.take("submit", &[]).unwrap();
    instruction.by(BEN, &[Role::Agent]);
    assert!(instruction.take("approve", &[]).unwrap_err().contains("one of its reviewers"));
    instruction.put("draft").save(&[("reviewers", "2")]).unwrap();
    instruction.put("in_review").take("approve", &[]).unwrap();
}

#[test]
fn what_was_approved_is_not_altered() {
    let mut story = published(&[]);
    for (field, text) in
        [("text", "Otherwise"), ("name", "Else"), ("edition", "9"), ("number", "X")]
    {
        let refusal = story.save(&[(field, text)]).unwrap_err();
        assert!(refusal.contains("write the next edition"), "{field}: {refusal}");
    }
    story.save(&[("owner", "2")]).unwrap();
    assert_eq!(story.holds("next_review_on"), "2027-03-02");
    story.at("2027-01-15T09:00:00Z").noted("review", &[], "Compared with the work").unwrap();
    assert_eq!(story.holds("next_review_on"), "2028-01-15");
}

#[test]
fn it_is_published_on_its_day_to_those_whom_it_is_for() {
    let mut story = written(&[("effective_from", "2026-03-10"), ("distribution", "customers")]);
    story.take("submit", &[]).unwrap();
    story.by(BEN, &[Role::ProcessOwner]).take("approve", &[]).unwrap();
    let nobody = story.take("publish", &[]).unwrap_err();
    assert_eq!(nobody, "Before “Publish”, fill in: Customers.");
    let early = story.take("publish", &[("customers", "5")]).unwrap_err();
    assert!(early.starts_with("Its day has not come"), "{early}");
    assert_eq!(story.holds("shown_to"), "", "nobody outside reads what is not published");
    story.at("2026-03-10T09:00:00Z").take("publish", &[("customers", "5")]).unwrap();
    assert_eq!((story.holds("shown_to"), story.holds("shown_outside")), ("5".into(), "no".into()));
    story.by(ADA, &[Role::Agent]);
    let wider = story.save(&[("distribution", "everybody")]).unwrap_err();
    assert!(wider.contains("was decided when it was published"), "{wider}");
    story.by(BEN, &[Role::ProcessOwner]).noted("withdraw", &[], "Nobody needs it").unwrap();
    assert_eq!(story.holds("shown_to"), "", "what holds no longer is shown no longer");
    let secret = [("classification", "confidential"), ("distribution", "everybody")];
    let refusal = Story::of(KIND).save(&[WHOLE, &secret].concat()).unwrap_err();
    assert!(refusal.contains("leads outside"), "{refusal}");
}

#[test]
fn an_edition_gives_way_to_the_next_one_only() {
    let mut story = published(&[]);
    let alone = story.take("new_version", &[]).unwrap_err();
    assert!(alone.starts_with("No later edition was published"), "{alone}");
    with_successor(&mut story).take("new_version", &[]).unwrap();
    let mut next = written(&[("previous", "4"), ("what_is_new", "More")]);
    next.take("submit", &[]).unwrap();
    next.by(BEN, &[Role::ServiceManager]).take("approve", &[]).unwrap();
    next.given(KIND, 4, "number", Value::Text("PRO-02".to_owned()));
    assert!(next.take("publish", &[]).unwrap_err().contains("another number"));
    next.given(KIND, 4, "number", Value::Text("PRO-01".to_owned()));
    next.given(KIND, 4, "state", Value::Text("superseded".to_owned()));
    assert!(next.take("publish", &[]).unwrap_err().contains("Begin again from that one"));
    next.given(KIND, 4, "state", Value::Text("published".to_owned()));
    next.take("publish", &[]).unwrap();
}

#[test]
fn it_is_kept_as_long_as_its_rule_says() {
    let mut story = published(&[]);
    with_successor(&mut story).at("2026-03-31T09:00:00Z").take("new_version", &[]).unwrap();
    let no_rule = story.noted("dispose", &[], "Shredded").unwrap_err();
    assert_eq!(no_rule, "Before “Dispose of”, fill in: Retention rule.");
    story.given("retention_rule", 3, "keep_months", Value::Int(11));
    story.save(&[("retention_rule", "3")]).unwrap();
    assert_eq!(story.holds("keep_until"), "2027-02-28");
    let early = story.at("2027-02-28T12:00:00Z").noted("dispose", &[], "Shredded").unwrap_err();
    assert!(early.contains("is not over"), "{early}");
    assert!(story.save(&[("text", "")]).is_err(), "nobody takes its text away before");
    story.at("2027-03-01T12:00:00Z").noted("dispose", &[], "Shredded").unwrap();
    assert_eq!((story.state(), &*story.holds("text")), ("disposed", ""));
    assert_eq!(story.holds("name"), "How majors are handled", "what it was is still known");
}

#[test]
fn what_comes_from_outside_is_compared_with_its_source() {
    let outside = [("comes_from", "outside"), ("source", "The maker"), ("source_version", "4")];
    let mut story = published(&[&[("sort", "external")][..], &outside].concat());
    assert_eq!(story.holds("checked_on"), "2026-03-02");
    story.at("2026-09-01T09:00:00Z").noted("review", &[], "Still version 4").unwrap();
    assert_eq!(story.holds("checked_on"), "2026-09-01");
}
