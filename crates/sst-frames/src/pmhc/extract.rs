//! The files of an extract joined into sessions: a session is a service contact.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use sst_core::codes::{Finding, UnusedJoin};
use sst_core::day::Day;
use sst_ingest::read::{
    FindingReport, Follows, MadeFrom, MadeTables, SessionTable, WholeFile, date_in, has_same_content,
};
use sst_ingest::source::{Input, TableOpener, TextColumn};

use super::fields::{Became, became};
use super::files::{ExtractFile, Kind, place};
use super::measures::{Measure, MeasureColumns, Occasion, Side};
use crate::guard::{Panicked, guarded};
use crate::join::matching::{JoinedRow, Matched, SessionRow, by_session};
use crate::join::table::{FileRow, MadeColumn, MadeTable};
use crate::join::{JoinAccount, JoinError, in_file};

/// The mapping of the joined table.
pub const MAPPING: &str = include_str!("mapping.toml");

/// Between the parts of a key: no cell has it.
const JOINT: char = '\u{1f}';

/// The questionnaires, by their ids.
const INSTRUMENTS: [&str; 5] = ["k10", "k5", "sdq_pc", "sdq_py", "sdq_yr"];

/// An extract as sessions, and what became of all its rows and fields.
pub struct Extract {
    /// The tables, for [`sst_ingest::read::Export::open_made`].
    pub made: MadeTables,
    /// Which of the files given hold the service contacts, by number.
    pub sessions: Vec<usize>,
    /// What became of the rows of the other files that are read.
    pub accounts: Vec<JoinAccount>,
    /// What became of every field of every file.
    pub became: Vec<Became>,
    /// Files given that are no files of an extract.
    pub foreign: Vec<String>,
}

/// Reads the files of an extract and joins them.
///
/// # Errors
/// [`JoinError`]; [`JoinError::NoSessions`] where service contacts or episodes are missing.
pub fn read_pmhc_mds(inputs: &[&dyn Input], tables: &dyn TableOpener) -> Result<Extract, JoinError> {
    let mut read = Vec::new();
    let mut again = Vec::new();
    for (number, &input) in inputs.iter().enumerate() {
        // Two extracts may have a file in common: the same metadata, the same episodes.
        if inputs[..number].iter().any(|&earlier| has_same_content(earlier, input)) {
            again.push(input.name());
        } else {
            read.push((number, ExtractFile::read(input, tables)?));
        }
    }
    let has = |kind| read.iter().any(|(_, file)| file.kind == kind);
    match (has(Kind::ServiceContacts), has(Kind::Episodes)) {
        (true, true) => {}
        (true, false) => return Err(JoinError::NoExtract { missing: "episodes are" }),
        (false, true) => return Err(JoinError::NoExtract { missing: "service contacts are" }),
        (false, false) => return Err(JoinError::NoExtract { missing: "service contacts and episodes are" }),
    }
    let foreign = read.iter().filter(|(_, file)| file.kind == Kind::Foreign);
    let foreign = foreign.map(|(_, file)| file.whole.facts.file.clone()).collect();
    let mut became: Vec<Became> = read.iter().flat_map(|(_, file)| became(file)).collect();
    became.extend(again.into_iter().map(Became::read_once));
    read.retain(|(_, file)| !matches!(file.kind, Kind::Foreign | Kind::Other | Kind::Metadata));
    // Service contacts first.
    read.sort_by_key(|(number, file)| (file.kind, *number));
    let sessions = read.iter().filter(|(_, file)| file.kind == Kind::ServiceContacts);
    let sessions: Vec<usize> = sessions.map(|(number, _)| *number).collect();
    let numbers: Vec<usize> = read.iter().map(|(number, _)| *number).collect();
    let kinds: Vec<Kind> = read.iter().map(|(_, file)| file.kind).collect();
    let files = Arc::new(read.into_iter().map(|(_, file)| file.whole).collect::<Vec<_>>());
    let tables = Tables { files: &files, kinds: &kinds, sessions: sessions.len() };
    let (made, mut accounts) = tables.join()?;
    for account in &mut accounts {
        for (file, _) in &mut account.files {
            *file = numbers[*file];
        }
    }
    Ok(Extract { made, sessions, accounts, became, foreign })
}

/// The files, those of service contacts first.
struct Tables<'t> {
    files: &'t Arc<Vec<WholeFile>>,
    kinds: &'t [Kind],
    sessions: usize,
}

/// What was noticed, by file, rule and column of the joined table.
#[derive(Default)]
struct Noticed(BTreeMap<NoticedIn, Vec<(FileRow, usize)>>);

/// A file, a rule and a column of the joined table.
type NoticedIn = (usize, Finding, Option<String>);

/// The row of a file for each contact.
type Rows = Arc<Vec<Option<FileRow>>>;

/// The score of each contact, questionnaire and side.
type Scores = BTreeMap<(usize, &'static str, Side), Measure>;

impl Noticed {
    fn add(&mut self, rule: Finding, column: &str, at: FileRow, place: usize) {
        self.0.entry((at.file, rule, Some(column.to_owned()))).or_default().push((at, place));
    }
}

impl Tables<'_> {
    /// Every row of the files of a kind.
    fn rows(&self, kind: Kind) -> Vec<FileRow> {
        let files = (0..self.files.len()).filter(|&file| self.kinds[file] == kind);
        files.flat_map(|file| (0..self.files[file].rows()).map(move |row| FileRow { file, row })).collect()
    }

    fn cell(&self, at: FileRow, header: &str) -> &str {
        let file = &self.files[at.file];
        place(file, header).map(|place| file.cell(at.row, place)).unwrap_or_default()
    }

    /// A key that is one of an organisation; `None` where a part is blank.
    fn key(&self, at: FileRow, header: &str) -> Option<String> {
        let (path, key) = (self.cell(at, "organisation_path"), self.cell(at, header));
        (!path.is_empty() && !key.is_empty()).then(|| format!("{path}{JOINT}{key}"))
    }

    /// A date with its leading zero, and whether it had lost it.
    fn date(&self, at: FileRow, header: &str) -> (String, bool) {
        let cell = self.cell(at, header);
        let is_short = cell.len() == 7 && cell.bytes().all(|byte| byte.is_ascii_digit());
        if is_short { (format!("0{cell}"), true) } else { (cell.to_owned(), false) }
    }

    fn account(&self, kind: Kind) -> JoinAccount {
        let mut account = JoinAccount { name: kind.name().to_owned(), ..JoinAccount::default() };
        for file in (0..self.files.len()).filter(|&file| self.kinds[file] == kind) {
            account.add_file(file, &self.files[file]);
        }
        account
    }

    /// The row of `kind` that each key finds; the account has what became of rows that none finds.
    fn found(
        &self,
        kind: Kind,
        header: &str,
        used: &[&str],
        keys: &[Option<String>],
        account: &mut JoinAccount,
    ) -> Result<BTreeMap<usize, FileRow>, JoinError> {
        let rows = self.rows(kind);
        let own: Vec<Option<String>> = rows.iter().map(|&at| self.key(at, header)).collect();
        let mut joined = BTreeMap::new();
        for (number, key) in own.iter().enumerate() {
            match key {
                Some(key) => {
                    joined.insert(number, JoinedRow { key, day: None });
                }
                None => account.leave_out(UnusedJoin::NoKey),
            }
        }
        let seeking: Vec<SessionRow<'_>> =
            keys.iter().map(|key| SessionRow { key: key.as_deref(), ..SessionRow::default() }).collect();
        let says_same = |one: usize, other: usize| {
            used.iter().all(|header| self.cell(rows[one], header) == self.cell(rows[other], header))
        };
        let matched = guarded(|| by_session(&seeking, &joined, None, &says_same)).map_err(|Panicked| ());
        let Ok(Matched { of_session, unused }) = matched else { return Err(JoinError::Engine) };
        for reason in unused.into_values() {
            account.leave_out(reason);
        }
        Ok(of_session.into_iter().map(|(seeker, row)| (seeker, rows[row])).collect())
    }

    fn join(&self) -> Result<(MadeTables, Vec<JoinAccount>), JoinError> {
        const OF_EPISODE: [&str; 6] = [
            "client_key",
            "referral_date",
            "episode_end_date",
            "principal_diagnosis",
            "principal_focus",
            "episode_completion_status",
        ];
        let contacts = self.rows(Kind::ServiceContacts);
        let episode_keys: Vec<Option<String>> = contacts.iter().map(|&at| self.key(at, "episode_key")).collect();
        let mut episodes_account = self.account(Kind::Episodes);
        let episodes = self.found(Kind::Episodes, "episode_key", &OF_EPISODE, &episode_keys, &mut episodes_account)?;
        episodes_account.sessions = episodes.len() as u64;
        let mut noticed = Noticed::default();
        let (first, attended) = self.first_attended(&contacts, &episode_keys);
        let copies = self.copies(&contacts, &first);
        let (scores, mut accounts) = self.scores(&episode_keys, &first, &copies, &mut noticed)?;
        accounts.insert(0, episodes_account);

        let of_contact: Arc<Vec<Option<FileRow>>> = Arc::new(contacts.iter().copied().map(Some).collect());
        let mut columns = Columns { tables: self, contacts: of_contact.clone(), made: Vec::new() };
        columns.of_contact("service_contact_no_show");
        columns.of_contact("service_contact_modality");
        columns.of_contact("service_contact_type");
        columns.of_contact("service_contact_duration");
        columns.of_contact("service_contact_final");
        columns.of_contact("organisation_path");
        let of_episode: Arc<Vec<Option<FileRow>>> =
            Arc::new((0..contacts.len()).map(|number| episodes.get(&number).copied()).collect());
        for header in ["principal_diagnosis", "principal_focus", "episode_completion_status"] {
            columns.as_it_is(header, &of_episode);
        }
        // A key is one of its organisation only: the same client_key at two providers is two people.
        columns.worked_out("session_id", "service_contact_key", &of_contact, |_, at| {
            self.full_key(at, "service_contact_key")
        });
        columns.worked_out("client_id", "client_key", &of_episode, |_, at| self.full_key(at, "client_key"));
        let mut dated = |columns: &mut Columns<'_, '_>, header: &'static str, rows: &Rows, name: &str| {
            let mut seen = BTreeSet::new();
            columns.worked_out(header, header, rows, |_, at| {
                let (text, is_short) = self.date(at, header);
                if let Some(place) = place(&self.files[at.file], header).filter(|_| is_short && seen.insert(at)) {
                    noticed.add(Finding::LeadingZeroLost, name, at, place);
                }
                text
            });
        };
        dated(&mut columns, "service_contact_date", &of_contact, "session_date");
        dated(&mut columns, "episode_end_date", &of_episode, "closed_date");
        // A second contact did not wait since the referral: the wait is the first one's.
        let firsts: BTreeSet<usize> = copies.values().flatten().copied().collect();
        let of_first = of_episode.iter().enumerate().map(|(number, at)| at.filter(|_| firsts.contains(&number)));
        let of_first: Rows = Arc::new(of_first.collect());
        dated(&mut columns, "referral_date", &of_first, "request_date");
        columns.worked_out("contacts_in_episode", "episode_key", &of_contact, |number, _| {
            let count = episode_keys[number].as_ref().and_then(|key| attended.get(key)).copied().unwrap_or(0);
            let words = match count {
                0 => "none attended",
                1 => "1",
                2 => "2",
                3..=5 => "3 to 5",
                _ => "6 or more",
            };
            words.to_owned()
        });
        for id in INSTRUMENTS {
            for side in [Side::Before, Side::After] {
                let of_side: BTreeMap<usize, &Measure> = scores
                    .iter()
                    .filter(|((_, score_id, of), _)| *score_id == id && *of == side)
                    .flat_map(|((contact, ..), measure)| copies[contact].iter().map(move |&copy| (copy, measure)))
                    .collect();
                // A column without any score would say that the questionnaire is collected.
                if of_side.is_empty() {
                    continue;
                }
                let rows = (0..contacts.len()).map(|number| of_side.get(&number).map(|measure| measure.at));
                let rows: Rows = Arc::new(rows.collect());
                let total = of_side.values().next().map_or("", |measure| measure.total_header());
                columns.worked_out(&format!("{id}_{}", side.end()), total, &rows, |number, _| {
                    of_side.get(&number).map(|measure| measure.score.to_string()).unwrap_or_default()
                });
            }
        }
        Ok((self.tables(&columns.made, &contacts, &noticed), accounts))
    }

    /// `path/key`; a `/` of the path is written `\/`, so that no two keys are written alike.
    fn full_key(&self, at: FileRow, header: &str) -> String {
        let (path, key) = (self.cell(at, "organisation_path"), self.cell(at, header));
        if key.is_empty() {
            return String::new();
        }
        let path = path.replace('\\', "\\\\").replace('/', "\\/");
        format!("{path}/{key}")
    }

    /// The rows of each first contact: it may be in two files, or twice in one, and what is joined to one copy only would
    /// make them contradict each other.
    fn copies(&self, contacts: &[FileRow], first: &HashMap<String, usize>) -> BTreeMap<usize, Vec<usize>> {
        let mut of_key: HashMap<String, Vec<usize>> = HashMap::new();
        for (number, &at) in contacts.iter().enumerate() {
            of_key.entry(self.full_key(at, "service_contact_key")).or_default().push(number);
        }
        let same = |&number: &usize| {
            let key = self.full_key(contacts[number], "service_contact_key");
            let copies = of_key.get(&key).filter(|_| !key.is_empty());
            (number, copies.cloned().unwrap_or_else(|| vec![number]))
        };
        first.values().map(same).collect()
    }

    /// Whether two rows of measures are one row, given twice: the same key, and the same cells of those that are read.
    fn is_same_measure(&self, one: FileRow, other: FileRow) -> bool {
        let says_all = |one: FileRow, other: FileRow| {
            let headers = self.files[one.file].columns.iter().map(|column| column.name.trim());
            headers.into_iter().all(|header| self.cell(one, header) == self.cell(other, header))
        };
        says_all(one, other) && says_all(other, one)
    }

    /// For each episode its first attended contact, and how many were attended.
    fn first_attended(
        &self,
        contacts: &[FileRow],
        episodes: &[Option<String>],
    ) -> (HashMap<String, usize>, HashMap<String, u64>) {
        let mut order: BTreeMap<&str, Vec<(Day, String, String, usize)>> = BTreeMap::new();
        for (number, (&at, episode)) in contacts.iter().zip(episodes).enumerate() {
            let day = self.day(at, "service_contact_date");
            let is_attended = self.cell(at, "service_contact_no_show") == "2";
            if let (Some(episode), Some(day), true) = (episode, day, is_attended) {
                // Times of one day: `8:30` comes before `15:45`.
                let time = format!("{:0>5}", self.cell(at, "service_contact_start_time"));
                order.entry(episode).or_default().push((day, time, self.full_key(at, "service_contact_key"), number));
            }
        }
        let first = |contacts: &Vec<(Day, String, String, usize)>| contacts.iter().min().map(|contact| contact.3);
        let firsts = order.iter().filter_map(|(episode, contacts)| Some(((*episode).to_owned(), first(contacts)?)));
        let counts = order.iter().map(|(episode, contacts)| {
            let keys: BTreeSet<&String> = contacts.iter().map(|contact| &contact.2).collect();
            ((*episode).to_owned(), keys.len() as u64)
        });
        (firsts.collect(), counts.collect())
    }

    fn day(&self, at: FileRow, header: &str) -> Option<Day> {
        let (text, _) = self.date(at, header);
        (text != "09099999").then(|| date_in(&text, Some("%d%m%Y"))).flatten().map(Into::into)
    }

    /// The score of each contact, questionnaire and side.
    fn scores(
        &self,
        episode_keys: &[Option<String>],
        first: &HashMap<String, usize>,
        copies: &BTreeMap<usize, Vec<usize>>,
        noticed: &mut Noticed,
    ) -> Result<(Scores, Vec<JoinAccount>), JoinError> {
        const OF_OCCASION: [&str; 3] = ["episode_key", "collection_occasion_date", "reason_for_collection"];
        let episodes: BTreeSet<&str> = episode_keys.iter().flatten().map(String::as_str).collect();
        let measures: Vec<FileRow> =
            [Kind::K10, Kind::K5, Kind::Sdq].into_iter().flat_map(|kind| self.rows(kind)).collect();
        let has_occasions = self.kinds.contains(&Kind::CollectionOccasions);
        // In version 2 a measure says its episode, date and reason itself.
        let is_whole = |at: FileRow| place(&self.files[at.file], "reason_for_collection").is_some();
        let keys: Vec<Option<String>> = measures
            .iter()
            .map(|&at| if is_whole(at) { None } else { self.key(at, "collection_occasion_key") })
            .collect();
        let mut occasions_account = self.account(Kind::CollectionOccasions);
        let mut occasions = self.found(
            Kind::CollectionOccasions,
            "collection_occasion_key",
            &OF_OCCASION,
            &keys,
            &mut occasions_account,
        )?;
        occasions
            .extend(measures.iter().enumerate().filter(|(_, at)| is_whole(**at)).map(|(number, &at)| (number, at)));
        let date_header = |at: FileRow| {
            if self.kinds[at.file] == Kind::CollectionOccasions { "collection_occasion_date" } else { "measure_date" }
        };
        // A date that cannot be read decides whether a K10+ is prorated.
        for at in occasions.values().copied().collect::<BTreeSet<_>>() {
            let header = date_header(at);
            let (text, _) = self.date(at, header);
            let is_given = !text.is_empty() && text != "09099999";
            if let Some(place) =
                place(&self.files[at.file], header).filter(|_| is_given && self.day(at, header).is_none())
            {
                noticed.add(Finding::InvalidDate, header, at, place);
            }
        }
        let occasion_of = |number: usize| -> Result<Occasion, UnusedJoin> {
            let at = *occasions.get(&number).ok_or(UnusedJoin::NoOccasion)?;
            let date = date_header(at);
            let episode = self.key(at, "episode_key").ok_or(UnusedJoin::NoKey)?;
            let side = Side::of_reason(self.cell(at, "reason_for_collection")).ok_or(UnusedJoin::NotStartOrEnd)?;
            if !episodes.contains(episode.as_str()) {
                return Err(UnusedJoin::NoSession);
            }
            let contact = *first.get(&episode).ok_or(UnusedJoin::NotAttended)?;
            Ok(Occasion { contact, side, day: self.day(at, date) })
        };
        let mut accounts = BTreeMap::new();
        for kind in [Kind::K10, Kind::K5, Kind::Sdq] {
            if self.kinds.contains(&kind) {
                accounts.insert(kind, self.account(kind));
            }
        }
        let mut used_occasions = BTreeSet::new();
        let mut found: BTreeMap<(usize, &'static str, Side), Vec<Measure>> = BTreeMap::new();
        let columns: BTreeMap<usize, MeasureColumns<'_>> = (0..self.files.len())
            .filter(|&file| matches!(self.kinds[file], Kind::K10 | Kind::K5 | Kind::Sdq))
            .map(|file| (file, MeasureColumns::new(self.kinds[file], &self.files[file])))
            .collect();
        let mut of_measure_key: HashMap<(Kind, String), Vec<FileRow>> = HashMap::new();
        for (number, &at) in measures.iter().enumerate() {
            let kind = self.kinds[at.file];
            if let Some(key) = self.key(at, "measure_key") {
                let same_key = of_measure_key.entry((kind, key)).or_default();
                if same_key.iter().any(|&earlier| self.is_same_measure(earlier, at)) {
                    accounts.entry(kind).or_default().leave_out(UnusedJoin::Duplicate);
                    continue;
                }
                same_key.push(at);
            }
            let measure = occasion_of(number).and_then(|occasion| {
                let mut notice = |rule: Finding, column: &str, place: usize| noticed.add(rule, column, at, place);
                columns[&at.file].read(at, &occasion, &mut notice)
            });
            match measure {
                Ok(measure) => {
                    used_occasions.extend(occasions.get(&number));
                    found.entry((measure.contact, measure.id, measure.side)).or_default().push(measure);
                }
                Err(reason) => accounts.entry(kind).or_default().leave_out(reason),
            }
        }
        let mut scores = Scores::new();
        for ((contact, id, side), measures) in found {
            let kind = self.kinds[measures[0].at.file];
            let mean = Measure::mean(&measures);
            if measures.len() > 1 {
                for measure in &measures {
                    let column = format!("{id}_{}", side.end());
                    if let Some(place) = place(&self.files[measure.at.file], measure.total_header()) {
                        noticed.add(Finding::ScoresAveraged, &column, measure.at, place);
                    }
                }
            }
            if let (Some(account), Some(mean)) = (accounts.get_mut(&kind), mean) {
                account.sessions += copies[&contact].len() as u64;
                scores.insert((contact, id, side), mean);
            }
        }
        let mut accounts: Vec<JoinAccount> = accounts.into_values().collect();
        if has_occasions {
            // An occasion is used with a measure of it.
            let met: BTreeSet<FileRow> = occasions.values().copied().collect();
            for _ in met.difference(&used_occasions) {
                occasions_account.leave_out(UnusedJoin::NoMeasure);
            }
            if let Some(rows) = occasions_account.unused.remove(&UnusedJoin::NoSession) {
                *occasions_account.unused.entry(UnusedJoin::NoMeasure).or_default() += rows;
            }
            let contacts: BTreeSet<usize> = scores.keys().flat_map(|(contact, ..)| &copies[contact]).copied().collect();
            occasions_account.sessions = contacts.len() as u64;
            accounts.insert(0, occasions_account);
        }
        Ok((scores, accounts))
    }

    fn tables(&self, columns: &[MadeColumn], contacts: &[FileRow], noticed: &Noticed) -> MadeTables {
        let findings_of = |file: usize| {
            noticed.0.iter().filter(move |((of, ..), _)| *of == file).map(|((_, rule, column), cells)| FindingReport {
                rule: *rule,
                column: column.clone(),
                count: cells.len() as u64,
                places: cells
                    .iter()
                    .map(|(at, place)| self.files[at.file].at(Some(at.row)).place(0, Some(*place)))
                    .collect(),
                advice: None,
            })
        };
        let mut sessions = Vec::new();
        for (file, whole) in self.files.iter().enumerate().take(self.sessions) {
            // Contacts stand file by file.
            let first = contacts.partition_point(|at| at.file < file);
            let own = &contacts[first..contacts.partition_point(|at| at.file <= file)];
            let part = columns.iter().map(|column| MadeColumn {
                name: column.name.clone(),
                fault: column.fault.clone(),
                rows: column.rows.clone(),
                first,
                places: column.places.clone(),
                texts: column.texts.clone(),
            });
            let rows = Arc::new(own.iter().copied().map(Some).collect());
            let source = MadeTable::new("PMHC-MDS", self.files.clone(), self.sessions, rows, part.collect());
            sessions.push(SessionTable {
                source: Box::new(source),
                from: MadeFrom {
                    facts: whole.facts.clone(),
                    excluded: whole.excluded.clone(),
                    findings: whole.findings.iter().cloned().chain(findings_of(file)).collect(),
                },
            });
        }
        let joined = self.files.iter().skip(self.sessions);
        let findings = joined.clone().enumerate().flat_map(|(number, whole)| {
            let told = whole.findings.iter().cloned().chain(findings_of(self.sessions + number));
            told.map(|report| in_file(&report, number)).collect::<Vec<_>>()
        });
        MadeTables {
            sessions,
            follows: Follows::default(),
            date_formats: BTreeMap::new(),
            findings: findings.collect(),
            joined: joined.map(|file| file.facts.clone()).collect(),
        }
    }
}

/// The columns of the joined table, for all contacts.
struct Columns<'c, 't> {
    tables: &'c Tables<'t>,
    contacts: Rows,
    made: Vec<MadeColumn>,
}

impl Columns<'_, '_> {
    /// A column of the contacts as it is.
    fn of_contact(&mut self, header: &str) {
        let rows = self.contacts.clone();
        self.as_it_is(header, &rows);
    }

    /// A column of these rows as it is.
    fn as_it_is(&mut self, header: &str, rows: &Rows) {
        self.add(header, header, rows, None);
    }

    /// A column whose texts are worked out from a cell of these rows.
    fn worked_out(&mut self, name: &str, header: &str, rows: &Rows, mut text: impl FnMut(usize, FileRow) -> String) {
        let mut texts = TextColumn::default();
        for (number, at) in rows.iter().enumerate() {
            let text = at.map(|at| text(number, at)).unwrap_or_default();
            texts.push(|written| written.push_str(&text));
        }
        self.add(name, header, rows, Some(Arc::new(texts)));
    }

    fn add(&mut self, name: &str, header: &str, rows: &Rows, texts: Option<Arc<TextColumn>>) {
        let places: BTreeMap<usize, usize> = rows
            .iter()
            .flatten()
            .map(|at| at.file)
            .collect::<BTreeSet<_>>()
            .into_iter()
            .filter_map(|file| Some((file, place(&self.tables.files[file], header)?)))
            .collect();
        let files = &self.tables.files;
        let fault = places.iter().find_map(|(&file, &place)| files[file].columns[place].fault.clone());
        self.made.push(MadeColumn { name: name.to_owned(), fault, rows: rows.clone(), first: 0, places, texts });
    }
}
