//! A continuity plan as one page that needs nothing else: no network, no program, no sign-in. It is kept where the plan
//! can be read when the usual place or systems are gone.
use super::{events, plan, standing};
use crate::reading::{self, Read};
use gemba_model::{
    check::{Evidence, EvidenceFault},
    filter::{Filter, Test},
};
use gemba_vocabulary::{RecordId, Value, id};
use jiff::{Timestamp, tz::TimeZone};
use serde_json::Value as Json;
use std::fmt::Write;

const STYLE: &str = "body{font:16px/1.5 sans-serif;color:#111;background:#fff;max-width:60rem;\
    margin:2rem auto;padding:0 1rem}h1{margin-bottom:0}h2{border-bottom:2px solid #111;\
    margin-top:2rem}table{border-collapse:collapse;width:100%}th,td{border:1px solid #555;\
    padding:.35rem .5rem;text-align:left;vertical-align:top}th{background:#eee}p{white-space:\
    pre-line}td.tick{width:2rem}tr.blank td{height:2rem}.small{color:#444}@media print{body{\
    margin:0;max-width:none}h2{break-after:avoid}tr{break-inside:avoid}}";
/// Empty lines for a log by hand.
const LOG_LINES: usize = 12;

/// A page to be kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page {
    /// What its file is called.
    pub file_name: String,
    /// The whole page.
    pub html: String,
}

/// The page of a plan; nothing if there is no such plan.
pub fn page(
    evidence: &dyn Evidence,
    id: RecordId,
    zone: &TimeZone,
) -> Result<Option<Page>, EvidenceFault> {
    let filters = [Filter::is("id", Value::Int(id))];
    let read = reading::list(evidence, "continuity_plan", &filters, |one| {
        Some((plan(one), Written::of(one)))
    })?;
    let Some((plan, written)) = read.into_iter().next() else { return Ok(None) };
    let number = id::number("CPL", id);
    let mut html = Html::default();
    html.head(&number, &written.title, &plan.state, when(evidence.now(), zone));
    invoking(&mut html, evidence, &written)?;
    html.rows("What is done", &["", "What", "Who", "Within minutes"], written.procedures());
    html.rows("What works meanwhile", &["Service", "Level", "Availability %"], written.targets());
    required(&mut html, evidence, &written)?;
    html.text("Resources and locations", &written.resources);
    html.rows("Whom to reach", &["Name", "Role", "Telephone", "Otherwise"], written.contacts());
    html.text("How things become normal again", &written.return_to_normal);
    last_test(&mut html, evidence, id, &standing(evidence, &plan.covered)?)?;
    html.rows("Copies", &["Where", "Last looked at"], written.copies());
    html.log();
    Ok(Some(Page { file_name: format!("{number}.html"), html: html.end() }))
}

/// When something was, on a clock that everybody knows.
fn when(at: Timestamp, zone: &TimeZone) -> String {
    at.to_zoned(zone.clone()).strftime("%Y-%m-%d %H:%M %Z").to_string()
}

/// What the plan says in words and rows.
struct Written {
    title: String,
    owner: Vec<RecordId>,
    services: Vec<RecordId>,
    requirements: Vec<RecordId>,
    invokers: Vec<RecordId>,
    deputies: Vec<RecordId>,
    criteria: String,
    responsibilities: String,
    resources: String,
    return_to_normal: String,
    rows: [Vec<Json>; 4],
}

impl Written {
    fn of(one: &Read<'_>) -> Self {
        let rows = |field: &str| match one.value(field) {
            Value::Struct(json) => json.as_array().cloned().unwrap_or_default(),
            _ => Vec::new(),
        };
        Self {
            title: one.named().title,
            owner: one.refs("owner"),
            services: one.refs("services"),
            requirements: one.refs("requirements"),
            invokers: one.refs("invokers"),
            deputies: one.refs("deputies"),
            criteria: one.text("criteria"),
            responsibilities: one.text("responsibilities"),
            resources: one.text("resources"),
            return_to_normal: one.text("return_to_normal"),
            rows: ["procedures", "targets", "contacts", "copies"].map(rows),
        }
    }

    fn table(&self, at: usize, parts: &[&str]) -> Vec<Vec<String>> {
        let rows = self.rows.get(at).into_iter().flatten();
        let cell = |row: &Json, part: &str| match row.get(part) {
            Some(Json::String(text)) => text.clone(),
            None | Some(Json::Null) => String::new(),
            Some(other) => other.to_string(),
        };
        rows.map(|row| parts.iter().map(|part| cell(row, part)).collect()).collect()
    }

    fn procedures(&self) -> Vec<Vec<String>> {
        let rows = self.table(0, &["what", "who", "within_minutes"]);
        let ticked = |row: Vec<String>| [vec!["☐".to_owned()], row].concat();
        rows.into_iter().map(ticked).collect()
    }

    fn targets(&self) -> Vec<Vec<String>> {
        self.table(1, &["service", "level", "availability_percent"])
    }

    fn contacts(&self) -> Vec<Vec<String>> {
        self.table(2, &["name", "role", "phone", "otherwise"])
    }

    fn copies(&self) -> Vec<Vec<String>> {
        self.table(3, &["place", "checked_on"])
    }
}

/// What some records are called, and another of their fields.
fn called(
    evidence: &dyn Evidence,
    kind: &'static str,
    ids: &[RecordId],
    also: &str,
) -> Result<Vec<String>, EvidenceFault> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let numbers = ids.iter().copied().map(Value::Int).collect();
    let filters = [Filter { field: "id".to_owned(), test: Test::Is(numbers) }];
    reading::list(evidence, kind, &filters, |one| {
        let (title, more) = (one.named().title, one.text(also));
        Some(if more.is_empty() { title } else { format!("{title}, {more}") })
    })
}

fn invoking(
    html: &mut Html,
    evidence: &dyn Evidence,
    written: &Written,
) -> Result<(), EvidenceFault> {
    let people = |ids: &[RecordId]| called(evidence, "person", ids, "phone");
    let services = called(evidence, "service", &written.services, "criticality")?;
    html.list("Services that it brings back", &services);
    html.text("When it is invoked", &written.criteria);
    html.list("Who may invoke it", &people(&written.invokers)?);
    html.list("Deputies", &people(&written.deputies)?);
    html.list("Who keeps the plan", &people(&written.owner)?);
    html.text("Who answers for what", &written.responsibilities);
    Ok(())
}

fn required(
    html: &mut Html,
    evidence: &dyn Evidence,
    written: &Written,
) -> Result<(), EvidenceFault> {
    let all = events::requirements(evidence)?;
    let minutes =
        |number: Option<i64>| number.map(|number| format!("{number} minutes")).unwrap_or_default();
    let ids = written.requirements.iter().filter_map(|id| all.get(id));
    let rows = ids.map(|one| {
        let starts = format!("the {}", one.clock_starts);
        vec![one.named.title.clone(), minutes(one.rto), starts, minutes(one.rpo)]
    });
    let heads = ["Requirement", "Back within (RTO)", "Counted from", "Data loss at most (RPO)"];
    html.rows("What is required", &heads, rows.collect());
    Ok(())
}

fn last_test(
    html: &mut Html,
    evidence: &dyn Evidence,
    id: RecordId,
    standing: &super::Standing,
) -> Result<(), EvidenceFault> {
    let tests = events::tests(evidence)?;
    let last = tests.iter().rev().find(|one| one.plan == Some(id));
    let day = |day: Option<jiff::civil::Date>| day.map_or_else(String::new, |day| day.to_string());
    let minutes = |minutes: Option<i64>| {
        minutes.map_or_else(|| "not measured".to_owned(), |minutes| format!("{minutes} minutes"))
    };
    let words = match last {
        None => "It was never tried out.".to_owned(),
        Some(last) => {
            let [recovery, declared, loss] = last.minutes.map(minutes);
            format!(
                "{} on {}: {}. Back after {recovery} from the disruption ({declared} from the \
                 declaration), data loss {loss}.",
                last.named.title,
                day(last.on),
                last.verdict.replace('_', " "),
            )
        }
    };
    let due = match (standing.is_missing, standing.retest.calendar_due) {
        (true, _) => "A test is missing.".to_owned(),
        (false, Some(due)) => format!("The next test is due on {due}."),
        (false, None) => String::new(),
    };
    html.text("The last test", &format!("{words}\n{due}"));
    Ok(())
}

/// A page on its way.
#[derive(Default)]
struct Html(String);

impl Html {
    fn add(&mut self, text: &str) {
        self.0.push_str(text);
    }

    fn tagged(&mut self, tag: &str, text: &str) {
        // Writing into a text never fails.
        let _ = write!(self.0, "<{tag}>{}</{tag}>", escaped(text));
    }

    fn head(&mut self, number: &str, title: &str, state: &str, at: String) {
        self.add("<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\">");
        self.add("<meta name=\"viewport\" content=\"width=device-width\">");
        self.tagged("title", &format!("{number} {title}"));
        let _ = write!(self.0, "<style>{STYLE}</style></head><body>");
        self.tagged("h1", title);
        self.add("<p class=\"small\">");
        let text = format!(
            "Continuity plan {number}, {state}. Copy of {at}. Whoever finds a newer one uses that."
        );
        self.add(&escaped(&text));
        self.add("</p>");
    }

    fn text(&mut self, heading: &str, text: &str) {
        self.tagged("h2", heading);
        self.tagged("p", if text.trim().is_empty() { "Nothing is written down." } else { text });
    }

    fn list(&mut self, heading: &str, items: &[String]) {
        self.tagged("h2", heading);
        if items.is_empty() {
            self.tagged("p", "Nobody and nothing is named.");
        }
        self.add("<ul>");
        for item in items {
            self.tagged("li", item);
        }
        self.add("</ul>");
    }

    fn rows(&mut self, heading: &str, heads: &[&str], rows: Vec<Vec<String>>) {
        self.tagged("h2", heading);
        if rows.is_empty() {
            self.tagged("p", "Nothing is written down.");
            return;
        }
        self.table_head(heads);
        for row in rows {
            self.add("<tr>");
            for cell in row {
                self.tagged("td", &cell);
            }
            self.add("</tr>");
        }
        self.add("</table>");
    }

    fn table_head(&mut self, heads: &[&str]) {
        self.add("<table><tr>");
        for head in heads {
            self.tagged("th", head);
        }
        self.add("</tr>");
    }

    /// A log to be filled in by hand and added to the invocation later.
    fn log(&mut self) {
        self.tagged("h2", "Log, to be copied into the invocation later");
        self.table_head(&["When", "Who", "What was done, seen or decided"]);
        for _ in 0..LOG_LINES {
            self.add("<tr class=\"blank\"><td></td><td></td><td></td></tr>");
        }
        self.add("</table>");
    }

    fn end(mut self) -> String {
        self.add("</body></html>\n");
        self.0
    }
}

/// Text that says what it says, whatever it holds.
fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for one in text.chars() {
        match one {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            other => safe.push(other),
        }
    }
    safe
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_people_write_cannot_become_part_of_the_page() {
        let mut html = Html::default();
        html.text("<b>", "<script>alert('x')</script> & \"more\"");
        assert_eq!(
            html.end(),
            "<h2>&lt;b&gt;</h2><p>&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt; &amp; \
             &quot;more&quot;</p></body></html>\n"
        );
    }
}
