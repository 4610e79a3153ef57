//! Follow-up answers that come in a file of their own and belong to no known session.

use super::{Definitions, GroupKey};
use crate::measure::{Measure, Rule};

/// Answers of an anonymous form. Each belongs to the calendar of its own date, and to the groups that the form asks for.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct UnlinkedAnswers {
    /// The group columns that the answers have, by place.
    pub groups: Vec<usize>,
}

impl UnlinkedAnswers {
    /// Whether the answers say in which of these groups they are.
    pub fn tells(&self, key: GroupKey) -> bool {
        match key {
            GroupKey::Column(place) => self.groups.contains(&place),
            GroupKey::Month | GroupKey::Quarter | GroupKey::Year | GroupKey::Period => true,
        }
    }
}

/// Where the answers to a measure stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Linkage {
    /// With their sessions.
    Sessions,
    /// In the anonymous answers.
    Answers,
    /// Some here and some there: which of them belong together cannot be known.
    Both,
}

impl Definitions {
    /// Where the answers to a measure stand.
    pub fn linkage(&self, measure: &Measure) -> Linkage {
        if self.unlinked.is_none() || !measure.follow_up {
            Linkage::Sessions
        } else if self.is_answered_anonymously(measure) {
            Linkage::Answers
        } else {
            Linkage::Both
        }
    }

    fn is_answered_anonymously(&self, measure: &Measure) -> bool {
        match &measure.rule {
            Rule::AnyOf(places) => places.iter().all(|&place| self.is_answered_anonymously(&self.measures[place])),
            _ => measure.follow_up,
        }
    }
}
