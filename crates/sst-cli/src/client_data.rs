//! Files with client rows: named so that nobody sends one by mistake, and written in no CI job unless that is said.

use std::path::Path;

use crate::failure::Failure;

/// How the name of a file with client rows ends.
const ENDING: &str = ".client-data.csv";

/// Refuses a name that does not say what is in the file, and a CI job, whose files go who knows where.
pub(crate) fn refuse(flag: &str, path: &Path, is_allowed: bool) -> Result<(), Failure> {
    let says_so = path.file_name().and_then(|name| name.to_str()).is_some_and(|name| name.ends_with(ENDING));
    if !says_so {
        let hint = format!("a file with client rows is named so that nobody sends it by mistake: out{ENDING}");
        return Err(Failure::wrong_use(format!("--{flag} {}: must end in {ENDING}", path.display()), Some(hint)));
    }
    if std::env::var_os("CI").is_some_and(|value| value == "true") && !is_allowed {
        let hint = "add --allow-client-data where that is really meant".to_owned();
        return Err(Failure::wrong_use(
            format!("--{flag}: no client rows are written in a CI job (CI=true)"),
            Some(hint),
        ));
    }
    Ok(())
}
