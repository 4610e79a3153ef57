//! The sections of a mapping file, each read into its own type.

use std::borrow::Cow;
use std::ops::Range;

use jiff::civil::Date;
use sst_core::definitions::{
    DefinitionError, Definitions, FailWhen, FiscalYearStart, FollowUp, Gate, GroupColumn, GroupKey, SessionIdScope,
    Thresholds,
};
use sst_core::record::{Question, plain};
use sst_core::results::{By, ReportText, Target};
use sst_core::text::Catalogue;
use toml::de::DeValue;

use super::benchmark;
use super::change::change;
use super::column::{self, ColumnMapping, ColumnOptions};
use super::expect;
use super::fault::did_you_mean;
use super::input;
use super::instrument;
use super::join;
use super::keys::{Document, Keys, Value, texts_of};
use super::publish;
use super::{AnswersMapping, Mapping, OwnColumn, answers, scores};
use crate::columns::{Feeds, canonical_names, feeds_of};

/// A measure of the service's own, with its place in the file.
struct OwnMeasure {
    id: String,
    label: String,
    rule: OwnRule,
    span: Range<usize>,
}

/// What a measure of the service's own rests on.
enum OwnRule {
    /// A yes/no column: its header, and in `values` the labels of `yes` and `no`.
    Column { header: String, options: Box<ColumnOptions> },
    /// Any of these measures.
    AnyOf(Vec<String>),
}

const TOP: [&str; 19] = [
    "session_id_scope",
    "fiscal_year_starts",
    "input",
    "columns",
    "groups",
    "thresholds",
    "follow_up",
    "period",
    "expect",
    "scores",
    "join",
    "change",
    "report",
    "publish",
    "measure",
    "instrument",
    "gate",
    "target",
    "benchmark",
];

/// Keys of the layout that this version refuses rather than pass over: a rule that is not applied must not look applied.
const NOT_YET: [&str; 2] = ["trend", "rebase"];

pub(super) fn read(mut keys: Keys<'_>, catalogue: &Catalogue, document: &mut Document<'_>) -> Mapping {
    for key in NOT_YET {
        if let Some(value) = keys.take(key) {
            let hint = "remove it for now: what is not applied must not look applied";
            document.fault(&value.span(), &format!("`{key}` is not built yet in this version"), Some(hint.to_owned()));
        }
    }
    let scope = scope(&mut keys, document);
    let fiscal_year_starts = fiscal_year(&mut keys, document);
    let input = input::read(&mut keys, document);
    let columns = entries("columns", &mut keys, document);
    let groups = entries("groups", &mut keys, document);
    let thresholds = thresholds(&mut keys, document);
    let (follow_up, answers) = follow_up(&mut keys, document);
    let period = period(&mut keys, document);
    let expect = expect::read(&mut keys, document);
    let protect = publish::read(&mut keys, document);
    let change = change(&mut keys, document);
    let report = report(&mut keys, document);
    let measures: Vec<OwnMeasure> =
        keys.tables("measure", document).into_iter().filter_map(|table| measure(table, document)).collect();
    let instruments = instrument::read(keys.tables("instrument", document), document);
    let score_keys = keys.table("scores", document);
    let joins = join::read(keys.tables("join", document), document);
    let gates = keys.tables("gate", document);
    let targets = keys.tables("target", document);
    let benchmarks = keys.tables("benchmark", document);
    keys.finish(&TOP, document);

    let own_ids: Vec<&str> = measures.iter().map(|measure| measure.id.as_str()).collect();
    let mut definitions = Definitions::new(thresholds, follow_up.into_rule(&own_ids, document), catalogue);
    definitions.session_id_scope = scope;
    definitions.fiscal_year_starts = fiscal_year_starts;
    definitions.period = period;
    definitions.report = report;
    definitions.change = change;
    definitions.instruments = instruments;
    let scores = scores::read(score_keys, &definitions, document);
    let mut mapped = Vec::new();
    for (name, span, value) in groups {
        if feeds_of(&name, &definitions).is_some() || ["month", "quarter", "year"].contains(&&*name) {
            let problem = format!("`{name}` has a meaning of its own and cannot be a further group");
            document.fault(&span, &problem, Some("choose another name, or put it under [columns]".into()));
            continue;
        }
        let place = definitions.groups.len();
        if let Some(column) = column::read(&name, &span, value, Some(Feeds::Group(place)), document) {
            let split = column.options.split.clone();
            definitions.groups.push(GroupColumn { name: name.into_owned(), split });
            mapped.push(column);
        }
    }
    for (name, span, value) in columns {
        let feeds = feeds_of(&name, &definitions);
        if feeds.is_none() {
            let known = canonical_names(&definitions);
            let hint = match did_you_mean(&name, known.iter().map(String::as_str)) {
                Some(meant) => format!("did you mean `{meant}`?"),
                None => "a further group belongs under [groups], a further question under [[measure]]".to_owned(),
            };
            document.fault(&span, &format!("`{name}` is no column of the record layout"), Some(hint));
        }
        let Some(column) = column::read(&name, &span, value, feeds, document) else {
            continue;
        };
        refuse_one_column_twice(&column, &mapped, &span, document);
        if let Some(Feeds::Group(place)) = feeds {
            definitions.groups[place].split.clone_from(&column.options.split);
        }
        mapped.push(column);
    }
    let own_columns = add_measures(&mut definitions, measures, catalogue, document);
    definitions.add_change_measures(catalogue);
    definitions.gates = gates.into_iter().filter_map(|table| gate(table, &definitions, document)).collect();
    definitions.targets = targets.into_iter().filter_map(|table| target(table, &definitions, document)).collect();
    definitions.benchmarks = benchmark::read(benchmarks, &definitions, document);
    Mapping {
        definitions,
        columns: mapped,
        own_columns,
        input,
        expect,
        protect,
        scores,
        answers,
        joins,
        only: None,
        may_lack: Vec::new(),
        profile: None,
    }
}

/// One column cannot be the score before and the score after: nobody would have changed.
fn refuse_one_column_twice(
    column: &ColumnMapping,
    others: &[ColumnMapping],
    span: &Range<usize>,
    document: &mut Document<'_>,
) {
    let other_side = match (column.name.strip_suffix("_pre"), column.name.strip_suffix("_post")) {
        (Some(id), _) => format!("{id}_post"),
        (_, Some(id)) => format!("{id}_pre"),
        _ => return,
    };
    if others.iter().any(|other| other.name == other_side && other.header == column.header) {
        let problem = format!("`{}` and `{other_side}` are the same column", column.name);
        document.fault(span, &problem, Some("a score before and one after stand in columns of their own".to_owned()));
    }
}

fn add_measures(
    definitions: &mut Definitions,
    measures: Vec<OwnMeasure>,
    catalogue: &Catalogue,
    document: &mut Document<'_>,
) -> Vec<OwnColumn> {
    let mut own_columns = Vec::new();
    for OwnMeasure { id, label, rule, span } in measures {
        let added = match rule {
            OwnRule::Column { header, options } => definitions.add_own_measure(&id, &label, catalogue).map(|number| {
                let column = ColumnMapping { name: id.clone(), header, options: *options };
                own_columns.push(OwnColumn { number, column });
            }),
            OwnRule::AnyOf(of) => definitions.add_any_of(&id, &label, &of, catalogue),
        };
        if let Err(error) = added {
            let hint = match &error {
                DefinitionError::UnknownMeasure(name) => meant_measure(name, definitions),
                _ => None,
            };
            document.fault(&span, &error.to_string(), hint);
        }
    }
    own_columns
}

fn meant_measure(name: &str, definitions: &Definitions) -> Option<String> {
    let ids = || definitions.measures.iter().map(|measure| measure.id.as_str());
    did_you_mean(name, ids()).map(|meant| format!("did you mean `{meant}`?"))
}

fn thresholds(keys: &mut Keys<'_>, document: &mut Document<'_>) -> Thresholds {
    let mut thresholds = Thresholds::default();
    if let Some(mut table) = keys.table("thresholds", document) {
        let mut rating =
            |key: &str, default: u8| table.whole(key, 1..6, document).map_or(default, |rating| rating as u8);
        thresholds = Thresholds {
            helpful: rating("helpful", thresholds.helpful),
            satisfied: rating("satisfied", thresholds.satisfied),
        };
        table.finish(&["helpful", "satisfied"], document);
    }
    thresholds
}

fn period(keys: &mut Keys<'_>, document: &mut Document<'_>) -> (Option<Date>, Option<Date>) {
    let Some(mut table) = keys.table("period", document) else {
        return (None, None);
    };
    let period = (table.date("from", document), table.date("to", document));
    if let (Some(from), Some(to)) = period
        && from > to
    {
        document.fault(&table.span, "the period ends before it begins", None);
    }
    table.finish(&["from", "to"], document);
    period
}

fn report(keys: &mut Keys<'_>, document: &mut Document<'_>) -> ReportText {
    let Some(mut table) = keys.table("report", document) else {
        return ReportText::default();
    };
    let report = ReportText {
        organisation: table.text("organisation", document),
        title: table.text("title", document),
        logo: table.text("logo", document),
        commentary: table.text("commentary", document),
    };
    table.finish(&["organisation", "title", "logo", "commentary"], document);
    report
}

fn scope(keys: &mut Keys<'_>, document: &mut Document<'_>) -> SessionIdScope {
    match keys.spanned_text("session_id_scope", document) {
        None => SessionIdScope::All,
        Some((text, span)) => match text.as_str() {
            "all" => SessionIdScope::All,
            "file" => SessionIdScope::File,
            _ => {
                document.fault(&span, "`session_id_scope` is \"all\" or \"file\"", None);
                SessionIdScope::All
            }
        },
    }
}

fn fiscal_year(keys: &mut Keys<'_>, document: &mut Document<'_>) -> FiscalYearStart {
    let Some((text, span)) = keys.spanned_text("fiscal_year_starts", document) else {
        return FiscalYearStart::default();
    };
    // Any year without 29 February: a year must start on a day that every year has.
    match format!("2025-{text}").parse::<Date>() {
        Ok(date) => FiscalYearStart { month: date.month(), day: date.day() },
        Err(_) => {
            document.fault(&span, "`fiscal_year_starts` is a month and a day", Some("1 April is \"04-01\"".into()));
            FiscalYearStart::default()
        }
    }
}

type Entry<'t> = (Cow<'t, str>, Range<usize>, Value<'t>);

fn entries<'t>(section: &str, keys: &mut Keys<'t>, document: &mut Document<'_>) -> Vec<Entry<'t>> {
    keys.table(section, document).map(Keys::into_entries).unwrap_or_default()
}

/// `[follow_up]` before its questions are known to exist.
#[derive(Default)]
struct FollowUpKeys {
    questions: Option<Vec<(String, Range<usize>)>>,
    due_after_days: u32,
    closes_after_days: Option<u32>,
}

fn follow_up(keys: &mut Keys<'_>, document: &mut Document<'_>) -> (FollowUpKeys, AnswersMapping) {
    const ONE_CENTURY_DAYS: u32 = 36_525;
    let Some(mut table) = keys.table("follow_up", document) else {
        return <(FollowUpKeys, AnswersMapping)>::default();
    };
    let questions = table.take("questions").map(|value| texts_of(value, "questions", document));
    let due_after_days = table.whole("due_after_days", 0..ONE_CENTURY_DAYS, document).unwrap_or(0);
    let closes_after_days = table.whole("closes_after_days", 0..ONE_CENTURY_DAYS, document);
    if closes_after_days.is_some_and(|closes| closes < due_after_days) {
        document.fault(&table.span, "the follow-up closes before it is due", None);
    }
    let answers = answers::read(&mut table, document);
    if answers.is_given && closes_after_days.is_some() {
        let hint = "remove it: of an anonymous answer nobody knows how many days after the session it came";
        document.fault(&table.span, "`closes_after_days` cannot be applied with linked = false", Some(hint.to_owned()));
    }
    let own = ["questions", "due_after_days", "closes_after_days"];
    table.finish(&[own.as_slice(), answers::KEYS.as_slice()].concat(), document);
    (FollowUpKeys { questions, due_after_days, closes_after_days }, answers)
}

impl FollowUpKeys {
    fn into_rule(self, own_ids: &[&str], document: &mut Document<'_>) -> FollowUp {
        let mut rule = FollowUp {
            due_after_days: self.due_after_days,
            closes_after_days: self.closes_after_days,
            ..FollowUp::default()
        };
        let Some(questions) = self.questions else {
            return rule;
        };
        rule.questions.clear();
        for (name, span) in questions {
            if let Some(question) = Question::of_column(&name) {
                rule.questions.push(question);
            } else if own_ids.contains(&&*name) {
                rule.own_questions.push(name);
            } else {
                let known = Question::ALL.iter().map(|question| question.column()).chain(own_ids.iter().copied());
                let hint = did_you_mean(&name, known).map(|meant| format!("did you mean `{meant}`?"));
                document.fault(&span, &format!("there is no question `{name}`"), hint);
            }
        }
        rule
    }
}

/// An id as it stands in results and column names.
pub(super) fn id(keys: &mut Keys<'_>, document: &mut Document<'_>) -> Option<String> {
    let (id, span) = keys.required_text("id", document)?;
    let is_plain = id.starts_with(|c: char| c.is_ascii_lowercase())
        && id.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_');
    if !is_plain {
        document.fault(&span, "an `id` is made of small letters, digits and _", None);
    }
    is_plain.then_some(id)
}

fn measure(mut keys: Keys<'_>, document: &mut Document<'_>) -> Option<OwnMeasure> {
    let known = ["id", "label", "column", "yes", "no", "missing", "any_of"];
    let id = id(&mut keys, document);
    let label = keys.text("label", document);
    let span = keys.span.clone();
    let any_of: Vec<String> = keys.texts("any_of", document).into_iter().map(|(text, _)| text).collect();
    let header = keys.text("column", document);
    let mut labels = |key: &str| keys.texts(key, document).into_iter().map(|(text, _)| text).collect::<Vec<_>>();
    let (yes, no, missing) = (labels("yes"), labels("no"), labels("missing"));
    keys.finish(&known, document);
    let rule = match (header, any_of.is_empty()) {
        (Some(header), true) => {
            let clash = yes.iter().find(|label| no.iter().any(|n| plain(n) == plain(label)));
            if let Some(label) = clash {
                document.fault(&span, &format!("the label \"{label}\" stands for both yes and no"), None);
            }
            let values = vec![("yes".to_owned(), yes), ("no".to_owned(), no)];
            OwnRule::Column { header, options: Box::new(ColumnOptions { values, missing, ..ColumnOptions::default() }) }
        }
        (None, false) if any_of.len() > 1 => OwnRule::AnyOf(any_of),
        _ => {
            let hint =
                "column = \"Recommend?\" with yes = [...] and no = [...], or any_of = [\"helpful\", \"improved\"]";
            document.fault(&span, "[[measure]] needs either `column` or `any_of` (at least two)", Some(hint.into()));
            return None;
        }
    };
    let id = id?;
    Some(OwnMeasure { label: label.unwrap_or_else(|| id.clone()), id, rule, span })
}

fn gate(mut keys: Keys<'_>, definitions: &Definitions, document: &mut Document<'_>) -> Option<Gate> {
    let measure = known_measure(&mut keys, definitions, document);
    let by = by(&mut keys, definitions, document);
    let at_least = required_share(&mut keys, "at_least", document);
    let min_answered = keys.whole("min_answered", 0..u32::MAX, document).unwrap_or(30);
    let fail_when = match keys.spanned_text("fail_when", document) {
        None => FailWhen::default(),
        Some((text, span)) => match text.as_str() {
            "shown_below" => FailWhen::ShownBelow,
            "not_shown" => FailWhen::NotShown,
            _ => {
                document.fault(&span, "`fail_when` is \"shown_below\" or \"not_shown\"", None);
                FailWhen::default()
            }
        },
    };
    keys.finish(&["measure", "by", "at_least", "min_answered", "fail_when"], document);
    Some(Gate { measure: measure?, by, at_least: at_least?, min_answered: u64::from(min_answered), fail_when })
}

pub(super) fn known_measure(
    keys: &mut Keys<'_>,
    definitions: &Definitions,
    document: &mut Document<'_>,
) -> Option<String> {
    let (measure, span) = keys.required_text("measure", document)?;
    if definitions.measure_index(&measure).is_some() {
        return Some(measure);
    }
    document.fault(&span, &format!("there is no measure `{measure}`"), meant_measure(&measure, definitions));
    None
}

fn target(mut keys: Keys<'_>, definitions: &Definitions, document: &mut Document<'_>) -> Option<Target> {
    let measure = known_measure(&mut keys, definitions, document);
    let by = by(&mut keys, definitions, document);
    let value = required_share(&mut keys, "value", document);
    keys.finish(&["measure", "by", "value"], document);
    Some(Target { measure: measure?, by, value: value? })
}

fn required_share(keys: &mut Keys<'_>, key: &str, document: &mut Document<'_>) -> Option<f64> {
    if !keys.has(key) {
        keys.missing(key, document);
        return None;
    }
    keys.share(key, document)
}

/// `by = { site = "North" }`; an empty label is the blank group.
fn by(keys: &mut Keys<'_>, definitions: &Definitions, document: &mut Document<'_>) -> By {
    let Some(table) = keys.take("by").and_then(|value| Keys::of(value, "`by`", document)) else {
        return By::new();
    };
    let mut by = By::new();
    for (group, span, label) in table.into_entries() {
        if let Err(unknown) = GroupKey::find(&group, &definitions.groups) {
            let hint = did_you_mean(&group, unknown.known.iter().map(String::as_str));
            document.fault(&span, &unknown.to_string(), hint.map(|meant| format!("did you mean `{meant}`?")));
            continue;
        }
        match label.into_inner() {
            DeValue::String(label) => {
                by.insert(group.into_owned(), Some(label.into_owned()).filter(|label| !label.is_empty()));
            }
            _ => {
                document.fault(&span, "`by` gives a label for each group", Some("as by = { site = \"North\" }".into()));
            }
        }
    }
    by
}
