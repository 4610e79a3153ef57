//! Questionnaires as data: range, unit and direction, from a file or from the mapping.

mod fact;

pub use fact::{CaseSide, Caseness, Fact, FactKind, Norm};

use serde::Deserialize;

use crate::record::Score;

/// Which way is better.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Better {
    /// A lower score is better.
    Lower,
    /// A higher score is better.
    Higher,
}

/// A questionnaire: what a score of it can be.
#[derive(Debug, Clone, PartialEq, Deserialize)]
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
    /// What else is known of it, each number with its source.
    #[serde(default, rename = "fact")]
    pub facts: Vec<Fact>,
}

fn whole() -> f64 {
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
}

impl Instrument {
    /// Reads an instrument file; further keys (norms, sources) are for other readers.
    pub fn from_toml(text: &str) -> Result<Self, InstrumentError> {
        let instrument: Self =
            toml::from_str(text).map_err(|error| InstrumentError::NotToml(error.message().to_owned()))?;
        instrument.checked()
    }

    /// The instrument itself when its numbers make sense.
    pub fn checked(self) -> Result<Self, InstrumentError> {
        let id_is_plain =
            !self.id.is_empty() && self.id.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_');
        if !id_is_plain {
            Err(InstrumentError::BadId)
        } else if self.min.partial_cmp(&self.max) != Some(std::cmp::Ordering::Less)
            || !(self.max - self.min).is_finite()
        {
            Err(InstrumentError::EmptyRange)
        } else if !(self.unit >= 0.001 && self.unit.is_finite()) {
            Err(InstrumentError::BadUnit)
        } else {
            Ok(self)
        }
    }

    /// The instruments that ship with the tool.
    ///
    /// # Panics
    /// Only when an embedded file is no instrument, which a test rules out.
    pub fn built_in() -> Vec<Self> {
        sst_data::INSTRUMENTS
            .iter()
            .map(|text| Self::from_toml(text).expect("embedded instrument files are valid"))
            .collect()
    }

    /// The score as thousandths, or what is wrong with it.
    pub fn score(&self, value: f64) -> Result<Score, ScoreFault> {
        if !(self.min..=self.max).contains(&value) {
            return Err(ScoreFault::OutOfRange);
        }
        let score = Score::from_f64(value).ok_or(ScoreFault::OutOfRange)?;
        let unit = (self.unit * 1000.0).round() as i64;
        let offset = i64::from(score.0) - (self.min * 1000.0).round() as i64;
        let is_exact = (value * 1000.0 - f64::from(score.0)).abs() < 1e-6;
        if offset % unit == 0 && is_exact { Ok(score) } else { Err(ScoreFault::TooFine) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scores_off_the_scale_are_told_apart() {
        let das = Instrument {
            id: "das".into(),
            name: "Dyadic Adjustment Scale".into(),
            min: 0.0,
            max: 151.0,
            unit: 0.5,
            better: Better::Higher,
            facts: Vec::new(),
        };
        assert_eq!(das.score(90.5), Ok(Score(90_500)));
        assert_eq!(das.score(90.25), Err(ScoreFault::TooFine));
        assert_eq!(das.score(151.5), Err(ScoreFault::OutOfRange));
        assert_eq!(das.score(f64::NAN), Err(ScoreFault::OutOfRange));
    }

    #[test]
    fn every_shipped_instrument_is_valid() {
        assert!(Instrument::built_in().iter().any(|instrument| instrument.id == "phq9"));
    }
}
