//! Who answered and what that could change, as Markdown.

use std::fmt::Write;

use super::Table;
use crate::markdown::{escaped, line, section};
use crate::story::Story;

/// The section; nothing where everybody answered and no follow-up is asked.
pub(crate) fn markdown_section(story: &Story<'_>, text: &mut String) {
    let told = super::told(story);
    let known = super::response_by_known(story);
    let by_group = super::response_by_group(story);
    if told.is_empty() && known.is_none() && by_group.is_empty() {
        return;
    }
    section(story, "report-section-silent", text);
    line(text, &escaped(&story.text("report-silent-lead")));
    if let Some(flow) = super::flow(story) {
        line(text, &format!("\n{}", escaped(&flow)));
    }
    if !told.is_empty() {
        text.push('\n');
    }
    for measure in &told {
        line(text, &format!("- **{}**. {}", escaped(&measure.label), escaped(&measure.sentences.join(" "))));
    }
    if let Some(deltas) = super::deltas(story) {
        line(text, &format!("\n{}", escaped(&story.text("report-silence-if-lead"))));
        table(&deltas, text);
    }
    if let Some(weighted) = super::weighted(story) {
        line(text, &format!("\n{}", escaped(&story.text("report-silence-weighted-lead"))));
        table(&weighted, text);
    }
    let lead = super::response_lead(story).filter(|_| known.is_some() || !by_group.is_empty());
    if let Some(lead) = lead {
        line(text, &format!("\n### {}\n\n{}", story.text("report-silence-who"), escaped(&lead)));
    }
    for words in known.iter().chain(&by_group) {
        line(text, &format!("\n**{}**", escaped(&words.caption)));
        table(words, text);
    }
}

fn table(words: &Table, text: &mut String) {
    let cells = |cells: &[String]| cells.iter().map(|cell| escaped(cell)).collect::<Vec<_>>().join(" | ");
    let numbers = words.header.len().saturating_sub(1);
    let _ = writeln!(text, "\n| {} |\n|---|{}", cells(&words.header), "--:|".repeat(numbers));
    for row in &words.rows {
        let _ = writeln!(text, "| {} |", cells(row));
    }
}
