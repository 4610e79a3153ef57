//! Studies and their average as text for a terminal.

use std::fmt::Write;

use sst_core::results::ResultSet;
use sst_core::text::Catalogue;

use super::Pool;
use crate::change::add_table;
use crate::rates::in_one_line;
use crate::story::Story;

/// Sentences, the studies, the average by year, caveats and the method; empty where the document is not of studies.
pub fn pool_table(results: &ResultSet, catalogue: &Catalogue) -> String {
    let Some(pool) = Pool::of(Story::new(results, catalogue)) else { return String::new() };
    let mut text = format!("{}\n\n", in_one_line(&pool.head()));
    for sentence in pool.sentences() {
        let _ = writeln!(text, "{}", in_one_line(&sentence));
    }
    for caveat in pool.caveats() {
        let _ = writeln!(text, "! {}", in_one_line(&caveat));
    }
    add_table(&pool.study_rows(), &mut text);
    add_table(&pool.year_rows(), &mut text);
    let _ = writeln!(text, "\n{}", in_one_line(&pool.method()));
    text
}
