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
    /// Other headers that it has in other files, as after a form was reworded.
    pub also: Vec<String>,
    /// Where each choice has a column of its own: the value that a mark in it stands for, and the column's header.
    pub choices: Vec<Choice>,
    /// Labels, beside the usual ones, of a choice that was not made.
    pub unchecked: Vec<String>,
    /// The value of a row in which no choice was made; without it, it is missing.
    pub otherwise: Option<String>,
}

/// A choice with a column of its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// The value or label it stands for.
    pub value: String,
    /// The export's header.
    pub header: String,
}

/// What separates the choices of a group when nothing is said.
const CHOICES_SEPARATOR: &str = ";";

const KEYS: [&str; 10] =
    ["column", "format", "values", "missing", "split", "min", "max", "choices", "unchecked", "otherwise"];

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
    let has_column = keys.has("column");
    // The header may be the canonical name itself, when only its cells need options.
    let mut headers = keys.texts("column", document).into_iter().map(|(text, _)| text);
    let header = headers.next().unwrap_or_else(|| name.to_owned());
    let also = headers.collect();
    let thousandths = |number: Option<(f64, Range<usize>)>| number.map(|(number, _)| (number * 1000.0).round() as i64);
    let mut options = ColumnOptions {
        format: format(&mut keys, document),
        values: values(name, feeds, &mut keys, document),
        missing: keys.texts("missing", document).into_iter().map(|(text, _)| text).collect(),
        split: keys.text("split", document),
        min: thousandths(keys.number("min", document)),
        max: thousandths(keys.number("max", document)),
        also,
        choices: choices(name, feeds, &mut keys, document),
        unchecked: keys.texts("unchecked", document).into_iter().map(|(text, _)| text).collect(),
        otherwise: keys.text("otherwise", document),
    };
    if let (Some(first), Some(feeds)) = (options.choices.first(), feeds) {
        let header = first.header.clone();
        if has_column || !options.values.is_empty() {
            let hint = "with `choices`, each choice names its column and its value";
            document.fault(key, &format!("`{name}` has both `choices` and `column` or `values`"), Some(hint.into()));
        }
        if matches!(feeds, Feeds::Group(_)) {
            let separator = options.split.get_or_insert_with(|| CHOICES_SEPARATOR.to_owned()).clone();
            if let Some(label) = options.choices.iter().find(|choice| choice.value.contains(&separator)) {
                let problem = format!("the label \"{}\" of `{name}` holds the separator \"{separator}\"", label.value);
                document.fault(key, &problem, Some("give another one, as split = \"|\"".to_owned()));
            }
        }
        refuse_unknown_value(name, feeds, options.otherwise.as_deref(), key, document);
        keys.finish(&KEYS, document);
        refuse_what_does_not_fit(name, key, feeds, &options, document);
        return Some(ColumnMapping { name: name.to_owned(), header, options });
    }
    if !options.unchecked.is_empty() || options.otherwise.is_some() {
        let hint = "choices = { Grief = \"concern___1\" } says which columns are marked";
        document.fault(key, &format!("`{name}` has no `choices`"), Some(hint.to_owned()));
    }
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
    refuse(!options.choices.is_empty(), has_labels, "choices", "columns with labels");
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
        if let Some(feeds) = feeds {
            refuse_unknown_value(name, feeds, Some(&value), &span, document);
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

/// The columns of the choices, by the value that each stands for.
fn choices(name: &str, feeds: Option<Feeds>, keys: &mut Keys<'_>, document: &mut Document<'_>) -> Vec<Choice> {
    let Some(table) = keys.table("choices", document) else {
        return Vec::new();
    };
    let mut choices: Vec<Choice> = Vec::new();
    for (value, span, headers) in table.into_entries() {
        if let Some(feeds) = feeds {
            refuse_unknown_value(name, feeds, Some(&value), &span, document);
        }
        for (header, _) in texts_of(headers, &value, document) {
            if choices.iter().any(|choice| choice.header == header) {
                document.fault(&span, &format!("the column \"{header}\" is given for two choices"), None);
            }
            choices.push(Choice { value: value.trim().to_owned(), header });
        }
    }
    choices
}

/// A value must be one that the column can have.
fn refuse_unknown_value(
    name: &str,
    feeds: Feeds,
    value: Option<&str>,
    span: &Range<usize>,
    document: &mut Document<'_>,
) {
    let Some(value) = value.filter(|value| !feeds.values().is_empty() && !feeds.knows_value(value)) else { return };
    let hint = match did_you_mean(value, feeds.values()).filter(|_| value.len() > 2) {
        Some(meant) => format!("did you mean `{meant}`?"),
        None => format!("its values are {}", feeds.values().join(", ")),
    };
    document.fault(span, &format!("`{name}` has no value `{value}`"), Some(hint));
}
