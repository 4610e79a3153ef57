//! The methods of a results document: sentences that a paper could paste, the items of STROBE and RECORD that they fill, and
//! the references of what was used.
//!
//! Everything is conditional on the document: what it does not hold is not said.

mod checklist;
mod formats;
mod paragraphs;
mod references;

use sst_core::results::ResultSet;
use sst_core::text::Catalogue;

use crate::story::Story;

pub(crate) use paragraphs::sentences_of_report;

/// The methods of a results document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Methods {
    /// What there is to say, by topic.
    pub paragraphs: Vec<Paragraph>,
    /// Every item of STROBE (cohort studies) and RECORD, in their order.
    pub checklist: Vec<ChecklistItem>,
    /// The references of the methods that were used, by the names of their authors; the two guidelines last.
    pub references: Vec<String>,
    pub(crate) words: Words,
}

/// Sentences on one topic.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paragraph {
    /// The topic's id, as `intervals`.
    pub id: &'static str,
    /// Its heading.
    pub title: String,
    /// Its sentences.
    pub sentences: Vec<String>,
}

/// One item of a guideline.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChecklistItem {
    /// `STROBE` or `RECORD`.
    pub guideline: &'static str,
    /// Its number, as `12(c)` or `13.1`.
    pub number: String,
    /// What it asks for, in our words.
    pub about: String,
    /// What the document says.
    pub state: ItemState,
    /// That in words; of an item that is open, that it is.
    pub text: String,
}

/// How far a document fills an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ItemState {
    /// As far as numbers and methods go.
    Filled,
    /// In part: the rest is for the authors.
    Partly,
    /// Not at all: it is for the authors.
    Open,
}

impl ItemState {
    /// `filled`, `partly`, `open`
    pub const fn id(self) -> &'static str {
        match self {
            Self::Filled => "filled",
            Self::Partly => "partly",
            Self::Open => "open",
        }
    }
}

/// The headings and what made the document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Words {
    title: String,
    lead: String,
    checklist_title: String,
    checklist_lead: String,
    columns: [String; 3],
    references: String,
    tool: [String; 2],
}

/// The methods of a results document, in words.
pub fn methods(results: &ResultSet, catalogue: &Catalogue) -> Methods {
    let story = Story::new(results, catalogue);
    let paragraphs = paragraphs::paragraphs(&story);
    let checklist = checklist::checklist(&story, &paragraphs);
    let tool = [results.tool.name.clone(), results.tool.version.clone()];
    let [name, version] = [&tool[0], &tool[1]];
    Methods {
        checklist,
        references: references::references(&story),
        words: Words {
            title: story.text("methods-title"),
            lead: story.say("methods-lead", &[("name", name.into()), ("version", version.into())]),
            checklist_title: story.text("methods-checklist-title"),
            checklist_lead: story.text("methods-checklist-lead"),
            columns: ["item", "about", "text"].map(|column| story.text(&format!("methods-column-{column}"))),
            references: story.text("methods-references-title"),
            tool,
        },
        paragraphs,
    }
}
