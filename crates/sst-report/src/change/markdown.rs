//! Change on questionnaires as Markdown.

use std::fmt::Write;

use sst_core::results::ResultSet;
use sst_core::text::Catalogue;

use super::Numbers;
use crate::markdown::{escaped, head, line};
use crate::story::Story;

/// Change on each questionnaire as Markdown, with the data it is from.
pub fn change_markdown(results: &ResultSet, catalogue: &Catalogue) -> String {
    let story = Story::new(results, catalogue);
    let mut text = head(&story);
    if super::questionnaires(&story).is_empty() {
        line(&mut text, &escaped(&story.text("report-change-none")));
    }
    section(&story, "##", &mut text);
    text
}

/// What standards count, each questionnaire, and the scores, under headings of that depth.
pub(crate) fn section(story: &Story<'_>, depth: &str, text: &mut String) {
    for standard in super::standards(story) {
        let _ = writeln!(text, "\n{depth} {}\n", escaped(&standard.name));
        for sentence in standard.sentences() {
            let _ = writeln!(text, "- {}", escaped(&sentence));
        }
        table(&standard.rows(), text);
        table(&standard.group_rows(), text);
        let _ = writeln!(text, "\n{}", escaped(&standard.method().join(" ")));
    }
    for one in super::questionnaires(story) {
        let _ = writeln!(text, "\n{depth} {}\n", escaped(&one.name));
        for sentence in one.sentences() {
            let _ = writeln!(text, "- {}", escaped(&sentence));
        }
        for rows in &one.tables() {
            table(rows, text);
        }
        let _ = writeln!(text, "\n{}", escaped(&one.method().join(" ")));
    }
    let scores = super::score_rows(story);
    if !scores.is_empty() {
        let _ =
            writeln!(text, "\n{depth} {}\n\n{}", escaped(&scores.caption), escaped(&story.text("report-scores-lead")));
        table(&scores, text);
    }
}

pub(crate) fn table(rows: &Numbers, text: &mut String) {
    if rows.is_empty() {
        return;
    }
    let header: Vec<String> = rows.header.iter().map(|name| escaped(name)).collect();
    let numbers = "--:|".repeat(header.len() - 1);
    let _ = writeln!(text, "\n{}\n\n| {} |\n|---|{numbers}", escaped(&rows.caption), header.join(" | "));
    for row in &rows.rows {
        let cells: Vec<String> = row.iter().map(|cell| escaped(cell)).collect();
        let _ = writeln!(text, "| {} |", cells.join(" | "));
    }
}
