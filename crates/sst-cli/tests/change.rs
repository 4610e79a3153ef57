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

#[test]
fn wrong_use_says_what_is_possible() {
    let folder = folder();
    for (words, expected) in [
        ("--criterion jacobsen", "jacobson_truax"),
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
