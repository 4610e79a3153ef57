//! Fuzz target of joined files and of extracts: whatever bytes one of the files has, the files are joined or refused, never in
//! panic, no session is lost or multiplied, and every row of every file is accounted for. How to run it longer: see `mutation`.

use proptest::prelude::*;
use proptest::test_runner::TestCaseError;
use sst_core::ledger::Selection;
use sst_core::text::Catalogue;
use sst_frames::{JoinAccount, JoinError, PMHC_MDS_MAPPING, join_files, read_pmhc_mds};
use sst_ingest::mapping::Mapping;
use sst_ingest::read::{Export, MadeTables};
use sst_ingest::source::{CsvOnly, Input, MemoryInput};

use super::mutation::{Mutant, Seed, folder, for_a_while, mutants, shown};

/// What such files are made of and what breaks them.
const TOKENS: &[&[u8]] = &[
    b"\"",
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
    b"Version,1\n",
    b"organisation_path",
    b"PHN999:NFP01",
    b"episode_key",
    b"collection_occasion_key",
    b"09099999",
    b"1012025",
    b"01012025",
    b"99",
    b"9",
    b"-1",
    b"1.5",
    b"PC101",
    b"{\"ImportId\"",
    b"Survey Preview",
    b"71",
    b"71.0",
    b"Yes",
    b"13/02/2025",
    b"02/13/2025 9:05 AM",
    b"2025-01-02 08:28:09",
    b"session_arm_1",
    b"follow_up_arm_1",
    b"Timestamp",
    b"record_id",
];

/// Files that belong together, by their numbers among the seeds, and the mapping under which they are joined.
struct Set {
    seeds: Vec<usize>,
    /// `None` for an extract.
    mapping: Option<Mapping>,
}

const QUALTRICS: &str = r#"
[columns]
change_rating = { column = "Q2", values = { much_better = ["1"], better = ["2"], same = ["3"] } }
[[join]]
file = "numeric*.csv"
by = "client_id"
key = "ClientRef"
date = "RecordedDate"
within_days = 400
"#;

const REDCAP: &str = r#"
[input]
keep_rows = { redcap_event_name = ["session_arm_1"], redcap_repeat_instrument = [""] }
[columns]
session_id = "record_id"
change_rating = { column = "follow_up: better", values = { better = ["2"], same = ["3"] } }
followup_date = "follow_up: fu_date"
[[join]]
name = "follow_up"
by = "session_id"
date = "fu_date"
where = { redcap_event_name = ["follow_up_arm_1"] }
"#;

/// One file of two joins, and a file that is asked for by a pattern.
const BEFORE_AND_AFTER: &str = r#"
[columns]
client_id = "Patient ID"
phq9_pre = "before: How helpful was today's session?"
phq9_post = "after: How helpful was today's session?"
[[join]]
name = "before"
file = "export-2.csv"
by = "client_id"
key = "Your code"
date = "Timestamp"
within_days = 300
direction = "before"
[[join]]
name = "after"
file = "export-2.csv"
by = "client_id"
key = "Your code"
date = "Timestamp"
from_days = 1
within_days = 300
where = { "Comments [1]" = ["good", ""] }
"#;

fn sets(catalogue: &Catalogue) -> (Vec<Seed>, Vec<Set>) {
    let (mut seeds, mut sets) = (Vec::new(), Vec::new());
    let mut add = |files: Vec<Seed>, mapping: Option<&str>| {
        let first = seeds.len();
        seeds.extend(files);
        let mapping =
            mapping.map(|text| Mapping::parse(text, catalogue).unwrap_or_else(|e| panic!("{}", e.in_file(text))));
        sets.push(Set { seeds: (first..seeds.len()).collect(), mapping });
    };
    for set in ["v1-two-providers", "v2-headspace", "v3-wayback", "v4"] {
        add(folder(&format!("crates/sst-cli/tests/fixtures/pmhc-mds/{set}"), &["csv"]), None);
    }
    let export = |profile: &str, name: &str, as_name: &str| {
        let files = folder(&format!("crates/sst-cli/tests/profiles/{profile}"), &["csv"]);
        let file = files.into_iter().find(|file| file.name.ends_with(name)).expect("an export");
        Seed { name: as_name.to_owned(), bytes: file.bytes }
    };
    add(
        vec![export("cliniko", "export.csv", "s.csv"), export("qualtrics", "numeric.csv", "numeric.csv")],
        Some(QUALTRICS),
    );
    add(vec![export("redcap", "raw.csv", "s.csv")], Some(REDCAP));
    add(
        vec![export("cliniko", "export.csv", "s.csv"), export("google-forms", "export.csv", "export-2.csv")],
        Some(BEFORE_AND_AFTER),
    );
    (seeds, sets)
}

fn accounts_hold(accounts: &[JoinAccount]) -> Result<(), TestCaseError> {
    for account in accounts {
        let unused: u64 = account.unused.values().sum();
        prop_assert!(unused <= account.rows, "{}: {} of {} rows are not used", account.name, unused, account.rows);
        prop_assert_eq!(account.used() + unused, account.rows);
        prop_assert_eq!(account.files.iter().map(|(_, rows)| rows).sum::<u64>(), account.rows);
    }
    Ok(())
}

fn tables_hold(made: MadeTables, mapping: &Mapping) -> Result<(), TestCaseError> {
    let Ok(mut export) = Export::open_made(made, &[], &[], mapping, &CsvOnly) else { return Ok(()) };
    let (Ok(one), Ok(two)) = (export.read(1, &|_| ()), export.read(2, &|_| ())) else { return Ok(()) };
    prop_assert_eq!(&one.excluded, &two.excluded);
    prop_assert_eq!(&one.findings, &two.findings);
    prop_assert!(one.ledger == two.ledger, "the records differ");
    let closed = one.ledger.close(&export.definitions, &Selection::default());
    // Two files of sessions may have one id.
    let Ok(closed) = closed else { return Ok(()) };
    let rows: u64 = one.rows_by_file.iter().sum();
    let excluded: u64 = one.excluded.values().chain(closed.excluded.values()).sum();
    prop_assert_eq!(rows, closed.used + excluded, "rows read = used + excluded");
    Ok(())
}

fn is_said(error: &JoinError) -> Result<(), TestCaseError> {
    prop_assert!(!error.to_string().is_empty() && !matches!(error, JoinError::Engine), "{error}");
    let _ = error.hint();
    Ok(())
}

fn holds(files: &[(&str, &[u8])], mapping: Option<&Mapping>, extract: &Mapping) -> Result<(), TestCaseError> {
    let inputs: Vec<MemoryInput> = files.iter().map(|&(name, bytes)| MemoryInput::new(name, bytes)).collect();
    let inputs: Vec<&dyn Input> = inputs.iter().map(|input| input as &dyn Input).collect();
    match mapping {
        None => match read_pmhc_mds(&inputs, &CsvOnly) {
            Err(error) => is_said(&error),
            Ok(read) => {
                accounts_hold(&read.accounts)?;
                prop_assert_eq!(read.made.sessions.len(), read.sessions.len());
                tables_hold(read.made, extract)
            }
        },
        Some(mapping) => match join_files(&inputs, &CsvOnly, mapping) {
            Err(error) => is_said(&error),
            Ok(read) => {
                accounts_hold(&read.accounts)?;
                prop_assert_eq!(read.accounts.len(), mapping.joins.len());
                tables_hold(read.made, mapping)
            }
        },
    }
}

/// The files of the set of a seed, with other bytes in place of its own.
fn files_of<'f>(seeds: &'f [Seed], set: &Set, changed: usize, bytes: &'f [u8]) -> Vec<(&'f str, &'f [u8])> {
    let last = |name: &'f str| name.rsplit('/').next().unwrap_or(name);
    let file = |&seed: &usize| (last(&seeds[seed].name), if seed == changed { bytes } else { &seeds[seed].bytes[..] });
    set.seeds.iter().map(file).collect()
}

#[test]
fn any_bytes_in_any_file_are_joined_or_refused() {
    let catalogue = Catalogue::english();
    let (seeds, sets) = sets(&catalogue);
    let extract = Mapping::parse(PMHC_MDS_MAPPING, &catalogue).expect("a mapping");
    for_a_while(
        "joins",
        &mutants(12),
        |mutant: &Mutant| shown(mutant, &seeds, TOKENS),
        |mutant| {
            let changed = mutant.seed.index(seeds.len());
            let set = sets.iter().find(|set| set.seeds.contains(&changed)).expect("every seed is in a set");
            let bytes = mutant.bytes(&seeds, TOKENS);
            holds(&files_of(&seeds, set, changed, &bytes), set.mapping.as_ref(), &extract)
        },
    );
}

#[test]
fn every_set_is_joined_as_it_is() {
    let catalogue = Catalogue::english();
    let (seeds, sets) = sets(&catalogue);
    let extract = Mapping::parse(PMHC_MDS_MAPPING, &catalogue).expect("a mapping");
    for set in &sets {
        let files = files_of(&seeds, set, set.seeds[0], &seeds[set.seeds[0]].bytes);
        holds(&files, set.mapping.as_ref(), &extract).unwrap_or_else(|error| panic!("{}: {error}", files[0].0));
        let inputs: Vec<MemoryInput> = files.iter().map(|&(name, bytes)| MemoryInput::new(name, bytes)).collect();
        let inputs: Vec<&dyn Input> = inputs.iter().map(|input| input as &dyn Input).collect();
        let used: u64 = match &set.mapping {
            None => read_pmhc_mds(&inputs, &CsvOnly).expect("an extract").accounts[0].used(),
            Some(mapping) => {
                let joined = join_files(&inputs, &CsvOnly, mapping).unwrap_or_else(|error| panic!("{error}"));
                joined.accounts.iter().map(|account| account.rows).sum()
            }
        };
        assert!(used > 0, "{}: nothing is joined", files[0].0);
    }
}
