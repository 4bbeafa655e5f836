//! The calendar by services: a week, a row for each service that changes in it.
use super::Shown;
use crate::{address, part::empty};
use gemba_desk::Refused;
use gemba_model::Record;
use gemba_vocabulary::{RecordId, collision::Planned};
use maud::{Markup, PreEscaped, html};
use std::collections::BTreeMap;

const CELL_MAX: usize = 20;

impl Shown<'_> {
    pub(super) fn as_services(&self) -> Result<Markup, Refused> {
        let visit = self.visit;
        let mut rows: BTreeMap<Option<RecordId>, Vec<&(Planned, Record)>> = BTreeMap::new();
        for change in &self.changes {
            let wanted = |id: &&RecordId| self.service.is_none_or(|service| service == **id);
            for service in change.0.services.iter().filter(wanted) {
                rows.entry(Some(*service)).or_default().push(change);
            }
            if change.0.services.is_empty() {
                rows.entry(None).or_default().push(change);
            }
        }
        if rows.is_empty() {
            let (title, words) = ("change-calendar-none", "change-calendar-none-help");
            let (title, words) = (visit.text(title), visit.text(words));
            return Ok(empty("check", &title, &words, PreEscaped(String::new())));
        }
        Ok(html! {
            div.calendar-scroll role="region" tabindex="0"
                aria-label=(visit.text("change-calendar-services")) {
                table.calendar-services {
                    thead {
                        tr {
                            th scope="col" { (visit.text("change-calendar-service")) }
                            @for day in &self.days {
                                th scope="col" { (day.strftime("%a %-d %b")) }
                            }
                        }
                    }
                    tbody {
                        @for (service, changes) in &rows {
                            tr {
                                th scope="row" {
                                    @match service {
                                        Some(id) => a href=(address::of_record("service", *id)) {
                                            (self.titles.name(visit, "service", *id))
                                        },
                                        None => span.faint { (visit.text("change-calendar-no-service")) },
                                    }
                                }
                                @for day in &self.days { td { (self.cell(*day, changes)) } }
                            }
                        }
                    }
                }
            }
        })
    }

    fn cell(&self, day: jiff::civil::Date, changes: &[&(Planned, Record)]) -> Markup {
        let span = self.span(day);
        let overlaps =
            |one: &&&(Planned, Record)| one.0.span.from < span.to && one.0.span.to > span.from;
        let all: Vec<_> = changes.iter().filter(overlaps).collect();
        let more = all.len().saturating_sub(CELL_MAX);
        html! {
            @for (one, record) in all.iter().take(CELL_MAX) { (self.entry(one, record, span)) }
            @if more > 0 {
                span.small.faint {
                    (self.visit.text_with("change-calendar-more", &[("n", more.into())]))
                }
            }
        }
    }
}
