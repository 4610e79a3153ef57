//! The pages of a column, checked before they are unpacked: polars asks for as much memory as their heads say, and when a
//! damaged head says exabytes the process ends there, which no guard can catch.

use std::io::Cursor;
use std::ops::Range;

use polars_parquet_format::thrift::protocol::TCompactInputProtocol;
use polars_parquet_format::{PageHeader, PageType};

/// A page that unpacks to more than this is none of an export.
const PAGE_BYTES: i32 = 1 << 30;

/// Whether the pages of a flat column lie within its bytes, hold one value for each row, and have the checksums they name.
pub(crate) fn has_whole_pages(file: &[u8], range: Range<u64>, rows: u64) -> bool {
    let range = usize::try_from(range.start).ok().zip(usize::try_from(range.end).ok());
    let Some(mut rest) = range.and_then(|(start, end)| file.get(start..end)) else { return false };
    let mut seen = 0;
    while seen < rows {
        let Some((head, page, after)) = next_page(rest) else { return false };
        rest = after;
        let values = match (head.type_, &head.data_page_header, &head.data_page_header_v2, &head.dictionary_page_header)
        {
            (PageType::DATA_PAGE, Some(data), ..) => data.num_values,
            (PageType::DATA_PAGE_V2, _, Some(data), _) => data.num_values,
            // No text or number takes less than a byte.
            (PageType::DICTIONARY_PAGE, .., Some(dictionary)) => {
                if !(0..=head.uncompressed_page_size).contains(&dictionary.num_values) {
                    return false;
                }
                0
            }
            (PageType::INDEX_PAGE, ..) => 0,
            _ => return false,
        };
        let Ok(values) = u64::try_from(values) else { return false };
        seen += values;
        if head.crc.is_some_and(|told| told as u32 != crc32fast::hash(page)) {
            return false;
        }
    }
    seen == rows
}

/// The head of the first page, its bytes and what follows.
fn next_page(bytes: &[u8]) -> Option<(PageHeader, &[u8], &[u8])> {
    let mut cursor = Cursor::new(bytes);
    let head = PageHeader::read_from_in_protocol(&mut TCompactInputProtocol::new(&mut cursor, bytes.len())).ok()?;
    let rest = bytes.get(usize::try_from(cursor.position()).ok()?..)?;
    let (page, after) = rest.split_at_checked(usize::try_from(head.compressed_page_size).ok()?)?;
    (0..=PAGE_BYTES).contains(&head.uncompressed_page_size).then_some((head, page, after))
}
