//! Change on a questionnaire: what its three pictures share.

pub(super) mod classes;
pub(super) mod pairs;
mod scale;
pub(crate) mod scores;

use sst_core::results::{By, Joint, JointCell, Mean, Proportion, ResultEntry};
use sst_core::text::{Arg, format};

use super::Context;
use crate::request::ChartError;
use crate::tokens::Token;

/// The measure that pairs of scores and their mean change stand under.
const CHANGE: &str = "change";

/// The five classes from best to worst, each with its colour and the outline that sets it off from the page.
const CLASSES: [(&str, Token, Token); 5] = [
    ("recovered", Token::Diverging5, Token::Diverging5),
    ("improved", Token::Diverging4, Token::Diverging5),
    ("unchanged", Token::Diverging3, Token::Grey),
    ("deteriorated", Token::Diverging2, Token::Diverging1),
    ("harmed", Token::Diverging1, Token::Diverging1),
];

/// The change on one questionnaire, of the whole.
struct Found<'a> {
    id: &'a str,
    name: String,
    joint: &'a Joint,
    pairs: u64,
}

/// The questionnaire asked for, or the first with pairs; `None` where there is no pair.
fn found<'a>(context: &Context<'a>) -> Result<Option<Found<'a>>, ChartError> {
    let wholes: Vec<(&str, &Joint)> = context
        .results
        .results
        .iter()
        .filter(|entry| entry.measure == CHANGE && entry.by.is_empty())
        .filter_map(|entry| Some((entry.instrument.as_deref()?, entry.as_joint()?)))
        .collect();
    let pairs = |joint: &Joint| joint.answered.filter(|&pairs| pairs > 0);
    let wanted = match &context.request.instrument {
        None => wholes.iter().find(|(_, joint)| pairs(joint).is_some()),
        Some(wanted) => {
            Some(wholes.iter().find(|(id, _)| id == wanted).ok_or_else(|| ChartError::UnknownInstrument {
                wanted: wanted.clone(),
                known: wholes.iter().map(|(id, _)| (*id).to_owned()).collect(),
            })?)
        }
    };
    Ok(wanted.and_then(|&(id, joint)| {
        Some(Found { id, name: context.results.instrument_name(id), joint, pairs: pairs(joint)? })
    }))
}

/// How many are in each class, best first; `None` where that is not known.
fn counts(joint: &Joint) -> Option<[u64; 5]> {
    let mut counts = [0; 5];
    if joint.classes.is_empty() {
        return None;
    }
    for (count, (id, ..)) in counts.iter_mut().zip(CLASSES) {
        // A class that there cannot be has nobody in it.
        if let Some(class) = joint.classes.iter().find(|class| class.class == id) {
            *count = class.count?;
        }
    }
    Some(counts)
}

impl Found<'_> {
    /// Whether there can be such a class: without a cut-off nobody recovers or is harmed.
    fn can_be(&self, class: &str) -> bool {
        self.joint.classes.iter().any(|known| known.class == class)
    }

    fn higher_is_better(&self) -> bool {
        self.joint.rule.better == "higher"
    }

    /// The share of a measure of this questionnaire, of the whole.
    fn share<'c>(&self, context: &Context<'c>, measure: &str) -> Option<&'c Proportion> {
        self.entries(context, measure).find_map(ResultEntry::as_proportion)
    }

    /// The mean change, of the whole.
    fn mean<'c>(&self, context: &Context<'c>) -> Option<&'c Mean> {
        self.entries(context, CHANGE).find_map(ResultEntry::as_mean)
    }

    fn entries<'c>(&self, context: &Context<'c>, measure: &str) -> impl Iterator<Item = &'c ResultEntry> {
        context.results.results.iter().filter(move |entry| {
            entry.measure == measure && entry.by == By::new() && entry.instrument.as_deref() == Some(self.id)
        })
    }

    /// Questionnaire, population, period and direction, and what else is to be said.
    fn subtitle(&self, context: &Context<'_>, rest: &str) -> String {
        let (pairs, period) = (format::count(self.pairs), context.period());
        let eligible = self.joint.eligible.map_or_else(|| "–".to_owned(), format::count);
        let key = if self.higher_is_better() { "chart-pairs-higher" } else { "chart-pairs-lower" };
        let direction = context.text(key);
        let args = [
            ("name", Arg::Text(&self.name)),
            ("pairs", Arg::Text(&pairs)),
            ("eligible", Arg::Text(&eligible)),
            ("period", Arg::Text(&period)),
            ("direction", Arg::Text(&direction)),
        ];
        format!("{} {rest}", context.say("chart-pairs-subtitle", &args))
    }

    /// `12 of 30 improved beyond measurement error on the DAS`; how many pairs where no reliable change is known.
    fn title(&self, context: &Context<'_>) -> String {
        let share = self.share(context, "reliably_improved").and_then(|share| Some((share.events?, share.answered?)));
        let improved = share.or_else(|| counts(self.joint).map(|counts| (counts[0] + counts[1], self.pairs)));
        let name = ("name", Arg::Text(&self.name));
        match improved {
            Some((events, answered)) => {
                let amount = self.joint.rule.amount_in_words(context.catalogue);
                let args =
                    [name, ("events", events.into()), ("answered", answered.into()), ("amount", (&amount).into())];
                context.say("chart-pairs-title", &args)
            }
            None => context.say("chart-pairs-title-unknown", &[name, ("pairs", self.pairs.into())]),
        }
    }

    /// The share of those who improved, with its interval, in words.
    fn interval(&self, context: &Context<'_>) -> String {
        let share = self.share(context, "reliably_improved");
        let numbers = share.and_then(|share| Some((share.estimate?, share.low?, share.high?)));
        let Some((estimate, low, high)) = numbers else {
            return String::new();
        };
        let (percent, interval) = (format::percent(estimate), format::percent_interval(low, high));
        let level = format::level(context.results.level);
        let args = [("percent", Arg::Text(&percent)), ("interval", Arg::Text(&interval)), ("level", Arg::Text(&level))];
        context.say("chart-pairs-interval", &args)
    }
}

/// The pairs whose count is told, and whether all are.
fn told(joint: &Joint) -> (Vec<(&JointCell, u64)>, bool) {
    let told: Vec<(&JointCell, u64)> =
        joint.cells.iter().filter_map(|cell| Some((cell, cell.count.filter(|&count| count > 0)?))).collect();
    (told, joint.cells.iter().all(|cell| cell.count.is_some()))
}
