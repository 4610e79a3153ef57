//! Fuzz target of the reader: whatever bytes an export has, it is read or refused, never in panic, and what is read adds
//! up and hangs neither on the threads nor on the blocks it is read in. How to run it longer: see `mutation`.

mod mutation;

use mutation::{Mutant, Seed, first_lines, folder, for_a_while, mutants, shown};
use proptest::prelude::*;
use proptest::test_runner::TestCaseError;
use sst_core::definitions::GroupKey;
use sst_core::estimate::{Estimation, Provenance, results};
use sst_core::ledger::{CloseError, Selection};
use sst_core::results::Unit;
use sst_core::text::Catalogue;
use sst_ingest::init;
use sst_ingest::mapping::Mapping;
use sst_ingest::read::{Export, ReadError, Reading};
use sst_ingest::source::{CsvOnly, Input, Layout, MemoryInput};

/// What session exports are made of and what breaks them.
const TOKENS: &[&[u8]] = &[
    b"\"",
    b"\"\"",
    b"\"\n",
    b"\",\"",
    b",",
    b";",
    b"\t",
    b"|",
    b"\n",
    b"\r",
    b"\r\n",
    b"\n\n",
    b"\0",
    b"\xef\xbb\xbf",
    b"\xff\xfe",
    b"\xff",
    b"\xe9",
    "é".as_bytes(),
    "\u{fffd}".as_bytes(),
    "\u{a0}".as_bytes(),
    b" ",
    b"-",
    b"sep=;\n",
    b"sep=\xe9\n",
    b"sep=\"\n",
    b"2025-01-02",
    b"2025-02-30",
    b"9999-12-31",
    b"1899-12-31",
    b"2199-12-31",
    b"0",
    b"-1",
    b"5",
    b"1e9",
    b"0.5",
    b"3,5",
    b"999999999999999999999",
    b"yes",
    b"no",
    b"session_date",
    b"client_id",
    b"session_id",
    b"status",
    b"attended",
    b"helpfulness",
    b"2025-01-02,\"a\nb\",5\n",
    b",,,,,,,,,,,,,,,,,,,,\n",
    LONG_TEXT,
];

/// Longer than any cell of a session.
const LONG_TEXT: &[u8] = &[b'x'; 70_000];

fn seeds() -> Vec<Seed> {
    let mut seeds = folder("crates/sst-cli/tests/cmd/broken.in", &["csv"]);
    seeds.push(first_lines("data/samples/sessions.csv", 40));
    seeds.push(first_lines("data/samples/strange-export.csv", 40));
    seeds.push(first_lines("data/replications/cannistra-2020/sessions.csv", 20));
    seeds
}

/// Everything that reading comes to, as far as it can be compared.
fn read(bytes: &[u8], mapping: &Mapping, threads: usize, block: usize) -> Option<Result<Reading, ReadError>> {
    let input = MemoryInput::new("export.csv", bytes);
    let inputs: [&dyn Input; 1] = [&input];
    let mut export = Export::open(&inputs, mapping).ok()?.in_blocks_of(block);
    Some(export.read(threads, &|_| ()))
}

fn same(one: &Result<Reading, ReadError>, other: &Result<Reading, ReadError>) -> Result<(), TestCaseError> {
    match (one, other) {
        (Ok(one), Ok(other)) => {
            prop_assert_eq!(&one.rows_by_file, &other.rows_by_file);
            prop_assert_eq!(&one.excluded, &other.excluded);
            prop_assert_eq!(&one.findings, &other.findings);
            prop_assert_eq!(&one.days_to_answer, &other.days_to_answer);
            prop_assert!(one.ledger == other.ledger, "the records differ");
        }
        (one, other) => prop_assert_eq!(one.as_ref().err().map(message), other.as_ref().err().map(message)),
    }
    Ok(())
}

fn message(error: &ReadError) -> String {
    format!("{error}\n{:?}", error.hint())
}

fn holds(bytes: &[u8], block: usize, mapping: &Mapping, catalogue: &Catalogue) -> Result<(), TestCaseError> {
    // A long row is scanned again with each block until its end is there: keep the number of blocks small.
    let block = block.max(bytes.len() / 300);
    let input = MemoryInput::new("export.csv", bytes);
    let file = init::FileToLookAt { input: &input, place: "export.csv".to_owned() };
    if let Ok(look) = init::look(&[file], &CsvOnly, &Layout::default(), &mapping.definitions) {
        let draft = init::propose(&look, catalogue, &mut init::NobodyThere).draft(catalogue);
        let faults = Mapping::parse(&draft, catalogue).err().map(|faults| faults.in_file("draft"));
        prop_assert!(faults.is_none(), "the draft is a mapping file: {faults:?}");
    }
    let inputs: [&dyn Input; 1] = [&input];
    let mut export = match Export::open(&inputs, mapping) {
        Ok(export) => export.in_blocks_of(bytes.len() + 1),
        Err(error) => {
            let (told, _) = (error.to_string(), error.hint());
            prop_assert!(told.contains("export.csv"), "a refusal names the file");
            return Ok(());
        }
    };
    let whole = export.read(1, &|_| ());
    for (threads, block) in [(1, block), (2, block), (2, 4 * block)] {
        let again = read(bytes, mapping, threads, block);
        same(&whole, &again.ok_or_else(|| TestCaseError::fail("opened once and not again"))?)?;
    }
    // Shown one by one, every row is understood by itself, however often it comes.
    let one_by_one = Export::open(&inputs, mapping).map(|mut export| export.read_records(&mut |_| ()));
    same(&whole, &one_by_one.map_err(|_| TestCaseError::fail("opened once and not again"))?)?;
    let Ok(reading) = whole else { return Ok(()) };

    for unit in [Unit::Session, Unit::Client] {
        let mut selection = Selection { unit, ..Selection::default() };
        for key in [GroupKey::Month, GroupKey::Year, GroupKey::Column(0), GroupKey::Column(4)] {
            selection.add_grouping(vec![key]);
        }
        let closed = match reading.ledger.close(&export.definitions, &selection) {
            Ok(closed) => closed,
            // Only one file was read.
            Err(error @ (CloseError::IdsConflictAcrossFiles { .. } | CloseError::UnknownLabel(_))) => {
                return Err(TestCaseError::fail(error.to_string()));
            }
        };
        let rows: u64 = reading.rows_by_file.iter().sum();
        let excluded: u64 = reading.excluded.values().chain(closed.excluded.values()).sum();
        prop_assert_eq!(rows, closed.used + excluded, "rows read = used + excluded");
        let provenance = Provenance { unit, excluded: reading.excluded.clone(), ..Provenance::default() };
        let results = results(&closed, &export.definitions, Estimation::default(), provenance, catalogue)
            .map_err(|error| TestCaseError::fail(error.to_string()))?;
        prop_assert_eq!(results.rows.read, rows);
    }
    Ok(())
}

/// Every column, and so few that rows come again.
fn mappings(catalogue: &Catalogue) -> [Mapping; 3] {
    let few = |columns: &[&str]| {
        let mut mapping = Mapping::canonical(catalogue);
        mapping.read_only(columns).unwrap_or_else(|_| panic!("columns of the record layout"));
        mapping
    };
    [
        Mapping::canonical(catalogue),
        few(&["session_date", "status", "site", "helpfulness"]),
        few(&["session_date", "request_date", "access", "concern", "followup_date"]),
    ]
}

#[test]
fn any_bytes_are_read_or_refused() {
    let (seeds, catalogue) = (seeds(), Catalogue::english());
    let mappings = mappings(&catalogue);
    let strategy = (mutants(12), 1..200_usize, 0..mappings.len());
    for_a_while(
        "reader",
        &strategy,
        |(mutant, block, mapping): &(Mutant, usize, usize)| {
            format!("{}\nin blocks of {block}, mapping {mapping}", shown(mutant, &seeds, TOKENS))
        },
        |(mutant, block, mapping)| holds(&mutant.bytes(&seeds, TOKENS), *block, &mappings[*mapping], &catalogue),
    );
}

#[test]
fn every_seed_holds_as_it_is() {
    let catalogue = Catalogue::english();
    for (seed, mapping) in seeds().iter().flat_map(|seed| mappings(&catalogue).map(|mapping| (seed, mapping))) {
        for block in [1, 7, 64, 1000] {
            holds(&seed.bytes, block, &mapping, &catalogue).unwrap_or_else(|error| panic!("{}: {error}", seed.name));
        }
    }
}
