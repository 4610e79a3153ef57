//! What those who did not answer could change: the share inside the band of all that it could be.

use sst_core::results::{By, Proportion, Range};
use sst_core::text::{Arg, format};

use super::{Context, FEW, Shown, shown};
use crate::canvas::{Anchor, Canvas, Type};
use crate::frame::{LABEL, Place, QUIET, STRONG, Words};
use crate::request::{Chart, ChartError};
use crate::text_width::{fitted, text_width};
use crate::tokens::Token;

/// Measures that have no silent, or whose silence is no answer withheld.
const ELSEWHERE: [&str; 5] = ["attended", "followed_up", "seen_same_day", "seen_within_7_days", "seen_within_28_days"];

const HEAD: f64 = 6.0;
const FOOT: f64 = 22.0;

/// One measure.
struct Row {
    label: String,
    answered: String,
    tooltip: String,
    share: Option<Shown>,
    bounds: (f64, f64),
    /// The bounds with chance allowed for.
    union: Option<Range>,
    weighted: Vec<f64>,
    /// Shares to be reached.
    marks: Vec<f64>,
}

pub(super) fn draw(context: &Context<'_>) -> Result<Option<Chart>, ChartError> {
    let wanted = context.request.measure.as_ref().map(|_| context.measure()).transpose()?;
    let notes = context.measures().filter(|note| match wanted {
        Some(wanted) => note.id == wanted.id,
        None => !ELSEWHERE.contains(&note.id.as_str()),
    });
    let found: Vec<(Row, &Proportion)> =
        notes.filter_map(|note| row(context, &note.label, context.proportion(&note.id, &By::new())?)).collect();
    let Some((first, numbers)) = found.first() else { return Ok(None) };
    let has = |any: fn(&Row) -> bool| found.iter().any(|(row, _)| any(row));
    let mut note = context.text("chart-note-missing");
    if has(|row| !row.weighted.is_empty()) {
        note = format!("{note} {}", context.text("chart-note-missing-weighted"));
    }
    if has(|row| !row.marks.is_empty()) {
        note = format!("{note} {}", context.text("chart-note-missing-marks"));
    }
    let shares: Vec<&Proportion> = found.iter().map(|(_, proportion)| *proportion).collect();
    let words = Words {
        title: title(context, first, numbers),
        subtitle: context.subtitle(&context.text("chart-what-missing")),
        note: format!("{note} {}", context.intervals(&shares)),
        description: context.text("chart-missing-description"),
    };
    let rows: Vec<Row> = found.into_iter().map(|(row, _)| row).collect();
    let is_narrow = context.options.width == crate::request::Width::Narrow;
    let height = HEAD + row_height(is_narrow) * rows.len() as f64 + FOOT;
    let none = context.text("chart-no-answers");
    Ok(Some(context.framed(words, height, |canvas, place| draw_rows(canvas, place, &rows, &none))))
}

/// What of a measure can be drawn; nothing where everybody answered.
fn row<'p>(context: &Context<'_>, label: &str, proportion: &'p Proportion) -> Option<(Row, &'p Proportion)> {
    let (missing, bounds) = (proportion.missing.as_ref()?, proportion.bounds?);
    let (eligible, answered) = (proportion.eligible?, proportion.answered?);
    let words = [("answered", answered.into()), ("eligible", eligible.into())];
    let band = format::percent_interval(bounds.low, bounds.high);
    let answers = context.say("chart-missing-answered", &words);
    let mut tooltip = format!("{label}: {}. {answers}.", super::in_words(proportion));
    tooltip = format!("{tooltip} {}", context.say("chart-missing-could-be", &[("bounds", (&band).into())]));
    let mut marks: Vec<f64> = missing.tipping.iter().map(|tipping| tipping.share).collect();
    marks.sort_by(f64::total_cmp);
    marks.dedup();
    let row = Row {
        label: label.to_owned(),
        answered: answers,
        tooltip,
        share: shown(proportion),
        bounds: (bounds.low, bounds.high),
        union: missing.union_wilson,
        weighted: missing.weighted.iter().filter_map(|weighted| weighted.estimate).collect(),
        marks,
    };
    Some((row, proportion))
}

fn title(context: &Context<'_>, row: &Row, numbers: &Proportion) -> String {
    let band = format::percent_interval(row.bounds.0, row.bounds.1);
    let percent = row.share.map(|share| format::percent(share.estimate));
    let key = if percent.is_some() { "chart-missing-title" } else { "chart-missing-title-none" };
    let args = [
        ("label", Arg::Text(&row.label)),
        ("percent", Arg::Text(percent.as_deref().unwrap_or_default())),
        ("bounds", Arg::Text(&band)),
        ("answered", numbers.answered.unwrap_or(0).into()),
    ];
    context.say(key, &args)
}

fn row_height(is_narrow: bool) -> f64 {
    if is_narrow { 74.0 } else { 46.0 }
}

fn draw_rows(canvas: &Canvas, place: Place, rows: &[Row], none: &str) {
    let width_of = |text: &str, look: Type| text_width(text, look.size, look.weight);
    let widest =
        |text: fn(&Row) -> &str, look: Type| rows.iter().map(|row| width_of(text(row), look)).fold(0.0, f64::max);
    let label_width = widest(|row| &row.label, LABEL).max(widest(|row| &row.answered, QUIET)).min(270.0);
    let bands: Vec<String> = rows.iter().map(|row| format::percent_interval(row.bounds.0, row.bounds.1)).collect();
    let band_width = bands.iter().map(|band| width_of(band, STRONG)).fold(0.0, f64::max);
    let left = if place.is_narrow { place.left + 8.0 } else { place.left + label_width + 22.0 };
    let right = if place.is_narrow { place.right - 14.0 } else { place.right - band_width - 22.0 };
    let x = |share: f64| left + share * (right - left);
    let height = row_height(place.is_narrow);
    let (top, bottom) = (place.top + HEAD, place.top + HEAD + height * rows.len() as f64);
    for step in 0..=4 {
        let share = f64::from(step) / 4.0;
        canvas.line(&[(x(share), top), (x(share), bottom)], Token::Grid, 1.0);
        canvas.text_within(x(share), bottom + 16.0, &format::percent(share), (place.left, place.right), QUIET);
    }
    for (i, (row, band)) in rows.iter().zip(&bands).enumerate() {
        let row_top = top + height * i as f64;
        let middle = if place.is_narrow { row_top + 49.0 } else { row_top + 20.0 };
        canvas.group(&row.tooltip, |canvas| {
            if place.is_narrow {
                let numbers = format!("{}, {band}", row.answered);
                let room = place.right - place.left;
                let label = fitted(&row.label, room, LABEL.size, LABEL.weight);
                // The lines to read along pass behind the words.
                let wide = width_of(&label, LABEL).max(width_of(&numbers, QUIET));
                canvas.rect(place.left, row_top + 3.0, wide + 3.0, 30.0, Token::Ground);
                canvas.text(place.left, row_top + 15.0, &label, Anchor::Start, LABEL);
                canvas.text(place.left, row_top + 30.0, &numbers, Anchor::Start, QUIET);
            } else {
                let label = fitted(&row.label, label_width, LABEL.size, LABEL.weight);
                canvas.text(place.left + label_width, middle - 1.0, &label, Anchor::End, LABEL);
                canvas.text(place.left + label_width, middle + 14.0, &row.answered, Anchor::End, QUIET);
                canvas.text(place.right, middle + 4.5, band, Anchor::End, LABEL);
            }
            draw_row(canvas, row, middle, &x, none);
        });
    }
}

/// Whiskers, band, interval and dot on one line; the weighted shares below it.
fn draw_row(canvas: &Canvas, row: &Row, middle: f64, x: &impl Fn(f64) -> f64, none: &str) {
    let (low, high) = row.bounds;
    if let Some(union) = row.union {
        canvas.line(&[(x(union.low), middle), (x(union.high), middle)], Token::Grey, 1.4);
    }
    canvas.rect(x(low), middle - 9.0, (x(high) - x(low)).max(1.0), 18.0, Token::Band);
    for end in [low, high] {
        canvas.line(&[(x(end), middle - 9.0), (x(end), middle + 9.0)], Token::Grey, 1.8);
    }
    for &mark in &row.marks {
        canvas.dashed((x(mark), middle - 14.0), (x(mark), middle + 14.0), Token::Muted, 1.6);
    }
    let Some(share) = row.share else {
        canvas.text(x(0.5), middle + 4.5, none, Anchor::Middle, QUIET);
        return;
    };
    if let (Some(low), Some(high)) = (share.low, share.high) {
        canvas.line(&[(x(low), middle), (x(high), middle)], Token::Navy, 3.0);
    }
    canvas.dot(x(share.estimate), middle, 5.5, Token::Navy, share.answered < FEW);
    for &weighted in &row.weighted {
        let (at, y) = (x(weighted), middle + 14.0);
        canvas.polygon(&[(at - 4.5, y), (at, y - 4.5), (at + 4.5, y), (at, y + 4.5)], Token::Teal);
    }
}
