//! Methods say what a document has and nothing else.

#[path = "../../sst-charts/tests/change_results/mod.rs"]
mod change_results;

use change_results::{couples, phq9, results};
use sst_core::estimate::{Estimation, Provenance};
use sst_core::ledger::Selection;
use sst_core::results::{AnswersNote, MissingAnswers, Payload, Range, ResultSet, Target, Unit};
use sst_core::stats::ProportionMethod;
use sst_core::text::Catalogue;
use sst_ingest::mapping::Mapping;
use sst_ingest::read::Export;
use sst_ingest::source::MemoryInput;
use sst_report::{ChecklistItem, ItemState, Methods, html, markdown, methods};

const ONE_EACH: &str = "client_id,session_id,session_date,status,helpfulness,change_rating,site
A,1,2025-03-03,attended,5,better,North
B,2,2025-03-04,attended,4,,North
C,3,2025-03-05,attended,2,same,South
D,4,2025-03-06,no_show,,,South
";

const REPEATED: &str = "client_id,session_date,status,helpfulness
A,2025-03-03,attended,5
A,2025-03-10,attended,4
B,2025-03-05,attended,2
C,2025-03-06,attended,4
";

/// Read as the command does it.
fn read(csv: &str, mapping: &str, unit: Unit, method: ProportionMethod) -> ResultSet {
    let catalogue = Catalogue::english();
    let mapping = Mapping::parse(mapping, &catalogue).expect("a mapping");
    let input = MemoryInput::new("sessions.csv", csv.as_bytes().to_vec());
    let mut export = Export::open(&[&input], &mapping).expect("a table");
    let reading = export.read(1, &|_| {}).expect("rows");
    let selection = Selection { unit, ..Selection::default() };
    let closed = reading.ledger.close(&export.definitions, &selection).expect("a period");
    let provenance = Provenance { unit, excluded: reading.excluded, ..Provenance::default() };
    let estimation = Estimation { method, ..Estimation::default() };
    let mut results =
        sst_core::estimate::results(&closed, &export.definitions, estimation, provenance, &catalogue).expect("results");
    // What is made of the counts is put back piece by piece where it is asked for.
    for entry in &mut results.results {
        if let Payload::Proportion(share) = &mut entry.payload {
            (share.missing, share.benchmarks) = (None, Vec::new());
        }
    }
    results
}

fn simple(csv: &str) -> ResultSet {
    read(csv, "", Unit::Session, ProportionMethod::Wilson)
}

fn told(results: &ResultSet) -> Methods {
    methods(results, &Catalogue::english())
}

/// The sentences of a topic, together; empty where there are none.
fn topic(methods: &Methods, id: &str) -> String {
    let found = methods.paragraphs.iter().find(|paragraph| paragraph.id == id);
    found.map(|paragraph| paragraph.sentences.join(" ")).unwrap_or_default()
}

fn has_reference(methods: &Methods, authors: &str) -> bool {
    methods.references.iter().any(|reference| reference.starts_with(authors))
}

fn item<'m>(methods: &'m Methods, guideline: &str, number: &str) -> &'m ChecklistItem {
    let mut items = methods.checklist.iter();
    items.find(|item| item.guideline == guideline && item.number == number).expect("an item of the guideline")
}

/// No key without a text, no placeable without a value.
fn assert_sound(methods: &Methods) {
    for text in [methods.to_markdown(), methods.to_text(), methods.to_json()] {
        for bad in ["methods-", "checklist-", "reference-", "report-", "{ $", "{$", "NaN", "exclusion-", "finding-"] {
            let text = text.replace("sst-methods/1", "");
            assert!(!text.contains(bad), "{bad} in {text}");
        }
    }
}

#[test]
fn clusters_are_told_only_where_clients_repeat() {
    let (once, often) = (told(&simple(ONE_EACH)), told(&simple(REPEATED)));
    assert!(topic(&once, "intervals").contains("95% Wilson score intervals"));
    assert!(!topic(&once, "intervals").contains("wilson_cluster"));
    assert!(!has_reference(&once, "Rao JNK") && has_reference(&once, "Wilson EB"));
    assert!(topic(&often, "intervals").contains("wilson_cluster"));
    assert!(has_reference(&often, "Rao JNK") && has_reference(&often, "Korn EL") && has_reference(&often, "Wilson EB"));
    assert_sound(&once);
    assert_sound(&often);
}

#[test]
fn other_intervals_have_their_own_words_and_sources() {
    for (method, words, authors) in [
        (ProportionMethod::ClopperPearson, "Clopper-Pearson", "Clopper CJ"),
        (ProportionMethod::Jeffreys, "Jeffreys", "Brown LD"),
        (ProportionMethod::AgrestiCoull, "Agresti-Coull", "Agresti A"),
    ] {
        let found = told(&read(ONE_EACH, "", Unit::Session, method));
        assert!(topic(&found, "intervals").contains(words), "{words}");
        assert!(!topic(&found, "intervals").contains("Wilson"), "{words}");
        assert!(has_reference(&found, authors) && !has_reference(&found, "Wilson EB"), "{words}");
        assert!(!topic(&found, "intervals").contains("taken for independent"), "nobody repeats");
        let often = told(&read(REPEATED, "", Unit::Session, method));
        assert!(topic(&often, "intervals").contains("taken for independent"), "{words}");
    }
}

#[test]
fn the_unit_is_the_documents() {
    let client = told(&read(ONE_EACH, "", Unit::Client, ProportionMethod::Wilson));
    assert!(topic(&client, "data").contains("Each client counts once"));
    assert!(!topic(&client, "data").contains("Every session counts once"));
    assert!(topic(&told(&simple(ONE_EACH)), "data").contains("Every session counts once"));
}

#[test]
fn a_follow_up_rule_needs_a_follow_up_question() {
    let with = told(&read(
        ONE_EACH,
        "[follow_up]\ndue_after_days = 1\ncloses_after_days = 40\n",
        Unit::Session,
        ProportionMethod::Wilson,
    ));
    assert!(
        topic(&with, "missing").contains("Follow-up questions (change_rating) count only where they were due: 1 days")
    );
    assert!(topic(&with, "missing").contains("later than 40 days"));
    let without = told(&simple(REPEATED));
    assert!(!topic(&without, "missing").contains("Follow-up questions"));
    assert!(!topic(&told(&simple(ONE_EACH)), "missing").contains("were left out. Answers later"));
}

#[test]
fn bounds_are_told_only_where_somebody_is_silent() {
    assert!(topic(&told(&simple(ONE_EACH)), "missing").contains("Manski"));
    let answered = told(&simple(REPEATED));
    assert!(!topic(&answered, "missing").contains("Manski"), "everybody answered");
    assert!(!has_reference(&answered, "Manski CF"));
    assert!(topic(&answered, "missing").contains("never taken for a no"));
}

#[test]
fn what_is_known_of_silence_is_told_piece_by_piece() {
    let mut results = simple(ONE_EACH);
    let said = |results: &ResultSet| topic(&told(results), "missing");
    assert!(!said(&results).contains("Imbens") && !said(&results).contains("Horowitz"));
    let range = Some(Range { low: 0.1, high: 0.9 });
    let missing = MissingAnswers { silent: Some(1), union_wilson: range, imbens_manski: range, ..Default::default() };
    let share = results.results.iter_mut().find_map(|entry| match &mut entry.payload {
        Payload::Proportion(share) => Some(share),
        _ => None,
    });
    share.expect("a share").missing = Some(missing);
    assert!(said(&results).contains("Imbens") && said(&results).contains("Horowitz"));
    let found = told(&results);
    assert!(has_reference(&found, "Imbens GW") && has_reference(&found, "Horowitz JL"));
    assert!(!has_reference(&found, "Kish L") && !said(&results).contains("tipping point"));
}

#[test]
fn selection_groups_gates_and_targets_are_told() {
    let mapping = "[[gate]]\nmeasure = \"helpful\"\nat_least = 0.7\nmin_answered = 30\n";
    let mut results = read(ONE_EACH, mapping, Unit::Session, ProportionMethod::Wilson);
    results.selection.insert("site".to_owned(), vec!["North".to_owned(), String::new()]);
    let mut grouped = results.results[0].clone();
    grouped.by.insert("site".to_owned(), Some("North".to_owned()));
    results.results.push(grouped);
    results.targets.push(Target { measure: "helpful".to_owned(), by: [].into(), value: 0.8 });
    let found = told(&results);
    assert!(topic(&found, "data").contains("Only sessions with site North, "));
    assert!(topic(&found, "measures").contains("Results are also given by site"));
    assert!(topic(&found, "measures").contains("Found the session helpful at least 70%, from 30 answers on"));
    assert!(topic(&found, "measures").contains("target: Found the session helpful 80%"));
    let plain = told(&simple(ONE_EACH));
    for words in ["also given by", "at least 70%", "target"] {
        assert!(!topic(&plain, "measures").contains(words), "{words}");
    }
    assert!(!topic(&plain, "data").contains("Only sessions"));
    assert_sound(&found);
}

#[test]
fn exclusions_have_their_counts() {
    let csv = format!("{ONE_EACH}E,5,,attended,5,,North\nA,1,2025-03-03,attended,5,better,North\n");
    let found = told(&simple(&csv));
    let data = topic(&found, "data");
    assert!(data.contains("no usable session date (1)") && data.contains("the same session again (1)"), "{data}");
    assert!(item(&found, "RECORD", "13.1").text.contains("no usable session date (1)"));
    assert!(topic(&told(&simple(ONE_EACH)), "data").contains("Not used: after the as-of date (1)."), "the no-show");
    assert!(!topic(&told(&simple(REPEATED)), "data").contains("Not used"));
}

#[test]
fn questionnaires_have_their_rule() {
    let found = told(&results(&[phq9()]));
    assert!(topic(&found, "questionnaires").contains("Reliable change on the PHQ-9: at least 6 points"));
    assert!(item(&found, "STROBE", "8").text.contains("Questionnaires"));
    assert!(has_reference(&found, "Goodman LA") && !has_reference(&found, "Jacobson NS"));
    let couples = told(&results(&[couples()]));
    assert!(topic(&couples, "questionnaires").contains("DAS") || topic(&couples, "questionnaires").contains("Dyadic"));
    assert!(topic(&told(&simple(ONE_EACH)), "questionnaires").is_empty());
    assert_sound(&found);
    assert_sound(&couples);
}

#[test]
fn anonymous_answers_are_told() {
    let mut results = simple(ONE_EACH);
    assert_eq!(item(&told(&results), "RECORD", "12.3").text, "No table was linked to the sessions.");
    results.follow_up_answers = Some(AnswersNote {
        inputs: Vec::new(),
        groups: Vec::new(),
        text: "Answers of an anonymous form are counted by month.".to_owned(),
        read: 9,
        used: 8,
        unused: Vec::new(),
    });
    let found = told(&results);
    assert!(topic(&found, "data").contains("anonymous form are counted by month. Of 9 rows of the form 8 were used."));
    assert_eq!(item(&found, "RECORD", "12.3").state, ItemState::Partly);
}

#[test]
fn protection_is_told_and_what_is_hidden_is_not_guessed() {
    let mut results = simple(ONE_EACH);
    assert!(topic(&told(&results), "publishing").is_empty());
    results.protection = "hes".to_owned();
    results.flow.answered = None;
    for entry in &mut results.results {
        if let Payload::Proportion(share) = &mut entry.payload {
            (share.events, share.answered, share.estimate, share.low, share.high) = (None, None, None, None, None);
        }
        if let Payload::Mean(mean) = &mut entry.payload {
            (mean.estimate, mean.low, mean.high) = (None, None, None);
        }
    }
    let found = told(&results);
    assert!(topic(&found, "publishing").contains("rule hes"));
    assert!(item(&found, "STROBE", "13(a)").text.contains("answered any: hidden"));
    assert_eq!(item(&found, "STROBE", "15").state, ItemState::Open, "no count is shown");
    assert!(topic(&found, "intervals").is_empty() && !has_reference(&found, "Wilson EB"));
    assert_sound(&found);
}

#[test]
fn a_document_without_sessions_says_little_and_nothing_false() {
    let found = told(&simple("session_date,helpfulness\n"));
    assert!(topic(&found, "data").contains("0 were used"));
    assert!(topic(&found, "data").contains("do not say which sessions were attended"));
    assert!(!topic(&found, "data").contains("Results are for sessions from"));
    assert_eq!(item(&found, "STROBE", "5").state, ItemState::Open);
    assert_sound(&found);
}

#[test]
fn every_item_stands_once_in_its_order() {
    let found = told(&simple(ONE_EACH));
    let numbers = |guideline: &str| -> Vec<&str> {
        let of_it = found.checklist.iter().filter(|item| item.guideline == guideline);
        of_it.map(|item| item.number.as_str()).collect()
    };
    let strobe = numbers("STROBE");
    assert_eq!((strobe.len(), strobe[0], strobe[33]), (34, "1(a)", "22"));
    assert!(strobe.contains(&"12(e)") && strobe.contains(&"14(c)") && strobe.contains(&"16(c)"));
    // RECORD has thirteen items.
    assert_eq!(numbers("RECORD").len(), 13);
    // What only the authors know is theirs.
    for number in ["1(a)", "2", "3", "4", "6(b)", "18", "20", "21", "22"] {
        let item = item(&found, "STROBE", number);
        assert_eq!((item.state, item.text.as_str()), (ItemState::Open, "not known to sst: you write this"));
    }
    for number in ["6.2", "12.1"] {
        assert_eq!(item(&found, "RECORD", number).state, ItemState::Open);
    }
}

/// One source: what is pasted into a paper is what the report says.
#[test]
fn reports_say_the_same() {
    let results = simple(REPEATED);
    let found = told(&results);
    let catalogue = Catalogue::english();
    let page = html(&results, &catalogue).expect("a page");
    let text = markdown(&results, &catalogue);
    for sentence in ["Each client counts once", "never taken for a no", "design effect divides"] {
        let is_told = found.to_text().contains(sentence);
        assert_eq!((page.contains(sentence), text.contains(sentence)), (is_told, is_told), "{sentence}");
    }
    let document: serde_json::Value = serde_json::from_str(&found.to_json()).expect("JSON");
    assert_eq!(document["schema"], "sst-methods/1");
    assert_eq!(document["checklist"].as_array().map(Vec::len), Some(47));
    assert!(document["checklist"][0]["text"].is_null());
}
