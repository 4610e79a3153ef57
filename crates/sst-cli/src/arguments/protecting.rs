//! How small numbers are hidden before anything is shown.

use std::path::PathBuf;

use clap::Args;

#[derive(Args)]
pub(crate) struct Protecting {
    /// Hide small numbers by a rule, for numbers that leave the service: nhs-tt, hes, opensafely, cms, aihw; without it, `protect`
    /// under `publish` in the mapping file
    #[arg(long, value_name = "RULE")]
    pub(crate) protect: Option<String>,
    /// The results document (JSON) that was published before, to be told where the two together would disclose what is hidden
    #[arg(long, value_name = "FILE")]
    pub(crate) previous_release: Option<PathBuf>,
}
