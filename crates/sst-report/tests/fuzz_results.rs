//! Fuzz target of the results document: whatever a JSON says, it is refused or rendered, never in panic, and what is
//! rendered has no NaN and runs no script of the document's. How to run it longer: see `mutation` in sst-ingest.

#[path = "../../sst-ingest/tests/mutation/mod.rs"]
mod mutation;

#[path = "../../sst-charts/tests/change_results/mod.rs"]
mod change_results;

use change_results::{Filled, phq9, unknown};
use mutation::{Mutant, Seed, for_a_while, mutants, shown};
use proptest::prelude::*;
use proptest::sample::Index;
use proptest::test_runner::TestCaseError;
use serde_json::{Value, json};
use sst_charts::{ChartKind, ChartOptions, ChartRequest, Theme, Width};
use sst_core::day::Day;
use sst_core::definitions::{Definitions, FailWhen, FollowUp, Gate, GroupKey, Thresholds};
use sst_core::estimate::{Compared, Comparing, DifferenceMethod, Estimation, GroupOrder, Provenance, compare, results};
use sst_core::instrument::Instrument;
use sst_core::ledger::{Ledger, Selection};
use sst_core::record::{Question, Record, Score, Status};
use sst_core::results::{By, InputFile, ResultSet, Target};
use sst_core::stats::Adjustment;
use sst_core::text::Catalogue;

/// What JSON is made of and what breaks it.
const TOKENS: &[&[u8]] = &[
    b"\"",
    b"{",
    b"}",
    b"[",
    b"]",
    b",",
    b":",
    b"null",
    b"true",
    b"0",
    b"-1",
    b"1e308",
    b"1e999",
    b"\\",
    b"\\u0000",
    b"\\ud800",
    b"\0",
    b"\xff",
    b"\xef\xbb\xbf",
    b"\n",
    b"18446744073709551615",
    b"2025-02-30",
    b"\"kind\":\"mean\",",
];

/// What is done to one value of a document.
#[derive(Debug, Clone)]
enum Change {
    /// Any odd value.
    Put(Value),
    /// An odd value of the same type, so that the document still has its shape.
    PutAlike(Index),
    CopyFrom(Index),
    Delete,
    Repeat,
}

#[derive(Debug, Clone)]
enum Damage {
    Text(Mutant),
    Values(usize, Vec<(Index, Change)>),
}

fn odd_values() -> Vec<Value> {
    vec![
        Value::Null,
        json!(true),
        json!(0),
        json!(1),
        json!(-1),
        json!(7),
        json!(100_000),
        json!(9_007_199_254_740_993_u64),
        json!(u64::MAX),
        json!(i64::MIN),
        json!(0.5),
        json!(1.000_000_1),
        json!(-0.0),
        json!(5e-324),
        json!(1e308),
        json!(-1e308),
        json!(""),
        json!(" "),
        json!("<script>alert(1)</script>"),
        json!("</style><script>alert(1)</script>"),
        json!("a|b\nc `d` *e* [f](javascript:g) \"'&<>"),
        json!("\u{0}\u{1b}[31m\u{202e}\u{feff}"),
        json!("=1+1"),
        json!("é\u{301}漢字🙂"),
        json!("long ".repeat(500)),
        json!("helpful"),
        json!("month"),
        json!("site"),
        json!("2025-03"),
        json!("2025-13"),
        json!("9999-99"),
        json!("2025-Q1"),
        json!("-009999-01-01"),
        json!("9999-12-31"),
        json!("2025-01-01"),
        json!([]),
        json!({}),
        json!({ "month": "2025-02" }),
        json!({ "site": null }),
    ]
}

/// The places of all values of a document, in their order.
fn pointers(value: &Value, here: &str, all: &mut Vec<String>) {
    all.push(here.to_owned());
    match value {
        Value::Array(items) => {
            items.iter().enumerate().for_each(|(i, item)| pointers(item, &format!("{here}/{i}"), all));
        }
        Value::Object(items) => {
            for (key, item) in items {
                pointers(item, &format!("{here}/{}", key.replace('~', "~0").replace('/', "~1")), all);
            }
        }
        _ => {}
    }
}

/// Whether a reader that takes one takes the other.
fn is_alike(one: &Value, other: &Value) -> bool {
    match (one, other) {
        (Value::Number(one), Value::Number(other)) => !other.is_u64() || one.is_u64(),
        (Value::String(_), Value::String(_)) => true,
        _ => false,
    }
}

/// Changes one value; says where.
fn change(document: &mut Value, place: Index, change: &Change) -> String {
    let mut all = Vec::new();
    pointers(document, "", &mut all);
    let at = all[place.index(all.len())].clone();
    let new = match change {
        Change::Put(value) => value.clone(),
        Change::PutAlike(which) => {
            let old = document.pointer(&at).cloned().unwrap_or_default();
            let alike: Vec<Value> = odd_values().into_iter().filter(|odd| is_alike(odd, &old)).collect();
            if alike.is_empty() { old } else { alike[which.index(alike.len())].clone() }
        }
        Change::CopyFrom(from) => document.pointer(&all[from.index(all.len())]).cloned().unwrap_or_default(),
        Change::Delete | Change::Repeat => {
            let (parent, key) = at.rsplit_once('/').unwrap_or_default();
            match document.pointer_mut(parent) {
                Some(Value::Array(items)) if !at.is_empty() => {
                    let item = items.remove(key.parse().unwrap_or(0));
                    if matches!(change, Change::Repeat) {
                        items.extend([item.clone(), item]);
                    }
                }
                Some(Value::Object(items)) if !at.is_empty() => {
                    items.remove(&key.replace("~1", "/").replace("~0", "~"));
                }
                _ => {}
            }
            return at;
        }
    };
    if let Some(value) = document.pointer_mut(&at) {
        *value = new;
    }
    at
}

fn damages(documents: usize) -> impl Strategy<Value = Damage> {
    let change = prop_oneof![
        8 => any::<Index>().prop_map(Change::PutAlike),
        1 => prop::sample::select(odd_values()).prop_map(Change::Put),
        1 => any::<Index>().prop_map(Change::CopyFrom),
        1 => Just(Change::Delete),
        1 => Just(Change::Repeat),
    ];
    let changes = prop::collection::vec((any::<Index>(), change), 1..6);
    prop_oneof![
        1 => mutants(4).prop_map(Damage::Text),
        6 => (0..documents, changes).prop_map(|(document, changes)| Damage::Values(document, changes)),
    ]
}

/// The document of so many sessions of a service that is made up.
fn document(sessions: usize, catalogue: &Catalogue) -> ResultSet {
    let mut definitions = Definitions::new(Thresholds::default(), FollowUp::default(), catalogue);
    definitions.instruments = Instrument::built_in();
    let columns = ["client_id", "request_date", "status", "wait_minutes", "site", "concern", "phq9_pre", "phq9_post"];
    let asked = Question::ALL.iter().map(|question| question.column());
    definitions.collected = columns.into_iter().chain(asked).map(str::to_owned).collect();
    definitions.report.title = Some("A title".to_owned());
    definitions.report.commentary = Some("Some words".to_owned());
    let by: By = [("site".to_owned(), Some("North".to_owned()))].into();
    let gate = |by, at_least| Gate {
        measure: "helpful".to_owned(),
        by,
        at_least,
        min_answered: 5,
        fail_when: FailWhen::ShownBelow,
    };
    definitions.gates = vec![gate(By::new(), 0.2), gate(by, 0.99)];
    definitions.targets = vec![Target { measure: "improved".to_owned(), by: By::new(), value: 0.6 }];

    let phq9 = definitions.instruments.iter().position(|known| known.id == "phq9").expect("it ships");
    let mut ledger = Ledger::new(&definitions);
    for i in 0..sessions {
        let client = format!("c{}", i * 7 % 61);
        let mut record = Record::new(Day(20_089 + (i * 3) as i32)).of_client(&client);
        record.status = Status::ALL.get(i % 17).copied().or(Some(Status::Attended));
        record.request_date = (i % 5 > 0).then(|| Day(record.session_date.0 - (i % 30) as i32));
        record.wait_minutes = (i % 6 == 0).then_some((i % 90) as u32);
        for (number, question) in Question::ALL.into_iter().enumerate() {
            let code = question.code_at(1 + ((i * (number + 2)) % question.codes().len()) as u8);
            if let Some(code) = code.filter(|_| (i + number) % 3 > 0) {
                record = record.with_answer(question, code);
            }
        }
        let groups = [["North", "South", ""][i % 3], "", "", "", ["grief", "work", "family", "sleep"][i % 4]];
        let mut scores = vec![None; definitions.instruments.len() * 2];
        scores[phq9 * 2] = Some(Score((i % 28) as i32 * 1000));
        scores[phq9 * 2 + 1] = (i % 2 == 0).then_some(Score((i % 11) as i32 * 1000));
        ledger.add(&Record { groups: &groups, scores: &scores, ..record });
    }
    let mut selection = Selection::default();
    for key in [GroupKey::Month, GroupKey::Column(0), GroupKey::Column(4)] {
        selection.add_grouping(vec![key]);
    }
    selection.compare(vec![GroupKey::Column(4)]);
    selection.add_grouping(vec![GroupKey::Column(0), GroupKey::Column(4)]);
    let closed = ledger.close(&definitions, &selection).expect("no ids, no conflicts");
    let inputs = vec![InputFile { file: "sessions.csv".to_owned(), sha256: None, rows: sessions as u64 }];
    let provenance = Provenance { version: "0.0.0".to_owned(), inputs, ..Provenance::default() };
    let estimation = Estimation::default();
    let mut results = results(&closed, &definitions, estimation, provenance, catalogue).expect("estimates settle");
    let plan = Comparing {
        compared: Compared::Groups {
            key: "concern".to_owned(),
            against: None,
            order: GroupOrder::As(["sleep", "work", "grief", "family"].map(str::to_owned).to_vec()),
        },
        stratify: Some("site".to_owned()),
        measures: vec!["helpful".to_owned(), "improved".to_owned()],
        method: DifferenceMethod::default(),
        adjustment: Some(Adjustment::Holm),
    };
    compare(&mut results, &closed, &definitions, &plan, estimation, catalogue).expect("differences settle");
    results
}

/// Documents of much data, of little and of none, and of change on questionnaires.
fn documents(catalogue: &Catalogue) -> [ResultSet; 4] {
    let few = |mut pairs: Filled| {
        pairs.pairs.truncate(12);
        pairs
    };
    let change = change_results::results(&[few(phq9()), few(unknown())]);
    let [much, little, none] = [14, 1, 0].map(|sessions| document(sessions, catalogue));
    [much, little, none, change]
}

/// Whether NaN stands as a word; fonts may have these letters.
fn says_nan(text: &str) -> bool {
    let is_part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '+' | '/' | '=');
    text.match_indices("NaN")
        .any(|(at, nan)| !text[..at].ends_with(is_part) && !text[at + nan.len()..].starts_with(is_part))
}

fn holds(text: &str, catalogue: &Catalogue) -> Result<(), TestCaseError> {
    let results = match ResultSet::from_json(text) {
        Ok(results) => results,
        Err(error) => {
            prop_assert!(!error.to_string().is_empty());
            return Ok(());
        }
    };
    let json = results.to_json();
    let again = ResultSet::from_json(&json).map_err(|error| TestCaseError::fail(error.to_string()))?;
    prop_assert!(again.to_json() == json, "a document is written as it was read");

    let html = sst_report::html(&results, catalogue).map_err(|error| TestCaseError::fail(error.to_string()))?;
    let mut texts = vec![
        ("html", html),
        ("markdown", sst_report::markdown(&results, catalogue)),
        ("rates in markdown", sst_report::rates_markdown(&results, catalogue)),
        ("table", sst_report::table(&results, catalogue)),
        ("csv", sst_report::csv(&results)),
        ("change table", sst_report::change_table(&results, catalogue)),
        ("change csv", sst_report::change_csv(&results)),
        ("change in markdown", sst_report::change_markdown(&results, catalogue)),
    ];
    texts.extend([
        ("compare table", sst_report::compare_table(&results, catalogue)),
        ("compare csv", sst_report::compare_csv(&results)),
        ("compare in markdown", sst_report::compare_markdown(&results, catalogue)),
    ]);
    for kind in ChartKind::ALL {
        for width in [Width::Wide, Width::Narrow] {
            let options = ChartOptions { theme: Theme::Light, width, id_prefix: "chart".to_owned() };
            let request = ChartRequest { kind, measure: None, key: None, instrument: None };
            // A measure or group that is not there is refused.
            if let Ok(Some(chart)) = sst_charts::svg(&results, &request, &options, catalogue) {
                texts.push((kind.id(), chart.svg));
            }
        }
    }
    for (name, text) in texts {
        prop_assert!(!says_nan(&text), "{name} has a NaN");
        let is_markup = text.trim_start().starts_with('<');
        prop_assert!(!(is_markup && text.contains("<script>alert")), "{name} runs a script of the document's");
    }
    Ok(())
}

#[test]
fn any_document_is_refused_or_rendered() {
    let catalogue = Catalogue::english();
    let documents = documents(&catalogue);
    let seed = |document: &ResultSet| Seed {
        name: format!("{} rows", document.rows.read),
        bytes: document.to_json().into_bytes(),
    };
    let seeds: Vec<Seed> = documents.iter().map(seed).collect();
    let values = documents.each_ref().map(|document| serde_json::to_value(document).expect("JSON"));
    let damaged = |damage: &Damage| match damage {
        Damage::Text(mutant) => {
            (String::from_utf8_lossy(&mutant.bytes(&seeds, TOKENS)).into_owned(), shown(mutant, &seeds, TOKENS))
        }
        Damage::Values(number, changes) => {
            let mut document = values[*number].clone();
            let places =
                changes.iter().map(|(place, what)| format!("{} {what:?}", change(&mut document, *place, what)));
            let told = places.collect::<Vec<_>>().join("; ");
            (document.to_string(), format!("document {number}: {told}"))
        }
    };
    for_a_while(
        "results",
        &damages(values.len()),
        |damage| damaged(damage).1,
        |damage| holds(&damaged(damage).0, &catalogue),
    );
}

/// Found by the target above: a share of 1e308 asked for as many bars.
#[test]
fn numbers_that_cannot_be_are_refused() {
    let catalogue = Catalogue::english();
    let valid = serde_json::to_value(document(14, &catalogue)).expect("JSON");
    let proportion = valid["results"].as_array().and_then(|all| all.iter().position(|one| one["kind"] == "proportion"));
    let place = format!("results[{}]", proportion.expect("there are proportions"));
    for (key, value) in [("estimate", json!(1e308)), ("high", json!(-0.5)), ("events", json!(u64::MAX))] {
        let mut document = valid.clone();
        document["results"][proportion.unwrap_or_default()][key] = value;
        let error = ResultSet::from_json(&document.to_string()).expect_err("it cannot be").to_string();
        assert_eq!(error, format!("not an sst results document: the numbers of {place} cannot be"));
    }
}

/// Found by the target above: a measure with results and without its note made the whole page fail.
#[test]
fn measures_without_a_note_are_shown_as_numbers() {
    let catalogue = Catalogue::english();
    let mut document = document(14, &catalogue);
    document.measures.clear();
    holds(&document.to_json(), &catalogue).unwrap_or_else(|error| panic!("{error}"));
}

#[test]
fn every_seed_holds_as_it_is() {
    let catalogue = Catalogue::english();
    for document in documents(&catalogue) {
        holds(&document.to_json(), &catalogue).unwrap_or_else(|error| panic!("{} rows: {error}", document.rows.read));
    }
}
