//! Results to pictures: pure functions of a [`ResultSet`]. No picture has a mark per client.
//!
//! Charts are drawn with plotters through a backend of our own (`backend`), which writes SVG in tenths of a pixel with
//! class names by palette token, so that a page can colour them in light, dark and print.

mod backend;
mod canvas;
mod charts;
mod frame;
#[cfg(feature = "png")]
mod png;
mod request;
mod text_width;
pub mod tokens;

pub use charts::change::scores::{ChangeColumn, change_columns};
pub use request::{Chart, ChartError, ChartKind, ChartOptions, ChartRequest, Theme, Width};

#[cfg(feature = "png")]
pub use png::png;

use sst_core::results::ResultSet;
use sst_core::text::Catalogue;

/// Draws a chart; `None` when the results have nothing to draw.
///
/// # Errors
/// [`ChartError`]: a measure or group that the results do not have.
pub fn svg(
    results: &ResultSet,
    request: &ChartRequest,
    options: &ChartOptions,
    catalogue: &Catalogue,
) -> Result<Option<Chart>, ChartError> {
    charts::draw(&charts::Context { results, request, options, catalogue })
}
