//! The only place with threads; where there are none (a page in the browser), the same work is done in turn.

use sst_core::workers::Workers;

/// So many threads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Threads(pub usize);

impl Workers for Threads {
    fn count(&self) -> usize {
        self.0.max(1)
    }

    #[cfg(not(target_family = "wasm"))]
    fn run<T: Send>(&self, parts: usize, work: impl Fn(usize) -> T + Sync) -> Vec<T> {
        if parts <= 1 || self.0 <= 1 {
            return (0..parts).map(work).collect();
        }
        let work = &work;
        std::thread::scope(|scope| {
            let handles: Vec<_> = (0..parts).map(|part| scope.spawn(move || work(part))).collect();
            handles
                .into_iter()
                .map(|handle| handle.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
                .collect()
        })
    }

    #[cfg(target_family = "wasm")]
    fn run<T: Send>(&self, parts: usize, work: impl Fn(usize) -> T + Sync) -> Vec<T> {
        (0..parts).map(work).collect()
    }
}
