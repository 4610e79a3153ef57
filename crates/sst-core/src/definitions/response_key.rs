//! What the data know of a client beside the follow-up: who answers can be told by it.

use super::{Definitions, GroupKey};
use crate::measure::{Measure, Rule};
use crate::record::Question;

/// Something known of a session whether its follow-up was answered or not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ResponseKey {
    /// What the client said of the session on the day, as this measure (by place) counts it: yes, no, or no answer.
    Said(usize),
    /// Whether the client came to a later session, up to the as-of date; nothing of sessions without a client.
    CameBack,
}

/// The key of [`ResponseKey::CameBack`] in results.
pub const CAME_BACK: &str = "came_back";

impl Definitions {
    /// What response to the follow-up can be told by: the ratings of the day, and coming back. None where answers are
    /// anonymous, or a group column has the name.
    pub fn response_keys(&self) -> Vec<ResponseKey> {
        let has_questions = self.measures.iter().any(|measure| self.tells_response(measure));
        if self.unlinked.is_some() || !has_questions {
            return Vec::new();
        }
        let said = self.measures.iter().enumerate().filter(|(_, measure)| {
            let is_rating = matches!(measure.rule, Rule::Coded(Question::Helpfulness, _));
            is_rating && !measure.follow_up && self.is_collected(measure)
        });
        let came_back = self.collected.contains("client_id").then_some(ResponseKey::CameBack);
        let keys = said.map(|(place, _)| ResponseKey::Said(place)).chain(came_back);
        keys.filter(|&key| GroupKey::find(self.response_key_name(key), &self.groups).is_err()).collect()
    }

    /// The key as results have it: the measure's id, or `came_back`.
    pub fn response_key_name(&self, key: ResponseKey) -> &str {
        match key {
            ResponseKey::Said(place) => &self.measures[place].id,
            ResponseKey::CameBack => CAME_BACK,
        }
    }

    /// Whether a measure is a follow-up whose response is told: `followed_up`, and the first of each question.
    pub fn tells_response(&self, measure: &Measure) -> bool {
        let is_first = |question: Question| {
            let of_it = |other: &&Measure| matches!(other.rule, Rule::Coded(of, _) if of == question);
            self.measures.iter().find(of_it).is_some_and(|first| first.id == measure.id)
        };
        measure.follow_up
            && self.is_collected(measure)
            && match measure.rule {
                Rule::Coded(question, _) => is_first(question),
                Rule::AnsweredFollowUp | Rule::Own(_) => true,
                _ => false,
            }
    }
}
