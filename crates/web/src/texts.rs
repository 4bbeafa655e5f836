//! Every word of the pages, by key, in the reader's language.
//!
//! Page texts stand in `locales/`. Labels and help of definitions come from the rooms in English; a language that has
//! a key such as `field-incident-summary` says it in its own words, so that a translation touches no room.
use fluent_bundle::{FluentArgs, FluentResource, concurrent::FluentBundle, types::FluentNumber};
use gemba_model::{FieldDef, KindDef, StepDef};
use gemba_vocabulary::actor::Role;
use std::sync::{Arc, LazyLock};
use unic_langid::LanguageIdentifier;

/// A value that a text speaks of: a number or a name.
pub use fluent_bundle::FluentValue as Arg;

type Bundle = FluentBundle<FluentResource>;

static ENGLISH: LazyLock<Arc<Bundle>> = LazyLock::new(|| {
    // One broken line must not cost all the others their words; a test finds the broken one.
    Arc::new(bundle("en", include_str!("../locales/en.ftl")).0)
});

/// The words of one language, with English behind it for what it does not say.
#[derive(Clone)]
pub struct Texts {
    bundles: Vec<Arc<Bundle>>,
    language: String,
}

impl Default for Texts {
    fn default() -> Self {
        Self::english()
    }
}

impl Texts {
    /// English.
    pub fn english() -> Self {
        Self { bundles: vec![ENGLISH.clone()], language: "en".to_owned() }
    }

    /// Another language, told in Fluent's own format; the error lists what could not be read.
    pub fn of(language: &str, fluent: &str) -> Result<Self, String> {
        let (first, faults) = bundle(language, fluent);
        if !faults.is_empty() {
            return Err(faults.join("; "));
        }
        let bundles = vec![Arc::new(first), ENGLISH.clone()];
        Ok(Self { bundles, language: language.to_owned() })
    }

    /// The language's code, for `<html lang>`.
    pub fn language(&self) -> &str {
        &self.language
    }

    /// The text of that key; the key itself, if no language has it.
    pub fn text(&self, key: &str) -> String {
        self.text_with(key, &[])
    }

    /// The text of that key, with what it speaks of filled in.
    pub fn text_with(&self, key: &str, values: &[(&str, Arg<'_>)]) -> String {
        self.find(key, values).unwrap_or_else(|| {
            tracing::warn!(key, "a text is missing");
            key.to_owned()
        })
    }

    /// What people call one record of the kind: `Incident`.
    pub fn kind_label(&self, def: &KindDef) -> String {
        self.or(&format!("kind-{}", def.name), def.label)
    }

    /// What people call many: `Incidents`.
    pub fn kind_plural(&self, def: &KindDef) -> String {
        self.or(&format!("kind-{}-plural", def.name), def.plural)
    }

    /// What the kind is for.
    pub fn kind_help(&self, def: &KindDef) -> String {
        self.or(&format!("kind-{}-help", def.name), def.help)
    }

    /// What the button says that makes a new one: `Raise incident`, or `New team`.
    pub fn create_label(&self, def: &KindDef) -> String {
        let key = format!("create-{}", def.name);
        self.find(&key, &[]).unwrap_or_else(|| {
            let kind = self.kind_label(def).to_lowercase();
            self.text_with("create-any", &[("kind", kind.into())])
        })
    }

    /// What people call a field.
    pub fn field_label(&self, kind: &str, field: &FieldDef) -> String {
        self.or(&format!("field-{kind}-{}", field.name), &field.label)
    }

    /// What the field is for.
    pub fn field_help(&self, kind: &str, field: &FieldDef) -> String {
        self.or(&format!("field-{kind}-{}-help", field.name), &field.help)
    }

    /// What people call a state of the kind's life.
    pub fn state_label(&self, def: &KindDef, state: &str) -> String {
        let english = def.state(state).map_or(state, |choice| &choice.label);
        self.or(&format!("state-{}-{state}", def.name), english)
    }

    /// What people call a choice of a field.
    pub fn choice_label(&self, kind: &str, field: &FieldDef, choice: &str) -> String {
        let found = field.choices().iter().find(|one| one.name == choice);
        let english = found.map_or(choice, |one| &one.label);
        // Choices that an organization wrote down may hold any letters; a key may not.
        let key = format!("choice-{kind}-{}-{choice}", field.name);
        if field.is_custom() { english.to_owned() } else { self.or(&key, english) }
    }

    /// What the button of a verb says.
    pub fn verb_label(&self, kind: &str, step: &StepDef) -> String {
        self.or(&format!("verb-{kind}-{}", step.verb), step.label)
    }

    /// What the verb means.
    pub fn verb_help(&self, kind: &str, step: &StepDef) -> String {
        self.or(&format!("verb-{kind}-{}-help", step.verb), step.help)
    }

    /// What people call a verb that every kind has, such as `create`.
    pub fn common_verb(&self, verb: &str) -> String {
        self.or(&format!("common-verb-{verb}"), verb)
    }

    /// What people call a channel by which something came in.
    pub fn channel(&self, channel: &str) -> String {
        self.or(&format!("channel-{channel}"), channel)
    }

    /// What people call a role.
    pub fn role(&self, role: Role) -> String {
        self.or(&format!("role-{}", role.name()), role.name())
    }

    fn or(&self, key: &str, english: &str) -> String {
        self.find(key, &[]).unwrap_or_else(|| english.to_owned())
    }

    fn find(&self, key: &str, values: &[(&str, Arg<'_>)]) -> Option<String> {
        self.bundles.iter().find_map(|bundle| {
            let pattern = bundle.get_message(key)?.value()?;
            let mut args = FluentArgs::with_capacity(values.len());
            for (name, value) in values {
                args.set(*name, value.clone());
            }
            let mut faults = Vec::new();
            let text = bundle.format_pattern(pattern, Some(&args), &mut faults).into_owned();
            if !faults.is_empty() {
                tracing::warn!(key, ?faults, "a text could not be filled in");
            }
            Some(text)
        })
    }
}

/// What can be read of a language's texts, and what is wrong with the rest.
fn bundle(language: &str, fluent: &str) -> (Bundle, Vec<String>) {
    let mut faults = Vec::new();
    let language = language.parse::<LanguageIdentifier>().unwrap_or_else(|_| {
        faults.push(format!("“{language}” is no language code"));
        LanguageIdentifier::default()
    });
    let resource = FluentResource::try_new(fluent.to_owned()).unwrap_or_else(|(some, wrong)| {
        faults.extend(wrong.iter().map(ToString::to_string));
        some
    });
    let mut bundle = FluentBundle::new_concurrent(vec![language]);
    // Isolating marks guard mixed writing directions; they would end up in titles and tests of plain text.
    bundle.set_use_isolating(false);
    bundle.set_formatter(Some(grouped));
    if let Err(wrong) = bundle.add_resource(resource) {
        faults.extend(wrong.iter().map(ToString::to_string));
    }
    (bundle, faults)
}

/// Writes whole numbers in groups of three, as people read them: `24,918`.
fn grouped<M>(value: &Arg<'_>, _: &M) -> Option<String> {
    let Arg::Number(FluentNumber { value, .. }) = value else { return None };
    Some(group(&value.to_string()))
}

/// Groups the digits of a number before its point: `1234567.5` becomes `1,234,567.5`.
pub fn group(number: &str) -> String {
    let (sign, digits) = number.strip_prefix('-').map_or(("", number), |rest| ("-", rest));
    let (whole, part) = digits.split_once('.').map_or((digits, None), |(a, b)| (a, Some(b)));
    let mut text = String::from(sign);
    for (place, digit) in whole.chars().enumerate() {
        if place > 0 && (whole.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    if let Some(part) = part {
        text.push('.');
        text.push_str(part);
    }
    text
}
