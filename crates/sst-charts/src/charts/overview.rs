//! Every measure of the whole on one axis, with what the silent could change.

use sst_core::results::{By, Proportion};
use sst_core::text::format;

use super::share_rows::{self, Axis, Row};
use super::{Context, in_words, shown};
use crate::frame::Words;
use crate::request::{Chart, Width};

/// Measures that have a picture of their own.
const ELSEWHERE: [&str; 5] = ["attended", "followed_up", "seen_same_day", "seen_within_7_days", "seen_within_28_days"];

pub(super) fn draw(context: &Context<'_>) -> Option<Chart> {
    let whole = By::new();
    let rows: Vec<(&str, Row, &Proportion)> = context
        .measures()
        .filter(|note| !ELSEWHERE.contains(&note.id.as_str()))
        .filter_map(|note| {
            let proportion = context.proportion(&note.id, &whole)?;
            let share = shown(proportion)?;
            let has_silent = proportion.eligible > proportion.answered;
            let row = Row {
                label: note.label.clone(),
                tooltip: format!("{}: {}", note.label, in_words(proportion)),
                none: String::new(),
                share: Some(share),
                bounds: proportion.bounds.filter(|_| has_silent).map(|bounds| (bounds.low, bounds.high)),
                target: context.target(&note.id, &whole),
                off: None,
            };
            Some((note.id.as_str(), row, proportion))
        })
        .collect();
    let (_, first, numbers) = rows.first()?;
    let (percent, answered) = (format::percent(numbers.estimate?), numbers.answered?);
    let title = context.say(
        "chart-overview-title",
        &[("label", (&first.label).into()), ("percent", (&percent).into()), ("answered", answered.into())],
    );
    let proportions: Vec<&Proportion> = rows.iter().map(|(_, _, proportion)| *proportion).collect();
    let mut note = context.text("chart-note-bounds");
    if rows.iter().any(|(_, row, _)| row.target.is_some()) {
        note = format!("{note} {}", context.text("chart-note-target"));
    }
    note = format!("{note} {}", context.intervals(&proportions));
    let words = Words {
        title,
        subtitle: context.subtitle(&context.text("chart-what-overview")),
        note,
        description: context.text("chart-overview-description"),
    };
    let axis = Axis { n_label: context.text("chart-axis-n"), reference: None };
    let rows: Vec<Row> = rows.into_iter().map(|(_, row, _)| row).collect();
    let height = share_rows::height(rows.len(), context.options.width == Width::Narrow);
    Some(context.framed(words, height, |canvas, place| share_rows::draw(canvas, place, &rows, &axis)))
}
