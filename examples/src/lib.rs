//! Synthetic session exports that behave like real ones, made from a seed.
//!
//! A [`Plan`] writes an export row by row, at any size, and returns a [`Tally`] of what is in it. The probabilities behind it stand in
//! [`model`], and [`model::Truth`] says what a perfect follow-up would have found: so a test can ask whether the tool's numbers are
//! right, and whether its bounds cover the truth that the answers alone miss.
//!
//! ```
//! let mut file = Vec::new();
//! let tally = sst_examples::Plan::new(200, 7).write(&mut file)?;
//! assert_eq!(tally.sessions, 200);
//! assert!(tally.improved.answered < tally.status[0], "some are silent");
//! # Ok::<(), std::io::Error>(())
//! ```
//!
//! The programs beside it (`cargo run -p sst-examples --example NAME`): `generate` writes such a file, `rates_from_records` and
//! `replications` use the library as a researcher would, `results_json` needs only the document that the tool wrote.

pub mod calendar;
mod defects;
mod generate;
pub mod labels;
pub mod model;
pub mod prng;
mod rows;
pub mod service;
pub mod session;

pub use defects::Defect;
pub use generate::{Asked, Plan, Tally};
pub use labels::Layout;
