//! A small house for the stories of the pages: a desk over a new SQLite file, served on a port of its own.
#![allow(dead_code, clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "test code")]
pub mod town;

use gemba_desk::{Command, Desk, Input, Setup};
use gemba_testkit::{Answer, Browser, TestClient};
use gemba_vocabulary::actor::{Actor, Channel, Role};
use gemba_web::Fittings;
use jiff::Timestamp;
use serde_json::{Value as Json, json};
use std::net::SocketAddr;
use tempfile::TempDir;

pub const PASSWORD: &str = "four plain words here";

/// Signs a person in, in a real browser, by the link with which they set their password.
pub async fn welcome(browser: &Browser, house: &House, person: i64) {
    browser.open(&format!("{}/welcome/{}", house.url, house.invitation(person))).await;
    browser.fill("#password", PASSWORD).await;
    browser.fill("#again", PASSWORD).await;
    browser.click("button.first").await;
    browser.element(".menu [aria-current=page]").await;
}

pub struct House {
    pub desk: Desk,
    pub url: String,
    folder: TempDir,
}

impl House {
    /// An empty house, served.
    pub fn open() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let desk = Desk::open(Setup {
            address: format!("sqlite:{}", folder.path().join("gemba.db").display()),
            kinds: gemba_practices::KINDS,
            flows: Vec::new(),
            signer: None,
            clock: Timestamp::now,
        })
        .unwrap();
        let url = serve(desk.clone());
        Self { desk, url, folder }
    }

    /// Records something as the house itself.
    pub fn add(&self, kind: &str, fields: Json) -> i64 {
        self.add_as(&Actor::house(Channel::CommandLine), kind, fields)
    }

    /// Records something as somebody.
    pub fn add_as(&self, actor: &Actor, kind: &str, fields: Json) -> i64 {
        let Json::Object(fields) = fields else { panic!("fields are an object") };
        let command = Command::create(kind, Input::Json(fields));
        self.desk.run(actor, command).unwrap().record.id
    }

    /// Somebody who works or is served here; the mail address is the name at example.org.
    pub fn person(&self, name: &str, role: Role) -> i64 {
        let email = format!("{}@example.org", name.to_lowercase().replace(' ', "."));
        self.add("person", json!({"name": name, "email": email, "roles": role.name()}))
    }

    /// The one-time secret that lets a person set a password.
    pub fn invitation(&self, person: i64) -> String {
        self.desk.invite(&Actor::house(Channel::CommandLine), person).unwrap()
    }

    /// A browser that nobody is signed in with.
    pub fn stranger(&self) -> TestClient {
        TestClient::new(&self.url)
    }

    /// A browser in which the person is signed in, after setting the usual password.
    pub fn browser_of(&self, person: i64) -> TestClient {
        let client = self.stranger();
        let path = format!("/welcome/{}", self.invitation(person));
        let fields = [("password", PASSWORD), ("again", PASSWORD)];
        let answer = client.post_form(&path, &fields);
        assert_eq!(answer.status, 303, "{}", answer.text());
        client
    }
}

/// The secret that a page's forms carry.
pub fn csrf_of(page: &Answer) -> String {
    let text = page.text();
    let (_, rest) = text.split_once("name=\"csrf\" value=\"").expect("the page has a form");
    rest.split('"').next().unwrap().to_owned()
}

/// Posts a form as the page at `/account` would: with its secret.
pub fn post(client: &TestClient, path: &str, fields: &[(&str, &str)]) -> Answer {
    let csrf = csrf_of(&client.get("/account"));
    client.post_form(path, &[&[("csrf", csrf.as_str())], fields].concat())
}

/// Serves the pages until the test ends, and returns the address.
pub fn serve(desk: Desk) -> String {
    serve_with(desk, Fittings::default())
}

/// The same with what a program brings besides the desk.
pub fn serve_with(desk: Desk, fittings: Fittings) -> String {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    listener.set_nonblocking(true).unwrap();
    std::thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(1)
            .enable_all()
            .build()
            .unwrap();
        runtime.block_on(async {
            let listener = tokio::net::TcpListener::from_std(listener).unwrap();
            let router = gemba_web::router_with(desk, fittings);
            let service = router.into_make_service_with_connect_info::<SocketAddr>();
            axum::serve(listener, service).await.unwrap();
        });
    });
    url
}
