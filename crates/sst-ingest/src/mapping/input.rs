//! `[input]`: how the files are laid out, and which of their rows are sessions.

use sst_core::record::plain;

use super::keys::{Document, Keys, texts_of};
use crate::source::Layout;

/// How the files are laid out.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct InputMapping {
    /// The profile that the files follow, by id; without it, the one that fits for certain.
    pub profile: Option<String>,
    /// Where in a file its table stands.
    pub layout: Layout,
    /// Whether the mapping says itself which rows are headers; then no profile does.
    pub says_headers: bool,
    /// Which rows are sessions.
    pub rows: Vec<RowRule>,
}

/// Which rows are sessions, by the cells of one column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowRule {
    /// The export's header.
    pub header: String,
    /// Whether rows with one of these values are sessions, and no others; otherwise rows with one of them are none.
    pub keeps: bool,
    /// The values in their plain form; the empty one is the blank cell.
    pub values: Vec<String>,
}

impl RowRule {
    /// A rule about the rows with one of these values.
    pub(crate) fn new<V: AsRef<str>>(header: &str, keeps: bool, values: impl IntoIterator<Item = V>) -> Self {
        let values = values.into_iter().map(|value| plain(value.as_ref().trim())).collect();
        Self { header: header.to_owned(), keeps, values }
    }

    /// Whether a row with this cell can be a session.
    pub(crate) fn allows(&self, cell: &str) -> bool {
        let cell = cell.trim();
        let is_named = match cell {
            "" => self.values.iter().any(String::is_empty),
            cell => {
                let cell = plain(cell);
                // A cell of nothing but joints has an empty plain form and is not blank.
                !cell.is_empty() && self.values.contains(&cell)
            }
        };
        is_named == self.keeps
    }
}

/// The keys that say where in a file its table stands.
pub(super) const LAYOUT_KEYS: [&str; 5] = ["profile", "sheet", "header_row", "rows_after_header", "combined_header"];

const ROW_KEYS: [&str; 2] = ["keep_rows", "drop_rows"];

pub(super) fn read(keys: &mut Keys<'_>, document: &mut Document<'_>) -> InputMapping {
    let Some(mut table) = keys.table("input", document) else {
        return InputMapping::default();
    };
    let input = layout(&mut table, document);
    let mut rows = rules("keep_rows", true, &mut table, document);
    rows.extend(rules("drop_rows", false, &mut table, document));
    let keys: Vec<&str> = LAYOUT_KEYS.into_iter().chain(ROW_KEYS).collect();
    table.finish(&keys, document);
    InputMapping { rows, ..input }
}

/// Where in a file its table stands: the sessions' files, or those of a join.
pub(super) fn layout(table: &mut Keys<'_>, document: &mut Document<'_>) -> InputMapping {
    let says_headers = ["header_row", "rows_after_header", "combined_header"].iter().any(|key| table.has(key));
    let profile = table.text("profile", document);
    let mut layout = Layout {
        sheet: table.text("sheet", document),
        header_row: table.whole("header_row", 1..1_048_577, document),
        rows_after_header: table.whole("rows_after_header", 0..1_048_577, document).unwrap_or(0),
        combined_header: table.flag("combined_header", document).unwrap_or(false),
    };
    if layout.combined_header {
        // The row of the choices is one of those between the headers and the data.
        layout.rows_after_header = layout.rows_after_header.max(1);
    }
    InputMapping { profile, layout, says_headers, rows: Vec::new() }
}

/// `keep_rows = { Event = ["Session"] }`: the values of a column, by its header.
fn rules(key: &str, keeps: bool, keys: &mut Keys<'_>, document: &mut Document<'_>) -> Vec<RowRule> {
    let Some(table) = keys.table(key, document) else { return Vec::new() };
    let mut rules = Vec::new();
    for (header, span, values) in table.into_entries() {
        let values = texts_of(values, &header, document);
        if values.is_empty() {
            let hint = format!("as {key} = {{ \"{header}\" = [\"a value\"] }}; \"\" is the blank cell");
            document.fault(&span, &format!("`{key}` gives no value of \"{header}\""), Some(hint));
        }
        rules.push(RowRule::new(&header, keeps, values.into_iter().map(|(text, _)| text)));
    }
    rules
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_kept_and_dropped_by_what_a_cell_says() {
        let keep = RowRule::new("Event", true, ["Session arm 1", ""]);
        assert!(
            keep.allows("session_arm_1") && keep.allows(" ") && !keep.allows("follow_up_arm_1") && !keep.allows("-")
        );
        let drop = RowRule::new("Status", false, ["1", "Survey Preview"]);
        assert!(drop.allows("0") && drop.allows("") && !drop.allows("survey preview") && !drop.allows("1"));
    }
}
