//! `--format github`: annotations on standard output, and a summary appended to the file that the job names.
//!
//! GitHub shows ten annotations of a kind and step and drops the others without a word, so nine are given and the tenth says
//! how many more there are. A summary of more than 1 MiB is refused as a whole, so it is cut before.

use std::fmt::Write as _;
use std::io::Write;
use std::path::{Path, PathBuf};

use sst_core::codes::Severity;
use sst_core::results::{FindingCount, GateState};
use sst_core::text::{Catalogue, format};
use sst_ingest::read::FindingReport;

use crate::analysis::Analysis;
use crate::arguments::Source;
use crate::failure::Failure;
use crate::output::Output;
use crate::verdict;

/// So many annotations are given; one more says how many there are.
const MOST_ANNOTATIONS: usize = 9;

/// The file that a job's summary is appended to.
const SUMMARY: &str = "GITHUB_STEP_SUMMARY";

/// What a step's summary may hold, some room left.
const MOST_SUMMARY_BYTES: usize = 1_000_000;

/// Says everything there is to say to a job.
pub(super) fn tell(
    analysis: &Analysis,
    source: &Source,
    catalogue: &Catalogue,
    output: &Output,
) -> Result<(), Failure> {
    output.data(&annotations(analysis, source, catalogue))?;
    let Some(path) = std::env::var_os(SUMMARY).filter(|path| !path.is_empty()).map(PathBuf::from) else {
        return Ok(());
    };
    let remarks: Vec<String> = unmet(analysis).map(|unmet| unmet.text.clone()).collect();
    append(&path, &sst_report::job_summary(&analysis.results, &remarks, catalogue))
}

/// One annotation.
struct Annotation {
    severity: Severity,
    /// The file and the line.
    place: Option<(String, u64)>,
    title: String,
    text: String,
}

fn annotations(analysis: &Analysis, source: &Source, catalogue: &Catalogue) -> String {
    let mut all: Vec<Annotation> = of_gates(analysis).collect();
    all.extend(unmet(analysis).map(|unmet| Annotation {
        severity: unmet.rule.severity(),
        place: None,
        title: unmet.rule.id().to_owned(),
        text: unmet.text.clone(),
    }));
    let is_told = |finding: &&FindingCount| analysis.unmet.iter().any(|unmet| unmet.rule == finding.rule);
    let findings = analysis.results.findings.iter().filter(|finding| finding.severity > Severity::Info);
    all.extend(findings.filter(|finding| !is_told(finding)).map(|finding| {
        let report = report_of(finding, analysis);
        of_finding(finding, report, analysis, source, catalogue)
    }));
    // Errors first; what is of one severity stays in its order.
    all.sort_by_key(|annotation| std::cmp::Reverse(annotation.severity));
    let mut text: String = all.iter().take(MOST_ANNOTATIONS).map(Annotation::command).collect();
    if let Some(more) = all.len().checked_sub(MOST_ANNOTATIONS).filter(|&more| more > 0) {
        let severity = all[MOST_ANNOTATIONS].severity;
        let told = format!("and {more} more: see the summary of the job, or run `sst check`");
        text += &Annotation { severity, place: None, title: "sst".to_owned(), text: told }.command();
    }
    text
}

/// What `[expect]` found, which has counts of its own: under a rule it is said on standard error alone.
fn unmet(analysis: &Analysis) -> impl Iterator<Item = &crate::expectation::Unmet> {
    analysis.unmet.iter().filter(|_| analysis.results.protection == "none")
}

fn of_gates(analysis: &Analysis) -> impl Iterator<Item = Annotation> {
    let not_met = analysis.results.gates.iter().filter(|gate| gate.state != GateState::Met);
    not_met.map(|gate| {
        let (severity, title) = match gate.state {
            GateState::Failed => (Severity::Error, "gate failed"),
            _ => (Severity::Warning, "gate not shown"),
        };
        Annotation { severity, place: None, title: title.to_owned(), text: verdict::in_words(gate) }
    })
}

fn report_of<'a>(finding: &FindingCount, analysis: &'a Analysis) -> Option<&'a FindingReport> {
    let is_it = |report: &&FindingReport| report.rule == finding.rule && report.column == finding.column;
    // Places in the export are for the service: annotations may be public.
    let live = analysis.live.as_ref().filter(|_| analysis.results.protection == "none")?;
    live.reading.findings.iter().find(is_it)
}

fn of_finding(
    finding: &FindingCount,
    report: Option<&FindingReport>,
    analysis: &Analysis,
    source: &Source,
    catalogue: &Catalogue,
) -> Annotation {
    let column = finding.column.as_deref().map(|column| format!(" in {column}")).unwrap_or_default();
    let what = catalogue.text(&format!("finding-{}", finding.rule), &[]);
    let mut text = format!("{} × {what}{column}", format::count(finding.count));
    // Writing to a String cannot fail.
    let first = report.and_then(|report| report.places.first());
    if let Some(first) = first {
        let _ = write!(text, ", first at {}", first.cell);
    }
    if let Some(advice) = report.and_then(|report| report.advice.as_ref()) {
        let _ = write!(text, "\nIn sst.toml: {advice}");
    }
    let _ = write!(text, "\n`sst explain {}` says more.", finding.rule);
    let place = first.zip(analysis.live.as_ref()).and_then(|(first, live)| {
        let joined = live.joined_facts.iter().chain(&live.answer_facts);
        let facts = live.facts.iter().chain(&live.score_facts).chain(joined).nth(first.file)?;
        Some((path_of(&facts.file, source), first.line))
    });
    Annotation { severity: finding.severity, place, title: finding.rule.id().to_owned(), text }
}

/// The path of a file as it was given, which in a job is mostly the one from the root of the repository.
fn path_of(name: &str, source: &Source) -> String {
    let is_it = |path: &&PathBuf| path.file_name().is_some_and(|last| last.to_string_lossy() == name);
    let path = source.files.iter().chain(&source.scores).chain(&source.follow_up).find(is_it);
    path.map_or_else(
        || name.to_owned(),
        |path| path.to_string_lossy().replace('\\', "/").trim_start_matches("./").to_owned(),
    )
}

impl Annotation {
    /// The command that GitHub's runner reads, on a line of its own.
    fn command(&self) -> String {
        let name = match self.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Info => "notice",
        };
        let place = self.place.as_ref().map(|(file, line)| format!("file={},line={line},", property(file)));
        format!("::{name} {}title={}::{}\n", place.unwrap_or_default(), property(&self.title), message(&self.text))
    }
}

/// A text after the second `::`, where only a line's end and the sign of escapes mean anything to the runner.
fn message(text: &str) -> String {
    let is_harmless = |c: &char| !c.is_control() || matches!(c, '\n' | '\r');
    let text: String = text.chars().filter(is_harmless).collect();
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// The value of a property, which a colon or a comma would end too.
fn property(text: &str) -> String {
    message(text).replace(':', "%3A").replace(',', "%2C")
}

fn append(path: &Path, summary: &str) -> Result<(), Failure> {
    let failure = |error| Failure::file(path, "written", &error);
    let mut file = std::fs::OpenOptions::new().append(true).create(true).open(path).map_err(failure)?;
    let before = file.metadata().map_err(failure)?.len() as usize;
    let room = MOST_SUMMARY_BYTES.saturating_sub(before);
    let summary = if summary.len() <= room { summary.to_owned() } else { cut(summary, room) };
    file.write_all(summary.as_bytes()).map_err(failure)
}

/// As many whole lines as there is room for, and that there are more.
fn cut(text: &str, room: usize) -> String {
    const MORE: &str = "\n(The rest did not fit into the summary.)\n";
    let room = room.saturating_sub(MORE.len());
    let mut kept = String::new();
    for line in text.split_inclusive('\n') {
        if kept.len() + line.len() > room {
            break;
        }
        kept += line;
    }
    if kept.is_empty() { kept } else { kept + MORE }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_in_a_text_ends_its_annotation() {
        let annotation = Annotation {
            severity: Severity::Warning,
            place: Some(("a,b:c%.csv".to_owned(), 7)),
            title: "x::y".to_owned(),
            text: "100%\n::error::no\r\u{1b}[31m".to_owned(),
        };
        let command = "::warning file=a%2Cb%3Ac%25.csv,line=7,title=x%3A%3Ay::100%25%0A::error::no%0D[31m\n";
        assert_eq!(annotation.command(), command);
    }

    #[test]
    fn a_summary_is_cut_at_a_line() {
        assert_eq!(cut("one\ntwo\n", 48), "one\n\n(The rest did not fit into the summary.)\n");
        assert_eq!(cut("one\ntwo\n", 3), "");
    }
}
