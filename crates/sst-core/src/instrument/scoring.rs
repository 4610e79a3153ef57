//! From items to a score: items reversed, missing ones prorated where the instrument allows it, sums converted.

use serde::{Deserialize, Serialize};

use super::Instrument;
use super::round::{thousandths, to_unit};
use crate::record::Score;

/// How the items become one number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Combine {
    /// Their sum.
    Sum,
    /// Their mean.
    Mean,
}

/// How a score is made of items.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Scoring {
    /// Sum or mean.
    pub combine: Combine,
    /// What that is multiplied by.
    #[serde(default = "once")]
    pub times: u32,
    /// The items, by number, that count the other way round.
    #[serde(default)]
    pub reverse: Vec<u16>,
    /// How many items may be missing.
    #[serde(default)]
    pub most_missing: u16,
    /// What the item columns begin with, where that is not the instrument's id.
    #[serde(default)]
    pub columns: Option<String>,
    /// The items' numbers in their columns, where they are not counted from 1.
    #[serde(default)]
    pub numbers: Vec<u16>,
    /// What one should know beside it.
    #[serde(default)]
    pub note: Option<String>,
    /// Where it stands.
    pub source: String,
    /// Whether that was read, and not remembered.
    pub verified: bool,
}

const fn once() -> u32 {
    1
}

/// A score made of items, and what had to be done for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Scored {
    /// The score.
    pub score: Score,
    /// Items were missing, and the others stand for them.
    pub is_prorated: bool,
    /// It comes from a conversion table.
    pub is_converted: bool,
}

/// Why items give no score.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ItemFault {
    /// The instrument has no known scoring, or another number of items.
    NoScoring,
    /// The item at that place, from 0, is outside its range.
    OutOfRange(usize),
    /// The item at that place, from 0, is finer than an item can be.
    TooFine(usize),
    /// More items are missing than may be.
    TooManyMissing,
}

impl Scoring {
    /// Whether every number can be, for that many items.
    pub(super) fn is_possible(&self, items: u16) -> bool {
        let is_item = |number: &u16| (1..=items).contains(number);
        let has_numbers = self.numbers.is_empty()
            || (self.numbers.len() == usize::from(items)
                && self.numbers.iter().all(|&number| number > 0)
                && self.numbers.is_sorted_by(|a, b| a < b));
        let has_columns = self.columns.as_ref().is_none_or(|columns| super::check::is_plain_id(columns));
        self.times > 0
            && self.times <= 1000
            && self.reverse.iter().all(is_item)
            && self.reverse.is_sorted_by(|a, b| a < b)
            && self.most_missing < items
            && has_numbers
            && has_columns
            && !self.source.trim().is_empty()
    }
}

impl Instrument {
    /// How many items feed the score; 0 where it cannot be made of items.
    pub fn scored_items(&self) -> usize {
        self.scoring.as_ref().and(self.items).map_or(0, usize::from)
    }

    /// What the columns of the items begin with, as `phq9` of `phq9_pre_1`.
    pub fn item_columns(&self) -> &str {
        self.scoring.as_ref().and_then(|scoring| scoring.columns.as_deref()).unwrap_or(&self.id)
    }

    /// The number of an item, by its place from 0, in its column's name.
    pub fn item_number(&self, place: usize) -> usize {
        let numbers = self.scoring.as_ref().map_or(&[][..], |scoring| &scoring.numbers);
        numbers.get(place).map_or(place + 1, |&number| usize::from(number))
    }

    /// The answer to an item, by its place from 0, or what is wrong with it.
    ///
    /// # Errors
    /// [`ItemFault`]: outside the item's range, or finer than its unit.
    pub fn item(&self, place: usize, answer: f64) -> Result<f64, ItemFault> {
        let (Some(min), Some(max)) = (self.item_min, self.item_max) else { return Err(ItemFault::NoScoring) };
        if !(min..=max).contains(&answer) {
            return Err(ItemFault::OutOfRange(place));
        }
        let (exact, unit) = (thousandths(answer), thousandths(self.item_unit));
        let is_exact = (answer * 1000.0 - exact as f64).abs() < 1e-6;
        let is_step = (exact - thousandths(min)) % unit == 0;
        if is_exact && is_step { Ok(answer) } else { Err(ItemFault::TooFine(place)) }
    }

    /// The score of these items, in the order of their numbers; `None` when not one is answered.
    ///
    /// With k of n items answered and x the answers, reversed ones as `item_min + item_max - x`: a sum is
    /// `times * Σx * n / k`, a mean `times * Σx / k`. The first equals the published sum when k = n.
    ///
    /// # Errors
    /// [`ItemFault`]: an item that cannot be, or more missing than the instrument allows.
    pub fn score_items(&self, items: &[Option<f64>]) -> Result<Option<Scored>, ItemFault> {
        for (place, answer) in items.iter().enumerate() {
            answer.map_or(Ok(0.0), |answer| self.item(place, answer))?;
        }
        self.score_checked_items(items)
    }

    /// The same for answers that [`Self::item`] has let through.
    ///
    /// # Errors
    /// [`ItemFault`]: more missing than the instrument allows, or another number of items.
    pub fn score_checked_items(&self, items: &[Option<f64>]) -> Result<Option<Scored>, ItemFault> {
        let (Some(scoring), Some(min), Some(max)) = (&self.scoring, self.item_min, self.item_max) else {
            return Err(ItemFault::NoScoring);
        };
        if items.len() != self.scored_items() {
            return Err(ItemFault::NoScoring);
        }
        let turned = thousandths(min) + thousandths(max);
        let (mut answered, mut sum) = (0_i64, 0_i64);
        for (place, answer) in items.iter().enumerate() {
            let Some(answer) = answer else { continue };
            let answer = thousandths(*answer);
            let is_reversed = scoring.reverse.iter().any(|&number| usize::from(number) == place + 1);
            sum += if is_reversed { turned - answer } else { answer };
            answered += 1;
        }
        let missing = items.len() as i64 - answered;
        if answered == 0 {
            return Ok(None);
        }
        if missing > i64::from(scoring.most_missing) {
            return Err(ItemFault::TooManyMissing);
        }
        let total = i128::from(sum) * i128::from(scoring.times);
        let numerator = match scoring.combine {
            Combine::Sum => total * items.len() as i128,
            Combine::Mean => total,
        };
        // A sum has the steps of its items until it is converted.
        let (lowest, unit) = match &self.conversion {
            Some(_) => (0, thousandths(self.item_unit)),
            None => (thousandths(self.min), thousandths(self.unit)),
        };
        let score = to_unit(numerator, i128::from(answered), lowest, unit);
        let score = match &self.conversion {
            Some(conversion) => score.and_then(|raw| conversion.convert(raw)),
            None => score,
        };
        // `checked` has made sure that the items stay on the scale and in the table.
        let score = score.ok_or(ItemFault::NoScoring)?;
        Ok(Some(Scored { score, is_prorated: missing > 0, is_converted: self.conversion.is_some() }))
    }

    /// Whether the lowest and the highest answers give scores on the scale.
    pub(super) fn scores_stay_on_scale(&self) -> bool {
        let (Some(scoring), Some(min), Some(max), Some(items)) =
            (&self.scoring, self.item_min, self.item_max, self.items)
        else {
            return self.scoring.is_none();
        };
        let count = match scoring.combine {
            Combine::Sum => i64::from(items),
            Combine::Mean => 1,
        };
        let total = |item: f64| thousandths(item) * count * i64::from(scoring.times);
        match &self.conversion {
            None => total(min) >= thousandths(self.min) && total(max) <= thousandths(self.max),
            Some(conversion) => {
                let step = thousandths(self.item_unit).max(1) as usize;
                (total(min)..=total(max))
                    .step_by(step)
                    .all(|raw| i32::try_from(raw).is_ok_and(|raw| conversion.has_raw(Score(raw))))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn built_in(id: &str) -> Instrument {
        Instrument::built_in().into_iter().find(|instrument| instrument.id == id).expect("built in")
    }

    fn all(answer: f64, items: usize) -> Vec<Option<f64>> {
        vec![Some(answer); items]
    }

    fn score(instrument: &Instrument, items: &[Option<f64>]) -> Option<f64> {
        instrument.score_items(items).expect("a score").map(|scored| scored.score.to_f64())
    }

    #[test]
    fn a_plain_sum_needs_every_item() {
        let phq9 = built_in("phq9");
        let mut items = [0.0, 1.0, 2.0, 3.0, 0.0, 1.0, 2.0, 3.0, 0.0].map(Some);
        assert_eq!(
            phq9.score_items(&items),
            Ok(Some(Scored { score: Score(12_000), is_prorated: false, is_converted: false }))
        );
        items[0] = None;
        assert_eq!(phq9.score_items(&items), Err(ItemFault::TooManyMissing));
        assert_eq!(phq9.score_items(&[None; 9]), Ok(None));
        assert_eq!(phq9.score_items(&[None; 8]), Err(ItemFault::NoScoring));
        items[0] = Some(4.0);
        assert_eq!(phq9.score_items(&items), Err(ItemFault::OutOfRange(0)));
        items[0] = Some(1.5);
        assert_eq!(phq9.score_items(&items), Err(ItemFault::TooFine(0)));
        items[0] = Some(f64::NAN);
        assert_eq!(phq9.score_items(&items), Err(ItemFault::OutOfRange(0)));
    }

    #[test]
    fn reversed_items_count_the_other_way_round() {
        let cesd = built_in("cesd");
        // 16 items of 0 and 4 reversed ones: (0 + 3 - 0) * 4.
        assert_eq!(score(&cesd, &all(0.0, 20)), Some(12.0));
        assert_eq!(score(&cesd, &all(3.0, 20)), Some(48.0));
        let mut worst = all(3.0, 20);
        for number in [4, 8, 12, 16] {
            worst[number - 1] = Some(0.0);
        }
        assert_eq!(score(&cesd, &worst), Some(60.0));
    }

    #[test]
    fn a_mean_stands_for_what_is_missing_as_far_as_the_instrument_allows() {
        let core10 = built_in("core10");
        let mut items = all(1.0, 10);
        items[9] = None;
        items[0] = Some(3.0);
        // 10 * 11 / 9 = 12.22...
        assert_eq!(
            core10.score_items(&items),
            Ok(Some(Scored { score: Score(12_000), is_prorated: true, is_converted: false }))
        );
        items[1] = None;
        assert_eq!(core10.score_items(&items), Err(ItemFault::TooManyMissing));
        // 10 * 34 items of 1 / 34, and one of 2: 350 / 34 = 10.294...
        let mut items = all(1.0, 34);
        items[0] = Some(2.0);
        assert_eq!(score(&built_in("coreom"), &items), Some(10.29));
    }

    #[test]
    fn a_prorated_sum_is_rounded_half_away_from_zero() {
        let text = r#"
            id = "four"
            name = "Four"
            min = 0
            max = 12
            better = "lower"
            items = 4
            item_min = 0
            item_max = 3
            [[basis]]
            keys = ["min", "max", "better", "items", "item_min", "item_max"]
            source = "made up"
            verified = false
            [scoring]
            combine = "sum"
            most_missing = 2
            source = "made up"
            verified = false
        "#;
        let four = Instrument::from_toml(text).expect("an instrument");
        // 4 / 3 * (1 + 1 + 1) = 4; 4 / 2 * (1 + 0) = 2; 4 / 3 * 2 = 2.67; 4 / 3 * 1 = 1.33.
        for (items, wanted) in [
            ([Some(1.0), Some(1.0), Some(1.0), None], 4.0),
            ([Some(1.0), None, Some(0.0), None], 2.0),
            ([Some(1.0), Some(1.0), Some(0.0), None], 3.0),
            ([Some(1.0), None, Some(0.0), Some(0.0)], 1.0),
        ] {
            assert_eq!(score(&four, &items), Some(wanted), "{items:?}");
        }
        assert_eq!(four.score_items(&[Some(1.0), None, None, None]), Err(ItemFault::TooManyMissing));
        let coarse = Instrument { unit: 4.0, ..four };
        assert_eq!(score(&coarse, &[Some(1.0), None, Some(0.0), None]), Some(4.0), "2 is half a step, and goes up");
    }

    #[test]
    fn raw_sums_are_converted() {
        let swemwbs = built_in("swemwbs");
        for (answer, wanted) in [(1.0, 7.0), (2.0, 15.32), (3.0, 19.25), (4.0, 25.03), (5.0, 35.0)] {
            assert_eq!(score(&swemwbs, &all(answer, 7)), Some(wanted));
        }
        assert!(swemwbs.score_items(&all(3.0, 7)).expect("a score").expect("a score").is_converted);
        assert_eq!(swemwbs.conversion.as_ref().and_then(|table| table.convert(Score(36_000))), None);
    }

    #[test]
    fn subscales_take_their_items_by_number_and_are_doubled() {
        let anxiety = built_in("dass21_anxiety");
        assert_eq!(anxiety.item_columns(), "dass21");
        assert_eq!((0..7).map(|place| anxiety.item_number(place)).collect::<Vec<_>>(), [2, 4, 7, 9, 15, 19, 20]);
        assert_eq!(score(&anxiety, &all(3.0, 7)), Some(42.0));
        let places = ["depression", "anxiety", "stress"].map(|name| built_in(&format!("dass21_{name}")));
        let mut numbers: Vec<usize> =
            places.iter().flat_map(|scale| (0..7).map(|place| scale.item_number(place))).collect();
        numbers.sort_unstable();
        assert_eq!(numbers, (1..=21).collect::<Vec<_>>(), "each item belongs to one subscale");
    }

    #[test]
    fn visual_scales_have_tenths() {
        let ors = built_in("ors");
        assert_eq!(score(&ors, &[Some(2.5), Some(3.1), Some(0.0), Some(10.0)]), Some(15.6));
        assert_eq!(ors.item(1, 3.15), Err(ItemFault::TooFine(1)));
    }
}
