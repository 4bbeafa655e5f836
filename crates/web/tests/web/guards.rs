//! What every route keeps to: nobody without a session, no form from elsewhere, no header missing.
use crate::house::{House, csrf_of, post};
use gemba_testkit::TestClient;
use gemba_vocabulary::actor::Role;
use gemba_web::routes::{self, Access, Route};
use std::collections::BTreeSet;

/// An address of the route, with something in each of its parts.
fn address_of(route: &Route) -> String {
    route
        .path
        .replace("{kind}", "incident")
        .replace("{id}", "1")
        .replace("{verb}", "classify")
        .replace("{file}", "gemba.css")
        .replace("{secret}", "0000")
}

fn ask(client: &TestClient, route: &Route, fields: &[(&str, &str)]) -> (u16, String, String) {
    let path = address_of(route);
    let answer = match route.method {
        "GET" => client.get(&path),
        "POST" => client.post_form(&path, fields),
        other => panic!("{other} {path}: a page is read or sent a form"),
    };
    let location = answer.header("location").unwrap_or_default().to_owned();
    (answer.status, location, answer.text())
}

#[test]
fn every_route_is_in_the_table_once_and_nothing_else_makes_routes() {
    let names: Vec<_> = routes::all().map(|route| (route.method, route.path)).collect();
    assert_eq!(names.iter().collect::<BTreeSet<_>>().len(), names.len(), "{names:?}");
    assert!(names.contains(&("GET", "/")), "{names:?}");
    // Only the table may add to the router; a route made elsewhere would escape these tests.
    let sources = gemba_web_sources();
    for (path, source) in &sources {
        let count = source.matches(".route(").count() + source.matches(".nest(").count();
        let allowed = usize::from(path.ends_with("src/routes.rs"));
        assert_eq!(count, allowed, "{path} makes routes");
    }
    assert!(sources.len() > 10, "the sources were found");
}

fn gemba_web_sources() -> Vec<(String, String)> {
    fn walk(folder: &std::path::Path, found: &mut Vec<(String, String)>) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                walk(&path, found);
            } else if path.extension().is_some_and(|end| end == "rs") {
                let text = std::fs::read_to_string(&path).unwrap();
                found.push((path.display().to_string(), text));
            }
        }
    }
    let mut found = Vec::new();
    walk(&std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut found);
    found
}

#[test]
fn a_stranger_gets_nothing_but_the_public_routes() {
    let house = House::open();
    let stranger = house.stranger();
    for route in routes::all().filter(|route| route.access != Access::Public) {
        let (status, location, text) = ask(&stranger, route, &[]);
        let name = format!("{} {}", route.method, route.path);
        assert_eq!(status, 303, "{name}: {text}");
        assert!(location.starts_with("/sign-in"), "{name} leads to {location}");
        assert!(!text.contains("<main"), "{name} shows a page");
    }
    let fragment = house.stranger().with_header("x-fragment", "1");
    assert_eq!(fragment.get("/palette").status, 401, "the script is told, not led away");
}

#[test]
fn a_form_without_the_secret_of_the_session_changes_nothing() {
    let house = House::open();
    let client = house.browser_of(house.person("Mara Lind", Role::Administrator));
    let other = house.browser_of(house.person("Theo Krause", Role::Administrator));
    let foreign = csrf_of(&other.get("/account"));
    let records = || {
        let house_itself =
            gemba_vocabulary::actor::Actor::house(gemba_vocabulary::actor::Channel::CommandLine);
        let views = house.desk.kinds();
        let count = |view: &std::sync::Arc<gemba_model::overlay::KindView>| {
            house.desk.count(&house_itself, view.def.name, &[], 1000).unwrap().count
        };
        views.iter().map(count).sum::<i64>()
    };
    let before = records();
    let mut seen = 0;
    for route in routes::all().filter(|route| route.method == "POST") {
        if route.access == Access::Public {
            continue;
        }
        seen += 1;
        for secret in ["", "00", foreign.as_str()] {
            let fields = [("csrf", secret), ("summary", "x"), ("name", "x"), ("days", "30")];
            let (status, _, text) = ask(&client, route, &fields);
            let name = format!("{} {}", route.method, route.path);
            assert_eq!(status, 403, "{name} with “{secret}”: {text}");
            assert!(text.contains("Nothing was changed"), "{name}: {text}");
        }
    }
    assert!(seen >= 3, "there are forms to try");
    assert_eq!(records(), before);
    assert_eq!(client.get("/").status, 200, "not even signed out");
}

#[test]
fn a_form_that_another_site_sends_is_turned_away_even_the_sign_in_form() {
    let house = House::open();
    house.browser_of(house.person("Mara Lind", Role::Agent));
    let fields = [("email", "mara.lind@example.org"), ("password", crate::house::PASSWORD)];
    for (site, expected) in [("cross-site", 403), ("same-site", 403), ("same-origin", 303)] {
        let client = house.stranger().with_header("sec-fetch-site", site);
        assert_eq!(client.post_form("/sign-in", &fields).status, expected, "{site}");
    }
}

#[test]
fn a_form_that_is_too_long_or_no_form_is_refused() {
    let house = House::open();
    let client = house.browser_of(house.person("Mara Lind", Role::Agent));
    let many: Vec<_> = (0..300).map(|_| ("a", "b")).collect();
    assert_eq!(post(&client, "/theme", &many).status, 403);
    let long = "x".repeat(1_100_000);
    assert_eq!(post(&client, "/theme", &[("a", &long)]).status, 403);
    let headers = [("content-type", "application/json")];
    assert_eq!(client.send("POST", "/theme", &headers, Some(b"{}")).status, 403);
}

#[test]
fn every_answer_tells_the_browser_to_keep_it_to_itself() {
    let house = House::open();
    let client = house.browser_of(house.person("Mara Lind", Role::Agent));
    let pages = ["/", "/search", "/account", "/healthz", "/assets/gemba.css", "/no/such/page/here"];
    for path in pages {
        let answer = client.get(path);
        let header = |name: &str| answer.header(name).unwrap_or_else(|| panic!("{path}: {name}"));
        let policy = header("content-security-policy");
        for rule in [
            "default-src 'self'",
            "object-src 'none'",
            "base-uri 'none'",
            "frame-ancestors 'none'",
            "form-action 'self'",
        ] {
            assert!(policy.contains(rule), "{path}: {rule}");
        }
        assert!(!policy.contains("unsafe"), "{path}: {policy}");
        assert_eq!(header("x-content-type-options"), "nosniff");
        assert_eq!(header("referrer-policy"), "same-origin");
        assert_eq!(header("cross-origin-opener-policy"), "same-origin");
        assert!(header("permissions-policy").contains("camera=()"));
    }
    assert_eq!(client.get("/").header("cache-control"), Some("private, no-cache"));
}

#[test]
fn no_page_holds_a_style_or_a_script_of_its_own() {
    let house = House::open();
    let client = house.browser_of(house.person("Mara Lind", Role::Administrator));
    let mut seen = 0;
    // The stream of news has no end.
    let pages = routes::all().filter(|route| route.method == "GET" && route.path != "/events");
    for route in pages {
        let answer = client.get(&address_of(route));
        let text = answer.text();
        let is_html = answer.header("content-type").is_some_and(|one| one.starts_with("text/html"));
        if !is_html || !text.contains("<html") {
            continue;
        }
        seen += 1;
        assert!(!text.contains(" style="), "{}: {text}", route.path);
        assert!(!text.contains("<style"), "{}", route.path);
        assert_eq!(text.matches("<script").count(), 1, "{}", route.path);
        for part in text.split('<').skip(1) {
            let tag = part.split('>').next().unwrap();
            let is_handler = |word: &str| {
                let name = word.split('=').next().unwrap();
                word.contains('=') && name.starts_with("on") && name.len() > 2
            };
            assert!(!tag.split_whitespace().any(is_handler), "{}: <{tag}>", route.path);
        }
    }
    assert!(seen >= 6, "only {seen} pages were seen");
}

#[test]
fn assets_are_kept_for_good_under_their_digest_and_asked_again_without() {
    let house = House::open();
    let client = house.stranger();
    let page = client.get("/sign-in").text();
    let (_, rest) = page.split_once("href=\"/assets/gemba.css").unwrap();
    let dated = format!("/assets/gemba.css{}", rest.split('"').next().unwrap());
    let answer = client.get(&dated);
    assert!(answer.header("cache-control").unwrap().contains("immutable"), "{dated}");
    assert_eq!(answer.header("content-type"), Some("text/css; charset=utf-8"));
    for other in ["/assets/gemba.css", "/assets/gemba.css?v=000000000000"] {
        assert_eq!(client.get(other).header("cache-control"), Some("no-cache"), "{other}");
    }
    assert_eq!(client.get("/assets/Cargo.toml").status, 404);
}

#[test]
fn an_address_that_leads_nowhere_says_so_in_the_house_and_outside() {
    let house = House::open();
    let client = house.browser_of(house.person("Mara Lind", Role::Agent));
    for client in [&client, &house.stranger()] {
        let answer = client.get("/no/such/page/here");
        assert_eq!(answer.status, 404);
        assert!(answer.text().contains("There is nothing here"));
    }
}
