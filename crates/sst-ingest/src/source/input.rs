//! Where bytes come from. Files are opened by the command line; here they are only read at a place.

use std::io;

/// Bytes that can be read at any place, from several threads.
pub trait Input: Sync {
    /// The name to use in messages and results: a file's name without its folder.
    fn name(&self) -> &str;

    /// How many bytes there are.
    fn len(&self) -> u64;

    /// Whether there are none.
    fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Reads bytes from `offset` on into `buffer`; how many, 0 only at the end.
    ///
    /// # Errors
    /// What the system says.
    fn read_at(&self, offset: u64, buffer: &mut [u8]) -> io::Result<usize>;
}

/// Bytes held in memory: standard input, tests, a page in the browser.
pub struct MemoryInput {
    name: String,
    bytes: Vec<u8>,
}

impl MemoryInput {
    /// These bytes under that name.
    pub fn new(name: impl Into<String>, bytes: impl Into<Vec<u8>>) -> Self {
        Self { name: name.into(), bytes: bytes.into() }
    }
}

impl Input for MemoryInput {
    fn name(&self) -> &str {
        &self.name
    }

    fn len(&self) -> u64 {
        self.bytes.len() as u64
    }

    fn read_at(&self, offset: u64, buffer: &mut [u8]) -> io::Result<usize> {
        let rest = usize::try_from(offset).ok().and_then(|offset| self.bytes.get(offset..)).unwrap_or_default();
        let n = rest.len().min(buffer.len());
        buffer[..n].copy_from_slice(&rest[..n]);
        Ok(n)
    }
}

/// Fills `buffer` from `offset` on as far as there are bytes; how many.
pub(crate) fn fill(input: &dyn Input, offset: u64, buffer: &mut [u8]) -> io::Result<usize> {
    let mut filled = 0;
    while filled < buffer.len() {
        match input.read_at(offset + filled as u64, &mut buffer[filled..]) {
            Ok(0) => break,
            Ok(n) => filled += n,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(filled)
}

/// All bytes.
///
/// # Errors
/// What the system says.
pub fn read_all(input: &dyn Input) -> io::Result<Vec<u8>> {
    let mut bytes = vec![0; input.len() as usize];
    let filled = fill(input, 0, &mut bytes)?;
    bytes.truncate(filled);
    Ok(bytes)
}
