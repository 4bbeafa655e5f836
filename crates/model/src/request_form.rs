//! The form of a request item: questions that an organization writes itself, and the answers to them.
//!
//! The room of the item checks the questions, the room of a request the answers, and the page shows
//! both: all by the same rules, so that a request over the API or from a file is asked no less than
//! one from a page.
use crate::{
    Choice, FieldDef, FieldFault, Holds, Row,
    condition::{self, Known},
    field::{ChoiceDef, Tone},
    library::fault_unless,
    parse,
};
use gemba_vocabulary::Value;
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};
use std::{borrow::Cow, collections::BTreeMap};

/// How many questions a form has at most.
pub const QUESTIONS_MAX: usize = 25;
/// The name under which conditions know the answers.
pub const ANSWERS: &str = "answers";

/// A question that whoever asks for something answers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Row)]
pub struct Question {
    /// The word by which conditions know the answer, such as `model`.
    pub name: String,
    /// What is asked, in a few words.
    pub question: String,
    /// What an answer is.
    pub answer: Answered,
    /// For a choice: what can be chosen, with semicolons between.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub choices: Option<String>,
    /// Whether it must be answered when it is asked.
    #[serde(default)]
    pub needed: bool,
    /// When it is asked, such as `answers.model == "other"`. Empty means always.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub asked_if: Option<String>,
    /// What helps to answer it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub help: Option<String>,
}

/// What an answer is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Choice, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Answered {
    /// One line of text.
    Line,
    /// Many lines of text.
    Text,
    /// A whole number.
    Number,
    /// Yes or no.
    #[choice(label = "Yes or no")]
    YesNo,
    /// A calendar day.
    Day,
    /// One of a few choices.
    Choice,
}

/// An answer, with the question as it was asked then.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Row)]
pub struct Answer {
    /// The word of the question.
    pub name: String,
    /// The question as it was asked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub question: Option<String>,
    /// What was answered.
    pub answer: String,
}

impl Question {
    /// The field that a page shows for it, and by which its answer is read.
    pub fn field(&self) -> FieldDef {
        let holds = match self.answer {
            Answered::Line => Holds::ShortText,
            Answered::Text => Holds::LongText,
            Answered::Number => Holds::Int,
            Answered::YesNo => Holds::Bool,
            Answered::Day => Holds::Date,
            Answered::Choice => Holds::Choice(self.choices().collect()),
        };
        let help = self.help.clone().unwrap_or_default();
        FieldDef {
            name: Cow::Owned(self.name.clone()),
            label: Cow::Owned(self.question.clone()),
            help: Cow::Owned(help),
            customer_visible: true,
            ..FieldDef::new("", holds, self.needed)
        }
    }

    fn choices(&self) -> impl Iterator<Item = ChoiceDef> {
        let text = self.choices.as_deref().unwrap_or_default();
        let said = text.split(';').map(str::trim).filter(|word| !word.is_empty());
        said.map(|word| ChoiceDef {
            name: Cow::Owned(word.to_owned()),
            label: Cow::Owned(word.to_owned()),
            help: Cow::Borrowed(""),
            tone: Tone::New,
            is_end: false,
        })
    }
}

/// Finds fault with questions that could not be asked: a name twice, a choice of nothing, a
/// condition that cannot be read.
pub fn check_questions(field: &str, questions: &[Question]) -> Result<(), FieldFault> {
    let fault = |text: String| Err(FieldFault::new(field, text));
    let few = questions.len() <= QUESTIONS_MAX;
    fault_unless(few, field, "are more than 25 questions; nobody fills in so many")?;
    let fields: Vec<_> = questions.iter().map(Question::field).collect();
    let known = Known::default().with(ANSWERS, fields.iter().map(|field| (field, &Value::None)));
    for (place, one) in questions.iter().enumerate() {
        let is_word = !one.name.is_empty()
            && one.name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_')
            && one.name.starts_with(|first: char| first.is_ascii_lowercase());
        if !is_word {
            return fault(format!(
                "have “{}” as a name; use small letters, digits and underscores, such as phone_model",
                one.name
            ));
        }
        if questions.iter().take(place).any(|other| other.name == one.name) {
            return fault(format!("have the name “{}” twice", one.name));
        }
        if one.answer == Answered::Choice && one.choices().count() < 2 {
            return fault(format!("offer no choice for “{}”; write at least two", one.question));
        }
        if let Err(why) = condition::holds(one.asked_if.as_deref(), &known) {
            return fault(format!("have a condition for “{}” that {why}", one.question));
        }
    }
    Ok(())
}

/// Reads answers by the questions they answer, as far as each can be read.
fn read(questions: &[Question], answers: &BTreeMap<String, String>) -> Vec<(FieldDef, Value)> {
    let read = |question: &Question| {
        let field = question.field();
        let text = answers.get(&question.name).map_or("", String::as_str);
        let value = parse::from_text(&field, text, &TimeZone::UTC).unwrap_or_default();
        (field, value)
    };
    questions.iter().map(read).collect()
}

/// What conditions know of the answers.
pub fn known(questions: &[Question], answers: &BTreeMap<String, String>) -> Known {
    let read = read(questions, answers);
    Known::default().with(ANSWERS, read.iter().map(|(field, value)| (field, value)))
}

/// The questions that are asked, given what was answered. One whose condition cannot be worked out is asked.
pub fn asked<'a>(
    questions: &'a [Question],
    answers: &BTreeMap<String, String>,
) -> Vec<&'a Question> {
    // What stands in a question that is not asked counts as not answered, in order of the form.
    let mut counted = answers.clone();
    let mut asked = Vec::new();
    for question in questions {
        let known = known(questions, &counted);
        if condition::holds(question.asked_if.as_deref(), &known).unwrap_or(true) {
            asked.push(question);
        } else {
            counted.remove(&question.name);
        }
    }
    asked
}

/// The texts of answers by the words of their questions.
pub fn texts(answers: &[Answer]) -> BTreeMap<String, String> {
    answers.iter().map(|one| (one.name.clone(), one.answer.clone())).collect()
}

/// Checks answers against the questions and brings them into the form's order and words; answers to
/// what is not asked are left out. The faults name the question.
pub fn settled(
    questions: &[Question],
    answers: &[Answer],
) -> Result<Vec<Answer>, Vec<(String, String)>> {
    let texts = texts(answers);
    let (mut settled, mut faults) = (Vec::new(), Vec::new());
    let is_known = |one: &&Answer| !questions.iter().any(|question| question.name == one.name);
    for stranger in answers.iter().filter(is_known) {
        faults.push((stranger.name.clone(), "is no question of this item".to_owned()));
    }
    for question in asked(questions, &texts) {
        let text = texts.get(&question.name).map_or("", String::as_str);
        match parse::from_text(&question.field(), text, &TimeZone::UTC) {
            Ok(Value::None) if question.needed => {
                faults.push((question.name.clone(), "is required".to_owned()));
            }
            Ok(Value::None) => {}
            Ok(value) => settled.push(Answer {
                name: question.name.clone(),
                question: Some(question.question.clone()),
                answer: value.to_text(),
            }),
            Err(fault) => faults.push((question.name.clone(), fault)),
        }
    }
    if faults.is_empty() { Ok(settled) } else { Err(faults) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn question(name: &str, answer: Answered) -> Question {
        Question {
            name: name.to_owned(),
            question: format!("Which {name}?"),
            answer,
            choices: None,
            needed: true,
            asked_if: None,
            help: None,
        }
    }

    /// A phone: one of three, and if it is another one, which and why.
    fn phone() -> Vec<Question> {
        let model = Question {
            choices: Some("small; large ;other".to_owned()),
            ..question("model", Answered::Choice)
        };
        let other = Some("answers.model == \"other\"".to_owned());
        let which = Question { asked_if: other, ..question("which", Answered::Line) };
        let deep = Some("answers.which != \"\"".to_owned());
        let why = Question { asked_if: deep, needed: false, ..question("why", Answered::Text) };
        vec![model, which, why, question("number", Answered::Number)]
    }

    fn answers(given: &[(&str, &str)]) -> Vec<Answer> {
        let answer = |(name, text): &(&str, &str)| Answer {
            name: (*name).to_owned(),
            question: None,
            answer: (*text).to_owned(),
        };
        given.iter().map(answer).collect()
    }

    #[test]
    fn only_what_its_condition_allows_is_asked() {
        let form = phone();
        let names = |given: &[(&str, &str)]| {
            let asked = asked(&form, &texts(&answers(given)));
            asked.into_iter().map(|one| one.name.clone()).collect::<Vec<_>>().join(" ")
        };
        assert_eq!(names(&[]), "model number");
        assert_eq!(names(&[("model", "other")]), "model which number");
        assert_eq!(names(&[("model", "other"), ("which", "X1")]), "model which why number");
        assert_eq!(names(&[("model", "small"), ("which", "X1")]), "model number", "not asked");
    }

    #[test]
    fn answers_are_kept_in_order_with_the_words_of_the_question() {
        let given = answers(&[("number", "2"), ("model", "LARGE"), ("which", "left over")]);
        let settled = settled(&phone(), &given).unwrap();
        let told: Vec<_> = settled.iter().map(|one| (&*one.name, &*one.answer)).collect();
        assert_eq!(told, [("model", "large"), ("number", "2")]);
        assert_eq!(settled[0].question.as_deref(), Some("Which model?"));
    }

    #[test]
    fn what_is_missing_wrong_or_strange_is_named() {
        let given = answers(&[("model", "other"), ("number", "two"), ("colour", "red")]);
        let faults = settled(&phone(), &given).unwrap_err();
        let told: Vec<_> = faults.iter().map(|(name, fault)| format!("{name} {fault}")).collect();
        assert_eq!(
            told,
            [
                "colour is no question of this item",
                "which is required",
                "number must be a whole number"
            ]
        );
    }

    #[test]
    fn questions_that_cannot_be_asked_are_refused() {
        let fault = |questions: Vec<Question>| check_questions("questions", &questions);
        assert_eq!(fault(phone()), Ok(()));
        let twice = fault([phone(), phone()].concat()).unwrap_err();
        assert!(twice.fault.contains("“model” twice"), "{}", twice.fault);
        let named = fault(vec![question("Phone model", Answered::Line)]).unwrap_err();
        assert!(named.fault.contains("small letters"), "{}", named.fault);
        let bare = fault(vec![question("model", Answered::Choice)]).unwrap_err();
        assert!(bare.fault.contains("at least two"), "{}", bare.fault);
        let odd = Some("answers.colour == \"red\"".to_owned());
        let odd = Question { asked_if: odd, ..question("model", Answered::Line) };
        let odd = fault(vec![odd]).unwrap_err();
        assert!(odd.fault.contains("“colour”, which is not known"), "{}", odd.fault);
        let many = (0..26).map(|n| question(&format!("q{n}"), Answered::Line)).collect();
        assert!(fault(many).unwrap_err().fault.contains("more than 25"));
    }
}
