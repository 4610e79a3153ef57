//! `[publish]`: the rule that hides small numbers, so that nobody forgets it.

use sst_core::protect::Protection;

use super::fault::did_you_mean;
use super::keys::{Document, Keys};

pub(super) fn read(keys: &mut Keys<'_>, document: &mut Document<'_>) -> Option<Protection> {
    let mut table = keys.table("publish", document)?;
    let rule = table.spanned_text("protect", document).and_then(|(text, span)| match text.as_str() {
        "none" => None,
        text => text
            .parse()
            .map_err(|expected: String| {
                let meant = did_you_mean(text, Protection::ALL.iter().map(|rule| rule.id()));
                let hint = meant.map(|meant| format!("did you mean `{meant}`?"));
                document.fault(&span, &format!("there is no such rule for `protect`: {expected}"), hint);
            })
            .ok(),
    });
    table.finish(&["protect"], document);
    rule
}
