//! Comparisons as text for a terminal.

use std::fmt::Write;

use sst_core::results::ResultSet;
use sst_core::text::Catalogue;

use super::{compared, sentences};
use crate::change::add_table;
use crate::rates::{head, in_one_line};
use crate::story::Story;

/// The comparisons of each measure: sentences, who answered, tests of all groups, and the numbers.
pub fn compare_table(results: &ResultSet, catalogue: &Catalogue) -> String {
    let story = Story::new(results, catalogue);
    let mut text = head(&story);
    let found = compared(&story);
    if found.is_empty() {
        let _ = writeln!(text, "\n{}", story.text("compare-none"));
    }
    for one in &found {
        let _ = writeln!(text, "\n{} ({})", in_one_line(&one.name), in_one_line(one.definition));
        for sentence in one.sentences().iter().chain(&one.answered()).chain(&one.test_sentences()) {
            let _ = writeln!(text, "  {}", in_one_line(sentence));
        }
        add_table(&one.rows(), &mut text);
    }
    text.push('\n');
    for sentence in sentences::method(&story) {
        let _ = writeln!(text, "{}", in_one_line(&sentence));
    }
    for (caveat, names) in sentences::caveats(&story) {
        let _ = writeln!(text, "{} {}", in_one_line(&format!("{}:", names.join(", "))), in_one_line(&caveat));
    }
    text
}
