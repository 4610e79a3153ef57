//! A workbook that calamine has opened: its sheets, and the cells of one of them.

use std::io::BufReader;

use calamine::{Cell, Data, DataRef, Reader, SheetType, SheetVisible, Xls, XlsError, Xlsb, Xlsx, XlsxError};

use super::bounds::{self, Parts};
use super::sheet::SheetCells;
use super::{damaged, old, protected};
use crate::source::reader::InputReader;
use crate::source::{Input, TableFault};

type Source<'i> = BufReader<InputReader<'i>>;

/// An open workbook.
pub(super) struct Book<'i> {
    kind: &'static str,
    cells: Cells<'i>,
}

enum Cells<'i> {
    Xlsx(Box<Xlsx<Source<'i>>>),
    Xlsb(Box<Xlsb<Source<'i>>>),
    Xls(Box<Xls<Source<'i>>>),
}

/// A sheet with cells, by name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct SheetName {
    pub(super) name: String,
    /// Whether Excel shows it.
    pub(super) is_visible: bool,
}

impl<'i> Book<'i> {
    /// Opens a workbook that is a zip file.
    pub(super) fn new(input: &'i dyn Input) -> Result<Self, TableFault> {
        let parts = bounds::check(input)?;
        let source = InputReader::buffered(input);
        let (kind, cells) = match parts {
            Parts::Xml => match Xlsx::new(source) {
                Ok(book) => ("Excel workbook", Cells::Xlsx(Box::new(book))),
                Err(XlsxError::Password) => return Err(protected()),
                Err(_) => return Err(damaged("its list of sheets cannot be read")),
            },
            Parts::Binary => {
                let book = Xlsb::new(source).map_err(|_| damaged("its list of sheets cannot be read"))?;
                ("Excel workbook (.xlsb)", Cells::Xlsb(Box::new(book)))
            }
        };
        Ok(Self { kind, cells })
    }

    /// Opens a workbook from before 2007.
    pub(super) fn old(input: &'i dyn Input) -> Result<Self, TableFault> {
        old::check(input)?;
        let book = Xls::new(InputReader::buffered(input)).map_err(|error| match error {
            XlsError::Password => protected(),
            _ => damaged("its cells cannot be read"),
        })?;
        Ok(Self { kind: "Excel workbook (.xls)", cells: Cells::Xls(Box::new(book)) })
    }

    /// What kind of workbook it is, in words.
    pub(super) const fn kind(&self) -> &'static str {
        self.kind
    }

    /// The sheets that hold cells, in the workbook's order.
    pub(super) fn sheets(&self) -> Vec<SheetName> {
        let sheets = match &self.cells {
            Cells::Xlsx(book) => book.sheets_metadata(),
            Cells::Xlsb(book) => book.sheets_metadata(),
            Cells::Xls(book) => book.sheets_metadata(),
        };
        let tables = sheets.iter().filter(|sheet| sheet.typ == SheetType::WorkSheet);
        let named = |sheet: &calamine::Sheet| SheetName {
            name: sheet.name.clone(),
            is_visible: sheet.visible == SheetVisible::Visible,
        };
        tables.map(named).collect()
    }

    /// The cells of a sheet.
    pub(super) fn cells(&mut self, name: &str) -> Result<SheetCells, TableFault> {
        self.first_cells(name, u32::MAX)
    }

    /// The cells of the first rows of a sheet that are not blank.
    pub(super) fn first_cells(&mut self, name: &str, rows: u32) -> Result<SheetCells, TableFault> {
        let unreadable = || damaged(&format!("the sheet \"{name}\" cannot be read"));
        let mut cells = SheetCells::new(rows);
        match &mut self.cells {
            Cells::Xlsx(book) => {
                let mut reader = book.worksheet_cells_reader(name).map_err(|_| unreadable())?;
                while let Some(cell) = reader.next_cell_with_formula_metadata().map_err(|_| unreadable())? {
                    // A formula whose outcome nobody wrote down: the program that wrote it does not calculate.
                    let is_open = cell.formula.is_some() && cell.value == DataRef::Empty;
                    if !cells.push(cell.pos, &cell.value, is_open)? {
                        break;
                    }
                }
            }
            Cells::Xlsb(book) => {
                let mut reader = book.worksheet_cells_reader(name).map_err(|_| unreadable())?;
                while let Some(cell) = reader.next_cell().map_err(|_| unreadable())? {
                    if !cells.push_cell(&cell)? {
                        break;
                    }
                }
            }
            Cells::Xls(book) => {
                let range = book.worksheet_range(name).map_err(|_| unreadable())?;
                let (first_row, first_column) = range.start().unwrap_or_default();
                for (row, column, cell) in range.used_cells() {
                    let place = (first_row + row as u32, first_column + column as u32);
                    if !cells.push(place, &reference(cell), false)? {
                        break;
                    }
                }
            }
        }
        cells.finish().ok_or_else(unreadable)
    }
}

impl SheetCells {
    fn push_cell(&mut self, cell: &Cell<DataRef<'_>>) -> Result<bool, TableFault> {
        self.push(cell.get_position(), cell.get_value(), false)
    }
}

fn reference(cell: &Data) -> DataRef<'_> {
    match cell {
        Data::Int(number) => DataRef::Int(*number),
        Data::Float(number) => DataRef::Float(*number),
        Data::String(words) => DataRef::SharedString(words),
        Data::Bool(yes) => DataRef::Bool(*yes),
        Data::DateTime(moment) => DataRef::DateTime(*moment),
        Data::DateTimeIso(moment) => DataRef::DateTimeIso(moment.clone()),
        Data::DurationIso(length) => DataRef::DurationIso(length.clone()),
        Data::Error(error) => DataRef::Error(error.clone()),
        Data::Empty => DataRef::Empty,
    }
}
