//! A desk with people and their tokens, served on the loopback interface.
use gemba_desk::{Command, Desk, Input, Setup, TokenScope};
use gemba_testkit::TestClient;
use gemba_vocabulary::{
    RecordId,
    actor::{Actor, Channel, Role},
};
use jiff::Timestamp;
use serde_json::{Value as Json, json};
use std::{net::TcpListener, path::Path, thread::JoinHandle};
use tokio::sync::oneshot;

pub struct House {
    pub desk: Desk,
    pub url: String,
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

/// Stands for the printer, which the house gets from above.
fn printed(head: &gemba_figures::paper::Head, _: &Json) -> Result<Vec<u8>, String> {
    Ok(format!("%PDF- {}", head.title).into_bytes())
}

impl House {
    /// Opens the store at `url` and serves the API over it.
    pub fn open(url: &str) -> House {
        let desk = Desk::open(Setup {
            address: url.to_owned(),
            kinds: gemba_practices::KINDS,
            flows: Vec::new(),
            signer: None,
            clock: Timestamp::now,
        })
        .unwrap();
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        listener.set_nonblocking(true).unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let (stop, stopped) = oneshot::channel::<()>();
        let style = Path::new(env!("CARGO_MANIFEST_DIR")).join("../web/assets/gemba.css");
        let style = std::fs::read_to_string(style).unwrap();
        let style =
            axum::routing::get(async move || ([("content-type", "text/css")], style.clone()));
        let router = axum::Router::new()
            .nest(gemba_api::MOUNT, gemba_api::router(desk.clone(), Some(printed)))
            .route("/assets/gemba.css", style);
        let thread = std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_multi_thread()
                .worker_threads(2)
                .enable_all()
                .build()
                .unwrap();
            runtime.block_on(async move {
                let listener = tokio::net::TcpListener::from_std(listener).unwrap();
                tokio::select! {
                    served = axum::serve(listener, router) => served.unwrap(),
                    _ = stopped => {}
                }
            });
        });
        House { desk, url, stop: Some(stop), thread: Some(thread) }
    }

    /// Adds a person with a role.
    pub fn person(&self, name: &str, roles: &[Role], customer: Option<RecordId>) -> Actor {
        let roles: Vec<_> = roles.iter().map(|role| role.name()).collect();
        let fields = json!({"name": name, "email": format!("{name}@example.org"),
            "roles": roles.join(", "), "customer": customer});
        let id = self.add("person", fields);
        self.desk.speak_for(id, Channel::Api).unwrap()
    }

    /// Records something in the name of the house.
    pub fn add(&self, kind: &str, fields: Json) -> RecordId {
        let Json::Object(fields) = fields else { panic!("fields are an object") };
        let command = Command::create(kind, Input::Json(fields));
        self.desk.run(&Actor::house(Channel::CommandLine), command).unwrap().record.id
    }

    /// A personal token of the person.
    pub fn token(&self, actor: &Actor, scope: TokenScope) -> String {
        self.desk.make_token(actor, actor.person.unwrap(), "for a test", scope, 1).unwrap()
    }

    /// A client that carries a token of the person.
    pub fn client(&self, actor: &Actor, scope: TokenScope) -> TestClient {
        self.stranger()
            .with_header("authorization", &format!("Bearer {}", self.token(actor, scope)))
    }

    /// A client of a new agent, who may write.
    pub fn agent(&self) -> TestClient {
        self.client(&self.person("mara", &[Role::Agent], None), TokenScope::Write)
    }

    /// A client without a token.
    pub fn stranger(&self) -> TestClient {
        TestClient::new(&self.url)
    }
}

impl Drop for House {
    fn drop(&mut self) {
        drop(self.stop.take());
        if let Some(thread) = self.thread.take() {
            thread.join().unwrap();
        }
    }
}

/// The path of something below the API.
pub fn at(path: &str) -> String {
    format!("{}{path}", gemba_api::MOUNT)
}

/// Records an incident and returns the answer's body.
pub fn incident(client: &TestClient, summary: &str) -> Json {
    let answer = client.post_json(&at("/incident"), &json!({"fields": {"summary": summary}}));
    assert_eq!(answer.status, 201, "{}", answer.text());
    answer.json()
}
