//! What becomes of each field of an extract: a table for the reader, in the documentation and in `sst check`.

use super::files::{ExtractFile, Kind};

/// What became of a field of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Became {
    /// The file.
    pub file: String,
    /// Its fields; empty for the whole file.
    pub field: String,
    /// What they became; empty where they are not used.
    pub became: &'static str,
}

impl Became {
    /// A file that is another one given, byte for byte.
    pub(crate) fn read_once(file: &str) -> Self {
        let became = "not read again: another file given has the same content";
        Self { file: file.to_owned(), field: String::new(), became }
    }
}

/// Fields that are used, by file; in `docs/pmhc-mds.md` too.
pub const FIELDS: [(&str, &str, &str); 24] = [
    ("service-contacts", "organisation_path", "site; part of every key"),
    ("service-contacts", "service_contact_key", "session_id, with the organisation path"),
    (
        "service-contacts",
        "episode_key",
        "finds the episode; contacts_in_episode (attended contacts: 1, 2, 3 to 5, 6 or more)",
    ),
    ("service-contacts", "service_contact_date", "session_date (DDMMYYYY)"),
    ("service-contacts", "service_contact_no_show", "status: 1 no_show, 2 attended"),
    ("service-contacts", "service_contact_modality", "modality: in person, phone, video, internet"),
    ("service-contacts", "service_contact_type", "group contact_type"),
    ("service-contacts", "service_contact_duration", "group duration (bands of 15 minutes)"),
    (
        "service-contacts",
        "service_contact_final",
        "measure no_further_contact_planned (the clinician's statement, never `enough`); group contact_final",
    ),
    ("service-contacts", "service_contact_start_time", "order of contacts of one day"),
    ("episodes", "organisation_path", "part of every key"),
    ("episodes", "episode_key", "finds the contacts"),
    ("episodes", "client_key", "client_id, with the organisation path"),
    ("episodes", "referral_date", "request_date of the episode's first attended contact"),
    ("episodes", "episode_end_date", "closed_date"),
    ("episodes", "episode_completion_status", "group completion"),
    ("episodes", "principal_diagnosis", "concern"),
    ("episodes", "principal_focus", "group principal_focus"),
    (
        "collection-occasions",
        "organisation_path, collection_occasion_key, episode_key",
        "find the episode of a measure",
    ),
    ("collection-occasions", "collection_occasion_date", "whether a K10+ may be prorated"),
    ("collection-occasions", "reason_for_collection", "1 before, 3 after; 2 (review) is not used"),
    ("k10p", "k10p_item1 to k10p_item10, k10p_score", "k10_pre, k10_post: the total, or from the items where it is 99"),
    ("k5", "k5_item1 to k5_item5, k5_score", "k5_pre, k5_post: the total, or from the items where it is 99"),
    (
        "sdq",
        "sdq_version, sdq_item1 to sdq_item25, four scales, sdq_total",
        "sdq_pc, sdq_py or sdq_yr, before and after: the total, or from scales and items where it is 99",
    ),
];

/// Keys of measures, and in version 2 what collection occasions hold later.
const OF_MEASURES: [&str; 6] = [
    "organisation_path",
    "collection_occasion_key",
    "episode_key",
    "measure_date",
    "reason_for_collection",
    "measure_key",
];

/// What became of the fields of a file, those that are not used in one row.
pub(crate) fn became(file: &ExtractFile) -> Vec<Became> {
    let name = || file.whole.facts.file.clone();
    let whole = |became| vec![Became { file: name(), field: String::new(), became }];
    match file.kind {
        Kind::Metadata => return whole("not used: the kind of a file is told by its headers"),
        Kind::Other => return whole("not used: a file of the extract that holds no contact, episode, K10+, K5 or SDQ"),
        Kind::Foreign => return whole("not used: no file of an extract"),
        _ => {}
    }
    let mut rows = Vec::new();
    if file.has_version_line {
        rows.push(Became {
            file: name(),
            field: "(the first line)".to_owned(),
            became: "passed over: a version, the header is below it",
        });
    }
    let headers: Vec<&str> = file.whole.columns.iter().map(|column| column.name.trim()).collect();
    let fields = FIELDS.iter().filter(|(of, ..)| *of == file.kind.name());
    let is_measure = matches!(file.kind, Kind::K10 | Kind::K5 | Kind::Sdq);
    let mut used: Vec<&str> = Vec::new();
    for (_, field, became) in fields {
        let there: Vec<&str> = headers.iter().copied().filter(|header| is_of(header, field)).collect();
        if !there.is_empty() {
            used.extend(there);
            rows.push(Became { file: name(), field: (*field).to_owned(), became });
        }
    }
    if is_measure {
        let keys: Vec<&str> = headers.iter().copied().filter(|header| OF_MEASURES.contains(header)).collect();
        used.extend(&keys);
        rows.push(Became {
            file: name(),
            field: keys.join(", "),
            became: "find the episode, and say whether it is before or after",
        });
    }
    let unused: Vec<&str> = headers.into_iter().filter(|header| !used.contains(header) && !header.is_empty()).collect();
    if !unused.is_empty() {
        rows.push(Became { file: name(), field: unused.join(", "), became: "not used" });
    }
    rows
}

/// Whether a header is one of these fields: `a`, `a, b`, `a1 to a9`.
fn is_of(header: &str, fields: &str) -> bool {
    fields.split(", ").any(|field| match field.split_once(" to ") {
        Some((first, last)) => {
            let stem = first.trim_end_matches(|c: char| c.is_ascii_digit());
            let number = |text: &str| text.strip_prefix(stem).and_then(|digits| digits.parse::<u32>().ok());
            let (Some(from), Some(to)) = (number(first), number(last)) else { return false };
            number(header).is_some_and(|number| (from..=to).contains(&number))
        }
        None if field == "four scales" => {
            ["sdq_emotional_symptoms", "sdq_conduct_problem", "sdq_hyperactivity", "sdq_peer_problem"].contains(&header)
        }
        None => header == field,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_told_singly_and_by_number() {
        assert!(
            is_of("k10p_item10", "k10p_item1 to k10p_item10, k10p_score")
                && is_of("k10p_score", "k10p_item1 to k10p_item10, k10p_score")
        );
        assert!(!is_of("k10p_item11", "k10p_item1 to k10p_item10, k10p_score") && !is_of("k10p_tags", "k10p_score"));
        assert!(is_of("sdq_peer_problem", "sdq_version, four scales") && !is_of("sdq_prosocial", "four scales"));
    }
}
