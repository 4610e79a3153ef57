//! Sessions as rows of text.

use std::borrow::Cow;

use encoding_rs::WINDOWS_1252;

use crate::{
    calendar::Calendar,
    defects::{Spoilt, Wrong},
    labels::{Column, Encoding, Layout},
    session::{Session, Status},
};

/// Writes rows of one layout into a buffer.
#[derive(Debug)]
pub(crate) struct RowWriter<'a> {
    pub(crate) layout: &'a Layout,
    pub(crate) calendar: &'a Calendar,
}

impl RowWriter<'_> {
    /// Appends the header line.
    pub(crate) fn header(&self, out: &mut Vec<u8>) {
        for (place, column) in self.layout.columns.iter().enumerate() {
            self.separate(place, out);
            self.text((self.layout.header)(*column), out);
        }
        out.extend_from_slice(self.layout.line_end.as_bytes());
    }

    /// Appends one row, with one cell spoilt where it is so decided.
    pub(crate) fn row(&self, session: &Session, spoilt: Option<&Spoilt>, out: &mut Vec<u8>) {
        let wrong = spoilt.and_then(|spoilt| spoilt.cell);
        for (place, column) in self.layout.columns.iter().enumerate() {
            self.separate(place, out);
            match wrong {
                Some((spoilt_column, wrong)) if spoilt_column == *column => {
                    self.spoilt(session, *column, wrong, out);
                }
                _ => self.cell(session, *column, out),
            }
        }
        out.extend_from_slice(self.layout.line_end.as_bytes());
    }

    /// Whether the layout has the column and the session something to write there.
    pub(crate) fn is_filled(&self, session: &Session, column: Column) -> bool {
        if !self.layout.columns.contains(&column) {
            return false;
        }
        let mut cell = Vec::new();
        self.cell(session, column, &mut cell);
        !cell.is_empty()
    }

    fn separate(&self, place: usize, out: &mut Vec<u8>) {
        if place > 0 {
            out.push(self.layout.delimiter);
        }
    }

    /// Appends text in the layout's encoding, between quotes where it holds the delimiter.
    fn text(&self, text: &str, out: &mut Vec<u8>) {
        let encoded = match self.layout.encoding {
            Encoding::Utf8 => Cow::Borrowed(text.as_bytes()),
            Encoding::Windows1252 => WINDOWS_1252.encode(text).0,
        };
        if encoded.contains(&self.layout.delimiter) {
            out.push(b'"');
            out.extend_from_slice(&encoded);
            out.push(b'"');
        } else {
            out.extend_from_slice(&encoded);
        }
    }

    fn spoilt(&self, session: &Session, column: Column, wrong: Wrong, out: &mut Vec<u8>) {
        match wrong {
            Wrong::Text(text) => self.text(text, out),
            Wrong::DaysFromSession(days) => self.date(Some(session.day + days), out),
            Wrong::Spaced => {
                out.extend_from_slice(b"  ");
                self.cell(session, column, out);
                out.push(b' ');
            }
            Wrong::Capitals => {
                let start = out.len();
                self.cell(session, column, out);
                for byte in &mut out[start..] {
                    *byte = if *byte == b'_' { b'-' } else { byte.to_ascii_uppercase() };
                }
            }
        }
    }

    fn cell(&self, session: &Session, column: Column, out: &mut Vec<u8>) {
        let labels = self.layout.labels;
        match column {
            Column::ClientId => {
                if let Some(client) = session.client {
                    out.push(b'C');
                    digits(client, 8, out);
                }
            }
            Column::SessionId => {
                out.push(b'S');
                digits(session.number, 8, out);
            }
            Column::SessionDate => self.date(Some(session.day), out),
            Column::RequestDate => self.date(session.requested, out),
            Column::FollowupDate => self.date(session.followed_up, out),
            Column::ClosedDate => self.date(session.closed, out),
            Column::Status => self.text(labels.status[session.status as usize], out),
            Column::Site => self.text(labels.site[session.cell.site], out),
            Column::Therapist => {
                out.push(b'T');
                digits(session.cell.therapist as u64 + 1, 2, out);
            }
            Column::Modality => self.text(labels.modality[usize::from(session.modality)], out),
            Column::Access => self.text(labels.access[usize::from(session.access)], out),
            Column::Concern => {
                if session.concern_known {
                    self.text(labels.concern[session.cell.concern], out);
                }
            }
            Column::WaitMinutes => {
                if let Some(minutes) = session.wait_minutes {
                    digits(u64::from(minutes), 1, out);
                }
            }
            Column::Helpfulness => {
                self.answer(session, session.helpfulness.map(|rating| rating - 1), &labels.rating, out);
            }
            Column::Satisfaction => {
                self.answer(session, session.satisfaction.map(|rating| rating - 1), &labels.rating, out);
            }
            Column::ChangeRating => self.answer(session, session.change, &labels.change, out),
            Column::Enough => self.answer(session, session.enough, &labels.enough, out),
            Column::GoalSet => self.code(session.goal_set, &labels.yes_no, out),
            Column::NextStepSet => self.code(session.next_step_set, &labels.yes_no, out),
            Column::FollowupAsked => self.code(session.follow_up_asked, &labels.yes_no, out),
            Column::GoalMet => self.code(session.goal_met, &labels.yes_partly_no, out),
            Column::NextStepDone => self.code(session.next_step_done, &labels.yes_partly_no, out),
            Column::ReturnReason => self.code(session.return_reason, &labels.return_reason, out),
            Column::NoReturnReason => {
                self.code(session.no_return_reason, &labels.no_return_reason, out);
            }
            Column::Phq9Pre => self.score(session, session.phq9_pre, out),
            Column::Phq9Post => self.score(session, session.phq9_post, out),
            Column::Gad7Pre => self.score(session, session.gad7_pre, out),
            Column::OrsPre => tenths(session.ors_pre, out),
            Column::OrsPost => tenths(session.ors_post, out),
        }
    }

    fn date(&self, day: Option<i64>, out: &mut Vec<u8>) {
        if let Some(day) = day {
            out.extend_from_slice(self.calendar.text(day));
        }
    }

    fn code(&self, code: Option<u8>, labels: &[&str], out: &mut Vec<u8>) {
        if let Some(code) = code {
            self.text(labels[usize::from(code)], out);
        }
    }

    fn answer(&self, session: &Session, code: Option<u8>, labels: &[&str], out: &mut Vec<u8>) {
        if code.is_none() && session.status == Status::Attended {
            self.text(self.layout.no_answer, out);
        }
        self.code(code, labels, out);
    }

    fn score(&self, session: &Session, score: Option<u8>, out: &mut Vec<u8>) {
        match score {
            Some(score) => digits(u64::from(score), 1, out),
            None if session.status == Status::Attended => self.text(self.layout.no_score, out),
            None => {}
        }
    }
}

/// Appends a whole number with at least `width` digits.
fn digits(mut value: u64, width: usize, out: &mut Vec<u8>) {
    let mut text = [b'0'; 20];
    let mut start = text.len();
    while value > 0 {
        start -= 1;
        text[start] = b'0' + (value % 10) as u8;
        value /= 10;
    }
    out.extend_from_slice(&text[start.min(text.len() - width)..]);
}

/// Appends tenths as a decimal number.
fn tenths(score: Option<u16>, out: &mut Vec<u8>) {
    if let Some(score) = score {
        digits(u64::from(score / 10), 1, out);
        out.push(b'.');
        digits(u64::from(score % 10), 1, out);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written() {
        let mut out = Vec::new();
        digits(0, 1, &mut out);
        digits(42, 1, &mut out);
        digits(42, 4, &mut out);
        digits(12_345, 4, &mut out);
        tenths(Some(305), &mut out);
        assert_eq!(out, b"042004212345\x330.5");
    }
}
