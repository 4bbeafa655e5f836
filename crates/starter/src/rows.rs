//! Rows that answer other rows: of each finding, each sign or each item drawn something is said, whatever they are. And
//! what becomes of a record that another file tells.
use crate::data::{Fields, Step};
use gemba_vocabulary::Value;
use serde::Deserialize;
use serde_json::{Map, Value as Json};

/// Further steps of a record that is told elsewhere, by its key.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct More {
    pub on: String,
    pub by: String,
    pub step: Vec<Step>,
}

/// What is said of each row that a record holds at that time.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Each {
    /// The field with the rows.
    pub from: String,
    /// The field with the answers.
    pub into: String,
    /// The cells that are taken over.
    pub keep: Vec<String>,
    /// What is said, in turn; of those left over the last is said again.
    pub say: Vec<Fields>,
}

impl Each {
    /// The answers to the rows.
    pub fn answer(&self, rows: &Value) -> Json {
        let Value::Struct(Json::Array(rows)) = rows else { return Json::Array(Vec::new()) };
        let last = self.say.last();
        let answers = rows.iter().enumerate().map(|(place, row)| {
            let kept =
                self.keep.iter().filter_map(|cell| Some((cell.clone(), row.get(cell)?.clone())));
            let mut answer: Map<String, Json> = kept.collect();
            answer.extend(self.say.get(place).or(last).cloned().unwrap_or_default());
            Json::Object(answer)
        });
        Json::Array(answers.collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn each_row_gets_its_answer_and_those_left_over_the_last() {
        let say = |word: &str| Fields::from_iter([("result".to_owned(), json!(word))]);
        let each = Each {
            from: "sample".to_owned(),
            into: "findings".to_owned(),
            keep: vec!["item".to_owned()],
            say: vec![say("differs"), say("matches")],
        };
        let rows = Value::Struct(json!([{"item": "A", "was": 1}, {"item": "B"}, {"item": "C"}]));
        let answers = json!([
            {"item": "A", "result": "differs"},
            {"item": "B", "result": "matches"},
            {"item": "C", "result": "matches"}
        ]);
        assert_eq!(each.answer(&rows), answers);
        assert_eq!(each.answer(&Value::None), json!([]));
    }
}
