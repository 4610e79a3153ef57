//! `sst tidy`: out and back in, under pseudonyms or not, and what it refuses.
#![cfg(feature = "frames")]

mod run;

use std::path::Path;

use run::Folder;
use sst_core::codes::Caveat;
use sst_core::results::{ResultSet, RowAccount};
use sst_core::text::Catalogue;
use sst_examples::Plan;
use sst_frames::Parquet;
use sst_ingest::source::{Container, Input, MemoryInput, TableOpener};

const KEY: &str = "a key of more than sixteen bytes\n";
const BY: &str = "--by site --by concern --by month";
const KEPT: &str = "--keep-ids";
const HIDDEN: &str = "--pseudonym-key-file key.txt";

fn sst(folder: &Folder, words: &str) -> String {
    let output = folder.command(words).env_remove("CI").output().expect("the command runs");
    assert!(output.status.success(), "{words}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("UTF-8")
}

fn document(folder: &Folder, words: &str) -> ResultSet {
    let text = sst(folder, &format!("rates {words} -q --format json"));
    let document = ResultSet::from_json(&text).expect("a document");
    assert_eq!(document.to_json(), text, "{words}: a key of the document is not compared");
    document
}

/// The bytes of a document without what is said of the export's files and cells, which the table does not have: `inputs`,
/// `mapping`, `profile`, `scores`, `joins` (the files, and how their rows met), `rows` and `findings` (rows that are not
/// used, cells that could not be read) and the caveat `not_understood`, which counts such cells. All else is compared.
fn bytes(mut document: ResultSet) -> String {
    document.inputs.clear();
    document.mapping = None;
    document.profile = None;
    document.scores = None;
    document.joins.clear();
    document.rows = RowAccount::default();
    document.findings.clear();
    for entry in &mut document.results {
        entry.caveats.retain(|caveat| caveat.code != Caveat::NotUnderstood);
    }
    document.to_json()
}

/// Out and back in, in every format, to the same bytes.
#[track_caller]
fn assert_round_trip(folder: &Folder, export: &str, naming: &str, by: &str) {
    let before = document(folder, &format!("{export} {by}"));
    assert!(before.rows.used > 0, "{export}: nothing is used");
    let as_of = before.as_of.expect("a date");
    let used = RowAccount { read: before.rows.used, used: before.rows.used, excluded: Vec::new() };
    let expected = bytes(before);
    for end in ["csv", "parquet", "arrow"] {
        let file = format!("t.client-data.{end}");
        sst(folder, &format!("tidy {export} -q -o {file} {naming}"));
        let after = document(folder, &format!("{file} --mapping t.sst.toml --as-of {as_of} {by}"));
        assert_eq!(after.rows, used, "{export} {naming} {end}: rows");
        let said = after.results.iter().flat_map(|entry| &entry.caveats);
        assert!(said.into_iter().all(|caveat| caveat.code != Caveat::NotUnderstood), "{export} {end}: not understood");
        let found = bytes(after);
        let differ = expected.lines().zip(found.lines()).position(|(expected, found)| expected != found);
        let near = |text: &str| {
            let first = differ.unwrap_or_default().saturating_sub(12);
            text.lines().skip(first).take(16).collect::<Vec<_>>().join("\n")
        };
        assert!(expected == found, "{export} {naming} {end}:\n{}\n-- and not\n{}", near(&found), near(&expected));
    }
}

fn folder_with(export: &str) -> Folder {
    Folder::new().with("a.csv", export).with("key.txt", KEY)
}

#[test]
fn the_sample_comes_back_to_the_same_results() {
    let folder = folder_with(sst_data::SAMPLE_SESSIONS);
    assert_round_trip(&folder, "a.csv", KEPT, BY);
    assert_round_trip(&folder, "a.csv", HIDDEN, BY);
}

#[test]
fn own_measures_groups_split_groups_and_scores_come_back() {
    let mut rows = String::from("Id,Visit,Day,Topics,Age,Recommend?\n");
    let mut scores = String::from("client_id,date,measure,score\n");
    for i in 0..60 {
        let topics = ["Grief; Work", "Work", "", "Other; Grief"][i % 4];
        let answer = ["Definitely", "Nope", "", "what"][i % 4];
        rows.push_str(&format!("c{},v{i},{:02}/03/2025,{topics},{},{answer}\n", i % 25, i % 28 + 1, i % 3 * 10));
        scores.push_str(&format!("c{},2025-03-{:02},PHQ-9,{}\n", i % 25, i % 28 + 1, i % 27));
    }
    let mapping = "[columns]\nclient_id = \"Id\"\nsession_id = \"Visit\"\n\
        session_date = { column = \"Day\", format = \"%d/%m/%Y\" }\nconcern = { column = \"Topics\", split = \";\" }\n\
        [groups]\nage_band = \"Age\"\n[scores]\nfile = \"scores.csv\"\n[follow_up]\nquestions = [\"recommend\"]\n\
        [[measure]]\nid = \"recommend\"\nlabel = \"Would recommend\"\ncolumn = \"Recommend?\"\nyes = [\"Definitely\"]\nno = [\"Nope\"]\n\
        [[gate]]\nmeasure = \"recommend\"\nat_least = 0.1\n";
    let folder = folder_with(&rows).with("scores.csv", &scores).with("m.toml", mapping);
    let export = "a.csv --mapping m.toml";
    assert_round_trip(&folder, export, KEPT, "--by concern --by age_band");
    assert_round_trip(&folder, export, HIDDEN, "--by concern --by age_band");
}

#[test]
fn ids_of_a_file_stay_apart_in_one_table() {
    let text = "client_id,session_id,session_date,helpfulness\n";
    let folder = folder_with(&format!("{text}c1,1,2025-03-01,5\nc2,2,2025-03-02,2\n"))
        .with("b.csv", &format!("{text}c1,1,2025-04-01,4\nc3,2,2025-04-02,\n"))
        .with("m.toml", "session_id_scope = \"file\"\n");
    assert_round_trip(&folder, "a.csv b.csv --mapping m.toml", HIDDEN, "");
    assert_round_trip(&folder, "a.csv b.csv --mapping m.toml", KEPT, "");
}

#[test]
fn a_generated_dirty_export_comes_back() {
    for seed in [3, 11] {
        let folder = Folder::new().with("key.txt", KEY);
        let mut export = Vec::new();
        let tally = Plan { dirty_per_million: 100_000, ..Plan::new(800, seed) }.write(&mut export).expect("an export");
        assert!(tally.defects.iter().filter(|&&rows| rows > 0).count() > 8, "{:?}", tally.defects);
        std::fs::write(folder.path("a.csv"), export).expect("a file");
        for naming in [KEPT, HIDDEN] {
            assert_round_trip(&folder, "a.csv", naming, BY);
        }
    }
}

/// Two sessions of a client on one day, sessions without an id, ids that come twice, and ids that differ in form alone.
const TIED: &str = "client_id,session_id,session_date,site,therapist,helpfulness,change_rating\n\
    c1,9,2025-03-01,North,b,5,better\nc1,10,2025-03-01,South,a,1,worse\nc1,,2025-03-01,North,a,3,\nc1,,2025-03-01,South,b,2,\n\
    c2,07,2025-03-02,North,a,4,\nc2,7,2025-03-02,South,b,1,\nc3,11,2025-03-03,North,a,5,\nc3,11,2025-03-03,North,a,5,\n\
    c3,12,2025-03-04,North,a,5,\nc4,12,2025-03-04,North,a,1,\n,13,2025-03-05,South,b,2,\n,,2025-03-05,South,b,2,\n\
    ,,2025-03-05,South,b,2,\nc1,14,2025-04-20,North,a,4,much better\n";

#[test]
fn tied_sessions_come_back() {
    let folder = folder_with(TIED);
    assert_round_trip(&folder, "a.csv", KEPT, "--by site --by therapist");
    // Of two on one day the first is told by the ids, and under pseudonyms by those: that is said, and reaches no other
    // result than the new clients of a group.
    let whole = |mut document: ResultSet| {
        document.results.retain(|entry| entry.measure != "new_clients" || entry.by.is_empty());
        bytes(document)
    };
    let before = whole(document(&folder, "a.csv --by site"));
    let run =
        Folder::run(folder.command(&format!("tidy a.csv -o t.client-data.arrow {HIDDEN} --allow-client-data")), "tidy");
    let run = run.expect(0, "4 sessions come after another of the same client on one day");
    assert!(run.err.contains("new clients of a group"));
    let after = document(&folder, "t.client-data.arrow --mapping t.sst.toml --as-of 2025-04-20 --by site");
    assert_eq!(whole(after), before);
    // One session for each client: of two on one day the first by its id, which stays while ids stay.
    let words = "--by site --unit client --as-of 2025-04-20";
    let before = bytes(document(&folder, &format!("a.csv {words}")));
    sst(&folder, "tidy a.csv -q -o t.client-data.parquet --keep-ids");
    assert_eq!(bytes(document(&folder, &format!("t.client-data.parquet --mapping t.sst.toml {words}"))), before);
}

#[test]
fn labels_that_begin_as_formulas_come_back() {
    let labels = ["=1+1", "+1", "-1", "@a", "=HYPERLINK(\"\"x\"\")", "＝1", "'=kept"];
    let mut rows = String::from("client_id,session_date,site,helpfulness\n");
    for (i, label) in labels.iter().enumerate() {
        rows.push_str(&format!("c{i},2025-03-0{},\"{label}\",{}\n", i + 1, i % 5 + 1));
    }
    let folder = folder_with(&rows);
    let sites = |words: &str| -> Vec<String> {
        let results = document(&folder, &format!("{words} --by site")).results;
        let mut labels: Vec<String> = results.into_iter().filter_map(|mut entry| entry.by.remove("site")?).collect();
        labels.sort();
        labels.dedup();
        labels
    };
    let before = sites("a.csv");
    assert_eq!(before.len(), labels.len());
    for end in ["parquet", "arrow"] {
        sst(&folder, &format!("tidy a.csv -q -o t.client-data.{end} --keep-ids"));
        assert_eq!(sites(&format!("t.client-data.{end} --mapping t.sst.toml")), before, "{end}");
    }
    // A CSV is opened in spreadsheets: there they have a ' in front, it is told, and it is not taken away again.
    let output =
        folder.command("tidy a.csv -o t.client-data.csv --keep-ids").env_remove("CI").output().expect("it runs");
    let said = String::from_utf8(output.stderr).expect("UTF-8");
    assert!(said.contains("6 labels begin as a formula does and have a ' in front in the CSV"), "{said}");
    let mut guarded: Vec<String> = before.iter().map(|label| format!("'{}", label.trim_start_matches('\''))).collect();
    guarded.sort();
    assert_eq!(sites("t.client-data.csv --mapping t.sst.toml"), guarded);
}

/// A folder of `tests`.
fn tests(name: &str) -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests").join(name)
}

#[test]
fn exports_of_other_systems_come_back() {
    let mut count = 0;
    for profile in std::fs::read_dir(tests("profiles")).expect("a folder") {
        let profile = profile.expect("a folder").path();
        let files = std::fs::read_dir(&profile).into_iter().flatten().map(|file| file.expect("a file").path());
        for mapping in files.filter(|path| path.extension().is_some_and(|end| end == "toml")) {
            let text = |path: &Path| {
                std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
            };
            let folder = Folder::new().with("a.csv", &text(&mapping.with_extension("csv"))).with("key.txt", KEY);
            folder.write("m.toml", &text(&mapping));
            let profile = profile.file_name().and_then(|name| name.to_str()).expect("a name");
            for naming in [KEPT, HIDDEN] {
                assert_round_trip(
                    &folder,
                    &format!("a.csv --mapping m.toml --profile {profile}"),
                    naming,
                    "--by month",
                );
            }
            count += 1;
        }
    }
    assert_eq!(count, 10);
}

#[test]
fn extracts_of_pmhc_mds_come_back() {
    let mut sets = 0;
    for set in std::fs::read_dir(tests("fixtures/pmhc-mds")).expect("sets") {
        let set = set.expect("a set").path();
        let Ok(files) = std::fs::read_dir(&set) else { continue };
        sets += 1;
        let folder = Folder::new().with("key.txt", KEY);
        std::fs::create_dir(folder.path("extract")).expect("a folder");
        for file in files {
            let file = file.expect("a file").path();
            std::fs::copy(&file, folder.path("extract").join(file.file_name().expect("a name"))).expect("a copy");
        }
        for naming in [KEPT, HIDDEN] {
            assert_round_trip(&folder, "extract", naming, "--by month");
        }
    }
    assert_eq!(sets, 4);
}

#[test]
fn pseudonyms_link_months_and_hide_ids() {
    let text = "client_id,session_id,session_date,therapist,site\nAnna Example,77,2025-03-01,Dr Who,North\n";
    let folder = folder_with(text).with("b.csv", &text.replace("77", "78").replace("-03-", "-04-"));
    let clients: Vec<String> = ["a", "b"]
        .map(|name| {
            sst(&folder, &format!("tidy {name}.csv -q -o {name}.client-data.csv --pseudonym-key-file key.txt"));
            let table = folder.read(&format!("{name}.client-data.csv"));
            for hidden in ["Anna", "Who", ",77,", ",78,"] {
                assert!(!table.contains(hidden), "{hidden}");
            }
            assert!(table.contains("North"));
            assert!(!folder.read(&format!("{name}.codebook.md")).contains("Anna"));
            table.lines().nth(1).expect("a row").split(',').next().expect("a client").to_owned()
        })
        .to_vec();
    assert_eq!(clients[0].len(), 26);
    assert_eq!(clients[0], clients[1]);
}

#[test]
fn the_key_comes_from_a_file_or_the_environment_and_is_written_nowhere() {
    let folder = folder_with(sst_data::SAMPLE_SESSIONS);
    let table = |words: &str, key: Option<&str>| {
        let mut command = folder.command(&format!("tidy a.csv -o t.client-data.csv --allow-client-data {words}"));
        command.env_remove("SST_PSEUDONYM_KEY").envs(key.map(|key| ("SST_PSEUDONYM_KEY", key)));
        let run = Folder::run(command, words).done();
        let written = ["t.client-data.csv", "t.codebook.md", "t.sst.toml"].map(|name| folder.read(name));
        assert!(!written.iter().chain([&run.out, &run.err]).any(|text| text.contains(KEY.trim_end())), "{words}");
        written[0].clone()
    };
    let of_file = table(HIDDEN, None);
    assert!(of_file == table("", Some(KEY.trim_end())));
    assert!(of_file != table("", Some("another key of many bytes")));
    folder.sst("tidy a.csv -o u.client-data.csv --pseudonym-key secret-secret-secret").expect(2, "--pseudonym-key");
    assert!(!folder.has("u.client-data.csv"));
}

#[test]
fn nothing_is_written_but_what_was_asked_for() {
    let folder = folder_with(sst_data::SAMPLE_SESSIONS);
    let elsewhere = tempfile::tempdir().expect("a folder");
    for words in
        ["tidy a.csv --keep-ids --allow-client-data -o t.client-data.parquet", "report a.csv -o r.html -o r.json"]
    {
        let mut command = folder.command(words);
        for name in ["HOME", "TMPDIR", "XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME"] {
            command.env(name, elsewhere.path());
        }
        Folder::run(command, words).done();
    }
    let names = |path: &Path| -> Vec<String> {
        let files = std::fs::read_dir(path).expect("a folder");
        let mut names: Vec<String> =
            files.map(|file| file.expect("a file").file_name().to_string_lossy().into_owned()).collect();
        names.sort();
        names
    };
    assert_eq!(names(elsewhere.path()), [""; 0]);
    let expected = ["a.csv", "key.txt", "r.html", "r.json", "t.client-data.parquet", "t.codebook.md", "t.sst.toml"];
    assert_eq!(names(&folder.path("")), expected);
}

#[test]
fn a_codebook_lists_labels_that_five_rows_have() {
    let mut rows = String::from("client_id,session_date,site\n");
    for i in 0..9 {
        rows.push_str(&format!("c{i},2025-03-01,{}\n", if i < 5 { "Harbour" } else { "Upstairs" }));
    }
    let folder = folder_with(&rows);
    sst(&folder, &format!("tidy a.csv -q -o t.client-data.csv {HIDDEN}"));
    let codebook = folder.read("t.codebook.md");
    assert!(codebook.contains("Harbour") && !codebook.contains("Upstairs"), "{codebook}");
}

#[test]
fn what_is_refused() {
    let folder = folder_with("client_id,session_date\nc1,2025-03-01\n").with("short.txt", "fifteen letters\n");
    let refused = |words: &str, ci: bool, expected: &str| {
        let mut command = folder.command(words);
        command.env_remove("CI").env_remove("SST_PSEUDONYM_KEY");
        if ci {
            command.env("CI", "true");
        }
        let output = command.output().expect("the command runs");
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(2), "{words}: {said}");
        assert!(said.contains(expected), "{words}: {said}");
        assert!(!folder.has("t.client-data.csv") && !folder.has("t.codebook.md"), "{words}: something was written");
    };
    refused("tidy a.csv -o t.csv --keep-ids", false, "must end in .client-data.parquet");
    refused("tidy a.csv -o t.client-data.csv", false, "no key to make pseudonyms with");
    refused("tidy a.csv -o t.client-data.csv --pseudonym-key-file short.txt", false, "has 15 bytes");
    refused("tidy a.csv -o t.client-data.csv --keep-ids", true, "CI=true");
    refused("tidy a.csv -o t.client-data.csv --keep-ids --from 2025-01-01", false, "--from");
    refused(
        "tidy a.csv -o t.client-data.csv --pseudonym-key-file key.txt --pseudonymise sit",
        false,
        "did you mean `site`?",
    );
}

#[test]
fn results_as_parquet_are_those_of_the_csv() {
    let folder = folder_with(sst_data::SAMPLE_SESSIONS);
    sst(&folder, "rates a.csv -q -o r.parquet --by site");
    let csv = sst(&folder, "rates a.csv -q --format csv --by site");
    let bytes = std::fs::read(folder.path("r.parquet")).expect("a file");
    let input = MemoryInput::new("r.parquet", bytes);
    let opened = Parquet.open(Container::Parquet, &input as &dyn Input, &Default::default()).expect("Parquet");
    let table = opened.unwrap_or_else(|_| panic!("it is read"));
    let header: Vec<&str> = csv.lines().next().expect("a header").split(',').collect();
    assert_eq!(table.columns().iter().map(|column| column.name.as_str()).collect::<Vec<_>>(), header);
    assert_eq!(table.parts().iter().sum::<u64>() as usize, csv.lines().count() - 1);
    assert!(Catalogue::english().has("codebook-title"));
}
