//! Files and standard input as places to read from.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use sst_ingest::source::{Input, MemoryInput, TableOpener};

use crate::failure::Failure;

/// A file, read at any place.
struct FileInput {
    name: String,
    file: File,
    bytes: u64,
}

impl Input for FileInput {
    fn name(&self) -> &str {
        &self.name
    }

    fn len(&self) -> u64 {
        self.bytes
    }

    #[cfg(unix)]
    fn read_at(&self, offset: u64, buffer: &mut [u8]) -> io::Result<usize> {
        std::os::unix::fs::FileExt::read_at(&self.file, buffer, offset)
    }

    #[cfg(windows)]
    fn read_at(&self, offset: u64, buffer: &mut [u8]) -> io::Result<usize> {
        std::os::windows::fs::FileExt::seek_read(&self.file, buffer, offset)
    }
}

/// Opens a file; `-` is standard input, held in memory. What is no plain file (a pipe) is held in memory too.
pub(crate) fn open(path: &Path) -> Result<Box<dyn Input>, Failure> {
    let unreadable = |error: io::Error| Failure::file(path, "read", &error);
    if path == Path::new("-") {
        let mut bytes = Vec::new();
        io::stdin().lock().read_to_end(&mut bytes).map_err(unreadable)?;
        return Ok(Box::new(MemoryInput::new("standard input", bytes)));
    }
    let mut file = File::open(path).map_err(unreadable)?;
    let facts = file.metadata().map_err(unreadable)?;
    let name = path.file_name().map_or_else(|| path.to_string_lossy(), |name| name.to_string_lossy()).into_owned();
    if facts.is_dir() {
        return Err(Failure::unreadable(
            format!("{}: this is a folder", path.display()),
            Some("it is within a folder: give the files in it".to_owned()),
        ));
    }
    if facts.is_file() {
        return Ok(Box::new(FileInput { name, bytes: facts.len(), file }));
    }
    let mut bytes = Vec::new();
    file.read_to_end(&mut bytes).map_err(unreadable)?;
    Ok(Box::new(MemoryInput::new(name, bytes)))
}

/// What opens files that are no CSV: Parquet.
#[cfg(feature = "frames")]
pub(crate) fn tables() -> &'static dyn TableOpener {
    &sst_frames::Parquet
}

/// What opens files that are no CSV: nothing in this build.
#[cfg(not(feature = "frames"))]
pub(crate) fn tables() -> &'static dyn TableOpener {
    &sst_ingest::source::CsvOnly
}
