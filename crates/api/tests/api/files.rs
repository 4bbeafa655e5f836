//! Files: sent to a record, listed, and handed out so that they harm nobody.
use crate::house::{House, at, incident};
use gemba_desk::{TokenScope, files::FILE_BYTES_MAX};
use gemba_testkit::{Answer, TestClient, on_both_engines};
use gemba_vocabulary::actor::Role;
use serde_json::{Value as Json, json};

fn send(client: &TestClient, path: &str, headers: &[(&str, &str)], bytes: &[u8]) -> Answer {
    let headers = [&[("content-type", "application/octet-stream")], headers].concat();
    client.send("POST", &at(path), &headers, Some(bytes))
}

#[test]
fn a_file_is_sent_listed_and_read_as_it_was() {
    on_both_engines(|url| {
        let house = House::open(url);
        let client = house.agent();
        let id = incident(&client, "Mail is slow")["id"].clone();
        incident(&client, "Another");
        let path = format!("/incident/{id}/files");
        let named = format!("{path}?name=Gr%C3%B6%C3%9Fe%20%221%22.txt");
        let key = [("idempotency-key", "file-1")];
        let made = send(&client, &named, &key, b"relay 2 is slow");
        assert_eq!(made.status, 201, "{}", made.text());
        assert_eq!(made.header("location"), Some("/api/v1/attachment/1"));
        let fields = &made.json()["fields"];
        assert_eq!((&fields["media_type"], &fields["size"]), (&json!("text/plain"), &json!(15)));
        let again = send(&client, &named, &key, b"relay 2 is slow");
        assert_eq!((again.status, again.bytes), (201, made.bytes.clone()));
        assert_eq!(send(&client, &named, &key, b"other content").status, 422);
        let other = send(&client, &format!("{path}?name=other.txt"), &key, b"relay 2 is slow");
        assert_eq!(other.status, 422, "another name is another request");
        assert_eq!(send(&client, &format!("{path}?name=b.csv"), &[], b"a,b\n").status, 201);

        let page = client.get(&at(&format!("{path}?limit=1")));
        let numbers = |page: &Answer| {
            let records = page.json()["records"].as_array().unwrap().clone();
            records.iter().map(|one| one["id"].as_i64().unwrap()).collect::<Vec<_>>()
        };
        assert_eq!(numbers(&page), [2]);
        let next = page.header("link").unwrap();
        let next = next.strip_prefix('<').unwrap().split('>').next().unwrap();
        assert_eq!(numbers(&client.get(next)), [1]);
        assert_eq!(numbers(&client.get(&at("/incident/2/files"))), [0_i64; 0]);

        let file = client.get(&at(&format!("{path}/ATT-000001")));
        assert_eq!((file.status, file.text().as_str()), (200, "relay 2 is slow"));
        assert_eq!(file.header("content-type"), Some("text/plain"));
        assert_eq!(file.header("x-content-type-options"), Some("nosniff"));
        assert!(file.header("content-security-policy").unwrap().starts_with("sandbox"));
        let said = "attachment; filename=\"Gr__e _1_.txt\"; filename*=UTF-8''Gr%C3%B6%C3%9Fe%20%221%22.txt";
        assert_eq!(file.header("content-disposition"), Some(said));
        let tag = [("if-none-match", file.header("etag").unwrap())];
        assert_eq!(client.send("GET", &at(&format!("{path}/1")), &tag, None).status, 304);
        for elsewhere in ["/incident/2/files/1", "/team/1/files/1", "/incident/1/files/3"] {
            assert_eq!(client.get(&at(elsewhere)).status, 404, "{elsewhere}");
        }
    });
}

#[test]
fn what_is_no_good_file_is_refused_in_words() {
    on_both_engines(|url| {
        let house = House::open(url);
        let client = house.agent();
        incident(&client, "Mail is slow");
        let said = |path: &str, bytes: &[u8]| {
            let answer = send(&client, path, &[], bytes);
            (answer.status, answer.json()["detail"].as_str().unwrap().to_owned())
        };
        for (name, bytes, status, words) in [
            ("?name=a.exe", &b"MZ"[..], 409, "are not taken"),
            ("?name=a.png", b"no picture", 409, "is not what its name says"),
            ("?name=a.txt", b"", 409, "is empty"),
            ("", b"text", 400, "name is needed"),
            ("?name=a.txt&other=1", b"text", 400, "other is not known here"),
        ] {
            let (found, detail) = said(&format!("/incident/1/files{name}"), bytes);
            assert!(found == status && detail.contains(words), "{name}: {found} {detail}");
        }
        let large = vec![b'a'; FILE_BYTES_MAX + 1];
        assert_eq!(said("/incident/1/files?name=a.txt", &large).0, 413);
        let most = send(&client, "/incident/1/files?name=a.txt", &[], &large[1..]);
        assert_eq!(most.status, 201, "{}", most.text());
        assert_eq!(said("/incident/9/files?name=a.txt", b"text").0, 404);
        let json = client.post_json(&at("/incident/1/files?name=a.json"), &json!({}));
        assert_eq!(json.status, 415, "{}", json.text());

        let fields = json!({"name": "a.txt", "parent_kind": "incident", "parent": 1});
        let claim =
            |fields: &Json| client.post_json(&at("/attachment"), &json!({"fields": fields}));
        let refused = claim(&fields);
        assert_eq!(refused.status, 405, "{}", refused.text());
        assert!(refused.text().contains("/files?name="), "{}", refused.text());
        let options = client.send("OPTIONS", &at("/attachment"), &[], None);
        for answer in [&refused, &options] {
            assert_eq!(answer.header("allow"), Some("GET, HEAD, OPTIONS"));
        }
        let mut full = fields;
        full["digest"] = json!("ab".repeat(32));
        assert_eq!(claim(&full).status, 405);
    });
}

#[test]
fn files_are_for_those_who_may() {
    on_both_engines(|url| {
        let house = House::open(url);
        let agent = house.agent();
        incident(&agent, "Mail is slow");
        let path = "/incident/1/files";
        let named = format!("{path}?name=a.txt");
        assert_eq!(send(&agent, &named, &[], b"text").status, 201);
        let large = vec![b'a'; 2 * 1024 * 1024];
        // Who may not write is told before the file is read.
        assert_eq!(send(&house.stranger(), &named, &[], &large).status, 401);
        let mara = house.person("otto", &[Role::Agent], None);
        let reader = house.client(&mara, TokenScope::Read);
        assert_eq!(send(&reader, &named, &[], &large).status, 403);
        assert_eq!(reader.get(&at(&format!("{path}/1"))).status, 200);
        let auditor = house.person("ines", &[Role::Auditor], None);
        let auditor = house.client(&auditor, TokenScope::Write);
        assert_eq!(auditor.get(&at(&format!("{path}/1"))).status, 200);
        assert_eq!(send(&auditor, &named, &[], b"text").status, 403);

        let customer = house.add("customer", json!({"name": "Nordsee Bank"}));
        let noor = house.person("noor", &[Role::CustomerContact], Some(customer));
        let noor = house.client(&noor, TokenScope::Write);
        assert_eq!(noor.get(&at(path)).status, 404, "another's incident is not there");
        assert_ne!(noor.get(&at(&format!("{path}/1"))).status, 200);
        assert_eq!(send(&noor, &named, &[], b"text").status, 404);
        assert_eq!(house.stranger().get(&at(&format!("{path}/1"))).status, 401);

        // On their own record they send files, and see theirs alone.
        let own = incident(&noor, "Help")["id"].clone();
        let path = format!("/incident/{own}/files");
        let inside = send(&agent, &format!("{path}?name=inside.txt"), &[], b"among us").json();
        let mine = send(&noor, &format!("{path}?name=mine.txt"), &[], b"mine");
        assert_eq!(mine.status, 201, "{}", mine.text());
        let listed = noor.get(&at(&path));
        assert!(listed.text().contains("mine.txt"), "{}", listed.text());
        assert!(!listed.text().contains("inside.txt"), "{}", listed.text());
        let read = |file: &Json| noor.get(&at(&format!("{path}/{}", file["id"]))).status;
        assert_eq!((read(&mine.json()), read(&inside)), (200, 404));
    });
}
