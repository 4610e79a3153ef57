//! `sst check FILE... [--format table|json|github] [--rejects out.client-data.csv]`

use std::process::ExitCode;

use sst_core::ledger::{Closed, Ledger, Selection};
use sst_core::text::{Catalogue, format};
use sst_ingest::mapping::Mapping;
use sst_ingest::read::Export;

use super::github;
use crate::analysis::{Groupings, analyse_with, refuse_overwriting, refuse_protection};
use crate::arguments::{CheckArguments, CheckFormat};
use crate::failure::Failure;
use crate::output::Output;
use crate::{client_data, verdict};

mod rejects;
mod told;

pub(crate) fn run(arguments: &CheckArguments, output: &Output) -> Result<ExitCode, Failure> {
    let fail_on = verdict::fail_on(&arguments.source.fail_on)?;
    refuse_protection(&arguments.source.protection, "what `sst check` tells is for whoever mends the data")?;
    if let Some(path) = &arguments.rejects {
        client_data::refuse("--rejects", path, &[client_data::CSV], arguments.allow_client_data)?;
        refuse_overwriting(&arguments.source, path)?;
    }
    let catalogue = Catalogue::english();
    let mut rejected = None;
    let mut read_rejects =
        |export: &mut Export<'_>, ledger: &Ledger, closed: &Closed, selection: &Selection| -> Result<(), Failure> {
            if arguments.rejects.is_some() {
                rejected = Some(rejects::read(export, ledger, closed, selection)?);
            }
            Ok(())
        };
    let groupings = Groupings::Asked(&[]);
    // What it tells is internal: places in files, never to be published.
    let unprotected = |mapping: &mut Mapping| {
        mapping.protect = None;
        Ok(())
    };
    let source = &arguments.source;
    let analysis = analyse_with(source, &groupings, false, &catalogue, output, &unprotected, Some(&mut read_rejects))?;
    let Some(live) = &analysis.live else {
        return Err(Failure::wrong_use(
            "`sst check` looks at session exports, and this is a results document",
            Some("`sst report` and `sst rates` show what it says about its data".to_owned()),
        ));
    };
    let told = told::Told::new(&analysis, live, &catalogue);
    match arguments.format {
        CheckFormat::Table => output.data(&told.as_text())?,
        CheckFormat::Json => output.data(&told.as_json())?,
        CheckFormat::Github => github::tell(&analysis, source, &catalogue, output)?,
    }
    // Last: where something else fails, no client rows are left behind.
    if let (Some(path), Some((table, rows))) = (&arguments.rejects, rejected) {
        output.file(path, table.as_bytes())?;
        let rows = format::count(rows);
        output.note(&format!(
            "It holds {rows} rows as they stand in the export, with what clients said: do not send it."
        ));
    }
    Ok(verdict::exit_code(&analysis, &fail_on, output))
}
