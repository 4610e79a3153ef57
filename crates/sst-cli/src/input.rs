//! Files and standard input as places to read from, unpacked where they are packed.

use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use sst_ingest::source::{Input, MemoryInput, TableOpener, sha256_hex};

use crate::failure::Failure;
use crate::output::Output;

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

/// An input, and the file that it came from.
pub(crate) struct Opened {
    pub(crate) input: Box<dyn Input>,
    pub(crate) path: PathBuf,
    /// The file as it is on the disk, where it packs this input and nothing else.
    packed: Option<Box<dyn Input>>,
}

impl Opened {
    /// The SHA-256 of the file; of a member of a zip file, that of the member.
    pub(crate) fn sha256(&self) -> Result<String, Failure> {
        let hashed = self.packed.as_ref().unwrap_or(&self.input);
        sha256_hex(hashed.as_ref()).map_err(|error| Failure::file(&self.path, "read", &error))
    }
}

/// The inputs, to read from.
pub(crate) fn inputs_of(opened: &[Opened]) -> Vec<&dyn Input> {
    opened.iter().map(|opened| opened.input.as_ref()).collect()
}

/// Opens files, and the files in them where they are packed: a zip file may hold several.
pub(crate) fn open_all(paths: &[PathBuf], output: &Output) -> Result<Vec<Opened>, Failure> {
    let mut all = Vec::new();
    for path in paths {
        let input = open(path)?;
        match unpacked(path, input.as_ref(), output)? {
            None => all.push(Opened { input, path: path.clone(), packed: None }),
            Some(mut inputs) => {
                let is_one_file = inputs.len() == 1 && inputs[0].name() == input.name();
                if let Some(only) = inputs.pop_if(|_| is_one_file) {
                    all.push(Opened { input: Box::new(only), path: path.clone(), packed: Some(input) });
                }
                all.extend(inputs.into_iter().map(|input| Opened {
                    input: Box::new(input),
                    path: path.clone(),
                    packed: None,
                }));
            }
        }
    }
    Ok(all)
}

/// What is packed in a file; `None` when it is not packed.
#[cfg(feature = "packed")]
fn unpacked(path: &Path, input: &dyn Input, output: &Output) -> Result<Option<Vec<MemoryInput>>, Failure> {
    let Some(unpacked) = sst_ingest::source::unpack(input) else { return Ok(None) };
    let unpacked =
        unpacked.map_err(|fault| Failure::unreadable(format!("{}: {}", input.name(), fault.what), Some(fault.hint)))?;
    if !unpacked.passed_over.is_empty() {
        output.note(&crate::files::passed_over(&path.display().to_string(), &unpacked.passed_over));
    }
    Ok(Some(unpacked.inputs))
}

/// What is packed in a file: this build unpacks nothing.
#[cfg(not(feature = "packed"))]
#[allow(clippy::unnecessary_wraps)] // the same form as in other builds
fn unpacked(_: &Path, _: &dyn Input, _: &Output) -> Result<Option<Vec<MemoryInput>>, Failure> {
    Ok(None)
}

/// Opens a file; `-` is standard input, held in memory. What is no plain file (a pipe) is held in memory too.
fn open(path: &Path) -> Result<Box<dyn Input>, Failure> {
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
            Some("give the file in it that is meant".to_owned()),
        ));
    }
    if facts.is_file() {
        return Ok(Box::new(FileInput { name, bytes: facts.len(), file }));
    }
    let mut bytes = Vec::new();
    file.read_to_end(&mut bytes).map_err(unreadable)?;
    Ok(Box::new(MemoryInput::new(name, bytes)))
}

/// What opens files that are neither CSV nor workbooks: Parquet and Arrow.
#[cfg(feature = "frames")]
pub(crate) fn tables() -> &'static dyn TableOpener {
    &sst_frames::Frames
}

/// What opens files that are neither CSV nor workbooks: nothing in this build.
#[cfg(not(feature = "frames"))]
pub(crate) fn tables() -> &'static dyn TableOpener {
    &sst_ingest::source::CsvOnly
}
