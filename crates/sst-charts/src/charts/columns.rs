//! Upright columns with their counts, for months and classes.

use crate::canvas::Canvas;
use crate::frame::{Place, QUIET};
use crate::text_width::text_width;
use crate::tokens::Token;

pub(super) const HEIGHT: f64 = 210.0;
const AXIS: f64 = 24.0;

/// One column.
pub(super) struct Column {
    pub(super) label: Option<String>,
    pub(super) tooltip: String,
    pub(super) count: u64,
    /// The count as it is written; not a number where it is hidden.
    pub(super) number: String,
}

/// How far apart so many columns are.
pub(super) fn step(place: Place, columns: usize) -> f64 {
    (place.right - place.left) / columns as f64
}

/// Draws the columns, with their counts where they fit, and else the highest count once.
pub(super) fn draw(canvas: &Canvas, place: Place, columns: &[Column], token: Token) {
    let highest = columns.iter().map(|column| column.count).max().unwrap_or(0).max(1);
    let bottom = place.top + HEIGHT - AXIS;
    let step = step(place, columns.len());
    let width = (step * 0.72).min(64.0);
    let tall = HEIGHT - AXIS - 20.0;
    let counts_fit = columns.iter().all(|column| text_width(&column.number, QUIET.size, QUIET.weight) + 4.0 < step);
    let first_highest = columns.iter().position(|column| column.count == highest);
    canvas.line(&[(place.left, bottom), (place.right, bottom)], Token::Grid, 1.0);
    for (i, column) in columns.iter().enumerate() {
        let middle = place.left + step * (i as f64 + 0.5);
        let height = tall * column.count as f64 / highest as f64;
        canvas.group(&column.tooltip, |canvas| {
            if column.count > 0 {
                canvas.rect(middle - width / 2.0, bottom - height, width, height, token);
            }
            if counts_fit || Some(i) == first_highest || column.number.starts_with(char::is_alphabetic) {
                let edges = (place.left, place.right);
                canvas.text_within(middle, bottom - height - 6.0, &column.number, edges, QUIET);
            }
            if let Some(label) = &column.label {
                canvas.text_within(middle, bottom + 17.0, label, (place.left, place.right), QUIET);
            }
        });
    }
}
