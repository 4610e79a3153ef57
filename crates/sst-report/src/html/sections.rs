//! The parts of the report, in the order in which a board asks.

use maud::{Markup, html};
use sst_charts::{ChartError, ChartKind};
use sst_core::codes::{Finding, Reason, Severity};
use sst_core::results::{By, GateState, ResultEntry};
use sst_core::text::{Arg, format};

use super::Section;
use super::figures::figure;
use super::joins;
use super::published::published;
use super::questionnaires::questionnaires;
use super::silence::silence;
use super::tables::{of_answers, of_groups, of_shares, table};
use crate::story::{Share, Story};

/// What is told in sentences. Who got worse is told wherever it is told who got better.
pub(crate) const SENTENCES: [&str; 5] = ["helpful", "improved", "worse", "enough", "goal_met"];

/// Measures of the section on waits.
pub(crate) const WAITS: [&str; 3] = ["seen_same_day", "seen_within_7_days", "seen_within_28_days"];

/// All parts that have something to say.
pub(super) fn all(story: &Story<'_>) -> Result<Vec<Section>, ChartError> {
    let mut sections = Vec::new();
    let mut add = |id: &'static str, key: &str, body: Option<Markup>| {
        if let Some(body) = body {
            sections.push(Section { id, title: story.text(key), body });
        }
    };
    add("summary", "report-section-summary", Some(summary(story)));
    add("quality", "report-section-quality", Some(quality(story)));
    add("seen", "report-section-seen", Some(seen(story)?));
    add("waits", "report-section-waits", waits(story)?);
    add("said", "report-section-shares", said(story)?);
    add("answered", "report-section-silent", silence(story)?);
    add("return", "report-section-return", reasons(story)?);
    add("scores", "report-section-scores", questionnaires(story)?);
    add("concern", "report-section-concern", groups(story, "concern", "report-concern-lead")?);
    add("months", "report-section-months", months(story)?);
    add("sites", "report-section-sites", groups(story, "site", "report-sites-lead")?);
    add("published", "report-section-published", published(story));
    add("not-collected", "report-not-collected-title", not_collected(story));
    add("methods", "report-section-methods", Some(methods_and_definitions(story)));
    add("provenance", "report-section-provenance", Some(provenance(story)));
    Ok(sections)
}

/// (1) What a lead can paste into an e-mail.
fn summary(story: &Story<'_>) -> Markup {
    let mut sentences: Vec<String> = SENTENCES.into_iter().filter_map(|id| story.sentence(id)).collect();
    sentences.extend(crate::change::headlines(story));
    html! {
        @if let Some(commentary) = &story.results.report.commentary { p.commentary { (commentary) } }
        @if sentences.is_empty() { p { (story.text("report-nothing-collected")) } }
        @else { ul.say { @for sentence in &sentences { li { (sentence) } } } }
        @if !story.results.gates.is_empty() {
            h3 { (story.text("report-gates")) }
            ul.gates { @for gate in &story.results.gates { li {
                @let (sign, key) = match gate.state {
                    GateState::Met => ("✓", "report-gate-met"),
                    GateState::NotShown => ("○", "report-gate-not-shown"),
                    GateState::Failed => ("▼", "report-gate-failed"),
                };
                @let label = story.results.measures.iter().find(|note| note.id == gate.measure).map_or(&gate.measure, |note| &note.label);
                span.sign aria-hidden="true" { (sign) }
                (label) @if !gate.by.is_empty() { " (" (story.group(&gate.by)) ")" } ": "
                (story.say(key, &[("target", (&format::percent(gate.at_least)).into())]))
            } } }
        }
    }
}

/// (2) Whether the data are fit to read.
fn quality(story: &Story<'_>) -> Markup {
    let rows = &story.results.rows;
    let noticed: u64 = story
        .results
        .findings
        .iter()
        .filter(|finding| finding.severity > Severity::Info && finding.rule != Finding::TooFewSessions)
        .map(|finding| finding.count)
        .sum();
    let lead = story.say(
        if story.is_protected() { "report-quality-lead-protected" } else { "report-quality-lead" },
        &[("used", rows.used.into()), ("read", rows.read.into()), ("count", noticed.into())],
    );
    let flow = &story.results.flow;
    let response =
        flow.answered.zip(flow.attended).filter(|(_, attended)| *attended > 0).map(|(answered, attended)| {
            let percent = format::percent(answered as f64 / attended as f64);
            let is_anonymous = story.results.follow_up_answers.is_some();
            story.say(
                if is_anonymous { "report-quality-response-anonymous" } else { "report-quality-response" },
                &[("answered", answered.into()), ("attended", attended.into()), ("percent", (&percent).into())],
            )
        });
    let excluded: Vec<Vec<String>> = rows
        .excluded
        .iter()
        .map(|excluded| vec![story.text(&format!("exclusion-{}", excluded.reason)), format::count(excluded.rows)])
        .collect();
    let unused: Vec<Vec<String>> = story
        .results
        .scores
        .iter()
        .flat_map(|scores| &scores.unused)
        .map(|unused| vec![story.text(&format!("unused_score-{}", unused.reason)), format::count(unused.rows)])
        .collect();
    let unused_answers: Vec<Vec<String>> = story
        .results
        .follow_up_answers
        .iter()
        .flat_map(|answers| &answers.unused)
        .map(|unused| vec![story.text(&format!("unused_answer-{}", unused.reason)), format::count(unused.rows)])
        .collect();
    let findings: Vec<Vec<String>> = story
        .results
        .findings
        .iter()
        .map(|finding| {
            vec![
                story.text(&format!("finding-{}", finding.rule)),
                finding.column.clone().unwrap_or_else(|| "–".to_owned()),
                format::count(finding.count),
            ]
        })
        .collect();
    let names =
        |columns: &[&str]| columns.iter().map(|name| story.text(&format!("report-column-{name}"))).collect::<Vec<_>>();
    html! {
        p { (lead) }
        @if !story.says_who_attended() { p { (story.text("report-quality-no-status")) } }
        @if let Some(response) = response { p { (response) } }
        @if !excluded.is_empty() { (table(&story.text("report-excluded-rows"), &names(&["excluded", "rows"]), &excluded)) }
        @if let Some(scores) = &story.results.scores {
            p { (story.say("report-scores", &[("read", scores.read.into()), ("used", scores.used.into())])) " " (scores.text) }
            @if !unused.is_empty() { (table(&story.text("report-scores-unused"), &names(&["excluded", "rows"]), &unused)) }
        }
        @for join in &story.results.joins {
            p { (joins::counted(story, join)) " " (join.text) }
            @if !join.unused.is_empty() { (joins::unused(story, join, &names(&["excluded", "rows"]))) }
        }
        @if let Some(answers) = &story.results.follow_up_answers {
            p { (story.say("report-answers", &[("read", answers.read.into()), ("used", answers.used.into())])) " " (answers.text) }
            @if !unused_answers.is_empty() {
                (table(&story.text("report-answers-unused"), &names(&["excluded", "rows"]), &unused_answers))
            }
        }
        @if !findings.is_empty() {
            details { summary { (story.text("report-findings")) }
                (table(&story.text("report-findings"), &names(&["finding", "column", "count"]), &findings)) }
        }
    }
}

/// (3) Whom we saw.
fn seen(story: &Story<'_>) -> Result<Markup, ChartError> {
    let whole = By::new();
    let clients = story.count("clients", &whole).zip(story.count("new_clients", &whole));
    // Without bins how often is not told: that is not nobody.
    let per_client = story.distribution("sessions_per_client").filter(|found| !found.bins.is_empty());
    let once = per_client.and_then(|distribution| {
        let once = distribution.bins.iter().find(|bin| bin.value == "1").map_or(Some(0), |bin| bin.count)?;
        Some((once, distribution.answered.filter(|&clients| clients > 0)?))
    });
    let by_month: Vec<Vec<String>> = story
        .labels("month")
        .into_iter()
        .map(|month| {
            let by = By::from([("month".to_owned(), month.clone())]);
            let mut row = vec![story.label("month", month.as_deref())];
            row.extend(["sessions", "clients", "new_clients"].map(|measure| story.count_in_words(measure, &by)));
            row
        })
        .collect();
    let header =
        ["group", "sessions", "clients", "new-clients"].map(|name| story.text(&format!("report-column-{name}")));
    let caption = story.text("report-section-seen");
    let volume = figure(story, "volume", ChartKind::Volume, None, None, &table(&caption, &header, &by_month))?;
    let attended = story.whole("attended").and_then(|share| {
        let percent = format::percent(share.numbers.estimate?);
        let args = [
            ("events", share.numbers.events?.into()),
            ("eligible", share.numbers.eligible?.into()),
            ("percent", Arg::Text(&percent)),
        ];
        Some(story.say("report-seen-attended", &args))
    });
    Ok(html! {
        p {
            @if let Some(sessions) = story.count("sessions", &whole) {
                (story.say("report-seen-lead", &[("sessions", sessions.into())])) " "
            }
            @if let Some((clients, new)) = clients {
                (story.say("report-seen-clients", &[("clients", clients.into())])) " "
                // Over the whole history every client is new once: that says nothing.
                @if new < clients { (story.say("report-seen-new", &[("new", new.into())])) }
            }
        }
        @if let Some(sentence) = attended { p { (sentence) } }
        @if let Some((once, clients)) = once {
            p { (story.say("report-seen-once", &[("once", once.into()), ("clients", clients.into())])) }
        }
        @if !by_month.is_empty() { (volume) }
    })
}

/// (4) How fast.
fn waits(story: &Story<'_>) -> Result<Option<Markup>, ChartError> {
    let Some(distribution) = story.distribution("wait_days") else {
        return Ok(None);
    };
    let days = |value: Option<f64>| value.map(|value| format::decimal(value, 0));
    let quartiles = days(distribution.median).zip(days(distribution.q1)).zip(days(distribution.q3));
    let shares: Vec<Share<'_>> = WAITS.into_iter().filter_map(|id| story.whole(id)).collect();
    let numbers = of_shares(story, &story.text("report-section-waits"), &shares);
    let picture = figure(story, "waits", ChartKind::Waits, None, None, &numbers)?;
    let minutes =
        story.distribution("wait_minutes").filter(|minutes| minutes.answered.is_some_and(|answered| answered > 0));
    Ok(Some(html! {
        @if let Some(((median, q1), q3)) = quartiles {
            p { (story.say("report-waits-lead", &[("median", (&median).into()), ("q1", (&q1).into()), ("q3", (&q3).into())])) }
        }
        @if let Some(minutes) = minutes {
            @if let (Some(median), Some(q1), Some(q3), Some(answered)) = (days(minutes.median), days(minutes.q1), days(minutes.q3), minutes.answered) {
                p { (story.say("report-minutes-lead", &[("median", (&median).into()), ("q1", (&q1).into()), ("q3", (&q3).into()), ("answered", answered.into())])) }
            }
        }
        (picture)
    }))
}

/// (5) What they said.
fn said(story: &Story<'_>) -> Result<Option<Markup>, ChartError> {
    let shares: Vec<Share<'_>> = story
        .whole_shares()
        .into_iter()
        .filter(|share| !WAITS.contains(&share.entry.measure.as_str()) && share.entry.measure != "attended")
        .collect();
    if shares.is_empty() {
        return Ok(None);
    }
    let caption = story.text("report-section-shares");
    let overview = figure(story, "overview", ChartKind::Overview, None, None, &of_shares(story, &caption, &shares))?;
    let mut answers = Vec::new();
    if story.distribution("change_rating").is_some_and(|change| change.answered > Some(0)) {
        let caption = story.text("column-change-rating");
        let numbers = of_answers(story, &caption, "change_rating");
        answers.push(figure(story, "change", ChartKind::ChangeRating, None, None, &numbers)?);
    }
    for column in ["helpfulness", "satisfaction"] {
        let Some(distribution) = story.distribution(column).filter(|found| found.answered > Some(0)) else {
            continue;
        };
        let caption = story.text(&format!("column-{column}"));
        let shares: Vec<String> =
            distribution.shares.iter().map(|share| share.estimate.map(format::percent).unwrap_or_default()).collect();
        let numbers = of_answers(story, &caption, column);
        let picture = figure(story, column, ChartKind::Distribution, Some(column), None, &numbers)?;
        answers.push(html! {
            h3 { (caption) }
            @if let [three, four, five] = shares.as_slice() {
                p { (story.say("report-rating-shares", &[("three", three.into()), ("four", four.into()), ("five", five.into())])) }
            }
            (picture)
        });
    }
    Ok(Some(html! { (overview) (caveats(story, &shares)) @for answer in &answers { (answer) } }))
}

fn caveats(story: &Story<'_>, shares: &[Share<'_>]) -> Markup {
    let found = Story::caveats(shares);
    html! {
        @if !found.is_empty() {
            h3 { (story.text("report-caveats")) }
            ul.quiet { @for (_, text, labels) in &found { li { (text) " (" (labels.join("; ")) ")" } } }
        }
    }
}

/// (7) Why they came back, or did not.
fn reasons(story: &Story<'_>) -> Result<Option<Markup>, ChartError> {
    let mut parts = Vec::new();
    for column in ["no_return_reason", "return_reason"] {
        if story.distribution(column).is_none_or(|found| found.answered.is_none_or(|answered| answered == 0)) {
            continue;
        }
        let caption = story.text(&format!("column-{}", column.replace('_', "-")));
        let numbers = of_answers(story, &caption, column);
        let picture = figure(story, column, ChartKind::Distribution, Some(column), None, &numbers)?;
        parts.push(html! { h3 { (caption) } (picture) });
    }
    Ok((!parts.is_empty()).then(|| html! { @for part in &parts { (part) } }))
}

/// (9), (11) The main measures by concern or site.
fn groups(story: &Story<'_>, key: &'static str, lead: &str) -> Result<Option<Markup>, ChartError> {
    // One group alone is the whole again.
    if story.labels(key).len() < 2 {
        return Ok(None);
    }
    let mut parts = Vec::new();
    for measure in ["helpful", "improved", "enough"] {
        let Some(share) = story.whole(measure).filter(|share| share.numbers.estimate.is_some()) else {
            continue;
        };
        // Anonymous answers do not say of which concern they are: an empty picture would look as if nobody had answered.
        let of_label = |label: &Option<String>| story.share(measure, &By::from([(key.to_owned(), label.clone())]));
        let is_told = |share: Share<'_>| share.entry.reason != Some(Reason::UnlinkedFollowUp);
        if !story.labels(key).iter().filter_map(of_label).any(is_told) {
            continue;
        }
        let caption = share.note.map_or(measure, |note| note.label.as_str());
        let numbers = of_groups(story, caption, measure, key);
        parts.push(figure(story, &format!("{key}-{measure}"), ChartKind::Dots, Some(measure), Some(key), &numbers)?);
    }
    if parts.is_empty() {
        return Ok(None);
    }
    let overlaps = story.results.results.iter().any(|entry: &ResultEntry| {
        entry.by.contains_key(key)
            && entry.caveats.iter().any(|caveat| caveat.code == sst_core::codes::Caveat::OverlappingGroups)
    });
    Ok(Some(html! {
        p { (story.text(lead)) }
        @if overlaps { p.quiet { (story.text("caveat-overlapping_groups")) } }
        @for part in &parts { (part) }
    }))
}

/// (10) Over time.
fn months(story: &Story<'_>) -> Result<Option<Markup>, ChartError> {
    if story.labels("month").len() < 2 {
        return Ok(None);
    }
    let mut parts = Vec::new();
    for measure in ["helpful", "improved", "enough"] {
        let Some(share) = story.whole(measure).filter(|share| share.numbers.estimate.is_some()) else {
            continue;
        };
        let caption = share.note.map_or(measure, |note| note.label.as_str());
        let numbers = of_groups(story, caption, measure, "month");
        parts.push(figure(story, &format!("month-{measure}"), ChartKind::Months, Some(measure), None, &numbers)?);
    }
    Ok((!parts.is_empty()).then(|| html! { p { (story.text("report-months-lead")) } @for part in &parts { (part) } }))
}

fn not_collected(story: &Story<'_>) -> Option<Markup> {
    let missing = story.missing_columns();
    (!missing.is_empty()).then(|| {
        html! {
            ul.quiet { @for (columns, labels) in &missing { li {
                (story.say("report-to-start", &[("columns", Arg::Text(columns)), ("labels", Arg::Text(&labels.join("; ")))]))
            } } }
        }
    })
}

/// (13) Methods that a paper could paste, and what each measure counts.
fn methods_and_definitions(story: &Story<'_>) -> Markup {
    let shown: Vec<Share<'_>> = story.whole_shares();
    html! {
        @for sentence in crate::methods::sentences_of_report(story) { p { (sentence) } }
        @if !shown.is_empty() {
            h3 { (story.text("report-definitions")) }
            dl { @for share in &shown {
                dt { (share.note.map_or(&share.entry.measure, |note| &note.label)) " " code { (share.entry.measure) } }
                dd { (share.entry.definition) }
            } }
        }
    }
}

fn provenance(story: &Story<'_>) -> Markup {
    let results = story.results;
    let lead = story.say(
        "report-provenance-lead",
        &[("files", (results.inputs.len() as u64).into()), ("rows", results.rows.read.into())],
    );
    html! {
        p { (lead) }
        ul.quiet { @for input in &results.inputs { li {
            (input.file) ": " (format::count(input.rows)) " " (story.text("report-column-rows"))
            @if let Some(hash) = &input.sha256 { br; span.hash { "SHA-256 " (hash) } }
        } } }
        p.quiet {
            (story.text("report-provenance-mapping")) ": "
            @match &results.mapping {
                Some(mapping) => { (mapping.file) @if let Some(hash) = &mapping.sha256 { br; span.hash { "SHA-256 " (hash) } } }
                None => { (story.text("report-provenance-none")) }
            }
        }
    }
}
