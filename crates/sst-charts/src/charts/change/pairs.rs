//! Scores before and after as bubbles: one for each pair of scores, never one for a client.

use std::collections::BTreeMap;

use sst_core::results::{Joint, JointCell};
use sst_core::text::{Arg, format};

use super::scale::{Edges, step, ticks, unit};
use super::{CLASSES, Found, counts, found};
use crate::canvas::{Anchor, Canvas};
use crate::charts::Context;
use crate::frame::{LABEL, QUIET, STRONG, Words};
use crate::request::{Chart, ChartError, Width};
use crate::text_width::{text_width, wrapped};
use crate::tokens::Token;

/// Scores nearer than this many pixels are put together in squares: on so fine a scale nearly every client would have a
/// bubble of their own.
const NEAR: f64 = 5.0;
/// At most so many squares a side.
const GRID_CELLS: f64 = 24.0;

const LARGEST: f64 = 11.0;
const SMALLEST: f64 = 2.2;
/// The square, and the words beside it.
const SIDE: f64 = 420.0;
const LEGEND: f64 = 232.0;
const GAP: f64 = 32.0;
const TICK_ROW: f64 = 42.0;
const LINE: f64 = 16.0;

/// One bubble.
struct Bubble {
    pre: f64,
    post: f64,
    count: u64,
    label: String,
    class: Option<usize>,
}

/// The square on which the bubbles are.
struct Square {
    left: f64,
    top: f64,
    side: f64,
    pad: f64,
    low: f64,
    high: f64,
}

impl Square {
    fn scale(&self, score: f64) -> f64 {
        self.pad + (score - self.low) / (self.high - self.low) * (self.side - 2.0 * self.pad)
    }

    fn x(&self, score: f64) -> f64 {
        self.left + self.scale(score)
    }

    fn y(&self, score: f64) -> f64 {
        self.top + self.side - self.scale(score)
    }

    /// The lowest and the highest value that the square itself reaches, beyond its padding.
    fn edges(&self) -> (f64, f64) {
        let beyond = (self.high - self.low) * self.pad / (self.side - 2.0 * self.pad);
        (self.low - beyond, self.high + beyond)
    }
}

/// One entry of the legend.
struct Entry {
    class: Option<usize>,
    label: String,
    words: String,
}

pub(in crate::charts) fn draw(context: &Context<'_>) -> Result<Option<Chart>, ChartError> {
    Ok(found(context)?.and_then(|found| picture(context, &found)))
}

fn picture(context: &Context<'_>, found: &Found<'_>) -> Option<Chart> {
    let joint = found.joint;
    let unit = unit(&joint.cells);
    let edges = Edges::new(joint, unit);
    let (low, high) = range(joint, &edges)?;
    let is_narrow = context.options.width == Width::Narrow;
    let tick_step = step(high - low, 6.0);
    let ticks: Vec<(f64, String)> =
        ticks(low, high, tick_step).into_iter().map(|tick| (tick, format::score(tick))).collect();
    let tick_width = ticks.iter().map(|(_, text)| text_width(text, QUIET.size, QUIET.weight)).fold(0.0, f64::max) + 8.0;
    // The edges of a picture that stands alone are the wider ones.
    let side = if is_narrow { 380.0 - 24.0 - tick_width } else { SIDE };
    let spacing = side * unit / (high - low);
    let grid = (spacing < NEAR).then(|| step(high - low, GRID_CELLS));
    let bubbles = bubbles(context, joint, &edges, grid, high);
    let largest = bubbles.iter().map(|bubble| bubble.count).max()?;
    let is_colored = edges.classes.is_some();
    let entries = entries(context, found, is_colored);

    let legend_width = if is_narrow { 340.0 } else { LEGEND };
    let legend: Vec<(Entry, Vec<String>)> = entries
        .into_iter()
        .map(|entry| {
            let lines = wrapped(&entry.words, legend_width - 24.0, QUIET.size, QUIET.weight);
            (entry, lines)
        })
        .collect();
    let legend_height: f64 = legend.iter().map(|(_, lines)| entry_height(lines.len())).sum();
    let head = 22.0 + if edges.cutoff_within(low, high).is_some() { LINE } else { 0.0 };
    let height = if is_narrow {
        head + side + TICK_ROW + 14.0 + legend_height
    } else {
        head + side.max(legend_height) + TICK_ROW
    };

    let words = words(context, found, largest, grid, joint);
    Some(context.framed(words, height, |canvas, place| {
        let pad = LARGEST + 3.0;
        let square = Square { left: place.left + tick_width, top: place.top + head, side, pad, low, high };
        lines(context, canvas, &square, found, &edges, &ticks);
        directions(context, canvas, &square, found, &bubbles);
        let apart = grid.map_or(spacing, |grid| side * grid / (high - low));
        let most = (apart * 0.55).clamp(4.5, LARGEST);
        let mut order: Vec<&Bubble> = bubbles.iter().collect();
        // The small ones on top, or they would be hidden.
        order.sort_by_key(|bubble| std::cmp::Reverse(bubble.count));
        for bubble in order {
            let radius = (most * (bubble.count as f64 / largest as f64).sqrt()).max(SMALLEST);
            let (fill, outline) = match bubble.class.filter(|_| is_colored) {
                Some(class) => (CLASSES[class].1, CLASSES[class].2),
                None => (Token::Navy, Token::Navy),
            };
            canvas.group(&bubble.label, |canvas| {
                canvas.bubble(square.x(bubble.pre), square.y(bubble.post), radius, fill, outline);
            });
        }
        let (x, mut y) = if place.is_narrow {
            (place.left, square.top + side + TICK_ROW + 14.0)
        } else {
            (square.left + side + GAP, square.top)
        };
        for (entry, lines) in &legend {
            draw_entry(canvas, x, y, entry, lines);
            y += entry_height(lines.len());
        }
    }))
}

fn entry_height(lines: usize) -> f64 {
    22.0 + LINE * lines as f64 + 6.0
}

fn draw_entry(canvas: &Canvas, x: f64, y: f64, entry: &Entry, lines: &[String]) {
    let indent = if let Some(class) = entry.class {
        canvas.bubble(x + 7.0, y + 10.0, 6.5, CLASSES[class].1, CLASSES[class].2);
        22.0
    } else {
        0.0
    };
    canvas.text(x + indent, y + 14.5, &entry.label, Anchor::Start, STRONG);
    for (i, line) in lines.iter().enumerate() {
        canvas.text(x + indent, y + 14.5 + LINE * (i + 1) as f64, line, Anchor::Start, QUIET);
    }
}

/// What both axes show: the scores that occur, with the cut-off; the whole scale where they fill half of it.
fn range(joint: &Joint, edges: &Edges) -> Option<(f64, f64)> {
    let scores = || joint.cells.iter().flat_map(|cell| [cell.pre, cell.post]);
    let low = scores().chain(edges.cutoff).reduce(f64::min)?;
    let high = scores().chain(edges.cutoff).reduce(f64::max)?;
    let (min, max) = (joint.rule.min, joint.rule.max);
    if high - low >= 0.75 * (max - min) || high <= low {
        return Some((low.min(min), high.max(max)));
    }
    let step = step(high - low, 6.0);
    let (low, high) = ((low / step).floor() * step, (high / step).ceil() * step);
    Some((low.max(min.min(low + step)), high.min(max.max(high - step))))
}

/// The bubbles; pairs whose count is hidden have none.
fn bubbles(context: &Context<'_>, joint: &Joint, edges: &Edges, grid: Option<f64>, high: f64) -> Vec<Bubble> {
    let told = joint.cells.iter().enumerate().filter_map(|(i, cell)| Some((i, cell, cell.count.filter(|&n| n > 0)?)));
    let pair = |key: &str, pre: [f64; 2], post: [f64; 2], count: u64| {
        let [pre, pre_end] = pre.map(format::score);
        let [post, post_end] = post.map(format::score);
        let args = [
            ("pre", Arg::Text(&pre)),
            ("post", Arg::Text(&post)),
            ("pre_end", Arg::Text(&pre_end)),
            ("post_end", Arg::Text(&post_end)),
            ("count", count.into()),
        ];
        context.say(key, &args)
    };
    let rule = &joint.rule;
    let with_class = |label: String, class: Option<usize>| match class {
        Some(class) => format!("{label}, {}", rule.class_name(context.catalogue, CLASSES[class].0)),
        None => label,
    };
    let Some(grid) = grid else {
        return told
            .map(|(i, cell, count)| {
                let class = edges.classes.as_ref().map(|classes| classes[i]);
                let label = with_class(pair("chart-pairs-bubble", [cell.pre; 2], [cell.post; 2], count), class);
                Bubble { pre: cell.pre, post: cell.post, count, label, class }
            })
            .collect();
    };
    squares(told, edges, grid)
        .into_iter()
        .flat_map(|((pre, post), square)| {
            let classes = in_order(square);
            let several = classes.len();
            classes
                .into_iter()
                .enumerate()
                .map(move |(place, (class, count))| (pre, post, place, several, class, count))
        })
        .map(|(pre, post, place, several, class, count)| {
            let start = |place: i64| place as f64 * grid;
            // The classes of one square stand side by side, along the line on which a change grows.
            let aside = grid * 0.6 * ((place as f64 + 0.5) / several as f64 - 0.5);
            let ends = |place: i64| [start(place), start(place) + grid];
            let label = with_class(pair("chart-pairs-bubble-grid", ends(pre), ends(post), count), class);
            // The best possible score may begin a square of its own: it is drawn on the scale all the same.
            let middle = |place: i64, aside: f64| (start(place) + grid / 2.0 + aside).min(high);
            let (pre, post) = edges.on_its_side((middle(pre, aside), middle(post, -aside)), class, &rule.better);
            Bubble { pre, post, count, label, class }
        })
        .collect()
}

/// The pairs of one class in one square.
struct OfClass {
    count: u64,
    greatest_rise: f64,
}

/// One square by class: `None` where classes are not known.
type ClassesOfSquare = BTreeMap<Option<usize>, OfClass>;

/// How many pairs of each class are in each square, given by its place from 0.
fn squares<'a>(
    told: impl Iterator<Item = (usize, &'a JointCell, u64)>,
    edges: &Edges,
    grid: f64,
) -> BTreeMap<(i64, i64), ClassesOfSquare> {
    let mut squares = BTreeMap::<(i64, i64), ClassesOfSquare>::new();
    for (i, cell, count) in told {
        let place = |score: f64| (score / grid).floor() as i64;
        let class = edges.classes.as_ref().map(|classes| classes[i]);
        let rise = cell.post - cell.pre;
        let of_class = squares.entry((place(cell.pre), place(cell.post))).or_default().entry(class);
        let of_class = of_class.or_insert(OfClass { count: 0, greatest_rise: rise });
        of_class.greatest_rise = of_class.greatest_rise.max(rise);
        of_class.count = of_class.count.saturating_add(count);
    }
    squares
}

/// The classes of a square in the order of their changes: the greatest rise first.
fn in_order(square: ClassesOfSquare) -> Vec<(Option<usize>, u64)> {
    let mut classes: Vec<(Option<usize>, OfClass)> = square.into_iter().collect();
    classes.sort_by(|(_, a), (_, b)| b.greatest_rise.total_cmp(&a.greatest_rise));
    classes.into_iter().map(|(class, of_class)| (class, of_class.count)).collect()
}

/// The band, the grid, the line of no change, the edges of the clinical range and the axes.
fn lines(
    context: &Context<'_>,
    canvas: &Canvas,
    square: &Square,
    found: &Found<'_>,
    edges: &Edges,
    ticks: &[(f64, String)],
) {
    let (low, high) = square.edges();
    let (right, bottom) = (square.left + square.side, square.top + square.side);
    if let Some(band) = edges.band.filter(|&band| band > 0.0) {
        let band = band.min(high - low);
        let corners =
            [(low, low), (low, low + band), (high - band, high), (high, high), (high, high - band), (low + band, low)];
        canvas.polygon(&corners.map(|(pre, post)| (square.x(pre), square.y(post))), Token::Band);
    }
    for (tick, text) in ticks {
        let (x, y) = (square.x(*tick), square.y(*tick));
        canvas.line(&[(x, square.top), (x, bottom)], Token::Grid, 1.0);
        canvas.line(&[(square.left, y), (right, y)], Token::Grid, 1.0);
        canvas.text(x, bottom + 16.0, text, Anchor::Middle, QUIET);
        canvas.text(square.left - 8.0, y + 4.0, text, Anchor::End, QUIET);
    }
    canvas.line(&[(square.x(low), square.y(low)), (square.x(high), square.y(high))], Token::Muted, 1.2);
    let name = [("name", (&found.name).into())];
    let cutoff = edges.cutoff_within(square.low, square.high);
    canvas.text(
        square.left,
        square.top - 8.0 - if cutoff.is_some() { LINE } else { 0.0 },
        &context.say("chart-pairs-post", &name),
        Anchor::Start,
        LABEL,
    );
    let middle = square.left + square.side / 2.0;
    canvas.text(middle, bottom + 36.0, &context.say("chart-pairs-pre", &name), Anchor::Middle, LABEL);
    if let Some(cutoff) = cutoff {
        let (x, y) = (square.x(cutoff), square.y(cutoff));
        canvas.dashed((x, square.top), (x, bottom), Token::Ink, 1.2);
        canvas.dashed((square.left, y), (right, y), Token::Ink, 1.2);
        if let Some(text) = clinical(context, found) {
            canvas.text_within(x, square.top - 6.0, &text, (square.left, right), QUIET);
        }
    }
}

/// `clinical: 10 or more`
fn clinical(context: &Context<'_>, found: &Found<'_>) -> Option<String> {
    let rule = &found.joint.rule;
    let cutoff = format::score(rule.cutoff?);
    let key = match (found.higher_is_better(), rule.cutoff_is_clinical == Some(true)) {
        (false, true) => "chart-pairs-clinical-or-more",
        (false, false) => "chart-pairs-clinical-above",
        (true, true) => "chart-pairs-clinical-or-less",
        (true, false) => "chart-pairs-clinical-below",
    };
    Some(context.say(key, &[("cutoff", (&cutoff).into())]))
}

/// Which side of the line is better, in the corners where no bubble is.
fn directions(context: &Context<'_>, canvas: &Canvas, square: &Square, found: &Found<'_>, bubbles: &[Bubble]) {
    let (above, below) = if found.higher_is_better() { ("better", "worse") } else { ("worse", "better") };
    let (right, bottom) = (square.left + square.side, square.top + square.side);
    for (text, x, y, anchor) in [
        (context.text(&format!("chart-pairs-above-{above}")), square.left + 8.0, square.top + 18.0, Anchor::Start),
        (context.text(&format!("chart-pairs-below-{below}")), right - 8.0, bottom - 10.0, Anchor::End),
    ] {
        let width = text_width(&text, STRONG.size, STRONG.weight);
        let left = if anchor == Anchor::Start { x } else { x - width };
        let is_free = bubbles.iter().all(|bubble| {
            let (at, height) = (square.x(bubble.pre), square.y(bubble.post));
            at < left - LARGEST || at > left + width + LARGEST || height < y - 14.0 - LARGEST || height > y + LARGEST
        });
        if is_free {
            // The lines to read along pass behind the words.
            canvas.rect(left - 3.0, y - 13.0, width + 6.0, 18.0, Token::Ground);
            canvas.text(x, y, &text, anchor, STRONG);
        }
    }
}

fn entries(context: &Context<'_>, found: &Found<'_>, is_colored: bool) -> Vec<Entry> {
    let mut entries: Vec<Entry> = Vec::new();
    match counts(found.joint) {
        Some(counts) => {
            let classes = CLASSES.into_iter().zip(counts).enumerate();
            for (class, ((id, ..), count)) in classes.filter(|(_, ((id, ..), _))| found.can_be(id)) {
                let label = found.joint.rule.class_name(context.catalogue, id);
                let percent = format::percent(count as f64 / found.pairs as f64);
                entries.push(Entry {
                    class: is_colored.then_some(class),
                    label: format!("{label} {} ({percent})", format::count(count)),
                    words: found.joint.rule.class_in_words(context.catalogue, id),
                });
            }
        }
        None => entries.push(Entry {
            class: None,
            label: context.say("chart-pairs-n", &[("pairs", found.pairs.into())]),
            words: context.text("chart-pairs-unknown"),
        }),
    }
    if let Some(count) = found.joint.could_not_recover.filter(|&count| count > 0) {
        entries.push(Entry {
            class: None,
            label: context.say("chart-pairs-could-not", &[("count", count.into())]),
            words: context.text("chart-pairs-could-not-is"),
        });
    }
    entries
}

fn words(context: &Context<'_>, found: &Found<'_>, largest: u64, grid: Option<f64>, joint: &Joint) -> Words {
    let mut note = context.say("chart-note-pairs", &[("largest", largest.into())]);
    let mut add = |text: String| {
        note.push(' ');
        note.push_str(&text);
    };
    if let Some(grid) = grid {
        add(context.say("chart-note-pairs-grid", &[("points", (&format::score(grid)).into())]));
    }
    if let Some(change) = joint.rule.reliable_change {
        let key = if joint.rule.is_of_error() { "chart-note-pairs-band" } else { "chart-note-pairs-band-less" };
        add(context.say(key, &[("points", (&format::score(change)).into())]));
    }
    if joint.rule.cutoff.is_some() {
        add(context.text("chart-note-pairs-cutoff"));
    }
    let better = if found.higher_is_better() { "chart-note-pairs-higher" } else { "chart-note-pairs-lower" };
    add(context.text(better));
    if joint.cells.iter().any(|cell| cell.count.is_none()) {
        add(context.text("chart-note-pairs-hidden"));
    }
    Words {
        title: found.title(context),
        subtitle: found.subtitle(context, &found.interval(context)),
        note,
        description: context.say("chart-pairs-description", &[("name", (&found.name).into())]),
    }
}
