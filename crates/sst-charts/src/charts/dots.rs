//! One measure by group, beside the whole.

use sst_core::results::{By, Proportion};
use sst_core::text::{Arg, format};

use super::share_rows::{self, Axis, Off, Row};
use super::{Context, in_words, shown};
use crate::frame::Words;
use crate::request::{Chart, ChartError, Width};

/// More groups than this are not drawn: those with most answers are.
const DRAWN: usize = 20;

pub(super) fn draw(context: &Context<'_>) -> Result<Option<Chart>, ChartError> {
    let measure = context.measure()?;
    let key = context.request.key.as_deref().unwrap_or("concern");
    let mut groups: Vec<(Option<&str>, &Proportion)> = context
        .results
        .results
        .iter()
        .filter(|entry| entry.measure == measure.id && entry.by.len() == 1 && entry.instrument.is_none())
        .filter_map(|entry| Some((entry.by.get(key)?.as_deref(), entry.as_proportion()?)))
        .collect();
    if groups.is_empty() {
        let known: Vec<String> = context
            .results
            .results
            .iter()
            .filter(|entry| entry.by.len() == 1 && entry.measure == measure.id)
            .flat_map(|entry| entry.by.keys().cloned())
            .collect();
        return if known.iter().any(|name| name == key) {
            Ok(None)
        } else {
            Err(ChartError::UnknownGroup { wanted: key.to_owned(), known })
        };
    }
    let Some(whole) = context.proportion(&measure.id, &By::new()).filter(|whole| whole.estimate.is_some()) else {
        return Ok(None);
    };
    let center = whole.estimate.unwrap_or_default();
    groups.sort_by_key(|(_, proportion)| std::cmp::Reverse(proportion.answered));
    let left_out = groups.len().saturating_sub(DRAWN);
    groups.truncate(DRAWN);
    // Highest share first, the blank group last. Places and people stand in the order of their names: no league table.
    let is_ranked = !matches!(key, "site" | "therapist");
    groups.sort_by(|(a, x), (b, y)| {
        let share = |proportion: &Proportion| proportion.estimate.filter(|_| is_ranked).unwrap_or(-1.0);
        a.is_none().cmp(&b.is_none()).then(share(y).total_cmp(&share(x))).then(a.cmp(b))
    });
    let rows: Vec<Row> = groups
        .iter()
        .map(|(label, proportion)| {
            let label = context.label(*label);
            Row {
                tooltip: match proportion.estimate {
                    Some(_) => format!("{label}: {}", in_words(proportion)),
                    None => format!("{label}: {}", context.no_share(proportion)),
                },
                none: context.no_share(proportion),
                share: shown(proportion),
                bounds: None,
                target: None,
                off: off(proportion, center),
                label,
            }
        })
        .collect();
    let number_off = rows.iter().filter(|row| row.off.is_some()).count() as u64;
    let percent = format::percent(center);
    let args = [
        ("label", Arg::Text(&measure.label)),
        ("percent", Arg::Text(&percent)),
        ("off", number_off.into()),
        ("groups", (rows.len() as u64).into()),
    ];
    let title = context.say(if number_off == 0 { "chart-dots-title-none" } else { "chart-dots-title-off" }, &args);
    let proportions: Vec<&Proportion> = groups.iter().map(|(_, proportion)| *proportion).collect();
    let mut note = context.say("chart-note-methods", &[("method", (&context.method(&proportions)).into())]);
    if number_off > 0 {
        note = format!("{note} {}", context.text("chart-note-dots"));
    }
    if left_out > 0 {
        note = format!("{note} {}", context.say("chart-note-left-out", &[("count", (left_out as u64).into())]));
    }
    let words = Words {
        title,
        subtitle: context.subtitle(&measure.definition),
        note,
        description: context.text("chart-dots-description"),
    };
    let axis = Axis {
        n_label: context.text("chart-axis-n"),
        reference: Some((center, context.say("chart-dots-whole", &[("percent", (&percent).into())]))),
    };
    let height = share_rows::height(rows.len(), context.options.width == Width::Narrow);
    Ok(Some(context.framed(words, height, |canvas, place| share_rows::draw(canvas, place, &rows, &axis))))
}

/// Whether the whole interval lies on one side.
fn off(proportion: &Proportion, center: f64) -> Option<Off> {
    match (proportion.low, proportion.high) {
        (Some(low), _) if low > center => Some(Off::Above),
        (_, Some(high)) if high < center => Some(Off::Below),
        _ => None,
    }
}
