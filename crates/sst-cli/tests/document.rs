//! The results document: it keeps to the schema that ships, its results are sorted, its parts are there.

mod run;
mod schema;

use std::collections::BTreeSet;

use run::Folder;
use serde_json::{Value, json};

const MAPPING: &str = r#"
[groups]
age_band = "Age group"

[follow_up]
due_after_days = 21
closes_after_days = 90

[[measure]]
id = "would_recommend"
label = "Would recommend us"
column = "Recommend?"
yes = ["Yes"]
no = ["No"]

[[gate]]
measure = "helpful"
at_least = 0.5

[[gate]]
measure = "enough"
at_least = 0.9
by = { site = "North" }
min_answered = 5

[[target]]
measure = "helpful"
value = 0.8

[report]
organisation = "A service"
title = "A title"
commentary = "Words."
"#;

fn parsed(text: &str) -> Value {
    serde_json::from_str(text).expect("JSON")
}

/// Documents of every kind: the sample, grouped and not, by client, with a mapping, of little data.
fn documents() -> Vec<(String, Value)> {
    let folder = Folder::new().with("sessions.csv", sst_data::SAMPLE_SESSIONS).with("mapping.toml", MAPPING);
    let header = "session_date,site,Age group,Recommend?,helpfulness,enough\n";
    folder.write(
        "own.csv",
        &format!("{header}2025-01-02,North,18-25,Yes,5,yes\n2025-03-03,,,No,,no\n2025-06-04,South,26+,,2,unsure\n"),
    );
    folder.write("header.csv", header);
    let runs = [
        "rates sessions.csv --format json",
        "rates sessions.csv --format json --by site,month --by concern --by quarter --by year --hash",
        "rates sessions.csv --format json --unit client --method jeffreys --level 0.9",
        "rates sessions.csv --format json --where site=North --where concern= --from 2025-02-01 --to 2025-06-30",
        "rates own.csv --format json -m mapping.toml --by age_band --by site,age_band",
        "rates header.csv --format json -m mapping.toml",
    ];
    let mut documents: Vec<(String, Value)> =
        runs.map(|words| (words.to_owned(), parsed(&run_quietly(&folder, words)))).into();
    folder.sst("report sessions.csv -q -o r.json").done();
    documents.push(("report sessions.csv".to_owned(), parsed(&folder.read("r.json"))));
    documents
}

fn run_quietly(folder: &Folder, words: &str) -> String {
    let run = folder.sst(&format!("{words} -q"));
    assert!(run.code <= 1, "{words}: {}", run.err);
    run.out
}

#[test]
fn documents_keep_to_the_schema() {
    let schema = parsed(&Folder::new().sst("schema").done().out);
    for (words, document) in documents() {
        assert_eq!(schema::faults(&schema, &document), Vec::<String>::new(), "sst {words}");
    }
}

#[test]
fn the_schema_finds_what_is_wrong() {
    let schema = parsed(&Folder::new().sst("schema").done().out);
    let (_, document) = documents().swap_remove(0);
    let first = |kind: &str| {
        let results = document["results"].as_array().expect("results");
        results.iter().position(|entry| entry["kind"] == kind).expect("one of the kind")
    };
    let (share, bins) = (first("proportion"), first("distribution"));
    let wrong: [(&str, Value); 9] = [
        ("/schema", json!("sst-results/2")),
        ("/as_of", json!("31 Dec 2025")),
        ("/level", json!(95)),
        ("/unit", json!("sessions")),
        ("/rows/read", json!(-1)),
        ("/rows/used", json!("1480")),
        (&format!("/results/{share}/estimate"), json!(77.78)),
        (&format!("/results/{share}/by"), json!({"site": 3})),
        (&format!("/results/{bins}/bins"), json!({"5": 10})),
    ];
    for (place, value) in wrong {
        let mut document = document.clone();
        *document.pointer_mut(place).expect("the key") = value;
        let faults = schema::faults(&schema, &document);
        assert!(faults.iter().any(|fault| fault.starts_with(place)), "{place}: {faults:?}");
    }
    for key in ["eligible", "asked", "bounds", "method", "caveats", "reason"] {
        let mut document = document.clone();
        document["results"][share].as_object_mut().expect("an entry").remove(key);
        let faults = schema::faults(&schema, &document);
        assert_eq!(faults, [format!("/results/{share}: has no key {key}")]);
    }
    let mut more = document.clone();
    more["results"][share]["surprise"] = json!(1);
    assert_eq!(schema::faults(&schema, &more), [format!("/results/{share}: the schema does not describe surprise")]);
}

/// By code point of measure, instrument, kind, by-keys, by-values; null first. `Option` sorts `None` first, and `str`
/// by code point.
#[test]
fn results_are_sorted() {
    for (words, document) in documents() {
        let results = document["results"].as_array().expect("results");
        let keys: Vec<_> = results
            .iter()
            .map(|entry| {
                let by = entry["by"].as_object().expect("an object");
                let names: BTreeSet<&String> = by.keys().collect();
                let values: Vec<Option<&str>> = names.iter().map(|name| by[*name].as_str()).collect();
                let text = |key: &str| entry[key].as_str();
                (text("measure"), text("instrument"), text("kind"), names.into_iter().collect::<Vec<_>>(), values)
            })
            .collect();
        assert!(keys.is_sorted(), "sst {words}");
        let distinct: BTreeSet<_> = keys.iter().collect();
        assert_eq!(distinct.len(), keys.len(), "sst {words}: each result stands once");
        // The whole is always there.
        for key in keys.iter().filter(|key| !key.3.is_empty()) {
            let whole = results.iter().any(|entry| {
                entry["measure"].as_str() == key.0 && entry["kind"].as_str() == key.2 && entry["by"] == json!({})
            });
            assert!(whole, "sst {words}: {key:?}");
        }
    }
}

#[test]
fn labels_of_time_are_as_the_design_writes_them() {
    let folder = Folder::new().with("sst.toml", "fiscal_year_starts = \"04-01\"\n");
    folder.write("a.csv", "session_date,site\n2025-03-31, North West \n2025-04-01,north west\n2025-12-01,\n");
    let words = "rates a.csv -q --as-of 2025-12-31 --format json --by month --by quarter --by year --by site";
    let document = parsed(&folder.sst(words).done().out);
    let labels = |name: &str| -> Vec<Value> {
        let entries = document["results"].as_array().expect("results").iter();
        entries.filter(|e| e["measure"] == "sessions").filter_map(|e| e["by"].get(name).cloned()).collect()
    };
    assert_eq!(labels("month"), ["2025-03", "2025-04", "2025-12"]);
    assert_eq!(labels("year"), ["2024/25", "2025/26"]);
    assert_eq!(
        labels("site"),
        [Value::Null, json!("North West"), json!("north west")],
        "trimmed, case kept, null first"
    );
    folder.write("sst.toml", "");
    let document = parsed(&folder.sst(words).done().out);
    let labels = |name: &str| -> Vec<Value> {
        let entries = document["results"].as_array().expect("results").iter();
        entries.filter(|e| e["measure"] == "sessions").filter_map(|e| e["by"].get(name).cloned()).collect()
    };
    assert_eq!(labels("quarter"), ["2025-Q1", "2025-Q2", "2025-Q4"]);
    assert_eq!(labels("year"), ["2025"]);
}

#[test]
fn hashes_are_there_when_asked_for() {
    let folder =
        Folder::new().with("a.csv", "session_date\n2025-01-02\n").with("m.toml", "[thresholds]\nhelpful = 5\n");
    let hash = |words: &str| parsed(&folder.sst(words).done().out)["inputs"][0]["sha256"].clone();
    // sha256sum of the file.
    let expected = "cb48906e8e54fc9f0a6c199cc0e725b32f101af62bf1a18e17d895fb8bb3b4cb";
    assert_eq!(hash("rates a.csv -q --format json"), Value::Null);
    assert_eq!(hash("rates a.csv -q --format json --hash"), expected);
    folder.sst("report a.csv -q -m m.toml -o r.json").done();
    let report = parsed(&folder.read("r.json"));
    assert_eq!(report["inputs"], json!([{"file": "a.csv", "sha256": expected, "rows": 1}]));
    assert_eq!(
        report["mapping"],
        json!({"file": "m.toml", "sha256": "b23b5a3acf7faea4f024f621c052f86b646ba36edef8ce448b84f57eec03d910"})
    );
}

#[test]
fn unknown_keys_are_passed_over_and_another_version_is_refused() {
    let folder = Folder::new().with("a.csv", "session_date,helpfulness\n2025-01-02,5\n");
    folder.sst("report a.csv -q -o r.json -o a.md").done();
    let mut newer = parsed(&folder.read("r.json"));
    newer["from_a_later_version"] = json!({"a": 1});
    newer["results"][0]["from_a_later_version"] = json!([]);
    folder.write("newer.json", &newer.to_string());
    folder.sst("report newer.json -q -o b.md").done();
    assert_eq!(folder.read("a.md"), folder.read("b.md"));
    newer["schema"] = json!("sst-results/2");
    folder.write("newer.json", &newer.to_string());
    folder.sst("report newer.json -q -o b.md").expect(3, "is not sst-results/1");
}
