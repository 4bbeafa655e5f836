//! The menu: the work by the wheel of Plan, Do, Check and Act. Each quarter has a few areas; an area unfolds where the
//! reader is, since with every kind at once the menu would be longer than a screen.
use crate::{
    part::{icon, wheel},
    shell::{home_title, may_see_permissions},
    special::{
        alignment, catalogue, change_calendar, documents, figures, intervals, lifecycle,
        objectives, on_call, pack, portfolio, processes, requirement_sets, shared_requirements,
        start, trends, wheel as pdca, wording,
    },
    visit::Visit,
};
use gemba_model::{Menu, overlay::KindView};
use maud::{Markup, html};

/// Kinds and pages that belong together, by the clauses they serve.
struct Area {
    menu: Menu,
    /// The text of its name; none where its first place names it well enough.
    key: Option<&'static str>,
    /// What begins with one of these belongs to it, unless it belonged to an area before. What serves the first of
    /// them comes first.
    clauses: &'static [&'static str],
}

const fn area(menu: Menu, key: &'static str, clauses: &'static [&'static str]) -> Area {
    Area { menu, key: Some(key), clauses }
}

const fn by_its_first(menu: Menu, clauses: &'static [&'static str]) -> Area {
    Area { menu, key: None, clauses }
}

const AREAS: &[Area] = &[
    by_its_first(Menu::Plan, &["start"]),
    area(Menu::Plan, "area-context", &["4"]),
    area(Menu::Plan, "area-leadership", &["5"]),
    area(Menu::Plan, "area-planning", &["6"]),
    area(Menu::Plan, "area-support", &["7"]),
    by_its_first(Menu::Plan, &["8.1"]),
    area(Menu::Plan, "area-resources", &["8.4"]),
    area(Menu::Plan, "area-continuity", &["8.7.2"]),
    area(Menu::Plan, "area-security", &["8.7.3"]),
    area(Menu::Plan, "area-rules", &["8", "9", "10"]),
    by_its_first(Menu::Do, &["8.6.1"]),
    by_its_first(Menu::Do, &["8.6.2"]),
    by_its_first(Menu::Do, &["8.6.3", "7.6"]),
    by_its_first(Menu::Do, &["8.5.1"]),
    area(Menu::Do, "area-releases", &["8.5"]),
    by_its_first(Menu::Do, &["8.2.1"]),
    area(Menu::Do, "area-services", &["8.2.2", "8.2.4"]),
    area(Menu::Do, "area-configuration", &["8.2.5", "8.2.6"]),
    area(Menu::Do, "area-agreements", &["8.3.3"]),
    by_its_first(Menu::Do, &["8.3.2"]),
    by_its_first(Menu::Do, &["8.3.4", "8.2.3"]),
    area(Menu::Do, "area-availability", &["8.7"]),
    area(Menu::Do, "area-people", &["7"]),
    by_its_first(Menu::Check, &["9.1"]),
    by_its_first(Menu::Check, &["intervals"]),
    by_its_first(Menu::Check, &["9.2"]),
    by_its_first(Menu::Check, &["9.3"]),
    area(Menu::Check, "area-reports", &["9.4"]),
    area(Menu::Check, "area-customers", &["8.2", "8.3"]),
    area(Menu::Check, "area-analyses", &["8.6", "8.7.3"]),
    area(Menu::Check, "area-measured", &["8.4", "8.7"]),
    area(Menu::Check, "area-system", &["4", "5", "6", "7", "8.1"]),
    by_its_first(Menu::Act, &["wheel"]),
    by_its_first(Menu::Act, &["10.1"]),
    by_its_first(Menu::Act, &["10.2"]),
    area(Menu::Organization, "area-organization", &["7", "8"]),
];

/// A page of the menu that is no list of a kind.
struct MenuPage {
    menu: Menu,
    /// The clause it serves, or the word of an area of its own.
    clause: &'static str,
    address: &'static str,
    /// The text of its title.
    key: &'static str,
    may: fn(&Visit) -> bool,
    /// Whether it stands before the kinds of its area, or after them.
    leads: bool,
}

const fn page(
    (menu, clause): (Menu, &'static str),
    (address, key): (&'static str, &'static str),
    may: fn(&Visit) -> bool,
) -> MenuPage {
    MenuPage { menu, clause, address, key, may, leads: false }
}

impl MenuPage {
    const fn leading(mut self) -> Self {
        self.leads = true;
        self
    }
}

/// Whether a colleague looks who may read the kind.
fn inside_for(visit: &Visit, kind: &str) -> bool {
    visit.actor().is_inside() && visit.may(kind, "read")
}

static PAGES: &[MenuPage] = &[
    page((Menu::Plan, "start"), (start::drafts::ADDRESS, "drafts-title"), start::drafts::is_open),
    page((Menu::Plan, "6.2"), (objectives::ADDRESS, "objectives-title"), |visit| {
        inside_for(visit, objectives::KIND)
    }),
    page((Menu::Plan, "7.5"), (documents::ADDRESS, "documents-title"), |visit| {
        inside_for(visit, documents::KIND)
    })
    .leading(),
    page((Menu::Plan, "8.1"), (processes::ADDRESS, "processes-title"), |visit| {
        inside_for(visit, processes::KIND)
    })
    .leading(),
    page((Menu::Check, "intervals"), (intervals::ADDRESS, "intervals-title"), |visit| {
        inside_for(visit, intervals::KIND)
    }),
    page((Menu::Act, "wheel"), (pdca::ADDRESS, "wheel-title"), pdca::is_open),
    page((Menu::Organization, "7.5"), (start::ADDRESS, "start-title"), |visit| {
        start::is_wanted(&visit.desk, visit.kit, visit.actor())
    }),
    page((Menu::Do, "8.2.4"), (catalogue::ADDRESS, "catalogue-title"), catalogue::is_open),
    page((Menu::Do, "8.2.2"), (portfolio::ADDRESS, "portfolio-title"), |visit| {
        inside_for(visit, "service")
    }),
    page((Menu::Do, "8.5.1"), (change_calendar::ADDRESS, "change-calendar-title"), |visit| {
        visit.may("change", "read")
    }),
    page((Menu::Do, "8.6.1"), (on_call::ADDRESS, "on-call-title"), |visit| {
        inside_for(visit, "on_call_rota")
    }),
    page((Menu::Check, "9.1"), (figures::ADDRESS, "figures-title"), figures::is_open).leading(),
    page((Menu::Check, "9.2"), (pack::ADDRESS, "pack-title"), pack::is_open),
    page((Menu::Check, "8.6.3"), (trends::ADDRESS, "trends-title"), |visit| {
        inside_for(visit, "incident")
    })
    .leading(),
    page((Menu::Do, "8.2.5"), (lifecycle::ADDRESS, "lifecycle-title"), |visit| {
        inside_for(visit, "contract")
    }),
    page((Menu::Do, "8.3.4"), (alignment::ADDRESS, "alignment-title"), |visit| {
        inside_for(visit, alignment::KIND)
    }),
    page((Menu::Check, "9.1"), (wording::ADDRESS, "wording-title"), wording::is_open),
    page((Menu::Check, "9.1"), (requirement_sets::ADDRESS, "own-sets"), requirement_sets::is_open),
    page((Menu::Check, "9.1"), (shared_requirements::ADDRESS, "shared-title"), |visit| {
        visit.actor().is_inside()
    }),
    page((Menu::Organization, "7.5"), ("/permissions", "permissions-title"), may_see_permissions),
];

/// Where the menu leads.
struct Place {
    href: String,
    label: String,
}

/// The text key of a page's title, if it is a page of the menu that the reader may see.
pub fn page_key(visit: &Visit, address: &str) -> Option<&'static str> {
    let mut pages = PAGES.iter().filter(|page| (page.may)(visit));
    pages.find(|page| page.address == address).map(|page| page.key)
}

/// Whether the menu shows the kind to the reader. People served have no use for the house's own lists.
pub fn shows(visit: &Visit, view: &KindView) -> bool {
    let is_inside = visit.actor().is_inside();
    let is_shown = match view.def.menu {
        Menu::Hidden => false,
        Menu::Organization => is_inside,
        Menu::Plan | Menu::Do | Menu::Check | Menu::Act => true,
    };
    // People served find what is on offer in the catalogue, and what is asked of them on their first page.
    let is_found_there =
        [catalogue::ENTRY, catalogue::ITEM, "approval"].contains(&view.def.name) && !is_inside;
    is_shown && !is_found_there && visit.may(view.def.name, "read")
}

/// The whole menu.
pub fn menu(visit: &Visit) -> Markup {
    let quarters = [
        ("plan", Menu::Plan),
        ("do", Menu::Do),
        ("check", Menu::Check),
        ("act", Menu::Act),
        ("organization", Menu::Organization),
    ];
    let first = Place { href: "/".to_owned(), label: home_title(visit) };
    let readiness = Place { href: "/readiness".to_owned(), label: visit.text("readiness-title") };
    let path = visit.uri.path();
    html! {
        aside.menu #menu popover aria-label=(visit.text("menu")) {
            a.brand href="/" { (wheel()) " Gemba" }
            button.square.close popovertarget="menu" popovertargetaction="hide"
                aria-label=(visit.text("menu-close")) { (icon("close")) }
            nav aria-label=(visit.text("menu-mine")) {
                (way(&first, path == "/", false))
                @if visit.actor().is_inside() { (way(&readiness, path == "/readiness", false)) }
            }
            @for (name, quarter) in quarters { (group(visit, name, quarter)) }
        }
    }
}

fn way(place: &Place, is_here: bool, is_under: bool) -> Markup {
    html! {
        a.under[is_under] href=(place.href) aria-current=[is_here.then_some("page")] { (place.label) }
    }
}

fn group(visit: &Visit, name: &str, menu: Menu) -> Markup {
    let areas: Vec<_> = AREAS.iter().filter(|area| area.menu == menu).collect();
    let areas: Vec<_> = areas
        .iter()
        .map(|area| (area.key, places(visit, area, &areas)))
        .filter(|(_, places)| !places.is_empty())
        .collect();
    html! {
        @if !areas.is_empty() {
            nav aria-labelledby={ "menu-" (name) } {
                h2 id={ "menu-" (name) } { (visit.text(&format!("menu-{name}"))) }
                @for (key, places) in &areas { (unfolding(visit, *key, places)) }
            }
        }
    }
}

/// An area: its name alone, or with its places if the reader is at one of them.
fn unfolding(visit: &Visit, key: Option<&str>, places: &[Place]) -> Markup {
    let Some(first) = places.first() else { return html! {} };
    let here = here(visit.uri.path(), places);
    let named = key.filter(|_| places.len() > 1);
    let head = Place {
        href: first.href.clone(),
        label: named.map_or_else(|| first.label.clone(), |key| visit.text(key)),
    };
    // An area that is called like its first place does not name it twice.
    let rest = places.iter().enumerate().skip(usize::from(named.is_none()));
    html! {
        (way(&head, named.is_none() && here == Some(0), false))
        @if here.is_some() {
            @for (place, one) in rest { (way(one, here == Some(place), true)) }
        }
    }
}

/// Which of the places the reader is at: the one that says most of the address.
fn here(path: &str, places: &[Place]) -> Option<usize> {
    let is_at = |href: &str| {
        path.strip_prefix(href).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    };
    let at = places.iter().enumerate().filter(|(_, place)| is_at(&place.href));
    at.max_by_key(|(_, place)| place.href.len()).map(|(place, _)| place)
}

/// What an area leads to, as far as the reader may see it. What belongs to an area before it does not belong to it.
fn places(visit: &Visit, area: &Area, all: &[&Area]) -> Vec<Place> {
    let is_of = |menu: Menu, clause: &str| {
        let first = all.iter().find(|one| one.clauses.iter().any(|of| is_within(clause, of)));
        menu == area.menu && first.is_some_and(|first| std::ptr::eq(*first, area))
    };
    let kinds = visit.desk.kinds().into_iter();
    let kinds = kinds.filter(|view| is_of(view.def.menu, view.def.clause) && shows(visit, view));
    let mut kinds: Vec<_> = kinds.collect();
    kinds.sort_by_key(|view| area.clauses.iter().position(|of| is_within(view.def.clause, of)));
    let kinds = kinds.into_iter().map(|view| Place {
        href: format!("/{}", view.def.name),
        label: visit.texts.kind_plural(view.def),
    });
    let pages = |leads: bool| {
        let pages = PAGES.iter().filter(move |page| page.leads == leads);
        let pages = pages.filter(|page| is_of(page.menu, page.clause) && (page.may)(visit));
        pages.map(|page| Place { href: page.address.to_owned(), label: visit.text(page.key) })
    };
    pages(true).chain(kinds).chain(pages(false)).collect()
}

fn is_within(clause: &str, of: &str) -> bool {
    clause.strip_prefix(of).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(path: &str) -> Option<usize> {
        let place = |href: &str| Place { href: href.to_owned(), label: String::new() };
        here(path, &[place("/change"), place("/change/calendar"), place("/change_policy")])
    }

    #[test]
    fn the_place_that_says_most_of_the_address_is_where_the_reader_is() {
        assert_eq!(at("/change/7/edit"), Some(0));
        assert_eq!(at("/change/calendar"), Some(1));
        assert_eq!(at("/change_policy/new"), Some(2));
        assert_eq!(at("/incident"), None);
    }

    #[test]
    fn every_kind_of_the_menu_and_every_page_has_an_area() {
        let of = |menu: Menu, clause: &str| {
            let mut areas = AREAS.iter().filter(|area| area.menu == menu);
            areas.any(|area| area.clauses.iter().any(|of| is_within(clause, of)))
        };
        for kind in gemba_practices::KINDS {
            let def = kind.def();
            assert!(def.menu == Menu::Hidden || of(def.menu, def.clause), "{}", def.name);
        }
        for page in PAGES {
            assert!(of(page.menu, page.clause), "{}", page.address);
        }
        assert!(is_within("8.6.1", "8.6") && !is_within("8.61", "8.6") && !is_within("10.1", "1"));
    }
}
