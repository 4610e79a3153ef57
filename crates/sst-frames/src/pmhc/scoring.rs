//! K10+, K5 and SDQ as the specification of PMHC-MDS scores them, in whole numbers.
//!
//! Source: PMHC-MDS data specification, versions 2 and 4: "K10+ - Score", "K5 - Score", "Scoring the SDQ".

use sst_core::codes::Finding;
use sst_core::day::Day;

/// From this day on, the national system prorates a K10+ with one missing item.
const PRORATED_FROM: jiff::civil::Date = jiff::civil::date(2021, 11, 1);

/// A total, and what there is to tell of it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Scored {
    /// The score; `None` when there is none.
    pub(crate) score: Option<i32>,
    /// What was noticed of the total.
    pub(crate) findings: Vec<Finding>,
}

/// K10+: the total given, else the sum of items 1 to 10.
///
/// One item missing: `10 * sum / 9`, rounded to the nearest whole number, at occasions from 1 November 2021 on; more
/// missing, or one before that day: no score. The raw sum of fewer than ten items, which was the total before that day, is
/// lower for whoever left an item out and can be below 10, so that it is never used, not even where it was given.
pub(crate) fn k10(items: &[Option<i32>; 10], given: Option<i32>, day: Option<Day>) -> Scored {
    let valid: Vec<i32> = items.iter().copied().flatten().collect();
    let sum: i32 = valid.iter().sum();
    let may_prorate = day.is_some_and(|day| day >= Day::from(PRORATED_FROM));
    let computed = match valid.len() {
        10 => Some(sum),
        9 if may_prorate => Some(nearest(10 * sum, 9)),
        _ => None,
    };
    let is_raw_sum = !may_prorate && (1..10).contains(&valid.len()) && given == Some(sum);
    settle(given.filter(|_| !is_raw_sum), computed, valid.len(), 10)
}

/// K5: the total given, else the sum of its five items; none where an item is missing.
pub(crate) fn k5(items: &[Option<i32>; 5], given: Option<i32>) -> Scored {
    let valid: Vec<i32> = items.iter().copied().flatten().collect();
    let computed = (valid.len() == 5).then(|| valid.iter().sum());
    settle(given, computed, valid.len(), 5)
}

/// The four scales of difficulties, by their items from 1 on.
const SCALES: [[usize; 5]; 4] = [[3, 8, 13, 16, 24], [5, 7, 12, 18, 22], [2, 10, 15, 21, 25], [6, 11, 14, 19, 23]];

/// Items that are turned: 0 counts 2.
const TURNED: [usize; 5] = [7, 11, 14, 21, 25];

/// SDQ total difficulties: the total given, else the sum of the four scales, each as given or from its items.
///
/// A scale: sum of its answered items * 5 / how many there are, rounded to the nearest whole number (halves up), from three
/// items on. A total needs all four scales: the specification allows one to be missing and does not say what the total then is.
pub(crate) fn sdq(items: &[Option<i32>; 25], scales: [Option<i32>; 4], given: Option<i32>) -> Scored {
    let of_items = SCALES.map(|scale| {
        let answer =
            |item: usize| items[item - 1].map(|answer| if TURNED.contains(&item) { 2 - answer } else { answer });
        let valid: Vec<i32> = scale.into_iter().filter_map(answer).collect();
        (valid.len() >= 3).then(|| nearest(valid.iter().sum::<i32>() * 5, valid.len() as i32))
    });
    let differs =
        scales.iter().zip(of_items).any(|(given, scored)| given.is_some() && scored.is_some() && *given != scored);
    let all: Vec<i32> = scales.into_iter().zip(of_items).filter_map(|(given, scored)| given.or(scored)).collect();
    let computed = (all.len() == 4).then(|| all.iter().sum());
    let answered = items.iter().flatten().count();
    let mut scored = settle(given, computed, answered, 25);
    if given.is_none() && computed.is_none() && answered == 0 {
        scored.findings.clear();
    }
    if differs && !scored.findings.contains(&Finding::ScoreDiffersFromItems) {
        scored.findings.push(Finding::ScoreDiffersFromItems);
    }
    scored
}

/// The total given goes before the one computed; where they differ, that is told.
fn settle(given: Option<i32>, computed: Option<i32>, valid: usize, items: usize) -> Scored {
    let mut findings = Vec::new();
    match (given, computed) {
        (Some(given), Some(computed)) if given != computed => findings.push(Finding::ScoreDiffersFromItems),
        (None, Some(_)) if valid < items && valid > 0 => findings.push(Finding::ScoreProrated),
        (None, Some(_)) => findings.push(Finding::ScoreFromItems),
        (None, None) if valid > 0 => findings.push(Finding::TooManyItemsMissing),
        _ => {}
    }
    Scored { score: given.or(computed), findings }
}

/// `numerator / denominator` to the nearest whole number, halves away from zero; of numbers that are not negative.
pub(crate) const fn nearest(numerator: i32, denominator: i32) -> i32 {
    (2 * numerator + denominator) / (2 * denominator)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(year: i16, month: i8, day: i8) -> Day {
        jiff::civil::date(year, month, day).into()
    }

    fn items<const N: usize>(text: &str) -> [Option<i32>; N] {
        let answers: Vec<Option<i32>> = text.split(' ').map(|answer| answer.parse().ok().filter(|&a| a != 9)).collect();
        answers.try_into().expect("so many items")
    }

    #[test]
    fn k10_is_prorated_from_november_2021_on() {
        let whole = items("2 2 3 2 1 2 4 3 2 2");
        assert_eq!(k10(&whole, None, None), Scored { score: Some(23), findings: vec![Finding::ScoreFromItems] });
        let one_missing = items("9 2 3 3 5 1 2 3 4 5");
        let prorated = Scored { score: Some(31), findings: vec![Finding::ScoreProrated] };
        assert_eq!(k10(&one_missing, None, Some(day(2021, 11, 1))), prorated, "round(280 / 9)");
        let none = Scored { score: None, findings: vec![Finding::TooManyItemsMissing] };
        assert_eq!(k10(&one_missing, None, Some(day(2021, 10, 31))), none);
        assert_eq!(k10(&one_missing, Some(28), Some(day(2021, 10, 31))), none, "a raw sum of nine items");
        assert_eq!(k10(&items("9 9 3 3 5 1 2 3 4 5"), None, Some(day(2022, 1, 1))), none);
        assert_eq!(k10(&items("9 9 9 9 9 9 9 9 9 9"), Some(25), Some(day(2016, 1, 1))).score, Some(25));
        assert_eq!(k10(&items("9 9 9 9 9 9 9 9 9 9"), None, None), Scored::default());
        let differs = Scored { score: Some(24), findings: vec![Finding::ScoreDiffersFromItems] };
        assert_eq!(k10(&whole, Some(24), Some(day(2022, 1, 1))), differs);
    }

    #[test]
    fn k5_needs_every_item() {
        assert_eq!(k5(&items("3 5 4 5 4"), None).score, Some(21));
        assert_eq!(k5(&items("3 5 4 5 9"), None).score, None);
        assert_eq!(k5(&items("9 9 9 9 9"), Some(15)), Scored { score: Some(15), findings: vec![] });
    }

    #[test]
    fn sdq_turns_items_and_prorates_scales() {
        let none = [None; 4];
        let all = items("1 2 0 1 2 0 0 1 2 1 2 0 1 2 0 1 2 0 1 2 0 1 2 0 1");
        // Emotional 3: 0 + 1 + 1 + 1 + 0; conduct 5: 2 + (2 - 0) + 0 + 0 + 1; hyper 6: 2 + 1 + 0 + (2 - 0) + (2 - 1);
        // peer 3: 0 + (2 - 2) + (2 - 2) + 1 + 2.
        assert_eq!(sdq(&all, none, None), Scored { score: Some(17), findings: vec![Finding::ScoreFromItems] });
        assert_eq!(sdq(&all, [Some(3), Some(5), Some(6), Some(3)], Some(17)).findings, vec![]);
        assert_eq!(
            sdq(&all, [Some(4), None, None, None], None).findings,
            [Finding::ScoreFromItems, Finding::ScoreDiffersFromItems]
        );
        // Two of five conduct items are no scale, so there is no total.
        let few = items("1 2 0 1 2 0 9 1 2 1 2 9 1 2 0 1 2 9 1 2 0 1 2 0 1");
        assert_eq!(sdq(&few, none, None).score, None);
        assert_eq!(sdq(&few, none, Some(8)).score, Some(8));
        assert_eq!((nearest(10, 4), nearest(28 * 10, 9), nearest(0, 5)), (3, 31, 0));
    }
}
