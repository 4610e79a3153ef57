//! (8) Questionnaires: how scores changed, by which rule, and where clients stood.

use maud::{Markup, html};
use sst_charts::{ChartError, ChartKind, ChartRequest};
use sst_core::text::format;

use super::figures::figure_of;
use super::tables::{count, mean_in_words, table};
use crate::change::{self, Numbers, Questionnaire};
use crate::story::Story;

/// Change on each questionnaire with scores before and after, then the scores themselves.
pub(super) fn questionnaires(story: &Story<'_>) -> Result<Option<Markup>, ChartError> {
    let found = change::questionnaires(story);
    let parts: Vec<Markup> = found.iter().map(|one| part(story, one)).collect::<Result<_, _>>()?;
    let scores = scores(story);
    let has_any = !parts.is_empty() || scores.is_some();
    Ok(has_any.then(|| html! { @for part in &parts { (part) } @if let Some(scores) = scores { (scores) } }))
}

fn part(story: &Story<'_>, one: &Questionnaire<'_>) -> Result<Markup, ChartError> {
    let key = one.group_key();
    let picture = |kind: ChartKind, numbers: &Markup| {
        let request =
            ChartRequest { kind, measure: None, key: key.map(str::to_owned), instrument: Some(one.id.to_owned()) };
        figure_of(story, &format!("{}-{}", kind.id(), one.id), &request, numbers)
    };
    let pictures = if one.has_pairs() {
        let shares = html! { (rows(&one.share_rows())) (rows(&one.class_rows())) };
        vec![
            picture(ChartKind::ChangePairs, &shares)?,
            picture(ChartKind::ChangeClasses, &rows(&one.group_rows(key)))?,
            picture(ChartKind::ChangeScores, &html! { (rows(&one.change_rows())) (rows(&one.number_rows())) })?,
        ]
    } else {
        Vec::new()
    };
    Ok(html! {
        h3 { (one.name) }
        ul.say { @for sentence in one.sentences() { li { (sentence) } } }
        @for picture in &pictures { (picture) }
        (rows(&one.sensitivity_rows()))
        h4 { (story.say("report-change-method", &[("name", (&one.name).into())])) }
        p { (one.method().join(" ")) }
    })
}

fn rows(rows: &Numbers) -> Markup {
    html! { @if !rows.is_empty() { (table(&rows.caption, &rows.header, &rows.rows)) } }
}

/// Where clients stood, of those who have a score: also of questionnaires that were filled in only once.
fn scores(story: &Story<'_>) -> Option<Markup> {
    let rows: Vec<Vec<String>> = story
        .results
        .results
        .iter()
        .filter(|entry| entry.by.is_empty() && entry.instrument.is_some())
        .filter_map(|entry| {
            let mean = entry.as_mean().filter(|mean| mean.answered.is_some_and(|answered| answered > 0))?;
            let spread = story.distribution(&entry.measure)?;
            let quartiles = spread.q1.zip(spread.q3);
            Some(vec![
                entry.measure.clone(),
                count(mean.eligible),
                count(mean.answered),
                mean_in_words(mean),
                spread.median.map_or_else(|| "–".to_owned(), |median| format::decimal(median, 1)),
                quartiles.map_or_else(
                    || "–".to_owned(),
                    |(q1, q3)| format!("{} to {}", format::decimal(q1, 1), format::decimal(q3, 1)),
                ),
            ])
        })
        .collect();
    if rows.is_empty() {
        return None;
    }
    let header: Vec<String> = ["measure", "eligible", "answered", "mean", "median", "quartiles"]
        .into_iter()
        .map(|name| story.text(&format!("report-column-{name}")))
        .collect();
    Some(html! {
        h3 { (story.text("report-scores-caption")) }
        p { (story.text("report-scores-lead")) }
        (table(&story.text("report-scores-caption"), &header, &rows))
    })
}
