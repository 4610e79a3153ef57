//! (8) Questionnaires: how scores changed, by which rule, and where clients stood.

use maud::{Markup, html};
use sst_charts::{ChartError, ChartKind, ChartRequest};

use super::figures::figure_of;
use super::tables::table;
use crate::change::{self, Numbers, Questionnaire, Standard};
use crate::story::Story;

/// Change on each questionnaire with scores before and after, then the scores themselves.
pub(super) fn questionnaires(story: &Story<'_>) -> Result<Option<Markup>, ChartError> {
    let found = change::questionnaires(story);
    let parts: Vec<Markup> = found.iter().map(|one| part(story, one)).collect::<Result<_, _>>()?;
    let standards: Vec<Markup> = change::standards(story).iter().map(standard).collect();
    let scores = scores(story);
    let has_any = !parts.is_empty() || !standards.is_empty() || scores.is_some();
    Ok(has_any.then(|| {
        html! {
            @for part in standards.iter().chain(&parts) { (part) }
            @if let Some(scores) = scores { (scores) }
        }
    }))
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

fn standard(standard: &Standard<'_>) -> Markup {
    html! {
        h3 { (standard.name) }
        ul.say { @for sentence in standard.sentences() { li { (sentence) } } }
        (rows(&standard.rows()))
        (rows(&standard.group_rows()))
        p { (standard.method().join(" ")) }
    }
}

/// Where clients stood, of those who have a score: also of questionnaires that were filled in only once.
fn scores(story: &Story<'_>) -> Option<Markup> {
    let scores = change::score_rows(story);
    (!scores.is_empty()).then(|| {
        html! {
            h3 { (scores.caption) }
            p { (story.text("report-scores-lead")) }
            (rows(&scores))
        }
    })
}
