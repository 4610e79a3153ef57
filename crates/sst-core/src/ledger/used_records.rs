//! The records that are used, one by one, for whoever asks for client rows. Nothing of this goes into results.

use super::labels::{Labels, NONE};
use super::selection::Selection;
use super::visit::{NO_DAY, Visit, unpack_score};
use super::{CloseError, Closed, Ledger};
use crate::day::Day;
use crate::definitions::{Definitions, SessionIdScope};
use crate::record::{Record, Score};

impl Ledger {
    /// Shows `each` every record that is used, whatever the period and the selection: no duplicates, none whose id stands
    /// for different sessions, none after the as-of date of `closed`; dated scores have found their sessions. Records
    /// come in no order that means anything. Under `session_id_scope = "file"` an id is unique with its record's `file`.
    ///
    /// # Errors
    /// [`CloseError`], as [`Self::close`] with the same selection.
    pub fn used_records(
        &self,
        definitions: &Definitions,
        selection: &Selection,
        closed: &Closed,
        each: &mut dyn FnMut(&Record<'_>),
    ) -> Result<(), CloseError> {
        if let Some((joined, _)) = self.joined(definitions, selection)? {
            return joined.used_records(definitions, selection, closed, each);
        }
        let duplicates = self.duplicates()?;
        let is_past = |visit: &Visit| closed.as_of.is_none_or(|as_of| visit.day <= as_of);
        for row in (0..self.identified.len() as u32).filter(|&row| !duplicates.leave_out(row)) {
            let visit = self.identified.visit(row);
            if is_past(&visit) {
                self.unpacked(&visit, self.identified.scores(row), each);
            }
        }
        for (row, visit, times) in self.anonymous.iter().filter(|(_, visit, _)| is_past(visit)) {
            for _ in 0..times {
                self.unpacked(&visit, self.anonymous.scores(row), each);
            }
        }
        Ok(())
    }

    /// Shows a record as it was before it was packed.
    fn unpacked(&self, visit: &Visit, scores: impl Iterator<Item = i32>, each: &mut dyn FnMut(&Record<'_>)) {
        let text = |labels: &'_ Labels, number: u32| (number != NONE).then(|| labels.get(number).map(str::to_owned));
        let client = text(&self.clients, visit.client).flatten();
        let session = text(&self.sessions, visit.session).flatten();
        let session = session.as_deref().map(|id| match self.scope {
            SessionIdScope::All => id,
            // The file stands behind it.
            SessionIdScope::File => id.rsplit_once('\u{1f}').map_or(id, |(id, _)| id),
        });
        let day = |packed: i32| (packed != NO_DAY).then_some(Day(packed));
        let groups: Vec<&str> = self.cells.texts(visit.cell).collect();
        let scores: Vec<Option<Score>> = scores.map(unpack_score).collect();
        each(&Record {
            client_id: client.as_deref(),
            session_id: session,
            file: visit.file,
            session_date: visit.day,
            status: visit.status(),
            request_date: day(visit.request_day),
            followup_date: day(visit.followup_day),
            closed_date: day(visit.closed_day),
            wait_minutes: visit.wait_minutes(),
            walked_in: visit.walked_in,
            answers: visit.answers,
            own: visit.own,
            groups: &groups,
            scores: &scores,
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::definitions::{FollowUp, Thresholds};
    use crate::record::{Question, Status};
    use crate::text::Catalogue;

    type Seen = (Option<String>, Option<String>, i32, u16, Option<Status>, Option<u32>, String, Option<u8>);

    fn used(scope: SessionIdScope, records: &[Record<'_>]) -> (Vec<Seen>, u64) {
        let mut definitions = Definitions::new(Thresholds::default(), FollowUp::default(), &Catalogue::english());
        definitions.session_id_scope = scope;
        let mut ledger = Ledger::new(&definitions);
        for record in records {
            ledger.add(record);
        }
        let selection = Selection { as_of: Some(Day(20_100)), ..Selection::default() };
        let closed = ledger.close(&definitions, &selection).expect("no conflicts");
        let mut seen = Vec::new();
        let mut each = |record: &Record<'_>| {
            let rating = record.answers.get(Question::Helpfulness).map(crate::record::Code::place);
            let owned = |text: Option<&str>| text.map(str::to_owned);
            let ids = (owned(record.client_id), owned(record.session_id));
            let groups = record.groups.join("|");
            let (day, wait) = (record.session_date.0, record.wait_minutes);
            seen.push((ids.0, ids.1, day, record.file, record.status, wait, groups, rating));
        };
        ledger.used_records(&definitions, &selection, &closed, &mut each).expect("no conflicts");
        seen.sort_unstable_by(|a, b| (a.2, &a.1, a.3).cmp(&(b.2, &b.1, b.3)));
        (seen, closed.used)
    }

    #[test]
    fn they_are_what_was_given_and_each_is_used_once() {
        let mut full = Record::new(Day(20_000)).of_client("c1");
        full.session_id = Some("s1");
        full.status = Some(Status::NoShow);
        full.wait_minutes = Some(12);
        full.groups = &["North", "", "phone", "", "Grief"];
        let code = Question::Helpfulness.code_at(3).expect("a rating");
        let anonymous = Record::new(Day(20_001)).with_answer(Question::Helpfulness, code);
        let (mut one, mut other) = (Record::new(Day(20_002)), Record::new(Day(20_003)));
        (one.session_id, other.session_id) = (Some("twice"), Some("twice"));
        let late = Record::new(Day(20_101)).of_client("c1");
        let (seen, used) = used(SessionIdScope::All, &[full, full, anonymous, anonymous, one, other, late]);
        let text = |text: &str| Some(text.to_owned());
        let nobody = (None, None, 20_001, 0, Some(Status::Attended), None, "||||".to_owned(), Some(3));
        let first =
            (text("c1"), text("s1"), 20_000, 0, Some(Status::NoShow), Some(12), "North||phone||Grief".to_owned(), None);
        assert_eq!(seen, [first, nobody.clone(), nobody]);
        assert_eq!(used, 3);
    }

    #[test]
    fn ids_of_a_file_come_without_the_file_behind_them() {
        let mut one = Record::new(Day(20_000)).of_client("c1");
        one.session_id = Some("7");
        let other = Record { file: 3, ..one };
        let (seen, used) = used(SessionIdScope::File, &[one, other]);
        assert_eq!(
            seen.iter().map(|seen| (seen.1.as_deref(), seen.3)).collect::<Vec<_>>(),
            [(Some("7"), 0), (Some("7"), 3)]
        );
        assert_eq!(used, 2);
    }
}
