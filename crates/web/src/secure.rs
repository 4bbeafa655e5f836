//! What every answer tells the browser to keep to, and what is turned away before anybody reads it.
use axum::{extract::Request, middleware::Next, response::Response};
use http::{HeaderName, HeaderValue, Method, StatusCode, header};

const POLICY: &str = "default-src 'self'; object-src 'none'; base-uri 'none'; \
                      frame-ancestors 'none'; form-action 'self'";
const ALWAYS: [(HeaderName, &str); 6] = [
    (header::CONTENT_SECURITY_POLICY, POLICY),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::X_FRAME_OPTIONS, "DENY"),
    (header::REFERRER_POLICY, "same-origin"),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    (
        HeaderName::from_static("permissions-policy"),
        "camera=(), microphone=(), geolocation=(), payment=(), usb=(), interest-cohort=()",
    ),
];
const ONE_YEAR: &str = "max-age=31536000";

/// Turns away forms that another site sends, and sets the headers that keep a page to itself. A handler's own header
/// stays: it is the stricter one.
pub async fn guard(request: Request, next: Next) -> Response {
    let is_encrypted = crate::cookie::is_encrypted(request.headers());
    let mut response = if is_foreign(&request) {
        let texts = crate::texts::Texts::english();
        let (title, why) = (texts.text("problem-form"), texts.text("problem-form-foreign"));
        crate::shell::problem(None, StatusCode::FORBIDDEN, &title, &why)
    } else {
        next.run(request).await
    };
    let headers = response.headers_mut();
    for (name, value) in ALWAYS {
        headers.entry(name).or_insert(HeaderValue::from_static(value));
    }
    if is_encrypted {
        headers.insert(header::STRICT_TRANSPORT_SECURITY, HeaderValue::from_static(ONE_YEAR));
    }
    response
}

/// Browsers say where a form comes from. This is a second lock beside the secret in each form, and the only one of the
/// sign-in form, which has no session to keep a secret for.
fn is_foreign(request: &Request) -> bool {
    let is_read = matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS);
    let site = request.headers().get("sec-fetch-site").map(HeaderValue::as_bytes);
    !is_read && site.is_some_and(|site| site != b"same-origin" && site != b"none")
}
