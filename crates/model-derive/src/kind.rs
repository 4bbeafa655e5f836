//! Expands `#[derive(Kind)]` and `#[derive(Row)]`.
use crate::words;
use proc_macro2::TokenStream;
use quote::quote;
use syn::{
    Data, DeriveInput, Error, Field, Fields, Ident, LitStr, Path, Result, meta::ParseNestedMeta,
};

/// What `#[kind(…)]` said.
#[derive(Default)]
struct KindWords {
    prefix: String,
    clause: String,
    label: Option<String>,
    plural: Option<String>,
    title: Option<String>,
    menu: Option<Ident>,
    has_life: bool,
    settle: Option<Path>,
    begins: Option<Path>,
    features: Vec<Ident>,
    edges: Vec<TokenStream>,
}

pub fn expand(input: &DeriveInput) -> Result<TokenStream> {
    let me = &input.ident;
    let said = kind_words(input)?;
    let Data::Struct(data) = &input.data else {
        return Err(Error::new_spanned(me, "a kind is a struct"));
    };
    let Fields::Named(fields) = &data.fields else {
        return Err(Error::new_spanned(me, "a kind names its fields"));
    };
    let (mut definitions, mut from, mut to, mut names) = (vec![], vec![], vec![], vec![]);
    for (place, field) in fields.named.iter().enumerate() {
        let Some(ident) = &field.ident else { continue };
        let name = ident.to_string();
        definitions.push(field_definition(field, &name)?);
        from.push(quote! { #ident: ::gemba_model::Held::from_value(
        values.get(#place).unwrap_or(&NONE))
        .map_err(|fault| ::gemba_model::FieldFault::new(#name, fault))? });
        to.push(quote! { ::gemba_model::Held::to_value(&self.#ident) });
        names.push(name);
    }
    let title = said.title.clone().or_else(|| names.first().cloned()).unwrap_or_default();
    if !names.contains(&title) {
        return Err(Error::new_spanned(me, format!("title = \"{title}\" is not a field")));
    }
    let definition = definition(me, &said, &title, &words::help(&input.attrs), &definitions);
    let (state, steps) = life(&said);
    let settle = said.settle.as_ref().map(|path| quote! { #path(self, before, now) });
    let settle = settle.unwrap_or_else(|| quote! { { let _ = (before, now); Ok(()) } });
    let begins = said.begins.as_ref().map(|path| {
        quote! { fn begins(&self) -> ::core::option::Option<Self::State> { Some(#path(self)) } }
    });
    Ok(quote! {
        impl ::gemba_model::Kind for #me {
            type Is = ::gemba_model::expansion::vocabulary::kind::#me;
            type State = #state;
            const DEF: ::gemba_model::KindDef = #definition;
            const STEPS: &'static [::gemba_model::Step<Self>] = #steps;
            fn from_values(values: &[::gemba_model::expansion::vocabulary::Value])
                -> ::core::result::Result<Self, ::gemba_model::FieldFault> {
                const NONE: ::gemba_model::expansion::vocabulary::Value =
                    ::gemba_model::expansion::vocabulary::Value::None;
                Ok(Self { #(#from),* })
            }
            fn to_values(&self) -> ::std::vec::Vec<::gemba_model::expansion::vocabulary::Value> {
                ::std::vec![#(#to),*]
            }
            fn settle(&mut self, before: ::core::option::Option<&Self>,
                now: &::gemba_model::Situation<'_>)
                -> ::core::result::Result<(), ::gemba_model::FieldFault> { #settle }
            #begins
        }
    })
}

/// A row has parts that are defined like the fields of a kind, and nothing else.
pub fn expand_row(input: &DeriveInput) -> Result<TokenStream> {
    let me = &input.ident;
    let Data::Struct(data) = &input.data else {
        return Err(Error::new_spanned(me, "a row is a struct"));
    };
    let parts = data.fields.iter().map(|field| {
        let ident = field.ident.as_ref();
        let ident = ident.ok_or_else(|| Error::new_spanned(me, "a row names its parts"))?;
        field_definition(field, &ident.to_string())
    });
    let parts = parts.collect::<Result<Vec<_>>>()?;
    Ok(quote! {
        impl ::gemba_model::Row for #me {
            const PARTS: &'static [::gemba_model::FieldDef] = &[#(#parts),*];
        }
    })
}

fn life(said: &KindWords) -> (TokenStream, TokenStream) {
    if said.has_life {
        (quote!(State), quote!(LIFE))
    } else {
        (quote!(::gemba_model::life::Kept), quote!(&::gemba_model::life::kept::<Self>()))
    }
}

fn definition(
    me: &Ident,
    said: &KindWords,
    title: &str,
    help: &str,
    fields: &[TokenStream],
) -> TokenStream {
    let label = said.label.clone().unwrap_or_else(|| words::label(&words::snake(&me.to_string())));
    let plural = said.plural.clone().unwrap_or_else(|| words::plural(&label));
    let menu = said.menu.as_ref().map_or_else(|| quote!(Do), |menu| quote!(#menu));
    let (prefix, clause, features) = (&said.prefix, &said.clause, &said.features);
    let edges = &said.edges;
    quote! { ::gemba_model::KindDef {
        name: <::gemba_model::expansion::vocabulary::kind::#me
            as ::gemba_model::expansion::vocabulary::Marker>::NAME,
        prefix: #prefix,
        label: #label,
        plural: #plural,
        clause: #clause,
        help: #help,
        menu: ::gemba_model::Menu::#menu,
        title: #title,
        fields: &[#(#fields),*],
        states: <<Self as ::gemba_model::Kind>::State as ::gemba_model::Choice>::CHOICES,
        features: &[#(::gemba_model::Feature::#features),*],
        edges: &[#(#edges),*],
    } }
}

fn kind_words(input: &DeriveInput) -> Result<KindWords> {
    let mut said = KindWords::default();
    for attribute in input.attrs.iter().filter(|one| one.path().is_ident("kind")) {
        attribute.parse_nested_meta(|meta| {
            let name = meta.path.get_ident().map(ToString::to_string).unwrap_or_default();
            match name.as_str() {
                "prefix" => said.prefix = meta.value()?.parse::<LitStr>()?.value(),
                "clause" => said.clause = meta.value()?.parse::<LitStr>()?.value(),
                "label" => said.label = Some(meta.value()?.parse::<LitStr>()?.value()),
                "plural" => said.plural = Some(meta.value()?.parse::<LitStr>()?.value()),
                "title" => said.title = Some(meta.value()?.parse::<LitStr>()?.value()),
                "menu" => said.menu = Some(meta.value()?.parse()?),
                "settle" => said.settle = Some(meta.value()?.parse()?),
                "begins" => said.begins = Some(meta.value()?.parse()?),
                "life" => said.has_life = true,
                "shares" => meta.parse_nested_meta(|feature| {
                    let ident = feature.path.require_ident()?.clone();
                    said.features.push(ident);
                    Ok(())
                })?,
                "edge" => said.edges.push(edge(&meta)?),
                _ => {
                    return Err(meta.error(
                        "kind knows: prefix, clause, label, plural, title, menu, life, begins, settle, \
                         shares(…), edge(…)",
                    ));
                }
            }
            Ok(())
        })?;
    }
    if said.prefix.is_empty() {
        return Err(Error::new_spanned(&input.ident, "a kind has a prefix: #[kind(prefix = …)]"));
    }
    Ok(said)
}

/// What `edge(from = "…", to = "…", by = "…", feels = …)` said: the ends of a connection.
fn edge(meta: &ParseNestedMeta<'_>) -> Result<TokenStream> {
    let [mut from, mut to, mut by] = [const { None::<LitStr> }; 3];
    let mut feels = None::<Path>;
    meta.parse_nested_meta(|part| {
        let name = part.path.get_ident().map(ToString::to_string).unwrap_or_default();
        match name.as_str() {
            "from" => from = Some(part.value()?.parse()?),
            "to" => to = Some(part.value()?.parse()?),
            "by" => by = Some(part.value()?.parse()?),
            "feels" => feels = Some(part.value()?.parse()?),
            _ => return Err(part.error("edge knows: from, to, by, feels")),
        }
        Ok(())
    })?;
    let (Some(to), Some(feels)) = (to, feels) else {
        return Err(meta.error("an edge says where it ends and who feels: to = …, feels = …"));
    };
    let maybe =
        |text: Option<LitStr>| text.map_or_else(|| quote!(None), |text| quote!(Some(#text)));
    let (from, by) = (maybe(from), maybe(by));
    Ok(quote! { ::gemba_model::EdgeDef { from: #from, to: #to, by: #by, feels: #feels } })
}

fn field_definition(field: &Field, name: &str) -> Result<TokenStream> {
    let ty = &field.ty;
    let help = words::help(&field.attrs);
    let mut label = words::label(name);
    let mut holds = quote!(<#ty as ::gemba_model::Held>::HOLDS);
    let [mut searched, mut filtered, mut listed, mut visible, mut computed, mut unique] =
        [false; 6];
    let (mut unit, mut default, mut scope) = (quote!(None), quote!(None), quote!(None));
    let mut rows = quote!(&[]);
    let borrowed = |text: String| quote!(Some(::std::borrow::Cow::Borrowed(#text)));
    for attribute in field.attrs.iter().filter(|one| one.path().is_ident("field")) {
        attribute.parse_nested_meta(|meta| {
            let word = meta.path.get_ident().map(ToString::to_string).unwrap_or_default();
            match word.as_str() {
                "searched" => searched = true,
                "filtered" => filtered = true,
                "listed" => listed = true,
                "visible" => visible = true,
                "computed" => computed = true,
                "unique" => unique = true,
                "long" => holds = quote!(::gemba_model::Holds::LongText),
                "percent" => holds = quote!(::gemba_model::Holds::Percent),
                "label" => label = meta.value()?.parse::<LitStr>()?.value(),
                "unit" => unit = borrowed(meta.value()?.parse::<LitStr>()?.value()),
                "default" => default = borrowed(meta.value()?.parse::<LitStr>()?.value()),
                "scope" => {
                    let ident = meta.value()?.parse::<Ident>()?;
                    scope = quote!(Some(::gemba_model::Scope::#ident));
                }
                "rows" => {
                    let row = meta.value()?.parse::<Path>()?;
                    rows = quote!(<#row as ::gemba_model::Row>::PARTS);
                }
                _ => {
                    return Err(meta.error(
                        "field knows: searched, filtered, listed, visible, computed, unique, long, percent, label, unit, default, scope, rows",
                    ));
                }
            }
            Ok(())
        })?;
    }
    Ok(quote! { ::gemba_model::FieldDef {
        name: ::std::borrow::Cow::Borrowed(#name),
        label: ::std::borrow::Cow::Borrowed(#label),
        help: ::std::borrow::Cow::Borrowed(#help),
        holds: #holds,
        required: <#ty as ::gemba_model::Held>::REQUIRED,
        searched: #searched,
        filtered: #filtered,
        listed: #listed,
        customer_visible: #visible,
        computed: #computed,
        unit: #unit,
        default: #default,
        unique: #unique,
        scope: #scope,
        rows: #rows,
    } })
}
