//! From each record of the story every other one is reached, by the links on their pages alone.
use crate::hands::Hands;
use std::collections::{BTreeMap, BTreeSet};

/// The records of the story.
const CHAIN: &[&str] = &[
    "/incident/1",
    "/incident/2",
    "/incident/3",
    "/incident/4",
    "/incident/5",
    "/incident_review/1",
    "/problem/2",
    "/known_error/2",
    "/change/2",
    "/approval/2",
    "/release/1",
    "/configuration_baseline/1",
    "/deployment/1",
    "/configuration_item/1",
];

const LINKS: &str = "return [...document.querySelectorAll('main a[href]')].map(
    link => new URL(link.href).pathname)";

async fn links_of(hands: &Hands<'_>, path: &str) -> BTreeSet<String> {
    hands.open(path).await;
    let found = hands.browser.execute(LINKS, vec![]).await.unwrap();
    let found = found.as_array().unwrap().iter().filter_map(|one| one.as_str());
    found.filter(|one| CHAIN.contains(one) && *one != path).map(str::to_owned).collect()
}

pub async fn every_record_leads_to_every_other(hands: &Hands<'_>) {
    let mut links = BTreeMap::new();
    for path in CHAIN {
        links.insert((*path).to_owned(), links_of(hands, path).await);
    }
    let all: BTreeSet<_> = links.keys().cloned().collect();
    for begin in CHAIN {
        let (mut reached, mut next) = (BTreeSet::new(), vec![(*begin).to_owned()]);
        while let Some(path) = next.pop() {
            if reached.insert(path.clone()) {
                next.extend(links[&path].iter().cloned());
            }
        }
        let lost: Vec<_> = all.difference(&reached).collect();
        assert!(lost.is_empty(), "{begin} does not lead to {lost:?}: {links:#?}");
    }
}
