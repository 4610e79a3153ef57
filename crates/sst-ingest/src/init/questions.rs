//! What only a person can decide, and who answers.

/// Something undecided, with the choices there are; to choose none leaves it undecided.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    /// What it is about.
    pub subject: Subject,
    /// The question, in one line.
    pub text: String,
    /// What can be chosen.
    pub choices: Vec<String>,
}

/// What a question is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Subject {
    /// Which column is the day of the session.
    SessionDate,
    /// Which of several columns is the one.
    Which,
    /// Whether a score is from before or after the session.
    Side,
    /// Whether a guess is right.
    Guess,
    /// Whether day or month comes first.
    DateOrder,
    /// Whether ids are unique within a file only.
    IdScope,
    /// After how many days a follow-up is due.
    Due,
}

/// Who answers questions.
pub trait Answers {
    /// The place of the choice; none leaves the question open.
    fn choose(&mut self, question: &Question) -> Option<usize>;
}

/// Nobody is there to answer: every question stays open.
#[derive(Debug, Clone, Copy, Default)]
pub struct NobodyThere;

impl Answers for NobodyThere {
    fn choose(&mut self, _: &Question) -> Option<usize> {
        None
    }
}
