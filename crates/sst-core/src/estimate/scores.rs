//! The account of a scores file, in numbers and in words.

use std::collections::BTreeMap;

use crate::codes::UnusedScore;
use crate::definitions::Definitions;
use crate::ledger::ScoreAccount;
use crate::results::{InputFile, ScoresNote, UnusedScores};
use crate::text::Catalogue;

/// Where dated scores come from: what the reader of the files knows and the ledger does not.
#[derive(Debug, Clone, Default)]
pub struct ScoreProvenance {
    /// The files.
    pub inputs: Vec<InputFile>,
    /// Rows that hold no score, by reason.
    pub unused: BTreeMap<UnusedScore, u64>,
}

/// What is told of the scores file; `None` when there is none.
pub(super) fn note(
    account: Option<&ScoreAccount>,
    definitions: &Definitions,
    provenance: Option<ScoreProvenance>,
    catalogue: &Catalogue,
) -> Option<ScoresNote> {
    let (account, table) = (account?, definitions.scores.as_ref()?);
    let ScoreProvenance { inputs, mut unused } = provenance.unwrap_or_default();
    for (&reason, &rows) in &account.unused {
        *unused.entry(reason).or_default() += rows;
    }
    unused.retain(|_, rows| *rows > 0);
    let rule = table.rule;
    let days = |days: u32| u64::from(days).into();
    let text = catalogue.text(
        "scores-rule",
        &[
            ("pre", days(rule.pre_within_days)),
            ("from", days(rule.post_from_days)),
            ("to", days(rule.post_within_days)),
        ],
    );
    Some(ScoresNote {
        inputs,
        instruments: table.instruments.clone(),
        pre_within_days: rule.pre_within_days,
        post_from_days: rule.post_from_days,
        post_within_days: rule.post_within_days,
        text,
        read: account.used + unused.values().sum::<u64>(),
        used: account.used,
        unused: unused.into_iter().map(|(reason, rows)| UnusedScores { reason, rows }).collect(),
        open_windows: account.open_windows,
    })
}
