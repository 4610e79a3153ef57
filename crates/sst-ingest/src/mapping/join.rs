//! `[[join]]`: files whose rows are joined to the sessions.

use glob::{MatchOptions, Pattern};
use sst_core::record::plain;

use super::column::{self, ColumnMapping, ColumnOptions};
use super::fault::did_you_mean;
use super::keys::{Document, Keys, texts_of};
use crate::columns::{DateColumn, Feeds};

/// One `[[join]]`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JoinMapping {
    /// How it is called in messages, and before a header that the sessions have too: `followup: Score`.
    pub name: String,
    /// Which of the files given are joined; without it, rows of the files of sessions themselves.
    pub file: Option<FilePattern>,
    /// How its rows find their sessions.
    pub by: JoinBy,
    /// The header of the id; without it, the sessions' own.
    pub key: Option<String>,
    /// Labels of the id that mean: missing.
    pub key_missing: Vec<String>,
    /// When its row was given.
    pub date: Option<ColumnMapping>,
    /// From so many days after the session on, or before it.
    pub from_days: u32,
    /// To so many.
    pub within_days: Option<u32>,
    /// Whether its rows come before the session.
    pub is_before: bool,
    /// Only rows with one of these labels under each header.
    pub selected: Vec<(String, Vec<String>)>,
}

/// How rows find their sessions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum JoinBy {
    /// By `session_id`.
    Session,
    /// By `client_id` and date.
    Client,
}

/// Names of files, with `*` and `?`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FilePattern {
    text: String,
    pattern: Pattern,
}

impl FilePattern {
    fn new(text: &str) -> Option<Self> {
        Some(Self { text: text.to_owned(), pattern: Pattern::new(text).ok()? })
    }

    /// As the mapping file has it.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Whether a file of that name is meant: by its whole name, or by what stands after the last `/`.
    pub fn fits(&self, name: &str) -> bool {
        let options = MatchOptions { case_sensitive: false, ..MatchOptions::new() };
        let last = name.rsplit(['/', '\\']).next().unwrap_or(name);
        self.pattern.matches_with(name, options) || self.pattern.matches_with(last, options)
    }

    /// What stands before the first wildcard or the last dot: `followup*.csv` is `followup`.
    fn stem(&self) -> String {
        let last = self.text.rsplit(['/', '\\']).next().unwrap_or(&self.text);
        let stem = last.rsplit_once('.').map_or(last, |(stem, _)| stem);
        let stem = stem.split(['*', '?', '[']).next().unwrap_or(stem);
        stem.trim_matches(|c: char| !c.is_alphanumeric()).to_owned()
    }
}

impl JoinMapping {
    /// The join's header as one of a whole table: `followup: Score`.
    pub fn header(&self, header: &str) -> String {
        format!("{}: {header}", self.name)
    }
}

const KEYS: [&str; 9] = ["name", "file", "by", "key", "date", "from_days", "within_days", "direction", "where"];

/// A window is at most a century long.
const LONGEST_DAYS: u32 = 36_525;

pub(super) fn read(tables: Vec<Keys<'_>>, document: &mut Document<'_>) -> Vec<JoinMapping> {
    let mut joins: Vec<JoinMapping> = Vec::new();
    for table in tables {
        let span = table.span.clone();
        let Some(join) = read_one(table, document) else { continue };
        if joins.iter().any(|other| plain(&other.name) == plain(&join.name)) {
            let problem = format!("two joins are called \"{}\"", join.name);
            document.fault(&span, &problem, Some("give each a `name` of its own".to_owned()));
        }
        joins.push(join);
    }
    joins
}

fn read_one(mut keys: Keys<'_>, document: &mut Document<'_>) -> Option<JoinMapping> {
    let span = keys.span.clone();
    let file = keys.spanned_text("file", document).and_then(|(text, span)| {
        let pattern = FilePattern::new(&text).filter(|_| !text.trim().is_empty());
        if pattern.is_none() {
            let hint = "a name with * and ?, as file = \"followup*.csv\"";
            document.fault(&span, "`file` is no name of files", Some(hint.to_owned()));
        }
        pattern
    });
    let name = keys.text("name", document);
    let by = keys.required_text("by", document).and_then(|(text, span)| match text.as_str() {
        "session_id" => Some(JoinBy::Session),
        "client_id" => Some(JoinBy::Client),
        _ => {
            let hint = did_you_mean(&text, ["session_id", "client_id"]);
            document.fault(
                &span,
                "`by` is \"session_id\" or \"client_id\"",
                hint.map(|meant| format!("did you mean `{meant}`?")),
            );
            None
        }
    });
    let mut key = column("key", Feeds::ClientId, &mut keys, document);
    let date = column("date", Feeds::Date(DateColumn::FollowUp), &mut keys, document);
    let from_days = keys.whole("from_days", 0..LONGEST_DAYS, document);
    let within_days = keys.whole("within_days", 0..LONGEST_DAYS, document);
    let direction = keys.spanned_text("direction", document);
    let is_before = match direction.as_ref().map(|(text, span)| (text.as_str(), span)) {
        None | Some(("after", _)) => false,
        Some(("before", _)) => true,
        Some((_, span)) => {
            document.fault(span, "`direction` is \"after\" or \"before\" the session", None);
            false
        }
    };
    let selected = selected(&mut keys, document);
    keys.finish(&KEYS, document);
    let by = by?;
    if by == JoinBy::Client && (date.is_none() || within_days.is_none()) {
        let hint = "as date = { column = \"Timestamp\", format = \"%d/%m/%Y\" } and within_days = 60";
        document.fault(&span, "a join by client_id needs `date` and `within_days`", Some(hint.to_owned()));
    }
    let has_window = from_days.is_some() || within_days.is_some() || direction.is_some();
    if date.is_none() && has_window {
        document.fault(&span, "`from_days`, `within_days` and `direction` do nothing without `date`", None);
    }
    let from_days = from_days.unwrap_or(0);
    if within_days.is_some_and(|within| within < from_days) {
        document.fault(&span, "the window ends before it begins: `within_days` is less than `from_days`", None);
    }
    if file.is_none() && (selected.is_empty() || name.is_none()) {
        let hint = "without `file` the rows stand among the sessions, and `where` says which they are: where = { event = [\"followup\"] }";
        document.fault(&span, "[[join]] needs `file`, or `name` and `where`", Some(hint.to_owned()));
    }
    let key_missing = key.as_mut().map(|key| std::mem::take(&mut key.options.missing)).unwrap_or_default();
    Some(JoinMapping {
        name: name
            .or_else(|| file.as_ref().map(FilePattern::stem))
            .filter(|name| !name.is_empty())
            .unwrap_or("joined".into()),
        file,
        by,
        key: key.map(|key| key.header),
        key_missing,
        date,
        from_days,
        within_days,
        is_before,
        selected,
    })
}

/// A header, or a table with a header and its options.
fn column(name: &str, feeds: Feeds, keys: &mut Keys<'_>, document: &mut Document<'_>) -> Option<ColumnMapping> {
    let value = keys.take(name)?;
    let span = value.span();
    let mut column = column::read(name, &span, value, Some(feeds), document)?;
    let ColumnOptions { min: None, max: None, .. } = column.options else {
        document.fault(&span, &format!("`min` and `max` do nothing for `{name}`"), None);
        return None;
    };
    column.options.values.clear();
    Some(column)
}

/// `where = { event = ["followup"] }`
fn selected(keys: &mut Keys<'_>, document: &mut Document<'_>) -> Vec<(String, Vec<String>)> {
    let Some(table) = keys.take("where").and_then(|value| Keys::of(value, "`where`", document)) else {
        return Vec::new();
    };
    let entries = table.into_entries();
    entries
        .into_iter()
        .map(|(header, _, labels)| {
            let labels = texts_of(labels, &header, document).into_iter().map(|(text, _)| text).collect();
            (header.into_owned(), labels)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_files_are_told_by_wildcards() {
        let pattern = FilePattern::new("followup*.csv").expect("a pattern");
        assert_eq!(pattern.stem(), "followup");
        for name in ["followup.csv", "FollowUp_2025.csv", "folder/followup-1.csv", "all.zip/followup.csv"] {
            assert!(pattern.fits(name), "{name}");
        }
        for name in ["sessions.csv", "followup.xlsx", "my_followup.csv"] {
            assert!(!pattern.fits(name), "{name}");
        }
        assert_eq!(FilePattern::new("k10 (2025).csv").expect("a pattern").stem(), "k10 (2025");
    }
}
