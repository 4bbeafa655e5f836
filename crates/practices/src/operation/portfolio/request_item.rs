//! Request items: what can be ordered, with its form, its price, who approves it and how it is done.
use gemba_model::{
    Choice, FieldFault, Kind, Refusal, Row, Situation, Step,
    condition::{self, Known},
    held::Structured,
    library::{fault_unless, fill_in, is_import, only_if},
    on_offer,
    request_form::{self, Question},
    step,
};
use gemba_vocabulary::{Money, Ref, Seconds, Value, kind};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// Something that people can order: a new phone, access to a folder, a place for a colleague who begins on Monday.
#[derive(Clone, Debug, PartialEq, Kind)]
#[kind(prefix = "ITM", clause = "8.6.2", title = "name", life, settle = settle)]
#[kind(shares(Comments, Attachments, Links, Watchers, Tags, Review))]
pub struct RequestItem {
    /// What is ordered, in the words of those who order it.
    #[field(searched, listed, visible)]
    pub name: String,
    /// The catalogue entry under which people find it.
    #[field(listed, filtered, visible)]
    pub catalogue_entry: Ref<kind::CatalogueEntry>,
    /// What one gets, and what it does not include.
    #[field(long, searched, visible)]
    pub description: Option<String>,
    /// What sort of request it is, to count by, such as “access” or “hardware”.
    #[field(listed, filtered)]
    pub category: Option<String>,
    /// The questions of its form, in order.
    #[field(rows = Question, visible)]
    pub questions: Option<Structured<Vec<Question>>>,
    /// What it costs whoever orders it.
    #[field(visible)]
    pub price: Option<Money>,
    /// How long it may take from the approval on, in the hours of the calendar.
    #[field(visible, label = "Done within")]
    pub fulfil_within: Option<Seconds>,
    /// The hours by which that time is counted. Empty means day and night.
    #[field(visible)]
    pub calendar: Option<Ref<kind::Calendar>>,
    /// How soon it is done beside others, 1 first and 5 last.
    #[field(default = "3")]
    pub priority: i64,
    /// When it is done sooner or later than usual: the first condition that holds decides.
    #[field(rows = PriorityRule)]
    pub priority_rules: Option<Structured<Vec<PriorityRule>>>,
    /// Who has to approve it, beside the rules for all requests.
    pub approval_rules: Vec<Ref<kind::ApprovalRule>>,
    /// The team that does it.
    #[field(filtered, listed)]
    pub team: Option<Ref<kind::Team>>,
    /// How it is done, step by step, for whoever does it.
    #[field(long)]
    pub instruction: Option<String>,
    /// After how many days without a word a request that was done is closed.
    #[field(default = "5", unit = "days")]
    pub close_after_days: i64,
    /// Whether work begins by itself once it is approved.
    #[field(default = "yes", label = "Begins by itself")]
    pub begins_itself: bool,
    /// Whether everybody whom we serve may order it.
    #[field(filtered, default = "yes")]
    pub for_everybody: bool,
    /// The customers whose people may order it, if it is not for everybody.
    pub for_customers: Vec<Ref<kind::Customer>>,
    /// Who keeps it right.
    #[field(filtered)]
    pub owner: Option<Ref<kind::Person>>,
    /// The change by which it comes on offer as it stands.
    #[field(filtered)]
    pub change: Option<Ref<kind::Change>>,
    /// Since when it can be ordered as it stands. Empty while it is written or revised.
    #[field(computed, filtered, listed)]
    pub published_at: Option<Timestamp>,
    /// Whether everybody outside can order it now.
    #[field(computed, filtered, visible, scope = Everybody)]
    pub shown_outside: bool,
    /// The customers whose people can order it now.
    #[field(computed, scope = Audience)]
    pub shown_to: Vec<Ref<kind::Customer>>,
}

/// When a request is done sooner or later than usual.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Row)]
pub struct PriorityRule {
    /// The condition, such as `answers.starts_on == ""`.
    pub when: String,
    /// The priority then, 1 first and 5 last.
    pub priority: i64,
}

/// Where an item stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Choice)]
pub enum State {
    /// It is being written.
    Draft,
    /// It can be ordered.
    #[choice(tone = Done)]
    Published,
    /// It is being written anew and cannot be ordered until it is published again.
    #[choice(tone = Waiting)]
    Revised,
    /// It is no longer offered.
    #[choice(tone = Off, end)]
    Withdrawn,
}

const LIFE: &[Step<RequestItem>] = &[
    step("publish", "Publish", &[State::Draft, State::Revised], State::Published)
        .help("From now on it can be ordered. It comes by a change that was approved.")
        .asks(&["description", "category", "instruction", "fulfil_within", "owner", "change"])
        .guard(may_publish)
        .then(|me, now| me.published_at = Some(now.now)),
    step("revise", "Revise", &[State::Published], State::Revised)
        .help("Takes it off the offer to write it anew. Say what changes.")
        .needs_note()
        .then(|me, _| {
            me.published_at = None;
            me.change = None;
        }),
    step(
        "withdraw",
        "Withdraw",
        &[State::Draft, State::Published, State::Revised],
        State::Withdrawn,
    )
    .help("It is no longer offered. Say why, and what people do instead.")
    .needs_note()
    .then(|me, _| me.published_at = None),
];

fn may_publish(me: &RequestItem, now: &Situation<'_>) -> Result<(), Refusal> {
    fill_in(
        "Publish",
        &[
            (me.description.is_some(), "Description"),
            (me.category.is_some(), "Category"),
            (me.instruction.is_some(), "Instruction"),
            (me.fulfil_within.is_some(), "Done within"),
            (me.owner.is_some(), "Owner"),
        ],
    )?;
    let entry = now.facts.value("catalogue_entry", me.catalogue_entry.id, "state");
    only_if(
        entry.as_text() == Some("published"),
        "Its catalogue entry is not published, so nobody would find it. Publish the entry first.",
    )?;
    on_offer::is_for_somebody(me.for_everybody, &me.for_customers)?;
    on_offer::by_decided_change(me.change, now)
}

fn settle(
    me: &mut RequestItem,
    before: Option<&RequestItem>,
    now: &Situation<'_>,
) -> Result<(), FieldFault> {
    if let Some(before) = before.filter(|_| !is_import(now)) {
        on_offer::as_published(before.published_at, me.published_at, &rewritten(me, before))?;
    }
    let questions = me.questions.as_ref().map_or(&[][..], |rows| &rows.0);
    request_form::check_questions("questions", questions)?;
    check_priorities(me, questions)?;
    fault_unless((0..=60).contains(&me.close_after_days), "close_after_days", "must be 0 to 60")?;
    let is_free = me.price.as_ref().is_none_or(|price| !price.amount.is_sign_negative());
    fault_unless(is_free, "price", "must not be negative")?;
    (me.shown_outside, me.shown_to) =
        on_offer::shown(me.published_at, me.for_everybody, &me.for_customers);
    Ok(())
}

fn check_priorities(me: &RequestItem, questions: &[Question]) -> Result<(), FieldFault> {
    let is_priority = |number: i64| (1..=5).contains(&number);
    fault_unless(is_priority(me.priority), "priority", "must be 1 to 5")?;
    let fields: Vec<_> = questions.iter().map(Question::field).collect();
    let blank = fields.iter().map(|field| (field, &Value::None));
    let known = Known::default().with(request_form::ANSWERS, blank);
    for rule in me.priority_rules.iter().flat_map(|rows| &rows.0) {
        condition::holds(Some(&rule.when), &known).map_err(|why| {
            FieldFault::new("priority_rules", format!("have a condition that {why}"))
        })?;
        fault_unless(
            is_priority(rule.priority),
            "priority_rules",
            "have a priority beyond 1 to 5",
        )?;
    }
    Ok(())
}

/// What is ordered, and whether each of it is another than before.
fn rewritten(me: &RequestItem, before: &RequestItem) -> [(&'static str, bool); 10] {
    [
        ("name", me.name != before.name),
        ("catalogue_entry", me.catalogue_entry != before.catalogue_entry),
        ("description", me.description != before.description),
        ("questions", me.questions != before.questions),
        ("price", me.price != before.price),
        ("fulfil_within", me.fulfil_within != before.fulfil_within),
        ("approval_rules", me.approval_rules != before.approval_rules),
        ("instruction", me.instruction != before.instruction),
        ("for_everybody", me.for_everybody != before.for_everybody),
        ("for_customers", me.for_customers != before.for_customers),
    ]
}

#[cfg(test)]
mod tests {
    use crate::story::{Story, walk};
    use gemba_vocabulary::Value;

    const MACHINE: &[(&str, &str, &str)] = &[
        ("draft", "published", "publish"),
        ("revised", "published", "publish"),
        ("published", "revised", "revise"),
        ("draft", "withdrawn", "withdraw"),
        ("published", "withdrawn", "withdraw"),
        ("revised", "withdrawn", "withdraw"),
    ];

    const WHOLE: &[(&str, &str)] = &[
        ("name", "Phone"),
        ("catalogue_entry", "3"),
        ("description", "A phone"),
        ("category", "hardware"),
        ("instruction", "Take one from stock"),
        ("fulfil_within", "3d"),
        ("owner", "2"),
        ("change", "5"),
        ("questions", r#"[{"name": "big", "question": "A big one?", "answer": "yes_no"}]"#),
    ];

    fn whole() -> Story {
        let mut story = Story::saved("request_item", WHOLE);
        let text = |text: &str| Value::Text(text.to_owned());
        story.given("change", 5, "state", text("scheduled"));
        story.given("catalogue_entry", 3, "state", text("published"));
        story
    }

    #[test]
    fn each_step_of_its_life_leads_on_and_every_other_is_refused_with_a_sentence() {
        walk("request_item", MACHINE, "The price changes", |from, _| {
            let mut story = whole();
            story.put(from);
            story
        });
    }

    #[test]
    fn it_is_ordered_as_it_was_published_and_not_otherwise() {
        let mut story = whole();
        story.take("publish", &[]).unwrap();
        assert_eq!(story.holds("shown_outside"), "yes");
        for (field, value) in [("price", "900 EUR"), ("questions", ""), ("instruction", "Any")] {
            let refusal = story.save(&[(field, value)]).unwrap_err();
            assert!(refusal.contains("use “Revise”"), "{field}: {refusal}");
        }
        story.save(&[("team", "4")]).unwrap();
        story.noted("revise", &[], "A new price").unwrap();
        story.save(&[("price", "900 EUR")]).unwrap();
        assert_eq!((&*story.holds("shown_outside"), &*story.holds("change")), ("no", ""));
    }

    #[test]
    fn it_is_published_under_an_entry_by_a_change_with_an_instruction() {
        let mut story = whole();
        story.save(&[("instruction", "")]).unwrap();
        let refusal = story.take("publish", &[]).unwrap_err();
        assert_eq!(refusal, "Before “Publish”, fill in: Instruction.");
        let mut story = whole();
        story.given("catalogue_entry", 3, "state", Value::Text("draft".to_owned()));
        assert!(story.take("publish", &[]).unwrap_err().contains("Publish the entry first"));
        let mut story = whole();
        story.given("change", 5, "state", Value::Text("draft".to_owned()));
        assert!(story.take("publish", &[]).unwrap_err().contains("that was approved"));
    }

    #[test]
    fn questions_and_conditions_can_be_asked() {
        let with =
            |field, value| Story::of("request_item").save(&[WHOLE, &[(field, value)]].concat());
        let bad = r#"[{"name": "Big one", "question": "Big?", "answer": "yes_no"}]"#;
        assert!(with("questions", bad).unwrap_err().contains("small letters"));
        let rule = r#"[{"when": "answers.small", "priority": 1}]"#;
        assert!(with("priority_rules", rule).unwrap_err().contains("“small”, which is not known"));
        let rule = r#"[{"when": "answers.big", "priority": 7}]"#;
        assert!(with("priority_rules", rule).unwrap_err().contains("beyond 1 to 5"));
        let rule = r#"[{"when": "answers.big", "priority": 2}]"#;
        assert_eq!(with("priority_rules", rule), Ok(()));
        assert!(with("price", "-1 EUR").unwrap_err().contains("must not be negative"));
    }
}
