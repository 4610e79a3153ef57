//! Work in parts. This crate starts no threads: whoever has some hands them over.

/// Runs the parts of a work, at the same time or one after the other.
pub trait Workers {
    /// How many parts are worth while.
    fn count(&self) -> usize;

    /// Does every part from 0 to `parts`, and gives what each came to, in their order.
    fn run<T: Send>(&self, parts: usize, work: impl Fn(usize) -> T + Sync) -> Vec<T>;
}

/// One part after the other.
#[derive(Debug, Clone, Copy, Default)]
pub struct InTurn;

impl Workers for InTurn {
    fn count(&self) -> usize {
        1
    }

    fn run<T: Send>(&self, parts: usize, work: impl Fn(usize) -> T + Sync) -> Vec<T> {
        (0..parts).map(work).collect()
    }
}
