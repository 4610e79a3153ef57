//! An export: files opened, headers understood, then read.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};

use sst_core::codes::Finding;
use sst_core::definitions::{Definitions, ScoreTable};
use sst_core::ledger::Ledger;
use sst_core::record::{Record, Status};
use sst_core::workers::Workers;

use super::answers::{open_answers, read_answers, refuse_answers_among_sessions, teach};
use super::block::{BlockReader, BlockSize, NotUtf8};
use super::error::{OpenError, ReadError};
use super::follow::{Followed, Follows, decide_dates, follow, give_formats};
use super::keep::{HandOut, Keeper};
use super::made::MadeTables;
use super::open_file::{Content, OpenFile, TextFacts};
use super::places::add_report;
use super::reading::{FindingReport, Place, Reading};
use super::rejects::Watch;
use super::row::RowReader;
use super::scores::{ScoresRead, read_scores};
use super::table::TableReading;
use super::tally::Tally;
use super::threads::Threads;
use crate::columns::{DateColumn, Feeds, known_headers, plan_file};
use crate::mapping::{Mapping, did_you_mean};
use crate::profile::{Chosen, Profile, ProfileUse};
use crate::source::{BLOCK_BYTES, Block, CsvOnly, Dialect, Encoding, Input, Splitter, TableOpener, fill, judge};

/// Files that were opened, with their columns understood.
pub struct Export<'i> {
    /// What is measured, with the columns that the files have.
    pub definitions: Definitions,
    /// The profile that the files follow, where there is one.
    pub profile: Option<ProfileUse>,
    /// Profiles that the files look like, but not for certain.
    pub looks_like: Vec<&'static Profile>,
    pub(super) files: Vec<OpenFile<'i>>,
    scores: Option<ScoresRead>,
    joined: Vec<FileFacts>,
    joined_findings: Vec<FindingReport>,
    /// The files of an anonymous follow-up form.
    answers: Option<Box<Self>>,
    block_bytes: usize,
}

/// Formats of dates that were decided when files were joined, by canonical column.
#[derive(Default)]
struct DecidedDates {
    sessions: BTreeMap<String, String>,
    joined: BTreeMap<String, String>,
}

/// What is known of a file once it is open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileFacts {
    /// Its name.
    pub file: String,
    /// How its rows are written.
    pub layout: FileLayout,
    /// The sheet that is read, where a file has sheets.
    pub sheet: Option<String>,
    /// The row in which its headers were found, where titles stand above them and nobody said so.
    pub header_row: Option<u64>,
    /// Its headers.
    pub headers: Vec<String>,
}

/// How a file's rows are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileLayout {
    /// As text.
    Csv {
        /// How it writes characters.
        encoding: Encoding,
        /// What separates its cells.
        dialect: Dialect,
    },
    /// As a table of that kind.
    Table(&'static str),
}

impl<'i> Export<'i> {
    /// Opens files and understands their headers.
    ///
    /// # Errors
    /// [`OpenError`]: what cannot be read, and what the mapping and the headers do not agree on.
    pub fn open(inputs: &[&'i dyn Input], mapping: &Mapping) -> Result<Self, OpenError> {
        Self::open_with(inputs, mapping, &CsvOnly)
    }

    /// The same where files may be tables too: their cells meet the same plan and parser.
    ///
    /// # Errors
    /// [`OpenError`], as [`Self::open`]; also what `tables` cannot read.
    pub fn open_with(inputs: &[&'i dyn Input], mapping: &Mapping, tables: &dyn TableOpener) -> Result<Self, OpenError> {
        Self::open_with_scores(inputs, &[], mapping, tables)
    }

    /// The same with scores in tables of their own, which are read here and now; they find their sessions when the ledger
    /// is closed.
    ///
    /// # Errors
    /// [`OpenError`], as [`Self::open_with`]; also what cannot be read of the scores.
    pub fn open_with_scores(
        inputs: &[&'i dyn Input],
        scores: &[&dyn Input],
        mapping: &Mapping,
        tables: &dyn TableOpener,
    ) -> Result<Self, OpenError> {
        Self::open_with_answers(inputs, scores, &[], mapping, tables)
    }

    /// The same with follow-up answers in files of their own that belong to no known session.
    ///
    /// # Errors
    /// [`OpenError`], as [`Self::open_with_scores`]; also what cannot be opened of the answers, and questions that are
    /// answered among the sessions too.
    pub fn open_with_answers(
        inputs: &[&'i dyn Input],
        scores: &[&dyn Input],
        answers: &[&'i dyn Input],
        mapping: &Mapping,
        tables: &dyn TableOpener,
    ) -> Result<Self, OpenError> {
        let limit = usize::from(u16::MAX);
        if let Some(files) = [inputs.len(), scores.len(), answers.len()].into_iter().find(|&files| files > limit) {
            return Err(OpenError::TooManyFiles { files, limit });
        }
        refuse_same_content(inputs)?;
        let known = known_headers(mapping);
        let followed = follow(inputs, &mapping.input, tables, &known)?;
        Self::of_files(followed, &DecidedDates::default(), scores, answers, mapping, tables)
    }

    /// The same of tables that were made of files: sessions with what was joined to them.
    ///
    /// # Errors
    /// [`OpenError`], as [`Self::open_with_answers`].
    pub fn open_made(
        made: MadeTables,
        scores: &[&dyn Input],
        answers: &[&'i dyn Input],
        mapping: &Mapping,
        tables: &dyn TableOpener,
    ) -> Result<Self, OpenError> {
        let files = made.sessions.into_iter().map(OpenFile::made).collect();
        let Follows { chosen, looks_like, date_formats } = made.follows;
        let followed = Followed { files, chosen, looks_like };
        let decided = DecidedDates { sessions: date_formats, joined: made.date_formats };
        let export = Self::of_files(followed, &decided, scores, answers, mapping, tables)?;
        Ok(Self { joined: made.joined, joined_findings: made.findings, ..export })
    }

    fn of_files(
        followed: Followed<'i>,
        decided: &DecidedDates,
        scores: &[&dyn Input],
        answers: &[&'i dyn Input],
        mapping: &Mapping,
        tables: &dyn TableOpener,
    ) -> Result<Self, OpenError> {
        refuse_same_content(scores)?;
        let answers = match answers {
            [] => None,
            answers => Some(Box::new(open_answers(answers, mapping, tables)?)),
        };
        let Followed { mut files, chosen, looks_like } = followed;
        let mapping = &Mapping { profile: chosen.map(|chosen| chosen.profile), ..mapping.clone() };
        let sessions_alone = mapping.without_follow_up();
        let mapping = if answers.is_some() {
            for file in &files {
                // By the header that the mapping gives, and by the layout's own.
                for mapping in [mapping, &sessions_alone] {
                    refuse_answers_among_sessions(file.input.get().name(), &file.head.headers, mapping)?;
                }
            }
            &sessions_alone
        } else {
            mapping
        };
        let mut definitions = mapping.definitions.clone();
        let mut scores = match scores {
            [] => None,
            scores => Some(read_scores(scores, files.len(), mapping, tables)?),
        };
        keep_instruments_that_are_there(&mut definitions, &files, scores.as_mut(), mapping);
        let mapping = Mapping { definitions, ..mapping.clone() };
        for file in &mut files {
            file.plan = plan_file(&file.head.headers, &mapping);
            file.forget_blank_columns();
            give_formats(file, &decided.sessions);
            give_formats(file, &decided.joined);
        }
        refuse_headers_that_no_file_has(&files)?;
        for file in &files {
            file.refuse_unreadable_columns()?;
        }
        // What is collected is the score, whether its column is there or its items are.
        let mut collected: BTreeSet<String> = files
            .iter()
            .flat_map(|file| &file.plan.columns)
            .map(|column| column.feeds.score_column(&mapping.definitions).unwrap_or_else(|| column.name.clone()))
            .collect();
        for file in &files {
            let has_date = file.plan.columns.iter().any(|column| column.feeds == Feeds::Date(DateColumn::Session));
            if !has_date {
                // A header that already has its own meaning is not the one that was meant.
                let taken = |header: &&str| crate::columns::feeds_of(header, &mapping.definitions).is_some();
                let known = file.head.headers.iter().map(String::as_str).filter(|header| !taken(header));
                let alias = crate::init::canonical_of_all(&file.head.headers, "session_date");
                let mapped = mapping.columns.iter().find(|column| column.name == "session_date");
                return Err(OpenError::NoSessionDate {
                    file: file.input.get().name().to_owned(),
                    header: mapped.map(|column| column.header.clone()),
                    of_profile: mapping.profile.and_then(|profile| profile.session_date.clone()),
                    meant: alias.or_else(|| did_you_mean("session_date", known).map(str::to_owned)),
                    header_row: file.head.header_row.likely,
                });
            }
        }
        let profile = match chosen {
            None => None,
            Some(Chosen { profile, detected }) => {
                let mut date_formats = decide_dates(&mut files)?;
                date_formats.extend(decided.sessions.clone());
                Some(ProfileUse { profile, detected, date_formats })
            }
        };
        if let Some(table) = &mapping.definitions.scores {
            if !collected.contains("client_id") {
                return Err(OpenError::NoClientForScores);
            }
            collected.extend(table.instruments.iter().flat_map(|id| [format!("{id}_pre"), format!("{id}_post")]));
        }
        let mut definitions = Definitions { collected, ..mapping.definitions };
        if let Some(answers) = &answers {
            teach(&mut definitions, answers);
        }
        Ok(Self {
            definitions,
            profile,
            looks_like,
            files,
            scores,
            answers,
            joined: Vec::new(),
            joined_findings: Vec::new(),
            block_bytes: BLOCK_BYTES,
        })
    }

    /// The same export, read in blocks of so many bytes: memory and speed hang on it, the outcome does not.
    #[must_use]
    pub fn in_blocks_of(mut self, bytes: usize) -> Self {
        self.block_bytes = bytes.max(1);
        self
    }

    /// What is known of each file.
    pub fn facts(&self) -> Vec<FileFacts> {
        self.files.iter().map(FileFacts::of).collect()
    }

    /// What is known of each scores file.
    pub fn score_facts(&self) -> &[FileFacts] {
        self.scores.as_ref().map_or(&[], |scores| &scores.facts)
    }

    /// What is known of each joined file.
    pub fn joined_facts(&self) -> &[FileFacts] {
        &self.joined
    }

    /// The files of an anonymous follow-up form, as an export of their own.
    pub fn answers(&self) -> Option<&Self> {
        self.answers.as_deref()
    }

    /// Reads every row, in so many threads; `progress` is told of bytes done. The outcome is the same for any number.
    ///
    /// # Errors
    /// [`ReadError`]: what the system says, or that not one session date can be read.
    pub fn read(&mut self, threads: usize, progress: &(dyn Fn(u64) + Sync)) -> Result<Reading, ReadError> {
        self.read_files(threads, progress, None)
    }

    /// Reads every row in one thread, and shows `each` every record, in the order of files and rows.
    ///
    /// # Errors
    /// [`ReadError`], as [`Self::read`]; records shown before it are then not to be used.
    pub fn read_records(&mut self, each: &mut (dyn FnMut(&Record<'_>) + Send)) -> Result<Reading, ReadError> {
        // Records must not be shown twice, so no file may turn out to be in another encoding half way.
        for number in 0..self.files.len() {
            self.judge(number)?;
        }
        let each = Mutex::new(each);
        let scores = self.scores.clone().zip(self.definitions.scores.clone());
        let hand_out = |record: &Record<'_>| {
            let mut each = each.lock().unwrap_or_else(PoisonError::into_inner);
            match (&scores, record.client_id) {
                // Before the as-of date is known: a score after may still turn out to lie beyond it.
                (Some((scores, table)), Some(client)) if record.status == Some(Status::Attended) => {
                    let mut filled = record.scores.to_vec();
                    scores.dated.fill_in(client, record.session_date, table.rule, &mut filled);
                    each(&Record { scores: &filled, ..*record });
                }
                _ => each(record),
            }
        };
        self.read_files(1, &|_| {}, Some(&hand_out))
    }

    fn read_files(
        &mut self,
        threads: usize,
        progress: &(dyn Fn(u64) + Sync),
        hand_out: Option<HandOut<'_>>,
    ) -> Result<Reading, ReadError> {
        let mut ledger = Ledger::new(&self.definitions);
        let mut rows_by_file = Vec::new();
        let mut excluded = BTreeMap::new();
        let mut days_to_answer = BTreeMap::new();
        let mut reports: BTreeMap<(Finding, Option<String>), FindingReport> = BTreeMap::new();
        let first_joined = self.files.len() + self.score_facts().len();
        for number in 0..self.files.len() {
            let (tally, sizes, records) = self.read_file(number, threads, progress, hand_out, None)?;
            let file = &self.files[number];
            file.refuse_unreadable_dates(&tally)?;
            for report in file.reworded(number, &tally, &records) {
                add_report(&mut reports, report);
            }
            if ledger.is_empty() {
                ledger = records;
            } else {
                ledger.merge_with(&records, &Threads(threads));
            }
            let made = file.made.as_ref();
            let before = made.map(|made| &made.excluded);
            rows_by_file.push(tally.rows() + before.iter().flat_map(|rows| rows.values()).sum::<u64>());
            for (&reason, &rows) in tally.excluded.iter().chain(before.into_iter().flatten()) {
                *excluded.entry(reason).or_default() += rows;
            }
            for (&days, &count) in &tally.days_to_answer {
                *days_to_answer.entry(days).or_default() += count;
            }
            let told = made.iter().flat_map(|made| made.findings_of(number));
            for report in file.reports(number, first_joined, &tally, &sizes).into_iter().chain(told) {
                add_report(&mut reports, report);
            }
        }
        if let Some(scores) = &self.scores {
            ledger = ledger.with_scores(scores.dated.clone());
            for report in &scores.reports {
                add_report(&mut reports, report.clone());
            }
        }
        for report in &self.joined_findings {
            let places = report.places.iter().cloned();
            let places = places.map(|place| Place { file: first_joined + place.file, ..place }).collect();
            add_report(&mut reports, FindingReport { places, ..report.clone() });
        }
        let mut of_answers = None;
        if let Some(answers) = &mut self.answers {
            let (read, account) = read_answers(answers, threads)?;
            ledger = ledger.with_unlinked(read.ledger);
            let first = first_joined + self.joined.len();
            for mut report in read.findings {
                report.places.iter_mut().for_each(|place| place.file += first);
                add_report(&mut reports, report);
            }
            of_answers = Some(account);
        }
        // By rule and column already; what matters most first.
        let mut reports: Vec<FindingReport> = reports.into_values().collect();
        reports.sort_by_key(|report| std::cmp::Reverse(report.rule.severity()));
        Ok(Reading {
            ledger,
            rows_by_file,
            excluded,
            findings: reports,
            days_to_answer,
            scores: self.scores.as_ref().map(|scores| scores.account.clone()),
            answers: of_answers,
        })
    }

    pub(super) fn read_file(
        &mut self,
        number: usize,
        threads: usize,
        progress: &(dyn Fn(u64) + Sync),
        hand_out: Option<HandOut<'_>>,
        watch: Option<Watch<'_>>,
    ) -> Result<(Tally, Vec<BlockSize>, Ledger), ReadError> {
        let file = &self.files[number];
        if let Content::Table(source) = &file.content {
            let (source, definitions) = (source.as_ref(), &self.definitions);
            let (headers, plan) = (file.head.headers.as_slice(), &file.plan);
            let rows = source.parts().iter().sum::<u64>().max(1);
            let bytes =
                |done: u64| progress((u128::from(file.input.get().len()) * u128::from(done) / u128::from(rows)) as u64);
            return TableReading { source, headers, plan, definitions, file: number as u16, hand_out, watch }
                .read(threads, &bytes)
                .map_err(|fault| ReadError::Table { file: file.input.get().name().to_owned(), fault });
        }
        if let Some(read) = self.try_read_file(number, threads, progress, hand_out, watch)? {
            return Ok(read);
        }
        // Not UTF-8 after all. The header is plain ASCII (or this would be known), so its columns stay as they are.
        self.judge(number)?;
        Ok(self
            .try_read_file(number, threads, progress, hand_out, watch)?
            .unwrap_or_else(|| unreachable!("the encoding is known now")))
    }

    /// Looks at the whole of a text to tell its encoding, unless that is known.
    pub(super) fn judge(&mut self, number: usize) -> Result<(), ReadError> {
        let file = &self.files[number];
        let Content::Text(TextFacts { is_judged: false, .. }) = file.content else { return Ok(()) };
        let encoding = judge(file.input.get()).map_err(|source| file.unreadable(source))?;
        self.files[number].content = Content::Text(TextFacts { encoding, written_in: encoding, is_judged: true });
        Ok(())
    }

    /// Reads a file; `None` when it is not in the encoding it was taken for.
    fn try_read_file(
        &self,
        number: usize,
        threads: usize,
        progress: &(dyn Fn(u64) + Sync),
        hand_out: Option<HandOut<'_>>,
        watch: Option<Watch<'_>>,
    ) -> Result<Option<(Tally, Vec<BlockSize>, Ledger)>, ReadError> {
        let file = &self.files[number];
        let Content::Text(text) = file.content else { return Ok(None) };
        let splitter = Mutex::new(Splitter::new(file.input.get(), &file.head, self.block_bytes));
        let is_over = AtomicBool::new(false);
        let worker = |_| {
            let rows = RowReader::new(&file.plan, &self.definitions, number as u16, file.head.dialect.delimiter);
            let ledger = Ledger::new(&self.definitions);
            let keeper = Keeper::new(rows, ledger, hand_out, watch);
            let mut reader = BlockReader::new(keeper, &file.head, text.encoding, text.is_judged);
            let mut sizes = Vec::new();
            let mut block = Block::default();
            let outcome = loop {
                if is_over.load(Ordering::Relaxed) {
                    break Ok(true);
                }
                // A poisoned lock means that another thread panicked, and its panic is passed on anyway.
                let next = splitter.lock().unwrap_or_else(PoisonError::into_inner).next_into(&mut block);
                match next {
                    Err(source) => break Err(source),
                    Ok(false) => break Ok(true),
                    Ok(true) => match reader.read(&block) {
                        Ok(size) => sizes.push((block.number, size)),
                        Err(NotUtf8) => break Ok(false),
                    },
                }
                progress(block.bytes().len() as u64);
            };
            if !matches!(outcome, Ok(true)) {
                is_over.store(true, Ordering::Relaxed);
            }
            let (tally, ledger) = reader.close();
            (outcome, sizes, tally, ledger)
        };
        // A small file is not worth a second thread.
        let threads = if file.input.get().len() < 2 * self.block_bytes as u64 { 1 } else { threads.max(1) };
        let mut tally = Tally::default();
        let mut sizes = Vec::new();
        let mut ledger: Option<Ledger> = None;
        let mut is_utf8 = true;
        for (outcome, more, its_tally, its_ledger) in Threads(threads).run(threads, worker) {
            is_utf8 &= outcome.map_err(|source| file.unreadable(source))?;
            sizes.extend(more);
            tally.merge(its_tally);
            match &mut ledger {
                None => ledger = Some(its_ledger),
                Some(ledger) => ledger.merge_with(&its_ledger, &Threads(threads)),
            }
        }
        sizes.sort_unstable_by_key(|(block, _)| *block);
        let sizes = sizes.into_iter().map(|(_, size)| size).collect();
        let ledger = ledger.unwrap_or_else(|| Ledger::new(&self.definitions));
        Ok(is_utf8.then_some((tally, sizes, ledger)))
    }
}

impl FileFacts {
    pub(super) fn of(file: &OpenFile<'_>) -> Self {
        if let Some(made) = &file.made {
            return made.facts.clone();
        }
        Self {
            file: file.input.get().name().to_owned(),
            layout: match &file.content {
                Content::Text(text) => FileLayout::Csv { encoding: text.written_in, dialect: file.head.dialect },
                Content::Table(table) => FileLayout::Table(table.kind()),
            },
            sheet: match &file.content {
                Content::Text(_) => None,
                Content::Table(table) => table.sheet().map(str::to_owned),
            },
            header_row: file.head.header_row.found,
            headers: file.head.headers.clone(),
        }
    }
}

/// Refuses the same bytes twice: their rows would count twice.
///
/// # Errors
/// [`OpenError::SameContent`]
pub fn refuse_same_content(inputs: &[&dyn Input]) -> Result<(), OpenError> {
    for (i, second) in inputs.iter().enumerate() {
        for first in &inputs[..i] {
            if has_same_content(*first, *second) {
                return Err(OpenError::SameContent {
                    first: first.name().to_owned(),
                    second: second.name().to_owned(),
                });
            }
        }
    }
    Ok(())
}

/// Whether two files are the same, byte for byte; empty ones are not.
pub fn has_same_content(first: &dyn Input, second: &dyn Input) -> bool {
    first.len() == second.len() && !first.is_empty() && has_same_bytes(first, second)
}

/// What cannot be read is told when it is opened; here it only counts as different.
fn has_same_bytes(first: &dyn Input, second: &dyn Input) -> bool {
    let (mut a, mut b) = (vec![0; 1 << 16], vec![0; 1 << 16]);
    let mut offset = 0;
    loop {
        let read = (fill(first, offset, &mut a), fill(second, offset, &mut b));
        match read {
            (Ok(n), Ok(m)) if n == m && a[..n] == b[..m] => {
                if n == 0 {
                    return true;
                }
                offset += n as u64;
            }
            _ => return false,
        }
    }
}

/// Only instruments with a column in some file, or with scores of their own, take room in the records.
fn keep_instruments_that_are_there(
    definitions: &mut Definitions,
    files: &[OpenFile<'_>],
    scores: Option<&mut ScoresRead>,
    mapping: &Mapping,
) {
    let everything = Mapping { definitions: definitions.clone(), ..mapping.clone() };
    let mut is_there = vec![false; definitions.instruments.len()];
    for file in files {
        for column in plan_file(&file.head.headers, &everything).columns {
            if let Some((instrument, _)) = column.feeds.instrument() {
                is_there[instrument] = true;
            }
        }
    }
    let with_scores = scores.as_ref().map(|scores| scores.dated.instruments()).unwrap_or_default();
    for &place in &with_scores {
        is_there[place] = true;
    }
    let ids: Vec<String> = with_scores.iter().map(|&place| definitions.instruments[place].id.clone()).collect();
    definitions.retain_instruments(|place| is_there[place]);
    if let Some(scores) = scores {
        let kept = |place: usize| is_there[..place].iter().filter(|&&is_there| is_there).count();
        scores.dated.renumber(&with_scores.iter().map(|&place| (place, kept(place))).collect());
        definitions.scores = Some(ScoreTable { rule: mapping.scores.rule, instruments: ids });
    }
}

fn refuse_headers_that_no_file_has(files: &[OpenFile<'_>]) -> Result<(), OpenError> {
    let Some(first) = files.first() else {
        return Ok(());
    };
    let everywhere = |name: &str| files.iter().all(|file| file.plan.absent.iter().any(|absent| absent.name == name));
    if let Some(absent) = first.plan.absent.iter().find(|absent| everywhere(&absent.name)) {
        let headers = files.iter().flat_map(|file| &file.head.headers).map(String::as_str);
        return Err(OpenError::NoSuchHeader {
            name: absent.name.clone(),
            header: absent.header.clone(),
            meant: did_you_mean(&absent.header, headers).map(str::to_owned),
            header_row: files.iter().find_map(|file| file.head.header_row.likely),
        });
    }
    Ok(())
}
