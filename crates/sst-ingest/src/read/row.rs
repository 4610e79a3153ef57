//! From the cells of a row to a record.

use sst_core::codes::{Exclusion, Finding};
use sst_core::day::Day;
use sst_core::definitions::Definitions;
use sst_core::instrument::{ItemFault, ScoreFault};
use sst_core::measure::has_follow_up_answer;
use sst_core::record::{Question, Record, Score, Status, plain};

use super::cells::number_in;
use super::choices::Choices;
use super::items::Items;
use super::meaning::{Meaning, Meanings};
use super::repeats::Repeats;
use crate::columns::{DateColumn, Feeds, FilePlan};

/// A cell longer than this is no cell of a session.
const HUGE_CELL_BYTES: usize = 1 << 16;

/// The longest wait in minutes: a day.
const LONGEST_WAIT_MINUTES: f64 = 1440.0;

/// Reads the rows of one file.
pub(super) struct RowReader<'p> {
    plan: &'p FilePlan,
    definitions: &'p Definitions,
    own_follow_ups: Vec<usize>,
    file: u16,
    may_have_comma: bool,
    has_status: bool,
    has_client_id: bool,
    meanings: Vec<Meanings<'p>>,
    choices: Vec<Choices>,
    scores: Vec<Option<Score>>,
    items: Items,
}

/// Told of every finding: the rule and the column's place in the plan.
pub(super) trait Findings {
    /// Notes one.
    fn notice(&mut self, rule: Finding, column: Option<usize>);
}

impl<'p> RowReader<'p> {
    pub(super) fn new(plan: &'p FilePlan, definitions: &'p Definitions, file: u16, delimiter: u8) -> Self {
        let feeds = |wanted: Feeds| plan.columns.iter().any(|column| column.feeds == wanted);
        Self {
            plan,
            definitions,
            own_follow_ups: definitions.own_follow_ups(),
            file,
            may_have_comma: delimiter != b',',
            has_status: feeds(Feeds::Status),
            has_client_id: feeds(Feeds::ClientId),
            meanings: plan.columns.iter().map(Meanings::new).collect(),
            choices: plan.columns.iter().map(Choices::new).collect(),
            scores: vec![None; definitions.instruments.len() * 2],
            items: Items::new(plan, definitions),
        }
    }

    /// Room for rows that come again, where they may.
    pub(super) fn repeats(&self) -> Option<Repeats> {
        Repeats::new(self.plan)
    }

    /// How many cells of a row are needed: as far as the last column that is used.
    pub(super) fn columns_wanted(&self) -> usize {
        self.plan.places().map(|place| place + 1).max().unwrap_or(0)
    }

    /// Whether a row, given the cell at each place, can be a session.
    pub(super) fn is_session<'r>(&self, cell_at: impl Fn(usize) -> Option<&'r str>) -> bool {
        self.plan.is_session(cell_at)
    }

    /// Reads a row, given the cell at each place; `use_record` gets the record, `groups` is room for its labels.
    pub(super) fn read<'r>(
        &mut self,
        cell_at: impl Fn(usize) -> Option<&'r str>,
        is_suspect: bool,
        groups: &mut Vec<&'r str>,
        findings: &mut impl Findings,
        use_record: impl FnOnce(&Record<'_>),
    ) -> Result<(), Exclusion>
    where
        'p: 'r,
    {
        let mut scores = std::mem::take(&mut self.scores);
        scores.fill(None);
        self.items.clear();
        groups.clear();
        groups.resize(self.definitions.groups.len(), "");
        let mut record = Record::new(Day(0));
        record.file = self.file;
        record.status = if self.has_status { None } else { Some(Status::Attended) };
        let mut session_date = None;
        let mut dates = [None; 3];
        let mut has_status_text = false;
        let mut chosen_groups: Vec<(usize, String)> = Vec::new();
        let plan = self.plan;
        for (place, column) in plan.columns.iter().enumerate() {
            if !column.choices.is_empty() {
                let chosen = self.choices[place].made(column, &cell_at);
                has_status_text |= column.feeds == Feeds::Status && !chosen.is_empty();
                if let Feeds::Group(group) = column.feeds {
                    let separator = self.definitions.groups[group].split.as_deref().unwrap_or_default();
                    chosen_groups.push((group, chosen.join(separator)));
                } else if chosen.len() > 1 {
                    findings.notice(Finding::SeveralChoices, Some(place));
                } else if let Some(value) = chosen.first() {
                    match (self.meanings[place].of(value), column.feeds) {
                        (Meaning::Status(status), _) => record.status = Some(status),
                        (Meaning::Code(code), Feeds::Coded(question)) => record.answers.set(question, code),
                        (Meaning::Yes(yes), Feeds::Own(number)) => record.own.set(number, yes),
                        (Meaning::Fault(fault), _) => findings.notice(fault, Some(place)),
                        _ => {}
                    }
                }
                continue;
            }
            let Some(cell) = cell_at(column.place).map(trimmed).filter(|cell| !cell.is_empty()) else {
                if column.feeds == Feeds::Date(DateColumn::Session) {
                    break;
                }
                continue;
            };
            if let Some(fault) = fault_of(cell, is_suspect) {
                findings.notice(fault, Some(place));
                if column.feeds == Feeds::Date(DateColumn::Session) {
                    break;
                }
                continue;
            }
            if is_error_cell(cell) && !self.meanings[place].is_missing(cell) {
                findings.notice(Finding::ErrorCell, Some(place));
                if column.feeds == Feeds::Date(DateColumn::Session) {
                    break;
                }
                continue;
            }
            has_status_text |= column.feeds == Feeds::Status;
            let meanings = &mut self.meanings[place];
            match column.feeds {
                Feeds::ClientId => record.client_id = Some(cell).filter(|cell| !meanings.is_missing(cell)),
                Feeds::SessionId => record.session_id = Some(cell).filter(|cell| !meanings.is_missing(cell)),
                Feeds::WaitMinutes if !meanings.is_missing(cell) => {
                    match number_in(cell, self.may_have_comma).map(|minutes| wait(minutes, &column.options)) {
                        None => findings.notice(Finding::InvalidNumber, Some(place)),
                        Some(None) => findings.notice(Finding::WaitOutOfRange, Some(place)),
                        Some(minutes) => record.wait_minutes = minutes,
                    }
                }
                Feeds::Item { .. } if self.items.answer_digit(place, cell) => {}
                Feeds::Score { .. } | Feeds::RawScore { .. } | Feeds::Item { .. } if !meanings.is_missing(cell) => {
                    let number = number_in(cell, self.may_have_comma).ok_or(Finding::InvalidNumber);
                    let outcome = number.and_then(|value| {
                        in_range(value, &column.options).map_err(|()| Finding::ScoreOutOfRange)?;
                        self.take_score(column.feeds, value, place, &mut scores)
                    });
                    if let Err(fault) = outcome {
                        findings.notice(fault, Some(place));
                    }
                }
                feeds => match (meanings.of(cell), feeds) {
                    (Meaning::Fault(fault), _) => findings.notice(fault, Some(place)),
                    (meaning @ (Meaning::Day(day) | Meaning::RealDay(day)), Feeds::Date(date)) => {
                        if matches!(meaning, Meaning::RealDay(_)) {
                            findings.notice(Finding::MixedDates, Some(place));
                        }
                        match date {
                            DateColumn::Session => session_date = Some(day),
                            DateColumn::Request => dates[0] = Some((day, place)),
                            DateColumn::FollowUp => dates[1] = Some((day, place)),
                            DateColumn::Closed => dates[2] = Some((day, place)),
                        }
                    }
                    (Meaning::Status(status), _) => record.status = Some(status),
                    (Meaning::Code(code), Feeds::Coded(question)) => record.answers.set(question, code),
                    (Meaning::Yes(yes), Feeds::Own(number)) => record.own.set(number, yes),
                    (Meaning::Value(value), Feeds::Group(group)) => groups[group] = &column.options.values[value].0,
                    (Meaning::Itself, Feeds::Group(group)) => groups[group] = cell,
                    (Meaning::New, Feeds::Group(group)) => {
                        groups[group] = cell;
                        findings.notice(Finding::NewLabel, Some(place));
                    }
                    // Missing, or a number that the mapping calls missing.
                    _ => {}
                },
            }
            if column.feeds == Feeds::Date(DateColumn::Session) && session_date.is_none() {
                break;
            }
        }
        let outcome = match session_date {
            None => Err(Exclusion::NoSessionDate),
            Some(day) => {
                record.session_date = day;
                // Labels put together here live as long as this row.
                let mut labels: Vec<&str> = Vec::new();
                let groups = if chosen_groups.is_empty() {
                    &**groups
                } else {
                    labels.extend(groups.iter());
                    for (group, label) in &chosen_groups {
                        labels[*group] = label;
                    }
                    &labels
                };
                Self::check_dates(&mut record, dates, findings);
                record.walked_in = self.walked_in(groups);
                self.check_answers(&record, has_status_text, findings);
                if self.has_client_id && record.client_id.is_none() {
                    findings.notice(Finding::BlankClientId, self.place_of(Feeds::ClientId));
                }
                self.items.fill_in(&self.definitions.instruments, &mut scores, findings);
                record.groups = groups;
                record.scores = &scores;
                use_record(&record);
                Ok(())
            }
        };
        self.scores = scores;
        outcome
    }

    /// Keeps a score, a sum or an item where it belongs.
    fn take_score(
        &mut self,
        feeds: Feeds,
        value: f64,
        place: usize,
        scores: &mut [Option<Score>],
    ) -> Result<(), Finding> {
        let Some((instrument, post)) = feeds.instrument() else { return Ok(()) };
        let known = &self.definitions.instruments[instrument];
        match feeds {
            Feeds::Item { item, .. } => {
                let answer = known.item(item, value).map_err(|fault| match fault {
                    ItemFault::TooFine(_) => Finding::ScoreTooFine,
                    _ => Finding::ScoreOutOfRange,
                })?;
                self.items.answer(place, answer);
            }
            Feeds::RawScore { .. } => self.items.sum(place, known.convert(value).map_err(finding_of)?),
            _ => scores[instrument * 2 + usize::from(post)] = Some(known.score(value).map_err(finding_of)?),
        }
        Ok(())
    }

    /// Keeps the dates that can be; one that contradicts the session's date is dropped and told.
    fn check_dates(record: &mut Record<'_>, dates: [Option<(Day, usize)>; 3], findings: &mut impl Findings) {
        let session = record.session_date;
        let mut kept = [None; 3];
        let faults = [Finding::RequestAfterSession, Finding::FollowUpBeforeSession, Finding::ClosedBeforeSession];
        for (i, date) in dates.into_iter().enumerate() {
            let Some((day, place)) = date else { continue };
            let contradicts = if i == 0 { day > session } else { day < session };
            if contradicts {
                findings.notice(faults[i], Some(place));
            } else {
                kept[i] = Some(day);
            }
        }
        [record.request_date, record.followup_date, record.closed_date] = kept;
    }

    fn check_answers(&self, record: &Record<'_>, has_status_text: bool, findings: &mut impl Findings) {
        // A label that is not understood was told already. Either way the row is in no measure.
        if record.status.is_none() && !has_status_text {
            findings.notice(Finding::BlankStatus, self.place_of(Feeds::Status));
        }
        let rule = &self.definitions.follow_up;
        let has_answer = has_follow_up_answer(rule, &self.own_follow_ups, &record.answers, record.own);
        let asked = record.answers.get(Question::FollowUpAsked);
        if has_answer && asked.is_some_and(|code| code.place() == 2) {
            findings.notice(Finding::AnsweredButNotAsked, self.place_of(Feeds::Coded(Question::FollowUpAsked)));
        }
        let rated = has_answer
            || record.answers.get(Question::Helpfulness).is_some()
            || record.answers.get(Question::Satisfaction).is_some();
        if rated && record.status.is_some_and(|status| status != Status::Attended) {
            findings.notice(Finding::AnswersWithoutAttendance, self.place_of(Feeds::Status));
        }
    }

    fn place_of(&self, feeds: Feeds) -> Option<usize> {
        self.plan.columns.iter().position(|column| column.feeds == feeds)
    }

    fn walked_in(&self, groups: &[&str]) -> bool {
        let access = self.definitions.groups.iter().position(|group| group.name == "access");
        let label = access.map_or("", |place| groups[place]);
        label.starts_with(['w', 'W']) && plain(label) == "walkin"
    }
}

pub(super) const fn finding_of(fault: ScoreFault) -> Finding {
    match fault {
        ScoreFault::OutOfRange => Finding::ScoreOutOfRange,
        ScoreFault::TooFine => Finding::ScoreTooFine,
        ScoreFault::NotConverted => Finding::ScoreNotConverted,
    }
}

/// The cell without white space at its ends, of which most cells have none.
pub(super) fn trimmed(cell: &str) -> &str {
    let is_plain = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_graphic);
    if is_plain(cell.as_bytes().first()) && is_plain(cell.as_bytes().last()) { cell } else { cell.trim() }
}

/// What is wrong with a cell whatever its column; `is_suspect` where the block holds such characters at all.
pub(super) fn fault_of(cell: &str, is_suspect: bool) -> Option<Finding> {
    if cell.len() > HUGE_CELL_BYTES {
        Some(Finding::HugeCell)
    } else if is_suspect && cell.contains('\0') {
        Some(Finding::NulCharacter)
    } else if is_suspect && cell.contains('\u{fffd}') {
        Some(Finding::UndecodableText)
    } else {
        None
    }
}

/// Whether a cell is what a spreadsheet shows where a formula has no outcome: no label, no id, nothing.
pub(super) fn is_error_cell(cell: &str) -> bool {
    const ERRORS: [&str; 10] =
        ["#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!", "#SPILL!", "#CALC!", "#DATA!"];
    cell.starts_with('#') && ERRORS.contains(&cell)
}

fn in_range(value: f64, options: &crate::mapping::ColumnOptions) -> Result<(), ()> {
    let thousandths = value * 1000.0;
    let low = options.min.is_none_or(|min| thousandths >= min as f64);
    let high = options.max.is_none_or(|max| thousandths <= max as f64);
    if low && high { Ok(()) } else { Err(()) }
}

fn wait(minutes: f64, options: &crate::mapping::ColumnOptions) -> Option<u32> {
    let fits =
        minutes.fract() == 0.0 && (0.0..=LONGEST_WAIT_MINUTES).contains(&minutes) && in_range(minutes, options).is_ok();
    fits.then_some(minutes as u32)
}
