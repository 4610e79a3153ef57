//! A first draft of a mapping file, from headers found in a table of known aliases.
//!
//! The draft names headers and never cells. What it cannot know it leaves as a question in a comment.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::sync::LazyLock;

use sst_core::record::plain;
use sst_core::text::Catalogue;

use crate::columns::{DateColumn, Feeds, canonical_names, feeds_of};
use crate::mapping::Mapping;
use crate::read::FileSample;

/// The canonical column that a header is a known alias of.
pub fn canonical_of(header: &str) -> Option<String> {
    let wanted = plain(header);
    ALIASES.iter().find(|(_, names)| names.contains(&wanted)).map(|(name, _)| name.clone())
}

/// The first of these headers that is an alias of that column.
pub(crate) fn canonical_of_all(headers: &[String], canonical: &str) -> Option<String> {
    headers.iter().find(|header| canonical_of(header).as_deref() == Some(canonical)).cloned()
}

/// The plain forms of the known headers, by canonical column. That the embedded table is valid is tested.
static ALIASES: LazyLock<BTreeMap<String, Vec<String>>> = LazyLock::new(|| {
    let mut aliases: BTreeMap<String, Vec<String>> =
        toml::from_str(sst_data::ALIASES).expect("the embedded aliases are valid");
    for name in aliases.values_mut().flatten() {
        *name = plain(name);
    }
    aliases
});

/// Drafts a mapping file for files with these headers.
pub fn draft(samples: &[FileSample], catalogue: &Catalogue) -> String {
    let definitions = Mapping::canonical(catalogue).definitions;
    let canonical = canonical_names(&definitions);
    let mut headers: Vec<&str> = Vec::new();
    for header in samples.iter().flat_map(|sample| &sample.headers).filter(|header| !header.is_empty()) {
        if !headers.contains(&header.as_str()) {
            headers.push(header);
        }
    }
    let is_canonical = |header: &str| canonical.iter().find(|name| plain(name) == plain(header)).cloned();
    let mut taken: Vec<String> = headers.iter().filter_map(|header| is_canonical(header)).collect();
    let mut columns = String::new();
    let mut unknown = Vec::new();
    for header in headers {
        let as_it_is = is_canonical(header);
        let name = as_it_is.clone().or_else(|| canonical_of(header).filter(|name| !taken.contains(name)));
        let Some(name) = name else {
            unknown.push(header);
            continue;
        };
        let formats = match feeds_of(&name, &definitions) {
            Some(Feeds::Date(date)) => Some((formats(samples, header), date)),
            _ => None,
        };
        match formats {
            Some((formats, _)) if formats.is_empty() || formats.contains(&"%Y-%m-%d") => {
                columns += &plain_line(&name, header, as_it_is.is_some());
            }
            Some((formats, _)) if formats.len() == 1 => {
                let _ = writeln!(columns, "{name} = {{ column = {}, format = \"{}\" }}", quoted(header), formats[0]);
            }
            Some((formats, date)) => {
                let _ = writeln!(
                    columns,
                    "# The dates under {} can be read in more than one way. Keep the line that is right:",
                    quoted(header)
                );
                for format in formats {
                    let _ = writeln!(columns, "# {name} = {{ column = {}, format = \"{format}\" }}", quoted(header));
                }
                if date == DateColumn::Session {
                    let _ = writeln!(columns, "# (Nothing can be read before this is decided.)");
                }
            }
            None => columns += &plain_line(&name, header, as_it_is.is_some()),
        }
        taken.push(name);
    }
    let mut text = String::from(
        "# How sst reads this export. Drafted by `sst init` from the names of the columns: read it before you trust it.\n",
    );
    text.push_str("# Columns that already have the names of the record layout need no line.\n\n[columns]\n");
    text.push_str(&columns);
    if !taken.iter().any(|name| name == "session_date") {
        text.push_str("# session_date = \"...\" # needed: the column with the day of the session\n");
    }
    if !unknown.is_empty() {
        text.push_str("\n# Not used. A column becomes a group under [groups], as age_band = \"Age group\".\n");
        for header in unknown {
            let _ = writeln!(text, "#   {}", quoted(header));
        }
    }
    text.push_str(DEFAULTS);
    text
}

/// A column that needs nothing but its header; none when that is its name already.
fn plain_line(name: &str, header: &str, is_its_name: bool) -> String {
    if is_its_name { String::new() } else { format!("{name} = {}\n", quoted(header)) }
}

/// The formats that fit every date under this header, in all files.
fn formats(samples: &[FileSample], header: &str) -> Vec<&'static str> {
    let cells: Vec<&str> = samples
        .iter()
        .flat_map(|sample| {
            let place = sample.headers.iter().position(|other| other == header);
            sample.rows.iter().filter_map(move |row| row.get(place?)).map(|cell| cell.trim())
        })
        .filter(|cell| !cell.is_empty())
        .collect();
    crate::columns::formats_that_fit(&cells)
}

/// A text as TOML writes it on one line, so that it can stand in a comment: JSON's escapes, and DEL, which TOML refuses.
fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string().replace('\u{7f}', "\\u007f")
}

const DEFAULTS: &str = r#"
# Everything below is the default: a line takes effect once its # is gone.
# session_id_scope = "all"        # "file" where ids are unique only within a file (goes to the top, before [columns])
# fiscal_year_starts = "01-01"    # "04-01" for a year that starts in April (goes to the top, before [columns])

# [groups]                        # further columns to group by
# age_band = "Age group"

# A column's options, of any column: { column = "PHQ-9 (intake)", missing = ["99", "N/A"], format = "%d/%m/%Y",
# values = { yes = ["Y"] }, split = ",", min = 0, max = 27 }

# [thresholds]
# helpful = 4                     # a rating of at least this counts as helpful
# satisfied = 4

# [follow_up]
# questions = ["change_rating", "enough", "no_return_reason", "goal_met", "next_step_done"]
# due_after_days = 0              # `sst check` proposes a number
# closes_after_days = 90          # no default: answers count however late they come

# [period]
# from = "2025-01-01"             # no default: from the first session ...
# to = "2025-12-31"               # ... to the last

# [change]                        # change on questionnaires: see METHODS.md
# rules = "nhs-talking-therapies" # no default; or "jacobson-truax", "pmhc-mds": a standard goes without the three below
# criterion = "published"         # else Jacobson and Truax; or "percent:50", "mid", "effect-size:0.5", "hageman-arrindell" ...
# cutoff = "published"            # else c; or "a", "b", "c"
# sd = "clinical"                 # the norm, else all scores before; or "baselines", "completers"
# reliability = 0.89              # no default: the instrument's
# sensitivity = false             # also under every other rule

# [scores]                        # questionnaire scores in a file of their own: a row for each client, date and questionnaire
# file = "measures.csv"           # no default; beside this file, or several: ["a.csv", "b.csv"]; --scores FILE goes before it
# client_id = "client_id"
# date = "date"                   # or { column = "Completed", format = "%d/%m/%Y" }
# measure = "measure"
# score = "score"
# missing = []                    # codes in the score's column that mean: missing
# instruments = { phq9 = ["PHQ-9 total"] } # no default: a questionnaire's id and name are known without it
# pre_within_days = 14            # before: the latest on the session's day or at most so many days earlier
# post_from_days = 1              # after: the earliest from so many days later ...
# post_within_days = 42           # ... to so many

# [expect]                        # what each export should be; otherwise a warning, and --fail-on can make it exit code 1
# data_through_within_days = 35   # no default: the last attended session lies within so many days of today
# min_sessions = 40               # no default: attended sessions in the period

# [report]
# organisation = "..."
# title = "..."
# logo = "logo.png"
# commentary = "..."

# [[measure]]                     # a yes/no question of your own
# id = "would_recommend"
# label = "Would recommend us"
# column = "Recommend?"
# yes = ["Yes"]
# no = ["No"]

# [[instrument]]                  # a questionnaire of your own, or (with a built-in id) other numbers: see README.md
# id = "couples"
# min = 0
# max = 151
# unit = 0.5                      # 1
# better = "higher"
# cutoff = 97                     # no default, and none for reliability, reliable_change and the norms

# [[target]]                      # what you aim at, shown beside the number
# measure = "helpful"
# value = 0.75

# [[gate]]                        # what `sst rates` and `sst report` fail on (exit code 1)
# measure = "helpful"
# at_least = 0.70
# min_answered = 30
# fail_when = "shown_below"
"#;
