//! `[follow_up] linked = false`: the file of an anonymous follow-up form, whose answers belong to no known session.

use std::ops::Range;

use sst_core::definitions::{Definitions, FollowUp};
use sst_core::record::Question;

use super::Mapping;
use super::column::{self, ColumnMapping, ColumnOptions};
use super::input::InputMapping;
use super::keys::{Document, Keys};
use crate::columns::{DateColumn, Feeds};

/// How an anonymous follow-up file is to be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AnswersMapping {
    /// Whether the mapping file says that follow-ups are anonymous.
    pub is_given: bool,
    /// The files, as the mapping file names them: from its own folder, with `*` and `?`.
    pub files: Vec<String>,
    /// When it was answered.
    date: ColumnMapping,
    /// The site, where it has another header than among the sessions.
    site: Option<ColumnMapping>,
}

/// The group that an anonymous form may ask for.
const SITE: &str = "site";

/// The keys of `[follow_up]` that are about the file.
pub(super) const KEYS: [&str; 4] = ["linked", "file", "date", "site"];

impl Default for AnswersMapping {
    fn default() -> Self {
        let date = ColumnMapping {
            name: "session_date".to_owned(),
            header: "followup_date".to_owned(),
            options: ColumnOptions::default(),
        };
        Self { is_given: false, files: Vec::new(), date, site: None }
    }
}

/// Reads the keys out of `[follow_up]`.
pub(super) fn read(table: &mut Keys<'_>, document: &mut Document<'_>) -> AnswersMapping {
    let mut answers = AnswersMapping::default();
    let has_linked = table.has("linked");
    let linked = table.flag("linked", document);
    answers.is_given = linked == Some(false);
    let of_file: Vec<&str> = KEYS[1..].iter().copied().filter(|key| table.has(key)).collect();
    if let ([first, ..], false) = (of_file.as_slice(), answers.is_given || (has_linked && linked.is_none())) {
        let hint = "linked = false says that the answers are anonymous and stand in a file of their own; answers with the id of \
                    a session or client belong into the sessions' file";
        let problem = format!("`{first}` of [follow_up] does nothing without linked = false");
        document.fault(&table.span, &problem, Some(hint.to_owned()));
    }
    answers.files = table.texts("file", document).into_iter().map(|(file, _)| file).collect();
    let span = table.span.clone();
    if let Some(value) = table.take("date") {
        let at = value.span();
        let feeds = Some(Feeds::Date(DateColumn::Session));
        if let Some(date) = column::read("date", &at, value, feeds, document) {
            answers.date = ColumnMapping { name: answers.date.name, ..date };
        }
    }
    answers.site = site(table, &span, document);
    answers
}

fn site(table: &mut Keys<'_>, span: &Range<usize>, document: &mut Document<'_>) -> Option<ColumnMapping> {
    let value = table.take(SITE)?;
    // The place does not matter here: all groups are read alike.
    let site = column::read(SITE, span, value, Some(Feeds::Group(0)), document)?;
    if site.options.split.is_some() || !site.options.choices.is_empty() {
        document.fault(span, "an answer is of one `site`: `split` and `choices` do nothing here", None);
    }
    Some(site)
}

/// Whether a column, by its name, is a follow-up question.
fn is_question(name: &str, follow_up: &FollowUp) -> bool {
    Question::of_column(name).is_some_and(|question| follow_up.has(question))
        || follow_up.own_questions.iter().any(|own| own == name)
}

/// Whether a column holds the answers to a follow-up question.
pub(crate) fn is_follow_up(feeds: Feeds, definitions: &Definitions) -> bool {
    match feeds {
        Feeds::Coded(question) => definitions.follow_up.has(question),
        Feeds::Own(number) => definitions.own_follow_ups().contains(&number),
        _ => false,
    }
}

impl Mapping {
    /// The mapping of the anonymous follow-up file: its date, its site and the follow-up questions, and nothing else.
    pub(crate) fn of_answers(&self) -> Self {
        let follow_up = &self.definitions.follow_up;
        let is_wanted = |name: &str| self.only.as_ref().is_none_or(|only| only.iter().any(|wanted| wanted == name));
        let names = follow_up.columns().into_iter().filter(|name| is_wanted(name));
        let only = names.chain(["session_date", SITE].map(str::to_owned)).collect();
        let mut columns = vec![self.answers.date.clone()];
        let same_site = self.columns.iter().find(|column| column.name == SITE);
        columns.extend(self.answers.site.as_ref().or(same_site).cloned());
        columns.extend(self.columns.iter().filter(|column| is_question(&column.name, follow_up)).cloned());
        let own = self.own_columns.iter().filter(|own| is_question(&own.column.name, follow_up));
        Self {
            columns,
            own_columns: own.cloned().collect(),
            // A profile is told by the form's own marks, unless none is wanted.
            input: InputMapping {
                profile: self.input.profile.clone().filter(|id| id == "canonical"),
                ..InputMapping::default()
            },
            only: Some(only),
            // The header of the sessions' site need not be that of the form, which may not ask for it.
            may_lack: if self.answers.site.is_none() { vec![SITE] } else { Vec::new() },
            ..self.clone()
        }
    }

    /// The mapping of sessions whose follow-up questions are answered elsewhere.
    pub(crate) fn without_follow_up(&self) -> Self {
        let follow_up = &self.definitions.follow_up;
        let mut sessions = self.clone();
        sessions.columns.retain(|column| !is_question(&column.name, follow_up));
        sessions.own_columns.retain(|own| !is_question(&own.column.name, follow_up));
        sessions
    }
}
