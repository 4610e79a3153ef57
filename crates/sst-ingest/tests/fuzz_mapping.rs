//! Fuzz target of the mapping: whatever a mapping file says, it is refused with places that are in the file, or it gives
//! definitions under which an export is read, counted and estimated, never in panic. How to run it longer: see `mutation`.

mod mutation;

use jiff::civil::date;
use mutation::{Mutant, Seed, folder, for_a_while, mutants, shown};
use proptest::prelude::*;
use proptest::test_runner::TestCaseError;
use sst_core::definitions::GroupKey;
use sst_core::estimate::{Estimation, Provenance, results};
use sst_core::ledger::Selection;
use sst_core::results::Unit;
use sst_core::text::Catalogue;
use sst_ingest::mapping::{ColumnMapping, ColumnOptions, Mapping, MappingFaults};
use sst_ingest::read::Export;
use sst_ingest::source::{CsvOnly, Input, MemoryInput};

/// What mapping files are made of and what breaks them.
const TOKENS: &[&[u8]] = &[
    b"\"",
    b"'",
    b"\"\"\"",
    b"\n",
    b"\r\n",
    b"=",
    b"[",
    b"]",
    b"[[",
    b"{",
    b"}",
    b",",
    b".",
    b"#",
    b"\0",
    b"\\",
    b"\\u0000",
    b"\xef\xbb\xbf",
    b"\xff",
    "é".as_bytes(),
    "\u{202e}".as_bytes(),
    b" ",
    b"0",
    b"-1",
    b"1",
    b"6",
    b"0.7",
    b"1e400",
    b"nan",
    b"inf",
    b"99999999999999999999",
    b"-9223372036854775808",
    b"0x7f",
    b"true",
    b"[]",
    b"{}",
    b"\"\"",
    b"2025-02-30",
    b"1979-05-27T07:32:00Z",
    b"\"02-29\"",
    b"\"12-31\"",
    b"\"-1-01\"",
    b"%",
    b"%Y-%m-%d",
    b"%d/%m/%y",
    b"%q",
    b"%Y%",
    b"%s",
    b"%A %d %B %Y",
    b"%5Y",
    b"format = \"%d\"\n",
    b"split = \",\"\n",
    b"split = \"\"\n",
    b"min = 1e300\n",
    b"max = -1\n",
    b"missing = [\"\", \" \", 99]\n",
    b"values = { yes = [\"\"] }\n",
    b"[columns]\n",
    b"[groups]\n",
    b"[[measure]]\n",
    b"[[gate]]\n",
    b"[[target]]\n",
    b"[[benchmark]]\n",
    b"outcome_kind = \"enough\"\n",
    b"denominator_kind = \"conditional\"\n",
    b"sessions = \"two_or_more\"\n",
    b"events = 4294967294\n",
    b"percent = 1e2\n",
    b"percent = \"NaN\"\n",
    b"at_most = 0.0\n",
    b"margin = 0.499\n",
    b"low = 0.5\nhigh = 0.5\n",
    b"[[instrument]]\n",
    b"[follow_up]\n",
    b"[scores]\n",
    b"[expect]\n",
    b"[input]\n",
    b"[[join]]\n",
    b"profile = \"qualtrics\"\n",
    b"profile = \"pmhc-mds\"\n",
    b"profile = \"canonical\"\n",
    b"sheet = \"Sheet1\"\n",
    b"header_row = 1\n",
    b"header_row = 0\n",
    b"rows_after_header = 2\n",
    b"combined_header = true\n",
    b"keep_rows = { Event = [\"Session\", \"\"] }\n",
    b"drop_rows = { Status = [\"Preview\", 1] }\n",
    b"choices = { Grief = \"Grief (tick)\" }\n",
    b"unchecked = [\"0\"]\n",
    b"otherwise = \"None\"\n",
    b"by = \"session_id\"\n",
    b"by = \"client_id\"\n",
    b"file = \"follow*.csv\"\n",
    b"file = \"[\"\n",
    b"key = { column = \"Code\", missing = [\"n/a\"] }\n",
    b"from_days = 1\n",
    b"within_days = 0\n",
    b"direction = \"before\"\n",
    b"where = { Event = [\"Follow-up\"] }\n",
    b"file = \"scores.csv\"\n",
    b"instruments = { phq9 = [\"PHQ\"], gad7 = [\"PHQ\"] }\n",
    b"date = { column = \"Day\", format = \"%d/%m/%Y\" }\n",
    b"post_from_days = 36524\n",
    b"pre_within_days = 0\n",
    b"min_sessions = 4294967294\n",
    b"[publish]\n",
    b"protect = \"cms\"\n",
    b"protect = \"none\"\n",
    b"[period]\n",
    b"[report]\n",
    b"[thresholds]\n",
    b"any_of = [\"helpful\", \"helpful\"]\n",
    b"any_of = [\"enough\"]\n",
    b"session_date = \"client_id\"\n",
    b"by = { month = \"2025-01\" }\n",
    b"by = { site = \"\" }\n",
    b"due_after_days = 36524\n",
    b"closes_after_days = 0\n",
    b"linked = false\n",
    b"linked = true\n",
    b"file = \"followup*.csv\"\n",
    b"site = \"Office\"\n",
    b"site = { column = \"Office\", values = { North = [\"N\"] } }\n",
];

/// Answers of an anonymous form.
const ANSWERS: &str = "followup_date,site,change_rating,enough,Office\n2025-03-01,North,better,yes,N\n2025-03-02,,worse,no,\n\
                       x,South,better,,N\n2099-01-01,North,same,yes,N\n";

/// A form of its own beside the sessions.
const ANONYMOUS: &str = r#"
[columns]
helpfulness = "Useful?"

[follow_up]
questions = ["change_rating", "enough"]
due_after_days = 3
linked = false
file = ["followup*.csv"]
date = { column = "followup_date", format = "%Y-%m-%d" }
site = { column = "Office", values = { North = ["N"] }, missing = ["-"] }
"#;

/// Every section at once.
const EVERYTHING: &str = r#"
session_id_scope = "file"
fiscal_year_starts = "04-01"

[columns]
client_id = "Client ID"
session_date = { column = "Appt Date", format = "%d/%m/%Y" }
change_rating = { column = "How are things now?", values = { much_better = ["A lot better"], better = ["A bit better"] } }
concern = { column = "Presenting issues", split = "," }
phq9_pre = { column = "PHQ-9 (intake)", missing = ["99", "N/A"] }
das_post = { column = "DAS", min = 20, max = 140.5 }
wait_minutes = { column = "Wait", max = 600 }
helpfulness = { column = "Useful?", values = { 5 = ["Very"], 1 = ["Not"] }, missing = ["-"] }

[groups]
age_band = "Age group"
referrer = { column = "From", values = { school = ["School", "College"] }, split = "/" }

[thresholds]
helpful = 3

[follow_up]
questions = ["change_rating", "enough", "would_recommend"]
due_after_days = 21
closes_after_days = 90

[period]
from = "2025-01-01"
to = 2025-12-31

[expect]
data_through_within_days = 35
min_sessions = 40
[publish]
protect = "cms"

[input]
profile = "canonical"
rows_after_header = 0
drop_rows = { "Appt Date" = ["cancelled"] }

[[join]]
name = "followup"
file = "followup*.csv"
by = "client_id"
key = { column = "Code", missing = ["n/a"] }
date = { column = "Timestamp", format = "%d/%m/%Y" }
from_days = 1
within_days = 60
direction = "after"
where = { Event = ["follow up"] }
profile = "google-forms"
header_row = 1
combined_header = false

[scores]
file = "measures.csv"
client_id = "Client ID"
date = { column = "Given on", format = "%d/%m/%Y" }
measure = "Questionnaire"
score = "Total"
missing = ["N/A"]
instruments = { phq9 = ["PHQ-9 total"], gad7 = ["GAD-7"] }
pre_within_days = 14
post_from_days = 1
post_within_days = 60

[report]
organisation = "A service"
title = "This year"
commentary = "More than words"

[[instrument]]
id = "das"
name = "Dyadic Adjustment Scale"
min = 0
max = 151
unit = 0.5
better = "higher"
reliability = 0.88
functional_mean = 114.8
functional_sd = 17.8
clinical_mean = 79.5
clinical_sd = 10
cutoff = 97
reliable_change = 12

[[instrument]]
id = "gad7"
cutoff = 9

[[measure]]
id = "would_recommend"
label = "Would recommend us"
column = "Recommend?"
yes = ["Yes", "Definitely"]
no = ["No"]

[[measure]]
id = "any_good"
any_of = ["helpful", "would_recommend"]

[[gate]]
measure = "helpful"
by = { site = "North", month = "2025-01" }
at_least = 0.70
min_answered = 3
fail_when = "not_shown"

[[target]]
measure = "any_good"
by = { age_band = "" }
value = 0.5

[[benchmark]]
id = "county"
measure = "helpful"
denominator_kind = "unstated"
sessions = "one"
label = "County survey"
definition = "rated 4 or 5"
events = 43
n = 98
percent = 44
study = "A county"
year = 2024
evidence = "second_hand"

[[benchmark]]
id = "a_margin"
outcome_kind = "improved"
label = "A share"
definition = "better"
percent = "55.5"
margin = 0.05
"#;

fn seeds() -> Vec<Seed> {
    let mut seeds = folder("crates/sst-cli/tests/cmd/broken.in", &["toml"]);
    for path in ["data/samples", "examples/monthly-ci", "data/replications/cannistra-2020"] {
        seeds.extend(folder(path, &["toml"]));
    }
    seeds.extend(folder("data/replications/jacobson-truax-1991", &["toml"]));
    seeds.push(Seed { name: "anonymous".to_owned(), bytes: ANONYMOUS.into() });
    seeds.push(Seed { name: "everything".to_owned(), bytes: EVERYTHING.into() });
    seeds
}

/// Scores under the headers of `EVERYTHING`, some of them nobody's and some that cannot be.
const SCORES: &str = "Client ID,Given on,Questionnaire,Total\nC7,01/01/2025,PHQ-9 total,12\nC7,03/03/2025,GAD-7,5\nyes,02/02/2025,phq9,7\n\
    99,2025-01-01,gad7,99\nC7,01/01/2025,PHQ-9 total,13\n,,,\nNorth,05/01/2025,?,x\n";

/// An export that has what the mapping names: its headers, its labels, dates in its format, and cells that do not fit.
fn export_for(mapping: &Mapping) -> Vec<u8> {
    const ROWS: usize = 12;
    const CELLS: [&str; 12] =
        ["", "yes", "no", "4", "better", "North", "a, b", "99", "0.5", "2025-03-01", "C7", "attended"];
    let named = mapping.columns.iter().chain(mapping.own_columns.iter().map(|own| &own.column));
    let mut columns: Vec<ColumnMapping> = named.cloned().collect();
    for name in
        ["session_date", "client_id", "session_id", "site", "helpfulness", "enough", "followup_date", "phq9_post"]
    {
        if columns.iter().all(|column| column.name != name) {
            let (name, header) = (name.to_owned(), name.to_owned());
            columns.push(ColumnMapping { name, header, options: ColumnOptions::default() });
        }
    }
    let mut writer = csv::Writer::from_writer(Vec::new());
    let _ = writer.write_record(columns.iter().map(|column| column.header.as_str()));
    for row in 0..ROWS {
        let cells = columns.iter().enumerate().map(|(place, column)| {
            let labels: Vec<&String> = column.options.values.iter().flat_map(|(_, labels)| labels).collect();
            let number = row * 7 + place;
            if column.name.ends_with("_date") {
                let day = date(2025, 1 + (row % 3) as i8, 1 + (number % 28) as i8).at(9, 30, 0, 0);
                let format = column.options.format.as_deref().unwrap_or("%Y-%m-%d");
                jiff::fmt::strtime::format(format, day).unwrap_or_default()
            } else if !labels.is_empty() && number % 3 > 0 {
                labels[number % labels.len()].clone()
            } else {
                CELLS[number % CELLS.len()].to_owned()
            }
        });
        let _ = writer.write_record(cells);
    }
    writer.into_inner().unwrap_or_default()
}

/// Faults are at places that the file has, in their order, and say something.
fn faults_hold(faults: &MappingFaults, text: &str) -> Result<(), TestCaseError> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let lines: Vec<&str> = text.split('\n').collect();
    prop_assert!(!faults.0.is_empty());
    prop_assert!(faults.0.is_sorted_by_key(|fault| (fault.line, fault.column)));
    for fault in &faults.0 {
        prop_assert!((1..=lines.len()).contains(&fault.line), "{fault} is not in {} lines", lines.len());
        let characters = lines[fault.line - 1].chars().count();
        prop_assert!((1..=characters + 1).contains(&fault.column), "{fault} is not in its line of {characters}");
        prop_assert!(!fault.problem.is_empty());
    }
    prop_assert!(faults.in_file("sst.toml").lines().count() >= faults.0.len());
    Ok(())
}

fn holds(text: &str, catalogue: &Catalogue) -> Result<(), TestCaseError> {
    let mapping = match Mapping::parse(text, catalogue) {
        Ok(mapping) => mapping,
        Err(faults) => return faults_hold(&faults, text),
    };
    let input = MemoryInput::new("export.csv", export_for(&mapping));
    let inputs: [&dyn Input; 1] = [&input];
    // Two columns may have been given one header, or none.
    let scores = MemoryInput::new("measures.csv", SCORES);
    let score_inputs: [&dyn Input; 1] = [&scores];
    let scores: &[&dyn Input] = if mapping.scores.is_given { &score_inputs } else { &[] };
    let answers = MemoryInput::new("followup.csv", ANSWERS);
    let answer_inputs: [&dyn Input; 1] = [&answers];
    let answers: &[&dyn Input] = if mapping.answers.is_given { &answer_inputs } else { &[] };
    let opened = Export::open_with_answers(&inputs, scores, answers, &mapping, &CsvOnly);
    let Ok(mut export) = opened else { return Ok(()) };
    let Ok(reading) = export.read(1, &|_| ()) else { return Ok(()) };
    let definitions = &export.definitions;
    for unit in [Unit::Session, Unit::Client] {
        let (from, to) = definitions.period;
        let mut selection =
            Selection { unit, from: from.map(Into::into), to: to.map(Into::into), ..Selection::default() };
        selection.group_for_gates(definitions).map_err(|error| TestCaseError::fail(error.to_string()))?;
        selection.add_grouping(vec![GroupKey::Quarter]);
        selection.add_grouping(vec![GroupKey::Year]);
        for place in 0..definitions.groups.len() {
            selection.add_grouping(vec![GroupKey::Column(place)]);
        }
        let closed =
            reading.ledger.close(definitions, &selection).map_err(|error| TestCaseError::fail(error.to_string()))?;
        let excluded: u64 = reading.excluded.values().chain(closed.excluded.values()).sum();
        prop_assert_eq!(reading.rows_by_file.iter().sum::<u64>(), closed.used + excluded);
        let account = reading.answers.as_ref().zip(closed.answers.as_ref());
        if let Some((read, counted)) = account {
            let unused: u64 = read.unused.values().chain(counted.unused.values()).sum();
            prop_assert_eq!(read.rows_by_file.iter().sum::<u64>(), counted.used + unused);
        }
        let provenance = Provenance { unit, excluded: reading.excluded.clone(), ..Provenance::default() };
        let results = results(&closed, definitions, Estimation::default(), provenance, catalogue)
            .map_err(|error| TestCaseError::fail(error.to_string()))?;
        prop_assert_eq!(results.gates.len(), definitions.gates.len());
    }
    Ok(())
}

#[test]
fn any_mapping_is_refused_or_used() {
    let (seeds, catalogue) = (seeds(), Catalogue::english());
    let text = |mutant: &Mutant| String::from_utf8_lossy(&mutant.bytes(&seeds, TOKENS)).into_owned();
    for_a_while(
        "mapping",
        &mutants(8),
        |mutant| shown(mutant, &seeds, TOKENS),
        |mutant| holds(&text(mutant), &catalogue),
    );
}

#[test]
fn every_seed_holds_as_it_is() {
    let catalogue = Catalogue::english();
    assert!(Mapping::parse(EVERYTHING, &catalogue).is_ok());
    for seed in seeds() {
        let text = String::from_utf8_lossy(&seed.bytes);
        holds(&text, &catalogue).unwrap_or_else(|error| panic!("{}: {error}", seed.name));
    }
}
