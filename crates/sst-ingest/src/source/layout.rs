//! Where in a file its table stands.

/// Where in a file its table stands; what is not said is found.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Layout {
    /// The sheet of a workbook, by name.
    pub sheet: Option<String>,
    /// The row with the headers, as a spreadsheet numbers it (from 1); without it, the first that is not blank.
    pub header_row: Option<u32>,
    /// Rows between the headers and the data, as the question texts of a survey tool.
    pub rows_after_header: u32,
    /// Whether the row under the headers names the choices of each question: a header is then both, as "Question / choice".
    /// It is counted among `rows_after_header`.
    pub combined_header: bool,
}

/// Headers of two rows, as survey tools write them: a question stands once, above the first of its choices.
///
/// "Question / choice" where both are there, and one of them where the other is not. What opens tables calls this where
/// [`Layout::combined_header`] is set, with the row of the headers and the row under it.
pub fn combined_headers<'t>(first: &[&'t str], second: &[&'t str]) -> Vec<String> {
    let mut question = "";
    (0..first.len().max(second.len()))
        .map(|place| {
            let at = |row: &[&'t str]| row.get(place).map_or("", |cell| cell.trim());
            let (above, choice) = (at(first), at(second));
            if !above.is_empty() {
                question = above;
            }
            match (above.is_empty(), choice.is_empty()) {
                // A column without any name is not of the question before it.
                (true, true) => String::new(),
                (false, true) => above.to_owned(),
                (_, false) if question.is_empty() => choice.to_owned(),
                (_, false) => format!("{question} / {choice}"),
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_question_goes_on_until_the_next() {
        let first = ["ID", "Who came?", "", "", "Comment", ""];
        let second = ["", "Client", "Parent ", "", "Open-Ended Response", "", "left over"];
        assert_eq!(
            combined_headers(&first, &second),
            [
                "ID",
                "Who came? / Client",
                "Who came? / Parent",
                "",
                "Comment / Open-Ended Response",
                "",
                "Comment / left over"
            ]
        );
    }
}
