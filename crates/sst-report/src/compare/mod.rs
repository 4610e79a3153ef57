//! Comparisons in words and rows, whatever they are written in.

mod csv;
mod markdown;
mod sentences;
mod table;

pub use csv::{COMPARE_COLUMNS, compare_csv, compare_rows};
pub use markdown::compare_markdown;
pub use table::compare_table;

use sst_core::results::{Comparison, FamilyTest, MeasureNote, ResultEntry, Side};

use crate::story::Story;

/// One measure that is compared.
pub(crate) struct Compared<'a> {
    pub(crate) story: Story<'a>,
    pub(crate) name: String,
    pub(crate) definition: &'a str,
    pub(crate) pairs: Vec<(&'a ResultEntry, &'a Comparison)>,
    pub(crate) tests: Vec<(&'a ResultEntry, &'a FamilyTest)>,
}

/// The measures that are compared, in the order of a report.
pub(crate) fn compared<'a>(story: &Story<'a>) -> Vec<Compared<'a>> {
    let results = story.results;
    let of = |note: &'a MeasureNote| {
        let entries = || {
            let of_measure = results.results.iter().filter(|entry| entry.measure == note.id);
            of_measure.filter(|entry| entry.instrument == note.instrument)
        };
        let pairs: Vec<_> = entries().filter_map(|entry| Some((entry, entry.as_comparison()?))).collect();
        let tests: Vec<_> = entries().filter_map(|entry| Some((entry, entry.as_test()?))).collect();
        let instrument = note.instrument.as_ref().map(|id| results.instrument_name(id));
        let name = instrument
            .filter(|instrument| !note.label.starts_with(instrument.as_ref() as &str))
            .map_or_else(|| note.label.clone(), |instrument| format!("{instrument}: {}", note.label));
        (!pairs.is_empty() || !tests.is_empty()).then(|| Compared {
            story: *story,
            name,
            definition: &note.definition,
            pairs,
            tests,
        })
    };
    results.measures.iter().filter_map(of).collect()
}

impl<'a> Compared<'a> {
    /// Every side once, in the order in which it is compared first.
    pub(crate) fn sides(&self) -> Vec<&'a Side> {
        let of_pairs = self.pairs.iter().flat_map(|(_, pair)| [&pair.a, &pair.b]);
        let of_tests = self.tests.iter().flat_map(|(_, test)| &test.groups);
        let mut sides: Vec<&'a Side> = Vec::new();
        for side in of_pairs.chain(of_tests) {
            if !sides.iter().any(|known| known.by == side.by && known.period == side.period) {
                sides.push(side);
            }
        }
        sides.sort_by_key(|side| (side.period.map(|period| std::cmp::Reverse(period.from)), &side.by));
        sides
    }
}
