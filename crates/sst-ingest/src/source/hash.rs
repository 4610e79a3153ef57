//! The fingerprint of a file.

use std::fmt::Write;
use std::io;

use sha2::{Digest, Sha256};

use super::Input;
use super::input::fill;

/// The SHA-256 of an input, in hexadecimal.
///
/// # Errors
/// What the system says while reading.
pub fn sha256_hex(input: &dyn Input) -> io::Result<String> {
    let mut hasher = Sha256::new();
    let mut buffer = vec![0; 1 << 18];
    let mut offset = 0;
    loop {
        let n = fill(input, offset, &mut buffer)?;
        if n == 0 {
            break;
        }
        hasher.update(&buffer[..n]);
        offset += n as u64;
    }
    let mut text = String::with_capacity(64);
    for byte in hasher.finalize() {
        let _ = write!(text, "{byte:02x}");
    }
    Ok(text)
}
