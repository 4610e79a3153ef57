//! Counts the line feeds of a file: `newlines FILE [THREADS]`. `compare.py` times it beside the readers.

use std::io::{self, Write};
use std::path::PathBuf;

fn main() -> io::Result<()> {
    let mut words = std::env::args_os().skip(1);
    let usage = || io::Error::new(io::ErrorKind::InvalidInput, "usage: newlines FILE [THREADS]");
    let path = PathBuf::from(words.next().ok_or_else(usage)?);
    let threads = match words.next() {
        None => 1,
        Some(word) => word.to_str().and_then(|word| word.parse().ok()).ok_or_else(usage)?,
    };
    writeln!(io::stdout(), "{}", sst_benches::newlines(&path, threads)?)
}
