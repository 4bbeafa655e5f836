//! The first day and the first month: answers, drafts, what is approved of them, and what is measured.
use super::stage::Stage;
use crate::{
    clock,
    hands::{Hands, Put::*},
    place::PASSWORD,
};
use serde_json::json;

pub const MEASURE: &str = "Time until services work again";
const POLICY: &str = "/document/1";

/// What is typed into the interview, by what selects the input.
const ANSWERS: [(&str, &str); 8] = [
    ("#organization", "Quay IT"),
    ("#manager", "Mara Lind"),
    ("#manager_email", "mara@example.org"),
    ("#top", "Otto"),
    ("#top_email", "otto@example.org"),
    ("[name=service_1_name]", "Mail"),
    ("[name=service_1_customer]", "Harbour School"),
    ("[name=service_2_name]", "Workplace"),
];

pub async fn a_few_answers_make_a_system_of_drafts(hands: &Hands<'_>, stage: &Stage) {
    // Whoever comes first into an empty house is led to the questions.
    hands.open(&stage.place.welcome(stage.mara)).await;
    hands.browser.fill("#password", PASSWORD).await;
    hands.browser.fill("#again", PASSWORD).await;
    hands.browser.click("button.first").await;
    hands.browser.element("main #organization").await;
    for (css, words) in ANSWERS {
        hands.browser.fill(css, words).await;
    }
    let country = hands.browser.element("#country").await;
    country.select_by_value("DE-HH").await.unwrap();
    hands.click("[name=holds_suppliers]").await;
    hands.click("main button[value=preview]").await;
    hands.sees("h1", "What would be made").await;
    hands.sees(".note", "The public holidays of Germany").await;
    hands.sees("table", "Service management policy of Quay IT").await;
    hands.click("main button[value=establish]").await;
    hands.sees(".flash", "The drafts are made").await;
    is_decided(hands, 0).await;
    hands.sees("#drafts", "Otto").await;
}

/// So many of the drafts are decided, as the page says it.
async fn is_decided(hands: &Hands<'_>, count: usize) {
    hands.open("/start/drafts").await;
    let told = hands.browser.text("#drafts-progress").await;
    assert!(told.trim().starts_with(&format!("{count} of ")), "{told}");
}

pub async fn the_policy_is_made_ours_and_submitted(hands: &Hands<'_>, stage: &Stage) {
    hands.open(&format!("{POLICY}/edit")).await;
    hands.save(&[("name", Words("What Quay IT stands for"))], "is saved.").await;
    hands.step(POLICY, "submit", &[("reviewers", Pick("Otto"))], "in review").await;
    let mara = stage.place.actor(stage.mara);
    let own = stage.place.step(&mara, ("document", 1), "approve", json!({})).unwrap_err();
    assert!(own.to_string().contains("Whoever wrote a document does not approve it"), "{own}");
}

/// Policy, scope and an objective; the catalogue and the criteria were approved before.
pub async fn top_management_approves(hands: &Hands<'_>, stage: &Stage) {
    stage.the_groundwork_is_approved();
    hands.leave().await;
    clock::go_to("2026-01-12T09:00:00Z");
    hands.begin_as(&stage.place, stage.otto).await;
    hands.press(POLICY, "approve", "approved").await;
    hands.step(POLICY, "publish", &[("effective_from", On("01122026"))], "published").await;
    hands.press("/scope_statement/1", "approve", "in force").await;
    hands.sees("body", "of Quay IT supporting the provision of Mail").await;
    hands.step("/objective/1", "agree", &[("baseline", Words("80"))], "agreed").await;
    is_decided(hands, 5).await;
}

/// One measure that Gemba takes from the records, and one of which somebody knows the value.
pub async fn two_measures_are_taken_into_use(hands: &Hands<'_>) {
    hands.come_again("mara@example.org", "2026-01-12T10:00:00Z").await;
    // The second is taken from the records, the twelfth is read off a list of orders.
    for (measure, about) in [("/measure/2", "Incident"), ("/measure/12", "Suppliers")] {
        hands.open(&format!("{measure}/edit")).await;
        let about = [("process", Pick(about)), ("counted_from", On("01012026"))];
        hands.save(&about, "is saved.").await;
        hands.press(measure, "use", "in use").await;
    }
    is_decided(hands, 7).await;
}

/// January took 30 hours in the mean, where 16 were aimed at.
pub async fn the_first_month_is_measured(hands: &Hands<'_>, stage: &Stage) {
    stage.a_month("01", [28, 32], "2026-02-02T08:00:00Z");
    hands.come_again("mara@example.org", "2026-02-02T09:00:00Z").await;
    hands.open("/measurement/1").await;
    hands.sees("h1", MEASURE).await;
    hands.sees("aside.facts", "30").await;
    hands.sees("aside.facts", "Missed").await;
    // What is done about it is a task.
    hands.sees("#tasks", MEASURE).await;
    let meant = [("evaluation", Words("Nobody answers in the evening"))];
    hands.step("/measurement/1", "evaluate", &meant, "evaluated").await;
    let known = [("value", Words("93")), ("taken_from", Words("The list of orders"))];
    hands.step("/measurement/2", "enter", &known, "taken").await;
    hands.sees("aside.facts", "93").await;
}
