//! What reports, tables and CSV say of change on questionnaires.

#[path = "../../sst-charts/tests/change_results/mod.rs"]
mod change_results;

use change_results::{Filled, couples, phq9, results, unknown};
use sst_core::results::{Payload, ResultSet};
use sst_core::text::Catalogue;
use sst_report::{change_csv, change_markdown, change_table, html, markdown};

fn page(results: &ResultSet) -> String {
    html(results, &Catalogue::english()).expect("a page")
}

fn texts(results: &ResultSet) -> [String; 5] {
    let catalogue = Catalogue::english();
    [
        page(results),
        markdown(results, &catalogue),
        change_markdown(results, &catalogue),
        change_table(results, &catalogue),
        change_csv(results),
    ]
}

/// Whether a number went wrong, or a text has no words.
fn is_sound(text: &str) -> bool {
    let words = text.split(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '$')));
    words
        .into_iter()
        .all(|word| !matches!(word, "NaN" | "inf" | "-inf") && !word.starts_with('$') && !word.starts_with("report-c"))
}

fn first(number: usize) -> Filled {
    let mut pairs = phq9();
    pairs.pairs.truncate(number);
    pairs
}

#[test]
fn the_couples_are_told_with_counts_percent_and_interval() {
    let table = change_table(&results(&[couples()]), &Catalogue::english());
    for sentence in [
        "Both scores: 30 of 30 attended sessions (100%).",
        "Improved beyond measurement error: 63% (19 of 30; 95% interval 46% to 78%).",
        "Got worse beyond measurement error: 3% (1 of 30; 95% interval 1% to 17%).",
        "Moved above the clinical cut-off: 62% of those who began in the clinical range (16 of 26; 95% interval",
        "Moved above the clinical cut-off and improved beyond measurement error: 54% of those",
        "4 of the 30 with both scores began outside the clinical range and could not recover.",
        "Mean change, after minus before: +16.5 points",
        "Higher is better.",
        "d_z: mean change / SD of change",
        "Reliable change on the DAS: Jacobson-Truax index above 1.96",
    ] {
        assert!(table.contains(sentence), "{sentence}\n{table}");
    }
    assert!(!table.contains("effect size "), "an effect size has a name");
}

#[test]
fn the_page_has_three_pictures_with_numbers_and_the_method() {
    let page = page(&results(&[couples(), phq9()]));
    for id in ["das", "phq9"] {
        for kind in ["change_pairs", "change_classes", "change_scores"] {
            for width in ["w", "n"] {
                assert_eq!(page.matches(&format!("<title id=\"{kind}-{id}-{width}-t\">")).count(), 1, "{kind} {id}");
            }
        }
    }
    assert!(page.contains("PHQ-9: for a methods section") && page.contains("rule set nhs-talking-therapies"));
    assert!(page.contains("The retest reliability of 0.84 is not verified."), "warnings belong to the method");
    assert!(page.contains("Moved below the clinical cut-off: ") && page.contains("Moved above the clinical cut-off: "));
    assert!(page.contains("Relationships and family"), "classes by group");
    assert_eq!(page.matches("<details>").count(), 6);
}

#[test]
fn without_a_reliable_change_only_the_mean_is_told() {
    let results = results(&[unknown()]);
    for text in &texts(&results)[..4] {
        assert!(text.contains("Who improved cannot be told without that"));
        assert!(text.contains("Mean change, after minus before: -38.9 points"));
        assert!(!text.contains("Improved beyond measurement error"));
    }
    let csv = change_csv(&results);
    assert!(csv.contains("change,mean,own,,{},750,,,700,"), "{csv}");
    assert!(!csv.contains(",class,") && !csv.contains(",proportion,"));
}

#[test]
fn little_data_and_none() {
    for pairs in [0, 1, 2, 9] {
        let results = results(&[first(pairs)]);
        for text in texts(&results) {
            assert!(is_sound(&text), "{pairs} pairs: {text}");
        }
    }
    let none = change_table(&results(&[first(0)]), &Catalogue::english());
    assert!(none.contains("No attended session has both scores (780 attended)."), "{none}");
    assert!(!none.contains("Improved beyond"));
    let one = change_table(&results(&[first(1)]), &Catalogue::english());
    assert!(one.contains("(no interval; one pair)"), "{one}");
    let nothing = results(&[]);
    assert!(change_table(&nothing, &Catalogue::english()).contains("No questionnaire has scores before and after."));
    assert!(page(&nothing).contains("Change on questionnaires. To start: two columns such as phq9_pre, phq9_post."));
    assert_eq!(change_csv(&nothing).lines().count(), 1);
}

#[test]
fn hidden_counts_stay_hidden() {
    let mut results = results(&[phq9()]);
    for entry in &mut results.results {
        entry.reason = Some(sst_core::codes::Reason::Suppressed);
        match &mut entry.payload {
            Payload::Joint(joint) => {
                (joint.eligible, joint.answered, joint.with_pre, joint.could_not_recover) = (None, None, None, None);
                joint.cells.iter_mut().for_each(|cell| cell.count = None);
                joint.classes.iter_mut().for_each(|class| {
                    (class.count, class.estimate, class.low, class.high) = (None, None, None, None);
                });
            }
            Payload::Proportion(share) => {
                (share.answered, share.events, share.estimate) = (None, None, None);
                (share.paired, share.could_not_recover) = (None, None);
                (share.low, share.high, share.bounds) = (None, None, None);
            }
            Payload::Mean(mean) => (mean.answered, mean.estimate, mean.low, mean.high) = (None, None, None, None),
            _ => {}
        }
    }
    let [page, others @ ..] = texts(&results);
    let told = page.rsplit_once("</style>").map(|(_, body)| body).expect("a style and a body");
    assert!(is_sound(told) && !told.contains("400"), "{told}");
    for text in others {
        assert!(is_sound(&text) && !text.contains("400"), "{text}");
    }
}

#[test]
fn csv_has_a_row_for_each_number_and_no_formula() {
    let mut results = results(&[phq9()]);
    for entry in &mut results.results {
        entry.instrument = Some("=1+1".to_owned());
    }
    let csv = change_csv(&results);
    let mut lines = csv.lines();
    let columns = lines.next().expect("a header").split(',').count();
    let mut reader = csv::Reader::from_reader(csv.as_bytes());
    let rows: Vec<csv::StringRecord> = reader.records().collect::<Result<_, _>>().expect("rows as long as the header");
    assert!(rows.iter().all(|row| row.len() == columns && row[2].starts_with("'=")));
    for (kind, per_group) in [("class", 5), ("proportion", 4), ("mean", 1), ("effect_size", 2), ("number", 9)] {
        assert_eq!(
            rows.iter().filter(|row| &row[1] == kind).count(),
            per_group * 6,
            "{kind}: the whole and five groups"
        );
    }
    let classes: u64 = rows
        .iter()
        .filter(|row| &row[4] == "{}" && &row[1] == "class")
        .map(|row| row[9].parse::<u64>().expect("a count"))
        .sum();
    assert_eq!(classes, 400);
}

#[test]
fn names_out_of_a_file_stay_text() {
    let mut results = results(&[phq9()]);
    for entry in &mut results.results {
        if let Some(label) = entry.by.get_mut("concern") {
            *label = Some("<script>alert(1)</script>|\u{1b}[31m".to_owned());
        }
        if let Payload::Joint(joint) = &mut entry.payload {
            joint.rule.warnings = vec!["<script>alert(2)</script>\u{1b}".to_owned()];
        }
    }
    let [html, markdown, change_markdown, table, _] = texts(&results);
    assert!(!html.contains("<script>") && !markdown.contains("<script>") && !change_markdown.contains("<script>"));
    assert!(!table.contains('\u{1b}'));
}

/// The outputs as files: `target/tmp/change.html`, `.md`, `.txt`, `.csv`.
#[test]
#[ignore = "makes files to be looked at"]
fn outputs_to_look_at() {
    let [html, _, markdown, table, csv] = texts(&results(&[couples(), phq9(), unknown()]));
    let folder = std::path::Path::new(env!("CARGO_TARGET_TMPDIR"));
    for (end, text) in [("html", html), ("md", markdown), ("txt", table), ("csv", csv)] {
        std::fs::write(folder.join(format!("change.{end}")), text).expect("the target folder can be written");
    }
}
