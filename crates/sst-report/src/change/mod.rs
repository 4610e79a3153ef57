//! Change on questionnaires in words and rows, whatever they are written in.

mod csv;
mod markdown;
mod rows;
mod sentences;
mod standard;
mod table;

use sst_core::results::{By, Joint, Mean, ResultEntry};

pub use csv::{change_csv, change_rows};
pub use markdown::change_markdown;
pub(crate) use markdown::section as markdown_section;
pub(crate) use markdown::table as markdown_table;
pub(crate) use rows::{Numbers, score_rows};
pub(crate) use standard::{Standard, standards};
pub(crate) use table::add_table;
pub use table::change_table;

use crate::story::{Share, Story};

/// The measure that pairs of scores and their mean change stand under.
const CHANGE: &str = "change";

/// The shares, in the order in which they are told. Who got worse is told wherever it is told who got better.
const SHARES: [&str; 4] = ["reliably_improved", "reliably_deteriorated", "recovered", "reliably_recovered"];

/// The five classes, from best to worst.
const CLASSES: [&str; 5] = ["recovered", "improved", "unchanged", "deteriorated", "harmed"];

/// A questionnaire with scores before and after.
pub(crate) struct Questionnaire<'a> {
    pub(crate) story: Story<'a>,
    pub(crate) id: &'a str,
    pub(crate) name: String,
    /// The change of the whole.
    pub(crate) joint: &'a Joint,
}

/// The questionnaires that have pairs of scores, or could have.
pub(crate) fn questionnaires<'a>(story: &Story<'a>) -> Vec<Questionnaire<'a>> {
    let wholes = story.results.results.iter().filter(|entry| entry.measure == CHANGE && entry.by.is_empty());
    wholes
        .filter_map(|entry| {
            let (id, joint) = (entry.instrument.as_deref()?, entry.as_joint()?);
            Some(Questionnaire { story: *story, id, name: story.results.instrument_name(id), joint })
        })
        .collect()
}

/// One sentence on each questionnaire, to paste into an e-mail.
pub(crate) fn headlines(story: &Story<'_>) -> Vec<String> {
    questionnaires(story).iter().filter_map(Questionnaire::headline).collect()
}

impl<'a> Questionnaire<'a> {
    /// Whether any session has both scores.
    pub(crate) fn has_pairs(&self) -> bool {
        self.joint.answered != Some(0)
    }

    /// Whether a reliable change is known, so that there are classes and shares.
    pub(crate) fn has_rule(&self) -> bool {
        self.joint.rule.criterion != "unknown"
    }

    fn higher_is_better(&self) -> bool {
        self.joint.rule.better == "higher"
    }

    fn entries(&self, by: &By) -> impl Iterator<Item = &'a ResultEntry> {
        let (results, id) = (self.story.results, self.id);
        results.results.iter().filter(move |entry| entry.instrument.as_deref() == Some(id) && entry.by == *by)
    }

    fn shares(&self, by: &By) -> Vec<Share<'a>> {
        let find = |measure: &str| {
            let mut found = self.entries(by).filter(|entry| entry.measure == measure);
            found.find_map(|entry| Some(Share { entry, numbers: entry.as_proportion()?, note: None }))
        };
        SHARES.into_iter().filter_map(find).collect()
    }

    fn mean(&self, by: &By) -> Option<&'a Mean> {
        self.entries(by).filter(|entry| entry.measure == CHANGE).find_map(ResultEntry::as_mean)
    }

    /// Each group with its change, in the order of the results.
    fn groups(&self) -> Vec<(&'a By, &'a Joint)> {
        let results = &self.story.results.results;
        results
            .iter()
            .filter(|entry| entry.measure == CHANGE && !entry.by.is_empty())
            .filter(|entry| entry.instrument.as_deref() == Some(self.id))
            .filter_map(|entry| Some((&entry.by, entry.as_joint()?)))
            .collect()
    }

    /// What the classes can be drawn by: the first group of these that there is.
    pub(crate) fn group_key(&self) -> Option<&'static str> {
        let groups = self.groups();
        let is_key = |key: &&str| groups.iter().any(|(by, _)| by.len() == 1 && by.contains_key(*key));
        ["concern", "site", "modality", "month"].into_iter().find(is_key)
    }
}
