//! Anonymous follow-ups: counted as counted by hand, the same by every route, told and refused with exact words.

mod run;
mod schema;

use run::Folder;
use serde_json::Value;

/// Seven booked sessions: six attended, of which the last is not due on the as-of date (its own day, 30 April).
const SESSIONS: &str = "session_id,client_id,session_date,status,site,concern,helpfulness\n\
    s1,a,2025-03-03,attended,North,Grief,5\n\
    s2,a,2025-03-10,attended,North,Grief,4\n\
    s3,b,2025-03-17,attended,South,Anxiety,3\n\
    s4,c,2025-03-24,no_show,South,Anxiety,\n\
    s5,d,2025-04-02,attended,North,Anxiety,5\n\
    s6,e,2025-04-09,attended,South,Grief,2\n\
    s7,f,2025-04-30,attended,South,Grief,4\n";

const HEADER: &str = "Timestamp,Office,How are things now?,Was one enough?\n";

/// Five answers: one of a site without sessions, one after the as-of date, one without a date. (No profile has such headers.)
const ANSWERS: [&str; 5] = [
    "03/04/2025,Northern,A lot better,Yes\n",
    "20/03/2025,South,About the same,No\n",
    "15/05/2025,North,A bit better,Yes\n",
    "07/04/2025,Westside,A bit better,\n",
    ",South,Worse,No\n",
];

const MAPPING: &str = r#"
[columns]
change_rating = { column = "How are things now?", values = { much_better = ["A lot better"], better = ["A bit better"], same = ["About the same"] } }
enough = "Was one enough?"

[follow_up]
due_after_days = 7
linked = false
file = "followup*.csv"
date = { column = "Timestamp", format = "%d/%m/%Y" }
site = { column = "Office", values = { North = ["Northern"] } }
"#;

fn answers() -> String {
    format!("{HEADER}{}", ANSWERS.concat())
}

fn folder() -> Folder {
    Folder::new().with("sessions.csv", SESSIONS).with("sst.toml", MAPPING).with("followup-1.csv", &answers())
}

fn document(folder: &Folder, words: &str) -> Value {
    let run = folder.sst(&format!("rates sessions.csv --quiet --format json {words}")).done();
    let document = serde_json::from_str(&run.out).expect("a results document");
    let schema = folder.sst("schema").done();
    let schema = serde_json::from_str(&schema.out).expect("a schema");
    assert_eq!(schema::faults(&schema, &document), Vec::<String>::new());
    document
}

/// The share of a measure in a group.
fn share(document: &Value, measure: &str, by: &Value) -> Value {
    let results = document["results"].as_array().expect("results");
    let is_it = |entry: &&Value| entry["measure"] == measure && entry["by"] == *by && entry["kind"] == "proportion";
    results.iter().find(is_it).unwrap_or_else(|| panic!("{measure} by {by}")).clone()
}

/// Eligible, answered, events.
fn chain(share: &Value) -> [Option<u64>; 3] {
    ["eligible", "answered", "events"].map(|key| share[key].as_u64())
}

fn has_caveat(share: &Value, code: &str) -> bool {
    share["caveats"].as_array().expect("caveats").iter().any(|caveat| caveat["code"] == code)
}

fn by(key: &str, label: &str) -> Value {
    Value::from_iter([(key, label)])
}

fn whole() -> Value {
    Value::Object(serde_json::Map::new())
}

#[test]
fn they_are_counted_as_by_hand() {
    let folder = folder();
    let document = document(&folder, "--by month --by site --by site,month --by quarter --by year");
    // Due: all attended but the one of 30 April. Answers that count: of 3 April, 20 March and 7 April.
    let improved = share(&document, "improved", &whole());
    assert_eq!(chain(&improved), [Some(5), Some(3), Some(2)]);
    assert_eq!(improved["not_due"], 1);
    assert_eq!(chain(&share(&document, "worse", &whole())), [Some(5), Some(3), Some(0)]);
    assert_eq!(chain(&share(&document, "enough", &whole())), [Some(5), Some(2), Some(1)]);
    // Of the form silence is an answer: three forms beside five sessions.
    assert_eq!(chain(&share(&document, "followed_up", &whole())), [Some(5), Some(5), Some(3)]);
    // Wilson of 2 of 3, by statsmodels: proportion_confint(2, 3, method="wilson").
    let near = |key: &str, value: f64| (improved[key].as_f64().expect("a number") - value).abs() < 1e-9;
    assert!(near("low", 0.207_659_600_802_047_9) && near("high", 0.938_508_055_279_603_8), "{improved}");
    assert_eq!((&improved["bounds"]["low"], &improved["bounds"]["high"]), (&Value::from(0.4), &Value::from(0.8)));
    assert_eq!(improved["method"], "wilson");
    for key in ["clients_answered", "design_effect", "asked", "reason"] {
        assert!(improved[key].is_null(), "{key}");
    }
    assert_eq!(improved["clients"], 4, "clients of the sessions that were due are known");
    assert!(has_caveat(&improved, "unlinked_follow_up"));
    // What stands with the sessions is as ever.
    let helpful = share(&document, "helpful", &whole());
    assert_eq!(chain(&helpful), [Some(6), Some(6), Some(4)]);
    assert!(!has_caveat(&helpful, "unlinked_follow_up") && helpful["clients_answered"] == 5);
    for (group, expected) in [
        (by("month", "2025-03"), [3, 1, 0]),
        (by("month", "2025-04"), [2, 2, 2]),
        (by("quarter", "2025-Q1"), [3, 1, 0]),
        (by("year", "2025"), [5, 3, 2]),
        // The answer from Westside is in the whole, and in no site.
        (by("site", "North"), [3, 1, 1]),
        (by("site", "South"), [2, 1, 0]),
        (Value::from_iter([("month", "2025-04"), ("site", "North")]), [1, 1, 1]),
        (Value::from_iter([("month", "2025-04"), ("site", "South")]), [1, 0, 0]),
    ] {
        assert_eq!(chain(&share(&document, "improved", &group)), expected.map(Some), "{group}");
    }
    let results = document["results"].as_array().expect("results");
    assert!(results.iter().all(|entry| entry["by"]["site"] != "Westside"), "no group without a session");
    assert_eq!(document["flow"], serde_json::json!({"booked": 7, "attended": 6, "asked": null, "answered": 3}));
    let account = &document["follow_up_answers"];
    assert_eq!((&account["read"], &account["used"]), (&Value::from(5), &Value::from(3)));
    let unused = serde_json::json!([{"reason": "no_date", "rows": 1}, {"reason": "after_as_of", "rows": 1}]);
    assert_eq!(account["unused"], unused);
    let findings = document["findings"].as_array().expect("findings");
    let without = findings.iter().find(|finding| finding["rule"] == "answer_without_session").expect("told");
    assert_eq!((&without["column"], &without["count"]), (&Value::from("follow_up.site"), &Value::from(1)));
    let spread = results.iter().find(|entry| entry["measure"] == "change_rating" && entry["by"] == whole());
    let bins = &spread.expect("the answers")["bins"];
    let counts: Vec<u64> = bins.as_array().expect("bins").iter().filter_map(|bin| bin["count"].as_u64()).collect();
    assert_eq!(counts, [1, 1, 1, 0, 0]);
}

#[test]
fn what_they_do_not_say_is_null_with_a_reason() {
    let folder = folder();
    let untold = |document: &Value, group: &Value| {
        for measure in ["improved", "enough", "followed_up"] {
            let share = share(document, measure, group);
            assert_eq!(share["reason"], "unlinked_follow_up", "{measure}");
            for key in ["answered", "events", "estimate", "low", "high", "bounds"] {
                assert!(share[key].is_null(), "{measure} {key}");
            }
            assert!(share["eligible"].is_u64() && has_caveat(&share, "unlinked_follow_up"), "{measure}");
        }
    };
    let grouped = document(&folder, "--by concern --by concern,month");
    untold(&grouped, &by("concern", "Grief"));
    untold(&grouped, &Value::from_iter([("concern", "Grief"), ("month", "2025-03")]));
    for words in ["--unit client", "--where concern=Grief"] {
        let document = document(&folder, words);
        untold(&document, &whole());
        assert!(document["flow"]["answered"].is_null(), "{words}");
        assert!(document["results"].as_array().expect("results").iter().all(|entry| {
            entry["measure"] != "change_rating" || (entry["answered"].is_null() && entry["bins"][0]["count"].is_null())
        }));
        assert!(share(&document, "helpful", &whole())["estimate"].is_f64(), "{words}");
    }
    // Of site and month they do say.
    let document = document(&folder, "--where site=North --where month=2025-04");
    assert_eq!(chain(&share(&document, "improved", &whole())), [Some(1), Some(1), Some(1)]);
}

#[test]
fn the_period_is_of_the_answers_own_dates() {
    let folder = folder();
    let april = document(&folder, "--from 2025-04-01 --to 2025-04-30");
    assert_eq!(chain(&share(&april, "improved", &whole())), [Some(2), Some(2), Some(2)]);
    assert_eq!(april["follow_up_answers"]["used"], 3, "outside the period they are used all the same");
    // The later as-of date: the session of 30 April is due, the answer of May counts.
    let later = document(&folder, "--as-of 2025-05-31");
    assert_eq!(chain(&share(&later, "improved", &whole())), [Some(6), Some(4), Some(3)]);
}

#[test]
fn more_answers_than_sessions_are_told_and_leave_no_bounds() {
    let mut rows = answers();
    for _ in 0..4 {
        rows += ANSWERS[0];
    }
    let folder = folder().with("followup-1.csv", &rows);
    let document = document(&folder, "--by month");
    // Seven answers beside five sessions.
    let improved = share(&document, "improved", &whole());
    assert_eq!(chain(&improved), [Some(5), Some(7), Some(6)]);
    assert!(improved["estimate"].is_f64() && improved["low"].is_f64() && improved["bounds"].is_null());
    assert_eq!(improved["reason"], "more_answers_than_sessions");
    assert!(has_caveat(&improved, "more_answers_than_sessions") && has_caveat(&improved, "unlinked_follow_up"));
    let followed_up = share(&document, "followed_up", &whole());
    assert_eq!(chain(&followed_up), [Some(5), Some(5), None]);
    assert!(followed_up["estimate"].is_null() && followed_up["low"].is_null());
    // Every output holds with it, and can be made again from the document.
    folder.sst("report sessions.csv -o r.html -o r.md -o r.json").done();
    folder.sst("report r.json -o again.html -o again.md").done();
    assert_eq!(folder.read("r.html"), folder.read("again.html"));
    assert_eq!(folder.read("r.md"), folder.read("again.md"));
    for words in ["More answers than sessions", "Anonymous answers: counted by their own date"] {
        for file in ["r.html", "r.md"] {
            assert!(folder.read(file).contains(words), "{file}: {words}");
        }
    }
    for chart in ["overview", "flow", "change_rating", "months --measure improved"] {
        folder.sst(&format!("chart {chart} sessions.csv -o c.svg")).done();
    }
    let told = folder.sst("rates sessions.csv --quiet").done();
    assert!(
        told.out.contains("more_answers_than_sessions: ") && told.out.contains("unlinked_follow_up: "),
        "{}",
        told.out
    );
}

/// Everything but the files' names is the same for any order and split of the answers.
#[test]
fn order_files_and_threads_do_not_matter() {
    let without_files = |mut document: Value| {
        document["follow_up_answers"]["inputs"] = Value::Null;
        document["inputs"] = Value::Null;
        document
    };
    let words = "--by month --by site --by concern --by site,month";
    let first = without_files(document(&folder(), words));
    for split in 0..=ANSWERS.len() {
        let mut rows = ANSWERS;
        rows.rotate_left(split);
        rows.reverse();
        let (some, others) = rows.split_at(split);
        let folder = folder()
            .with("followup-1.csv", &format!("{HEADER}{}", some.concat()))
            .with("followup-2.csv", &format!("{HEADER}{}", others.concat()));
        assert_eq!(without_files(document(&folder, &format!("{words} --threads 2"))), first, "split at {split}");
    }
    // The flag goes before the file that the mapping names, and a packed or wide file says the same.
    let folder = folder().with("followup-1.csv", HEADER).with("elsewhere.csv", &answers());
    assert_eq!(without_files(document(&folder, &format!("{words} --follow-up elsewhere.csv"))), first);
    let wide: Vec<u8> = "\u{feff}".encode_utf16().chain(answers().encode_utf16()).flat_map(u16::to_le_bytes).collect();
    std::fs::write(folder.path("wide.csv"), wide).expect("a file");
    assert_eq!(without_files(document(&folder, &format!("{words} --follow-up wide.csv"))), first);
}

#[test]
fn own_questions_and_ratings_may_be_follow_ups_too() {
    let mapping = "[follow_up]\nquestions = [\"satisfaction\", \"again\"]\nlinked = false\nfile = \"f.csv\"\n\
                   [[measure]]\nid = \"again\"\nlabel = \"Would come again\"\ncolumn = \"Again?\"\nyes = [\"Y\"]\nno = [\"N\"]\n\
                   [[measure]]\nid = \"either\"\nlabel = \"Either\"\nany_of = [\"satisfied\", \"again\"]\n\
                   [[measure]]\nid = \"mixed\"\nlabel = \"Mixed\"\nany_of = [\"helpful\", \"again\"]\n";
    let rows = "followup_date,satisfaction,Again?\n2025-03-05,5,N\n2025-03-06,2,N\n2025-03-07,,Y\n2025-03-08,,\n";
    let folder = Folder::new().with("sessions.csv", SESSIONS).with("sst.toml", mapping).with("f.csv", rows);
    let document = document(&folder, "--by site");
    assert_eq!(chain(&share(&document, "satisfied", &whole())), [Some(6), Some(2), Some(1)]);
    assert_eq!(chain(&share(&document, "again", &whole())), [Some(6), Some(3), Some(1)]);
    assert_eq!(chain(&share(&document, "either", &whole())), [Some(6), Some(2), Some(1)]);
    // One part with the session, the other who knows where.
    assert_eq!(share(&document, "mixed", &whole())["reason"], "unlinked_follow_up");
    // The form does not ask for the site.
    assert_eq!(share(&document, "again", &by("site", "North"))["reason"], "unlinked_follow_up");
    assert_eq!(document["follow_up_answers"]["unused"][0]["reason"], "no_answer");
}

#[test]
fn what_cannot_be_is_refused_with_what_to_do() {
    let with_mapping = |mapping: &str| folder().with("sst.toml", mapping);
    let refused = |folder: &Folder, words: &str, said: &str| {
        folder.sst(&format!("rates sessions.csv {words}")).expect(2, said);
    };
    refused(&with_mapping("[follow_up]\nlinked = false\n"), "", "names no file, so no answer would be counted");
    refused(
        &with_mapping("[follow_up]\nfile = \"f.csv\"\n"),
        "",
        "`file` of [follow_up] does nothing without linked = false",
    );
    refused(
        &with_mapping("[follow_up]\nlinked = false\nfile = \"f.csv\"\ncloses_after_days = 9\n"),
        "",
        "`closes_after_days` cannot be applied with linked = false",
    );
    refused(&with_mapping("[follow_up]\nlinked = \"no\"\n"), "", "`linked` is true or false");
    refused(
        &with_mapping(&MAPPING.replace("\"Timestamp\"", "\"When\"")),
        "",
        "there is no column \"When\", where `date` of [follow_up] should be",
    );
    refused(&with_mapping(&MAPPING.replace("\"Office\"", "\"Ofice\"")), "", "did you mean \"Office\"?");
    refused(
        &with_mapping(&MAPPING.replace("%d/%m/%Y", "%Y-%m-%d")),
        "",
        "under [follow_up]: date = { column = \"Timestamp\"",
    );
    let both = folder().with("sessions.csv", &SESSIONS.replace("helpfulness", "enough"));
    refused(&both, "", "the follow-up question `enough` has a column among the sessions");
    let nothing = folder()
        .with("followup-1.csv", "Timestamp,Office\n03/04/2025,North\n")
        .with("sst.toml", "[follow_up]\nlinked = false\nfile = \"followup-1.csv\"\ndate = \"Timestamp\"\n");
    refused(&nothing, "", "none of the follow-up questions has a column there");
    folder().sst("rates sessions.csv --follow-up gone.csv").expect(3, "gone.csv");
    folder().sst("report sessions.csv -o followup-1.csv").expect(2, "");
}

/// No cell of the form comes out, whatever is wrong with it; ids of clients neither.
#[test]
fn no_cell_comes_out() {
    const MARK: &str = "zqcanary";
    let rows = format!(
        "{HEADER}{MARK}DATE,North,A lot better,Yes\n03/04/2025,North,{MARK}LABEL,{MARK}ENOUGH\n03/04/2025,North,A lot better,Yes,{MARK}MORE\n\
         03/04/2025,North,\"{MARK}\"OPEN,Yes\n04/04/2025,North,A lot better,\0{MARK}\n05/04/2025,North,A lot better,Yes\n"
    );
    let folder = folder().with("followup-1.csv", &rows);
    for words in [
        "check sessions.csv",
        "check sessions.csv --format json",
        "check sessions.csv --format github",
        "rates sessions.csv --by site --format json",
        "rates sessions.csv --by site",
        "report sessions.csv -o r.html -o r.md",
    ] {
        let run = folder.sst(words).done();
        assert!(!run.out.contains(MARK) && !run.err.contains(MARK), "{words}: {} {}", run.out, run.err);
    }
    for file in ["r.html", "r.md"] {
        assert!(!folder.read(file).contains(MARK), "{file}");
    }
    // Places are of the form's own file and lines.
    let told = folder.sst("check sessions.csv").done().out;
    assert!(told.contains("followup-1.csv: line 2, record 1, cell A2"), "{told}");
}

/// Sessions whose helpfulness stands in another file: with the answers they are counted as from one file.
#[cfg(feature = "frames")]
#[test]
fn they_count_beside_joined_files() {
    let mut sessions = String::new();
    let mut form = String::from("session_id,helpfulness\n");
    for (number, line) in SESSIONS.lines().enumerate() {
        let (rest, helpfulness) = line.rsplit_once(',').expect("a last column");
        sessions.extend([rest, "\n"]);
        if number > 0 && !helpfulness.is_empty() {
            let id = rest.split(',').next().expect("an id");
            form.extend([id, ",", helpfulness, "\n"]);
        }
    }
    // A row of no session, so that the join has something to tell too.
    form.push_str("s9,5\n");
    let mapping = format!("{MAPPING}\n[[join]]\nfile = \"form*.csv\"\nby = \"session_id\"\n");
    let joined = Folder::new()
        .with("sessions.csv", &sessions)
        .with("form.csv", &form)
        .with("sst.toml", &mapping)
        .with("followup-1.csv", &answers());
    let groups = "--by month --by site --by site,month";
    let run = joined.sst(&format!("rates sessions.csv form.csv --quiet --format json {groups}")).done();
    let of_joined: Value = serde_json::from_str(&run.out).expect("a results document");
    let of_one = document(&folder(), groups);
    assert_eq!(of_joined["results"], of_one["results"]);
    assert_eq!(of_joined["follow_up_answers"], of_one["follow_up_answers"]);
    assert_eq!(of_joined["joins"][0]["rows"], 7);
    // Places of findings are those of the follow-up file, which stands behind the joined ones.
    let check = |folder: &Folder, files: &str| -> Value {
        serde_json::from_str(&folder.sst(&format!("check {files} --quiet --format json")).done().out)
            .expect("an account")
    };
    let (told, told_of_one) = (check(&joined, "sessions.csv form.csv"), check(&folder(), "sessions.csv"));
    assert_eq!(told["follow_up_answers"], told_of_one["follow_up_answers"]);
    let of_answers = |told: &Value| -> Vec<Value> {
        let findings = told["findings"].as_array().expect("findings");
        let is_it = |finding: &&Value| finding.to_string().contains("followup-1.csv");
        findings.iter().filter(is_it).cloned().collect()
    };
    assert_eq!(of_answers(&told), of_answers(&told_of_one));
    assert!(!of_answers(&told).is_empty(), "{told}");
    // A question that the joined form has is answered twice.
    let twice = form.replace("session_id,helpfulness", "session_id,Was one enough?");
    let twice = Folder::new()
        .with("sessions.csv", &sessions)
        .with("form.csv", &twice)
        .with("sst.toml", &mapping)
        .with("followup-1.csv", &answers());
    let refused = twice.sst("rates sessions.csv form.csv");
    assert!(refused.err.contains("has a column among the sessions (\"Was one enough?\")"), "{}", refused.err);
}

/// The table has no row for an answer of no session: none is written.
#[cfg(feature = "frames")]
#[test]
fn no_tidy_table_is_made_of_them() {
    let folder = folder();
    let run = folder.sst("tidy sessions.csv -o t.client-data.csv --allow-client-data --keep-ids");
    assert!(run.err.contains("followup-1.csv: anonymous follow-up answers belong to no session"), "{}", run.err);
    for file in ["t.client-data.csv", "t.sst.toml", "t.codebook.md"] {
        assert!(!folder.path(file).exists(), "{file}");
    }
}
