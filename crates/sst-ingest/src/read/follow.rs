//! Files opened as the profile says that they follow, and their dates read as the files themselves decide.

use std::collections::BTreeMap;
use std::ops::ControlFlow;

use super::error::OpenError;
use super::open_file::{OpenFile, open};
use super::whole::WholeFile;
use crate::columns::{ColumnPlan, Feeds};
use crate::mapping::{InputMapping, Mapping, did_you_mean};
use crate::profile::{Chosen, DateColumns, Decision, Fit, Profile, ProfileUse, choose, layout_of};
use crate::source::{Input, KnownHeaders, TableOpener};

/// So many rows under the headers are looked at to tell a profile.
const ROWS_LOOKED_AT: usize = 50;

/// Files, and the profile that they follow.
pub(super) struct Followed<'i> {
    pub(super) files: Vec<OpenFile<'i>>,
    pub(super) chosen: Option<Chosen>,
    /// What they look like where that is not certain.
    pub(super) looks_like: Vec<&'static Profile>,
}

/// Opens files by the profile asked for, or by the one that they follow for certain.
pub(super) fn follow<'i>(
    inputs: &[&'i dyn Input],
    mapping: &InputMapping,
    tables: &dyn TableOpener,
    known: &KnownHeaders,
) -> Result<Followed<'i>, OpenError> {
    let asked_for = mapping.profile.as_deref().map(of_id).transpose()?;
    let files =
        inputs.iter().map(|&input| open(input, tables, &mapping.layout, known)).collect::<Result<Vec<_>, _>>()?;
    let (chosen, looks_like) = match asked_for {
        Some(profile) if profile.is_canonical() => (None, Vec::new()),
        Some(profile) => (Some(Chosen { profile, detected: false }), Vec::new()),
        None => {
            let fit = |file: &OpenFile<'_>| Fit::of(&file.head.headers, &|| file.sample(ROWS_LOOKED_AT));
            match choose(&files.iter().map(fit).collect::<Vec<_>>()) {
                Ok(chosen) => (chosen, Vec::new()),
                Err(near) => (None, near),
            }
        }
    };
    let Some(chosen) = chosen else { return Ok(Followed { files, chosen: None, looks_like }) };
    if !mapping.says_headers && !chosen.detected {
        for file in &files {
            if !chosen.fits_rows_above(&file.head.headers, &file.sample(ROWS_LOOKED_AT)) {
                let file = file.input.get().name().to_owned();
                return Err(OpenError::OtherHeaders { file, profile: chosen.profile });
            }
        }
    }
    let layout = layout_of(chosen.profile, mapping);
    let files = if layout == mapping.layout {
        files
    } else {
        inputs.iter().map(|&input| open(input, tables, &layout, known)).collect::<Result<Vec<_>, _>>()?
    };
    Ok(Followed { files, chosen: Some(chosen), looks_like })
}

/// What files follow, and which formats of dates that decided: sessions that are joined to others, or the others.
#[derive(Debug, Clone, Default)]
pub struct Follows {
    pub(super) chosen: Option<Chosen>,
    pub(super) looks_like: Vec<&'static Profile>,
    pub(super) date_formats: BTreeMap<String, String>,
}

impl Follows {
    /// The profile, where there is one.
    pub fn profile(&self) -> Option<ProfileUse> {
        let date_formats = self.date_formats.clone();
        self.chosen.map(|Chosen { profile, detected }| ProfileUse { profile, detected, date_formats })
    }

    /// What the files look like where that is not certain.
    pub fn looks_like(&self) -> &[&'static Profile] {
        &self.looks_like
    }

    /// The mapping with that profile.
    pub fn mapping(&self, mapping: &Mapping) -> Mapping {
        Mapping { profile: self.chosen.map(|chosen| chosen.profile), ..mapping.clone() }
    }

    /// Whether both follow one profile, or none.
    pub fn is_same_as(&self, other: &Self) -> bool {
        let id = |follows: &Self| follows.chosen.map(|chosen| chosen.profile.id.as_str());
        id(self) == id(other)
    }

    /// Notes a format that a whole column decided.
    pub fn decided(&mut self, name: &str, format: String) {
        self.date_formats.insert(name.to_owned(), format);
    }
}

/// Dates whose format is decided already are read so.
pub(super) fn give_formats(file: &mut OpenFile<'_>, formats: &BTreeMap<String, String>) {
    for column in file.plan.columns.iter_mut().filter(|column| is_date(column.feeds)) {
        column.options.format = column.options.format.take().or_else(|| formats.get(&column.name).cloned());
    }
}

/// How the dates in these columns of whole files are written: as all cells together decide. `name` and `section` are what
/// the mapping would call it.
///
/// # Errors
/// [`OpenError::OpenDates`], [`OpenError::MixedDates`]
pub(super) fn decide_whole(
    columns: &[(&WholeFile, usize)],
    section: &'static str,
    name: &str,
) -> Result<Option<String>, OpenError> {
    let mut evidence = DateColumns::new(1);
    for (file, place) in columns {
        for row in 0..file.rows() {
            evidence.see(0, file.cell(row, *place));
        }
    }
    let header =
        || columns.first().map(|(file, place)| file.columns[*place].name.trim().to_owned()).unwrap_or_default();
    match evidence.decide().pop() {
        None | Some(Decision::NoDates) => Ok(None),
        Some(Decision::Format(format)) => Ok(Some(format.to_owned())),
        Some(Decision::Mixed) => Err(OpenError::MixedDates { section, name: name.to_owned(), header: header() }),
        Some(Decision::Open(formats)) => {
            Err(OpenError::OpenDates { section, names: vec![name.to_owned()], header: header(), formats })
        }
    }
}

pub(super) const fn is_date(feeds: Feeds) -> bool {
    matches!(feeds, Feeds::Date(_))
}

/// The profile of that id; one that is code of its own does not read single tables.
fn of_id(id: &str) -> Result<&'static Profile, OpenError> {
    match Profile::of_id(id) {
        Some(profile) if !profile.by_code => Ok(profile),
        Some(profile) => Err(OpenError::ProfileOfFolder { profile }),
        None => {
            let ids = Profile::built_in().iter().map(|profile| profile.id.as_str());
            let meant = did_you_mean(id, ids).map(str::to_owned);
            let known = Profile::built_in().iter().map(|profile| profile.id.clone()).collect();
            Err(OpenError::UnknownProfile { id: id.to_owned(), meant, known })
        }
    }
}

/// Decides how the dates of all files are written, by every cell of each column whose format nobody gave.
pub(super) fn decide_dates(files: &mut [OpenFile<'_>]) -> Result<BTreeMap<String, String>, OpenError> {
    for file in &mut *files {
        // One column that feeds two dates is written in one way.
        let said = |column: &ColumnPlan| Some((column.place, column.options.format.clone()?));
        let said: Vec<(usize, String)> = file.plan.columns.iter().filter_map(said).collect();
        for column in &mut file.plan.columns {
            let format = said.iter().find(|(place, _)| *place == column.place).map(|(_, format)| format.clone());
            column.options.format = column.options.format.take().or(format.filter(|_| is_date(column.feeds)));
        }
    }
    let mut names: Vec<String> = Vec::new();
    for column in files.iter().flat_map(|file| &file.plan.columns) {
        let is_open = is_date(column.feeds) && column.options.format.is_none();
        if is_open && !names.contains(&column.name) {
            names.push(column.name.clone());
        }
    }
    if names.is_empty() {
        return Ok(BTreeMap::new());
    }
    let mut evidence = DateColumns::new(names.len());
    for file in &*files {
        let planned = file.plan.columns.iter().filter(|column| column.options.format.is_none());
        let (places, numbers): (Vec<usize>, Vec<usize>) = planned
            .filter_map(|column| Some((column.place, names.iter().position(|name| *name == column.name)?)))
            .unzip();
        // A date is ASCII in any encoding.
        let outcome = file.show_cells(&places, false, &mut |cells| {
            for (&number, cell) in numbers.iter().zip(cells) {
                evidence.see(number, cell);
            }
            ControlFlow::Continue(())
        });
        outcome.map_err(|error| OpenError::Unread(Box::new(error)))?;
    }
    let mut formats = BTreeMap::new();
    for (name, decision) in names.into_iter().zip(evidence.decide()) {
        let columns = || files.iter().flat_map(|file| file.plan.columns.iter().map(move |column| (file, column)));
        let at = columns().find(|(_, column)| column.name == name);
        let header = at.map(|(file, column)| file.head.headers[column.place].clone()).unwrap_or_default();
        match decision {
            Decision::NoDates => {}
            Decision::Mixed => return Err(OpenError::MixedDates { section: "[columns]", name, header }),
            Decision::Open(formats) => {
                let same = |planned: &&ColumnPlan| is_date(planned.feeds) && planned.options.format.is_none();
                let of_file = |file: &OpenFile<'_>| {
                    let is_it = |planned: &&ColumnPlan| file.head.headers[planned.place] == header;
                    let planned = file.plan.columns.iter().filter(same).filter(is_it);
                    planned.map(|planned| planned.name.clone()).collect::<Vec<_>>()
                };
                let mut names: Vec<String> = files.iter().flat_map(of_file).collect();
                names.sort();
                names.dedup();
                return Err(OpenError::OpenDates { section: "[columns]", names, header, formats });
            }
            Decision::Format(format) => {
                for column in files.iter_mut().flat_map(|file| &mut file.plan.columns) {
                    if column.name == name && column.options.format.is_none() {
                        column.options.format = Some(format.to_owned());
                    }
                }
                formats.insert(name, format.to_owned());
            }
        }
    }
    Ok(formats)
}
