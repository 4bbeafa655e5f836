//! What a fix did, beside its problem: how often its incidents happened before, and how often since, as things are now.
use crate::visit::Visit;
use gemba_desk::Refused;
use gemba_model::{Record, overlay::KindView, problem_effect};
use maud::{Markup, html};

const KIND: &str = "problem";
const COUNT_MAX: i64 = 100_000;

/// The section; nothing for other kinds, and before a day has passed since the fix.
pub fn section(visit: &Visit, view: &KindView, record: &Record) -> Result<Markup, Refused> {
    let fixed_at = view.value(record, "resolved_at").as_instant();
    let fixed_at = fixed_at.filter(|_| view.def.name == KIND && visit.actor().is_inside());
    let Some(fixed_at) = fixed_at else { return Ok(html! {}) };
    let until = view.value(record, "closed_at").as_instant().unwrap_or_else(|| visit.desk.now());
    let effect = problem_effect::count(record.id, fixed_at, until, |filters| {
        let count = visit.desk.count(visit.actor(), "incident", filters, COUNT_MAX)?.count;
        Ok::<_, Refused>(u64::try_from(count).unwrap_or_default())
    })?;
    Ok(html! {
        @if let Some(effect) = effect {
            section #fix-effect data-live-part {
                h2 { (visit.text("problem-effect")) }
                dl.calendar-figures {
                    div {
                        dt { (visit.text("problem-effect-before")) }
                        dd { (effect.before_per_30d) }
                    }
                    div {
                        dt { (visit.text("problem-effect-after")) }
                        dd { (effect.after_per_30d) }
                    }
                    @if let Some(fewer) = effect.reduction_percent {
                        div { dt { (visit.text("problem-effect-fewer")) } dd { (fewer) " %" } }
                    }
                }
            }
        }
    })
}
