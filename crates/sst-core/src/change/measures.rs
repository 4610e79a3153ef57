//! The measures of each questionnaire, and of those that a standard judges together, as data.

use super::together::Together;
use super::verdict::{ScoreFacts, Verdict};
use crate::measure::{Answer, Measure, Population, Rule};
use crate::stats::{ChangeClass, ReliableChange};
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
    /// Neither reliably better nor reliably worse.
    NoReliableChange,
    /// The score before is in the clinical range, with or without a score after.
    AtCutoffBefore,
    /// The score after is, with or without a score before.
    AtCutoffAfter,
}

/// Whose scores a measure of change is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scored {
    /// One questionnaire, by its place in the definitions.
    Instrument(usize),
    /// Several that a standard judges together, by their place in the definitions.
    Together(usize),
}

impl ChangeEvent {
    /// Those of every questionnaire, in the order of a report.
    const OF_EACH: [Self; 6] = [
        Self::AtCutoffBefore,
        Self::AtCutoffAfter,
        Self::ReliablyImproved,
        Self::ReliablyDeteriorated,
        Self::Recovered,
        Self::ReliablyRecovered,
    ];

    /// The measure's id. Other programs rely on it.
    pub const fn id(self) -> &'static str {
        match self {
            Self::ReliablyImproved => "reliably_improved",
            Self::ReliablyDeteriorated => "reliably_deteriorated",
            Self::Recovered => "recovered",
            Self::ReliablyRecovered => "reliably_recovered",
            Self::NoReliableChange => "no_reliable_change",
            Self::AtCutoffBefore => "at_cutoff_pre",
            Self::AtCutoffAfter => "at_cutoff_post",
        }
    }

    /// Whether only those in the clinical range before can have it.
    pub const fn is_recovery(self) -> bool {
        matches!(self, Self::Recovered | Self::ReliablyRecovered)
    }

    /// The columns of a questionnaire that it is about, by their endings.
    pub const fn sides(self) -> &'static [&'static str] {
        match self {
            Self::AtCutoffBefore => &["pre"],
            Self::AtCutoffAfter => &["post"],
            _ => &["pre", "post"],
        }
    }

    /// Whether it is about both scores.
    pub const fn is_of_pairs(self) -> bool {
        self.sides().len() == 2
    }

    /// Whether it needs a cut-off.
    pub const fn needs_cutoff(self) -> bool {
        self.is_recovery() || !self.is_of_pairs()
    }

    /// Whether it needs to know how large a change is reliable.
    pub const fn needs_criterion(self) -> bool {
        self.is_of_pairs() && !matches!(self, Self::Recovered)
    }

    /// What a session with these scores says.
    pub(crate) fn answer(self, facts: ScoreFacts) -> Answer {
        let yes_if = |holds: Option<bool>| match holds {
            Some(true) => Answer::Yes,
            Some(false) => Answer::No,
            None => Answer::Missing,
        };
        match self {
            Self::AtCutoffBefore => yes_if(facts.was_case),
            Self::AtCutoffAfter => yes_if(facts.is_case),
            // Who was not in the clinical range cannot leave it, whatever the score after would be.
            _ if self.is_recovery() && facts.was_case == Some(false) => Answer::CannotHappen,
            _ => facts.verdict.map_or(Answer::Missing, |verdict| self.answer_of_pair(verdict)),
        }
    }

    fn answer_of_pair(self, verdict: Verdict) -> Answer {
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
            _ if verdict.is_undefined && self.needs_criterion() => Answer::CannotHappen,
            Self::ReliablyImproved => yes_if(is(ReliableChange::Improved)),
            Self::ReliablyDeteriorated => yes_if(is(ReliableChange::Deteriorated)),
            Self::NoReliableChange => yes_if(is(ReliableChange::Unchanged)),
            Self::AtCutoffBefore => yes_if(verdict.was_case),
            Self::AtCutoffAfter => yes_if(verdict.is_case),
            Self::Recovered => crosses().map_or_else(|answer| answer, yes_if),
            Self::ReliablyRecovered => crosses()
                .map_or_else(|answer| answer, |_| yes_if(verdict.class().map(|class| class == ChangeClass::Recovered))),
        }
    }
}

/// The measures of a questionnaire, given its place in the definitions.
pub fn change_measures(instrument: usize, name: &str, catalogue: &Catalogue) -> Vec<Measure> {
    let args = [("instrument", Arg::Text(name))];
    let measure = |event: ChangeEvent| {
        let key = format!("measure-{}", event.id().replace('_', "-"));
        measure(Scored::Instrument(instrument), event, &key, &args, catalogue)
    };
    ChangeEvent::OF_EACH.into_iter().map(measure).collect()
}

/// The measures of what a standard judges together, given its place in the definitions; in the standard's own words.
pub fn joint_measures(place: usize, together: &Together, catalogue: &Catalogue) -> Vec<Measure> {
    let set = together.rule_set;
    let measure = |&event: &ChangeEvent| {
        let key = format!("measure-{}-{}", set.id(), event.id().replace('_', "-"));
        measure(Scored::Together(place), event, &key, &[], catalogue)
    };
    set.joint_events().iter().map(measure).collect()
}

fn measure(of: Scored, event: ChangeEvent, key: &str, args: &[(&str, Arg<'_>)], catalogue: &Catalogue) -> Measure {
    Measure {
        id: event.id().to_owned(),
        label: catalogue.text(key, args),
        definition: catalogue.attribute(key, "definition", args),
        population: Population::Attended,
        rule: Rule::Change { of, event },
        follow_up: false,
    }
}
