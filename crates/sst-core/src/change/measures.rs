//! The four measures of change of each questionnaire, as data.

use super::verdict::Verdict;
use crate::measure::{Answer, Measure, Population, Rule};
use crate::stats::ReliableChange;
use crate::text::{Arg, Catalogue};

/// What counts as the event.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChangeEvent {
    /// The score got better by more than its measurement error.
    ReliablyImproved,
    /// It got worse by more.
    ReliablyDeteriorated,
    /// From the clinical to the non-clinical range, reliably or not.
    Recovered,
    /// From the clinical to the non-clinical range, and reliably better.
    ReliablyRecovered,
}

impl ChangeEvent {
    /// All, in the order of a report.
    pub const ALL: [Self; 4] =
        [Self::ReliablyImproved, Self::ReliablyDeteriorated, Self::Recovered, Self::ReliablyRecovered];

    /// The measure's id. Other programs rely on it.
    pub const fn id(self) -> &'static str {
        match self {
            Self::ReliablyImproved => "reliably_improved",
            Self::ReliablyDeteriorated => "reliably_deteriorated",
            Self::Recovered => "recovered",
            Self::ReliablyRecovered => "reliably_recovered",
        }
    }

    /// Whether only those in the clinical range before can have it.
    pub const fn is_recovery(self) -> bool {
        matches!(self, Self::Recovered | Self::ReliablyRecovered)
    }

    /// What a session with this pair says; `None` is no pair.
    pub(crate) fn answer(self, verdict: Option<Verdict>) -> Answer {
        let Some(verdict) = verdict else { return Answer::Missing };
        let yes_if = |holds: Option<bool>| match holds {
            Some(true) => Answer::Yes,
            Some(false) => Answer::No,
            None => Answer::Missing,
        };
        let is = |wanted: ReliableChange| verdict.direction.map(|direction| direction == wanted);
        let crosses = || match verdict.was_case {
            None => Err(Answer::Missing),
            Some(false) => Err(Answer::CannotHappen),
            Some(true) => Ok(verdict.is_case.map(|is_case| !is_case)),
        };
        match self {
            // There are both scores, and the rule says nothing of them: neither a no nor a silence.
            Self::ReliablyImproved | Self::ReliablyDeteriorated | Self::ReliablyRecovered if verdict.is_undefined => {
                Answer::CannotHappen
            }
            Self::ReliablyImproved => yes_if(is(ReliableChange::Improved)),
            Self::ReliablyDeteriorated => yes_if(is(ReliableChange::Deteriorated)),
            Self::Recovered => crosses().map_or_else(|answer| answer, yes_if),
            Self::ReliablyRecovered => crosses().map_or_else(
                |answer| answer,
                |crossed| yes_if(crossed.zip(is(ReliableChange::Improved)).map(|(crossed, better)| crossed && better)),
            ),
        }
    }
}

/// The measures of a questionnaire, given its place in the definitions.
pub fn change_measures(instrument: usize, name: &str, catalogue: &Catalogue) -> Vec<Measure> {
    ChangeEvent::ALL
        .into_iter()
        .map(|event| {
            let key = format!("measure-{}", event.id().replace('_', "-"));
            let args = [("instrument", Arg::Text(name))];
            Measure {
                id: event.id().to_owned(),
                label: catalogue.text(&key, &args),
                definition: catalogue.attribute(&key, "definition", &args),
                population: Population::Attended,
                rule: Rule::Change { instrument, event },
                follow_up: false,
            }
        })
        .collect()
}
