//! `sst change`: the published couples from end to end, the rows of clients, and what is refused.

mod run;

use run::Folder;

const COUPLES: &str = include_str!("../../../data/replications/jacobson-truax-1991/couples.csv");
const MAPPING: &str = "\
[columns]
client_id = \"ppid\"
das_pre = \"pre_data\"
das_post = \"post_data\"

[[instrument]]
id = \"das\"
reliability = 0.88
functional_mean = 114.8
functional_sd = 17.8
";

fn folder() -> Folder {
    Folder::new().with("couples.csv", COUPLES).with("sst.toml", MAPPING)
}

/// The counts of the classes in the CSV, from recovered to harmed.
fn classes(csv: &str) -> Vec<String> {
    let rows = csv.lines().filter(|line| line.contains(",class,das,"));
    rows.filter_map(|line| line.split(',').nth(9).map(str::to_owned)).collect()
}

#[test]
fn the_couples_of_jacobson_and_truax_come_out_as_published() {
    let folder = folder();
    let said = folder.sst("change couples.csv --criterion jacobson-truax --cutoff c --format csv -q").done().out;
    assert_eq!(classes(&said), ["14", "5", "10", "1", "0"]);
    let said = folder.sst("change couples.csv --criterion hageman-arrindell --cutoff c --format csv -q").done().out;
    assert_eq!(classes(&said)[0], "10");
    let table = folder.sst("change couples.csv --cutoff c --sensitivity -q").done().out;
    assert!(table.contains("Nunnally and Kotsch") && table.contains("exceeds 1.959964"), "{table}");
    let markdown = folder.sst("change couples.csv --cutoff c --format md -q").done().out;
    assert!(markdown.contains("| 14 (47%) |"), "{markdown}");
}

#[test]
fn rows_of_clients_are_written_only_where_their_name_says_so() {
    let folder = folder();
    let refused = folder.sst("change couples.csv --per-client rows.csv");
    assert_eq!(refused.code, 2);
    assert!(refused.err.contains(".client-data.csv"), "{}", refused.err);
    folder.sst("change couples.csv --cutoff c --per-client rows.client-data.csv --allow-client-data -q").done();
    let rows = folder.read("rows.client-data.csv");
    assert_eq!(rows.lines().count(), 31, "a header and thirty couples");
    assert_eq!(rows.lines().filter(|line| line.ends_with(",recovered")).count(), 14);
}

/// A percentage of 0 is not defined: such pairs are neither improved nor deteriorated nor silent, and it is said how many.
#[test]
fn scores_of_zero_before_are_told_under_a_percentage() {
    let rows = "A,2025-06-02,14,7\nB,2025-06-03,18,10\nC,2025-06-04,0,9\nD,2025-06-05,0,0\nE,2025-06-06,11,\n";
    let sessions = format!("client_id,session_date,phq9_pre,phq9_post\n{rows}");
    let folder = Folder::new().with("sessions.csv", &sessions);
    let csv = folder.sst("change sessions.csv --criterion percent:50 --format csv -q").done().out;
    assert!(csv.contains("zero_before,number,phq9,,{},5,,,4,2,"), "{csv}");
    assert_eq!(csv.matches("no_percentage_of_zero").count(), 2, "both shares, and not the mean\n{csv}");
    let json = folder.sst("change sessions.csv --criterion percent:50 --format json -q").done().out;
    let document: serde_json::Value = serde_json::from_str(&json).expect("a document");
    let entries = document["results"].as_array().expect("results");
    let of = |measure: &str, kind: &str| {
        let is_it = |entry: &&serde_json::Value| entry["measure"] == measure && entry["kind"] == kind;
        entries.iter().find(is_it).unwrap_or_else(|| panic!("no {measure}"))
    };
    let joint = of("change", "joint");
    assert_eq!((&joint["answered"], &joint["zero_before"]), (&4.into(), &2.into()));
    assert!(joint["caveats"].to_string().contains("no_percentage_of_zero"), "{joint}");
    let counts = joint["classes"].as_array().expect("classes").iter().filter_map(|class| class["count"].as_u64());
    assert_eq!(counts.sum::<u64>(), 2, "in no class");
    for (measure, events) in [("reliably_improved", 1), ("reliably_deteriorated", 0)] {
        let share = of(measure, "proportion");
        let numbers = ["eligible", "paired", "answered", "events"].map(|key| share[key].as_u64());
        assert_eq!(numbers, [Some(5), Some(4), Some(2), Some(events)], "{measure}");
        // Only E may have said anything.
        assert_eq!(share["bounds"]["high"].as_f64(), Some((events + 1) as f64 / 3.0), "{measure}");
    }
    let table = folder.sst("change sessions.csv --criterion percent:50 -q").done().out;
    assert!(table.contains("2 of the 4 with both scores began at 0"), "{table}");
    // In points all four are judged.
    let points = folder.sst("change sessions.csv --format json -q").done().out;
    assert!(!points.contains("zero_before") && !points.contains("no_percentage_of_zero"), "{points}");
}

/// The interval of d_z has no largest number of pairs: here t = d_z √n is far beyond 37.
#[test]
fn many_pairs_have_an_interval_of_standardised_change() {
    let rows = (0..4000).map(|i| format!("C{i},2025-06-02,{},{}\n", 15 + i % 3, 9 + i * 7 % 13));
    let sessions = format!("client_id,session_date,phq9_pre,phq9_post\n{}", rows.collect::<String>());
    let folder = Folder::new().with("sessions.csv", &sessions);
    let csv = folder.sst("change sessions.csv --format csv -q").done().out;
    let row = csv.lines().find(|line| line.contains("d_z,effect_size,phq9")).expect("d_z");
    let numbers: Vec<f64> = row.split(',').filter_map(|cell| cell.parse().ok()).collect();
    assert!(row.contains("noncentral_t"), "{row}");
    let [.., d_z, low, high, _level] = numbers[..] else { panic!("{row}") };
    assert!(low < d_z && d_z < high && high - low < 0.1, "{row}");
}

#[test]
fn wrong_use_says_what_is_possible() {
    let folder = folder();
    for (words, expected) in [
        ("--criterion jacobsen", "jacobson_truax"),
        ("--criterion percent:33.33333", "at most three decimals"),
        ("--cutoff d", "published, a, b or c"),
        ("--reliability 88", "from 0 to 1"),
        ("--instrument dass", "there is no such questionnaire"),
    ] {
        let refused = folder.sst(&format!("change couples.csv {words}"));
        assert_eq!(refused.code, 2, "{words}");
        assert!(refused.err.contains(expected), "{words}: {}", refused.err);
    }
}

/// Three questionnaires share the ids of the measures of change: no picture may show one's numbers under another's name.
#[test]
fn the_overview_shows_no_measure_of_a_questionnaire() {
    let folder = Folder::new().with("sessions.csv", include_str!("../../../data/samples/sessions.csv"));
    folder.sst("chart overview sessions.csv -o overview.svg -q").done();
    let picture = folder.read("overview.svg");
    assert!(picture.contains("Found the session helpful") && !picture.contains("beyond measurement error"));
    let refused = folder.sst("chart dots sessions.csv --measure reliably_improved --by site -o dots.svg");
    assert_eq!(refused.code, 2, "{}", refused.err);
}
