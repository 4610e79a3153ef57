//! Arrow files: the same cells as Parquet, and damaged ones an error that helps, never a panic, never a cell.

use std::path::Path;

use polars::prelude::*;
use sst_core::text::Catalogue;
use sst_frames::Frames;
use sst_ingest::mapping::Mapping;
use sst_ingest::read::Export;
use sst_ingest::source::{Input, MemoryInput};

/// What is told of a file: message and hint; `None` when it can be read, with what was read.
fn read(bytes: &[u8]) -> Result<(u64, Vec<String>), String> {
    let input = MemoryInput::new("x.arrow", bytes);
    let inputs: [&dyn Input; 1] = [&input];
    let mapping = Mapping::canonical(&Catalogue::english());
    let mut export = Export::open_with(&inputs, &mapping, &Frames)
        .map_err(|error| format!("{error}\nhint: {}", error.hint().unwrap_or_default()))?;
    let mut labels = Vec::new();
    let reading = export
        .read_records(&mut |record| labels.push(format!("{:?} {:?}", record.client_id, record.groups)))
        .map_err(|error| format!("{error}\nhint: {}", error.hint().unwrap_or_default()))?;
    Ok((reading.rows_by_file[0], labels))
}

fn table(compression: Option<IpcCompression>) -> Vec<u8> {
    let rows = 500_usize;
    let column = |name: &str, cell: &dyn Fn(usize) -> String| {
        Column::new(name.into(), (0..rows).map(cell).collect::<Vec<String>>())
    };
    let mut frame = DataFrame::new(
        rows,
        vec![
            column("client_id", &|row| format!("zqcanary{row}")),
            column("session_date", &|row| format!("2025-01-{:02}", row % 28 + 1))
                .cast(&DataType::String)
                .expect("texts"),
            column("site", &|row| ["North", "Érable", "South"][row % 3].to_owned()),
            Column::new("helpfulness".into(), (0..rows).map(|row| (row % 5) as i64 + 1).collect::<Vec<i64>>()),
        ],
    )
    .expect("columns of one length");
    let mut bytes = Vec::new();
    IpcWriter::new(&mut bytes).with_compression(compression).finish(&mut frame).expect("memory");
    bytes
}

#[allow(clippy::default_trait_access)] // polars does not hand out the type's name
fn packed() -> [Option<IpcCompression>; 3] {
    [None, Some(IpcCompression::LZ4), Some(IpcCompression::ZSTD(Default::default()))]
}

#[test]
fn packed_or_not_it_is_the_same() {
    let plain = read(&table(None)).expect("whole");
    assert_eq!((plain.0, plain.1.len()), (500, 500));
    for compression in packed() {
        assert!(read(&table(compression)).expect("whole") == plain);
    }
}

#[test]
fn a_file_that_is_cut_short_is_told() {
    let bytes = table(Some(IpcCompression::LZ4));
    for length in (6..bytes.len()).step_by(97).chain([6, 7, 15, 16, 17, bytes.len() - 1]) {
        let told = read(&bytes[..length]).expect_err("not the whole file");
        assert!(told.starts_with("x.arrow: this Arrow file is damaged or cut short"), "{told}");
    }
}

/// A changed byte may go unnoticed (a letter of a cell); what is noticed is told, and without a cell.
#[test]
fn changed_bytes_never_panic() {
    let mut noticed = 0;
    for compression in packed() {
        let bytes = table(compression);
        let mut state = 11_u64;
        for round in 0..1500 {
            let mut changed = bytes.clone();
            for _ in 0..2 {
                state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                // In every other round in the lists of blocks and columns, which matter more than cells.
                let place = (state >> 24) as usize;
                let place =
                    if round % 2 == 0 { place % bytes.len() } else { bytes.len() - 1 - place % (bytes.len().min(900)) };
                changed[place] ^= 1 << ((state >> 20) % 8);
            }
            if let Err(told) = read(&changed) {
                noticed += 1;
                assert!(!told.contains("zqcanary") && told.starts_with("x.arrow: "), "{told}");
            }
        }
    }
    assert!(noticed > 300, "{noticed}");
}

/// A buffer that claims to unpack to more than any computer holds.
#[test]
fn a_length_is_not_believed() {
    let bytes = table(Some(IpcCompression::LZ4));
    // Each packed buffer begins with the length of what is packed, and lies at a multiple of 8.
    let mut refused = 0;
    for place in (8..bytes.len() - 8).step_by(8) {
        let said = i64::from_le_bytes(bytes[place..place + 8].try_into().expect("eight bytes"));
        if (64..100_000).contains(&said) {
            let mut changed = bytes.clone();
            changed[place..place + 8].copy_from_slice(&(1_i64 << 45).to_le_bytes());
            refused += u32::from(read(&changed).is_err());
        }
    }
    assert!(refused > 3, "{refused}");
}

#[test]
fn the_fixtures_of_other_tools_are_read() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../sst-cli/tests/exports");
    let [arrow, feather] = ["pyarrow.arrow", "pyarrow.feather"].map(|name| {
        let bytes = std::fs::read(folder.join(name)).expect("the fixture");
        read(&bytes).expect("whole")
    });
    assert_eq!(arrow.0, 40);
    // One has its sites as a dictionary.
    assert!(arrow == feather);
    assert!(arrow.1.iter().any(|record| record.contains("Érablière")));
}
