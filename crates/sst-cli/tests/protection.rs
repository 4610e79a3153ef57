//! `--protect`: no way around the mapping's rule, and nothing that is hidden in any output.

mod run;

use std::collections::BTreeSet;
use std::fmt::Write;

use run::Folder;
use serde_json::Value;

/// Sessions at four sites, one of them tiny, with few who said no.
fn export() -> String {
    let mut text = String::from("client_id,session_date,status,site,helpfulness,change_rating,followup_asked\n");
    let mut client = 0;
    for (site, sessions, low) in [("North", 83, 13), ("South", 61, 4), ("Hill", 47, 17), ("Tiny", 7, 3)] {
        for i in 0..sessions {
            client += 1;
            let rating = if i < low { 2 } else { 4 + i % 2 };
            let rating = if i % 5 == 4 { String::new() } else { rating.to_string() };
            let change = ["much_better", "better", "same", "worse", ""][i % 5];
            let (month, day) = (i % 3 + 1, i % 28 + 1);
            let _ = writeln!(text, "c{client},2025-{month:02}-{day:02},attended,{site},{rating},{change},yes");
        }
    }
    text
}

fn folder() -> Folder {
    Folder::new().with("sessions.csv", &export()).with("publish.toml", "[publish]\nprotect = \"cms\"\n")
}

#[test]
fn the_rule_of_the_mapping_holds() {
    let folder = folder();
    let run = folder.sst("rates sessions.csv -m publish.toml --format json").expect(0, "rule cms");
    assert!(run.out.contains("\"protection\": \"cms\""));
    folder
        .sst("rates sessions.csv -m publish.toml --protect none")
        .expect(2, "the mapping file says protect = \"cms\"");
    folder.sst("rates sessions.csv -m publish.toml --protect aihw").expect(2, "two rules");
    folder.sst("rates sessions.csv --protect cm").expect(2, "expected none, nhs-tt");
    folder.sst("rates sessions.csv --protect cms --by site,month,year").expect(2, "more than two groups");
    folder.sst("rates sessions.csv --protect cms --by month --by quarter").expect(2, "adds up to the other");
    folder.sst("check sessions.csv --protect cms").expect(2, "for whoever mends the data");
    folder.sst("check sessions.csv -m publish.toml").expect(0, "");
    folder.write("wrong.toml", "[publish]\nprotect = \"cmss\"\n");
    folder.sst("rates sessions.csv -m wrong.toml").expect(2, "did you mean `cms`?");
}

#[test]
fn a_protected_document_stays_as_it_is() {
    let folder = folder();
    folder.sst("report sessions.csv --protect cms -o one.json").expect(0, "");
    folder.sst("report sessions.csv -o open.json").expect(0, "");
    folder.sst("report open.json --protect cms -o two.json").expect(0, "");
    folder.sst("report one.json -o three.json").expect(0, "");
    assert_eq!(folder.read("one.json"), folder.read("two.json"));
    assert_eq!(folder.read("one.json"), folder.read("three.json"));
    folder.sst("report one.json --protect aihw -o four.json").expect(2, "protected by cms already");
    folder.sst("report one.json --protect none -o four.json").expect(2, "protected by cms already");
}

/// Every number of the open document that the protected one does not have: no output has one of them.
#[test]
fn nothing_hidden_is_in_any_output() {
    let folder = folder();
    folder.sst("report sessions.csv -o open.json").expect(0, "");
    let open: Value = serde_json::from_str(&folder.read("open.json")).expect("JSON");
    for rule in ["nhs-tt", "hes", "opensafely", "cms", "aihw"] {
        let protect = format!("sessions.csv --protect {rule}");
        folder.sst(&format!("report {protect} -o all.json -o all.html -o all.md")).expect(0, "");
        let mut outputs = vec![folder.read("all.json"), folder.read("all.html"), folder.read("all.md")];
        for words in ["--format csv", "--format table", "--format md", "--format github"] {
            outputs.push(folder.sst(&format!("rates {protect} --by site --by month {words}")).out);
        }
        for chart in ["overview", "dots --by site", "months", "volume", "flow", "change-rating", "distribution"] {
            let run = folder.sst(&format!("chart {chart} {protect} -o chart.svg"));
            if run.code == 0 {
                outputs.push(folder.read("chart.svg"));
            }
        }
        let shown: Value = serde_json::from_str(&folder.read("all.json")).expect("JSON");
        let floats = |document: &Value| {
            let mut found = BTreeSet::new();
            for entry in document["results"].as_array().expect("results") {
                for key in ["estimate", "low", "high", "sd"] {
                    // Those with many digits: one of three digits may stand anywhere.
                    found.extend(entry[key].as_f64().map(|value| value.to_string()).filter(|text| text.len() > 12));
                }
            }
            found
        };
        let is_exact = matches!(rule, "cms" | "aihw");
        let hidden: Vec<String> = floats(&open).difference(&floats(&shown)).cloned().collect();
        // Of rounded counts a share can come out as another one was before.
        let hidden: Vec<String> =
            hidden.into_iter().filter(|number| is_exact || !outputs[0].contains(number)).collect();
        assert!(hidden.len() > 10, "{rule}: nothing is hidden");
        for output in &outputs {
            let told = hidden.iter().find(|number| output.contains(number.as_str()));
            assert_eq!(told, None, "{rule}: a hidden share is told");
            // What the tiny site's tooltip would say.
            assert!(rule == "opensafely" || !output.contains("/ 6<"), "{rule}: the tiny site's answers are told");
        }
        let pages = [&outputs[1], &outputs[2], &outputs[4]];
        assert!(pages.iter().all(|page| page.contains("Small numbers are protected")), "{rule} is not told");
        assert!(!outputs[1].contains("Do not publish"));
    }
}

#[test]
fn a_release_that_differs_by_few_is_told() {
    let folder = folder();
    let more = export() + "c900,2025-03-28,attended,North,4,better,yes\nc901,2025-03-28,attended,North,4,better,yes\n";
    folder.write("more.csv", &more);
    folder.sst("report sessions.csv --protect cms -o old.json").expect(0, "");
    folder
        .sst("report more.csv --protect cms --previous-release old.json -o new.json")
        .expect(0, "differ from the previous release by a number that the rule hides");
    folder.sst("report sessions.csv --previous-release old.json -o new.json").expect(2, "results that are protected");
}
