//! The profile that files were read by, as it is told: on standard error and in the results.

use std::collections::BTreeSet;

use sst_core::results::ProfileNote;
use sst_ingest::profile::{KnownFrom, Profile, ProfileUse};
use sst_ingest::read::Export;

use crate::opened::JoinFollows;
use crate::output::Output;

/// Says which profile the files follow, or which they look like; of joined files and of an anonymous follow-up form too.
pub(crate) fn tell(export: &Export<'_>, joins: &[JoinFollows], output: &Output) {
    tell_of(export.profile.as_ref(), &export.looks_like, None, output);
    if let Some(answers) = export.answers() {
        tell_of(answers.profile.as_ref(), &[], Some("the follow-up form"), output);
    }
    for join in joins {
        tell_of(join.profile.as_ref(), &join.looks_like, Some(&join.name), output);
    }
}

/// The same of the sessions, or of another file.
fn tell_of(used: Option<&ProfileUse>, looks_like: &[&'static Profile], other: Option<&str>, output: &Output) {
    let of = other.map(|name| format!(" of {name}")).unwrap_or_default();
    if let Some(used) = used {
        let profile = used.profile;
        let how = match (used.detected, other) {
            (false, _) => "as asked",
            (true, None) => "told by the files; --profile canonical reads them without it",
            (true, Some(_)) => "told by the file",
        };
        output.note(&format!("Profile{of}: {} ({}; {how})", profile.id, profile.name));
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
                    "Dates of `{}`{of} are read as {format}: no other way fits the whole column",
                    columns.join("` and `")
                ));
            }
        }
    }
    let ids: Vec<&str> = looks_like.iter().map(|profile| profile.id.as_str()).collect();
    if let [first, ..] = ids.as_slice() {
        let names = ids.join(" or ");
        let words = match other {
            None => format!(
                "This looks like an export of {names}, but not every mark of it is there: --profile {first} reads it so, --profile canonical says that it is none"
            ),
            Some(name) => format!(
                "{name} looks like an export of {names}, but not every mark of it is there: profile = \"{first}\" under its [[join]] reads it so, profile = \"canonical\" says that it is none"
            ),
        };
        output.note(&words);
    }
}

/// The profile as the results name it.
pub(crate) fn note(export: &Export<'_>) -> Option<ProfileNote> {
    export.profile.as_ref().map(note_of)
}

/// A profile that was used as the results name it.
pub(crate) fn note_of(used: &ProfileUse) -> ProfileNote {
    ProfileNote {
        id: used.profile.id.clone(),
        name: used.profile.name.clone(),
        detected: used.detected,
        known_from: used.profile.known_from.words().to_owned(),
        date_formats: used.date_formats.clone(),
    }
}
