//! One question's answers as bars.

use sst_core::text::format;

use super::Context;
use crate::canvas::Anchor;
use crate::frame::{LABEL, QUIET, Words, framed};
use crate::request::{Chart, ChartError};
use crate::text_width::{fitted, text_width};
use crate::tokens::Token;

const ROW: f64 = 32.0;

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
    let words = Words {
        title: context.say("chart-distribution-title", &[("code", code.into()), ("percent", (&percent(*most)).into())]),
        subtitle: context.plain_subtitle(&what),
        note: context.text("chart-note-distribution"),
        description: context.text("chart-distribution-description"),
    };
    let highest = (*most).max(1);
    Ok(Some(framed(&words, context.options, ROW * bars.len() as f64, |canvas, place| {
        let widest = if place.is_narrow { 130.0 } else { 260.0 };
        let label_width =
            bars.iter().map(|(label, _)| text_width(label, LABEL.size, LABEL.weight)).fold(0.0, f64::max).min(widest);
        let numbers = text_width("99,999 (100%)", LABEL.size, LABEL.weight) + 10.0;
        let (left, right) = (place.left + label_width + 12.0, place.right - numbers);
        for (i, (label, count)) in bars.iter().enumerate() {
            let top = place.top + ROW * i as f64;
            let width = (right - left) * *count as f64 / highest as f64;
            canvas.group(&format!("{label}: {} ({})", format::count(*count), percent(*count)), |canvas| {
                let label = fitted(label, label_width, LABEL.size, LABEL.weight);
                canvas.text(place.left + label_width, top + 19.0, &label, Anchor::End, LABEL);
                canvas.rect(left, top + 4.0, width.max(1.0), 20.0, Token::Navy);
                canvas.text(left + width + 8.0, top + 19.0, &percent(*count), Anchor::Start, LABEL);
                let at = left + width + 8.0 + text_width(&percent(*count), LABEL.size, LABEL.weight) + 5.0;
                canvas.text(at, top + 19.0, &format!("({})", format::count(*count)), Anchor::Start, QUIET);
            });
        }
    })))
}
