//! Fuzz target of profiles: whatever bytes a file has, and whatever profile it is said to follow, it is read or refused, and
//! the rows add up. How to run it longer: see `mutation`.

mod mutation;

use mutation::{Mutant, Seed, folder, for_a_while, mutants, shown};
use proptest::prelude::*;
use proptest::test_runner::TestCaseError;
use sst_core::ledger::Selection;
use sst_core::text::Catalogue;
use sst_ingest::init;
use sst_ingest::mapping::Mapping;
use sst_ingest::profile::Profile;
use sst_ingest::read::Export;
use sst_ingest::source::{CsvOnly, Input, Layout, MemoryInput};

/// What such exports are made of and what breaks them.
const TOKENS: &[&[u8]] = &[
    b"\"",
    b"\"\"",
    b"\"\n",
    b",",
    b",,,,",
    b";",
    b"\n",
    b"\r",
    b"\r\n",
    b"\n\n",
    b"\0",
    b"\xef\xbb\xbf",
    b"\xff",
    b"\xe9",
    b"sep=;\n",
    b"{\"ImportId\"",
    b"\"{\"\"ImportId\"\":\"\"QID1\"\"}\"",
    b"Timestamp",
    b"redcap_event_name",
    b"session_arm_1",
    b"concern___1",
    b"_complete",
    b"Checked",
    b"Survey Preview",
    b"Status",
    b"StartDate",
    b"Respondent ID",
    b"session_date",
    b"13/02/2025",
    b"02/13/2025 9:05 AM",
    b"2025-01-02 08:28:09",
    b"01/02/25",
    b"1",
    b"0",
    b" [2]",
    b"Comments",
];

fn seeds() -> Vec<Seed> {
    let folders = Profile::built_in().iter().filter(|profile| !profile.is_canonical() && !profile.by_code);
    let seeds: Vec<Seed> = folders
        .flat_map(|profile| folder(&format!("crates/sst-cli/tests/profiles/{}", profile.id), &["csv"]))
        .collect();
    assert!(seeds.len() >= 10, "every profile has an export");
    seeds
}

/// The mapping files beside the seeds, and none, each under every profile and under the one that is told.
fn mappings(catalogue: &Catalogue) -> Vec<Mapping> {
    let folders = Profile::built_in().iter().filter(|profile| !profile.is_canonical() && !profile.by_code);
    let files = folders.flat_map(|profile| folder(&format!("crates/sst-cli/tests/profiles/{}", profile.id), &["toml"]));
    let parse = |file: Seed| {
        let text = String::from_utf8(file.bytes).expect("UTF-8");
        Mapping::parse(&text, catalogue).unwrap_or_else(|faults| panic!("{}", faults.in_file(&file.name)))
    };
    let mut mappings: Vec<Mapping> = files.map(parse).collect();
    mappings.push(Mapping::canonical(catalogue));
    let ids = Profile::built_in().iter().map(|profile| Some(profile.id.clone())).chain([None]);
    let under = |id: Option<String>| {
        let forced = mappings.iter().cloned().map(move |mut mapping| {
            mapping.input.profile.clone_from(&id);
            mapping
        });
        forced.collect::<Vec<_>>()
    };
    ids.flat_map(under).collect()
}

fn holds(bytes: &[u8], mapping: &Mapping) -> Result<(), TestCaseError> {
    let input = MemoryInput::new("export.csv", bytes);
    let inputs: [&dyn Input; 1] = [&input];
    // What is drafted from is opened in the same way.
    let file = init::FileToLookAt { input: &input, place: "export.csv".to_owned() };
    if let Ok(look) = init::look(&[file], &CsvOnly, &Layout::default(), &mapping.definitions) {
        let catalogue = Catalogue::english();
        let _ = init::propose(&look, &catalogue, &mut init::NobodyThere).draft(&catalogue);
    }
    let mut export = match Export::open(&inputs, mapping) {
        Ok(export) => export,
        Err(error) => {
            prop_assert!(!error.to_string().is_empty());
            let _ = error.hint();
            return Ok(());
        }
    };
    if let (Some(used), Some(id)) = (&export.profile, &mapping.input.profile) {
        prop_assert_eq!(&used.profile.id, id);
    }
    let one = export.read(1, &|_| ());
    let two = export.read(2, &|_| ());
    let (Ok(one), Ok(two)) = (one, two) else { return Ok(()) };
    prop_assert_eq!(&one.excluded, &two.excluded);
    prop_assert_eq!(&one.findings, &two.findings);
    prop_assert!(one.ledger == two.ledger, "the records differ");
    let closed = one.ledger.close(&export.definitions, &Selection::default());
    let closed = closed.map_err(|error| TestCaseError::fail(error.to_string()))?;
    let rows: u64 = one.rows_by_file.iter().sum();
    let excluded: u64 = one.excluded.values().chain(closed.excluded.values()).sum();
    prop_assert_eq!(rows, closed.used + excluded, "rows read = used + excluded");
    Ok(())
}

#[test]
fn any_bytes_are_read_or_refused_under_every_profile() {
    let (seeds, catalogue) = (seeds(), Catalogue::english());
    let mappings = mappings(&catalogue);
    let strategy = (mutants(12), 0..mappings.len());
    for_a_while(
        "profiles",
        &strategy,
        |(mutant, mapping): &(Mutant, usize)| {
            let asked = mappings[*mapping].input.profile.as_deref().unwrap_or("none");
            format!("{}\nprofile {asked}, mapping {mapping}", shown(mutant, &seeds, TOKENS))
        },
        |(mutant, mapping)| holds(&mutant.bytes(&seeds, TOKENS), &mappings[*mapping]),
    );
}

#[test]
fn every_export_holds_under_every_profile() {
    let catalogue = Catalogue::english();
    let mappings = mappings(&catalogue);
    for seed in seeds() {
        for mapping in &mappings {
            holds(&seed.bytes, mapping).unwrap_or_else(|error| panic!("{}: {error}", seed.name));
        }
    }
}
