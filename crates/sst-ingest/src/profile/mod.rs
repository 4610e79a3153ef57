//! Profiles: what is known of the exports of a system, as data - how they are told, how they are laid out, which rows are no
//! sessions, which columns mean what, and where that is known from.
//!
//! A mapping file comes on top of a profile: its line for a column goes before the profile's.

mod choose;
mod dates;
mod marks;

pub(crate) use choose::{Chosen, Fit, choose, layout_of};
pub(crate) use dates::{DateColumns, Decision};
pub use marks::{Detection, EndsWith, Under};

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::{Deserialize, Serialize};

use crate::mapping::{Choice, ColumnOptions, RowRule};

/// The id that stands for no profile: the record layout's own headers.
pub const CANONICAL: &str = "canonical";

/// What is known of the exports of a system.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Profile {
    /// Its id, as `qualtrics`.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Where it is known from.
    pub known_from: KnownFrom,
    /// The sources, one by one.
    #[serde(default)]
    pub sources: Vec<String>,
    /// What a row of such an export is, and what to know of it.
    pub about: String,
    /// What to write when no column holds the session's date; only the service knows.
    #[serde(default)]
    pub session_date: Option<String>,
    /// Whether its files are read by code of their own: several files that belong together.
    #[serde(default)]
    pub by_code: bool,
    /// How a file shows that it is such an export: one of these, whole.
    #[serde(default)]
    pub detect: Vec<Detection>,
    /// Where its headers stand.
    #[serde(default)]
    pub layout: Headers,
    /// Rows that are no sessions: values by header.
    #[serde(default)]
    pub drop_rows: BTreeMap<String, Vec<String>>,
    /// What its columns mean, by canonical column.
    #[serde(default)]
    pub columns: BTreeMap<String, Column>,
    /// Headers of its own columns that are not used; `*` at the beginning or the end stands for anything.
    #[serde(default)]
    pub leaves: Vec<String>,
    #[serde(skip)]
    rules: Vec<RowRule>,
}

/// Where a profile is known from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize)]
pub enum KnownFrom {
    /// A specification that anyone can read.
    #[serde(rename = "public specification")]
    PublicSpecification,
    /// The maker's documentation, or that of software that reads its exports.
    #[serde(rename = "documentation")]
    Documentation,
    /// Nothing that could be read: memory.
    #[serde(rename = "memory")]
    Memory,
}

impl KnownFrom {
    /// The words for it.
    pub const fn words(self) -> &'static str {
        match self {
            Self::PublicSpecification => "public specification",
            Self::Documentation => "documentation",
            Self::Memory => "memory",
        }
    }
}

/// Where the headers of an export stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Headers {
    /// Rows between the headers and the data.
    #[serde(default)]
    pub rows_after_header: u32,
    /// Whether the first of them names the choices of each question.
    #[serde(default)]
    pub combined_header: bool,
}

/// What a column of the export means.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Column {
    /// The headers it may have; the first that is there is the one.
    #[serde(default)]
    pub headers: Vec<String>,
    /// Labels by the value they stand for.
    #[serde(default)]
    pub values: BTreeMap<String, Vec<String>>,
    /// Labels that mean: missing.
    #[serde(default)]
    pub missing: Vec<String>,
    /// Headers of columns with a mark in them, by the value the mark stands for.
    #[serde(default)]
    pub choices: BTreeMap<String, Vec<String>>,
}

impl Profile {
    /// The profiles that ship with the tool, by name.
    ///
    /// # Panics
    /// Only when an embedded file is no profile, which a test rules out.
    pub fn built_in() -> &'static [Self] {
        &BUILT_IN
    }

    /// The profile of that id.
    pub fn of_id(id: &str) -> Option<&'static Self> {
        BUILT_IN.iter().find(|profile| profile.id == id)
    }

    /// Whether it stands for the record layout's own headers.
    pub fn is_canonical(&self) -> bool {
        self.id == CANONICAL
    }

    /// Which rows are no sessions.
    pub(crate) fn rules(&self) -> &[RowRule] {
        &self.rules
    }

    /// Whether a header has a meaning in the export that is not the record layout's: Qualtrics' `Status` is no status.
    pub(crate) fn has_own(&self, header: &str) -> bool {
        self.leaves(header) || self.drop_rows.contains_key(header)
    }

    /// Whether a header is one that such exports have.
    pub(crate) fn knows(&self, header: &str) -> bool {
        let is_mark = |marks: &Detection| marks.headers.iter().chain(&marks.first).any(|known| known == header);
        self.has_own(header) || self.column_of(header).is_some() || self.detect.iter().any(is_mark)
    }

    /// What a header means: the canonical column, and whether it is one choice of several.
    pub(crate) fn column_of(&self, header: &str) -> Option<(&str, bool)> {
        self.columns.iter().find_map(|(name, column)| {
            let is_choice = column.choices.values().flatten().any(|choice| choice == header);
            (is_choice || column.headers.iter().any(|known| known == header)).then_some((name.as_str(), is_choice))
        })
    }

    /// Whether a header is one of its own columns that are not used.
    pub(crate) fn leaves(&self, header: &str) -> bool {
        self.leaves.iter().any(|left| match (left.strip_prefix('*'), left.strip_suffix('*')) {
            (Some(end), _) => header.ends_with(end),
            (None, Some(start)) => header.starts_with(start),
            (None, None) => header == left,
        })
    }
}

impl Column {
    /// How its cells are read.
    pub(crate) fn options(&self) -> ColumnOptions {
        let of_value = |(value, headers): (&String, &Vec<String>)| {
            let choices = headers.iter().map(|header| Choice { value: value.clone(), header: header.clone() });
            choices.collect::<Vec<_>>()
        };
        ColumnOptions {
            values: self.values.iter().map(|(value, labels)| (value.clone(), labels.clone())).collect(),
            missing: self.missing.clone(),
            choices: self.choices.iter().flat_map(of_value).collect(),
            ..ColumnOptions::default()
        }
    }
}

/// The embedded files, read once.
static BUILT_IN: LazyLock<Vec<Profile>> = LazyLock::new(|| {
    let read = |text: &&str| {
        let mut profile: Profile = toml::from_str(text).expect("embedded profiles are valid");
        profile.rules = profile.drop_rows.iter().map(|(header, values)| RowRule::new(header, false, values)).collect();
        profile
    };
    sst_data::PROFILES.iter().map(read).collect()
});

/// The profile that files were read by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProfileUse {
    /// The profile.
    pub profile: &'static Profile,
    /// Whether the files themselves told it; otherwise it was asked for.
    pub detected: bool,
    /// Formats of dates that the whole column decided, by canonical column.
    pub date_formats: BTreeMap<String, String>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::columns::{Feeds, feeds_of};
    use crate::mapping::Mapping;

    /// Whether a canonical column can have the values of a profile's column.
    fn fits(column: &Column, feeds: Feeds) -> bool {
        let mut named = column.values.keys().chain(column.choices.keys());
        feeds.values().is_empty() || named.all(|value| feeds.knows_value(value))
    }

    #[test]
    fn every_profile_says_what_it_is_and_maps_what_there_is() {
        let definitions = Mapping::canonical(&sst_core::text::Catalogue::english()).definitions;
        let mut ids = Vec::new();
        for profile in Profile::built_in() {
            let id = &profile.id;
            assert!(!ids.contains(&id), "{id} twice");
            ids.push(id);
            assert!(id.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-'), "{id}");
            assert!(!profile.sources.is_empty(), "{id}: sources, or what was looked for");
            assert!(profile.is_canonical() || profile.by_code || !profile.detect.is_empty(), "{id}: how it is told");
            for (name, column) in &profile.columns {
                let feeds = feeds_of(name, &definitions).unwrap_or_else(|| panic!("{id}: {name}"));
                assert!(fits(column, feeds), "{id}: values of {name}");
                assert!(column.headers.is_empty() != column.choices.is_empty(), "{id}: {name} has one kind of headers");
            }
            assert!(profile.layout.rows_after_header >= u32::from(profile.layout.combined_header), "{id}");
        }
        assert!(Profile::of_id(CANONICAL).is_some());
    }
}
