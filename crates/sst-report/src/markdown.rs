//! The report as Markdown, for a job's summary: tables and bars of characters.

use std::fmt::Write;

use sst_core::results::{By, ResultSet};
use sst_core::text::{Catalogue, format};

use crate::story::{Share, Story};

/// The rates alone, as Markdown tables.
pub fn rates_markdown(results: &ResultSet, catalogue: &Catalogue) -> String {
    let story = Story::new(results, catalogue);
    let mut text = head(&story);
    let whole = story.whole_shares();
    shares_table(&story, &whole, None, &mut text);
    let grouped = story.grouped_shares();
    if !grouped.is_empty() {
        shares_table(&story, &grouped, Some(&story.text("report-column-group")), &mut text);
    }
    caveats(&[whole, grouped].concat(), &mut text);
    text
}

/// The whole report as Markdown.
pub fn markdown(results: &ResultSet, catalogue: &Catalogue) -> String {
    if crate::pool::is_pooled(results) {
        return crate::pool::pool_markdown(results, catalogue);
    }
    let story = Story::new(results, catalogue);
    let mut text = String::new();
    line(&mut text, &format!("# {}", escaped(&story.title())));
    if let Some(organisation) = &results.report.organisation {
        line(&mut text, &format!("\n**{}**", escaped(organisation)));
    }
    text.push('\n');
    text += &head(&story);
    if !story.is_protected() {
        line(&mut text, &format!("> {}\n", story.protection()));
    }
    if let Some(commentary) = &results.report.commentary {
        line(&mut text, &format!("{}\n", escaped(commentary)));
    }
    for id in crate::html::SENTENCES {
        if let Some(sentence) = story.sentence(id) {
            line(&mut text, &format!("- {}", escaped(&sentence)));
        }
    }
    for sentence in crate::change::headlines(&story) {
        line(&mut text, &format!("- {}", escaped(&sentence)));
    }
    gates(&story, &mut text);
    section(&story, "report-section-quality", &mut text);
    quality(&story, &mut text);
    let whole = story.whole_shares();
    section(&story, "report-section-shares", &mut text);
    if whole.is_empty() {
        line(&mut text, &escaped(&story.text("report-nothing-collected")));
    }
    shares_table(&story, &whole, None, &mut text);
    caveats(&whole, &mut text);
    crate::silence::markdown_section(&story, &mut text);
    if results.results.iter().any(|entry| entry.instrument.is_some()) {
        section(&story, "report-section-scores", &mut text);
        crate::change::markdown_section(&story, "###", &mut text);
    }
    for (key, title) in
        [("concern", "report-section-concern"), ("month", "report-section-months"), ("site", "report-section-sites")]
    {
        if story.is_grouped_by(key) {
            section(&story, title, &mut text);
            group_table(&story, key, &mut text);
        }
    }
    published(&story, &mut text);
    let missing = story.missing_columns();
    if !missing.is_empty() {
        section(&story, "report-not-collected-title", &mut text);
    }
    for (columns, labels) in missing {
        let labels = labels.join("; ");
        let args = [("columns", (&columns).into()), ("labels", (&labels).into())];
        line(&mut text, &format!("- {}", escaped(&story.say("report-to-start", &args))));
    }
    section(&story, "report-section-methods", &mut text);
    for sentence in crate::methods::sentences_of_report(&story) {
        line(&mut text, &format!("{}\n", escaped(&sentence)));
    }
    text
}

pub(crate) fn line(text: &mut String, words: &str) {
    text.push_str(words);
    text.push('\n');
}

pub(crate) fn section(story: &Story<'_>, key: &str, text: &mut String) {
    line(text, &format!("\n## {}\n", story.text(key)));
}

pub(crate) fn head(story: &Story<'_>) -> String {
    let mut text = String::new();
    let results = story.results;
    if let Some(as_of) = results.as_of {
        let words = story.say("report-data-up-to", &[("date", (&format::date(as_of)).into())]);
        let period = story.period().map(|period| story.say("report-period", &[("period", (&period).into())]));
        line(&mut text, &format!("{words} {}\n", period.unwrap_or_default()));
    } else {
        line(&mut text, &format!("{}\n", story.text("report-no-as-of")));
    }
    if story.is_protected() {
        line(&mut text, &format!("> {}\n", escaped(&story.protection())));
    }
    text
}

pub(crate) fn quality(story: &Story<'_>, text: &mut String) {
    let rows = &story.results.rows;
    line(text, &story.say("report-rows", &[("read", rows.read.into()), ("used", rows.used.into())]));
    if !story.says_who_attended() {
        line(text, &format!("\n{}", escaped(&story.text("report-quality-no-status"))));
    }
    if !rows.excluded.is_empty() {
        let _ = writeln!(
            text,
            "\n| {} | {} |\n|---|--:|",
            story.text("report-column-excluded"),
            story.text("report-column-rows")
        );
        for excluded in &rows.excluded {
            let words = story.text(&format!("exclusion-{}", excluded.reason));
            let _ = writeln!(text, "| {} | {} |", escaped(&words), format::count(excluded.rows));
        }
    }
    if let Some(scores) = &story.results.scores {
        let counts = [("read", scores.read.into()), ("used", scores.used.into())];
        line(text, &format!("\n{} {}", story.say("report-scores", &counts), scores.text));
        if !scores.unused.is_empty() {
            let names = ["excluded", "rows"].map(|name| story.text(&format!("report-column-{name}")));
            let _ = writeln!(text, "\n| {} | {} |\n|---|--:|", names[0], names[1]);
            for unused in &scores.unused {
                let words = story.text(&format!("unused_score-{}", unused.reason));
                let _ = writeln!(text, "| {} | {} |", escaped(&words), format::count(unused.rows));
            }
        }
    }
    for join in &story.results.joins {
        let counts = [("rows", join.rows.into()), ("used", join.used.into()), ("sessions", join.sessions.into())];
        let file = escaped(&join.file);
        let counts: Vec<_> = counts.into_iter().chain([("file", file.as_str().into())]).collect();
        line(text, &format!("\n{} {}", story.say("report-join", &counts), join.text));
        if !join.unused.is_empty() {
            let names = ["excluded", "rows"].map(|name| story.text(&format!("report-column-{name}")));
            let _ = writeln!(text, "\n| {} | {} |\n|---|--:|", names[0], names[1]);
            for unused in &join.unused {
                let words = story.text(&format!("unused_join-{}", unused.reason));
                let _ = writeln!(text, "| {} | {} |", escaped(&words), format::count(unused.rows));
            }
        }
    }
    if let Some(answers) = &story.results.follow_up_answers {
        let counts = [("read", answers.read.into()), ("used", answers.used.into())];
        line(text, &format!("\n{} {}", story.say("report-answers", &counts), escaped(&answers.text)));
        if !answers.unused.is_empty() {
            let names = ["excluded", "rows"].map(|name| story.text(&format!("report-column-{name}")));
            let _ = writeln!(text, "\n| {} | {} |\n|---|--:|", names[0], names[1]);
            for unused in &answers.unused {
                let words = story.text(&format!("unused_answer-{}", unused.reason));
                let _ = writeln!(text, "| {} | {} |", escaped(&words), format::count(unused.rows));
            }
        }
    }
    if !story.results.findings.is_empty() {
        let [finding, column, count] =
            ["finding", "column", "count"].map(|name| story.text(&format!("report-column-{name}")));
        let _ = writeln!(text, "\n| {finding} | {column} | {count} |\n|---|---|--:|");
        for finding in &story.results.findings {
            let words = story.text(&format!("finding-{}", finding.rule));
            let column = finding.column.as_deref().map(escaped).unwrap_or_default();
            let _ = writeln!(text, "| {} | {column} | {} |", escaped(&words), format::count(finding.count));
        }
    }
}

pub(crate) fn gates(story: &Story<'_>, text: &mut String) {
    use sst_core::results::GateState;
    for gate in &story.results.gates {
        let (sign, state) = match gate.state {
            GateState::Met => ("✓", "report-gate-met"),
            GateState::NotShown => ("○", "report-gate-not-shown"),
            GateState::Failed => ("✗", "report-gate-failed"),
        };
        let label = story
            .results
            .measures
            .iter()
            .find(|note| note.id == gate.measure)
            .map_or(&gate.measure, |note| &note.label);
        let group = if gate.by.is_empty() { String::new() } else { format!(" ({})", story.group(&gate.by)) };
        let target = format::percent(gate.at_least);
        let args = [("target", (&target).into())];
        line(text, &format!("- {sign} {}{}: {}", escaped(label), escaped(&group), story.say(state, &args)));
    }
}

pub(crate) fn shares_table(story: &Story<'_>, shares: &[Share<'_>], group: Option<&str>, text: &mut String) {
    if shares.is_empty() {
        return;
    }
    let level = format::level(story.results.level);
    let mut header = vec![story.text("report-column-measure")];
    header.extend(group.map(str::to_owned));
    header.extend(
        ["eligible", "answered", "events", "percent"].map(|column| story.text(&format!("report-column-{column}"))),
    );
    header.push(story.say("report-column-interval", &[("level", (&level).into())]));
    header.push(story.text("report-column-bounds"));
    let _ = writeln!(text, "\n| {} | |", header.join(" | "));
    let words = 1 + usize::from(group.is_some());
    let _ = writeln!(text, "|{}{}---|", "---|".repeat(words), "--:|".repeat(header.len() - words));
    for share in shares {
        let count = |value: Option<u64>| value.map_or_else(|| story.no_number(Some(share.entry)), format::count);
        let mut row = vec![escaped(share.note.map_or(&share.entry.measure, |note| &note.label))];
        if group.is_some() {
            row.push(escaped(&story.group(&share.entry.by)));
        }
        let numbers = share.numbers;
        row.extend([count(numbers.eligible), count(numbers.answered), count(numbers.events)]);
        row.extend([story.percent(share), Story::interval(share), Story::bounds(share)]);
        row.push(numbers.estimate.map(bar).unwrap_or_default());
        let _ = writeln!(text, "| {} |", row.join(" | "));
    }
}

/// The main measures of each label of one group, side by side.
fn group_table(story: &Story<'_>, key: &str, text: &mut String) {
    let measures: Vec<Share<'_>> =
        ["helpful", "improved", "enough", "followed_up"].into_iter().filter_map(|id| story.whole(id)).collect();
    let mut header = vec![story.text("report-column-group"), story.text("report-column-sessions")];
    for share in &measures {
        header.push(escaped(share.note.map_or(&share.entry.measure, |note| &note.label)));
    }
    let _ = writeln!(text, "| {} |\n|---|{}", header.join(" | "), "--:|".repeat(header.len() - 1));
    for label in story.labels(key) {
        let by = By::from([(key.to_owned(), label.clone())]);
        let mut row = vec![escaped(&story.label(key, label.as_deref()))];
        row.push(story.count_in_words("sessions", &by));
        for whole in &measures {
            row.push(match story.share(&whole.entry.measure, &by) {
                Some(share) if share.numbers.estimate.is_some() => format!(
                    "{} ({} / {})",
                    story.percent(&share),
                    format::count(share.numbers.events.unwrap_or(0)),
                    format::count(share.numbers.answered.unwrap_or(0))
                ),
                other => story.no_number(other.map(|share| share.entry)),
            });
        }
        let _ = writeln!(text, "| {} |", row.join(" | "));
    }
}

/// (12) Published claims beside this service.
fn published(story: &Story<'_>, text: &mut String) {
    let (measures, refused) = (crate::published::beside(story), crate::published::not_comparable(story));
    if measures.is_empty() && refused.is_empty() {
        return;
    }
    section(story, "report-section-published", text);
    line(text, &escaped(&story.text("report-published-lead")));
    line(text, &format!("\n{}", escaped(&story.text("report-published-method"))));
    let columns = ["published", "published-counts", "published-figure", "verdict", "robust", "why"];
    let header = columns.map(|column| story.text(&format!("report-column-{column}"))).join(" | ");
    for one in &measures {
        line(text, &format!("\n{}", escaped(&one.here(story))));
        let _ = writeln!(text, "\n| {header} |\n|{}", "---|".repeat(columns.len()));
        for claim in &one.claims {
            let cells = [
                &claim.benchmark.label,
                &claim.benchmark.definition,
                &claim.figure(story),
                &claim.verdict(story),
                &claim.robust(story),
                &claim.said.text,
            ];
            let _ = writeln!(text, "| {} |", cells.map(|cell| escaped(cell)).join(" | "));
        }
    }
    let meanings = measures.iter().flat_map(|one| &one.claims).map(|claim| (claim, claim.meaning(story)));
    let meanings: Vec<_> = meanings.filter(|(_, words)| !words.is_empty()).collect();
    if !meanings.is_empty() {
        line(text, &format!("\n{}:\n", story.text("report-published-meaning")));
    }
    for (claim, words) in meanings {
        line(text, &format!("- {}: {}", escaped(&claim.benchmark.label), escaped(&words)));
    }
    if !refused.is_empty() {
        let count = [("count", (refused.len() as u64).into())];
        line(text, &format!("\n{}\n", story.say("report-published-not-comparable", &count)));
    }
    for claim in refused {
        let figure = claim.benchmark.figure_words(story.catalogue);
        line(text, &escaped(&format!("- {} ({figure}). {}", claim.benchmark.label, claim.said.text)));
    }
}

pub(crate) fn caveats(shares: &[Share<'_>], text: &mut String) {
    let found = Story::caveats(shares);
    if !found.is_empty() {
        text.push('\n');
    }
    for (_, words, labels) in found {
        let _ = writeln!(text, "- {} ({})", escaped(&words), escaped(&labels.join("; ")));
    }
}

/// A bar of ten cells.
fn bar(share: f64) -> String {
    let eighths = (share * 80.0).round() as usize;
    let part = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"][eighths % 8];
    format!("{}{part}", "█".repeat(eighths / 8))
}

/// A text that cannot become a table cell's end, a link, a tag or a mention.
pub(crate) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\n' | '\r' | '\t' => out.push(' '),
            c if c.is_control() || crate::rates::turns_text(c) => {}
            '|' | '*' | '_' | '`' | '[' | ']' | '<' | '>' | '#' | '\\' | '~' | '!' | '@' | '&' => {
                out.push('\\');
                out.push(c);
            }
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    #[test]
    fn labels_stay_labels() {
        assert_eq!(super::escaped("a|b\n<img> @all"), "a\\|b \\<img\\> \\@all");
        assert_eq!(super::bar(0.5), "█████");
        assert_eq!(super::bar(0.0), "");
    }
}
