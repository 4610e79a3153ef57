//! Change on questionnaires as text for a terminal.

use std::fmt::Write;

use comfy_table::{CellAlignment, ContentArrangement, Table, presets};
use sst_core::results::ResultSet;
use sst_core::text::Catalogue;

use super::{Numbers, Questionnaire, questionnaires};
use crate::rates::{head, in_one_line};
use crate::story::Story;

/// Change on each questionnaire: sentences, shares, classes by group, the named effect sizes and the rule.
pub fn change_table(results: &ResultSet, catalogue: &Catalogue) -> String {
    let story = Story::new(results, catalogue);
    let mut text = head(&story);
    let found = questionnaires(&story);
    if found.is_empty() {
        let _ = writeln!(text, "\n{}", story.text("report-change-none"));
    }
    for standard in super::standards(&story) {
        let _ = writeln!(text, "\n{}", in_one_line(&standard.name));
        for sentence in standard.sentences() {
            let _ = writeln!(text, "  {}", in_one_line(&sentence));
        }
        add_table(&standard.rows(), &mut text);
        add_table(&standard.group_rows(), &mut text);
        let _ = writeln!(text);
        for sentence in standard.method() {
            let _ = writeln!(text, "{}", in_one_line(&sentence));
        }
    }
    for one in &found {
        add(one, &mut text);
    }
    add_table(&super::score_rows(&story), &mut text);
    text
}

pub(crate) fn add_table(rows: &Numbers, text: &mut String) {
    if !rows.is_empty() {
        let _ = writeln!(text, "\n{}\n{}", in_one_line(&rows.caption), aligned(rows));
    }
}

fn add(one: &Questionnaire<'_>, text: &mut String) {
    let _ = writeln!(text, "\n{}", in_one_line(&one.name));
    for sentence in one.sentences() {
        let _ = writeln!(text, "  {}", in_one_line(&sentence));
    }
    for rows in &one.tables() {
        add_table(rows, text);
    }
    let _ = writeln!(text);
    for sentence in one.method() {
        let _ = writeln!(text, "{}", in_one_line(&sentence));
    }
}

fn aligned(rows: &Numbers) -> Table {
    let mut table = Table::new();
    table.load_style(presets::NOTHING).set_content_arrangement(ContentArrangement::Disabled);
    table.set_header(rows.header.clone());
    for row in &rows.rows {
        table.add_row(row.iter().map(|cell| in_one_line(cell)).collect::<Vec<_>>());
    }
    for place in 1..rows.header.len() {
        if let Some(column) = table.column_mut(place) {
            column.set_cell_alignment(CellAlignment::Right);
        }
    }
    table
}
