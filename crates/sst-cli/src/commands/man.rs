//! `sst man`

use std::process::ExitCode;

use crate::arguments::Arguments;
use crate::failure::Failure;
use crate::output::Output;

pub(crate) fn run(output: &Output) -> Result<ExitCode, Failure> {
    let mut page = Vec::new();
    let failed = |error: std::io::Error| Failure::unreadable(format!("the manual cannot be written: {error}"), None);
    clap_mangen::Man::new(Arguments::command()).render(&mut page).map_err(failed)?;
    for verb in Arguments::command().get_subcommands() {
        let name = format!("sst {}", verb.get_name());
        clap_mangen::Man::new(verb.clone().display_name(name)).render(&mut page).map_err(failed)?;
    }
    output.data(&String::from_utf8_lossy(&page))?;
    Ok(ExitCode::SUCCESS)
}
