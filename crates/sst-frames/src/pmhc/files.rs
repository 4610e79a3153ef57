//! The files of an extract, told by their headers.

use sst_ingest::read::{WholeFile, headers_of};
use sst_ingest::source::{Input, Layout, TableOpener};

use crate::join::JoinError;

/// What a file of an extract holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Kind {
    /// A row for each service contact.
    ServiceContacts,
    /// A row for each episode.
    Episodes,
    /// A row for each collection occasion (from version 3 on).
    CollectionOccasions,
    /// K10+
    K10,
    /// K5
    K5,
    /// SDQ
    Sdq,
    /// The specification's type and version.
    Metadata,
    /// Another file with an organisation path: clients, practitioners and so on.
    Other,
    /// No file of an extract.
    Foreign,
}

/// By the headers that only this kind has; measures before occasions, whose keys version 2 has in them.
const MARKS: [(Kind, &[&str]); 6] = [
    (Kind::K10, &["organisation_path", "collection_occasion_key", "k10p_item1", "k10p_score"]),
    (Kind::K5, &["organisation_path", "collection_occasion_key", "k5_item1", "k5_score"]),
    (Kind::Sdq, &["organisation_path", "collection_occasion_key", "sdq_version", "sdq_total"]),
    (
        Kind::ServiceContacts,
        &["organisation_path", "service_contact_key", "episode_key", "service_contact_date", "service_contact_no_show"],
    ),
    (Kind::Episodes, &["organisation_path", "episode_key", "client_key", "referral_date", "episode_end_date"]),
    (
        Kind::CollectionOccasions,
        &[
            "organisation_path",
            "collection_occasion_key",
            "episode_key",
            "collection_occasion_date",
            "reason_for_collection",
        ],
    ),
];

impl Kind {
    /// What a file with these headers holds.
    pub(crate) fn of(headers: &[String]) -> Self {
        let has = |wanted: &&str| headers.iter().any(|header| header.eq_ignore_ascii_case(wanted));
        let known = MARKS.iter().find(|(_, marks)| marks.iter().all(has)).map(|(kind, _)| *kind);
        known.unwrap_or(match headers {
            [key, value] if key == "key" && value == "value" => Self::Metadata,
            _ if has(&"organisation_path") => Self::Other,
            _ => Self::Foreign,
        })
    }

    /// Whether the cells under a header, in small letters, are read.
    fn reads(self, header: &str) -> bool {
        const OF_OCCASION: [&str; 7] = [
            "organisation_path",
            "measure_key",
            "collection_occasion_key",
            "episode_key",
            "measure_date",
            "collection_occasion_date",
            "reason_for_collection",
        ];
        let has = |names: &[&str]| names.contains(&header);
        match self {
            Self::ServiceContacts => {
                header.starts_with("service_contact_") || has(&["organisation_path", "episode_key"])
            }
            Self::Episodes => {
                header.starts_with("episode_")
                    || has(&[
                        "organisation_path",
                        "client_key",
                        "referral_date",
                        "principal_diagnosis",
                        "principal_focus",
                    ])
            }
            Self::CollectionOccasions => has(&OF_OCCASION),
            Self::K10 => has(&OF_OCCASION) || header.starts_with("k10p_"),
            Self::K5 => has(&OF_OCCASION) || header.starts_with("k5_"),
            Self::Sdq => {
                // Items 26 on are the impact supplement.
                let item = header.strip_prefix("sdq_item").and_then(|number| number.parse().ok());
                has(&OF_OCCASION) || item.map_or(header.starts_with("sdq_"), |item: u32| item <= 25)
            }
            Self::Metadata | Self::Other | Self::Foreign => false,
        }
    }

    /// The file's name in the specification.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::ServiceContacts => "service-contacts",
            Self::Episodes => "episodes",
            Self::CollectionOccasions => "collection-occasions",
            Self::K10 => "k10p",
            Self::K5 => "k5",
            Self::Sdq => "sdq",
            Self::Metadata => "metadata",
            Self::Other => "other",
            Self::Foreign => "",
        }
    }
}

/// Whether these files are an extract of PMHC-MDS for certain: service contacts and episodes, by their headers.
pub fn is_pmhc_mds(inputs: &[&dyn Input], tables: &dyn TableOpener) -> bool {
    let kinds = kinds_of(inputs, tables);
    kinds.contains(&Kind::ServiceContacts) && kinds.contains(&Kind::Episodes)
}

/// Whether these files are part of an extract: several, all of one, and without service contacts or episodes.
pub fn is_part_of_pmhc_mds(inputs: &[&dyn Input], tables: &dyn TableOpener) -> bool {
    let kinds = kinds_of(inputs, tables);
    let has = |kind| kinds.contains(&kind);
    has(Kind::ServiceContacts) != has(Kind::Episodes) && !has(Kind::Foreign)
}

/// None of a single file, which is no extract.
fn kinds_of(inputs: &[&dyn Input], tables: &dyn TableOpener) -> Vec<Kind> {
    let is_several = inputs.len() > 1;
    inputs.iter().filter(|_| is_several).map(|input| kind_of(*input, tables)).collect()
}

/// By the first two lines of a text, or by the headers of a table, which is opened only under a name of the specification.
fn kind_of(input: &dyn Input, tables: &dyn TableOpener) -> Kind {
    let kind = kind_of_start(input);
    let last = input.name().rsplit(['/', '\\']).next().unwrap_or_default().to_ascii_lowercase();
    let is_named = ["service-contacts", "service_contacts", "episodes"].iter().any(|name| last.starts_with(name));
    if kind != Kind::Foreign || !is_named {
        return kind;
    }
    headers_of(input, tables).map_or(Kind::Foreign, |headers| Kind::of(&headers))
}

/// By the first two lines of a text, the first of which may be a version.
fn kind_of_start(input: &dyn Input) -> Kind {
    let mut start = vec![0; 1 << 13];
    let filled = input.read_at(0, &mut start).unwrap_or(0);
    let text = String::from_utf8_lossy(&start[..filled]).into_owned();
    let mut lines = text.trim_start_matches('\u{feff}').split(['\r', '\n']).filter(|line| !line.trim().is_empty());
    let headers = |line: &str| -> Vec<String> {
        line.split([',', ';', '\t']).map(|cell| cell.trim().trim_matches('"').to_owned()).collect()
    };
    let first = lines.next().map(headers).unwrap_or_default();
    if is_version_line(&first) {
        lines.next().map(headers).map_or(Kind::Foreign, |second| Kind::of(&second))
    } else {
        Kind::of(&first)
    }
}

/// `Version,1`, above the header in files of the first version.
fn is_version_line(cells: &[String]) -> bool {
    let mut cells = cells.iter().map(|cell| cell.trim()).filter(|cell| !cell.is_empty());
    let is_named = cells.next().is_some_and(|cell| cell.eq_ignore_ascii_case("version"));
    let is_number = |cell: &str| cell.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    is_named && cells.next().is_some_and(is_number) && cells.next().is_none()
}

/// A file of an extract, read whole.
pub(crate) struct ExtractFile {
    pub(crate) kind: Kind,
    /// Whether a line above the header names a version.
    pub(crate) has_version_line: bool,
    pub(crate) whole: WholeFile,
}

impl ExtractFile {
    pub(crate) fn read(input: &dyn Input, tables: &dyn TableOpener) -> Result<Self, JoinError> {
        let wanted = |headers: &[String]| -> Box<dyn Fn(&str) -> bool> {
            let kind = Kind::of(headers);
            Box::new(move |header| kind.reads(&header.to_ascii_lowercase()))
        };
        let mut whole = WholeFile::read_only(input, tables, &Layout::default(), &wanted)?;
        let has_version_line = is_version_line(&names(&whole));
        if has_version_line {
            let layout = Layout { header_row: Some(2), ..Layout::default() };
            whole = WholeFile::read_only(input, tables, &layout, &wanted)?;
        }
        Ok(Self { kind: Kind::of(&names(&whole)), has_version_line, whole })
    }
}

fn names(file: &WholeFile) -> Vec<String> {
    file.columns.iter().map(|column| column.name.trim().to_owned()).collect()
}

/// The place of a column, named in small letters.
pub(crate) fn place(file: &WholeFile, header: &str) -> Option<usize> {
    file.place(header)
}
