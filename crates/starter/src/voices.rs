//! What those who are served say when they are asked how content they are: most of them answer, and most are content.
use crate::{
    days::Days,
    deed::{Act, Deed},
    dice::Dice,
    stage::Stage,
};
use gemba_desk::{Command, Input, Query, Refused};
use gemba_model::filter::Filter;
use gemba_vocabulary::{
    Value,
    actor::{Actor, Channel},
};
use serde_json::{Map, json};

const PURPOSE: u64 = 0x5A11;
const QUESTIONS_MAX: usize = 500;
/// How many of a hundred answer at all.
const ANSWER_PERCENT: i64 = 68;
const COMMENT_PERCENT: i64 = 45;

/// Twice a week somebody finds the time to answer.
pub fn deeds(days: &Days) -> Result<Vec<Deed>, Refused> {
    let mut deeds = Vec::new();
    for back in (1..=44).rev().step_by(2) {
        let at = days.moment(&format!("w{back} 12:25"))?;
        deeds.push(Deed { at, by: "house".to_owned(), act: Act::Respond });
    }
    // Those who were asked half a year before, too.
    let at = days.moment("m8.12+ 12:25")?;
    deeds.push(Deed { at, by: "house".to_owned(), act: Act::Respond });
    Ok(deeds)
}

/// Lets everybody who was asked and has time answer for themselves.
pub fn respond(stage: &Stage<'_>) -> Result<(), Refused> {
    let house = Actor::house(Channel::CommandLine);
    let open = vec![Filter::is("open", Value::Bool(true))];
    let asked = Query { filters: open, limit: QUESTIONS_MAX, ..Query::of("survey_answer") };
    let asked = stage.desk.list(&house, &asked)?.records;
    let Some(view) = stage.desk.view("survey_answer") else { return Ok(()) };
    for question in asked {
        // The same question gets the same answer, whenever it is asked again.
        let mut dice = Dice::new(question.id.unsigned_abs(), PURPOSE);
        let Some(person) = view.value(&question, "person").as_int() else { continue };
        if !dice.chance(ANSWER_PERCENT) {
            continue;
        }
        let actor = stage.desk.speak_for(person, Channel::Page)?;
        let said = Input::Json(said(stage, &mut dice));
        let answer = Command::verb("survey_answer", question.id, "answer").with_input(said);
        stage.desk.run(&actor, answer)?;
    }
    Ok(())
}

fn said(stage: &Stage<'_>, dice: &mut Dice) -> Map<String, serde_json::Value> {
    let phrases = &stage.data.phrases;
    let (score, likely, words) = match dice.between(1, 100) {
        1..=38 => (5, dice.between(9, 10), &phrases.content),
        39..=74 => (4, dice.between(8, 10), &phrases.content),
        75..=89 => (3, dice.between(5, 8), &phrases.middling),
        90..=96 => (2, dice.between(3, 6), &phrases.unhappy),
        _ => (1, dice.between(0, 3), &phrases.unhappy),
    };
    let mut fields = Map::new();
    fields.insert("score".to_owned(), json!(score));
    fields.insert("likelihood".to_owned(), json!(likely));
    if let Some(words) = dice.pick(words).filter(|_| dice.chance(COMMENT_PERCENT)) {
        fields.insert("comment".to_owned(), json!(words));
    }
    fields
}
