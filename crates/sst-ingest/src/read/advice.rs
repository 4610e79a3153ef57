//! What to write in the mapping file so that a finding does not come again: the very line, but for labels of cells.

use sst_core::codes::Finding;

use super::cells::date_in;
use super::open_file::OpenFile;
use crate::columns::{ColumnPlan, Feeds, formats_that_fit};

impl OpenFile<'_> {
    /// What to write for a finding in that column.
    pub(super) fn advice(&self, rule: Finding, column: &ColumnPlan) -> Option<String> {
        let header = self.head.headers.get(column.place)?;
        match rule {
            Finding::InvalidDate => {
                let format = self.format_that_fits(column)?;
                let (section, key) = section_of(column);
                Some(format!("under [{section}]: {key} = {{ column = {}, format = \"{format}\" }}", quoted(header)))
            }
            Finding::InvalidNumber | Finding::ScoreOutOfRange => Some(missing_codes(column, header)),
            Finding::ScoreNotConverted if section_of(column).0 == "columns" => {
                Some(format!("under [columns]: {}_raw = {}", column.name, quoted(header)))
            }
            Finding::UnmappedValue | Finding::RewordedColumn | Finding::NewLabel => labels(column, header),
            Finding::UnknownMeasure => Some("under [scores]: instruments = { phq9 = [\"...\"] }".to_owned()),
            _ => None,
        }
    }

    /// The one format that reads most dates of a column, where the present one does not.
    fn format_that_fits(&self, column: &ColumnPlan) -> Option<&'static str> {
        let rows = self.sample(1000);
        let cells = rows.iter().filter_map(|row| row.get(column.place)).map(|cell| cell.trim());
        let cells: Vec<&str> = cells.filter(|cell| !cell.is_empty()).collect();
        let is_unread = |cell: &&&str| date_in(cell, column.options.format.as_deref()).is_none();
        let unread: Vec<&str> = cells.iter().filter(is_unread).copied().collect();
        if unread.len() * 2 <= cells.len() {
            return None;
        }
        match formats_that_fit(&unread).as_slice() {
            [one] => Some(one),
            _ => None,
        }
    }
}

/// What to write for a finding about a header: only where its name says what it is. Free text makes no groups, and what
/// is free text the header alone does not say.
pub(super) fn of_header(rule: Finding, header: &str) -> Option<String> {
    let name = crate::init::canonical_of(header).filter(|_| rule == Finding::UnusedColumn)?;
    Some(format!("under [columns], if that is what it is: {name} = {}", quoted(header)))
}

/// The section and the key of a column in the mapping file.
fn section_of(column: &ColumnPlan) -> (&'static str, &str) {
    match column.name.split_once('.') {
        Some(("scores", key)) => ("scores", key),
        Some(("follow_up", key)) => ("follow_up", key),
        _ => ("columns", &column.name),
    }
}

fn missing_codes(column: &ColumnPlan, header: &str) -> String {
    let (section, key) = section_of(column);
    if !column.options.missing.is_empty() {
        return format!("a code for \"no answer\" belongs in `missing` of `{key}`");
    }
    let why = "if it is a code for \"no answer\"";
    match section {
        "scores" => format!("{why}, under [scores]: missing = [\"...\"]"),
        _ => format!("{why}, under [columns]: {key} = {{ column = {}, missing = [\"...\"] }}", quoted(header)),
    }
}

fn labels(column: &ColumnPlan, header: &str) -> Option<String> {
    let (key, options) = (&column.name, &column.options);
    if let Feeds::Own(_) = column.feeds {
        return Some(format!("the label belongs in `yes`, `no` or `missing` of the [[measure]] with id = \"{key}\""));
    }
    if !options.values.is_empty() {
        let known: Vec<&str> = options.values.iter().map(|(value, _)| value.as_str()).collect();
        return Some(format!("the label belongs in `values` of `{key}` ({}), or in its `missing`", known.join(", ")));
    }
    let codes = column.feeds.values();
    let is_rating = matches!(column.feeds, Feeds::Coded(question) if question.is_rating());
    // With labels of its own a rating is read by them alone, so every one is needed.
    let asked = if is_rating { codes.as_slice() } else { codes.get(..1)? };
    let values: Vec<String> = asked.iter().map(|code| format!("{code} = [\"...\"]")).collect();
    let (column, values) = (quoted(header), values.join(", "));
    let known = if is_rating { String::new() } else { format!(" (values: {})", codes.join(", ")) };
    Some(format!("under [columns]: {key} = {{ column = {column}, values = {{ {values} }} }}{known}"))
}

/// A text as TOML has it, on one line: JSON's escapes, and DEL, which TOML refuses.
fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string().replace('\u{7f}', "\\u007f")
}
