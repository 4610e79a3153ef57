//! The only place with threads; where there are none (a page in the browser), the same work is done in turn.

/// Runs `worker` in so many threads and gives what each came to.
#[cfg(not(target_family = "wasm"))]
pub(super) fn run<T: Send>(threads: usize, worker: impl Fn() -> T + Sync) -> Vec<T> {
    if threads <= 1 {
        return vec![worker()];
    }
    std::thread::scope(|scope| {
        let handles: Vec<_> = (0..threads).map(|_| scope.spawn(&worker)).collect();
        handles
            .into_iter()
            .map(|handle| handle.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
            .collect()
    })
}

/// Runs `worker` once.
#[cfg(target_family = "wasm")]
pub(super) fn run<T: Send>(_threads: usize, worker: impl Fn() -> T + Sync) -> Vec<T> {
    vec![worker()]
}
