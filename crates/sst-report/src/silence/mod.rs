//! Who answered and what that could change: sentences and tables, whatever they are written in.

use std::collections::BTreeSet;

use sst_core::results::{By, WeightedShare};
use sst_core::stats::{Level, wilson};
use sst_core::text::{Arg, format};

use crate::story::{Share, Story};

mod markdown;

pub(crate) use markdown::markdown_section;

/// Measures that are told in sentences; others only where something is to be reached.
const TOLD: [&str; 3] = ["helpful", "improved", "enough"];

/// What response can be told by beside groups: key, then labels in the order of a reader.
const KNOWN: [(&str, [Option<&str>; 3]); 2] =
    [("helpful", [Some("yes"), Some("no"), None]), ("came_back", [Some("yes"), Some("no"), None])];

/// A table in words.
pub(crate) struct Table {
    pub(crate) caption: String,
    pub(crate) header: Vec<String>,
    pub(crate) rows: Vec<Vec<String>>,
}

/// What is said of one measure.
pub(crate) struct Told {
    pub(crate) label: String,
    pub(crate) sentences: Vec<String>,
}

fn label(share: &Share<'_>) -> String {
    share.note.map_or(&share.entry.measure, |note| &note.label).clone()
}

/// The flow from booking to answer in one sentence.
pub(crate) fn flow(story: &Story<'_>) -> Option<String> {
    let flow = &story.results.flow;
    let args =
        [("booked", flow.booked?.into()), ("attended", flow.attended?.into()), ("answered", flow.answered?.into())];
    let asked = flow.asked.filter(|_| story.results.follow_up_answers.is_none());
    let args: Vec<(&str, Arg<'_>)> = args.into_iter().chain(asked.map(|asked| ("asked", asked.into()))).collect();
    Some(story.say(
        match (&story.results.follow_up_answers, asked) {
            (Some(_), _) => "report-silence-flow-anonymous",
            (None, Some(_)) => "report-silence-flow-asked",
            (None, None) => "report-silence-flow",
        },
        &args,
    ))
}

/// The shares of the whole that somebody did not answer for, in the order of the measures; a wait that is not known is no
/// answer withheld.
pub(crate) fn shares<'a>(story: &Story<'a>) -> Vec<Share<'a>> {
    let is_wait = |share: &Share<'_>| crate::html::WAITS.contains(&share.entry.measure.as_str());
    story.whole_shares().into_iter().filter(|share| share.numbers.missing.is_some() && !is_wait(share)).collect()
}

fn told_shares<'a>(story: &Story<'a>) -> Vec<Share<'a>> {
    let is_told = |share: &Share<'_>| {
        let reaches = share.numbers.missing.as_ref().is_some_and(|missing| !missing.tipping.is_empty());
        reaches || TOLD.contains(&share.entry.measure.as_str())
    };
    shares(story).into_iter().filter(is_told).collect()
}

/// Bounds and tipping points of the main measures.
pub(crate) fn told(story: &Story<'_>) -> Vec<Told> {
    let level = format::level(story.results.level);
    let one = |share: Share<'_>| {
        let (missing, bounds) = (share.numbers.missing.as_ref()?, share.numbers.bounds?);
        let eligible = share.numbers.eligible?.saturating_sub(share.numbers.could_not_recover.unwrap_or(0));
        let (low, high) = (format::percent_1(bounds.low), format::percent_1(bounds.high));
        let range = |low: f64, high: f64| format!("{} to {}", format::percent_1(low), format::percent_1(high));
        let union = missing.union_wilson.map(|union| range(union.low, union.high))?;
        let args = [
            ("silent", missing.silent?.into()),
            ("eligible", eligible.into()),
            ("low", Arg::Text(&low)),
            ("high", Arg::Text(&high)),
            ("level", Arg::Text(&level)),
            ("union", Arg::Text(&union)),
        ];
        let mut sentences = vec![story.say("report-silence-bounds", &args)];
        sentences.extend(missing.tipping.iter().map(|tipping| tipping.text.clone()));
        if let Some(found) = missing.imbens_manski {
            let imbens = range(found.low, found.high);
            sentences.push(story.say("report-silence-imbens", &[("imbens", Arg::Text(&imbens))]));
        }
        Some(Told { label: label(&share), sentences })
    };
    told_shares(story).into_iter().filter_map(one).collect()
}

/// The delta grid of the main measures, in odds.
pub(crate) fn deltas(story: &Story<'_>) -> Option<Table> {
    let shares: Vec<Share<'_>> = told_shares(story)
        .into_iter()
        .filter(|share| share.numbers.missing.as_ref().is_some_and(|missing| !missing.delta.is_empty()))
        .collect();
    let grid = &shares.first()?.numbers.missing.as_ref()?.delta;
    let rows = grid.iter().map(|row| {
        let factor = format::decimal(row.delta.abs().exp(), 1);
        let key = match row.delta {
            delta if delta < 0.0 => "report-silence-odds-less",
            delta if delta > 0.0 => "report-silence-odds-more",
            _ => "report-silence-odds-same",
        };
        let mut cells = vec![story.say(key, &[("factor", (&factor).into())])];
        cells.extend(shares.iter().map(|share| {
            let grid = share.numbers.missing.iter().flat_map(|missing| &missing.delta);
            let estimate = grid.filter(|other| other.delta == row.delta).find_map(|other| other.estimate);
            estimate.map_or_else(|| story.text("report-silence-no-odds"), format::percent_1)
        }));
        cells
    });
    let header = std::iter::once(story.text("report-silence-if")).chain(shares.iter().map(label));
    Some(Table { caption: story.text("report-silence-caption-if"), header: header.collect(), rows: rows.collect() })
}

/// A key of groups as a reader sees it.
fn key_name(story: &Story<'_>, key: &str) -> String {
    let name = format!("report-key-{}", key.replace('_', "-"));
    if story.catalogue.has(&name) { story.text(&name) } else { key.to_owned() }
}

fn weights<'a>(share: &Share<'a>) -> &'a [WeightedShare] {
    share.numbers.missing.as_ref().map_or(&[], |missing| &missing.weighted)
}

/// The weighted shares of the main measures, or why there is none; first those that are not weighted.
pub(crate) fn weighted(story: &Story<'_>) -> Option<Table> {
    let shares: Vec<Share<'_>> = told_shares(story);
    let shares: Vec<Share<'_>> = shares.into_iter().filter(|share| !weights(share).is_empty()).collect();
    let keys: BTreeSet<&str> = shares.iter().flat_map(|share| weights(share)).map(|row| row.by.as_str()).collect();
    let cell = |estimate: Option<f64>, answers: Option<String>| {
        let (estimate, answers) = (estimate?, answers?);
        Some(format!("{} ({answers})", format::percent_1(estimate)))
    };
    let dash = || "–".to_owned();
    let plain = shares
        .iter()
        .map(|share| cell(share.numbers.estimate, share.numbers.answered.map(format::count)).unwrap_or_else(dash));
    let mut rows = vec![std::iter::once(story.text("report-silence-unweighted")).chain(plain).collect::<Vec<String>>()];
    for key in keys {
        let by_key = shares.iter().map(|share| {
            let Some(row) = weights(share).iter().find(|row| row.by == key) else { return dash() };
            let refused = || story.say("report-silence-refused", &[("empty", row.empty_groups.into())]);
            cell(row.estimate, row.effective_n.map(|n| format::count(n.round() as u64))).unwrap_or_else(refused)
        });
        rows.push(std::iter::once(key_name(story, key)).chain(by_key).collect());
    }
    let header = std::iter::once(story.text("report-silence-weighted-by")).chain(shares.iter().map(label)).collect();
    (!shares.is_empty()).then(|| Table { caption: story.text("report-silence-caption-weighted"), header, rows })
}

/// How response is told: by the follow-up as a whole, or by the main rating where no follow-up is asked.
fn response_measure<'a>(story: &Story<'a>) -> Option<Share<'a>> {
    let has_somebody = |share: &Share<'_>| share.numbers.eligible.is_some_and(|eligible| eligible > 0);
    let mut found = ["followed_up", "helpful"].into_iter().filter_map(|id| story.whole(id));
    found.find(|share| has_somebody(share) && share.numbers.events.is_some())
}

/// What the tables of response count, in words.
pub(crate) fn response_lead(story: &Story<'_>) -> Option<String> {
    let share = response_measure(story)?;
    Some(match share.entry.measure.as_str() {
        "followed_up" => story.text("report-silence-who-lead"),
        _ => story.say("report-silence-who-lead-rating", &[("label", (&label(&share)).into())]),
    })
}

/// Response by what is known beside the follow-up; none where nothing is.
pub(crate) fn response_by_known(story: &Story<'_>) -> Option<Table> {
    let mut rows = Vec::new();
    for (key, labels) in KNOWN {
        for known in labels {
            let by = By::from([(key.to_owned(), known.map(str::to_owned))]);
            let name = format!("report-silence-{}-{}", key.replace('_', "-"), known.unwrap_or("none"));
            rows.extend(response_row(story, "followed_up", &by, story.text(&name)));
        }
    }
    table_of(story, "report-silence-who-known", rows)
}

/// Response by each group that results are grouped by, those of the calendar last.
pub(crate) fn response_by_group(story: &Story<'_>) -> Vec<Table> {
    let Some(whole) = response_measure(story) else { return Vec::new() };
    let keys = ["concern", "site", "month"].into_iter().filter(|key| !story.labels(key).is_empty());
    keys.filter_map(|key| {
        let of_label = |known: Option<String>| {
            let words = story.label(key, known.as_deref());
            response_row(story, &whole.entry.measure, &By::from([(key.to_owned(), known)]), words)
        };
        let rows = story.labels(key).into_iter().filter_map(of_label).collect();
        let table = table_of(story, "report-silence-who", rows)?;
        Some(Table { caption: format!("{}: {}", table.caption, key_name(story, key)), ..table })
    })
    .collect()
}

fn table_of(story: &Story<'_>, caption: &str, rows: Vec<Vec<String>>) -> Option<Table> {
    let level = format::level(story.results.level);
    let mut header: Vec<String> = ["column-group", "column-eligible", "column-answered", "silence-rate"]
        .map(|name| story.text(&format!("report-{name}")))
        .to_vec();
    header.push(story.say("report-column-interval", &[("level", (&level).into())]));
    (!rows.is_empty()).then(|| Table { caption: story.text(caption), header, rows })
}

/// How many of a group answered: of `followed_up` that is what it counts, of a rating its answers.
fn response_row(story: &Story<'_>, measure: &str, by: &By, words: String) -> Option<Vec<String>> {
    let share = story.share(measure, by)?;
    let numbers = share.numbers;
    let (answered, estimate, interval) = if measure == "followed_up" {
        (numbers.events, numbers.estimate, numbers.low.zip(numbers.high))
    } else {
        let counts = numbers.answered.zip(numbers.eligible).filter(|&(_, eligible)| eligible > 0);
        let level = Level::new(story.results.level).ok();
        let found = counts.zip(level).and_then(|((answered, all), level)| wilson(answered, all, level).ok());
        let rate = counts.map(|(answered, all)| answered as f64 / all as f64);
        (numbers.answered, rate, found.map(|interval| (interval.low, interval.high)))
    };
    let dash = || "–".to_owned();
    Some(vec![
        words,
        numbers.eligible.map_or_else(dash, format::count),
        answered.map_or_else(dash, format::count),
        estimate.map_or_else(dash, format::percent_1),
        interval.map_or_else(dash, |(low, high)| format!("{} to {}", format::percent_1(low), format::percent_1(high))),
    ])
}
