//! An input as a stream that can be read on and sought in, for the readers of other crates.

use std::io::{self, BufReader, Read, Seek, SeekFrom};

use super::Input;

/// An input and the place where it is read on.
pub(crate) struct InputReader<'i> {
    input: &'i dyn Input,
    at: u64,
}

impl<'i> InputReader<'i> {
    /// From its beginning, with a buffer.
    pub(crate) fn buffered(input: &'i dyn Input) -> BufReader<Self> {
        BufReader::with_capacity(1 << 16, Self { input, at: 0 })
    }
}

impl Read for InputReader<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let n = self.input.read_at(self.at, buffer)?;
        self.at += n as u64;
        Ok(n)
    }
}

impl Seek for InputReader<'_> {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let at = match to {
            SeekFrom::Start(at) => Some(at),
            SeekFrom::End(by) => self.input.len().checked_add_signed(by),
            SeekFrom::Current(by) => self.at.checked_add_signed(by),
        };
        self.at = at.ok_or_else(|| io::Error::from(io::ErrorKind::InvalidInput))?;
        Ok(self.at)
    }
}
