//! Coming in and going out, as a browser does it.
use crate::house::{House, PASSWORD, csrf_of, post};
use gemba_vocabulary::actor::Role;

#[test]
fn an_invited_person_sets_a_password_and_is_in_and_the_link_works_once() {
    let house = House::open();
    let mara = house.person("Mara Lind", Role::Agent);
    let client = house.stranger();
    let path = format!("/welcome/{}", house.invitation(mara));
    let page = client.get(&path);
    assert_eq!(page.status, 200);
    assert!(page.text().contains("Welcome, Mara Lind"));
    assert_eq!(page.header("referrer-policy"), Some("no-referrer"));

    let short = client.post_form(&path, &[("password", "too short"), ("again", "too short")]);
    assert_eq!(short.status, 422);
    assert!(short.text().contains("has 9 characters; use at least 12"), "{}", short.text());
    let other = client.post_form(&path, &[("password", PASSWORD), ("again", "another of them")]);
    assert_eq!(other.status, 422);
    assert!(other.text().contains("differs from the first"));
    let same = client.post_form(&path, &[("password", "aaaaaaaaaaaa"), ("again", "aaaaaaaaaaaa")]);
    assert_eq!(same.status, 422);
    assert!(same.text().contains("too easy"), "{}", same.text());
    assert_eq!(client.cookie("gemba_session"), None);

    let done = client.post_form(&path, &[("password", PASSWORD), ("again", PASSWORD)]);
    assert_eq!((done.status, done.header("location")), (303, Some("/")));
    let cookie = done.header("set-cookie").unwrap();
    for part in ["HttpOnly", "SameSite=Lax", "Path=/", "Max-Age="] {
        assert!(cookie.contains(part), "{part} in {cookie}");
    }
    assert!(!cookie.contains("Secure"), "the test speaks plain HTTP: {cookie}");
    assert_eq!(client.get("/").status, 200);
    let again = house.stranger().get(&path);
    assert_eq!(again.status, 404);
    assert!(again.text().contains("This link no longer works"));
}

#[test]
fn a_person_signs_in_where_they_wanted_to_go_and_signs_out() {
    let house = House::open();
    let mara = house.person("Mara Lind", Role::Agent);
    house.browser_of(mara);

    let client = house.stranger();
    let away = client.get("/search?q=toast");
    assert_eq!(away.status, 303);
    let to = away.header("location").unwrap();
    assert_eq!(to, "/sign-in?next=%2Fsearch%3Fq%3Dtoast");
    let page = client.get(to);
    assert!(page.text().contains("name=\"next\" value=\"/search?q=toast\""), "{}", page.text());

    let fields = [("email", "mara.lind@example.org"), ("password", "not the password")];
    let wrong =
        client.post_form("/sign-in", &[&fields[..], &[("next", "/search?q=toast")]].concat());
    assert_eq!(wrong.status, 422);
    assert!(wrong.text().contains("value=\"mara.lind@example.org\""), "what was typed is kept");
    assert!(!wrong.text().contains("not the password"), "but never a password");

    let fields = [("email", " Mara.Lind@example.org "), ("password", PASSWORD)];
    let right =
        client.post_form("/sign-in", &[&fields[..], &[("next", "/search?q=toast")]].concat());
    assert_eq!((right.status, right.header("location")), (303, Some("/search?q=toast")));
    assert_eq!(client.get("/sign-in").status, 303, "who is in needs no form");

    let out = post(&client, "/sign-out", &[]);
    assert_eq!((out.status, out.header("location")), (303, Some("/sign-in")));
    assert_eq!(client.cookie("gemba_session"), None);
    assert_eq!(client.get("/").status, 303);
}

#[test]
fn a_session_that_was_ended_cannot_be_used_by_whoever_kept_its_cookie() {
    let house = House::open();
    let client = house.browser_of(house.person("Mara Lind", Role::Agent));
    let kept = format!("gemba_session={}", client.cookie("gemba_session").unwrap());
    post(&client, "/sign-out", &[]);
    let thief = house.stranger().with_header("cookie", &kept);
    assert_eq!(thief.get("/").status, 303);
}

#[test]
fn after_signing_in_nobody_is_led_to_another_site() {
    let house = House::open();
    house.browser_of(house.person("Mara Lind", Role::Agent));
    for next in ["https://evil.example/", "//evil.example/", "/\\evil.example"] {
        let fields = [("email", "mara.lind@example.org"), ("password", PASSWORD), ("next", next)];
        let answer = house.stranger().post_form("/sign-in", &fields);
        assert_eq!((answer.status, answer.header("location")), (303, Some("/")), "{next}");
    }
}

#[test]
fn who_guesses_is_slowed_down_even_with_the_right_password_in_the_end() {
    let house = House::open();
    house.browser_of(house.person("Mara Lind", Role::Agent));
    let client = house.stranger();
    let email = ("email", "mara.lind@example.org");
    for _ in 0..5 {
        client.post_form("/sign-in", &[email, ("password", "a guess of twelve")]);
    }
    let answer = client.post_form("/sign-in", &[email, ("password", PASSWORD)]);
    assert_eq!(answer.status, 422);
    assert!(answer.text().contains("Too many attempts"), "{}", answer.text());
}

#[test]
fn behind_an_encrypting_proxy_the_cookie_is_for_encrypted_connections_only() {
    let house = House::open();
    let mara = house.person("Mara Lind", Role::Agent);
    let client = house.stranger().with_header("x-forwarded-proto", "https");
    let path = format!("/welcome/{}", house.invitation(mara));
    let done = client.post_form(&path, &[("password", PASSWORD), ("again", PASSWORD)]);
    assert!(done.header("set-cookie").unwrap().contains("; Secure"));
    assert!(done.header("strict-transport-security").is_some());
}

#[test]
fn a_token_is_made_shown_once_and_taken_back() {
    let house = House::open();
    let client = house.browser_of(house.person("Mara Lind", Role::Agent));
    let fields = [("name", "nightly report"), ("scope", "read"), ("days", "30")];
    let made = post(&client, "/account", &fields);
    assert_eq!(made.status, 200);
    assert_eq!(made.header("cache-control"), Some("no-store"));
    let text = made.text();
    let (_, rest) = text.split_once("<code id=\"token\">").expect("the secret is shown");
    let secret = rest.split('<').next().unwrap().to_owned();
    assert!(house.desk.token(&secret).unwrap().is_some());
    let later = client.get("/account").text();
    assert!(later.contains("nightly report") && !later.contains(&secret));

    let nameless = post(&client, "/account", &[("name", " "), ("days", "30")]);
    assert_eq!(nameless.status, 422);
    let forever = post(&client, "/account", &[("name", "x"), ("days", "99999")]);
    assert_eq!(forever.status, 422);

    let (_, rest) = later.split_once("name=\"revoke\" value=\"").unwrap();
    let id = rest.split('"').next().unwrap();
    let taken = post(&client, "/account", &[("revoke", id)]);
    assert_eq!((taken.status, taken.header("location")), (303, Some("/account")));
    assert!(house.desk.token(&secret).unwrap().is_none());
    let told = client.get("/account").text();
    assert!(told.contains("The token was taken back"));
    let once = client.get("/account").text();
    assert!(!once.contains("The token was taken back"), "it is told once");
}

#[test]
fn a_theme_is_kept_in_a_cookie_and_written_into_the_page() {
    let house = House::open();
    let client = house.browser_of(house.person("Mara Lind", Role::Agent));
    assert!(!client.get("/").text().contains("data-theme="));
    let chosen = post(&client, "/theme", &[("theme", "dark"), ("next", "/search")]);
    assert_eq!((chosen.status, chosen.header("location")), (303, Some("/search")));
    assert!(client.get("/").text().contains("<html lang=\"en\" data-theme=\"dark\""));
    let csrf = csrf_of(&client.get("/account"));
    let form = format!("csrf={csrf}&theme=system");
    let headers = [("x-fragment", "1"), ("content-type", "application/x-www-form-urlencoded")];
    let quiet = client.send("POST", "/theme", &headers, Some(form.as_bytes()));
    assert_eq!(quiet.status, 204);
    assert!(!client.get("/").text().contains("data-theme="));
}

#[test]
fn whoever_is_here_chooses_what_they_are_told_by_mail() {
    let house = House::open();
    let mara = house.person("Mara Lind", Role::Requester);
    let client = house.browser_of(mara);
    let page = client.get("/account").text();
    assert!(page.contains("value=\"asked\" checked"), "{page}");
    let answer = post(&client, "/account", &[("mail", "followed")]);
    assert_eq!(answer.status, 303);
    assert!(client.get("/account").text().contains("value=\"followed\" checked"));
    let answer = post(&client, "/account", &[("mail", "everything")]);
    assert_eq!(answer.status, 422);
    assert!(client.get("/account").text().contains("value=\"followed\" checked"));
}
