//! A cell of a workbook as the text that a CSV of the same table would hold.

use std::fmt::Write;

use calamine::{DataRef, ExcelDateTime};

/// What Excel's calendar ends with: 31 December 9999.
const LAST_DAY: f64 = 2_958_465.0;

/// Appends a cell.
pub(super) fn write_cell(cell: &DataRef<'_>, text: &mut String) {
    // Writing to a String cannot fail.
    let _ = match cell {
        DataRef::Empty => Ok(()),
        DataRef::Int(number) => write!(text, "{number}"),
        DataRef::Float(number) => write_number(*number, text),
        DataRef::String(words) => text.write_str(words),
        DataRef::SharedString(words) => text.write_str(words),
        DataRef::Bool(yes) => text.write_str(if *yes { "yes" } else { "no" }),
        DataRef::DateTime(moment) => write_moment(moment, text),
        DataRef::DateTimeIso(moment) => text.write_str(moment.strip_suffix("T00:00:00").unwrap_or(moment)),
        DataRef::DurationIso(length) => text.write_str(length),
        DataRef::Error(error) => write!(text, "{error}"),
    };
}

/// The shortest form of a number, to the 15 digits that Excel shows: 21.500000000000004 is a slip of its arithmetic.
fn write_number(number: f64, text: &mut String) -> std::fmt::Result {
    let rounded: f64 = format!("{number:.14e}").parse().unwrap_or(number);
    write!(text, "{rounded}")
}

/// A date, with its time unless that is midnight; a time of day, or a length of time, as hours, minutes and seconds.
fn write_moment(moment: &ExcelDateTime, text: &mut String) -> std::fmt::Result {
    let value = moment.as_f64();
    if moment.is_duration() {
        let seconds = (value * 86_400.0).round() as i64;
        let (sign, seconds) = (if seconds < 0 { "-" } else { "" }, seconds.unsigned_abs());
        return write!(text, "{sign}{}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60);
    }
    // Excel shows no date for these; as a number the cell becomes a finding.
    if !(0.0..LAST_DAY + 1.0).contains(&value) {
        return write_number(value, text);
    }
    let (year, month, day, hour, minute, second, _) = moment.to_ymd_hms_milli();
    if value < 1.0 {
        return write!(text, "{hour:02}:{minute:02}:{second:02}");
    }
    write!(text, "{year:04}-{month:02}-{day:02}")?;
    if (hour, minute, second) == (0, 0, 0) { Ok(()) } else { write!(text, "T{hour:02}:{minute:02}:{second:02}") }
}

#[cfg(test)]
mod tests {
    use calamine::{CellErrorType, ExcelDateTimeType};

    use super::*;

    fn text(cell: &DataRef<'_>) -> String {
        let mut text = String::new();
        write_cell(cell, &mut text);
        text
    }

    #[test]
    fn numbers_are_as_short_as_they_can_be() {
        for (number, told) in [
            (4.0, "4"),
            (21.5, "21.5"),
            (21.500000000000004, "21.5"),
            (0.1 + 0.2, "0.3"),
            (-0.25, "-0.25"),
            (1e15, "1000000000000000"),
        ] {
            assert_eq!(text(&DataRef::Float(number)), told);
        }
    }

    #[test]
    fn dates_are_written_as_iso_has_them() {
        let moment =
            |value, is_1904| DataRef::DateTime(ExcelDateTime::new(value, ExcelDateTimeType::DateTime, is_1904));
        assert_eq!(text(&moment(45_659.0, false)), "2025-01-02");
        assert_eq!(text(&moment(44_197.0, true)), "2025-01-02");
        assert_eq!(text(&moment(45_659.0 + 10.0 / 24.0, false)), "2025-01-02T10:00:00");
        assert_eq!(text(&moment(0.75, false)), "18:00:00");
        // Excel shows no date for these.
        assert_eq!(text(&moment(-1.0, false)), "-1");
        assert_eq!(text(&moment(3e6, false)), "3000000");
        assert_eq!(text(&DataRef::DateTimeIso("2025-01-02T00:00:00".to_owned())), "2025-01-02");
        let length = DataRef::DateTime(ExcelDateTime::new(1.0625, ExcelDateTimeType::TimeDelta, false));
        assert_eq!(text(&length), "25:30:00");
    }

    #[test]
    fn other_cells_have_their_words() {
        assert_eq!(text(&DataRef::Bool(true)), "yes");
        assert_eq!(text(&DataRef::SharedString("é, x")), "é, x");
        assert_eq!(text(&DataRef::Error(CellErrorType::NA)), "#N/A");
        assert_eq!(text(&DataRef::Empty), "");
    }
}
