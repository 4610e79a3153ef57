//! A table on a sheet: a header that stays in sight, filters, columns wide enough, numbers as numbers.

use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder, Worksheet, XlsxError};
use sst_core::results::{EstimateRow, TableCell};

/// Widths in letters.
const NARROWEST: usize = 9;
const WIDEST: usize = 40;

/// How a number is shown.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Shown {
    Percent,
    Plain,
}

/// The header's look, on every sheet.
pub(super) fn header() -> Format {
    let format =
        Format::new().set_bold().set_background_color(Color::RGB(0xE8EDF4)).set_border_bottom(FormatBorder::Thin);
    format.set_align(FormatAlign::Top)
}

/// The estimates: every row under [`EstimateRow::COLUMNS`].
pub(super) fn estimates(sheet: &mut Worksheet, rows: &[EstimateRow]) -> Result<(), XlsxError> {
    let names: Vec<&str> = EstimateRow::COLUMNS.iter().map(|(name, _)| *name).collect();
    let cells = rows.iter().map(|row| (row.cells(), shares(row)));
    table(sheet, &names, cells, |name, shares| match name {
        "level" => Shown::Percent,
        "estimate" | "low" | "high" | "bounds_low" | "bounds_high" if shares => Shown::Percent,
        _ => Shown::Plain,
    })
}

/// Differences and tests: every row under [`crate::COMPARE_COLUMNS`].
pub(super) fn comparisons(sheet: &mut Worksheet, rows: &[Vec<TableCell>]) -> Result<(), XlsxError> {
    let is_odds = |row: &Vec<TableCell>| row.contains(&TableCell::Text("common_odds_ratio".to_owned()));
    let cells = rows.iter().map(|row| (row.as_slice(), !is_odds(row)));
    table(sheet, &crate::COMPARE_COLUMNS, cells, |name, are_shares| match name {
        "level" | "a_estimate" | "b_estimate" => Shown::Percent,
        "estimate" | "low" | "high" if are_shares => Shown::Percent,
        _ => Shown::Plain,
    })
}

/// Whether the numbers of a row are shares of 1.
fn shares(row: &EstimateRow) -> bool {
    match row.cell("kind") {
        TableCell::Text(kind) => ["proportion", "class", "sensitivity_class"].contains(&kind.as_str()),
        _ => false,
    }
}

/// Any table; `shown` gets a column's name and what the row came with.
pub(super) fn table<'r, T: Copy>(
    sheet: &mut Worksheet,
    names: &[&str],
    rows: impl Iterator<Item = (&'r [TableCell], T)>,
    shown: impl Fn(&str, T) -> Shown,
) -> Result<(), XlsxError> {
    let (count, number) = (Format::new().set_num_format("#,##0"), Format::new().set_num_format("0.00"));
    let percent = Format::new().set_num_format("0.0%");
    let mut widths: Vec<usize> = names.iter().map(|name| name.len() + 3).collect();
    for (place, name) in (0u16..).zip(names) {
        sheet.write_string_with_format(0, place, *name, &header())?;
    }
    let mut last = 0;
    for (line, (cells, with)) in (1u32..).zip(rows) {
        last = line;
        for ((place, cell), width) in (0u16..).zip(cells).zip(&mut widths) {
            let name = names[usize::from(place)];
            match cell {
                TableCell::Empty => {}
                TableCell::Text(text) => {
                    *width = (*width).max(text.chars().count() + 1);
                    sheet.write_string(line, place, text)?;
                }
                TableCell::Count(value) => {
                    // Exact up to 2^53, far above any count.
                    sheet.write_number_with_format(line, place, *value as f64, &count)?;
                }
                TableCell::Number(value) => {
                    let format = if shown(name, with) == Shown::Percent { &percent } else { &number };
                    sheet.write_number_with_format(line, place, *value, format)?;
                }
            }
        }
    }
    for (place, width) in (0u16..).zip(widths) {
        sheet.set_column_width(place, width.clamp(NARROWEST, WIDEST) as f64)?;
    }
    sheet.set_freeze_panes(1, 1)?;
    if let Some(column) = u16::try_from(names.len()).ok().and_then(|count| count.checked_sub(1)) {
        sheet.autofilter(0, 0, last, column)?;
    }
    sheet.set_landscape().set_paper_size(A4).set_print_fit_to_pages(1, 0).set_repeat_rows(0, 0)?;
    Ok(())
}

/// Excel's number for it.
pub(super) const A4: u8 = 9;
