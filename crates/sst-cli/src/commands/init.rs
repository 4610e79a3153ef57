//! `sst init FILE... [-o sst.toml]`

use std::path::Path;
use std::process::ExitCode;

use sst_core::record::plain;
use sst_core::text::Catalogue;
use sst_ingest::read::FileSample;
use sst_ingest::source::{Input, Layout};

use crate::arguments::InitArguments;
use crate::failure::Failure;
use crate::input;
use crate::output::Output;

pub(crate) fn run(arguments: &InitArguments, output: &Output) -> Result<ExitCode, Failure> {
    let opened = input::open_all(&arguments.files, output)?;
    let layout = Layout { sheet: arguments.sheet.clone(), ..Layout::default() };
    let sample = |input: &dyn Input| FileSample::with(input, input::tables(), &layout);
    let samples = input::inputs_of(&opened).into_iter().map(sample).collect::<Result<Vec<_>, _>>()?;
    let draft = sst_ingest::init::draft(&samples, &Catalogue::english());
    let path = arguments.output.as_deref().unwrap_or(Path::new("sst.toml"));
    if path == Path::new("-") {
        output.data(&draft)?;
    } else if path.exists() {
        return Err(Failure::wrong_use(
            format!("{}: the file is there already and may have been worked on", path.display()),
            Some("give another name with -o, or -o - to print".to_owned()),
        ));
    } else {
        output.file(path, draft.as_bytes())?;
        let has_date = draft.lines().any(|line| line.starts_with("session_date ="));
        let is_its_name =
            samples.iter().flat_map(|sample| &sample.headers).any(|header| plain(header) == "sessiondate");
        let next = if has_date || is_its_name {
            "read it, above all what it lists as not used, then run `sst check`"
        } else {
            "it does not say yet which column is the day of the session: open it, then run `sst check`"
        };
        output.note(&format!("Next: {next}"));
    }
    Ok(ExitCode::SUCCESS)
}
