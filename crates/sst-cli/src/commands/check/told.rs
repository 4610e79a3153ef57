//! What `sst check` tells, as data first and then as text.

use std::fmt::Write;

use serde::Serialize;
use sst_core::codes::Severity;
use sst_core::results::{FindingCount, InputFile, JoinNote, Period, ProfileNote};
use sst_core::stats::quantile_type_7;
use sst_core::text::{Catalogue, format};
use sst_ingest::read::{FileFacts, FileLayout, FindingReport};

use crate::analysis::{Analysis, Live};
use crate::opened::ExtractTold;

/// What `sst check` tells.
#[derive(Serialize)]
pub(super) struct Told<'l> {
    files: Vec<InputTold>,
    #[serde(skip_serializing_if = "Option::is_none")]
    profile: Option<ProfileNote>,
    #[serde(skip_serializing_if = "Option::is_none")]
    scores: Option<ScoresTold>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    joins: Vec<JoinTold>,
    #[serde(skip_serializing_if = "Option::is_none")]
    extract: Option<&'l ExtractTold>,
    #[serde(skip_serializing_if = "Option::is_none")]
    follow_up_answers: Option<AnswersTold>,
    rows_read: u64,
    rows_used: u64,
    excluded: Vec<Excluded>,
    as_of: Option<jiff::civil::Date>,
    period: Option<Period>,
    columns_used: Vec<String>,
    findings: Vec<Finding>,
    /// What `[expect]` asks for and is not so.
    unmet: Vec<UnmetTold>,
    follow_up: Option<FollowUp>,
}

#[derive(Serialize)]
struct InputTold {
    file: String,
    rows: u64,
    format: &'static str,
    /// Of a CSV.
    encoding: Option<&'static str>,
    /// Of a CSV.
    delimiter: Option<char>,
    /// What else there is to tell of how a CSV is written.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    quirks: Vec<&'static str>,
    /// Of a workbook.
    #[serde(skip_serializing_if = "Option::is_none")]
    sheet: Option<String>,
    /// Where titles stand above the headers.
    #[serde(skip_serializing_if = "Option::is_none")]
    headers_found_in_row: Option<u64>,
    columns: usize,
}

/// What became of the rows of the scores files.
#[derive(Serialize)]
struct ScoresTold {
    files: Vec<InputTold>,
    rule: String,
    instruments: Vec<String>,
    rows_read: u64,
    rows_used: u64,
    unused: Vec<Excluded>,
    open_windows: u64,
    near_labels: Vec<String>,
}

/// What became of the rows of a joined file.
#[derive(Serialize)]
struct JoinTold {
    file: String,
    files: Vec<RowsOfFile>,
    rule: String,
    rows_read: u64,
    rows_used: u64,
    sessions: u64,
    unused: Vec<Excluded>,
}

#[derive(Serialize)]
struct RowsOfFile {
    file: String,
    rows: u64,
    /// What is unusual in how it is written.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    quirks: Vec<&'static str>,
}

/// What became of the rows of an anonymous follow-up form.
#[derive(Serialize)]
struct AnswersTold {
    files: Vec<InputTold>,
    rule: String,
    rows_read: u64,
    rows_used: u64,
    unused: Vec<Excluded>,
}

#[derive(Serialize)]
struct Excluded {
    reason: &'static str,
    rows: u64,
    text: String,
}

#[derive(Serialize)]
struct Finding {
    rule: &'static str,
    severity: Severity,
    column: Option<String>,
    count: u64,
    text: String,
    hint: String,
    /// What to write in the mapping file.
    advice: Option<String>,
    places: Vec<Place>,
}

#[derive(Serialize)]
struct Place {
    file: String,
    line: u64,
    record: u64,
    cell: String,
}

#[derive(Serialize)]
struct UnmetTold {
    rule: &'static str,
    text: String,
}

/// When answers came, and what follows for the mapping file.
#[derive(Serialize)]
struct FollowUp {
    answers_with_a_date: u64,
    median_days: f64,
    due_after_days: u32,
    proposed_due_after_days: u32,
}

impl<'l> Told<'l> {
    pub(super) fn new(analysis: &Analysis, live: &'l Live, catalogue: &Catalogue) -> Self {
        let results = &analysis.results;
        let facts: Vec<&FileFacts> =
            live.facts.iter().chain(&live.score_facts).chain(&live.joined_facts).chain(&live.answer_facts).collect();
        let file_name = |number: usize| facts.get(number).map(|facts| one_line(&facts.file)).unwrap_or_default();
        let report_of = |finding: &FindingCount| {
            let is_it = |report: &&FindingReport| report.rule == finding.rule && report.column == finding.column;
            live.reading.findings.iter().find(is_it)
        };
        let places_of = |finding: &FindingCount| -> Vec<Place> {
            let places = report_of(finding).map(|report| report.places.as_slice()).unwrap_or_default();
            places
                .iter()
                .map(|place| Place {
                    file: file_name(place.file),
                    line: place.line,
                    record: place.record,
                    cell: place.cell.clone(),
                })
                .collect()
        };
        let days = &live.reading.days_to_answer;
        let answers_with_a_date = days.values().sum();
        let follow_up = quantile_type_7(days, 0.5).zip(quantile_type_7(days, 0.9)).map(|(median, ninth)| FollowUp {
            answers_with_a_date,
            median_days: median,
            due_after_days: results.follow_up.due_after_days,
            proposed_due_after_days: ninth.ceil() as u32,
        });
        Self {
            files: files_told(&live.facts, &results.inputs),
            profile: results.profile.clone(),
            scores: results.scores.as_ref().map(|scores| ScoresTold {
                files: files_told(&live.score_facts, &scores.inputs),
                rule: scores.text.clone(),
                instruments: scores.instruments.clone(),
                rows_read: scores.read,
                rows_used: scores.used,
                unused: scores
                    .unused
                    .iter()
                    .map(|unused| Excluded {
                        reason: unused.reason.id(),
                        rows: unused.rows,
                        text: catalogue.text(&format!("unused_score-{}", unused.reason), &[]),
                    })
                    .collect(),
                open_windows: scores.open_windows,
                near_labels: live.reading.scores.as_ref().map(|read| read.near_labels.clone()).unwrap_or_default(),
            }),
            joins: results.joins.iter().map(|join| JoinTold::new(join, &live.joined_facts, catalogue)).collect(),
            extract: live.extract.as_ref(),
            follow_up_answers: results.follow_up_answers.as_ref().map(|answers| AnswersTold {
                files: files_told(&live.answer_facts, &answers.inputs),
                rule: answers.text.clone(),
                rows_read: answers.read,
                rows_used: answers.used,
                unused: answers
                    .unused
                    .iter()
                    .map(|unused| Excluded {
                        reason: unused.reason.id(),
                        rows: unused.rows,
                        text: catalogue.text(&format!("unused_answer-{}", unused.reason), &[]),
                    })
                    .collect(),
            }),
            rows_read: results.rows.read,
            rows_used: results.rows.used,
            excluded: results
                .rows
                .excluded
                .iter()
                .map(|excluded| Excluded {
                    reason: excluded.reason.id(),
                    rows: excluded.rows,
                    text: catalogue.text(&format!("exclusion-{}", excluded.reason), &[]),
                })
                .collect(),
            as_of: results.as_of,
            period: results.period,
            columns_used: results.collected.clone(),
            findings: results
                .findings
                .iter()
                .map(|finding| Finding {
                    rule: finding.rule.id(),
                    severity: finding.severity,
                    column: finding.column.as_deref().map(one_line),
                    count: finding.count,
                    text: catalogue.text(&format!("finding-{}", finding.rule), &[]),
                    hint: catalogue.attribute(&format!("finding-{}", finding.rule), "help", &[]),
                    advice: report_of(finding).and_then(|report| report.advice.clone()),
                    places: places_of(finding),
                })
                .collect(),
            unmet: analysis
                .unmet
                .iter()
                .map(|unmet| UnmetTold { rule: unmet.rule.id(), text: unmet.text.clone() })
                .collect(),
            follow_up,
        }
    }

    pub(super) fn as_json(&self) -> String {
        let mut text = serde_json::to_string_pretty(self).unwrap_or_default();
        text.push('\n');
        text
    }

    pub(super) fn as_text(&self) -> String {
        let mut text = String::new();
        // Writing to a String cannot fail.
        let _ = self.write(&mut text);
        text
    }

    fn write(&self, text: &mut String) -> std::fmt::Result {
        for file in &self.files {
            file.write(text)?;
        }
        if let Some(profile) = &self.profile {
            let how = if profile.detected { "told by the files" } else { "as asked" };
            writeln!(
                text,
                "\nProfile: {} ({}), {how}; known from {}. `sst profiles {}` says more.",
                profile.id, profile.name, profile.known_from, profile.id
            )?;
            for (column, format) in &profile.date_formats {
                writeln!(text, "Dates of `{column}` are read as {format}: the whole column decided.")?;
            }
        }
        writeln!(text, "\nRows read {:>12}", format::count(self.rows_read))?;
        writeln!(text, "     used {:>12}", format::count(self.rows_used))?;
        for excluded in &self.excluded {
            writeln!(text, " not used {:>12}  {} ({})", format::count(excluded.rows), excluded.text, excluded.reason)?;
        }
        if let Some(scores) = &self.scores {
            scores.write(text)?;
        }
        for join in &self.joins {
            join.write(text)?;
        }
        if let Some(extract) = self.extract {
            extract.write(text)?;
        }
        if let Some(answers) = &self.follow_up_answers {
            answers.write(text)?;
        }
        if let Some(as_of) = self.as_of {
            writeln!(text, "\nData up to {}.", format::date(as_of))?;
        }
        if let Some(period) = self.period {
            writeln!(text, "Period: {}.", format::period(period.from, period.to))?;
        }
        writeln!(text, "Columns used: {}.", self.columns_used.join(", "))?;
        if !self.columns_used.iter().any(|column| column == "status") {
            writeln!(text, "No column says whether a session was attended (`status`): every one counts as attended.")?;
        }
        if let Some(follow_up) = &self.follow_up {
            writeln!(
                text,
                "\n{} follow-up answers have a date: half of them came within {} days, nine of ten within {}.",
                format::count(follow_up.answers_with_a_date),
                format::decimal(follow_up.median_days, 0),
                follow_up.proposed_due_after_days,
            )?;
            if follow_up.due_after_days != follow_up.proposed_due_after_days {
                writeln!(
                    text,
                    "A follow-up counts as due after {} days now. Proposed for sst.toml: [follow_up] due_after_days = {}",
                    follow_up.due_after_days, follow_up.proposed_due_after_days
                )?;
            }
        }
        if !self.unmet.is_empty() {
            writeln!(text, "\nNot as expected:")?;
        }
        for unmet in &self.unmet {
            writeln!(text, "  {} ({})", unmet.text, unmet.rule)?;
        }
        self.write_findings(text)
    }

    fn write_findings(&self, text: &mut String) -> std::fmt::Result {
        let is_unmet = |finding: &&Finding| self.unmet.iter().any(|unmet| unmet.rule == finding.rule);
        let findings: Vec<&Finding> = self.findings.iter().filter(|finding| !is_unmet(finding)).collect();
        if findings.is_empty() {
            return writeln!(text, "\nNo findings.");
        }
        writeln!(text, "\nFindings (`sst explain ID` says more):")?;
        // Those of one rule stand together, so what holds of all of them is said once.
        for of_rule in findings.chunk_by(|one, next| one.rule == next.rule) {
            if of_rule.len() > 1 && of_rule.iter().all(|finding| finding.is_about_a_header()) {
                write_headers(of_rule, text)?;
            } else {
                of_rule.iter().try_for_each(|finding| finding.write(text))?;
            }
            if let Some(first) = of_rule.first() {
                writeln!(text, "  hint: {}", first.hint)?;
            }
        }
        Ok(())
    }
}

/// Several columns with the same thing to tell of their headers, a line for each.
fn write_headers(findings: &[&Finding], text: &mut String) -> std::fmt::Result {
    const MOST: usize = 12;
    let Some(first) = findings.first() else { return Ok(()) };
    writeln!(text, "\n{}: {}: {} × {}", first.severity(), first.rule, findings.len(), first.text)?;
    for finding in findings.iter().take(MOST) {
        let cell = finding.places.first().map_or("", |place| &place.cell);
        writeln!(text, "  {cell} \"{}\"", finding.column.as_deref().unwrap_or_default())?;
    }
    if findings.len() > MOST {
        writeln!(text, "  and {} more", findings.len() - MOST)?;
    }
    let advice = findings.iter().find_map(|finding| finding.advice.as_ref());
    advice.map_or(Ok(()), |advice| writeln!(text, "  write: {advice}"))
}

impl Finding {
    fn severity(&self) -> &'static str {
        match self.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Info => "info",
        }
    }

    fn is_about_a_header(&self) -> bool {
        self.column.is_some() && self.count == 1 && self.places.iter().all(|place| place.record == 0)
    }

    fn write(&self, text: &mut String) -> std::fmt::Result {
        let column = self.column.as_deref().map(|column| format!(" [{column}]")).unwrap_or_default();
        let count = format::count(self.count);
        writeln!(text, "\n{}: {}{column}: {count} × {}", self.severity(), self.rule, self.text)?;
        for place in &self.places {
            let record = if place.record == 0 { "header".to_owned() } else { format!("record {}", place.record) };
            // A finding about a whole row has the row's number where a cell would have its letters.
            let kind = if place.cell.starts_with(|c: char| c.is_ascii_digit()) { "row" } else { "cell" };
            writeln!(text, "  {}: line {}, {record}, {kind} {}", place.file, place.line, place.cell)?;
        }
        if self.count > self.places.len() as u64 && !self.places.is_empty() {
            writeln!(text, "  and {} more", format::count(self.count - self.places.len() as u64))?;
        }
        self.advice.as_ref().map_or(Ok(()), |advice| writeln!(text, "  write: {advice}"))
    }
}

fn files_told(facts: &[FileFacts], inputs: &[InputFile]) -> Vec<InputTold> {
    let told = facts.iter().zip(inputs).map(|(facts, input)| {
        let (format, encoding, delimiter) = match facts.layout {
            FileLayout::Csv { encoding, dialect } => {
                ("CSV", Some(encoding.name()), Some(char::from(dialect.delimiter)))
            }
            FileLayout::Table(kind) => (kind, None, None),
        };
        let quirks = quirks(facts);
        let (file, columns) = (one_line(&facts.file), facts.headers.len());
        let (sheet, headers_found_in_row) = (facts.sheet.clone(), facts.header_row);
        InputTold { file, rows: input.rows, format, encoding, delimiter, quirks, sheet, headers_found_in_row, columns }
    });
    told.collect()
}

/// A name of a file or a column as it may be printed: it cannot speak to the terminal, nor begin a line of its own.
fn one_line(name: &str) -> String {
    name.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}

/// What is unusual in how a file is written, and read all the same.
fn quirks(facts: &FileFacts) -> Vec<&'static str> {
    let FileLayout::Csv { dialect, .. } = facts.layout else { return Vec::new() };
    let mark = dialect.has_mark.then_some("a byte order mark");
    let cr = dialect.ends_lines_in_cr.then_some("lines that end in a carriage return alone");
    mark.into_iter().chain(cr).collect()
}

impl InputTold {
    fn write(&self, text: &mut String) -> std::fmt::Result {
        let written = match (self.encoding, self.delimiter) {
            (Some(encoding), Some('\t')) => format!("{encoding}, separated by tab"),
            (Some(encoding), Some(other)) => format!("{encoding}, separated by \"{other}\""),
            _ => self.format.to_owned(),
        };
        let sheet = self.sheet.as_ref().map(|sheet| format!(", sheet \"{sheet}\"")).unwrap_or_default();
        let found = self.headers_found_in_row.map(|row| format!(", headers found in row {row}")).unwrap_or_default();
        let quirks = self.quirks.join(", ");
        let with = if quirks.is_empty() { quirks } else { format!(", with {quirks}") };
        let rows = format::count(self.rows);
        let plural = if self.rows == 1 { "row" } else { "rows" };
        let columns = if self.columns == 1 { "column" } else { "columns" };
        writeln!(text, "{}: {rows} {plural}, {} {columns}, {written}{with}{sheet}{found}", self.file, self.columns)
    }
}

impl JoinTold {
    fn new(join: &JoinNote, facts: &[FileFacts], catalogue: &Catalogue) -> Self {
        let of_file = |input: &InputFile| RowsOfFile {
            file: one_line(&input.file),
            rows: input.rows,
            quirks: facts.iter().find(|facts| facts.file == input.file).map(quirks).unwrap_or_default(),
        };
        Self {
            file: join.file.clone(),
            files: join.inputs.iter().map(of_file).collect(),
            rule: join.text.clone(),
            rows_read: join.rows,
            rows_used: join.used,
            sessions: join.sessions,
            unused: join
                .unused
                .iter()
                .map(|unused| Excluded {
                    reason: unused.reason.id(),
                    rows: unused.rows,
                    text: catalogue.text(&format!("unused_join-{}", unused.reason), &[]),
                })
                .collect(),
        }
    }

    fn write(&self, text: &mut String) -> std::fmt::Result {
        let files: Vec<&str> = self.files.iter().map(|file| file.file.as_str()).collect();
        let is_itself = files.len() == 1 && files[0] == self.file;
        let of = if is_itself || files.is_empty() { String::new() } else { format!(" ({})", files.join(", ")) };
        writeln!(text, "\nJoined: {}{of}. {}", self.file, self.rule)?;
        for file in self.files.iter().filter(|file| !file.quirks.is_empty()) {
            writeln!(text, "{} is written with {}.", file.file, file.quirks.join(", "))?;
        }
        writeln!(text, "Rows read {:>12}", format::count(self.rows_read))?;
        let sessions = if self.sessions == 1 { "session" } else { "sessions" };
        let (used, count) = (format::count(self.rows_used), format::count(self.sessions));
        writeln!(text, "     used {used:>12}  for {count} {sessions}")?;
        for unused in &self.unused {
            writeln!(text, " not used {:>12}  {} ({})", format::count(unused.rows), unused.text, unused.reason)?;
        }
        Ok(())
    }
}

impl ExtractTold {
    fn write(&self, text: &mut String) -> std::fmt::Result {
        writeln!(text, "\nProfile {}: what became of what", self.profile)?;
        let mut file = "";
        for row in &self.fields {
            if row.field.is_empty() {
                writeln!(text, "  {}: {}", row.file, row.became)?;
                continue;
            }
            if row.file != file {
                writeln!(text, "  {}", row.file)?;
            }
            writeln!(text, "    {} -> {}", row.field, row.became)?;
            file = &row.file;
        }
        writeln!(text, "  `sst change --rules pmhc-mds` judges change as the official reports do.")
    }
}

impl ScoresTold {
    fn write(&self, text: &mut String) -> std::fmt::Result {
        writeln!(text)?;
        for file in &self.files {
            file.write(text)?;
        }
        writeln!(text, "\nScores read {:>10}", format::count(self.rows_read))?;
        writeln!(text, "       used {:>10}", format::count(self.rows_used))?;
        for unused in &self.unused {
            writeln!(text, "   not used {:>10}  {} ({})", format::count(unused.rows), unused.text, unused.reason)?;
        }
        if !self.instruments.is_empty() {
            writeln!(text, "Questionnaires: {}.", self.instruments.join(", "))?;
        }
        writeln!(text, "{}", self.rule)?;
        if self.open_windows > 0 {
            let sessions = if self.open_windows == 1 { "session" } else { "sessions" };
            let count = format::count(self.open_windows);
            writeln!(text, "For {count} attended {sessions} the time for a score after is not over.")?;
        }
        if !self.near_labels.is_empty() {
            let near = self.near_labels.join("`, `");
            writeln!(
                text,
                "Labels of `measure` that are not known are near to: `{near}`. If one is meant, write in sst.toml, under [scores]: instruments = {{ phq9 = [\"the label\"] }}"
            )?;
        }
        Ok(())
    }
}

impl AnswersTold {
    fn write(&self, text: &mut String) -> std::fmt::Result {
        writeln!(text)?;
        for file in &self.files {
            file.write(text)?;
        }
        writeln!(text, "\nFollow-up answers read {:>10}", format::count(self.rows_read))?;
        writeln!(text, "                  used {:>10}", format::count(self.rows_used))?;
        for unused in &self.unused {
            let rows = format::count(unused.rows);
            writeln!(text, "              not used {rows:>10}  {} ({})", unused.text, unused.reason)?;
        }
        writeln!(text, "{}", self.rule)
    }
}
