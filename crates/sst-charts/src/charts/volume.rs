//! Sessions by month.

use std::collections::BTreeMap;

use sst_core::results::ResultEntry;
use sst_core::text::format;

use super::Context;
use super::columns::{self, Column};
use super::months::{every_month, short_month};
use crate::frame::{Words, framed};
use crate::request::Chart;
use crate::tokens::Token;

pub(super) fn draw(context: &Context<'_>) -> Option<Chart> {
    let counts: BTreeMap<&str, u64> = context
        .results
        .results
        .iter()
        .filter(|entry| entry.measure == "sessions" && entry.by.len() == 1)
        .filter_map(|entry| Some((entry.by.get("month")?.as_deref()?, ResultEntry::as_count(entry)?)))
        .collect();
    let months = every_month(counts.keys().next()?, counts.keys().next_back()?);
    let (busiest, most) = counts.iter().max_by_key(|(month, count)| (**count, std::cmp::Reverse(**month)))?;
    if months.len() < 2 {
        return None;
    }
    let columns: Vec<Column> = months
        .iter()
        .enumerate()
        .map(|(i, month)| {
            let count = counts.get(month.as_str()).copied().unwrap_or(0);
            Column {
                label: short_month(month, i == 0),
                tooltip: format!("{}: {}", format::month(month), format::count(count)),
                count,
            }
        })
        .collect();
    let words = Words {
        title: context
            .say("chart-volume-title", &[("month", (&format::month(busiest)).into()), ("count", (*most).into())]),
        subtitle: context.plain_subtitle(&context.text("chart-what-volume")),
        note: context.text("chart-note-volume"),
        description: context.text("chart-volume-description"),
    };
    Some(framed(&words, context.options, columns::HEIGHT, |canvas, place| {
        columns::draw(canvas, place, &columns, Token::Blue);
    }))
}
