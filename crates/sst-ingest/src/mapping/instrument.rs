//! `[[instrument]]`: a questionnaire of the service's own, or numbers that replace those of a built-in one.

use std::ops::Range;

use sst_core::instrument::{Basis, Better, Fact, FactKind, Instrument, InstrumentError};

use super::keys::{Document, Keys};
use super::sections::id;

/// The source of every number that a mapping file gives.
const SOURCE: &str = "the mapping file";

const KNOWN: [&str; 14] = [
    "id",
    "name",
    "min",
    "max",
    "unit",
    "better",
    "reliability",
    "functional_mean",
    "functional_sd",
    "clinical_mean",
    "clinical_sd",
    "national_sd",
    "cutoff",
    "reliable_change",
];

/// The keys that become facts as they are.
const FACTS: [(&str, FactKind); 7] = [
    ("reliability", FactKind::Reliability),
    ("functional_mean", FactKind::FunctionalMean),
    ("functional_sd", FactKind::FunctionalSd),
    ("clinical_mean", FactKind::ClinicalMean),
    ("clinical_sd", FactKind::ClinicalSd),
    ("national_sd", FactKind::NationalSd),
    ("reliable_change", FactKind::ReliableChange),
];

/// Kinds of which a cut-off replaces every one.
const CASENESS: [FactKind; 4] =
    [FactKind::CasenessAtLeast, FactKind::CasenessAbove, FactKind::CasenessBelow, FactKind::CasenessAtMost];

/// What a table says, before it is laid over what is built in.
struct Given {
    name: Option<String>,
    min: Option<f64>,
    max: Option<f64>,
    unit: Option<f64>,
    better: Option<Better>,
    cutoff: Option<(f64, Range<usize>)>,
    facts: Vec<(FactKind, f64, Range<usize>)>,
}

/// Every instrument that is known: those of the mapping first, then the built-in ones that it does not touch.
pub(super) fn read(tables: Vec<Keys<'_>>, document: &mut Document<'_>) -> Vec<Instrument> {
    let built_in = Instrument::built_in();
    let mut instruments: Vec<Instrument> = Vec::new();
    for table in tables {
        let span = table.span.clone();
        let Some(instrument) = instrument(table, &built_in, document) else { continue };
        if instruments.iter().any(|other| other.id == instrument.id) {
            document.fault(&span, &format!("there is already an [[instrument]] `{}`", instrument.id), None);
            continue;
        }
        instruments.push(instrument);
    }
    for known in built_in {
        if instruments.iter().all(|own| own.id != known.id) {
            instruments.push(known);
        }
    }
    instruments
}

fn instrument(mut keys: Keys<'_>, built_in: &[Instrument], document: &mut Document<'_>) -> Option<Instrument> {
    let span = keys.span.clone();
    let id = id(&mut keys, document);
    let known = id.as_ref().and_then(|id| built_in.iter().find(|known| known.id == *id));
    if known.is_none() {
        for key in ["min", "max", "better"] {
            if !keys.has(key) {
                keys.missing(key, document);
            }
        }
    }
    let given = given(&mut keys, document);
    keys.finish(&KNOWN, document);
    let id = id?;
    let instrument = match known {
        Some(known) => given.laid_over(known.clone()),
        None => {
            let name = given.name.clone().unwrap_or_else(|| id.clone());
            let scale = (given.min?, given.max?);
            given.laid_over(Instrument::new(&id, &name, scale, given.unit.unwrap_or(1.0), given.better?))
        }
    };
    let norms = [
        ("functional_mean", FactKind::FunctionalMean, "functional_sd", FactKind::FunctionalSd),
        ("clinical_mean", FactKind::ClinicalMean, "clinical_sd", FactKind::ClinicalSd),
    ];
    for (mean, mean_kind, sd, sd_kind) in norms {
        if given.place_of(mean_kind).is_some() != given.place_of(sd_kind).is_some() {
            let problem = format!("`{mean}` and `{sd}` are given together: they describe the same people");
            document.fault(&span, &problem, None);
        }
    }
    match instrument.checked() {
        Ok(instrument) => Some(instrument),
        Err(InstrumentError::BadFact(kind, fault)) => {
            let key = if CASENESS.contains(&kind) { "cutoff" } else { kind.id() };
            let place = given.place_of(kind).unwrap_or(&span);
            document.fault(place, &format!("`{key}` {fault}"), None);
            None
        }
        Err(error) => {
            document.fault(&span, &error.to_string(), None);
            None
        }
    }
}

fn given(keys: &mut Keys<'_>, document: &mut Document<'_>) -> Given {
    let name = keys.text("name", document);
    let mut number = |key: &str| keys.number(key, document);
    let facts = FACTS.into_iter().filter_map(|(key, kind)| number(key).map(|(value, span)| (kind, value, span)));
    let facts = facts.collect();
    let cutoff = number("cutoff");
    let mut number = |key: &str| number(key).map(|(value, _)| value);
    let (min, max, unit) = (number("min"), number("max"), number("unit"));
    let better = keys.spanned_text("better", document).and_then(|(text, span)| match text.as_str() {
        "higher" => Some(Better::Higher),
        "lower" => Some(Better::Lower),
        _ => {
            document.fault(
                &span,
                "`better` is \"higher\" or \"lower\": which way a score moves when things go well",
                None,
            );
            None
        }
    });
    Given { name, min, max, unit, better, cutoff, facts }
}

impl Given {
    fn place_of(&self, kind: FactKind) -> Option<&Range<usize>> {
        let cutoff = self.cutoff.as_ref().filter(|_| CASENESS.contains(&kind)).map(|(_, span)| span);
        cutoff.or_else(|| self.facts.iter().find(|(given, ..)| *given == kind).map(|(_, _, span)| span))
    }

    /// The instrument with these numbers in the place of its own; numbers of rule sets stay, they belong to the rule.
    fn laid_over(&self, mut instrument: Instrument) -> Instrument {
        let scale = (instrument.min, instrument.max, instrument.better);
        let unit = instrument.unit;
        let mut keys = Vec::new();
        let mut take = |key: &str, is_given: bool| {
            if is_given {
                keys.push(key.to_owned());
            }
        };
        take("min", self.min.is_some());
        take("max", self.max.is_some());
        take("unit", self.unit.is_some());
        take("better", self.better.is_some());
        for basis in &mut instrument.basis {
            basis.keys.retain(|key| !keys.contains(key));
        }
        instrument.basis.retain(|basis| !basis.keys.is_empty());
        if !keys.is_empty() {
            instrument.basis.push(Basis { keys, source: SOURCE.to_owned(), verified: true });
        }
        if let Some(name) = &self.name {
            instrument.name.clone_from(name);
        }
        instrument.min = self.min.unwrap_or(instrument.min);
        instrument.max = self.max.unwrap_or(instrument.max);
        instrument.unit = self.unit.unwrap_or(instrument.unit);
        instrument.better = self.better.unwrap_or(instrument.better);
        let has_other_scale = scale != (instrument.min, instrument.max, instrument.better);
        if has_other_scale {
            // What was published for another scale is not true of this one.
            instrument.facts.retain(|fact| fact.about.is_free_of_scale());
        }
        if has_other_scale || (unit != instrument.unit && instrument.conversion.is_some()) {
            instrument.scoring = None;
            instrument.conversion = None;
        }
        for &(kind, value, _) in &self.facts {
            instrument.facts.retain(|fact| fact.about != kind || fact.rule.is_some());
            instrument.facts.push(fact(kind, value));
        }
        if let Some((cutoff, _)) = self.cutoff {
            instrument.facts.retain(|fact| !CASENESS.contains(&fact.about) || fact.rule.is_some());
            instrument.facts.push(fact(caseness(instrument.better), cutoff));
        }
        instrument
    }
}

/// Which scores a cut-off makes clinical: it and worse where lower is better, as a published cut-off is told; those below
/// it where higher is better.
const fn caseness(better: Better) -> FactKind {
    match better {
        Better::Lower => FactKind::CasenessAtLeast,
        Better::Higher => FactKind::CasenessBelow,
    }
}

fn fact(about: FactKind, value: f64) -> Fact {
    Fact {
        about,
        value: Some(value),
        values: Vec::new(),
        rule: None,
        level: None,
        note: None,
        source: SOURCE.to_owned(),
        verified: true,
    }
}

#[cfg(test)]
mod tests {
    use sst_core::instrument::{CaseSide, Caseness, Norm};
    use sst_core::text::Catalogue;

    use super::*;
    use crate::mapping::Mapping;

    fn instruments(text: &str) -> Vec<Instrument> {
        Mapping::parse(text, &Catalogue::english()).expect("a mapping").definitions.instruments
    }

    fn instrument(text: &str, id: &str) -> Instrument {
        let known = instruments(&format!("[[instrument]]\nid = \"{id}\"\n{text}"));
        known.into_iter().find(|instrument| instrument.id == id).expect("the instrument")
    }

    fn faults(text: &str) -> String {
        Mapping::parse(text, &Catalogue::english()).expect_err("a fault").to_string()
    }

    #[test]
    fn an_instrument_of_the_services_own() {
        let own = instrument(
            "min = 0\nmax = 151\nunit = 0.5\nbetter = \"higher\"\nreliability = 0.88\nfunctional_mean = 114.8\nfunctional_sd = 17.8\n\
             clinical_mean = 79\nclinical_sd = 10\ncutoff = 97\nreliable_change = 12",
            "couples",
        );
        assert_eq!(own.name, "couples");
        assert_eq!(own.norm(Norm::Functional), Some((114.8, 17.8, true)));
        assert_eq!(own.norm(Norm::Clinical), Some((79.0, 10.0, true)));
        assert_eq!(own.caseness(None), Some(Caseness { threshold: 97.0, case: CaseSide::Below }));
        assert_eq!(own.reliable_change(None).map(|fact| (fact.value, fact.verified)), Some((Some(12.0), true)));
        assert_eq!(own.reliability().map(|fact| (fact.value, fact.source.as_str())), Some((Some(0.88), SOURCE)));
        let lower = instrument("min = 0\nmax = 10\nbetter = \"lower\"\ncutoff = 4", "worry");
        assert_eq!(lower.caseness(None), Some(Caseness { threshold: 4.0, case: CaseSide::AtLeast }));
    }

    #[test]
    fn only_the_given_numbers_of_a_built_in_one_are_replaced() {
        let gad7 = instrument("cutoff = 9\nreliable_change = 5", "gad7");
        let rule = Some("nhs-talking-therapies");
        assert_eq!((gad7.name.as_str(), gad7.max), ("GAD-7", 21.0));
        assert_eq!(gad7.caseness(None).map(|caseness| caseness.threshold), Some(9.0));
        assert_eq!(gad7.caseness(rule).map(|caseness| caseness.threshold), Some(8.0), "the rule set stays what it is");
        assert_eq!(gad7.reliable_change(None).and_then(|fact| fact.value), Some(5.0));
        assert_eq!(gad7.reliability().and_then(|fact| fact.value), Some(0.92));
        assert!(gad7.scoring.is_some());
        assert_eq!(instrument("unit = 0.5", "coping").unit, 0.5);
        let all = instruments("[[instrument]]\nid = \"gad7\"\ncutoff = 9");
        assert_eq!(all.len(), Instrument::built_in().len());
    }

    #[test]
    fn another_scale_takes_nothing_over_from_the_published_one() {
        let k10 = instrument("min = 0\nmax = 40", "k10");
        assert_eq!((k10.caseness(None), k10.bands(), k10.scored_items()), (None, None, 0));
        assert_eq!(k10.reliability().and_then(|fact| fact.value), Some(0.93));
    }

    #[test]
    fn what_cannot_be_is_told_at_its_place() {
        let new = "[[instrument]]\nid = \"worry\"\nmin = 0\nmax = 10\nbetter = \"lower\"\n";
        for (text, wanted) in [
            ("reliability = 1.2", "line 6, column 15: `reliability` is a number from 0 to 1"),
            ("cutoff = 11", "line 6, column 10: `cutoff` is a score from min to max"),
            ("clinical_mean = 5", "`clinical_mean` and `clinical_sd` are given together"),
            ("clinical_mean = 5\nclinical_sd = 0", "line 7, column 15: `clinical_sd` is above 0"),
            ("reliabilty = 0.8", "did you mean `reliability`?"),
            (
                "[[instrument]]\nid = \"worry\"\nmin = 0\nmax = 1\nbetter = \"lower\"",
                "there is already an [[instrument]] `worry`",
            ),
        ] {
            let told = faults(&format!("{new}{text}"));
            assert!(told.contains(wanted), "{told}");
        }
        assert!(faults("[[instrument]]\nid = \"worry\"\nmin = 0").contains("needs `max`"));
        assert!(faults("[[instrument]]\nid = \"worry\"\nmin = 0\nmax = 9").contains("needs `better`"));
        assert!(faults("[[instrument]]\nid = \"phq9\"\nmax = -1").contains("min must be below max"));
    }
}
