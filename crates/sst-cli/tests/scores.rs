//! Scores from a table of their own: joined as counted by hand, the same by every route, and refused with exact words.

mod run;
mod schema;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use run::Folder;
use serde_json::Value;

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

const IDS: [&str; 2] = ["gad7", "phq9"];

#[derive(Clone, Copy)]
struct Session {
    client: u64,
    day: i32,
    is_attended: bool,
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Row {
    client: u64,
    day: i32,
    instrument: usize,
    score: u64,
}

struct Data {
    sessions: Vec<Session>,
    scores: Vec<Row>,
}

impl Data {
    fn new(seed: u64) -> Self {
        let mut numbers = Numbers(seed);
        let mut data = Self { sessions: Vec::new(), scores: Vec::new() };
        for client in 0..150 {
            for _ in 0..=numbers.below(3) {
                let (day, is_attended) = (numbers.below(200) as i32, numbers.below(6) > 0);
                data.sessions.push(Session { client, day, is_attended });
            }
        }
        for _ in 0..2500 {
            // Some clients have no session, some days lie after every session.
            let (client, day) = (numbers.below(170), numbers.below(230) as i32);
            let (instrument, score) = (numbers.below(2) as usize, numbers.below(22));
            data.scores.push(Row { client, day, instrument, score });
            match numbers.below(12) {
                0 => data.scores.push(Row { client, day, instrument, score }),
                1 => data.scores.push(Row { client, day, instrument, score: (score + 1) % 22 }),
                _ => {}
            }
        }
        data
    }

    fn sessions_csv(&self) -> String {
        let mut text = String::from("client_id,session_date,status,helpfulness\n");
        for session in &self.sessions {
            let status = if session.is_attended { "attended" } else { "no_show" };
            let _ = writeln!(text, "client-{},{},{status},4", session.client, date(session.day));
        }
        text
    }
}

fn scores_csv(scores: &[Row]) -> String {
    let mut text = String::from("client_id,date,measure,score\n");
    for score in scores {
        let label = ["GAD-7", "phq9"][score.instrument];
        let _ = writeln!(text, "client-{},{},{label},{}", score.client, date(score.day), score.score);
    }
    text
}

/// What the rule comes to, found by looking at every pair of a session and a score.
#[derive(Debug, PartialEq, Eq, Default)]
struct Expected {
    /// By questionnaire, before and after: how many sessions.
    pairs: BTreeMap<(usize, u64, u64), u64>,
    /// By questionnaire and side: how many attended sessions have a score.
    answered: BTreeMap<(usize, bool), u64>,
    used: u64,
    unused: BTreeMap<String, u64>,
}

fn by_hand(data: &Data, [pre_within, post_from, post_within]: [i32; 3]) -> Expected {
    let as_of =
        data.sessions.iter().filter(|session| session.is_attended).map(|session| session.day).max().expect("one");
    let mut expected = Expected::default();
    let key = |score: &Row| (score.client, score.instrument, score.day);
    let mut by_key: BTreeMap<_, Vec<u64>> = BTreeMap::new();
    for score in &data.scores {
        by_key.entry(key(score)).or_default().push(score.score);
    }
    let conflicting: BTreeSet<_> = by_key
        .iter()
        .filter(|(_, scores)| scores.iter().any(|score| score != &scores[0]))
        .map(|(&key, _)| key)
        .collect();
    let mut used = BTreeSet::new();
    let mut near = BTreeSet::new();
    for session in data.sessions.iter().filter(|session| session.is_attended && session.day <= as_of) {
        for instrument in 0..2 {
            let of_client: BTreeSet<Row> = data
                .scores
                .iter()
                .filter(|score| score.client == session.client && score.instrument == instrument)
                .filter(|score| score.day <= as_of && !conflicting.contains(&key(score)))
                .copied()
                .collect();
            let before = of_client.iter().filter(|s| s.day <= session.day && s.day >= session.day - pre_within);
            let after =
                of_client.iter().filter(|s| s.day >= session.day + post_from && s.day <= session.day + post_within);
            near.extend(before.clone().chain(after.clone()).map(key));
            let pre = before.max_by_key(|score| score.day);
            let post = after.min_by_key(|score| score.day);
            used.extend(pre.iter().chain(&post).map(|score| key(score)));
            for (post, score) in [(false, pre), (true, post)] {
                *expected.answered.entry((instrument, post)).or_default() += u64::from(score.is_some());
            }
            if let (Some(pre), Some(post)) = (pre, post) {
                *expected.pairs.entry((instrument, pre.score, post.score)).or_default() += 1;
            }
        }
    }
    let clients: BTreeSet<u64> = data.sessions.iter().map(|session| session.client).collect();
    let mut unused = |reason: &str, rows: u64| *expected.unused.entry(reason.to_owned()).or_default() += rows;
    for (key, scores) in &by_key {
        if conflicting.contains(key) {
            unused("conflicting", scores.len() as u64);
            continue;
        }
        unused("duplicate", scores.len() as u64 - 1);
        if key.2 > as_of {
            unused("after_as_of", 1);
        } else if !clients.contains(&key.0) {
            unused("client_not_in_sessions", 1);
        } else if used.contains(key) {
            expected.used += 1;
        } else if near.contains(key) {
            unused("another_is_nearer", 1);
        } else {
            unused("no_session_in_window", 1);
        }
    }
    expected.unused.retain(|_, rows| *rows > 0);
    expected
}

/// The same numbers out of a results document.
fn told(document: &Value) -> Expected {
    let whole = |measure: &str, kind: &str, instrument: Option<&str>| {
        let is_it = |entry: &&Value| {
            entry["measure"] == measure
                && entry["kind"] == kind
                && entry["by"] == serde_json::json!({})
                && instrument.is_none_or(|id| entry["instrument"] == id)
        };
        document["results"].as_array().expect("results").iter().find(is_it).cloned()
    };
    let mut told = Expected::default();
    for (place, id) in IDS.iter().enumerate() {
        for cell in whole("change", "joint", Some(id)).expect("change")["cells"].as_array().into_iter().flatten() {
            let score = |side: &str| cell[side].as_f64().expect("a score") as u64;
            told.pairs.insert((place, score("pre"), score("post")), cell["count"].as_u64().expect("a count"));
        }
        for (post, end) in [(false, "pre"), (true, "post")] {
            let mean = whole(&format!("{id}_{end}"), "mean", None);
            told.answered.insert((place, post), mean.map_or(0, |mean| mean["answered"].as_u64().expect("a count")));
        }
    }
    let scores = &document["scores"];
    told.used = scores["used"].as_u64().expect("a count");
    for unused in scores["unused"].as_array().expect("reasons") {
        let reason = unused["reason"].as_str().expect("an id").to_owned();
        told.unused.insert(reason, unused["rows"].as_u64().expect("a count"));
    }
    let unused: u64 = told.unused.values().sum();
    assert_eq!(scores["read"].as_u64(), Some(told.used + unused), "read = used + unused");
    told
}

fn document(folder: &Folder, words: &str) -> Value {
    serde_json::from_str(&folder.sst(&format!("rates {words} --format json -q")).done().out).expect("a document")
}

#[test]
fn scores_find_their_sessions_as_by_hand() {
    for (seed, rule, section) in [
        (1, [14, 1, 42], ""),
        (2, [0, 1, 1], "[scores]\npre_within_days = 0\npost_within_days = 1\n"),
        (3, [30, 7, 60], "[scores]\npre_within_days = 30\npost_from_days = 7\npost_within_days = 60\n"),
    ] {
        let data = Data::new(seed);
        let folder =
            Folder::new().with("sessions.csv", &data.sessions_csv()).with("scores.csv", &scores_csv(&data.scores));
        if !section.is_empty() {
            folder.write("sst.toml", section);
        }
        let expected = by_hand(&data, rule);
        assert!(seed == 2 || expected.pairs.len() > 50, "there is something to compare");
        let told = told(&document(&folder, "sessions.csv --scores scores.csv"));
        assert_eq!(told, expected, "seed {seed}");
    }
}

#[test]
fn order_files_and_threads_do_not_matter() {
    let mut data = Data::new(4);
    let folder = Folder::new().with("sessions.csv", &data.sessions_csv()).with("scores.csv", &scores_csv(&data.scores));
    let without_files = |mut document: Value| {
        document["inputs"] = Value::Null;
        document["scores"]["inputs"] = Value::Null;
        document
    };
    let one = document(&folder, "sessions.csv --scores scores.csv --threads 1");
    let shipped = serde_json::from_str(&folder.sst("schema").done().out).expect("the schema");
    assert_eq!(schema::faults(&shipped, &one), Vec::<String>::new());
    let one = without_files(one);
    let mut numbers = Numbers(5);
    for _ in 0..3 {
        numbers.shuffle(&mut data.scores);
        numbers.shuffle(&mut data.sessions);
        let (first, second) = data.scores.split_at(data.scores.len() / 3);
        folder.write("sessions.csv", &data.sessions_csv());
        folder.write("first.csv", &scores_csv(first));
        folder.write("second.csv", &scores_csv(second));
        let split = document(&folder, "sessions.csv --scores second.csv --scores first.csv --threads 2");
        assert_eq!(without_files(split), one);
    }
}

/// Everything that can be wrong with a row, in one file.
const STRANGE: &str = "\
client_id;Completed;Scale;Total;Notes
a;05/03/2025;PHQ9 total;15;x
a;\"08/04/2025\";PHQ-9;6;\"two
lines\"
b;05/03/2025;PHQ-9;99;
b;06/03/2025;PHQ-9;;
b;07/03/2025;PHQ-9;31;
b;08/03/2025;PHQ-9;7,5;
b;32/03/2025;PHQ-9;7;
b;;PHQ-9;7;
;09/03/2025;PHQ-9;7;
b;09/03/2025;PHQ-8;7;
b;09/03/2025;;7;
b;09/03/2025;SWEMWBS sum;21;
b;09/03/2025;SWEMWBS;21;
b;09/03/2025;PHQ-9;7;x;too;many
;;;;
client_id;Completed;Scale;Total;Notes
c;09/03/2025;PHQ-9;7;
";

const STRANGE_MAPPING: &str = "\
[scores]
file = \"strange.csv\"
date = { column = \"Completed\", format = \"%d/%m/%Y\" }
measure = \"Scale\"
score = \"Total\"
missing = [\"99\"]
instruments = { phq9 = [\"PHQ9 total\"], swemwbs_raw = [\"SWEMWBS sum\"] }
";

const TWO_SESSIONS: &str =
    "client_id,session_date,status\na,2025-03-10,attended\nb,2025-03-10,attended\nd,2025-06-01,no_show\n";

#[test]
fn what_is_wrong_with_a_row_is_told_with_its_place() {
    let folder =
        Folder::new().with("sessions.csv", TWO_SESSIONS).with("strange.csv", STRANGE).with("sst.toml", STRANGE_MAPPING);
    let said = folder.sst("check sessions.csv --as-of 2025-05-01 -q").done().out;
    let account = "\
strange.csv: 17 rows, 5 columns, UTF-8, separated by \";\"

Scores read         17
       used          3
   not used          1  Nothing but delimiters (blank_row)
   not used          1  Cells that cannot be told apart (unreadable_row)
   not used          1  The header once more (repeated_header)
   not used          1  No client id (no_client)
   not used          2  No usable date (no_date)
   not used          2  A label that stands for no questionnaire (unknown_measure)
   not used          2  No score in the row (no_score)
   not used          3  A score that cannot be (invalid_score)
   not used          1  No session has this client id (client_not_in_sessions)
Questionnaires: phq9, swemwbs.
";
    assert!(said.contains(account), "{said}");
    for (finding, place) in [
        ("warning: invalid_date [scores.date]: 1 ×", "strange.csv: line 9, record 7, cell B8"),
        ("warning: score_out_of_range [scores.score]: 1 ×", "strange.csv: line 7, record 5, cell D6"),
        ("warning: score_too_fine [scores.score]: 1 ×", "strange.csv: line 8, record 6, cell D7"),
        ("warning: score_not_converted [scores.score]: 1 ×", "strange.csv: line 15, record 13, cell D14"),
        ("info: score_converted [scores.score]: 1 ×", "strange.csv: line 14, record 12, cell D13"),
        ("warning: incomplete_score [scores.client_id]: 1 ×", "strange.csv: line 11, record 9, cell A10"),
        ("warning: incomplete_score [scores.date]: 1 ×", "strange.csv: line 10, record 8, cell B9"),
        ("warning: incomplete_score [scores.measure]: 1 ×", "strange.csv: line 13, record 11, cell C12"),
        ("warning: unknown_measure [scores.measure]: 1 ×", "strange.csv: line 12, record 10, cell C11"),
        ("error: long_row: 1 ×", "strange.csv: line 16, record 14, row 15"),
        ("info: unused_column [Notes]: 1 ×", "strange.csv: line 1, header, cell E1"),
    ] {
        let at = said.find(finding).unwrap_or_else(|| panic!("{finding}\n{said}"));
        assert!(said[at..].lines().nth(1).is_some_and(|line| line.trim() == place), "{finding}: {place}\n{said}");
    }
    assert!(said.contains("are near to: `phq9`"), "{said}");
    let json = folder.sst("check sessions.csv --format json -q").done().out;
    let json: Value = serde_json::from_str(&json).expect("JSON");
    assert_eq!(json["scores"]["rows_read"], 17);
}

#[test]
fn a_session_and_the_table_that_disagree_leave_no_score() {
    let sessions =
        "client_id,session_date,status,phq9_pre,phq9_post\na,2025-03-10,attended,15,6\nb,2025-03-10,attended,15,\n";
    let scores = "client_id,date,measure,score\na,2025-03-10,phq9,15\na,2025-03-20,phq9,7\nb,2025-03-20,phq9,8\n";
    let folder = Folder::new().with("sessions.csv", sessions).with("scores.csv", scores);
    let found = document(&folder, "sessions.csv --scores scores.csv --as-of 2025-05-01");
    assert_eq!(found["scores"]["used"], 2);
    let finding = serde_json::json!({
        "rule": "score_differs_from_table", "column": "phq9_post", "count": 1, "severity": "warning"
    });
    assert!(found["findings"].as_array().expect("findings").contains(&finding), "{}", found["findings"]);
    let unused = serde_json::json!([{"reason": "differs_from_session", "rows": 1}]);
    assert_eq!(found["scores"]["unused"], unused);
    let joint = found["results"].as_array().expect("results").iter().find(|entry| entry["kind"] == "joint");
    let pair = serde_json::json!([{"pre": 15.0, "post": 8.0, "count": 1}]);
    assert_eq!(joint.expect("change")["cells"], pair);
}

/// Rows that share an id are the same or not as they were read, whatever the table gives them.
#[test]
fn duplicates_are_told_before_scores_are_joined() {
    let sessions = "client_id,session_id,session_date,phq9_pre\na,1,2025-03-10,15\na,1,2025-03-10,15\nb,2,2025-03-10,12\nb,2,2025-03-10,\n";
    let scores = "client_id,date,measure,score\na,2025-03-20,phq9,7\nb,2025-03-09,phq9,12\n";
    let folder = Folder::new().with("sessions.csv", sessions).with("scores.csv", scores);
    let found = document(&folder, "sessions.csv --scores scores.csv --as-of 2025-05-01");
    let excluded = serde_json::json!([{"reason": "duplicate", "rows": 1}, {"reason": "conflicting_id", "rows": 2}]);
    assert_eq!(found["rows"]["excluded"], excluded);
    assert_eq!(found["scores"]["unused"], serde_json::json!([{"reason": "no_session_in_window", "rows": 1}]));
    assert_eq!(found["scores"]["open_windows"], 0);
}

#[test]
fn the_rule_and_the_account_are_in_every_output() {
    let data = Data::new(6);
    let folder = Folder::new().with("sessions.csv", &data.sessions_csv()).with("scores.csv", &scores_csv(&data.scores));
    let rule = "before is the latest on the day of the session or in the 14 days before it, after is the earliest from 1 to \
                42 days after it";
    for words in ["change", "change --format md", "report -o r.html -o r.md -o r.json"] {
        let words = words.replacen(' ', " sessions.csv --scores scores.csv ", 1);
        let words = if words.contains(".csv") { words } else { format!("{words} sessions.csv --scores scores.csv") };
        let said = folder.sst(&format!("{words} -q")).done().out;
        assert!(words.starts_with("report") || said.contains(rule), "{words}: {said}");
    }
    for name in ["r.html", "r.md", "r.json"] {
        let text = folder.read(name);
        assert!(text.contains(rule), "{name}");
        assert!(name == "r.json" || text.contains("Rows of the scores file"), "{name}");
    }
    folder.sst("report r.json -o again.html -q").done();
    assert_eq!(folder.read("again.html"), folder.read("r.html"));
    folder
        .sst("change sessions.csv --scores scores.csv --per-client rows.client-data.csv --allow-client-data -q")
        .done();
    let pairs: u64 = by_hand(&data, [14, 1, 42]).pairs.values().sum();
    let rows = folder.read("rows.client-data.csv");
    assert!(rows.lines().count() as u64 > pairs / 2, "the rows of clients have the scores too");
    let only = folder.sst("change sessions.csv --scores scores.csv --instrument gad7 --format json -q").done().out;
    let only: Value = serde_json::from_str(&only).expect("a document");
    let is_phq9 = |score: &&Row| score.instrument == 1;
    let unused = only["scores"]["unused"].as_array().expect("reasons");
    let not_asked_for = unused.iter().find(|unused| unused["reason"] == "not_asked_for").expect("the other one");
    assert_eq!(not_asked_for["rows"].as_u64(), Some(data.scores.iter().filter(is_phq9).count() as u64));
}

#[test]
fn wrong_use_is_refused_in_exact_words() {
    let folder = Folder::new()
        .with("sessions.csv", TWO_SESSIONS)
        .with("nobody.csv", "session_date,status\n2025-03-10,attended\n")
        .with("scores.csv", "client_id,date,measure,score\na,2025-03-10,phq9,15\n")
        .with("dates.csv", "client_id,date,measure,score\na,10/03/2025,phq9,15\nb,25/03/2025,phq9,15\n")
        .with("names.csv", "client,date,measure,score\na,2025-03-10,phq9,15\n")
        .with("again.csv", "client_id,date,measure,score\na,2025-03-10,phq9,15\n")
        .with("empty.csv", "")
        .with("none.toml", "[scores]\nmeasure = \"measure\"\n")
        .with("gone.toml", "[scores]\nfile = \"gone.csv\"\n")
        .with("bad.toml", "[scores]\nfiel = \"a.csv\"\npre_within_days = -1\npost_from_days = 0\ndate = { column = \"d\", format = \"x\" }\ninstruments = { phq = [\"P\"], phq9 = [\"P\"], gad7 = [\"p\"] }\n")
        .with("window.toml", "[scores]\npost_from_days = 10\npost_within_days = 9\n");
    for (words, code, said) in [
        (
            "sessions.csv --scores names.csv",
            2,
            "names.csv: there is no column \"client_id\", where `client_id` of [scores] should be\n  hint: is it \"client\"? then write in sst.toml, under [scores]: client_id = \"client\"",
        ),
        (
            "sessions.csv --scores dates.csv",
            2,
            "dates.csv: none of the 2 dates of scores in the column \"date\" can be read as YYYY-MM-DD\n  hint: write in sst.toml, under [scores]: date = { column = \"date\", format = \"%d/%m/%Y\" }",
        ),
        ("sessions.csv --scores gone.csv", 3, "gone.csv: cannot be read"),
        ("sessions.csv --mapping gone.toml", 3, "gone.csv: cannot be read"),
        ("sessions.csv --scores empty.csv", 3, "empty.csv: the file is empty: not even a header"),
        ("sessions.csv --scores scores.csv --scores again.csv", 2, "scores.csv and again.csv have the same content"),
        (
            "nobody.csv --scores scores.csv",
            2,
            "the scores find their sessions by client and date, and there is no column `client_id` among the sessions",
        ),
        (
            "sessions.csv --mapping none.toml",
            2,
            "[scores] in the mapping file names no file, so no score would be joined",
        ),
        ("- --scores -", 2, "standard input can be read once: it is given for two files"),
        (
            "sessions.csv --mapping window.toml",
            2,
            "window.toml: line 1, column 1: the window for a score after ends before it begins",
        ),
        (
            "sessions.csv --mapping bad.toml",
            2,
            "bad.toml: line 2, column 1: unknown key `fiel` in [scores]\n  hint: did you mean `file`?\n\
             bad.toml: line 3, column 19: `pre_within_days` is a whole number from 0 to 36524\n\
             bad.toml: line 4, column 18: `post_from_days` is a whole number from 1 to 36524\n\
             bad.toml: line 5, column 33: `format` is no date format",
        ),
        ("sessions.csv --mapping bad.toml", 2, "there is no questionnaire `phq`\n  hint: did you mean `phq9`?"),
        ("sessions.csv --mapping bad.toml", 2, "stands for two questionnaires"),
    ] {
        folder.sst(&format!("check {words}")).expect(code, said);
    }
    let refused = folder.sst("report sessions.csv --scores scores.csv -o scores.csv");
    assert_eq!(refused.code, 2, "{}", refused.err);
    folder.sst("report sessions.csv --scores scores.csv -o r.json -q").done();
    folder.sst("report r.json --scores scores.csv").expect(2, "a results document is shown as it is");
}
