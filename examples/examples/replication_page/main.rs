//! Published figures beside the tool's numbers, and what each does and does not mean: builds docs/replications.md.
//!
//! ```sh
//! cargo run -p sst-examples --example replication_page -- docs/replications.md
//! ```
//!
//! Without a file the page goes to standard output.

mod replications;
#[path = "../studies/mod.rs"]
mod studies;

use std::error::Error;
use std::io::{self, Write};

fn main() -> Result<(), Box<dyn Error>> {
    let page = replications::page()?;
    match std::env::args_os().nth(1) {
        Some(path) => std::fs::write(path, page)?,
        None => io::stdout().lock().write_all(page.as_bytes())?,
    }
    Ok(())
}
