//! Which sheet of a workbook holds the sessions.

use super::TableFault;
use super::book::{Book, SheetName};
use crate::source::header_row::{KnownHeaders, ROWS_LOOKED_AT, find_header_row};

/// More sheets than this are not looked into: the one that is meant must be named.
const SHEETS_LOOKED_AT: usize = 100;

/// The sheet that is asked for; without it the only visible one with anything in it, or the one whose headers are known
/// by far the best.
pub(super) fn choose(book: &mut Book<'_>, asked: Option<&str>, known: &KnownHeaders) -> Result<String, TableFault> {
    let sheets = book.sheets();
    if let Some(asked) = asked {
        return asked_for(&sheets, asked);
    }
    let visible: Vec<&SheetName> = sheets.iter().filter(|sheet| sheet.is_visible).collect();
    if visible.len() > SHEETS_LOOKED_AT {
        return Err(undecided(&visible));
    }
    // What each sheet's headers name; one with nothing in it is none.
    let mut filled: Vec<(usize, &SheetName)> = Vec::new();
    for &sheet in &visible {
        let first = book.first_cells(&sheet.name, ROWS_LOOKED_AT as u32)?;
        let rows = first.facts(known);
        let Some(top) = rows.first() else { continue };
        let found = find_header_row(&rows).found.and_then(|row| rows.iter().find(|facts| facts.row == row));
        filled.push((found.unwrap_or(top).known, sheet));
    }
    let most = filled.iter().map(|(known, _)| *known).max().unwrap_or(0);
    let best: Vec<&SheetName> = filled.iter().filter(|(known, _)| *known == most).map(|(_, sheet)| *sheet).collect();
    match (&filled[..], &best[..]) {
        ([], _) => Err(nothing_in(&sheets)),
        ([(_, only)], _) => Ok(only.name.clone()),
        // Another sheet of sessions, as of another year, is not passed over in silence.
        (_, [best]) if most > 1 && filled.iter().filter(|(known, _)| known * 2 > most).count() == 1 => {
            Ok(best.name.clone())
        }
        _ => Err(undecided(&filled.iter().map(|(_, sheet)| *sheet).collect::<Vec<_>>())),
    }
}

/// Letter by letter first, then whatever its case.
fn asked_for(sheets: &[SheetName], asked: &str) -> Result<String, TableFault> {
    let exact = sheets.iter().find(|sheet| sheet.name == asked);
    let alike = || {
        let mut alike = sheets.iter().filter(|sheet| sheet.name.trim().to_lowercase() == asked.trim().to_lowercase());
        alike.next().filter(|_| alike.next().is_none())
    };
    exact.or_else(alike).map(|sheet| sheet.name.clone()).ok_or_else(|| TableFault {
        what: format!("there is no sheet \"{asked}\" in this workbook"),
        hint: format!("its sheets are {}", listed(&sheets.iter().collect::<Vec<_>>())),
    })
}

fn nothing_in(sheets: &[SheetName]) -> TableFault {
    let hidden: Vec<&SheetName> = sheets.iter().filter(|sheet| !sheet.is_visible).collect();
    TableFault {
        what: "there is nothing in this workbook: not even a header".to_owned(),
        hint: if hidden.is_empty() {
            "export the sessions again, with the column names in the first row".to_owned()
        } else {
            format!("hidden sheets are read when they are named, as --sheet NAME: {}", listed(&hidden))
        },
    }
}

fn undecided(sheets: &[&SheetName]) -> TableFault {
    TableFault {
        what: format!("this workbook has {} sheets, and which of them holds the sessions is not certain", sheets.len()),
        hint: format!(
            "give one as --sheet NAME, or in sst.toml: [input] sheet = \"NAME\"; its sheets are {}",
            listed(sheets)
        ),
    }
}

fn listed(sheets: &[&SheetName]) -> String {
    const SHOWN: usize = 12;
    let mut names: Vec<String> = sheets.iter().take(SHOWN).map(|sheet| format!("\"{}\"", sheet.name)).collect();
    if sheets.len() > SHOWN {
        names.push(format!("and {} more", sheets.len() - SHOWN));
    }
    names.join(", ")
}
