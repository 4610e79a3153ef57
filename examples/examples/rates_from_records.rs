//! Rates from records made in code: no file, no mapping. And the statistics on their own, for numbers one already has.
//!
//! ```sh
//! cargo run -p sst-examples --example rates_from_records
//! ```

use std::error::Error;
use std::io::{self, Write};

use jiff::civil::date;
use sst_core::day::Day;
use sst_core::definitions::{Definitions, FollowUp, GroupKey, Thresholds};
use sst_core::estimate::{Estimation, Provenance, results};
use sst_core::ledger::{Ledger, Selection};
use sst_core::record::{Question, Record};
use sst_core::results::{Proportion, ResultEntry};
use sst_core::stats::{Level, clopper_pearson, wilson};
use sst_core::text::{Catalogue, format};

fn main() -> Result<(), Box<dyn Error>> {
    let mut out = io::stdout().lock();
    let catalogue = Catalogue::english();
    let mut definitions = Definitions::new(Thresholds::default(), FollowUp::default(), &catalogue);
    // What was collected has to be said: a question that nobody was asked is then left out, and not found to be 0%.
    for column in ["client_id", "site", "helpfulness", "enough"] {
        definitions.collected.insert(column.to_owned());
    }

    // Left of the privacy wall: each session of each client. Any order will do, and ledgers merge.
    let mut ledger = Ledger::new(&definitions);
    let place_of_site = definitions.groups.iter().position(|group| group.name == "site").ok_or("no group site")?;
    for i in 0..60_u8 {
        // Ten of fifty clients come twice: their answers are not independent.
        let client = format!("client {}", i % 50);
        let mut groups = vec![""; definitions.groups.len()];
        groups[place_of_site] = if i % 3 == 0 { "South" } else { "North" };
        let day = Day::from(date(2025, 3, 1)).plus_days(i32::from(i));
        let mut session = Record { groups: &groups, ..Record::new(day) }.of_client(&client);
        // Every fourth says nothing. Nothing is not a no: the answer is left out.
        if i % 4 != 3 {
            let rating = Question::Helpfulness.code_at([5, 4, 2][usize::from(i % 3)]).ok_or("no such rating")?;
            session = session.with_answer(Question::Helpfulness, rating);
        }
        if i % 2 == 0 {
            let answer = Question::Enough.parse(["yes", "no", "unsure"][usize::from(i % 3)]).ok_or("no such code")?;
            session = session.with_answer(Question::Enough, answer);
        }
        ledger.add(&session);
    }

    // Closing turns clients into counts; from here on nothing knows who came.
    let mut selection = Selection::default();
    selection.add_grouping(vec![GroupKey::find("site", &definitions.groups)?]);
    let closed = ledger.close(&definitions, &selection)?;
    let results = results(&closed, &definitions, Estimation::default(), Provenance::default(), &catalogue)?;

    for entry in &results.results {
        let Some(share) = entry.as_proportion() else { continue };
        let site = entry.by.get("site").and_then(Option::as_deref).unwrap_or("all");
        writeln!(out, "{:12} {site:6} {}", entry.measure, in_words(share))?;
    }
    let mut whole = results.results.iter().filter(|entry| entry.measure == "helpful" && entry.by.is_empty());
    let helpful = whole.find_map(ResultEntry::as_proportion).ok_or("no result for helpful")?;
    assert_eq!((helpful.eligible, helpful.answered, helpful.events), (Some(60), Some(45), Some(30)));
    assert_eq!((helpful.clients, helpful.method.as_str()), (Some(50), "wilson_cluster"));
    // Clients who came twice say much the same twice: the interval may only be wider than for 45 strangers.
    let (low, high) = helpful.low.zip(helpful.high).ok_or("no interval")?;
    let strangers = wilson(30, 45, Level::DEFAULT)?;
    assert!(low < strangers.low && strangers.high < high);

    // The statistics alone. Newcombe 1998 (Statistics in Medicine 17:857-872), table I: 81 of 263.
    let score = wilson(81, 263, Level::DEFAULT)?;
    let exact = clopper_pearson(81, 263, Level::DEFAULT)?;
    writeln!(
        out,
        "\n81 of 263: Wilson {:.4} to {:.4}, Clopper-Pearson {:.4} to {:.4}",
        score.low, score.high, exact.low, exact.high
    )?;
    let printed = |value: f64| format!("{value:.4}");
    assert_eq!((printed(score.low), printed(score.high)), ("0.2553".to_owned(), "0.3662".to_owned()));
    assert_eq!((printed(exact.low), printed(exact.high)), ("0.2527".to_owned(), "0.3676".to_owned()));
    // What cannot be estimated is an error with its reason, never a NaN.
    writeln!(out, "0 of 0: {}", wilson(0, 0, Level::DEFAULT).err().ok_or("0 of 0 has no interval")?)?;
    Ok(())
}

/// A share with everything that must travel with it.
fn in_words(share: &Proportion) -> String {
    let count = |value: Option<u64>| value.map_or_else(|| "?".to_owned(), format::count);
    let percent = |value: Option<f64>| value.map_or_else(|| "–".to_owned(), format::percent);
    format!(
        "{:>2} could be asked, {:>2} answered, {:>2} said yes: {:>4}, 95% interval {} to {} ({}, {} clients)",
        count(share.eligible),
        count(share.answered),
        count(share.events),
        percent(share.estimate),
        percent(share.low),
        percent(share.high),
        share.method,
        count(share.clients)
    )
}
