//! The draft as a mapping file: what is sure is a line, all else a comment. No cell stands in it but labels of coded columns.

use std::fmt::Write;

use sst_core::definitions::Definitions;
use sst_core::record::{Question, Status, plain};
use sst_core::text::Catalogue;

use super::dates::{Order, in_words};
use super::defaults::{sections, with_keys};
use super::fits::Label;
use super::proposal::{Placed, Proposal, State};
use super::roles::{Role, ScoresFile};
use crate::columns::Feeds;
use crate::mapping::Mapping;

/// A coded column has at most so many different labels.
const MOST_LABELS: usize = 12;

/// A label of more characters is text that somebody wrote.
const LONGEST_LABEL: usize = 40;

/// A label that is not known is shown when it stands in at least so many cells.
const SEVERAL: u64 = 3;

impl Proposal {
    /// The draft: the same bytes for the same files and answers.
    pub fn draft(&self, catalogue: &Catalogue) -> String {
        let definitions = &Mapping::canonical(catalogue).definitions;
        let mut text = String::from(
            "# How sst reads this export. Drafted by `sst init` from headers and cells: read it before you trust it.\n\
             # A line counts once it has no # before it. Columns that have the names of the record layout need no line.\n",
        );
        self.write_files(&mut text);
        self.write_top(&mut text);
        text.push_str("\n[columns]\n");
        for column in self.columns.iter().filter(|column| column.state == State::Sure && !column.is_by_profile) {
            write_sure(&mut text, column, definitions);
        }
        if !self.columns.iter().any(|column| column.names.iter().any(|name| name == "session_date")) {
            text.push_str("# session_date = \"...\" # needed: the column with the day of the session\n");
        }
        self.write_guesses(&mut text, definitions);
        self.write_not_placed(&mut text);
        for (name, lines) in sections() {
            if name == "top" {
                continue;
            }
            text.push('\n');
            match name {
                "follow_up" => self.write_follow_up(&mut text),
                "scores" => self.write_scores(&mut text),
                "join" => self.write_joins(&mut text, &lines),
                "input" => {
                    let given = self.profile.map(|profile| ("profile", format!("\"{}\"", profile.id)));
                    text.push_str(&with_keys("input", given.as_slice()));
                }
                _ => {
                    for line in lines {
                        text.push_str(line);
                        text.push('\n');
                    }
                }
            }
        }
        text
    }

    fn write_files(&self, text: &mut String) {
        text.push_str("#\n");
        for ((name, _, rows, is_whole), role) in self.files.iter().zip(&self.roles) {
            let what = match role {
                Role::Sessions => "sessions",
                Role::Scores(_) => "scores",
                Role::FollowUp { .. } => "a follow-up form",
            };
            let end = if *is_whole { "" } else { "; it has more, which were not looked at" };
            let _ = writeln!(text, "# {}: {rows} rows, {what}{end}", one_line(name));
        }
        if let Some(profile) = self.profile {
            let name = &profile.name;
            let _ =
                writeln!(text, "# The files follow the profile {}, {name}: what it knows needs no line.", profile.id);
        }
        for note in &self.notes {
            let _ = writeln!(text, "# {note}");
        }
    }

    fn write_top(&self, text: &mut String) {
        text.push('\n');
        match self.id_scope {
            Some((rows, true)) => {
                let _ = writeln!(
                    text,
                    "# {rows} session ids stand in two files in different rows; you said that ids are unique within a file only."
                );
                text.push_str(&with_keys("top", &[("session_id_scope", "\"file\"".to_owned())]));
            }
            Some((rows, false)) => {
                let _ = writeln!(
                    text,
                    "# {rows} session ids stand in two files in different rows. If ids are unique within a file only:\n# session_id_scope = \"file\""
                );
                text.push_str(&with_keys("top", &[]));
            }
            None => text.push_str(&with_keys("top", &[])),
        }
    }

    fn write_guesses(&self, text: &mut String, definitions: &Definitions) {
        let guesses: Vec<&Placed> = self.columns.iter().filter(|column| column.state == State::Guess).collect();
        if guesses.is_empty() {
            return;
        }
        text.push_str("\n# Not sure. Take away the # of a line that is right, and see `sst check`.\n");
        for column in guesses {
            let _ = writeln!(text, "# {}: {}.", quoted(&column.header), column.why);
            if let Some(dates) = &column.fits.dates {
                for line in date_lines(column, &dates.order) {
                    let _ = writeln!(text, "# {line}");
                }
                continue;
            }
            for name in &column.names {
                let (line, more) = line(name, column, definitions, false);
                let _ = writeln!(text, "# {line}");
                for comment in more {
                    let _ = writeln!(text, "{comment}");
                }
            }
        }
    }

    fn write_not_placed(&self, text: &mut String) {
        let mut others = self.columns.iter().filter(|column| column.state == State::NotPlaced).peekable();
        if others.peek().is_none() {
            return;
        }
        text.push_str("\n# Not used. A column becomes a group under [groups], as age_band = \"Age group\".\n");
        for column in others {
            let _ = writeln!(text, "#   {} # {}", quoted(&column.header), one_line(&column.why));
        }
    }

    fn write_follow_up(&self, text: &mut String) {
        let Some(due) = self.due else {
            text.push_str(&with_keys("follow_up", &[]));
            return;
        };
        let _ = writeln!(
            text,
            "# {} answers have a date: half came within {} days of the session, nine of ten within {}.",
            due.answers, due.median, due.days
        );
        if due.is_confirmed {
            text.push_str(&with_keys("follow_up", &[("due_after_days", due.days.to_string())]));
        } else {
            let _ = writeln!(text, "# Proposed, for [follow_up] below: due_after_days = {}", due.days);
            text.push_str(&with_keys("follow_up", &[]));
        }
    }

    fn write_scores(&self, text: &mut String) {
        let found: Vec<(&ScoresFile, &str)> = self
            .roles
            .iter()
            .zip(&self.files)
            .filter_map(|(role, (_, place, ..))| match role {
                Role::Scores(scores) => Some((scores, place.as_str())),
                _ => None,
            })
            .collect();
        let Some(&(first, _)) = found.first() else {
            text.push_str(&with_keys("scores", &[]));
            return;
        };
        // One section reads all of them: they must be laid out alike.
        let alike: Vec<&(&ScoresFile, &str)> = found
            .iter()
            .filter(|(scores, _)| {
                (&scores.client_id, &scores.date, &scores.measure, &scores.score, scores.format)
                    == (&first.client_id, &first.date, &first.measure, &first.score, first.format)
            })
            .collect();
        let files: Vec<String> = alike.iter().map(|(_, place)| quoted(place)).collect();
        let mut labels: Vec<(&str, Vec<&String>)> = Vec::new();
        for (id, more) in alike.iter().flat_map(|(scores, _)| &scores.labels) {
            let place = labels.iter().position(|(known, _)| known == id).unwrap_or_else(|| {
                labels.push((id, Vec::new()));
                labels.len() - 1
            });
            for label in more {
                if !labels[place].1.contains(&label) {
                    labels[place].1.push(label);
                }
            }
        }
        let mut given =
            vec![("file", if files.len() == 1 { files[0].clone() } else { format!("[{}]", files.join(", ")) })];
        given.push(("client_id", quoted(&first.client_id)));
        given.push((
            "date",
            match first.format {
                None => quoted(&first.date),
                Some(format) => format!("{{ column = {}, format = {} }}", quoted(&first.date), quoted(format)),
            },
        ));
        given.push(("measure", quoted(&first.measure)));
        given.push(("score", quoted(&first.score)));
        if !labels.is_empty() {
            let of = |(id, labels): &(&str, Vec<&String>)| {
                let labels: Vec<String> = labels.iter().map(|label| quoted(label)).collect();
                format!("{id} = [{}]", labels.join(", "))
            };
            let all: Vec<String> = labels.iter().map(of).collect();
            given.push(("instruments", format!("{{ {} }}", all.join(", "))));
        }
        if alike.len() < found.len() {
            text.push_str("# Not all files of scores are laid out alike: the others are not in this section.\n");
        }
        let unknown: usize = alike.iter().map(|(scores, _)| scores.unknown).sum();
        if unknown > 0 {
            let _ = writeln!(
                text,
                "# {unknown} labels of the measure are of no questionnaire that is known: `sst check` says where; name them under instruments."
            );
        }
        let section = with_keys("scores", &given);
        match &first.against {
            None => text.push_str(&section),
            Some(against) => {
                let _ = writeln!(text, "# A table of scores? {against}.");
                for line in section.lines() {
                    let _ = writeln!(text, "{}{line}", if line.starts_with('#') { "" } else { "# " });
                }
            }
        }
    }

    fn write_joins(&self, text: &mut String, lines: &[&str]) {
        let mut is_one = false;
        for (role, (name, place, ..)) in self.roles.iter().zip(&self.files) {
            let Role::FollowUp { by, date } = role else { continue };
            is_one = true;
            let _ = writeln!(
                text,
                "# {} has answers to follow-up questions and no sessions. To join them to the sessions:",
                one_line(name)
            );
            let _ = writeln!(text, "# [[join]]\n# file = {}", quoted(place));
            match by {
                Some((by, key)) => {
                    let _ = writeln!(text, "# by = {}\n# key = {}", quoted(by), quoted(key));
                }
                None => text
                    .push_str("# by = \"client_id\" # no column of the file is known to be an id\n# key = \"...\"\n"),
            }
            if let Some((header, format)) = date {
                let format = format.map(|format| format!(", format = {}", quoted(format))).unwrap_or_default();
                let _ = writeln!(text, "# date = {{ column = {}{format} }}", quoted(header));
            }
            text.push_str("# within_days = 90\n");
        }
        if !is_one {
            for line in lines {
                text.push_str(line);
                text.push('\n');
            }
        }
    }
}

/// The lines of a column that counts.
fn write_sure(text: &mut String, column: &Placed, definitions: &Definitions) {
    let Some(name) = column.names.first() else { return };
    let (line, more) = line(name, column, definitions, true);
    let is_needed = !column.is_itself || line.contains('{');
    if is_needed {
        let _ = writeln!(text, "{line}");
    } else if !more.is_empty() {
        let _ = writeln!(text, "# {} needs no line.", quoted(&column.header));
    }
    if let Some(Order::One { format, settled_by }) = column.fits.dates.as_ref().map(|dates| &dates.order) {
        let _ = writeln!(text, "#   {}: settled by {settled_by} of {} dates", in_words(format), column.filled);
    }
    for comment in more {
        let _ = writeln!(text, "{comment}");
    }
    let is_rating = matches!(column.feeds(definitions), Some(Feeds::Coded(question)) if question.is_rating());
    if is_rating && is_needed && !line.contains("values") {
        text.push_str("#   5 is taken for the best and 1 for the worst: if it is the other way round, say so with values = { 5 = [\"1\"], 4 = [\"2\"], ... }\n");
    }
}

/// The lines that a column of dates could have.
fn date_lines(column: &Placed, order: &Order) -> Vec<String> {
    let header = quoted(&column.header);
    let mut lines = Vec::new();
    for name in &column.names {
        let with = |format: &str| format!("{name} = {{ column = {header}, format = {} }}", quoted(format));
        match order {
            Order::Plain | Order::Serials | Order::None => lines.push(format!("{name} = {header}")),
            Order::One { format, .. } => lines.push(with(format)),
            Order::Either(readings) => {
                for reading in readings {
                    let months =
                        format!("{}, from {} to {}", in_words(reading.format), reading.first_month, reading.last_month);
                    lines.push(format!("{} # {months}", with(reading.format)));
                }
            }
            Order::Two(formats) => {
                for (format, count) in formats {
                    lines.push(format!("{} # reads {count} of {} cells", with(format), column.filled));
                }
            }
        }
    }
    lines
}

/// The line of a column, and comments to it.
fn line(name: &str, column: &Placed, definitions: &Definitions, is_sure: bool) -> (String, Vec<String>) {
    let mut options = Vec::new();
    let mut comments = Vec::new();
    let header = quoted(&column.header);
    let feeds = crate::columns::feeds_of(name, definitions);
    let order = column.fits.dates.as_ref().map(|dates| &dates.order);
    let format = column.format.or(match order {
        Some(Order::One { format, .. }) => Some(*format),
        _ => None,
    });
    if let Some(format) = format {
        options.push(format!("format = {}", quoted(format)));
    }
    let labels = &column.fits.labels;
    let values = values(labels, feeds);
    if !values.is_empty() {
        options.push(format!("values = {{ {} }}", values.join(", ")));
    }
    let is_coded = matches!(feeds, Some(Feeds::Status | Feeds::Coded(_)));
    let missing: Vec<String> = column.fits.missing.iter().map(|(code, _)| quoted(code)).collect();
    if !missing.is_empty() && is_coded {
        options.push(format!("missing = [{}]", missing.join(", ")));
    }
    let line = written(name, &header, &options);
    if !missing.is_empty() && !is_coded {
        let counts: Vec<String> =
            column.fits.missing.iter().map(|(code, count)| format!("{} in {}", quoted(code), cells(*count))).collect();
        comments.push(format!("#   Codes for no answer? {}. If so, this is its line:", counts.join(", ")));
        options.push(format!("missing = [{}]", missing.join(", ")));
        comments.push(format!("# {}", written(name, &header, &options)));
    }
    // Where most labels are not known, nothing says that the column is coded at all, whoever called it so.
    if is_coded && is_sure && column.fits.against.is_none() {
        comments.extend(unknown_labels(labels));
    }
    (line, comments)
}

fn written(name: &str, header: &str, options: &[String]) -> String {
    if options.is_empty() {
        format!("{name} = {header}")
    } else {
        format!("{name} = {{ column = {header}, {} }}", options.join(", "))
    }
}

/// Known labels under the code they stand for, in the order of the codes. Codes as they are need no saying.
fn values(labels: &[Label], feeds: Option<Feeds>) -> Vec<String> {
    let codes: Vec<&str> = match feeds {
        Some(Feeds::Status) => Status::ALL.iter().map(|status| status.id()).collect(),
        Some(Feeds::Coded(question)) => question.codes().to_vec(),
        _ => Vec::new(),
    };
    let is_group = matches!(feeds, Some(Feeds::Group(_)));
    let is_rating = matches!(feeds, Some(Feeds::Coded(question)) if Question::is_rating(question));
    let is_itself = |label: &&Label| label.code.as_deref().is_some_and(|code| plain(code) == plain(&label.text));
    let known = || labels.iter().filter(|label| label.code.is_some());
    // With a label of its own a rating has another scale, and then each number must be said too.
    let is_all = is_rating && known().any(|label| label.text.chars().any(char::is_alphabetic));
    let mut wanted: Vec<&Label> = known().filter(|label| is_all || !is_itself(label)).collect();
    // A rating of 4.0 is read as it is.
    if is_rating && !is_all {
        wanted.clear();
    }
    let mut all: Vec<&str> = codes;
    for label in &wanted {
        let code = label.code.as_deref().unwrap_or_default();
        if !all.contains(&code) {
            all.push(code);
        }
    }
    all.into_iter()
        .filter_map(|code| {
            let mut of_code: Vec<&str> = Vec::new();
            for label in wanted.iter().filter(|label| label.code.as_deref() == Some(code)) {
                // Labels that differ only in what the reader passes over are one.
                if !of_code.iter().any(|other| plain(other) == plain(&label.text)) {
                    of_code.push(&label.text);
                }
            }
            // A group's label is spelt as the cells have it, or there would be two groups.
            let spelt = labels.iter().map(|label| label.text.as_str()).find(|text| plain(text) == plain(code));
            let code = if is_group { spelt.unwrap_or(code) } else { code };
            let key = if code.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_') {
                code.to_owned()
            } else {
                quoted(code)
            };
            let labels: Vec<String> = of_code.iter().map(|label| quoted(label)).collect();
            (!labels.is_empty()).then(|| format!("{key} = [{}]", labels.join(", ")))
        })
        .collect()
}

/// Labels that are not known, of a column that has few: rare and long ones may be what somebody wrote, and are only counted.
fn unknown_labels(labels: &[Label]) -> Vec<String> {
    let unknown: Vec<&Label> = labels.iter().filter(|label| label.code.is_none()).collect();
    if unknown.is_empty() {
        return Vec::new();
    }
    let is_coded = labels.len() <= MOST_LABELS;
    let is_told = |label: &&&Label| {
        is_coded && label.count >= SEVERAL && label.text.chars().count() <= LONGEST_LABEL && !label.text.contains('\n')
    };
    let told: Vec<&&Label> = unknown.iter().filter(is_told).collect();
    let mut comments = Vec::new();
    if !told.is_empty() {
        comments.push(
            "#   Labels that are not known, and count as missing until they stand in one of the lists above:"
                .to_owned(),
        );
        comments.extend(told.iter().map(|label| format!("#     {} # {}", quoted(&label.text), cells(label.count))));
    }
    let rest: u64 =
        unknown.iter().map(|label| label.count).sum::<u64>() - told.iter().map(|label| label.count).sum::<u64>();
    if rest > 0 {
        comments.push(format!(
            "#   Other labels that are not known, too rare or too many to be named here: {}; see `sst check`",
            cells(rest)
        ));
    }
    comments
}

/// So many cells.
fn cells(count: u64) -> String {
    if count == 1 { "1 cell".to_owned() } else { format!("{count} cells") }
}

/// A text as TOML writes it on one line, so that it can stand in a comment: JSON's escapes, and DEL, which TOML refuses.
fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string().replace('\u{7f}', "\\u007f")
}

/// A text that can stand in a comment.
fn one_line(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}
