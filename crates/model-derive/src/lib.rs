//! Writes a record kind's definition down as data, from its plain struct: `#[derive(Kind)]`, `#[derive(Choice)]`
//! and `#[derive(Row)]`.
//!
//! The `///` comments become the help that people read; attributes say the rest. See `docs/adding-a-kind.md`.
mod choice;
mod kind;
mod words;

use proc_macro::TokenStream;
use syn::{DeriveInput, parse_macro_input};

/// Derives `gemba_model::Kind` for a struct with named fields.
#[proc_macro_derive(Kind, attributes(kind, field))]
pub fn derive_kind(input: TokenStream) -> TokenStream {
    let input = parse_macro_input!(input as DeriveInput);
    kind::expand(&input).unwrap_or_else(|error| error.to_compile_error()).into()
}

/// Derives `gemba_model::Row` for a struct with named fields: a row of a structured value.
#[proc_macro_derive(Row, attributes(field))]
pub fn derive_row(input: TokenStream) -> TokenStream {
    let input = parse_macro_input!(input as DeriveInput);
    kind::expand_row(&input).unwrap_or_else(|error| error.to_compile_error()).into()
}

/// Derives `gemba_model::Choice` and `gemba_model::Held` for an enum without data.
#[proc_macro_derive(Choice, attributes(choice))]
pub fn derive_choice(input: TokenStream) -> TokenStream {
    let input = parse_macro_input!(input as DeriveInput);
    choice::expand(&input).unwrap_or_else(|error| error.to_compile_error()).into()
}
