//! What each pair of scores says, client by client: written only when asked for, to a file whose name says what it holds.

use std::path::Path;

use jiff::civil::Date;
use sst_core::change::{AppliedRule, ChangeClass, ReliableChange, ScoreFacts, Verdict};
use sst_core::definitions::Definitions;
use sst_core::ledger::PairRow;
use sst_core::record::Score;
use sst_report::ClientRows;

use super::super::rates::MARK;
use crate::analysis::{Live, closing};
use crate::failure::Failure;
use crate::output::Output;

/// How the name of a file with client rows ends.
const ENDING: &str = ".client-data.csv";

const HEADER: [&str; 10] = [
    "client_id",
    "session_id",
    "session_date",
    "instrument",
    "pre",
    "post",
    "change",
    "reliable",
    "clinical_pre",
    "class",
];

/// Refuses a name that does not say what is in the file, and a CI job.
pub(super) fn refuse(path: &Path, is_allowed: bool) -> Result<(), Failure> {
    crate::client_data::refuse("--per-client", path, &[ENDING], is_allowed)
}

/// Writes one row per session and questionnaire with a score.
pub(super) fn write(path: &Path, live: &Live, output: &Output) -> Result<(), Failure> {
    let rows = live.reading.ledger.pair_rows(&live.definitions, &live.selection, &live.closed);
    let rows = rows.map_err(|error| closing(&error))?;
    let rules: Vec<AppliedRule> = live.definitions.applied_rules(&live.closed.pairs).collect();
    let mut table = ClientRows::new(&HEADER);
    for row in &rows {
        for (place, rule) in rules.iter().enumerate() {
            if let Some(cells) = cells(row, place, rule, &live.definitions) {
                table.push(&cells);
            }
        }
        let each: Vec<ScoreFacts> = rules.iter().zip(&row.scores).map(|(rule, &scores)| facts(rule, scores)).collect();
        for together in &live.definitions.together {
            if let Some(cells) = cells_together(row, together.rule_set.id(), together.facts(&each)) {
                table.push(&cells);
            }
        }
    }
    output.file(path, format!("{MARK}{}", table.finish()).as_bytes())
}

fn facts(rule: &AppliedRule, (pre, post): (Option<Score>, Option<Score>)) -> ScoreFacts {
    rule.facts(pre.map(|score| score.0), post.map(|score| score.0))
}

/// What several questionnaires say together: there are no scores of that.
fn cells_together(row: &PairRow, rule_set: &str, facts: ScoreFacts) -> Option<[String; 10]> {
    let verdict = facts.verdict;
    (verdict.is_some() || facts.was_case.is_some()).then(|| {
        let [reliable, clinical_pre, class] = said(verdict, facts.was_case);
        let [client, session, date] = whose(row);
        let none = String::new;
        [client, session, date, rule_set.to_owned(), none(), none(), none(), reliable, clinical_pre, class]
    })
}

fn whose(row: &PairRow) -> [String; 3] {
    let id = |id: &Option<String>| id.clone().unwrap_or_default();
    [id(&row.client_id), id(&row.session_id), Date::from(row.session_date).to_string()]
}

/// Whether the change is reliable, whether the score before is in the clinical range, and the class.
fn said(verdict: Option<Verdict>, was_case: Option<bool>) -> [String; 3] {
    let direction = verdict.and_then(|verdict| verdict.direction).map(|direction| match direction {
        ReliableChange::Improved => "better",
        ReliableChange::Unchanged => "no",
        ReliableChange::Deteriorated => "worse",
    });
    let was_case = was_case.map(|yes| if yes { "yes" } else { "no" });
    let class = verdict.and_then(Verdict::class).map(ChangeClass::id);
    [direction, was_case, class].map(|word| word.unwrap_or_default().to_owned())
}

fn cells(row: &PairRow, place: usize, rule: &AppliedRule, definitions: &Definitions) -> Option<[String; 10]> {
    let (pre, post) = row.scores[place];
    if pre.is_none() && post.is_none() {
        return None;
    }
    let facts = facts(rule, (pre, post));
    let number = |value: Option<f64>| value.map(|value| value.to_string()).unwrap_or_default();
    let [reliable, clinical_pre, class] = said(facts.verdict, facts.was_case);
    let [client, session, date] = whose(row);
    let change = pre.zip(post).map(|(pre, post)| (f64::from(post.0) - f64::from(pre.0)) / 1000.0);
    Some([
        client,
        session,
        date,
        definitions.instruments[place].id.clone(),
        number(pre.map(Score::to_f64)),
        number(post.map(Score::to_f64)),
        number(change),
        reliable,
        clinical_pre,
        class,
    ])
}
