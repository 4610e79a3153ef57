//! `sst explain ID`

use std::process::ExitCode;

use sst_core::codes::{Explanation, Severity, all_explanations, explain};
use sst_core::text::Catalogue;
use sst_ingest::mapping::did_you_mean;

use crate::arguments::ExplainArguments;
use crate::failure::Failure;
use crate::output::Output;

pub(crate) fn run(arguments: &ExplainArguments, output: &Output) -> Result<ExitCode, Failure> {
    let catalogue = Catalogue::english();
    let everything = all_explanations(&catalogue);
    let text = match &arguments.id {
        None => everything.iter().map(in_one_line).collect::<Vec<_>>().concat(),
        Some(id) => {
            let found = explain(id, &catalogue);
            if found.is_empty() {
                let meant = did_you_mean(id, everything.iter().map(|code| code.id));
                let hint =
                    meant.map_or("`sst explain` lists every code".to_owned(), |meant| format!("did you mean {meant}?"));
                return Err(Failure::wrong_use(format!("there is no code `{id}`"), Some(hint)));
            }
            found.iter().map(in_full).collect::<Vec<_>>().join("\n")
        }
    };
    output.data(&text)?;
    Ok(ExitCode::SUCCESS)
}

fn in_one_line(code: &Explanation) -> String {
    format!("{:10} {:28} {}\n", code.family, code.id, code.title)
}

fn in_full(code: &Explanation) -> String {
    let severity = match code.severity {
        None => "",
        Some(Severity::Info) => ", info",
        Some(Severity::Warning) => ", warning",
        Some(Severity::Error) => ", error",
    };
    format!("{} ({}{severity}): {}\n\n{}\n", code.id, code.family, code.title, code.help)
}
