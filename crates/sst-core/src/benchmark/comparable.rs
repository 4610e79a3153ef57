//! Which measures may be set beside which figures, as a table, and why not.

use super::figure::Figure;
use super::kinds::{DenominatorKind, OutcomeKind, SessionsKind};
use super::record::Benchmark;

/// What a measure may be compared with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Compared {
    /// The measure.
    pub measure: &'static str,
    /// What a figure must count.
    pub outcome: OutcomeKind,
    /// Out of whom.
    pub denominators: &'static [DenominatorKind],
    /// Why these and no others.
    pub why: &'static str,
}

/// Shares of those who answered. Where the source does not say out of whom, that is said too.
const ANSWERED: &[DenominatorKind] = &[DenominatorKind::Responded, DenominatorKind::Unstated];

/// Shares of those with both scores.
const PAIRED: &[DenominatorKind] = &[DenominatorKind::Paired];

const OF_SCORES: &str =
    "scores move or do not on one questionnaire, by one rule: another questionnaire, or a rating, is another thing";

/// Every measure that is like something published. One that is not here is compared with nothing but what a mapping file names for it.
pub const COMPARED: &[Compared] = &[
    Compared {
        measure: "helpful",
        outcome: OutcomeKind::Helpful,
        denominators: ANSWERED,
        why: "a session can be helpful without the problem being better, and a service satisfying without the session being helpful",
    },
    Compared {
        measure: "satisfied",
        outcome: OutcomeKind::Satisfied,
        denominators: ANSWERED,
        why: "satisfaction is high almost everywhere, whatever became of the problem",
    },
    Compared {
        measure: "improved",
        outcome: OutcomeKind::Improved,
        denominators: ANSWERED,
        why: "the client's own word on the problem: no score, no clinician's rating, no wish for another session",
    },
    Compared {
        measure: "enough",
        outcome: OutcomeKind::Enough,
        denominators: ANSWERED,
        why: "the client says that one session was enough; having come once says nothing of it",
    },
    Compared {
        measure: "got_what_needed",
        outcome: OutcomeKind::GotWhatNeeded,
        denominators: ANSWERED,
        why: "the reason for not coming back, of those who say one",
    },
    Compared {
        measure: "attended",
        outcome: OutcomeKind::Attended,
        denominators: &[DenominatorKind::Scheduled],
        why: "appointments kept, of those made; uptake of an offer is another step",
    },
    Compared {
        measure: "followed_up",
        outcome: OutcomeKind::Responded,
        denominators: &[DenominatorKind::Attended],
        why: "answers to a follow-up, of all who attended",
    },
    Compared {
        measure: "reliably_improved",
        outcome: OutcomeKind::ReliableImprovement,
        denominators: PAIRED,
        why: OF_SCORES,
    },
    Compared {
        measure: "reliably_deteriorated",
        outcome: OutcomeKind::ReliableDeterioration,
        denominators: PAIRED,
        why: OF_SCORES,
    },
    Compared { measure: "recovered", outcome: OutcomeKind::Recovery, denominators: PAIRED, why: OF_SCORES },
    Compared {
        measure: "reliably_recovered",
        outcome: OutcomeKind::ReliableRecovery,
        denominators: PAIRED,
        why: OF_SCORES,
    },
];

/// Why a figure must not be set beside a measure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotComparable {
    /// It counts no clients: reviews, trials, pairs, or an estimate.
    NoClients,
    /// It is about courses of treatment, not about one session.
    Sessions,
    /// It counts another thing as a yes.
    Outcome,
    /// It counts out of others.
    Denominator,
    /// It is about another questionnaire, or does not say which.
    Instrument,
    /// It is no number.
    InWords,
}

impl NotComparable {
    /// The key of the reason in the catalogue.
    pub const fn key(self) -> &'static str {
        match self {
            Self::NoClients => "benchmark-not-clients",
            Self::Sessions => "benchmark-not-sessions",
            Self::Outcome => "benchmark-not-outcome",
            Self::Denominator => "benchmark-not-denominator",
            Self::Instrument => "benchmark-not-instrument",
            Self::InWords => "benchmark-not-number",
        }
    }
}

/// Whether a figure may be set beside a measure, of a questionnaire if it is of one.
///
/// # Errors
/// [`NotComparable`]: the first of the reasons against it, the weightiest first.
pub fn comparable(measure: &str, instrument: Option<&str>, benchmark: &Benchmark) -> Result<(), NotComparable> {
    let of_nobody =
        [DenominatorKind::Reviews, DenominatorKind::Trials, DenominatorKind::Comparison, DenominatorKind::Estimate];
    let row = COMPARED.iter().find(|row| row.measure == measure);
    if of_nobody.contains(&benchmark.denominator_kind) {
        Err(NotComparable::NoClients)
    } else if benchmark.sessions != SessionsKind::One {
        Err(NotComparable::Sessions)
    } else if row.map_or(OutcomeKind::Other, |row| row.outcome) != benchmark.outcome_kind {
        Err(NotComparable::Outcome)
    } else if !row.map_or(ANSWERED, |row| row.denominators).contains(&benchmark.denominator_kind) {
        Err(NotComparable::Denominator)
    } else if benchmark.instrument.as_deref() != instrument {
        Err(NotComparable::Instrument)
    } else if matches!(benchmark.figure(), Ok(Figure::InWords) | Err(_)) {
        Err(NotComparable::InWords)
    } else {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::super::built_in;
    use super::*;

    fn of(id: &str) -> &'static Benchmark {
        built_in().iter().find(|benchmark| benchmark.id == id).unwrap_or_else(|| panic!("{id}"))
    }

    #[test]
    fn like_is_compared_with_like() {
        for (measure, id) in [
            ("helpful", "claim_up_to_80_helpful"),
            ("improved", "claim_50_to_60_improved"),
            ("improved", "miller_slive_2004_improved"),
            ("enough", "cannistra_2020_enough"),
            ("enough", "perreault_2023_enough"),
            ("satisfied", "miller_1996_satisfied"),
            ("got_what_needed", "talmon_1990_got_what_wanted"),
        ] {
            assert_eq!(comparable(measure, None, of(id)), Ok(()), "{measure} {id}");
        }
    }

    #[test]
    fn unlike_is_refused_with_the_weightiest_reason() {
        for (measure, id, reason) in [
            ("improved", "nhs_2024_25_recovery", NotComparable::Sessions),
            ("recovered", "nhs_2024_25_recovery", NotComparable::Sessions),
            ("improved", "nhs_2024_25_reliable_improvement", NotComparable::Sessions),
            ("helpful", "schleider_2025_reviews", NotComparable::NoClients),
            ("improved", "schleider_weisz_2017_superiority", NotComparable::NoClients),
            ("enough", "budman_1991_one_session", NotComparable::NoClients),
            ("improved", "italian_center_better_of_those", NotComparable::Denominator),
            ("enough", "weir_2008_attended_once", NotComparable::Outcome),
            ("helpful", "claim_50_to_60_improved", NotComparable::Outcome),
            ("satisfied", "claim_up_to_80_helpful", NotComparable::Outcome),
            ("improved", "barkham_2006_one_session", NotComparable::Outcome),
            ("reliably_recovered", "barkham_2006_one_session", NotComparable::Denominator),
        ] {
            assert_eq!(comparable(measure, None, of(id)), Err(reason), "{measure} {id}");
        }
    }

    #[test]
    fn nothing_about_courses_or_studies_is_like_any_measure() {
        for benchmark in built_in() {
            let is_other =
                benchmark.sessions != SessionsKind::One || benchmark.denominator_kind == DenominatorKind::Trials;
            for row in COMPARED.iter().filter(|_| is_other) {
                assert!(
                    comparable(row.measure, benchmark.instrument.as_deref(), benchmark).is_err(),
                    "{}",
                    benchmark.id
                );
            }
        }
    }

    #[test]
    fn a_score_is_compared_on_its_own_questionnaire() {
        let mut own = of("miller_slive_2004_improved").clone();
        own.outcome_kind = OutcomeKind::ReliableImprovement;
        own.denominator_kind = DenominatorKind::Paired;
        assert_eq!(comparable("reliably_improved", Some("phq9"), &own), Err(NotComparable::Instrument));
        own.instrument = Some("phq9".to_owned());
        assert_eq!(comparable("reliably_improved", Some("phq9"), &own), Ok(()));
        assert_eq!(comparable("reliably_improved", Some("gad7"), &own), Err(NotComparable::Instrument));
    }
}
