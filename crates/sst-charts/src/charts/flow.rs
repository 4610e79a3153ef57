//! From booking to answer, in sessions.

use sst_core::text::{Arg, format};

use super::Context;
use crate::canvas::Anchor;
use crate::frame::{LABEL, QUIET, Words};
use crate::request::Chart;
use crate::text_width::text_width;
use crate::tokens::Token;

const ROW: f64 = 34.0;

pub(super) fn draw(context: &Context<'_>) -> Option<Chart> {
    let flow = &context.results.flow;
    let steps: Vec<(String, u64)> = [
        ("chart-flow-booked", flow.booked),
        ("chart-flow-attended", flow.attended),
        ("chart-flow-asked", flow.asked),
        ("chart-flow-answered", flow.answered),
    ]
    .into_iter()
    .filter_map(|(key, count)| Some((context.text(key), count?)))
    .collect();
    let (booked, attended) = (flow.booked.filter(|&booked| booked > 0)?, flow.attended?);
    let of_attended = |count: u64| {
        if attended == 0 { String::new() } else { format::percent(count as f64 / attended as f64) }
    };
    let title = match flow.answered.filter(|_| attended > 0) {
        Some(answered) => context.say(
            match context.results.follow_up_answers {
                Some(_) => "chart-flow-title-anonymous",
                None => "chart-flow-title",
            },
            &[
                ("answered", answered.into()),
                ("attended", attended.into()),
                ("percent", (&of_attended(answered)).into()),
            ],
        ),
        None => {
            let percent = format::percent(attended as f64 / booked as f64);
            let args: [(&str, Arg<'_>); 3] =
                [("attended", attended.into()), ("booked", booked.into()), ("percent", (&percent).into())];
            context.say("chart-flow-title-plain", &args)
        }
    };
    let words = Words {
        title,
        subtitle: context.plain_subtitle(&context.text("chart-what-flow")),
        note: context.text("chart-note-flow"),
        description: context.text("chart-flow-description"),
    };
    // Anonymous answers can be more than the sessions that were booked.
    let longest = steps.iter().map(|(_, count)| *count).max().unwrap_or(booked);
    let height = ROW * steps.len() as f64;
    Some(context.framed(words, height, |canvas, place| {
        let label_width =
            steps.iter().map(|(label, _)| text_width(label, LABEL.size, LABEL.weight)).fold(0.0, f64::max) + 14.0;
        let numbers = text_width("99,999 (100%)", LABEL.size, LABEL.weight) + 10.0;
        let (left, right) = (place.left + label_width, place.right - numbers);
        for (i, (label, count)) in steps.iter().enumerate() {
            let top = place.top + ROW * i as f64;
            let width = (right - left) * *count as f64 / longest as f64;
            // Those attended are a share of those booked; what follows, of those attended.
            let share = match i {
                0 => String::new(),
                1 => format!(" ({})", format::percent(*count as f64 / booked as f64)),
                _ => format!(" ({})", of_attended(*count)),
            };
            canvas.group(&format!("{label}: {}{share}", format::count(*count)), |canvas| {
                canvas.text(place.left, top + 20.0, label, Anchor::Start, LABEL);
                let token = if i == 0 { Token::Grey } else { Token::Navy };
                if *count > 0 {
                    canvas.rect(left, top + 5.0, width.max(1.0), 20.0, token);
                }
                canvas.text(left + width + 8.0, top + 20.0, &format::count(*count), Anchor::Start, LABEL);
                let at = left + width + 8.0 + text_width(&format::count(*count), LABEL.size, LABEL.weight) + 5.0;
                canvas.text(at, top + 20.0, share.trim(), Anchor::Start, QUIET);
            });
        }
    }))
}
