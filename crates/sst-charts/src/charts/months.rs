//! One measure by month, with the share that answered below: a shift in the one may be a shift in the other.

use std::collections::BTreeMap;

use sst_core::results::{By, Proportion};
use sst_core::text::{Arg, format};

use super::{Context, FEW, in_words, shown};
use crate::canvas::Anchor;
use crate::frame::{QUIET, Words, framed};
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
    let (low, high) = solid.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), share| {
        (low.min(share.estimate), high.max(share.estimate))
    });
    let title = if low <= high {
        let (low, high) = (format::percent(low), format::percent(high));
        let args = [("label", Arg::Text(&measure.label)), ("low", Arg::Text(&low)), ("high", Arg::Text(&high))];
        context.say("chart-months-title", &args)
    } else {
        context.say("chart-months-title-plain", &[("label", (&measure.label).into())])
    };
    let proportions: Vec<&Proportion> = by_month.values().copied().collect();
    let mut note = format!("{} {}.", context.text("chart-note-months"), context.method(&proportions));
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
    Ok(Some(framed(&words, context.options, height, |canvas, place| {
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
        let widest = months
            .iter()
            .map(|month| text_width(&short_month(month, true), QUIET.size, QUIET.weight))
            .fold(0.0, f64::max);
        let every = ((widest + 6.0) / step).ceil().max(1.0) as usize;
        let base = place.top + PLOT + 10.0 + RESPONSE;
        canvas.line(&[(left, base), (place.right, base)], Token::Grid, 1.0);
        for (i, month) in months.iter().enumerate() {
            let proportion = by_month.get(month.as_str());
            let tooltip = proportion.map_or_else(String::new, |proportion| in_words(proportion));
            canvas.group(&format!("{}: {tooltip}", format::month(month)), |canvas| {
                if let Some(share) = shares[i] {
                    if let (Some(low), Some(high)) = (share.low, share.high) {
                        canvas.line(&[(x(i), y(low)), (x(i), y(high))], Token::Blue, 2.0);
                    }
                    canvas.dot(x(i), y(share.estimate), 4.5, Token::Navy, share.answered < FEW);
                }
                if let Some((answered, eligible)) =
                    proportion.and_then(|p| p.answered.zip(p.eligible)).filter(|(_, n)| *n > 0)
                {
                    let tall = (RESPONSE - 14.0) * answered as f64 / eligible as f64;
                    let width = (step * 0.6).min(28.0);
                    canvas.rect(x(i) - width / 2.0, base - tall, width, tall, Token::Grey);
                }
                if i % every == 0 {
                    canvas.text(x(i), base + 16.0, &short_month(month, i == 0), Anchor::Middle, QUIET);
                }
            });
        }
        canvas.text(left, base - RESPONSE + 8.0, &context.text("chart-months-response"), Anchor::Start, QUIET);
    })))
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
}
