//! Pseudonyms in place of ids: the same id has the same one under the same key, and nobody without the key can tell which.

use data_encoding::BASE32_NOPAD;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

/// What pseudonyms are made with. Who has it can tell whose pseudonym is whose, by trying the ids.
#[derive(Clone)]
pub struct PseudonymKey(Hmac<Sha256>);

/// A key that could be guessed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the key of the pseudonyms has {bytes} bytes, and at least {least} are needed", least = PseudonymKey::SHORTEST)]
pub struct KeyTooShort {
    /// How many it has.
    pub bytes: usize,
}

impl PseudonymKey {
    /// The fewest bytes of a key: 128 bits, half of what the hash gives.
    pub const SHORTEST: usize = 16;

    /// A key of these bytes.
    ///
    /// # Errors
    /// [`KeyTooShort`]
    pub fn new(bytes: &[u8]) -> Result<Self, KeyTooShort> {
        if bytes.len() < Self::SHORTEST {
            return Err(KeyTooShort { bytes: bytes.len() });
        }
        Ok(Self(Hmac::new_from_slice(bytes).expect("HMAC takes keys of any length")))
    }

    /// The pseudonym of a text in a column: the first 16 bytes of HMAC-SHA-256(key, column, 0x1F, text) in base 32,
    /// small letters: 26 characters. Columns differ, so that a client and a session of one number do not share one.
    /// RFC 2104, RFC 4648.
    pub fn pseudonym(&self, column: &str, text: &str) -> String {
        let mut mac = self.0.clone();
        for part in [column, "\u{1f}", text] {
            mac.update(part.as_bytes());
        }
        BASE32_NOPAD.encode(&mac.finalize().into_bytes()[..16]).to_ascii_lowercase()
    }
}

/// Says nothing: a key must not reach a log.
impl std::fmt::Debug for PseudonymKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("PseudonymKey")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 4231, test cases 1, 2 and 6: that the crate's HMAC is HMAC-SHA-256.
    #[test]
    fn the_hash_is_that_of_the_standard() {
        let cases: [(&[u8], &[u8], &str); 3] = [
            (&[0x0b; 20], b"Hi There", "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"),
            (
                b"Jefe",
                b"what do ya want for nothing?",
                "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843",
            ),
            (
                &[0xaa; 131],
                b"Test Using Larger Than Block-Size Key - Hash Key First",
                "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54",
            ),
        ];
        for (key, text, expected) in cases {
            let mut mac = Hmac::<Sha256>::new_from_slice(key).expect("any length");
            mac.update(text);
            assert_eq!(data_encoding::HEXLOWER.encode(&mac.finalize().into_bytes()), expected);
        }
    }

    /// Computed with Python: `base64.b32encode(hmac.digest(key, b"client_id\x1fC00000001", "sha256")[:16])`, without `=`.
    #[test]
    fn a_pseudonym_is_what_python_makes_it() {
        let key = PseudonymKey::new(b"sixteen or more bytes of key").expect("long enough");
        assert_eq!(key.pseudonym("client_id", "C00000001"), "pk4xn3aie25565fe6adxmqffym");
        assert_eq!(key.pseudonym("session_id", "C00000001"), "m32ufrva4x23xgbhx2ktbq3msa");
        assert_eq!(key.pseudonym("therapist", "Zoë"), "zb6lp27qyqpkdsnxumzbo3efqa");
    }

    #[test]
    fn short_keys_are_refused_and_no_key_is_printed() {
        assert_eq!(PseudonymKey::new(&[7; 15]).err(), Some(KeyTooShort { bytes: 15 }));
        let key = PseudonymKey::new(b"a secret of many letters").expect("long enough");
        assert_eq!(format!("{key:?}"), "PseudonymKey");
    }
}
