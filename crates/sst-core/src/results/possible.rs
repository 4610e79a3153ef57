//! Whether the numbers of a document can be: it may come from anywhere, and what draws and prints relies on this.

use super::answers::AnswersNote;
use super::change::{ClassShare, Joint, RuleNote};
use super::comparison::{Comparison, Side};
use super::entry::{Distribution, Payload, Proportion};
use super::family_test::FamilyTest;
use super::header::ResultSet;
use super::joins::JoinNote;
use super::missing::{MissingAnswers, Range};
use super::pooled::{Heterogeneity, StudyNote};
use super::scores::ScoresNote;
use crate::codes::Reason;
use crate::stats::ChangeClass;

/// Counts beyond are no counts of sessions: they would not be exact as floats.
const LARGEST_COUNT: u64 = 1 << 53;

/// Scores, days and minutes beyond are none.
const LARGEST_VALUE: f64 = 1e9;

impl ResultSet {
    /// Where the first number is that cannot be, as `results[3]`.
    pub(super) fn impossible_at(&self) -> Option<String> {
        let rows = [self.rows.read, self.rows.used].into_iter().chain(self.rows.excluded.iter().map(|some| some.rows));
        let flow = [self.flow.booked, self.flow.attended, self.flow.asked, self.flow.answered];
        let dates = [self.as_of, self.period.map(|period| period.from), self.period.map(|period| period.to)];
        let parts = [
            (self.level > 0.0 && self.level < 1.0, "level"),
            (dates.iter().flatten().all(|date| (1..=9999).contains(&date.year())), "period"),
            (self.period.is_none_or(|period| period.from <= period.to), "period"),
            (self.inputs.iter().all(|input| is_count(input.rows)), "inputs"),
            (rows.into_iter().all(is_count), "rows"),
            (self.findings.iter().all(|finding| is_count(finding.count)), "findings"),
            (self.scores.iter().all(ScoresNote::is_possible), "scores"),
            (self.follow_up_answers.iter().all(AnswersNote::is_possible), "follow_up_answers"),
            (self.joins.iter().all(JoinNote::is_possible), "joins"),
            (flow.into_iter().flatten().all(is_count), "flow"),
            (self.targets.iter().all(|target| is_share(target.value)), "targets"),
            (self.benchmarks.iter().all(|benchmark| benchmark.figure().is_ok()), "benchmarks"),
        ];
        let gates = self.gates.iter().map(|gate| {
            let shares = [Some(gate.at_least), gate.low, gate.high];
            shares.into_iter().flatten().all(is_share) && gate.answered.is_none_or(is_count)
        });
        let results = self.results.iter().map(|entry| match &entry.payload {
            Payload::Proportion(proportion) => proportion.is_possible(entry.reason),
            Payload::Count(count) => count.count.is_none_or(is_count),
            Payload::Mean(mean) => {
                let values = [mean.estimate, mean.sd, mean.low, mean.high];
                values.into_iter().flatten().all(is_value)
                    && is_chain(&[among(mean.eligible, entry.reason), mean.answered])
                    && is_interval(mean.low, mean.high)
                    && mean.sd.is_none_or(|sd| sd >= 0.0)
                    && mean.heterogeneity.iter().all(|pooled| pooled.is_possible(Range::is_of_values))
                    && mean.study.iter().all(StudyNote::is_possible)
            }
            Payload::Distribution(distribution) => distribution.is_possible(entry.reason),
            Payload::Joint(joint) => joint.is_possible(),
            Payload::Comparison(comparison) => comparison.is_possible(),
            Payload::Test(test) => test.is_possible(),
        });
        let part = parts.iter().find(|(is_possible, _)| !is_possible).map(|(_, name)| (*name).to_owned());
        part.or_else(|| first_impossible("gates", gates)).or_else(|| first_impossible("results", results))
    }
}

fn first_impossible(name: &str, mut are_possible: impl Iterator<Item = bool>) -> Option<String> {
    are_possible.position(|is_possible| !is_possible).map(|place| format!("{name}[{place}]"))
}

impl ScoresNote {
    fn is_possible(&self) -> bool {
        let unused = self.unused.iter().map(|some| some.rows);
        let inputs = self.inputs.iter().map(|input| input.rows);
        [self.read, self.used, self.open_windows].into_iter().chain(unused).chain(inputs).all(is_count)
    }
}

impl JoinNote {
    fn is_possible(&self) -> bool {
        let unused = self.unused.iter().map(|some| some.rows);
        let inputs = self.inputs.iter().map(|input| input.rows);
        [self.rows, self.used, self.sessions].into_iter().chain(unused).chain(inputs).all(is_count)
    }
}

impl AnswersNote {
    fn is_possible(&self) -> bool {
        let unused = self.unused.iter().map(|some| some.rows);
        let inputs = self.inputs.iter().map(|input| input.rows);
        [self.read, self.used].into_iter().chain(unused).chain(inputs).all(is_count)
    }
}

impl Proportion {
    fn is_possible(&self, reason: Option<Reason>) -> bool {
        let bounds = self.bounds.map(|bounds| [bounds.low, bounds.high]);
        let shares = [self.estimate, self.low, self.high].into_iter().flatten().chain(bounds.into_iter().flatten());
        let official = self.official.map(|official| official.denominator);
        let counts = [self.not_due, self.clients, self.clients_answered, self.could_not_recover, self.paired, official];
        let shares = shares.chain(self.official.and_then(|official| official.estimate));
        shares.into_iter().all(is_share)
            && counts.into_iter().flatten().all(is_count)
            && is_chain(&[among(self.eligible, reason), self.asked, self.answered, self.events])
            && self.eligible.is_none_or(is_count)
            && is_interval(self.low, self.high)
            && self.official.is_none_or(|official| is_chain(&[Some(official.denominator), self.events]))
            && self.design_effect.is_none_or(|effect| (0.0..=LARGEST_VALUE).contains(&effect))
            && self.missing.iter().all(|missing| missing.is_possible() && is_chain(&[self.eligible, missing.silent]))
            && self.benchmarks.iter().filter_map(|benchmark| benchmark.answers_needed).all(is_count)
            && self.heterogeneity.iter().all(|pooled| pooled.is_possible(Range::is_of_shares))
            && self.study.iter().all(StudyNote::is_possible)
    }
}

impl Range {
    fn is_of_shares(self) -> bool {
        is_share(self.low) && is_share(self.high) && self.low <= self.high
    }
}

impl Range {
    fn is_of_values(self) -> bool {
        is_value(self.low) && is_value(self.high) && self.low <= self.high
    }
}

impl MissingAnswers {
    fn is_possible(&self) -> bool {
        let shares = self.tipping.iter().map(|tipping| tipping.share);
        let shares = shares.chain(self.delta.iter().filter_map(|row| row.estimate));
        let counts = self.weighted.iter().map(|weighted| weighted.empty_groups);
        let counts = counts.chain(self.tipping.iter().filter_map(|tipping| tipping.needed)).chain(self.silent);
        shares.chain(self.weighted.iter().filter_map(|weighted| weighted.estimate)).all(is_share)
            && [self.union_wilson, self.imbens_manski].into_iter().flatten().all(Range::is_of_shares)
            && self.delta.iter().all(|row| is_value(row.delta))
            && self
                .weighted
                .iter()
                .filter_map(|weighted| weighted.effective_n)
                .all(|n| (0.0..=LARGEST_COUNT as f64).contains(&n))
            && self.tipping.iter().all(|tipping| is_chain(&[self.silent, tipping.needed]))
            && counts.into_iter().all(is_count)
    }
}

impl Heterogeneity {
    fn is_possible(&self, is_range: fn(Range) -> bool) -> bool {
        let sizes = [self.tau2, self.q, self.standard_error];
        let ends = self.tau2_interval.iter().flat_map(|interval| [interval.low, interval.high]);
        let checks = self.small_studies.iter();
        is_count(self.studies)
            && sizes.into_iter().flatten().chain(ends).all(|size| size >= 0.0 && size.is_finite())
            && [self.i2, self.q_p].into_iter().flatten().chain(checks.map(|check| check.p)).all(is_share)
            && self.prediction.is_none_or(is_range)
    }
}

impl StudyNote {
    fn is_possible(&self) -> bool {
        is_share(self.weight) && self.standard_error.is_none_or(|error| error > 0.0 && error.is_finite())
    }
}

impl Comparison {
    fn is_possible(&self) -> bool {
        let differences = [self.estimate, self.low, self.high];
        differences.into_iter().flatten().all(|difference| (-1.0..=1.0).contains(&difference))
            && is_interval(self.low, self.high)
            && [self.p, self.p_adjusted].into_iter().flatten().all(is_share)
            && self.clients_on_both_sides.is_none_or(is_count)
            && [&self.a, &self.b].into_iter().all(Side::is_possible)
    }
}

impl FamilyTest {
    fn is_possible(&self) -> bool {
        let numbers = self.estimates.iter().flat_map(|one| [one.estimate, one.low, one.high]);
        let counts = [self.df, self.strata];
        // A statistic of very large counts is large, and an odds ratio has no end.
        numbers.chain([self.statistic]).flatten().all(f64::is_finite)
            && [self.p, self.p_adjusted].into_iter().flatten().all(is_share)
            && counts.into_iter().flatten().all(is_count)
            && self.estimates.iter().all(|one| is_interval(one.low, one.high))
            && self.groups.iter().all(Side::is_possible)
    }
}

impl Side {
    fn is_possible(&self) -> bool {
        self.estimate.is_none_or(is_share)
            && is_chain(&[self.eligible, self.answered, self.events])
            && self.period.is_none_or(|period| period.from <= period.to)
    }
}

impl Distribution {
    fn is_possible(&self, reason: Option<Reason>) -> bool {
        let shares = self.shares.iter().filter_map(|share| share.estimate);
        let counts = self.bins.iter().map(|bin| bin.count).chain(self.shares.iter().map(|share| share.events));
        [self.q1, self.median, self.q3].into_iter().flatten().all(is_value)
            && shares.into_iter().all(is_share)
            && counts.flatten().all(is_count)
            && is_chain(&[among(self.eligible, reason), self.answered])
            && self.eligible.is_none_or(is_count)
    }
}

impl Joint {
    fn is_possible(&self) -> bool {
        let shares = self.classes.iter().flat_map(|class| [class.estimate, class.low, class.high]);
        let pairs = self.cells.iter().flat_map(|cell| [cell.pre, cell.post]);
        let effects = self.effect_sizes.iter().flat_map(|effect| [effect.estimate, effect.low, effect.high]);
        let grid = self.sensitivity.iter().flat_map(|row| [row.differs, row.reliability]);
        let rule = [self.rule.reliable_change, self.rule.cutoff, Some(self.rule.min), Some(self.rule.max)];
        let values = effects.chain(rule).chain([self.regression_to_the_mean]).flatten().chain(pairs);
        let counts = self.classes.iter().map(|class| class.count).chain(self.cells.iter().map(|cell| cell.count));
        let counts =
            counts.chain([self.with_pre, self.could_not_recover, self.at_ceiling, self.at_floor, self.zero_before]);
        shares.chain([self.expected_false_change]).chain(grid).flatten().all(is_share)
            && self.sensitivity.iter().all(|row| row.classes.into_iter().all(is_count))
            && self.sensitivity.iter().filter_map(|row| row.kappa).all(|kappa| (-1.0..=1.0).contains(&kappa))
            && self.correlation.is_none_or(|r| (-1.0..=1.0).contains(&r))
            && values.into_iter().all(is_value)
            && self.rule.min < self.rule.max
            && counts.flatten().all(is_count)
            && is_chain(&[self.eligible, self.answered])
            && self.is_of_its_pairs()
            && self.rule.is_possible()
    }

    /// Whether no part is more than all pairs, and each class stands once.
    fn is_of_its_pairs(&self) -> bool {
        let fits = |part: Option<u64>| part.zip(self.answered).is_none_or(|(part, all)| part <= all);
        let ids = |class: &ClassShare| ChangeClass::ALL.iter().position(|known| known.id() == class.class);
        let places: Vec<Option<usize>> = self.classes.iter().map(ids).collect();
        let all_classes: u64 = self.classes.iter().filter_map(|class| class.count).fold(0, u64::saturating_add);
        let all_cells: u64 = self.cells.iter().filter_map(|cell| cell.count).fold(0, u64::saturating_add);
        let on_scale = |score: f64| (self.rule.min..=self.rule.max).contains(&score);
        places.iter().all(Option::is_some)
            && places.is_sorted_by(|one, next| one < next)
            && [Some(all_classes), Some(all_cells), self.could_not_recover].into_iter().all(fits)
            && [self.at_ceiling, self.at_floor, self.zero_before].into_iter().all(fits)
            && is_chain(&[self.eligible, self.with_pre])
            && self.classes.iter().all(|class| is_interval(class.low, class.high))
            && self.effect_sizes.iter().all(|effect| is_interval(effect.low, effect.high))
            && self.cells.iter().all(|cell| on_scale(cell.pre) && on_scale(cell.post))
            && self.sensitivity.iter().all(|row| fits(Some(row.classes.iter().copied().fold(0, u64::saturating_add))))
    }
}

impl RuleNote {
    fn is_possible(&self) -> bool {
        matches!(self.better.as_str(), "lower" | "higher") && self.reliable_change.is_none_or(|points| points > 0.0)
    }
}

/// What answers are a part of; nothing where the document itself says that they are more.
fn among(eligible: Option<u64>, reason: Option<Reason>) -> Option<u64> {
    eligible.filter(|_| reason != Some(Reason::MoreAnswersThanSessions))
}

/// The ends are in their order; one that is not told is passed over.
fn is_interval(low: Option<f64>, high: Option<f64>) -> bool {
    low.zip(high).is_none_or(|(low, high)| low <= high)
}

/// Each is at most the one before; what is not told is passed over.
fn is_chain(counts: &[Option<u64>]) -> bool {
    let told = || counts.iter().copied().flatten();
    told().all(is_count) && told().is_sorted_by(|more, less| more >= less)
}

fn is_count(count: u64) -> bool {
    count <= LARGEST_COUNT
}

fn is_share(share: f64) -> bool {
    (0.0..=1.0).contains(&share)
}

fn is_value(value: f64) -> bool {
    value.abs() <= LARGEST_VALUE
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_fall_along_the_chain_and_shares_stay_between_0_and_1() {
        assert!(is_chain(&[Some(9), None, Some(9), Some(2)]) && is_chain(&[None, None]));
        assert!(!is_chain(&[Some(9), None, Some(2), Some(3)]) && !is_chain(&[Some(u64::MAX)]));
        assert!(is_share(0.0) && is_share(1.0) && !is_share(1.000_000_1) && !is_share(f64::NAN));
    }
}
