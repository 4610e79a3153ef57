//! Methods as Markdown, as plain text and as JSON.

use std::fmt::Write as _;

use serde_json::{Value, json};

use super::Methods;
use crate::markdown::escaped;

/// The name and version of the JSON.
const SCHEMA: &str = "sst-methods/1";

impl Methods {
    /// As Markdown: paragraphs under headings, the checklist as a table, the references as a list.
    pub fn to_markdown(&self) -> String {
        let words = &self.words;
        let mut text = format!("# {}\n\n> {}\n", escaped(&words.title), escaped(&words.lead));
        for paragraph in &self.paragraphs {
            let _ = write!(text, "\n## {}\n\n", escaped(&paragraph.title));
            let _ = writeln!(text, "{}", escaped(&paragraph.sentences.join(" ")));
        }
        let _ = write!(text, "\n## {}\n\n{}\n\n", escaped(&words.checklist_title), escaped(&words.checklist_lead));
        let _ = writeln!(text, "| {} |\n|---|---|---|", words.columns.join(" | "));
        for item in &self.checklist {
            let (about, said) = (escaped(&item.about), escaped(&item.text));
            let _ = writeln!(text, "| {} {} | {about} | {said} |", item.guideline, item.number);
        }
        let _ = write!(text, "\n## {}\n\n", escaped(&words.references));
        for reference in &self.references {
            let _ = writeln!(text, "- {}", escaped(reference));
        }
        text
    }

    /// As plain text.
    pub fn to_text(&self) -> String {
        let words = &self.words;
        let mut text = format!("{}\n\n{}\n", words.title, words.lead);
        for paragraph in &self.paragraphs {
            let _ = write!(text, "\n{}\n{}\n", paragraph.title, paragraph.sentences.join(" "));
        }
        let _ = write!(text, "\n{}\n{}\n\n", words.checklist_title, words.checklist_lead);
        for item in &self.checklist {
            let _ = writeln!(text, "{} {}  {}\n    {}", item.guideline, item.number, item.about, item.text);
        }
        let _ = write!(text, "\n{}\n", words.references);
        for reference in &self.references {
            let _ = writeln!(text, "{reference}");
        }
        // No label out of a file speaks to the terminal.
        let is_unseen = |c: char| (c.is_control() && c != '\n') || crate::rates::turns_text(c);
        text.replace(is_unseen, "\u{fffd}")
    }

    /// As JSON, `sst-methods/1`: `tool`, `paragraphs` (`id`, `title`, `sentences`), `checklist` (`guideline`, `item`, `about`,
    /// `state`: `filled`, `partly` or `open`, `text`: `null` where it is open), `references`.
    pub fn to_json(&self) -> String {
        let paragraphs = self
            .paragraphs
            .iter()
            .map(|paragraph| json!({ "id": paragraph.id, "title": paragraph.title, "sentences": paragraph.sentences }));
        let checklist = self.checklist.iter().map(|item| {
            let text = (item.state != super::ItemState::Open).then_some(&item.text);
            json!({
                "guideline": item.guideline, "item": item.number, "about": item.about, "state": item.state.id(), "text": text,
            })
        });
        let [name, version] = &self.words.tool;
        let document = json!({
            "schema": SCHEMA,
            "tool": { "name": name, "version": version },
            "paragraphs": paragraphs.collect::<Vec<Value>>(),
            "checklist": checklist.collect::<Vec<Value>>(),
            "references": self.references,
        });
        format!("{document:#}\n")
    }
}
