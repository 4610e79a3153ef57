//! `sst init FILE... [-o sst.toml]`

use std::path::Path;
use std::process::ExitCode;

use sst_core::text::Catalogue;
use sst_ingest::read::FileSample;
use sst_ingest::source::Input;

use crate::arguments::InitArguments;
use crate::failure::Failure;
use crate::input;
use crate::output::Output;

pub(crate) fn run(arguments: &InitArguments, output: &Output) -> Result<ExitCode, Failure> {
    let inputs = arguments.files.iter().map(|file| input::open(file)).collect::<Result<Vec<_>, _>>()?;
    let sample = |input: &dyn Input| FileSample::with(input, input::tables());
    let samples = inputs.iter().map(|input| sample(input.as_ref())).collect::<Result<Vec<_>, _>>()?;
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
    }
    Ok(ExitCode::SUCCESS)
}
