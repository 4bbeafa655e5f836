//! The first day and the first month: answers, drafts, what is approved of them, and what is measured.
use super::stage::Stage;
use crate::{
    clock,
    hands::{Hands, Put::*},
    place::PASSWORD,
};

pub const MEASURE: &str = "Time until services work again";
const BY_HAND: &str = "Suppliers: repairs and deliveries in time";

/// What is typed into the interview, by what selects the input.
const ANSWERS: [(&str, &str); 10] = [
    ("#organization", "Quay IT"),
    ("#people", "12"),
    ("#time_zone", "UTC"),
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
    hands.click("main button[value=preview]").await;
    hands.sees("main .summary", "Name").await;
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
    let (done, all) = progress(hands).await;
    assert!(done == 0 && all > 50, "{done} of {all} decided");
    hands.sees("#drafts", "Otto").await;
}

/// How many of the drafts are decided, as the page says it.
async fn progress(hands: &Hands<'_>) -> (usize, usize) {
    hands.open("/start/drafts").await;
    let told = hands.browser.text("#drafts-progress").await;
    let numbers: Vec<usize> = told.split_whitespace().filter_map(|it| it.parse().ok()).collect();
    (numbers[0], numbers[1])
}

pub async fn the_policy_is_made_ours_and_submitted(hands: &Hands<'_>, stage: &Stage) {
    let policy = stage.address("document", "Service management policy of Quay IT");
    hands.open(&format!("{policy}/edit")).await;
    hands.save(&[("name", Words("What Quay IT stands for"))], "is saved.").await;
    hands.step(&policy, "submit", &[("reviewers", Pick("Otto"))], "in review").await;
    let id = stage.named("document", "What Quay IT stands for");
    let mara = stage.place.actor(stage.mara);
    let own = stage.place.step(&mara, ("document", id), "approve", serde_json::json!({}));
    let own = own.unwrap_err().to_string();
    assert!(own.contains("Whoever wrote a document does not approve it"), "{own}");
}

/// Policy, scope and an objective.
pub async fn top_management_approves(hands: &Hands<'_>, stage: &Stage) {
    stage.the_groundwork_is_approved();
    let (before, all) = progress(hands).await;
    hands.leave().await;
    clock::go_to("2026-01-12T09:00:00Z");
    hands.begin_as(&stage.place, stage.otto).await;
    let policy = stage.address("document", "What Quay IT stands for");
    hands.press(&policy, "approve", "approved").await;
    hands.step(&policy, "publish", &[("effective_from", On("01122026"))], "published").await;
    let scope = stage.address("scope_statement", "Scope of Quay IT, first edition");
    hands.press(&scope, "approve", "in force").await;
    hands.sees("body", "of Quay IT supporting the provision of Mail").await;
    let objective = "Incidents are solved in the time that was promised";
    let objective = stage.address("objective", objective);
    hands.step(&objective, "agree", &[("baseline", Words("80"))], "agreed").await;
    assert_eq!(progress(hands).await, (before + 2, all), "policy and scope");
}

/// One measure that Gemba takes from the records, and one of which somebody knows the value.
pub async fn two_measures_are_taken_into_use(hands: &Hands<'_>, stage: &Stage) {
    hands.come_again("mara@example.org", "2026-01-12T10:00:00Z").await;
    let (before, _) = progress(hands).await;
    for (name, about) in [(MEASURE, "Incident"), (BY_HAND, "Suppliers")] {
        let measure = stage.address("measure", name);
        hands.open(&format!("{measure}/edit")).await;
        let about = [("process", Pick(about)), ("counted_from", On("01012026"))];
        hands.save(&about, "is saved.").await;
        hands.press(&measure, "use", "in use").await;
    }
    let now = progress(hands).await;
    assert_eq!(now.0, before + 2, "what is in use is decided: {now:?}");
}

/// January took 30 hours in the mean, where 16 were aimed at.
pub async fn the_first_month_is_measured(hands: &Hands<'_>, stage: &Stage) {
    stage.a_month("01", [28, 32], "2026-02-02T08:00:00Z");
    hands.come_again("mara@example.org", "2026-02-02T09:00:00Z").await;
    let taken = stage.address("measurement", &format!("{MEASURE}, from 2026-01-01"));
    hands.open(&taken).await;
    hands.sees("aside.facts", "30").await;
    hands.sees("aside.facts", "Missed").await;
    // What is done about it is a task.
    hands.sees("#tasks", MEASURE).await;
    let meant = [("evaluation", Words("Nobody answers in the evening"))];
    hands.step(&taken, "evaluate", &meant, "evaluated").await;
    let asked = stage.address("measurement", &format!("{BY_HAND}, from 2026-01-01"));
    let known = [("value", Words("93")), ("taken_from", Words("The list of orders"))];
    hands.step(&asked, "enter", &known, "taken").await;
    hands.sees("aside.facts", "93").await;
}
