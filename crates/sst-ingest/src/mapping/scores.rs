//! `[scores]`: the table of scores with a row for each client, date and questionnaire.

use std::collections::{HashMap, HashSet};

use sst_core::definitions::{Definitions, ScoreRule};
use sst_core::instrument::Instrument;
use sst_core::record::plain;

use super::column::{self, ColumnMapping, ColumnOptions};
use super::fault::did_you_mean;
use super::keys::{Document, Keys, texts_of};
use crate::columns::{DateColumn, Feeds};

/// How a table of scores is to be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScoresMapping {
    /// Whether the mapping file has the section.
    pub is_given: bool,
    /// The files, as the mapping file names them: from its own folder.
    pub files: Vec<String>,
    /// How scores find their sessions.
    pub rule: ScoreRule,
    /// Whose score it is.
    pub(crate) client_id: ColumnMapping,
    /// When it was given.
    pub(crate) date: ColumnMapping,
    /// Of which questionnaire it is.
    pub(crate) measure: ColumnMapping,
    /// The score.
    pub(crate) score: ColumnMapping,
    /// What the labels of `measure` stand for.
    pub(crate) labels: Vec<MeasureLabel>,
}

/// What a label in the column `measure` stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct MeasureLabel {
    /// The label, as the mapping or the questionnaire has it.
    pub(crate) label: String,
    /// The questionnaire's id.
    pub(crate) instrument: String,
    /// Whether its scores are sums that are still to be converted.
    pub(crate) is_raw: bool,
}

const KEYS: [&str; 10] = [
    "file",
    "client_id",
    "date",
    "measure",
    "score",
    "missing",
    "instruments",
    "pre_within_days",
    "post_from_days",
    "post_within_days",
];

/// A window is at most a century long.
const LONGEST_DAYS: u32 = 36_525;

impl ScoresMapping {
    /// The table has the layout's own headers, and names questionnaires by their id or name.
    pub(super) fn canonical(definitions: &Definitions) -> Self {
        let column = |name: &str| ColumnMapping {
            name: format!("scores.{name}"),
            header: name.to_owned(),
            options: ColumnOptions::default(),
        };
        Self {
            is_given: false,
            files: Vec::new(),
            rule: ScoreRule::default(),
            client_id: column("client_id"),
            date: column("date"),
            measure: column("measure"),
            score: column("score"),
            labels: known_labels(definitions),
        }
    }
}

/// What every questionnaire is known by: its id before all names, its name unless another has the same, and with `_raw`
/// the sums that are to be converted.
fn known_labels(definitions: &Definitions) -> Vec<MeasureLabel> {
    let known = &definitions.instruments;
    let of = |known: &Instrument, label: String, is_raw| MeasureLabel { label, instrument: known.id.clone(), is_raw };
    let ids = known.iter().map(|known| of(known, known.id.clone(), false));
    let sums = known.iter().filter(|known| known.conversion.is_some());
    let sums = sums.map(|known| of(known, format!("{}_raw", known.id), true));
    let mut times: HashMap<String, usize> = HashMap::new();
    for known in known {
        *times.entry(plain(&known.name)).or_default() += 1;
    }
    // A name of two questionnaires stands for neither.
    let names = known.iter().filter(|known| times[&plain(&known.name)] == 1);
    let names = names.map(|known| of(known, known.name.clone(), false));
    let mut taken = HashSet::new();
    ids.chain(sums).chain(names).filter(|label| taken.insert(plain(&label.label))).collect()
}

/// Reads the section; what is not said stays the default.
pub(super) fn read(keys: Option<Keys<'_>>, definitions: &Definitions, document: &mut Document<'_>) -> ScoresMapping {
    let mut scores = ScoresMapping::canonical(definitions);
    let Some(mut table) = keys else {
        return scores;
    };
    scores.is_given = true;
    scores.files = table.texts("file", document).into_iter().map(|(file, _)| file).collect();
    for (name, column) in
        [("client_id", &mut scores.client_id), ("measure", &mut scores.measure), ("score", &mut scores.score)]
    {
        if let Some(header) = table.text(name, document) {
            column.header = header;
        }
    }
    let span = table.span.clone();
    if let Some(value) = table.take("date") {
        let span = value.span();
        let feeds = Some(Feeds::Date(DateColumn::Session));
        if let Some(date) = column::read("date", &span, value, feeds, document) {
            scores.date = ColumnMapping { name: scores.date.name, ..date };
        }
    }
    scores.score.options.missing = table.texts("missing", document).into_iter().map(|(text, _)| text).collect();
    let own = labels(&mut table, definitions, document);
    // What the mapping says goes before what a questionnaire is called.
    let is_own = |known: &MeasureLabel| own.iter().any(|own| plain(&own.label) == plain(&known.label));
    scores.labels.retain(|known| !is_own(known));
    scores.labels.splice(0..0, own);
    let rule = &mut scores.rule;
    let mut days = |key: &str, from: u32, days: &mut u32| {
        *days = table.whole(key, from..LONGEST_DAYS, document).unwrap_or(*days);
    };
    days("pre_within_days", 0, &mut rule.pre_within_days);
    days("post_from_days", 1, &mut rule.post_from_days);
    days("post_within_days", 1, &mut rule.post_within_days);
    if rule.post_within_days < rule.post_from_days {
        let hint = "`post_from_days` is the first day on which a score after can be, `post_within_days` the last";
        document.fault(&span, "the window for a score after ends before it begins", Some(hint.to_owned()));
    }
    table.finish(&KEYS, document);
    scores
}

/// `instruments = { phq9 = ["PHQ-9", "PHQ9 total"] }`
fn labels(table: &mut Keys<'_>, definitions: &Definitions, document: &mut Document<'_>) -> Vec<MeasureLabel> {
    let Some(named) = table.take("instruments").and_then(|value| Keys::of(value, "`instruments`", document)) else {
        return Vec::new();
    };
    let ids = known_labels(definitions).into_iter().filter(|known| known.label == known.instrument || known.is_raw);
    let ids: Vec<MeasureLabel> = ids.collect();
    let mut labels: Vec<MeasureLabel> = Vec::new();
    for (id, span, value) in named.into_entries() {
        let given = texts_of(value, &id, document);
        let Some(known) = ids.iter().find(|known| known.label == *id) else {
            let meant = did_you_mean(&id, ids.iter().map(|known| known.label.as_str()));
            let hint = meant.map_or_else(
                || "`sst instruments` lists them; one of your own is an [[instrument]]".to_owned(),
                |meant| format!("did you mean `{meant}`?"),
            );
            document.fault(&span, &format!("there is no questionnaire `{id}`"), Some(hint));
            continue;
        };
        for (label, span) in given {
            match labels.iter().find(|other| plain(&other.label) == plain(&label)) {
                Some(other) if (&other.instrument, other.is_raw) != (&known.instrument, known.is_raw) => {
                    document.fault(&span, &format!("the label \"{label}\" stands for two questionnaires"), None);
                }
                Some(_) => {}
                None => labels.push(MeasureLabel { label, ..known.clone() }),
            }
        }
    }
    labels
}
