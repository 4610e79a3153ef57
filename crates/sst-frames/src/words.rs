//! Typed columns as the text that a CSV of the same table would hold.

use std::fmt::Write;

use jiff::civil::Date;
use polars::prelude::{ArrowDataType, Column, DataType, TimeUnit};
use sst_core::day::Day;
use sst_ingest::source::{TableFault, TextColumn};

/// Why a column of this type has no words; `None` where it has.
pub(crate) fn fault_of(stored: &ArrowDataType) -> Option<TableFault> {
    use ArrowDataType as T;
    let (holds, hint) = match stored {
        T::Utf8View
        | T::Boolean
        | T::Date32
        | T::Timestamp(_, None)
        | T::Float32
        | T::Float64
        | T::Int32
        | T::Int64
        | T::UInt32
        | T::UInt64 => return None,
        T::Timestamp(_, Some(_)) => (
            "moments in time (a time zone), which fall on different days in different places",
            "write it as a date, or as a date and time without a time zone, as the service's calendar had it",
        ),
        T::Int8 | T::Int16 | T::UInt8 | T::UInt16 => {
            ("integers of 8 or 16 bits, which this version does not read", "write it with 32 or 64 bits, or as text")
        }
        T::Decimal(..) | T::Decimal32(..) | T::Decimal64(..) | T::Decimal256(..) => {
            ("decimals of fixed precision, which this version does not read", "write it as a double, or as text")
        }
        T::Duration(_) => ("lengths of time", "write it as a number of minutes or days"),
        T::Time32(_) | T::Time64(_) => ("times of day", "write it as a date and time, or as text"),
        T::BinaryView | T::FixedSizeBinary(_) => ("bytes that are not marked as text", "write it as text (UTF-8)"),
        T::LargeList(_) | T::FixedSizeList(..) | T::Struct(_) | T::Map(..) => {
            ("several values in a cell", "write it as text with one value in a cell, or one column for each value")
        }
        _ => ("values of a type that sst does not read", "write it as text, a number, a date or yes/no"),
    };
    let what =
        format!("holds {holds}; text, integers, floating-point numbers, booleans, dates and date-times are read");
    Some(TableFault { what, hint: hint.to_owned() })
}

/// The cells of a column as text; `None` for a type that [`fault_of`] refuses.
pub(crate) fn words_of(column: &Column) -> Option<TextColumn> {
    let mut text = TextColumn::default();
    // Writing to a String cannot fail.
    macro_rules! push_all {
        ($cells:expr, $write:expr) => {
            for cell in $cells {
                text.push(|out| {
                    if let Some(cell) = cell {
                        let _ = $write(out, cell);
                    }
                });
            }
        };
    }
    match column.dtype() {
        DataType::String => push_all!(column.str().ok()?.iter(), |out: &mut String, cell| {
            out.push_str(cell);
            Ok::<_, std::fmt::Error>(())
        }),
        DataType::Boolean => push_all!(column.bool().ok()?.iter(), |out: &mut String, cell| {
            out.write_str(if cell { "yes" } else { "no" })
        }),
        DataType::Int32 => push_all!(column.i32().ok()?.iter(), |out: &mut String, cell| write!(out, "{cell}")),
        DataType::Int64 => push_all!(column.i64().ok()?.iter(), |out: &mut String, cell| write!(out, "{cell}")),
        DataType::UInt32 => push_all!(column.u32().ok()?.iter(), |out: &mut String, cell| write!(out, "{cell}")),
        DataType::UInt64 => push_all!(column.u64().ok()?.iter(), |out: &mut String, cell| write!(out, "{cell}")),
        DataType::Float32 => push_all!(column.f32().ok()?.iter(), |out: &mut String, cell: f32| {
            if cell.is_nan() { Ok(()) } else { write!(out, "{cell}") }
        }),
        DataType::Float64 => push_all!(column.f64().ok()?.iter(), |out: &mut String, cell: f64| {
            // Not a number is how data frames mark a number that is missing.
            if cell.is_nan() { Ok(()) } else { write!(out, "{cell}") }
        }),
        DataType::Date => push_all!(column.date().ok()?.physical().iter(), |out: &mut String, day| {
            write!(out, "{}", Date::from(Day(day)))
        }),
        DataType::Datetime(unit, None) => {
            let per_second = match unit {
                TimeUnit::Milliseconds => 1_000,
                TimeUnit::Microseconds => 1_000_000,
                TimeUnit::Nanoseconds => 1_000_000_000,
            };
            push_all!(column.datetime().ok()?.physical().iter(), |out: &mut String, time: i64| {
                let seconds = time.div_euclid(per_second);
                let (day, second) = (seconds.div_euclid(86_400), seconds.rem_euclid(86_400));
                // A day beyond all calendars becomes the last one, which no service has: a finding, as in a CSV.
                let day = i32::try_from(day).unwrap_or(if day < 0 { i32::MIN } else { i32::MAX });
                let (hour, minute, second) = (second / 3600, second / 60 % 60, second % 60);
                write!(out, "{}T{hour:02}:{minute:02}:{second:02}", Date::from(Day(day)))
            });
        }
        _ => return None,
    }
    Some(text)
}

#[cfg(test)]
mod tests {
    use polars::prelude::{IntoColumn, IntoSeries, NamedFrom, Series};
    use sst_ingest::source::TextRows;

    use super::*;

    fn words(series: Series) -> Vec<String> {
        let rows = series.len();
        let rows = TextRows::new(rows, vec![words_of(&series.into_column()).expect("a type that is read")]);
        let mut row = Vec::new();
        (0..rows.rows())
            .map(|i| {
                rows.row(i, &mut row);
                row[0].to_owned()
            })
            .collect()
    }

    #[test]
    fn cells_are_what_a_csv_would_hold() {
        assert_eq!(words(Series::new("x".into(), [Some("a, b"), None, Some("é")])), ["a, b", "", "é"]);
        assert_eq!(words(Series::new("x".into(), [Some(true), Some(false), None])), ["yes", "no", ""]);
        assert_eq!(
            words(Series::new("x".into(), [Some(-4_i64), None, Some(i64::MAX)])),
            ["-4", "", "9223372036854775807"]
        );
        assert_eq!(
            words(Series::new("x".into(), [Some(4.0), Some(30.5), Some(f64::NAN), None, Some(1e21)])),
            ["4", "30.5", "", "", "1000000000000000000000"]
        );
        assert_eq!(words(Series::new("x".into(), [0.1_f32, 27.0])), ["0.1", "27"]);
    }

    #[test]
    fn days_and_times_are_written_as_iso_has_them() {
        let days = Series::new("x".into(), [Some(20_453), Some(-1), None, Some(i32::MAX)]);
        let dates = days.cast(&DataType::Date).expect("days are dates");
        assert_eq!(words(dates)[..3], ["2025-12-31", "1969-12-31", ""]);
        let times = Series::new("x".into(), [Some(20_453_i64 * 86_400_000 + 36_610_999), Some(-1), None]);
        let times = times.i64().expect("integers").clone().into_datetime(TimeUnit::Milliseconds, None).into_series();
        assert_eq!(words(times), ["2025-12-31T10:10:10", "1969-12-31T23:59:59", ""]);
    }
}
