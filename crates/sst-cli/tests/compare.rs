//! `sst compare`, end to end: other people's numbers, a set worked by hand, the same by every route, refused with exact words.

mod run;
mod schema;

use std::fmt::Write;

use run::Folder;
use serde_json::Value;

/// Sessions of different clients: events and answers of each group, and silent ones.
fn export(groups: &[(&str, u64, u64, u64)]) -> String {
    let mut text = "client_id,session_date,site,helpfulness\n".to_owned();
    let mut client = 0;
    for &(label, events, answered, silent) in groups {
        for place in 0..answered + silent {
            client += 1;
            let rating = if place >= answered {
                ""
            } else if place < events {
                "5"
            } else {
                "2"
            };
            let _ = writeln!(text, "c{client},2025-{:02}-01,{label},{rating}", 1 + place % 6);
        }
    }
    text
}

fn document(folder: &Folder, words: &str) -> Value {
    let run = folder.sst(&format!("compare sessions.csv {words} --format json -q")).done();
    let document: Value = serde_json::from_str(&run.out).expect("a results document");
    let schema: Value = serde_json::from_str(sst_data::RESULTS_SCHEMA).expect("a schema");
    assert_eq!(schema::faults(&schema, &document), Vec::<String>::new(), "{words}");
    document
}

fn of_kind<'d>(document: &'d Value, kind: &str) -> Vec<&'d Value> {
    document["results"].as_array().expect("a list").iter().filter(|entry| entry["kind"] == kind).collect()
}

fn caveats(entry: &Value) -> Vec<&str> {
    entry["caveats"].as_array().expect("a list").iter().filter_map(|note| note["code"].as_str()).collect()
}

#[track_caller]
fn assert_near(value: &Value, expected: f64, relative: f64) {
    let value = value.as_f64().expect("a number");
    assert!((value - expected).abs() <= relative * expected.abs().max(1e-3), "{value}, not {expected}");
}

/// statsmodels 0.15.0 and scipy 1.17.1 of the project's reference values (`proportions.json`, `k_sample`): 41 of 50, 33 of 45, 27 of
/// 40, 50 of 58.
#[test]
fn four_sites_are_statsmodels_four_samples() {
    let groups = [("A", 41, 50, 10), ("B", 33, 45, 0), ("C", 27, 40, 5), ("D", 50, 58, 2)];
    let folder = Folder::new().with("sessions.csv", &export(&groups));
    let found = document(&folder, "--by site --measure helpful");
    let pairs = of_kind(&found, "comparison");
    let raw = [0.3094222450186844, 0.11171819910574765, 0.5494480772058776, 0.5557688461272283, 0.10136686675560902];
    let holm = [0.9282667350560533, 0.5068343337780451, 1.0, 1.0, 0.5068343337780451, 0.1592407931327066];
    assert_eq!(pairs.len(), 6);
    for ((pair, raw), holm) in pairs.iter().zip(raw.into_iter().chain([0.02654013218878443])).zip(holm) {
        assert_near(&pair["p"], raw, 1e-12);
        assert_near(&pair["p_adjusted"], holm, 1e-12);
        assert_eq!(
            (&pair["method"], &pair["test"], &pair["adjustment"]),
            (&"newcombe".into(), &"pearson".into(), &"holm".into())
        );
        assert_eq!(pair["clients_on_both_sides"], 0);
        assert_eq!(pair["verdict"], "cannot_tell");
    }
    let tests = of_kind(&found, "test");
    let [alike] = tests.as_slice() else { panic!("one test") };
    assert_eq!((&alike["test"], &alike["df"]), (&"chi_squared".into(), &3.into()));
    assert_near(&alike["statistic"], 5.923612397916464, 1e-12);
    assert_near(&alike["p"], 0.11538637217557439, 1e-12);
    // The last two differ with p = 0.027, which six comparisons do not bear out; asked for alone, the one comparison does.
    let one = document(&folder, "--by site --measure helpful --where site=C --where site=D");
    let one = of_kind(&one, "comparison");
    assert_eq!((one.len(), &one[0]["verdict"]), (1, &"lower".into()));
    assert_near(&one[0]["p_adjusted"], 0.02654013218878443, 1e-12);
    let none = document(&folder, "--by site --measure helpful --adjust none");
    assert!(of_kind(&none, "comparison").iter().all(|pair| pair["p_adjusted"].is_null()));
    assert_eq!(of_kind(&none, "comparison")[5]["verdict"], "lower");
    // Each beside one.
    let with_b = document(&folder, "--by site --measure helpful --against B");
    let with_b = of_kind(&with_b, "comparison");
    let labels: Vec<(&Value, &Value)> =
        with_b.iter().map(|pair| (&pair["a"]["by"]["site"], &pair["b"]["by"]["site"])).collect();
    assert_eq!(
        labels,
        ["A", "C", "D"].map(Value::from).iter().map(|label| (label, &with_b[0]["b"]["by"]["site"])).collect::<Vec<_>>()
    );
    assert_eq!(with_b[0]["b"]["by"]["site"], "B");
}

/// Newcombe 1998, table II (a): 56 of 70 and 48 of 80, methods 10 and 6 (Miettinen-Nurminen); statsmodels 0.15's score test.
#[test]
fn both_intervals_are_those_of_newcombes_paper() {
    let folder = Folder::new().with("sessions.csv", &export(&[("East", 56, 70, 0), ("West", 48, 80, 0)]));
    let ends = |pair: &Value| ["low", "high"].map(|end| format!("{:.4}", pair[end].as_f64().expect("an end")));
    let found = document(&folder, "--by site --measure helpful");
    assert_eq!(ends(of_kind(&found, "comparison")[0]), ["0.0524", "0.3339"]);
    assert!(of_kind(&found, "test").is_empty(), "two groups have their difference and no test of all");
    let found = document(&folder, "--by site --measure helpful --difference-method miettinen-nurminen");
    let pair = of_kind(&found, "comparison")[0];
    assert_eq!(ends(pair), ["0.0528", "0.3382"]);
    assert_eq!(format!("{:.4}", pair["p"].as_f64().expect("a p")), "0.0083");
    assert_eq!((&pair["method"], &pair["test"]), (&"miettinen_nurminen".into(), &"miettinen_nurminen_score".into()));
    assert_eq!(pair["verdict"], "higher");
}

/// R's help of `prop.trend.test`, smokers among patients: X-squared = 8.2249, p = 0.004132.
#[test]
fn a_trend_follows_the_order_that_was_given() {
    let groups = [("Low", 83, 86, 0), ("Some", 90, 93, 0), ("More", 129, 136, 0), ("High", 70, 82, 0)];
    let folder = Folder::new().with("sessions.csv", &export(&groups));
    let run = folder
        .sst("compare sessions.csv --by site --measure helpful --ordered Low,Some,More,High --format json -q")
        .done();
    let found: Value = serde_json::from_str(&run.out).expect("a document");
    let tests = of_kind(&found, "test");
    let trend = tests.iter().find(|test| test["test"] == "cochran_armitage").expect("a trend");
    let z = trend["statistic"].as_f64().expect("z");
    assert_eq!(format!("{:.4} {:.6}", z * z, trend["p"].as_f64().expect("p")), "8.2249 0.004132");
    assert!(z < 0.0, "shares fall");
    let labels: Vec<&str> =
        trend["groups"].as_array().expect("groups").iter().filter_map(|side| side["by"]["site"].as_str()).collect();
    assert_eq!(labels, ["Low", "Some", "More", "High"]);
    // A later group stands first: the difference says what was gained.
    let places = |side: &Value| labels.iter().position(|label| side["by"]["site"] == *label);
    assert!(of_kind(&found, "comparison").iter().all(|pair| places(&pair["a"]) > places(&pair["b"])));
}

/// R's mantelhaen.test of the project's reference values (`cmh`), and metafor 3.8.1 `rma.mh(measure = "RD")` of the same strata:
/// 30 of 40 and 20 of 35; 40 of 60 and 10 of 35; 12 of 21 and 8 of 19.
#[test]
fn strata_are_those_of_r() {
    let strata = [("Grief", [(30, 40), (20, 35)]), ("Work", [(40, 60), (10, 35)]), ("Sleep", [(12, 21), (8, 19)])];
    let mut text = "client_id,session_date,site,concern,helpfulness\n".to_owned();
    let mut client = 0;
    for (concern, sides) in strata {
        for (site, (events, answered)) in ["North", "South"].into_iter().zip(sides) {
            for place in 0..answered {
                client += 1;
                let rating = if place < events { 4 } else { 1 };
                let _ = writeln!(text, "c{client},2025-01-01,{site},{concern},{rating}");
            }
        }
    }
    let folder = Folder::new().with("sessions.csv", &text);
    let found = document(&folder, "--by site --measure helpful --stratify concern");
    let tests = of_kind(&found, "test");
    let [test] = tests.as_slice() else { panic!("one test") };
    assert_eq!(
        (&test["test"], &test["strata"], &test["stratified_by"]),
        (&"cochran_mantel_haenszel".into(), &3.into(), &"concern".into())
    );
    assert_near(&test["statistic"], 14.2463038476789, 1e-12);
    assert_near(&test["p"], 0.000160375462863172, 1e-12);
    let [difference, odds] = test["estimates"].as_array().expect("two").as_slice() else { panic!("two estimates") };
    assert_near(&odds["estimate"], 3.01681793913508, 1e-12);
    assert_near(&odds["low"], 1.68648432214407, 1e-12);
    assert_near(&odds["high"], 5.39654615129577, 1e-12);
    assert_near(&difference["estimate"], 0.261185967520289, 1e-12);
    assert_near(&difference["low"], 0.130303802912141, 1e-12);
    assert_near(&difference["high"], 0.392068132128437, 1e-12);
    assert!(caveats(test).is_empty(), "no client is there twice");
}

/// R 4.2.2's `survey` 4.1.1 (`svydesign(ids = ~client_id)`, `svycontrast`) of the same file: `comparisons/overlap.R`.
#[test]
fn clients_on_both_sides_are_allowed_for_as_in_r() {
    let folder = Folder::new().with("sessions.csv", include_str!("comparisons/overlap.csv"));
    let half = document(&folder, "--period 2025-07..2025-12 --against previous --measure helpful");
    let half = of_kind(&half, "comparison")[0];
    assert_eq!((&half["method"], &half["test"]), (&"newcombe_cluster".into(), &"between_clients".into()));
    assert_eq!(half["clients_on_both_sides"], 8);
    assert_eq!(half["a"]["period"]["from"], "2025-07-01");
    assert_eq!(half["b"]["period"]["to"], "2025-06-30");
    assert_near(&half["estimate"], 0.158920539730135, 1e-12);
    assert_near(&half["p"], 0.154745584084976, 1e-12);
    let sites = document(&folder, "--by site --measure helpful");
    let sites = of_kind(&sites, "comparison");
    let of_r = [
        (0.111111111111111, 0.544769085215574, 1),
        (-0.0606060606060607, 0.745141519318204, 3),
        (-0.171717171717172, 0.193436525285298, 5),
    ];
    for (pair, (estimate, p, both)) in sites.iter().zip(of_r) {
        assert_near(&pair["estimate"], estimate, 1e-12);
        assert_near(&pair["p"], p, 1e-12);
        assert_eq!(pair["clients_on_both_sides"], both);
    }
}

/// Rao and Scott's tests of the same file, computed in Python from the paper (p and n/d of each site; scipy 1.17.1 for the tails).
#[test]
fn tests_of_all_groups_allow_for_repeats() {
    let folder = Folder::new().with("sessions.csv", include_str!("comparisons/overlap.csv"));
    let found = document(&folder, "--by site --measure helpful --ordered East,North,South");
    let tests = of_kind(&found, "test");
    let [alike, trend] = tests.as_slice() else { panic!("two tests") };
    assert_eq!((&alike["test"], &trend["test"]), (&"rao_scott_chi_squared".into(), &"rao_scott_trend".into()));
    assert_near(&alike["statistic"], 1.1507109405150944, 1e-12);
    assert_near(&alike["p"], 0.5625048795095471, 1e-12);
    assert_near(&trend["statistic"], 0.4913477986978965, 1e-12);
    assert_near(&trend["p"], 0.6231804782832764, 1e-12);
    assert_eq!(caveats(alike), ["shared_clients_ignored", "small_expected"]);
}

/// Seven rows by hand. March: a yes, b yes, c no, d silent: 2 of 3. April: a yes, b no, c no: 1 of 3. Each of a, b, c answered once
/// in each month: pairs. One turned, from yes to no: difference 1/3, McNemar's mid-p of 1 to 0 is 1/2.
#[test]
fn seven_rows_worked_by_hand() {
    let rows = "client_id,session_date,helpfulness\n\
        a,2025-03-03,5\nb,2025-03-04,4\nc,2025-03-05,3\nd,2025-03-06,\na,2025-04-07,4\nb,2025-04-08,2\nc,2025-04-09,1\n";
    let folder = Folder::new().with("sessions.csv", rows);
    let found = document(&folder, "--period 2025-03 --against 2025-04 --measure helpful");
    let pair = of_kind(&found, "comparison")[0];
    let counts = |side: &str| ["eligible", "answered", "events"].map(|key| pair[side][key].as_u64());
    assert_eq!(counts("a"), [Some(4), Some(3), Some(2)]);
    // April's answers: d, who was silent in March, has no part in it.
    assert_eq!(counts("b"), [Some(3), Some(3), Some(1)]);
    assert_eq!((&pair["method"], &pair["test"]), (&"newcombe_paired".into(), &"mcnemar_mid_p".into()));
    assert_near(&pair["estimate"], 1.0 / 3.0, 1e-15);
    assert_near(&pair["p"], 0.5, 1e-12);
    assert_eq!(pair["clients_on_both_sides"], 3);
    // Wilson's (0.2077, 0.9385) of 2 of 3 and (0.0615, 0.7923) of 1 of 3; φ corrected: (1·1 - 0·1 - 3/2 < 0) is 0.
    let [low, high] = ["low", "high"].map(|end| pair[end].as_f64().expect("an end"));
    assert!((low - (1.0 / 3.0 - 0.4590_f64.hypot(0.4590))).abs() < 2e-4, "{low}");
    assert!((high - (1.0 / 3.0 + 0.2719_f64.hypot(0.2719))).abs() < 2e-4, "{high}");
    assert_eq!(caveats(pair), ["small_n", "period_beyond_data"]);
    // One session of each client, and all of them are March's.
    let clients = document(&folder, "--period 2025-03 --against 2025-04 --measure helpful --unit client");
    let clients = of_kind(&clients, "comparison")[0];
    assert_eq!((&clients["reason"], &clients["b"]["eligible"]), (&"none_eligible".into(), &0.into()));
    // Without ids every answer is a client's own.
    let without = rows.lines().map(|row| row.split_once(',').expect("three cells").1).collect::<Vec<_>>().join("\n");
    folder.write("sessions.csv", &without);
    let found = document(&folder, "--period 2025-03 --against 2025-04 --measure helpful");
    let pair = of_kind(&found, "comparison")[0];
    assert_eq!((&pair["method"], &pair["clients_on_both_sides"]), (&"newcombe".into(), &Value::Null));
    assert_eq!(caveats(pair), ["small_n", "no_client_ids", "period_beyond_data"]);
}

/// Sessions in no order, in two files, by one thread or two; and the table and the CSV from the document.
#[test]
fn every_route_gives_the_same() {
    let (header, rows) = sst_data::SAMPLE_SESSIONS.split_once('\n').expect("a header");
    let reversed: Vec<&str> = rows.lines().rev().collect();
    let part = |rows: &[&str]| format!("{header}\n{}\n", rows.join("\n"));
    let folder = Folder::new()
        .with("all.csv", sst_data::SAMPLE_SESSIONS)
        .with("one.csv", &part(&reversed[..500]))
        .with("two.csv", &part(&reversed[500..]));
    for words in [
        "--by site --stratify concern",
        "--by concern",
        "--by month --measure helpful --against 2025-01",
        "--period 2025-Q3 --against previous --stratify site",
        "--period 2025-11..2025-12 --against 2025-02..2025-05 --unit client --measure improved",
    ] {
        let results = |files: &str, more: &str| {
            let run = folder.sst(&format!("compare {files} {words} {more} --format json -q")).done();
            let mut document: Value = serde_json::from_str(&run.out).expect("a document");
            document.as_object_mut().expect("an object").remove("inputs");
            (document, run.out)
        };
        let (whole, text) = results("all.csv", "--threads 1");
        assert!(!of_kind(&whole, "comparison").is_empty(), "{words}");
        assert!(whole == results("two.csv one.csv", "").0, "{words}: split and turned round");
        assert!(text == results("all.csv", "--threads 2").1, "{words}: two threads");
        folder.write("results.json", &text);
        for format in ["table", "csv", "md", "json"] {
            let of_export = folder.sst(&format!("compare all.csv {words} --format {format} -q")).done().out;
            let of_document = folder.sst(&format!("compare results.json --format {format} -q")).done().out;
            assert!(of_export == of_document, "{words}: {format} of the document");
        }
    }
}

/// A group column with several answers in a cell: a session stands in two groups, and they are not taken for different clients.
#[test]
fn groups_of_one_session_are_not_independent() {
    let mut text = "client_id,session_date,concern,helpfulness\n".to_owned();
    for client in 0..20 {
        let rating = if client % 3 == 0 { 2 } else { 5 };
        let _ = writeln!(text, "c{client},2025-01-01,Grief;Work,{rating}");
    }
    for client in 20..26 {
        let _ = writeln!(text, "c{client},2025-01-01,Work,1");
    }
    let mapping = "[columns]\nconcern = { column = \"concern\", split = \";\" }\n";
    let folder = Folder::new().with("sessions.csv", &text).with("sst.toml", mapping);
    let found = document(&folder, "--by concern --measure helpful");
    let pair = of_kind(&found, "comparison")[0];
    assert_eq!((&pair["method"], &pair["clients_on_both_sides"]), (&"newcombe_cluster".into(), &20.into()));
    assert!(caveats(pair).contains(&"overlapping_groups"));
    // 13 of 20 and 13 of 26: everybody of the first is in the second, so the interval is far narrower than Newcombe's of two
    // samples (-.13 to .40).
    assert!(pair["low"].as_f64() > Some(0.0) && pair["verdict"] == "higher", "{pair}");
    // Without ids each session is a client's own, and still in both groups.
    let without = text.lines().map(|row| row.split_once(',').expect("cells").1).collect::<Vec<_>>().join("\n");
    folder.write("sessions.csv", &without);
    let again = document(&folder, "--by concern --measure helpful");
    let again = of_kind(&again, "comparison")[0];
    for key in ["estimate", "low", "high", "p"] {
        assert_eq!(again[key], pair[key], "{key}");
    }
    // The method that takes no account of that says so.
    let scores = document(&folder, "--by concern --measure helpful --difference-method miettinen-nurminen");
    let scores = of_kind(&scores, "comparison")[0];
    assert!(caveats(scores).contains(&"repeats_ignored") && scores["verdict"] == "cannot_tell", "{scores}");
}

/// Sides that cannot be compared are entries with the reason, and no number is made up.
#[test]
fn what_is_undefined_has_a_reason() {
    let rows = "client_id,session_date,site,helpfulness\n\
        a,2025-01-03,North,5\na,2025-01-04,North,5\nb,2025-01-05,South,\nc,2025-01-06,East,4\nc,2025-01-07,East,4\n\
        d,2025-01-08,West,1\nd,2025-01-09,West,1\ne,2025-01-10,West,1\nf,2025-01-11,Hill,5\nf,2025-01-12,Hill,5\n\
        g,2025-01-13,Hill,5\n";
    let folder = Folder::new().with("sessions.csv", rows);
    let found = document(&folder, "--by site --measure helpful");
    let pair = |a: &str, b: &str| {
        let is_it = |pair: &&&Value| pair["a"]["by"]["site"] == a && pair["b"]["by"]["site"] == b;
        let pairs = of_kind(&found, "comparison");
        (*pairs.iter().find(is_it).unwrap_or_else(|| panic!("{a} and {b}"))).clone()
    };
    // Nobody answered.
    let silent = pair("North", "South");
    assert_eq!(
        (&silent["reason"], &silent["estimate"], &silent["p"], &silent["verdict"]),
        (&"no_answers".into(), &Value::Null, &Value::Null, &Value::Null)
    );
    // All answers of a side are one client's.
    let one = pair("East", "North");
    assert_eq!(
        (&one["reason"], &one["estimate"], &one["low"], &one["p"]),
        (&"one_client".into(), &Value::from(0.0), &Value::Null, &Value::Null)
    );
    // All yes on one side, all no on the other, and clients who came twice: no variance to go by, so the answers at their worst.
    let edge = pair("Hill", "West");
    assert_eq!((&edge["estimate"], &edge["test"]), (&Value::from(1.0), &"rao_scott".into()));
    // n/d is 9/5 on each side: χ² = 2 (9/5) (1/2)²/(1/4) = 3.6 with one degree of freedom.
    assert_near(&edge["p"], 0.057_779_571_123_597_3, 1e-9);
    assert!(caveats(&edge).contains(&"cluster_edge"));
}

#[test]
fn wrong_use_is_told_and_what_to_do() {
    let folder = Folder::new().with("sessions.csv", sst_data::SAMPLE_SESSIONS);
    for (words, said) in [
        ("", "what is to be compared?"),
        ("--by site,concern", "--by site,concern: the labels of one group are compared"),
        ("--by sitee", "did you mean `site`?"),
        ("--by site --against Sout", "--against Sout: no session has it as its site"),
        ("--by site --ordered North,Suoth", "did you mean `South`?"),
        ("--by site --measure helpfull", "did you mean `helpful`?"),
        ("--by site --measure would_recommend", "there is no such measure"),
        ("--by site --stratify site", "this is the group that is compared"),
        ("--by site --adjust sidak", "expected holm, bonferroni, hommel, bh, by or none"),
        ("--by site --difference-method wald", "expected newcombe or miettinen-nurminen"),
        ("--by site --period 2025", "cannot be used with"),
        ("--period 2025-03", "--against"),
        ("--period 2025-03 --against 2025-Q1", "2025-03 and 2025-Q1 overlap: a session would stand on both sides"),
        ("--period 2024..2025 --against same-last-year", "overlap"),
        ("--period 2025-3 --against previous", "`2025-3` is no period: write a month (2025-03)"),
        ("--period 2025-03 --against 2025-02-30", "--against: `2025-02-30`: there is no such day in the calendar"),
        ("--period 2025/26 --against previous", "fiscal_year_starts = \"04-01\""),
        ("--period 2025-03 --against previous --from 2025-01-01", "cannot be used with"),
        ("--by site --format github", "a comparison is written as a table, JSON, CSV, Markdown or a workbook"),
        ("--by site -o sessions.csv", "this file is an input and would be lost"),
    ] {
        folder.sst(&format!("compare sessions.csv {words}")).expect(2, said);
    }
    let run = folder.sst("compare sessions.csv --by site --measure helpful --format json -q").done();
    folder.write("results.json", &run.out);
    folder.sst("compare results.json --by concern").expect(2, "a results document is shown as it is");
    folder
        .sst("compare results.json --period 2025 --against previous")
        .expect(2, "a results document is shown as it is");
}

#[test]
fn what_is_not_compared_is_told() {
    let folder = Folder::new().with("sessions.csv", sst_data::SAMPLE_SESSIONS);
    folder.sst("compare sessions.csv --by therapist --measure helpful").expect(0, "14 groups would make 91 pairs");
    folder
        .sst("compare sessions.csv --by site --ordered North,South,Valley")
        .expect(0, "1 label of site not named in --ordered");
    folder.sst("compare sessions.csv --period 2025-03 --against 2019").expect(0, "no session lies in 2019");
    let with_reference =
        folder.sst("compare sessions.csv --by therapist --against T01 --measure helpful -q --format csv").done();
    assert_eq!(with_reference.out.matches("\nhelpful,comparison,").count(), 13);
    let blank =
        "client_id,session_date,site,helpfulness\na,2025-01-01,North,5\nb,2025-01-01,South,4\nc,2025-01-01,,4\n";
    folder.write("blank.csv", blank);
    folder.sst("compare blank.csv --by site").expect(0, "sessions without site: 1, not compared");
}

/// A label of a file moves no cursor, starts no formula and no markup.
#[test]
fn labels_are_untrusted() {
    let mut text = "client_id,session_date,site,helpfulness\n".to_owned();
    for (label, letter) in [("\"=cmd()|\u{1b}[31m*x*\"", 'a'), ("<b>South</b>", 'b')] {
        for number in 0..12 {
            let _ = writeln!(text, "{letter}{number},2025-01-01,{label},{}", 1 + number % 5);
        }
    }
    let folder = Folder::new().with("sessions.csv", &text);
    let table = folder.sst("compare sessions.csv --by site -q").done().out;
    assert!(!table.contains('\u{1b}') && table.contains("[31m"));
    let page = folder.sst("compare sessions.csv --by site -q --format md").done().out;
    assert!(page.contains("\\<b\\>South") && !page.contains("<b>") && !page.contains("*x*"));
    let csv = folder.sst("compare sessions.csv --by site -q --format csv").done().out;
    assert!(!csv.lines().any(|line| line.split(',').any(|cell| cell.starts_with('='))));
}

/// A workbook has a sheet of differences, with numbers as numbers, and the shares they are of.
#[cfg(feature = "xlsx")]
#[test]
fn a_workbook_holds_the_differences() {
    let folder = Folder::new().with("sessions.csv", &export(&[("East", 56, 70, 0), ("West", 48, 80, 0)]));
    folder.sst("compare sessions.csv --by site --measure helpful -q -o differences.xlsx").done();
    let mut workbook: calamine::Xlsx<_> = calamine::open_workbook(folder.path("differences.xlsx")).expect("a workbook");
    let sheets = calamine::Reader::sheet_names(&workbook);
    assert_eq!(sheets[0], "Differences");
    let sheet = calamine::Reader::worksheet_range(&mut workbook, "Differences").expect("a sheet");
    let header: Vec<String> = sheet.rows().next().expect("a header").iter().map(ToString::to_string).collect();
    assert_eq!(header, sst_report::COMPARE_COLUMNS);
    let estimate = header.iter().position(|name| name == "estimate").expect("a column");
    let value = calamine::DataType::get_float(&sheet.rows().nth(1).expect("a row")[estimate]).expect("a number");
    assert!((value - 0.2).abs() < 1e-12);
}
