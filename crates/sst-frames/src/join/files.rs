//! `[[join]]`: files of sessions and the files that are joined to them, by the rules of the mapping.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

use sst_core::codes::{Exclusion, Finding, UnusedJoin};
use sst_core::record::plain;
use sst_ingest::mapping::{JoinBy, JoinMapping, Mapping};
use sst_ingest::read::{
    FindingReport, Follows, JoinedKeys, MadeFrom, MadeTables, NoJoinColumn, OpenError, SessionKeys, SessionTable,
    WholeFile, WholeFiles, column_date_format, columns_used, join_date_format,
};
use sst_ingest::source::{Input, TableOpener};

use super::matching::{JoinedRow, Matched, SessionRow, Window, by_client, by_session};
use super::table::{FileRow, MadeColumn, MadeTable};
use crate::guard::{Panicked, guarded};

/// Sessions with what was joined to them, and what became of the joined rows.
pub struct Joined {
    /// The tables, for [`sst_ingest::read::Export::open_made`].
    pub made: MadeTables,
    /// For each file given: whether its rows are sessions.
    pub is_sessions: Vec<bool>,
    /// What became of the rows of each join, in the order of the mapping.
    pub accounts: Vec<JoinAccount>,
    /// What the files of each join follow; nothing of its own where its rows stand among the sessions.
    pub follows: Vec<Follows>,
}

/// What became of the rows of one join.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct JoinAccount {
    /// What was joined, as the mapping calls it.
    pub name: String,
    /// The files, by their number among those given, and their rows.
    pub files: Vec<(usize, u64)>,
    /// Rows of it.
    pub rows: u64,
    /// Rows that are not used, by reason.
    pub unused: BTreeMap<UnusedJoin, u64>,
    /// Rows of sessions that have a row of it.
    pub sessions: u64,
}

impl JoinAccount {
    /// Rows whose cells are cells of a session.
    pub fn used(&self) -> u64 {
        self.rows - self.unused.values().sum::<u64>()
    }

    pub(crate) fn leave_out(&mut self, reason: UnusedJoin) {
        *self.unused.entry(reason).or_default() += 1;
    }

    /// Counts rows of a file, and those of them whose cells cannot be used at all.
    pub(crate) fn add_file(&mut self, number: usize, file: &WholeFile) {
        self.files.push((number, file.rows_read()));
        self.rows += file.rows_read();
        for (&reason, &rows) in &file.excluded {
            *self.unused.entry(unused_of(reason)).or_default() += rows;
        }
    }
}

const fn unused_of(reason: Exclusion) -> UnusedJoin {
    match reason {
        Exclusion::BlankRow => UnusedJoin::BlankRow,
        Exclusion::RepeatedHeader => UnusedJoin::RepeatedHeader,
        _ => UnusedJoin::UnreadableRow,
    }
}

/// Why files cannot be joined.
#[derive(Debug, thiserror::Error)]
pub enum JoinError {
    /// A file cannot be read.
    #[error(transparent)]
    Open(Box<OpenError>),
    /// A file has not the column.
    #[error(transparent)]
    NoColumn(#[from] NoJoinColumn),
    /// No file given has a name that the join asks for.
    #[error("[[join]] joins \"{pattern}\", and none of the files given is called so")]
    NoFile {
        /// The pattern.
        pattern: String,
    },
    /// A file is one of two joins, which read it in two ways.
    #[error("{file}: two [[join]] ask for this file, and they read its kind in two ways")]
    ReadTwoWays {
        /// The file.
        file: String,
    },
    /// A sheet of files that have none.
    #[error("[[join]] names a `sheet` for {name}, and none of its files is a workbook")]
    NoSheet {
        /// The join.
        name: String,
    },
    /// All files given are joined to others.
    #[error("every file given is joined to another, and none holds the sessions")]
    NoSessions,
    /// The files are no extract of PMHC-MDS.
    #[error("these files are no whole extract of PMHC-MDS: {missing} missing")]
    NoExtract {
        /// With its verb.
        missing: &'static str,
    },
    /// The sessions have no id to be found by.
    #[error("[[join]] finds sessions by `{column}`, and the sessions have no such column")]
    NoSessionColumn {
        /// The canonical column.
        column: &'static str,
    },
    /// polars could not.
    #[error("the files cannot be joined: polars gave up")]
    Engine,
}

impl From<OpenError> for JoinError {
    fn from(error: OpenError) -> Self {
        Self::Open(Box::new(error))
    }
}

impl JoinError {
    /// What to do.
    pub fn hint(&self) -> Option<String> {
        match self {
            Self::Open(error) => error.hint(),
            Self::NoColumn(column) => Some(match &column.meant {
                Some(meant) => format!("is it \"{meant}\"?"),
                None => "the name must be as in the first line of that file".to_owned(),
            }),
            Self::NoFile { .. } => Some("give that file too, or remove the [[join]]".to_owned()),
            Self::ReadTwoWays { .. } => Some(
                "give both the same `profile`, `sheet`, `header_row`, `rows_after_header` and `combined_header`, and the same files"
                    .to_owned(),
            ),
            Self::NoSessions => {
                Some("`file` under [[join]] is the name of the files to be joined, with * and ?".to_owned())
            }
            Self::NoSessionColumn { column } => {
                Some(format!("write in sst.toml, under [columns]: {column} = \"the header\""))
            }
            Self::NoExtract { .. } => Some(
                "give the whole folder; service-contacts.csv and episodes.csv are told by their headers".to_owned(),
            ),
            Self::NoSheet { .. } => Some("remove `sheet`".to_owned()),
            Self::Engine => None,
        }
    }

    /// Whether the files or the system are at fault, and not what was asked.
    pub fn is_unreadable(&self) -> bool {
        matches!(self, Self::Open(error) if error.is_unreadable())
    }
}

/// Reads the files and joins them by the rules of the mapping.
///
/// # Errors
/// [`JoinError`]
pub fn join_files(inputs: &[&dyn Input], tables: &dyn TableOpener, mapping: &Mapping) -> Result<Joined, JoinError> {
    sst_ingest::read::refuse_same_content(inputs)?;
    let fits =
        |join: &JoinMapping, input: &&dyn Input| join.file.as_ref().is_some_and(|pattern| pattern.fits(input.name()));
    for join in &mapping.joins {
        if let Some(pattern) = join.file.as_ref().filter(|_| !inputs.iter().any(|input| fits(join, input))) {
            return Err(JoinError::NoFile { pattern: pattern.text().to_owned() });
        }
    }
    let is_sessions: Vec<bool> =
        inputs.iter().map(|input| !mapping.joins.iter().any(|join| fits(join, input))).collect();
    let sessions = is_sessions.iter().filter(|&&is_sessions| is_sessions).count();
    if sessions == 0 {
        return Err(JoinError::NoSessions);
    }
    // Those of sessions first; `given` is the number of each among those given.
    let mut given: Vec<usize> = (0..inputs.len()).filter(|&number| is_sessions[number]).collect();
    let of_sessions: Vec<&dyn Input> = given.iter().map(|&number| inputs[number]).collect();
    let WholeFiles { mut files, follows } = WholeFiles::sessions(&of_sessions, tables, mapping)?;
    let mapping = &follows.mapping(mapping);
    let mut numbers_of: Vec<Vec<usize>> = Vec::new();
    let mut follows_of: Vec<Follows> = Vec::new();
    for join in &mapping.joins {
        if join.file.is_none() {
            numbers_of.push((0..sessions).collect());
            follows_of.push(Follows::default());
            continue;
        }
        let of_join: Vec<usize> = (0..inputs.len()).filter(|&number| fits(join, &inputs[number])).collect();
        // A file of two joins is read once, and so in one way.
        let mut new = Vec::new();
        let mut known = None;
        for &number in &of_join {
            let earlier =
                mapping.joins.iter().take(follows_of.len()).position(|earlier| fits(earlier, &inputs[number]));
            match earlier {
                None => new.push(number),
                Some(earlier) if mapping.joins[earlier].input == join.input => known = Some(earlier),
                Some(_) => return Err(JoinError::ReadTwoWays { file: inputs[number].name().to_owned() }),
            }
        }
        let of_new: Vec<&dyn Input> = new.iter().map(|&number| inputs[number]).collect();
        let known = known.map(|earlier| follows_of[earlier].clone());
        let follows = if new.is_empty() {
            known.unwrap_or_default()
        } else {
            let whole = WholeFiles::joined(&of_new, tables, join, mapping)?;
            if let Some(first) = new.first().filter(|_| known.is_some_and(|known| !known.is_same_as(&whole.follows))) {
                return Err(JoinError::ReadTwoWays { file: inputs[*first].name().to_owned() });
            }
            if join.input.layout.sheet.is_some() && whole.files.iter().all(|file| file.facts.sheet.is_none()) {
                return Err(JoinError::NoSheet { name: join.name.clone() });
            }
            given.extend(new);
            files.extend(whole.files);
            whole.follows
        };
        let place = |number: &usize| given.iter().position(|other| other == number);
        numbers_of.push(of_join.iter().filter_map(place).collect());
        follows_of.push(follows);
    }
    let mut joins = Vec::new();
    for ((join, numbers), follows) in mapping.joins.iter().zip(numbers_of).zip(&mut follows_of) {
        joins.push(JoinFiles::read(join, numbers, &files, follows, mapping)?);
    }
    let files = Arc::new(files);
    let joining = Joining { files: &files, sessions, joins: &joins, mapping };
    let (mut made, mut accounts) = joining.join(&mut follows_of)?;
    made.follows = follows;
    for account in &mut accounts {
        for (file, _) in &mut account.files {
            *file = given[*file];
        }
    }
    Ok(Joined { made, is_sessions, accounts, follows: follows_of })
}

/// One join and the files it is of.
struct JoinFiles<'m> {
    join: &'m JoinMapping,
    /// By number of the file.
    keys: BTreeMap<usize, JoinedKeys>,
}

impl<'m> JoinFiles<'m> {
    fn read(
        join: &'m JoinMapping,
        numbers: Vec<usize>,
        files: &[WholeFile],
        follows: &mut Follows,
        mapping: &Mapping,
    ) -> Result<Self, JoinError> {
        let of_join: Vec<&WholeFile> = numbers.iter().map(|&number| &files[number]).collect();
        let date_format = join_date_format(&of_join, join)?;
        if let Some(format) = &date_format {
            follows.decided("date", format.clone());
        }
        let mut keys = BTreeMap::new();
        for number in numbers {
            keys.insert(number, JoinedKeys::read(&files[number], join, date_format.as_deref(), mapping)?);
        }
        Ok(Self { join, keys })
    }

    /// Whether its rows stand among the sessions.
    fn is_within(&self) -> bool {
        self.join.file.is_none()
    }

    /// Whether a row of a file of sessions is one of its rows.
    fn takes(&self, file: usize, row: usize) -> bool {
        self.is_within() && self.keys.get(&file).is_some_and(|keys| keys.is_selected[row])
    }

    /// Its headers, each with its place in the files.
    fn headers(&self, files: &[WholeFile]) -> Vec<(String, BTreeMap<usize, usize>)> {
        let mut headers: Vec<(String, BTreeMap<usize, usize>)> = Vec::new();
        for &file in self.keys.keys() {
            for (place, column) in files[file].columns.iter().enumerate() {
                let name = column.name.trim();
                match headers.iter_mut().find(|(known, places)| known == name && !places.contains_key(&file)) {
                    Some((_, places)) => {
                        places.insert(file, place);
                    }
                    None => headers.push((name.to_owned(), BTreeMap::from([(file, place)]))),
                }
            }
        }
        headers
    }
}

/// A column of the joined table.
struct Planned {
    name: String,
    places: BTreeMap<usize, usize>,
    /// The join that it is of; `None` where it is the sessions' own.
    join: Option<usize>,
    /// The sessions' column of the same header.
    hides: Option<usize>,
    /// Whether it is an export's own column that nobody needs to hear of.
    is_left: bool,
}

/// Files and rules, ready to be joined.
struct Joining<'j> {
    files: &'j Arc<Vec<WholeFile>>,
    sessions: usize,
    joins: &'j [JoinFiles<'j>],
    mapping: &'j Mapping,
}

impl Joining<'_> {
    fn join(&self, follows: &mut [Follows]) -> Result<(MadeTables, Vec<JoinAccount>), JoinError> {
        let keys: Vec<SessionKeys> = self.files[..self.sessions].iter().map(SessionKeys::read).collect();
        let mut rows = Vec::new();
        for (file, whole) in self.files[..self.sessions].iter().enumerate() {
            let is_session = |row: &usize| !self.joins.iter().any(|join| join.takes(file, *row));
            rows.extend((0..whole.rows()).filter(is_session).map(|row| FileRow { file, row }));
        }
        let (planned, used) = self.plan();
        let date_formats = self.date_formats(&planned, &used, follows)?;
        let mut found: Vec<Vec<Option<FileRow>>> = Vec::new();
        let mut accounts = Vec::new();
        for (number, join) in self.joins.iter().enumerate() {
            let of_join = used.keys().copied().filter(|&place| planned[place].join == Some(number));
            let columns: Vec<&BTreeMap<usize, usize>> = of_join.map(|place| &planned[place].places).collect();
            let (of_rows, account) = self.match_rows(join, &rows, &keys, &columns)?;
            found.push(of_rows);
            accounts.push(account);
        }
        let mut findings = self.differing(&planned, &used, &rows, &found);
        findings.extend(self.filled_in_join_only(&planned, &used, &rows));
        let found: Vec<HashMap<FileRow, FileRow>> = found
            .into_iter()
            .map(|of_rows| of_rows.into_iter().enumerate().filter_map(|(at, from)| Some((rows[at], from?))).collect())
            .collect();
        let mut sessions = Vec::new();
        for file in 0..self.sessions {
            sessions.push(self.table(file, &rows, &planned, &found, &findings));
        }
        let mut told = Vec::new();
        for (joined, whole) in self.files[self.sessions..].iter().enumerate() {
            let of_keys = self.joins.iter().filter_map(|join| join.keys.get(&(self.sessions + joined)));
            let of_keys = of_keys.flat_map(|keys| &keys.findings);
            told.extend(whole.findings.iter().chain(of_keys).map(|report| in_file(report, joined)));
        }
        let joined = self.files[self.sessions..].iter().map(|file| file.facts.clone()).collect();
        let follows = Follows::default();
        Ok((MadeTables { sessions, follows, date_formats, joined, findings: told }, accounts))
    }

    /// The columns of the joined table, and which of them are used, under which names.
    ///
    /// The sessions' own come first. A header of a joined file stands as it is where no file before has it, else with the
    /// name of the join before it; so it does where the mapping asks for it by that name.
    fn plan(&self) -> (Vec<Planned>, BTreeMap<usize, String>) {
        let asked: HashSet<String> = {
            let columns = self.mapping.columns.iter().map(|column| &column.header);
            let own = self.mapping.own_columns.iter().map(|own| &own.column.header);
            columns.chain(own).map(|header| plain(header)).collect()
        };
        let mut planned: Vec<Planned> = Vec::new();
        let mut names: HashMap<String, usize> = HashMap::new();
        for (file, whole) in self.files[..self.sessions].iter().enumerate() {
            for (place, column) in whole.columns.iter().enumerate() {
                let name = column.name.trim();
                let known = planned.iter().position(|known| known.name == name && !known.places.contains_key(&file));
                match known {
                    Some(known) => {
                        planned[known].places.insert(file, place);
                    }
                    None => {
                        names.entry(plain(name)).or_insert(planned.len());
                        let places = BTreeMap::from([(file, place)]);
                        planned.push(Planned {
                            name: name.to_owned(),
                            places,
                            join: None,
                            hides: None,
                            is_left: false,
                        });
                    }
                }
            }
        }
        // Answers have one date: the mapping's, a column of that name, or what the profile of the first file knows.
        let mut has_date = self.mapping.columns.iter().any(|column| column.name == "followup_date")
            || self
                .joins
                .iter()
                .flat_map(|join| join.headers(self.files))
                .any(|(header, _)| plain(&header) == plain("followup_date"))
            || columns_used(&planned.iter().map(|own| own.name.clone()).collect::<Vec<_>>(), self.mapping)
                .iter()
                .any(|(_, name)| name == "followup_date");
        for (number, join) in self.joins.iter().enumerate() {
            for (header, places) in join.headers(self.files) {
                let whole = join.join.header(&header);
                let known = names.get(&plain(&header)).copied();
                let is_hidden = known.is_some() && !asked.contains(&plain(&whole));
                let of_file = || places.keys().map(|&file| &self.files[file]);
                // A header of the export's own has its own meaning: Qualtrics' `Status` is no status.
                let is_own =
                    !join.is_within() && !asked.contains(&plain(&header)) && of_file().any(|f| f.has_own(&header));
                let is_date = !join.is_within()
                    && !has_date
                    && of_file().any(|file| file.profiled_follow_up_date() == Some(header.as_str()));
                let name = match () {
                    () if is_date && !asked.contains(&plain(&header)) && !asked.contains(&plain(&whole)) => {
                        has_date = true;
                        "followup_date".to_owned()
                    }
                    () if known.is_some() || is_own || asked.contains(&plain(&whole)) => whole,
                    () => header.clone(),
                };
                names.entry(plain(&name)).or_insert(planned.len());
                let hides = known.filter(|_| is_hidden);
                planned.push(Planned { name, places, join: Some(number), hides, is_left: is_own });
            }
        }
        let used_of = |planned: &[Planned]| -> BTreeMap<usize, String> {
            let names: Vec<String> = planned.iter().map(|planned| planned.name.clone()).collect();
            columns_used(&names, self.mapping).into_iter().collect()
        };
        let used = used_of(&planned);
        // What was read to find the session, or stands among the sessions already, needs no finding where it is not used.
        let is_wanted = |place: usize| {
            let Some(number) = planned[place].join else { return true };
            let join = &self.joins[number];
            let is_key = join.keys.iter().any(|(file, keys)| {
                planned[place].places.get(file).is_some_and(|column| keys.columns.contains(column))
            });
            used.contains_key(&place) || !is_key && !join.is_within() && !planned[place].is_left
        };
        let wanted: Vec<bool> = (0..planned.len()).map(is_wanted).collect();
        let kept = |place: usize| wanted[..place].iter().filter(|&&wanted| wanted).count();
        for column in &mut planned {
            column.hides = column.hides.filter(|&place| wanted[place]).map(kept);
        }
        let mut is_kept = wanted.iter();
        planned.retain(|_| is_kept.next().copied().unwrap_or(false));
        let used = used_of(&planned);
        (planned, used)
    }

    /// How the dates of joined columns are written, where the whole column decides.
    fn date_formats(
        &self,
        planned: &[Planned],
        used: &BTreeMap<usize, String>,
        follows: &mut [Follows],
    ) -> Result<BTreeMap<String, String>, JoinError> {
        let mut formats = BTreeMap::new();
        for (&place, name) in used {
            let Some(number) = planned[place].join.filter(|&number| !self.joins[number].is_within()) else { continue };
            let columns: Vec<(&WholeFile, usize)> =
                planned[place].places.iter().map(|(&file, &column)| (&self.files[file], column)).collect();
            if let Some(format) = column_date_format(name, &columns, self.joins[number].join, self.mapping)? {
                follows[number].decided(name, format.clone());
                formats.insert(name.clone(), format);
            }
        }
        Ok(formats)
    }

    /// The row of the join for each row of sessions, and what became of all of them.
    fn match_rows(
        &self,
        join: &JoinFiles<'_>,
        rows: &[FileRow],
        session_keys: &[SessionKeys],
        columns: &[&BTreeMap<usize, usize>],
    ) -> Result<(Vec<Option<FileRow>>, JoinAccount), JoinError> {
        let rule = join.join;
        let name = rule.file.as_ref().map_or(rule.name.as_str(), |pattern| pattern.text());
        let mut account = JoinAccount { name: name.to_owned(), ..JoinAccount::default() };
        let mut candidates: Vec<FileRow> = Vec::new();
        let mut joined: BTreeMap<usize, JoinedRow<'_>> = BTreeMap::new();
        for (&file, keys) in &join.keys {
            if join.is_within() {
                let rows = keys.is_selected.iter().filter(|&&is_selected| is_selected).count() as u64;
                account.files.push((file, rows));
                account.rows += rows;
            } else {
                account.add_file(file, &self.files[file]);
            }
            for (row, key) in keys.keys.iter().enumerate() {
                match key {
                    _ if !keys.is_selected[row] => {
                        if !join.is_within() {
                            account.leave_out(UnusedJoin::NotSelected);
                        }
                    }
                    Err(reason) => account.leave_out(*reason),
                    Ok(_) if rule.date.is_some() && keys.days[row].is_none() => account.leave_out(UnusedJoin::NoDate),
                    Ok(key) => {
                        joined.insert(candidates.len(), JoinedRow { key, day: keys.days[row].map(|day| day.0) });
                        candidates.push(FileRow { file, row });
                    }
                }
            }
        }
        let by_client_id = rule.by == JoinBy::Client;
        let sessions: Vec<SessionRow<'_>> = rows
            .iter()
            .map(|&FileRow { file, row }| {
                let keys = &session_keys[file];
                let (day, same) = (keys.day[row].map(|day| day.0), keys.session[row].as_deref());
                if by_client_id {
                    // Who did not come has nothing to tell, and nothing was measured.
                    let (client, is_attended) = (keys.client[row].as_deref(), keys.attended[row]);
                    // Known all the same: a row of such a client has no session near enough.
                    match rule.date {
                        Some(_) => SessionRow { key: client, day: day.filter(|_| is_attended), same },
                        None => SessionRow { key: client.filter(|_| is_attended), day, same },
                    }
                } else {
                    SessionRow { key: same, day, same }
                }
            })
            .collect();
        if sessions.iter().all(|session| session.key.is_none()) && !rows.is_empty() {
            let has_column = |column: &str| {
                let headers = self.files[..self.sessions]
                    .iter()
                    .map(|file| file.columns.iter().map(|column| column.name.trim().to_owned()).collect::<Vec<_>>());
                headers
                    .into_iter()
                    .any(|names| columns_used(&names, self.mapping).iter().any(|(_, name)| name == column))
            };
            let column = if by_client_id { "client_id" } else { "session_id" };
            if !has_column(column) {
                return Err(JoinError::NoSessionColumn { column });
            }
        }
        let says_same = |one: usize, other: usize| {
            let cell = |of: FileRow, places: &BTreeMap<usize, usize>| {
                places.get(&of.file).map(|&place| self.files[of.file].cell(of.row, place)).unwrap_or_default()
            };
            columns.iter().all(|places| cell(candidates[one], places) == cell(candidates[other], places))
        };
        let window = rule.date.is_some().then_some(Window {
            from: rule.from_days as i32,
            to: rule.within_days.map(|days| days as i32),
            is_before: rule.is_before,
        });
        let matched = guarded(|| match (by_client_id, window) {
            (true, Some(window)) => by_client(&sessions, &joined, window, &says_same),
            _ => Ok(by_session(&sessions, &joined, window, &says_same)),
        });
        let Ok(Ok(Matched { of_session, unused })) = matched.map_err(|Panicked| ()) else {
            return Err(JoinError::Engine);
        };
        for reason in unused.into_values() {
            account.leave_out(reason);
        }
        account.sessions = of_session.len() as u64;
        let of_rows = (0..rows.len()).map(|row| of_session.get(&row).map(|&found| candidates[found])).collect();
        Ok((of_rows, account))
    }

    /// Cells of sessions that a joined file contradicts: the session's is used, and that is told.
    fn differing(
        &self,
        planned: &[Planned],
        used: &BTreeMap<usize, String>,
        rows: &[FileRow],
        found: &[Vec<Option<FileRow>>],
    ) -> Vec<FindingReport> {
        let mut reports = Vec::new();
        for column in planned {
            let (Some(join), Some(own)) = (column.join, column.hides) else { continue };
            let Some(name) = used.get(&own).filter(|_| planned[own].join.is_none()) else { continue };
            let mut places = Vec::new();
            for (at, from) in rows.iter().zip(&found[join]) {
                let Some(from) = from else { continue };
                let own_place = planned[own].places.get(&at.file);
                let Some((&own_place, &place)) = own_place.zip(column.places.get(&from.file)) else { continue };
                let (mine, theirs) =
                    (self.files[at.file].cell(at.row, own_place), self.files[from.file].cell(from.row, place));
                if !mine.is_empty() && !theirs.is_empty() && mine != theirs {
                    places.push(self.files[at.file].at(Some(at.row)).place(at.file, Some(own_place)));
                }
            }
            if !places.is_empty() {
                let (rule, count) = (Finding::JoinedCellDiffers, places.len() as u64);
                reports.push(FindingReport { rule, column: Some(name.clone()), count, places, advice: None });
            }
        }
        reports
    }

    /// Columns that the sessions leave blank and rows joined from among them fill: the bare header is the sessions'.
    fn filled_in_join_only(
        &self,
        planned: &[Planned],
        used: &BTreeMap<usize, String>,
        rows: &[FileRow],
    ) -> Vec<FindingReport> {
        let mut reports = Vec::new();
        for (own, name) in used.iter().filter(|(place, _)| planned[**place].join.is_none()) {
            let own = &planned[*own];
            let is_filled = |at: &FileRow| {
                own.places.get(&at.file).is_some_and(|&place| !self.files[at.file].cell(at.row, place).is_empty())
            };
            if rows.iter().any(is_filled) {
                continue;
            }
            let mut places = Vec::new();
            for join in self.joins.iter().filter(|join| join.is_within()) {
                let whole = plain(&join.join.header(&own.name));
                if planned.iter().any(|column| plain(&column.name) == whole) {
                    continue;
                }
                for (&file, &place) in &own.places {
                    let taken = (0..self.files[file].rows()).filter(|&row| join.takes(file, row));
                    let filled = taken.filter(|&row| is_filled(&FileRow { file, row }));
                    places.extend(filled.map(|row| self.files[file].at(Some(row)).place(file, Some(place))));
                }
            }
            if !places.is_empty() {
                let (rule, count) = (Finding::FilledInJoinOnly, places.len() as u64);
                reports.push(FindingReport { rule, column: Some(name.clone()), count, places, advice: None });
            }
        }
        reports
    }

    /// The table of one file of sessions.
    fn table(
        &self,
        file: usize,
        rows: &[FileRow],
        planned: &[Planned],
        found: &[HashMap<FileRow, FileRow>],
        findings: &[FindingReport],
    ) -> SessionTable {
        let whole = &self.files[file];
        let own: Vec<FileRow> = rows.iter().copied().filter(|row| row.file == file).collect();
        let of_join: Vec<Arc<Vec<Option<FileRow>>>> =
            found.iter().map(|found| Arc::new(own.iter().map(|row| found.get(row).copied()).collect())).collect();
        let own: Arc<Vec<Option<FileRow>>> = Arc::new(own.into_iter().map(Some).collect());
        let columns = planned.iter().filter(|column| column.join.is_some() || column.places.contains_key(&file));
        let columns = columns.map(|column| MadeColumn {
            name: column.name.clone(),
            fault: column.places.iter().find_map(|(&file, &place)| self.files[file].columns[place].fault.clone()),
            rows: column.join.map_or_else(|| own.clone(), |join| of_join[join].clone()),
            first: 0,
            places: column.places.clone(),
            texts: None,
        });
        let source = MadeTable::new("joined", self.files.clone(), self.sessions, own.clone(), columns.collect());
        let of_file = findings.iter().filter_map(|report| {
            let places: Vec<_> = report.places.iter().filter(|place| place.file == file).cloned().collect();
            (!places.is_empty()).then(|| FindingReport { count: places.len() as u64, places, ..report.clone() })
        });
        let of_keys =
            self.joins.iter().filter_map(|join| join.keys.get(&file)).flat_map(|keys| &keys.findings).cloned();
        SessionTable {
            source: Box::new(source),
            from: MadeFrom {
                facts: whole.facts.clone(),
                excluded: whole.excluded.clone(),
                findings: whole.findings.iter().cloned().chain(of_file).chain(of_keys).collect(),
            },
        }
    }
}

/// The finding as one of the joined file of that number.
pub(crate) fn in_file(report: &FindingReport, number: usize) -> FindingReport {
    let places = report.places.iter().cloned().map(|place| sst_ingest::read::Place { file: number, ..place }).collect();
    FindingReport { places, ..report.clone() }
}
