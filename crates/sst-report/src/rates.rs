//! The rates as a text table for a terminal.

use std::fmt::Write;

use comfy_table::{CellAlignment, ContentArrangement, Table, presets};
use sst_core::results::{ResultSet, Unit};
use sst_core::text::{Catalogue, format};

use crate::story::{Share, Story};

/// The rates as a table: the whole first, then each group.
pub fn table(results: &ResultSet, catalogue: &Catalogue) -> String {
    let story = Story::new(results, catalogue);
    let mut text = head(&story);
    let whole = story.whole_shares();
    let grouped = story.grouped_shares();
    if whole.is_empty() {
        let _ = writeln!(text, "\n{}", story.text("report-nothing-collected"));
    } else {
        let _ = writeln!(text, "\n{}", of_shares(&story, &whole, false));
    }
    if !grouped.is_empty() {
        let _ = writeln!(text, "\n{}", of_shares(&story, &grouped, true));
    }
    let everything: Vec<Share<'_>> = whole.iter().chain(&grouped).copied().collect();
    for (code, words, _) in Story::caveats(&everything) {
        let _ = writeln!(text, "{} {}: {words}", mark(code), code.id());
    }
    let mut missing: Vec<&str> = Vec::new();
    for column in story.not_collected().into_iter().flat_map(|note| &note.columns) {
        if !missing.contains(&column.as_str()) && !results.collected.contains(column) {
            missing.push(column);
        }
    }
    if !missing.is_empty() {
        let _ = writeln!(text, "\n{} {}.", story.text("report-not-collected"), missing.join(", "));
    }
    text
}

/// Where the numbers come from, in three lines.
pub(crate) fn head(story: &Story<'_>) -> String {
    let results = story.results;
    let mut text = String::new();
    let as_of = results.as_of.map_or_else(
        || story.text("report-no-as-of"),
        |as_of| story.say("report-data-up-to", &[("date", (&format::date(as_of)).into())]),
    );
    let _ = write!(text, "{as_of}");
    if let Some(period) = story.period() {
        let _ = write!(text, " {}", story.say("report-period", &[("period", (&period).into())]));
    }
    text.push('\n');
    let rows = [("read", results.rows.read.into()), ("used", results.rows.used.into())];
    let _ = writeln!(text, "{}", story.say("report-rows", &rows));
    for excluded in &results.rows.excluded {
        let words = story.text(&format!("exclusion-{}", excluded.reason));
        let _ = writeln!(text, "  {} × {words}", format::count(excluded.rows));
    }
    if let Some(scores) = &results.scores {
        let counts = [("read", scores.read.into()), ("used", scores.used.into())];
        let _ = writeln!(text, "{}", story.say("report-scores", &counts));
        for unused in &scores.unused {
            let words = story.text(&format!("unused_score-{}", unused.reason));
            let _ = writeln!(text, "  {} × {words}", format::count(unused.rows));
        }
    }
    if let Some(answers) = &results.follow_up_answers {
        let counts = [("read", answers.read.into()), ("used", answers.used.into())];
        let _ = writeln!(text, "{}", story.say("report-answers", &counts));
        for unused in &answers.unused {
            let words = story.text(&format!("unused_answer-{}", unused.reason));
            let _ = writeln!(text, "  {} × {words}", format::count(unused.rows));
        }
    }
    if story.is_protected() {
        let _ = writeln!(text, "{}", story.protection());
    }
    for (group, labels) in &results.selection {
        let _ = writeln!(
            text,
            "{}",
            story.say("report-only", &[("group", group.into()), ("labels", (&in_one_line(&labels.join(", "))).into())])
        );
    }
    if results.unit == Unit::Client {
        let _ = writeln!(text, "{}", story.text("report-unit-client"));
    }
    text
}

pub(crate) fn of_shares(story: &Story<'_>, shares: &[Share<'_>], with_group: bool) -> Table {
    let mut table = Table::new();
    table.load_style(presets::NOTHING).set_content_arrangement(ContentArrangement::Disabled);
    let mut header = vec![story.text("report-column-measure")];
    if with_group {
        header.push(story.text("report-column-group"));
    }
    let level = format::level(story.results.level);
    header.extend(
        ["eligible", "asked", "answered", "events", "percent"]
            .map(|column| story.text(&format!("report-column-{column}"))),
    );
    header.push(story.say("report-column-interval", &[("level", (&level).into())]));
    header.extend(["bounds", "caveats"].map(|column| story.text(&format!("report-column-{column}"))));
    let first_number = if with_group { 2 } else { 1 };
    table.set_header(header);
    for share in shares {
        let numbers = share.numbers;
        let count = |value: Option<u64>| value.map_or_else(|| story.no_number(Some(share.entry)), format::count);
        let mut row = vec![in_one_line(share.note.map_or(&share.entry.measure, |note| &note.label))];
        if with_group {
            row.push(in_one_line(&story.group(&share.entry.by)));
        }
        row.extend([count(numbers.eligible), count(numbers.asked), count(numbers.answered), count(numbers.events)]);
        row.extend([story.percent(share), Story::interval(share), Story::bounds(share)]);
        row.push(share.entry.caveats.iter().map(|caveat| mark(caveat.code)).collect());
        table.add_row(row);
    }
    for place in first_number..first_number + 7 {
        if let Some(column) = table.column_mut(place) {
            column.set_cell_alignment(CellAlignment::Right);
        }
    }
    table
}

/// Whether the character turns the direction of the text after it, so that a reader sees another text than there is.
pub(crate) const fn turns_text(c: char) -> bool {
    matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// A name out of a file, which must not end its row nor speak to the terminal.
pub(crate) fn in_one_line(name: &str) -> String {
    name.chars().map(|c| if c.is_control() || turns_text(c) { ' ' } else { c }).collect()
}

/// A letter for each caveat, explained below the table.
fn mark(code: sst_core::codes::Caveat) -> char {
    let place = sst_core::codes::Caveat::ALL.iter().position(|other| *other == code).unwrap_or(0);
    char::from(b'a' + place as u8)
}
