//! Why an export cannot be opened or read. Messages name files, headers and lines, never cells.

use crate::profile::Profile;
use crate::source::{Container, TableFault};

/// Why an export cannot be opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The system cannot read the file.
    #[error("{file}: cannot be read: {source}")]
    Unreadable {
        /// The file.
        file: String,
        /// What the system says.
        source: std::io::Error,
    },
    /// The file is neither CSV nor a table that this build reads.
    #[error("{file}: this is {what}, and sst cannot read it", what = container.advice().0)]
    NotCsv {
        /// The file.
        file: String,
        /// What it is.
        container: Container,
    },
    /// The file is a table, and a damaged one.
    #[error("{file}: {fault}")]
    Table {
        /// The file.
        file: String,
        /// What is wrong.
        fault: TableFault,
    },
    /// A column that is needed holds what cannot be said as text.
    #[error("{file}: the column \"{header}\" {fault}")]
    UnreadableColumn {
        /// The file.
        file: String,
        /// The column's name in the file.
        header: String,
        /// What is wrong.
        fault: TableFault,
    },
    /// The file has no line with anything in it.
    #[error("{file}: the file is empty: not even a header")]
    Empty {
        /// The file.
        file: String,
    },
    /// The header's quotes are broken.
    #[error("{file}: line {line}: the quotes of the header are broken, so its columns cannot be told apart")]
    BrokenHeader {
        /// The file.
        file: String,
        /// The line.
        line: u64,
    },
    /// No column holds the session's date.
    #[error("{file}: there is no column `session_date`")]
    NoSessionDate {
        /// The file.
        file: String,
        /// The header that the mapping gives and that is not there, or that is there twice.
        header: Option<String>,
        /// What the profile that the file follows says about it.
        of_profile: Option<String>,
        /// What may be meant.
        meant: Option<String>,
        /// The row in which the headers seem to be.
        header_row: Option<u64>,
    },
    /// There is no such profile.
    #[error("there is no profile `{id}`")]
    UnknownProfile {
        /// What was asked for.
        id: String,
        /// What may be meant.
        meant: Option<String>,
        /// The profiles that there are.
        known: Vec<String>,
    },
    /// The profile is of files that belong together.
    #[error("the profile {} is of several files that belong together", profile.id)]
    ProfileOfFolder {
        /// The profile.
        profile: &'static Profile,
    },
    /// The rows under the headers are not what the profile asked for takes them for.
    #[error("{file}: the rows under the headers are not as in the profile {}", profile.id)]
    OtherHeaders {
        /// The file.
        file: String,
        /// The profile.
        profile: &'static Profile,
    },
    /// The profile asked for says nothing of a joined file's columns.
    #[error("{file}: the profile {} knows none of its columns", profile.id)]
    ProfileOfOtherFile {
        /// The file.
        file: String,
        /// The profile.
        profile: &'static Profile,
    },
    /// Several formats read every date of a column, and differently.
    #[error("the dates of `{}` in the column \"{header}\" can be read in more than one way", names.join("` and `"))]
    OpenDates {
        /// The section of the mapping file that would say it.
        section: &'static str,
        /// The canonical columns.
        names: Vec<String>,
        /// The header.
        header: String,
        /// The formats.
        formats: Vec<&'static str>,
    },
    /// No format reads every date of a column.
    #[error("the dates of `{name}` in the column \"{header}\" are written in more than one way")]
    MixedDates {
        /// The section of the mapping file that would say it.
        section: &'static str,
        /// The canonical column.
        name: String,
        /// The header.
        header: String,
    },
    /// The mapping names a header that no file has.
    #[error("the mapping says `{name}` is in the column \"{header}\", and no file has that column")]
    NoSuchHeader {
        /// The canonical name.
        name: String,
        /// The header.
        header: String,
        /// What may be meant.
        meant: Option<String>,
        /// The row in which the headers seem to be.
        header_row: Option<u64>,
    },
    /// A scores file has not the column.
    #[error("{file}: there is no column \"{header}\", where `{name}` of [scores] should be")]
    NoScoresColumn {
        /// The file.
        file: String,
        /// The key of `[scores]`.
        name: String,
        /// The header that was looked for.
        header: String,
        /// What may be meant.
        meant: Option<String>,
    },
    /// A scores file has the column more than once.
    #[error("{file}: the column \"{header}\", where `{name}` of [scores] should be, is there more than once")]
    ScoresColumnTwice {
        /// The file.
        file: String,
        /// The key of `[scores]`.
        name: String,
        /// The header.
        header: String,
    },
    /// A scores file cannot be read to its end.
    #[error(transparent)]
    Scores(ReadError),
    /// A file that is to be joined cannot be read to its end.
    #[error(transparent)]
    Unread(Box<ReadError>),
    /// Scores are given and no session says whose it is.
    #[error("the scores find their sessions by client and date, and there is no column `client_id` among the sessions")]
    NoClientForScores,
    /// An anonymous follow-up file has no column with the date of an answer.
    #[error("{file}: there is no column \"{header}\", where `date` of [follow_up] should be")]
    NoAnswerDate {
        /// The file.
        file: String,
        /// The header that was looked for.
        header: String,
        /// What may be meant.
        meant: Option<String>,
    },
    /// An anonymous follow-up file has not the column of the site.
    #[error("no follow-up file has the column \"{header}\", where `site` of [follow_up] should be")]
    NoAnswerSite {
        /// The header that was looked for.
        header: String,
        /// What may be meant.
        meant: Option<String>,
    },
    /// An anonymous follow-up file has none of the questions.
    #[error("{files}: none of the follow-up questions has a column there")]
    NoFollowUpQuestion {
        /// The files.
        files: String,
        /// The questions.
        questions: Vec<String>,
    },
    /// A question is answered among the sessions, and in an anonymous form too.
    #[error(
        "{file}: the follow-up question `{name}` has a column among the sessions (\"{header}\"), and follow-ups are anonymous"
    )]
    FollowUpAmongSessions {
        /// The file of sessions.
        file: String,
        /// The question.
        name: String,
        /// Its header.
        header: String,
    },
    /// A follow-up that closes needs to know its session.
    #[error("`closes_after_days` of [follow_up] cannot be applied to anonymous answers")]
    ClosesUnlinked,
    /// An anonymous follow-up file cannot be opened for another reason.
    #[error("follow-up answers: {0}")]
    Answers(Box<OpenError>),
    /// Two inputs hold the same bytes.
    #[error("{first} and {second} have the same content")]
    SameContent {
        /// One of them.
        first: String,
        /// The other.
        second: String,
    },
    /// More files than can be told apart.
    #[error("{files} files are too many: at most {limit}")]
    TooManyFiles {
        /// How many.
        files: usize,
        /// How many can be.
        limit: usize,
    },
}

impl OpenError {
    /// What to do.
    pub fn hint(&self) -> Option<String> {
        match self {
            Self::Unreadable { .. } | Self::TooManyFiles { .. } => None,
            Self::NotCsv { container, .. } => Some(container.advice().1.to_owned()),
            Self::Table { fault, .. } | Self::UnreadableColumn { fault, .. } => Some(fault.hint.clone()),
            Self::Empty { .. } => Some("export it again, with the column names in the first line".to_owned()),
            Self::BrokenHeader { .. } => Some("close the quote in the first line, or export again".to_owned()),
            Self::NoSessionDate { header_row: Some(row), .. } | Self::NoSuchHeader { header_row: Some(row), .. } => {
                Some(format!("the headers may be in row {row}: then write in sst.toml: [input] header_row = {row}"))
            }
            Self::UnknownProfile { meant: Some(meant), .. } => Some(format!("did you mean {meant}?")),
            Self::UnknownProfile { known, .. } => Some(format!("there are {}", known.join(", "))),
            Self::ProfileOfFolder { .. } => Some("give the folder with all its files".to_owned()),
            Self::OtherHeaders { profile, .. } => Some(format!(
                "in such an export {} under the headers; `sst profiles {}` says more. Where they do not, write in sst.toml, under [input] or the file's [[join]]: \
                 rows_after_header = 0, or however many there are",
                match profile.layout.rows_after_header {
                    0 => "the data stands directly".to_owned(),
                    1 => "one more row stands".to_owned(),
                    more => format!("{more} more rows stand"),
                },
                profile.id
            )),
            Self::ProfileOfOtherFile { profile, .. } => {
                Some(format!("`sst profiles {}` says which it knows; remove `profile` where it is another export", profile.id))
            }
            Self::OpenDates { section, names, header, formats } => {
                let of_format = |format: &&str| {
                    let line = |name: &String| format!("    {name} = {{ column = \"{header}\", format = \"{format}\" }}");
                    names.iter().map(line).collect::<Vec<_>>().join("\n")
                };
                let lines: Vec<String> = formats.iter().map(of_format).collect();
                Some(format!(
                    "only the service knows which is right; write in sst.toml, under {section}:\n{}",
                    lines.join("\nor\n")
                ))
            }
            Self::MixedDates { section, name, header } => Some(format!(
                "export again with one kind of date, or say which are right, in sst.toml, under {section}: \
                 {name} = {{ column = \"{header}\", format = \"%d/%m/%Y\" }} (the others then become findings)"
            )),
            Self::NoSessionDate { header: None, of_profile: Some(words), .. } => Some(words.clone()),
            Self::NoSessionDate { header: Some(header), meant: None, .. } => Some(format!(
                "the mapping gives \"{header}\" for it; a column is found by its name, and the name must be there once"
            )),
            Self::NoSessionDate { meant: Some(meant), .. } => Some(format!(
                "is it \"{meant}\"? then write in sst.toml, under [columns]: session_date = \"{meant}\" - or let `sst init` draft that file"
            )),
            Self::NoSessionDate { .. } => {
                Some("`sst init` drafts a mapping file; [columns] says which column is the session's date".to_owned())
            }
            Self::NoSuchHeader { header, meant: Some(meant), .. } if header == meant => Some(format!(
                "the name is there more than once: \"{header} [1]\" is the first, \"{header} [2]\" the second"
            )),
            Self::NoSuchHeader { meant: Some(meant), .. } | Self::NoAnswerSite { meant: Some(meant), .. } => {
                Some(format!("did you mean \"{meant}\"?"))
            }
            Self::NoSuchHeader { .. } => Some("the name must be as in the first line of the export".to_owned()),
            Self::NoScoresColumn { name, meant: Some(meant), .. } => {
                Some(format!("is it \"{meant}\"? then write in sst.toml, under [scores]: {name} = \"{meant}\""))
            }
            Self::NoScoresColumn { name, .. } => Some(format!(
                "a scores file has a row for each client, date and questionnaire; write in sst.toml, under [scores]: \
                 {name} = \"the header\""
            )),
            Self::ScoresColumnTwice { .. } => {
                Some("it cannot be known which is meant: rename one of them in the first line of the file".to_owned())
            }
            Self::NoAnswerDate { meant: Some(meant), .. } => {
                Some(format!("is it \"{meant}\"? then write in sst.toml, under [follow_up]: date = \"{meant}\""))
            }
            Self::NoAnswerDate { .. } => Some(
                "an anonymous answer is counted by the month of its date; write in sst.toml, under [follow_up]: date = \"the header\"".to_owned(),
            ),
            Self::NoAnswerSite { .. } => Some("remove `site` where the form does not ask for it".to_owned()),
            Self::NoFollowUpQuestion { questions, .. } => Some(format!(
                "there should be {}; write in sst.toml, under [columns], which header of the form is which, as: {} = \"the header\"",
                questions.join(", "),
                questions.first().map_or("enough", String::as_str)
            )),
            Self::FollowUpAmongSessions { name, .. } => Some(format!(
                "a question is answered in one place: take the column out of the export, or - where sessions do answer `{name}` - leave it out of \
                 `questions` under [follow_up]"
            )),
            Self::ClosesUnlinked => {
                Some("remove it: of an anonymous answer nobody knows how many days after the session it came".to_owned())
            }
            Self::Answers(error) => error.hint(),
            Self::Scores(error) => error.hint(),
            Self::Unread(error) => error.hint(),
            Self::NoClientForScores => Some(
                "give the export with its client ids (under another header: [columns] client_id = \"...\"; with --columns: name client_id too)".to_owned(),
            ),
            Self::SameContent { .. } => Some("give each export once: its rows would count twice".to_owned()),
        }
    }

    /// The same of an anonymous follow-up file.
    pub(super) fn of_answers(self) -> Self {
        match self {
            Self::NoSessionDate { file, header, meant, .. } => Self::NoAnswerDate {
                file,
                header: header.unwrap_or_default(),
                meant: meant.filter(|meant| !meant.is_empty()),
            },
            Self::NoSuchHeader { name, header, meant, .. } if name == "session_date" => {
                Self::NoAnswerDate { file: "follow-up answers".to_owned(), header, meant }
            }
            Self::NoSuchHeader { name, header, meant, .. } if name == "site" => Self::NoAnswerSite { header, meant },
            other => Self::Answers(Box::new(other)),
        }
    }

    /// Whether the files or the system are at fault, and not what was asked.
    pub fn is_unreadable(&self) -> bool {
        if let Self::Scores(error) = self {
            return error.is_unreadable();
        }
        if let Self::Answers(error) = self {
            return error.is_unreadable();
        }
        if let Self::Unread(error) = self {
            return error.is_unreadable();
        }
        matches!(
            self,
            Self::Unreadable { .. }
                | Self::NotCsv { .. }
                | Self::Table { .. }
                | Self::UnreadableColumn { .. }
                | Self::Empty { .. }
                | Self::BrokenHeader { .. }
        )
    }
}

/// Why an export cannot be read to its end.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// The system cannot read on.
    #[error("{file}: cannot be read: {source}")]
    Unreadable {
        /// The file.
        file: String,
        /// What the system says.
        source: std::io::Error,
    },
    /// The file is a table, and a damaged one.
    #[error("{file}: {fault}")]
    Table {
        /// The file.
        file: String,
        /// What is wrong.
        fault: TableFault,
    },
    /// Most session dates cannot be read: a mapping that is missing, not a service with few sessions.
    #[error("{file}: {} of the {dates} session dates in the column \"{header}\" can be read as {format}", few(*dates - *rows))]
    NoReadableDate {
        /// The file.
        file: String,
        /// The column.
        header: String,
        /// Rows with a date that cannot be read.
        rows: u64,
        /// Rows with a date.
        dates: u64,
        /// The format that was expected.
        format: String,
        /// Formats that would fit.
        fitting: Vec<&'static str>,
    },
    /// The same of the dates in an anonymous follow-up file.
    #[error("{file}: {} of the {dates} dates of answers in the column \"{header}\" can be read as {format}", few(*dates - *rows))]
    NoReadableAnswerDate {
        /// The file.
        file: String,
        /// The column.
        header: String,
        /// Rows with a date that cannot be read.
        rows: u64,
        /// Rows with a date.
        dates: u64,
        /// The format that was expected.
        format: String,
        /// Formats that would fit.
        fitting: Vec<&'static str>,
    },
    /// The same of the dates in a scores file.
    #[error("{file}: {} of the {dates} dates of scores in the column \"{header}\" can be read as {format}", few(*dates - *rows))]
    NoReadableScoreDate {
        /// The file.
        file: String,
        /// The column.
        header: String,
        /// Rows with a date that cannot be read.
        rows: u64,
        /// Rows with a date.
        dates: u64,
        /// The format that was expected.
        format: String,
        /// Formats that would fit.
        fitting: Vec<&'static str>,
    },
}

impl ReadError {
    /// What to do.
    pub fn hint(&self) -> Option<String> {
        match self {
            Self::Unreadable { .. } => None,
            Self::Table { fault, .. } => Some(fault.hint.clone()),
            Self::NoReadableDate { header, fitting, .. } => {
                Some(format_hint(header, fitting, "under [columns]: session_date"))
            }
            Self::NoReadableScoreDate { header, fitting, .. } => {
                Some(format_hint(header, fitting, "under [scores]: date"))
            }
            Self::NoReadableAnswerDate { header, fitting, .. } => {
                Some(format_hint(header, fitting, "under [follow_up]: date"))
            }
        }
    }

    /// The same of a scores file.
    pub(super) fn of_scores(self) -> Self {
        match self {
            Self::NoReadableDate { file, header, rows, dates, format, fitting } => {
                Self::NoReadableScoreDate { file, header, rows, dates, format, fitting }
            }
            other => other,
        }
    }

    /// The same of an anonymous follow-up file.
    pub(super) fn of_answers(self) -> Self {
        match self {
            Self::NoReadableDate { file, header, rows, dates, format, fitting } => {
                Self::NoReadableAnswerDate { file, header, rows, dates, format, fitting }
            }
            other => other,
        }
    }

    /// Whether the files or the system are at fault, and not what was asked.
    pub fn is_unreadable(&self) -> bool {
        matches!(self, Self::Unreadable { .. } | Self::Table { .. })
    }
}

/// What to write where dates cannot be read.
fn format_hint(header: &str, fitting: &[&str], key: &str) -> String {
    match fitting {
        [] => "is it the right column? `format` in the mapping file says how its dates are written".to_owned(),
        [one] => format!("write in sst.toml, {key} = {{ column = \"{header}\", format = \"{one}\" }}"),
        several => format!(
            "write in sst.toml, {key} = {{ column = \"{header}\", format = \"...\" }}; \
             {} would all fit: only the service knows which is right",
            several.join(" and ")
        ),
    }
}

/// A number in a sentence that says how little there is.
fn few(count: u64) -> String {
    if count == 0 { "none".to_owned() } else { format!("only {count}") }
}
