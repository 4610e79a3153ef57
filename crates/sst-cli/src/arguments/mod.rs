//! The command line.

mod benchmarks;
mod compare;
mod methods;
mod plan;
mod pool;
mod protecting;

use std::ffi::OsString;
use std::path::PathBuf;

use clap::{Args, CommandFactory, Parser, Subcommand, ValueEnum};
use jiff::civil::Date;

pub(crate) use benchmarks::BenchmarksArguments;
pub(crate) use compare::CompareArguments;
pub(crate) use methods::{MethodsArguments, MethodsFormat};
pub(crate) use plan::PlanArguments;
pub(crate) use pool::{ModelName, PoolArguments, PoolFormat, ScaleName};

/// An honest outcome report from a single-session therapy service's own session export.
#[derive(Parser)]
#[command(name = "sst", version, about, max_term_width = 100, after_help = AFTER_HELP)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    pub(crate) verb: Verb,
    #[command(flatten)]
    pub(crate) words: Words,
}

const AFTER_HELP: &str = "\
`sst sessions.csv` alone means `sst report sessions.csv`.

Exit codes: 0 done; 1 a gate failed, or findings passed --fail-on; 2 wrong use or mapping; 3 a file cannot be read or \
written.";

/// How much is said, and in colour or not.
#[derive(Args)]
pub(crate) struct Words {
    /// Say only errors
    #[arg(long, short, global = true)]
    pub(crate) quiet: bool,
    /// Colours in messages
    #[arg(long, global = true, value_enum, default_value_t = Color::Auto, value_name = "WHEN")]
    pub(crate) color: Color,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Color {
    /// On a terminal, unless `NO_COLOR` is set
    Auto,
    Always,
    Never,
}

#[derive(Subcommand)]
pub(crate) enum Verb {
    /// Write the whole report: a page, Markdown, a workbook or JSON
    Report(ReportArguments),
    /// Print the rates, each with its denominator and interval
    Rates(RatesArguments),
    /// Print change on questionnaires, before and after
    Change(ChangeArguments),
    /// Compare groups or periods: differences with intervals, adjusted p, trends, strata
    Compare(CompareArguments),
    /// Say what was read, what was not, and why
    Check(CheckArguments),
    /// Write the used sessions as a table, pseudonymised, with a codebook
    #[cfg(feature = "frames")]
    Tidy(TidyArguments),
    /// Look at an export and draft the mapping file
    Init(InitArguments),
    /// Draw one picture
    Chart(ChartArguments),
    /// Pool studies: their average, how far they differ, where the next may fall
    Pool(PoolArguments),
    /// Plan an audit: how many answers, how many follow-ups
    Plan(PlanArguments),
    /// Write the methods for a paper, and which items of STROBE and RECORD they fill
    Methods(MethodsArguments),
    /// List the questionnaires that are built in, or show one with the source of each number
    Instruments(InstrumentsArguments),
    /// List published figures and claims with their definitions, or show one with its source
    Benchmarks(BenchmarksArguments),
    /// List the systems whose exports are known, or show what is known of one
    Profiles(ProfilesArguments),
    /// Explain a code: a finding, an exclusion, a caveat or a reason
    Explain(ExplainArguments),
    /// Print the JSON Schema of the results document
    Schema,
    /// Print completions for a shell
    Completions(CompletionsArguments),
    /// Print the manual page
    Man,
}

impl Verb {
    /// The files that are read.
    pub(crate) fn files_mut(&mut self) -> Vec<&mut Vec<PathBuf>> {
        let source = match self {
            Self::Report(report) => &mut report.source,
            Self::Rates(rates) => &mut rates.source,
            Self::Change(change) => &mut change.source,
            Self::Compare(compare) => &mut compare.source,
            Self::Check(check) => &mut check.source,
            Self::Chart(chart) => &mut chart.source,
            Self::Methods(methods) => &mut methods.source,
            #[cfg(feature = "frames")]
            Self::Tidy(tidy) => &mut tidy.source,
            Self::Init(init) => return vec![&mut init.files],
            _ => return Vec::new(),
        };
        vec![&mut source.files, &mut source.scores, &mut source.follow_up]
    }
}

pub(crate) use protecting::Protecting;

/// What every command that reads sessions takes.
#[derive(Args)]
pub(crate) struct Source {
    /// Session exports, read together: CSV, Excel workbooks, Parquet, Arrow, each also packed by gzip or zip; a folder stands
    /// for its exports, * and ? for letters, `-` is standard input. Or one results document (JSON)
    #[arg(required = true, value_name = "FILE")]
    pub(crate) files: Vec<PathBuf>,
    /// The mapping file; without it, sst.toml beside the data or in the current folder
    #[arg(long, short, value_name = "FILE")]
    pub(crate) mapping: Option<PathBuf>,
    /// The sheet of a workbook; without it, the only one with anything in it, or the one whose headers are known by far the best
    #[arg(long, value_name = "NAME")]
    pub(crate) sheet: Option<String>,
    /// What the files are exports of, as qualtrics (`sst profiles` lists them); without it, what is certain from the files.
    /// `canonical`: no profile
    #[arg(long, value_name = "NAME")]
    pub(crate) profile: Option<String>,
    /// Questionnaire scores in a table of their own (client_id, date, measure, score), joined to the sessions by the rule of
    /// `scores` in the mapping file; may repeat; in place of its `file`
    #[arg(long, value_name = "FILE")]
    pub(crate) scores: Vec<PathBuf>,
    /// Answers of an anonymous follow-up form, which belong to no known session: counted by month, and by site where the form
    /// asks for it; may repeat; in place of `file` in the follow-up section of the mapping file
    #[arg(long, value_name = "FILE")]
    pub(crate) follow_up: Vec<PathBuf>,
    /// Read only these columns of the record layout, as site,helpfulness (session_date always): for very large files.
    /// Without session_id no duplicates are found, without client_id no clients are told apart
    #[arg(long, value_name = "NAME,NAME", value_delimiter = ',')]
    pub(crate) columns: Vec<String>,
    /// The last date the data can speak for; without it, the latest attended session
    #[arg(long, value_name = "DATE", value_parser = date)]
    pub(crate) as_of: Option<Date>,
    /// The first session date of the period
    #[arg(long, value_name = "DATE", value_parser = date)]
    pub(crate) from: Option<Date>,
    /// The last session date of the period
    #[arg(long, value_name = "DATE", value_parser = date)]
    pub(crate) to: Option<Date>,
    /// Only sessions with this label, as site=North; same key: or, different keys: and; `site=` is the blank group
    #[arg(long = "where", value_name = "KEY=LABEL")]
    pub(crate) selection: Vec<String>,
    /// Count every session, or each client's first eligible session
    #[arg(long, value_enum, default_value_t = UnitName::Session)]
    pub(crate) unit: UnitName,
    /// The confidence level, as 0.95
    #[arg(long, default_value = "0.95")]
    pub(crate) level: f64,
    /// How intervals are made: wilson, clopper-pearson, jeffreys, agresti-coull
    #[arg(long, default_value = "wilson")]
    pub(crate) method: String,
    #[command(flatten)]
    pub(crate) protection: Protecting,
    /// Exit with 1 when there are findings of this severity or worse, or of this id (error, warning, info, or an id); may
    /// repeat, or be several with commas
    #[arg(long, value_name = "WHAT", value_delimiter = ',')]
    pub(crate) fail_on: Vec<String>,
    /// Threads to read with; without it, as many as the machine has
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=256))]
    pub(crate) threads: Option<u16>,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum UnitName {
    Session,
    Client,
}

#[derive(Args)]
pub(crate) struct ReportArguments {
    #[command(flatten)]
    pub(crate) source: Source,
    /// Where to write; .html, .md, .xlsx or .json by the name; may repeat [default: report.html]
    #[arg(long, short, value_name = "FILE")]
    pub(crate) output: Vec<PathBuf>,
}

/// How numbers are grouped and printed.
#[derive(Args)]
pub(crate) struct Printing {
    /// Group by a column, month, quarter or year; may repeat; a comma makes a cross-table
    #[arg(long, value_name = "GROUP[,GROUP]")]
    pub(crate) by: Vec<String>,
    /// How to print; without it by the name of -o, else a table
    #[arg(long, value_enum)]
    pub(crate) format: Option<RatesFormat>,
    /// Write to a file; a .csv begins with the mark that Excel needs
    #[arg(long, short, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
    /// Fill in the SHA-256 of the inputs
    #[arg(long)]
    pub(crate) hash: bool,
}

#[derive(Args)]
pub(crate) struct RatesArguments {
    #[command(flatten)]
    pub(crate) source: Source,
    #[command(flatten)]
    pub(crate) printing: Printing,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum RatesFormat {
    Table,
    Json,
    Csv,
    Md,
    /// Annotations for a job on GitHub, and its summary
    Github,
    /// Needs a file: -o results.parquet
    #[cfg(feature = "frames")]
    Parquet,
    /// Needs a file: -o results.xlsx
    #[cfg(feature = "xlsx")]
    Xlsx,
}

impl RatesFormat {
    /// The name of a format that is no text, for a file alone.
    pub(crate) const fn binary_name(self) -> Option<&'static str> {
        match self {
            #[cfg(feature = "frames")]
            Self::Parquet => Some("parquet"),
            #[cfg(feature = "xlsx")]
            Self::Xlsx => Some("xlsx"),
            Self::Table | Self::Json | Self::Csv | Self::Md | Self::Github => None,
        }
    }
}

#[derive(Args)]
pub(crate) struct ChangeArguments {
    #[command(flatten)]
    pub(crate) source: Source,
    #[command(flatten)]
    pub(crate) printing: Printing,
    /// Only this questionnaire, as phq9
    #[arg(long, value_name = "ID")]
    pub(crate) instrument: Option<String>,
    /// A standard's rules, and what it judges together: nhs-talking-therapies (PHQ-9 with GAD-7), jacobson-truax, pmhc-mds
    #[arg(long, value_name = "SET")]
    pub(crate) rules: Option<String>,
    /// What counts as reliable change: published (the instrument's threshold, else an index), jacobson-truax,
    /// gulliksen-lord-novick, hsu-linn-nunnally, edwards-nunnally, nunnally-kotsch, hageman-arrindell, percent:50, mid,
    /// effect-size:0.5
    #[arg(long, value_name = "RULE")]
    pub(crate) criterion: Option<String>,
    /// Where the clinical range begins: published, a, b, c
    #[arg(long, value_name = "WHICH")]
    pub(crate) cutoff: Option<String>,
    /// Whose standard deviation an index is made with: clinical (the norm, where there is one), baselines, completers,
    /// national (PMHC-MDS)
    #[arg(long, value_name = "WHOSE")]
    pub(crate) sd: Option<String>,
    /// The reliability, in place of the instrument's
    #[arg(long, value_name = "NUMBER")]
    pub(crate) reliability: Option<f64>,
    /// Also count under every other rule: criterion by reliability by cut-off
    #[arg(long)]
    pub(crate) sensitivity: bool,
    /// Write what each pair of scores says, client by client; the name must end in .client-data.csv
    #[arg(long, value_name = "FILE")]
    pub(crate) per_client: Option<PathBuf>,
    /// Write client rows even in a CI job
    #[arg(long)]
    pub(crate) allow_client_data: bool,
}

#[cfg(feature = "frames")]
#[derive(Args)]
pub(crate) struct TidyArguments {
    #[command(flatten)]
    pub(crate) source: Source,
    /// Where to write: the name ends in .client-data.parquet, .client-data.csv or .client-data.arrow. A codebook and a mapping
    /// file that reads the table back are written beside it
    #[arg(long, short, value_name = "FILE")]
    pub(crate) output: PathBuf,
    /// The file whose bytes, but for a line end at their end, are the key of the pseudonyms; without it, the environment variable `SST_PSEUDONYM_KEY`
    #[arg(long, value_name = "FILE")]
    pub(crate) pseudonym_key_file: Option<PathBuf>,
    /// A further group whose labels become pseudonyms, as `therapist` always does; may repeat
    #[arg(long, value_name = "GROUP")]
    pub(crate) pseudonymise: Vec<String>,
    /// Leave ids and names as they are: the table is then not pseudonymised
    #[arg(long, conflicts_with_all = ["pseudonym_key_file", "pseudonymise"])]
    pub(crate) keep_ids: bool,
    /// Write client rows even in a CI job
    #[arg(long)]
    pub(crate) allow_client_data: bool,
}

#[derive(Args)]
pub(crate) struct CheckArguments {
    #[command(flatten)]
    pub(crate) source: Source,
    /// How to print
    #[arg(long, value_enum, default_value_t = CheckFormat::Table)]
    pub(crate) format: CheckFormat,
    /// Write the rows of sessions that were not used or have a warning or an error, as they stand in the file; the name must
    /// end in .client-data.csv
    #[arg(long, value_name = "FILE")]
    pub(crate) rejects: Option<PathBuf>,
    /// Write client rows even in a CI job
    #[arg(long)]
    pub(crate) allow_client_data: bool,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum CheckFormat {
    Table,
    Json,
    /// Annotations for a job on GitHub, and its summary
    Github,
}

#[derive(Args)]
pub(crate) struct InitArguments {
    /// The files of an export: sessions, and a table of scores or a follow-up form beside them
    #[arg(required = true, value_name = "FILE")]
    pub(crate) files: Vec<PathBuf>,
    /// The sheet of a workbook; without it, the only one with anything in it, or the one whose headers are known by far the best
    #[arg(long, value_name = "NAME")]
    pub(crate) sheet: Option<String>,
    /// Where to write; `-` prints [default: sst.toml]
    #[arg(long, short, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
    /// Overwrite the file that is there
    #[arg(long)]
    pub(crate) force: bool,
}

#[derive(Args)]
pub(crate) struct ChartArguments {
    /// Which picture; overview, dots, change_rating, flow, missing, months, waits, distribution, volume, change_pairs,
    /// change_classes, change_scores, forest (of a table of studies, as `sst pool` reads it)
    pub(crate) name: String,
    #[command(flatten)]
    pub(crate) source: ChartSource,
    /// Where to write, .svg or .png
    #[arg(long, short, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
    /// Which measure, where the picture shows one
    #[arg(long)]
    pub(crate) measure: Option<String>,
    /// Which questionnaire, where the picture shows change on one; without it, the first with pairs of scores
    #[arg(long, value_name = "ID")]
    pub(crate) instrument: Option<String>,
    /// Which group, where the picture compares groups
    #[arg(long, value_name = "GROUP")]
    pub(crate) by: Option<String>,
    /// Light or dark
    #[arg(long, value_enum, default_value_t = ThemeName::Light)]
    pub(crate) theme: ThemeName,
    /// Narrow, for phones
    #[arg(long)]
    pub(crate) narrow: bool,
}

/// As [`Source`], for a command whose first word is no file.
pub(crate) type ChartSource = Source;

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ThemeName {
    Light,
    Dark,
}

#[derive(Args)]
pub(crate) struct InstrumentsArguments {
    /// The questionnaire's id; without it, all of them
    pub(crate) id: Option<String>,
    /// How to print
    #[arg(long, value_enum, default_value_t = ListFormat::Table)]
    pub(crate) format: ListFormat,
}

/// How a list of what is built in is printed.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ListFormat {
    Table,
    Json,
}

#[derive(Args)]
pub(crate) struct ProfilesArguments {
    /// The profile's id; without it, all of them
    pub(crate) id: Option<String>,
    /// How to print
    #[arg(long, value_enum, default_value_t = ListFormat::Table)]
    pub(crate) format: ListFormat,
}

#[derive(Args)]
pub(crate) struct ExplainArguments {
    /// The code's id; without it, every code
    pub(crate) id: Option<String>,
}

#[derive(Args)]
pub(crate) struct CompletionsArguments {
    /// The shell
    pub(crate) shell: clap_complete::Shell,
}

fn date(text: &str) -> Result<Date, String> {
    text.parse().map_err(|_| "a date is YYYY-MM-DD, as 2025-12-31".to_owned())
}

impl Arguments {
    /// Reads the command line; wrong use ends the process with 2, help with 0.
    pub(crate) fn read() -> Self {
        Self::parse_from(with_verb(std::env::args_os().collect()))
    }

    /// The command as clap knows it, for completions and the manual.
    pub(crate) fn command() -> clap::Command {
        <Self as CommandFactory>::command()
    }
}

/// A file where a verb is expected means `report`.
fn with_verb(mut arguments: Vec<OsString>) -> Vec<OsString> {
    let command = <Arguments as CommandFactory>::command();
    let is_word = |argument: &OsString| argument == "-" || !argument.to_string_lossy().starts_with('-');
    let Some(first) = arguments.iter().skip(1).position(is_word).map(|place| place + 1) else {
        return arguments;
    };
    let word = arguments[first].to_string_lossy().into_owned();
    let is_verb = word == "help" || command.get_subcommands().any(|verb| verb.get_name() == word);
    // A word that is neither a verb nor looks like a file is a verb misspelt: clap says which was meant.
    let is_file = word == "-" || word.contains(['.', '/', '\\']) || std::path::Path::new(&word).exists();
    // Flags before the first word take no value: only --quiet may stand there, and --color with `=`.
    if !is_verb && is_file {
        arguments.insert(first, OsString::from("report"));
    }
    arguments
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_line_is_consistent() {
        Arguments::command().debug_assert();
    }

    #[test]
    fn a_file_alone_means_report() {
        let words = |line: &str| line.split(' ').map(OsString::from).collect::<Vec<_>>();
        assert_eq!(with_verb(words("sst a.csv --quiet")), words("sst report a.csv --quiet"));
        assert_eq!(with_verb(words("sst -")), words("sst report -"));
        assert_eq!(with_verb(words("sst --quiet a.csv")), words("sst --quiet report a.csv"));
        assert_eq!(with_verb(words("sst rates a.csv")), words("sst rates a.csv"));
        assert_eq!(with_verb(words("sst raets a.csv")), words("sst raets a.csv"));
        assert_eq!(with_verb(words("sst --version")), words("sst --version"));
    }
}
