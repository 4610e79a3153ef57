//! Which rule hides small numbers, and the results under it.

use std::path::Path;

use sst_core::protect::{ProtectError, Protection, between_releases, protect};
use sst_core::results::ResultSet;
use sst_core::text::Catalogue;
use sst_ingest::mapping::did_you_mean;

use crate::arguments::Protecting;
use crate::failure::Failure;
use crate::output::Output;

/// What the command line asks for.
#[derive(Clone, Copy)]
pub(super) enum Asked {
    /// Nothing: the mapping file decides.
    Nothing,
    /// Expressly no rule.
    NoRule,
    /// This rule.
    Rule(Protection),
}

impl Asked {
    const fn rule(self) -> Option<Protection> {
        match self {
            Self::Rule(rule) => Some(rule),
            Self::Nothing | Self::NoRule => None,
        }
    }
}

/// What the command line asks for: a rule, or expressly none.
pub(super) fn asked(arguments: &Protecting) -> Result<Asked, Failure> {
    let Some(text) = &arguments.protect else { return Ok(Asked::Nothing) };
    if text == "none" {
        return Ok(Asked::NoRule);
    }
    text.parse().map(Asked::Rule).map_err(|expected: String| {
        let meant = did_you_mean(text, Protection::ALL.iter().map(|rule| rule.id()));
        Failure::wrong_use(
            format!("--protect {text}: {expected}"),
            meant.map(|meant| format!("did you mean `{meant}`?")),
        )
    })
}

/// The rule of the mapping file holds: no command line takes it away or puts another in its place.
pub(super) fn agreed(asked: Asked, mapped: Option<Protection>) -> Result<Option<Protection>, Failure> {
    match (asked, mapped) {
        (Asked::Nothing, mapped) => Ok(mapped),
        (asked, None) => Ok(asked.rule()),
        (asked, Some(mapped)) if asked.rule() == Some(mapped) => Ok(asked.rule()),
        (asked, Some(mapped)) => Err(Failure::wrong_use(
            format!(
                "--protect {}: the mapping file says protect = \"{}\"",
                asked.rule().map_or("none", Protection::id),
                mapped.id()
            ),
            Some(
                "leave --protect away, or change [publish] in the mapping file; two rules for the same numbers tell more \
                 than either"
                    .to_owned(),
            ),
        )),
    }
}

/// A document that is protected stays as it is.
pub(super) fn of_document(asked: Asked, results: &ResultSet) -> Result<Option<Protection>, Failure> {
    if matches!(asked, Asked::Nothing) {
        return Ok(None);
    }
    let asked = asked.rule();
    if results.protection == "none" || asked.is_some_and(|rule| rule.id() == results.protection) {
        return Ok(asked);
    }
    let asked = asked.map_or("none", Protection::id);
    Err(Failure::wrong_use(
        format!("--protect {asked}: this results document is protected by {} already", results.protection),
        Some("what is hidden in it cannot be looked at again: leave --protect away, or give the export".to_owned()),
    ))
}

/// A command whose output has what clients said, row by row.
pub(crate) fn refuse(arguments: &Protecting, what: &str) -> Result<(), Failure> {
    match &arguments.protect {
        Some(rule) if rule != "none" => Err(Failure::wrong_use(
            format!("--protect {rule}: {what} and cannot be protected"),
            Some("it stays with the service; `sst report` and `sst rates` make what can be published".to_owned()),
        )),
        _ => Ok(()),
    }
}

/// The results under the rule, and what the release before would tell beside them.
pub(super) fn protected(
    results: ResultSet,
    rule: Option<Protection>,
    arguments: &Protecting,
    catalogue: &Catalogue,
    output: &Output,
) -> Result<ResultSet, Failure> {
    let results = match rule {
        None => results,
        Some(rule) => protect(&results, rule, catalogue).map_err(|error| {
            let hint = match &error {
                ProtectError::TooManyKeys(_) => Some("ask for tables of one or two groups"),
                ProtectError::NestedCalendars(..) => Some("publish one of the two"),
                ProtectError::AlreadyProtected(_) | ProtectError::Stats(_) => None,
            };
            Failure::wrong_use(format!("--protect {}: {error}", rule.id()), hint.map(str::to_owned))
        })?,
    };
    if results.protection != "none" {
        output.note(&format!("Small numbers are protected by the rule {}.", results.protection));
    }
    if let Some(path) = &arguments.previous_release {
        warn_of_release(&results, path, output)?;
    }
    Ok(results)
}

fn warn_of_release(results: &ResultSet, path: &Path, output: &Output) -> Result<(), Failure> {
    let Ok(rule) = results.protection.parse::<Protection>() else {
        return Err(Failure::wrong_use(
            "--previous-release is for results that are protected",
            Some("give --protect with the rule of that release".to_owned()),
        ));
    };
    let text = std::fs::read_to_string(path).map_err(|error| Failure::file(path, "read", &error))?;
    let old = ResultSet::from_json(text.trim_start_matches('\u{feff}'))
        .map_err(|error| Failure::unreadable(format!("{}: {error}", path.display()), None))?;
    if old.protection != results.protection {
        output.warning(&format!(
            "the previous release is under another rule ({}): the two together tell more than either",
            old.protection
        ));
    }
    let risk = between_releases(results, &old, rule);
    if risk.small_changes > 0 {
        output.warning(&format!(
            "{} counts differ from the previous release by a number that the rule hides: whoever has both learns it. Publish whole \
             periods that do not overlap, or wait for more sessions",
            risk.small_changes
        ));
    }
    if risk.shown_in_one > 0 {
        output.warning(&format!(
            "{} counts are hidden in one of the two releases and shown in the other: whoever has both may work out the hidden one",
            risk.shown_in_one
        ));
    }
    Ok(())
}
