//! The addresses that every kind of record has.
use crate::{
    bulk, files, form, list,
    record::{self, approval, followers, link, task, watcher},
    routes::{Access, Route},
    special::{answers, catalogue, figures, graph, invite, samples},
    timeline, verb, views,
};
use axum::routing::{get, post};

/// The routes of records.
pub const RECORDS: &[Route] = &[
    Route::get("/{kind}", Access::Verb("read"), || get(list::get)),
    Route::post("/{kind}/bulk", Access::AnyVerb, || post(bulk::post)),
    Route::post("/{kind}/views", Access::SignedIn, || post(views::save)),
    Route::get("/{kind}/new", Access::Verb("create"), || get(form::new)),
    Route::post("/{kind}/new", Access::Verb("create"), || post(form::create)),
    Route::get("/{kind}/answers", Access::Verb("read"), || get(answers::get)),
    Route::get("/{kind}/{id}", Access::Verb("read"), || get(record::get)),
    Route::get("/configuration_baseline/{id}/compare", Access::SignedIn, || {
        get(crate::special::baseline::get)
    }),
    Route::get(invite::ADDRESS, Access::SignedIn, || get(invite::get)),
    Route::post(invite::ADDRESS, Access::SignedIn, || post(invite::post)),
    Route::get(samples::ADDRESS, Access::SignedIn, || get(samples::get)),
    Route::post(samples::ADDRESS, Access::SignedIn, || post(samples::post)),
    Route::get("/service_report/{id}/paper.pdf", Access::SignedIn, || {
        get(figures::paper::of_report)
    }),
    Route::get("/report_run/{id}/paper.pdf", Access::SignedIn, || get(figures::paper::of_run)),
    Route::get("/continuity_plan/{id}/offline.html", Access::SignedIn, || {
        get(crate::special::offline::get)
    }),
    Route::get("/document/{id}/read", Access::SignedIn, || {
        get(crate::special::documents::reading::get)
    }),
    Route::get("/request_item/{id}/order", Access::SignedIn, || get(catalogue::order::get)),
    Route::post("/request_item/{id}/order", Access::SignedIn, || post(catalogue::order::post)),
    Route::get("/{kind}/{id}/graph", Access::Verb("read"), || get(graph::get)),
    Route::get("/{kind}/{id}/edit", Access::Verb("change"), || get(form::edit)),
    Route::post("/{kind}/{id}/edit", Access::Verb("change"), || post(form::change)),
    Route::get("/{kind}/{id}/do/{verb}", Access::AnyVerb, || get(verb::get)),
    Route::post("/{kind}/{id}/do/{verb}", Access::AnyVerb, || post(verb::post)),
    Route::post("/{kind}/{id}/say", Access::AnyVerb, || post(timeline::say)),
    Route::get("/{kind}/{id}/task", Access::AnyVerb, || get(task::get)),
    Route::post("/{kind}/{id}/task", Access::AnyVerb, || post(task::post)),
    Route::get("/{kind}/{id}/approval", Access::AnyVerb, || get(approval::get)),
    Route::post("/{kind}/{id}/approval", Access::AnyVerb, || post(approval::post)),
    Route::get("/{kind}/{id}/link", Access::AnyVerb, || get(link::get)),
    Route::post("/{kind}/{id}/link", Access::AnyVerb, || post(link::post)),
    Route::get("/{kind}/{id}/watcher", Access::AnyVerb, || get(watcher::get)),
    Route::post("/{kind}/{id}/watcher", Access::AnyVerb, || post(watcher::post)),
    Route::post("/{kind}/{id}/answer", Access::Verb("change"), || post(answers::post)),
    Route::post("/{kind}/{id}/follow", Access::Verb("read"), || post(followers::post)),
    Route::post("/{kind}/{id}/attach", Access::Verb("comment"), || post(files::attach)),
    Route::get("/attachment/{id}/file", Access::AnyVerb, || get(files::get)),
];
