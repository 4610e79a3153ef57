//! The share of one measure in one group.

use super::{CountedIn, Estimator, is_many};
use crate::change::{ChangeEvent, Scored};
use crate::codes::{Caveat, Reason};
use crate::measure::{Measure, Rule};
use crate::results::{Bounds, By, OfficialShare, Payload, Proportion, ResultEntry};
use crate::stats::{
    ClusterSums, Interval, ProportionMethod, Response, StatsError, proportion_interval, wilson_cluster,
};
use crate::summary::{CellSummary, ProportionSums};

/// Fewer answers than this carry a caveat.
pub(super) const SMALL_N: u64 = 10;

/// An interval and how it was made.
struct Made {
    interval: Option<Interval>,
    method: &'static str,
    design_effect: Option<f64>,
    caveat: Option<Caveat>,
    reason: Option<Reason>,
}

impl Made {
    const fn nothing(method: ProportionMethod) -> Self {
        Self { interval: None, method: method.id(), design_effect: None, caveat: None, reason: None }
    }
}

impl Estimator<'_> {
    pub(super) fn proportion(
        &self,
        by: &By,
        measure: &Measure,
        sums: &ProportionSums,
        cell: &CellSummary,
    ) -> Result<ResultEntry, StatsError> {
        let counted_in = self.counted_in(measure, by);
        if counted_in == CountedIn::Nowhere {
            return Ok(self.untold(by, measure, sums));
        }
        // More forms than sessions: neither is a part of the other.
        let fits = sums.events <= sums.answered || measure.rule != Rule::AnsweredFollowUp;
        let made = if fits { self.interval(sums, counted_in)? } else { Made::nothing(self.estimation.method) };
        let official_denominator = self.official_denominator(measure, cell);
        let unknown_rule = self.unknown_rule(measure);
        let paired = self.paired(measure, cell);
        let has_answers = sums.answered > 0 && fits;
        // Where the event cannot be, that much is known: those are neither silent nor in the bounds.
        let possible = sums.eligible - sums.cannot_happen;
        let silent = possible.checked_sub(sums.answered + sums.partly_yes).filter(|_| fits);
        let instrument = self.definitions.instrument_of(measure);
        let event = match measure.rule {
            Rule::Change { event, .. } => Some(event),
            _ => None,
        };
        let mut caveats = self.of_groups(by);
        let mut note = |holds: bool, caveat: Caveat| caveats.extend(holds.then_some(caveat));
        note(has_answers && sums.answered < SMALL_N, Caveat::SmallN);
        note(has_answers && sums.answered * 2 < possible, Caveat::LowResponse);
        note(matches!(measure.rule, Rule::AnyOf(_)), Caveat::AnyOfSeveral);
        note(official_denominator.is_some(), Caveat::OfficialCountsUnpairedAsNo);
        note(sums.not_due > 0, Caveat::SomeNotDue);
        note(counted_in == CountedIn::Answers, Caveat::UnlinkedFollowUp);
        note(silent.is_none(), Caveat::MoreAnswersThanSessions);
        let is_reliable_change = matches!(measure.rule, Rule::Change { event, .. } if !event.is_recovery());
        note(is_reliable_change && sums.cannot_happen > 0, Caveat::NoPercentageOfZero);
        note(by.is_empty() && !self.has_client_ids(), Caveat::NoClientIds);
        note(by.is_empty() && self.leaves_many_unread(measure, sums.answered), Caveat::NotUnderstood);
        caveats.extend(made.caveat);
        // Of `followed_up` silence is an answer too, so whom it was put to says nothing: the flow says who was asked.
        let is_asked = measure.follow_up && measure.rule != Rule::AnsweredFollowUp;
        let says_asked = is_asked && self.definitions.says_who_was_asked();
        let of_clients = |count: u64| self.has_client_ids().then_some(count);
        let share = |part: u64, whole: u64| part as f64 / whole as f64;
        Ok(ResultEntry {
            measure: measure.id.clone(),
            instrument: instrument.map(str::to_owned),
            by: by.clone(),
            definition: measure.definition.clone(),
            payload: Payload::Proportion(Proportion {
                eligible: Some(sums.eligible),
                not_due: Some(sums.not_due),
                asked: says_asked.then_some(sums.asked),
                answered: Some(sums.answered),
                events: fits.then_some(sums.events),
                clients: of_clients(sums.clients),
                clients_answered: of_clients(sums.clients_answered).filter(|_| counted_in == CountedIn::Sessions),
                estimate: has_answers.then(|| share(sums.events, sums.answered)),
                low: made.interval.map(|interval| interval.low),
                high: made.interval.map(|interval| interval.high),
                method: made.method.to_owned(),
                design_effect: made.design_effect,
                // Without a rule nobody can say what the missing answers could change.
                // A partial yes is no answer, and yet certain to be a yes.
                bounds: Response::new(possible, sums.answered + sums.partly_yes, sums.events + sums.partly_yes)
                    .ok()
                    .filter(|_| silent.is_some() && unknown_rule.is_none())
                    .map(|response| Bounds { low: response.bounds().low, high: response.bounds().high }),
                could_not_recover: paired
                    .filter(|_| event.is_some_and(ChangeEvent::is_recovery) && unknown_rule.is_none())
                    .map(|paired| paired - sums.answered),
                paired,
                official: official_denominator.map(|denominator| OfficialShare {
                    denominator,
                    estimate: (denominator > 0).then(|| share(sums.events, denominator)),
                }),
                missing: None,
                benchmarks: Vec::new(),
                heterogeneity: None,
                study: None,
            }),
            reason: unknown_rule
                .filter(|_| made.reason == Some(Reason::NoAnswers))
                .or(made.reason)
                .or(silent.is_none().then_some(Reason::MoreAnswersThanSessions)),
            caveats: self.notes(caveats),
        })
    }

    /// A measure of anonymous answers in a group that they do not tell: who could be asked, and no more.
    fn untold(&self, by: &By, measure: &Measure, sums: &ProportionSums) -> ResultEntry {
        let mut caveats = self.of_groups(by);
        caveats.push(Caveat::UnlinkedFollowUp);
        caveats.extend((sums.not_due > 0).then_some(Caveat::SomeNotDue));
        ResultEntry {
            measure: measure.id.clone(),
            instrument: None,
            by: by.clone(),
            definition: measure.definition.clone(),
            payload: Payload::Proportion(Proportion {
                eligible: Some(sums.eligible),
                not_due: Some(sums.not_due),
                asked: None,
                answered: None,
                events: None,
                clients: self.has_client_ids().then_some(sums.clients),
                clients_answered: None,
                estimate: None,
                low: None,
                high: None,
                method: self.estimation.method.id().to_owned(),
                design_effect: None,
                bounds: None,
                could_not_recover: None,
                paired: None,
                official: None,
                missing: None,
                benchmarks: Vec::new(),
                heterogeneity: None,
                study: None,
            }),
            reason: Some(Reason::UnlinkedFollowUp),
            caveats: self.notes(caveats),
        }
    }

    /// Why a measure of change has no answers where there are pairs: its rule is not known.
    fn unknown_rule(&self, measure: &Measure) -> Option<Reason> {
        let Rule::Change { of: Scored::Instrument(instrument), event } = measure.rule else { return None };
        let rule = self.rules.get(instrument)?;
        if event.needs_cutoff() && rule.cutoff.is_err() {
            Some(Reason::NoCutoff)
        } else {
            (event.needs_criterion() && rule.criterion.is_err()).then_some(Reason::NoReliableChange)
        }
    }

    /// Sessions with both scores, of a measure about them; of a standard, with all its scores.
    fn paired(&self, measure: &Measure, cell: &CellSummary) -> Option<u64> {
        match measure.rule {
            Rule::Change { of: Scored::Instrument(place), event } if event.is_of_pairs() => {
                Some(cell.pairs.get(place)?.count())
            }
            // Whoever has all scores changed reliably, one way or the other, or not.
            Rule::Change { of: Scored::Together(place), event } if event.is_of_pairs() => {
                Some(self.sums_together(place, ChangeEvent::NoReliableChange, cell)?.answered)
            }
            _ => None,
        }
    }

    fn sums_together<'c>(&self, place: usize, event: ChangeEvent, cell: &'c CellSummary) -> Option<&'c ProportionSums> {
        let is_it = |other: &Measure| other.rule == Rule::Change { of: Scored::Together(place), event };
        cell.proportions.get(self.definitions.measures.iter().position(is_it)?)
    }

    /// The denominator of a standard's own percentage; `None` of every measure that is not of a standard.
    pub(super) fn official_denominator(&self, measure: &Measure, cell: &CellSummary) -> Option<u64> {
        let Rule::Change { of: Scored::Together(place), event } = measure.rule else { return None };
        let sums_of = |wanted: ChangeEvent| self.sums_together(place, wanted, cell);
        let (sums, at_start) = (sums_of(event)?, sums_of(ChangeEvent::AtCutoffBefore)?);
        let not_at_caseness = at_start.answered.checked_sub(at_start.events)?;
        self.definitions.together.get(place)?.rule_set.official_denominator(event, sums.eligible, not_at_caseness)
    }

    /// Whether at least one in twenty of a question's filled cells could not be read, or of the scores file that it rests on.
    fn leaves_many_unread(&self, measure: &Measure, answered: u64) -> bool {
        let columns = self.definitions.columns_of(measure);
        let unread = columns.iter().filter_map(|column| self.unread_cells.get(column.as_str())).max();
        let instruments = self.definitions.scores.iter().flat_map(|table| &table.instruments);
        let mut ends = instruments.flat_map(|id| [format!("{id}_pre"), format!("{id}_post")]);
        is_many(unread.copied().unwrap_or(0), answered)
            || (self.leaves_scores_unread && ends.any(|column| columns.contains(&column)))
    }

    /// Wilson's interval widens for repeated clients; the other methods are used as asked, with a caveat. Of anonymous
    /// answers no client is known, so nothing widens, and the design effect stays unknown.
    fn interval(&self, sums: &ProportionSums, counted_in: CountedIn) -> Result<Made, StatsError> {
        let (method, level) = (self.estimation.method, self.estimation.level);
        let mut made = Made::nothing(method);
        if sums.answered == 0 {
            made.reason = Some(if sums.eligible == 0 { Reason::NoneEligible } else { Reason::NoAnswers });
            return Ok(made);
        }
        if counted_in == CountedIn::Answers {
            made.interval = Some(proportion_interval(method, sums.events, sums.answered, level)?);
            return Ok(made);
        }
        let repeats = sums.clients_answered < sums.answered;
        if repeats && method == ProportionMethod::Wilson {
            made.method = "wilson_cluster";
            let clustered = wilson_cluster(
                ClusterSums {
                    clients: sums.clients_answered,
                    answered: sums.answered,
                    events: sums.events,
                    sum_n2: sums.sum_n2,
                    sum_ny: sums.sum_ny,
                    sum_y2: sums.sum_y2,
                },
                level,
            );
            match clustered {
                Ok(clustered) => {
                    made.interval = Some(clustered.interval);
                    made.design_effect = Some(clustered.design_effect);
                    made.caveat = clustered.is_edge.then_some(Caveat::ClusterEdge);
                }
                Err(StatsError::OneClient) => made.reason = Some(Reason::OneClient),
                Err(error) => return Err(error),
            }
            return Ok(made);
        }
        made.interval = Some(proportion_interval(method, sums.events, sums.answered, level)?);
        if repeats {
            made.caveat = Some(Caveat::RepeatsIgnored);
        } else {
            made.design_effect = Some(1.0);
        }
        Ok(made)
    }
}
