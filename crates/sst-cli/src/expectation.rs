//! Whether an export is what the service expects: here, because only here it is known what day it is.

use jiff::civil::Date;
use sst_core::codes::Finding;
use sst_core::results::{FindingCount, ResultSet};
use sst_core::text::format;
use sst_ingest::mapping::Expected;

use crate::failure::Failure;

/// The day to take for today, where a test or a late run needs another: `YYYY-MM-DD`.
const TODAY: &str = "SST_TODAY";

/// Something that was expected and is not so.
pub(crate) struct Unmet {
    pub(crate) rule: Finding,
    /// What was expected and what there is.
    pub(crate) text: String,
}

/// Looks at what the mapping file expects. Too few sessions are noted in the results; how old the data are is not, or the
/// same data would give another document tomorrow.
pub(crate) fn look(expected: Expected, results: &mut ResultSet) -> Result<Vec<Unmet>, Failure> {
    let mut unmet = Vec::new();
    if let Some(days) = expected.data_through_within_days {
        unmet.extend(age(results.as_of, today()?, days));
    }
    // A part of the sessions was asked for: how many there are says nothing about the export.
    let is_whole = results.selection.is_empty();
    let attended = results.flow.attended.unwrap_or(0);
    if let Some(least) = expected.min_sessions.filter(|&least| is_whole && attended < u64::from(least)) {
        let (there, least) = (format::count(attended), format::count(least.into()));
        let text =
            format!("{there} attended sessions in the period, at least {least} expected ([expect] min_sessions)");
        let rule = Finding::TooFewSessions;
        results.findings.push(FindingCount { rule, column: None, count: 1, severity: rule.severity() });
        results.findings.sort_by_key(|finding| std::cmp::Reverse(finding.severity));
        unmet.push(Unmet { rule, text });
    }
    Ok(unmet)
}

/// Whether the data end within so many days of today, before or after it.
fn age(as_of: Option<Date>, today: Date, days: u32) -> Option<Unmet> {
    let asked_for = format!("within {days} days of today expected ([expect] data_through_within_days)");
    let text = match as_of {
        None => format!("no session was attended, data {asked_for}"),
        Some(as_of) => {
            let apart = (today.duration_since(as_of).as_hours() / 24).unsigned_abs();
            if apart <= u64::from(days) {
                return None;
            }
            let side = if as_of > today { "after" } else { "before" };
            format!("the data go up to {}, {apart} days {side} today: {asked_for}", format::date(as_of))
        }
    };
    Some(Unmet { rule: Finding::NotUpToDate, text })
}

/// Today, in UTC.
fn today() -> Result<Date, Failure> {
    match std::env::var(TODAY) {
        Ok(text) => text.parse().map_err(|_| {
            Failure::wrong_use(format!("{TODAY} is no date"), Some("write it as 2025-12-31, or unset it".to_owned()))
        }),
        Err(_) => Ok(jiff::tz::Offset::UTC.to_datetime(jiff::Timestamp::now()).date()),
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    #[test]
    fn data_are_within_days_of_today_on_either_side() {
        let today = date(2026, 2, 10);
        for (as_of, days, is_met) in [
            (Some(date(2026, 1, 31)), 10, true),
            (Some(date(2026, 1, 30)), 10, false),
            (Some(date(2026, 2, 20)), 10, true),
            (Some(date(2026, 2, 21)), 10, false),
            (Some(today), 0, true),
            (None, 10, false),
        ] {
            assert_eq!(super::age(as_of, today, days).is_none(), is_met, "{as_of:?} within {days}");
        }
    }
}
