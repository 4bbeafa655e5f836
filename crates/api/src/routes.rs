//! Every address of the API, in one table. The router is built from it, so that no route can be
//! missing here; tests go through it and ask each route as a stranger and with a token that only
//! reads.
use crate::{
    MOUNT, alerts, answers,
    body::{self, BODY_BYTES_MAX},
    caller::authenticated,
    differences, figures, files, house, impact, lifecycle, list, offline, on_call, packs, paper,
    portfolio,
    problem::{METHOD, Problem},
    read, readiness, shared_requirements,
    state::Api,
    trace, write,
};
use axum::{
    Router,
    body::{Body, Bytes, HttpBody},
    extract::{DefaultBodyLimit, FromRequest, MatchedPath, OriginalUri, Request, State},
    middleware::{self, Next},
    response::{IntoResponse, Response},
    routing::{MethodRouter, get, patch, post},
};
use gemba_conformity::Live;
use gemba_desk::{
    Desk, Refused,
    files::{FILE_BYTES_MAX, KIND},
};
use gemba_figures::paper::Printer;
use http::{HeaderValue, Method, StatusCode, header};
use std::{any::Any, future::poll_fn, pin::Pin, sync::Arc};
use tower_http::{
    catch_panic::CatchPanicLayer,
    compression::{
        CompressionLayer, DefaultPredicate, Predicate as _, predicate::NotForContentType,
    },
    set_header::SetResponseHeaderLayer,
};

/// Who may use a route.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// Everybody: it tells definitions, no records.
    Public,
    /// Whoever has a token; the desk decides what they see.
    Read,
    /// Whoever has a token that also writes; the desk decides what they may do.
    Write,
}

/// One address and method.
pub struct Route {
    /// The method. `GET` takes `HEAD` too.
    pub method: &'static str,
    /// The address below [`MOUNT`], with `{…}` for its parts.
    pub path: &'static str,
    /// Who may use it.
    pub access: Access,
    /// What it is for.
    pub what: &'static str,
    handler: fn() -> MethodRouter<Api>,
}

impl Route {
    const fn new(
        method: &'static str,
        path: &'static str,
        access: Access,
        what: &'static str,
        handler: fn() -> MethodRouter<Api>,
    ) -> Self {
        Self { method, path, access, what, handler }
    }
}

/// Every route.
pub const ROUTES: &[Route] = &[
    Route::new("GET", "/openapi.json", Access::Public, "This description, for programs", || {
        get(house::openapi)
    }),
    Route::new("GET", "/docs", Access::Public, "This description, for people", || get(house::docs)),
    Route::new("GET", "/me", Access::Read, "Who the token speaks for", || get(house::me)),
    Route::new(
        "GET",
        "/kinds",
        Access::Read,
        "The definitions of the kinds that you may read",
        || get(house::kinds),
    ),
    Route::new(
        "GET",
        "/search",
        Access::Read,
        "Records that contain all words, of all kinds or one",
        || get(house::search),
    ),
    Route::new("GET", on_call::PATH, Access::Read, "Who is on call", || get(on_call::get)),
    Route::new(
        "GET",
        answers::PATH_OF_NEW,
        Access::Read,
        "What is known already about an incident that is not recorded yet",
        || get(answers::of_new),
    ),
    Route::new(
        "GET",
        figures::PATH,
        Access::Read,
        "The sheets of figures that can be asked for",
        || get(figures::list),
    ),
    Route::new(
        "GET",
        figures::PATH_OF_ONE,
        Access::Read,
        "A sheet of figures with definitions, data and exceptions",
        || get(figures::get),
    ),
    Route::new("GET", paper::PATH, Access::Read, "A service report as PDF", || get(paper::get)),
    Route::new("GET", paper::RUN_PATH, Access::Read, "A report as PDF", || get(paper::get_run)),
    Route::new("GET", lifecycle::PATH, Access::Read, "What runs out within a year", || {
        get(lifecycle::get)
    }),
    Route::new(
        "GET",
        portfolio::PATH,
        Access::Read,
        "Services with what they rest on, who runs them, and what is missing",
        || get(portfolio::get),
    ),
    Route::new("GET", readiness::PATH, Access::Read, "How far the standard is met", || {
        get(readiness::get)
    }),
    Route::new(
        "GET",
        shared_requirements::PATH,
        Access::Read,
        "What several standards ask alike, each question once",
        || get(shared_requirements::get),
    ),
    Route::new("POST", packs::PATH, Access::Write, "Makes a pack for auditors", || {
        post(packs::post)
    }),
    Route::new(
        "POST",
        alerts::PATH,
        Access::Write,
        "Hears alerts of Prometheus Alertmanager",
        || post(alerts::post),
    ),
    Route::new(
        "GET",
        "/{kind}",
        Access::Read,
        "Records of the kind, or how many there are",
        || get(list::get),
    ),
    Route::new("POST", "/{kind}", Access::Write, "Records a new one", || post(write::create)),
    Route::new("GET", "/{kind}/{id}", Access::Read, "One record", || get(read::get)),
    Route::new("PATCH", "/{kind}/{id}", Access::Write, "Changes the fields sent", || {
        patch(write::change)
    }),
    Route::new(
        "GET",
        "/{kind}/{id}/history",
        Access::Read,
        "What happened to it, newest first",
        || get(read::history),
    ),
    Route::new(
        "GET",
        "/{kind}/{id}/verbs",
        Access::Read,
        "The steps that you may take now",
        || get(read::verbs),
    ),
    Route::new("GET", answers::PATH, Access::Read, "What is known already about it", || {
        get(answers::get)
    }),
    Route::new(
        "GET",
        offline::PATH,
        Access::Read,
        "A continuity plan as a file that can be read when nothing else can",
        || get(offline::get),
    ),
    Route::new(
        "GET",
        differences::PATH,
        Access::Read,
        "What became different since a baseline was taken",
        || get(differences::get),
    ),
    Route::new(
        "GET",
        "/{kind}/{id}/impact",
        Access::Read,
        "What depends on it, or what it depends on",
        || get(impact::get),
    ),
    Route::new(
        "GET",
        trace::PATH,
        Access::Read,
        "The record followed through all that came of it",
        || get(trace::get),
    ),
    Route::new("GET", files::PATH, Access::Read, "The files kept with the record", || {
        get(files::list)
    }),
    Route::new("POST", files::PATH, Access::Write, "Keeps a file with the record", || {
        post(files::upload)
    }),
    Route::new("GET", "/{kind}/{id}/files/{file}", Access::Read, "One of its files", || {
        get(files::download)
    }),
    Route::new(
        "POST",
        "/{kind}/{id}/{verb}",
        Access::Write,
        "Takes a step, comments, notes or erases",
        || post(write::verb),
    ),
];

/// The API of one organization, to be mounted at [`MOUNT`].
pub fn router(desk: Desk, printer: Option<Printer>) -> Router {
    router_with(desk, printer, Arc::default(), None)
}

/// The same, which shares the answers held about conformity with whoever else asks, and makes packs.
pub fn router_with(
    desk: Desk,
    printer: Option<Printer>,
    live: Arc<Live>,
    packer: Option<packs::Packer>,
) -> Router {
    let api = Api::new(desk, printer).sharing(live, packer);
    let mut router = Router::new();
    for route in ROUTES {
        router = router.route(route.path, (route.handler)());
    }
    let quiet =
        |name, value| SetResponseHeaderLayer::if_not_present(name, HeaderValue::from_static(value));
    router
        .fallback(nowhere)
        .method_not_allowed_fallback(other_method)
        .layer(middleware::from_fn_with_state(api.clone(), whole))
        .layer(DefaultBodyLimit::max(BODY_BYTES_MAX))
        .layer(CatchPanicLayer::custom(broken))
        // A pack is compressed already.
        .layer(CompressionLayer::new().compress_when(
            DefaultPredicate::new().and(NotForContentType::const_new(packs::MEDIA_TYPE)),
        ))
        .layer(quiet(header::CACHE_CONTROL, "private, no-cache"))
        .layer(quiet(header::X_CONTENT_TYPE_OPTIONS, "nosniff"))
        .with_state(api)
}

/// Reads the body before anything is answered: a connection with half a body on its way cannot be
/// used again, and a client does not learn of that before it tries.
async fn whole(State(api): State<Api>, request: Request, next: Next) -> Response {
    if request.body().is_end_stream() {
        return next.run(request).await;
    }
    match read_whole(&api, request).await {
        Ok(request) => next.run(request).await,
        Err(problem) => {
            let mut response = problem.into_response();
            let close = HeaderValue::from_static("close");
            response.headers_mut().insert(header::CONNECTION, close);
            response
        }
    }
}

/// The request with its whole body, as large as its route takes. A large one is kept in memory for
/// whoever may write alone.
async fn read_whole(api: &Api, mut request: Request) -> Result<Request, Problem> {
    let path = request.extensions().get::<MatchedPath>().map(MatchedPath::as_str);
    let path = path.map(|path| path.strip_prefix(MOUNT).unwrap_or(path));
    let large = match path.filter(|_| request.method() == Method::POST) {
        Some(files::PATH) => Some(FILE_BYTES_MAX),
        Some(alerts::PATH) => Some(alerts::BODY_BYTES_MAX),
        _ => None,
    };
    if let Some(bytes_max) = large {
        let caller = authenticated(api, request.headers()).await;
        if let Err(problem) = caller.and_then(|caller| caller.must_write()) {
            discard(request.into_body(), bytes_max).await;
            return Err(problem);
        }
    }
    let bytes_max = large.unwrap_or(BODY_BYTES_MAX);
    DefaultBodyLimit::max(bytes_max).apply(&mut request);
    let (parts, body) = request.into_parts();
    let bytes = Bytes::from_request(Request::from_parts(parts.clone(), body), &()).await;
    Ok(Request::from_parts(parts, Body::from(body::bytes(bytes, bytes_max)?)))
}

/// Lets a client finish what it sends, so that it hears why it was for nothing.
async fn discard(mut body: Body, bytes_max: usize) {
    let mut left = bytes_max;
    while let Some(Ok(frame)) = poll_fn(|task| Pin::new(&mut body).poll_frame(task)).await {
        let Some(rest) = left.checked_sub(frame.data_ref().map_or(0, Bytes::len)) else { return };
        left = rest;
    }
}

async fn nowhere() -> Problem {
    Problem::not_found(format!(
        "There is nothing at this address. {MOUNT}/docs lists the addresses."
    ))
}

/// What an address takes: told to whoever asks (`OPTIONS`) or used another method.
async fn other_method(
    method: Method,
    path: Option<MatchedPath>,
    OriginalUri(uri): OriginalUri,
) -> Response {
    let path = path.as_ref().map(MatchedPath::as_str).unwrap_or_default();
    let is_files = uri.path().rsplit('/').next() == Some(KIND);
    let allowed = match path.strip_prefix(MOUNT).unwrap_or(path) {
        "/{kind}" if is_files => files::KIND_ALLOWS.to_owned(),
        path => allowed(path),
    };
    let mut response = if method == Method::OPTIONS {
        StatusCode::NO_CONTENT.into_response()
    } else {
        let detail = format!("This address does not take {method}. It takes: {allowed}.");
        Problem::new(&METHOD, detail).into_response()
    };
    if let Ok(value) = HeaderValue::from_str(&allowed) {
        response.headers_mut().insert(header::ALLOW, value);
    }
    response
}

fn allowed(path: &str) -> String {
    let mut allowed: Vec<_> =
        ROUTES.iter().filter(|route| route.path == path).map(|route| route.method).collect();
    if allowed.contains(&"GET") {
        allowed.push("HEAD");
    }
    allowed.push("OPTIONS");
    allowed.join(", ")
}

fn broken(_: Box<dyn Any + Send + 'static>) -> Response {
    Problem::from(Refused::Failed("a request panicked".to_owned())).into_response()
}
