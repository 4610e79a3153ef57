//! Rules that a service standard bundles under a name, and what the standard counts together.

use std::str::FromStr;

use super::measures::ChangeEvent;
use super::rule::{ChangeRule, CriterionKind, CutoffKind, SdSource};

/// A bundle of rules under the name of its standard.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RuleSet {
    /// NHS England's Talking Therapies: published thresholds, and PHQ-9 and GAD-7 judged together.
    NhsTalkingTherapies,
    /// Jacobson and Truax 1991: their index, and cut-off c.
    JacobsonTruax,
    /// The Australian PMHC-MDS: half a national standard deviation, on the first of K10, K5 and SDQ that has both scores.
    PmhcMds,
}

impl RuleSet {
    /// All.
    pub const ALL: [Self; 3] = [Self::NhsTalkingTherapies, Self::JacobsonTruax, Self::PmhcMds];

    /// The name in mapping files and on the command line, and what its joint measures have as `instrument`.
    pub const fn id(self) -> &'static str {
        match self {
            Self::NhsTalkingTherapies => "nhs-talking-therapies",
            Self::JacobsonTruax => "jacobson-truax",
            Self::PmhcMds => "pmhc-mds",
        }
    }

    /// The rule for each questionnaire.
    pub fn rule(self) -> ChangeRule {
        let rule = ChangeRule { rule_set: Some(self), ..ChangeRule::default() };
        match self {
            Self::NhsTalkingTherapies => rule,
            Self::JacobsonTruax => ChangeRule {
                criterion: CriterionKind::Index(crate::stats::RciMethod::JacobsonTruax),
                cutoff: CutoffKind::C,
                ..rule
            },
            Self::PmhcMds => {
                ChangeRule { criterion: CriterionKind::EffectSize(0.5), sd_source: SdSource::National, ..rule }
            }
        }
    }

    /// Whether it is still the standard with other numbers beside it: another standard deviation, reliability or cut-off.
    pub const fn takes_other_numbers(self) -> bool {
        matches!(self, Self::JacobsonTruax)
    }

    /// The questionnaires that it judges together, the first one first; none where it judges each by itself.
    pub const fn members(self) -> &'static [&'static str] {
        match self {
            Self::NhsTalkingTherapies => &["phq9", "gad7"],
            Self::JacobsonTruax => &[],
            Self::PmhcMds => &["k10", "k5", "sdq_pc", "sdq_py", "sdq_yr"],
        }
    }

    /// Whether it needs every one of them; otherwise any one is enough.
    pub const fn needs_all_members(self) -> bool {
        matches!(self, Self::NhsTalkingTherapies)
    }

    /// Whether so many of them are enough.
    pub const fn is_complete(self, members: usize) -> bool {
        members > 0 && (!self.needs_all_members() || members == self.members().len())
    }

    /// What is counted of them together, in the order of a report.
    pub const fn joint_events(self) -> &'static [ChangeEvent] {
        use ChangeEvent::{
            AtCutoffBefore, NoReliableChange, Recovered, ReliablyDeteriorated, ReliablyImproved, ReliablyRecovered,
        };
        match self {
            Self::NhsTalkingTherapies => &[
                AtCutoffBefore,
                ReliablyImproved,
                ReliablyDeteriorated,
                NoReliableChange,
                Recovered,
                ReliablyRecovered,
            ],
            Self::JacobsonTruax => &[],
            Self::PmhcMds => &[ReliablyImproved, ReliablyDeteriorated, NoReliableChange],
        }
    }

    /// The denominator of the standard's own percentage, over sessions with and without the scores.
    ///
    /// NHS England: improvement, deterioration and no reliable change over those who finished; recovery and reliable
    /// recovery over those who finished less those not at caseness at the start. Who lacks a score after counts as a no.
    /// Source: `Talking-Therapies` KM monthly update, recovery = Recovery / (Completed - NotCaseness).
    ///
    /// `finished` and `not_at_caseness` are counts; `None` where the standard publishes no such percentage.
    ///
    /// ```
    /// use sst_core::change::{ChangeEvent, RuleSet};
    /// // England, 2024-25: 321,061 of 670,419 - 35,234 recovered: 50.5%.
    /// let nhs = RuleSet::NhsTalkingTherapies;
    /// assert_eq!(nhs.official_denominator(ChangeEvent::Recovered, 670_419, 35_234), Some(635_185));
    /// assert_eq!(nhs.official_denominator(ChangeEvent::ReliablyImproved, 670_419, 35_234), Some(670_419));
    /// ```
    pub const fn official_denominator(self, event: ChangeEvent, finished: u64, not_at_caseness: u64) -> Option<u64> {
        match (self, event) {
            (Self::NhsTalkingTherapies, ChangeEvent::Recovered | ChangeEvent::ReliablyRecovered) => {
                finished.checked_sub(not_at_caseness)
            }
            (
                Self::NhsTalkingTherapies,
                ChangeEvent::ReliablyImproved | ChangeEvent::ReliablyDeteriorated | ChangeEvent::NoReliableChange,
            ) => Some(finished),
            _ => None,
        }
    }
}

impl FromStr for RuleSet {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let word = text.replace('_', "-");
        let known = Self::ALL.into_iter().find(|set| set.id() == word);
        known.ok_or_else(|| Self::ALL.map(Self::id).join(", "))
    }
}
