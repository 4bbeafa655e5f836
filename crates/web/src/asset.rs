//! The files that pages need: part of the program, each named with its digest, so that browsers keep them.
use axum::{
    extract::{Path, RawQuery},
    response::{IntoResponse, Response},
};
use http::{StatusCode, header};
use sha2::{Digest, Sha256};
use std::sync::LazyLock;

struct Asset {
    name: &'static str,
    media_type: &'static str,
    bytes: &'static [u8],
}

const ASSETS: [Asset; 4] = [
    Asset {
        name: "gemba.css",
        media_type: "text/css; charset=utf-8",
        bytes: include_bytes!("../assets/gemba.css"),
    },
    Asset {
        name: "gemba.js",
        media_type: "text/javascript; charset=utf-8",
        bytes: include_bytes!("../assets/gemba.js"),
    },
    Asset {
        name: "icons.svg",
        media_type: "image/svg+xml",
        bytes: include_bytes!("../assets/icons.svg"),
    },
    Asset {
        name: "favicon.svg",
        media_type: "image/svg+xml",
        bytes: include_bytes!("../assets/favicon.svg"),
    },
];

static DIGEST: LazyLock<String> = LazyLock::new(|| {
    let mut digest = Sha256::new();
    for asset in &ASSETS {
        digest.update(asset.bytes);
    }
    hex::encode(digest.finalize()).chars().take(12).collect()
});
static ICONS: LazyLock<String> = LazyLock::new(|| address("icons.svg"));

/// The address of a file, with the digest of all of them: a new version has new addresses.
pub fn address(name: &str) -> String {
    format!("/assets/{name}?v={}", *DIGEST)
}

/// The address of the sheet of icons.
pub fn icons() -> &'static str {
    &ICONS
}

/// `GET /assets/{file}`
pub async fn get(Path(name): Path<String>, RawQuery(query): RawQuery) -> Response {
    let Some(asset) = ASSETS.iter().find(|asset| asset.name == name) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let is_dated = query.as_deref().and_then(|query| query.strip_prefix("v=")) == Some(&DIGEST);
    let keep = if is_dated { "public, max-age=31536000, immutable" } else { "no-cache" };
    let headers = [(header::CONTENT_TYPE, asset.media_type), (header::CACHE_CONTROL, keep)];
    (headers, asset.bytes).into_response()
}
