//! Tests through the door, on both engines.
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::panic)]
mod asking;
mod door;
mod finding;
mod graph;
mod house;
mod outside;
mod restricted;
mod sealing;
mod secrets;
mod similar;
