//! Scores from item columns, worked by hand.

use sst_core::codes::Finding;
use sst_core::text::Catalogue;
use sst_ingest::mapping::Mapping;
use sst_ingest::read::{Export, Reading};
use sst_ingest::source::{Input, MemoryInput};

/// The scores of each record, pre and post of one instrument, and what was told.
type Outcome = (Vec<[Option<f64>; 2]>, Vec<(Finding, String, u64)>);

fn read(text: &str, mapping: &str) -> Outcome {
    let catalogue = Catalogue::english();
    let mapping = Mapping::parse(mapping, &catalogue).expect("a mapping");
    let input = MemoryInput::new("export.csv", text);
    let inputs: [&dyn Input; 1] = [&input];
    let mut export = Export::open(&inputs, &mapping).expect("there is a session_date");
    let mut scores = Vec::new();
    let Reading { findings, .. } = export
        .read_records(&mut |record| {
            let score = |place: usize| record.scores.get(place).copied().flatten().map(sst_core::record::Score::to_f64);
            scores.push([score(0), score(1)]);
        })
        .expect("rows");
    let told = findings.into_iter().map(|report| (report.rule, report.column.unwrap_or_default(), report.count));
    (scores, told.collect())
}

fn header(start: &str, items: std::ops::RangeInclusive<usize>) -> String {
    items.fold(String::new(), |text, item| text + &format!(",{start}_{item}"))
}

#[test]
fn items_give_the_score() {
    let text =
        format!("session_date{}\n2025-01-02,0,1,2,3,0,1,2,3,0\n2025-01-03,,,,,,,,,\n", header("PHQ9 Pre", 1..=9));
    assert_eq!(read(&text, ""), (vec![[Some(12.0), None], [None, None]], vec![]));
}

#[test]
fn the_score_of_its_own_column_wins_and_a_difference_is_told() {
    let text = format!(
        "session_date,phq9_post{}\n2025-01-02,12,0,1,2,3,0,1,2,3,0\n2025-01-03,13,0,1,2,3,0,1,2,3,0\n2025-01-04,,1,1,1,1,1,1,1,1,1\n\
         2025-01-05,28,1,1,1,1,1,1,1,1,2\n2025-01-06,5,,,,,,,,,\n2025-01-07,5,1,,,,,,,,\n",
        header("phq9_post", 1..=9)
    );
    let (scores, told) = read(&text, "");
    let post: Vec<_> = scores.into_iter().map(|[_, post]| post).collect();
    assert_eq!(post, [12.0, 13.0, 9.0, 10.0, 5.0, 5.0].map(Some));
    let expected = [
        (Finding::ScoreOutOfRange, "phq9_post".to_owned(), 1),
        (Finding::ScoreDiffersFromItems, "phq9_post".to_owned(), 1),
    ];
    assert_eq!(told, expected);
}

#[test]
fn an_item_off_its_scale_is_missing_and_told_in_its_column() {
    let text = format!(
        "session_date{}\n2025-01-02,1,1,1,1,1,1,1,1,1,5\n2025-01-03,5,5,1,1,1,1,1,1,1,1\n2025-01-04,1.5,1,1,1,1,1,1,1,1,x\n",
        header("core10_pre", 1..=10)
    );
    let (scores, told) = read(&text, "");
    // Nine items of 1: 10 * 9 / 9. Two that cannot be are one too many.
    assert_eq!(scores, [[Some(10.0), None], [None, None], [None, None]]);
    let of = |rule, column: &str, count| (rule, column.to_owned(), count);
    let expected = [
        of(Finding::InvalidNumber, "core10_pre_10", 1),
        of(Finding::ScoreOutOfRange, "core10_pre_1", 1),
        of(Finding::ScoreOutOfRange, "core10_pre_10", 1),
        of(Finding::ScoreOutOfRange, "core10_pre_2", 1),
        of(Finding::ScoreTooFine, "core10_pre_1", 1),
        of(Finding::TooManyItemsMissing, "core10_pre_1", 2),
        of(Finding::ScoreProrated, "core10_pre_1", 1),
    ];
    assert_eq!(told, expected);
}

#[test]
fn sums_are_converted_and_not_mistaken_for_scores() {
    let text = "session_date,swemwbs_pre,swemwbs_pre_raw\n2025-01-02,19.25,\n2025-01-03,21,\n2025-01-04,,21\n2025-01-05,,36\n\
                2025-01-06,19.25,22\n";
    let (scores, told) = read(text, "");
    let pre: Vec<_> = scores.into_iter().map(|[pre, _]| pre).collect();
    assert_eq!(pre, [Some(19.25), None, Some(19.25), None, Some(19.25)]);
    let of = |rule, column: &str| (rule, column.to_owned(), 1);
    let expected = [
        of(Finding::ScoreOutOfRange, "swemwbs_pre_raw"),
        of(Finding::ScoreNotConverted, "swemwbs_pre"),
        of(Finding::ScoreDiffersFromItems, "swemwbs_pre"),
        of(Finding::ScoreConverted, "swemwbs_pre_raw"),
    ];
    assert_eq!(told, expected);
}

#[test]
fn the_mapping_names_items_as_any_column() {
    let mapping = "[columns]\ngad7_pre_7 = { column = \"Afraid\", missing = [\"9\"] }\n";
    let text = format!(
        "session_date{},Afraid\n2025-01-02,1,1,1,1,1,1,3\n2025-01-03,1,1,1,1,1,1,9\n",
        header("gad7_pre", 1..=6)
    );
    let (scores, told) = read(&text, mapping);
    assert_eq!(scores, [[Some(9.0), None], [None, None]]);
    assert_eq!(told, [(Finding::TooManyItemsMissing, "gad7_pre_7".to_owned(), 1)], "told where the answer is missing");
}

#[test]
fn items_without_a_known_scoring_are_columns_that_are_not_used() {
    let (scores, told) = read("session_date,bhs_pre_1\n2025-01-02,1\n", "");
    assert_eq!(scores, [[None, None]]);
    assert_eq!(told, [(Finding::UnusedColumn, "bhs_pre_1".to_owned(), 1)]);
}

#[test]
fn subscales_share_the_columns_of_the_whole() {
    let text = format!("session_date{}\n2025-01-02{}\n", header("dass21_pre", 1..=21), ",1".repeat(21));
    let catalogue = Catalogue::english();
    let mapping = Mapping::canonical(&catalogue);
    let input = MemoryInput::new("export.csv", text);
    let inputs: [&dyn Input; 1] = [&input];
    let mut export = Export::open(&inputs, &mapping).expect("there is a session_date");
    let ids: Vec<_> = export.definitions.instruments.iter().map(|instrument| instrument.id.clone()).collect();
    assert_eq!(ids, ["dass21_depression", "dass21_anxiety", "dass21_stress"]);
    assert!(export.definitions.collected.contains("dass21_stress_pre"));
    let mut scores = Vec::new();
    let count =
        |record: &sst_core::record::Record<'_>| record.scores.iter().map(|score| score.map(|score| score.0)).collect();
    export.read_records(&mut |record| scores = count(record)).expect("rows");
    assert_eq!(scores, [Some(14_000), None, Some(14_000), None, Some(14_000), None]);
}
