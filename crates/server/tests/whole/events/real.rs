//! Real alerts: Prometheus sees a target that does not answer, its Alertmanager tells Gemba, an incident opens; the
//! target answers again, and the incident is resolved.
use crate::house::House;
use gemba_testkit::{TestClient, gemba_data, tools};
use serde_json::{Value as Json, json};
use std::{
    fs,
    io::{Read, Write},
    net::TcpListener,
    path::Path,
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

const RULE: &str = "Prometheus all targets missing";
const WAIT_SECONDS_MAX: u64 = 120;
const LOOK_EVERY: Duration = Duration::from_millis(200);

/// A program that ends with the test.
struct Running(Child);

impl Running {
    fn start(program: &Path, args: &[String], folder: &Path, log: &str) -> Self {
        let log = fs::File::create(folder.join(log)).unwrap();
        let mut command = Command::new(program);
        command.args(args).current_dir(folder).stdin(Stdio::null());
        Self(command.stdout(log.try_clone().unwrap()).stderr(log).spawn().unwrap())
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// A port that nobody listens on just now.
fn port() -> u16 {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}

/// What stands behind a word of a rule in the list of rules.
fn part(text: &str, word: &str) -> String {
    let begin = text.find(&format!("name: {RULE}\n")).expect("the rule is in the list");
    let line = text[begin..].lines().find_map(|line| line.trim().strip_prefix(word)).unwrap();
    line.trim().trim_matches('"').to_owned()
}

/// The rule as Prometheus reads it; it fires at once.
fn rules(list: &Path) -> String {
    let text = fs::read_to_string(list).unwrap();
    let (expression, severity) = (part(&text, "query:"), part(&text, "severity:"));
    let rule = json!({"groups": [{"name": "test", "rules": [{
        "alert": "AllTargetsMissing", "expr": expression, "for": "0s",
        "labels": {"severity": severity},
        "annotations": {"summary": part(&text, "description:")},
    }]}]});
    // JSON is YAML.
    rule.to_string()
}

/// Looks again and again until it is found.
fn until(what: &str, mut found: impl FnMut() -> bool) {
    let end = Instant::now() + Duration::from_secs(WAIT_SECONDS_MAX);
    while !found() {
        assert!(Instant::now() < end, "{what} within {WAIT_SECONDS_MAX} seconds");
        std::thread::park_timeout(LOOK_EVERY);
    }
}

/// Answers as a program that is watched does.
fn answer(port: u16) {
    let listener = TcpListener::bind(("127.0.0.1", port)).unwrap();
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let Ok(mut stream) = stream else { continue };
            let _ = stream.read(&mut [0; 4096]);
            let body = "# TYPE mail_queue gauge\nmail_queue 3\n";
            let head = format!(
                "HTTP/1.1 200 OK\r\ncontent-type: text/plain; version=0.0.4\r\n\
                 content-length: {}\r\nconnection: close\r\n\r\n",
                body.len()
            );
            let _ = stream.write_all(format!("{head}{body}").as_bytes());
        }
    });
}

fn add(client: &TestClient, kind: &str, fields: Json) -> i64 {
    let answer = client.post_json(&format!("/api/v1/{kind}"), &json!({"fields": fields}));
    assert_eq!(answer.status, 201, "{}", answer.text());
    answer.json()["id"].as_i64().unwrap()
}

fn listed(client: &TestClient, kind: &str) -> Vec<Json> {
    let answer = client.get(&format!("/api/v1/{kind}?sort=id"));
    answer.json()["records"].as_array().cloned().unwrap_or_default()
}

/// A service whose monitoring has a rule.
fn rule(client: &TestClient) -> i64 {
    let service = add(client, "service", json!({"name": "Mail"}));
    let team = add(client, "team", json!({"name": "Mail team"}));
    let fields = json!({
        "name": "Targets missing", "service": service, "team": team,
        "matchers": [{"label": "alertname", "how": "is", "value": "AllTargetsMissing"},
            {"label": "job", "how": "is", "value": "mail"}],
        "group_by": "job", "opens_incident": true, "opens_outage": true, "impact": "high",
        "urgency": "high", "category": "Mail", "when_over": "resolve",
    });
    add(client, "alert_rule", fields);
    service
}

fn flags(flags: &[(&str, String)]) -> Vec<String> {
    flags.iter().map(|(name, value)| format!("--{name}={value}")).collect()
}

/// Starts an Alertmanager that tells Gemba at that address.
fn alertmanager(program: &Path, folder: &Path, port: u16, gemba: &str, token: &str) -> Running {
    let config = json!({
        "route": {"receiver": "gemba", "group_by": ["alertname"], "group_wait": "1s",
            "group_interval": "1s", "repeat_interval": "1m"},
        "receivers": [{"name": "gemba", "webhook_configs": [{
            "url": format!("{gemba}/api/v1/alerts/alertmanager"), "send_resolved": true,
            "http_config": {"authorization": {"credentials": token}},
        }]}],
    });
    fs::write(folder.join("alertmanager.yml"), config.to_string()).unwrap();
    let flags = flags(&[
        ("config.file", "alertmanager.yml".to_owned()),
        ("storage.path", "alertmanager".to_owned()),
        ("web.listen-address", format!("127.0.0.1:{port}")),
        ("cluster.listen-address", String::new()),
    ]);
    Running::start(program, &flags, folder, "alertmanager.log")
}

/// Starts a Prometheus that watches the target and tells the Alertmanager at that port.
fn prometheus(program: &Path, folder: &Path, target: u16, teller: u16) -> Running {
    let at = |port: u16| json!([{"targets": [format!("127.0.0.1:{port}")]}]);
    let config = json!({
        "global": {"scrape_interval": "1s", "evaluation_interval": "1s"},
        "rule_files": ["rules.yml"],
        "alerting": {"alertmanagers": [{"static_configs": at(teller)}]},
        "scrape_configs": [{"job_name": "mail", "static_configs": at(target)}],
    });
    fs::write(folder.join("prometheus.yml"), config.to_string()).unwrap();
    let flags = flags(&[
        ("config.file", "prometheus.yml".to_owned()),
        ("storage.tsdb.path", "prometheus".to_owned()),
        ("web.listen-address", format!("127.0.0.1:{}", port())),
        ("rules.alert.resend-delay", "1s".to_owned()),
    ]);
    Running::start(program, &flags, folder, "prometheus.log")
}

#[test]
fn a_target_that_is_down_opens_an_incident_and_its_return_resolves_it() {
    let Ok(programs) = tools::prometheus() else { return };
    let Some(list) = gemba_data("prometheus-alerts/rules.yml") else { return };
    let house = House::sqlite();
    let token = house.token();
    house.run(&["user", "add", "probe@example.org", "--name", "Probe", "--role", "program"]);
    let probe = house.run(&["token", "add", "probe@example.org", "--name", "alerts", "--write"]);
    let server = house.serve();
    let client = server.client(&token);
    let service = rule(&client);
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    fs::write(folder.join("rules.yml"), rules(&list)).unwrap();
    let [target, teller] = [port(), port()];
    let _alertmanager = alertmanager(&programs.1, folder, teller, &server.address, probe.trim());
    let _prometheus = prometheus(&programs.0, folder, target, teller);
    let all_are = |kind: &str, state: &str| {
        let all = listed(&client, kind);
        !all.is_empty() && all.iter().all(|one| one["state"] == state)
    };

    until("an incident opens", || all_are("incident", "assigned"));
    let incident = listed(&client, "incident").remove(0);
    assert_eq!(incident["fields"]["service"], json!(service));
    assert!(incident["fields"]["summary"].as_str().unwrap().starts_with("AllTargetsMissing: "));
    until("the outage opens", || all_are("outage", "open"));
    assert!(all_are("alert", "firing"));

    answer(target);
    until("the incident is resolved", || all_are("incident", "resolved"));
    until("the outage ends", || all_are("outage", "restored"));
    assert!(all_are("alert", "resolved"));
    let counts = ["incident", "outage", "alert"].map(|kind| listed(&client, kind).len());
    assert_eq!(counts, [1, 1, 1]);
}
