//! The account of an anonymous follow-up file, in numbers and in words.

use std::collections::BTreeMap;

use crate::codes::UnusedAnswer;
use crate::definitions::Definitions;
use crate::ledger::AnswerAccount;
use crate::results::{AnswersNote, InputFile, UnusedAnswers};
use crate::text::{Arg, Catalogue};

/// Where anonymous answers come from: what the reader of the files knows and the ledger does not.
#[derive(Debug, Clone, Default)]
pub struct AnswerProvenance {
    /// The files.
    pub inputs: Vec<InputFile>,
    /// Rows that hold no answer with a date, by reason.
    pub unused: BTreeMap<UnusedAnswer, u64>,
}

/// What is told of the follow-up file; `None` when there is none.
pub(super) fn note(
    account: Option<&AnswerAccount>,
    definitions: &Definitions,
    provenance: Option<AnswerProvenance>,
    catalogue: &Catalogue,
) -> Option<AnswersNote> {
    let (account, known) = (account?, definitions.unlinked.as_ref()?);
    let AnswerProvenance { inputs, mut unused } = provenance.unwrap_or_default();
    for (&reason, &rows) in &account.unused {
        *unused.entry(reason).or_default() += rows;
    }
    unused.retain(|_, rows| *rows > 0);
    let name = |&place: &usize| definitions.groups.get(place).map(|group| group.name.clone());
    let groups: Vec<String> = known.groups.iter().filter_map(name).collect();
    let text = match groups.as_slice() {
        [] => catalogue.text("follow-up-answers-rule", &[]),
        groups => catalogue.text("follow-up-answers-rule-groups", &[("groups", Arg::Text(&groups.join(", ")))]),
    };
    Some(AnswersNote {
        inputs,
        groups,
        text,
        read: account.used + unused.values().sum::<u64>(),
        used: account.used,
        unused: unused.into_iter().map(|(reason, rows)| UnusedAnswers { reason, rows }).collect(),
    })
}
