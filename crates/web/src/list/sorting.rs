//! How a list is sorted: told in words, and chosen where the heads of the columns have no room.
use super::{
    Column, List,
    narrowing::{def_of, label_of},
};
use gemba_model::filter::Sort;
use maud::{Markup, html};

impl List<'_> {
    /// How the list is sorted, in words; on a phone the same words open the choice.
    pub(super) fn sorted(&self) -> Markup {
        let words = self.sorted_words();
        html! {
            span.sorted { (words) }
            details.pop.only-phone {
                summary.chip { (words) " " span.down aria-hidden="true" {} }
                (self.sort_choice())
            }
        }
    }

    fn sorted_words(&self) -> String {
        let (visit, sort) = (self.visit, &self.asked.query.sort);
        if sort.field == "id" && sort.descending {
            return visit.text("sorted-newest");
        }
        let label = match sort.field.as_str() {
            "id" => visit.text("column-number"),
            name => def_of(visit, self.view, name)
                .map_or_else(|| name.to_owned(), |field| label_of(visit, self.view, &field)),
        };
        let key = if sort.descending { "sorted-down" } else { "sorted-up" };
        visit.text_with(key, &[("field", label.to_lowercase().into())])
    }

    /// Everything that the list can be sorted by here; what it is sorted by turns round.
    fn sort_choice(&self) -> Markup {
        let (visit, sort) = (self.visit, &self.asked.query.sort);
        let own = self.asked.columns.iter().cloned();
        let title = self.asked.title.clone().map(Column::Field);
        let mut columns: Vec<Column> = title.into_iter().chain(own).collect();
        for column in [Column::Number, Column::CreatedAt, Column::UpdatedAt] {
            if !columns.contains(&column) {
                columns.push(column);
            }
        }
        let choices: Vec<_> = columns
            .iter()
            .filter_map(|column| {
                Some((column.label(visit, self.view.def), self.sorted_name(column)?))
            })
            .collect();
        html! {
            nav.panel aria-label=(visit.text("sort-by")) {
                h2 { (visit.text("sort-by")) }
                div.choices {
                    @for (label, name) in choices {
                        @let is_here = sort.field == name;
                        @let spelled = turned(sort, &name);
                        a href=(self.asked.address_with(&[("sort", &spelled)], &["after"]))
                            aria-current=[is_here.then_some("true")]
                        {
                            (label)
                            @if is_here {
                                " " span.faint.small { (visit.text("sort-turn")) }
                            }
                        }
                    }
                }
            }
        }
    }

    /// What the list is sorted by when a column's header is followed; large kinds only by what has
    /// an index.
    pub(super) fn sorted_name(&self, column: &Column) -> Option<String> {
        let name = match column {
            Column::Number => "id".to_owned(),
            Column::Tags => return None,
            Column::Field(field) if !field.filtered && !self.is_small => return None,
            other => other.name().to_owned(),
        };
        Sort::parse(self.view, &name).is_ok().then_some(name)
    }
}

/// Sorting by a field, or by the same field the other way round.
pub(super) fn turned(now: &Sort, name: &str) -> String {
    if now.field == name && !now.descending { format!("-{name}") } else { name.to_owned() }
}
