//! PMHC-MDS, the minimum data set of Australian primary mental health care: extracts of versions 1 to 4, headspace and The
//! Way Back, in several files.
//!
//! A session is a service contact. Episodes, collection occasions and measures are joined to it by keys that are unique
//! only within an organisation. Source: the public specification (github.com/logicly-au/pmhc-mds-spec).

mod extract;
mod fields;
mod files;
mod measures;
mod scoring;

pub use extract::{Extract, MAPPING as PMHC_MDS_MAPPING, read_pmhc_mds};
pub use fields::{Became, FIELDS as PMHC_MDS_FIELDS};
pub use files::{is_part_of_pmhc_mds, is_pmhc_mds};
