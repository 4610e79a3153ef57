//! Records in a row each, as narrow as what they hold: a field that never had a value takes no room.
//!
//! An export of ten million sessions with six columns is then 21 bytes a session, not 64. A row grows wider when a field
//! has its first value, which happens within the first few records of a file and costs one pass over what is there.

use crate::record::{Answers, OwnAnswers, Question, Status};

use super::labels::NONE;
use super::visit::{NO_DAY, NO_MINUTES, NO_SCORE, Visit};
use crate::day::Day;

const CLIENT: usize = 0;
const SESSION: usize = 1;
const CELL: usize = 2;
const DAY: usize = 3;
const REQUEST: usize = 4;
const FOLLOW_UP: usize = 5;
const CLOSED: usize = 6;
const WAIT_MINUTES: usize = 7;
const OWN_ANSWERED: usize = 8;
const OWN_YES: usize = 9;
const STATE: usize = 10;
const FILE: usize = 11;
const ANSWERS: usize = 12;
const FIELDS: usize = ANSWERS + Question::COUNT;

/// A field that has no room.
const ABSENT: u16 = u16::MAX;

/// Where each field stands in a row.
#[derive(Clone, PartialEq, Eq)]
struct Layout {
    fields: [u16; FIELDS],
    scores: Vec<u16>,
    width: usize,
}

const fn width_of(field: usize) -> u16 {
    match field {
        OWN_ANSWERED | OWN_YES => 8,
        FILE => 2,
        STATE => 1,
        field if field >= ANSWERS => 1,
        _ => 4,
    }
}

impl Layout {
    /// Room for fields and scores.
    fn new(has_field: [bool; FIELDS], has_score: &[bool]) -> Self {
        let mut width = 0_u16;
        let mut place = |has: bool, bytes: u16| {
            if !has {
                return ABSENT;
            }
            width += bytes;
            width - bytes
        };
        let mut fields = [ABSENT; FIELDS];
        for (field, at) in fields.iter_mut().enumerate() {
            *at = place(has_field[field], width_of(field));
        }
        let scores = has_score.iter().map(|&has| place(has, 4)).collect();
        Self { fields, scores, width: usize::from(width) }
    }

    /// Whether every value of the record has its place.
    fn has_room_for(&self, visit: &Visit) -> bool {
        let fits = |field: usize, has_value: bool| !has_value || self.fields[field] != ABSENT;
        let (answered, yes) = visit.own.to_bits();
        fits(CLIENT, visit.client != NONE)
            && fits(SESSION, visit.session != NONE)
            && fits(CELL, visit.cell != 0)
            && fits(DAY, visit.day != Day(0))
            && fits(REQUEST, visit.request_day != NO_DAY)
            && fits(FOLLOW_UP, visit.followup_day != NO_DAY)
            && fits(CLOSED, visit.closed_day != NO_DAY)
            && fits(WAIT_MINUTES, visit.wait_minutes != NO_MINUTES)
            && fits(OWN_ANSWERED, answered != 0)
            && fits(OWN_YES, yes != 0)
            && fits(STATE, state_of(visit) != 0)
            && fits(FILE, visit.file != 0)
            && visit.answers.places().iter().enumerate().all(|(i, &place)| fits(ANSWERS + i, place != 0))
    }
}

/// Records, a row each.
#[derive(Clone)]
pub(super) struct Rows {
    layout: Layout,
    bytes: Vec<u8>,
    len: usize,
}

impl Rows {
    pub(super) fn new(scores: usize) -> Self {
        let layout = Layout::new([false; FIELDS], &vec![false; scores]);
        Self { layout, bytes: Vec::new(), len: 0 }
    }

    pub(super) const fn len(&self) -> usize {
        self.len
    }

    /// Adds a record and its scores, pre and post of each instrument.
    pub(super) fn push(&mut self, visit: &Visit, scores: &[i32]) {
        self.make_room(visit, scores);
        let start = self.bytes.len();
        self.bytes.resize(start + self.layout.width, 0);
        write(&mut self.bytes[start..], &self.layout, visit, scores);
        self.len += 1;
    }

    /// Widens the rows where this record has a field that none had before; whether it did.
    pub(super) fn make_room(&mut self, visit: &Visit, scores: &[i32]) -> bool {
        let is_lacking = !self.has_room_for(visit, scores);
        if is_lacking {
            self.widen(fields_with_a_value(visit), scores);
        }
        is_lacking
    }

    /// Whether the rows have every field that this record has.
    pub(super) fn has_room_for(&self, visit: &Visit, scores: &[i32]) -> bool {
        self.layout.has_room_for(visit)
            && scores.iter().zip(&self.layout.scores).all(|(&score, &at)| score == NO_SCORE || at != ABSENT)
    }

    /// Writes the row of a record for which there is room, without adding it.
    pub(super) fn write_into(&self, row: &mut Vec<u8>, visit: &Visit, scores: &[i32]) {
        row.clear();
        row.resize(self.layout.width, 0);
        write(row, &self.layout, visit, scores);
    }

    /// Adds a row that [`Self::write_into`] wrote.
    pub(super) fn push_row(&mut self, row: &[u8]) {
        self.bytes.extend_from_slice(row);
        self.len += 1;
    }

    /// The record in a row.
    pub(super) fn visit(&self, row: u32) -> Visit {
        read(self.row(row), &self.layout)
    }

    /// The scores in a row.
    pub(super) fn scores(&self, row: u32) -> impl Iterator<Item = i32> + Clone + '_ {
        let bytes = self.row(row);
        self.layout.scores.iter().map(|&at| if at == ABSENT { NO_SCORE } else { i32::from_le_bytes(four(bytes, at)) })
    }

    /// The day of the record in a row.
    pub(super) fn day(&self, row: u32) -> Day {
        let at = self.layout.fields[DAY];
        Day(if at == ABSENT { 0 } else { i32::from_le_bytes(four(self.row(row), at)) })
    }

    /// The status of the record in a row.
    pub(super) fn is_attended(&self, row: u32) -> bool {
        let at = self.layout.fields[STATE];
        at != ABSENT && self.row(row)[usize::from(at)] & 0x7f == Status::Attended as u8
    }

    /// The client of the record in a row.
    pub(super) fn client(&self, row: u32) -> u32 {
        let at = self.layout.fields[CLIENT];
        if at == ABSENT { NONE } else { u32::from_le_bytes(four(self.row(row), at)) }
    }

    /// The session id of the record in a row.
    pub(super) fn session(&self, row: u32) -> u32 {
        let at = self.layout.fields[SESSION];
        if at == ABSENT { NONE } else { u32::from_le_bytes(four(self.row(row), at)) }
    }

    /// The bytes of a row.
    pub(super) fn row(&self, row: u32) -> &[u8] {
        let start = row as usize * self.layout.width;
        &self.bytes[start..start + self.layout.width]
    }

    fn widen(&mut self, has_field: [bool; FIELDS], scores: &[i32]) {
        let had = self.layout.fields.map(|at| at != ABSENT);
        let fields = std::array::from_fn(|i| had[i] || has_field[i]);
        let has_score: Vec<bool> =
            self.layout.scores.iter().zip(scores).map(|(&at, &score)| at != ABSENT || score != NO_SCORE).collect();
        let layout = Layout::new(fields, &has_score);
        let mut bytes = vec![0; self.len * layout.width];
        let mut scores = Vec::new();
        for (row, target) in (0..self.len as u32).zip(bytes.chunks_exact_mut(layout.width)) {
            scores.clear();
            scores.extend(self.scores(row));
            write(target, &layout, &self.visit(row), &scores);
        }
        self.bytes = bytes;
        self.layout = layout;
    }
}

/// What a record without any value would be, but for its status.
fn fields_with_a_value(visit: &Visit) -> [bool; FIELDS] {
    let mut has = [false; FIELDS];
    has[CLIENT] = visit.client != NONE;
    has[SESSION] = visit.session != NONE;
    has[CELL] = visit.cell != 0;
    has[DAY] = visit.day != Day(0);
    has[REQUEST] = visit.request_day != NO_DAY;
    has[FOLLOW_UP] = visit.followup_day != NO_DAY;
    has[CLOSED] = visit.closed_day != NO_DAY;
    has[WAIT_MINUTES] = visit.wait_minutes != NO_MINUTES;
    let (answered, yes) = visit.own.to_bits();
    has[OWN_ANSWERED] = answered != 0;
    has[OWN_YES] = yes != 0;
    has[STATE] = state_of(visit) != 0;
    has[FILE] = visit.file != 0;
    for (has, &place) in has[ANSWERS..].iter_mut().zip(visit.answers.places()) {
        *has = place != 0;
    }
    has
}

/// Status and walk-in in one byte.
const fn state_of(visit: &Visit) -> u8 {
    visit.status | (visit.walked_in as u8) << 7
}

fn write(row: &mut [u8], layout: &Layout, visit: &Visit, scores: &[i32]) {
    let mut put = |field: usize, bytes: &[u8]| {
        let at = layout.fields[field];
        if at != ABSENT {
            row[usize::from(at)..usize::from(at) + bytes.len()].copy_from_slice(bytes);
        }
    };
    put(CLIENT, &visit.client.to_le_bytes());
    put(SESSION, &visit.session.to_le_bytes());
    put(CELL, &visit.cell.to_le_bytes());
    put(DAY, &visit.day.0.to_le_bytes());
    put(REQUEST, &visit.request_day.to_le_bytes());
    put(FOLLOW_UP, &visit.followup_day.to_le_bytes());
    put(CLOSED, &visit.closed_day.to_le_bytes());
    put(WAIT_MINUTES, &visit.wait_minutes.to_le_bytes());
    let (answered, yes) = visit.own.to_bits();
    put(OWN_ANSWERED, &answered.to_le_bytes());
    put(OWN_YES, &yes.to_le_bytes());
    put(STATE, &[state_of(visit)]);
    put(FILE, &visit.file.to_le_bytes());
    for (i, &place) in visit.answers.places().iter().enumerate() {
        put(ANSWERS + i, &[place]);
    }
    for (&at, score) in layout.scores.iter().zip(scores) {
        if at != ABSENT {
            row[usize::from(at)..usize::from(at) + 4].copy_from_slice(&score.to_le_bytes());
        }
    }
}

fn read(row: &[u8], layout: &Layout) -> Visit {
    let at = |field: usize| Some(layout.fields[field]).filter(|&at| at != ABSENT);
    let number = |field: usize, absent: u32| at(field).map_or(absent, |at| u32::from_le_bytes(four(row, at)));
    let day = |field: usize, absent: i32| at(field).map_or(absent, |at| i32::from_le_bytes(four(row, at)));
    let long = |field: usize| at(field).map_or(0, |at| u64::from_le_bytes(bytes_at(row, at)));
    let byte = |field: usize| at(field).map_or(0, |at| row[usize::from(at)]);
    let state = byte(STATE);
    Visit {
        client: number(CLIENT, NONE),
        session: number(SESSION, NONE),
        cell: number(CELL, 0),
        day: Day(day(DAY, 0)),
        request_day: day(REQUEST, NO_DAY),
        followup_day: day(FOLLOW_UP, NO_DAY),
        closed_day: day(CLOSED, NO_DAY),
        wait_minutes: number(WAIT_MINUTES, NO_MINUTES),
        own: OwnAnswers::from_bits(long(OWN_ANSWERED), long(OWN_YES)),
        answers: Answers::from_places(std::array::from_fn(|i| byte(ANSWERS + i))),
        status: state & 0x7f,
        walked_in: state & 0x80 != 0,
        file: at(FILE).map_or(0, |at| u16::from_le_bytes(bytes_at(row, at))),
    }
}

fn four(row: &[u8], at: u16) -> [u8; 4] {
    bytes_at(row, at)
}

fn bytes_at<const N: usize>(row: &[u8], at: u16) -> [u8; N] {
    let at = usize::from(at);
    std::array::from_fn(|i| row[at + i])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::Record;

    #[test]
    fn rows_widen_and_give_back_what_they_were_given() {
        let mut rows = Rows::new(2);
        let mut given = Vec::new();
        let mut record = Record::new(Day(20_000));
        let mut push = |rows: &mut Rows, record: &Record<'_>, numbers: (u32, u32, u32), scores: [i32; 2]| {
            let visit = Visit::pack(record, numbers.0, numbers.1, numbers.2);
            rows.push(&visit, &scores);
            given.push((visit, scores));
        };
        push(&mut rows, &record, (NONE, NONE, 0), [NO_SCORE; 2]);
        assert_eq!(rows.layout.width, 5, "a day and a status");
        record.request_date = Some(Day(19_990));
        record.walked_in = true;
        push(&mut rows, &record, (3, 4, 1), [NO_SCORE, 9_000]);
        record.status = Some(Status::NoShow);
        record.wait_minutes = Some(12);
        record.own.set(5, true);
        record.own.set(63, false);
        record.file = 7;
        record.followup_date = Some(Day(0));
        record.closed_date = Some(Day(-1));
        for question in Question::ALL {
            record.answers.set(question, question.code_at(2).expect("every scale has two places"));
        }
        push(&mut rows, &record, (5, NONE, 70_000), [-1, NO_SCORE]);
        push(&mut rows, &Record::new(Day(0)), (NONE, 1, 0), [NO_SCORE; 2]);
        for (row, (visit, scores)) in given.iter().enumerate() {
            let row = row as u32;
            assert!(rows.visit(row) == *visit, "row {row}");
            assert_eq!(rows.scores(row).collect::<Vec<_>>(), scores);
            assert_eq!((rows.day(row), rows.client(row), rows.session(row)), (visit.day, visit.client, visit.session));
        }
    }
}
