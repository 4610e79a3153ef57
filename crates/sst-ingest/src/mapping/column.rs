//! `[columns]` and `[groups]`: which header holds what, and how its cells are to be read.

use std::ops::Range;

use toml::de::DeValue;

use super::fault::did_you_mean;
use super::keys::{Document, Keys, Value, texts_of};
use crate::columns::Feeds;

/// One column of the export that the mapping names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ColumnMapping {
    /// The canonical name, or the group's.
    pub name: String,
    /// The export's header.
    pub header: String,
    /// How to read its cells.
    pub options: ColumnOptions,
}

/// How the cells of a column are to be read.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ColumnOptions {
    /// A date format, as `%d/%m/%Y`.
    pub format: Option<String>,
    /// Labels by the value they stand for.
    pub values: Vec<(String, Vec<String>)>,
    /// Labels that mean: missing.
    pub missing: Vec<String>,
    /// What separates several answers in one cell.
    pub split: Option<String>,
    /// The lowest number that can be, in thousandths.
    pub min: Option<i64>,
    /// The highest number that can be, in thousandths.
    pub max: Option<i64>,
}

const KEYS: [&str; 7] = ["column", "format", "values", "missing", "split", "min", "max"];

/// Reads one entry of `[columns]` or `[groups]`: a header, or a table with its options.
pub(super) fn read(
    name: &str,
    key: &Range<usize>,
    value: Value<'_>,
    feeds: Option<Feeds>,
    document: &mut Document<'_>,
) -> Option<ColumnMapping> {
    if let DeValue::String(header) = value.get_ref() {
        let header = header.to_string();
        return Some(ColumnMapping { name: name.to_owned(), header, options: ColumnOptions::default() });
    }
    let mut keys = Keys::of(value, &format!("`{name}`"), document)?;
    // The header may be the canonical name itself, when only its cells need options.
    let header = keys.text("column", document).unwrap_or_else(|| name.to_owned());
    let thousandths = |number: Option<(f64, Range<usize>)>| number.map(|(number, _)| (number * 1000.0).round() as i64);
    let options = ColumnOptions {
        format: format(&mut keys, document),
        values: values(name, feeds, &mut keys, document),
        missing: keys.texts("missing", document).into_iter().map(|(text, _)| text).collect(),
        split: keys.text("split", document),
        min: thousandths(keys.number("min", document)),
        max: thousandths(keys.number("max", document)),
    };
    if options.split.as_deref() == Some("") {
        document.fault(
            key,
            &format!("`split` of `{name}` is empty"),
            Some("give the separator, as split = \",\"".into()),
        );
    }
    if let (Some(min), Some(max)) = (options.min, options.max)
        && min > max
    {
        document.fault(key, &format!("`min` of `{name}` is above its `max`: no number could be right"), None);
    }
    keys.finish(&KEYS, document);
    if let Some(feeds) = feeds {
        refuse_what_does_not_fit(name, key, feeds, &options, document);
    }
    Some(ColumnMapping { name: name.to_owned(), header, options })
}

/// An option that would do nothing is a slip.
fn refuse_what_does_not_fit(
    name: &str,
    key: &Range<usize>,
    feeds: Feeds,
    options: &ColumnOptions,
    document: &mut Document<'_>,
) {
    let has_range = options.min.is_some() || options.max.is_some();
    let is_rating = matches!(feeds, Feeds::Coded(question) if question.is_rating());
    let is_number = feeds == Feeds::WaitMinutes || feeds.instrument().is_some() || is_rating;
    let mut refuse = |given: bool, fits: bool, option: &str, only: &str| {
        if given && !fits {
            document.fault(key, &format!("`{option}` does nothing for `{name}`; it is for {only}"), None);
        }
    };
    refuse(options.format.is_some(), matches!(feeds, Feeds::Date(_)), "format", "dates");
    refuse(options.split.is_some(), matches!(feeds, Feeds::Group(_)), "split", "groups");
    refuse(has_range, is_number, "min` and `max", "scores, ratings and wait_minutes");
    let has_labels = matches!(feeds, Feeds::Status | Feeds::Group(_) | Feeds::Coded(_) | Feeds::Own(_));
    refuse(!options.values.is_empty(), has_labels, "values", "columns with labels");
}

/// A format must be able to write a date and read it again.
fn format(keys: &mut Keys<'_>, document: &mut Document<'_>) -> Option<String> {
    let (format, span) = keys.spanned_text("format", document)?;
    let example = jiff::civil::date(2025, 12, 31);
    let reads_back = jiff::fmt::strtime::format(&format, example.at(13, 45, 0, 0))
        .ok()
        .and_then(|text| jiff::fmt::strtime::parse(&format, text).ok())
        .and_then(|time| time.to_date().ok());
    if reads_back == Some(example) {
        return Some(format);
    }
    let hint = "day, month and year are %d %m %Y (two digits: %y; names: %b, %B), as format = \"%d/%m/%Y\"";
    document.fault(&span, "`format` is no date format", Some(hint.to_owned()));
    None
}

fn values(
    name: &str,
    feeds: Option<Feeds>,
    keys: &mut Keys<'_>,
    document: &mut Document<'_>,
) -> Vec<(String, Vec<String>)> {
    let Some(table) = keys.table("values", document) else {
        return Vec::new();
    };
    let mut values = Vec::new();
    let mut seen: Vec<String> = Vec::new();
    for (value, span, labels) in table.into_entries() {
        if let Some(feeds) = feeds
            && !feeds.values().is_empty()
            && !feeds.knows_value(&value)
        {
            let hint = match did_you_mean(&value, feeds.values()).filter(|_| value.len() > 2) {
                Some(meant) => format!("did you mean `{meant}`?"),
                None => format!("its values are {}", feeds.values().join(", ")),
            };
            document.fault(&span, &format!("`{name}` has no value `{value}`"), Some(hint));
        }
        let labels: Vec<String> = texts_of(labels, &value, document).into_iter().map(|(text, _)| text).collect();
        for label in &labels {
            let plain = sst_core::record::plain(label);
            if seen.contains(&plain) {
                document.fault(&span, &format!("the label \"{label}\" stands for two values"), None);
            }
            seen.push(plain);
        }
        values.push((value.into_owned(), labels));
    }
    values
}
