//! Extracts of several files that belong together: PMHC-MDS. Which profile that is, and the mapping under the service's own.

use std::collections::BTreeMap;

use sst_core::results::ProfileNote;
use sst_ingest::profile::Profile;
use sst_ingest::source::Input;

use crate::failure::Failure;

/// The id of the profile.
pub(crate) const PMHC_MDS: &str = "pmhc-mds";

/// The mapping of the extract's own columns.
#[cfg(feature = "frames")]
pub(crate) const MAPPING: Option<&str> = Some(sst_frames::PMHC_MDS_MAPPING);

/// The mapping of the extract's own columns: this build reads none.
#[cfg(not(feature = "frames"))]
pub(crate) const MAPPING: Option<&str> = None;

/// Whether the files are an extract: as asked, or for certain by their headers; then whether it was detected.
pub(crate) fn detected(asked: Option<&str>, inputs: &[&dyn Input]) -> Option<bool> {
    match asked {
        Some(id) => (id == PMHC_MDS).then_some(false),
        None => is_certain(inputs).then_some(true),
    }
}

#[cfg(feature = "frames")]
fn is_certain(inputs: &[&dyn Input]) -> bool {
    sst_frames::is_pmhc_mds(inputs, crate::input::tables())
}

#[cfg(not(feature = "frames"))]
fn is_certain(_: &[&dyn Input]) -> bool {
    false
}

/// Files of an extract without its service contacts or episodes would be read as sessions, which they are not.
#[cfg(feature = "frames")]
pub(crate) fn refuse_part(inputs: &[&dyn Input]) -> Result<(), Failure> {
    if sst_frames::is_part_of_pmhc_mds(inputs, crate::input::tables()) {
        sst_frames::read_pmhc_mds(inputs, crate::input::tables())?;
    }
    Ok(())
}

#[cfg(not(feature = "frames"))]
#[allow(clippy::unnecessary_wraps, reason = "the build with frames refuses")]
pub(crate) fn refuse_part(_: &[&dyn Input]) -> Result<(), Failure> {
    Ok(())
}

/// The profile as the results name it.
pub(crate) fn note(detected: bool) -> ProfileNote {
    let profile = Profile::of_id(PMHC_MDS);
    ProfileNote {
        id: PMHC_MDS.to_owned(),
        name: profile.map(|profile| profile.name.clone()).unwrap_or_default(),
        detected,
        known_from: profile.map(|profile| profile.known_from.words().to_owned()).unwrap_or_default(),
        date_formats: BTreeMap::new(),
    }
}
