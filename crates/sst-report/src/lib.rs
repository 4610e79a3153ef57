//! Results to HTML, Markdown, text tables and CSV: pure functions of a
//! [`ResultSet`](sst_core::results::ResultSet), so that every output can be made again from the results document.

mod change;
mod client_rows;
mod compare;
mod csv_table;
mod html;
mod job_summary;
mod markdown;
mod methods;
mod plan_text;
mod pool;
mod published;
mod rates;
mod silence;
mod story;
#[cfg(feature = "xlsx")]
mod workbook;

pub use change::{change_csv, change_markdown, change_rows, change_table};
pub use client_rows::ClientRows;
pub use compare::{COMPARE_COLUMNS, compare_csv, compare_markdown, compare_rows, compare_table};
pub use csv_table::{CSV_BEGIN, csv, estimate_rows};
pub use html::html;
pub use job_summary::job_summary;
pub use markdown::{markdown, rates_markdown};
pub use methods::{ChecklistItem, ItemState, Methods, Paragraph, methods};
pub use plan_text::plan_text;
pub use pool::{is_pooled, pool_csv, pool_markdown, pool_rows, pool_table};
pub use rates::table;
#[cfg(feature = "xlsx")]
pub use workbook::{Workbook, WorkbookError};
