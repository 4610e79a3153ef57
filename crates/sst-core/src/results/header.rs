//! The document around the results: where they come from, what was read, the flow, the gates.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::answers::AnswersNote;
use super::entry::{By, ResultEntry};
use super::joins::JoinNote;
use super::scores::ScoresNote;
use crate::benchmark::Benchmark;
use crate::codes::{Exclusion, Finding, Severity};

/// A whole results document.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ResultSet {
    /// `sst-results/1`.
    pub schema: String,
    /// What made it.
    pub tool: Tool,
    /// The last date the data can speak for; `None` when nothing was attended.
    pub as_of: Option<Date>,
    /// The session dates the results are about; `None` when there is no session.
    pub period: Option<Period>,
    /// The confidence level.
    pub level: f64,
    /// What is counted.
    pub unit: Unit,
    /// The selection by `--where`: values by group.
    #[serde(default, rename = "where", skip_serializing_if = "BTreeMap::is_empty")]
    pub selection: BTreeMap<String, Vec<String>>,
    /// The files.
    #[serde(default)]
    pub inputs: Vec<InputFile>,
    /// The mapping file.
    pub mapping: Option<MappingFile>,
    /// The profile that the files were read by, where there was one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub profile: Option<ProfileNote>,
    /// Rows read = used + excluded.
    pub rows: RowAccount,
    /// Scores that came in a table of their own, where they did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scores: Option<ScoresNote>,
    /// Follow-up answers of an anonymous form, where there were such files.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub follow_up_answers: Option<AnswersNote>,
    /// Files that were joined to the sessions.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub joins: Vec<JoinNote>,
    /// What was noticed in the data.
    #[serde(default)]
    pub findings: Vec<FindingCount>,
    /// Booked, attended, asked, answered, in sessions of the period and selection.
    pub flow: Flow,
    /// `none`, or the rule that hides small numbers.
    pub protection: String,
    /// What was asked of the results, and whether it was shown.
    #[serde(default)]
    pub gates: Vec<GateOutcome>,
    /// Targets the service set itself: shown beside, never a verdict.
    #[serde(default)]
    pub targets: Vec<Target>,
    /// When a follow-up is due.
    #[serde(default)]
    pub follow_up: FollowUpRule,
    /// The canonical columns that the data has, sorted.
    #[serde(default)]
    pub collected: Vec<String>,
    /// The measures, in the order in which a report names them, with label and definition.
    #[serde(default)]
    pub measures: Vec<MeasureNote>,
    /// The published figures and claims that results are set beside, once each.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub benchmarks: Vec<Benchmark>,
    /// What the service wants its report to say.
    #[serde(default)]
    pub report: ReportText,
    /// The results, sorted.
    #[serde(default)]
    pub results: Vec<ResultEntry>,
}

/// What made a document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tool {
    /// `sst`
    pub name: String,
    /// Its version.
    pub version: String,
}

/// First and last session date, both included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Period {
    /// The first day.
    pub from: Date,
    /// The last day.
    pub to: Date,
}

/// What is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Unit {
    /// Every session.
    #[default]
    Session,
    /// Each client's first eligible session of the selection.
    Client,
}

/// One file that was read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct InputFile {
    /// Its name, without the folder.
    pub file: String,
    /// The hash of its bytes, when asked for.
    pub sha256: Option<String>,
    /// Its rows.
    pub rows: u64,
}

/// The mapping file that was used.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MappingFile {
    /// Its name, without the folder.
    pub file: String,
    /// The hash of its bytes, when asked for.
    pub sha256: Option<String>,
}

/// The profile that the files were read by: what is known of exports of their kind.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProfileNote {
    /// Its id, as `qualtrics`.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Whether the files themselves told it; otherwise it was asked for.
    pub detected: bool,
    /// `public specification`, `documentation` or `memory`.
    pub known_from: String,
    /// Formats of dates that the whole column decided, by canonical column.
    #[serde(default)]
    pub date_formats: BTreeMap<String, String>,
}

/// The accounting: `read` = `used` + the sum of `excluded`.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct RowAccount {
    /// Rows read.
    pub read: u64,
    /// Rows used.
    pub used: u64,
    /// Rows not used, by reason.
    pub excluded: Vec<ExcludedRows>,
}

/// Rows not used for one reason.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExcludedRows {
    /// The reason.
    pub reason: Exclusion,
    /// How many.
    pub rows: u64,
}

/// How often something was noticed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FindingCount {
    /// The rule.
    pub rule: Finding,
    /// The column, where the finding is about one.
    pub column: Option<String>,
    /// How often.
    pub count: u64,
    /// How much it matters.
    pub severity: Severity,
}

/// From booking to answer, in sessions.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Flow {
    /// Any valid status.
    pub booked: Option<u64>,
    /// Attended.
    pub attended: Option<u64>,
    /// Asked a follow-up question; `None` where the data does not say.
    pub asked: Option<u64>,
    /// Answered any follow-up question.
    pub answered: Option<u64>,
}

/// When a follow-up question is due, and which questions are follow-ups.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct FollowUpRule {
    /// The columns that are follow-up questions.
    pub questions: Vec<String>,
    /// Days from session to due.
    pub due_after_days: u32,
    /// Days from session after which an answer no longer counts.
    pub closes_after_days: Option<u32>,
}

/// What a gate found.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct GateOutcome {
    /// The measure.
    pub measure: String,
    /// The group.
    pub by: By,
    /// The share asked for.
    pub at_least: f64,
    /// The answers needed before a gate can fail.
    pub min_answered: u64,
    /// The answers there were.
    pub answered: Option<u64>,
    /// Lower end of the interval.
    pub low: Option<f64>,
    /// Upper end of the interval.
    pub high: Option<f64>,
    /// The outcome.
    pub state: GateState,
}

/// The three states of a gate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum GateState {
    /// The whole interval is at or above the share asked for.
    Met,
    /// Neither shown to be met nor failed.
    NotShown,
    /// Failed, by the rule of the gate.
    Failed,
}

/// A target the service set itself.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Target {
    /// The measure.
    pub measure: String,
    /// The group.
    #[serde(default)]
    pub by: By,
    /// The share aimed at.
    pub value: f64,
}

/// A measure as a report names it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MeasureNote {
    /// Its id.
    pub id: String,
    /// Its plain name: "Found the session helpful".
    pub label: String,
    /// Population and rule in words.
    pub definition: String,
    /// The columns it needs; a measure whose columns are not in `collected` is "not collected".
    pub columns: Vec<String>,
    /// Whether it rests on a follow-up question.
    pub follow_up: bool,
    /// The questionnaire it is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub instrument: Option<String>,
}

/// What the service wants its report to say.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReportText {
    /// The service's name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub organisation: Option<String>,
    /// The report's title.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// A picture as a `data:` address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub logo: Option<String>,
    /// Words of the service's own, as plain text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub commentary: Option<String>,
}
