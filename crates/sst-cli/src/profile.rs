//! The profile that files were read by, as it is told: on standard error and in the results.

use std::collections::BTreeSet;

use sst_core::results::ProfileNote;
use sst_ingest::profile::KnownFrom;
use sst_ingest::read::Export;

use crate::output::Output;

/// Says which profile the files follow, or which they look like; of an anonymous follow-up form, which it follows.
pub(crate) fn tell(export: &Export<'_>, output: &Output) {
    tell_used(export, "Profile", output);
    if let Some(answers) = export.answers() {
        tell_used(answers, "Profile of the follow-up form", output);
    }
    let ids: Vec<&str> = export.looks_like.iter().map(|profile| profile.id.as_str()).collect();
    if let [first, ..] = ids.as_slice() {
        let names = ids.join(" or ");
        output.note(&format!(
            "This looks like an export of {names}, but not every mark of it is there: --profile {first} reads it so, --profile canonical says that it is none"
        ));
    }
}

fn tell_used(export: &Export<'_>, title: &str, output: &Output) {
    if let Some(used) = &export.profile {
        let profile = used.profile;
        let how =
            if used.detected { "told by the files; --profile canonical reads them without it" } else { "as asked" };
        output.note(&format!("{title}: {} ({}; {how})", profile.id, profile.name));
        if profile.known_from == KnownFrom::Memory {
            output.note(&format!(
                "The profile {} is known from memory only: compare `sst check` with the export (`sst profiles {}` says what it takes for granted)",
                profile.id, profile.id
            ));
        }
        for format in used.date_formats.values().collect::<BTreeSet<_>>() {
            // What is written as the record layout has it needs no word.
            if format != "%Y-%m-%d" {
                let same = used.date_formats.iter().filter(|(_, other)| *other == format);
                let columns: Vec<&str> = same.map(|(column, _)| column.as_str()).collect();
                output.note(&format!(
                    "Dates of `{}` are read as {format}: no other way fits the whole column",
                    columns.join("` and `")
                ));
            }
        }
    }
}

/// The profile as the results name it.
pub(crate) fn note(export: &Export<'_>) -> Option<ProfileNote> {
    export.profile.as_ref().map(|used| ProfileNote {
        id: used.profile.id.clone(),
        name: used.profile.name.clone(),
        detected: used.detected,
        known_from: used.profile.known_from.words().to_owned(),
        date_formats: used.date_formats.clone(),
    })
}
