//! What the columns of a tidy table are, column by column. It is no client data: no id, no text that somebody typed.

use std::collections::BTreeMap;

use polars::prelude::{Column, DataType};
use sst_core::definitions::Definitions;
use sst_core::instrument::Better;
use sst_core::ledger::Closed;
use sst_core::record::{Question, Status};
use sst_core::text::{Arg, Catalogue, format};

use super::UsedRows;
use super::names::{Names, Naming};

/// Labels of a group are listed up to so many.
const LABELS_LISTED: usize = 30;
/// A label that fewer rows have could be a text that somebody typed, or a person: it is counted and not listed.
const ROWS_OF_A_LABEL: u32 = 5;

/// Where each column of the table comes from, in words: by its canonical name.
pub type Origins = BTreeMap<String, String>;

/// What a codebook is made of.
pub struct Codebook<'a> {
    /// The table.
    pub rows: &'a UsedRows,
    /// What the columns mean.
    pub definitions: &'a Definitions,
    /// What was used, and as of when.
    pub closed: &'a Closed,
    /// Rows read and not used, in words, with how many they are.
    pub unused: Vec<(String, u64)>,
    /// Who is who.
    pub names: &'a Names,
    /// Where each column comes from.
    pub origins: &'a Origins,
    /// The name of the table's file.
    pub file: &'a str,
    /// The command line that reads the table back, as of the same date.
    pub command: &'a str,
}

impl Codebook<'_> {
    /// As Markdown.
    pub fn markdown(&self, catalogue: &Catalogue) -> String {
        let say = |key: &str, args: &[(&str, Arg<'_>)]| catalogue.text(&format!("codebook-{key}"), args);
        let rows = self.rows.table.height() as u64;
        let mut lines = vec![format!("# {}", say("title", &[])), String::new()];
        let count = format::count(rows);
        lines.push(say("rows", &[("file", Arg::Text(&code(self.file))), ("rows", Arg::Text(&count))]));
        lines.push(String::new());
        let as_of = self.closed.as_of.map(|day| jiff::civil::Date::from(day).to_string());
        if let Some(as_of) = &as_of {
            lines.push(say("as-of", &[("date", Arg::Text(as_of))]));
        }
        for (reason, rows) in &self.unused {
            let count = format::count(*rows);
            lines.push(format!("- {count}: {}", cell(reason)));
        }
        lines.push(String::new());
        lines.push(say(if matches!(self.names.naming, Naming::Kept) { "names-kept" } else { "names-hidden" }, &[]));
        lines.push(String::new());
        lines.push(say("again", &[("command", Arg::Text(&code(self.command)))]));
        lines.push(String::new());
        let headers = ["column", "meaning", "type", "values", "known", "missing", "origin"];
        let headers = headers.map(|header| say(&format!("header-{header}"), &[]));
        lines.push(row(&headers));
        lines.push("|---|---|---|---|--:|--:|---|".to_owned());
        for column in self.rows.table.columns() {
            let name = column.name().as_str();
            let missing = column.null_count() as u64;
            lines.push(row(&[
                code(name),
                self.meaning(name, catalogue),
                self.kind(column, catalogue),
                self.values(column, catalogue),
                format::count(rows - missing),
                format::count(missing),
                self.origins.get(name).map(|origin| cell(origin)).unwrap_or_default(),
            ]));
        }
        lines.push(String::new());
        lines.push(say("notes", &[]));
        lines.push(String::new());
        lines.join("\n")
    }

    fn meaning(&self, name: &str, catalogue: &Catalogue) -> String {
        if let Some((instrument, post)) = self.instrument(name) {
            let known = &self.definitions.instruments[instrument];
            let name = cell(known.full_name.as_deref().unwrap_or(&known.name));
            let key = if post { "codebook-score-after" } else { "codebook-score-before" };
            return catalogue.text(key, &[("instrument", Arg::Text(&name))]);
        }
        if self.definitions.own_questions.iter().any(|own| own == name) {
            let label = self.definitions.measures.iter().find(|measure| measure.id == name);
            return label.map(|measure| cell(&measure.label)).unwrap_or_default();
        }
        let key = name.replace('_', "-");
        for family in ["column", "codebook-column"] {
            let key = format!("{family}-{key}");
            if catalogue.has(&key) {
                return catalogue.text(&key, &[]);
            }
        }
        catalogue.text("codebook-column-group", &[])
    }

    /// The questionnaire that a column holds the score of, and whether it is the one after.
    fn instrument(&self, name: &str) -> Option<(usize, bool)> {
        let ends = [("_pre", false), ("_post", true)];
        ends.into_iter().find_map(|(end, post)| {
            let id = name.strip_suffix(end)?;
            Some((self.definitions.instruments.iter().position(|known| known.id == id)?, post))
        })
    }

    fn kind(&self, column: &Column, catalogue: &Catalogue) -> String {
        let name = column.name().as_str();
        let key = match column.dtype() {
            DataType::Date => "date",
            DataType::Boolean => "yes-no",
            DataType::Float64 => "number",
            DataType::UInt32 if name == "wait_minutes" => "minutes",
            DataType::UInt32 => "whole",
            _ if self.names.hides(name) => "pseudonym",
            _ if Question::of_column(name).is_some() || name == "status" => "code",
            _ => "text",
        };
        catalogue.text(&format!("codebook-type-{key}"), &[])
    }

    /// What the cells can be; the labels of a group only where many rows share them.
    fn values(&self, column: &Column, catalogue: &Catalogue) -> String {
        let name = column.name().as_str();
        let codes = |codes: &[&str]| codes.iter().map(|one| code(one)).collect::<Vec<_>>().join(", ");
        if name == "status" {
            return codes(&Status::ALL.map(Status::id));
        }
        if let Some(question) = Question::of_column(name) {
            return if question.is_rating() { "1 – 5".to_owned() } else { codes(question.codes()) };
        }
        if let Some((instrument, _)) = self.instrument(name) {
            let known = &self.definitions.instruments[instrument];
            let better = match known.better {
                Better::Lower => "codebook-lower-is-better",
                Better::Higher => "codebook-higher-is-better",
            };
            let [min, max, unit] = [known.min, known.max, known.unit].map(format::score);
            let args = [("min", Arg::Text(&min)), ("max", Arg::Text(&max)), ("unit", Arg::Text(&unit))];
            return format!("{}; {}", catalogue.text("codebook-scale", &args), catalogue.text(better, &[]));
        }
        match column.dtype() {
            DataType::String if name.ends_with("_id") => self.distinct(column, catalogue),
            DataType::String if self.names.hides(name) => self.distinct(column, catalogue),
            DataType::String => self.labels(column, catalogue),
            DataType::Boolean => codes(&["yes", "no"]),
            _ => String::new(),
        }
    }

    #[allow(clippy::unused_self, reason = "a way of telling values, as the others")]
    fn distinct(&self, column: &Column, catalogue: &Catalogue) -> String {
        let distinct = column.str().map(|texts| counts(texts.iter()).len()).unwrap_or_default() as u64;
        catalogue.text("codebook-distinct", &[("count", distinct.into())])
    }

    fn labels(&self, column: &Column, catalogue: &Catalogue) -> String {
        let group = self.definitions.groups.iter().find(|group| group.name == column.name().as_str());
        let (Some(group), Ok(texts)) = (group, column.str()) else { return String::new() };
        let found = counts(texts.iter().flatten().flat_map(|cell| group.labels(cell)).map(Some));
        let listed: Vec<&str> =
            found.iter().filter(|&(_, &rows)| rows >= ROWS_OF_A_LABEL).map(|(label, _)| *label).collect();
        let rest = (found.len() - listed.len()) as u64;
        if listed.is_empty() || listed.len() > LABELS_LISTED {
            return catalogue.text("codebook-distinct", &[("count", (found.len() as u64).into())]);
        }
        let mut words = listed.iter().map(|label| cell(label)).collect::<Vec<_>>().join("; ");
        if rest > 0 {
            words.push_str("; ");
            words.push_str(&catalogue.text("codebook-rare", &[("count", rest.into())]));
        }
        if let Some(separator) = group.split.as_deref() {
            words.push_str(". ");
            words.push_str(&catalogue.text("codebook-several", &[("separator", Arg::Text(&code(separator)))]));
        }
        words
    }
}

fn counts<'t>(texts: impl Iterator<Item = Option<&'t str>>) -> BTreeMap<&'t str, u32> {
    let mut counts = BTreeMap::new();
    for text in texts.flatten() {
        *counts.entry(text).or_default() += 1;
    }
    counts
}

fn row(cells: &[String]) -> String {
    format!("| {} |", cells.join(" | "))
}

/// A text in a cell of a Markdown table: nothing in it ends the cell, the row or begins a tag, a link or emphasis.
fn cell(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '|' | '\\' | '`' | '*' | '_' | '[' | ']' | '~' => out.extend(['\\', c]),
            '<' => out.push_str("&lt;"),
            '&' => out.push_str("&amp;"),
            c if c.is_control() => out.push(' '),
            c => out.push(c),
        }
    }
    out
}

/// A name as code in a cell.
fn code(text: &str) -> String {
    let text: String = text.chars().map(|c| if c.is_control() || c == '`' { ' ' } else { c }).collect();
    format!("`{}`", text.replace('|', "\\|"))
}
