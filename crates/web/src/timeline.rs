//! What happened to a record, oldest on top: the words of people in boxes, facts as single lines.
use crate::{
    address, asked,
    part::{csrf, initials},
    value::{self, Titles, Wanted, clock_words, day_words},
    visit::{Flash, Posted, Visit},
};
use axum::{extract::Path, response::Response};
use gemba_desk::{Command, FieldChange, Happening, Refused};
use gemba_model::{Feature, FieldDef, Holds, Record, Tone, overlay::KindView};
use gemba_vocabulary::Value;
use jiff::{Timestamp, civil::Date};
use maud::{Markup, html};

/// How many happenings a page shows.
pub const SHOWN_MAX: usize = 50;
/// The entry before which the page's history ends.
pub const BEFORE: &str = "before";
const CHANGES_MAX: usize = 8;
const PARTS_IN_SHORT_MAX: usize = 2;

/// A stretch of a record's history.
pub struct Story {
    /// Newest first, as it is read.
    happenings: Vec<Happening>,
    has_earlier: bool,
    titles: Titles,
}

impl Story {
    /// Reads the newest of a record's history, or what came before the entry that the address
    /// names.
    pub fn of(visit: &Visit, view: &KindView, record: &Record) -> Result<Self, Refused> {
        let before = visit.query(BEFORE).and_then(|text| text.parse().ok());
        Self::read(visit, view, record, before, SHOWN_MAX)
    }

    /// Reads the newest few that happened to a record.
    pub fn newest(
        visit: &Visit,
        view: &KindView,
        record: &Record,
        limit: usize,
    ) -> Result<Self, Refused> {
        Self::read(visit, view, record, None, limit)
    }

    fn read(
        visit: &Visit,
        view: &KindView,
        record: &Record,
        before: Option<u64>,
        limit: usize,
    ) -> Result<Self, Refused> {
        let kind = view.def.name;
        let mut happenings =
            visit.desk.history(visit.actor(), kind, record.id, before, limit + 1)?;
        let has_earlier = happenings.len() > limit;
        happenings.truncate(limit);
        let mut wanted = Wanted::default();
        for change in happenings.iter().flat_map(|happening| &happening.changes) {
            if let Some(field) = view.field(&change.field) {
                wanted.value(field, &change.old);
                wanted.value(field, &change.new);
            }
        }
        Ok(Self { happenings, has_earlier, titles: wanted.look_up(visit)? })
    }

    /// The index of the newest entry shown.
    pub fn newest_entry(&self) -> Option<u64> {
        self.happenings.first().map(|happening| happening.entry)
    }

    /// The history as a list, with the way to what was before.
    pub fn shown(&self, visit: &Visit, view: &KindView, record: &Record) -> Markup {
        let own = address::of_record(view.def.name, record.id);
        let is_later = visit.query(BEFORE).is_none();
        let oldest = self.happenings.last().map(|happening| happening.entry);
        html! {
            @if self.has_earlier && let Some(oldest) = oldest {
                @let entry = oldest.to_string();
                p {
                    a.verb.slim href=(address::with_query(&own, [(BEFORE, entry.as_str())])) {
                        (visit.text("history-earlier"))
                    }
                }
            }
            ol.line #timeline data-live-part[is_later] aria-label=(visit.text("history")) {
                @for (at, happening) in self.in_order(visit) {
                    @if let Some(day) = at { li.day { (day_named(visit, day)) } }
                    (self.event(visit, view, happening))
                }
            }
            @if !is_later {
                p { a.verb.slim href=(own) { (visit.text("history-newest")) } }
            }
        }
    }

    /// Each happening in one line, newest first: who wrote, or what was done and by whom.
    pub fn told(&self, visit: &Visit, view: &KindView) -> Vec<(Timestamp, Markup)> {
        let line = |happening: &Happening| (happening.at, self.in_short(visit, view, happening));
        self.happenings.iter().map(line).collect()
    }

    fn in_short(&self, visit: &Visit, view: &KindView, happening: &Happening) -> Markup {
        let name = happening.actor_name.as_str();
        if let ("comment" | "note", Some(text)) = (happening.verb.as_str(), &happening.text) {
            let said = visit.text_with("following-said", &[("name", name.into())]);
            return html! { (said) " “" (value::beginning(text)) "”" };
        }
        let parts = self.parts(visit, view, happening);
        html! {
            (what(visit, view, happening))
            @for (place, part) in parts.iter().take(PARTS_IN_SHORT_MAX).enumerate() {
                @if place == 0 { ": " } @else { ", " } (part)
            }
            " " (visit.text_with("following-by", &[("name", name.into())]))
        }
    }

    /// The happenings, oldest first, each with its day where that begins.
    fn in_order(&self, visit: &Visit) -> Vec<(Option<Timestamp>, &Happening)> {
        let mut days: Option<Date> = None;
        let day_of = |at: Timestamp| at.to_zoned(visit.zone.clone()).date();
        self.happenings
            .iter()
            .rev()
            .map(|happening| {
                let day = day_of(happening.at);
                let begins = days.replace(day) != Some(day);
                (begins.then_some(happening.at), happening)
            })
            .collect()
    }

    fn event(&self, visit: &Visit, view: &KindView, happening: &Happening) -> Markup {
        match happening.verb.as_str() {
            "comment" | "note" => words(visit, happening),
            _ => self.fact(visit, view, happening),
        }
    }

    fn fact(&self, visit: &Visit, view: &KindView, happening: &Happening) -> Markup {
        let tone = tone(view, happening);
        let parts = self.parts(visit, view, happening);
        let (shown, more) = parts.split_at(parts.len().min(CHANGES_MAX));
        html! {
            li class={ "event" (tone) } {
                span.dot {}
                div {
                    p {
                        (what(visit, view, happening))
                        @if happening.is_erased {
                            " " span.faint { (visit.text("history-erased")) }
                        }
                        @for (place, part) in shown.iter().enumerate() {
                            @if place == 0 { ": " } @else { " · " } (part)
                        }
                        " " (when(visit, happening))
                    }
                    @if !more.is_empty() {
                        details {
                            @let n = more.len();
                            summary { (visit.text_with("history-more", &[("n", n.into())])) }
                            @for part in more { p { (part) } }
                        }
                    }
                    @if let Some(text) = &happening.text {
                        div.said.inside { (value::prose(text)) }
                    }
                }
            }
        }
    }

    /// What changed, each in a few words: “Priority ~~3~~ 2”.
    fn parts(&self, visit: &Visit, view: &KindView, happening: &Happening) -> Vec<Markup> {
        let mut parts = Vec::new();
        if let Some((from, to)) = &happening.state {
            let label = |state: &str| visit.texts.state_label(view.def, state);
            parts.push(html! {
                @if !from.is_empty() { span.was { (label(from)) } " " }
                b { (label(to)) }
            });
        }
        let told = happening.changes.iter().filter_map(|change| {
            if change.field == "tags" {
                return Some(tags(visit, change));
            }
            let field = view.field(&change.field)?;
            is_told(view, field, change, happening).then(|| self.change(visit, view, field, change))
        });
        parts.extend(told);
        parts
    }

    fn change(
        &self,
        visit: &Visit,
        view: &KindView,
        field: &FieldDef,
        change: &FieldChange,
    ) -> Markup {
        let kind = view.def.name;
        let words = |value: &Value| value::words(visit, &self.titles, kind, field, value);
        let link = |value: &Value| match (field.holds.target(), value) {
            (Some(target), Value::Ref(id)) if value::may_open(visit, target) => html! {
                a.link.in-text href=(address::of_record(target, *id)) { (words(value)) }
            },
            _ => html! { b { (words(value)) } },
        };
        let is_long = field.holds == Holds::LongText;
        html! {
            (visit.texts.field_label(kind, field)) " "
            @match (change.old.is_none(), change.new.is_none()) {
                (false, true) => { span.was { (words(&change.old)) } },
                (true, _) => (link(&change.new)),
                (false, false) if is_long => (visit.text("history-rewritten")),
                (false, false) => { span.was { (words(&change.old)) } " " (link(&change.new)) },
            }
        }
    }
}

/// Whether a change is worth a reader's eye: not the headline above it, nor what repeats the moment
/// beside it, nor the bookkeeping behind what is shown already.
fn is_told(view: &KindView, field: &FieldDef, change: &FieldChange, at: &Happening) -> bool {
    let is_now = matches!(change.new, Value::Instant(moment)
        if (moment.as_second() - at.at.as_second()).abs() <= 1);
    let is_first = at.verb == "create";
    let is_nothing =
        matches!(change.new, Value::Bool(false) | Value::Int(0)) && change.old.is_none();
    let is_body = is_first && (field.name == view.def.title || field.holds == Holds::LongText);
    let is_bookkeeping =
        field.computed && !field.customer_visible && !field.listed && !field.filtered;
    !(is_body
        || is_nothing
        || field.holds == Holds::Struct
        || field.computed && is_now
        || is_bookkeeping)
}

fn tags(visit: &Visit, change: &FieldChange) -> Markup {
    let words = |value: &Value| -> Vec<String> {
        serde_json::from_str(&value.to_text()).unwrap_or_default()
    };
    let (old, new) = (words(&change.old), words(&change.new));
    html! {
        (visit.text("tags"))
        @for tag in &old { @if !new.contains(tag) { " " span.was { (tag) } } }
        @for tag in &new { @if !old.contains(tag) { " " span.token { (tag) } } }
    }
}

fn tone(view: &KindView, happening: &Happening) -> &'static str {
    let to = happening.state.as_ref().and_then(|(_, to)| view.def.state(to));
    match to.map(|state| state.tone) {
        Some(Tone::Done) if happening.verb != "create" => " good",
        Some(Tone::Major) => " bad",
        Some(Tone::Waiting) => " warn",
        _ => "",
    }
}

fn what(visit: &Visit, view: &KindView, happening: &Happening) -> Markup {
    let step = view.steps.iter().find(|step| step.verb == happening.verb);
    let words = match (happening.verb.as_str(), step) {
        ("create", _) => visit.text("history-create"),
        ("change", _) => visit.text("history-change"),
        ("import_step", _) => visit.text("history-import-step"),
        ("erase", _) => visit.text("history-erase"),
        (_, Some(step)) => visit.texts.verb_label(view.def.name, step),
        (other, None) => other.replace('_', " "),
    };
    html! { b { (words) } }
}

fn when(visit: &Visit, happening: &Happening) -> Markup {
    let time = visit.text_with(
        "history-by",
        &[
            ("time", clock_words(visit, happening.at).into()),
            ("name", happening.actor_name.as_str().into()),
        ],
    );
    html! {
        time datetime=(happening.at) title=(value::in_full(visit, happening.at)) { (time) }
        @if happening.imported { " " span.token { (visit.text("imported")) } }
    }
}

fn words(visit: &Visit, happening: &Happening) -> Markup {
    let is_inside = happening.verb == "note";
    html! {
        li.event {
            span.face aria-hidden="true" { (initials(&happening.actor_name)) }
            div {
                p {
                    b { (happening.actor_name) } " "
                    @if is_inside { (visit.text("history-noted")) }
                    @else { (visit.text("history-said")) }
                    " " (value::moment_fixed(visit, happening.at))
                    @if happening.imported { " " span.token { (visit.text("imported")) } }
                }
                @match &happening.text {
                    Some(text) => div.said.inside[is_inside] { (value::prose(text)) },
                    None => p.faint { (visit.text("history-erased")) },
                }
            }
        }
    }
}

fn day_named(visit: &Visit, at: Timestamp) -> String {
    let day = |at: Timestamp| at.to_zoned(visit.zone.clone()).date();
    let (today, day) = (day(visit.desk.now()), day(at));
    if day == today {
        visit.text("today")
    } else if today.yesterday().is_ok_and(|yesterday| yesterday == day) {
        visit.text("yesterday")
    } else {
        day_words(day)
    }
}

/// Where people write: to whoever is concerned, or for colleagues alone.
pub fn composer(visit: &Visit, view: &KindView, record: &Record) -> Markup {
    let may = |verb: &str| visit.desk.may_with(visit.actor(), view.def.name, verb, record);
    let (comment, note) = (may("comment"), may("note"));
    let action = format!("{}/say", address::of_record(view.def.name, record.id));
    html! {
        @if view.def.has(Feature::Comments) && (comment || note) {
            form.write method="post" action=(action) data-guard {
                (csrf(visit))
                @let hint = if note { visit.text("write-hint") } else { visit.text("write-hint-served") };
                textarea name="text" rows="2" aria-label=(visit.text("write")) placeholder=(hint)
                    data-key="n" required {}
                div.verbs {
                    @if note { span.small.faint { (visit.text("write-help")) } }
                    span.end {
                        @if note {
                            button.verb name="visible" value="inside" { (visit.text("write-note")) }
                        }
                        @if comment {
                            button.verb.first name="visible" value="customer" {
                                @if note { (visit.text("write-comment")) }
                                @else { (visit.text("write-send")) }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// `POST /{kind}/{id}/say`
pub async fn say(
    visit: Visit,
    Path((kind, id)): Path<(String, String)>,
    posted: Posted,
) -> Response {
    visit
        .answer(move |visit| {
            let (view, record) = asked::record(visit, &kind, &id)?;
            let own = address::of_record(view.def.name, record.id);
            // Without a button named, the words stay inside: nothing goes to a customer by mistake.
            let is_public = posted.text("visible") == "customer";
            let verb = if is_public { "comment" } else { "note" };
            if posted.text("text").is_empty() {
                return Ok(visit.go(&own, Some(Flash::new("flash-bad-empty"))));
            }
            let words = posted.fields.get("text").map_or("", String::as_str);
            let command = Command::verb(&kind, record.id, verb).with_note(words.trim_end());
            visit.desk.run(visit.actor(), command)?;
            Ok(visit.go(&format!("{own}#timeline"), None))
        })
        .await
}
