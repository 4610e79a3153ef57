//! Every code the tool can utter: one enum each for findings, exclusions, caveats and reasons.
//!
//! A code has an `id` (what JSON carries), and its title and help stand in the catalogue under
//! `<family>-<id>` and `<family>-<id>.help`; [`explain`] finds them, so that every code can be looked up with
//! `sst explain ID`.

mod caveat;
mod exclusion;
mod finding;
mod reason;
mod unused_answer;
mod unused_join;
mod unused_score;

pub use caveat::Caveat;
pub use exclusion::Exclusion;
pub use finding::{Finding, Severity};
pub use reason::Reason;
pub use unused_answer::UnusedAnswer;
pub use unused_join::UnusedJoin;
pub use unused_score::UnusedScore;

use crate::text::Catalogue;

/// Defines an enum of codes: each variant with its id, and `ALL`, `id`, `FromStr`, serde as the id.
macro_rules! codes {
    ($(#[$meta:meta])* $name:ident, $family:literal { $($(#[$doc:meta])* $variant:ident = $id:literal,)+ }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
        pub enum $name { $($(#[$doc])* #[serde(rename = $id)] $variant,)+ }

        impl $name {
            /// Every code of this family, in the order of the enum.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];
            /// The family's name, as in the catalogue's keys.
            pub const FAMILY: &'static str = $family;

            /// The id that JSON carries and `sst explain` takes.
            pub const fn id(self) -> &'static str {
                match self { $(Self::$variant => $id,)+ }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result { f.write_str(self.id()) }
        }

        impl std::str::FromStr for $name {
            type Err = super::UnknownCode;
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                let wanted = text.replace('-', "_");
                Self::ALL.iter().copied().find(|code| code.id() == wanted).ok_or(super::UnknownCode)
            }
        }
    };
}
pub(crate) use codes;

/// The text is no code of that family.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("no such code")]
pub struct UnknownCode;

/// What `sst explain ID` shows of one code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Explanation {
    /// `finding`, `exclusion`, `unused_score`, `unused_answer`, `unused_join`, `caveat` or `reason`.
    pub family: &'static str,
    /// The id, as JSON carries it.
    pub id: &'static str,
    /// How much it matters; findings only.
    pub severity: Option<Severity>,
    /// One line.
    pub title: String,
    /// What it means and what to do.
    pub help: String,
}

/// Every code there is, explained in the catalogue's language: findings, exclusions, unused scores, answers and joins, caveats,
/// reasons.
pub fn all_explanations(catalogue: &Catalogue) -> Vec<Explanation> {
    let explanation = |family: &'static str, id: &'static str, severity| Explanation {
        family,
        id,
        severity,
        title: catalogue.text(&format!("{family}-{id}"), &[]),
        help: catalogue.attribute(&format!("{family}-{id}"), "help", &[]),
    };
    let findings = Finding::ALL.iter().map(|code| explanation(Finding::FAMILY, code.id(), Some(code.severity())));
    let exclusions = Exclusion::ALL.iter().map(|code| explanation(Exclusion::FAMILY, code.id(), None));
    let scores = UnusedScore::ALL.iter().map(|code| explanation(UnusedScore::FAMILY, code.id(), None));
    let answers = UnusedAnswer::ALL.iter().map(|code| explanation(UnusedAnswer::FAMILY, code.id(), None));
    let joins = UnusedJoin::ALL.iter().map(|code| explanation(UnusedJoin::FAMILY, code.id(), None));
    let caveats = Caveat::ALL.iter().map(|code| explanation(Caveat::FAMILY, code.id(), None));
    let reasons = Reason::ALL.iter().map(|code| explanation(Reason::FAMILY, code.id(), None));
    findings.chain(exclusions).chain(scores).chain(answers).chain(joins).chain(caveats).chain(reasons).collect()
}

/// Explains one id (hyphens count as underscores); an id may stand in more than one family.
pub fn explain(id: &str, catalogue: &Catalogue) -> Vec<Explanation> {
    let wanted = id.replace('-', "_");
    all_explanations(catalogue).into_iter().filter(|found| found.id == wanted).collect()
}
