//! What an instrument's definition must hold before it is used.

use super::{FactFault, FactKind, Instrument};

/// Why an instrument's definition cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum InstrumentError {
    /// `min` is not below `max`.
    #[error("min must be below max")]
    EmptyRange,
    /// `min` or `max` lies so far out that differences of scores would not fit.
    #[error("min and max must lie between -1000000 and 1000000")]
    TooWide,
    /// `unit` is not a positive number of whole thousandths that fits into the range.
    #[error("unit must be at least 0.001, have at most three decimals, and fit between min and max")]
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

/// Scores are thousandths in 32 bits: twice this still fits.
const LARGEST_SCORE: f64 = 1_000_000.0;

pub(super) fn is_plain_id(id: &str) -> bool {
    !id.is_empty() && id.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_')
}

impl Instrument {
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
        if self.min < -LARGEST_SCORE || self.max > LARGEST_SCORE {
            return Err(InstrumentError::TooWide);
        }
        let is_in_thousandths = |number: f64| (number * 1000.0 - (number * 1000.0).round()).abs() < 1e-6;
        if !is_unit(self.unit) || !is_in_thousandths(self.unit) || self.unit > self.max - self.min {
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
}

#[cfg(test)]
mod tests {
    use super::super::tests::DAS;
    use super::*;

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
