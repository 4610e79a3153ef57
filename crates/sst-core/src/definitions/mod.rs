//! What is measured and how: everything a mapping file can say that is not about cells.

mod follow_up;
mod gate;
mod grouping;
mod named_period;
mod response_key;
mod score_rule;
mod unlinked;

pub use follow_up::FollowUp;
pub use gate::{FailWhen, Gate};
pub use grouping::{FiscalYearStart, GroupColumn, GroupKey, UnknownGroup};
pub use named_period::{NamedPeriod, PeriodError};
pub use response_key::{CAME_BACK, ResponseKey};
pub use score_rule::{ScoreRule, ScoreTable};
pub use unlinked::{Linkage, UnlinkedAnswers};

use std::collections::BTreeSet;

use jiff::civil::Date;

use crate::benchmark::Benchmark;
use crate::change::{AppliedRule, ChangeRule, Pairs, RuleSet, Scored, Together, change_measures, joint_measures};
use crate::instrument::Instrument;
use crate::measure::{Measure, Population, Rule, built_in};
use crate::record::{OwnAnswers, Question};
use crate::results::{ReportText, Target};
use crate::text::{Arg, Catalogue};

/// From which rating on a session counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Thresholds {
    /// Of `helpful`.
    pub helpful: u8,
    /// Of `satisfied`.
    pub satisfied: u8,
}

impl Default for Thresholds {
    fn default() -> Self {
        Self { helpful: 4, satisfied: 4 }
    }
}

/// Where a `session_id` is unique.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum SessionIdScope {
    /// Over all inputs.
    #[default]
    All,
    /// Within each file.
    File,
}

/// Everything that is measured and how.
#[derive(Debug, Clone)]
pub struct Definitions {
    /// The measures, in the order of a report.
    pub measures: Vec<Measure>,
    /// The names of the service's own yes/no questions, by number.
    pub own_questions: Vec<String>,
    /// The group columns, in the order of [`crate::record::Record::groups`].
    pub groups: Vec<GroupColumn>,
    /// The questionnaires, in the order of [`crate::record::Record::scores`].
    pub instruments: Vec<Instrument>,
    /// Scores that come in a table of their own, where there is one.
    pub scores: Option<ScoreTable>,
    /// Follow-up answers that come in a file of their own and belong to no known session, where there is one.
    pub unlinked: Option<UnlinkedAnswers>,
    /// Which rule is applied to change on them.
    pub change: ChangeRule,
    /// Those that the rule's standard judges together.
    pub together: Vec<Together>,
    /// The canonical columns that the data has.
    pub collected: BTreeSet<String>,
    /// Which questions are follow-ups and when they are due.
    pub follow_up: FollowUp,
    /// Where a `session_id` is unique.
    pub session_id_scope: SessionIdScope,
    /// The first day of the service's year.
    pub fiscal_year_starts: FiscalYearStart,
    /// The period asked for by the mapping.
    pub period: (Option<Date>, Option<Date>),
    /// What is asked of the results.
    pub gates: Vec<Gate>,
    /// What the service aims at.
    pub targets: Vec<Target>,
    /// What else it wants its results set beside, besides the benchmarks that ship.
    pub benchmarks: Vec<Benchmark>,
    /// What its report should say.
    pub report: ReportText,
}

/// Why a definition cannot be added.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DefinitionError {
    /// Two measures would have one id.
    #[error("there is already a measure `{0}`")]
    DuplicateMeasure(String),
    /// A measure is named that does not exist.
    #[error("there is no measure `{0}`")]
    UnknownMeasure(String),
    /// More own questions than are kept.
    #[error("at most {limit} own yes/no questions are possible", limit = OwnAnswers::LIMIT)]
    TooManyOwnQuestions,
}

impl Definitions {
    /// The canonical layout: built-in measures, the five built-in groups, no instruments yet.
    pub fn new(thresholds: Thresholds, follow_up: FollowUp, catalogue: &Catalogue) -> Self {
        let mut measures = built_in(thresholds, catalogue);
        for measure in &mut measures {
            measure.follow_up = match measure.rule {
                Rule::Coded(question, _) => follow_up.has(question),
                Rule::AnsweredFollowUp => true,
                _ => false,
            };
        }
        Self {
            measures,
            own_questions: Vec::new(),
            groups: GroupColumn::built_in(),
            instruments: Vec::new(),
            scores: None,
            unlinked: None,
            change: ChangeRule::default(),
            together: Vec::new(),
            collected: BTreeSet::new(),
            follow_up,
            session_id_scope: SessionIdScope::default(),
            fiscal_year_starts: FiscalYearStart::default(),
            period: (None, None),
            gates: Vec::new(),
            targets: Vec::new(),
            benchmarks: Vec::new(),
            report: ReportText::default(),
        }
    }

    /// The place of a measure.
    pub fn measure_index(&self, id: &str) -> Option<usize> {
        self.measures.iter().position(|measure| measure.id == id)
    }

    /// Adds a yes/no question of the service's own as a measure over attended sessions; returns its number.
    pub fn add_own_measure(&mut self, id: &str, label: &str, catalogue: &Catalogue) -> Result<usize, DefinitionError> {
        self.refuse_duplicate(id)?;
        let number = self.own_questions.len();
        if number == OwnAnswers::LIMIT {
            return Err(DefinitionError::TooManyOwnQuestions);
        }
        self.own_questions.push(id.to_owned());
        let follow_up = self.follow_up.own_questions.iter().any(|question| question == id);
        self.measures.push(Measure {
            id: id.to_owned(),
            label: label.to_owned(),
            definition: catalogue.text("measure-own", &[("label", Arg::Text(label))]),
            population: Population::Attended,
            rule: Rule::Own(number),
            follow_up,
        });
        Ok(number)
    }

    /// Adds a measure made of any of several others; it carries a caveat.
    pub fn add_any_of(
        &mut self,
        id: &str,
        label: &str,
        of: &[String],
        catalogue: &Catalogue,
    ) -> Result<(), DefinitionError> {
        self.refuse_duplicate(id)?;
        let places = of
            .iter()
            .map(|name| self.measure_index(name).ok_or_else(|| DefinitionError::UnknownMeasure(name.clone())))
            .collect::<Result<Vec<_>, _>>()?;
        let names: Vec<&str> = places.iter().map(|&place| self.measures[place].label.as_str()).collect();
        let definition = catalogue.text("measure-any-of", &[("names", Arg::Text(&names.join("; ")))]);
        let follow_up = places.iter().any(|&place| self.measures[place].follow_up);
        self.measures.push(Measure {
            id: id.to_owned(),
            label: label.to_owned(),
            definition,
            population: Population::Attended,
            rule: Rule::AnyOf(places),
            follow_up,
        });
        Ok(())
    }

    /// Adds the measures of change on each questionnaire, after all others, and those of the rule's standard.
    pub fn add_change_measures(&mut self, catalogue: &Catalogue) {
        for (place, instrument) in self.instruments.iter().enumerate() {
            self.measures.extend(change_measures(place, &instrument.name, catalogue));
        }
        self.apply_rule(self.change.clone(), catalogue);
    }

    /// Has another rule applied to change, and its standard's measures in place of those of the rule before.
    pub fn apply_rule(&mut self, rule: ChangeRule, catalogue: &Catalogue) {
        self.measures.retain(|measure| !matches!(measure.rule, Rule::Change { of: Scored::Together(_), .. }));
        self.together = rule.rule_set.and_then(|set| self.together_under(set)).into_iter().collect();
        for (place, together) in self.together.iter().enumerate() {
            self.measures.extend(joint_measures(place, together, catalogue));
        }
        self.change = rule;
    }

    /// What a standard judges together, of the questionnaires that there are.
    fn together_under(&self, rule_set: RuleSet) -> Option<Together> {
        // On another scale the standard's numbers are gone, and what is left is another rule.
        let has_its_numbers = |instrument: &Instrument| {
            instrument.facts.iter().any(|fact| fact.rule.as_deref() == Some(rule_set.id()))
                || (rule_set == RuleSet::PmhcMds && instrument.national_sd().is_some())
        };
        let is_it = |instrument: &Instrument, id: &str| instrument.id == id && has_its_numbers(instrument);
        let place = |id: &&str| self.instruments.iter().position(|instrument| is_it(instrument, id));
        let members: Vec<usize> = rule_set.members().iter().filter_map(place).collect();
        rule_set.is_complete(members.len()).then_some(Together { rule_set, members })
    }

    /// Keeps only these questionnaires, and the measures of them.
    pub fn retain_instruments(&mut self, mut keep: impl FnMut(usize) -> bool) {
        let mut places = vec![None; self.instruments.len()];
        let mut kept = 0;
        for (place, kept_at) in places.iter_mut().enumerate() {
            if keep(place) {
                *kept_at = Some(kept);
                kept += 1;
            }
        }
        let mut at = places.iter();
        self.instruments.retain(|_| at.next().is_some_and(Option::is_some));
        // They stand last, so no other measure's place changes.
        self.measures.retain_mut(|measure| match &mut measure.rule {
            Rule::Change { of: Scored::Instrument(instrument), .. } => {
                let kept_at = places[*instrument];
                *instrument = kept_at.unwrap_or(*instrument);
                kept_at.is_some()
            }
            _ => true,
        });
        if !self.together.iter_mut().all(|together| {
            together.members = together.members.iter().filter_map(|&member| places[member]).collect();
            together.rule_set.is_complete(together.members.len())
        }) {
            self.together.clear();
            self.measures.retain(|measure| !matches!(measure.rule, Rule::Change { of: Scored::Together(_), .. }));
        }
    }

    /// Whether the data has scores of a questionnaire before and after.
    pub fn has_pairs(&self, instrument: usize) -> bool {
        let id = &self.instruments[instrument].id;
        ["pre", "post"].iter().all(|when| self.collected.contains(&format!("{id}_{when}")))
    }

    /// The place of a questionnaire's first measure of change.
    pub fn change_measure(&self, instrument: usize) -> Option<usize> {
        self.measures.iter().position(
            |measure| matches!(measure.rule, Rule::Change { of: Scored::Instrument(of), .. } if of == instrument),
        )
    }

    /// The id of the questionnaire that a measure is about, or of the standard that judges several together.
    pub fn instrument_of(&self, measure: &Measure) -> Option<&str> {
        match measure.rule {
            Rule::Change { of: Scored::Instrument(place), .. } => Some(self.instruments.get(place)?.id.as_str()),
            Rule::Change { of: Scored::Together(place), .. } => Some(self.together.get(place)?.rule_set.id()),
            _ => None,
        }
    }

    /// The rule of each questionnaire with its numbers, given all scores.
    pub fn applied_rules(&self, pairs: &[Pairs]) -> impl Iterator<Item = AppliedRule> {
        self.instruments.iter().zip(pairs).map(|(instrument, pairs)| AppliedRule::new(instrument, &self.change, pairs))
    }

    fn refuse_duplicate(&self, id: &str) -> Result<(), DefinitionError> {
        if self.measure_index(id).is_some() {
            return Err(DefinitionError::DuplicateMeasure(id.to_owned()));
        }
        Ok(())
    }

    /// The columns a measure needs; any of them is enough for `followed_up`, all are needed otherwise.
    pub fn columns_of(&self, measure: &Measure) -> Vec<String> {
        match &measure.rule {
            Rule::Attendance => vec!["status".to_owned()],
            Rule::Coded(question, _) => vec![question.column().to_owned()],
            Rule::AnsweredFollowUp => self.follow_up.columns(),
            Rule::WaitAtMostDays(_) => vec!["request_date".to_owned()],
            Rule::Own(number) => vec![self.own_questions[*number].clone()],
            Rule::Change { of, event } => {
                let members = match of {
                    Scored::Instrument(place) => std::slice::from_ref(place),
                    Scored::Together(place) => self.together[*place].members.as_slice(),
                };
                let of_member = |&place: &usize| {
                    event.sides().iter().map(move |side| format!("{}_{side}", self.instruments[place].id))
                };
                members.iter().flat_map(of_member).collect()
            }
            Rule::AnyOf(places) => places.iter().flat_map(|&place| self.columns_of(&self.measures[place])).collect(),
        }
    }

    /// Whether the data has what a measure needs.
    pub fn is_collected(&self, measure: &Measure) -> bool {
        match &measure.rule {
            Rule::AnsweredFollowUp => self.columns_of(measure).iter().any(|column| self.collected.contains(column)),
            // A walk-in's wait is known to be 0 without a request date.
            Rule::WaitAtMostDays(_) => self.collected.contains("request_date") || self.collected.contains("access"),
            // One questionnaire with both scores is enough where the first that has them decides.
            Rule::Change { of: Scored::Together(place), .. } if !self.together[*place].rule_set.needs_all_members() => {
                self.together[*place].members.iter().any(|&member| self.has_pairs(member))
            }
            _ => self.columns_of(measure).iter().all(|column| self.collected.contains(column)),
        }
    }

    /// The numbers of the own questions that are follow-ups.
    pub fn own_follow_ups(&self) -> Vec<usize> {
        let number = |id: &String| self.own_questions.iter().position(|own| own == id);
        self.follow_up.own_questions.iter().filter_map(number).collect()
    }

    /// Whether the data says who was asked; of anonymous answers nobody knows whose they are.
    pub fn says_who_was_asked(&self) -> bool {
        self.unlinked.is_none() && self.collected.contains(Question::FollowUpAsked.column())
    }
}
