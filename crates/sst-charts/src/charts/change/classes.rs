//! From recovered to harmed as one bar, for the whole and by group.

use sst_core::results::Joint;
use sst_core::text::{Arg, format};

use super::{CHANGE, CLASSES, Found, counts, found};
use crate::canvas::{Anchor, Canvas, Type};
use crate::charts::{Context, FEW};
use crate::frame::{LABEL, Place, QUIET, STRONG, Words};
use crate::request::{Chart, ChartError, Width};
use crate::text_width::{Weight, fitted, text_width};
use crate::tokens::Token;

/// More groups than this are not drawn: those with most pairs are.
const DRAWN: usize = 20;

const BAR: f64 = 24.0;
const LEGEND_ROW: f64 = 22.0;
/// Between the whole and its groups.
const APART: f64 = 12.0;

/// One bar.
struct Bar {
    label: String,
    counts: Option<[u64; 5]>,
    pairs: u64,
}

pub(in crate::charts) fn draw(context: &Context<'_>) -> Result<Option<Chart>, ChartError> {
    let Some(found) = found(context)? else {
        return Ok(None);
    };
    let key = context.request.key.as_deref().unwrap_or("concern");
    Ok(counts(found.joint).map(|whole| picture(context, &found, whole, key)))
}

fn picture(context: &Context<'_>, found: &Found<'_>, whole: [u64; 5], key: &str) -> Chart {
    let mut groups = groups(context, found.id, key);
    groups.sort_by_key(|(_, joint)| std::cmp::Reverse(joint.answered));
    let left_out = groups.len().saturating_sub(DRAWN);
    groups.truncate(DRAWN);
    // Most improved first, the blank group last. Places, people and months stand in their order: no league table.
    let is_ranked = !matches!(key, "site" | "therapist" | "month" | "quarter" | "year");
    let improved = |joint: &Joint| {
        let share =
            counts(joint).map(|counts| (counts[0] + counts[1]) as f64 / counts.iter().sum::<u64>().max(1) as f64);
        share.filter(|_| is_ranked).unwrap_or(-1.0)
    };
    groups.sort_by(|(a, x), (b, y)| {
        a.is_none().cmp(&b.is_none()).then(improved(y).total_cmp(&improved(x))).then(a.cmp(b))
    });
    let mut bars = vec![Bar { label: context.text("chart-classes-whole"), counts: Some(whole), pairs: found.pairs }];
    bars.extend(groups.into_iter().map(|(label, joint)| Bar {
        label: if key == "month" {
            label.map_or_else(|| context.label(None), format::month)
        } else {
            context.label(label)
        },
        counts: counts(joint),
        pairs: joint.answered.unwrap_or(0),
    }));
    let is_narrow = context.options.width == Width::Narrow;
    let legend = if is_narrow { 3.0 * LEGEND_ROW } else { LEGEND_ROW } + 14.0;
    let apart = if bars.len() > 1 { APART } else { 0.0 };
    let height = legend + 18.0 + row_height(is_narrow) * bars.len() as f64 + apart;
    context.framed(words(context, found, whole, left_out), height, |canvas, place| {
        draw_legend(context, canvas, place, found, whole);
        draw_bars(context, canvas, Place { top: place.top + legend, ..place }, found, &bars);
    })
}

fn row_height(is_narrow: bool) -> f64 {
    if is_narrow { 52.0 } else { 34.0 }
}

fn groups<'a>(context: &Context<'a>, id: &str, key: &str) -> Vec<(Option<&'a str>, &'a Joint)> {
    let entries = context.results.results.iter();
    entries
        .filter(|entry| entry.measure == CHANGE && entry.by.len() == 1 && entry.instrument.as_deref() == Some(id))
        .filter_map(|entry| Some((entry.by.get(key)?.as_deref(), entry.as_joint()?)))
        .collect()
}

/// The classes with the shares of the whole, which its narrow segments have no room for.
fn draw_legend(context: &Context<'_>, canvas: &Canvas, place: Place, found: &Found<'_>, whole: [u64; 5]) {
    let all = whole.iter().map(|&count| count as f64).sum::<f64>();
    let (mut x, mut y) = (place.left, place.top);
    let classes = CLASSES.into_iter().zip(whole).filter(|((id, ..), _)| found.can_be(id));
    for (i, ((id, fill, outline), count)) in classes.enumerate() {
        if place.is_narrow {
            x = place.left + (place.right - place.left) / 2.0 * (i % 2) as f64;
            y = place.top + LEGEND_ROW * (i / 2) as f64;
        }
        canvas.rect(x, y + 3.0, 12.0, 12.0, outline);
        canvas.rect(x + 1.0, y + 4.0, 10.0, 10.0, fill);
        let label = found.joint.rule.class_name(context.catalogue, id);
        let label = if all > 0.0 { format!("{label} {}", format::percent(count as f64 / all)) } else { label };
        canvas.text(x + 18.0, y + 14.0, &label, Anchor::Start, LABEL);
        x += 18.0 + text_width(&label, LABEL.size, LABEL.weight) + 22.0;
    }
}

fn draw_bars(context: &Context<'_>, canvas: &Canvas, place: Place, found: &Found<'_>, bars: &[Bar]) {
    let width_of = |text: &str, look: Type| text_width(text, look.size, look.weight);
    let n_label = context.text("chart-axis-n");
    let is_hidden = |bar: &Bar| context.is_protected() && bar.counts.is_none();
    let number = |bar: &Bar| if is_hidden(bar) { "–".to_owned() } else { format::count(bar.pairs) };
    let numbers: Vec<String> = bars.iter().map(number).collect();
    let n_width = numbers.iter().map(|text| width_of(text, QUIET)).fold(width_of(&n_label, STRONG), f64::max);
    let label_width = bars.iter().map(|bar| width_of(&bar.label, STRONG)).fold(0.0, f64::max).min(220.0);
    let n_right = if place.is_narrow { place.right } else { place.left + label_width + 16.0 + n_width };
    let left = if place.is_narrow { place.left } else { n_right + 14.0 };
    canvas.text(n_right, place.top + 10.0, &n_label, Anchor::End, Type { token: Token::Muted, ..STRONG });
    let height = row_height(place.is_narrow);
    let mut y = place.top + 18.0;
    for (i, bar) in bars.iter().enumerate() {
        let top = if place.is_narrow { y + 20.0 } else { y + (height - BAR) / 2.0 };
        let baseline = if place.is_narrow { y + 13.0 } else { top + BAR / 2.0 + 4.5 };
        // The whole is not one group among others.
        let look = if i == 0 { STRONG } else { LABEL };
        if place.is_narrow {
            let room = place.right - place.left - n_width - 12.0;
            canvas.text(place.left, baseline, &fitted(&bar.label, room, look.size, look.weight), Anchor::Start, look);
        } else {
            let label = fitted(&bar.label, label_width, look.size, look.weight);
            canvas.text(place.left + label_width, baseline, &label, Anchor::End, look);
        }
        canvas.text(n_right, baseline, &numbers[i], Anchor::End, QUIET);
        match bar.counts.filter(|counts| counts.iter().any(|&count| count > 0)) {
            Some(counts) => draw_bar((context, found), canvas, bar, counts, (left, place.right), top),
            None => {
                let words = context.text(if bar.pairs == 0 && !is_hidden(bar) {
                    "chart-classes-none"
                } else {
                    "chart-classes-hidden"
                });
                canvas.text(left, top + BAR / 2.0 + 4.5, &words, Anchor::Start, QUIET);
            }
        }
        y += height;
        if i == 0 && bars.len() > 1 {
            canvas.line(&[(place.left, y + APART / 2.0), (place.right, y + APART / 2.0)], Token::Grid, 1.0);
            y += APART;
        }
    }
}

fn draw_bar(
    (context, found): (&Context<'_>, &Found<'_>),
    canvas: &Canvas,
    bar: &Bar,
    counts: [u64; 5],
    (left, right): (f64, f64),
    top: f64,
) {
    let all = counts.iter().map(|&count| count as f64).sum::<f64>();
    let is_hollow = bar.pairs < FEW;
    let mut x = left;
    for ((id, fill, outline), count) in CLASSES.into_iter().zip(counts).filter(|(_, count)| *count > 0) {
        let share = count as f64 / all;
        let part = (right - left) * share;
        let percent = format::percent(share);
        let class = found.joint.rule.class_name(context.catalogue, id);
        canvas.group(&format!("{}: {class}, {percent} ({})", bar.label, format::count(count)), |canvas| {
            // A gap of a pixel keeps neighbours apart without colour.
            let width = (part - 1.0).max(0.5);
            canvas.rect(x, top, width, BAR, if is_hollow { outline } else { fill });
            if is_hollow && width > 4.0 {
                canvas.rect(x + 2.0, top + 2.0, width - 4.0, BAR - 4.0, Token::Ground);
            }
            let token = if is_hollow { Token::Ink } else { fill.text_on_light() };
            let look = Type { size: 13.0, weight: Weight::SemiBold, token };
            if text_width(&percent, look.size, look.weight) + 8.0 < part {
                canvas.text(x + part / 2.0 - 0.5, top + BAR / 2.0 + 4.5, &percent, Anchor::Middle, look);
            }
        });
        x += part;
    }
}

fn words(context: &Context<'_>, found: &Found<'_>, counts: [u64; 5], left_out: usize) -> Words {
    let amount = found.joint.rule.amount_in_words(context.catalogue);
    let args = [
        ("name", Arg::Text(&found.name)),
        ("recovered", counts[0].into()),
        ("improved", counts[1].into()),
        ("answered", found.pairs.into()),
        ("worse", (counts[3] + counts[4]).into()),
        ("amount", Arg::Text(&amount)),
    ];
    let has_cutoff = found.joint.rule.cutoff.is_some();
    let mut note = context.text("chart-note-classes");
    if left_out > 0 {
        note = format!("{note} {}", context.say("chart-note-left-out", &[("count", (left_out as u64).into())]));
    }
    Words {
        title: context.say(if has_cutoff { "chart-classes-title" } else { "chart-classes-title-no-cutoff" }, &args),
        subtitle: found.subtitle(context, ""),
        note,
        description: context.say("chart-classes-description", &[("name", (&found.name).into())]),
    }
}
