//! The command `sst`.
fn main() {}
