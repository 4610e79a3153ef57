//! The change rating as one bar from much better to much worse, with those who did not answer below.

use sst_core::text::format;

use super::Context;
use crate::canvas::{Anchor, Type};
use crate::frame::{LABEL, QUIET, Words};
use crate::request::Chart;
use crate::text_width::{Weight, text_width};
use crate::tokens::Token;

const COLUMN: &str = "change_rating";
const TOKENS: [Token; 5] =
    [Token::Diverging5, Token::Diverging4, Token::Diverging3, Token::Diverging2, Token::Diverging1];

pub(super) fn draw(context: &Context<'_>) -> Option<Chart> {
    let distribution = context.distribution(COLUMN)?;
    let (answered, eligible) = (distribution.answered.filter(|&n| n > 0)?, distribution.eligible?);
    let parts: Vec<(String, u64)> = distribution
        .bins
        .iter()
        .map(|bin| Some((context.code(COLUMN, &bin.value), bin.count?)))
        .collect::<Option<_>>()?;
    if parts.len() != TOKENS.len() {
        return None;
    }
    let share = |count: u64| count as f64 / answered as f64;
    let (better, worse) = (share(parts[0].1 + parts[1].1), share(parts[3].1 + parts[4].1));
    // Anonymous answers can be more than the sessions; then nothing is drawn of the silent.
    let silent = eligible.saturating_sub(answered);
    let (better, worse) = (format::percent(better), format::percent(worse));
    let title = context.say("chart-change-title", &[("better", (&better).into()), ("worse", (&worse).into())]);
    let what = context.say(
        "chart-what-distribution",
        &[
            ("label", (&context.text("column-change-rating")).into()),
            ("answered", answered.into()),
            ("eligible", eligible.into()),
        ],
    );
    let words = Words {
        title,
        subtitle: context.plain_subtitle(&what),
        note: context.text("chart-note-change"),
        description: context.text("chart-change-description"),
    };
    let is_narrow = context.options.width == crate::request::Width::Narrow;
    let legend_rows = if is_narrow { 5 } else { 1 };
    let height = 44.0 + 8.0 + 22.0 * f64::from(legend_rows) + 16.0 + 44.0;
    Some(context.framed(words, height, |canvas, place| {
        let width = place.right - place.left;
        let mut x = place.left;
        for ((label, count), token) in parts.iter().zip(TOKENS) {
            let part = width * share(*count);
            let percent = format::percent(share(*count));
            canvas.group(&format!("{label}: {percent}, {}", format::count(*count)), |canvas| {
                // A gap of a pixel keeps neighbours apart without colour.
                canvas.rect(x, place.top, (part - 1.0).max(0.0), 40.0, token);
                let look = Type { size: 13.0, weight: Weight::SemiBold, token: token.text_on_light() };
                if text_width(&percent, look.size, look.weight) + 8.0 < part {
                    canvas.text(x + part / 2.0 - 0.5, place.top + 25.0, &percent, Anchor::Middle, look);
                }
            });
            x += part;
        }
        let legend_top = place.top + 52.0;
        let step = if is_narrow { width } else { width / 5.0 };
        for (i, ((label, count), token)) in parts.iter().zip(TOKENS).enumerate() {
            let (x, y) = if is_narrow {
                (place.left, legend_top + 22.0 * i as f64)
            } else {
                (place.left + step * i as f64, legend_top)
            };
            canvas.rect(x, y + 3.0, 12.0, 12.0, token);
            let label = format!("{label} {}", format::percent(share(*count)));
            canvas.text(x + 18.0, y + 14.0, &label, Anchor::Start, LABEL);
        }
        let top = legend_top + 22.0 * f64::from(legend_rows) + 16.0;
        let answered_width = width * answered as f64 / eligible.max(answered) as f64;
        canvas.rect(place.left, top, (answered_width - 1.0).max(0.5), 14.0, Token::Navy);
        if silent > 0 {
            canvas.rect(place.left + answered_width, top, width - answered_width, 14.0, Token::Grey);
        }
        let answered_text = context.say("chart-change-answered", &[("answered", answered.into())]);
        canvas.text(place.left, top + 30.0, &answered_text, Anchor::Start, QUIET);
        if silent > 0 {
            let args = [("silent", silent.into()), ("eligible", eligible.into())];
            canvas.text(place.right, top + 30.0, &context.say("chart-change-silent", &args), Anchor::End, QUIET);
        }
    }))
}
