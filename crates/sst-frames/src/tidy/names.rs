//! Who is who in a table of client rows: under pseudonyms, or as the export has it.

use std::borrow::Cow;

use sst_core::definitions::{GroupColumn, SessionIdScope};

use super::pseudonym::PseudonymKey;

/// The group that names a person.
const THERAPIST: &str = "therapist";

/// How ids and names of people are written.
#[derive(Debug, Clone)]
pub enum Naming {
    /// As they are.
    Kept,
    /// As pseudonyms: `client_id`, `session_id`, `therapist`, and these further groups.
    Pseudonyms {
        /// What they are made with.
        key: PseudonymKey,
        /// Further groups whose labels become pseudonyms.
        groups: Vec<String>,
    },
}

/// How the ids of one table are written.
#[derive(Debug, Clone)]
pub struct Names {
    /// Under pseudonyms or not.
    pub naming: Naming,
    /// The names of the files, in their order.
    pub files: Vec<String>,
    /// Where a session's id is unique: within a file, its name becomes part of the id.
    pub scope: SessionIdScope,
}

impl Names {
    /// Whether the texts of a column become pseudonyms.
    pub fn hides(&self, column: &str) -> bool {
        match &self.naming {
            Naming::Kept => false,
            Naming::Pseudonyms { groups, .. } => {
                ["client_id", "session_id", THERAPIST].contains(&column) || groups.iter().any(|group| group == column)
            }
        }
    }

    fn named(&self, column: &str, text: &str) -> String {
        match &self.naming {
            Naming::Pseudonyms { key, .. } if self.hides(column) => key.pseudonym(column, text),
            _ => text.to_owned(),
        }
    }

    pub(super) fn client(&self, id: &str) -> String {
        self.named("client_id", id)
    }

    pub(super) fn session(&self, id: &str, file: u16) -> String {
        let file = self.files.get(usize::from(file)).filter(|_| self.scope == SessionIdScope::File);
        let id = file.map_or(Cow::Borrowed(id), |file| Cow::Owned(format!("{id} ({file})")));
        self.named("session_id", &id)
    }

    /// The cell of a group: of several answers each by itself.
    pub(super) fn group(&self, column: &GroupColumn, cell: &str) -> Option<String> {
        let cell = cell.trim();
        if !self.hides(&column.name) {
            return (!cell.is_empty()).then(|| cell.to_owned());
        }
        let labels: Vec<String> = column.labels(cell).iter().map(|label| self.named(&column.name, label)).collect();
        (!labels.is_empty()).then(|| labels.join(column.split.as_deref().unwrap_or_default()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hidden(groups: &[&str]) -> Names {
        let key = PseudonymKey::new(&[3; 32]).expect("long enough");
        let groups = groups.iter().map(|&group| group.to_owned()).collect();
        Names { naming: Naming::Pseudonyms { key, groups }, files: Vec::new(), scope: SessionIdScope::All }
    }

    #[test]
    fn a_client_and_a_session_of_one_number_differ_and_stay_the_same() {
        let names = hidden(&[]);
        assert_eq!(names.client("7"), names.client("7"));
        assert_ne!(names.client("7"), names.session("7", 0));
        assert_eq!(names.client("7").len(), 26);
    }

    #[test]
    fn therapists_are_hidden_and_other_groups_when_asked() {
        let names = hidden(&["team"]);
        let cell = |group: &str| names.group(&GroupColumn::new(group), " North ");
        assert_eq!(cell("site").as_deref(), Some("North"));
        for group in ["therapist", "team"] {
            assert_eq!(cell(group).map(|cell| cell.len()), Some(26), "{group}");
        }
        assert_eq!(names.group(&GroupColumn::new("team"), "  "), None);
    }

    #[test]
    fn each_of_several_answers_is_hidden_by_itself() {
        let names = hidden(&["team"]);
        let several = GroupColumn { split: Some(";".to_owned()), ..GroupColumn::new("team") };
        let both = names.group(&several, "b; a;").expect("two teams");
        let one = names.group(&several, "a").expect("a team");
        assert_eq!(both.len(), 53);
        assert!(both.starts_with(&one), "{both} {one}");
    }

    #[test]
    fn an_id_that_is_unique_in_its_file_has_the_file_with_it() {
        let names = Names {
            naming: Naming::Kept,
            files: vec!["jan.csv".to_owned(), "feb.csv".to_owned()],
            scope: SessionIdScope::File,
        };
        assert_eq!(names.session("7", 1), "7 (feb.csv)");
        assert_eq!(Names { scope: SessionIdScope::All, ..names }.session("7", 1), "7");
    }
}
