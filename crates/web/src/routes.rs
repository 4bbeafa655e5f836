//! Every address of the pages, in one table. The router is built from it, so that no route can be missing here; tests
//! go through it and ask each route as a stranger, as somebody without rights, and with a foreign form.
use crate::{
    account, asset,
    fittings::Fittings,
    live, permissions,
    record_routes::RECORDS,
    search, secure, shell, sign_in,
    special::{
        alignment, catalogue, change_calendar, documents, figures, home, intervals, lifecycle,
        objectives, on_call, pack, portfolio, processes, readiness, requirement_sets,
        shared_requirements, start, trace, trends, wheel, wording,
    },
    visit::{Visit, Web},
};
use axum::{
    Router,
    extract::DefaultBodyLimit,
    middleware,
    response::{IntoResponse, Response},
    routing::{MethodRouter, get, post},
};
use gemba_desk::Desk;
use gemba_figures::paper::Printer;
use http::StatusCode;
use std::time::Duration;
use tower_http::{
    catch_panic::CatchPanicLayer, compression::CompressionLayer, timeout::TimeoutLayer,
};

const REQUEST_SECONDS_MAX: u64 = 60;
/// A file of 25 MB and the form around it.
const BODY_BYTES_MAX: usize = 27 * 1024 * 1024;

/// Who may use a route.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// Everybody, signed in or not.
    Public,
    /// Everybody who is signed in; the page shows what they may see.
    SignedIn,
    /// Whoever may do this verb with the kind in the address; the desk decides.
    Verb(&'static str),
    /// Whoever may do the verb that the address or the form names; the desk decides.
    AnyVerb,
}

/// One address and method.
pub struct Route {
    /// `GET` or `POST`.
    pub method: &'static str,
    /// The address, with `{…}` for its parts.
    pub path: &'static str,
    /// Who may use it.
    pub access: Access,
    handler: fn() -> MethodRouter<Web>,
}

impl Route {
    /// A page.
    pub const fn get(
        path: &'static str,
        access: Access,
        handler: fn() -> MethodRouter<Web>,
    ) -> Self {
        Self { method: "GET", path, access, handler }
    }

    /// Something sent.
    pub const fn post(
        path: &'static str,
        access: Access,
        handler: fn() -> MethodRouter<Web>,
    ) -> Self {
        Self { method: "POST", path, access, handler }
    }
}

const HOUSE: &[Route] = &[
    Route::get("/", Access::SignedIn, || get(home::get)),
    Route::get("/sign-in", Access::Public, || get(sign_in::get)),
    Route::post("/sign-in", Access::Public, || post(sign_in::post)),
    Route::post("/sign-out", Access::SignedIn, || post(sign_in::sign_out)),
    Route::get("/welcome/{secret}", Access::Public, || get(sign_in::welcome)),
    Route::post("/welcome/{secret}", Access::Public, || post(sign_in::set_password)),
    Route::get("/search", Access::SignedIn, || get(search::get)),
    Route::get("/palette", Access::SignedIn, || get(search::palette)),
    Route::get("/pick/{kind}", Access::Verb("read"), || get(search::pick)),
    Route::get("/events", Access::SignedIn, || get(live::get)),
    Route::get("/readiness", Access::SignedIn, || get(readiness::get)),
    Route::get(change_calendar::ADDRESS, Access::SignedIn, || get(change_calendar::get)),
    Route::get(catalogue::ADDRESS, Access::SignedIn, || get(catalogue::get)),
    Route::get(on_call::ADDRESS, Access::SignedIn, || get(on_call::get)),
    Route::get(lifecycle::ADDRESS, Access::SignedIn, || get(lifecycle::get)),
    Route::get(figures::ADDRESS, Access::SignedIn, || get(figures::list)),
    Route::get("/figures/{sheet}", Access::SignedIn, || get(figures::get)),
    Route::get("/figures/{sheet}/paper.pdf", Access::SignedIn, || get(figures::paper::of_sheet)),
    Route::get(portfolio::ADDRESS, Access::SignedIn, || get(portfolio::get)),
    Route::get(alignment::ADDRESS, Access::SignedIn, || get(alignment::get)),
    Route::get(objectives::ADDRESS, Access::SignedIn, || get(objectives::get)),
    Route::get(intervals::ADDRESS, Access::SignedIn, || get(intervals::get)),
    Route::get(trends::ADDRESS, Access::SignedIn, || get(trends::get)),
    Route::get(documents::ADDRESS, Access::SignedIn, || get(documents::get)),
    Route::get(processes::ADDRESS, Access::SignedIn, || get(processes::get)),
    Route::get("/processes/{clause}", Access::SignedIn, || get(processes::of_clause)),
    Route::get(trace::ADDRESS, Access::SignedIn, || get(trace::get)),
    Route::get(wheel::ADDRESS, Access::SignedIn, || get(wheel::get)),
    Route::get(wording::ADDRESS, Access::SignedIn, || get(wording::get)),
    Route::post(wording::ADDRESS, Access::SignedIn, || post(wording::post)),
    Route::get(requirement_sets::ADDRESS, Access::SignedIn, || get(requirement_sets::get)),
    Route::post(requirement_sets::ADDRESS, Access::SignedIn, || post(requirement_sets::post)),
    Route::get("/requirement-sets/{id}/table.csv", Access::SignedIn, || {
        get(requirement_sets::table)
    }),
    Route::get("/requirement-sets/{id}/catalog.json", Access::SignedIn, || {
        get(requirement_sets::catalog)
    }),
    Route::get(shared_requirements::ADDRESS, Access::SignedIn, || get(shared_requirements::get)),
    Route::get(pack::ADDRESS, Access::SignedIn, || get(pack::get)),
    Route::post(pack::ADDRESS, Access::SignedIn, || post(pack::post)),
    Route::get(pack::NEW, Access::SignedIn, || get(pack::new)),
    Route::get(start::ADDRESS, Access::SignedIn, || get(start::get)),
    Route::post(start::ADDRESS, Access::SignedIn, || post(start::post)),
    Route::get(start::drafts::ADDRESS, Access::SignedIn, || get(start::drafts::get)),
    Route::get("/permissions", Access::SignedIn, || get(permissions::get)),
    Route::get("/account", Access::SignedIn, || get(account::get)),
    Route::post("/account", Access::SignedIn, || post(account::post)),
    Route::post("/theme", Access::SignedIn, || post(account::theme)),
    Route::get("/assets/{file}", Access::Public, || get(asset::get)),
    Route::get("/healthz", Access::Public, || get(health)),
];

/// Every route of the pages.
pub fn all() -> impl Iterator<Item = &'static Route> {
    HOUSE.iter().chain(RECORDS)
}

/// The pages of one organization. Wants the caller's address as `ConnectInfo<SocketAddr>`, to slow down whoever
/// guesses passwords.
pub fn router(desk: Desk, printer: Option<Printer>) -> Router {
    router_with(desk, Fittings { printer, ..Fittings::default() })
}

/// The same with all that the program brings besides.
pub fn router_with(desk: Desk, fittings: Fittings) -> Router {
    let Fittings { printer, kit, live, packer } = fittings;
    let texts = crate::texts::Texts::english();
    let web = Web { desk, texts, printer, kit, live, packer };
    let mut router = Router::new();
    for route in all() {
        router = router.route(route.path, (route.handler)());
    }
    router
        .fallback(nowhere)
        .method_not_allowed_fallback(nowhere)
        .layer(DefaultBodyLimit::max(BODY_BYTES_MAX))
        .layer(CompressionLayer::new())
        .layer(TimeoutLayer::with_status_code(
            StatusCode::SERVICE_UNAVAILABLE,
            Duration::from_secs(REQUEST_SECONDS_MAX),
        ))
        .layer(CatchPanicLayer::custom(broken))
        .layer(middleware::from_fn(secure::guard))
        .with_state(web)
}

async fn nowhere(visit: Result<Visit, Response>) -> Response {
    // The page around it asks the store, which must not be done where others wait.
    let told = crate::blocking(move || {
        let texts = crate::texts::Texts::english();
        let (title, sentence) = (texts.text("problem-not-found"), texts.text("problem-no-page"));
        Ok(shell::problem(visit.as_ref().ok(), StatusCode::NOT_FOUND, &title, &sentence))
    });
    told.await.unwrap_or_else(|_| StatusCode::NOT_FOUND.into_response())
}

async fn health(axum::extract::State(web): axum::extract::State<Web>) -> Response {
    // Asks the store, so that a house whose store is gone does not call itself healthy.
    let asked = crate::blocking(move || web.desk.session("")).await;
    match asked {
        Ok(_) => "ok\n".into_response(),
        Err(refused) => {
            tracing::error!(why = %refused, "the store does not answer");
            (StatusCode::SERVICE_UNAVAILABLE, "The store does not answer.\n").into_response()
        }
    }
}

fn broken(_: Box<dyn std::any::Any + Send + 'static>) -> Response {
    shell::failed(&gemba_desk::Refused::Failed("Gemba broke off.".to_owned()))
}
