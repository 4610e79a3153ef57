//! The document around protected entries: every key is named here, and made from what may be known.

use super::decisions::Decisions;
use super::facets::FacetName;
use super::rule::Protection;
use crate::results::{
    AnswersNote, By, ExcludedRows, FindingCount, Flow, GateOutcome, GateState, InputFile, JoinNote, ResultEntry,
    ResultSet, RowAccount, ScoresNote, UnusedAnswers, UnusedJoins, UnusedScores,
};

/// Rows of files are told to the nearest ten: they are no answer to any question, and yet the excluded ones are people.
const fn to_ten(rows: u64) -> u64 {
    rows.saturating_add(5) / 10 * 10
}

/// The protected document.
pub(super) fn protected(
    results: &ResultSet,
    rule: Protection,
    decisions: &Decisions,
    entries: Vec<ResultEntry>,
) -> ResultSet {
    let kept = |rows: u64| to_ten(rows) > 0 && !rule.is_small(rows);
    ResultSet {
        schema: results.schema.clone(),
        tool: results.tool.clone(),
        as_of: results.as_of,
        period: results.period,
        level: results.level,
        unit: results.unit,
        selection: results.selection.clone(),
        inputs: inputs(&results.inputs),
        mapping: results.mapping.clone(),
        profile: results.profile.clone(),
        rows: rows(&results.rows, &kept),
        scores: results.scores.as_ref().map(|note| scores(note, &kept)),
        follow_up_answers: results.follow_up_answers.as_ref().map(|note| answers(note, &kept)),
        joins: results.joins.iter().map(|note| join(note, &kept)).collect(),
        findings: results
            .findings
            .iter()
            .filter(|finding| kept(finding.count))
            .map(|finding| FindingCount { count: to_ten(finding.count), ..finding.clone() })
            .collect(),
        flow: flow(results, rule, decisions),
        protection: rule.id().to_owned(),
        gates: results.gates.iter().map(|gate| judged(gate, &entries)).collect(),
        targets: results.targets.clone(),
        follow_up: results.follow_up.clone(),
        collected: results.collected.clone(),
        measures: results.measures.clone(),
        // Verdicts are told again from the protected counts.
        benchmarks: Vec::new(),
        report: results.report.clone(),
        results: entries,
    }
}

fn inputs(files: &[InputFile]) -> Vec<InputFile> {
    files.iter().map(|file| InputFile { rows: to_ten(file.rows), ..file.clone() }).collect()
}

fn rows(rows: &RowAccount, kept: &dyn Fn(u64) -> bool) -> RowAccount {
    let excluded: Vec<ExcludedRows> = rows
        .excluded
        .iter()
        .filter(|some| kept(some.rows))
        .map(|some| ExcludedRows { reason: some.reason, rows: to_ten(some.rows) })
        .collect();
    let used = to_ten(rows.used);
    RowAccount { read: used + excluded.iter().map(|some| some.rows).sum::<u64>(), used, excluded }
}

fn scores(note: &ScoresNote, kept: &dyn Fn(u64) -> bool) -> ScoresNote {
    let unused: Vec<UnusedScores> = note
        .unused
        .iter()
        .filter(|some| kept(some.rows))
        .map(|some| UnusedScores { reason: some.reason, rows: to_ten(some.rows) })
        .collect();
    let used = to_ten(note.used);
    ScoresNote {
        inputs: inputs(&note.inputs),
        instruments: note.instruments.clone(),
        pre_within_days: note.pre_within_days,
        post_from_days: note.post_from_days,
        post_within_days: note.post_within_days,
        text: note.text.clone(),
        read: used + unused.iter().map(|some| some.rows).sum::<u64>(),
        used,
        unused,
        open_windows: to_ten(note.open_windows),
    }
}

fn answers(note: &AnswersNote, kept: &dyn Fn(u64) -> bool) -> AnswersNote {
    let unused: Vec<UnusedAnswers> = note
        .unused
        .iter()
        .filter(|some| kept(some.rows))
        .map(|some| UnusedAnswers { reason: some.reason, rows: to_ten(some.rows) })
        .collect();
    let used = to_ten(note.used);
    AnswersNote {
        inputs: inputs(&note.inputs),
        groups: note.groups.clone(),
        text: note.text.clone(),
        read: used + unused.iter().map(|some| some.rows).sum::<u64>(),
        used,
        unused,
    }
}

fn join(note: &JoinNote, kept: &dyn Fn(u64) -> bool) -> JoinNote {
    let unused: Vec<UnusedJoins> = note
        .unused
        .iter()
        .filter(|some| kept(some.rows))
        .map(|some| UnusedJoins { reason: some.reason, rows: to_ten(some.rows) })
        .collect();
    let used = to_ten(note.used);
    JoinNote {
        file: note.file.clone(),
        inputs: inputs(&note.inputs),
        profile: note.profile.clone(),
        text: note.text.clone(),
        rows: used + unused.iter().map(|some| some.rows).sum::<u64>(),
        used,
        unused,
        sessions: to_ten(note.sessions).min(used),
    }
}

/// The flow as far as each step and what lies between two of them may be known.
fn flow(results: &ResultSet, rule: Protection, decisions: &Decisions) -> Flow {
    let flow = &results.flow;
    let whole = By::new();
    let shares = || {
        results
            .results
            .iter()
            .filter(|entry| entry.by.is_empty())
            .filter_map(|entry| Some((entry, entry.as_proportion()?)))
    };
    let attended = flow.attended.filter(|_| decisions.tells(&FacetName::Volume, &whole));
    let is_safe = |count: u64, others: &[Option<u64>]| {
        let between = others.iter().flatten().any(|other| rule.is_small_gap(other.abs_diff(count)));
        !rule.hides() || !(rule.is_small(count) || between)
    };
    let sessions = results.results.iter().find(|entry| entry.measure == "sessions" && entry.by.is_empty());
    let attendance = shares().find(|(entry, _)| entry.measure == "attended").and_then(|(_, share)| share.eligible);
    let booked = flow
        .booked
        .filter(|&booked| is_safe(booked, &[flow.attended, sessions.and_then(ResultEntry::as_count), attendance]));
    let follow_ups: Vec<Option<u64>> = shares()
        .filter(|(entry, _)| results.measures.iter().any(|note| note.id == entry.measure && note.follow_up))
        .flat_map(|(_, share)| [share.answered, share.asked, share.events.filter(|_| share.answered == share.eligible)])
        .chain([flow.attended])
        .collect();
    let answered = flow.answered.filter(|&answered| attended.is_some() && is_safe(answered, &follow_ups));
    let asked = flow.asked.filter(|&asked| {
        let beside: Vec<Option<u64>> = follow_ups.iter().copied().chain([flow.answered]).collect();
        answered.is_some() && is_safe(asked, &beside)
    });
    let shown = |count: Option<u64>| count.map(|count| rule.rounded(count));
    Flow { booked: shown(booked), attended: shown(attended), asked: shown(asked), answered: shown(answered) }
}

/// The gate from the protected share, by the rule that can be told from how it came out before.
fn judged(gate: &GateOutcome, entries: &[ResultEntry]) -> GateOutcome {
    let mut found = entries.iter().filter(|entry| entry.measure == gate.measure && entry.by == gate.by);
    let found = found.find_map(ResultEntry::as_proportion);
    let (answered, low, high) = found.map_or((None, None, None), |share| (share.answered, share.low, share.high));
    let is_strict = gate.state == GateState::Failed && gate.high.is_some_and(|high| high >= gate.at_least);
    let state = match (low, high, answered) {
        (Some(low), _, _) if low >= gate.at_least => GateState::Met,
        (Some(_), Some(high), Some(answered))
            if answered >= gate.min_answered && (high < gate.at_least || is_strict) =>
        {
            GateState::Failed
        }
        _ => GateState::NotShown,
    };
    GateOutcome {
        measure: gate.measure.clone(),
        by: gate.by.clone(),
        at_least: gate.at_least,
        min_answered: gate.min_answered,
        answered,
        low,
        high,
        state,
    }
}
