//! `sst tidy`: out and back in, under pseudonyms or not, and what it refuses.
#![cfg(feature = "frames")]

mod run;

use run::Folder;
use serde_json::{Map, Value};
use sst_core::text::Catalogue;
use sst_frames::Parquet;
use sst_ingest::source::{Container, Input, MemoryInput, TableOpener};

const KEY: &str = "a key of more than sixteen bytes\n";
const BY: &str = "--by site --by concern --by month";

/// What is of the files and their cells, and cannot be the same from a table where those are gone.
const OF_THE_EXPORT: [&str; 5] = ["inputs", "mapping", "tool", "rows", "findings"];

fn sst(folder: &Folder, words: &str) -> String {
    let output = folder.command(words).env_remove("CI").output().expect("the command runs");
    assert!(output.status.success(), "{words}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("UTF-8")
}

fn document(folder: &Folder, words: &str) -> Map<String, Value> {
    let text = sst(folder, &format!("rates {words} -q --format json"));
    let mut document: Map<String, Value> = serde_json::from_str(&text).expect("a document");
    for key in OF_THE_EXPORT {
        assert!(document.remove(key).is_some(), "{key}");
    }
    document.remove("scores");
    for entry in document["results"].as_array_mut().expect("a list") {
        // That a cell was not understood is known of the export alone.
        let caveats = entry["caveats"].as_array_mut().expect("a list");
        caveats.retain(|caveat| caveat["code"] != "not_understood");
    }
    document
}

/// Out and back in, in every format that is read.
fn assert_round_trip(folder: &Folder, export: &str, naming: &str, by: &str) {
    let before = document(folder, &format!("{export} {by}"));
    let as_of = before["as_of"].as_str().expect("a date").to_owned();
    for end in ["csv", "parquet"] {
        let file = format!("t.client-data.{end}");
        sst(folder, &format!("tidy {export} -q -o {file} {naming}"));
        let after = document(folder, &format!("{file} --mapping t.sst.toml --as-of {as_of} {by}"));
        for (key, value) in &before {
            assert!(after.get(key) == Some(value), "{export} {naming} {end}: {key} differs");
        }
        assert_eq!(before.len(), after.len());
    }
}

fn folder_with(export: &str) -> Folder {
    Folder::new().with("a.csv", export).with("key.txt", KEY)
}

#[test]
fn the_sample_comes_back_to_the_same_results() {
    let folder = folder_with(sst_data::SAMPLE_SESSIONS);
    assert_round_trip(&folder, "a.csv", "--keep-ids", BY);
    assert_round_trip(&folder, "a.csv", "--pseudonym-key-file key.txt", BY);
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
    assert_round_trip(&folder, export, "--keep-ids", "--by concern --by age_band");
    assert_round_trip(&folder, export, "--pseudonym-key-file key.txt", "--by concern --by age_band");
}

#[test]
fn ids_of_a_file_stay_apart_in_one_table() {
    let text = "client_id,session_id,session_date,helpfulness\n";
    let folder = folder_with(&format!("{text}c1,1,2025-03-01,5\nc2,2,2025-03-02,2\n"))
        .with("b.csv", &format!("{text}c1,1,2025-04-01,4\nc3,2,2025-04-02,\n"))
        .with("m.toml", "session_id_scope = \"file\"\n");
    assert_round_trip(&folder, "a.csv b.csv --mapping m.toml", "--pseudonym-key-file key.txt", "");
    assert_round_trip(&folder, "a.csv b.csv --mapping m.toml", "--keep-ids", "");
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
