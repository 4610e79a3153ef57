//! What each column would be: sure, a guess, or not placed; and what a person answered.

use sst_core::definitions::Definitions;
use sst_core::text::Catalogue;

use super::aliases::{ByName, by_header};
use super::dates::{Order, in_words};
use super::fits::{AsColumn, fit, likeness};
use super::look::{ColumnLook, Look};
use super::questionnaires::{Questionnaire, Side};
use super::questions::{Answers, Question, Subject};
use super::roles::{Role, roles};
use crate::columns::{Feeds, feeds_of};
use crate::mapping::Mapping;
use crate::profile::Profile;

/// How sure it is what a column is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum State {
    /// A known name and cells that fit, or a person said so: it is written as a line that counts.
    Sure,
    /// A name alone, or cells alone: it is written as a comment.
    Guess,
    /// Nothing is known, or it is to be left alone.
    NotPlaced,
}

/// What a column of the export would be.
#[derive(Debug, Clone)]
pub struct Placed {
    /// Its header.
    pub header: String,
    /// How sure it is.
    pub state: State,
    /// The column of the record layout; two where it is not known whether before or after.
    pub names: Vec<String>,
    /// Why.
    pub why: String,
    /// Cells that are not blank.
    pub filled: u64,
    /// How many of them fit.
    pub fit: Option<u64>,
    /// What its cells are.
    pub(super) fits: AsColumn,
    /// Whether the header is the layout's own name.
    pub(super) is_itself: bool,
    /// Whether the profile says so, so that no line is needed.
    pub(super) is_by_profile: bool,
    /// The format a person chose.
    pub(super) format: Option<&'static str>,
}

/// What a look at the files comes to.
pub struct Proposal {
    /// The columns of the sessions, in the order of the files.
    pub columns: Vec<Placed>,
    /// What each file holds.
    pub(super) roles: Vec<Role>,
    /// What else there is to tell, each a sentence.
    pub notes: Vec<String>,
    /// Ids that are unique within a file only: in how many rows, and whether a person said so.
    pub(super) id_scope: Option<(u64, bool)>,
    /// The profile that the files of sessions follow.
    pub(super) profile: Option<&'static Profile>,
    /// Days after which a follow-up would be due.
    pub(super) due: Option<Due>,
    pub(super) files: Vec<(String, String, u64, bool)>,
}

/// After how many days nine of ten answers were there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Due {
    pub(super) days: u32,
    pub(super) median: u32,
    pub(super) answers: u64,
    pub(super) is_confirmed: bool,
}

/// How well a column is known, the best first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Tier {
    Itself,
    Known,
    Weak,
    Cells,
}

/// Works out what each column would be, and asks what only a person can decide.
pub fn propose(look: &Look, catalogue: &Catalogue, answers: &mut dyn Answers) -> Proposal {
    let mapping = Mapping::canonical(catalogue);
    let definitions = &mapping.definitions;
    let roles = roles(&look.files, &mapping);
    let pooled = pooled(look, &roles);
    let profile = profile(look, &roles);
    let mut columns = Vec::new();
    let mut tiers = Vec::new();
    let mut families: Vec<Option<Questionnaire>> = Vec::new();
    for column in &pooled {
        let (placed, tier, family) = by_itself(column, profile, definitions);
        columns.push(placed);
        tiers.push(tier);
        families.push(family);
    }
    settle_contests(&mut columns, &tiers);
    ask_for_the_session_date(&mut columns, &pooled, answers);
    ask_which(&mut columns, answers);
    ask_for_sides(&mut columns, &families, &pooled, definitions, answers);
    ask_for_guesses(&mut columns, answers);
    ask_for_date_orders(&mut columns, answers);
    let id_scope = ask_for_id_scope(look, &roles, answers);
    let notes = notes(&columns, &roles);
    let files =
        look.files.iter().map(|file| (file.name.clone(), file.place.clone(), file.rows, file.is_whole)).collect();
    Proposal { columns, roles, notes, id_scope, profile, due: None, files }
}

/// The profile that all files of sessions follow.
fn profile(look: &Look, roles: &[Role]) -> Option<&'static Profile> {
    let sessions = look.files.iter().zip(roles).filter(|(_, role)| **role == Role::Sessions);
    let mut profiles = sessions.map(|(file, _)| file.profile);
    let first = profiles.next().flatten();
    first.filter(|first| profiles.all(|other| other == Some(*first)))
}

/// The columns of all files of sessions: one mapping reads them all.
fn pooled(look: &Look, roles: &[Role]) -> Vec<ColumnLook> {
    let mut pooled: Vec<ColumnLook> = Vec::new();
    let sessions = look.files.iter().zip(roles).filter(|(_, role)| **role == Role::Sessions);
    for column in sessions.flat_map(|(file, _)| &file.columns).filter(|column| !column.header.is_empty()) {
        match pooled.iter_mut().find(|other| other.header == column.header) {
            Some(other) => other.add(column),
            None => pooled.push(column.clone()),
        }
    }
    pooled
}

/// What a column would be if it were alone.
fn by_itself(
    column: &ColumnLook,
    profile: Option<&Profile>,
    definitions: &Definitions,
) -> (Placed, Tier, Option<Questionnaire>) {
    let is_whole = column.looked_at() + column.long == column.filled;
    let placed = |state, names: Vec<String>, why: String, fits: Option<AsColumn>, is_itself| Placed {
        header: column.header.clone(),
        state,
        names,
        why: if is_whole { why } else { format!("{why} ({} of its cells looked at)", column.looked_at()) },
        filled: column.filled,
        fit: fits.as_ref().filter(|_| is_whole).map(|fits| fits.fit),
        fits: fits.unwrap_or_default(),
        is_itself,
        is_by_profile: false,
        format: None,
    };
    let as_column = |name: &str| {
        let feeds = feeds_of(name, definitions)?;
        Some(fit(name, feeds, column, definitions))
    };
    if let Some(profile) = profile {
        if profile.has_own(&column.header) {
            let why = format!("a column of {}'s own", profile.id);
            return (placed(State::NotPlaced, Vec::new(), why, None, false), Tier::Itself, None);
        }
        if let Some((name, is_choice)) = profile.column_of(&column.header) {
            let fits = as_column(name);
            let needs_format = fits.as_ref().is_some_and(needs_a_format);
            let state = if needs_format { State::Guess } else { State::Sure };
            let (names, why) = if is_choice {
                (Vec::new(), format!("a choice of {name}, by the profile {}", profile.id))
            } else {
                (vec![name.to_owned()], format!("by the profile {}", profile.id))
            };
            let column = placed(state, names, why, fits.filter(|_| !is_choice), false);
            return (Placed { is_by_profile: !needs_format, ..column }, Tier::Itself, None);
        }
    }
    let by_name = by_header(&column.header, definitions);
    match by_name {
        ByName::Itself(name) => {
            let fits = as_column(&name);
            let against = fits.as_ref().and_then(|fits| fits.against.clone());
            let needs_format = fits.as_ref().is_some_and(needs_a_format);
            let state = if needs_format { State::Guess } else { State::Sure };
            let why = against.map_or_else(
                || "the layout's own name".to_owned(),
                |against| format!("the layout's own name; but {against}"),
            );
            (placed(state, vec![name], why, fits, true), Tier::Itself, None)
        }
        ByName::Known(name) | ByName::Weak(name) => {
            let is_weak = by_header(&column.header, definitions) == ByName::Weak(name.clone());
            let tier = if is_weak { Tier::Weak } else { Tier::Known };
            let fits = as_column(&name);
            let against = fits.as_ref().and_then(|fits| fits.against.clone());
            let reversed = runs_the_other_way(&column.header)
                && feeds_of(&name, definitions)
                    .is_some_and(|feeds| matches!(feeds, Feeds::Coded(question) if question.is_rating()));
            let against = against.or_else(|| reversed.then(|| "its header says that 1 is the best".to_owned()));
            match against {
                None => {
                    (placed(State::Sure, vec![name], "known header, cells fit".to_owned(), fits, false), tier, None)
                }
                Some(against) => {
                    (placed(State::Guess, vec![name], format!("known header, but {against}"), fits, false), tier, None)
                }
            }
        }
        ByName::NoSide(found) => {
            let names: Vec<String> =
                [Side::Pre, Side::Post].iter().filter_map(|&side| found.column(side, definitions)).collect();
            let fits = names.first().and_then(|name| as_column(name));
            let against = fits.as_ref().and_then(|fits| fits.against.clone());
            match against {
                None => {
                    let why = "the header does not say whether before or after the session".to_owned();
                    (placed(State::Guess, names, why, fits, false), Tier::Known, Some(found))
                }
                Some(against) => {
                    let why = format!("names a questionnaire, but {against}");
                    (placed(State::NotPlaced, Vec::new(), why, None, false), Tier::Known, None)
                }
            }
        }
        ByName::NotRead(why) => (placed(State::NotPlaced, Vec::new(), why.to_owned(), None, false), Tier::Known, None),
        ByName::Nothing => {
            for name in ["status", "change_rating", "helpfulness", "satisfaction"] {
                let Some(fits) = as_column(name).filter(|fits| says_so_by_its_labels(fits, column)) else { continue };
                let why = "header not known; its labels are known ones".to_owned();
                return (placed(State::Guess, vec![name.to_owned()], why, Some(fits), false), Tier::Cells, None);
            }
            let why = format!("header not known; cells: {}", likeness(column));
            (placed(State::NotPlaced, Vec::new(), why, None, false), Tier::Cells, None)
        }
    }
}

/// Whether its dates leave open how they are written.
fn needs_a_format(fits: &AsColumn) -> bool {
    let is_settled = |order: &Order| matches!(order, Order::Plain | Order::One { .. } | Order::None);
    fits.dates.as_ref().is_some_and(|dates| !is_settled(&dates.order))
}

/// Labels that say by themselves which question was asked: words, at least two of them, and nearly all known.
fn says_so_by_its_labels(fits: &AsColumn, column: &ColumnLook) -> bool {
    let is_word = |text: &str| text.chars().any(char::is_alphabetic);
    let known = fits.labels.iter().filter(|label| label.code.is_some() && is_word(&label.text)).count();
    known >= 2 && fits.fit * 5 >= column.filled * 4
}

/// Whether a rating's header has a key in which 1 is the best.
fn runs_the_other_way(header: &str) -> bool {
    let squeezed: String = header.to_lowercase().chars().filter(|c| !c.is_whitespace()).collect();
    let after_one = squeezed.split_once("1=").or_else(|| squeezed.split_once("1:")).map(|(_, after)| after);
    after_one.is_some_and(|after| {
        [
            "very",
            "most",
            "extremely",
            "best",
            "excellent",
            "completely",
            "strongly",
            "sehr",
            "tres",
            "très",
            "muy",
            "zeer",
        ]
        .iter()
        .any(|word| after.starts_with(word))
            && !["dissatisfied", "unhelpful", "unsatisfied", "poor", "bad"]
                .iter()
                .any(|word| after.split([',', ';', ')']).next().is_some_and(|first| first.contains(word)))
    })
}

/// One column of the layout has one column of the export: the better known one; of equals, none.
fn settle_contests(columns: &mut [Placed], tiers: &[Tier]) {
    let mut names: Vec<String> = columns.iter().flat_map(|column| column.names.clone()).collect();
    names.sort();
    names.dedup();
    for name in names {
        let wants = |column: &Placed| column.names.as_slice() == std::slice::from_ref(&name);
        let rivals: Vec<usize> = (0..columns.len()).filter(|&place| wants(&columns[place])).collect();
        if rivals.len() < 2 {
            continue;
        }
        let rank = |place: usize| (columns[place].state, tiers[place]);
        let best = rivals.iter().map(|&place| rank(place)).min();
        let first: Vec<usize> = rivals.iter().copied().filter(|&place| Some(rank(place)) == best).collect();
        let is_decided = first.len() == 1;
        let winner = columns[first[0]].header.clone();
        for place in rivals {
            if is_decided && place == first[0] {
                continue;
            }
            let column = &mut columns[place];
            if is_decided && best.is_some_and(|(state, _)| state == State::Sure) {
                column.state = State::NotPlaced;
                column.why = format!("{name} is read from {winner:?} already");
                column.names.clear();
            } else if !is_decided && first.contains(&place) {
                column.state = State::Guess;
                column.why = format!("{} columns could be {name}", first.len());
            }
        }
    }
}

fn is_session_date(column: &Placed) -> bool {
    column.names.iter().any(|name| name == "session_date")
}

/// Without a column that is known to be the day of the session, every column of dates could be it.
fn ask_for_the_session_date(columns: &mut [Placed], pooled: &[ColumnLook], answers: &mut dyn Answers) {
    if columns.iter().any(|column| is_session_date(column) && (column.state == State::Sure || column.is_itself)) {
        return;
    }
    let named = columns.iter().any(is_session_date);
    let is_free = |column: &Placed| column.names.is_empty() && column.why.contains("cells: dates");
    let candidates: Vec<usize> = (0..columns.len())
        .filter(|&place| if named { is_session_date(&columns[place]) } else { is_free(&columns[place]) })
        .filter(|&place| {
            let dates = super::dates::Dates::of(&pooled[place].values);
            !matches!(dates.order, Order::None | Order::Serials)
        })
        .collect();
    if candidates.is_empty() || (named && candidates.len() == 1) {
        return;
    }
    for &place in &candidates {
        let dates = super::dates::Dates::of(&pooled[place].values);
        let column = &mut columns[place];
        column.state = State::Guess;
        column.names = vec!["session_date".to_owned()];
        column.fit = Some(dates.dated);
        column.fits = AsColumn { fit: dates.dated, dates: Some(dates), ..AsColumn::default() };
        if !named {
            "header not known; its cells are dates".clone_into(&mut column.why);
        }
    }
    let question = Question {
        subject: Subject::SessionDate,
        text: "Which column is the day of the session?".to_owned(),
        choices: candidates.iter().map(|&place| columns[place].header.clone()).collect(),
    };
    if let Some(&chosen) = answers.choose(&question).and_then(|choice| candidates.get(choice)) {
        choose(columns, chosen, &candidates, "session_date");
    }
}

/// Takes one of several columns, and leaves the others.
fn choose(columns: &mut [Placed], chosen: usize, candidates: &[usize], name: &str) {
    for &place in candidates {
        let column = &mut columns[place];
        if place == chosen {
            column.state = State::Sure;
            column.names = vec![name.to_owned()];
            "you said so".clone_into(&mut column.why);
        } else {
            column.state = State::NotPlaced;
            column.why = format!("you chose another column for {name}");
            column.names.clear();
        }
    }
}

/// Asks where several columns could be the same one.
fn ask_which(columns: &mut [Placed], answers: &mut dyn Answers) {
    let mut names: Vec<String> = Vec::new();
    for column in columns.iter().filter(|column| column.state == State::Guess) {
        if let [name] = column.names.as_slice()
            && !names.contains(name)
        {
            names.push(name.clone());
        }
    }
    for name in names {
        let is_rival = |column: &Placed| column.state == State::Guess && column.names == [name.clone()];
        let rivals: Vec<usize> = (0..columns.len()).filter(|&place| is_rival(&columns[place])).collect();
        if rivals.len() < 2 || name == "session_date" {
            continue;
        }
        let question = Question {
            subject: Subject::Which,
            text: format!("Which column is {name}?"),
            choices: rivals.iter().map(|&place| columns[place].header.clone()).collect(),
        };
        if let Some(&chosen) = answers.choose(&question).and_then(|choice| rivals.get(choice)) {
            choose(columns, chosen, &rivals, &name);
        }
    }
}

/// Asks once for each questionnaire whether before or after.
fn ask_for_sides(
    columns: &mut [Placed],
    families: &[Option<Questionnaire>],
    pooled: &[ColumnLook],
    definitions: &Definitions,
    answers: &mut dyn Answers,
) {
    let mut asked = Vec::new();
    for first in 0..columns.len() {
        let Some(found) = &families[first] else { continue };
        if asked.contains(&found.family()) || columns[first].names.len() != 2 {
            continue;
        }
        asked.push(found.family());
        let of_it = |place: &usize| families[*place].as_ref().is_some_and(|other| other.family() == found.family());
        let places: Vec<usize> = (0..columns.len()).filter(of_it).collect();
        let mut names: Vec<&str> = places.iter().map(|&place| pooled[place].header.as_str()).collect();
        // Two columns of the same number cannot both be it.
        let mut numbers: Vec<Option<String>> = places
            .iter()
            .map(|&place| families[place].as_ref().and_then(|one| one.column(Side::Pre, definitions)))
            .collect();
        numbers.sort();
        if numbers.windows(2).any(|pair| pair[0] == pair[1]) {
            continue;
        }
        let more = names.len().saturating_sub(3);
        names.truncate(3);
        let end = if more > 0 { format!(" and {more} more") } else { String::new() };
        let question = Question {
            subject: Subject::Side,
            text: format!("{}{end}: before or after the session?", names.join(", ")),
            choices: vec!["before".to_owned(), "after".to_owned()],
        };
        let side = match answers.choose(&question) {
            Some(0) => Side::Pre,
            Some(1) => Side::Post,
            _ => continue,
        };
        for place in places {
            let name = families[place].as_ref().and_then(|one| one.column(side, definitions));
            let is_taken =
                columns.iter().any(|other| other.state == State::Sure && other.names.first() == name.as_ref());
            let column = &mut columns[place];
            match name {
                Some(name) if !is_taken => {
                    column.state = State::Sure;
                    column.names = vec![name];
                    "you said so".clone_into(&mut column.why);
                }
                Some(name) => column.why = format!("{name} is read from another column already"),
                None => {}
            }
        }
    }
}

/// Asks whether each other guess is right.
fn ask_for_guesses(columns: &mut [Placed], answers: &mut dyn Answers) {
    for place in 0..columns.len() {
        let column = &columns[place];
        let [name] = column.names.as_slice() else { continue };
        let is_taken = columns.iter().any(|other| other.state == State::Sure && other.names == column.names);
        let rivals = columns.iter().filter(|other| other.state == State::Guess && other.names == column.names).count();
        let is_date = column.fits.dates.is_some();
        if column.state != State::Guess || is_taken || rivals > 1 || is_date || column.is_itself {
            continue;
        }
        let question = Question {
            subject: Subject::Guess,
            text: format!("{:?} as {name}? ({})", column.header, column.why),
            choices: vec!["yes".to_owned(), "no".to_owned()],
        };
        match answers.choose(&question) {
            Some(0) => {
                columns[place].state = State::Sure;
                "you said so".clone_into(&mut columns[place].why);
            }
            Some(_) => {
                columns[place].state = State::NotPlaced;
                "you said no".clone_into(&mut columns[place].why);
                columns[place].names.clear();
            }
            None => {}
        }
    }
}

/// Asks for the order of day and month where every date can be read in more than one way.
fn ask_for_date_orders(columns: &mut [Placed], answers: &mut dyn Answers) {
    // What other columns say helps a person to answer; it decides nothing.
    let settled: Vec<&'static str> = columns
        .iter()
        .filter_map(|column| match &column.fits.dates.as_ref()?.order {
            Order::One { format, .. } => Some(*format),
            _ => None,
        })
        .collect();
    let names_of_two: Vec<Vec<String>> =
        columns.iter().filter(|column| column.state == State::Guess).map(|column| column.names.clone()).collect();
    for column in columns.iter_mut() {
        let [name] = column.names.as_slice() else { continue };
        let Some(Order::Either(readings)) = column.fits.dates.as_ref().map(|dates| dates.order.clone()) else {
            continue;
        };
        let has_rival =
            column.state == State::Guess && names_of_two.iter().filter(|names| **names == column.names).count() > 1;
        if has_rival {
            continue;
        }
        let choice = |reading: &super::dates::Reading| {
            let hint = if settled.contains(&reading.format) { "; another column is written so" } else { "" };
            format!(
                "{} ({}): from {} to {}{hint}",
                in_words(reading.format),
                reading.format,
                reading.first_month,
                reading.last_month
            )
        };
        let question = Question {
            subject: Subject::DateOrder,
            text: format!("How are the dates of {:?} ({name}) written?", column.header),
            choices: readings.iter().map(choice).collect(),
        };
        if let Some(reading) = answers.choose(&question).and_then(|choice| readings.get(choice)) {
            column.state = State::Sure;
            column.format = Some(reading.format);
            "you said how its dates are written".clone_into(&mut column.why);
        } else {
            column.state = State::Guess;
        }
    }
}

/// Ids that stand in two files in different rows are unique within a file only.
fn ask_for_id_scope(look: &Look, roles: &[Role], answers: &mut dyn Answers) -> Option<(u64, bool)> {
    let files: Vec<_> =
        look.files.iter().zip(roles).filter(|(_, role)| **role == Role::Sessions).map(|(file, _)| file).collect();
    let mut conflicts = 0_u64;
    for (place, file) in files.iter().enumerate() {
        for earlier in &files[..place] {
            let differs = |(id, row): &(&u64, &u64)| earlier.ids.get(id).is_some_and(|other| other != *row);
            conflicts += file.ids.iter().filter(differs).count() as u64;
        }
    }
    let ids: usize = files.iter().map(|file| file.ids.len()).sum();
    if conflicts == 0 || conflicts * 100 < ids as u64 {
        return None;
    }
    let question = Question {
        subject: Subject::IdScope,
        text: format!(
            "{conflicts} session ids stand in two files in different rows. Are ids unique within a file only?"
        ),
        choices: vec!["yes".to_owned(), "no".to_owned()],
    };
    Some((conflicts, answers.choose(&question) == Some(0)))
}

fn notes(columns: &[Placed], roles: &[Role]) -> Vec<String> {
    let is_there = |name: &str| columns.iter().any(|column| column.names.iter().any(|found| found == name));
    let mut notes = Vec::new();
    if !roles.contains(&Role::Sessions) {
        notes.push("No file with sessions was given: scores and follow-up forms are read beside one.".to_owned());
        return notes;
    }
    if !is_there("status") {
        notes.push("No column says whether a session took place: all rows count as attended.".to_owned());
    }
    if !is_there("client_id") {
        notes.push(
            "No column is a client's id: each session counts as a client of its own, and returns cannot be told."
                .to_owned(),
        );
    }
    let is_date_known = columns.iter().any(|column| column.state == State::Sure && is_session_date(column));
    if !is_date_known {
        notes.push("Which column is the day of the session, or how its dates are written, is not settled: nothing can be read before it is.".to_owned());
    }
    notes
}

impl Proposal {
    /// The places of the files that hold sessions, in the order in which the files were given.
    pub fn session_files(&self) -> Vec<usize> {
        let roles = self.roles.iter().enumerate();
        roles.filter(|(_, role)| **role == Role::Sessions).map(|(place, _)| place).collect()
    }

    /// What each file that does not hold sessions is taken for, in a sentence.
    pub fn told_files(&self) -> Vec<String> {
        let told = |(role, (name, ..)): (&Role, &(String, String, u64, bool))| match role {
            Role::Sessions => None,
            Role::Scores(scores) => Some(match &scores.against {
                None => format!("{name}: a table of scores, read through [scores]"),
                Some(against) => format!("{name}: perhaps a table of scores, but {against}; see [scores] in the draft"),
            }),
            Role::FollowUp { .. } => {
                Some(format!("{name}: a follow-up form without the sessions; see [[join]] in the draft"))
            }
        };
        self.roles.iter().zip(&self.files).filter_map(told).collect()
    }

    /// Whether every row can be dated: the day of the session is known, and how it is written.
    pub fn knows_session_date(&self) -> bool {
        self.columns.iter().any(|column| column.state == State::Sure && is_session_date(column))
    }

    /// Proposes after how many days a follow-up is due, from the days that answers took.
    pub fn propose_due(&mut self, days: &std::collections::BTreeMap<i32, u64>, answers: &mut dyn Answers) {
        let quantile = |share| sst_core::stats::quantile_type_7(days, share);
        let Some((median, ninth)) = quantile(0.5).zip(quantile(0.9)) else { return };
        let count = days.values().sum();
        let (days, median) = (ninth.ceil().max(0.0) as u32, median.ceil().max(0.0) as u32);
        if days == 0 {
            return;
        }
        let question = Question {
            subject: Subject::Due,
            text: format!(
                "Nine of ten of the {count} dated answers came within {days} days of the session. Count a follow-up as due after {days} days?"
            ),
            choices: vec!["yes".to_owned(), "no".to_owned()],
        };
        let is_confirmed = answers.choose(&question) == Some(0);
        self.due = Some(Due { days, median, answers: count, is_confirmed });
    }
}

impl Placed {
    /// What it feeds, where that is one column.
    pub(super) fn feeds(&self, definitions: &Definitions) -> Option<Feeds> {
        match self.names.as_slice() {
            [name] => feeds_of(name, definitions),
            _ => None,
        }
    }
}
