//! Excel workbooks as rows of text: `.xlsx`, `.xlsm`, `.xlsb` and `.xls`.
//!
//! calamine reads the cells; what it would believe of a hostile file is looked at before it does ([`bounds`], [`old`]), its
//! panics become errors, and its words, which may hold cells, are told to nobody.

mod book;
mod bounds;
mod cell;
mod choice;
mod old;
mod sheet;

use super::guard::{Panicked, guarded};
use super::header_row::KnownHeaders;
use super::{Container, Input, Layout, TableFault};

use book::Book;
pub(crate) use sheet::Sheet;

/// Opens a workbook; `None` when the container is none.
pub(crate) fn open_workbook(
    container: Container,
    input: &dyn Input,
    layout: &Layout,
    known: &KnownHeaders,
) -> Option<Result<Sheet, TableFault>> {
    if !matches!(container, Container::Workbook | Container::OldWorkbook) {
        return None;
    }
    let open = || {
        let mut book = if container == Container::Workbook { Book::new(input)? } else { Book::old(input)? };
        let name = choice::choose(&mut book, layout.sheet.as_deref(), known)?;
        let cells = book.cells(&name)?;
        Sheet::new(book.kind(), name, cells, layout, known)
    };
    Some(guarded(open).unwrap_or_else(|Panicked| Err(damaged("its cells cannot be read"))))
}

/// The message for a workbook that cannot be read.
fn damaged(where_: &str) -> TableFault {
    TableFault {
        what: format!("this Excel workbook is damaged or cut short: {where_}"),
        hint: "open it in Excel or LibreOffice, save it again as an Excel workbook (.xlsx), and give that file"
            .to_owned(),
    }
}

/// The message for a workbook that would take more than a computer has.
fn too_large(what: String) -> TableFault {
    TableFault {
        what,
        hint: "clear what is beside and below the table, or save the sheet as \"CSV UTF-8\" and give that file"
            .to_owned(),
    }
}

/// The message for a workbook that asks for a password.
fn protected() -> TableFault {
    TableFault {
        what: "this Excel workbook is protected by a password, so nothing in it can be read".to_owned(),
        hint: "open it with the password, save a copy without one (File > Info > Protect Workbook) where only you can read it, and give that file"
            .to_owned(),
    }
}
