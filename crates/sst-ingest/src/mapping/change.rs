//! `[change]`: which rule is applied to change on questionnaires.

use std::ops::Range;
use std::str::FromStr;

use sst_core::change::{ChangeRule, RuleSet};

use super::keys::{Document, Keys};

/// What a standard has numbers of its own for.
const OTHER_NUMBERS: [&str; 4] = ["criterion", "cutoff", "sd", "reliability"];

/// Reads the section; what is not said stays the default.
pub(super) fn change(keys: &mut Keys<'_>, document: &mut Document<'_>) -> ChangeRule {
    let mut rule = ChangeRule::default();
    let Some(mut table) = keys.table("change", document) else {
        return rule;
    };
    let given: Vec<&str> = OTHER_NUMBERS.into_iter().filter(|key| table.has(key)).collect();
    if let Some((rule_set, span)) = word::<RuleSet>(&mut table, "rules", document) {
        rule = rule_set.rule();
        let is_another = !rule_set.takes_other_numbers() || given.contains(&"criterion");
        if is_another && !given.is_empty() {
            let problem = format!("`{}` with `{}` beside it is another rule", rule_set.id(), given.join("`, `"));
            let hint = "give the standard alone, or the numbers without its name".to_owned();
            document.fault(&span, &problem, Some(hint));
        }
    }
    if let Some((criterion, _)) = word(&mut table, "criterion", document) {
        rule.criterion = criterion;
    }
    if let Some((cutoff, _)) = word(&mut table, "cutoff", document) {
        rule.cutoff = cutoff;
    }
    if let Some((sd, _)) = word(&mut table, "sd", document) {
        rule.sd_source = sd;
    }
    rule.reliability = reliability(&mut table, document);
    rule.sensitivity = table.flag("sensitivity", document).unwrap_or(false);
    table.finish(&["rules", "criterion", "cutoff", "sd", "reliability", "sensitivity"], document);
    rule
}

/// From 0 to 1, both included: a reliability of 1 is possible, and then there is no index.
fn reliability(table: &mut Keys<'_>, document: &mut Document<'_>) -> Option<f64> {
    let (number, span) = table.number("reliability", document)?;
    let is_possible = (0.0..=1.0).contains(&number);
    if !is_possible {
        document.fault(&span, "`reliability` is a number from 0 to 1", None);
    }
    is_possible.then_some(number)
}

fn word<T: FromStr<Err = String>>(
    table: &mut Keys<'_>,
    key: &str,
    document: &mut Document<'_>,
) -> Option<(T, Range<usize>)> {
    let (text, span) = table.spanned_text(key, document)?;
    match text.parse() {
        Ok(value) => Some((value, span)),
        Err(expected) => {
            document.fault(&span, &format!("`{key}` is one of: {expected}"), None);
            None
        }
    }
}
