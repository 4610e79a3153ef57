//! Upright columns with their counts, for months and classes.

use sst_core::text::format;

use crate::canvas::{Anchor, Canvas};
use crate::frame::{Place, QUIET};
use crate::text_width::text_width;
use crate::tokens::Token;

pub(super) const HEIGHT: f64 = 210.0;
const AXIS: f64 = 24.0;

/// One column.
pub(super) struct Column {
    pub(super) label: String,
    pub(super) tooltip: String,
    pub(super) count: u64,
}

/// Draws the columns; labels are thinned out until they do not touch.
pub(super) fn draw(canvas: &Canvas, place: Place, columns: &[Column], token: Token) {
    let highest = columns.iter().map(|column| column.count).max().unwrap_or(0).max(1);
    let bottom = place.top + HEIGHT - AXIS;
    let step = (place.right - place.left) / columns.len() as f64;
    let width = (step * 0.72).min(64.0);
    let tall = HEIGHT - AXIS - 20.0;
    let widest = columns.iter().map(|column| text_width(&column.label, QUIET.size, QUIET.weight)).fold(0.0, f64::max);
    let every = ((widest + 8.0) / step).ceil().max(1.0) as usize;
    let counts_fit =
        columns.iter().all(|column| text_width(&format::count(column.count), QUIET.size, QUIET.weight) + 4.0 < step);
    canvas.line(&[(place.left, bottom), (place.right, bottom)], Token::Grid, 1.0);
    for (i, column) in columns.iter().enumerate() {
        let middle = place.left + step * (i as f64 + 0.5);
        let height = tall * column.count as f64 / highest as f64;
        canvas.group(&column.tooltip, |canvas| {
            if column.count > 0 {
                canvas.rect(middle - width / 2.0, bottom - height, width, height, token);
            }
            if counts_fit || column.count == highest {
                canvas.text(middle, bottom - height - 6.0, &format::count(column.count), Anchor::Middle, QUIET);
            }
            if i % every == 0 {
                canvas.text(middle, bottom + 17.0, &column.label, Anchor::Middle, QUIET);
            }
        });
    }
}
