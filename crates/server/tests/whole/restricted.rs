//! Restricted records at every address of pages and API: who has not the role for them learns nothing.
use crate::place::{API, Place, house};
use gemba_testkit::{TestClient, on_both_engines};
use gemba_vocabulary::RecordId;
use jiff::Timestamp;
use serde_json::json;

/// A word that stands in nothing but what is restricted.
const WORD: &str = "quetzal";

struct Case {
    place: Place,
    secret: RecordId,
    plain: RecordId,
    problem: RecordId,
    task: RecordId,
    file: RecordId,
    customer: RecordId,
    service: RecordId,
}

fn case(url: &str) -> Case {
    let place = Place::open(url, Timestamp::now);
    let customer = place.add("customer", json!({"name": "Osprey"}));
    let service = place.add("service", json!({"name": "Mail"}));
    let incident = |summary: &str, restricted: bool| {
        place.add(
            "incident",
            json!({"summary": summary, "customer": customer, "service": service,
            "category": "Mail", "impact": "high", "urgency": "high", "restricted": restricted,
            "security_class": if restricted { json!("loss") } else { json!(null) }}),
        )
    };
    let plain = incident("Mail is slow", false);
    let secret = incident(&format!("The {WORD} laptop"), true);
    let problem = place.add("problem", json!({"summary": "Old disk", "service": service}));
    place.add(
        "link",
        json!({"from_kind": "incident", "from": secret, "to_kind": "problem", "to": problem}),
    );
    place.add("change", json!({"summary": "Lock them", "incident": secret}));
    let task =
        json!({"summary": format!("Wipe the {WORD}"), "parent_kind": "incident", "parent": secret});
    let task = place.add("task", task);
    let bytes = WORD.as_bytes().to_vec();
    let file =
        place.desk.attach(&house(), "incident", secret, &format!("{WORD}.txt"), bytes).unwrap();
    let file = file.record.id;
    Case { place, secret, plain, problem, task, file, customer, service }
}

impl Case {
    /// The addresses at which the API could tell of it.
    fn api(&self) -> Vec<String> {
        let Self { secret, plain, problem, task, file, service, .. } = self;
        let paths = [
            "/incident".to_owned(),
            "/incident?sort=-opened_at".to_owned(),
            format!("/incident?q={WORD}"),
            format!("/incident?id={secret}"),
            "/incident?count=true".to_owned(),
            "/incident?restricted=true".to_owned(),
            "/incident?security_class=loss".to_owned(),
            format!("/incident/{secret}"),
            format!("/incident/{secret}/history"),
            format!("/incident/{secret}/verbs"),
            format!("/incident/{secret}/known"),
            format!("/incident/{secret}/files"),
            format!("/incident/{secret}/files/{file}"),
            format!("/incident/{secret}/impact"),
            format!("/incident/{plain}/known"),
            format!("/search?q={WORD}"),
            format!("/search?q=INC-{secret:06}"),
            "/task".to_owned(),
            format!("/task/{task}"),
            "/attachment".to_owned(),
            format!("/attachment/{file}"),
            "/link".to_owned(),
            "/change".to_owned(),
            format!("/change?incident={secret}"),
            format!("/problem/{problem}"),
            format!("/problem/{problem}/history"),
            format!("/service/{service}/impact"),
        ];
        paths.into_iter().map(|path| format!("{API}{path}")).collect()
    }

    /// The addresses at which pages could tell of it.
    fn pages(&self) -> Vec<String> {
        let Self { secret, problem, task, file, service, customer, .. } = self;
        vec![
            "/".to_owned(),
            "/incident".to_owned(),
            "/incident?csv=1".to_owned(),
            format!("/incident?q={WORD}"),
            "/incident?sort=-opened_at&security_class=loss".to_owned(),
            format!("/incident/{secret}"),
            format!("/incident/{secret}/edit"),
            format!("/incident/{secret}/do/classify"),
            format!("/incident/{secret}/task"),
            format!("/incident/{secret}/link"),
            format!("/incident/{secret}/graph"),
            format!("/incident/answers?summary={WORD}"),
            format!("/task/{task}"),
            "/task".to_owned(),
            "/link".to_owned(),
            "/attachment".to_owned(),
            format!("/attachment/{file}"),
            format!("/attachment/{file}/file"),
            format!("/search?q={WORD}"),
            format!("/search?q=INC-{secret:06}"),
            format!("/palette?q={WORD}"),
            format!("/pick/incident?q={WORD}"),
            "/pick/incident?q=".to_owned(),
            format!("/problem/{problem}"),
            format!("/service/{service}"),
            format!("/service/{service}/graph"),
            format!("/customer/{customer}"),
            "/change".to_owned(),
            "/trends".to_owned(),
            "/readiness".to_owned(),
            "/on-call".to_owned(),
            "/portfolio".to_owned(),
            "/catalogue".to_owned(),
            "/figures/security".to_owned(),
        ]
    }

    fn tells(&self, client: &TestClient, path: &str) -> bool {
        let answer = client.get(path);
        assert!(answer.status < 500, "{path}: {}", answer.text());
        let text = answer.text();
        let number = format!("INC-{:06}", self.secret);
        if answer.status != 200 {
            // That there is no such record is told in the words in which it was asked for.
            return text.contains(WORD);
        }
        // What was asked for may stand in the answer; nothing else of it may.
        let is_asked = path.contains(WORD) || path.contains(&number);
        let names = [format!("The {WORD}"), format!("Wipe the {WORD}")];
        path.contains(&format!("/incident/{}", self.secret))
            || names.iter().any(|name| text.contains(name))
            || !is_asked && (text.contains(WORD) || text.contains(&number))
    }
}

#[test]
fn no_address_of_the_api_tells_of_it() {
    on_both_engines(|url| {
        let case = case(url);
        let clients = clients(&case, |id| case.place.api_of(id));
        for path in case.api() {
            for (role, client) in &clients {
                assert!(
                    !case.tells(client, &path),
                    "{role} at {path}: {}",
                    client.get(&path).text()
                );
            }
        }
        let officer = case.place.api_of(case.place.person("Olga", "security"));
        let told: Vec<_> =
            case.api().into_iter().filter(|path| case.tells(&officer, path)).collect();
        assert!(told.len() > 12, "the addresses are right: {told:?}");
        let counted = |client: &TestClient| {
            client.get(&format!("{API}/incident?count=true")).json()["count"].clone()
        };
        assert_eq!(counted(&officer), json!(2));
        for (role, client) in &clients {
            let counted = counted(client);
            assert!(counted == json!(1) || *role == "requester", "{role}: {counted}");
        }
    });
}

#[test]
fn no_page_tells_of_it() {
    on_both_engines(|url| {
        let case = case(url);
        let clients = clients(&case, |id| case.place.pages_of(id));
        for path in case.pages() {
            for (role, client) in &clients {
                assert!(
                    !case.tells(client, &path),
                    "{role} at {path}: {}",
                    client.get(&path).text()
                );
            }
        }
        let officer = case.place.pages_of(case.place.person("Olga", "security"));
        let told: Vec<_> =
            case.pages().into_iter().filter(|path| case.tells(&officer, path)).collect();
        assert!(told.len() > 5, "the addresses are right: {told:?}");
    });
}

/// Somebody of each role that must not know.
fn clients(
    case: &Case,
    client: impl Fn(RecordId) -> TestClient,
) -> Vec<(&'static str, TestClient)> {
    let roles = [
        "agent",
        "service_manager",
        "process_owner",
        "administrator",
        "auditor",
        "approver",
        "requester",
        "customer_contact",
    ];
    let client_of = |role: &&'static str| {
        let email = format!("{role}@osprey.example");
        let is_outside = matches!(*role, "requester" | "customer_contact");
        let customer = if is_outside { json!(case.customer) } else { json!(null) };
        let fields = json!({"name": *role, "email": email, "roles": *role, "customer": customer});
        (*role, client(case.place.add("person", fields)))
    };
    roles.iter().map(client_of).collect()
}
