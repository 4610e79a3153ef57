//! Questionnaires as data: range, unit and direction, scoring, and numbers with their sources, from a file or the mapping.

mod check;
mod conversion;
mod fact;
mod lookup;
mod round;
mod scoring;

pub use check::InstrumentError;
pub use conversion::{Conversion, ConvertedFrom};
pub use fact::{CaseSide, Caseness, Fact, FactFault, FactKind, Norm};
pub use scoring::{Combine, ItemFault, Scored, Scoring};

use std::sync::LazyLock;

use serde::{Deserialize, Serialize};

use crate::record::Score;
use crate::stats::ScaleDirection;

/// Which way is better.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Better {
    /// A lower score is better.
    Lower,
    /// A higher score is better.
    Higher,
}

impl From<Better> for ScaleDirection {
    fn from(better: Better) -> Self {
        match better {
            Better::Lower => Self::LowerIsBetter,
            Better::Higher => Self::HigherIsBetter,
        }
    }
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
}

#[cfg(test)]
mod tests {
    use super::*;

    pub(super) const DAS: &str = r#"
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
}
