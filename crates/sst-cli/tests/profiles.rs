//! Exports in the layouts of other systems, each read to a report through its profile.

mod run;
mod schema;

use std::path::{Path, PathBuf};

use run::{Folder, Run};
use serde_json::Value;

/// Every export, with the profile that it follows.
const EXPORTS: [(&str, &str); 10] = [
    ("qualtrics", "numeric"),
    ("qualtrics", "choice-text"),
    ("qualtrics-legacy", "export"),
    ("surveymonkey", "export"),
    ("google-forms", "export"),
    ("redcap", "raw"),
    ("redcap", "labels"),
    ("cliniko", "export"),
    ("simplepractice", "export"),
    ("jane", "export"),
];

fn exports() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/profiles")
}

fn text(path: &str) -> String {
    std::fs::read_to_string(exports().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// A folder with one of the exports and its mapping file.
fn folder(profile: &str, name: &str) -> Folder {
    let folder = Folder::new().with("export.csv", &text(&format!("{profile}/{name}.csv")));
    folder.with("export.toml", &text(&format!("{profile}/{name}.toml")))
}

fn json(run: &Run) -> Value {
    serde_json::from_str(&run.out).expect("JSON")
}

/// Answered and events of a measure, over all.
fn counts(results: &Value, measure: &str) -> (u64, u64) {
    let all = results["results"].as_array().expect("results").iter();
    let entry = all
        .filter(|entry| entry["measure"] == measure && entry["by"] == serde_json::json!({}))
        .find(|entry| entry["kind"] == "proportion")
        .unwrap_or_else(|| panic!("no {measure}"));
    (entry["answered"].as_u64().expect("a count"), entry["events"].as_u64().expect("a count"))
}

fn rates(profile: &str, name: &str) -> Value {
    let folder = folder(profile, name);
    json(&folder.sst("rates export.csv --mapping export.toml --format json").done())
}

fn groups(results: &Value, group: &str) -> Vec<(String, u64)> {
    let all = results["results"].as_array().expect("results").iter();
    let attended = all.filter(|entry| entry["measure"] == "sessions" && entry["by"][group].is_string());
    let counted = attended.map(|entry| {
        (entry["by"][group].as_str().unwrap_or_default().to_owned(), entry["count"].as_u64().expect("a count"))
    });
    counted.collect()
}

#[test]
fn every_export_is_told_by_itself_and_becomes_a_report() {
    for (profile, name) in EXPORTS {
        let folder = folder(profile, name);
        let said = format!("Profile: {profile} (");
        let words = "report export.csv --mapping export.toml -o report.html -o report.json";
        folder.sst(words).expect(0, &said);
        assert!(folder.read("report.html").contains("</html>"), "{profile}/{name}");
        let results: Value = serde_json::from_str(&folder.read("report.json")).expect("JSON");
        assert_eq!(results["profile"]["id"], *profile, "{name}");
        assert_eq!(results["profile"]["detected"], true, "{profile}/{name}");
        let schema: Value = serde_json::from_str(&Folder::new().sst("schema").done().out).expect("a schema");
        assert_eq!(schema::faults(&schema, &results), [""; 0], "{profile}/{name}");
        // Rendered again from its document, it is the same page.
        let page = folder.read("report.html");
        folder.sst("report report.json -o again.html").done();
        assert_eq!(folder.read("again.html"), page, "{profile}/{name}");
        let rows = &results["rows"];
        let excluded = rows["excluded"].as_array().expect("a list").iter().map(|some| some["rows"].as_u64());
        let excluded: u64 = excluded.map(|rows| rows.expect("a count")).sum();
        assert_eq!(rows["read"].as_u64(), rows["used"].as_u64().map(|used| used + excluded), "{profile}/{name}");
        // Asked for, it is the same reading.
        let asked = folder.sst(&format!("rates export.csv --mapping export.toml --format json --profile {profile}"));
        let told = folder.sst("rates export.csv --mapping export.toml --format json");
        let (mut asked, told) = (json(&asked.done()), json(&told.done()));
        assert_eq!(asked["profile"]["detected"], false);
        asked["profile"]["detected"] = true.into();
        assert_eq!(asked, told, "{profile}/{name}");
    }
}

#[test]
fn a_profile_known_from_memory_says_so() {
    let from_memory = ["surveymonkey", "google-forms", "cliniko", "simplepractice", "jane"];
    for (profile, name) in EXPORTS {
        let run = folder(profile, name).sst("check export.csv --mapping export.toml").done();
        let says = run.err.contains("known from memory only");
        assert_eq!(says, from_memory.contains(&profile), "{profile}: {}", run.err);
        assert!(run.out.contains(&format!("Profile: {profile} (")), "{}", run.out);
    }
}

#[test]
fn canonical_files_follow_no_profile() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    for (file, mapping) in [
        ("data/samples/sessions.csv", None),
        ("data/samples/strange-export.csv", Some("data/samples/strange-export.toml")),
        ("data/replications/cannistra-2020/sessions.csv", None),
    ] {
        let folder = Folder::new();
        std::fs::copy(root.join(file), folder.path("export.csv")).expect("a copy");
        let mut words = "check export.csv".to_owned();
        if let Some(mapping) = mapping {
            std::fs::copy(root.join(mapping), folder.path("m.toml")).expect("a copy");
            words += " --mapping m.toml";
        }
        let run = folder.sst(&words).done();
        assert!(!run.err.contains("rofile") && !run.out.contains("Profile"), "{file}: {}", run.err);
    }
    let survey = folder("qualtrics", "numeric");
    let words = "rates export.csv --mapping export.toml --profile canonical --format json";
    let results = json(&survey.sst(words).done());
    assert!(results.get("profile").is_none());
    // The question texts and the import ids are rows like any.
    assert_eq!(results["rows"]["read"], 9);
}

#[test]
fn previews_and_spam_of_qualtrics_are_no_sessions() {
    let numeric = rates("qualtrics", "numeric");
    assert_eq!(numeric["rows"]["read"], 7);
    assert_eq!(numeric["rows"]["used"], 5);
    assert_eq!(numeric["rows"]["excluded"], serde_json::json!([{"reason": "not_a_session", "rows": 2}]));
    // 5, 4, 2; a 9 is no rating and one is blank. Much better, better, the same, better; one blank.
    assert_eq!(counts(&numeric, "helpful"), (3, 2));
    assert_eq!(counts(&numeric, "improved"), (4, 3));
    let texts = rates("qualtrics", "choice-text");
    assert_eq!((texts["rows"]["used"].as_u64(), counts(&texts, "helpful")), (Some(3), (3, 2)));
    assert_eq!(counts(&texts, "improved"), (3, 2));
    // The rating that is none stands in the record that begins in line 13 and is the ninth row of a spreadsheet: question
    // texts and comments with line breaks are above it.
    let check = folder("qualtrics", "numeric").sst("check export.csv --mapping export.toml --format json").done();
    let told = json(&check);
    let mut findings = told["findings"].as_array().expect("a list").iter();
    let finding = findings.find(|finding| finding["rule"] == "rating_out_of_range").expect("a finding");
    let place = &finding["places"][0];
    assert_eq!((place["line"].as_u64(), place["cell"].as_str()), (Some(13), Some("M9")));
    let lines: Vec<String> = text("qualtrics/numeric.csv").lines().map(str::to_owned).collect();
    assert!(lines[12].contains("R_0006"), "{}", lines[12]);
}

#[test]
fn a_line_of_the_mapping_goes_before_the_profile() {
    let folder = folder("qualtrics", "numeric");
    let with = |more: &str| {
        folder.write("m.toml", &format!("{more}\n{}", text("qualtrics/numeric.toml")));
        json(&folder.sst("rates export.csv --mapping m.toml --format json").done())
    };
    // Spam is kept, previews are not: 5, 4, 2 and 1.
    let kept = with("[input]\ndrop_rows = { Status = [\"1\"] }\n");
    assert_eq!((kept["rows"]["used"].as_u64(), counts(&kept, "helpful")), (Some(6), (4, 2)));
    // One id for all responses: none of them is used.
    let line = "[columns]\nsession_id = \"UserLanguage\"";
    folder.write("m.toml", &text("qualtrics/numeric.toml").replace("[columns]", line));
    let same_ids = json(&folder.sst("rates export.csv --mapping m.toml --format json").done());
    assert_eq!(same_ids["rows"]["excluded"][1], serde_json::json!({"reason": "conflicting_id", "rows": 5}));
}

#[test]
fn the_old_format_of_qualtrics_is_another_profile() {
    let results = rates("qualtrics-legacy", "export");
    assert_eq!(results["rows"]["excluded"], serde_json::json!([{"reason": "not_a_session", "rows": 1}]));
    assert_eq!(counts(&results, "helpful"), (2, 1));
    // Asked for by the wrong name, a row of data would be taken for a header.
    let folder = folder("qualtrics-legacy", "export");
    let words = "rates export.csv --mapping export.toml --profile qualtrics";
    folder.sst(words).expect(2, "the rows under the headers are not as in the profile qualtrics");
}

#[test]
fn choices_of_surveymonkey_have_a_column_each() {
    let folder = folder("surveymonkey", "export");
    let results = json(&folder.sst("rates export.csv --mapping export.toml --format json --by concern").done());
    // Very helpful, Helpful, Not helpful; one label was never seen before.
    assert_eq!(counts(&results, "helpful"), (3, 2));
    // Yes, No; the third row has both marked, the fourth none.
    assert_eq!(counts(&results, "enough"), (2, 1));
    let expected = [("Family", 2), ("Grief", 1), ("Work or study", 1)].map(|(name, n)| (name.to_owned(), n));
    assert_eq!(groups(&results, "concern"), expected);
    let finding =
        |rule: &str| results["findings"].as_array().expect("a list").iter().any(|found| found["rule"] == *rule);
    assert!(finding("several_choices") && finding("unmapped_value"));
    assert_eq!(results["profile"]["date_formats"]["session_date"], "%m/%d/%Y");
}

#[test]
fn dates_that_can_be_read_two_ways_are_refused() {
    let results = rates("google-forms", "export");
    assert_eq!(results["as_of"], "2025-05-02");
    assert_eq!(counts(&results, "helpful"), (3, 2));
    assert_eq!(counts(&results, "improved"), (3, 2));
    assert_eq!(counts(&results, "would_come_again"), (2, 1));
    let folder = Folder::new().with("export.csv", &text("google-forms/open-dates.csv"));
    folder.sst("rates export.csv").expect(2, "session_date = \"Timestamp\"");
    folder.write("m.toml", "[columns]\nsession_date = \"Timestamp\"\n");
    let run = folder.sst("rates export.csv --mapping m.toml").expect(2, "can be read in more than one way");
    for line in ["%d/%m/%Y", "%m/%d/%Y"]
        .map(|format| format!("session_date = {{ column = \"Timestamp\", format = \"{format}\" }}"))
    {
        assert!(run.err.contains(&line), "{}", run.err);
        folder.write("m.toml", &format!("[columns]\n{line}\n"));
        folder.sst("rates export.csv --mapping m.toml").done();
    }
}

#[test]
fn two_questions_with_one_text_are_told_apart_by_number() {
    let folder = folder("google-forms", "export");
    folder.write("m.toml", &text("google-forms/export.toml").replace("Comments [2]", "Comments"));
    folder
        .sst("rates export.csv --mapping m.toml")
        .expect(2, "\"Comments [1]\" is the first, \"Comments [2]\" the second");
}

#[test]
fn the_sessions_of_redcap_are_the_rows_of_one_event() {
    for name in ["raw", "labels"] {
        let folder = folder("redcap", name);
        let words = "rates export.csv --mapping export.toml --format json --by concern --by site";
        let results = json(&folder.sst(words).done());
        assert_eq!(results["rows"]["read"], 9, "{name}");
        assert_eq!(results["rows"]["excluded"], serde_json::json!([{"reason": "not_a_session", "rows": 5}]));
        // 5 and 3; -99 means missing.
        assert_eq!(counts(&results, "helpful"), (2, 1), "{name}");
        assert_eq!(counts(&results, "attended"), (4, 3), "{name}");
        let expected = [("Family", 2), ("Grief", 2)].map(|(name, n)| (name.to_owned(), n));
        assert_eq!(groups(&results, "concern"), expected, "{name}");
        let expected = [("north", 2), ("south", 2)].map(|(name, n)| (name.to_owned(), n));
        assert_eq!(groups(&results, "site"), expected, "{name}");
    }
    let folder = folder("redcap", "raw");
    folder.write("m.toml", "[input]\nkeep_rows = { redcap_event = [\"session_arm_1\"] }\n");
    folder.sst("rates export.csv --mapping m.toml").expect(2, "`input.keep_rows` is in the column \"redcap_event\"");
}

#[test]
fn appointment_reports_say_who_came() {
    let cliniko = rates("cliniko", "export");
    // Came, did not, cancelled, came; the fifth is not marked at all and lies after the last attended day.
    assert_eq!(counts(&cliniko, "attended"), (4, 2));
    assert_eq!(cliniko["as_of"], "2025-02-18");
    let simple = rates("simplepractice", "export");
    assert_eq!((counts(&simple, "attended"), &simple["as_of"]), ((5, 2), &Value::from("2025-01-16")));
    assert_eq!(counts(&rates("jane", "export"), "attended"), (4, 2));
    // Names of clients are never used, nor told.
    for profile in ["cliniko", "simplepractice", "jane"] {
        let run = folder(profile, "export").sst("check export.csv --mapping export.toml").done();
        assert!(!run.out.contains("Example") && !run.err.contains("Example"), "{profile}");
    }
    let folder = folder("cliniko", "export");
    let line = "[columns.status]\notherwise = \"attended\"\nchoices = { cancelled = \"Cancelled at\", no_show = \"Did not arrive\" }\n";
    folder.write("m.toml", line);
    let results = json(&folder.sst("rates export.csv --mapping m.toml --format json").done());
    assert_eq!(counts(&results, "attended"), (5, 3));
}

#[test]
fn what_is_not_certain_is_said_and_not_done() {
    let legacy = text("qualtrics/numeric.csv");
    let without_ids: String = legacy.replacen("ImportId", "Import", 99);
    let folder = Folder::new().with("export.csv", &without_ids).with("m.toml", &text("qualtrics/numeric.toml"));
    folder.sst("rates export.csv --mapping m.toml").expect(0, "looks like an export of qualtrics");
    // One file of two: nothing is certain of both.
    let folder = self::folder("jane", "export").with("b.csv", "session_date\n2025-03-05\n");
    folder.write("m.toml", "[columns]\nstatus = { column = \"State\", values = { attended = [\"Arrived\"] } }\n");
    let run = folder.sst("rates export.csv b.csv --mapping m.toml");
    assert_eq!(run.code, 2, "{}", run.err);
}

#[test]
fn a_profile_misspelt_gets_the_right_name() {
    let folder = folder("qualtrics", "numeric");
    folder.sst("rates export.csv --profile qualtric").expect(2, "did you mean qualtrics?");
    folder.sst("profiles redcp").expect(2, "did you mean redcap?");
    folder.write("m.toml", "[input]\nprofile = \"surveymonky\"\n");
    folder.sst("rates export.csv --mapping m.toml").expect(2, "did you mean surveymonkey?");
}

#[test]
fn profiles_are_listed_and_shown() {
    let folder = Folder::new();
    let list = folder.sst("profiles").done().out;
    for (profile, _) in EXPORTS {
        assert!(list.lines().any(|line| line.starts_with(&format!("{profile} "))), "{list}");
        let shown = folder.sst(&format!("profiles {profile}")).done().out;
        for word in ["Rows ", "Headers ", "Told by ", "Maps ", "Known from "] {
            assert!(shown.contains(word), "{profile}: {word}\n{shown}");
        }
        let as_json = json(&folder.sst(&format!("profiles {profile} --format json")).done());
        assert_eq!(as_json["id"], *profile);
    }
}
