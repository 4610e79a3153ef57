//! How much may come out of a packed file: what it says of itself is not believed, what comes out is counted.

use std::io::{self, Read};

use super::TableFault;

/// So much is unpacked at most, in all.
pub(crate) const MOST_BYTES: u64 = 1 << 30;

/// Below this nothing is too much, however small it was packed.
const FREE_BYTES: u64 = 1 << 25;

/// Tables pack to a tenth, at best to a hundredth; what packs to less than this is a bomb.
const MOST_TIMES: u64 = 250;

/// Counts what comes out of one packed file.
pub(crate) struct Unpacking {
    packed: u64,
    most: u64,
    unpacked: u64,
}

/// Why no more is unpacked.
pub(crate) enum Stop {
    /// The packed bytes are damaged or cut short, or the system cannot read them.
    Unreadable,
    /// Too much came out.
    TooMuch(TableFault),
}

impl Unpacking {
    /// Of a file of so many bytes at most so many.
    pub(crate) const fn of(packed: u64, most: u64) -> Self {
        Self { packed, most, unpacked: 0 }
    }

    /// Unpacks to the end, and hands each piece out.
    pub(crate) fn run(&mut self, mut from: impl Read, mut each: impl FnMut(&[u8])) -> Result<(), Stop> {
        let mut buffer = vec![0; 1 << 16];
        loop {
            let n = match from.read(&mut buffer) {
                Ok(0) => return Ok(()),
                Ok(n) => n,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(_) => return Err(Stop::Unreadable),
            };
            self.unpacked += n as u64;
            if self.unpacked > FREE_BYTES && self.unpacked / MOST_TIMES > self.packed {
                return Err(Stop::TooMuch(TableFault {
                    what: format!("what is packed in this file grows more than {MOST_TIMES}-fold: no table does that"),
                    hint: "unpack it with another program if you trust it, and give the file inside".to_owned(),
                }));
            }
            if self.unpacked > self.most {
                return Err(Stop::TooMuch(TableFault {
                    what: format!(
                        "more than {} MB are packed in this file, and it would all be held in memory",
                        self.most >> 20
                    ),
                    hint: "unpack it with another program and give the CSV inside: a CSV of any size is read"
                        .to_owned(),
                }));
            }
            each(&buffer[..n]);
        }
    }
}
