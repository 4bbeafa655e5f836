//! The frame of every page: head, menu, bar, palette; and the pages that say why not.
use crate::{
    address, asset, cookie,
    part::{csrf, icon, initials, wheel},
    special::{
        alignment, catalogue, change_calendar, figures, lifecycle, on_call, portfolio, start,
        trends,
    },
    texts::Texts,
    visit::{Flash, Theme, Visit},
};
use axum::response::{Html, IntoResponse, Response};
use gemba_desk::Refused;
use gemba_model::{Menu, overlay::KindView};
use gemba_vocabulary::actor::Role;
use http::{HeaderValue, StatusCode, header};
use maud::{DOCTYPE, Markup, html};
use std::sync::Arc;

/// A page on its way: `Page::new("Incidents", main).live("/events?kind=incident").answer(&visit)`.
pub struct Page {
    title: String,
    main: Markup,
    live: Option<String>,
    status: StatusCode,
}

impl Page {
    /// A page with that title and that content of `<main>`.
    pub fn new(title: impl Into<String>, main: Markup) -> Self {
        Self { title: title.into(), main, live: None, status: StatusCode::OK }
    }

    /// Told at once when something changes: the address of the stream of events.
    pub fn live(mut self, events: impl Into<String>) -> Self {
        self.live = Some(events.into());
        self
    }

    /// With another status than 200, such as 422 for a form with mistakes.
    pub fn status(mut self, status: StatusCode) -> Self {
        self.status = status;
        self
    }

    /// The whole document.
    pub fn answer(self, visit: &Visit) -> Response {
        let body = html! {
            body.shell data-live=[self.live.as_deref()]
                data-text-changed=(visit.text_with("live-changed", &[("by", "{by}".into())]))
                data-text-changed-quietly=(visit.text("live-changed-quietly"))
                data-text-copied=(visit.text("live-copied"))
                data-text-failed=(visit.text("live-failed"))
                data-text-nothing=(visit.text("live-nothing"))
            {
                a.skip href="#page" { (visit.text("skip")) }
                (menu(visit))
                (bar(visit))
                main.page #page tabindex="-1" {
                    @if let Some(flash) = &visit.flash { (told(visit, flash)) }
                    (self.main)
                }
                div.changed #changed role="status" hidden {
                    span {} a.verb.slim href="" { (visit.text("live-show")) }
                }
                div.toasts role="status" {}
                (palette(visit))
                (keys(visit))
            }
        };
        let document = document(&visit.texts, visit.theme, &self.title, body);
        let mut response = html_of(self.status, document);
        if visit.flash.is_some() {
            let line = cookie::set(cookie::FLASH, "", 0, &visit.headers);
            response.headers_mut().append(header::SET_COOKIE, line);
        }
        response
    }
}

/// A whole page with that title and that content of `<main>`.
pub fn page(visit: &Visit, title: &str, main: Markup) -> Response {
    Page::new(title, main).answer(visit)
}

/// A piece of a page, for the script.
pub fn fragment(main: Markup) -> Response {
    html_of(StatusCode::OK, main)
}

/// A page outside the house: signing in, the first password.
pub fn door(
    texts: &Texts,
    theme: Theme,
    status: StatusCode,
    title: &str,
    content: Markup,
) -> Response {
    let body = html! {
        body.door {
            main { span.brand { (wheel()) " Gemba" } section.card { (content) } }
            footer { (texts.text("motto")) }
        }
    };
    html_of(status, document(texts, theme, title, body))
}

/// A page that says why not, and where to go on. Without a visit it stands outside the house.
pub fn problem(visit: Option<&Visit>, status: StatusCode, title: &str, sentence: &str) -> Response {
    let Some(visit) = visit else {
        let texts = Texts::english();
        let content = html! {
            section.fault {
                p.number { (status.as_str()) } h1 { (title) } p { (sentence) }
                div.verbs { a.verb.first href="/" { (texts.text("problem-home")) } }
            }
        };
        return door(&texts, Theme::System, status, title, content);
    };
    if visit.is_fragment {
        return html_of(status, problem_part(visit, title, sentence));
    }
    let back = back(visit).filter(|_| status != StatusCode::NOT_FOUND);
    let content = html! {
        section.fault {
            p.number { (status.as_str()) } h1 { (title) } p { (sentence) }
            div.verbs {
                @if let Some((href, number)) = &back {
                    a.verb.first href=(href) {
                        (visit.text_with("problem-back", &[("number", number.as_str().into())]))
                    }
                } @else { a.verb.first href="/search" { (visit.text("search-verb")) } }
                a.verb href="/" { (home_title(visit)) }
            }
        }
    };
    Page::new(title, content).status(status).answer(visit)
}

/// The record that something could not be done with, by the address asked for, and its number.
fn back(visit: &Visit) -> Option<(String, String)> {
    let mut parts = visit.uri.path().split('/').skip(1);
    let (kind, id) = (parts.next()?, parts.next()?.parse().ok()?);
    let view = visit.desk.view(kind).filter(|_| visit.may(kind, "read"))?;
    parts.next().map(|_| (address::of_record(kind, id), view.def.number(id)))
}

/// The page for what the desk refused.
pub fn refused_page(visit: &Visit, refused: &Refused) -> Response {
    let (status, title) = match refused {
        Refused::NotFound { .. } | Refused::Unknown(_) => {
            (StatusCode::NOT_FOUND, visit.text("problem-not-found"))
        }
        Refused::Forbidden(_) => (StatusCode::FORBIDDEN, visit.text("problem-forbidden")),
        Refused::Stale { .. } => (StatusCode::CONFLICT, visit.text("problem-stale")),
        Refused::Invalid(_) | Refused::Not(_) => {
            (StatusCode::UNPROCESSABLE_ENTITY, visit.text("problem-not-now"))
        }
        Refused::Failed(why) => {
            tracing::error!(%why, uri = %visit.uri.path(), "a page failed");
            let sentence = visit.text("problem-failed-sentence");
            let status = StatusCode::INTERNAL_SERVER_ERROR;
            return problem(Some(visit), status, &visit.text("problem-failed"), &sentence);
        }
    };
    let sentence = match refused {
        Refused::NotFound { kind, id } => not_found(visit, kind, *id),
        other => other.to_string(),
    };
    problem(Some(visit), status, &title, &sentence)
}

/// The page for when not even the reader could be told apart.
pub fn failed(refused: &Refused) -> Response {
    tracing::error!(why = %refused, "a page failed");
    let texts = Texts::english();
    let (title, sentence) = (texts.text("problem-failed"), texts.text("problem-failed-sentence"));
    problem(None, StatusCode::INTERNAL_SERVER_ERROR, &title, &sentence)
}

/// HTML with a status; what a page shows is the reader's own and is kept by nobody between.
pub fn html_of(status: StatusCode, markup: Markup) -> Response {
    let keep = [(header::CACHE_CONTROL, "private, no-cache")];
    (status, keep, Html(markup.into_string())).into_response()
}

fn not_found(visit: &Visit, kind: &str, id: i64) -> String {
    match visit.desk.view(kind) {
        Some(view) => {
            let number = view.def.number(id);
            visit.text_with("problem-no-record", &[("number", number.into())])
        }
        None => visit.text("problem-no-page"),
    }
}

fn problem_part(visit: &Visit, title: &str, sentence: &str) -> Markup {
    html! {
        section data-dialog-part {
            div.box-head {
                h2 { (title) }
                a.square href=(visit.uri.path()) data-close aria-label=(visit.text("close")) {
                    (icon("close"))
                }
            }
            div.ask-form {
                p.about role="alert" { (sentence) }
                div.form-foot {
                    a.verb.first href=(visit.uri.path()) data-close { (visit.text("close")) }
                }
            }
        }
    }
}

fn document(texts: &Texts, theme: Theme, title: &str, body: Markup) -> Markup {
    let forced = (theme != Theme::System).then(|| theme.name());
    html! {
        (DOCTYPE)
        html lang=(texts.language()) data-theme=[forced] {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                title { (title) " · Gemba" }
                link rel="icon" href=(asset::address("favicon.svg")) type="image/svg+xml";
                link rel="stylesheet" href=(asset::address("gemba.css"));
                script type="module" src=(asset::address("gemba.js")) {}
            }
            (body)
        }
    }
}

fn menu(visit: &Visit) -> Markup {
    let kinds: Vec<_> =
        visit.desk.kinds().into_iter().filter(|view| is_in_menu(visit, view)).collect();
    let path = visit.uri.path();
    let is_calendar = path == change_calendar::ADDRESS;
    let here = path.split('/').nth(1).filter(|_| !is_calendar);
    let place = |href: &str, label: String, is_first: bool| {
        let is_here = path == href || here == Some(href.trim_start_matches('/'));
        let current = is_here.then_some("page");
        html! { a.under[!is_first] href=(href) aria-current=[current] { (label) } }
    };
    let open = if is_calendar { Some("change") } else { here };
    let open = kinds.iter().find(|view| open == Some(view.def.name)).map(|view| view.def.clause);
    let group = |name: &str, menu: Menu| {
        let pages = special_pages(visit, menu);
        let shown = unfolded(kinds.iter().filter(|view| view.def.menu == menu), open);
        html! {
            @if !shown.is_empty() || !pages.is_empty() {
                nav aria-labelledby={ "menu-" (name) } {
                    h2 id={ "menu-" (name) } { (visit.text(&format!("menu-{name}"))) }
                    @for (view, is_first) in shown {
                        (place(&format!("/{}", view.def.name), visit.texts.kind_plural(view.def), is_first))
                    }
                    @for (address, key) in pages { (place(address, visit.text(key), true)) }
                }
            }
        }
    };
    html! {
        aside.menu #menu popover aria-label=(visit.text("menu")) {
            a.brand href="/" { (wheel()) " Gemba" }
            button.square.close popovertarget="menu" popovertargetaction="hide"
                aria-label=(visit.text("menu-close")) { (icon("close")) }
            nav aria-label=(visit.text("menu-mine")) {
                (place("/", home_title(visit), true))
                @if visit.actor().is_inside() {
                    (place("/readiness", visit.text("readiness-title"), true))
                }
            }
            (group("plan", Menu::Plan))
            (group("do", Menu::Do))
            (group("check", Menu::Check))
            (group("act", Menu::Act))
            (group("organization", Menu::Organization))
        }
    }
}

/// The pages of a part of the menu that are no list of a kind, as far as the reader may see them: address and text.
fn special_pages(visit: &Visit, menu: Menu) -> Vec<(&'static str, &'static str)> {
    let is_inside = visit.actor().is_inside();
    let pages: &[(bool, &'static str, &'static str)] = match menu {
        Menu::Do => &[
            (catalogue::is_open(visit), catalogue::ADDRESS, "catalogue-title"),
            (is_inside && visit.may("service", "read"), portfolio::ADDRESS, "portfolio-title"),
            (visit.may("change", "read"), change_calendar::ADDRESS, "change-calendar-title"),
            (is_inside && visit.may("on_call_rota", "read"), on_call::ADDRESS, "on-call-title"),
        ],
        Menu::Check => &[
            (figures::is_open(visit), figures::ADDRESS, "figures-title"),
            (is_inside && visit.may("incident", "read"), trends::ADDRESS, "trends-title"),
            (is_inside && visit.may("contract", "read"), lifecycle::ADDRESS, "lifecycle-title"),
            (
                is_inside && visit.may(alignment::KIND, "read"),
                alignment::ADDRESS,
                "alignment-title",
            ),
        ],
        Menu::Organization => &[
            (may_see_permissions(visit), "/permissions", "permissions-title"),
            (
                start::is_wanted(&visit.desk, visit.kit, visit.actor()),
                start::ADDRESS,
                "start-title",
            ),
        ],
        Menu::Plan => &[(start::drafts::is_open(visit), start::drafts::ADDRESS, "drafts-title")],
        Menu::Act | Menu::Hidden => &[],
    };
    pages.iter().filter(|(may, ..)| *may).map(|(_, address, key)| (*address, *key)).collect()
}

/// The kinds of a part of the menu, and whether each is the first of its clause. The first stands for the others,
/// which are shown while one of them is open: with every kind at once the menu would be longer than a screen.
fn unfolded<'a>(
    kinds: impl Iterator<Item = &'a Arc<KindView>>,
    open: Option<&str>,
) -> Vec<(&'a Arc<KindView>, bool)> {
    let mut clauses: Vec<(&str, Vec<&Arc<KindView>>)> = Vec::new();
    for view in kinds {
        match clauses.iter_mut().find(|(clause, _)| *clause == view.def.clause) {
            Some((_, held)) => held.push(view),
            None => clauses.push((view.def.clause, vec![view])),
        }
    }
    let of_clause = |(clause, held): (&str, Vec<&'a Arc<KindView>>)| {
        let count = if open == Some(clause) { held.len() } else { 1 };
        held.into_iter().take(count).enumerate().map(|(place, view)| (view, place == 0)).collect()
    };
    clauses.into_iter().flat_map(|one| -> Vec<_> { of_clause(one) }).collect()
}

/// Whether the menu shows the kind to the reader. People served have no use for the house's own lists.
pub fn is_in_menu(visit: &Visit, view: &KindView) -> bool {
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

/// What the first page is called: people served have incidents here, not work.
pub fn home_title(visit: &Visit) -> String {
    let is_inside = visit.actor().is_inside();
    if is_inside { visit.text("home-title") } else { visit.text("home-served-title") }
}

/// Whether the reader may see who may do what.
pub fn may_see_permissions(visit: &Visit) -> bool {
    let actor = visit.actor();
    let roles = [Role::Administrator, Role::ServiceManager, Role::ProcessOwner, Role::Auditor];
    roles.into_iter().any(|role| actor.is(role))
}

fn bar(visit: &Visit) -> Markup {
    let name = &visit.actor().name;
    let roles: Vec<_> = visit.actor().roles.iter().map(|role| visit.texts.role(*role)).collect();
    let summary = visit.text_with("account-summary", &[("name", name.as_str().into())]);
    html! {
        header.bar {
            button.square.open-menu popovertarget="menu" aria-label=(visit.text("menu")) {
                (icon("menu"))
            }
            a.ask href="/search" data-palette {
                (icon("search")) " " span { (visit.text("palette-ask")) } kbd { "Ctrl K" }
            }
            div.me {
                span.small { (visit.desk.organization()) }
                details.pop.from-end {
                    summary {
                        span.face aria-hidden="true" { (initials(name)) }
                        span.hide { (summary) }
                    }
                    div.panel {
                        div { b { (name) } div.faint.small { (roles.join(", ")) } }
                        hr;
                        (themes(visit))
                        hr;
                        div.choices {
                            a href="/account" { (visit.text("account-title")) }
                            button.script-only type="button" data-keys-open {
                                (visit.text("keys-title"))
                            }
                        }
                        form.choices method="post" action="/sign-out" {
                            (csrf(visit)) button { (visit.text("sign-out")) }
                        }
                    }
                }
            }
        }
    }
}

/// The choice of light or dark.
pub fn themes(visit: &Visit) -> Markup {
    html! {
        form.choices method="post" action="/theme" data-themes {
            (csrf(visit))
            input type="hidden" name="next" value=(visit.uri);
            h2 { (visit.text("theme")) }
            @for theme in [Theme::Light, Theme::Dark, Theme::System] {
                button name="theme" value=(theme.name()) aria-pressed=(theme == visit.theme) {
                    (visit.text(&format!("theme-{}", theme.name())))
                }
            }
        }
    }
}

fn told(visit: &Visit, flash: &Flash) -> Markup {
    let values: Vec<_> =
        flash.values.iter().map(|(name, text)| (name.as_str(), text.as_str().into())).collect();
    let is_bad = flash.key.starts_with("flash-bad-");
    let (sign, role) = if is_bad { ("warning", "alert") } else { ("check", "status") };
    html! {
        div.flash.bad[is_bad] role=(role) {
            (icon(sign))
            p { (visit.text_with(&flash.key, &values)) }
            @if let Some(href) = &flash.href {
                a.verb.slim href=(address::at_home(Some(href))) { (visit.text("flash-open")) }
            }
        }
    }
}

fn palette(visit: &Visit) -> Markup {
    let ask = visit.text("palette-ask");
    html! {
        dialog.palette #palette aria-label=(ask) {
            form action="/search" role="search" {
                (icon("search"))
                input name="q" type="search" placeholder=(ask) aria-label=(ask) role="combobox"
                    aria-expanded="true" aria-autocomplete="list" aria-controls="palette-found"
                    autocomplete="off" spellcheck="false";
                kbd { "Esc" }
            }
            ul.found #palette-found role="listbox" aria-label=(visit.text("palette-found")) {}
            footer {
                span { kbd { "↑" } " " kbd { "↓" } " " (visit.text("key-move")) }
                span { kbd { "Enter" } " " (visit.text("key-open")) }
            }
        }
    }
}

fn keys(visit: &Visit) -> Markup {
    let close = visit.text("close");
    html! {
        dialog.box #keys aria-labelledby="keys-title" {
            form.box-head method="dialog" {
                h2 #keys-title { (visit.text("keys-title")) }
                button.square aria-label=(close) { (icon("close")) }
            }
            dl.keys-list {
                dt { kbd { "Ctrl K" } kbd { "/" } } dd { (visit.text("palette-ask")) }
                dt { kbd { "J" } kbd { "K" } } dd { (visit.text("keys-rows")) }
                dt { kbd { "Enter" } } dd { (visit.text("keys-open")) }
                dt { kbd { "X" } } dd { (visit.text("keys-tick")) }
                dt { kbd { "Ctrl Enter" } } dd { (visit.text("keys-send")) }
                dt { kbd { "?" } } dd { (visit.text("keys-title")) }
            }
            div.box-head { h2 { (visit.text("keys-page")) } }
            dl.keys-list data-keys {}
        }
    }
}

/// A header's value, for addresses and names that may hold any letters.
pub fn header_value(text: &str) -> HeaderValue {
    HeaderValue::from_str(text).unwrap_or_else(|_| HeaderValue::from_static(""))
}
