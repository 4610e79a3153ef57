//! Questions at a terminal: numbered choices, one line for an answer.

use std::io::{BufRead, Write};

use sst_ingest::init::{Answers, Question};

/// Asks on `to` and reads lines from `from`.
pub(super) struct Lines<R, W> {
    from: R,
    to: W,
    is_over: bool,
}

impl<R: BufRead, W: Write> Lines<R, W> {
    pub(super) const fn new(from: R, to: W) -> Self {
        Self { from, to, is_over: false }
    }

    fn ask(&mut self, question: &Question) -> std::io::Result<Option<usize>> {
        writeln!(self.to, "\n{}", harmless(&question.text))?;
        for (place, choice) in question.choices.iter().enumerate() {
            writeln!(self.to, "  {}  {}", place + 1, harmless(choice))?;
        }
        loop {
            write!(self.to, "1-{}, or Enter to leave it open: ", question.choices.len())?;
            self.to.flush()?;
            let mut line = String::new();
            if self.from.read_line(&mut line)? == 0 {
                self.is_over = true;
                return Ok(None);
            }
            let line = line.trim();
            if line.is_empty() {
                return Ok(None);
            }
            let by_number = line.parse().ok().filter(|number| (1..=question.choices.len()).contains(number));
            let by_word = || {
                let mut meant = question
                    .choices
                    .iter()
                    .enumerate()
                    .filter(|(_, choice)| choice.to_lowercase().starts_with(&line.to_lowercase()));
                meant.next().filter(|_| meant.next().is_none()).map(|(place, _)| place)
            };
            if let Some(place) = by_number.map(|number: usize| number - 1).or_else(by_word) {
                return Ok(Some(place));
            }
        }
    }
}

impl<R: BufRead, W: Write> Answers for Lines<R, W> {
    fn choose(&mut self, question: &Question) -> Option<usize> {
        if self.is_over {
            return None;
        }
        // A terminal that is gone answers nothing more.
        self.ask(question).unwrap_or_else(|_| {
            self.is_over = true;
            None
        })
    }
}

/// A header must not move the cursor.
fn harmless(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}

#[cfg(test)]
mod tests {
    use sst_ingest::init::Subject;

    use super::*;

    fn answers(lines: &str, times: usize) -> (Vec<Option<usize>>, String) {
        let question = Question {
            subject: Subject::Side,
            text: "PHQ\u{1b}-9: before or after?".to_owned(),
            choices: vec!["before".to_owned(), "after".to_owned()],
        };
        let mut said = Vec::new();
        let mut person = Lines::new(lines.as_bytes(), &mut said);
        let chosen = (0..times).map(|_| person.choose(&question)).collect();
        (chosen, String::from_utf8(said).expect("UTF-8"))
    }

    #[test]
    fn a_number_a_word_or_nothing_is_an_answer() {
        let (chosen, said) = answers("2\nb\n\nwhat\n3\n0\n1\n", 4);
        assert_eq!(chosen, [Some(1), Some(0), None, Some(0)]);
        assert!(
            said.contains("PHQ -9: before or after?\n  1  before\n  2  after\n1-2, or Enter to leave it open: "),
            "{said}"
        );
    }

    #[test]
    fn nobody_is_asked_again_when_the_lines_are_over() {
        let (chosen, said) = answers("", 3);
        assert_eq!(chosen, [None, None, None]);
        assert_eq!(said.matches("before or after").count(), 1);
    }
}
