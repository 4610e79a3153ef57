//! By which rule a dated score of a client belongs to a session.

/// How dated scores (client, date, questionnaire, score) become the scores of sessions.
///
/// For every attended session of a client and each questionnaire: the score *before* is the one with the latest date on or
/// before the session's, at most `pre_within_days` days before it; the score *after* is the one with the earliest date from
/// `post_from_days` to `post_within_days` days after it. Both ends count. A later session of the client ends nothing, and
/// one score may be the score of several sessions. Scores dated after the as-of date are absent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ScoreRule {
    /// A score before may be so many days old.
    pub pre_within_days: u32,
    /// A score after is at least so many days later; at least 1, or one score could be before and after.
    pub post_from_days: u32,
    /// A score after is at most so many days later.
    pub post_within_days: u32,
}

impl Default for ScoreRule {
    fn default() -> Self {
        Self { pre_within_days: 14, post_from_days: 1, post_within_days: 42 }
    }
}

impl ScoreRule {
    /// Whether a score may be the one before, dated so many days after the session.
    pub fn is_before(self, days: i32) -> bool {
        days <= 0 && i64::from(days) >= -i64::from(self.pre_within_days)
    }

    /// Whether a score may be the one after, dated so many days after the session.
    pub fn is_after(self, days: i32) -> bool {
        (i64::from(self.post_from_days.max(1))..=i64::from(self.post_within_days)).contains(&i64::from(days))
    }
}

/// Scores that come in a table of their own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScoreTable {
    /// How they find their sessions.
    pub rule: ScoreRule,
    /// The questionnaires with a score in it, by id.
    pub instruments: Vec<String>,
}
