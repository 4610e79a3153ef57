//! One question's answers as bars.

use sst_core::text::format;

use super::Context;
use crate::canvas::Anchor;
use crate::frame::{LABEL, QUIET, Words};
use crate::request::{Chart, ChartError, Width};
use crate::text_width::{fitted, text_width};
use crate::tokens::Token;

const ROW: f64 = 32.0;
/// Where a label has a line of its own.
const TALL_ROW: f64 = 46.0;
/// Wider labels get a line of their own on a phone, or are cut on a wide picture.
const WIDEST_NARROW: f64 = 110.0;
const WIDEST: f64 = 260.0;

pub(super) fn draw(context: &Context<'_>) -> Result<Option<Chart>, ChartError> {
    let column = context.request.measure.as_deref().unwrap_or("helpfulness");
    let Some(distribution) = context.distribution(column) else {
        let known =
            context.results.results.iter().filter(|entry| entry.by.is_empty() && entry.as_distribution().is_some());
        return Err(ChartError::UnknownMeasure {
            wanted: column.to_owned(),
            known: known.map(|entry| entry.measure.clone()).collect(),
        });
    };
    let (Some(answered), Some(eligible)) = (distribution.answered.filter(|&n| n > 0), distribution.eligible) else {
        return Ok(None);
    };
    // More bins than a page is high are no picture of answers.
    if distribution.bins.len() > 40 {
        return Ok(None);
    }
    let Some(bars) = distribution
        .bins
        .iter()
        .map(|bin| Some((context.code(column, &bin.value), bin.count?)))
        .collect::<Option<Vec<(String, u64)>>>()
    else {
        return Ok(None);
    };
    let Some((code, most)) = bars.iter().max_by_key(|(_, count)| *count) else {
        return Ok(None);
    };
    let percent = |count: u64| format::percent(count as f64 / answered as f64);
    let key = format!("column-{}", column.replace('_', "-"));
    let label = if context.catalogue.has(&key) { context.text(&key) } else { format!("{column}:") };
    let what = context.say(
        "chart-what-distribution",
        &[("label", (&label).into()), ("answered", answered.into()), ("eligible", eligible.into())],
    );
    let top = bars.last().and_then(|(code, _)| code.parse::<u64>().ok());
    let high_share =
        distribution.shares.iter().find(|share| top.is_some_and(|top| u64::from(share.at_least) + 1 == top));
    let title = match (top, high_share.and_then(|share| share.estimate)) {
        (Some(top), Some(share)) => {
            let share = format::percent(share);
            let args = [("percent", (&share).into()), ("low", (top - 1).into()), ("high", top.into())];
            context.say("chart-distribution-title-rating", &args)
        }
        _ => context.say("chart-distribution-title", &[("code", code.into()), ("percent", (&percent(*most)).into())]),
    };
    let words = Words {
        title,
        subtitle: context.plain_subtitle(&what),
        note: context.text("chart-note-distribution"),
        description: context.text("chart-distribution-description"),
    };
    let highest = (*most).max(1);
    let widest = bars.iter().map(|(label, _)| text_width(label, LABEL.size, LABEL.weight)).fold(0.0, f64::max);
    let is_above = context.options.width == Width::Narrow && widest > WIDEST_NARROW;
    let row = if is_above { TALL_ROW } else { ROW };
    Ok(Some(context.framed(words, row * bars.len() as f64, |canvas, place| {
        let label_width = widest.min(if is_above { place.right - place.left } else { WIDEST });
        let numbers = text_width("100% (99,999)", LABEL.size, LABEL.weight) + 10.0;
        let left = if is_above { place.left } else { place.left + label_width + 12.0 };
        let right = place.right - numbers;
        for (i, (label, count)) in bars.iter().enumerate() {
            let top = place.top + row * i as f64 + (row - ROW);
            let width = (right - left) * *count as f64 / highest as f64;
            canvas.group(&format!("{label}: {} ({})", format::count(*count), percent(*count)), |canvas| {
                let label = fitted(label, label_width, LABEL.size, LABEL.weight);
                if is_above {
                    canvas.text(place.left, top, &label, Anchor::Start, LABEL);
                } else {
                    canvas.text(place.left + label_width, top + 19.0, &label, Anchor::End, LABEL);
                }
                if *count > 0 {
                    canvas.rect(left, top + 4.0, width.max(1.0), 20.0, Token::Navy);
                }
                canvas.text(left + width + 8.0, top + 19.0, &percent(*count), Anchor::Start, LABEL);
                let at = left + width + 8.0 + text_width(&percent(*count), LABEL.size, LABEL.weight) + 5.0;
                canvas.text(at, top + 19.0, &format!("({})", format::count(*count)), Anchor::Start, QUIET);
            });
        }
    })))
}
