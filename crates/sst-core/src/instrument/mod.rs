//! Questionnaires as data: range, unit and direction, scoring, and numbers with their sources, from a file or the mapping.

mod conversion;
mod fact;
mod round;
mod scoring;

pub use conversion::{Conversion, ConvertedFrom};
pub use fact::{CaseSide, Caseness, Fact, FactFault, FactKind, Norm};
pub use scoring::{Combine, ItemFault, Scored, Scoring};

use std::sync::LazyLock;

use serde::{Deserialize, Serialize};

use crate::record::Score;

/// Which way is better.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Better {
    /// A lower score is better.
    Lower,
    /// A higher score is better.
    Higher,
}

/// A questionnaire: what a score of it can be, how items make it, and what is known about it.
#[derive(Debug, Clone, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Instrument {
    /// The id, as in `<id>_pre` and `<id>_post`.
    pub id: String,
    /// Its name.
    pub name: String,
    /// The lowest possible score.
    pub min: f64,
    /// The highest possible score.
    pub max: f64,
    /// The step between neighbouring scores.
    #[serde(default = "whole")]
    pub unit: f64,
    /// Which way is better.
    pub better: Better,
    /// Its name in full.
    #[serde(default)]
    pub full_name: Option<String>,
    /// How many items it has.
    #[serde(default)]
    pub items: Option<u16>,
    /// The lowest answer to an item.
    #[serde(default)]
    pub item_min: Option<f64>,
    /// The highest answer to an item.
    #[serde(default)]
    pub item_max: Option<f64>,
    /// The step between neighbouring answers to an item.
    #[serde(default = "whole")]
    pub item_unit: f64,
    /// Asked after the session only.
    #[serde(default)]
    pub post_only: bool,
    /// What one must know before reading a score.
    #[serde(default)]
    pub note: Option<String>,
    /// Who may use it.
    #[serde(default)]
    pub licence: Option<String>,
    /// Where the numbers above come from.
    #[serde(default)]
    pub basis: Vec<Basis>,
    /// From items to the score; `None` where that is not known.
    #[serde(default)]
    pub scoring: Option<Scoring>,
    /// From the sum of the items to the score that is reported.
    #[serde(default)]
    pub conversion: Option<Conversion>,
    /// Numbers that rules use.
    #[serde(default, rename(deserialize = "fact"))]
    pub facts: Vec<Fact>,
}

/// Where some of the numbers of an instrument's scale come from.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Basis {
    /// The keys of those numbers.
    pub keys: Vec<String>,
    /// Where they stand.
    pub source: String,
    /// Whether that was read, and not remembered.
    pub verified: bool,
}

const fn whole() -> f64 {
    1.0
}

/// Why an instrument's definition cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum InstrumentError {
    /// `min` is not below `max`.
    #[error("min must be below max")]
    EmptyRange,
    /// `unit` is not a positive number of at least a thousandth.
    #[error("unit must be at least 0.001")]
    BadUnit,
    /// The id has something in it that a column name cannot have.
    #[error("an instrument's id is made of small letters, digits and _")]
    BadId,
    /// The items are none, or an item's range is empty.
    #[error("items are at least 1, item_min is below item_max, and item_unit at least 0.001")]
    BadItems,
    /// The scoring names items that are not there, or leaves the scale.
    #[error("[scoring] must have its items' range, name only items there are, and stay on the scale")]
    BadScoring,
    /// The conversion table does not rise, or leaves the scale.
    #[error("[conversion] must have a table that rises, has every sum of the items, and stays on the scale")]
    BadConversion,
    /// A number of the scale for which no source is given, or a source for no number.
    #[error("`{0}` needs one [[basis]]: where the number comes from")]
    NoBasis(String),
    /// A number that cannot be.
    #[error("`{kind}` {fault}", kind = .0.id(), fault = .1)]
    BadFact(FactKind, FactFault),
    /// The text is no instrument file.
    #[error("{0}")]
    NotToml(String),
}

/// What is wrong with a score.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ScoreFault {
    /// Outside the range.
    OutOfRange,
    /// Finer than the unit.
    TooFine,
    /// A sum of items where the converted score was expected.
    NotConverted,
}

/// The embedded files, read once.
static BUILT_IN: LazyLock<Vec<Instrument>> = LazyLock::new(|| {
    let read = |text: &&str| Instrument::from_toml(text).expect("embedded instrument files are valid");
    sst_data::INSTRUMENTS.iter().map(read).collect()
});

fn is_plain_id(id: &str) -> bool {
    !id.is_empty() && id.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_')
}

impl Instrument {
    /// A scale about which nothing more is known; to be [`checked`](Self::checked).
    pub fn new(id: &str, name: &str, (min, max): (f64, f64), unit: f64, better: Better) -> Self {
        Self {
            id: id.to_owned(),
            name: name.to_owned(),
            min,
            max,
            unit,
            better,
            full_name: None,
            items: None,
            item_min: None,
            item_max: None,
            item_unit: whole(),
            post_only: false,
            note: None,
            licence: None,
            basis: Vec::new(),
            scoring: None,
            conversion: None,
            facts: Vec::new(),
        }
    }

    /// Reads an instrument file.
    ///
    /// # Errors
    /// [`InstrumentError`]: a key that is not known, a number without a source, or one that cannot be.
    pub fn from_toml(text: &str) -> Result<Self, InstrumentError> {
        let instrument: Self =
            toml::from_str(text).map_err(|error| InstrumentError::NotToml(error.message().to_owned()))?;
        instrument.checked()
    }

    /// The instrument itself when its numbers make sense.
    ///
    /// # Errors
    /// [`InstrumentError`]: the first thing that cannot be.
    pub fn checked(self) -> Result<Self, InstrumentError> {
        let is_unit = |unit: f64| unit >= 0.001 && unit.is_finite();
        let is_range = |min: f64, max: f64| min < max && (max - min).is_finite();
        if !is_plain_id(&self.id) {
            return Err(InstrumentError::BadId);
        }
        if !is_range(self.min, self.max) {
            return Err(InstrumentError::EmptyRange);
        }
        if !is_unit(self.unit) {
            return Err(InstrumentError::BadUnit);
        }
        let has_item_range = match (self.item_min, self.item_max) {
            (None, None) => true,
            (Some(min), Some(max)) => is_range(min, max),
            _ => false,
        };
        if !has_item_range || self.items == Some(0) || !is_unit(self.item_unit) {
            return Err(InstrumentError::BadItems);
        }
        self.check_basis()?;
        if self.conversion.as_ref().is_some_and(|conversion| !conversion.is_possible(self.min, self.max)) {
            return Err(InstrumentError::BadConversion);
        }
        let scoring = self.scoring.as_ref();
        if scoring.is_some_and(|scoring| !self.items.is_some_and(|items| scoring.is_possible(items))) {
            return Err(InstrumentError::BadScoring);
        }
        if !self.scores_stay_on_scale() || (scoring.is_some() && self.item_min.is_none()) {
            let has_table = self.conversion.is_some();
            return Err(if has_table { InstrumentError::BadConversion } else { InstrumentError::BadScoring });
        }
        for fact in &self.facts {
            fact.check(self.min, self.max).map_err(|fault| InstrumentError::BadFact(fact.about, fault))?;
        }
        Ok(self)
    }

    /// Every number of the scale has one source, and every source a number.
    fn check_basis(&self) -> Result<(), InstrumentError> {
        let known: [(&str, bool); 8] = [
            ("min", true),
            ("max", true),
            ("better", true),
            // A unit of 1 is the default and may go without saying.
            ("unit", self.unit != 1.0),
            ("items", self.items.is_some()),
            ("item_min", self.item_min.is_some()),
            ("item_max", self.item_max.is_some()),
            ("item_unit", self.item_unit != 1.0),
        ];
        let keys = || self.basis.iter().flat_map(|basis| &basis.keys);
        for (key, is_given) in known {
            let sources = keys().filter(|other| *other == key).count();
            if sources > 1 || (is_given && sources == 0) {
                return Err(InstrumentError::NoBasis(key.to_owned()));
            }
        }
        let unknown = keys().find(|key| known.iter().all(|(known, _)| known != key));
        let unsaid =
            self.basis.iter().find(|basis| basis.source.trim().is_empty()).and_then(|basis| basis.keys.first());
        unknown.or(unsaid).map_or(Ok(()), |key| Err(InstrumentError::NoBasis(key.clone())))
    }

    /// The instruments that ship with the tool.
    ///
    /// # Panics
    /// Only when an embedded file is no instrument, which a test rules out.
    pub fn built_in() -> Vec<Self> {
        BUILT_IN.clone()
    }

    /// The score as thousandths, or what is wrong with it.
    ///
    /// # Errors
    /// [`ScoreFault`]: off the scale, between its steps, or not converted.
    pub fn score(&self, value: f64) -> Result<Score, ScoreFault> {
        if !(self.min..=self.max).contains(&value) {
            return Err(ScoreFault::OutOfRange);
        }
        let score = Score::from_f64(value).ok_or(ScoreFault::OutOfRange)?;
        let unit = (self.unit * 1000.0).round() as i64;
        let offset = i64::from(score.0) - (self.min * 1000.0).round() as i64;
        let is_exact = (value * 1000.0 - f64::from(score.0)).abs() < 1e-6;
        if offset % unit != 0 || !is_exact {
            return Err(ScoreFault::TooFine);
        }
        if self.conversion.as_ref().is_some_and(|conversion| conversion.is_raw_only(score)) {
            return Err(ScoreFault::NotConverted);
        }
        Ok(score)
    }

    /// The score of a sum that is still to be converted.
    ///
    /// # Errors
    /// [`ScoreFault`]: no sum of the conversion table, or there is none.
    pub fn convert(&self, sum: f64) -> Result<Score, ScoreFault> {
        let sum_in_thousandths = Score::from_f64(sum).ok_or(ScoreFault::OutOfRange)?;
        let converted = self.conversion.as_ref().and_then(|conversion| conversion.convert(sum_in_thousandths));
        let is_step = i64::from(sum_in_thousandths.0) % round::thousandths(self.item_unit) == 0;
        converted.ok_or(if is_step { ScoreFault::OutOfRange } else { ScoreFault::TooFine })
    }

    /// The best fact of a kind under a rule: of that rule before of none, one number before a range, verified before not,
    /// then the first in the file. Facts of other rules are not seen.
    pub fn fact(&self, kind: FactKind, rule: Option<&str>) -> Option<&Fact> {
        fact::best(self.facts.iter().filter(|fact| fact.about == kind), rule)
    }

    /// The change that exceeds measurement error, where a source gives one number.
    pub fn reliable_change(&self, rule: Option<&str>) -> Option<&Fact> {
        self.fact(FactKind::ReliableChange, rule).filter(|fact| fact.value.is_some())
    }

    /// Where the clinical range begins.
    pub fn caseness(&self, rule: Option<&str>) -> Option<Caseness> {
        let fact = self.caseness_fact(rule)?;
        Some(Caseness { threshold: fact.value?, case: fact.about.case_side()? })
    }

    /// The fact behind [`Self::caseness`].
    pub fn caseness_fact(&self, rule: Option<&str>) -> Option<&Fact> {
        let facts = self.facts.iter().filter(|fact| fact.about.case_side().is_some() && fact.value.is_some());
        fact::best(facts, rule)
    }

    /// The reliability for a standard error of measurement.
    ///
    /// What a mapping or source gives as the reliability comes first, then internal consistency, then retest: over weeks
    /// in care true change lowers a retest correlation, so that it overstates the error of one score; Jacobson & Truax
    /// leave the choice to the reader. Only single numbers, no ranges.
    pub fn reliability(&self) -> Option<&Fact> {
        [FactKind::Reliability, FactKind::ReliabilityAlpha, FactKind::ReliabilityRetest]
            .into_iter()
            .find_map(|kind| self.fact(kind, None).filter(|fact| fact.value.is_some()))
    }

    /// Mean and standard deviation of a norm from one source, and whether both are verified.
    pub fn norm(&self, norm: Norm) -> Option<(f64, f64, bool)> {
        let (mean, sd) = match norm {
            Norm::Functional => (FactKind::FunctionalMean, FactKind::FunctionalSd),
            Norm::Clinical => (FactKind::ClinicalMean, FactKind::ClinicalSd),
        };
        let mean = self.fact(mean, None)?;
        let sd = fact::best(self.facts.iter().filter(|fact| fact.about == sd && fact.source == mean.source), None)?;
        Some((mean.value?, sd.value?, mean.verified && sd.verified))
    }

    /// The smallest difference that matters to clients.
    pub fn minimal_important_difference(&self) -> Option<&Fact> {
        self.fact(FactKind::MinimalImportantDifference, None).filter(|fact| fact.value.is_some())
    }

    /// The lowest score of each band but the first; a score's band is how many of them it reaches.
    pub fn bands(&self) -> Option<&Fact> {
        self.fact(FactKind::BandsFrom, None)
    }

    /// The band of a score, counted from 0, the lowest scores.
    pub fn band_of(&self, score: f64) -> Option<usize> {
        Some(self.bands()?.numbers().iter().filter(|&&from| score >= from).count())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const DAS: &str = r#"
        id = "das"
        name = "Dyadic Adjustment Scale"
        min = 0
        max = 151
        unit = 0.5
        better = "higher"
        [[basis]]
        keys = ["min", "max", "unit", "better"]
        source = "a book"
        verified = true
    "#;

    fn built_in(id: &str) -> Instrument {
        Instrument::built_in().into_iter().find(|instrument| instrument.id == id).expect("built in")
    }

    #[test]
    fn scores_off_the_scale_are_told_apart() {
        let das = Instrument::from_toml(DAS).expect("an instrument");
        assert_eq!(das.score(90.5), Ok(Score(90_500)));
        assert_eq!(das.score(90.25), Err(ScoreFault::TooFine));
        assert_eq!(das.score(151.5), Err(ScoreFault::OutOfRange));
        assert_eq!(das.score(f64::NAN), Err(ScoreFault::OutOfRange));
    }

    #[test]
    fn a_sum_is_not_taken_for_a_converted_score() {
        let swemwbs = built_in("swemwbs");
        assert_eq!(swemwbs.score(19.25), Ok(Score(19_250)));
        assert_eq!(swemwbs.score(35.0), Ok(Score(35_000)));
        assert_eq!(swemwbs.score(21.0), Err(ScoreFault::NotConverted));
        assert_eq!(swemwbs.convert(21.0), Ok(Score(19_250)));
        assert_eq!(swemwbs.convert(36.0), Err(ScoreFault::OutOfRange));
        assert_eq!(swemwbs.convert(21.5), Err(ScoreFault::TooFine));
        assert_eq!(built_in("wemwbs").convert(20.0), Err(ScoreFault::OutOfRange));
    }

    #[test]
    fn every_shipped_instrument_is_valid() {
        let mut ids = Vec::new();
        for text in sst_data::INSTRUMENTS {
            let read = Instrument::from_toml(text);
            let instrument = read.unwrap_or_else(|error| panic!("{error}: {}", text.lines().next().unwrap_or("")));
            assert!(instrument.licence.is_some() && instrument.full_name.is_some(), "{}", instrument.id);
            for fact in &instrument.facts {
                let says_remembered = fact.source.contains("from memory");
                assert_eq!(fact.verified, !says_remembered, "{}: {}", instrument.id, fact.about.id());
            }
            ids.push(instrument.id);
        }
        ids.sort();
        ids.dedup();
        assert_eq!(ids.len(), sst_data::INSTRUMENTS.len(), "each id once");
    }

    #[test]
    fn the_lookups_that_rules_use() {
        let (phq9, core10, ors) = (built_in("phq9"), built_in("core10"), built_in("ors"));
        let nhs = Some("nhs-talking-therapies");
        assert_eq!(phq9.reliable_change(nhs).and_then(|fact| fact.value), Some(6.0));
        assert_eq!(phq9.reliable_change(None), None, "6 is the rule's number");
        assert_eq!(built_in("gad7").caseness(nhs).map(|caseness| caseness.threshold), Some(8.0));
        assert_eq!(built_in("gad7").caseness(None).map(|caseness| caseness.threshold), Some(10.0));
        assert_eq!(core10.reliable_change(None).and_then(|fact| fact.level), Some(0.90));
        assert_eq!(ors.caseness(None), Some(Caseness { threshold: 25.0, case: CaseSide::Below }));
        assert_eq!(ors.reliability().and_then(|fact| fact.value), Some(0.93), "the range is passed over");
        assert_eq!(built_in("bdi2").norm(Norm::Functional), Some((7.69, 7.52, true)));
        assert_eq!(built_in("bdi2").reliability().and_then(|fact| fact.value), Some(0.801));
        assert_eq!(built_in("swemwbs").norm(Norm::Clinical), Some((19.28, 3.921, true)));
        assert_eq!(built_in("wemwbs").norm(Norm::Functional), None, "a mean without its deviation");
        assert_eq!(built_in("wemwbs").reliable_change(None), None, "a range is no number");
        assert_eq!(built_in("oq45").reliable_change(None).and_then(|fact| fact.value), Some(14.0));
        assert_eq!(built_in("das").norm(Norm::Functional), Some((114.8, 17.8, true)));
        assert_eq!(built_in("das").reliability().and_then(|fact| fact.value), Some(0.88));
        assert_eq!(
            [4.0, 5.0, 14.0, 15.0, 21.0].map(|score| built_in("gad7").band_of(score)),
            [0, 1, 2, 3, 3].map(Some)
        );
        assert_eq!(phq9.minimal_important_difference().and_then(|fact| fact.value), Some(5.0));
    }

    #[test]
    fn what_cannot_be_is_refused() {
        let with = |more: &str| Instrument::from_toml(&format!("{DAS}\n{more}")).map(|_| ());
        let fact = |about: &str, rest: &str| {
            with(&format!("[[fact]]\nabout = \"{about}\"\n{rest}\nsource = \"a book\"\nverified = true"))
        };
        assert_eq!(fact("reliability", "value = 0.88"), Ok(()));
        assert_eq!(
            fact("reliability", "value = 1.2").map_err(|error| error.to_string()),
            Err("`reliability` is a number from 0 to 1".to_owned())
        );
        assert!(matches!(fact("reliabilty", "value = 0.88"), Err(InstrumentError::NotToml(_))));
        assert!(matches!(fact("reliability", "valeu = 0.88"), Err(InstrumentError::NotToml(_))));
        assert!(matches!(with("[[fact]]\nabout = \"sem\"\nvalue = 1"), Err(InstrumentError::NotToml(_))));
        let changed = |from: &str, to: &str| Instrument::from_toml(&DAS.replace(from, to)).map(|_| ());
        assert_eq!(changed("\"max\", ", ""), Err(InstrumentError::NoBasis("max".into())));
        assert_eq!(changed("\"max\"", "\"max\", \"max\""), Err(InstrumentError::NoBasis("max".into())));
        assert_eq!(changed("\"max\"", "\"max\", \"mox\""), Err(InstrumentError::NoBasis("mox".into())));
        assert_eq!(changed("a book", ""), Err(InstrumentError::NoBasis("min".into())));
        assert_eq!(changed("max = 151", "max = 0"), Err(InstrumentError::EmptyRange));
        assert_eq!(changed("unit = 0.5", "unit = 0"), Err(InstrumentError::BadUnit));
        assert_eq!(changed("\"das\"", "\"DAS\""), Err(InstrumentError::BadId));
        assert_eq!(changed("unit = 0.5", "unit = 0.5\nitem_min = 1"), Err(InstrumentError::BadItems));
        assert_eq!(
            with("[scoring]\ncombine = \"sum\"\nsource = \"a book\"\nverified = true"),
            Err(InstrumentError::BadScoring)
        );
        let swemwbs = sst_data::INSTRUMENTS.iter().find(|text| text.contains("\"swemwbs\"")).expect("shipped");
        for (from, to) in [("[8, 9.51]", "[8, 6.51]"), ("[8, 9.51], ", ""), ("[35, 35.00]", "[35, 36.00]")] {
            let read = Instrument::from_toml(&swemwbs.replace(from, to));
            assert_eq!(read, Err(InstrumentError::BadConversion), "{from}");
        }
        let phq9 = sst_data::INSTRUMENTS[0];
        for (from, to) in [("max = 27", "max = 26"), ("combine = \"sum\"", "combine = \"sum\"\nreverse = [10]")] {
            let read = Instrument::from_toml(&phq9.replacen(from, to, 1));
            assert_eq!(read, Err(InstrumentError::BadScoring), "{to}");
        }
    }
}
