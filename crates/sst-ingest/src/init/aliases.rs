//! Which column of the record layout a header is known to be.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use rustc_hash::FxHashMap;
use sst_core::definitions::Definitions;
use sst_core::record::plain;
use sst_core::text::Catalogue;

use super::names::Name;
use super::questionnaires::{Questionnaire, questionnaire};
use crate::columns::canonical_names;
use crate::mapping::Mapping;

/// What a header's name alone says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum ByName {
    /// It is the layout's own name.
    Itself(String),
    /// It is known to be that column.
    Known(String),
    /// It can be that column, where no better known one is there.
    Weak(String),
    /// It is of a questionnaire and does not say whether before or after.
    NoSide(Questionnaire),
    /// It names a person or holds notes.
    NotRead(&'static str),
    /// Nothing.
    Nothing,
}

/// Columns by the joined names of their headers.
struct Aliases {
    known: BTreeMap<String, String>,
    weak: BTreeMap<String, String>,
    not_read: BTreeMap<String, String>,
    scores: BTreeMap<String, String>,
}

type Table = BTreeMap<String, Vec<String>>;

fn by_name(texts: &[&str]) -> BTreeMap<String, String> {
    let mut names = BTreeMap::new();
    for text in texts {
        let table: Table = toml::from_str(text).expect("the embedded aliases are valid");
        for (column, aliases) in table {
            names.extend(aliases.iter().map(|alias| (Name::of(alias).joined, column.clone())));
        }
    }
    names
}

/// That the embedded tables are valid is tested.
static ALIASES: LazyLock<Aliases> = LazyLock::new(|| Aliases {
    known: by_name(sst_data::ALIASES),
    weak: by_name(&[sst_data::WEAK_ALIASES]),
    not_read: by_name(&[sst_data::NOT_READ_ALIASES]),
    scores: by_name(&[sst_data::SCORES_ALIASES]),
});

/// What a header's name says.
pub(super) fn by_header(header: &str, definitions: &Definitions) -> ByName {
    if let Some(name) = LAYOUT.plain.get(&plain(header)) {
        return ByName::Itself(name.clone());
    }
    let name = Name::of(header);
    if let Some(column) = ALIASES.known.get(&name.joined) {
        return ByName::Known(column.clone());
    }
    // The layout's own name with a unit, a number or an accent about it.
    if let Some(column) = LAYOUT.joined.get(&name.joined) {
        return ByName::Known(column.clone());
    }
    if let Some(found) = questionnaire(&name) {
        return match found.side {
            Some(side) => found.column(side, definitions).map_or(ByName::Nothing, ByName::Known),
            None if found.column(super::Side::Pre, definitions).is_some() => ByName::NoSide(found),
            None => ByName::Nothing,
        };
    }
    if let Some(column) = ALIASES.weak.get(&name.joined) {
        return ByName::Weak(column.clone());
    }
    match ALIASES.not_read.get(&name.joined).map(String::as_str) {
        Some("person") => ByName::NotRead("names a person: not read"),
        Some("birth") => ByName::NotRead("a date of birth: not read"),
        Some("contact") => ByName::NotRead("says how to reach a person: not read"),
        Some(_) => ByName::NotRead("free text: not read"),
        None => ByName::Nothing,
    }
}

/// The names of the record layout: thousands with the items of every questionnaire, so they are put in order once.
struct Layout {
    plain: FxHashMap<String, String>,
    joined: FxHashMap<String, String>,
}

static LAYOUT: LazyLock<Layout> = LazyLock::new(|| {
    let names = canonical_names(&Mapping::canonical(&Catalogue::english()).definitions);
    let (mut by_plain, mut by_joined) = (FxHashMap::default(), FxHashMap::default());
    for name in names {
        by_plain.entry(plain(&name)).or_insert_with(|| name.clone());
        by_joined.entry(Name::of(&name).joined).or_insert(name);
    }
    Layout { plain: by_plain, joined: by_joined }
});

/// Which column of a table of scores a header is known to be: `client_id`, `date`, `measure` or `score`.
pub(super) fn scores_column(header: &str) -> Option<&'static str> {
    let name = Name::of(header).joined;
    let column = |column: &str| match column {
        "client_id" => Some("client_id"),
        "date" | "session_date" | "followup_date" => Some("date"),
        "measure" => Some("measure"),
        "score" => Some("score"),
        _ => None,
    };
    if name == "clientid" {
        return Some("client_id");
    }
    let known = [&ALIASES.scores, &ALIASES.known, &ALIASES.weak].into_iter().find_map(|table| table.get(&name));
    known.and_then(|found| column(found))
}

/// The column that a header is known to be, for a hint.
pub(crate) fn canonical_of(header: &str) -> Option<String> {
    let name = Name::of(header).joined;
    ALIASES.known.get(&name).or_else(|| ALIASES.weak.get(&name)).cloned()
}

/// The first of these headers that is known to be that column.
pub(crate) fn canonical_of_all(headers: &[String], canonical: &str) -> Option<String> {
    headers.iter().find(|header| canonical_of(header).as_deref() == Some(canonical)).cloned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::columns::feeds_of;

    fn definitions() -> Definitions {
        Mapping::canonical(&Catalogue::english()).definitions
    }

    /// Every alias as it is written, with its column.
    fn written(texts: &[&str]) -> Vec<(String, String)> {
        let table = |text: &&str| toml::from_str::<Table>(text).expect("valid");
        texts
            .iter()
            .flat_map(table)
            .flat_map(|(column, aliases)| aliases.into_iter().map(move |alias| (alias, column.clone())))
            .collect()
    }

    #[test]
    fn each_alias_leads_to_exactly_one_column() {
        let definitions = definitions();
        let mut columns: BTreeMap<String, (String, String)> = BTreeMap::new();
        let all = written(sst_data::ALIASES).into_iter().chain(written(&[sst_data::WEAK_ALIASES]));
        let all: Vec<_> = all.chain(written(&[sst_data::NOT_READ_ALIASES])).collect();
        assert!(all.len() > 900, "{} aliases", all.len());
        for (alias, column) in all {
            let name = Name::of(&alias).joined;
            assert!(!name.is_empty(), "{alias}");
            let before = columns.insert(name, (alias.clone(), column.clone()));
            assert!(
                before.as_ref().is_none_or(|(_, other)| *other == column),
                "{alias} is {column} and, as {before:?}, another"
            );
            let is_layouts = match by_header(&alias, &definitions) {
                ByName::Itself(name) | ByName::Known(name) | ByName::Weak(name) => name == column,
                ByName::NotRead(_) => ["person", "birth", "contact", "notes"].contains(&column.as_str()),
                ByName::NoSide(_) | ByName::Nothing => false,
            };
            assert!(is_layouts, "{alias}: {column} and not {:?}", by_header(&alias, &definitions));
        }
    }

    #[test]
    fn each_alias_leads_to_a_column_that_there_is() {
        let definitions = definitions();
        for (alias, column) in written(sst_data::ALIASES).into_iter().chain(written(&[sst_data::WEAK_ALIASES])) {
            assert!(feeds_of(&column, &definitions).is_some(), "{alias}: {column}");
        }
        for (alias, column) in written(&[sst_data::SCORES_ALIASES]) {
            assert_eq!(scores_column(&alias), Some(column.as_str()), "{alias}");
        }
        assert_eq!(scores_column("Client No"), Some("client_id"));
        assert_eq!(scores_column("client_id"), Some("client_id"));
        assert_eq!(scores_column("Notes"), None);
    }

    #[test]
    fn a_header_is_never_matched_by_likeness() {
        let definitions = definitions();
        for header in ["Appt Dates", "Statuss", "Helpfulnes", "Session Helpful", "gad7pree", "Clientel", "phq9 prae"] {
            assert_eq!(by_header(header, &definitions), ByName::Nothing, "{header}");
        }
        assert_eq!(by_header("Client Name", &definitions), ByName::NotRead("names a person: not read"));
        assert_eq!(by_header("Helpfulness (1-5)", &definitions), ByName::Known("helpfulness".to_owned()));
        assert_eq!(by_header("helpfulness", &definitions), ByName::Itself("helpfulness".to_owned()));
    }
}
