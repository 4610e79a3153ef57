//! What a CI job shows of a run: what was read, how the rows fared, what was noticed, the gates, the rates.

use std::fmt::Write;

use sst_core::results::ResultSet;
use sst_core::text::{Catalogue, format};

use crate::markdown::{caveats, escaped, gates, head, line, quality, section, shares_table};
use crate::story::Story;

/// The summary as Markdown; `remarks` are said below its title.
pub fn job_summary(results: &ResultSet, remarks: &[String], catalogue: &Catalogue) -> String {
    let story = Story::new(results, catalogue);
    let mut text = format!("## {}\n\n", escaped(&story.title()));
    text += &head(&story);
    for remark in remarks {
        line(&mut text, &format!("- {}", escaped(remark)));
    }
    gates(&story, &mut text);
    if !results.inputs.is_empty() {
        let [file, rows] = ["file", "rows"].map(|name| story.text(&format!("report-column-{name}")));
        let _ = writeln!(text, "\n| {file} | {rows} |\n|---|--:|");
        let scores = results.scores.iter().flat_map(|scores| &scores.inputs);
        let answers = results.follow_up_answers.iter().flat_map(|answers| &answers.inputs);
        for input in results.inputs.iter().chain(scores).chain(answers) {
            let _ = writeln!(text, "| {} | {} |", escaped(&input.file), format::count(input.rows));
        }
        text.push('\n');
    }
    quality(&story, &mut text);
    let whole = story.whole_shares();
    section(&story, "report-section-shares", &mut text);
    if whole.is_empty() {
        line(&mut text, &escaped(&story.text("report-nothing-collected")));
    }
    shares_table(&story, &whole, None, &mut text);
    let grouped = story.grouped_shares();
    if !grouped.is_empty() {
        shares_table(&story, &grouped, Some(&story.text("report-column-group")), &mut text);
    }
    caveats(&[whole, grouped].concat(), &mut text);
    if !story.is_protected() {
        line(&mut text, &format!("\n> {}", story.protection()));
    }
    text
}
