//! Days waited, in classes.

use sst_core::text::format;

use super::Context;
use super::columns::{self, Column};
use crate::frame::Words;
use crate::request::Chart;
use crate::tokens::Token;

/// The first and last day of each class; the last has no end.
const CLASSES: [(i64, i64); 7] = [(0, 0), (1, 7), (8, 14), (15, 28), (29, 56), (57, 84), (85, i64::MAX)];

pub(super) fn draw(context: &Context<'_>) -> Option<Chart> {
    let distribution = context.distribution("wait_days")?;
    let answered = distribution.answered.filter(|&answered| answered > 0)?;
    let mut counts = [0; CLASSES.len()];
    for bin in &distribution.bins {
        let (days, count): (i64, u64) = (bin.value.parse().ok()?, bin.count?);
        let class = CLASSES.iter().position(|&(from, to)| (from..=to).contains(&days))?;
        counts[class] += count;
    }
    // Empty classes at the end say nothing.
    let last = counts.iter().rposition(|&count| count > 0)?;
    let columns: Vec<Column> = CLASSES
        .iter()
        .zip(counts)
        .take(last.max(3) + 1)
        .map(|(&(from, to), count)| {
            let label = match (from, to) {
                (0, 0) => context.text("chart-waits-same-day"),
                (from, i64::MAX) => format!("{from}+"),
                (from, to) => format!("{from}–{to}"),
            };
            let percent = format::percent(count as f64 / answered as f64);
            let number = format::count(count);
            Column { tooltip: format!("{label}: {number} ({percent})"), label: Some(label), count, number }
        })
        .collect();
    let days = |value: Option<f64>| Some(format::decimal(value?, 0));
    let (q1, q3) = (days(distribution.q1)?, days(distribution.q3)?);
    // Half a day more is still within the next whole one.
    let median = distribution.median?.ceil() as u64;
    let words = Words {
        title: context.say("chart-waits-title", &[("median", median.into())]),
        subtitle: context.plain_subtitle(&context.say("chart-what-waits", &[("answered", answered.into())])),
        note: context.say("chart-note-waits", &[("q1", (&q1).into()), ("q3", (&q3).into())]),
        description: context.text("chart-waits-description"),
    };
    Some(context.framed(words, columns::HEIGHT, |canvas, place| {
        columns::draw(canvas, place, &columns, Token::Navy);
    }))
}
