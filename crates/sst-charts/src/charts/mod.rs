//! One file per picture.

pub(crate) mod change;
mod change_rating;
mod columns;
mod distribution;
mod dots;
mod flow;
mod forest;
mod missing;
mod months;
mod overview;
mod share_rows;
mod volume;
mod waits;

use sst_core::results::{By, Distribution, MeasureNote, Proportion, ResultEntry, ResultSet};
use sst_core::text::{Arg, Catalogue, format};

use crate::canvas::Canvas;
use crate::frame::{Place, Words, framed};
use crate::request::{Chart, ChartError, ChartKind, ChartOptions, ChartRequest, Theme};

/// Fewer answers than this are drawn hollow.
const FEW: u64 = 10;

/// What a picture is made of.
pub(crate) struct Context<'a> {
    pub(crate) results: &'a ResultSet,
    pub(crate) request: &'a ChartRequest,
    pub(crate) options: &'a ChartOptions,
    pub(crate) catalogue: &'a Catalogue,
}

/// A share with its numbers there: something to draw.
#[derive(Clone, Copy)]
pub(crate) struct Shown {
    pub(crate) estimate: f64,
    pub(crate) low: Option<f64>,
    pub(crate) high: Option<f64>,
    pub(crate) answered: u64,
}

pub(crate) fn draw(context: &Context<'_>) -> Result<Option<Chart>, ChartError> {
    match context.request.kind {
        ChartKind::Overview => Ok(overview::draw(context)),
        ChartKind::Dots => dots::draw(context),
        ChartKind::ChangeRating => Ok(change_rating::draw(context)),
        ChartKind::Flow => Ok(flow::draw(context)),
        ChartKind::Missing => missing::draw(context),
        ChartKind::Months => months::draw(context),
        ChartKind::Waits => Ok(waits::draw(context)),
        ChartKind::Distribution => distribution::draw(context),
        ChartKind::Volume => Ok(volume::draw(context)),
        ChartKind::ChangePairs => change::pairs::draw(context),
        ChartKind::ChangeClasses => change::classes::draw(context),
        ChartKind::ChangeScores => change::scores::draw(context),
        ChartKind::Forest => Ok(forest::draw(context)),
    }
}

impl<'a> Context<'a> {
    fn text(&self, key: &str) -> String {
        self.catalogue.text(key, &[])
    }

    fn say(&self, key: &str, args: &[(&str, Arg<'_>)]) -> String {
        self.catalogue.text(key, args)
    }

    /// A measure that is of no one questionnaire: several questionnaires share the ids of the others.
    fn proportion(&self, measure: &str, by: &By) -> Option<&'a Proportion> {
        let is_it = |entry: &&ResultEntry| entry.measure == measure && entry.instrument.is_none() && entry.by == *by;
        let mut found = self.results.results.iter().filter(is_it);
        found.find_map(ResultEntry::as_proportion)
    }

    fn distribution(&self, measure: &str) -> Option<&'a Distribution> {
        let mut found = self.results.results.iter().filter(|entry| entry.measure == measure && entry.by.is_empty());
        found.find_map(ResultEntry::as_distribution)
    }

    /// The measures that are of no one questionnaire.
    fn measures(&self) -> impl Iterator<Item = &'a MeasureNote> + use<'a> {
        self.results.measures.iter().filter(|note| note.instrument.is_none())
    }

    fn note(&self, measure: &str) -> Option<&'a MeasureNote> {
        self.measures().find(|note| note.id == measure)
    }

    /// The measure asked for, or `helpful`; refused when the results do not know it.
    fn measure(&self) -> Result<&'a MeasureNote, ChartError> {
        let wanted = self.request.measure.as_deref().unwrap_or("helpful");
        self.note(wanted).ok_or_else(|| ChartError::UnknownMeasure {
            wanted: wanted.to_owned(),
            known: self.measures().map(|note| note.id.clone()).collect(),
        })
    }

    fn period(&self) -> String {
        self.results.period.map(|period| format::period(period.from, period.to)).unwrap_or_default()
    }

    fn subtitle(&self, what: &str) -> String {
        let (period, level) = (self.period(), format::level(self.results.level));
        // Definitions stand inside sentences elsewhere; here one begins the line.
        let mut rest = what.chars();
        let what = &rest.next().map_or_else(String::new, |first| first.to_uppercase().chain(rest).collect());
        let args = [("what", Arg::Text(what)), ("period", Arg::Text(&period)), ("level", Arg::Text(&level))];
        self.say("chart-subtitle", &args)
    }

    fn plain_subtitle(&self, what: &str) -> String {
        self.say("chart-subtitle-plain", &[("what", what.into()), ("period", (&self.period()).into())])
    }

    /// The interval method of these shares, in words.
    fn method(&self, shares: &[&Proportion]) -> String {
        let clustered = shares.iter().find(|share| share.method == "wilson_cluster");
        let method = clustered.or(shares.first()).map_or("wilson", |share| share.method.as_str());
        self.text(&format!("chart-method-{method}"))
    }

    /// The picture, with its source where no page around tells it.
    fn framed(&self, mut words: Words, height: f64, draw: impl FnOnce(&Canvas, Place)) -> Chart {
        if let Some(date) = self.results.as_of.filter(|_| self.options.theme != Theme::Inherit) {
            let date = format::date(date);
            let source = match &self.results.report.organisation {
                Some(name) => {
                    self.say("chart-note-source-of", &[("organisation", name.into()), ("date", (&date).into())])
                }
                None => self.say("chart-note-source", &[("date", (&date).into())]),
            };
            words.note = format!("{} {source}", words.note);
        }
        if self.is_protected() {
            let args = [("rule", (&self.results.protection).into())];
            words.note = format!("{} {}", words.note, self.say("chart-note-protected", &args));
        }
        framed(&words, self.options, height, draw)
    }

    fn is_protected(&self) -> bool {
        self.results.protection != "none"
    }

    /// What stands where a share is not: hidden, or that nobody answered.
    fn no_share(&self, proportion: &Proportion) -> String {
        let is_hidden = self.is_protected() && proportion.answered.is_none();
        self.text(if is_hidden { "chart-hidden" } else { "chart-no-answers" })
    }

    fn intervals(&self, shares: &[&Proportion]) -> String {
        self.say("chart-note-intervals", &[("method", (&self.method(shares)).into())])
    }

    fn target(&self, measure: &str, by: &By) -> Option<f64> {
        let mut targets = self.results.targets.iter();
        targets.find(|target| target.measure == measure && target.by == *by).map(|target| target.value)
    }

    /// A code as a reader sees it.
    fn code(&self, column: &str, code: &str) -> String {
        let key = format!("code-{column}-{code}").replace('_', "-");
        if self.catalogue.has(&key) { self.text(&key) } else { code.to_owned() }
    }

    fn label(&self, label: Option<&str>) -> String {
        label.filter(|label| !label.is_empty()).map_or_else(|| self.text("group-none"), str::to_owned)
    }
}

/// What of a proportion can be drawn.
fn shown(proportion: &Proportion) -> Option<Shown> {
    let (estimate, answered) = (proportion.estimate?, proportion.answered?);
    Some(Shown { estimate, low: proportion.low, high: proportion.high, answered })
}

/// `71% (68% to 74%), 725 of 1,027`
fn in_words(proportion: &Proportion) -> String {
    let Some(share) = shown(proportion) else {
        return String::new();
    };
    let interval = match (share.low, share.high) {
        (Some(low), Some(high)) => format!(" ({})", format::percent_interval(low, high)),
        _ => String::new(),
    };
    let events = format::count(proportion.events.unwrap_or(0));
    format!("{}{interval}, {events} / {}", format::percent(share.estimate), format::count(share.answered))
}
