//! What people from outside read on their own pages: names, times, and files of their own.
use crate::house::{
    csrf_of, post,
    town::{Town, between, house_itself, words},
};
use gemba_desk::{Command, Input};
use gemba_testkit::{Answer, TestClient};
use serde_json::json;

#[test]
fn people_from_outside_read_the_name_of_the_team_and_times_in_their_own_zone() {
    let town = Town::open();
    let opened = json!({"customer": town.osprey, "reporter": town.hanna, "team": 1,
        "assigned_to": town.mara, "opened_at": "2026-01-15T12:00:00Z"});
    town.incident("Invoices are wrong", opened);
    town.house.desk.set_zone("Europe/Paris").unwrap();
    let hanna = town.house.browser_of(town.hanna);
    let page = hanna.get("/incident/1");
    let text = words(&page);
    assert!(text.contains("Service desk") && !text.contains("TEA-000001"), "{text}");
    assert!(!page.text().contains("href=\"/team/1\""), "the team's page is not theirs");
    let mara = format!("href=\"/person/{}\"", town.mara);
    assert!(text.contains("Mara Lind") && !page.text().contains(&mara), "nor is a colleague's");
    assert!(text.contains("15 Jan 2026, 13:00"), "the organization's clock: {text}");
    assert!(page.text().contains("13:00:00 CET (Europe/Paris)\""), "{}", page.text());

    let fields = json!({"time_zone": "America/Bogota"});
    let serde_json::Value::Object(fields) = fields else { unreachable!() };
    let change = Command::change("person", town.hanna, None, Input::Json(fields));
    town.house.desk.run(&house_itself(), change).unwrap();
    let page = hanna.get("/incident/1");
    assert!(words(&page).contains("15 Jan 2026, 07:00"), "{}", words(&page));
    assert!(page.text().contains("(America/Bogota)\""), "{}", page.text());
    let you = words(&hanna.get("/account"));
    assert!(you.contains("America/Bogota"), "{you}");
    let story = between(&page, "id=\"timeline\"", "</ol>");
    assert!(story.contains("(America/Bogota)\""), "the story says the zone too: {story}");
}

fn upload(client: &TestClient, path: &str, name: &str, shown: &str, bytes: &[u8]) -> Answer {
    let csrf = csrf_of(&client.get("/account"));
    let mut body = format!(
        "--edge\r\ncontent-disposition: form-data; name=\"csrf\"\r\n\r\n{csrf}\r\n--edge\r\n\
         content-disposition: form-data; name=\"shown\"\r\n\r\n{shown}\r\n--edge\r\n\
         content-disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\r\n"
    )
    .into_bytes();
    body.extend_from_slice(bytes);
    body.extend_from_slice(b"\r\n--edge--\r\n");
    let kind = [("content-type", "multipart/form-data; boundary=edge")];
    client.send("POST", path, &kind, Some(&body))
}

#[test]
fn people_from_outside_send_a_file_and_get_what_is_meant_for_them() {
    let town = Town::open();
    let about = json!({"customer": town.osprey, "reporter": town.hanna});
    town.incident("Invoices are wrong", about);
    town.incident("Not theirs", json!({"customer": town.linden}));
    let (hanna, mara) = (town.house.browser_of(town.hanna), town.house.browser_of(town.mara));
    let form = between(&hanna.get("/incident/1"), "<form class=\"drop\"", "</form>");
    assert!(form.contains("type=\"file\"") && !form.contains("name=\"shown\""), "{form}");
    let answer = upload(&hanna, "/incident/1/attach", "invoice.txt", "", b"an invoice");
    assert_eq!(answer.status, 303, "{}", words(&answer));
    let files = between(&hanna.get("/incident/1"), "id=\"attachments\"", "</section>");
    assert!(files.contains("invoice.txt") && files.contains("Hanna Berg"), "{files}");
    assert_eq!(hanna.get("/attachment/1/file").bytes, b"an invoice");
    assert_eq!(mara.get("/attachment/1/file").bytes, b"an invoice");
    upload(&hanna, "/incident/1/attach", "a.exe", "", b"MZ");
    let page = words(&hanna.get("/incident/1"));
    assert!(page.contains("Files of the type “.exe” are not taken"), "{page}");
    assert_eq!(upload(&hanna, "/incident/2/attach", "a.txt", "", b"a").status, 404);
    assert_eq!(upload(&hanna, "/service/1/attach", "a.txt", "", b"a").status, 403);

    // What colleagues attach stays with them, unless they say otherwise.
    assert!(mara.get("/incident/1").text().contains("name=\"shown\""));
    upload(&mara, "/incident/1/attach", "dump.txt", "", b"between us");
    upload(&mara, "/incident/1/attach", "answer.txt", "yes", b"for you");
    assert_eq!(hanna.get("/attachment/2/file").status, 404);
    assert_eq!(hanna.get("/attachment/2").status, 404);
    assert_eq!(hanna.get("/attachment/3/file").bytes, b"for you");
    let files = between(&hanna.get("/incident/1"), "id=\"attachments\"", "</section>");
    assert!(files.contains("answer.txt") && !files.contains("dump.txt"), "{files}");
    let files = between(&mara.get("/incident/1"), "id=\"attachments\"", "</section>");
    assert_eq!(files.matches("shown to the customer").count(), 2, "{files}");
    let change = post(&hanna, "/attachment/1/edit", &[("name", "other.txt")]);
    assert_eq!(change.status, 403);
}

#[test]
fn a_file_beyond_the_limit_is_told_so_and_the_way_back_leads_to_the_record() {
    let town = Town::open();
    town.incident("Invoices are wrong", json!({"customer": town.osprey}));
    let hanna = town.house.browser_of(town.hanna);
    let large = vec![b'a'; 26 * 1024 * 1024];
    let answer = upload(&hanna, "/incident/1/attach", "large.txt", "", &large);
    assert_eq!(answer.status, 303, "{}", words(&answer));
    let page = words(&hanna.get("/incident/1"));
    assert!(page.contains("“large.txt” is larger than 25 MB."), "{page}");
    let larger = vec![b'a'; 28 * 1024 * 1024];
    let answer = upload(&hanna, "/incident/1/attach", "larger.txt", "", &larger);
    assert_eq!(answer.status, 413);
    let text = words(&answer);
    assert!(text.contains("larger than 25 MB") && text.contains("Back to INC-000001"), "{text}");
    let mara = town.house.browser_of(town.mara);
    let answer = mara.get("/incident/1/do/resolve");
    assert_eq!(answer.status, 422);
    assert!(words(&answer).contains("Back to INC-000001"), "{}", words(&answer));
    assert!(!words(&mara.get("/incident/9/edit")).contains("Back to"), "nothing is there");
}
