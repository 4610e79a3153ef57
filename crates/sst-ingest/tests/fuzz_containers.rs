//! Fuzz target of workbooks, gzip and zip: whatever bytes they hold, they are read or refused, never in panic, in bounded
//! memory, and what is read adds up. How to run it longer: see `mutation`.
#![cfg(all(feature = "packed", feature = "xlsx"))]

mod mutation;

use std::io::{Cursor, Read, Write};

use flate2::Compression;
use flate2::write::GzEncoder;
use mutation::{Mutant, Seed, folder, for_a_while, mutants, shown};
use proptest::prelude::*;
use proptest::test_runner::TestCaseError;
use sst_core::text::Catalogue;
use sst_ingest::init;
use sst_ingest::mapping::Mapping;
use sst_ingest::read::Export;
use sst_ingest::source::{CsvOnly, Input, Layout, MemoryInput, unpack};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

const EXPORTS: &str = "crates/sst-cli/tests/exports";

/// So much memory this test may ever have used: the limits of the readers, and what the test itself holds.
const MOST_KILOBYTES: u64 = 3 << 20;

/// What the parts of a workbook are made of, and what breaks them and what is around them.
const TOKENS: &[&[u8]] = &[
    b"PK\x03\x04",
    b"PK\x01\x02",
    b"PK\x05\x06",
    b"\x1f\x8b\x08\x00",
    b"\xff\xff\xff\xff",
    b"\x00\x00\x00\x00",
    b"\x00\x02\x0e\x00",
    b"\xfc\x00",
    b"\x3c\x00",
    b"\xfd\x00\x0a\x00",
    b"\x09\x08\x10\x00",
    b"\x0a\x00\x00\x00",
    b"\x85\x00",
    b"<row r=\"1048576\">",
    b"<row r=\"0\">",
    b"<row>",
    b"</row>",
    b"<c r=\"XFD1\" t=\"s\"><v>0</v></c>",
    b"<c r=\"A1\"><v>1e308</v></c>",
    b"<c r=\"ZZZZZZZ99999999999\"><v>1</v></c>",
    b"<c r=\"\"><v></v></c>",
    b"<c t=\"e\"><v>#N/A</v></c>",
    b"<c t=\"e\"><v>#NEW!</v></c>",
    b"<c t=\"b\"><v>2</v></c>",
    b"<c t=\"d\"><v>2025-01-02T00:00:00</v></c>",
    b"<c s=\"99999\"><v>45659</v></c>",
    b"<c><f>1+1</f></c>",
    b"<f t=\"shared\" si=\"0\" ref=\"A1:A9\">",
    b"<v>",
    b"</v>",
    b"<v>-1</v>",
    b"<v>99999999999999999999</v>",
    b"<si><t>session_date</t></si>",
    b"uniqueCount=\"4294967295\"",
    b"<dimension ref=\"A1:XFD1048576\"/>",
    b"<sheet name=\"x\" sheetId=\"1\" r:id=\"rId1\"/>",
    b"state=\"hidden\"",
    b"date1904=\"1\"",
    b"formatCode=\"yyyy\"",
    b"&#0;",
    b"&amp;",
    b"<!DOCTYPE x [<!ENTITY a \"b\">]>",
    b"_x0000_",
    b"\xff\xfe",
    b"../",
];

fn exports(endings: &[&str]) -> Vec<Seed> {
    folder(EXPORTS, endings)
}

/// The parts of a zip file.
fn parts_of(bytes: &[u8]) -> Vec<(String, Vec<u8>)> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).expect("a fixture");
    let mut parts = Vec::new();
    for place in 0..archive.len() {
        let mut part = archive.by_index(place).expect("a part");
        let name = part.name().expect("a name").to_string();
        let mut content = Vec::new();
        part.read_to_end(&mut content).expect("a part");
        parts.push((name, content));
    }
    parts
}

/// A zip file of these parts, not packed: so a change in one of them reaches its reader.
fn zip_of(parts: &[(String, Vec<u8>)]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    for (name, content) in parts {
        writer.start_file(name.as_str(), options).expect("memory");
        writer.write_all(content).expect("memory");
    }
    writer.finish().expect("memory").into_inner()
}

/// Reads what there is in the bytes, in whatever they are packed.
fn holds(bytes: &[u8], name: &str, catalogue: &Catalogue) -> Result<(), TestCaseError> {
    let input = MemoryInput::new(name, bytes);
    let unpacked = match unpack(&input) {
        None => vec![MemoryInput::new(name, bytes)],
        Some(Ok(unpacked)) => unpacked.inputs,
        Some(Err(fault)) => {
            prop_assert!(!fault.what.is_empty() && !fault.hint.is_empty());
            return Ok(());
        }
    };
    for input in &unpacked {
        prop_assert!(input.name().starts_with(name));
        let inputs: [&dyn Input; 1] = [input];
        let mapping = Mapping::canonical(catalogue);
        let file = init::FileToLookAt { input, place: name.to_owned() };
        if let Ok(look) = init::look(&[file], &CsvOnly, &Layout::default(), &mapping.definitions) {
            let _ = init::propose(&look, catalogue, &mut init::NobodyThere).draft(catalogue);
        }
        let Ok(mut export) = Export::open(&inputs, &mapping) else { continue };
        let outcomes = [1, 2].map(|threads| export.read(threads, &|_| ()));
        match outcomes {
            [Ok(one), Ok(two)] => {
                prop_assert_eq!(&one.rows_by_file, &two.rows_by_file);
                prop_assert_eq!(&one.findings, &two.findings);
                prop_assert!(one.ledger == two.ledger, "the records differ");
                let excluded: u64 = one.excluded.values().sum();
                prop_assert_eq!(one.rows_by_file[0], one.ledger.len() as u64 + excluded);
            }
            [Err(one), Err(two)] => prop_assert_eq!(one.to_string(), two.to_string()),
            _ => return Err(TestCaseError::fail("read by one thread and not by two")),
        }
    }
    Ok(())
}

/// The most memory that this process has had at any time, where the system says it.
fn is_little_memory() -> bool {
    let Ok(status) = std::fs::read_to_string("/proc/self/status") else { return true };
    let most = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kilobytes = most.and_then(|most| most.trim().trim_end_matches(" kB").parse::<u64>().ok());
    kilobytes.is_none_or(|kilobytes| kilobytes < MOST_KILOBYTES)
}

#[test]
fn any_packed_bytes_are_read_or_refused() {
    let (seeds, catalogue) = (exports(&["xlsx", "xls", "zip", "gz"]), Catalogue::english());
    for_a_while(
        "containers",
        &mutants(8),
        |mutant: &Mutant| shown(mutant, &seeds, TOKENS),
        |mutant| holds(&mutant.bytes(&seeds, TOKENS), "export", &catalogue),
    );
    assert!(is_little_memory());
}

#[test]
fn any_part_of_a_workbook_is_read_or_refused() {
    let catalogue = Catalogue::english();
    let books: Vec<Vec<(String, Vec<u8>)>> = exports(&["xlsx"])
        .iter()
        .filter(|seed| !seed.name.starts_with("locked"))
        .map(|seed| parts_of(&seed.bytes))
        .collect();
    // Each part of each book is a seed; what comes of it is put back in its place.
    let places: Vec<(usize, usize)> =
        books.iter().enumerate().flat_map(|(book, parts)| (0..parts.len()).map(move |part| (book, part))).collect();
    let strategy = (any::<prop::sample::Index>(), mutants(8));
    let mutated = |(place, mutant): &(prop::sample::Index, Mutant)| {
        let (book, part) = places[place.index(places.len())];
        let mut parts = books[book].clone();
        let seed = [Seed { name: parts[part].0.clone(), bytes: parts[part].1.clone() }];
        parts[part].1 = mutant.bytes(&seed, TOKENS);
        (parts[part].0.clone(), parts)
    };
    for_a_while(
        "parts of workbooks",
        &strategy,
        |value| {
            let (name, parts) = mutated(value);
            let content = parts.into_iter().find(|(other, _)| *other == name).map(|(_, content)| content);
            format!("{name}: \"{}\"", content.unwrap_or_default().escape_ascii())
        },
        |value| holds(&zip_of(&mutated(value).1), "export.xlsx", &catalogue),
    );
    assert!(is_little_memory());
}

#[test]
fn any_text_in_gzip_is_read_or_refused() {
    let (seeds, catalogue) = (exports(&["csv", "xls"]), Catalogue::english());
    let packed = |mutant: &Mutant| {
        let mut gzip = GzEncoder::new(Vec::new(), Compression::fast());
        gzip.write_all(&mutant.bytes(&seeds, TOKENS)).expect("memory");
        gzip.finish().expect("memory")
    };
    for_a_while(
        "texts in gzip",
        &mutants(8),
        |mutant: &Mutant| shown(mutant, &seeds, TOKENS),
        |mutant| holds(&packed(mutant), "export.gz", &catalogue),
    );
    assert!(is_little_memory());
}

#[test]
fn every_seed_is_read_as_it_is() {
    let catalogue = Catalogue::english();
    for seed in exports(&["xlsx", "xls", "zip", "gz", "csv"]) {
        holds(&seed.bytes, &seed.name, &catalogue).unwrap_or_else(|error| panic!("{}: {error}", seed.name));
    }
}
