//! For every kind, every state and every verb that its life does not know there: the desk refuses with a sentence.
use crate::place::{Place, house, importer};
use gemba_desk::{Command, Imported, Input};
use gemba_model::{FieldDef, Holds, overlay::KindView};
use gemba_testkit::on_both_engines;
use gemba_vocabulary::{RecordId, Value};
use jiff::Timestamp;
use std::collections::{BTreeMap, BTreeSet};

/// Makes records of any kind with as little as they need.
struct Making<'a> {
    place: &'a Place,
    made: BTreeMap<String, RecordId>,
    count: usize,
}

impl Making<'_> {
    /// A record that another tool tells of, in that state.
    fn in_state(&mut self, view: &KindView, state: &str) -> RecordId {
        let fields: Vec<_> = view.all_fields().filter(|field| field.required).cloned().collect();
        let values = fields.iter().map(|field| (field.name.to_string(), self.value(view, field)));
        let mut values: Vec<_> = values.collect();
        if view.def.name == "custom_field" {
            values.push(("holds".to_owned(), Value::Text("short_text".to_owned())));
        }
        self.count += 1;
        let told = Imported {
            at: "2026-11-01T10:00:00Z".parse().unwrap(),
            state: Some(state.to_owned()),
            origin: Some(format!("old:{}", self.count)),
            by: None,
        };
        let command = Command::create(view.def.name, Input::Values(values)).with_import(told);
        let done = self.place.desk.run(&importer(), command);
        done.unwrap_or_else(|refused| panic!("{} {state}: {refused}", view.def.name)).record.id
    }

    fn value(&mut self, view: &KindView, field: &FieldDef) -> Value {
        let text = |text: &str| Value::Text(text.to_owned());
        match &field.holds {
            _ if field.name.ends_with("_kind") => text("person"),
            Holds::ShortText if view.def.name == "custom_field" && field.name == "field" => {
                Value::Text(format!("x_word_{}", self.count))
            }
            Holds::ShortText | Holds::LongText => Value::Text(format!("Word {}", self.count)),
            Holds::Int if view.def.field(&format!("{}_kind", field.name)).is_some() => {
                Value::Int(self.any("person"))
            }
            Holds::Int => Value::Int(1),
            Holds::Decimal | Holds::Percent => Value::Decimal(1.into()),
            Holds::Bool => Value::Bool(true),
            // What ends must lie after what begins.
            Holds::Date if ["to", "until"].contains(&&*field.name) => {
                Value::Date("2026-12-01".parse().unwrap())
            }
            Holds::Date => Value::Date("2026-11-01".parse().unwrap()),
            Holds::Instant => Value::Instant("2026-11-01T10:00:00Z".parse().unwrap()),
            Holds::Duration => Value::Duration(60),
            Holds::Choice(choices) => text(&choices[0].name),
            Holds::Ref(kind) => Value::Ref(self.any(kind)),
            Holds::Refs(kind) => Value::Refs(vec![self.any(kind)]),
            Holds::Money => Value::Money("12.50 EUR".parse().unwrap()),
            Holds::Struct => panic!("{}.{} is required", view.def.name, field.name),
        }
    }

    /// Some record of that kind.
    fn any(&mut self, kind: &str) -> RecordId {
        if let Some(id) = self.made.get(kind) {
            return *id;
        }
        let view = self.place.desk.view(kind).unwrap();
        let id = self.in_state(&view, view.def.first_state());
        self.made.insert(kind.to_owned(), id);
        id
    }
}

#[test]
fn what_a_life_does_not_know_is_refused_in_every_state_of_every_kind() {
    on_both_engines(|address| {
        let place = Place::open(address, Timestamp::now);
        let mut making = Making { place: &place, made: BTreeMap::new(), count: 0 };
        // Verbs of other lives are tried too.
        let verbs: BTreeSet<_> = place
            .desk
            .kinds()
            .iter()
            .flat_map(|view| view.steps.clone())
            .map(|one| one.verb)
            .collect();
        let mut refused_count = 0;
        // A saved view is its owner's, and nobody brings one in.
        let views = place.desk.kinds();
        let (views, left_out): (Vec<_>, Vec<_>) =
            views.iter().partition(|view| place.desk.may(&importer(), view.def.name, "import"));
        let left_out: Vec<_> = left_out.iter().map(|view| view.def.name).collect();
        assert_eq!(left_out, ["saved_view"]);
        for view in views {
            for state in view.def.states {
                let id = making.in_state(view, &state.name);
                let before = place.record(view.def.name, id);
                for verb in verbs.iter().filter(|verb| view.step(verb, &state.name).is_none()) {
                    let command = Command::verb(view.def.name, id, verb).with_note("It has to be");
                    let place_of = format!("{} {} {verb}", view.def.name, state.name);
                    let refused = place.desk.run(&house(), command).expect_err(&place_of);
                    let said = refused.to_string();
                    let is_sentence = said.ends_with('.') && said.split_whitespace().count() > 3;
                    assert!(is_sentence, "{place_of}: {said}");
                    let is_own = view.steps.iter().any(|step| step.verb == *verb);
                    let why =
                        if is_own { "” is not possible while the " } else { "have no verb “" };
                    assert!(said.contains(why), "{place_of}: {said}");
                    refused_count += 1;
                }
                assert_eq!(place.record(view.def.name, id), before, "{}", view.def.name);
            }
        }
        assert!(refused_count > 5_000, "only {refused_count} were tried");
    });
}
