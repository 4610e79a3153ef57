//! The sheet that says what the numbers are: of when, of which files, by which definitions, with which caveats.

use std::collections::BTreeMap;

use rust_xlsxwriter::{Format, FormatAlign, Worksheet, XlsxError};
use sst_core::results::{EstimateRow, TableCell, Unit};
use sst_core::text::{Arg, format};

use super::sheet::{A4, header};
use crate::story::Story;

/// What a row of the sheet is.
enum Line {
    /// A heading.
    Part(String),
    /// A name and what there is to say.
    Words(String, String),
    /// A name and how many.
    Count(String, u64),
}

/// Widths in letters.
const NAMES: f64 = 34.0;
const WORDS: f64 = 100.0;
/// The height of a line in points.
const HEIGHT: f64 = 15.0;

/// Two columns: what, and the words or the number.
pub(super) fn write(sheet: &mut Worksheet, story: &Story<'_>, rows: &[EstimateRow]) -> Result<(), XlsxError> {
    let top = Format::new().set_align(FormatAlign::Top).set_text_wrap();
    let count = Format::new().set_num_format("#,##0").set_align(FormatAlign::Left);
    sheet.set_column_width(0, NAMES)?.set_column_width(1, WORDS)?;
    for (row, line) in (0u32..).zip(lines(story, rows)) {
        match line {
            Line::Part(title) => {
                sheet.write_string_with_format(row, 0, title, &header())?;
                sheet.write_blank(row, 1, &header())?;
            }
            Line::Words(name, words) => {
                sheet.set_row_height(row, HEIGHT * lines_of(&name, NAMES).max(lines_of(&words, WORDS)))?;
                sheet.write_string_with_format(row, 0, name, &top)?;
                sheet.write_string_with_format(row, 1, words, &top)?;
            }
            Line::Count(name, number) => {
                sheet.write_string_with_format(row, 0, name, &top)?;
                sheet.write_number_with_format(row, 1, number as f64, &count)?;
            }
        }
    }
    sheet.set_landscape().set_paper_size(A4).set_print_fit_to_pages(1, 0);
    Ok(())
}

/// How many lines a text takes in a column: programs do not all fit the height to it, and fonts differ, so rather one more.
fn lines_of(text: &str, width: f64) -> f64 {
    const SPARED: f64 = 0.8;
    text.split('\n').map(|part| (part.chars().count() as f64 / (width * SPARED)).ceil().max(1.0)).sum()
}

fn lines(story: &Story<'_>, rows: &[EstimateRow]) -> Vec<Line> {
    let mut lines = vec![Line::Part(story.title())];
    lines.extend(of_document(story));
    lines.extend(of_files(story));
    lines.push(Line::Part(story.text("workbook-columns")));
    for (name, _) in EstimateRow::COLUMNS {
        let key = format!("workbook-column-{}", name.replace('_', "-"));
        if story.catalogue.has(&key) {
            lines.push(Line::Words(name.to_owned(), story.text(&key)));
        }
    }
    lines.push(Line::Words("reason".to_owned(), story.text("workbook-empty")));
    let named = |column: &'static str| texts(rows, column);
    let measures = named("measure");
    lines.push(Line::Part(story.text("workbook-measures")));
    for note in story.results.measures.iter().filter(|note| measures.contains(&note.id.as_str())) {
        let id = note
            .instrument
            .as_ref()
            .map_or_else(|| note.id.clone(), |instrument| format!("{} ({instrument})", note.id));
        lines.push(Line::Words(id, format!("{}: {}", note.label, note.definition)));
    }
    let caveats: BTreeMap<_, _> = story
        .results
        .results
        .iter()
        .flat_map(|entry| &entry.caveats)
        .map(|caveat| (caveat.code, &caveat.text))
        .collect();
    if !caveats.is_empty() {
        lines.push(Line::Part(story.text("workbook-caveats")));
        lines.extend(caveats.into_iter().map(|(code, text)| Line::Words(code.id().to_owned(), text.clone())));
    }
    let reasons = named("reason");
    if !reasons.is_empty() {
        lines.push(Line::Part(story.text("workbook-reasons")));
        let words = |reason: &&str| Line::Words((*reason).to_owned(), story.text(&format!("reason-{reason}")));
        lines.extend(reasons.iter().map(words));
    }
    lines.push(Line::Part(story.text("report-section-methods")));
    lines.extend(
        crate::methods::sentences_of_report(story).into_iter().map(|sentence| Line::Words(String::new(), sentence)),
    );
    lines
}

fn of_document(story: &Story<'_>) -> Vec<Line> {
    let results = story.results;
    let words = |key: &str, words: String| Line::Words(story.text(&format!("workbook-{key}")), words);
    let mut lines = Vec::new();
    if let Some(organisation) = &results.report.organisation {
        lines.push(words("organisation", organisation.clone()));
    }
    let as_of = results.as_of.map_or_else(|| story.text("report-no-as-of"), |date| date.to_string());
    lines.push(words("as-of", as_of));
    if let Some(period) = story.period() {
        lines.push(words("period", period));
    }
    let unit = match results.unit {
        Unit::Session => "workbook-unit-session",
        Unit::Client => "workbook-unit-client",
    };
    lines.push(words("unit", story.text(unit)));
    for (group, labels) in &results.selection {
        let name = story.say("workbook-selection", &[("group", Arg::Text(group))]);
        lines.push(Line::Words(name, labels.join("; ")));
    }
    lines.push(words("protection", story.protection()));
    if let Some(commentary) = &results.report.commentary {
        lines.push(words("commentary", commentary.clone()));
    }
    lines.push(words("tool", format!("{} {}", results.tool.name, results.tool.version)));
    lines
}

/// The files and how their rows fared.
fn of_files(story: &Story<'_>) -> Vec<Line> {
    let results = story.results;
    let mut lines = vec![Line::Part(story.text("workbook-inputs"))];
    let of_scores = results.scores.iter().flat_map(|scores| &scores.inputs);
    for input in results.inputs.iter().chain(of_scores) {
        let rows = format!("{} {}", format::count(input.rows), story.text("report-column-rows"));
        let hash = input.sha256.as_ref().map(|hash| format!(", SHA-256 {hash}")).unwrap_or_default();
        lines.push(Line::Words(input.file.clone(), rows + &hash));
    }
    if let Some(mapping) = &results.mapping {
        let hash = mapping.sha256.as_ref().map(|hash| format!(", SHA-256 {hash}")).unwrap_or_default();
        lines.push(Line::Words(story.text("report-provenance-mapping"), mapping.file.clone() + &hash));
    }
    lines.push(Line::Count(story.text("workbook-read"), results.rows.read));
    lines.push(Line::Count(story.text("workbook-used"), results.rows.used));
    for excluded in &results.rows.excluded {
        lines.push(Line::Count(story.text(&format!("exclusion-{}", excluded.reason)), excluded.rows));
    }
    for join in &results.joins {
        let counts = [("rows", join.rows.into()), ("used", join.used.into()), ("sessions", join.sessions.into())];
        let counts: Vec<_> = counts.into_iter().chain([("file", join.file.as_str().into())]).collect();
        lines.push(Line::Words(join.file.clone(), format!("{} {}", story.say("report-join", &counts), join.text)));
    }
    lines
}

/// The distinct texts of a column, in their order.
fn texts<'r>(rows: &'r [EstimateRow], column: &str) -> Vec<&'r str> {
    let mut texts: Vec<&str> = Vec::new();
    for row in rows {
        if let TableCell::Text(text) = row.cell(column)
            && !texts.contains(&text.as_str())
        {
            texts.push(text);
        }
    }
    texts
}
