//! Files joined by `[[join]]`: as counted by hand and by a search through all pairs, every row accounted for, no session
//! multiplied or lost, the same for any order of rows.
#![cfg(feature = "frames")]

mod run;
mod schema;

use std::collections::BTreeMap;
use std::fmt::Write;

use run::Folder;
use serde_json::{Value, json};

/// Days after 2025-01-01 as a date.
fn date(day: i32) -> String {
    let months = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
    let (mut month, mut day) = (0, day);
    while day >= months[month] {
        day -= months[month];
        month += 1;
    }
    format!("2025-{:02}-{:02}", month + 1, day + 1)
}

/// Numbers that look random and are the same each time.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % limit
    }

    fn shuffle<T>(&mut self, items: &mut [T]) {
        for i in (1..items.len()).rev() {
            items.swap(i, self.below(i as u64 + 1) as usize);
        }
    }
}

fn document(folder: &Folder, words: &str) -> Value {
    let run = folder.sst(&format!("rates {words} --format json")).done();
    let document = serde_json::from_str(&run.out).expect("a results document");
    let schema = serde_json::from_str(sst_data::RESULTS_SCHEMA).expect("a schema");
    assert_eq!(schema::faults(&schema, &document), Vec::<String>::new());
    document
}

fn check(folder: &Folder, words: &str) -> Value {
    serde_json::from_str(&folder.sst(&format!("check {words} --format json")).done().out).expect("an account")
}

/// Reasons and rows of the first join.
fn unused(document: &Value) -> BTreeMap<String, u64> {
    let join = &document["joins"][0];
    let unused = join["unused"].as_array().expect("reasons");
    let reason =
        |unused: &Value| (unused["reason"].as_str().expect("an id").to_owned(), unused["rows"].as_u64().expect("rows"));
    let counts: BTreeMap<String, u64> = unused.iter().map(reason).collect();
    assert_eq!(join["rows"].as_u64(), Some(join["used"].as_u64().expect("used") + counts.values().sum::<u64>()));
    counts
}

fn share(document: &Value, measure: &str) -> (u64, u64) {
    let entries = document["results"].as_array().expect("results");
    let is_it =
        |entry: &&Value| entry["measure"] == measure && entry["by"] == json!({}) && entry["kind"] == "proportion";
    let entry = entries.iter().find(is_it);
    let entry = entry.unwrap_or_else(|| panic!("{measure}"));
    (entry["answered"].as_u64().expect("answered"), entry["events"].as_u64().expect("events"))
}

const BY_CLIENT: &str = r#"
[columns]
session_id = "Session number"
client_id = "Client"
session_date = "Date"
change_rating = "How are things"
followup_date = { column = "Timestamp", format = "%d/%m/%Y" }
[[join]]
file = "followup*.csv"
by = "client_id"
date = { column = "Timestamp", format = "%d/%m/%Y" }
within_days = 60
"#;

const SESSIONS: &str = "\
Session number,Client,Date,Status,Helpfulness,Site
1,A,2025-01-01,attended,5,North
2,A,2025-01-20,no_show,,North
3,B,2025-01-05,attended,4,South
4,C,2025-01-06,attended,3,South
007,D,2025-01-06,attended,2,South
8,E,2025-02-01,attended,2,South
9,E,2025-02-01,attended,2,South
";

#[test]
fn each_row_goes_to_the_nearest_attended_session_of_its_client() {
    let followup = "\
Client,Timestamp,How are things,Helpfulness,Enough
A,22/01/2025,better,3,yes
B,10/01/2025,better,4,yes
B,12/01/2025,worse,,yes
C,01/06/2025,same,,yes
X,01/06/2025,same,,yes
D,10/01/2025,same,4,no
D,10/01/2025,same,4,yes
E,10/02/2025,same,4,yes
,10/02/2025,same,4,yes
E,,same,4,yes
E,99/99/2025,same,4,yes
";
    let folder =
        Folder::new().with("sessions.csv", SESSIONS).with("followup_1.csv", followup).with("sst.toml", BY_CLIENT);
    let words = "sessions.csv followup_1.csv";
    let told = document(&folder, words);
    let expected = [
        ("another_is_nearer", 1),
        ("conflicting", 2),
        ("equally_near", 1),
        ("no_date", 2),
        ("no_key", 1),
        ("no_session", 1),
        ("outside_window", 1),
    ];
    assert_eq!(unused(&told), expected.map(|(reason, rows)| (reason.to_owned(), rows)).into());
    assert_eq!(told["joins"][0]["sessions"], 2);
    assert_eq!(told["rows"], json!({"read": 7, "used": 7, "excluded": []}));
    // A's answer is about the session A came to; B's nearest is "better".
    assert_eq!(share(&told, "improved"), (2, 2));
    assert_eq!(told["inputs"].as_array().map(Vec::len), Some(1));
    // The sessions' own helpfulness is used, and that the form of A says 3 is told at the session's cell.
    assert_eq!(share(&told, "helpful"), (6, 2));
    let account = check(&folder, words);
    let finding =
        |rule: &str| account["findings"].as_array().and_then(|all| all.iter().find(|one| one["rule"] == rule)).cloned();
    let differs = finding("joined_cell_differs").expect("a finding");
    assert_eq!(differs["column"], "helpfulness");
    assert_eq!(differs["places"], json!([{"file": "sessions.csv", "line": 2, "record": 1, "cell": "E2"}]));
    let date = finding("invalid_date").expect("a finding");
    assert_eq!(date["places"], json!([{"file": "followup_1.csv", "line": 12, "record": 11, "cell": "B12"}]));
    // By its full name the form's own column is used.
    let own = BY_CLIENT.replace("[[join]]", "helpfulness = \"followup: Helpfulness\"\n[[join]]");
    folder.write("sst.toml", &own);
    assert_eq!(share(&document(&folder, words), "helpful"), (2, 1));
    // The report says so too.
    folder.sst(&format!("report {words} -o report.html -o report.md")).done();
    for page in ["report.html", "report.md"] {
        let page = folder.read(page);
        assert!(
            page.contains("Two sessions are equally near") && page.contains("11 read, 2 used, for 2 sessions"),
            "{page}"
        );
    }
}

#[test]
fn ids_are_texts_and_contradicting_rows_are_not_used() {
    let mapping = "[columns]\nsession_id = \"Session number\"\nsession_date = \"Date\"\n[[join]]\nfile = \"form.csv\"\nby = \"session_id\"\nkey = { column = \"Booking\", missing = [\"n/a\"] }\n";
    let form = "\
Booking,Enough,Comment
1,yes,a
1,yes,b
3,yes,
3,no,
4.0,yes,
7,no,
007,no,
n/a,yes,
,,
";
    let folder = Folder::new().with("sessions.csv", SESSIONS).with("form.csv", form).with("sst.toml", mapping);
    let told = document(&folder, "sessions.csv form.csv");
    let expected = [
        ("blank_row", 1),
        ("conflicting", 2),
        ("duplicate", 1),
        ("no_key", 1),
        ("no_session", 1),
        ("number_written_otherwise", 1),
    ];
    assert_eq!(unused(&told), expected.map(|(reason, rows)| (reason.to_owned(), rows)).into());
    assert_eq!(share(&told, "enough"), (2, 1));
    // The same session twice is still one session; two sessions under one id are still a conflict.
    let twice = format!("{SESSIONS}1,A,2025-01-01,attended,5,North\n3,B,2025-01-05,attended,1,South\n");
    folder.write("sessions.csv", &twice);
    let told = document(&folder, "form.csv sessions.csv");
    assert_eq!(
        told["rows"]["excluded"],
        json!([{"reason": "duplicate", "rows": 1}, {"reason": "conflicting_id", "rows": 2}])
    );
    assert_eq!(told["rows"]["read"], 9);
    assert_eq!(share(&told, "enough"), (2, 1));
}

#[test]
fn measures_before_and_after_come_from_one_wide_file() {
    let mapping = r#"
[columns]
phq9_pre = "before: PHQ-9"
phq9_post = "after: PHQ-9"
[[join]]
name = "before"
file = "measures.csv"
by = "client_id"
date = "Taken"
within_days = 14
direction = "before"
where = { Moment = ["intake"] }
[[join]]
name = "after"
file = "measures.csv"
by = "client_id"
date = "Taken"
from_days = 1
within_days = 30
where = { Moment = ["follow-up"] }
"#;
    let sessions = "session_date,client_id\n2025-03-10,A\n2025-03-20,A\n2025-03-10,B\n";
    let measures = "client_id,Taken,Moment,PHQ-9\nA,2025-03-01,intake,20\nA,2025-03-10,intake,18\nA,2025-03-10,Follow-up,3\nA,2025-03-21,follow-up,5\nB,2025-02-01,intake,9\nB,2025-03-11,follow-up,7\n";
    let folder = Folder::new().with("s.csv", sessions).with("measures.csv", measures).with("sst.toml", mapping);
    let told = document(&folder, "s.csv measures.csv");
    let rows = |join: &Value| (join["used"].as_u64(), join["unused"].clone());
    let before = json!([{"reason": "not_selected", "rows": 3}, {"reason": "outside_window", "rows": 1}, {"reason": "another_is_nearer", "rows": 1}]);
    assert_eq!(rows(&told["joins"][0]), (Some(1), before));
    let after = json!([{"reason": "not_selected", "rows": 3}, {"reason": "outside_window", "rows": 1}]);
    assert_eq!(rows(&told["joins"][1]), (Some(2), after));
    let change = folder.sst("change s.csv measures.csv --format json").done().out;
    let change: Value = serde_json::from_str(&change).expect("a document");
    let collected = change["collected"].as_array().expect("columns");
    assert!(["phq9_pre", "phq9_post"].iter().all(|name| collected.contains(&json!(name))));
    // What the joined file has wrong is told in its own cell.
    folder.write("measures.csv", &measures.replace(",18\n", ",28\n"));
    let account = check(&folder, "s.csv measures.csv");
    let finding =
        account["findings"].as_array().and_then(|all| all.iter().find(|one| one["rule"] == "score_out_of_range"));
    assert_eq!(
        finding.expect("a finding")["places"],
        json!([{"file": "measures.csv", "line": 3, "record": 2, "cell": "D3"}])
    );
}

#[test]
fn follow_ups_may_stand_among_the_sessions() {
    let mapping = "[columns]\nsession_id = \"record_id\"\nenough = \"followup: enough\"\n[[join]]\nname = \"followup\"\nby = \"session_id\"\nwhere = { event = [\"followup_arm_1\"] }\n";
    let export = "record_id,event,session_date,enough\n1,session_arm_1,2025-01-02,\n1,followup_arm_1,,yes\n2,session_arm_1,2025-01-03,\n3,followup_arm_1,,no\n";
    let folder = Folder::new().with("redcap.csv", export).with("sst.toml", mapping);
    let told = document(&folder, "redcap.csv");
    assert_eq!(told["rows"], json!({"read": 2, "used": 2, "excluded": []}));
    assert_eq!(told["joins"][0]["rows"], 2);
    assert_eq!(unused(&told), [("no_session".to_owned(), 1)].into());
    assert_eq!(share(&told, "enough"), (1, 1));
}

/// For each session its row, by a search through all pairs.
fn searched(sessions: &[(u64, i32)], rows: &[(u64, i32, u64)], from: i32, to: i32) -> BTreeMap<usize, usize> {
    let mut of_session: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (row, &(client, day, _)) in rows.iter().enumerate() {
        let near = |session: &(u64, i32)| session.0 == client && (from..=to).contains(&(day - session.1));
        let nearest = sessions.iter().filter(|session| near(session)).map(|session| day - session.1).min();
        let there: Vec<usize> = (0..sessions.len())
            .filter(|&session| sessions[session].0 == client && Some(day - sessions[session].1) == nearest)
            .collect();
        if let [session] = there[..] {
            of_session.entry(session).or_default().push(row);
        }
    }
    let mut found = BTreeMap::new();
    for (session, candidates) in of_session {
        let first = candidates.iter().map(|&row| rows[row].1).min();
        let near: Vec<usize> = candidates.into_iter().filter(|&row| Some(rows[row].1) == first).collect();
        if near.iter().all(|&row| rows[row].2 == rows[near[0]].2) {
            found.insert(session, near[0]);
        }
    }
    found
}

#[test]
fn joined_as_a_search_through_all_pairs_joins_in_any_order_of_rows() {
    let mut numbers = Numbers(7);
    for round in 0..12 {
        let sessions: Vec<(u64, i32)> = (0..60).map(|_| (numbers.below(25), numbers.below(200) as i32)).collect();
        let rows: Vec<(u64, i32, u64)> =
            (0..80).map(|_| (numbers.below(28), numbers.below(260) as i32, numbers.below(2))).collect();
        let (from, to) = (numbers.below(3) as i32, 20 + numbers.below(60) as i32);
        let found = searched(&sessions, &rows, from, to);
        let mut session_lines: Vec<String> =
            sessions.iter().enumerate().map(|(n, (client, day))| format!("s{n},c{client},{}\n", date(*day))).collect();
        let mut row_lines: Vec<String> = rows
            .iter()
            .map(|(client, day, enough)| format!("c{client},{},{}\n", date(*day), ["no", "yes"][*enough as usize]))
            .collect();
        let mapping = format!(
            "[[join]]\nfile = \"form*.csv\"\nby = \"client_id\"\ndate = \"day\"\nfrom_days = {from}\nwithin_days = {to}\n"
        );
        let folder = Folder::new().with("sst.toml", &mapping);
        let mut documents = Vec::new();
        for _ in 0..2 {
            let write = |name: &str, header: &str, lines: &[String]| {
                let mut text = header.to_owned();
                for line in lines {
                    write!(text, "{line}").expect("a text");
                }
                folder.write(name, &text);
            };
            write("sessions.csv", "session_id,client_id,session_date\n", &session_lines);
            write("form1.csv", "client_id,day,enough\n", &row_lines[..30]);
            write("form2.csv", "client_id,day,enough\n", &row_lines[30..]);
            let mut told = document(&folder, "sessions.csv form1.csv form2.csv --as-of 2025-12-31");
            assert_eq!(told["joins"][0]["sessions"], found.len(), "round {round}");
            let events = found.values().filter(|&&row| rows[row].2 == 1).count();
            assert_eq!(share(&told, "enough"), (found.len() as u64, events as u64), "round {round}");
            assert_eq!(told["joins"][0]["rows"], 80);
            unused(&told);
            told["joins"][0]["inputs"] = Value::Null;
            documents.push(told);
            numbers.shuffle(&mut session_lines);
            numbers.shuffle(&mut row_lines);
        }
        assert_eq!(documents[0], documents[1], "round {round}");
    }
}

#[test]
fn what_cannot_be_joined_is_said() {
    let folder = Folder::new().with("sessions.csv", SESSIONS).with("form.csv", "Client,When\nA,2025-01-01\n");
    for (mapping, words, said) in [
        (
            "[[join]]\nfile = \"form.csv\"\nby = \"client_id\"\n",
            "sessions.csv form.csv",
            "needs `date` and `within_days`",
        ),
        (
            "[[join]]\nfile = \"form.csv\"\nby = \"id\"\n",
            "sessions.csv form.csv",
            "`by` is \"session_id\" or \"client_id\"",
        ),
        ("[[join]]\nby = \"session_id\"\n", "sessions.csv", "needs `file`, or `name` and `where`"),
        (
            "[columns]\nsession_date = \"Date\"\n[[join]]\nfile = \"form.csv\"\nby = \"session_id\"\n",
            "sessions.csv",
            "none of the files given is called so",
        ),
        (
            "[columns]\nsession_date = \"Date\"\n[[join]]\nfile = \"*.csv\"\nby = \"session_id\"\n",
            "sessions.csv",
            "none holds the sessions",
        ),
        (
            "[columns]\nsession_date = \"Date\"\n[[join]]\nfile = \"form.csv\"\nby = \"session_id\"\nkey = \"Clients\"\n",
            "sessions.csv form.csv",
            "is it \"Client\"?",
        ),
        (
            "[columns]\nsession_date = \"Date\"\n[[join]]\nfile = \"form.csv\"\nby = \"session_id\"\nkey = \"Client\"\n",
            "sessions.csv form.csv",
            "session_id = \"the header\"",
        ),
    ] {
        folder.write("sst.toml", mapping);
        folder.sst(&format!("check {words}")).expect(2, said);
    }
}

fn profile_export(path: &str) -> String {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/profiles").join(path);
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// A Qualtrics form: three rows of headers, one preview, one test, one that nobody's session is near.
const QUALTRICS: &str = "\
StartDate,EndDate,Status,IPAddress,Progress,RecordedDate,ResponseId,DistributionChannel,Q1,ClientRef
Start Date,End Date,Response Type,IP Address,Progress,Recorded Date,Response ID,Distribution Channel,How are things?,Your code
\"{\"\"ImportId\"\":\"\"startDate\"\"}\",\"{\"\"ImportId\"\":\"\"endDate\"\"}\",\"{\"\"ImportId\"\":\"\"status\"\"}\",\"{\"\"ImportId\"\":\"\"ipAddress\"\"}\",\"{\"\"ImportId\"\":\"\"progress\"\"}\",\"{\"\"ImportId\"\":\"\"recordedDate\"\"}\",\"{\"\"ImportId\"\":\"\"_recordId\"\"}\",\"{\"\"ImportId\"\":\"\"distributionChannel\"\"}\",\"{\"\"ImportId\"\":\"\"QID1\"\"}\",\"{\"\"ImportId\"\":\"\"ClientRef\"\"}\"
2025-02-10 09:00:00,2025-02-10 09:01:00,1,10.0.0.1,100,2025-02-10 09:01:00,R_1,preview,1,71
2025-02-11 09:00:00,2025-02-11 09:01:00,2,10.0.0.1,100,2025-02-11 09:01:00,R_2,anonymous,1,71
2025-02-24 09:00:00,2025-02-24 09:01:00,0,10.0.0.1,100,2025-02-24 09:01:00,R_3,anonymous,2,71
2025-02-25 09:00:00,2025-02-25 09:01:00,0,10.0.0.1,100,2025-02-25 09:01:00,R_4,anonymous,4,72
2025-02-12 09:00:00,2025-02-12 09:01:00,0,10.0.0.1,100,2025-02-12 09:01:00,R_5,anonymous,3,71
";

const CLINIKO_AND_QUALTRICS: &str = r#"
[columns]
change_rating = { column = "Q1", values = { much_better = ["1"], better = ["2"], same = ["3"], worse = ["4"], much_worse = ["5"] } }
[[join]]
file = "form*.csv"
by = "client_id"
key = "ClientRef"
date = "RecordedDate"
within_days = 30
"#;

/// Which rules a run of `sst check` told of, each with its column.
fn rules(account: &Value) -> Vec<(String, String)> {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let all = account["findings"].as_array().expect("findings").iter();
    all.map(|one| (text(&one["rule"]), text(&one["column"]))).collect()
}

#[test]
fn appointments_and_a_survey_each_follow_their_profile() {
    let folder = Folder::new()
        .with("appointments.csv", &profile_export("cliniko/export.csv"))
        .with("form.csv", QUALTRICS)
        .with("sst.toml", CLINIKO_AND_QUALTRICS);
    let words = "appointments.csv form.csv --as-of 2025-06-30";
    let run = folder.sst(&format!("rates {words} --format json")).done();
    assert!(run.err.contains("Profile: cliniko") && run.err.contains("Profile of form*.csv: qualtrics"), "{}", run.err);
    let told = document(&folder, words);
    // 9001 and 9004 were attended, both by 71; 72 did not come; 9003 was cancelled; 9005 says nothing.
    assert_eq!(told["rows"], json!({"read": 5, "used": 5, "excluded": []}));
    assert_eq!(told["flow"]["attended"], 2);
    // Of five answers: a preview and a test; 24 February is nearest to the 18th, 12 February to the 3rd; 72 never came.
    assert_eq!(
        unused(&told),
        [("not_an_answer", 2), ("outside_window", 1)].map(|(id, rows)| (id.to_owned(), rows)).into()
    );
    assert_eq!((&told["joins"][0]["rows"], &told["joins"][0]["used"]), (&json!(5), &json!(2)));
    assert_eq!(share(&told, "improved"), (2, 1));
    assert_eq!(told["profile"]["id"], "cliniko");
    // Two dates with 17, 18, 19 as the day decide the appointments' dates.
    assert_eq!(told["profile"]["date_formats"]["session_date"], "%d/%m/%Y");
    let profile = &told["joins"][0]["profile"];
    assert_eq!((&profile["id"], &profile["detected"]), (&json!("qualtrics"), &json!(true)));
    assert_eq!(profile["date_formats"], json!({"date": "%Y-%m-%d", "followup_date": "%Y-%m-%d"}));
    assert_eq!(told["collected"].as_array().map(|all| all.contains(&json!("followup_date"))), Some(true));
    // 9005 has no status. The columns about the survey itself are no findings, and its `Status` is no status.
    let account = check(&folder, words);
    let expected = [("blank_status", "status"), ("unused_column", "Appointment type"), ("unused_column", "ResponseId")];
    assert_eq!(rules(&account), expected.map(|(rule, column)| (rule.to_owned(), column.to_owned())));
    // Asked for by its key, and without any: then the two rows under the headers are rows without a key or date.
    let asked = CLINIKO_AND_QUALTRICS.replace("[[join]]", "[[join]]\nprofile = \"qualtrics\"");
    folder.write("sst.toml", &asked);
    let mut asked = document(&folder, words);
    assert_eq!(asked["joins"][0]["profile"]["detected"], false);
    asked["joins"][0]["profile"]["detected"] = json!(true);
    asked["mapping"] = told["mapping"].clone();
    assert_eq!(asked, told);
    folder.write("sst.toml", &CLINIKO_AND_QUALTRICS.replace("[[join]]", "[[join]]\nprofile = \"canonical\""));
    let none = document(&folder, words);
    assert_eq!((&none["joins"][0]["rows"], none["joins"][0].get("profile")), (&json!(7), None));
    // A survey whose first rows are not the profile's is refused, and so is the profile of another export.
    for (profile, said) in [
        ("qualtrics-legacy", "form.csv"),
        ("cliniko", "form.csv: the profile cliniko"),
        ("qualtric", "did you mean qualtrics?"),
    ] {
        let asked = CLINIKO_AND_QUALTRICS.replace("[[join]]", &format!("[[join]]\nprofile = \"{profile}\""));
        folder.write("sst.toml", &asked);
        let run = folder.sst(&format!("rates {words}"));
        assert!(run.code == 2 && run.err.contains(said), "{profile}: {} {}", run.code, run.err);
    }
}

#[test]
fn dates_that_nobody_can_decide_are_refused_with_the_lines_to_write() {
    let mapping = |date: &str| {
        format!(
            "[columns]\nchange_rating = {{ column = \"How is the problem now?\", values = {{ much_better = [\"Much better\"], better = [\"A bit better\"], same = [\"The same\"] }} }}\n\
             [[join]]\nfile = \"form.csv\"\nby = \"client_id\"\nkey = \"Your code\"\ndate = {date}\nwithin_days = 60\n"
        )
    };
    let sessions = "session_date,client_id\n2025-03-30,C1\n2025-04-01,C2\n2025-05-01,C3\n";
    let form = profile_export("google-forms/export.csv");
    let folder =
        Folder::new().with("s.csv", sessions).with("form.csv", &form).with("sst.toml", &mapping("\"Timestamp\""));
    let told = document(&folder, "s.csv form.csv --as-of 2025-06-30");
    assert_eq!(told["joins"][0]["profile"]["date_formats"]["date"], "%d/%m/%Y");
    assert_eq!((share(&told, "improved"), told.get("profile")), ((3, 2), None));
    // Without the one row that decides, nobody knows.
    let open = form.replace("14/04/2025", "04/04/2025");
    folder.write("form.csv", &open);
    let run = folder.sst("rates s.csv form.csv");
    assert_eq!(run.code, 2, "{}", run.err);
    assert!(run.err.contains("date = { column = \"Timestamp\", format = \"%d/%m/%Y\" }"), "{}", run.err);
    assert!(run.err.contains("under [[join]]") && run.err.contains("%m/%d/%Y"), "{}", run.err);
    folder.write("sst.toml", &mapping("{ column = \"Timestamp\", format = \"%d/%m/%Y\" }"));
    assert_eq!(share(&document(&folder, "s.csv form.csv --as-of 2025-06-30"), "improved"), (3, 2));
}

#[test]
fn a_survey_with_choices_in_its_second_row_is_joined_by_its_profile() {
    let mapping = r#"
[columns]
helpfulness = { column = "How helpful was your session? / Response", values = { 5 = ["Very helpful"], 4 = ["Helpful"], 2 = ["Not helpful"] } }
[[join]]
file = "monkey.csv"
by = "client_id"
key = "Custom Data 1"
date = "End Date"
within_days = 7
"#;
    let sessions = "session_date,client_id\n2025-03-12,C1\n2025-03-13,C2\n2025-03-10,C3\n";
    let folder = Folder::new()
        .with("s.csv", sessions)
        .with("monkey.csv", &profile_export("surveymonkey/export.csv"))
        .with("sst.toml", mapping);
    let told = document(&folder, "s.csv monkey.csv --as-of 2025-06-30");
    assert_eq!(told["joins"][0]["profile"]["id"], "surveymonkey");
    assert_eq!(unused(&told), [("outside_window".to_owned(), 1)].into(), "C1's second answer is three weeks late");
    assert_eq!(share(&told, "helpful"), (3, 2));
    // The same file laid out by hand.
    folder.write(
        "sst.toml",
        &mapping
            .replace("[[join]]", "[[join]]\ncombined_header = true\nprofile = \"canonical\"")
            .replace("\"End Date\"", "{ column = \"End Date\", format = \"%m/%d/%Y\" }"),
    );
    assert_eq!(share(&document(&folder, "s.csv monkey.csv --as-of 2025-06-30"), "helpful"), (3, 2));
}

#[test]
fn events_of_one_redcap_project_are_joined_by_record() {
    let mapping = r#"
[input]
keep_rows = { redcap_event_name = ["session_arm_1"], redcap_repeat_instrument = [""] }
[columns]
session_id = "record_id"
status = { column = "attendance", values = { attended = ["1"], no_show = ["2"] } }
change_rating = { column = "follow_up: better", values = { much_better = ["1"], better = ["2"], same = ["3"] } }
followup_date = "follow_up: fu_date"
[[join]]
name = "follow_up"
by = "session_id"
key = "record_id"
date = "fu_date"
where = { redcap_event_name = ["follow_up_arm_1"] }
"#;
    let folder = Folder::new().with("redcap.csv", &profile_export("redcap/raw.csv")).with("sst.toml", mapping);
    let told = document(&folder, "redcap.csv --as-of 2025-06-30");
    assert_eq!(told["profile"]["id"], "redcap");
    // Nine rows: four sessions, two contact notes, three follow-ups of which the last is empty.
    assert_eq!(told["rows"], json!({"read": 6, "used": 4, "excluded": [{"reason": "not_a_session", "rows": 2}]}));
    assert_eq!(unused(&told), [("no_date".to_owned(), 1)].into());
    assert_eq!((&told["joins"][0]["rows"], &told["joins"][0]["used"]), (&json!(3), &json!(2)));
    // Record 1 is better, record 2 the same.
    assert_eq!(share(&told, "improved"), (2, 1));
}

#[test]
fn a_row_that_is_no_session_is_no_target() {
    let mapping = "[columns]\nenough = \"ans\"\n[[join]]\nfile = \"form.csv\"\nby = \"client_id\"\ndate = \"when\"\nwithin_days = 30\n[input]\ndrop_rows = { RowKind = [\"Preview\"] }\n";
    let form = "client_id,when,ans\nA,2025-01-09,yes\nB,2025-01-09,no\nC,2025-01-09,no\nD,2025-01-09,no\n";
    // A's preview is nearer than her session, or of the same day; C was booked and never came; D is not there.
    for preview in ["2025-01-08", "2025-01-06"] {
        let sessions = format!(
            "client_id,session_date,status,RowKind\nA,2025-01-06,attended,0\nA,{preview},attended,Preview\nB,2025-01-06,attended,0\nC,2025-01-06,no_show,0\n"
        );
        let folder = Folder::new().with("s.csv", &sessions).with("form.csv", form).with("sst.toml", mapping);
        let told = document(&folder, "s.csv form.csv");
        assert_eq!(told["rows"], json!({"read": 4, "used": 3, "excluded": [{"reason": "not_a_session", "rows": 1}]}));
        assert_eq!(share(&told, "enough"), (2, 1));
        assert_eq!(unused(&told), [("no_session".to_owned(), 1), ("outside_window".to_owned(), 1)].into());
    }
}

#[test]
fn a_header_that_only_the_joined_rows_fill_is_told() {
    let export =
        "record,event,session_date,better\n1,session,2025-01-06,\n1,fu,,yes\n2,session,2025-01-06,\n2,fu,,no\n";
    let mapping = "[columns]\nsession_id = \"record\"\nenough = \"better\"\n[[join]]\nname = \"fu\"\nby = \"session_id\"\nkey = \"record\"\nwhere = { event = [\"fu\"] }\n";
    let folder = Folder::new().with("s.csv", export).with("sst.toml", mapping);
    let told = |folder: &Folder| -> Vec<Value> {
        let account = check(folder, "s.csv");
        let all = account["findings"].as_array().expect("findings").iter();
        all.filter(|one| one["rule"] == "filled_in_join_only").cloned().collect()
    };
    let findings = told(&folder);
    assert_eq!((findings.len(), &findings[0]["column"], &findings[0]["count"]), (1, &json!("enough"), &json!(2)));
    assert_eq!(findings[0]["places"][0]["line"], 3);
    folder.write("sst.toml", &mapping.replace("\"better\"", "\"fu: better\""));
    assert_eq!(told(&folder), Vec::<Value>::new());
    assert_eq!(share(&document(&folder, "s.csv"), "enough"), (2, 1));
}
