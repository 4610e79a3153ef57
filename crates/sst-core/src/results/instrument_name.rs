//! What a questionnaire is called where only its id is at hand.

use super::header::ResultSet;
use crate::instrument::Instrument;

impl ResultSet {
    /// The name of a questionnaire: `PHQ-9` of `phq9`; of one that does not ship, the id in capitals.
    pub fn instrument_name(&self, id: &str) -> String {
        let built_in = Instrument::built_in().into_iter().find(|known| known.id == id);
        built_in.map_or_else(|| id.to_uppercase(), |known| known.name)
    }
}
