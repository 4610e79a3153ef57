//! (12) Published claims: one small table for each measure, what the claims mean, and what is not comparable.

use maud::{Markup, html};

use crate::published::{Beside, beside, not_comparable};
use crate::story::Story;

const COLUMNS: [&str; 6] = ["published", "published-counts", "published-figure", "verdict", "robust", "why"];

/// The section; nothing where no measure has anything beside it.
pub(super) fn published(story: &Story<'_>) -> Option<Markup> {
    let (measures, refused) = (beside(story), not_comparable(story));
    if measures.is_empty() && refused.is_empty() {
        return None;
    }
    let meanings = measures.iter().flat_map(|one| &one.claims).map(|claim| (claim, claim.meaning(story)));
    let meanings: Vec<_> = meanings.filter(|(_, words)| !words.is_empty()).collect();
    Some(html! {
        p { (story.text("report-published-lead")) }
        p.quiet { (story.text("report-published-method")) }
        @for one in &measures { (table(story, one)) }
        @if !meanings.is_empty() {
            details { summary { (story.text("report-published-meaning")) }
                dl { @for (claim, words) in &meanings { dt { (claim.benchmark.label) } dd { (words) } } } }
        }
        @if !refused.is_empty() {
            details { summary { (story.say("report-published-not-comparable", &[("count", (refused.len() as u64).into())])) }
                ul.quiet { @for claim in &refused { li {
                    (claim.benchmark.label) " (" (claim.benchmark.figure_words(story.catalogue)) "). " (claim.said.text)
                } } } }
        }
    })
}

fn table(story: &Story<'_>, one: &Beside<'_>) -> Markup {
    let caption = one.here(story);
    html! {
        h3 { (one.note.label) }
        div.scroll tabindex="0" role="group" aria-label=(caption) {
            table.words {
                caption { (caption) }
                thead { tr { @for column in COLUMNS { th scope="col" { (story.text(&format!("report-column-{column}"))) } } } }
                tbody { @for claim in &one.claims { tr {
                    th scope="row" { (claim.benchmark.label) }
                    td { (claim.benchmark.definition) }
                    td { (claim.figure(story)) }
                    td { strong { (claim.verdict(story)) } }
                    td { (claim.robust(story)) }
                    td { (claim.said.text) }
                } } }
            }
        }
    }
}
