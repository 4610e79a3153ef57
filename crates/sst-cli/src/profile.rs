//! Which profile the files follow.

use sst_core::text::Catalogue;
use sst_ingest::mapping::{Mapping, MappingFaults};
use sst_ingest::source::Input;

use crate::failure::Failure;

/// A profile that is built in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Profile {
    /// Extracts of PMHC-MDS, in several files.
    PmhcMds,
}

impl Profile {
    /// The profile of that name.
    pub(crate) fn asked(name: Option<&str>) -> Result<Option<Self>, Failure> {
        match name {
            None => Ok(None),
            Some("pmhc-mds") => Ok(Some(Self::PmhcMds)),
            Some(other) => Err(Failure::wrong_use(
                format!("there is no profile \"{other}\""),
                Some(format!("there is {}", Self::PmhcMds.id())),
            )),
        }
    }

    /// The profile that fits for certain.
    #[cfg(feature = "frames")]
    pub(crate) fn recognised(inputs: &[&dyn Input]) -> Option<Self> {
        sst_frames::is_pmhc_mds(inputs).then_some(Self::PmhcMds)
    }

    /// The profile that fits for certain: none that this build could read.
    #[cfg(not(feature = "frames"))]
    pub(crate) fn recognised(_: &[&dyn Input]) -> Option<Self> {
        None
    }

    pub(crate) const fn id(self) -> &'static str {
        match self {
            Self::PmhcMds => "pmhc-mds",
        }
    }

    /// A mapping file over the profile's own.
    #[cfg(feature = "frames")]
    pub(crate) fn parse(self, text: &str, catalogue: &Catalogue) -> Result<Mapping, MappingFaults> {
        match self {
            Self::PmhcMds => Mapping::parse_over(sst_frames::PMHC_MDS_MAPPING, text, catalogue),
        }
    }

    /// A mapping file over nothing: this build has no profile.
    #[cfg(not(feature = "frames"))]
    pub(crate) fn parse(self, text: &str, catalogue: &Catalogue) -> Result<Mapping, MappingFaults> {
        Mapping::parse(text, catalogue)
    }
}
