//! `[[instrument]]`: a questionnaire of the service's own, or other numbers for one that is built in.

use std::ops::Range;

use sst_core::instrument::{Better, Fact, FactKind, Instrument, InstrumentError};

use super::keys::{Document, Keys};
use super::sections::id;

/// The numbers that rules use, each with its key.
const NUMBERS: [(&str, FactKind); 6] = [
    ("reliability", FactKind::Reliability),
    ("functional_mean", FactKind::FunctionalMean),
    ("functional_sd", FactKind::FunctionalSd),
    ("clinical_mean", FactKind::ClinicalMean),
    ("clinical_sd", FactKind::ClinicalSd),
    ("reliable_change", FactKind::ReliableChange),
];

/// Facts of a cut-off: one of another kind must not outlive one that the mapping gives.
const CUTOFFS: [FactKind; 4] =
    [FactKind::CasenessAtLeast, FactKind::CasenessAbove, FactKind::CasenessAtMost, FactKind::CasenessBelow];

/// Reads one. With the id of a built-in one only what is given replaces what is known.
pub(super) fn instrument(
    mut keys: Keys<'_>,
    built_in: &[Instrument],
    document: &mut Document<'_>,
) -> Option<Instrument> {
    let span = keys.span.clone();
    let id = id(&mut keys, document);
    let known = built_in.iter().find(|known| Some(&known.id) == id.as_ref());
    let name = keys.text("name", document);
    let mut number = |key: &str| keys.number(key, document).map(|(number, _)| number);
    let min = number("min").or(known.map(|known| known.min));
    let max = number("max").or(known.map(|known| known.max));
    let unit = number("unit").or(known.map(|known| known.unit)).unwrap_or(1.0);
    for (key, value) in [("min", min), ("max", max)] {
        if value.is_none() {
            keys.missing(key, document);
        }
    }
    let better = match known {
        Some(known) if !keys.has("better") => Some(known.better),
        _ => better(&mut keys, document),
    };
    let mut facts = known.map(|known| known.facts.clone()).unwrap_or_default();
    for (key, about) in NUMBERS {
        if let Some((value, span)) = keys.number(key, document) {
            check(key, value, &span, document);
            facts.retain(|fact| fact.about != about);
            facts.push(of_mapping(about, value));
        }
    }
    if let (Some((value, _)), Some(better)) = (keys.number("cutoff", document), better) {
        facts.retain(|fact| !CUTOFFS.contains(&fact.about));
        let about = if better == Better::Lower { FactKind::CasenessAtLeast } else { FactKind::CasenessBelow };
        facts.push(of_mapping(about, value));
    }
    let known_keys = ["id", "name", "min", "max", "unit", "better", "cutoff"];
    let all: Vec<&str> = known_keys.into_iter().chain(NUMBERS.map(|(key, _)| key)).collect();
    keys.finish(&all, document);
    let id = id?;
    let name = name.or(known.map(|known| known.name.clone())).unwrap_or_else(|| id.clone());
    match (Instrument { id, name, min: min?, max: max?, unit, better: better?, facts }).checked() {
        Ok(instrument) => Some(instrument),
        Err(error) => {
            let problem = match error {
                InstrumentError::NotToml(_) => "this is no instrument".to_owned(),
                other => other.to_string(),
            };
            document.fault(&span, &problem, None);
            None
        }
    }
}

fn better(keys: &mut Keys<'_>, document: &mut Document<'_>) -> Option<Better> {
    let (text, span) = keys.required_text("better", document)?;
    match text.as_str() {
        "higher" => Some(Better::Higher),
        "lower" => Some(Better::Lower),
        _ => {
            let problem = "`better` is \"higher\" or \"lower\": which way a score moves when things go well";
            document.fault(&span, problem, None);
            None
        }
    }
}

/// A number that cannot be.
fn check(key: &str, value: f64, span: &Range<usize>, document: &mut Document<'_>) {
    let problem = match key {
        "reliability" if !(0.0..=1.0).contains(&value) => "a reliability is between 0 and 1",
        "functional_sd" | "clinical_sd" if value <= 0.0 => "a standard deviation is above 0",
        "reliable_change" if value <= 0.0 => "a reliable change is a number of points above 0, whichever way is better",
        _ => return,
    };
    document.fault(span, problem, None);
}

fn of_mapping(about: FactKind, value: f64) -> Fact {
    let source = "the mapping file".to_owned();
    Fact { about, value: Some(value), values: Vec::new(), rule: None, level: None, note: None, source, verified: true }
}
