//! Mutations of valid files, tried for a bounded time: the fuzz targets' common ground.
//!
//! A mutant is a seed and a few edits that know what such files are made of: quotes, delimiters, line ends, marks, NULs,
//! repeated and missing lines. It runs on stable as a test; a failure is shrunk to the fewest edits and shown as bytes.
//!
//! Each target runs for 2 seconds. Longer: `SST_FUZZ_SECONDS=300 cargo test -p sst-ingest --test fuzz_reader -- --nocapture`
//! (`--nocapture` also says how many mutants were tried). Every run tries other mutants.
#![allow(clippy::unwrap_used)] // a test may stop
#![allow(dead_code)] // each target uses what it needs
#![allow(clippy::print_stdout)] // how many were tried is told to whoever asks

use std::fmt::Debug;
use std::path::Path;
use std::time::{Duration, Instant};

use proptest::prelude::*;
use proptest::sample::Index;
use proptest::test_runner::{Config, TestCaseError, TestError, TestRunner};

/// A valid or well-known file to begin with.
pub(crate) struct Seed {
    pub(crate) name: String,
    pub(crate) bytes: Vec<u8>,
}

/// One change.
#[derive(Debug, Clone)]
pub(crate) enum Edit {
    Insert { at: Place, token: Index },
    Overwrite { at: Place, token: Index },
    Delete { from: Place, length: usize },
    Repeat { from: Place, length: usize, times: usize },
    FlipBit { at: Place, bit: u8 },
    Cut { at: Place },
    CopyLine { from: Index, to: Index },
    DropLine { line: Index },
    Quote { from: Place, length: usize },
    Splice { seed: Index, from: Place, length: usize, at: Place },
}

/// A place in a text: any byte, or the next one with a meaning.
#[derive(Debug, Clone)]
pub(crate) struct Place {
    index: Index,
    at_structure: bool,
}

/// A seed by number and what is done to it.
#[derive(Debug, Clone)]
pub(crate) struct Mutant {
    pub(crate) seed: Index,
    pub(crate) edits: Vec<Edit>,
}

impl Place {
    fn of(&self, bytes: &[u8]) -> usize {
        let at = self.index.index(bytes.len() + 1);
        if !self.at_structure {
            return at;
        }
        let is_structure = |b: &u8| matches!(b, b',' | b';' | b'\t' | b'"' | b'\r' | b'\n' | b'=' | b'[' | b']' | b'{');
        bytes[at..].iter().position(is_structure).map_or(at, |i| at + i)
    }
}

impl Mutant {
    pub(crate) fn bytes(&self, seeds: &[Seed], tokens: &[&[u8]]) -> Vec<u8> {
        let mut bytes = self.seed.get(seeds).bytes.clone();
        for edit in &self.edits {
            edit.apply(&mut bytes, seeds, tokens);
        }
        bytes
    }
}

impl Edit {
    fn apply(&self, bytes: &mut Vec<u8>, seeds: &[Seed], tokens: &[&[u8]]) {
        let stretch = |from: &Place, length: usize, bytes: &[u8]| {
            let from = from.of(bytes);
            from..(from + length).min(bytes.len())
        };
        match self {
            Self::Insert { at, token } => {
                let at = at.of(bytes);
                bytes.splice(at..at, token.get(tokens).iter().copied());
            }
            Self::Overwrite { at, token } => {
                let token = *token.get(tokens);
                let range = stretch(at, token.len(), bytes);
                bytes.splice(range, token.iter().copied());
            }
            Self::Delete { from, length } => {
                let range = stretch(from, *length, bytes);
                bytes.drain(range);
            }
            Self::Repeat { from, length, times } => {
                let range = stretch(from, *length, bytes);
                let again = bytes[range.clone()].repeat(*times);
                bytes.splice(range.end..range.end, again);
            }
            Self::FlipBit { at, bit } => {
                let at = at.of(bytes);
                if let Some(byte) = bytes.get_mut(at) {
                    *byte ^= 1 << bit;
                }
            }
            Self::Cut { at } => bytes.truncate(at.of(bytes)),
            Self::CopyLine { from, to } => {
                let mut lines: Vec<Vec<u8>> = bytes.split_inclusive(|&b| b == b'\n').map(<[u8]>::to_vec).collect();
                if !lines.is_empty() {
                    let line = from.get(&lines).clone();
                    lines.insert(to.index(lines.len() + 1), line);
                    *bytes = lines.concat();
                }
            }
            Self::DropLine { line } => {
                let mut lines: Vec<&[u8]> = bytes.split_inclusive(|&b| b == b'\n').collect();
                if !lines.is_empty() {
                    lines.remove(line.index(lines.len()));
                    *bytes = lines.concat();
                }
            }
            Self::Quote { from, length } => {
                let range = stretch(from, *length, bytes);
                bytes.insert(range.end, b'"');
                bytes.insert(range.start, b'"');
            }
            Self::Splice { seed, from, length, at } => {
                let other = &seed.get(seeds).bytes;
                let piece = other[stretch(from, *length, other)].to_vec();
                let at = at.of(bytes);
                bytes.splice(at..at, piece);
            }
        }
    }
}

/// Seeds with up to `edits` edits; few are the most likely.
pub(crate) fn mutants(edits: usize) -> impl Strategy<Value = Mutant> {
    let place = || (any::<Index>(), any::<bool>()).prop_map(|(index, at_structure)| Place { index, at_structure });
    let index = any::<Index>;
    let length = || prop_oneof![4 => 0..12_usize, 2 => 12..200_usize, 1 => 200..4000_usize];
    let edit = prop_oneof![
        4 => (place(), index()).prop_map(|(at, token)| Edit::Insert { at, token }),
        4 => (place(), index()).prop_map(|(at, token)| Edit::Overwrite { at, token }),
        2 => (place(), length()).prop_map(|(from, length)| Edit::Delete { from, length }),
        1 => (place(), length(), 1..20_usize).prop_map(|(from, length, times)| Edit::Repeat { from, length, times }),
        1 => (place(), 0..8_u8).prop_map(|(at, bit)| Edit::FlipBit { at, bit }),
        1 => place().prop_map(|at| Edit::Cut { at }),
        1 => (index(), index()).prop_map(|(from, to)| Edit::CopyLine { from, to }),
        1 => index().prop_map(|line| Edit::DropLine { line }),
        2 => (place(), length()).prop_map(|(from, length)| Edit::Quote { from, length }),
        2 => (index(), place(), length(), place())
            .prop_map(|(seed, from, length, at)| Edit::Splice { seed, from, length, at }),
    ];
    let edits =
        prop_oneof![2 => prop::collection::vec(edit.clone(), 0..4), 1 => prop::collection::vec(edit, 4..=edits)];
    (index(), edits).prop_map(|(seed, edits)| Mutant { seed, edits })
}

/// Tries values until the time is over.
///
/// # Panics
/// With the smallest value found for which `holds` fails or panics, as `show` shows it.
pub(crate) fn for_a_while<S>(
    what: &str,
    strategy: &S,
    show: impl Fn(&S::Value) -> String,
    holds: impl Fn(&S::Value) -> Result<(), TestCaseError>,
) where
    S: Strategy,
    S::Value: Debug,
{
    const AT_ONCE: u32 = 32;
    let seconds = std::env::var("SST_FUZZ_SECONDS").ok().and_then(|text| text.parse().ok()).unwrap_or(2);
    let started = Instant::now();
    let config = Config { cases: AT_ONCE, failure_persistence: None, max_shrink_iters: 4000, ..Config::default() };
    let mut tried = 0_u64;
    while started.elapsed() < Duration::from_secs(seconds) {
        // A runner counts to its cases once; a new one begins with new randomness.
        match TestRunner::new(config.clone()).run(strategy, |value| holds(&value)) {
            Ok(()) => tried += u64::from(AT_ONCE),
            Err(TestError::Fail(reason, value)) => panic!("{what}: {reason}\n{}", show(&value)),
            Err(TestError::Abort(reason)) => panic!("{what}: {reason}"),
        }
    }
    println!("{what}: {tried} tried in {seconds} s");
}

/// How a mutant is shown when it fails.
pub(crate) fn shown(mutant: &Mutant, seeds: &[Seed], tokens: &[&[u8]]) -> String {
    const SHOWN_BYTES: usize = 2000;
    let bytes = mutant.bytes(seeds, tokens);
    let start = bytes[..bytes.len().min(SHOWN_BYTES)].escape_ascii();
    format!("from {}, {} bytes: \"{start}\"", mutant.seed.get(seeds).name, bytes.len())
}

/// The files of a folder of this repository with one of these endings, by name.
pub(crate) fn folder(path: &str, endings: &[&str]) -> Vec<Seed> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(path);
    let mut seeds: Vec<Seed> = std::fs::read_dir(&path)
        .unwrap_or_else(|error| panic!("{}: {error}", path.display()))
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|end| endings.iter().any(|ending| end == *ending)))
        .map(|path| Seed {
            name: path.file_name().unwrap().to_string_lossy().into_owned(),
            bytes: std::fs::read(&path).unwrap(),
        })
        .collect();
    assert!(!seeds.is_empty(), "{} holds seeds", path.display());
    seeds.sort_by(|a, b| a.name.cmp(&b.name));
    seeds
}

/// The first lines of a file of this repository.
pub(crate) fn first_lines(path: &str, lines: usize) -> Seed {
    let full = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(path);
    let bytes = std::fs::read(&full).unwrap_or_else(|error| panic!("{}: {error}", full.display()));
    Seed {
        name: path.to_owned(),
        bytes: bytes.split_inclusive(|&b| b == b'\n').take(lines).flatten().copied().collect(),
    }
}
