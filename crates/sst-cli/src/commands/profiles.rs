//! `sst profiles [ID] [--format table|json]`

use std::fmt::Write;
use std::process::ExitCode;

use sst_ingest::mapping::did_you_mean;
use sst_ingest::profile::{Detection, Profile, Under};

use crate::arguments::{ListFormat, ProfilesArguments};
use crate::failure::Failure;
use crate::output::Output;

pub(crate) fn run(arguments: &ProfilesArguments, output: &Output) -> Result<ExitCode, Failure> {
    let known = Profile::built_in();
    let text = match (&arguments.id, arguments.format) {
        (None, ListFormat::Table) => list(known),
        (None, ListFormat::Json) => as_json(known),
        (Some(id), ListFormat::Table) => in_full(find(id)?),
        (Some(id), ListFormat::Json) => as_json(find(id)?),
    };
    output.data(&text)?;
    Ok(ExitCode::SUCCESS)
}

fn find(id: &str) -> Result<&'static Profile, Failure> {
    Profile::of_id(id).ok_or_else(|| {
        let ids = Profile::built_in().iter().map(|profile| profile.id.as_str());
        let hint = match did_you_mean(id, ids) {
            Some(meant) => format!("did you mean {meant}?"),
            None => "`sst profiles` lists what is built in; any other export is read with a mapping file".to_owned(),
        };
        Failure::wrong_use(format!("there is no profile `{id}`"), Some(hint))
    })
}

fn as_json(value: &(impl serde::Serialize + ?Sized)) -> String {
    // Strings and whole numbers only, so that this cannot fail.
    serde_json::to_string_pretty(value).unwrap_or_default() + "\n"
}

/// One line each.
fn list(known: &[Profile]) -> String {
    let mut text = format!("{:17} {:21} {}\n", "id", "known from", "name");
    for profile in known {
        // Writing to a String cannot fail.
        let _ = writeln!(text, "{:17} {:21} {}", profile.id, profile.known_from.words(), profile.name);
    }
    text += "
A profile is taken when a file shows every mark of it, and of no other; --profile ID asks for one, --profile canonical for
none. The mapping file comes on top: its line for a column goes before the profile's. `sst profiles ID` says what a profile
maps and leaves, how it is told, and where it is known from; what is known from memory was compared with no documentation.
";
    text
}

/// Everything that a profile says.
fn in_full(profile: &Profile) -> String {
    let mut text = format!("{}\n\n", profile.name);
    let mut line = |name: &str, words: &str| {
        let _ = writeln!(text, "{name:10} {words}");
    };
    line("Rows", &profile.about);
    line("Headers", &headers(profile));
    for (place, marks) in profile.detect.iter().enumerate() {
        line(if place == 0 { "Told by" } else { "or by" }, &told_by(marks));
    }
    for (place, (header, values)) in profile.drop_rows.iter().enumerate() {
        let words = format!("rows in which {header} is {}: not_a_session", values.join(", "));
        line(if place == 0 { "Drops" } else { "" }, &words);
    }
    for (place, (name, column)) in profile.columns.iter().enumerate() {
        let quoted = |headers: &[String]| {
            headers.iter().map(|header| format!("\"{header}\"")).collect::<Vec<_>>().join(", else ")
        };
        let mut words = format!("{name} = {}", quoted(&column.headers));
        if !column.choices.is_empty() {
            let marks =
                column.choices.iter().map(|(value, headers)| format!("{value} where {} is marked", quoted(headers)));
            words = format!("{name}: {}", marks.collect::<Vec<_>>().join(", "));
        }
        for (value, labels) in &column.values {
            let _ = write!(words, "; {value}: {}", labels.join(", "));
        }
        line(if place == 0 { "Maps" } else { "" }, &words);
    }
    if !profile.leaves.is_empty() {
        line("Leaves", &profile.leaves.join(", "));
    }
    if let Some(words) = &profile.session_date {
        line("To be said", words);
    }
    if !profile.is_canonical() {
        line("Dates", "as the whole column decides; where it does not, reading stops and says what to write");
    }
    line("Known from", profile.known_from.words());
    for source in &profile.sources {
        line("", source);
    }
    text
}

fn headers(profile: &Profile) -> String {
    if profile.by_code {
        return "in several files that belong together".to_owned();
    }
    match (profile.layout.rows_after_header, profile.layout.combined_header) {
        (0, _) => "in one row".to_owned(),
        (1, true) => "in two rows, read together as \"Question / choice\"".to_owned(),
        (more, _) => format!("in the first of {} rows; the others are passed over", more + 1),
    }
}

fn told_by(marks: &Detection) -> String {
    let mut words = Vec::new();
    if let Some(first) = &marks.first {
        words.push(format!("{first} as the first header"));
    }
    if !marks.headers.is_empty() {
        words.push(format!("the headers {}", marks.headers.join(", ")));
    }
    if !marks.timed.is_empty() {
        words.push(format!("dates with a time under {}", marks.timed.join(", ")));
    }
    if let Some(end) = &marks.ends_with {
        words.push(format!("headers that end in {} over nothing but {}", end.suffix, end.values.join(", ")));
    }
    words.extend(marks.under.iter().map(under));
    words.join("; ")
}

fn under(under: &Under) -> String {
    let mut words = Vec::new();
    if let Some(start) = &under.starts_with {
        words.push(format!("cells that begin with {start}"));
    }
    if !under.blank.is_empty() {
        words.push(format!("nothing under {}", under.blank.join(", ")));
    }
    words.extend(under.says.iter().map(|(header, text)| format!("{text} under {header}")));
    format!("in row {}: {}", under.row + 1, words.join(", "))
}
