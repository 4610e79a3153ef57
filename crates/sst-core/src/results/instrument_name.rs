//! What a questionnaire is called where only its id is at hand.

use super::entry::ResultEntry;
use super::header::ResultSet;
use crate::instrument::Instrument;

impl ResultSet {
    /// The name of a questionnaire: `PHQ-9` of `phq9`; the id in capitals where neither the document nor the built-in
    /// questionnaires have a name.
    pub fn instrument_name(&self, id: &str) -> String {
        let of_it = self.results.iter().filter(|entry| entry.instrument.as_deref() == Some(id));
        let told = of_it.filter_map(ResultEntry::as_joint).map(|joint| &joint.rule.name).find(|name| !name.is_empty());
        let built_in = || Instrument::built_in().into_iter().find(|known| known.id == id).map(|known| known.name);
        told.cloned().or_else(built_in).unwrap_or_else(|| id.to_uppercase())
    }
}
