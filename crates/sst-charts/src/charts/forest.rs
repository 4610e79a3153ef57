//! A forest plot: each study with its interval, their average as a diamond, and where the next may fall.

use sst_core::codes::Caveat;
use sst_core::pooling::{POOLED, STUDY};
use sst_core::results::{Payload, Range, ResultEntry, StudyNote};
use sst_core::text::{Arg, format};

use super::{Context, FEW};
use crate::canvas::{Anchor, Canvas, Type};
use crate::frame::{LABEL, Place, QUIET, STRONG, Words};
use crate::request::{Chart, Width};
use crate::text_width::{fitted, text_width};
use crate::tokens::Token;

const HEAD: f64 = 26.0;
/// Where no column has a name.
const PLAIN_HEAD: f64 = 8.0;
const FOOT: f64 = 24.0;
/// The side of the square of the study that weighs most.
const LARGEST: f64 = 17.0;
/// A square that is still seen.
const SMALLEST: f64 = 4.4;
/// More rows than this stand closer together.
const MANY: usize = 24;
/// Half the height of the diamond.
const DIAMOND: f64 = 7.5;

/// A number with its interval.
#[derive(Clone, Copy)]
struct Value {
    estimate: f64,
    low: Option<f64>,
    high: Option<f64>,
}

struct Row<'a> {
    label: &'a str,
    counts: String,
    is_few: bool,
    weight: f64,
    value: Value,
    numbers: String,
}

pub(super) fn draw(context: &Context<'_>) -> Option<Chart> {
    let entries = &context.results.results;
    let pooled = entries.iter().find(|entry| entry.measure == POOLED && entry.by.is_empty())?;
    let is_share = pooled.as_proportion().is_some();
    let mut studies: Vec<(&ResultEntry, &StudyNote)> = entries
        .iter()
        .filter(|entry| entry.measure == STUDY && entry.as_proportion().is_some() == is_share)
        .filter_map(|entry| Some((entry, entry.study()?)))
        .collect();
    if studies.iter().all(|(_, note)| note.year.is_some()) {
        studies.sort_by_key(|(_, note)| note.year);
    }
    let words = Numbers { is_share, decimals: decimals(studies.iter().map(|(entry, _)| *entry).chain([pooled])) };
    let rows: Vec<Row<'_>> = studies.iter().filter_map(|&(entry, note)| row(entry, note, words)).collect();
    if rows.is_empty() {
        return None;
    }
    let average = value(pooled).filter(|_| rows.len() > 1);
    let spread = pooled.heterogeneity();
    let prediction = spread.and_then(|spread| spread.prediction).filter(|_| rows.len() > 1);
    let plot = Plot {
        average,
        prediction,
        words,
        average_label: context.text("pool-average"),
        next_label: context.text(if is_share { "pool-next" } else { "pool-next-value" }),
        n_label: context.text("chart-forest-n"),
        rows,
    };
    let titles = words_of(context, &plot, pooled, &studies);
    let height = plot.height(context.options.width == Width::Narrow);
    Some(context.framed(titles, height, |canvas, place| plot.draw(canvas, place)))
}

fn words_of(
    context: &Context<'_>,
    plot: &Plot<'_>,
    pooled: &ResultEntry,
    studies: &[(&ResultEntry, &StudyNote)],
) -> Words {
    let words = plot.words;
    let estimate = value(pooled).map(|value| words.number(value.estimate)).unwrap_or_default();
    let between = plot.prediction.map(|range| words.range(range.low, range.high)).unwrap_or_default();
    let args = [
        ("studies", Arg::Count(plot.rows.len() as u64)),
        ("estimate", Arg::Text(&estimate)),
        ("prediction", Arg::Text(&between)),
    ];
    let title = match (plot.rows.len(), plot.average, plot.prediction, words.is_share) {
        (1, ..) => "chart-forest-title-one",
        (_, None, ..) => "chart-forest-title-none",
        (_, _, None, _) => "chart-forest-title-average",
        (_, _, Some(_), true) => "chart-forest-title",
        (_, _, Some(_), false) => "chart-forest-title-value",
    };
    let what = context.text(if words.is_share { "chart-forest-what-share" } else { "chart-forest-what-value" });
    let level = format::level(context.results.level);
    let mut notes = Vec::new();
    if plot.average.is_some() {
        let model = context.text(&format!("chart-forest-model-{}", method(pooled)));
        let key = if plot.prediction.is_some() { "chart-forest-note" } else { "chart-forest-note-average" };
        notes.push(context.say(key, &[("model", (&model).into())]));
    }
    if plot.rows.iter().any(|row| row.is_few) {
        notes.push(context.text("chart-forest-note-hollow"));
    }
    let own = studies.first().map_or("wilson", |(entry, _)| method(entry));
    let own =
        context.text(&if own == "normal" { "pool-method-normal".to_owned() } else { format!("chart-method-{own}") });
    notes.push(context.say("chart-forest-note-studies", &[("method", (&own).into())]));
    if pooled.caveats.iter().any(|caveat| caveat.code == Caveat::DefinitionsDiffer) {
        notes.push(context.text("chart-forest-note-differ"));
    }
    Words {
        title: context.say(title, &args),
        subtitle: context.say("chart-forest-subtitle", &[("what", (&what).into()), ("level", (&level).into())]),
        note: notes.join(" "),
        description: context.text("chart-forest-description"),
    }
}

const fn method(entry: &ResultEntry) -> &str {
    match &entry.payload {
        Payload::Proportion(share) => share.method.as_str(),
        Payload::Mean(mean) => mean.method.as_str(),
        _ => "",
    }
}

fn value(entry: &ResultEntry) -> Option<Value> {
    let (estimate, low, high) = match &entry.payload {
        Payload::Proportion(share) => (share.estimate?, share.low, share.high),
        Payload::Mean(mean) => (mean.estimate?, mean.low, mean.high),
        _ => return None,
    };
    Some(Value { estimate, low, high })
}

fn row<'a>(entry: &'a ResultEntry, note: &StudyNote, words: Numbers) -> Option<Row<'a>> {
    let value = value(entry)?;
    let counts = entry.as_proportion().and_then(|share| share.events.zip(share.answered));
    Some(Row {
        label: entry.by.get("study")?.as_deref()?,
        counts: counts
            .map(|(events, answered)| format!("{} / {}", format::count(events), format::count(answered)))
            .unwrap_or_default(),
        is_few: counts.is_some_and(|(_, answered)| answered < FEW),
        weight: note.weight,
        value,
        numbers: words.with_interval(value),
    })
}

/// How numbers are written.
#[derive(Clone, Copy)]
struct Numbers {
    is_share: bool,
    /// Of what is no share.
    decimals: usize,
}

impl Numbers {
    fn number(self, value: f64) -> String {
        if self.is_share { format::percent(value) } else { format::decimal(value, self.decimals) }
    }

    fn range(self, low: f64, high: f64) -> String {
        format!("between {} and {}", self.number(low), self.number(high))
    }

    fn with_interval(self, value: Value) -> String {
        let number = self.number(value.estimate);
        match (value.low, value.high) {
            (Some(low), Some(high)) => format!("{number} ({} to {})", self.number(low), self.number(high)),
            _ => number,
        }
    }
}

/// Everything that is drawn.
struct Plot<'a> {
    rows: Vec<Row<'a>>,
    average: Option<Value>,
    prediction: Option<Range>,
    words: Numbers,
    average_label: String,
    next_label: String,
    n_label: String,
}

/// Where the parts of a plot stand.
struct Layout {
    left: f64,
    right: f64,
    /// The right edge of labels.
    labels: f64,
    counts: f64,
    top: f64,
    bottom: f64,
    row: f64,
    from: f64,
    to: f64,
}

impl Layout {
    fn x(&self, value: f64) -> f64 {
        self.left + (value - self.from) / (self.to - self.from) * (self.right - self.left)
    }
}

impl Plot<'_> {
    fn has_counts(&self) -> bool {
        self.rows.iter().any(|row| !row.counts.is_empty())
    }

    fn head(&self, is_narrow: bool) -> f64 {
        if is_narrow || !self.has_counts() { PLAIN_HEAD } else { HEAD }
    }

    fn row_height(&self, is_narrow: bool) -> f64 {
        match (is_narrow, self.rows.len() > MANY) {
            (true, _) => 42.0,
            (false, true) => 21.0,
            (false, false) => 29.0,
        }
    }

    fn summary_height(is_narrow: bool) -> f64 {
        if is_narrow { 42.0 } else { 29.0 }
    }

    fn summaries(&self) -> usize {
        usize::from(self.average.is_some()) + usize::from(self.prediction.is_some())
    }

    fn height(&self, is_narrow: bool) -> f64 {
        let rows = self.row_height(is_narrow) * self.rows.len() as f64;
        let summaries = Self::summary_height(is_narrow) * self.summaries() as f64;
        self.head(is_narrow) + rows + if summaries > 0.0 { summaries + 8.0 } else { 0.0 } + FOOT
    }

    /// The ends of the axis and its steps: of shares 0 to 1.
    fn axis(&self) -> (f64, f64, Vec<f64>) {
        if self.words.is_share {
            return (0.0, 1.0, (0..=4).map(|step| f64::from(step) / 4.0).collect());
        }
        let values = self.rows.iter().map(|row| row.value).chain(self.average);
        let ends = values.flat_map(|value| [Some(value.estimate), value.low, value.high]).flatten();
        let ends = ends.chain(self.prediction.into_iter().flat_map(|range| [range.low, range.high]));
        let (low, high) = ends.fold((f64::MAX, f64::MIN), |(low, high), end| (low.min(end), high.max(end)));
        let step = round_step((high - low).max(1e-9) / 4.0);
        let (first, last) = ((low / step).floor(), (high / step).ceil().max((low / step).floor() + 1.0));
        let steps = (0..=(last - first) as u32).map(|place| (first + f64::from(place)) * step).collect();
        (first * step, last * step, steps)
    }

    fn layout(&self, place: Place) -> (Layout, Vec<f64>) {
        let width_of = |text: &str, look: Type| text_width(text, look.size, look.weight);
        let widest = |texts: &mut dyn Iterator<Item = &str>, look: Type| {
            texts.map(|text| width_of(text, look)).fold(0.0, f64::max)
        };
        let labels = widest(&mut self.rows.iter().map(|row| row.label), LABEL)
            .max(width_of(&self.average_label, STRONG))
            .max(if self.prediction.is_some() { width_of(&self.next_label, LABEL) } else { 0.0 })
            .min(230.0);
        let counts = if self.has_counts() {
            widest(&mut self.rows.iter().map(|row| row.counts.as_str()), QUIET).max(width_of(&self.n_label, STRONG))
                + 14.0
        } else {
            0.0
        };
        let average = self.average.map(|average| self.words.with_interval(average)).unwrap_or_default();
        let numbers =
            widest(&mut self.rows.iter().map(|row| row.numbers.as_str()), QUIET).max(width_of(&average, STRONG));
        let (from, to, steps) = self.axis();
        let top = place.top + self.head(place.is_narrow);
        let row = self.row_height(place.is_narrow);
        let mut layout = Layout {
            left: place.left + 12.0,
            right: place.right - 16.0,
            labels: place.left + labels,
            counts: place.left + labels + counts,
            top,
            bottom: place.top + self.height(place.is_narrow) - FOOT,
            row,
            from,
            to,
        };
        if !place.is_narrow {
            layout.left = layout.counts + 22.0;
            layout.right = place.right - numbers - 22.0;
        }
        (layout, steps)
    }

    fn draw(&self, canvas: &Canvas, place: Place) {
        let (layout, steps) = self.layout(place);
        for &step in &steps {
            let x = layout.x(step);
            canvas.line(&[(x, layout.top - 4.0), (x, layout.bottom)], Token::Grid, 1.0);
            let text = if self.words.is_share { format::percent(step) } else { trimmed(&self.words.number(step)) };
            canvas.text_within(x, layout.bottom + 17.0, &text, (place.left, place.right), QUIET);
        }
        if !place.is_narrow && self.has_counts() {
            let look = Type { token: Token::Muted, ..STRONG };
            canvas.text(layout.counts, place.top + 12.0, &self.n_label, Anchor::End, look);
        }
        if let Some(average) = self.average {
            let x = layout.x(average.estimate);
            canvas.dashed((x, layout.top - 4.0), (x, layout.bottom), Token::Muted, 1.4);
        }
        let heaviest = self.rows.iter().map(|row| row.weight).fold(f64::MIN_POSITIVE, f64::max);
        for (number, row) in self.rows.iter().enumerate() {
            let top = layout.top + layout.row * number as f64;
            canvas.group(&format!("{}: {} {}", row.label, row.numbers, row.counts), |canvas| {
                let middle = Self::label(canvas, place, &layout, top, layout.row, row.label, LABEL);
                Self::numbers(canvas, place, (top, middle), &row.numbers, QUIET);
                if !place.is_narrow {
                    canvas.text(layout.counts, middle + 4.5, &row.counts, Anchor::End, QUIET);
                }
                if let (Some(low), Some(high)) = (row.value.low, row.value.high) {
                    canvas.line(&[(layout.x(low), middle), (layout.x(high), middle)], Token::Navy, 2.2);
                }
                let scale = if self.rows.len() > MANY && !place.is_narrow { 0.8 } else { 1.0 };
                let side = (LARGEST * scale * (row.weight / heaviest).sqrt()).max(SMALLEST);
                // A hollow square has an inside to be seen.
                let side = if row.is_few { side.max(7.0) } else { side };
                canvas.square(layout.x(row.value.estimate), middle, side, Token::Navy, row.is_few);
            });
        }
        self.draw_summaries(canvas, place, &layout);
    }

    fn draw_summaries(&self, canvas: &Canvas, place: Place, layout: &Layout) {
        let mut top = layout.top + layout.row * self.rows.len() as f64 + 4.0;
        let height = Self::summary_height(place.is_narrow);
        if self.summaries() > 0 {
            canvas.line(&[(place.left, top), (place.right, top)], Token::Grid, 1.0);
            top += 2.0;
        }
        if let Some(average) = self.average {
            let numbers = self.words.with_interval(average);
            canvas.group(&format!("{}: {numbers}", self.average_label), |canvas| {
                let middle = Self::label(canvas, place, layout, top, height, &self.average_label, STRONG);
                Self::numbers(canvas, place, (top, middle), &numbers, Type { token: Token::Ink, ..STRONG });
                let x = layout.x(average.estimate);
                // A diamond narrower than its outline would not be seen.
                let low = average.low.map_or(x - 5.0, |low| layout.x(low)).min(x - 3.0);
                let high = average.high.map_or(x + 5.0, |high| layout.x(high)).max(x + 3.0);
                let corners = [(low, middle), (x, middle - DIAMOND), (high, middle), (x, middle + DIAMOND)];
                canvas.polygon(&corners, Token::Orange);
            });
            top += height;
        }
        if let Some(range) = self.prediction {
            let numbers = format!("{} to {}", self.words.number(range.low), self.words.number(range.high));
            canvas.group(&format!("{}: {numbers}", self.next_label), |canvas| {
                let middle = Self::label(canvas, place, layout, top, height, &self.next_label, LABEL);
                Self::numbers(canvas, place, (top, middle), &numbers, LABEL);
                let (low, high) = (layout.x(range.low), layout.x(range.high));
                canvas.line(&[(low, middle), (high, middle)], Token::Teal, 2.6);
                for x in [low, high] {
                    canvas.line(&[(x, middle - 5.0), (x, middle + 5.0)], Token::Teal, 2.6);
                }
            });
        }
    }

    /// The label of a row: beside it, or above it where the picture is narrow; the middle of its marks.
    fn label(canvas: &Canvas, place: Place, layout: &Layout, top: f64, height: f64, text: &str, look: Type) -> f64 {
        if place.is_narrow {
            let width = (place.right - place.left) * 0.6;
            let label = fitted(text, width, look.size, look.weight);
            let ground = text_width(&label, look.size, look.weight) + 3.0;
            // The lines to read along pass behind the label.
            canvas.rect(place.left, top + 2.0, ground, 16.0, Token::Ground);
            canvas.text(place.left, top + 14.0, &label, Anchor::Start, look);
            return top + 29.0;
        }
        let middle = top + height / 2.0;
        let label = fitted(text, layout.labels - place.left, look.size, look.weight);
        canvas.text(layout.labels, middle + 4.5, &label, Anchor::End, look);
        middle
    }

    /// The numbers of a row at the right edge.
    fn numbers(canvas: &Canvas, place: Place, (top, middle): (f64, f64), text: &str, look: Type) {
        if place.is_narrow {
            let ground = text_width(text, look.size, look.weight) + 3.0;
            canvas.rect(place.right - ground, top + 2.0, ground, 16.0, Token::Ground);
        }
        let baseline = if place.is_narrow { top + 14.0 } else { middle + 4.5 };
        canvas.text(place.right, baseline, text, Anchor::End, look);
    }
}

/// A decimal without zeros at its end.
fn trimmed(text: &str) -> String {
    if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.').to_owned() } else { text.to_owned() }
}

/// Decimals that tell apart what is drawn.
fn decimals<'a>(entries: impl Iterator<Item = &'a ResultEntry>) -> usize {
    let values = entries.filter_map(value).flat_map(|value| [value.low, value.high]).flatten();
    let (low, high) = values.fold((f64::MAX, f64::MIN), |(low, high), end| (low.min(end), high.max(end)));
    let places = 2.0 - (high - low).max(1e-9).log10().floor();
    places.clamp(0.0, 9.0) as usize
}

/// The next of 1, 2, 5 times a power of ten.
fn round_step(wanted: f64) -> f64 {
    let power = 10_f64.powf(wanted.log10().floor());
    let steps = [1.0, 2.0, 5.0, 10.0].map(|times| times * power);
    steps.into_iter().find(|step| *step >= wanted).unwrap_or(10.0 * power)
}
