//! An export on standard input, its report on standard output: no file, no thread, no clock. What a page in the browser will do, and what CI
//! runs as WebAssembly.
//!
//! `cargo run -p sst-report --example in_memory -- html sessions.csv < data/samples/sessions.csv > report.html`
//!
//! The first argument is `html`, `md` or `json`, the second the name that the report gives its input.

use std::collections::BTreeMap;
use std::error::Error;
use std::io::{Read, Write, stdin, stdout};

use sst_core::codes::Finding;
use sst_core::definitions::{Definitions, GroupKey};
use sst_core::estimate::{Estimation, Provenance, results};
use sst_core::ledger::Selection;
use sst_core::results::{InputFile, ResultSet};
use sst_core::text::Catalogue;
use sst_ingest::mapping::Mapping;
use sst_ingest::read::{Export, Reading};
use sst_ingest::source::{MemoryInput, sha256_hex};

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let (Some(format), Some(name), None) = (arguments.next(), arguments.next(), arguments.next()) else {
        return Err("two arguments are needed: html, md or json, and the name of the export".into());
    };
    let mut bytes = Vec::new();
    stdin().read_to_end(&mut bytes)?;
    let catalogue = Catalogue::english();
    let results = analyse(&MemoryInput::new(name, bytes), &catalogue)?;
    let text = match format.as_str() {
        "html" => sst_report::html(&results, &catalogue)?,
        "md" => sst_report::markdown(&results, &catalogue),
        "json" => results.to_json(),
        other => return Err(format!("{other}: the formats are html, md and json").into()),
    };
    stdout().write_all(text.as_bytes())?;
    Ok(())
}

/// Reads, counts and estimates what the command's report does.
fn analyse(input: &MemoryInput, catalogue: &Catalogue) -> Result<ResultSet, Box<dyn Error>> {
    let mapping = Mapping::canonical(catalogue);
    let mut export = Export::open(&[input], &mapping)?;
    let selection = selection(&export.definitions);
    let reading = export.read(1, &|_| {})?;
    let closed = reading.ledger.close(&export.definitions, &selection)?;
    let provenance = provenance(input, &reading, &selection)?;
    Ok(results(&closed, &export.definitions, Estimation::default(), provenance, catalogue)?)
}

/// Everything, grouped by what a report shows as far as the data has it.
fn selection(definitions: &Definitions) -> Selection {
    let mut selection = Selection { tells_response: true, ..Selection::default() };
    for name in ["month", "site", "concern"] {
        let is_there = name == "month" || definitions.collected.contains(name);
        if let Some(key) = GroupKey::find(name, &definitions.groups).ok().filter(|_| is_there) {
            selection.add_grouping(vec![key]);
        }
    }
    selection
}

fn provenance(input: &MemoryInput, reading: &Reading, selection: &Selection) -> Result<Provenance, Box<dyn Error>> {
    let mut findings: BTreeMap<(Finding, Option<String>), u64> = BTreeMap::new();
    for report in &reading.findings {
        *findings.entry((report.rule, report.column.clone())).or_default() += report.count;
    }
    let sha256 = Some(sha256_hex(input)?);
    let rows = reading.rows_by_file.iter().sum();
    Ok(Provenance {
        version: env!("CARGO_PKG_VERSION").to_owned(),
        inputs: vec![InputFile { file: sst_ingest::source::Input::name(input).to_owned(), sha256, rows }],
        mapping: None,
        profile: None,
        unit: selection.unit,
        selection: BTreeMap::new(),
        excluded: reading.excluded.clone(),
        findings,
        scores: None,
        answers: None,
        joins: Vec::new(),
    })
}
