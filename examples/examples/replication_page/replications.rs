//! docs/replications.md: every number in it comes out of the library, the words stand beside the published figures.

use std::collections::BTreeMap;
use std::error::Error;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use sst_core::change::{ChangeEvent, RuleSet};
use sst_core::results::{Proportion, ResultEntry};
use sst_core::stats::{Baseline, Grim, Level, RciMethod, ScaleDirection, change_index, grim, wilson};
use sst_core::text::{Catalogue, format};
use toml::{Table, Value};

use crate::studies::{read, studies, text};

type Failure = Box<dyn Error>;

/// Where the published figures are.
fn data(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(path)
}

/// The page.
pub(crate) fn page() -> Result<String, Failure> {
    let mut page = "# Published figures, and what they mean\n\n\
         Made by a program; a test builds it again and compares. Every number of the tool comes out of the library.\n\n\
         ```sh\ncargo run -p sst-examples --example replication_page -- docs/replications.md\n```\n\n\
         The interval is Wilson's of 95%. It says how far a share of so many would vary from sample to sample, and nothing of who did not \
         answer. A dagger: the study prints a percentage and n, the count is what rounds to it. GRIM asks whether any count of n gives the \
         printed percentage.\n\n"
        .to_owned();
    rebuilt(&mut page)?;
    counted(&mut page)?;
    couples(&mut page)?;
    national(&mut page)?;
    Ok(page)
}

/// The studies that are rebuilt as records, read as a service's export is.
fn rebuilt(page: &mut String) -> Result<(), Failure> {
    let catalogue = Catalogue::english();
    page.push_str(
        "## Rebuilt as records\n\nRows with the printed counts ([data/replications](../data/replications/README.md)), read as an export is.\n\n",
    );
    for folder in studies()? {
        let expected: Table = fs::read_to_string(folder.join("expected.toml"))?.parse()?;
        let figures = tables(&expected, "figure");
        if figures.is_empty() {
            continue;
        }
        let results = read(&folder, &expected, &catalogue)?;
        write!(
            page,
            "### {}\n\n{}. {}.\n\n",
            text(&expected, "study")?,
            text(&expected, "setting")?,
            text(&expected, "source")?
        )?;
        page.push_str(HEAD);
        for figure in figures {
            let measure = text(figure, "measure")?;
            let mut whole = results.results.iter().filter(|entry| entry.measure == measure && entry.by.is_empty());
            let share = whole.find_map(ResultEntry::as_proportion).ok_or("the study has no such result")?;
            let decimals = figure.get("decimals").and_then(Value::as_integer).ok_or("no decimals")? as usize;
            let percent = figure.get("percent").and_then(Value::as_float).ok_or("no percentage")?;
            let published = match text(figure, "percent_is")? {
                "printed" => format!("{percent:.decimals$}%"),
                _ => "not printed".to_owned(),
            };
            let (events, answered) = share.events.zip(share.answered).ok_or("no counts")?;
            let (low, high) = share.low.zip(share.high).ok_or("no interval")?;
            let estimate = share.estimate.ok_or("no estimate")?;
            // Only where the study says how many could have answered: of a question that not all were asked nobody is silent.
            let silent = if figure.contains_key("eligible") { bounds(share) } else { String::new() };
            let numbers = Numbers { events, answered, estimate, low, high, decimals, is_derived: is_derived(figure)? };
            row(page, figure, &published, &numbers, &check(&format!("{percent:.decimals$}"), answered)?, &silent)?;
        }
        page.push('\n');
        for left in tables(&expected, "not_rebuilt") {
            let (printed, n) = (text(left, "printed")?, count(left, "n")?);
            writeln!(
                page,
                "Not rebuilt: \"{}\", printed {printed}% of {n}. GRIM: {}. {}\n",
                text(left, "definition")?,
                check(printed, n)?,
                text(left, "reason")?
            )?;
        }
    }
    Ok(())
}

/// The figures of which only counts are known.
fn counted(page: &mut String) -> Result<(), Failure> {
    let figures: Table = fs::read_to_string(data("data/replications/figures.toml"))?.parse()?;
    page.push_str("## From counts alone\n\n");
    page.push_str(HEAD);
    for figure in tables(&figures, "figure") {
        let (printed, answered) = (text(figure, "printed")?, count(figure, "n")?);
        let decimals = printed.split_once('.').map_or(0, |(_, decimals)| decimals.len());
        let study = format!("{} {}: {}%", text(figure, "study")?, count(figure, "year")?, printed);
        let said = check(printed, answered)?;
        match count(figure, "events") {
            Ok(events) => {
                let interval = wilson(events, answered, Level::DEFAULT)?;
                let numbers = Numbers {
                    events,
                    answered,
                    estimate: events as f64 / answered as f64,
                    low: interval.low,
                    high: interval.high,
                    decimals,
                    is_derived: is_derived(figure)?,
                };
                row(page, figure, &study, &numbers, &said, "")?;
            }
            Err(_) => writeln!(
                page,
                "| {study} | {} | none: no count is told | – | {said} | {} | {} |",
                text(figure, "definition")?,
                text(figure, "means")?,
                text(figure, "means_not")?
            )?,
        }
    }
    page.push_str("\nSources:\n\n");
    for figure in tables(&figures, "figure") {
        writeln!(page, "- {} {}: {}.", text(figure, "study")?, count(figure, "year")?, text(figure, "source")?)?;
    }
    page.push('\n');
    Ok(())
}

const HEAD: &str = "| published | what was counted | the tool | 95% interval | GRIM | means | does not mean |\n|---|---|--:|--:|---|---|---|\n";

struct Numbers {
    events: u64,
    answered: u64,
    estimate: f64,
    low: f64,
    high: f64,
    decimals: usize,
    is_derived: bool,
}

fn row(
    page: &mut String,
    figure: &Table,
    published: &str,
    numbers: &Numbers,
    said: &str,
    bounds: &str,
) -> Result<(), Failure> {
    let (decimals, mark) = (numbers.decimals, if numbers.is_derived { "†" } else { "" });
    writeln!(
        page,
        "| {published} | {} | {} of {}{mark}, {:.decimals$}% | {:.1}% to {:.1}%{bounds} | {said} | {} | {} |",
        text(figure, "definition")?,
        format::count(numbers.events),
        format::count(numbers.answered),
        numbers.estimate * 100.0,
        numbers.low * 100.0,
        numbers.high * 100.0,
        text(figure, "means")?,
        text(figure, "means_not")?
    )?;
    Ok(())
}

fn is_derived(figure: &Table) -> Result<bool, Failure> {
    Ok(text(figure, "events_are")? == "derived")
}

/// The bounds, where somebody was silent.
fn bounds(share: &Proportion) -> String {
    let (Some(bounds), Some(eligible), Some(answered)) = (share.bounds, share.eligible, share.answered) else {
        return String::new();
    };
    if answered == eligible {
        return String::new();
    }
    format!(
        "; {} of {eligible} silent: bounds {:.1}% to {:.1}%",
        eligible - answered,
        bounds.low * 100.0,
        bounds.high * 100.0
    )
}

/// What GRIM says of a printed percentage.
fn check(printed: &str, n: u64) -> Result<String, Failure> {
    let percent = |x: u64| format!("{x}/{n} = {:.2}%", x as f64 / n as f64 * 100.0);
    Ok(match grim(printed.parse()?, n)? {
        Grim::Rounded(first, last) if first == last => "possible".to_owned(),
        Grim::Rounded(first, last) => format!("possible, of {first} to {last}"),
        Grim::Truncated(first, _) => format!("only with digits cut off: {}", percent(first)),
        Grim::Impossible(below, above) => {
            format!("**impossible**: {}, {}; the question had another n", percent(below), percent(above))
        }
    })
}

/// The couples of Jacobson & Truax: an index for each, by the six methods.
fn couples(page: &mut String) -> Result<(), Failure> {
    let folder = data("data/replications/jacobson-truax-1991");
    let expected: Table = fs::read_to_string(folder.join("expected.toml"))?.parse()?;
    let results = read(&folder, &expected, &Catalogue::english())?;
    let mean = |measure: &str| -> Result<(f64, f64), Failure> {
        let found = results.results.iter().filter(|entry| entry.measure == measure && entry.by.is_empty());
        let mean = found.into_iter().find_map(ResultEntry::as_mean).ok_or("no mean")?;
        Ok(mean.estimate.zip(mean.sd).ok_or("no mean and SD")?)
    };
    let ((mean_pre, sd_pre), (mean_post, sd_post)) = (mean("das_pre")?, mean("das_post")?);
    let joint = results.results.iter().filter(|entry| entry.by.is_empty()).find_map(ResultEntry::as_joint);
    let joint = joint.ok_or("no pairs of scores")?;
    let baseline = Baseline {
        direction: ScaleDirection::HigherIsBetter,
        mean_pre,
        sd_pre,
        mean_post,
        sd_post,
        correlation: joint.correlation,
        reliability: 0.88,
        reliability_post: None,
    };
    write!(
        page,
        "## The couples of Jacobson and Truax\n\n{}. {}.\n\n\
         The 30 pairs of scores as published; mean before {mean_pre:.2} (SD {sd_pre:.2}), after {mean_post:.2} (SD {sd_post:.2}), reliability 0.88. \
         How many changed reliably at 95%, by six published indices:\n\n\
         | index | improved | unchanged | worse | improved, 95% interval |\n|---|--:|--:|--:|--:|\n",
        text(&expected, "setting")?,
        text(&expected, "source")?
    )?;
    for method in RciMethod::ALL {
        let critical = method.critical(Level::DEFAULT)?;
        let (mut better, mut worse, mut pairs) = (0, 0, 0);
        for cell in &joint.cells {
            let n = cell.count.ok_or("a hidden count")?;
            let index = change_index(method, &baseline, cell.pre, cell.post).ok_or("no index")?;
            pairs += n;
            better += if index > critical { n } else { 0 };
            worse += if index < -critical { n } else { 0 };
        }
        let interval = wilson(better, pairs, Level::DEFAULT)?;
        writeln!(
            page,
            "| {} | {better} | {} | {worse} | {:.1}% to {:.1}% |",
            method.id(),
            pairs - better - worse,
            interval.low * 100.0,
            interval.high * 100.0
        )?;
    }
    page.push_str(
        "\nMeans: how many couples moved by more than the error of the questionnaire. Does not mean: that therapy moved them (there is no \
         comparison group), nor anything of one session: it was a course of marital therapy. The indices do not agree, so a \
         report names the one it used.\n\n",
    );
    Ok(())
}

/// The national counts of NHS Talking Therapies.
fn national(page: &mut String) -> Result<(), Failure> {
    let counts = fs::read_to_string(data("crates/sst-core/tests/fixtures/nhs_talking_therapies_england.csv"))?;
    let mut lines = counts.lines();
    let header: Vec<&str> = lines.next().ok_or("no header")?.split(',').collect();
    let years: Vec<BTreeMap<&str, &str>> =
        lines.map(|line| header.iter().copied().zip(line.split(',')).collect()).collect();
    let figures = [
        (ChangeEvent::ReliablyImproved, "improvement"),
        (ChangeEvent::ReliablyDeteriorated, "deterioration"),
        (ChangeEvent::NoReliableChange, "no_reliable_change"),
        (ChangeEvent::ReliablyRecovered, "reliable_recovery"),
        (ChangeEvent::Recovered, "recovery"),
    ];
    let (mut equal, mut compared, mut rows) = (0, 0, String::new());
    for (at, year) in years.iter().enumerate() {
        let number = |name: String| -> Result<f64, Failure> {
            Ok(year.get(name.as_str()).ok_or("no such column")?.parse::<f64>()?)
        };
        let finished = number("count_finished_course_treatment".to_owned())? as u64;
        let not_at_caseness = number("count_not_at_caseness".to_owned())? as u64;
        for (event, name) in figures {
            let events = number(format!("count_{name}"))? as u64;
            let published = number(format!("percentage_{name}"))?;
            let set = RuleSet::NhsTalkingTherapies;
            let of = set.official_denominator(event, finished, not_at_caseness).ok_or("no denominator")?;
            let percent = events as f64 / of as f64 * 100.0;
            compared += 1;
            equal += u32::from(format!("{percent:.1}") == format!("{published:.1}"));
            if at + 1 == years.len() {
                let interval = wilson(events, of, Level::DEFAULT)?;
                let name = name.replace('_', " ");
                let (events, of) = (format::count(events), format::count(of));
                let (low, high) = (interval.low * 100.0, interval.high * 100.0);
                writeln!(
                    rows,
                    "| {name} | {published:.1}% | {events} of {of} | {percent:.1}% | {low:.2}% to {high:.2}% |"
                )?;
            }
        }
    }
    let last = years.last().and_then(|year| year.get("reporting_period")).ok_or("no year")?;
    write!(
        page,
        "## NHS Talking Therapies, England\n\n{equal} of {compared} published percentages of {} years come out of the counts by the rule set's \
         denominators, to the printed decimal. {last}:\n\n\
         | | published | counts | the tool | 95% interval |\n|---|--:|--:|--:|--:|\n{rows}\n\
         Means: of courses that were finished (recovery: and begun at caseness) how many moved so on PHQ-9 and GAD-7. Does not mean: anything \
         of one session, for a finished course has at least two; and those who left after one are in no denominator. It is a whole country: \
         the interval says only that it is large.\n",
        years.len()
    )?;
    Ok(())
}

fn tables<'t>(table: &'t Table, key: &str) -> Vec<&'t Table> {
    table.get(key).and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_table).collect()
}

fn count(table: &Table, key: &str) -> Result<u64, Failure> {
    let found = table.get(key).and_then(Value::as_integer).and_then(|number| u64::try_from(number).ok());
    found.ok_or_else(|| format!("{key}: no count").into())
}
