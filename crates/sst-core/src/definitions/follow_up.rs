//! Which questions are follow-ups, and when their answers are due.

use crate::record::Question;

/// The follow-up rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FollowUp {
    /// The coded questions that are follow-ups.
    pub questions: Vec<Question>,
    /// The own questions that are follow-ups, by id.
    pub own_questions: Vec<String>,
    /// Days from session to due.
    pub due_after_days: u32,
    /// Days from session after which an answer no longer counts.
    pub closes_after_days: Option<u32>,
}

impl Default for FollowUp {
    fn default() -> Self {
        Self {
            questions: vec![
                Question::ChangeRating,
                Question::Enough,
                Question::NoReturnReason,
                Question::GoalMet,
                Question::NextStepDone,
            ],
            own_questions: Vec::new(),
            due_after_days: 0,
            closes_after_days: None,
        }
    }
}

impl FollowUp {
    /// Whether this question is a follow-up.
    pub fn has(&self, question: Question) -> bool {
        self.questions.contains(&question)
    }

    /// The names of the follow-up columns.
    pub fn columns(&self) -> Vec<String> {
        let coded = self.questions.iter().map(|question| question.column().to_owned());
        coded.chain(self.own_questions.iter().cloned()).collect()
    }
}
