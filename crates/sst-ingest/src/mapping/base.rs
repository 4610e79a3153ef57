//! A mapping file over the mapping of a profile: what the file says goes before, what it does not say stays.

use sst_core::text::Catalogue;
use toml::{Table, Value};

use super::{Mapping, MappingFaults};

impl Mapping {
    /// Reads a mapping file over that of a profile: tables are put together key by key, lists of tables one after the other.
    ///
    /// # Errors
    /// Every fault. With line and column, where it is one of the file alone; else as of the file's beginning.
    pub fn parse_over(base: &str, text: &str, catalogue: &Catalogue) -> Result<Self, MappingFaults> {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let (Ok(base), Ok(own)) = (base.parse::<Table>(), text.parse::<Table>()) else {
            // What is no TOML is told as such.
            return Self::parse(text, catalogue);
        };
        let whole = merged(base, own).to_string();
        Self::parse(&whole, catalogue).map_err(|faults| match Self::parse(text, catalogue) {
            Err(of_text) => of_text,
            Ok(_) => faults.without_places(),
        })
    }
}

fn merged(mut base: Table, own: Table) -> Table {
    for (key, value) in own {
        let value = match (base.remove(&key), value) {
            // `values` of a column are one whole: a mapping that names labels names all of them.
            (Some(Value::Table(base)), Value::Table(own)) if key != "values" => Value::Table(merged(base, own)),
            (Some(Value::Array(mut base)), Value::Array(own)) if own.iter().all(Value::is_table) => {
                base.extend(own);
                Value::Array(base)
            }
            (_, value) => value,
        };
        base.insert(key, value);
    }
    base
}
