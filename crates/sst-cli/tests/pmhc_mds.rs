//! Extracts of PMHC-MDS, read whole through the profile: both published example sets, and two made from the specification.
//! Every number here was counted by hand.
#![cfg(feature = "frames")]

mod run;
mod schema;

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use run::Folder;
use serde_json::{Value, json};

fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/pmhc-mds").join(name)
}

/// The folder `extract` with the files of a set.
fn folder(set: &str) -> Folder {
    let folder = Folder::new();
    std::fs::create_dir(folder.path("extract")).expect("a folder");
    for file in std::fs::read_dir(fixture(set)).expect("the set") {
        let file = file.expect("a file").path();
        std::fs::copy(&file, folder.path("extract").join(file.file_name().expect("a name"))).expect("a copy");
    }
    folder
}

fn document(folder: &Folder, words: &str) -> Value {
    let run = folder.sst(&format!("rates {words} --format json")).done();
    let document = serde_json::from_str(&run.out).expect("a results document");
    let schema = serde_json::from_str(sst_data::RESULTS_SCHEMA).expect("a schema");
    assert_eq!(schema::faults(&schema, &document), Vec::<String>::new());
    document
}

fn entry<'d>(document: &'d Value, measure: &str, kind: &str) -> &'d Value {
    let is_it = |entry: &&Value| entry["measure"] == measure && entry["kind"] == kind && entry["by"] == json!({});
    document["results"].as_array().and_then(|all| all.iter().find(is_it)).unwrap_or_else(|| panic!("{measure}"))
}

/// Answered and events.
fn share(document: &Value, measure: &str) -> (u64, u64) {
    let entry = entry(document, measure, "proportion");
    (entry["answered"].as_u64().expect("answered"), entry["events"].as_u64().expect("events"))
}

/// How many have the score, and their mean.
fn mean(document: &Value, column: &str) -> (u64, f64) {
    let entry = entry(document, column, "mean");
    (entry["answered"].as_u64().expect("answered"), entry["estimate"].as_f64().expect("a mean"))
}

/// File, rows, used, sessions, unused.
fn joins(document: &Value) -> Vec<(String, u64, u64, u64, Value)> {
    let number = |join: &Value, key: &str| join[key].as_u64().unwrap_or_else(|| panic!("{key}"));
    let all = document["joins"].as_array().expect("joins").iter();
    let told = all.map(|join| {
        let unused = join["unused"].as_array().expect("reasons");
        let lost: u64 = unused.iter().map(|reason| number(reason, "rows")).sum();
        assert_eq!(number(join, "rows"), number(join, "used") + lost, "{join}");
        let reasons =
            unused.iter().map(|reason| (reason["reason"].as_str().expect("an id").to_owned(), reason["rows"].clone()));
        let name = join["file"].as_str().expect("a name").to_owned();
        (name, number(join, "rows"), number(join, "used"), number(join, "sessions"), Value::Object(reasons.collect()))
    });
    told.collect()
}

fn findings(folder: &Folder) -> Vec<(String, String, u64)> {
    let account: Value =
        serde_json::from_str(&folder.sst("check extract --format json").done().out).expect("an account");
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let all = account["findings"].as_array().expect("findings").iter();
    all.map(|one| (text(&one["rule"]), text(&one["column"]), one["count"].as_u64().expect("a count"))).collect()
}

fn told(all: &[(&str, &str, u64)]) -> Vec<(String, String, u64)> {
    all.iter().map(|(rule, column, count)| ((*rule).to_owned(), (*column).to_owned(), *count)).collect()
}

#[test]
fn the_example_of_headspace_becomes_a_report() {
    let folder = folder("v2-headspace");
    let document = document(&folder, "extract");
    assert_eq!(document["rows"], json!({"read": 2, "used": 2, "excluded": []}));
    assert_eq!(document["flow"]["attended"], 1, "one of two contacts is a no-show");
    let joins = joins(&document);
    let review_and_no_show = json!({"not_start_or_end": 2, "not_attended": 1});
    assert_eq!(
        joins,
        [
            ("episodes".to_owned(), 2, 2, 2, json!({})),
            ("k10p".to_owned(), 4, 1, 1, review_and_no_show.clone()),
            ("k5".to_owned(), 4, 1, 1, review_and_no_show),
            ("sdq".to_owned(), 3, 0, 0, json!({"not_start_or_end": 1, "not_attended": 2})),
        ]
    );
    // All totals are 99: they are summed from the items, 2 2 3 2 1 2 4 3 2 2 and 3 5 4 5 4.
    assert_eq!((mean(&document, "k10_pre"), mean(&document, "k5_pre")), ((1, 23.0), (1, 21.0)));
    // The one contact attended: further services are planned, referred five days before.
    assert_eq!(share(&document, "no_further_contact_planned"), (1, 0));
    assert_eq!(share(&document, "seen_within_7_days"), (1, 1));
    assert!(!document["collected"].as_array().expect("columns").contains(&json!("enough")));
    let expected = [("short_row", "", 3), ("score_from_items", "k10_pre", 1), ("score_from_items", "k5_pre", 1)];
    assert_eq!(findings(&folder), told(&expected));
    folder.sst("report extract -o report.html -o report.md").done();
    assert!(folder.read("report.html").contains("Rows of k10p: 4 read, 1 used, for 1 session."));
    assert!(folder.read("report.md").contains("Neither start nor end of an episode"));
}

#[test]
fn the_example_of_the_way_back_becomes_a_report() {
    let folder = folder("v3-wayback");
    let document = document(&folder, "extract");
    assert_eq!(document["rows"], json!({"read": 2, "used": 2, "excluded": []}));
    // Its measures name occasions that are not among its collection occasions.
    assert_eq!(
        joins(&document),
        [
            ("episodes".to_owned(), 2, 2, 2, json!({})),
            ("collection-occasions".to_owned(), 2, 0, 0, json!({"no_measure": 2})),
            ("k10p".to_owned(), 4, 0, 0, json!({"no_occasion": 4})),
            ("k5".to_owned(), 4, 0, 0, json!({"no_occasion": 4})),
        ]
    );
    assert_eq!(findings(&folder), told(&[]));
    folder.sst("report extract -o report.html").done();
    let check = folder.sst("check extract").done().out;
    for line in [
        "sidas.csv: not used: a file of the extract that holds no contact, episode, K10+, K5 or SDQ",
        "    client_key -> client_id, with the organisation path",
        "    k10p_item11, k10p_item12, k10p_item13, k10p_item14, k10p_tags -> not used",
        "    service_contact_final -> measure no_further_contact_planned (the clinician's statement, never `enough`); group contact_final",
    ] {
        assert!(check.contains(line), "{line}\n{check}");
    }
}

#[test]
fn the_same_keys_at_two_providers_are_two_people() {
    let folder = folder("v1-two-providers");
    let document = document(&folder, "extract");
    assert_eq!(document["rows"], json!({"read": 6, "used": 6, "excluded": []}));
    assert_eq!(document["flow"]["attended"], 5);
    // CL01 at NFP01, CL02 at NFP01, CL01 at NFP02, and one contact whose episode is in no file.
    assert_eq!(entry(&document, "clients", "count")["count"], 4);
    assert_eq!(
        joins(&document),
        [
            ("episodes".to_owned(), 4, 3, 5, json!({"no_session": 1})),
            ("k10p".to_owned(), 8, 3, 3, json!({"no_session": 1, "not_start_or_end": 1, "no_score": 3})),
        ]
    );
    // Before November 2021 nine items are no score, given or not.
    assert_eq!(mean(&document, "k10_pre"), (1, 30.0));
    assert_eq!(mean(&document, "k10_post"), (2, 25.5));
    assert_eq!(share(&document, "no_further_contact_planned"), (4, 2));
    // One day and four days; the second contact of an episode has no wait, and one referral date is not known.
    assert_eq!(share(&document, "seen_same_day"), (2, 0));
    assert_eq!(share(&document, "seen_within_7_days"), (2, 2));
    let expected = [
        ("too_many_items_missing", "k10_pre", 2),
        ("leading_zero_lost", "request_date", 1),
        ("leading_zero_lost", "session_date", 1),
        ("blank_client_id", "client_id", 1),
        ("score_from_items", "k10_pre", 1),
    ];
    let mut found = findings(&folder);
    let mut expected = told(&expected);
    found.sort();
    expected.sort();
    assert_eq!(found, expected);
    let by_site = folder.sst("rates extract --by site --format csv").done().out;
    assert!(by_site.contains("PHN999:NFP02"), "{by_site}");
}

#[test]
fn measures_come_through_collection_occasions() {
    let folder = folder("v4");
    let document = document(&folder, "extract");
    assert_eq!(document["rows"], json!({"read": 6, "used": 5, "excluded": [{"reason": "no_session_date", "rows": 1}]}));
    assert_eq!(
        joins(&document),
        [
            ("episodes".to_owned(), 4, 4, 6, json!({})),
            ("collection-occasions".to_owned(), 7, 4, 2, json!({"no_measure": 3})),
            (
                "k10p".to_owned(),
                9,
                5,
                3,
                json!({"no_occasion": 1, "not_start_or_end": 1, "not_attended": 1, "no_score": 1})
            ),
            ("k5".to_owned(), 2, 2, 2, json!({})),
            ("sdq".to_owned(), 4, 2, 2, json!({"other_version": 1, "no_score": 1})),
        ]
    );
    // round(10 * 32 / 9) on 1 December 2021; on 31 October 2021 nine items are no score.
    assert_eq!(mean(&document, "k10_pre"), (1, 36.0));
    // Episode 1: 20, 21 and round(10 * 18 / 9) at one occasion, so 20.33, so 20. Episode 2: 25 is given and its items give 26.
    assert_eq!(mean(&document, "k10_post"), (2, 22.5));
    assert_eq!((mean(&document, "k5_pre"), mean(&document, "k5_post")), ((1, 15.0), (1, 8.0)));
    assert_eq!((mean(&document, "sdq_pc_pre"), mean(&document, "sdq_pc_post")), ((1, 17.0), (1, 15.0)));
    // Of two contacts on one day the earlier has the scores and the wait: 9:30 by video, further services planned.
    let by = folder.sst("rates extract --where modality=video --format json").done().out;
    let video: Value = serde_json::from_str(&by).expect("a document");
    assert_eq!(mean(&video, "k10_pre"), (1, 36.0));
    assert_eq!(share(&video, "seen_within_28_days"), (1, 1));
    for finding in told(&[
        ("score_out_of_range", "k10_post", 1),
        ("score_differs_from_items", "k10_post", 1),
        ("score_prorated", "k10_pre", 1),
        ("scores_averaged", "k10_post", 3),
        ("short_row", "", 1),
    ]) {
        assert!(findings(&folder).contains(&finding), "{finding:?}");
    }
    // Half a national standard deviation of the K10+ is 4.37: episode 1 improved.
    let change = folder.sst("change extract --rules pmhc-mds --format json").done().out;
    assert!(change.contains("\"pmhc-mds\"") || change.contains("PMHC-MDS"), "{change}");
}

#[test]
fn the_order_of_rows_and_files_decides_nothing() {
    let folder = folder("v4");
    let mut first = document(&folder, "extract");
    for file in ["service-contacts", "episodes", "collection-occasions", "k10p", "k5", "sdq"] {
        let path = format!("extract/{file}.csv");
        let text = folder.read(&path);
        let mut lines: Vec<&str> = text.lines().collect();
        lines[1..].reverse();
        folder.write(&path, &(lines.join("\n") + "\n"));
    }
    let files = "extract/sdq.csv extract/k5.csv extract/k10p.csv extract/collection-occasions.csv extract/service-contacts.csv extract/episodes.csv";
    let mut second = document(&folder, files);
    for document in [&mut first, &mut second] {
        for join in document["joins"].as_array_mut().expect("joins") {
            join["inputs"] = Value::Null;
        }
    }
    assert_eq!(first, second);
}

#[test]
fn a_mapping_file_goes_over_the_profile() {
    let folder = folder("v4");
    folder.write(
        "sst.toml",
        "[report]\norganisation = \"Our PHN\"\n[[gate]]\nmeasure = \"no_further_contact_planned\"\nat_least = 0.1\nby = { contact_type = \"Assessment\" }\n[groups]\nservice = \"organisation_path\"\n",
    );
    let document = document(&folder, "extract --by service");
    assert_eq!(document["report"]["organisation"], "Our PHN");
    assert_eq!(document["gates"][0]["by"], json!({"contact_type": "Assessment"}));
    folder.write("sst.toml", "[report]\norganisatoin = \"Our PHN\"\n");
    folder.sst("rates extract").expect(2, "line 2, column 1: unknown key `organisatoin`");
    folder.write("sst.toml", "[input]\nprofile = \"pmhc\"\n");
    std::fs::remove_file(folder.path("extract/episodes.csv")).expect("removed");
    folder.sst("rates extract").expect(2, "there is no profile `pmhc`");
}

#[test]
fn what_is_no_extract_is_said() {
    let folder = folder("v4").with("sessions.csv", "session_date\n2025-01-02\n");
    folder.sst("check --profile pmhc-mds sessions.csv").expect(2, "service contacts and episodes are missing");
    folder.sst("check --profile other sessions.csv").expect(2, "there is no profile `other`");
    let run =
        folder.sst("check extract sessions.csv").expect(0, "sessions.csv is no file of the extract and is not read");
    assert!(run.out.contains("sessions.csv: not used: no file of an extract"), "{}", run.out);
    // Without episodes nobody knows whose contacts they are, so that it is no extract by itself.
    std::fs::remove_file(folder.path("extract/episodes.csv")).expect("removed");
    folder.sst("check extract").expect(2, "these files are no whole extract of PMHC-MDS: episodes are missing");
}

const CONTACTS: &str =
    "organisation_path,service_contact_key,episode_key,service_contact_date,service_contact_no_show\n";
const EPISODES: &str = "organisation_path,episode_key,client_key,referral_date,episode_end_date\nP:N,E1,C1,01122021,\n";
const OCCASIONS: &str =
    "organisation_path,collection_occasion_key,episode_key,collection_occasion_date,reason_for_collection\n";

/// K10+ of occasion O1: measure, item 1, the other items 2 each, total.
fn k10(rows: &[(&str, u8, u8)]) -> String {
    let items: Vec<String> = (1..=10).map(|item| format!("k10p_item{item}")).collect();
    let mut text = format!("organisation_path,measure_key,collection_occasion_key,{},k10p_score\n", items.join(","));
    for (key, first, total) in rows {
        writeln!(text, "P:N,{key},O1,{first}{},{total}", ",2".repeat(9)).expect("a text");
    }
    text
}

fn small(contacts: &str, occasions: &str, k10: &str) -> Folder {
    let folder = Folder::new();
    std::fs::create_dir(folder.path("extract")).expect("a folder");
    folder.write("extract/service-contacts.csv", &format!("{CONTACTS}{contacts}"));
    folder.write("extract/episodes.csv", EPISODES);
    folder.write("extract/collection-occasions.csv", &format!("{OCCASIONS}{occasions}"));
    folder.write("extract/k10p.csv", k10);
    folder
}

#[test]
fn a_first_contact_given_twice_counts_once_with_its_scores() {
    let once = "P:N,S1,E1,05122021,2\n";
    let folder = small(&format!("{once}{once}"), "P:N,O1,E1,01122021,1\n", &k10(&[("M1", 3, 30)]));
    let twice = json!({"read": 2, "used": 1, "excluded": [{"reason": "duplicate", "rows": 1}]});
    let told = document(&folder, "extract");
    assert_eq!(told["rows"], twice);
    assert_eq!((mean(&told, "k10_pre"), share(&told, "seen_within_28_days")), ((1, 30.0), (1, 1)));
    // The contact in two extracts, which have their episodes, occasions and measures in common.
    let folder = small(once, "P:N,O1,E1,01122021,1\n", &k10(&[("M1", 3, 30)]));
    std::fs::create_dir(folder.path("later")).expect("a folder");
    folder.write("later/service-contacts.csv", &format!("{CONTACTS}{once}P:N,S2,E1,06122021,2\n"));
    for file in ["episodes.csv", "collection-occasions.csv", "k10p.csv"] {
        folder.write(&format!("later/{file}"), &folder.read(&format!("extract/{file}")));
    }
    let told = document(&folder, "extract later");
    assert_eq!(told["rows"], json!({"read": 3, "used": 2, "excluded": [{"reason": "duplicate", "rows": 1}]}));
    assert_eq!((mean(&told, "k10_pre"), share(&told, "seen_within_28_days")), ((1, 30.0), (1, 1)));
    let check = folder.sst("check extract later").done().out;
    assert!(check.contains("episodes.csv: not read again: another file given has the same content"), "{check}");
}

#[test]
fn keys_of_paths_with_a_slash_do_not_meet() {
    let folder = small("A,1/2,E1,05122021,2\nA/1,2,E1,05122021,2\n", "", &k10(&[]));
    assert_eq!(document(&folder, "extract")["rows"], json!({"read": 2, "used": 2, "excluded": []}));
}

#[test]
fn dates_of_occasions_totals_from_items_and_measures_given_twice_are_told() {
    let contact = "P:N,S1,E1,05122021,2\n";
    let folder = small(contact, "P:N,O1,E1,2021-12-01,1\n", &k10(&[("M1", 9, 99)]));
    assert!(findings(&folder).contains(&("invalid_date".to_owned(), "collection_occasion_date".to_owned(), 1)));
    let folder = small(contact, "P:N,O1,E1,01122021,1\n", &k10(&[("M1", 2, 99), ("M1", 2, 99), ("M2", 5, 23)]));
    let told = document(&folder, "extract");
    // 20 and 23: the second row of M1 would make their mean 21.
    assert_eq!(mean(&told, "k10_pre"), (1, 22.0));
    let k10p = joins(&told).into_iter().find(|join| join.0 == "k10p").expect("a join");
    assert_eq!(k10p, ("k10p".to_owned(), 3, 2, 1, json!({"duplicate": 1})));
    assert!(findings(&folder).contains(&("score_from_items".to_owned(), "k10_pre".to_owned(), 1)));
}

#[test]
fn the_page_of_the_profile_has_the_table_of_the_code() {
    let page = include_str!("../../../docs/pmhc-mds.md");
    for (file, field, became) in sst_frames::PMHC_MDS_FIELDS {
        let row = format!("| `{file}` | {field} | {became} |");
        assert!(page.contains(&row), "docs/pmhc-mds.md has no row: {row}");
    }
    for label in ["no_occasion", "not_start_or_end", "not_attended", "no_score", "other_version", "no_measure"] {
        assert!(page.contains(&format!("`{label}`")), "{label}");
    }
}

#[test]
fn a_zip_of_an_extract_is_the_extract() {
    let set = folder("v4");
    let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let mut names: Vec<PathBuf> =
        std::fs::read_dir(fixture("v4")).expect("the set").map(|file| file.expect("a file").path()).collect();
    names.sort();
    for path in &names {
        let name = format!("export/{}", path.file_name().and_then(|name| name.to_str()).expect("a name"));
        writer.start_file(name, zip::write::SimpleFileOptions::default()).expect("a member");
        std::io::Write::write_all(&mut writer, &std::fs::read(path).expect("a file")).expect("written");
    }
    let bytes = writer.finish().expect("a zip").into_inner();
    std::fs::write(set.path("extract.zip"), bytes).expect("a file");
    let (packed, plain) = (document(&set, "extract.zip"), document(&set, "extract"));
    assert_eq!(packed["profile"], plain["profile"]);
    assert_eq!((&packed["rows"], &packed["flow"]), (&plain["rows"], &plain["flow"]));
    assert_eq!(packed["results"], plain["results"]);
    assert_eq!(joins(&packed), joins(&plain));
}

#[test]
fn an_extract_needs_no_mapping_and_none_is_drafted() {
    for set in ["v2-headspace", "v1-two-providers", "v4"] {
        let folder = folder(set);
        let run = folder.sst("init extract").done();
        assert!(run.err.contains("pmhc-mds") && run.err.contains("no mapping file is needed"), "{set}: {}", run.err);
        assert!(run.err.contains("Next: sst check extract"), "{set}: {}", run.err);
        assert!(!folder.has("sst.toml"), "{set}");
        folder.sst("check extract").done();
    }
}
