//! What a column can feed.

use sst_core::definitions::Definitions;
use sst_core::record::{Question, plain};

/// One of the four dates of a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DateColumn {
    /// `session_date`
    Session,
    /// `request_date`
    Request,
    /// `followup_date`
    FollowUp,
    /// `closed_date`
    Closed,
}

/// What a column feeds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Feeds {
    /// `client_id`
    ClientId,
    /// `session_id`
    SessionId,
    /// One of the dates.
    Date(DateColumn),
    /// `status`
    Status,
    /// A group, by its place in the definitions.
    Group(usize),
    /// `wait_minutes`
    WaitMinutes,
    /// A coded question.
    Coded(Question),
    /// A yes/no question of the service's own, by number.
    Own(usize),
    /// A score of an instrument, by its place in the definitions.
    Score {
        /// The instrument's place.
        instrument: usize,
        /// Whether it is the score after the session.
        post: bool,
    },
}

/// The fixed columns that are neither groups nor coded nor scores.
const FIXED: [(&str, Feeds); 8] = [
    ("client_id", Feeds::ClientId),
    ("session_id", Feeds::SessionId),
    ("session_date", Feeds::Date(DateColumn::Session)),
    ("request_date", Feeds::Date(DateColumn::Request)),
    ("followup_date", Feeds::Date(DateColumn::FollowUp)),
    ("closed_date", Feeds::Date(DateColumn::Closed)),
    ("status", Feeds::Status),
    ("wait_minutes", Feeds::WaitMinutes),
];

/// What the canonical column of that name feeds.
pub(crate) fn feeds_of(name: &str, definitions: &Definitions) -> Option<Feeds> {
    let fixed = FIXED.iter().find(|(fixed, _)| *fixed == name).map(|(_, feeds)| *feeds);
    fixed
        .or_else(|| Question::of_column(name).map(Feeds::Coded))
        .or_else(|| definitions.groups.iter().position(|group| group.name == name).map(Feeds::Group))
        .or_else(|| {
            definitions.instruments.iter().enumerate().find_map(|(instrument, found)| {
                let end = name.strip_prefix(found.id.as_str())?;
                matches!(end, "_pre" | "_post").then_some(Feeds::Score { instrument, post: end == "_post" })
            })
        })
}

/// Every canonical name under these definitions.
pub(crate) fn canonical_names(definitions: &Definitions) -> Vec<String> {
    let fixed = FIXED.iter().map(|(name, _)| (*name).to_owned());
    let questions = Question::ALL.iter().map(|question| question.column().to_owned());
    let groups = definitions.groups.iter().map(|group| group.name.clone());
    let scores = definitions
        .instruments
        .iter()
        .flat_map(|instrument| ["pre", "post"].map(|end| format!("{}_{end}", instrument.id)));
    fixed.chain(questions).chain(groups).chain(scores).collect()
}

impl Feeds {
    /// Whether a label can stand for that value of the column.
    pub(crate) fn knows_value(self, value: &str) -> bool {
        match self {
            Self::Status => sst_core::record::Status::parse(value).is_some(),
            Self::Coded(question) => question.parse(value).is_some(),
            Self::Own(_) => matches!(plain(value).as_str(), "yes" | "no"),
            Self::Group(_) => true,
            _ => false,
        }
    }

    /// The values that labels can stand for, for a message.
    pub(crate) fn values(self) -> Vec<&'static str> {
        match self {
            Self::Status => sst_core::record::Status::ALL.map(sst_core::record::Status::id).to_vec(),
            Self::Coded(question) => question.codes().to_vec(),
            Self::Own(_) => vec!["yes", "no"],
            _ => Vec::new(),
        }
    }
}
