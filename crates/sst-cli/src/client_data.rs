//! Files with client rows: named so that nobody sends one by mistake, and not written where files go who knows where.

use std::path::Path;

use crate::failure::Failure;

/// Refuses a name that does not say what is in the file, and a CI job. `endings` are those that the file may have, as
/// `.client-data.csv`; `what` is the flag that asks for it.
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
