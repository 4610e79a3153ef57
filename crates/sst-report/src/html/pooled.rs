//! Studies and their average as a page.

use maud::{Markup, html};
use sst_charts::{ChartError, ChartKind};

use super::Section;
use super::figures::figure;
use super::tables::table;
use crate::change::Numbers;
use crate::pool::Pool;

/// What they say, the picture, how it grew, caveats, the method.
pub(super) fn sections(pool: &Pool<'_>) -> Result<Vec<Section>, ChartError> {
    let text = |key: &str| pool.story.text(key);
    let numbers = rows(&pool.study_rows());
    let picture = figure(&pool.story, "forest", ChartKind::Forest, None, None, &numbers)?;
    let mut sections = vec![
        Section {
            id: "result",
            title: text("pool-section-result"),
            body: html! { ul.say { @for sentence in pool.sentences() { li { (sentence) } } } },
        },
        Section { id: "studies", title: text("pool-section-picture"), body: picture },
    ];
    let caveats = pool.caveats();
    if !caveats.is_empty() {
        let body = html! { ul.say { @for caveat in caveats { li { (caveat) } } } };
        sections.insert(1, Section { id: "caveats", title: text("pool-section-caveats"), body });
    }
    let years = pool.year_rows();
    if !years.is_empty() {
        sections.push(Section { id: "years", title: text("pool-section-years"), body: rows(&years) });
    }
    let body = html! { p { (pool.method()) } };
    sections.push(Section { id: "methods", title: text("pool-section-methods"), body });
    Ok(sections)
}

fn rows(numbers: &Numbers) -> Markup {
    table(&numbers.caption, &numbers.header, &numbers.rows)
}
