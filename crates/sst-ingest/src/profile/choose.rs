//! Which profile files follow: the one asked for, or the one that fits for certain.

use super::marks::Look;
use super::{Detection, Profile};
use crate::mapping::InputMapping;
use crate::source::Layout;

/// The profile that files follow.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Chosen {
    pub(crate) profile: &'static Profile,
    /// Whether the files themselves told it.
    pub(crate) detected: bool,
}

/// How a file and the profiles agree.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Fit {
    /// With none of them.
    None,
    /// With one, in every mark.
    Certain(&'static Profile),
    /// With some of them, in part or in no way that decides.
    Near(Vec<&'static Profile>),
}

impl Fit {
    /// How a file agrees; `rows` gives rows under its headers, and is only asked where the headers agree.
    pub(crate) fn of(headers: &[String], rows: &dyn Fn() -> Vec<Vec<String>>) -> Self {
        let near: Vec<(&'static Profile, &'static Detection)> = Profile::built_in()
            .iter()
            .filter(|profile| !profile.by_code)
            .flat_map(|profile| profile.detect.iter().map(move |detection| (profile, detection)))
            .filter(|(_, detection)| detection.fits_headers(headers))
            .collect();
        if near.is_empty() {
            return Self::None;
        }
        let rows = rows();
        let look = Look { headers, rows: &rows };
        let profiles = |found: &mut dyn Iterator<Item = &'static Profile>| {
            let mut profiles: Vec<&'static Profile> = Vec::new();
            for profile in found {
                if !profiles.iter().any(|known| known.id == profile.id) {
                    profiles.push(profile);
                }
            }
            profiles
        };
        let certain = profiles(&mut near.iter().filter(|(_, marks)| marks.fits(&look)).map(|(profile, _)| *profile));
        match certain.as_slice() {
            [one] => Self::Certain(one),
            [] => Self::Near(profiles(&mut near.iter().map(|(profile, _)| *profile))),
            _ => Self::Near(certain),
        }
    }
}

/// The profile that all files follow for certain, or the names of what they look like.
pub(crate) fn choose(fits: &[Fit]) -> Result<Option<Chosen>, Vec<&'static Profile>> {
    if let Some(Fit::Certain(first)) = fits.first()
        && fits.iter().all(|fit| matches!(fit, Fit::Certain(other) if other.id == first.id))
    {
        return Ok(Some(Chosen { profile: first, detected: true }));
    }
    let mut near: Vec<&'static Profile> = Vec::new();
    for fit in fits {
        let of_file = match fit {
            Fit::None => &[][..],
            Fit::Certain(profile) => std::slice::from_ref(profile),
            Fit::Near(profiles) => profiles,
        };
        near.extend(
            of_file
                .iter()
                .copied()
                .filter(|profile| near.iter().all(|known| known.id != profile.id))
                .collect::<Vec<_>>(),
        );
    }
    if near.is_empty() { Ok(None) } else { Err(near) }
}

/// Where the table stands in a file of that profile; what the mapping says goes before.
pub(crate) fn layout_of(profile: &Profile, input: &InputMapping) -> Layout {
    if input.says_headers {
        return input.layout.clone();
    }
    Layout {
        rows_after_header: profile.layout.rows_after_header,
        combined_header: profile.layout.combined_header,
        ..input.layout.clone()
    }
}

impl Chosen {
    /// Whether the rows under the headers of a file are what the profile takes them for.
    pub(crate) fn fits_rows_above(&self, headers: &[String], rows: &[Vec<String>]) -> bool {
        let look = Look { headers, rows };
        self.profile.detect.is_empty() || self.profile.detect.iter().any(|marks| marks.fits_rows_above(&look))
    }
}
