//! What `sst compare` compares: the groupings it needs, and the plan of its comparisons.

use sst_core::day::Day;
use sst_core::definitions::{Definitions, GroupKey, NamedPeriod, PeriodError};
use sst_core::estimate::{Compared, Comparing, GroupOrder};
use sst_core::ledger::Selection;
use sst_core::stats::Adjustment;
use sst_ingest::mapping::did_you_mean;

use super::selection::group;
use crate::arguments::CompareArguments;
use crate::failure::Failure;

/// Groups the sessions as the comparison needs.
pub(super) fn select(
    arguments: &CompareArguments,
    definitions: &Definitions,
    selection: &mut Selection,
) -> Result<(), Failure> {
    let key = match &comparing(arguments, definitions)?.compared {
        Compared::Groups { key, .. } => group(key, definitions)?,
        Compared::Periods { period, against } => {
            selection.from = Some(Day::from(period.from.min(against.from)));
            selection.to = Some(Day::from(period.to.max(against.to)));
            selection.periods = vec![period.clone(), against.clone()];
            GroupKey::Period
        }
    };
    selection.compare(vec![key]);
    if let Some(stratum) = &arguments.stratify {
        let stratum_key = group(stratum.trim(), definitions)?;
        if stratum_key == key {
            let problem = format!("--stratify {stratum}: this is the group that is compared");
            return Err(Failure::wrong_use(problem, Some("give another group, as concern".to_owned())));
        }
        selection.add_grouping(vec![key, stratum_key]);
    }
    Ok(())
}

/// The plan of the comparisons.
pub(crate) fn comparing(arguments: &CompareArguments, definitions: &Definitions) -> Result<Comparing, Failure> {
    let method = arguments.difference_method.parse().map_err(|expected: String| {
        Failure::wrong_use(format!("--difference-method {}: {expected}", arguments.difference_method), None)
    })?;
    Ok(Comparing {
        compared: compared(arguments, definitions)?,
        stratify: arguments.stratify.as_ref().map(|name| name.trim().to_owned()),
        measures: measures(arguments, definitions)?,
        method,
        adjustment: adjustment(&arguments.adjust)?,
    })
}

fn compared(arguments: &CompareArguments, definitions: &Definitions) -> Result<Compared, Failure> {
    match (&arguments.by, &arguments.period) {
        (Some(by), _) => {
            if by.contains(',') {
                let problem = format!("--by {by}: the labels of one group are compared");
                let hint = "--stratify compares within the labels of a further group".to_owned();
                return Err(Failure::wrong_use(problem, Some(hint)));
            }
            let key = by.trim().to_owned();
            let against = arguments.against.as_ref().map(|label| label.trim().to_owned());
            let order = match &arguments.ordered {
                Some(labels) => GroupOrder::As(labels.split(',').map(|label| label.trim().to_owned()).collect()),
                None if matches!(group(&key, definitions)?, GroupKey::Column(_)) => GroupOrder::None,
                None => GroupOrder::Calendar,
            };
            Ok(Compared::Groups { key, against, order })
        }
        (None, Some(period)) => periods(period, arguments.against.as_deref().unwrap_or_default(), definitions),
        (None, None) => Err(Failure::wrong_use(
            "what is to be compared?",
            Some("groups, as --by site, or two periods, as --period 2025-07..2025-12 --against previous".to_owned()),
        )),
    }
}

fn periods(period: &str, against: &str, definitions: &Definitions) -> Result<Compared, Failure> {
    let fiscal = definitions.fiscal_year_starts;
    let read = |flag: &str, text: &str| {
        NamedPeriod::parse(text, fiscal)
            .map_err(|error: PeriodError| Failure::wrong_use(format!("{flag}: {error}"), None))
    };
    let period = read("--period", period)?;
    let found = match against.trim() {
        "previous" => period.previous(),
        "same-last-year" => period.a_year_before(),
        text => Some(read("--against", text)?),
    };
    let Some(against) = found else {
        return Err(Failure::wrong_use(format!("--against {against}: the calendar does not go back so far"), None));
    };
    if period.overlaps(&against) {
        return Err(Failure::wrong_use(
            format!("{} and {} overlap: a session would stand on both sides", period.label, against.label),
            Some("give periods without a common day".to_owned()),
        ));
    }
    Ok(Compared::Periods { period, against })
}

/// The measures asked for: known, and asked by the data.
fn measures(arguments: &CompareArguments, definitions: &Definitions) -> Result<Vec<String>, Failure> {
    let mut asked = Vec::new();
    for id in &arguments.measure {
        let id = id.trim().replace('-', "_");
        let mut found = definitions.measures.iter().filter(|measure| measure.id == id).peekable();
        if found.peek().is_none() {
            let known = definitions.measures.iter().map(|measure| measure.id.as_str());
            let meant = did_you_mean(&id, known).map(|meant| format!("did you mean `{meant}`?"));
            return Err(Failure::wrong_use(format!("--measure {id}: there is no such measure"), meant));
        }
        if let Some(measure) = found.find(|measure| !definitions.is_collected(measure)) {
            let columns = definitions.columns_of(measure).join(", ");
            let problem = format!("--measure {id}: the data do not have it");
            return Err(Failure::wrong_use(problem, Some(format!("it is made of the column {columns}"))));
        }
        asked.push(id);
    }
    Ok(asked)
}

fn adjustment(text: &str) -> Result<Option<Adjustment>, Failure> {
    Ok(Some(match text.to_ascii_lowercase().as_str() {
        "holm" => Adjustment::Holm,
        "bonferroni" => Adjustment::Bonferroni,
        "hommel" => Adjustment::Hommel,
        "bh" => Adjustment::BenjaminiHochberg,
        "by" => Adjustment::BenjaminiYekutieli,
        "none" => return Ok(None),
        _ => {
            let problem = format!("--adjust {text}: expected holm, bonferroni, hommel, bh, by or none");
            return Err(Failure::wrong_use(problem, None));
        }
    }))
}
