//! Studies and their average as Markdown.

use std::fmt::Write;

use sst_core::results::ResultSet;
use sst_core::text::Catalogue;

use super::Pool;
use crate::change::markdown_table;
use crate::markdown::escaped;
use crate::story::Story;

/// The whole of it as Markdown; empty where the document is not of studies.
pub fn pool_markdown(results: &ResultSet, catalogue: &Catalogue) -> String {
    let story = Story::new(results, catalogue);
    let Some(pool) = Pool::of(story) else { return String::new() };
    let mut text = format!("# {}\n\n{}\n\n", escaped(&story.title()), escaped(&pool.head()));
    for sentence in pool.sentences() {
        let _ = writeln!(text, "- {}", escaped(&sentence));
    }
    let caveats = pool.caveats();
    if !caveats.is_empty() {
        let _ = writeln!(text, "\n## {}\n", escaped(&story.text("pool-section-caveats")));
    }
    for caveat in caveats {
        let _ = writeln!(text, "- {}", escaped(&caveat));
    }
    let _ = writeln!(text, "\n## {}", escaped(&story.text("pool-section-picture")));
    markdown_table(&pool.study_rows(), &mut text);
    markdown_table(&pool.year_rows(), &mut text);
    let _ = writeln!(text, "\n{}", escaped(&pool.method()));
    text
}
