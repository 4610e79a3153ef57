//! One measure by month, with the share that answered below: a shift in the one may be a shift in the other.

use std::collections::BTreeMap;

use sst_core::results::{By, Proportion};
use sst_core::text::{Arg, format};

use super::{Context, FEW, in_words, shown};
use crate::canvas::Anchor;
use crate::frame::{QUIET, Words};
use crate::request::{Chart, ChartError};
use crate::text_width::text_width;
use crate::tokens::Token;

const PLOT: f64 = 200.0;
const RESPONSE: f64 = 44.0;
const AXIS: f64 = 22.0;

pub(super) fn draw(context: &Context<'_>) -> Result<Option<Chart>, ChartError> {
    let measure = context.measure()?;
    let by_month: BTreeMap<&str, &Proportion> = context
        .results
        .results
        .iter()
        .filter(|entry| entry.measure == measure.id && entry.by.len() == 1)
        .filter_map(|entry| Some((entry.by.get("month")?.as_deref()?, entry.as_proportion()?)))
        .collect();
    let with_answers = by_month.values().filter(|proportion| shown(proportion).is_some()).count();
    let (Some(first), Some(last)) = (by_month.keys().next(), by_month.keys().next_back()) else {
        return Ok(None);
    };
    let months = every_month(first, last);
    if with_answers < 2 {
        return Ok(None);
    }
    let solid = by_month.values().filter_map(|p| shown(p)).filter(|share| share.answered >= FEW);
    let title = if let Some((low, high)) = extremes(solid.map(|share| share.estimate)) {
        let (low, high) = (format::percent(low), format::percent(high));
        let args = [("label", Arg::Text(&measure.label)), ("low", Arg::Text(&low)), ("high", Arg::Text(&high))];
        context.say("chart-months-title", &args)
    } else {
        context.say("chart-months-title-plain", &[("label", (&measure.label).into())])
    };
    let proportions: Vec<&Proportion> = by_month.values().copied().collect();
    let mut note = format!("{} {}", context.text("chart-note-months"), context.intervals(&proportions));
    let target = context.target(&measure.id, &By::new());
    if target.is_some() {
        note = format!("{note} {}", context.text("chart-note-target"));
    }
    let words = Words {
        title,
        subtitle: context.subtitle(&measure.definition),
        note,
        description: context.text("chart-months-description"),
    };
    let height = PLOT + 10.0 + RESPONSE + AXIS;
    Ok(Some(context.framed(words, height, |canvas, place| {
        let left = place.left + text_width("100%", QUIET.size, QUIET.weight) + 10.0;
        let step = (place.right - left) / months.len() as f64;
        let x = |i: usize| left + step * (i as f64 + 0.5);
        let y = |share: f64| place.top + 8.0 + (1.0 - share) * (PLOT - 16.0);
        for tick in 0..=4 {
            let share = f64::from(tick) / 4.0;
            canvas.line(&[(left, y(share)), (place.right, y(share))], Token::Grid, 1.0);
            canvas.text(left - 8.0, y(share) + 4.0, &format::percent(share), Anchor::End, QUIET);
        }
        if let Some(target) = target {
            canvas.dashed((left, y(target)), (place.right, y(target)), Token::Muted, 1.4);
        }
        let shares: Vec<Option<super::Shown>> =
            months.iter().map(|month| by_month.get(month.as_str()).and_then(|p| shown(p))).collect();
        // A month without answers breaks the line.
        let points: Vec<Option<(f64, f64)>> =
            shares.iter().enumerate().map(|(i, share)| share.map(|share| (x(i), y(share.estimate)))).collect();
        for run in points.split(Option::is_none) {
            let run: Vec<(f64, f64)> = run.iter().flatten().copied().collect();
            if run.len() > 1 {
                canvas.line(&run, Token::Navy, 1.6);
            }
        }
        let labels = month_labels(&months, step);
        let base = place.top + PLOT + 10.0 + RESPONSE;
        canvas.line(&[(left, base), (place.right, base)], Token::Grid, 1.0);
        for (i, month) in months.iter().enumerate() {
            let proportion = by_month.get(month.as_str());
            let tooltip = proportion.map_or_else(String::new, |proportion| match proportion.estimate {
                Some(_) => in_words(proportion),
                None => context.no_share(proportion),
            });
            canvas.group(&format!("{}: {tooltip}", format::month(month)), |canvas| {
                if let Some(share) = shares[i] {
                    if let (Some(low), Some(high)) = (share.low, share.high) {
                        canvas.line(&[(x(i), y(low)), (x(i), y(high))], Token::Blue, 2.0);
                    }
                    canvas.dot(x(i), y(share.estimate), 4.5, Token::Navy, share.answered < FEW);
                }
                if context.is_protected() && proportion.is_some_and(|proportion| proportion.answered.is_none()) {
                    let words = context.text("chart-hidden");
                    let sign =
                        if text_width(&words, QUIET.size, QUIET.weight) + 4.0 < step { words } else { "×".to_owned() };
                    canvas.text_within(x(i), place.top + PLOT - 14.0, &sign, (left, place.right), QUIET);
                }
                if let Some(response) = proportion.and_then(|p| response(p)) {
                    let tall = (RESPONSE - 14.0) * response;
                    let width = (step * 0.6).min(28.0);
                    canvas.rect(x(i) - width / 2.0, base - tall, width, tall, Token::Grey);
                }
                if let Some(label) = &labels[i] {
                    canvas.text_within(x(i), base + 16.0, label, (place.left, place.right), QUIET);
                }
            });
        }
        if let Some((low, high)) = extremes(by_month.values().filter_map(|p| response(p))) {
            let args = [("low", Arg::Text(&format::percent(low))), ("high", Arg::Text(&format::percent(high)))];
            canvas.text(
                left,
                base - RESPONSE + 8.0,
                &context.say("chart-months-response", &args),
                Anchor::Start,
                QUIET,
            );
        }
    })))
}

/// The share that answered, of those who could be asked; none where anonymous answers are more than they.
fn response(proportion: &Proportion) -> Option<f64> {
    let (answered, eligible) = proportion.answered.zip(proportion.eligible)?;
    (eligible > 0 && answered <= eligible).then(|| answered as f64 / eligible as f64)
}

/// The smallest and the largest, where there are any.
fn extremes(values: impl Iterator<Item = f64>) -> Option<(f64, f64)> {
    values.fold(None, |found, value| {
        Some(found.map_or((value, value), |(low, high): (f64, f64)| (low.min(value), high.max(value))))
    })
}

/// The labels of months `step` pixels apart, thinned out until they do not touch: by halves, quarters or years, so that January - which
/// carries the year - is among them.
pub(super) fn month_labels(months: &[String], step: f64) -> Vec<Option<String>> {
    const GAP: f64 = 8.0;
    let width = |label: &str| text_width(label, QUIET.size, QUIET.weight);
    let widest = months.iter().map(|month| width(&short_month(month, true))).fold(0.0, f64::max);
    // A label at the edge moves inside, towards its neighbour.
    let moved = ((widest - step) / 2.0).max(0.0);
    let fits = |every: &usize| step * *every as f64 >= widest + GAP + moved;
    let every = [1, 2, 3, 4, 6, 12, 24, 36, 48, 60, 120, 240].into_iter().find(fits).unwrap_or(usize::MAX);
    let number = |month: &str| {
        let (year, month) = month.split_once('-').unwrap_or_default();
        12 * year.parse::<usize>().unwrap_or(0) + month.parse::<usize>().unwrap_or(1) - 1
    };
    let is_labelled = |month: &str| number(month).is_multiple_of(every);
    // Few months may have no January among them: then the first is labelled, whichever it is.
    let none = !months.iter().any(|month| is_labelled(month));
    let mut has_year = false;
    months
        .iter()
        .enumerate()
        .map(|(i, month)| {
            (is_labelled(month) || (none && i == 0)).then(|| {
                let label = short_month(month, !has_year);
                has_year = true;
                label
            })
        })
        .collect()
}

/// Every month from `2025-03` to `2026-02`, those without a session too.
pub(super) fn every_month(first: &str, last: &str) -> Vec<String> {
    const LONGEST: usize = 1200;
    let parse = |month: &str| Some((month.get(..4)?.parse::<i32>().ok()?, month.get(5..7)?.parse::<i32>().ok()?));
    let (Some((mut year, mut month)), Some(end)) = (parse(first), parse(last)) else {
        return Vec::new();
    };
    let mut months = Vec::new();
    while (year, month) <= end && months.len() < LONGEST {
        months.push(format!("{year:04}-{month:02}"));
        (year, month) = if month == 12 { (year + 1, 1) } else { (year, month + 1) };
    }
    months
}

/// `Mar`, with the year for January and where asked: `Jan 25`.
pub(super) fn short_month(month: &str, with_year: bool) -> String {
    let long = format::month(month);
    match long.split_once(' ') {
        Some((name, year)) if with_year || name == "Jan" => {
            format!("{name} {}", &year[year.len().saturating_sub(2)..])
        }
        Some((name, _)) => name.to_owned(),
        None => long,
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn months_without_a_session_are_months_too() {
        assert_eq!(super::every_month("2025-11", "2026-02"), ["2025-11", "2025-12", "2026-01", "2026-02"]);
        assert_eq!(super::short_month("2026-01", false), "Jan 26");
        assert_eq!(super::short_month("2026-02", false), "Feb");
    }

    #[test]
    fn labels_are_as_many_as_there_is_room_for_and_one_has_a_year() {
        let labels = |first: &str, last: &str, step: f64| -> Vec<String> {
            super::month_labels(&super::every_month(first, last), step).into_iter().flatten().collect()
        };
        assert_eq!(labels("2025-02", "2025-04", 60.0), ["Feb 25", "Mar", "Apr"]);
        assert_eq!(labels("2024-11", "2025-04", 30.0), ["Nov 24", "Jan 25", "Mar"]);
        assert_eq!(labels("2020-01", "2024-12", 6.0), ["Jan 20", "Jan 21", "Jan 22", "Jan 23", "Jan 24"]);
        assert_eq!(labels("2025-02", "2025-05", 1.0), ["Feb 25"]);
    }
}
