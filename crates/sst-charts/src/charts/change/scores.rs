//! How far scores moved: a histogram of after minus before, with the band of measurement error.

use sst_core::results::Joint;
use sst_core::text::{Arg, format};

use super::scale::{Edges, step, ticks, unit};
use super::{Found, found, told};
use crate::canvas::{Anchor, Canvas};
use crate::charts::Context;
use crate::frame::{LABEL, Place, QUIET, STRONG, Words};
use crate::request::{Chart, ChartError};
use crate::text_width::text_width;
use crate::tokens::Token;

const TALL: f64 = 190.0;
/// Above the columns: the band's name, the mean.
const HEAD: f64 = 58.0;
/// Below: ticks, directions.
const FOOT: f64 = 44.0;
/// So many columns at most, and fewer where there are few pairs.
const COLUMNS: f64 = 31.0;
const FEWEST: f64 = 9.0;

/// The columns: so wide, so many in each from the first on.
struct Histogram {
    width: f64,
    unit: f64,
    first: i64,
    counts: Vec<u64>,
}

pub(in crate::charts) fn draw(context: &Context<'_>) -> Result<Option<Chart>, ChartError> {
    Ok(found(context)?.and_then(|found| picture(context, &found)))
}

/// How many changes lie from one number of points to another, both included.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ChangeColumn {
    /// The smallest change of the column, after minus before.
    pub from: f64,
    /// The largest.
    pub to: f64,
    /// How many pairs of scores.
    pub count: u64,
}

/// The columns of `change_scores`, for a table beside it; none where counts are hidden or there are no pairs.
pub fn change_columns(joint: &Joint) -> Vec<ChangeColumn> {
    let columns = histogram(joint).map(|histogram| {
        let column = |(i, &count): (usize, &u64)| {
            let (from, to) = histogram.ends(i);
            ChangeColumn { from, to, count }
        };
        histogram.counts.iter().enumerate().map(column).collect()
    });
    columns.unwrap_or_default()
}

impl Histogram {
    fn middle(&self, i: usize) -> f64 {
        (self.first + i as i64) as f64 * self.width
    }

    /// The smallest and the largest change in a column.
    fn ends(&self, i: usize) -> (f64, f64) {
        let reach = (self.width - self.unit) / 2.0;
        (self.middle(i) - reach, self.middle(i) + reach)
    }
}

/// Columns around multiples of an odd number of steps of the score, so that no change lies between two of them.
fn histogram(joint: &Joint) -> Option<Histogram> {
    let (cells, is_complete) = told(joint);
    // With counts missing the shape would be another.
    if !is_complete {
        return None;
    }
    let pairs = cells.iter().map(|(_, count)| *count as f64).sum::<f64>();
    let unit = unit(&joint.cells);
    let changes = || cells.iter().map(|(cell, count)| (cell.post - cell.pre, *count));
    let (low, high) = (
        changes().map(|(change, _)| change).reduce(f64::min)?.min(0.0),
        changes().map(|(change, _)| change).reduce(f64::max)?.max(0.0),
    );
    let columns = (2.5 * pairs.sqrt()).clamp(FEWEST, COLUMNS);
    let steps = ((high - low) / unit / (columns - 1.0)).ceil().max(1.0);
    let width = unit * if steps % 2.0 == 0.0 { steps + 1.0 } else { steps };
    let place = |change: f64| (change / width).round() as i64;
    let (first, last) = (place(low), place(high));
    let mut counts = vec![0_u64; usize::try_from(last - first).ok()? + 1];
    for (change, count) in changes() {
        let sum = &mut counts[usize::try_from(place(change) - first).ok()?];
        *sum = sum.saturating_add(count);
    }
    Some(Histogram { width, unit, first, counts })
}

fn picture(context: &Context<'_>, found: &Found<'_>) -> Option<Chart> {
    let histogram = histogram(found.joint)?;
    let edges = Edges::new(found.joint, histogram.unit);
    let mean = found.mean(context).and_then(|mean| mean.estimate);
    let height = HEAD + TALL + FOOT;
    Some(context.framed(words(context, found, &histogram), height, |canvas, place| {
        draw_histogram(context, canvas, place, found, &histogram, edges.band, mean);
    }))
}

fn draw_histogram(
    context: &Context<'_>,
    canvas: &Canvas,
    place: Place,
    found: &Found<'_>,
    histogram: &Histogram,
    band: Option<f64>,
    mean: Option<f64>,
) {
    let (width, count) = (histogram.width, histogram.counts.len());
    let columns = (histogram.first as f64 - 0.5) * width;
    let columns_end = columns + width * count as f64;
    // The band stays in sight, also where all changes are small.
    let reach = band.map_or(0.0, |band| band + width / 2.0);
    let (low, high) = (columns.min(-reach), columns_end.max(reach));
    let x = |change: f64| place.left + (change - low) / (high - low) * (place.right - place.left);
    let (top, bottom) = (place.top + HEAD, place.top + HEAD + TALL);
    let all = (place.left, place.right);
    if let Some(band) = band.filter(|&band| band > 0.0) {
        canvas.rect(x(-band), top - 16.0, x(band) - x(-band), TALL + 16.0, Token::Band);
        canvas.text_within(
            x(0.0),
            top - 26.0,
            &context.text(if found.joint.rule.is_of_error() { "chart-scores-band" } else { "chart-scores-band-less" }),
            all,
            QUIET,
        );
    }
    canvas.line(&[(place.left, bottom), (place.right, bottom)], Token::Grid, 1.0);
    let highest = histogram.counts.iter().copied().max().unwrap_or(0).max(1);
    let shown = (x(width) - x(0.0)).abs();
    let tall = |count: u64| (TALL - 20.0) * count as f64 / highest as f64;
    // A line down to the columns under it and their numbers, not through them.
    let down_to = |change: f64| {
        let near = histogram
            .counts
            .iter()
            .enumerate()
            .filter(|(i, _)| (x(histogram.middle(*i)) - x(change)).abs() < shown / 2.0 + 8.0);
        let under = near.map(|(_, &count)| tall(count) + if count > 0 { 20.0 } else { 0.0 }).fold(0.0, f64::max);
        bottom - under
    };
    canvas.line(&[(x(0.0), top - 16.0), (x(0.0), down_to(0.0))], Token::Muted, 1.2);
    let texts: Vec<String> = histogram.counts.iter().map(|&count| format::count(count)).collect();
    let widest = texts.iter().map(|text| text_width(text, QUIET.size, QUIET.weight)).fold(0.0, f64::max);
    let counts_fit = widest + 3.0 < shown;
    let first_highest = histogram.counts.iter().position(|&count| count == highest);
    for (i, (&count, text)) in histogram.counts.iter().zip(&texts).enumerate() {
        if count == 0 {
            continue;
        }
        let (middle, (from, to)) = (histogram.middle(i), histogram.ends(i));
        let is_one = from >= to;
        let (from, to) = (format::signed_score(from), format::signed_score(to));
        let range = if is_one {
            from
        } else {
            context.say("chart-scores-range", &[("from", (&from).into()), ("to", (&to).into())])
        };
        let percent = format::percent(count as f64 / found.pairs as f64);
        let height = tall(count).max(1.0);
        canvas.group(&format!("{range}: {text} ({percent})"), |canvas| {
            let bar = (shown - 1.5).max(shown * 0.6).min(56.0);
            canvas.rect(x(middle) - bar / 2.0, bottom - height, bar, height, Token::Navy);
            if counts_fit || Some(i) == first_highest {
                canvas.text_within(x(middle), bottom - height - 5.0, text, all, QUIET);
            }
        });
    }
    if let Some(mean) = mean.filter(|mean| (low..=high).contains(mean)) {
        canvas.dashed((x(mean), top - 16.0), (x(mean), down_to(mean)), Token::Orange, 1.8);
        let label = context.say("chart-scores-mean", &[("mean", (&format::signed_decimal(mean, 1)).into())]);
        canvas.triangle(x(mean), top - 16.0, false, Token::Orange);
        canvas.text_within(x(mean), top - 45.0, &label, all, STRONG);
    }
    let parts = if place.is_narrow { 6.0 } else { 9.0 };
    for tick in ticks(low, high, step(high - low, parts)) {
        canvas.text_within(x(tick), bottom + 16.0, &format::signed_score(tick), all, QUIET);
    }
    let (left, right) =
        if found.higher_is_better() { ("worse-left", "better-right") } else { ("better-left", "worse-right") };
    canvas.text(place.left, bottom + 36.0, &context.text(&format!("chart-scores-{left}")), Anchor::Start, LABEL);
    canvas.text(place.right, bottom + 36.0, &context.text(&format!("chart-scores-{right}")), Anchor::End, LABEL);
}

fn words(context: &Context<'_>, found: &Found<'_>, histogram: &Histogram) -> Words {
    let mean = found.mean(context);
    let estimate = mean.and_then(|mean| mean.estimate);
    let name = ("name", Arg::Text(&found.name));
    let title = match estimate {
        None => found.title(context),
        Some(estimate) => {
            let points = format::decimal(estimate.abs(), 1);
            let key = if points == "0.0" {
                "chart-scores-title-none"
            } else if (estimate > 0.0) == found.higher_is_better() {
                "chart-scores-title-better"
            } else {
                "chart-scores-title-worse"
            };
            context.say(key, &[name.clone(), ("points", (&points).into())])
        }
    };
    let interval = mean.and_then(|mean| Some((mean.low?, mean.high?))).map_or_else(String::new, |(low, high)| {
        let (low, high, level) =
            (format::signed_decimal(low, 1), format::signed_decimal(high, 1), format::level(context.results.level));
        let args = [("low", Arg::Text(&low)), ("high", Arg::Text(&high)), ("level", Arg::Text(&level))];
        context.say("chart-scores-interval", &args)
    });
    let mut note = context.text("chart-note-scores");
    if histogram.width > histogram.unit {
        let points = format::score(histogram.width);
        note = format!("{note} {}", context.say("chart-note-scores-width", &[("points", (&points).into())]));
    }
    if let Some(change) = found.joint.rule.reliable_change {
        let points = format::score(change);
        let is_of_error = found.joint.rule.is_of_error();
        let key = if is_of_error { "chart-note-pairs-band" } else { "chart-note-pairs-band-less" };
        note = format!("{note} {}", context.say(key, &[("points", (&points).into())]));
    }
    Words {
        title,
        subtitle: found.subtitle(context, &interval),
        note,
        description: context.say("chart-scores-description", &[name]),
    }
}
