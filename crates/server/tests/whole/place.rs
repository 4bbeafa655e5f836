//! A place where every floor is at work at once: the desk with its flows, the pages and the API on one address.
use gemba_desk::{Command, Desk, Input, Refused, Setup, TokenScope};
use gemba_model::Record;
use gemba_pack::{Made, Wanted};
use gemba_testkit::TestClient;
use gemba_vocabulary::{
    RecordId,
    actor::{Actor, Channel},
};
use gemba_web::{Fittings, Kit};
use jiff::Timestamp;
use serde_json::{Value as Json, json};
use std::net::{SocketAddr, TcpListener};

pub const PASSWORD: &str = "four plain words here";
pub const API: &str = "/api/v1";
const PRINTER: Option<gemba_figures::paper::Printer> = Some(gemba_paper::printed);

/// Makes packs for auditors, as the program does.
fn packer(desk: &Desk, actor: &Actor, wanted: &Wanted) -> Result<Made, Refused> {
    let made = gemba_exchange::pack::make(desk, actor, wanted, PRINTER);
    made.map_err(|error| Refused::Not(error.to_string()))
}

pub struct Place {
    pub desk: Desk,
    pub url: String,
}

impl Place {
    /// Opens the store of that address by that clock, and serves it until the test ends.
    pub fn open(address: &str, clock: fn() -> Timestamp) -> Self {
        Self::open_with(address, clock, None)
    }

    /// The same, with a kit that sets up an empty house.
    pub fn open_with(address: &str, clock: fn() -> Timestamp, kit: Option<&'static Kit>) -> Self {
        let setup = Setup {
            address: address.to_owned(),
            kinds: gemba_practices::KINDS,
            flows: gemba_flows::all(),
            signer: None,
            clock,
        };
        let desk = Desk::open(setup).unwrap();
        let packer: Option<gemba_web::Packer> = Some(packer);
        let fittings = Fittings { printer: PRINTER, kit, packer, ..Fittings::default() };
        let url = serve(&desk, fittings);
        Self { desk, url }
    }

    /// Somebody who works here, with these roles.
    pub fn person(&self, name: &str, roles: &str) -> RecordId {
        let email = format!("{}@example.org", name.to_lowercase().replace(' ', "."));
        self.add("person", json!({"name": name, "email": email, "roles": roles}))
    }

    /// That person, at a page.
    pub fn actor(&self, person: RecordId) -> Actor {
        self.desk.speak_for(person, Channel::Page).unwrap()
    }

    /// Records something in the name of the house.
    pub fn add(&self, kind: &str, fields: Json) -> RecordId {
        self.add_as(&house(), kind, fields)
    }

    /// Records something in somebody's name.
    pub fn add_as(&self, actor: &Actor, kind: &str, fields: Json) -> RecordId {
        let command = Command::create(kind, input(fields));
        let done = self.desk.run(actor, command);
        done.unwrap_or_else(|refused| panic!("no {kind}: {refused}")).record.id
    }

    /// Takes a step with what it asks for.
    pub fn step(
        &self,
        actor: &Actor,
        (kind, id): (&str, RecordId),
        verb: &str,
        fields: Json,
    ) -> Result<Record, Refused> {
        let command =
            Command::verb(kind, id, verb).with_input(input(fields)).with_note("It was agreed");
        self.desk.run(actor, command).map(|done| done.record)
    }

    pub fn record(&self, kind: &str, id: RecordId) -> Record {
        self.desk.record(&house(), kind, id).unwrap()
    }

    /// The one-time address at which somebody sets a password.
    pub fn welcome(&self, person: RecordId) -> String {
        format!("/welcome/{}", self.desk.invite(&house(), person).unwrap())
    }

    /// A client in which the person is signed in.
    pub fn pages_of(&self, person: RecordId) -> TestClient {
        let client = TestClient::new(&self.url);
        let fields = [("password", PASSWORD), ("again", PASSWORD)];
        assert_eq!(client.post_form(&self.welcome(person), &fields).status, 303);
        client
    }

    /// A client with the person's token.
    pub fn api_of(&self, person: RecordId) -> TestClient {
        let actor = self.desk.speak_for(person, Channel::Api).unwrap();
        let token =
            self.desk.make_token(&actor, person, "for a test", TokenScope::Write, 1).unwrap();
        TestClient::new(&self.url).with_header("authorization", &format!("Bearer {token}"))
    }
}

pub fn house() -> Actor {
    Actor::house(Channel::CommandLine)
}

/// Whoever brings files in.
pub fn importer() -> Actor {
    Actor::house(Channel::Import)
}

pub fn input(fields: Json) -> Input {
    let Json::Object(fields) = fields else { panic!("fields are an object: {fields}") };
    Input::Json(fields)
}

fn serve(desk: &Desk, fittings: Fittings) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    listener.set_nonblocking(true).unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let router = gemba_web::router_with(desk.clone(), fittings)
        .nest(API, gemba_api::router(desk.clone(), PRINTER));
    std::thread::spawn(move || {
        let mut runtime = tokio::runtime::Builder::new_multi_thread();
        let runtime = runtime.worker_threads(2).enable_all().build().unwrap();
        runtime.block_on(async {
            let listener = tokio::net::TcpListener::from_std(listener).unwrap();
            let service = router.into_make_service_with_connect_info::<SocketAddr>();
            axum::serve(listener, service).await.unwrap();
        });
    });
    url
}
