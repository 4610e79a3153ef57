//! Files with client rows: named so that nobody sends one by mistake, and written in no CI job unless that is said.

use std::path::Path;

use crate::failure::Failure;

/// How the name of a table with client rows ends.
pub(crate) const CSV: &str = ".client-data.csv";

/// Refuses a name that does not say what is in the file, and a CI job, whose files go who knows where. `endings` are those
/// that the name may have; `what` is the flag that asks for the file.
pub(crate) fn refuse(what: &str, path: &Path, endings: &[&str], is_allowed: bool) -> Result<(), Failure> {
    let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
    let says_so = endings.iter().any(|ending| name.len() > ending.len() && name.ends_with(ending));
    if !says_so {
        let ending = endings.join(" or ");
        let hint = format!("a file with client rows is named so that nobody sends it by mistake: out{}", endings[0]);
        return Err(Failure::wrong_use(format!("{what} {}: must end in {ending}", path.display()), Some(hint)));
    }
    if std::env::var_os("CI").is_some_and(|value| value == "true") && !is_allowed {
        let hint = "add --allow-client-data where that is really meant".to_owned();
        return Err(Failure::wrong_use(
            format!("{what}: no client rows are written in a CI job (CI=true)"),
            Some(hint),
        ));
    }
    Ok(())
}
