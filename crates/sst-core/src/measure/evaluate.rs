//! From what one session says to its answer to each measure.

use super::{Answer, Measure, Population, Rule};
use crate::change::{ScoreFacts, Scored};
use crate::definitions::FollowUp;
use crate::record::{Answers, OwnAnswers, Question, Status};

/// What one session says, with late answers already taken away.
#[derive(Debug, Clone, Copy)]
pub struct SessionFacts<'a> {
    /// Whether it took place.
    pub status: Option<Status>,
    /// The coded answers.
    pub answers: &'a Answers,
    /// The own yes/no answers.
    pub own: OwnAnswers,
    /// The wait in days, where known.
    pub wait_days: Option<i32>,
    /// Whether its follow-up is due.
    pub is_due: bool,
    /// Whether any follow-up question is answered.
    pub has_follow_up_answer: bool,
    /// Whether the data says who was asked.
    pub says_who_was_asked: bool,
    /// What the scores of each questionnaire say.
    pub change: &'a [ScoreFacts],
    /// What the scores of several say together, of each standard.
    pub together: &'a [ScoreFacts],
}

impl SessionFacts<'_> {
    /// Whether the client was asked, or answered all the same.
    pub fn was_asked(&self) -> bool {
        self.answers.get(Question::FollowUpAsked).is_some_and(|code| code.place() == 1)
    }

    pub(crate) fn is_in(&self, population: Population) -> bool {
        let attended = self.status == Some(Status::Attended);
        match population {
            Population::BookedAndOver => {
                matches!(self.status, Some(Status::Attended | Status::NoShow | Status::Cancelled))
            }
            Population::Attended => attended,
            Population::AttendedUnlessNo(question) => {
                attended && self.answers.get(question).is_none_or(|code| code.place() != 2)
            }
        }
    }

    fn answer(&self, measure: &Measure, earlier: &[Answer]) -> Answer {
        if !self.is_in(measure.population) {
            return Answer::NotEligible;
        }
        if measure.follow_up && !self.is_due {
            return Answer::NotDue;
        }
        let event = match &measure.rule {
            Rule::Attendance => Some(self.status == Some(Status::Attended)),
            Rule::Coded(question, codes) => self.answers.get(*question).map(|code| codes.contains(code)),
            Rule::AnsweredFollowUp => Some(self.has_follow_up_answer),
            Rule::WaitAtMostDays(days) => self.wait_days.map(|wait| wait <= *days),
            Rule::Own(number) => self.own.get(*number),
            Rule::Change { of, event } => {
                let facts = match *of {
                    Scored::Instrument(place) => self.change.get(place),
                    Scored::Together(place) => self.together.get(place),
                };
                return event.answer(facts.copied().unwrap_or_default());
            }
            Rule::AnyOf(places) => return any_of(places.iter().map(|&place| earlier[place])),
        };
        match event {
            Some(true) => Answer::Yes,
            Some(false) => Answer::No,
            None if measure.follow_up && self.says_who_was_asked && !self.was_asked() => Answer::NotAsked,
            None => Answer::Missing,
        }
    }
}

/// Answered only where every part is answered: otherwise a partial yes would count and a partial no would not. A part
/// whose population the session is not in does not count.
fn any_of(parts: impl Iterator<Item = Answer> + Clone) -> Answer {
    let parts = parts.filter(|part| *part != Answer::NotEligible);
    let any = |wanted: fn(Answer) -> bool| parts.clone().any(wanted);
    let says_yes = any(|part| matches!(part, Answer::Yes | Answer::PartlyYes));
    if parts.clone().next().is_none() {
        Answer::NotEligible
    } else if any(|part| part == Answer::NotDue) {
        Answer::NotDue
    } else if parts.clone().all(Answer::is_answered) {
        if says_yes { Answer::Yes } else { Answer::No }
    } else if says_yes {
        Answer::PartlyYes
    } else if any(|part| part == Answer::Missing) {
        Answer::Missing
    } else if any(|part| part == Answer::CannotHappen) {
        Answer::CannotHappen
    } else {
        Answer::NotAsked
    }
}

/// The answer to each measure, in their order, into `out`.
pub fn evaluate(measures: &[Measure], facts: &SessionFacts<'_>, out: &mut Vec<Answer>) {
    out.clear();
    for measure in measures {
        let answer = facts.answer(measure, out);
        out.push(answer);
    }
}

/// Whether any follow-up question is answered.
pub fn has_follow_up_answer(follow_up: &FollowUp, own_numbers: &[usize], answers: &Answers, own: OwnAnswers) -> bool {
    follow_up.questions.iter().any(|&question| answers.get(question).is_some())
        || own_numbers.iter().any(|&number| own.get(number).is_some())
}
