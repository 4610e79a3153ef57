//! The report as one page: no network, no script, light and dark, on paper and on a phone.

mod figures;
mod joins;
mod pooled;
mod published;
mod questionnaires;
mod sections;
mod silence;
mod style;
mod tables;

use maud::{DOCTYPE, Markup, PreEscaped, html};
use sst_charts::ChartError;
use sst_core::results::ResultSet;
use sst_core::text::{Catalogue, format};

pub(crate) use sections::{SENTENCES, WAITS};

use crate::pool::Pool;
use crate::story::Story;

/// Nothing may be loaded, run or sent.
const POLICY: &str =
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:; base-uri 'none'; form-action 'none'";

/// One part of the report.
struct Section {
    id: &'static str,
    title: String,
    body: Markup,
}

/// The report as a page.
///
/// # Errors
/// [`ChartError`] when a picture cannot be drawn.
pub fn html(results: &ResultSet, catalogue: &Catalogue) -> Result<String, ChartError> {
    let story = Story::new(results, catalogue);
    let pooled = Pool::of(story);
    let sections = match &pooled {
        Some(pool) => pooled::sections(pool)?,
        None => sections::all(&story)?,
    };
    let title = story.title();
    let page = html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta http-equiv="Content-Security-Policy" content=(POLICY);
                meta name="generator" content={ (results.tool.name) " " (results.tool.version) };
                title { (title) }
                style { (PreEscaped(style::css())) }
            }
            body {
                a.skip href="#report" { (story.text("report-skip")) }
                header {
                    @if let Some(logo) = results.report.logo.as_deref().filter(|logo| logo.starts_with("data:image/")) {
                        img.logo src=(logo) alt=(story.text("report-logo"));
                    }
                    @if let Some(organisation) = &results.report.organisation {
                        p.organisation { (organisation) }
                    }
                    h1 { (title) }
                    p.asof { (pooled.as_ref().map_or_else(|| as_of(&story), Pool::head)) }
                    @for (group, labels) in &results.selection {
                        p { (story.say("report-only", &[("group", group.into()), ("labels", (&labels.join(", ")).into())])) }
                    }
                    @if pooled.is_none() { p.internal.protected[story.is_protected()] { (story.protection()) } }
                }
                nav aria-label=(story.text("report-contents")) {
                    ul { @for section in &sections { li { a href={ "#" (section.id) } { (section.title) } } } }
                }
                main #report {
                    @for section in &sections {
                        section aria-labelledby={ "h-" (section.id) } id=(section.id) {
                            h2 id={ "h-" (section.id) } { (section.title) }
                            (section.body)
                        }
                    }
                }
                footer { p { (story.text(if pooled.is_some() { "pool-generated" } else { "report-generated" })) } }
            }
        }
    };
    // No name out of a file speaks to a terminal that shows the page, nor turns a line of it around.
    let is_unseen = |c: char| (c.is_control() && c != '\n') || crate::rates::turns_text(c);
    Ok(format!("{}\n", page.into_string().replace(is_unseen, "\u{fffd}")))
}

fn as_of(story: &Story<'_>) -> String {
    let as_of = story.results.as_of.map_or_else(
        || story.text("report-no-as-of"),
        |date| story.say("report-data-up-to", &[("date", (&format::date(date)).into())]),
    );
    match story.period() {
        Some(period) => format!("{as_of} {}", story.say("report-period", &[("period", (&period).into())])),
        None => as_of,
    }
}
