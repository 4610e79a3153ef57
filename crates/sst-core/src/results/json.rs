//! Reading and writing the document, and its JSON Schema.

use super::header::ResultSet;

/// The document's name and version.
pub const SCHEMA_ID: &str = "sst-results/1";

/// Why a text is no results document.
#[derive(Debug, thiserror::Error)]
pub enum JsonError {
    /// Not JSON, or not of the document's shape. Line and column only: the values may be anybody's.
    #[error("not an sst results document: line {line}, column {column}")]
    Shape {
        /// The line, from 1.
        line: usize,
        /// The column, from 1.
        column: usize,
    },
    /// A document of another version.
    #[error("this results document is not {SCHEMA_ID}; it was written by a newer or another program")]
    OtherSchema,
    /// A number that cannot be: a share outside 0 to 1, more events than answers, a count beyond 2^53.
    #[error("not an sst results document: the numbers of {place} cannot be")]
    Impossible {
        /// Which part, as `results[3]`.
        place: String,
    },
}

impl ResultSet {
    /// Reads a document; keys it does not know are ignored.
    pub fn from_json(text: &str) -> Result<Self, JsonError> {
        #[derive(serde::Deserialize)]
        struct Head {
            schema: String,
        }
        let shape = |error: serde_json::Error| JsonError::Shape { line: error.line(), column: error.column() };
        let head: Head = serde_json::from_str(text).map_err(shape)?;
        if head.schema != SCHEMA_ID {
            return Err(JsonError::OtherSchema);
        }
        let document: Self = serde_json::from_str(text).map_err(shape)?;
        match document.impossible_at() {
            Some(place) => Err(JsonError::Impossible { place }),
            None => Ok(document),
        }
    }

    /// Writes the document: two spaces, keys in their order, a line feed at the end.
    ///
    /// # Panics
    /// Never: the document holds nothing that JSON cannot say.
    pub fn to_json(&self) -> String {
        let mut text = serde_json::to_string_pretty(self).expect("a results document is JSON");
        text.push('\n');
        text
    }
}

/// The JSON Schema of the document, as it ships.
pub fn json_schema() -> &'static str {
    sst_data::RESULTS_SCHEMA
}
