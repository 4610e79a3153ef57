//! Date formats that an export may have; proposed to the reader, never guessed per cell.

/// Formats that services' systems write, the day first before the month first.
pub const CANDIDATE_FORMATS: [&str; 24] = [
    "%Y-%m-%d",
    "%d/%m/%Y",
    "%m/%d/%Y",
    "%d.%m.%Y",
    "%m.%d.%Y",
    "%d-%m-%Y",
    "%m-%d-%Y",
    "%Y/%m/%d",
    "%Y.%m.%d",
    "%Y%m%d",
    "%d%m%Y",
    "%m%d%Y",
    "%d/%m/%y",
    "%m/%d/%y",
    "%d.%m.%y",
    "%d-%m-%y",
    "%m-%d-%y",
    "%d %b %Y",
    "%d-%b-%Y",
    "%d-%b-%y",
    "%d %B %Y",
    "%b %d, %Y",
    "%B %d, %Y",
    "%a %d %b %Y",
];

/// The formats that read every one of these cells; a time after the date is passed over.
pub fn formats_that_fit(cells: &[&str]) -> Vec<&'static str> {
    CANDIDATE_FORMATS
        .into_iter()
        .filter(|format| {
            !cells.is_empty() && cells.iter().all(|cell| crate::read::date_in(cell, Some(format)).is_some())
        })
        .collect()
}
