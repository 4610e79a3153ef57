//! What must not be written over.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use crate::arguments::Source;
use crate::failure::Failure;
use crate::mapping_file;

/// Refuses two outputs of one name: the second would be all that is left.
pub(crate) fn refuse_writing_twice<'a>(outputs: impl Iterator<Item = &'a PathBuf>) -> Result<(), Failure> {
    let mut seen = BTreeSet::new();
    for output in outputs {
        let whole = std::path::absolute(output).unwrap_or_else(|_| output.clone());
        if !seen.insert(whole) {
            let problem = format!("{}: two outputs would have this name", output.display());
            return Err(Failure::wrong_use(problem, Some("give each its own name".to_owned())));
        }
    }
    Ok(())
}

/// Refuses to write over what is read: the files, and the mapping file given or found.
pub(crate) fn refuse_overwriting(source: &Source, output: &Path) -> Result<(), Failure> {
    // By the file itself and not by its name: a link to an input is the input.
    let same = |file: &PathBuf| same_file::is_same_file(file, output).unwrap_or(false);
    let found = if source.mapping.is_some() { None } else { mapping_file::find(&source.files) };
    let named = mapping_file::named_files(source.mapping.as_deref().or(found.as_deref()));
    if source
        .files
        .iter()
        .chain(&source.mapping)
        .chain(&found)
        .chain(&source.scores)
        .chain(&source.follow_up)
        .chain(&named)
        .any(same)
    {
        return Err(Failure::wrong_use(
            format!("{}: this file is an input and would be lost", output.display()),
            Some("choose another name for the output".to_owned()),
        ));
    }
    Ok(())
}
