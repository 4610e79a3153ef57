//! How a file shows that it is an export of a kind.

use serde::{Deserialize, Serialize};

use crate::columns::formats_that_fit;

/// Marks that must all be there.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Detection {
    /// Headers, letter by letter.
    #[serde(default)]
    pub headers: Vec<String>,
    /// The first header.
    #[serde(default)]
    pub first: Option<String>,
    /// Headers with this ending, whose cells say nothing else than these values.
    #[serde(default)]
    pub ends_with: Option<EndsWith>,
    /// Columns that hold dates with a time.
    #[serde(default)]
    pub timed: Vec<String>,
    /// What a row under the headers holds.
    #[serde(default)]
    pub under: Vec<Under>,
}

/// Headers with an ending.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct EndsWith {
    /// The ending.
    pub suffix: String,
    /// What the cells under such a header say; blank ones say nothing.
    pub values: Vec<String>,
}

/// What a row under the headers holds.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Under {
    /// Which row, from 1.
    pub row: usize,
    /// How every cell begins that is not blank.
    #[serde(default)]
    pub starts_with: Option<String>,
    /// Headers over a blank cell, in a row that is not all blank.
    #[serde(default)]
    pub blank: Vec<String>,
    /// Headers over a cell that says this: pairs of header and text.
    #[serde(default)]
    pub says: Vec<(String, String)>,
}

/// A file as far as it was looked at: its first row, and rows under that.
pub(crate) struct Look<'f> {
    pub(crate) headers: &'f [String],
    pub(crate) rows: &'f [Vec<String>],
}

impl Detection {
    /// Whether the marks in the first row are all there.
    pub(crate) fn fits_headers(&self, headers: &[String]) -> bool {
        let has = |header: &String| headers.contains(header);
        self.headers.iter().all(has)
            && self.timed.iter().all(has)
            && self.first.as_ref().is_none_or(|first| headers.first() == Some(first))
            && self.ends_with.as_ref().is_none_or(|end| headers.iter().any(|header| end.is_of(header)))
    }

    /// Whether the rows between the headers and the data are what they should be.
    pub(crate) fn fits_rows_above(&self, look: &Look<'_>) -> bool {
        self.under.iter().all(|under| under.fits(look))
    }

    /// Whether all marks are there.
    pub(crate) fn fits(&self, look: &Look<'_>) -> bool {
        self.fits_headers(look.headers)
            && self.fits_rows_above(look)
            && self.timed.iter().all(|header| is_timed(&look.cells(header)))
            && self.ends_with.as_ref().is_none_or(|end| end.fits(look))
    }
}

impl EndsWith {
    fn is_of(&self, header: &str) -> bool {
        header.len() > self.suffix.len() && header.ends_with(&self.suffix)
    }

    fn fits(&self, look: &Look<'_>) -> bool {
        let cells = look.headers.iter().filter(|header| self.is_of(header)).flat_map(|header| look.cells(header));
        let mut cells = cells.filter(|cell| !cell.is_empty()).peekable();
        cells.peek().is_some() && cells.all(|cell| self.values.iter().any(|value| value == cell))
    }
}

impl Under {
    fn fits(&self, look: &Look<'_>) -> bool {
        let Some(row) = self.row.checked_sub(1).and_then(|row| look.rows.get(row)) else { return false };
        let mut filled = row.iter().map(|cell| cell.trim()).filter(|cell| !cell.is_empty()).peekable();
        let at = |header: &String| {
            let place = look.headers.iter().position(|other| other == header)?;
            Some(row.get(place).map_or("", |cell| cell.trim()))
        };
        filled.peek().is_some()
            && self.starts_with.as_ref().is_none_or(|start| filled.all(|cell| cell.starts_with(start.as_str())))
            && self.blank.iter().all(|header| at(header) == Some(""))
            && self.says.iter().all(|(header, text)| at(header) == Some(text))
    }
}

impl<'f> Look<'f> {
    /// The trimmed cells under a header.
    fn cells(&self, header: &str) -> Vec<&'f str> {
        let place = self.headers.iter().position(|other| other == header);
        let cells = place.map(|place| self.rows.iter().filter_map(move |row| row.get(place)));
        cells.into_iter().flatten().map(|cell| cell.trim()).collect()
    }
}

/// Whether these cells are dates with a time.
fn is_timed(cells: &[&str]) -> bool {
    let filled: Vec<&str> = cells.iter().copied().filter(|cell| !cell.is_empty()).collect();
    !formats_that_fit(&filled).is_empty() && filled.iter().all(|cell| cell.contains(':'))
}
