//! What is wrong with a mapping file, and where.

use std::fmt;

/// One fault of a mapping file. It names keys, lines and columns of the mapping file, never cells of the data.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MappingFault {
    /// The line in the mapping file, from 1.
    pub line: usize,
    /// The column in that line, in characters, from 1.
    pub column: usize,
    /// What is wrong.
    pub problem: String,
    /// What to do.
    pub hint: Option<String>,
}

/// Everything that is wrong with a mapping file, in the order of its lines.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MappingFaults(pub Vec<MappingFault>);

impl MappingFaults {
    /// Every fault on a line of its own, with the file's name.
    pub fn in_file(&self, name: &str) -> String {
        let faults: Vec<String> = self.0.iter().map(|fault| format!("{name}: {fault}")).collect();
        faults.join("\n")
    }
}

impl MappingFaults {
    /// The same faults as of the file's beginning: they are of no line of it.
    pub(super) fn without_places(self) -> Self {
        Self(self.0.into_iter().map(|fault| MappingFault { line: 1, column: 1, ..fault }).collect())
    }
}

impl fmt::Display for MappingFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}, column {}: {}", self.line, self.column, self.problem)?;
        match &self.hint {
            Some(hint) => write!(f, "\n  hint: {hint}"),
            None => Ok(()),
        }
    }
}

impl fmt::Display for MappingFaults {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (i, fault) in self.0.iter().enumerate() {
            if i > 0 {
                writeln!(f)?;
            }
            write!(f, "{fault}")?;
        }
        Ok(())
    }
}

impl std::error::Error for MappingFaults {}

/// The nearest of the known names, when it is near enough to be a slip.
pub fn did_you_mean<'k>(wanted: &str, known: impl IntoIterator<Item = &'k str>) -> Option<&'k str> {
    let wanted = wanted.to_lowercase();
    known
        .into_iter()
        .map(|name| (strsim::damerau_levenshtein(&wanted, &name.to_lowercase()), name))
        .filter(|(distance, name)| *distance <= (name.chars().count().max(wanted.chars().count()) / 3).max(1))
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, name)| name)
}
