//! The calls, and the major incident that they turn out to be.
use crate::clock;
use crate::hands::{Hands, Put::*};

const FIRST: &str = "/incident/1";

/// While the words are typed, what is known already stands beside them. It does not help this time.
pub async fn a_call_comes_in_and_a_known_error_is_suggested(hands: &Hands<'_>) {
    hands.open("/incident/new").await;
    hands.put("#record-form", "f", &[("summary", Words("Invoices show the old address"))]).await;
    hands.sees("#answers", "KNE-000001 Invoices show old addresses after a move").await;
    hands.sees("#answers", "Print the invoice again at noon").await;
    let rest = [
        ("service", Pick("Billing")),
        ("configuration_item", Pick("billing-cache")),
        ("reporter", Pick("Mara")),
    ];
    hands.save(&rest, "INC-000001 is recorded.").await;
    let classified =
        [("category", Words("invoices")), ("impact", Choice("high")), ("urgency", Choice("high"))];
    hands.step(FIRST, "classify", &classified, "triaged").await;
}

pub async fn it_becomes_a_major_incident(hands: &Hands<'_>) {
    let led = [
        ("major_manager", Pick("Mara")),
        ("top_management_notified_at", At("03022026", "090000AM")),
    ];
    hands.step(FIRST, "declare_major", &led, "major").await;
}

/// Those who answer the phone see that it is known, and press once.
pub async fn others_call_and_become_part_of_it(hands: &Hands<'_>) {
    for (number, minute) in [(2, "10"), (3, "20")] {
        clock::go_to(&format!("2026-03-02T09:{minute}:00Z"));
        hands.open("/incident/new").await;
        hands.put("#record-form", "f", &[("summary", Words("Old address on invoices"))]).await;
        hands.sees("#answers", "INC-000001 Invoices show the old address").await;
        hands.click("#answers button[value='parent:1']").await;
        hands.sees("#record-form", "More").await;
        hands
            .save(&[("service", Pick("Billing"))], &format!("INC-00000{number} is recorded."))
            .await;
        hands.sees("#details", "Invoices show the old address").await;
    }
}

pub async fn the_major_incident_is_resolved_reviewed_and_closed(hands: &Hands<'_>) {
    clock::go_to("2026-03-02T11:00:00Z");
    let solved = [
        ("resolution", Words("The cache was emptied")),
        ("close_code", Words("workaround")),
        ("service_owner_confirmed", Tick),
    ];
    hands.step(FIRST, "resolve", &solved, "resolved").await;
    let confirmed = [("confirmed_by_user", Tick)];
    hands
        .is_refused(FIRST, "close", &confirmed, "A major incident is closed after its review.")
        .await;
    hands.lead_on(FIRST, "incident_review").await;
    let review = [
        ("held_on", On("03022026")),
        ("cause", Words("The cache keeps addresses for ever")),
        ("actions", Words("Mara looks for the cause until Wednesday")),
    ];
    hands.save(&review, "IRV-000001 is recorded.").await;
    hands.step(FIRST, "close", &confirmed, "closed").await;
}

/// From now on the new known error is found while the next caller still speaks.
pub async fn the_next_caller_is_helped_by_the_known_error(hands: &Hands<'_>) {
    hands.come_again("mara@example.org", "2026-03-03T08:00:00Z").await;
    hands.open("/incident/new").await;
    hands.put("#record-form", "f", &[("summary", Words("Invoices show the old address"))]).await;
    hands.sees("#answers", "Empty the cache").await;
    hands.click("#answers button[value='known_error:2']").await;
    hands.browser.element("#record-form input[name=known_error][value='2']").await;
    let rest = [("service", Pick("Billing")), ("problem", Pick("PRB-000002"))];
    hands.save(&rest, "INC-000004 is recorded.").await;
    hands.browser.element("#details a[href='/known_error/2']").await;
}
