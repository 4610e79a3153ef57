//! Rows of shares on one axis: label, n, dot with interval, percentage.

use sst_core::text::format;

use super::{FEW, Shown};
use crate::canvas::{Anchor, Canvas, Type};
use crate::frame::{LABEL, Place, QUIET, STRONG};
use crate::text_width::{Weight, fitted, text_width};
use crate::tokens::Token;

/// One row.
pub(super) struct Row {
    pub(super) label: String,
    pub(super) tooltip: String,
    pub(super) share: Option<Shown>,
    /// What is said where there is no share.
    pub(super) none: String,
    /// What the share could be, had the silent answered.
    pub(super) bounds: Option<(f64, f64)>,
    pub(super) target: Option<f64>,
    /// Whether it lies clearly above or below what it is compared with.
    pub(super) off: Option<Off>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Off {
    Above,
    Below,
}

/// What all rows share.
pub(super) struct Axis {
    pub(super) n_label: String,
    /// A share to compare with, and its label.
    pub(super) reference: Option<(f64, String)>,
}

const HEAD: f64 = 26.0;
const FOOT: f64 = 22.0;

fn row_height(is_narrow: bool) -> f64 {
    if is_narrow { 46.0 } else { 34.0 }
}

/// How high so many rows are.
pub(super) fn height(rows: usize, is_narrow: bool) -> f64 {
    HEAD + row_height(is_narrow) * rows as f64 + FOOT
}

/// Draws the rows.
pub(super) fn draw(canvas: &Canvas, place: Place, rows: &[Row], axis: &Axis) {
    let n_texts: Vec<String> =
        rows.iter().map(|row| row.share.map_or_else(String::new, |share| format::count(share.answered))).collect();
    let width_of = |text: &str, look: Type| text_width(text, look.size, look.weight);
    let n_width = n_texts.iter().map(|text| width_of(text, QUIET)).fold(width_of(&axis.n_label, STRONG), f64::max);
    let percent_width = width_of(">99%", STRONG) + 4.0;
    let label_width = rows.iter().map(|row| width_of(&row.label, LABEL)).fold(0.0, f64::max).min(300.0);
    let right = place.right - percent_width - 12.0;
    let left =
        if place.is_narrow { place.left + n_width + 14.0 } else { place.left + label_width + 16.0 + n_width + 18.0 };
    let x = |share: f64| left + share * (right - left);
    let height = row_height(place.is_narrow);
    let (top, bottom) = (place.top + HEAD, place.top + HEAD + height * rows.len() as f64);

    for step in 0..=4 {
        let share = f64::from(step) / 4.0;
        canvas.line(&[(x(share), top - 4.0), (x(share), bottom)], Token::Grid, 1.0);
        canvas.text(x(share), bottom + 16.0, &format::percent(share), Anchor::Middle, QUIET);
    }
    let n_right = if place.is_narrow { place.left + n_width } else { place.left + label_width + 16.0 + n_width };
    canvas.text(n_right, place.top + 12.0, &axis.n_label, Anchor::End, Type { token: Token::Muted, ..STRONG });
    if let Some((share, label)) = &axis.reference {
        canvas.dashed((x(*share), top - 4.0), (x(*share), bottom), Token::Muted, 1.4);
        let half = width_of(label, QUIET) / 2.0;
        let at = x(*share).clamp(left + half - 8.0, place.right - half);
        canvas.text(at, place.top + 12.0, label, Anchor::Middle, QUIET);
    }
    for (i, row) in rows.iter().enumerate() {
        let row_top = top + height * i as f64;
        let middle = if place.is_narrow { row_top + 32.0 } else { row_top + height / 2.0 };
        canvas.group(&row.tooltip, |canvas| {
            if place.is_narrow {
                let label = fitted(&row.label, place.right - place.left, LABEL.size, LABEL.weight);
                // The lines to read along pass behind the label.
                canvas.rect(place.left, row_top + 2.0, width_of(&label, LABEL) + 3.0, 16.0, Token::Ground);
                canvas.text(place.left, row_top + 14.0, &label, Anchor::Start, LABEL);
            } else {
                let label = fitted(&row.label, label_width, LABEL.size, LABEL.weight);
                canvas.text(place.left + label_width, middle + 4.5, &label, Anchor::End, LABEL);
            }
            let Some(share) = row.share else {
                canvas.text(left + 6.0, middle + 4.5, &row.none, Anchor::Start, QUIET);
                return;
            };
            canvas.text(n_right, middle + 4.5, &n_texts[i], Anchor::End, QUIET);
            if let Some((low, high)) = row.bounds {
                canvas.rect(x(low), middle - 7.0, (x(high) - x(low)).max(1.0), 14.0, Token::Band);
            }
            if let Some(target) = row.target {
                canvas.dashed((x(target), middle - 13.0), (x(target), middle + 13.0), Token::Muted, 1.6);
            }
            let token = if row.off.is_some() { Token::Orange } else { Token::Navy };
            if let (Some(low), Some(high)) = (share.low, share.high) {
                canvas.line(&[(x(low), middle), (x(high), middle)], token, 3.0);
            }
            canvas.dot(x(share.estimate), middle, 5.5, token, share.answered < FEW);
            let weight = if row.off.is_some() { Weight::SemiBold } else { Weight::Regular };
            let look = Type { weight, token: if row.off.is_some() { Token::Orange } else { Token::Ink }, ..LABEL };
            canvas.text(place.right, middle + 4.5, &format::percent(share.estimate), Anchor::End, look);
            if let Some(off) = row.off {
                let at = place.right - percent_width - 4.0;
                canvas.triangle(at, middle, off == Off::Above, Token::Orange);
            }
        });
    }
}
