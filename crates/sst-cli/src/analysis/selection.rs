//! Which sessions are counted, and by what they are grouped.

use std::collections::BTreeMap;

use sst_core::day::Day;
use sst_core::definitions::{Definitions, GroupKey, UnknownGroup};
use sst_core::ledger::{CloseError, Ledger, Selection};
use sst_core::results::Unit;
use sst_ingest::mapping::did_you_mean;

use super::Groupings;
use crate::arguments::{Source, UnitName};
use crate::failure::Failure;

pub(super) fn selection(
    source: &Source,
    groupings: &Groupings<'_>,
    definitions: &Definitions,
) -> Result<Selection, Failure> {
    let (from, to) = definitions.period;
    let mut selection = Selection {
        as_of: source.as_of.map(Day::from),
        from: source.from.or(from).map(Day::from),
        to: source.to.or(to).map(Day::from),
        labels: labels(source, definitions)?,
        unit: match source.unit {
            UnitName::Session => Unit::Session,
            UnitName::Client => Unit::Client,
        },
        ..Selection::default()
    };
    if let (Some(from), Some(to)) = (selection.from, selection.to)
        && from > to
    {
        return Err(Failure::wrong_use("the period ends before it begins: --from is after --to", None));
    }
    if source.unit == UnitName::Client && !definitions.collected.contains("client_id") {
        return Err(Failure::wrong_use("--unit client needs the column `client_id`, and the data has none", None));
    }
    selection.group_for_gates(definitions).map_err(|error| unknown_group(&error))?;
    match groupings {
        Groupings::Asked(by) | Groupings::OfChart(by) => {
            for names in *by {
                let keys = names.split(',').map(|name| group(name.trim(), definitions)).collect::<Result<Vec<_>, _>>();
                let keys = match groupings {
                    Groupings::OfChart(_) => keys.map_err(|failure| in_a_picture(failure, names, definitions))?,
                    _ => keys?,
                };
                selection.add_grouping(keys);
            }
        }
        Groupings::Compared(compare) => super::compared::select(compare, definitions, &mut selection)?,
        Groupings::OfReport => {
            selection.tells_response = true;
            for name in ["month", "site", "concern"] {
                if let Ok(key) = group(name, definitions) {
                    selection.add_grouping(vec![key]);
                }
            }
        }
    }
    Ok(selection)
}

/// `--where key=label`
fn labels(source: &Source, definitions: &Definitions) -> Result<BTreeMap<GroupKey, Vec<String>>, Failure> {
    let mut labels: BTreeMap<GroupKey, Vec<String>> = BTreeMap::new();
    for text in &source.selection {
        let (name, label) = text.split_once('=').ok_or_else(|| {
            Failure::wrong_use(
                format!("--where {text}: a group and a label are needed"),
                Some("as --where site=North".to_owned()),
            )
        })?;
        let (name, label) = (name.trim(), label.trim());
        let key = group(name, definitions)?;
        refuse_impossible_label("--where", (key, name), label, definitions)?;
        labels.entry(key).or_default().push(label.to_owned());
    }
    Ok(labels)
}

/// A month is written as 2025-03, and as nothing else: `2025-3` would be a month without sessions.
fn refuse_impossible_label(
    who: &str,
    (key, name): (GroupKey, &str),
    label: &str,
    definitions: &Definitions,
) -> Result<(), Failure> {
    let fiscal = definitions.fiscal_year_starts;
    if key.can_be(label, fiscal) {
        return Ok(());
    }
    let example = key.calendar_label(jiff::civil::date(2025, 3, 31), fiscal).unwrap_or_default();
    let problem = format!("{who} {name}={label}: this is no {name}");
    Err(Failure::wrong_use(problem, Some(format!("March 2025 is in {name}={example}"))))
}

/// A gate on a label that no session has could never fail: it would look as if it held.
pub(super) fn refuse_gates_on_nothing(ledger: &Ledger, definitions: &Definitions) -> Result<(), Failure> {
    let mut known: BTreeMap<usize, Vec<String>> = BTreeMap::new();
    let labels = definitions.gates.iter().flat_map(|gate| gate.by.iter().map(move |by| (&gate.measure, by)));
    for (measure, (name, label)) in labels {
        let Some(label) = label else { continue };
        let key = GroupKey::find(name, &definitions.groups).map_err(|error| unknown_group(&error))?;
        let who = format!("the gate on {measure}:");
        refuse_impossible_label(&who, (key, name), label, definitions)?;
        let GroupKey::Column(place) = key else { continue };
        let known = known.entry(place).or_insert_with(|| ledger.labels_of(place));
        // Of data without any label nothing can be said.
        if !known.is_empty() && !known.contains(label) {
            let meant = did_you_mean(label, known.iter().map(String::as_str));
            let hint = meant.map(|meant| format!("did you mean `{meant}`?"));
            return Err(Failure::wrong_use(format!("{who} no session has {name}={label}"), hint));
        }
    }
    Ok(())
}

/// A group that is known and that the data has.
pub(super) fn group(name: &str, definitions: &Definitions) -> Result<GroupKey, Failure> {
    let key = GroupKey::find(name, &definitions.groups).map_err(|error| unknown_group(&error))?;
    if matches!(key, GroupKey::Column(_)) && !definitions.collected.contains(name) {
        return Err(Failure::wrong_use(
            format!("the data has no column `{name}` to group by"),
            Some(format!("if it is there under another name, write under [columns] in sst.toml: {name} = \"...\"")),
        ));
    }
    Ok(key)
}

/// A picture compares groups, by `concern` when nothing else is said: what else there is to compare by.
fn in_a_picture(failure: Failure, asked: &str, definitions: &Definitions) -> Failure {
    let groups = definitions.groups.iter().map(|group| group.name.as_str());
    let there: Vec<&str> = groups.filter(|name| definitions.collected.contains(*name)).collect();
    if there.is_empty() || GroupKey::find(asked, &definitions.groups).is_err() {
        return failure;
    }
    let own = failure.hint.map(|hint| format!("; {hint}")).unwrap_or_default();
    let hint = format!("say with --by what the picture is to compare: {}{own}", there.join(", "));
    Failure::wrong_use(failure.message, Some(hint))
}

fn unknown_group(error: &UnknownGroup) -> Failure {
    let meant = did_you_mean(&error.name, error.known.iter().map(String::as_str));
    let hint = match meant {
        Some(meant) => format!("did you mean `{meant}`?"),
        None => format!("there are {}", error.known.join(", ")),
    };
    Failure::wrong_use(error.to_string(), Some(hint))
}

pub(crate) fn closing(error: &CloseError) -> Failure {
    let hint = match error {
        CloseError::UnknownLabel(unknown) => did_you_mean(&unknown.label, unknown.known.iter().map(String::as_str))
            .map(|meant| format!("did you mean `{meant}`?")),
        CloseError::IdsConflictAcrossFiles { .. } => None,
    };
    Failure::wrong_use(error.to_string(), hint)
}
