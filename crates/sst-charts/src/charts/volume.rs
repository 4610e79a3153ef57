//! Sessions by month.

use std::collections::BTreeMap;

use sst_core::results::ResultEntry;
use sst_core::text::{Arg, format};

use super::Context;
use super::columns::{self, Column};
use super::months::{every_month, month_labels};
use crate::frame::Words;
use crate::request::Chart;
use crate::tokens::Token;

pub(super) fn draw(context: &Context<'_>) -> Option<Chart> {
    let told: BTreeMap<&str, Option<u64>> = context
        .results
        .results
        .iter()
        .filter(|entry| entry.measure == "sessions" && entry.by.len() == 1)
        .filter_map(|entry| Some((entry.by.get("month")?.as_deref()?, ResultEntry::as_count(entry))))
        .collect();
    let counts: BTreeMap<&str, u64> = told.iter().filter_map(|(&month, &count)| Some((month, count?))).collect();
    let months = every_month(told.keys().next()?, told.keys().next_back()?);
    let (busiest, most) = counts.iter().max_by_key(|(month, count)| (**count, std::cmp::Reverse(**month)))?;
    if months.len() < 2 || *most == 0 {
        return None;
    }
    let column = |(month, label): (&String, Option<String>)| {
        let is_hidden = told.get(month.as_str()).is_some_and(Option::is_none);
        let count = counts.get(month.as_str()).copied().unwrap_or(0);
        let number = if is_hidden { context.text("chart-hidden") } else { format::count(count) };
        Column { label, tooltip: format!("{}: {number}", format::month(month)), count, number }
    };
    let as_busy = counts.values().filter(|count| *count == most).count();
    let args =
        [("month", Arg::Text(&format::month(busiest))), ("count", (*most).into()), ("months", (as_busy as u64).into())];
    let key = match as_busy {
        1 => "chart-volume-title",
        _ if as_busy == months.len() => "chart-volume-title-even",
        _ => "chart-volume-title-several",
    };
    let words = Words {
        title: context.say(key, &args),
        subtitle: context.plain_subtitle(&context.text("chart-what-volume")),
        note: context.text("chart-note-volume"),
        description: context.text("chart-volume-description"),
    };
    Some(context.framed(words, columns::HEIGHT, |canvas, place| {
        let labels = month_labels(&months, columns::step(place, months.len()));
        let columns: Vec<Column> = months.iter().zip(labels).map(column).collect();
        columns::draw(canvas, place, &columns, Token::Blue);
    }))
}
