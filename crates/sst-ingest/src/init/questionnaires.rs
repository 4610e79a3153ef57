//! Which questionnaire a header names, whether before or after, its score or an item.
//!
//! A header must be made of known words only, each of them used: nothing is matched by likeness.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;
use sst_core::definitions::Definitions;

use super::names::Name;
use crate::columns::feeds_of;

/// Before or after the session.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Side {
    /// Before.
    Pre,
    /// After.
    Post,
}

impl Side {
    /// The end of a column's name.
    pub(super) const fn id(self) -> &'static str {
        match self {
            Self::Pre => "pre",
            Self::Post => "post",
        }
    }
}

/// What a header says of a questionnaire.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Questionnaire {
    /// Its id.
    pub(super) id: &'static str,
    /// Before or after, where the header has a word for it.
    pub(super) side: Option<Side>,
    part: Part,
}

/// Which number of a questionnaire.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    Score,
    Raw,
    Item(u32),
}

#[derive(Deserialize)]
struct Table {
    names: BTreeMap<String, Vec<String>>,
    words: BTreeMap<String, Vec<String>>,
}

/// The table, each text joined, the longest first.
struct Words {
    names: Vec<(String, String)>,
    roles: Vec<(Role, String)>,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Role {
    Before,
    After,
    Whole,
    Raw,
    Item,
    Span,
}

/// That the embedded table is valid is tested.
static WORDS: LazyLock<Words> = LazyLock::new(|| {
    let table: Table = toml::from_str(sst_data::QUESTIONNAIRE_NAMES).expect("the embedded names are valid");
    let joined = |text: &String| Name::of(text).joined;
    let mut names: Vec<_> =
        table.names.iter().flat_map(|(id, names)| names.iter().map(move |name| (id.clone(), joined(name)))).collect();
    names.sort_by_key(|(_, name)| std::cmp::Reverse(name.len()));
    let role = |key: &str| match key {
        "before" => Some(Role::Before),
        "after" => Some(Role::After),
        "whole" => Some(Role::Whole),
        "raw" => Some(Role::Raw),
        "item" => Some(Role::Item),
        "span" => Some(Role::Span),
        _ => None,
    };
    let mut roles: Vec<_> = table
        .words
        .iter()
        .filter_map(|(key, words)| Some((role(key)?, words)))
        .flat_map(|(role, words)| words.iter().map(move |word| (role, joined(word))))
        .collect();
    roles.sort_by_key(|(_, text)| std::cmp::Reverse(text.len()));
    Words { names, roles }
});

/// What a header says of a questionnaire, if it says nothing else.
pub(super) fn questionnaire(name: &Name) -> Option<Questionnaire> {
    let words = &name.words;
    let (id, place, length) = WORDS.names.iter().find_map(|(id, known)| {
        let at = |place: usize| beginning(&words[place..], known).map(|length| (id.as_str(), place, length));
        (0..words.len()).find_map(at)
    })?;
    let rest = [&words[..place], &words[place + length..]];
    let mut side = None;
    let (mut number, mut has_whole, mut has_raw, mut has_item, mut has_span) = (None, false, false, false, false);
    for mut words in rest {
        while let Some(first) = words.first() {
            if let Some((role, length)) = role_of(words) {
                let said = match role {
                    Role::Before => Some(Side::Pre),
                    Role::After => Some(Side::Post),
                    _ => None,
                };
                if said.is_some() && side.is_some() && side != said {
                    return None;
                }
                side = side.or(said);
                has_whole |= role == Role::Whole;
                has_raw |= role == Role::Raw;
                has_item |= role == Role::Item;
                has_span |= role == Role::Span;
                words = &words[length..];
            } else if number.is_none() && first.bytes().all(|b| b.is_ascii_digit()) {
                number = Some(first.parse().ok()?);
                words = &words[1..];
            } else {
                return None;
            }
        }
    }
    let part = match (number, has_span, has_item) {
        // "6 week follow-up": the number is no item's.
        (Some(_), true, false) if side == Some(Side::Post) => {
            if has_raw {
                Part::Raw
            } else {
                Part::Score
            }
        }
        (Some(number), false, _) if !has_whole && !has_raw => Part::Item(number),
        (None, false, false) => {
            if has_raw {
                Part::Raw
            } else {
                Part::Score
            }
        }
        _ => return None,
    };
    Some(Questionnaire { id, side, part })
}

/// How many of the first words are this text when they are joined.
fn beginning(words: &[String], text: &str) -> Option<usize> {
    let mut rest = text;
    for (place, word) in words.iter().enumerate() {
        rest = rest.strip_prefix(word.as_str())?;
        if rest.is_empty() {
            return Some(place + 1);
        }
    }
    None
}

/// What the first words say, and how many they are: the longest that is known.
fn role_of(words: &[String]) -> Option<(Role, usize)> {
    WORDS.roles.iter().find_map(|(role, known)| Some((*role, beginning(words, known)?)))
}

impl Questionnaire {
    /// The column of the record layout that it is on this side; none when the questionnaire has no such column.
    pub(super) fn column(&self, side: Side, definitions: &Definitions) -> Option<String> {
        let end = side.id();
        let known = definitions.instruments.iter().find(|known| known.id == self.id);
        let name = match self.part {
            Part::Score => format!("{}_{end}", self.id),
            Part::Raw => format!("{}_{end}_raw", self.id),
            Part::Item(number) => {
                format!("{}_{end}_{number}", known.map_or(self.id, |known| known.item_columns()))
            }
        };
        feeds_of(&name, definitions).is_some().then_some(name)
    }

    /// Whether it is the questionnaire's score, of no side: what a label in a table of scores says.
    pub(super) fn is_plain_score(&self) -> bool {
        self.part == Part::Score && self.side.is_none()
    }

    /// Which columns are answered together: the items of one questionnaire, or its score.
    pub(super) fn family(&self) -> (&'static str, u8) {
        let part = match self.part {
            Part::Score => 0,
            Part::Raw => 1,
            Part::Item(_) => 2,
        };
        (self.id, part)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mapping::Mapping;

    fn columns(header: &str) -> Vec<String> {
        let definitions = Mapping::canonical(&sst_core::text::Catalogue::english()).definitions;
        let Some(found) = questionnaire(&Name::of(header)) else { return Vec::new() };
        let sides = found.side.map_or(vec![Side::Pre, Side::Post], |side| vec![side]);
        sides.into_iter().filter_map(|side| found.column(side, &definitions)).collect()
    }

    #[test]
    fn headers_say_which_number_of_which_questionnaire() {
        for (header, wanted) in [
            ("PHQ-9 (intake)", "phq9_pre"),
            ("PHQ9 Pre", "phq9_pre"),
            ("gad7_pre", "gad7_pre"),
            ("Pre-session PHQ-9 total score", "phq9_pre"),
            ("PHQ-9 total (follow-up)", "phq9_post"),
            ("6 week follow-up GAD-7 score", "gad7_post"),
            ("T2_CORE10", "core10_post"),
            ("T1 ORS", "ors_pre"),
            ("PHQ9_1_pre", "phq9_pre_1"),
            ("Intake PHQ-9 item 9", "phq9_pre_9"),
            ("phq9PostQ3", "phq9_post_3"),
            ("PHQ-9 (début)", "phq9_pre"),
            ("PHQ-9 (suivi)", "phq9_post"),
            ("SWEMWBS raw score before", "swemwbs_pre_raw"),
            ("K10+ discharge", "k10_post"),
            ("GAD-7 vorher", "gad7_pre"),
            ("Confidence before the session (0-10)", "confidence_pre"),
            ("DASS-21 Depression post", "dass21_depression_post"),
            ("DASS21_4_pre", "dass21_pre_4"),
        ] {
            assert_eq!(columns(header), [wanted], "{header}");
        }
    }

    #[test]
    fn pre_and_post_are_never_guessed() {
        assert_eq!(columns("PHQ-9"), ["phq9_pre", "phq9_post"]);
        assert_eq!(columns("PHQ-9 total"), ["phq9_pre", "phq9_post"]);
        assert_eq!(columns("PHQ9_1"), ["phq9_pre_1", "phq9_post_1"]);
    }

    #[test]
    fn what_has_a_word_too_many_is_no_questionnaire() {
        for header in [
            "PHQ-9 date",
            "PHQ-9 severity",
            "PHQ-2",
            "PHQ",
            "GAD-2 pre",
            "PHQ-9 pre post change",
            "PHQ9_10_pre",
            "PHQ9 pre 1 2",
            "PHQ-9 change",
            "Coping plan",
            "PHQ-8",
            "PHQ-15 intake",
            "BHS item 3 pre",
        ] {
            assert!(columns(header).is_empty(), "{header}: {:?}", columns(header));
        }
    }

    #[test]
    fn every_questionnaire_has_its_names_and_no_name_is_of_two() {
        let definitions = Mapping::canonical(&sst_core::text::Catalogue::english()).definitions;
        for known in &definitions.instruments {
            assert_eq!(columns(&format!("{} before", known.id.replace('_', " "))), [format!("{}_pre", known.id)]);
        }
        let mut seen = BTreeMap::new();
        for (id, words) in &WORDS.names {
            let other = seen.insert(words.clone(), id.clone());
            assert!(other.as_ref().is_none_or(|other| other == id), "{words:?}: {id} and {other:?}");
        }
        let mut roles: BTreeMap<String, Role> = BTreeMap::new();
        for (role, words) in &WORDS.roles {
            let other = roles.insert(words.clone(), *role);
            assert!(other.is_none_or(|other| other == *role), "{words:?}: {role:?} and {other:?}");
        }
    }
}
