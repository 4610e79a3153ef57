//! A TOML table read key by key: types checked, what is left over refused, every place kept.

use std::borrow::Cow;
use std::ops::Range;

use jiff::civil::Date;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::fault::{MappingFault, MappingFaults, did_you_mean};

/// The text of a mapping file and what was found wrong in it so far.
pub(super) struct Document<'t> {
    text: &'t str,
    faults: Vec<MappingFault>,
}

impl<'t> Document<'t> {
    pub(super) fn parse(text: &'t str) -> (Self, Option<Keys<'t>>) {
        let mut document = Self { text, faults: Vec::new() };
        match DeTable::parse(text) {
            Ok(table) => {
                let span = table.span();
                (document, Some(Keys { table: table.into_inner(), name: String::new(), span }))
            }
            Err(error) => {
                let span = error.span().unwrap_or_default();
                document.fault(&span, &format!("this is not TOML: {}", error.message().trim()), None);
                (document, None)
            }
        }
    }

    /// Notes a fault at that place of the text.
    pub(super) fn fault(&mut self, span: &Range<usize>, problem: &str, hint: Option<String>) {
        let before = self.text.get(..span.start).unwrap_or(self.text);
        let line = before.matches('\n').count() + 1;
        let column = before.rsplit('\n').next().unwrap_or(before).chars().count() + 1;
        self.faults.push(MappingFault { line, column, problem: problem.to_owned(), hint });
    }

    pub(super) fn finish<T>(mut self, value: T) -> Result<T, MappingFaults> {
        if self.faults.is_empty() {
            return Ok(value);
        }
        self.faults.sort_by_key(|fault| (fault.line, fault.column));
        Err(MappingFaults(self.faults))
    }
}

/// A table whose keys are taken out one by one.
pub(super) struct Keys<'t> {
    table: DeTable<'t>,
    /// How the table is called in messages, as `[follow_up]`; empty for the whole file.
    name: String,
    pub(super) span: Range<usize>,
}

/// A value with its place.
pub(super) type Value<'t> = Spanned<DeValue<'t>>;

impl<'t> Keys<'t> {
    pub(super) fn of(value: Value<'t>, name: &str, document: &mut Document<'_>) -> Option<Self> {
        let span = value.span();
        match value.into_inner() {
            DeValue::Table(table) => Some(Self { table, name: name.to_owned(), span }),
            other => {
                document.fault(&span, &format!("{name} is a table, not {}", kind(&other)), None);
                None
            }
        }
    }

    pub(super) fn take(&mut self, key: &str) -> Option<Value<'t>> {
        self.table.remove(key)
    }

    /// Whether the key is there.
    pub(super) fn has(&self, key: &str) -> bool {
        self.table.contains_key(key)
    }

    /// Every key that is left, with the place of the key.
    pub(super) fn into_entries(self) -> Vec<(Cow<'t, str>, Range<usize>, Value<'t>)> {
        self.table
            .into_iter()
            .map(|(key, value)| {
                let span = key.span();
                (key.into_inner(), span, value)
            })
            .collect()
    }

    /// A sub-table, empty when it is not there.
    pub(super) fn table(&mut self, key: &str, document: &mut Document<'_>) -> Option<Self> {
        Self::of(self.take(key)?, &format!("[{key}]"), document)
    }

    /// An array of tables.
    pub(super) fn tables(&mut self, key: &str, document: &mut Document<'_>) -> Vec<Self> {
        let Some(value) = self.take(key) else {
            return Vec::new();
        };
        let span = value.span();
        match value.into_inner() {
            DeValue::Array(items) => {
                items.into_iter().filter_map(|item| Self::of(item, &format!("[[{key}]]"), document)).collect()
            }
            _ => {
                document.fault(&span, &format!("write [[{key}]], with two brackets: there can be several"), None);
                Vec::new()
            }
        }
    }

    pub(super) fn text(&mut self, key: &str, document: &mut Document<'_>) -> Option<String> {
        self.spanned_text(key, document).map(|(text, _)| text)
    }

    pub(super) fn spanned_text(&mut self, key: &str, document: &mut Document<'_>) -> Option<(String, Range<usize>)> {
        let value = self.take(key)?;
        let span = value.span();
        match value.into_inner() {
            DeValue::String(text) => Some((text.into_owned(), span)),
            other => {
                document.fault(&span, &format!("`{key}` is a text in quotes, not {}", kind(&other)), None);
                None
            }
        }
    }

    pub(super) fn required_text(&mut self, key: &str, document: &mut Document<'_>) -> Option<(String, Range<usize>)> {
        if !self.has(key) {
            self.missing(key, document);
            return None;
        }
        self.spanned_text(key, document)
    }

    pub(super) fn missing(&self, key: &str, document: &mut Document<'_>) {
        document.fault(&self.span, &format!("{} needs `{key}`", self.name), None);
    }

    /// A number, whole or not.
    pub(super) fn number(&mut self, key: &str, document: &mut Document<'_>) -> Option<(f64, Range<usize>)> {
        let value = self.take(key)?;
        let span = value.span();
        let number = match value.get_ref() {
            DeValue::Integer(digits) => i64::from_str_radix(digits.as_str(), digits.radix()).ok().map(|n| n as f64),
            DeValue::Float(digits) => digits.as_str().parse().ok().filter(|number: &f64| number.is_finite()),
            _ => None,
        };
        if number.is_none() {
            document.fault(&span, &format!("`{key}` is a number, not {}", kind(value.get_ref())), None);
        }
        number.map(|number| (number, span))
    }

    /// A whole number between two others.
    pub(super) fn whole(&mut self, key: &str, range: Range<u32>, document: &mut Document<'_>) -> Option<u32> {
        let (number, span) = self.number(key, document)?;
        if number.fract() == 0.0 && number >= f64::from(range.start) && number < f64::from(range.end) {
            return Some(number as u32);
        }
        let last = range.end - 1;
        document.fault(&span, &format!("`{key}` is a whole number from {} to {last}", range.start), None);
        None
    }

    /// A share between 0 and 1.
    pub(super) fn share(&mut self, key: &str, document: &mut Document<'_>) -> Option<f64> {
        let (number, span) = self.number(key, document)?;
        if (0.0..=1.0).contains(&number) {
            return Some(number);
        }
        let hint = (number <= 100.0 && number > 1.0).then(|| format!("{} percent is {}", number, number / 100.0));
        document.fault(&span, &format!("`{key}` is a share between 0 and 1"), hint);
        None
    }

    /// A yes or no.
    pub(super) fn flag(&mut self, key: &str, document: &mut Document<'_>) -> Option<bool> {
        let value = self.take(key)?;
        let (span, flag) = (value.span(), value.get_ref().as_bool());
        if flag.is_none() {
            document.fault(&span, &format!("`{key}` is true or false"), None);
        }
        flag
    }

    /// A date, as a text or as TOML writes dates.
    pub(super) fn date(&mut self, key: &str, document: &mut Document<'_>) -> Option<Date> {
        let value = self.take(key)?;
        let span = value.span();
        let text = match value.get_ref() {
            DeValue::String(text) => text.to_string(),
            DeValue::Datetime(date) => date.to_string(),
            _ => String::new(),
        };
        let date = text.parse().ok();
        if date.is_none() {
            document.fault(&span, &format!("`{key}` is a date such as \"2025-01-31\""), None);
        }
        date
    }

    /// A list of texts; numbers count as their digits, and one text is a list of one.
    pub(super) fn texts(&mut self, key: &str, document: &mut Document<'_>) -> Vec<(String, Range<usize>)> {
        match self.take(key) {
            Some(value) => texts_of(value, key, document),
            None => Vec::new(),
        }
    }

    /// Refuses what is left, with what was probably meant.
    pub(super) fn finish(self, known: &[&str], document: &mut Document<'_>) {
        let place = if self.name.is_empty() { "the mapping file".to_owned() } else { self.name.clone() };
        for (key, span, _) in self.into_entries() {
            let hint = did_you_mean(&key, known.iter().copied())
                .map(|name| format!("did you mean `{name}`?"))
                .or_else(|| Some(format!("{place} knows {}", known.join(", "))));
            document.fault(&span, &format!("unknown key `{key}` in {place}"), hint);
        }
    }
}

/// The texts of a list.
pub(super) fn texts_of(value: Value<'_>, key: &str, document: &mut Document<'_>) -> Vec<(String, Range<usize>)> {
    let span = value.span();
    let items = match value.into_inner() {
        DeValue::Array(items) => items.into_iter().collect(),
        single => vec![Spanned::new(span, single)],
    };
    items
        .into_iter()
        .filter_map(|item| {
            let span = item.span();
            match item.get_ref() {
                DeValue::String(text) => Some((text.to_string(), span)),
                DeValue::Integer(digits) => Some((digits.as_str().to_owned(), span)),
                DeValue::Float(digits) => Some((digits.as_str().to_owned(), span)),
                other => {
                    document.fault(&span, &format!("`{key}` is a list of texts, not of {}", kind(other)), None);
                    None
                }
            }
        })
        .collect()
}

fn kind(value: &DeValue<'_>) -> &'static str {
    match value {
        DeValue::String(_) => "a text",
        DeValue::Integer(_) | DeValue::Float(_) => "a number",
        DeValue::Boolean(_) => "true or false",
        DeValue::Datetime(_) => "a date",
        DeValue::Array(_) => "a list",
        DeValue::Table(_) => "a table",
    }
}
