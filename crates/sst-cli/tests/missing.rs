//! Those who did not answer: what they could change, and who they are. Expected numbers were worked by hand, or with scipy
//! 1.17.1 and statsmodels 0.15.

mod run;
mod schema;

use run::Folder;
use serde_json::Value;
use sst_core::estimate::{popular_claims, tell_missing_answers};
use sst_core::results::{Payload, ResultSet};
use sst_core::text::Catalogue;

/// 80 attended sessions, 50 ratings, 41 of them at least 4; in North 30 of 35 of 50, in South 11 of 15 of 30.
const WORKED: &str = include_str!("fixtures/missing/worked-example.csv");

fn document(csv: &str, mapping: &str) -> Value {
    let folder = Folder::new().with("sessions.csv", csv);
    if !mapping.is_empty() {
        folder.write("sst.toml", mapping);
    }
    folder.sst("report sessions.csv --quiet -o out.json").done();
    let document: Value = serde_json::from_str(&folder.read("out.json")).expect("a document");
    let schema: Value = serde_json::from_str(&folder.sst("schema").done().out).expect("a schema");
    assert_eq!(schema::faults(&schema, &document), Vec::<String>::new());
    document
}

/// The entry of a measure in a group, which is written as JSON.
fn entry<'d>(document: &'d Value, measure: &str, by: &str) -> &'d Value {
    let by: Value = serde_json::from_str(by).expect("a group");
    let mut entries = document["results"].as_array().expect("results").iter();
    let found = entries.find(|entry| entry["measure"] == measure && entry["kind"] == "proportion" && entry["by"] == by);
    found.unwrap_or_else(|| panic!("no {measure} of {by}"))
}

#[track_caller]
fn assert_near(found: &Value, expected: f64) {
    let found = found.as_f64().unwrap_or_else(|| panic!("{found} is no number"));
    assert!((found - expected).abs() < 1e-12, "{found} is not {expected}");
}

fn chain(entry: &Value) -> [Option<u64>; 3] {
    ["eligible", "answered", "events"].map(|key| entry[key].as_u64())
}

#[test]
fn the_worked_example_comes_out() {
    let document = document(WORKED, "");
    let helpful = entry(&document, "helpful", "{}");
    assert_eq!(chain(helpful), [Some(80), Some(50), Some(41)]);
    assert_near(&helpful["estimate"], 0.82);
    let round = |value: &Value| format!("{:.3}", value.as_f64().expect("a number"));
    assert_eq!((round(&helpful["low"]), round(&helpful["high"])), ("0.692".to_owned(), "0.902".to_owned()));
    assert_near(&helpful["bounds"]["low"], 0.5125);
    assert_near(&helpful["bounds"]["high"], 0.8875);
    let missing = &helpful["missing"];
    assert_eq!(missing["silent"], 30);
    assert_near(&missing["union_wilson"]["low"], 0.404_933_342_165_422_54);
    assert_near(&missing["union_wilson"]["high"], 0.939_673_130_533_695_3);
    assert_near(&missing["imbens_manski"]["low"], 0.420_578_625_828_975_04);
    assert_near(&missing["imbens_manski"]["high"], 0.945_608_906_830_713);
    let tipping = &missing["tipping"][0];
    assert_eq!((tipping["share"].as_f64(), tipping["needed"].as_u64()), (Some(0.8), Some(23)));
    let sentence = "23 of the 30 who did not answer would have to say yes to reach 80%";
    assert!(tipping["text"].as_str().expect("a sentence").starts_with(sentence), "{tipping}");
    let grid = [
        (-2.0, 0.655_521_253_662_249_4),
        (-1.0, 0.747_359_984_234_410_2),
        (-0.5, 0.787_847_696_624_994_3),
        (0.0, 0.82),
        (0.5, 0.843_438_551_216_077_6),
        (1.0, 0.859_479_971_192_673_3),
        (2.0, 0.876_681_003_575_261_7),
    ];
    let rows = missing["delta"].as_array().expect("rows");
    assert_eq!(rows.len(), grid.len());
    for (row, (delta, estimate)) in rows.iter().zip(grid) {
        assert_near(&row["delta"], delta);
        assert_near(&row["estimate"], estimate);
    }
    // 5/8 of 30/35 and 3/8 of 11/15; 80² / (50²/35 + 30²/15).
    let weighted = missing["weighted"].as_array().expect("weights");
    let by_site = weighted.iter().find(|row| row["by"] == "site").expect("by site");
    assert_near(&by_site["estimate"], 0.625 * 30.0 / 35.0 + 0.375 * 11.0 / 15.0);
    assert_near(&by_site["effective_n"], 6400.0 / (2500.0 / 35.0 + 60.0));
    assert_eq!(by_site["empty_groups"], 0);
    // Groups have their bounds and no more.
    assert!(entry(&document, "helpful", r#"{"site": "North"}"#).get("missing").is_none());
}

#[test]
fn the_worked_example_is_told_in_words_and_drawn() {
    let folder = Folder::new().with("sessions.csv", WORKED);
    folder.sst("report sessions.csv --quiet -o out.html -o out.md").done();
    for name in ["out.html", "out.md"] {
        let text = folder.read(name);
        for words in [
            "30 of 80 did not answer.",
            "23 of the 30 who did not answer would have to say yes to reach 80%",
            "40.5% to 94.0%",
            "42.1% to 94.6%",
            "81.1% (49)",
        ] {
            assert!(text.contains(words), "{name} does not say {words}");
        }
    }
    let drawn = folder.sst("chart missing sessions.csv --measure helpful --by site --quiet").done().out;
    for words in ["82% of the 50 who answered; 51% to 89%", "50 of 80 answered"] {
        assert!(drawn.contains(words), "the picture does not say {words}: {drawn}");
    }
    folder.sst("chart missing sessions.csv --measure helpfull --quiet").expect(2, "did you mean `helpful`?");
}

#[test]
fn all_none_and_the_edges() {
    let row = |i: usize, rating: &str| format!("C{i},2025-01-0{},{rating}\n", i + 1);
    let csv = |ratings: &[&str]| {
        let rows: String = ratings.iter().enumerate().map(|(i, rating)| row(i, rating)).collect();
        format!("client_id,session_date,helpfulness\n{rows}")
    };
    // Everybody answered: there is nothing to be said.
    let all = document(&csv(&["5", "4", "2"]), "");
    assert!(entry(&all, "helpful", "{}").get("missing").is_none());
    let folder = Folder::new().with("sessions.csv", &csv(&["5", "4", "2"]));
    folder.sst("chart missing sessions.csv --quiet").expect(2, "nothing to draw");

    // Nobody did: anything is possible, and both bounds are certain.
    let none = document(&csv(&["", "", "", "", "", "", "", ""]), "");
    let missing = &entry(&none, "helpful", "{}")["missing"];
    assert_eq!(missing["silent"], 8);
    assert_near(&missing["union_wilson"]["low"], 0.0);
    assert_near(&missing["union_wilson"]["high"], 1.0);
    assert_eq!(missing["imbens_manski"], Value::Null);
    // 6.4 of 8.
    assert_eq!(missing["tipping"][0]["needed"], 7);
    assert!(missing["delta"].as_array().expect("rows").iter().all(|row| row["estimate"].is_null()));

    // All who answered said yes: there are no odds to carry over.
    let yes = document(&csv(&["5", "4", "5", "5", "4", "", "", ""]), "");
    let missing = &entry(&yes, "helpful", "{}")["missing"];
    assert_near(&missing["union_wilson"]["low"], 0.305_742_394_602_627_3);
    assert_near(&missing["union_wilson"]["high"], 1.0);
    assert_near(&missing["imbens_manski"]["low"], 0.343_357_752_581_909_26);
    assert_near(&missing["imbens_manski"]["high"], 1.0);
    assert_eq!(missing["tipping"][0]["needed"], 2);
    assert_eq!(missing["delta"].as_array().map(Vec::len), Some(7));
    assert!(missing["delta"].as_array().expect("rows").iter().all(|row| row["estimate"].is_null()));

    // All who answered said no: not even all of the silent would do.
    let no = document(&csv(&["1", "2", "1", ""]), "");
    let tipping = &entry(&no, "helpful", "{}")["missing"]["tipping"][0];
    assert_eq!(tipping["needed"], Value::Null);
    assert!(tipping["text"].as_str().expect("a sentence").starts_with("Even if all who did not answer"));
}

#[test]
fn a_group_without_answers_is_refused_and_overlapping_groups_are_no_weights() {
    let csv = "client_id,session_date,site,concern,helpfulness\n\
               A,2025-01-01,North,grief;work,5\n\
               B,2025-01-02,North,grief,2\n\
               C,2025-01-03,South,work,\n\
               D,2025-01-04,,work,\n";
    let document = document(csv, "[columns]\nconcern = { column = \"concern\", split = \";\" }\n");
    let missing = &entry(&document, "helpful", "{}")["missing"];
    let weighted = missing["weighted"].as_array().expect("weights");
    assert_eq!(weighted.len(), 1, "{weighted:?}");
    assert_eq!(weighted[0]["by"], "site");
    assert_eq!((&weighted[0]["estimate"], &weighted[0]["effective_n"]), (&Value::Null, &Value::Null));
    assert_eq!(weighted[0]["empty_groups"], 2);
}

#[test]
fn targets_and_gates_have_their_tipping_points_in_groups_too() {
    let mapping = "[[gate]]\nmeasure = \"helpful\"\nat_least = 0.9\nby = { site = \"North\" }\n\
                   [[target]]\nmeasure = \"helpful\"\nvalue = 0.725\n";
    let document = document(WORKED, mapping);
    let tipping = entry(&document, "helpful", "{}")["missing"]["tipping"].as_array().expect("notes").clone();
    let found: Vec<_> = tipping.iter().map(|note| (note["against"].as_str(), note["needed"].as_u64())).collect();
    // 58 of 80 are 72.5%, and 41 + 17 are 58.
    assert_eq!(found, [(Some("target"), Some(17)), (Some("benchmark"), Some(23))]);
    assert!(tipping[0]["text"].as_str().expect("a sentence").contains("72.5% (the target)"));
    let north = &entry(&document, "helpful", r#"{"site": "North"}"#)["missing"];
    // 45 of 50, of whom 30 said yes: all 15 that are silent.
    assert_eq!((&north["silent"], &north["tipping"][0]["needed"]), (&15.into(), &15.into()));
    assert_eq!((&north["union_wilson"], &north["imbens_manski"]), (&Value::Null, &Value::Null));
}

/// Seven sessions: one client comes back, one twice on a day, one row has no client.
const SEVEN: &str = "client_id,session_date,helpfulness,enough\n\
                     A,2025-03-03,5,yes\n\
                     A,2025-03-10,3,\n\
                     B,2025-03-04,4,\n\
                     C,2025-03-04,2,no\n\
                     D,2025-03-05,,yes\n\
                     D,2025-03-05,4,\n\
                     ,2025-03-06,5,yes\n";

#[test]
fn who_answers_is_counted_by_what_else_is_known() {
    let document = document(SEVEN, "");
    for (measure, by, counts) in [
        ("followed_up", r#"{"helpful": "yes"}"#, [4, 4, 2]),
        ("followed_up", r#"{"helpful": "no"}"#, [2, 2, 1]),
        ("followed_up", r#"{"helpful": null}"#, [1, 1, 1]),
        ("followed_up", r#"{"came_back": "yes"}"#, [1, 1, 1]),
        ("followed_up", r#"{"came_back": "no"}"#, [5, 5, 2]),
        ("followed_up", r#"{"came_back": null}"#, [1, 1, 1]),
        ("enough", r#"{"helpful": "yes"}"#, [4, 2, 2]),
        ("enough", r#"{"helpful": "no"}"#, [2, 1, 0]),
        ("enough", r#"{"helpful": null}"#, [1, 1, 1]),
    ] {
        assert_eq!(chain(entry(&document, measure, by)), counts.map(Some), "{measure} {by}");
    }
    // A refused weight: nothing; each label has somebody who answered. 4/7 of 1, 2/7 of 0, 1/7 of 1.
    let missing = &entry(&document, "enough", "{}")["missing"];
    let weighted = missing["weighted"].as_array().expect("weights");
    let by_rating = weighted.iter().find(|row| row["by"] == "helpful").expect("by rating");
    assert_near(&by_rating["estimate"], 5.0 / 7.0);
    // 7² / (4²/2 + 2²/1 + 1²/1).
    assert_near(&by_rating["effective_n"], 49.0 / 13.0);
    // What was said of the session itself has no follow-up to answer.
    let of_session = document["results"].as_array().expect("results").iter();
    let keys = |entry: &&Value| entry["by"].get("helpful").is_some() || entry["by"].get("came_back").is_some();
    assert!(
        of_session
            .filter(keys)
            .all(|entry| ["followed_up", "enough"].contains(&entry["measure"].as_str().expect("an id")))
    );
}

#[test]
fn sessions_that_are_not_due_and_a_group_of_the_same_name_stay_out() {
    let mapping = "[groups]\ncame_back = \"Back\"\n[follow_up]\ndue_after_days = 5\n";
    let csv = SEVEN
        .replace("enough\n", "enough,Back\n")
        .replace("yes\n", "yes,x\n")
        .replace(",\n", ",,\n")
        .replace("no\n", "no,y\n");
    let document = document(&csv, mapping);
    // As of 10 March: of 3, 4 and 5 March five ratings are due, and one is blank.
    let due: Vec<_> = [r#"{"helpful": "yes"}"#, r#"{"helpful": "no"}"#, r#"{"helpful": null}"#]
        .map(|by| {
            (
                entry(&document, "followed_up", by)["eligible"].as_u64(),
                entry(&document, "followed_up", by)["not_due"].as_u64(),
            )
        })
        .to_vec();
    assert_eq!(due, [(Some(3), Some(1)), (Some(1), Some(1)), (Some(1), Some(0))]);
    let mut entries = document["results"].as_array().expect("results").iter();
    assert!(entries.all(|entry| entry["by"].get("came_back").is_none()), "the column of that name is another thing");
}

#[test]
fn anonymous_answers_are_told_by_nothing_of_a_session() {
    let mapping = "[follow_up]\nlinked = false\nfile = \"answers.csv\"\ndate = \"Timestamp\"\n";
    let folder = Folder::new()
        .with("sessions.csv", "client_id,session_date,helpfulness\nA,2025-03-03,5\nB,2025-03-04,2\nC,2025-03-04,\n")
        .with("answers.csv", "Timestamp,enough\n2025-03-04,yes\n")
        .with("sst.toml", mapping);
    folder.sst("report sessions.csv --quiet -o out.json").done();
    let document: Value = serde_json::from_str(&folder.read("out.json")).expect("a document");
    let enough = entry(&document, "enough", "{}");
    assert_eq!((chain(enough), &enough["missing"]["silent"]), ([Some(3), Some(1), Some(1)], &2.into()));
    let mut entries = document["results"].as_array().expect("results").iter();
    assert!(entries.all(|entry| entry["by"].get("helpful").is_none() && entry["by"].get("came_back").is_none()));
}

#[test]
fn what_is_missing_is_made_again_from_the_counts_of_a_document() {
    let folder = Folder::new().with("sessions.csv", WORKED);
    folder.sst("report sessions.csv --quiet -o out.json").done();
    let told = ResultSet::from_json(&folder.read("out.json")).expect("a document");
    let catalogue = Catalogue::english();
    let mut again = told.clone();
    for entry in &mut again.results {
        if let Payload::Proportion(proportion) = &mut entry.payload {
            proportion.missing = None;
        }
    }
    tell_missing_answers(&mut again, &popular_claims(&catalogue), &catalogue).expect("intervals");
    assert_eq!(again, told);
    // A count that is hidden takes everything with it that was made of it.
    for entry in &mut again.results {
        if let Payload::Proportion(proportion) = &mut entry.payload
            && entry.by.get("site") == Some(&Some("South".to_owned()))
        {
            (proportion.answered, proportion.events, proportion.bounds) = (None, None, None);
        }
    }
    tell_missing_answers(&mut again, &[], &catalogue).expect("intervals");
    let helpful = again.results.iter().find(|entry| entry.measure == "helpful" && entry.by.is_empty());
    let missing = helpful.and_then(|entry| entry.as_proportion()?.missing.as_ref()).expect("those who did not answer");
    assert!(missing.tipping.is_empty() && missing.weighted.iter().all(|weighted| weighted.by != "site"));
}
