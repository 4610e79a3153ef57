//! Change on questionnaires as text, Markdown and CSV.

use std::fmt::Write;

use comfy_table::{CellAlignment, ContentArrangement, Table, presets};
use sst_core::results::{Joint, Mean, ResultEntry, ResultSet};
use sst_core::text::{Arg, Catalogue, format};

use crate::markdown;
use crate::rates::{head, in_one_line, of_shares};
use crate::story::{Share, Story};

/// One questionnaire in one group.
pub(crate) struct Change<'a> {
    pub(crate) entry: &'a ResultEntry,
    pub(crate) joint: &'a Joint,
}

/// The questionnaires that have change, in their order.
pub(crate) fn instruments(results: &ResultSet) -> Vec<&str> {
    let mut ids: Vec<&str> = Vec::new();
    for entry in results.results.iter().filter(|entry| entry.as_joint().is_some()) {
        if let Some(id) = entry.instrument.as_deref().filter(|id| !ids.contains(id)) {
            ids.push(id);
        }
    }
    ids
}

/// The change on one questionnaire: the whole first, then each group.
pub(crate) fn of_instrument<'a>(results: &'a ResultSet, id: &str) -> Vec<Change<'a>> {
    let of = results.results.iter().filter(|entry| entry.instrument.as_deref() == Some(id));
    of.filter_map(|entry| Some(Change { entry, joint: entry.as_joint()? })).collect()
}

/// The mean change of the whole.
fn mean<'a>(results: &'a ResultSet, id: &str) -> Option<&'a Mean> {
    let is_it = |entry: &&ResultEntry| {
        entry.measure == "change" && entry.instrument.as_deref() == Some(id) && entry.by.is_empty()
    };
    results.results.iter().filter(is_it).find_map(ResultEntry::as_mean)
}

/// The name of a questionnaire: what a reader knows it by.
pub(crate) fn name<'a>(story: &Story<'a>, id: &'a str) -> &'a str {
    let labels = story.results.measures.iter().filter(|note| note.instrument.as_deref() == Some(id));
    labels.filter_map(|note| note.label.split_once(": ")).map(|(name, _)| name).next().unwrap_or(id)
}

/// The sentences about one questionnaire: who has both scores, the mean change, what cannot be seen, the rule.
pub(crate) fn sentences(story: &Story<'_>, id: &str, change: &Change<'_>) -> Vec<String> {
    let joint = change.joint;
    let name = name(story, id);
    let (paired, attended) = (joint.answered.unwrap_or(0), joint.eligible.unwrap_or(0));
    let counts = [("instrument", Arg::Text(name)), ("paired", paired.into()), ("attended", attended.into())];
    let mut sentences = vec![story.say("change-sentence-paired", &counts)];
    if let Some(mean) = mean(story.results, id)
        && let Some(estimate) = mean.estimate
    {
        let interval = mean.low.zip(mean.high).map(|(low, high)| points_interval(low, high));
        let level = format::level(story.results.level);
        let args = [
            ("mean", Arg::Text(&points(estimate))),
            ("interval", Arg::Text(interval.as_deref().unwrap_or_default())),
            ("level", Arg::Text(&level)),
        ];
        let direction = if joint.rule.better == "lower" { "lower" } else { "higher" };
        let key = if interval.is_some() { "change-sentence-mean" } else { "change-sentence-mean-alone" };
        sentences.push(format!(
            "{} {}",
            story.say(key, &args),
            story.text(&format!("change-sentence-{direction}-is-better"))
        ));
    }
    if let Some(could_not) = joint.could_not_recover.filter(|&count| count > 0) {
        let args = [("count", could_not.into()), ("paired", paired.into())];
        sentences.push(story.say("change-sentence-could-not-recover", &args));
    }
    if let Some(count) = joint.at_ceiling.filter(|&count| count > 0) {
        sentences.push(story.say("change-sentence-ceiling", &[("count", count.into()), ("paired", paired.into())]));
    }
    if let (Some(share), true) = (joint.expected_false_change, paired > 0) {
        let percent = format::percent(share);
        sentences.push(story.say("change-sentence-false", &[("percent", Arg::Text(&percent))]));
    }
    if let (Some(moved), true) = (joint.regression_to_the_mean, paired > 0) {
        sentences.push(story.say("change-sentence-regression", &[("points", Arg::Text(&points(moved)))]));
    }
    sentences.push(joint.rule.text.clone());
    sentences.extend(joint.rule.warnings.iter().cloned());
    let scores = story.results.scores.as_ref().filter(|scores| scores.instruments.iter().any(|with| with == id));
    sentences.extend(scores.map(|scores| scores.text.clone()));
    sentences
}

/// The standardised changes in one line, each with its name.
pub(crate) fn effect_sizes(story: &Story<'_>, joint: &Joint) -> Option<String> {
    let told: Vec<String> = joint
        .effect_sizes
        .iter()
        .filter_map(|effect| {
            let value = two_decimals(effect.estimate?);
            let interval = effect.low.zip(effect.high);
            let interval = interval.map(|(low, high)| format!(" ({} to {})", two_decimals(low), two_decimals(high)));
            Some(format!("{} {value}{}", effect.id, interval.unwrap_or_default()))
        })
        .collect();
    let list = told.join(", ");
    (!told.is_empty()).then(|| story.say("change-sentence-effect-sizes", &[("list", Arg::Text(&list))]))
}

/// The rows of the table of classes: group, pairs, and each class.
pub(crate) fn class_rows(story: &Story<'_>, changes: &[Change<'_>]) -> Vec<Vec<String>> {
    let share = |count: Option<u64>, estimate: Option<f64>| match (count, estimate) {
        (Some(count), Some(estimate)) => format!("{} ({})", format::count(count), format::percent(estimate)),
        (Some(count), None) => format::count(count),
        (None, _) => "–".to_owned(),
    };
    changes
        .iter()
        .filter(|change| !change.joint.classes.is_empty())
        .map(|change| {
            let mut row =
                vec![story.group(&change.entry.by), change.joint.answered.map_or("–".to_owned(), format::count)];
            row.extend(change.joint.classes.iter().map(|class| share(class.count, class.estimate)));
            row
        })
        .collect()
}

/// The headers of the table of classes.
pub(crate) fn class_header(story: &Story<'_>) -> Vec<String> {
    let classes = ["recovered", "improved", "unchanged", "deteriorated", "harmed"];
    let fixed = ["report-column-group", "change-column-pairs"].map(|key| story.text(key));
    fixed.into_iter().chain(classes.map(|class| story.text(&format!("change-class-{class}")))).collect()
}

/// The shares about one questionnaire.
fn shares<'a>(story: &Story<'a>, id: &str) -> (Vec<Share<'a>>, Vec<Share<'a>>) {
    let is_it = |share: &Share<'_>| share.entry.instrument.as_deref() == Some(id);
    (
        story.whole_shares().into_iter().filter(is_it).collect(),
        story.grouped_shares().into_iter().filter(is_it).collect(),
    )
}

/// Change as text for a terminal.
pub fn change_table(results: &ResultSet, catalogue: &Catalogue) -> String {
    let story = Story::new(results, catalogue);
    let mut text = head(&story);
    for id in instruments(results) {
        let changes = of_instrument(results, id);
        let _ = writeln!(text, "\n{}", in_one_line(name(&story, id)));
        for sentence in changes.first().map(|whole| sentences(&story, id, whole)).unwrap_or_default() {
            let _ = writeln!(text, "  {}", in_one_line(&sentence));
        }
        if let Some(line) = changes.first().and_then(|whole| effect_sizes(&story, whole.joint)) {
            let _ = writeln!(text, "  {line}");
        }
        let (whole, grouped) = shares(&story, id);
        for (shares, with_group) in [(whole, false), (grouped, true)] {
            if !shares.is_empty() {
                let _ = writeln!(text, "\n{}", of_shares(&story, &shares, with_group));
            }
        }
        let rows = class_rows(&story, &changes);
        if !rows.is_empty() {
            let _ = writeln!(text, "\n{}", table(class_header(&story), rows));
        }
        if let Some(grid) =
            changes.first().map(|whole| sensitivity_rows(&story, whole.joint)).filter(|rows| !rows.is_empty())
        {
            let _ =
                writeln!(text, "\n{}\n{}", story.text("change-sensitivity"), table(sensitivity_header(&story), grid));
        }
    }
    text
}

fn table(header: Vec<String>, rows: Vec<Vec<String>>) -> Table {
    let mut table = Table::new();
    table.load_style(presets::NOTHING).set_content_arrangement(ContentArrangement::Disabled);
    let columns = header.len();
    table.set_header(header);
    for row in rows {
        table.add_row(row.iter().map(|cell| in_one_line(cell)));
    }
    for place in 1..columns {
        if let Some(column) = table.column_mut(place) {
            column.set_cell_alignment(CellAlignment::Right);
        }
    }
    table
}

/// Change as Markdown.
pub fn change_markdown(results: &ResultSet, catalogue: &Catalogue) -> String {
    let story = Story::new(results, catalogue);
    let mut text = markdown::head(&story);
    markdown_sections(&story, &mut text);
    text
}

/// A section for each questionnaire.
pub(crate) fn markdown_sections(story: &Story<'_>, text: &mut String) {
    for id in instruments(story.results) {
        let changes = of_instrument(story.results, id);
        let _ = writeln!(text, "\n### {}\n", markdown::escaped(name(story, id)));
        for sentence in changes.first().map(|whole| sentences(story, id, whole)).unwrap_or_default() {
            let _ = writeln!(text, "- {}", markdown::escaped(&sentence));
        }
        if let Some(line) = changes.first().and_then(|whole| effect_sizes(story, whole.joint)) {
            let _ = writeln!(text, "- {}", markdown::escaped(&line));
        }
        text.push('\n');
        let (whole, grouped) = shares(story, id);
        markdown::shares_table(story, &whole, None, text);
        if !grouped.is_empty() {
            markdown::shares_table(story, &grouped, Some(&story.text("report-column-group")), text);
        }
        let rows = class_rows(story, &changes);
        if !rows.is_empty() {
            markdown_table(&class_header(story), &rows, text);
        }
        let grid = changes.first().map(|whole| sensitivity_rows(story, whole.joint)).unwrap_or_default();
        if !grid.is_empty() {
            let _ = writeln!(text, "{}\n", story.text("change-sensitivity"));
            markdown_table(&sensitivity_header(story), &grid, text);
        }
    }
}

fn markdown_table(header: &[String], rows: &[Vec<String>], text: &mut String) {
    let line = |cells: &[String]| {
        format!("| {} |", cells.iter().map(|cell| markdown::escaped(cell)).collect::<Vec<_>>().join(" | "))
    };
    let _ = writeln!(text, "\n{}\n|{}", line(header), "--:|".repeat(header.len()));
    for row in rows {
        let _ = writeln!(text, "{}", line(row));
    }
    text.push('\n');
}

fn sensitivity_header(story: &Story<'_>) -> Vec<String> {
    [
        "criterion",
        "reliability",
        "cutoff",
        "pairs",
        "recovered",
        "improved",
        "unchanged",
        "deteriorated",
        "harmed",
        "differs",
        "kappa",
    ]
    .into_iter()
    .map(|column| match column {
        "recovered" | "improved" | "unchanged" | "deteriorated" | "harmed" => {
            story.text(&format!("change-class-{column}"))
        }
        _ => story.text(&format!("change-column-{column}")),
    })
    .collect()
}

fn sensitivity_rows(story: &Story<'_>, joint: &Joint) -> Vec<Vec<String>> {
    let none = || "–".to_owned();
    joint
        .sensitivity
        .iter()
        .map(|row| {
            let method = format!("change-method-{}", row.criterion);
            let criterion =
                if story.catalogue.has(&method) { story.text(&method) } else { story.text("change-column-threshold") };
            let mut cells = vec![
                criterion,
                row.reliability.map_or_else(none, two_decimals),
                row.cutoff.clone().unwrap_or_else(none),
                format::count(row.classes.iter().sum()),
            ];
            cells.extend(row.classes.iter().map(|&count| format::count(count)));
            cells.push(row.differs.map_or_else(none, format::percent));
            cells.push(row.kappa.map_or_else(none, two_decimals));
            cells
        })
        .collect()
}

fn two_decimals(value: f64) -> String {
    format!("{value:.2}").replace("-0.00", "0.00").replace('-', "−")
}

/// Points with a sign: a fall is `−5.3`.
fn points(value: f64) -> String {
    let text = format!("{:.1}", value.abs());
    match (text.as_str(), value < 0.0) {
        ("0.0", _) => text,
        (_, true) => format!("−{text}"),
        (_, false) => format!("+{text}"),
    }
}

fn points_interval(low: f64, high: f64) -> String {
    format!("{} to {}", points(low), points(high))
}
