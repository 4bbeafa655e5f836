//! The use of capacity from a small Prometheus that is none.
use crate::{desk, importer};
use gemba_desk::{Command, Desk, Input, Query};
use gemba_exchange::prometheus::{self, Server, Summary};
use gemba_testkit::on_both_engines;
use jiff::tz::TimeZone;
use std::{
    collections::BTreeMap,
    io::{BufRead, BufReader, Write},
    net::TcpListener,
    sync::{Arc, Mutex},
};

/// Answers every request with what is told of its query, and remembers what was asked.
struct Fake {
    address: String,
    asked: Arc<Mutex<Vec<String>>>,
}

impl Fake {
    fn serving(answer: fn(&str) -> (u16, String)) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let asked = Arc::new(Mutex::new(Vec::new()));
        let heard = Arc::clone(&asked);
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let mut stream = stream.unwrap();
                let reader = BufReader::new(stream.try_clone().unwrap());
                let lines = reader.lines().map(|line| line.unwrap());
                let head = lines.take_while(|line| !line.is_empty()).collect::<Vec<_>>().join("\n");
                let (status, body) = answer(&head);
                heard.lock().unwrap().push(head);
                let length = body.len();
                let head = format!("HTTP/1.1 {status} So\r\nContent-Length: {length}\r\n");
                let _ =
                    stream.write_all(format!("{head}Connection: close\r\n\r\n{body}").as_bytes());
            }
        });
        Self { address, asked }
    }

    fn import(&self, desk: &Desk) -> Result<Summary, String> {
        let server = Server { address: self.address.clone(), token: Some("secret".to_owned()) };
        prometheus::import(desk, &importer(), &server, &mut |_, _| {})
            .map_err(|error| error.to_string())
    }
}

fn matrix(values: &str) -> (u16, String) {
    let series = format!(r#"[{{"metric":{{}},"values":[{values}]}}]"#);
    (200, format!(r#"{{"status":"success","data":{{"resultType":"matrix","result":{series}}}}}"#))
}

fn create(desk: &Desk, kind: &str, fields: &[(&str, &str)]) -> i64 {
    let fields: BTreeMap<_, _> =
        fields.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect();
    let input = Input::Text { fields, zone: TimeZone::UTC };
    desk.run(&importer(), Command::create(kind, input)).unwrap().record.id
}

fn metric(desk: &Desk, name: &str, query: &str) {
    let service = create(desk, "service", &[("name", "Mail")]).to_string();
    let fields = [
        ("name", name),
        ("service", &*service),
        ("resource", "technical"),
        ("unit", "%"),
        ("warn_at", "70"),
        ("act_at", "80"),
        ("query", query),
    ];
    create(desk, "capacity_metric", &fields);
}

fn samples(desk: &Desk) -> Vec<(String, String)> {
    let view = desk.view("capacity_sample").unwrap();
    let query = Query { limit: 100, ..Query::of("capacity_sample") };
    let list = desk.list(&importer(), &query).unwrap();
    let of = |record, field| view.value(record, field).to_text();
    let mut all: Vec<_> =
        list.records.iter().map(|one| (of(one, "at"), of(one, "value"))).collect();
    all.sort();
    all
}

/// 2026-11-22T09:00:00Z and the hours after it.
const FIRST: &str = r#"[1795338000,"61.5"],[1795341600,"NaN"],[1795345200,"6.25e+01"]"#;
const LATER: &str = r#"[1795345200,"62.5"],[1795348800,"64"]"#;

#[test]
fn each_value_becomes_a_sample_once() {
    on_both_engines(|url| {
        let desk = desk(url);
        metric(&desk, "Disk", "max(disk_used)");
        let fake = Fake::serving(|_| matrix(FIRST));
        let first = fake.import(&desk).unwrap();
        assert_eq!((first.metrics, first.values, first.created), (1, 3, 2), "{first}");
        assert_eq!((first.no_numbers, first.faults.len()), (1, 0));
        let asked = fake.asked.lock().unwrap().first().cloned().unwrap();
        assert!(asked.starts_with("GET /api/v1/query_range?query=max"), "{asked}");
        assert!(asked.contains("step=3600"), "{asked}");
        assert!(asked.to_lowercase().contains("authorization: bearer secret"), "{asked}");
        let again = fake.import(&desk).unwrap();
        assert_eq!((again.created, again.known), (0, 2), "{again}");
        let more = Fake::serving(|_| matrix(LATER)).import(&desk).unwrap();
        assert_eq!((more.created, more.known), (1, 1), "{more}");
        let told = [("09", "61.5"), ("11", "62.5"), ("12", "64")]
            .map(|(hour, value)| (format!("2026-11-22T{hour}:00:00Z"), value.to_owned()));
        assert_eq!(samples(&desk), told);
    });
}

#[test]
fn a_metric_that_cannot_be_read_costs_itself_and_is_told() {
    on_both_engines(|url| {
        let desk = desk(url);
        metric(&desk, "Disk", "disk_used");
        metric(&desk, "Lines", "sum(");
        metric(&desk, "Mail", "max(mail)");
        let fake = Fake::serving(|head| {
            if head.contains("query=disk_used") {
                let series = r#"[{"values":[[1795338000,"1"]]},{"values":[[1795338000,"2"]]}]"#;
                let data = format!(r#"{{"resultType":"matrix","result":{series}}}"#);
                (200, format!(r#"{{"status":"success","data":{data}}}"#))
            } else if head.contains("query=sum") {
                (400, r#"{"status":"error","error":"unclosed left parenthesis"}"#.to_owned())
            } else {
                matrix(FIRST)
            }
        });
        let summary = fake.import(&desk).unwrap();
        assert_eq!((summary.metrics, summary.created), (3, 2), "{summary}");
        assert_eq!(
            summary.faults,
            [
                "CME-000001 Disk: the query gives 2 series; write one that gives a single one, such \
                 as sum(…) or max(…)",
                "CME-000002 Lines: Prometheus refused the query (status 400): unclosed left \
                 parenthesis",
            ]
        );
    });
}

#[test]
fn what_concerns_all_metrics_stops_the_import() {
    on_both_engines(|url| {
        let desk = desk(url);
        let refused = |address: &str| {
            let server = Server { address: address.to_owned(), token: None };
            let import = prometheus::import(&desk, &importer(), &server, &mut |_, _| {});
            import.unwrap_err().to_string()
        };
        assert!(refused("http://127.0.0.1:1").starts_with("No capacity metric has a query."));
        metric(&desk, "Disk", "max(disk_used)");
        assert!(refused("https://prometheus").contains("Over https it cannot be asked"));
        assert!(refused("http://127.0.0.1:1").contains("could not be asked"));
        let error = Fake::serving(|_| (401, String::new())).import(&desk).unwrap_err();
        assert!(error.contains("Give its token in GEMBA_PROMETHEUS_TOKEN"), "{error}");
        assert_eq!(samples(&desk), []);
    });
}
