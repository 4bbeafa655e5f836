//! Expands `#[derive(Choice)]`.
use crate::words;
use proc_macro2::TokenStream;
use quote::quote;
use syn::{Data, DeriveInput, Error, Fields, Ident, LitStr, Result, Variant};

struct Member {
    ident: Ident,
    name: String,
    definition: TokenStream,
}

pub fn expand(input: &DeriveInput) -> Result<TokenStream> {
    let me = &input.ident;
    let Data::Enum(data) = &input.data else {
        return Err(Error::new_spanned(me, "a choice is an enum"));
    };
    let members = data.variants.iter().map(member).collect::<Result<Vec<_>>>()?;
    let idents: Vec<_> = members.iter().map(|member| &member.ident).collect();
    let names: Vec<_> = members.iter().map(|member| &member.name).collect();
    let definitions: Vec<_> = members.iter().map(|member| &member.definition).collect();
    Ok(quote! {
        impl ::gemba_model::Choice for #me {
            const ALL: &'static [Self] = &[#(Self::#idents),*];
            const CHOICES: &'static [::gemba_model::ChoiceDef] = &[#(#definitions),*];
            fn name(self) -> &'static str { match self { #(Self::#idents => #names),* } }
        }
        impl ::gemba_model::Held for #me {
            const HOLDS: ::gemba_model::Holds = ::gemba_model::Holds::Choice(
                ::std::borrow::Cow::Borrowed(<#me as ::gemba_model::Choice>::CHOICES));
            fn from_value(value: &::gemba_model::expansion::vocabulary::Value)
                -> ::core::result::Result<Self, &'static str> {
                match value.as_text() {
                    #(::core::option::Option::Some(#names) => Ok(Self::#idents),)*
                    ::core::option::Option::None => Err("is required"),
                    _ => Err("is not one of the choices"),
                }
            }
            fn to_value(&self) -> ::gemba_model::expansion::vocabulary::Value {
                ::gemba_model::expansion::vocabulary::Value::Text(
                    <Self as ::gemba_model::Choice>::name(*self).to_owned())
            }
        }
    })
}

fn member(variant: &Variant) -> Result<Member> {
    let Fields::Unit = variant.fields else {
        return Err(Error::new_spanned(variant, "a choice holds no data"));
    };
    let mut name = words::snake(&variant.ident.to_string());
    let (mut label, mut tone, mut is_end) = (None, quote!(New), false);
    for attribute in variant.attrs.iter().filter(|one| one.path().is_ident("choice")) {
        attribute.parse_nested_meta(|meta| {
            if meta.path.is_ident("end") {
                is_end = true;
            } else if meta.path.is_ident("label") {
                label = Some(meta.value()?.parse::<LitStr>()?.value());
            } else if meta.path.is_ident("name") {
                name = meta.value()?.parse::<LitStr>()?.value();
            } else if meta.path.is_ident("tone") {
                let ident = meta.value()?.parse::<Ident>()?;
                tone = quote!(#ident);
            } else {
                return Err(meta.error("choice knows: end, label, name, tone"));
            }
            Ok(())
        })?;
    }
    let label = label.unwrap_or_else(|| words::label(&name));
    let help = words::help(&variant.attrs);
    let definition = quote! { ::gemba_model::ChoiceDef {
        name: ::std::borrow::Cow::Borrowed(#name),
        label: ::std::borrow::Cow::Borrowed(#label),
        help: ::std::borrow::Cow::Borrowed(#help),
        tone: ::gemba_model::Tone::#tone,
        is_end: #is_end,
    } };
    Ok(Member { ident: variant.ident.clone(), name, definition })
}
