//! (6) Who answered, and what that could change.

use maud::{Markup, html};
use sst_charts::{ChartError, ChartKind};

use super::figures::figure;
use super::tables::{count, of_shares, table};
use crate::silence::{self, Table};
use crate::story::Story;

/// The section; none where nothing was booked or no follow-up can be counted.
pub(super) fn silence(story: &Story<'_>) -> Result<Option<Markup>, ChartError> {
    let flow = &story.results.flow;
    let has_flow = flow.booked.is_some_and(|booked| booked > 0) && flow.answered.is_some();
    let shares = silence::shares(story);
    if !has_flow && shares.is_empty() {
        return Ok(None);
    }
    let told = silence::told(story);
    let numbers = of_shares(story, &story.text("chart-what-missing"), &shares);
    let picture = figure(story, "missing", ChartKind::Missing, None, None, &numbers)?;
    let by_group = silence::response_by_group(story);
    let by_known = silence::response_by_known(story);
    Ok(Some(html! {
        p { (story.text("report-silent-lead")) }
        @if let Some(answers) = &story.results.follow_up_answers { p { (answers.text) } }
        @if has_flow {
            @if let Some(sentence) = silence::flow(story) { p { (sentence) } }
            (flow_picture(story)?)
        }
        @if !shares.is_empty() {
            h3 { (story.text("report-silence-could-change")) }
            @if !told.is_empty() { ul.say { @for measure in &told { li {
                strong { (measure.label) } ". " (measure.sentences.join(" "))
            } } } }
            (picture)
        }
        @if let Some(deltas) = silence::deltas(story) {
            p { (story.text("report-silence-if-lead")) }
            (of(&deltas))
        }
        @if let Some(weighted) = silence::weighted(story) {
            p { (story.text("report-silence-weighted-lead")) }
            (of(&weighted))
        }
        @if by_known.is_some() || !by_group.is_empty() {
            h3 { (story.text("report-silence-who")) }
            @if let Some(lead) = silence::response_lead(story) { p { (lead) } }
            @if let Some(known) = &by_known {
                (of(known))
                p.quiet { (story.text("report-silence-who-came-back-note")) }
            }
            @for by in &by_group { details { summary { (by.caption) } (of(by)) } }
        }
    }))
}

fn of(words: &Table) -> Markup {
    table(&words.caption, &words.header, &words.rows)
}

fn flow_picture(story: &Story<'_>) -> Result<Markup, ChartError> {
    let flow = &story.results.flow;
    let steps =
        [("booked", flow.booked), ("attended", flow.attended), ("asked", flow.asked), ("answered", flow.answered)];
    let rows: Vec<Vec<String>> = steps
        .into_iter()
        .filter(|(_, sessions)| sessions.is_some())
        .map(|(step, sessions)| vec![story.text(&format!("chart-flow-{step}")), count(sessions)])
        .collect();
    let caption = story.text("chart-what-flow");
    let header = ["group", "sessions"].map(|name| story.text(&format!("report-column-{name}")));
    figure(story, "flow", ChartKind::Flow, None, None, &table(&caption, &header, &rows))
}
