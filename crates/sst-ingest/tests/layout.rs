//! A table need not begin in the first row: titles above it, question texts under the headers.

use sst_core::text::Catalogue;
use sst_ingest::mapping::Mapping;
use sst_ingest::read::Export;
use sst_ingest::source::{Input, MemoryInput};

fn read(text: &str, input: &str) -> (Vec<String>, u64, Vec<(u64, String)>) {
    let file = MemoryInput::new("export.csv", text);
    let inputs: [&dyn Input; 1] = [&file];
    let mapping = Mapping::parse(input, &Catalogue::english()).expect("a sound mapping");
    let mut export = Export::open(&inputs, &mapping).expect("a readable file");
    let headers = export.facts()[0].headers.clone();
    let reading = export.read(1, &|_| {}).expect("readable rows");
    let places = reading.findings.iter().flat_map(|finding| &finding.places);
    (headers, reading.rows_by_file[0], places.map(|place| (place.line, place.cell.clone())).collect())
}

#[test]
fn a_title_above_the_header_is_passed_over() {
    let text =
        "Sessions of 2025,,\n\"Printed by\nthe office\",,\n\nsession_date,helpfulness\n2025-01-02,4\n2025-01-03,nine\n";
    let (headers, rows, places) = read(text, "[input]\nheader_row = 4\n");
    assert_eq!(headers, ["session_date", "helpfulness"]);
    assert_eq!((rows, places), (2, vec![(7, "B6".to_owned())]));
}

#[test]
fn rows_under_the_header_are_passed_over() {
    let text = "session_date,helpfulness\n\"When was\nit?\",How helpful was it?\n\"{\"\"ImportId\"\":\"\"a\"\"}\",{}\n2025-01-02,4\n2025-01-03,nine\n";
    let (_, rows, places) = read(text, "[input]\nrows_after_header = 2\n");
    assert_eq!((rows, places), (2, vec![(6, "B5".to_owned())]));
}
