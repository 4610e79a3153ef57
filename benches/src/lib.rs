//! The floor under every reader: how long it takes only to look at each byte of a file.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::path::Path;

/// Line feeds in a file, counted in so many threads, each with a part of the file.
///
/// # Errors
/// What the system says while reading.
pub fn newlines(path: &Path, threads: u64) -> io::Result<u64> {
    let length = std::fs::metadata(path)?.len();
    let share = length.div_ceil(threads.max(1));
    let counts = std::thread::scope(|scope| {
        let workers: Vec<_> = (0..threads.max(1))
            .map(|i| scope.spawn(move || newlines_between(path, i * share, ((i + 1) * share).min(length))))
            .collect();
        workers
            .into_iter()
            .map(|worker| worker.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
            .collect::<io::Result<Vec<u64>>>()
    })?;
    Ok(counts.iter().sum())
}

fn newlines_between(path: &Path, from: u64, to: u64) -> io::Result<u64> {
    let mut file = File::open(path)?;
    file.seek(SeekFrom::Start(from))?;
    let mut part = file.take(to.saturating_sub(from));
    let mut buffer = vec![0; 1 << 18];
    let mut count = 0;
    loop {
        let n = part.read(&mut buffer)?;
        if n == 0 {
            return Ok(count);
        }
        count += memchr::memchr_iter(b'\n', &buffer[..n]).count() as u64;
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn parts_add_up_to_the_whole() {
        let path = std::env::temp_dir().join(format!("sst-newlines-{}", std::process::id()));
        std::fs::write(&path, "a\n\nb\r\nc\n".repeat(1000)).expect("a file");
        let counts: Vec<u64> = [1, 2, 3, 7].iter().map(|&n| super::newlines(&path, n).expect("a count")).collect();
        std::fs::remove_file(&path).expect("the file");
        assert_eq!(counts, [4000; 4]);
    }
}
