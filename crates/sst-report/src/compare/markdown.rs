//! Comparisons as Markdown.

use std::fmt::Write;

use sst_core::results::ResultSet;
use sst_core::text::Catalogue;

use super::{compared, sentences};
use crate::change::markdown_table;
use crate::markdown::{escaped, head, line};
use crate::story::Story;

/// The comparisons of each measure as Markdown, with the data they are from.
pub fn compare_markdown(results: &ResultSet, catalogue: &Catalogue) -> String {
    let story = Story::new(results, catalogue);
    let mut text = head(&story);
    let found = compared(&story);
    if found.is_empty() {
        line(&mut text, &escaped(&story.text("compare-none")));
    }
    for one in &found {
        let _ = writeln!(text, "\n## {}\n\n{}\n", escaped(&one.name), escaped(one.definition));
        for sentence in one.sentences().iter().chain(&one.answered()).chain(&one.test_sentences()) {
            let _ = writeln!(text, "- {}", escaped(sentence));
        }
        markdown_table(&one.rows(), &mut text);
    }
    let method = sentences::method(&story).join(" ");
    if !method.is_empty() {
        let _ = writeln!(text, "\n{}", escaped(&method));
    }
    for (caveat, names) in sentences::caveats(&story) {
        let _ = writeln!(text, "\n*{}:* {}", escaped(&names.join(", ")), escaped(&caveat));
    }
    text
}
