//! Which code a label is known to stand for.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;
use sst_core::record::{Question, Status};

use super::names::label_name;
use crate::columns::Feeds;

#[derive(Deserialize)]
struct Table {
    scale: Vec<Scale>,
    missing: Missing,
    #[serde(flatten)]
    columns: BTreeMap<String, BTreeMap<String, Vec<String>>>,
}

#[derive(Deserialize)]
struct Scale {
    of: String,
    labels: Vec<Vec<String>>,
}

#[derive(Deserialize)]
struct Missing {
    words: Vec<String>,
    numbers: Vec<String>,
}

/// Codes by label.
type Codes = BTreeMap<String, String>;

struct Labels {
    columns: BTreeMap<String, Codes>,
    /// The column and the codes of each scale.
    scales: Vec<(String, Codes)>,
    missing_words: Vec<String>,
    missing_numbers: Vec<String>,
}

/// That the embedded table is valid is tested.
static LABELS: LazyLock<Labels> = LazyLock::new(|| {
    let table: Table = toml::from_str(sst_data::LABELS).expect("the embedded labels are valid");
    let codes = |codes: BTreeMap<String, Vec<String>>| -> Codes {
        let pairs = codes.into_iter();
        pairs
            .flat_map(|(code, labels)| labels.into_iter().map(move |label| (label_name(&label), code.clone())))
            .collect()
    };
    let scale = |scale: Scale| -> (String, Codes) {
        let places = scale.labels.into_iter().enumerate();
        let pairs = places.flat_map(|(place, labels)| {
            labels.into_iter().map(move |label| (label_name(&label), (place + 1).to_string()))
        });
        (scale.of, pairs.collect())
    };
    Labels {
        columns: table.columns.into_iter().map(|(column, labels)| (column, codes(labels))).collect(),
        scales: table.scale.into_iter().map(scale).collect(),
        missing_words: table.missing.words.iter().map(|word| missing_form(word)).collect(),
        missing_numbers: table.missing.numbers,
    }
});

fn missing_form(word: &str) -> String {
    word.trim().to_lowercase()
}

/// Whether a cell holds a word that stands for no answer.
pub(super) fn is_missing_word(cell: &str) -> bool {
    LABELS.missing_words.contains(&missing_form(cell))
}

/// Whether a cell holds a number that often stands for no answer, where it cannot be one.
pub(super) fn is_missing_number(cell: &str) -> bool {
    let number = cell.strip_suffix(".0").unwrap_or(cell);
    LABELS.missing_numbers.iter().any(|known| known == number)
}

/// The codes of the column with that name, by the labels of one column: what all of them are known to stand for.
pub(super) struct KnownLabels {
    sets: Vec<&'static Codes>,
}

impl KnownLabels {
    /// The codes that the labels of a column can stand for; `labels` are all that it holds.
    pub(super) fn of<'l>(column: &str, labels: impl Iterator<Item = &'l str> + Clone) -> Self {
        let labels: Vec<String> = labels.map(label_name).collect();
        let mut sets: Vec<&Codes> = LABELS.columns.get(column).into_iter().collect();
        let is_answer = Question::of_column(column).is_some_and(|question| question.codes().contains(&"yes"));
        if is_answer {
            sets.extend(LABELS.columns.get("answers"));
        }
        // Scales that hold every label must agree on it; else none is taken.
        let scales = LABELS.scales.iter().filter(|(of, _)| of == column).map(|(_, codes)| codes);
        let is_number = |label: &String| label.bytes().all(|b| b.is_ascii_digit());
        let whole: Vec<&Codes> = scales
            .filter(|codes| {
                labels.iter().all(|label| is_number(label) || codes.contains_key(label))
                    && labels.iter().any(|label| codes.contains_key(label))
            })
            .collect();
        let agree = labels.iter().all(|label| {
            let mut codes = whole.iter().map(|codes| codes.get(label));
            let first = codes.next();
            codes.all(|code| Some(code) == first)
        });
        if agree {
            sets.extend(whole.first());
        }
        Self { sets }
    }

    /// The code that a label stands for in a column of that kind.
    pub(super) fn code(&self, label: &str, feeds: Feeds) -> Option<String> {
        let name = label_name(label);
        let own = match feeds {
            Feeds::Status => Status::parse(label).map(|status| status.id().to_owned()),
            Feeds::Coded(question) => {
                question.parse(label).map(|code| question.codes()[usize::from(code.place()) - 1].to_owned())
            }
            _ => None,
        };
        let fits = |code: &&String| feeds.knows_value(code);
        own.or_else(|| self.sets.iter().find_map(|codes| codes.get(&name)).filter(fits).cloned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::columns::feeds_of;
    use crate::mapping::Mapping;

    #[test]
    fn no_label_stands_for_two_codes_and_every_code_exists() {
        let table: Table = toml::from_str(sst_data::LABELS).expect("valid");
        let definitions = Mapping::canonical(&sst_core::text::Catalogue::english()).definitions;
        let mut count = 0;
        for (column, codes) in &table.columns {
            let mut seen: Codes = BTreeMap::new();
            for (code, labels) in codes {
                for label in labels {
                    let before = seen.insert(label_name(label), code.clone());
                    assert!(before.as_ref().is_none_or(|other| other == code), "{column}: {label}: {before:?}, {code}");
                    count += 1;
                }
                if column != "answers" {
                    let feeds = feeds_of(column, &definitions).expect("a column");
                    assert!(feeds.knows_value(code), "{column}: {code}");
                }
            }
        }
        assert!(count > 350, "{count} labels");
        for scale in &table.scale {
            assert_eq!(scale.labels.len(), 5, "{}", scale.of);
        }
    }

    #[test]
    fn labels_are_known_by_their_column() {
        let change = Feeds::Coded(Question::ChangeRating);
        let known = KnownLabels::of("change_rating", ["A lot better"].into_iter());
        assert_eq!(known.code("A lot better", change).as_deref(), Some("much_better"));
        assert_eq!(known.code("Much Better", change).as_deref(), Some("much_better"));
        assert_eq!(known.code("Yes", change), None);
        let enough = Feeds::Coded(Question::Enough);
        let known = KnownLabels::of("enough", ["Don’t know", "Y"].into_iter());
        assert_eq!(known.code("Don’t know", enough).as_deref(), Some("unsure"));
        assert_eq!(known.code("partly", enough), None, "enough has no such code");
    }

    #[test]
    fn a_rating_is_known_by_its_whole_scale() {
        let helpful = Feeds::Coded(Question::Helpfulness);
        let code =
            |labels: &[&str], label: &str| KnownLabels::of("helpfulness", labels.iter().copied()).code(label, helpful);
        let five = ["Not at all helpful", "Extremely helpful", "Very helpful"];
        assert_eq!(code(&five, "Very helpful").as_deref(), Some("4"));
        let agree = ["Very unhelpful", "Very helpful"];
        assert_eq!(code(&agree, "Very helpful").as_deref(), Some("5"));
        assert_eq!(code(&["Very helpful"], "Very helpful"), None, "4 on one scale, 5 on another");
        assert_eq!(code(&["Very helpful", "Whatever"], "Very helpful"), None);
    }
}
