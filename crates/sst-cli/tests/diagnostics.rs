//! What is told of an export that is not as it should be: findings, expectations, rejected rows, a job's annotations.

mod run;

use std::collections::BTreeMap;
use std::fmt::Write;

use run::{Folder, Run};
use serde_json::Value;

/// Sixty sessions whose form was reworded after the tenth.
fn reworded() -> Folder {
    let mut text = "client_id,session_date,How are things now?,Recommend?,Team\n".to_owned();
    for i in 0..60 {
        let change = if i < 10 { "A bit better" } else { "secret words" };
        let recommend = ["Yes", "No", "hidden label"][i % 3];
        let team = ["North", "N.", "other team"][i % 3];
        let (month, day) = (1 + i % 12, 1 + i % 27);
        writeln!(text, "c{i},2025-{month:02}-{day:02},{change},{recommend},{team}").expect("a string");
    }
    let mapping = "[columns]\nchange_rating = { column = \"How are things now?\", values = { better = [\"A bit better\"] } }\n\
                   site = { column = \"Team\", values = { North = [\"N.\"] } }\n\
                   [[measure]]\nid = \"rec\"\ncolumn = \"Recommend?\"\nyes = [\"Yes\"]\nno = [\"No\"]\n";
    Folder::new().with("x.csv", &text).with("sst.toml", mapping)
}

fn findings(run: &Run) -> BTreeMap<(String, String), Value> {
    let told: Value = serde_json::from_str(&run.out).expect("JSON");
    let findings = told["findings"].as_array().expect("a list").clone();
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    findings.into_iter().map(|finding| ((text(&finding["rule"]), text(&finding["column"])), finding)).collect()
}

#[test]
fn new_words_on_a_form_are_told_and_what_to_write() {
    let folder = reworded();
    let run = folder.sst("check x.csv --format json").done();
    assert!(!["secret", "hidden", "other team"].iter().any(|label| run.out.contains(label)), "{}", run.out);
    let told = findings(&run);
    let finding = |rule: &str, column: &str| &told[&(rule.to_owned(), column.to_owned())];
    assert_eq!(finding("reworded_column", "change_rating")["places"][0]["cell"], "C1");
    assert_eq!(finding("reworded_column", "change_rating")["severity"], "error");
    assert_eq!(finding("unmapped_value", "change_rating")["count"], 50);
    assert_eq!(finding("unmapped_value", "rec")["count"], 20);
    assert_eq!(finding("new_label", "site")["count"], 20);
    assert!(!told.contains_key(&("reworded_column".to_owned(), "rec".to_owned())), "a third is not most");
    let advice = finding("unmapped_value", "rec")["advice"].as_str().expect("advice");
    assert!(advice.contains("[[measure]] with id = \"rec\""), "{advice}");
    // The whole report must not look as if nobody had answered.
    for words in ["rates x.csv", "report x.csv -o r.md", "chart overview x.csv"] {
        folder.sst(words).expect(0, "most labels in `change_rating` are not known: has the wording");
        folder.sst(&format!("{words} --fail-on reworded-column")).expect(1, "reworded_column in change_rating");
    }
    let rates = folder.sst("rates x.csv --by site --format json").done().out;
    assert!(rates.contains("other team"), "a new label of a group is a group");
}

/// Nine days, each with that label.
fn rows_of(label: &str) -> String {
    (1..10).fold(String::new(), |rows, day| rows + &format!("2025-01-{day:02},{label}\n"))
}

#[test]
fn what_is_told_to_write_mends_the_mapping() {
    // No mapping yet: the line is whole, but for the label.
    let rows = rows_of("yep");
    let folder = Folder::new().with("x.csv", &format!("session_date,enough\n{rows}"));
    let told = folder.sst("check x.csv").done().out;
    let line = told.lines().find_map(|line| line.split_once("write: under [columns]: ")).expect("a line to paste").1;
    let line = line.split(" (values").next().expect("the line").replace("...", "yep");
    folder.write("sst.toml", &format!("[columns]\n{line}\n"));
    assert!(folder.sst("check x.csv").done().out.contains("No findings."));
}

#[test]
fn a_rating_on_words_is_told_with_all_five() {
    let rows = rows_of("very");
    let folder = Folder::new().with("x.csv", &format!("session_date,helpfulness\n{rows}"));
    let told = folder.sst("check x.csv").done().out;
    assert!(
        told.contains("values = { 1 = [\"...\"], 2 = [\"...\"], 3 = [\"...\"], 4 = [\"...\"], 5 = [\"...\"] }"),
        "{told}"
    );
}

#[test]
fn several_findings_may_fail_a_run_and_a_typo_is_told() {
    let folder = reworded();
    for words in ["check x.csv", "rates x.csv", "report x.csv -o r.md", "change x.csv", "chart overview x.csv"] {
        folder.sst(&format!("{words} --fail-on stray_quote,unmapped_value")).expect(1, "unmapped_value in rec");
        folder.sst(&format!("{words} --fail-on stray_quote --fail-on new_label")).expect(1, "new_label in site");
        folder.sst(&format!("{words} --fail-on stray_quote,long_row")).done();
        folder.sst(&format!("{words} --fail-on warnin")).expect(2, "did you mean warning?");
        folder.sst(&format!("{words} --fail-on error,new_lable")).expect(2, "did you mean new_label?");
    }
}

/// `sst` on a day.
fn on(folder: &Folder, today: &str, words: &str) -> Run {
    let mut command = folder.command(words);
    command.env("SST_TODAY", today);
    Folder::run(command, words)
}

#[test]
fn what_is_expected_of_an_export_is_looked_at() {
    let folder = reworded();
    let mapping = folder.read("sst.toml") + "[expect]\ndata_through_within_days = 35\nmin_sessions = 61\n";
    folder.write("sst.toml", &mapping);
    for words in ["check x.csv", "rates x.csv", "report x.csv -o r.json", "chart overview x.csv", "change x.csv"] {
        let run = on(&folder, "2026-02-20", words).expect(0, "the data go up to 24 Dec 2025, 58 days before today");
        assert!(run.err.contains("60 attended sessions in the period, at least 61 expected"), "{}", run.err);
        on(&folder, "2026-02-20", &format!("{words} --fail-on not_up_to_date")).expect(1, "failed: not_up_to_date");
        on(&folder, "2026-02-20", &format!("{words} --fail-on too_few_sessions")).expect(1, "failed: too_few_sessions");
        on(&folder, "2026-01-28", &format!("{words} --fail-on not_up_to_date")).done();
        on(&folder, "2025-01-28", &format!("{words} --fail-on not_up_to_date")).expect(1, "days after today");
        on(&folder, "soon", words).expect(2, "SST_TODAY is no date");
    }
    let told = on(&folder, "2026-02-20", "check x.csv").done().out;
    assert!(told.contains("Not as expected:") && told.contains("(not_up_to_date)"), "{told}");
    // A document says what its data say, whatever the day.
    on(&folder, "2026-02-20", "report x.csv -o a.json").done();
    on(&folder, "2025-12-24", "report x.csv -o b.json").done();
    assert_eq!(folder.read("a.json"), folder.read("b.json"));
    assert!(folder.read("a.json").contains("too_few_sessions") && !folder.read("a.json").contains("not_up_to_date"));
    folder.sst("report a.json -o c.md --fail-on too_few_sessions").expect(1, "too_few_sessions");
    // Of a part of the sessions nothing is expected.
    let part = on(&folder, "2025-12-24", "rates x.csv --where site=North").done();
    assert!(!part.err.contains("too_few_sessions"), "{}", part.err);
    folder.write("bad.toml", "[expect]\nmin_session = 3\n");
    folder.sst("check x.csv -m bad.toml").expect(2, "did you mean `min_sessions`?");
}

/// Rows of every fate, and two files.
fn mixed() -> Folder {
    let a = "client_id,session_id,session_date,helpfulness,site\n\
             c1,s1,2025-01-02,4,North\n\
             =cmd(),s2,2025-01-03,nine,North\n\
             ,,,,\n\
             c3,s3,,5,North\n\
             c4,s4,2025-01-05,5,\"open\n\
             c5,s5,2025-01-06,5,North,too many\n\
             c6,s6,2025-01-07,5,\"two\nlines\"\n\
             c7,s7,2025-01-08,5,\"two\nlines\"\n\
             c7,s7,2025-01-08,5,\"two\nlines\"\n";
    let b = "client_id,session_id,session_date,helpfulness,site\nc8,s8,2025-01-09,5,North\nc9,s8,2025-01-10,6,North\n\
             c10,s10,2025-04-01,5,North\nc8,s11,2025-01-11,5,North\n";
    Folder::new().with("a.csv", a).with("b.csv", b)
}

fn rejects(folder: &Folder, words: &str) -> Vec<Vec<String>> {
    let mut command = folder.command(words);
    command.env_remove("CI");
    Folder::run(command, words).done();
    let text = folder.read("r.client-data.csv");
    let text = text.strip_prefix('\u{feff}').expect("the mark that Excel needs");
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    reader.records().map(|row| row.expect("CSV").iter().map(str::to_owned).collect()).collect()
}

#[test]
fn rejected_rows_stand_as_they_do_in_the_file() {
    let folder = mixed();
    let rows = rejects(&folder, "check a.csv b.csv --as-of 2025-03-01 --rejects r.client-data.csv");
    let rows: Vec<Vec<&str>> = rows.iter().map(|row| row.iter().map(String::as_str).collect()).collect();
    assert_eq!(
        rows,
        [
            ["a.csv", "3", "yes", "unmapped_value", "helpfulness", "'=cmd(),s2,2025-01-03,nine,North"],
            ["a.csv", "5", "no", "no_session_date", "", "c3,s3,,5,North"],
            ["a.csv", "6", "no", "unreadable_row; text_after_quote", "", "c4,s4,2025-01-05,5,\"open"],
            ["a.csv", "7", "no", "unreadable_row; long_row", "", "c5,s5,2025-01-06,5,North,too many"],
            ["a.csv", "12", "no", "duplicate", "", "c7,s7,2025-01-08,5,\"two\nlines\""],
            ["b.csv", "2", "no", "conflicting_id", "", "c8,s8,2025-01-09,5,North"],
            ["b.csv", "3", "no", "conflicting_id; rating_out_of_range", "; helpfulness", "c9,s8,2025-01-10,6,North"],
            ["b.csv", "4", "no", "after_as_of", "", "c10,s10,2025-04-01,5,North"],
        ]
    );
}

#[test]
fn every_excluded_row_but_blank_ones_is_among_the_rejected() {
    let folder = mixed();
    for words in ["", "--unit client", "--threads 2"] {
        let rows = rejects(&folder, &format!("check a.csv b.csv {words} --rejects r.client-data.csv"));
        let told: Value =
            serde_json::from_str(&folder.sst(&format!("check a.csv b.csv {words} --format json")).done().out)
                .expect("JSON");
        let mut reasons = BTreeMap::<&str, u64>::new();
        for row in rows.iter().filter(|row| row[2] == "no") {
            *reasons.entry(row[3].split("; ").next().expect("a reason")).or_default() += 1;
        }
        let excluded = told["excluded"].as_array().expect("a list").iter();
        let excluded = excluded.map(|of| (of["reason"].as_str().expect("text"), of["rows"].as_u64().expect("a count")));
        assert_eq!(reasons, excluded.filter(|(reason, _)| *reason != "blank_row").collect(), "{words}");
    }
}

#[test]
fn rejected_rows_are_client_data() {
    let folder = mixed();
    folder.sst("check a.csv --rejects r.csv").expect(2, "must end in .client-data.csv");
    let in_ci = |words: &str| {
        let mut command = folder.command(words);
        command.env("CI", "true");
        Folder::run(command, words)
    };
    in_ci("check a.csv --rejects r.client-data.csv").expect(2, "no client rows are written in a CI job");
    assert!(!folder.has("r.client-data.csv"));
    in_ci("check a.csv --rejects r.client-data.csv --allow-client-data").expect(0, "do not send it");
    assert!(folder.has("r.client-data.csv"));
    std::fs::copy(folder.path("a.csv"), folder.path("in.client-data.csv")).expect("a copy");
    in_ci("check in.client-data.csv --rejects in.client-data.csv --allow-client-data").expect(2, "is an input");
}

#[test]
fn a_job_on_github_is_told_of_nine_things_at_most() {
    let folder = reworded();
    let gates = "[[gate]]\nmeasure = \"rec\"\nat_least = 0.99\nmin_answered = 5\nby = { site = \"other team\" }\n";
    folder.write("sst.toml", &(folder.read("sst.toml") + gates));
    // Twelve columns with a label each that is not known.
    let columns =
        ["enough", "goal_set", "goal_met", "next_step_set", "next_step_done", "no_return_reason", "followup_asked"];
    let wide = format!("session_date,{}\n2025-01-01{}\n", columns.join(","), ",::error::no".repeat(columns.len()));
    folder.write("wide.csv", &wide);
    let run = |words: &str| {
        let mut command = folder.command(words);
        command.env("GITHUB_STEP_SUMMARY", folder.path("summary.md"));
        Folder::run(command, words)
    };
    let told = run("check ./x.csv wide.csv --format github").out;
    let lines: Vec<&str> = told.lines().collect();
    assert_eq!(lines.len(), 10, "{told}");
    assert!(lines[0].starts_with("::error file=x.csv,line=1,title=reworded_column::1 × "), "{told}");
    assert!(lines[1].starts_with("::warning "), "errors first: {told}");
    assert!(lines.iter().all(|line| line.starts_with("::warning ") || line.starts_with("::error ")), "{told}");
    assert!(lines[9].starts_with("::warning title=sst::and "), "{told}");
    assert!(!told.contains("secret words") && !told.contains("::error::no"), "{told}");
    let summary = folder.read("summary.md");
    for part in [
        "| x.csv | 60 |",
        "| Most labels of a column are not known | change\\_rating | 1 |",
        "61 rows read, 61 used",
        "| rec |",
    ] {
        assert!(summary.contains(part), "{part} in {summary}");
    }
    // It is appended to, as each step of a job has its own.
    let again = run("rates x.csv --format github --by site");
    assert!(again.out.contains("title=reworded_column::"), "{}", again.out);
    assert!(folder.read("summary.md").starts_with(&summary) && folder.read("summary.md").len() > summary.len());
    // A gate that failed is an error, before all findings; so it is from a document, on a runner that sees no row.
    let failed = gates.replace("other team", "North").replace("0.99", "1.0") + "fail_when = \"not_shown\"\n";
    folder.write("sst.toml", &folder.read("sst.toml").replace(gates, &failed));
    folder.sst("report x.csv -o r.json").expect(1, "gate");
    for words in ["check x.csv --format github", "rates x.csv --format github", "rates r.json --format github"] {
        let run = run(words).expect(1, "failed: gate rec site=North");
        assert!(
            run.out.starts_with("::error title=gate failed::rec site=North: at least 100.0%25 asked for"),
            "{}",
            run.out
        );
    }
    folder.sst("rates x.csv --format github -o a.txt").expect(2, "go to standard output");
    folder.sst("change x.csv --format github").expect(2, "no annotations of its own");
}

#[test]
fn what_cannot_be_is_refused_and_not_passed_over() {
    let folder = reworded();
    for (words, said) in [
        ("rates x.csv --where month=2025-3", "month=2025-03"),
        ("rates x.csv --where quarter=2025-1", "quarter=2025-Q1"),
        ("rates x.csv --where year=25", "year=2025"),
        ("chart dots x.csv -m dots.toml", "say with --by what the picture is to compare: site"),
        ("rates x.csv -m gate.toml", "the gate on helpful: no session has site=Nroth"),
        ("rates x.csv -m gate.toml", "did you mean `North`?"),
        ("rates x.csv -m month.toml", "this is no month"),
        ("rates x.csv -m range.toml", "`min` of `helpfulness` is above its `max`"),
        ("report x.csv -m logo.toml -o logo.md", "this file is an input"),
        (
            "rates x.csv --scores twice.csv -m none.toml",
            "the column \"score\", where `score` of [scores] should be, is there more than once",
        ),
    ] {
        let gate = "[columns]\nsite = \"Team\"\n[[gate]]\nmeasure = \"helpful\"\nat_least = 0.7\n";
        folder.write("dots.toml", "[columns]\nsite = \"Team\"\n");
        folder.write("gate.toml", &format!("{gate}by = {{ site = \"Nroth\" }}\n"));
        folder.write("month.toml", &format!("{gate}by = {{ month = \"2025-1\" }}\n"));
        folder.write("range.toml", "[columns]\nhelpfulness = { min = 4, max = 2 }\n");
        folder.write("logo.toml", "[report]\nlogo = \"logo.md\"\n");
        folder.write("none.toml", "");
        folder.write("logo.md", "");
        folder.write("twice.csv", "client_id,date,measure,score,score\nc1,2025-01-01,phq9,3,4\n");
        folder.sst(words).expect(2, said);
    }
    folder.sst("rates x.csv --where month=2025-03").done();
}

#[test]
fn a_rating_has_a_range_of_its_own() {
    let folder = Folder::new().with("x.csv", "session_date,helpfulness\n2025-01-01,4\n2025-01-02,5\n");
    folder.write("sst.toml", "[columns]\nhelpfulness = { min = 1, max = 4 }\n");
    let told = findings(&folder.sst("check x.csv --format json").done());
    assert_eq!(told[&("rating_out_of_range".to_owned(), "helpfulness".to_owned())]["count"], 1);
}

#[test]
fn scores_that_cannot_be_read_are_said_beside_what_rests_on_them() {
    let mut sessions = "client_id,session_date,status\n".to_owned();
    let mut scores = "client_id,date,measure,score\n".to_owned();
    for i in 0..20 {
        writeln!(sessions, "c{i},2025-01-10,attended").expect("a string");
        writeln!(scores, "c{i},2025-01-10,phq9,{}", if i % 4 == 0 { "many" } else { "15" }).expect("a string");
        writeln!(scores, "c{i},2025-02-10,phq9,8").expect("a string");
    }
    let folder = Folder::new().with("x.csv", &sessions).with("m.csv", &scores);
    let out = folder.sst("rates x.csv --scores m.csv --as-of 2025-12-31 --format json").done().out;
    let told: Value = serde_json::from_str(&out).expect("JSON");
    let results = told["results"].as_array().expect("a list");
    let improved = results.iter().find(|entry| entry["measure"] == "reliably_improved").expect("the measure");
    assert!(improved["caveats"].to_string().contains("not_understood"), "{improved}");
    let attended = results.iter().find(|entry| entry["measure"] == "attended").expect("the measure");
    assert!(!attended["caveats"].to_string().contains("not_understood"), "{attended}");
}
