//! How a quantity is spread in one group: its bins, quartiles, shares and mean.

use super::Estimator;
use crate::codes::{Caveat, Reason};
use crate::record::Score;
use crate::results::{Bin, By, Distribution, Mean, Payload, ResultEntry, Share};
use crate::stats::{MeanEstimate, StatsError, mean_with_interval, quantile_type_7};
use crate::summary::{Histogram, Quantity};
use crate::text::Arg;

/// The steps at which the share of a rating is told.
const RATING_STEPS: [u32; 3] = [3, 4, 5];

impl Estimator<'_> {
    /// The distribution of a quantity, and its mean where values are numbers.
    pub(super) fn spread(
        &self,
        by: &By,
        quantity: Quantity,
        histogram: &Histogram,
        entries: &mut Vec<ResultEntry>,
    ) -> Result<(), StatsError> {
        let is_anonymous = self.definitions.unlinked.is_some()
            && matches!(quantity, Quantity::Answers(question) if self.definitions.follow_up.has(question));
        if is_anonymous && !self.tells_answers_of(by) {
            self.untold_spread(by, quantity, histogram, entries);
            return Ok(());
        }
        let answered = histogram.answered();
        let unlinked = is_anonymous.then_some(Caveat::UnlinkedFollowUp);
        let does_not_fit = answered > histogram.eligible;
        let reason = match (histogram.eligible, answered) {
            (0, 0) => Some(Reason::NoneEligible),
            (_, 0) => Some(Reason::NoAnswers),
            _ => does_not_fit.then_some(Reason::MoreAnswersThanSessions),
        };
        let entry = |payload: Payload, reason: Option<Reason>, caveats: Vec<Caveat>| ResultEntry {
            measure: quantity.name(self.definitions),
            instrument: quantity.instrument(self.definitions).map(str::to_owned),
            by: by.clone(),
            definition: self.definition_of(quantity),
            payload,
            reason,
            caveats: self.notes(caveats),
        };
        let distribution = Self::distribution(quantity, histogram, answered);
        let noted = || {
            let mut caveats = self.of_groups(by);
            caveats.extend(unlinked);
            caveats.extend(does_not_fit.then_some(Caveat::MoreAnswersThanSessions));
            caveats
        };
        entries.push(entry(Payload::Distribution(distribution), reason, noted()));
        if quantity.is_numeric() {
            let mean = self.mean(quantity, histogram)?;
            let reason = reason.or((answered == 1).then_some(Reason::OneAnswer));
            let mut caveats = noted();
            let repeats = !is_anonymous && histogram.clients_answered < answered;
            caveats.extend(repeats.then_some(Caveat::RepeatsIgnored));
            entries.push(entry(Payload::Mean(mean), reason, caveats));
        }
        Ok(())
    }

    /// Anonymous answers in a group that they do not tell: who could be asked, and no more.
    fn untold_spread(&self, by: &By, quantity: Quantity, histogram: &Histogram, entries: &mut Vec<ResultEntry>) {
        let mut caveats = self.of_groups(by);
        caveats.push(Caveat::UnlinkedFollowUp);
        let nobody = Histogram { eligible: histogram.eligible, ..Histogram::default() };
        let mut distribution = Self::distribution(quantity, &nobody, 0);
        distribution.answered = None;
        distribution.bins.iter_mut().for_each(|bin| bin.count = None);
        distribution.shares.iter_mut().for_each(|share| share.events = None);
        let mean = Mean {
            eligible: Some(histogram.eligible),
            answered: None,
            estimate: None,
            sd: None,
            low: None,
            high: None,
            method: "t".to_owned(),
            heterogeneity: None,
            study: None,
        };
        let payloads =
            [Some(Payload::Distribution(distribution)), quantity.is_numeric().then_some(Payload::Mean(mean))];
        entries.extend(payloads.into_iter().flatten().map(|payload| ResultEntry {
            measure: quantity.name(self.definitions),
            instrument: None,
            by: by.clone(),
            definition: self.definition_of(quantity),
            payload,
            reason: Some(Reason::UnlinkedFollowUp),
            caveats: self.notes(caveats.clone()),
        }));
    }

    fn distribution(quantity: Quantity, histogram: &Histogram, answered: u64) -> Distribution {
        let quartile = |share: f64| {
            let raw = quantity.is_numeric().then(|| quantile_type_7(&histogram.values, share))??;
            Some(quantity.to_unit(raw))
        };
        let bins = match quantity {
            // The whole scale, so that a code nobody chose is seen to be empty.
            Quantity::Answers(question) => (1_i32..)
                .zip(question.codes())
                .map(|(place, code)| Bin {
                    value: (*code).to_owned(),
                    count: Some(histogram.values.get(&place).copied().unwrap_or(0)),
                })
                .collect(),
            _ => histogram
                .values
                .iter()
                .map(|(&value, &count)| Bin { value: quantity.value_text(value), count: Some(count) })
                .collect(),
        };
        let shares = match quantity {
            Quantity::Answers(question) if question.is_rating() => RATING_STEPS
                .into_iter()
                .map(|at_least| {
                    let events: u64 = histogram.values.range(at_least as i32..).map(|(_, &count)| count).sum();
                    let estimate = (answered > 0).then(|| events as f64 / answered as f64);
                    Share { at_least, events: Some(events), estimate }
                })
                .collect(),
            _ => Vec::new(),
        };
        Distribution {
            eligible: Some(histogram.eligible),
            answered: Some(answered),
            bins,
            q1: quartile(0.25),
            median: quartile(0.5),
            q3: quartile(0.75),
            shares,
        }
    }

    fn mean(&self, quantity: Quantity, histogram: &Histogram) -> Result<Mean, StatsError> {
        let values = histogram.values.iter().map(|(&value, &count)| (value, count));
        let estimate = match mean_with_interval(values, self.estimation.level) {
            Ok(estimate) => Some(estimate),
            Err(StatsError::NoAnswers) => None,
            Err(error) => return Err(error),
        };
        let scaled = |value: fn(&MeanEstimate) -> Option<f64>| {
            estimate.as_ref().and_then(value).map(|value| quantity.to_unit(value))
        };
        Ok(Mean {
            eligible: Some(histogram.eligible),
            answered: Some(histogram.answered()),
            estimate: scaled(|estimate| Some(estimate.mean)),
            sd: scaled(|estimate| estimate.sd),
            low: scaled(|estimate| estimate.interval.map(|interval| interval.low)),
            high: scaled(|estimate| estimate.interval.map(|interval| interval.high)),
            method: "t".to_owned(),
            heterogeneity: None,
            study: None,
        })
    }

    fn definition_of(&self, quantity: Quantity) -> String {
        match quantity {
            Quantity::Answers(question) => {
                self.text_with("quantity-answers", &[("column", Arg::Text(question.column()))])
            }
            Quantity::WaitDays => self.text_with("quantity-wait-days", &[]),
            Quantity::WaitMinutes => self.text_with("quantity-wait-minutes", &[]),
            Quantity::SessionsPerClient => self.text_with("quantity-sessions-per-client", &[]),
            Quantity::Scores { instrument, post } => {
                let key = if post { "quantity-score-post" } else { "quantity-score-pre" };
                self.text_with(key, &[("name", Arg::Text(&self.definitions.instruments[instrument].name))])
            }
        }
    }
}

impl Quantity {
    /// Whether its values are numbers, so that a mean and quartiles make sense.
    pub fn is_numeric(self) -> bool {
        match self {
            Self::Answers(question) => question.is_rating(),
            _ => true,
        }
    }

    /// From the integers of the histogram to the quantity's own unit.
    fn to_unit(self, value: f64) -> f64 {
        match self {
            Self::Scores { .. } => value / 1000.0,
            _ => value,
        }
    }

    fn value_text(self, value: i32) -> String {
        match self {
            Self::Scores { .. } => Score(value).to_f64().to_string(),
            _ => value.to_string(),
        }
    }
}
