//! `[input]`: how the files are laid out.

use super::keys::{Document, Keys};
use crate::source::Layout;

/// How the files are laid out.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct InputMapping {
    /// The profile that the files follow, by id; without it, the one that fits for certain.
    pub profile: Option<String>,
    /// Where in a file its table stands.
    pub layout: Layout,
}

const KEYS: [&str; 4] = ["profile", "sheet", "header_row", "rows_after_header"];

pub(super) fn read(keys: &mut Keys<'_>, document: &mut Document<'_>) -> InputMapping {
    let Some(mut table) = keys.table("input", document) else {
        return InputMapping::default();
    };
    let input = InputMapping {
        profile: table.text("profile", document),
        layout: Layout {
            sheet: table.text("sheet", document),
            header_row: table.whole("header_row", 1..1_048_577, document),
            rows_after_header: table.whole("rows_after_header", 0..1_048_577, document).unwrap_or(0),
        },
    };
    table.finish(&KEYS, document);
    input
}
