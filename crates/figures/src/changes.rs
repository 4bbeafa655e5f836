//! Changes: whether they do what they were for, and whether each was approved, reviewed and no emergency without need.
use crate::{
    asked::Ask,
    counting::{Counted, by_month, kept_share, none_wanted, number, of_service, share_of},
    reading::{list, names, within},
    sheet::{FigureDef, Part, Sheet},
};
use gemba_model::{
    check::{Evidence, EvidenceFault},
    filter::{Filter, Test},
};
use gemba_vocabulary::Value;

static CLOSED: FigureDef = FigureDef {
    name: "closed",
    label: "Changes closed",
    unit: "",
    definition: "How many changes, approved before they were done, were closed in the period (clause 8.5.1).",
};
static SUCCESS: FigureDef = FigureDef {
    name: "successful",
    label: "Successful",
    unit: "%",
    definition: "Among the changes closed in the period, the share that does what it was for (definition CHG-1).",
};
static EMERGENCY: FigureDef = FigureDef {
    name: "emergency",
    label: "Emergency changes",
    unit: "%",
    definition: "Among the changes closed in the period, the share that could not wait (definition CHG-1).",
};
static UNAUTHORISED: FigureDef = FigureDef {
    name: "unauthorised",
    label: "Approved by nobody",
    unit: "%",
    definition: "Among all that happened in the period, closed or found afterwards, the share that nobody had approved \
                 (definition CHG-1).",
};
static MISUSED: FigureDef = FigureDef {
    name: "misused",
    label: "Emergencies that were none",
    unit: "",
    definition: "How many changes closed in the period were handled as an emergency without being one. None is wanted.",
};
static CAUSED: FigureDef = FigureDef {
    name: "caused_incident",
    label: "An incident came of it",
    unit: "",
    definition: "How many changes closed in the period brought an incident about.",
};
static REVIEWED: FigureDef = FigureDef {
    name: "reviewed",
    label: "Looked back on",
    unit: "%",
    definition: "Among the changes closed in the period, the share of which somebody wrote down what looking back \
                 on it showed.",
};

/// The sheet.
pub fn read(evidence: &dyn Evidence, ask: &Ask) -> Result<Sheet, EvidenceFault> {
    const KIND: &str = "change";
    let now = evidence.now();
    let services = names(evidence, "service", &[])?;
    let about = ask.about.and_then(|id| services.get(&id).cloned());
    let mut part = about.map_or_else(|| Part::titled("All services"), Part::about);
    let known =
        Filter { field: "unauthorised".to_owned(), test: Test::IsNot(vec![Value::Bool(true)]) };
    let state = Filter::is("state", Value::Text("closed".to_owned()));
    let closed = [of_service(ask), within("closed_at", ask.span()).to_vec(), vec![known, state]];
    let (mut emergencies, mut misused, mut caused, mut reviewed) =
        (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    let closed = list(evidence, KIND, &closed.concat(), |read| {
        let one = Counted::at(read, "closed_at");
        emergencies.push(one.clone().came(Value::Text(read.text("model"))));
        if read.value("misuse").is_yes() {
            misused.push(one.clone());
        }
        let result = read.text("result");
        if result == "caused_incident" {
            caused.push(one.clone());
        }
        reviewed.push(one.clone().kept(!read.text("review").is_empty()));
        let is_known = !result.is_empty();
        let says = one.came(Value::Text(result.replace('_', " ")));
        Some(if is_known { says.kept(result == "successful") } else { says })
    })?;
    let found = Filter::is("unauthorised", Value::Bool(true));
    let found = [of_service(ask), within("created_at", ask.span()).to_vec(), vec![found]].concat();
    let found = list(evidence, KIND, &found, |read| {
        Some(Counted { at: Some(read.record.created_at), ..Counted::at(read, "") }.kept(false))
    })?;
    let all = [closed.clone(), found].concat();
    let none = "No change was closed in the period.";
    let is_found = |one: &Counted| one.came == Value::None;
    part.figures = vec![
        number(&CLOSED, &closed),
        kept_share(&SUCCESS, &closed, none),
        share_of(&EMERGENCY, &emergencies, |one| one.came.as_text() == Some("emergency"), none),
        share_of(&UNAUTHORISED, &all, is_found, "Nothing was changed in the period."),
        none_wanted(&MISUSED, &misused),
        number(&CAUSED, &caused),
        kept_share(&REVIEWED, &reviewed, none),
    ];
    part.charts = vec![by_month(ask, now, ("closed", "Changes closed by month"), &closed)];
    Ok(Sheet { parts: vec![part] })
}
