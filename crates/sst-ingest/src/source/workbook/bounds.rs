//! What a workbook's parts come to once they are unpacked, before they are believed.

use memchr::memmem::find;
use zip::ZipArchive;

use super::{damaged, protected, too_large};
use crate::source::reader::InputReader;
use crate::source::unpacking::{Stop, Unpacking};
use crate::source::{Input, TableFault};

/// The parts of a workbook are at most so large in all.
const MOST_BYTES: u64 = 1 << 29;

/// A workbook has a part for each sheet and picture.
const MOST_PARTS: usize = 10_000;

/// How far the list of texts says how many there are.
const HEAD_BYTES: usize = 1 << 16;

/// What the parts are written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Parts {
    Xml,
    Binary,
}

/// Unpacks every part once, counting: sizes that a file declares are not believed.
pub(super) fn check(input: &dyn Input) -> Result<Parts, TableFault> {
    let cut = || damaged("its parts cannot be unpacked");
    let mut archive = ZipArchive::new(InputReader::buffered(input)).map_err(|_| cut())?;
    if archive.len() > MOST_PARTS {
        return Err(too_large(format!("this Excel workbook has more than {MOST_PARTS} parts")));
    }
    let mut unpacking = Unpacking::of(input.len(), MOST_BYTES);
    let mut parts = None;
    for place in 0..archive.len() {
        if archive.by_index_raw(place).is_ok_and(|part| part.encrypted()) {
            return Err(protected());
        }
        let part = archive.by_index(place).map_err(|_| cut())?;
        let name = part.name().map_err(|_| cut())?.to_ascii_lowercase();
        if name.ends_with("workbook.xml") {
            parts = Some(Parts::Xml);
        } else if name.ends_with("workbook.bin") {
            parts = Some(Parts::Binary);
        }
        let (mut head, mut length) = (Vec::new(), 0);
        let is_texts = name.ends_with("sharedstrings.xml");
        let counted = unpacking.run(part, |piece| {
            length += piece.len() as u64;
            if is_texts && head.len() < HEAD_BYTES {
                head.extend_from_slice(piece);
            }
        });
        counted.map_err(|stop| match stop {
            Stop::TooMuch(fault) => too_large(fault.what),
            Stop::Unreadable => cut(),
        })?;
        if is_texts && !is_sound(&head, length) {
            return Err(damaged("its list of texts says more than there is"));
        }
    }
    parts.ok_or_else(|| TableFault {
        what: "this is an Office file without a sheet".to_owned(),
        hint: "export the sessions as an Excel workbook (.xlsx) or as CSV".to_owned(),
    })
}

/// Whether a list of texts may hold as many as it says: room for them is made before they are read.
fn is_sound(head: &[u8], length: u64) -> bool {
    const SHORTEST_TEXT: u64 = 5; // <si/>
    let tag = find(head, b"<sst").or_else(|| find(head, b":sst"));
    let Some(end) = tag.and_then(|tag| memchr::memchr(b'>', &head[tag..]).map(|end| tag + end)) else {
        return false;
    };
    memchr::memmem::find_iter(&head[..end], b"uniqueCount").all(|at| {
        let digits =
            head[at..end].iter().skip_while(|byte| !byte.is_ascii_digit()).take_while(|byte| byte.is_ascii_digit());
        let said = digits.fold(0_u64, |said, digit| said.saturating_mul(10).saturating_add(u64::from(digit - b'0')));
        said <= length / SHORTEST_TEXT + 1
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_of_texts_is_not_believed() {
        let list = |count: &str| {
            format!("<?xml version=\"1.0\"?>\n<sst count=\"9\" uniqueCount=\"{count}\"><si><t>a</t></si></sst>")
        };
        let is_sound = |text: &str| is_sound(text.as_bytes(), text.len() as u64);
        assert!(is_sound(&list("1")) && is_sound(&list("")));
        assert!(!is_sound(&list("99999999")) && !is_sound(&list("99999999999999999999999")));
        assert!(!is_sound("<sst uniqueCount="));
    }
}
