//! `[change]`: which rule is applied to change on questionnaires.

use std::str::FromStr;

use sst_core::change::{ChangeRule, RuleSet};

use super::keys::{Document, Keys};

/// Reads the section; what is not said stays the default.
pub(super) fn change(keys: &mut Keys<'_>, document: &mut Document<'_>) -> ChangeRule {
    let mut rule = ChangeRule::default();
    let Some(mut table) = keys.table("change", document) else {
        return rule;
    };
    if let Some(rule_set) = word::<RuleSet>(&mut table, "rules", document) {
        rule = rule_set.rule();
    }
    if let Some(criterion) = word(&mut table, "criterion", document) {
        rule.criterion = criterion;
    }
    if let Some(cutoff) = word(&mut table, "cutoff", document) {
        rule.cutoff = cutoff;
    }
    if let Some(sd) = word(&mut table, "sd", document) {
        rule.sd_source = sd;
    }
    rule.reliability = table.share("reliability", document);
    table.finish(&["rules", "criterion", "cutoff", "sd", "reliability"], document);
    rule
}

fn word<T: FromStr<Err = String>>(table: &mut Keys<'_>, key: &str, document: &mut Document<'_>) -> Option<T> {
    let (text, span) = table.spanned_text(key, document)?;
    match text.parse() {
        Ok(value) => Some(value),
        Err(expected) => {
            document.fault(&span, &format!("`{key}` is one of: {expected}"), None);
            None
        }
    }
}
