//! From bytes to text: UTF-8, UTF-16 and Windows-1252, decided once for a whole file and never per cell.

use std::borrow::Cow;
use std::io;

use super::Input;
use super::input::fill;

/// How a file writes its characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Encoding {
    /// UTF-8, with or without a byte order mark. Bytes that are none become U+FFFD, which a reader tells as a finding.
    Utf8,
    /// UTF-16, low byte first.
    Utf16Le,
    /// UTF-16, high byte first.
    Utf16Be,
    /// Windows-1252, what Excel writes in Western Europe and the Americas unless told otherwise.
    Windows1252,
}

impl Encoding {
    /// Its usual name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Utf8 => "UTF-8",
            Self::Utf16Le => "UTF-16LE",
            Self::Utf16Be => "UTF-16BE",
            Self::Windows1252 => "Windows-1252",
        }
    }

    fn codec(self) -> &'static encoding_rs::Encoding {
        match self {
            Self::Utf8 => encoding_rs::UTF_8,
            Self::Utf16Le => encoding_rs::UTF_16LE,
            Self::Utf16Be => encoding_rs::UTF_16BE,
            Self::Windows1252 => encoding_rs::WINDOWS_1252,
        }
    }
}

/// The encoding a byte order mark names, and the mark's length; UTF-16 without a mark is told by its NULs.
pub(crate) fn of_mark(head: &[u8]) -> Option<(Encoding, usize)> {
    match head {
        [0xef, 0xbb, 0xbf, ..] => return Some((Encoding::Utf8, 3)),
        [0xff, 0xfe, ..] => return Some((Encoding::Utf16Le, 2)),
        [0xfe, 0xff, ..] => return Some((Encoding::Utf16Be, 2)),
        _ => {}
    }
    let sample = &head[..head.len().min(512) & !1];
    let nul = |odd: usize| sample.iter().skip(odd).step_by(2).filter(|&&b| b == 0).count() * 5 > sample.len();
    match (nul(0), nul(1)) {
        (false, true) => Some((Encoding::Utf16Le, 0)),
        (true, false) => Some((Encoding::Utf16Be, 0)),
        _ => None,
    }
}

/// The text of a block.
pub(crate) fn decode(bytes: &[u8], encoding: Encoding) -> Cow<'_, str> {
    match encoding {
        Encoding::Utf8 => String::from_utf8_lossy(bytes),
        other => other.codec().decode_without_bom_handling(bytes).0,
    }
}

/// UTF-8 or Windows-1252, by the whole file: UTF-8 where it is valid, or where most of what is not ASCII is valid.
pub(crate) fn judge(input: &dyn Input) -> io::Result<Encoding> {
    let (mut characters, mut invalid) = (0_u64, 0_u64);
    let mut buffer = vec![0; 1 << 18];
    let (mut offset, mut kept) = (0, 0);
    loop {
        let n = fill(input, offset, &mut buffer[kept..])?;
        if kept + n == 0 {
            break;
        }
        offset += n as u64;
        let mut rest = &buffer[..kept + n];
        kept = 0;
        while !rest.is_empty() {
            let (valid, skip, is_cut) = match std::str::from_utf8(rest) {
                Ok(text) => (text, 0, false),
                Err(error) => {
                    let valid = std::str::from_utf8(&rest[..error.valid_up_to()]).unwrap_or_default();
                    (valid, error.error_len().unwrap_or(0), error.error_len().is_none())
                }
            };
            if !valid.is_ascii() {
                characters += valid.chars().filter(|c| !c.is_ascii()).count() as u64;
            }
            rest = &rest[valid.len()..];
            if is_cut {
                // A character cut by the buffer's end; at the file's end it is damage.
                if n == 0 {
                    invalid += 1;
                } else {
                    kept = rest.len();
                }
                break;
            }
            invalid += u64::from(skip > 0);
            rest = &rest[skip..];
        }
        if n == 0 {
            break;
        }
        let total = buffer.len();
        if kept > 0 {
            // At most three bytes.
            let tail = rest.to_vec();
            buffer[..tail.len()].copy_from_slice(&tail);
            debug_assert!(kept < total, "a cut character is short");
        }
    }
    Ok(if invalid == 0 || characters > invalid { Encoding::Utf8 } else { Encoding::Windows1252 })
}
