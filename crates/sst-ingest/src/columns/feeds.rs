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
    /// A sum of items that is still to be converted to the score.
    RawScore {
        /// The instrument's place.
        instrument: usize,
        /// Whether it is of the score after the session.
        post: bool,
    },
    /// An item of an instrument whose scoring is known.
    Item {
        /// The instrument's place.
        instrument: usize,
        /// Whether it is of the score after the session.
        post: bool,
        /// The item's place, from 0.
        item: usize,
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
        .or_else(|| score_or_item(name, definitions))
}

/// What a column of an instrument feeds: `<id>_pre`, `<id>_pre_raw` or `<id>_pre_1`, and the same with `post`.
fn score_or_item(name: &str, definitions: &Definitions) -> Option<Feeds> {
    definitions.instruments.iter().enumerate().find_map(|(instrument, found)| {
        let end = |start: &str| {
            let end = name.strip_prefix(start)?;
            let post = end.starts_with("_post");
            Some((end.strip_prefix(if post { "_post" } else { "_pre" })?, post))
        };
        match end(&found.id) {
            Some(("", post)) => return Some(Feeds::Score { instrument, post }),
            Some(("_raw", post)) if found.conversion.is_some() => return Some(Feeds::RawScore { instrument, post }),
            _ => {}
        }
        let items = found.scored_items();
        if items == 0 {
            return None;
        }
        let (number, post) = end(found.item_columns())?;
        let number = number.strip_prefix('_').filter(|digits| !digits.starts_with(['0', '+']))?;
        let number: usize = number.parse().ok()?;
        let item = (0..items).find(|&item| found.item_number(item) == number)?;
        Some(Feeds::Item { instrument, post, item })
    })
}

/// Every canonical name under these definitions.
pub(crate) fn canonical_names(definitions: &Definitions) -> Vec<String> {
    canonical_columns(definitions).into_iter().map(|(name, _)| name).collect()
}

/// Every canonical name under these definitions, with what it feeds; items last.
pub(crate) fn canonical_columns(definitions: &Definitions) -> Vec<(String, Feeds)> {
    let fixed = FIXED.iter().map(|&(name, feeds)| (name.to_owned(), feeds));
    let questions = Question::ALL.iter().map(|&question| (question.column().to_owned(), Feeds::Coded(question)));
    let groups = definitions.groups.iter().enumerate().map(|(place, group)| (group.name.clone(), Feeds::Group(place)));
    let ends = || definitions.instruments.iter().enumerate().flat_map(|known| [(known, false), (known, true)]);
    let scores = ends().map(|((instrument, _), post)| Feeds::Score { instrument, post });
    let raw = ends()
        .filter(|((_, known), _)| known.conversion.is_some())
        .map(|((instrument, _), post)| Feeds::RawScore { instrument, post });
    let items = ends().flat_map(|((instrument, known), post)| {
        (0..known.scored_items()).map(move |item| Feeds::Item { instrument, post, item })
    });
    let of_instruments =
        scores.chain(raw).chain(items).filter_map(|feeds| Some((feeds.instrument_column(definitions)?, feeds)));
    fixed.chain(questions).chain(groups).chain(of_instruments).collect()
}

impl Feeds {
    /// The instrument that the column is of, by its place, and whether it is of the score after the session.
    pub(crate) const fn instrument(self) -> Option<(usize, bool)> {
        match self {
            Self::Score { instrument, post }
            | Self::RawScore { instrument, post }
            | Self::Item { instrument, post, .. } => Some((instrument, post)),
            _ => None,
        }
    }

    /// The canonical name of the score that a column of an instrument leads to.
    pub(crate) fn score_column(self, definitions: &Definitions) -> Option<String> {
        let (instrument, post) = self.instrument()?;
        Self::Score { instrument, post }.instrument_column(definitions)
    }

    /// The canonical name of a column of an instrument.
    fn instrument_column(self, definitions: &Definitions) -> Option<String> {
        let (instrument, post) = self.instrument()?;
        let known = &definitions.instruments[instrument];
        let end = if post { "post" } else { "pre" };
        Some(match self {
            Self::Item { item, .. } => format!("{}_{end}_{}", known.item_columns(), known.item_number(item)),
            Self::RawScore { .. } => format!("{}_{end}_raw", known.id),
            _ => format!("{}_{end}", known.id),
        })
    }

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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mapping::Mapping;

    #[test]
    fn every_canonical_name_feeds_what_it_says() {
        let definitions = Mapping::canonical(&sst_core::text::Catalogue::english()).definitions;
        let columns = canonical_columns(&definitions);
        for (name, feeds) in &columns {
            assert_eq!(feeds_of(name, &definitions), Some(*feeds), "{name}");
        }
        let has = |name: &str| columns.iter().any(|(known, _)| known == name);
        for name in ["phq9_pre_9", "dass21_post_21", "swemwbs_pre_raw", "core10_post", "csq8_post"] {
            assert!(has(name), "{name}");
        }
        for name in [
            "phq9_pre_10",
            "phq9_pre_0",
            "phq9_pre_01",
            "phq9_1",
            "phq9_pre_raw",
            "bhs_pre_1",
            "das_pre_1",
            "phq9_pre_",
        ] {
            assert!(!has(name) && feeds_of(name, &definitions).is_none(), "{name}");
        }
    }
}
