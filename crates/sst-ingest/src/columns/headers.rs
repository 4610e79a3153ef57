//! A file's header against the record layout and the mapping.

use rustc_hash::FxHashMap;
use sst_core::codes::Finding;
use sst_core::record::plain;

use super::feeds::{DateColumn, Feeds, canonical_columns, feeds_of};
use crate::mapping::{ColumnOptions, Mapping, RowRule};

/// One column of a file that is used.
#[derive(Debug, Clone)]
pub(crate) struct ColumnPlan {
    /// Its place in a row, from 0.
    pub(crate) place: usize,
    /// Its canonical name, or the group's or own measure's.
    pub(crate) name: String,
    /// What it feeds.
    pub(crate) feeds: Feeds,
    /// How to read its cells.
    pub(crate) options: ColumnOptions,
    /// The columns of its choices, where each has one: the place in a row, and the choice's in the options.
    pub(crate) choices: Vec<(usize, usize)>,
}

/// How a file's columns are used.
#[derive(Debug, Clone, Default)]
pub(crate) struct FilePlan {
    /// The columns that are used.
    pub(crate) columns: Vec<ColumnPlan>,
    /// What was noticed in the header: the rule, the column's place, its name as it may be told.
    pub(crate) findings: Vec<(Finding, usize, Option<String>)>,
    /// Columns that the mapping names and this file does not have.
    pub(crate) absent: Vec<HeaderFault>,
    /// Which rows are sessions: rules, each with the place of its cell, where the file has the column.
    pub(crate) rows: Vec<(Option<usize>, RowRule)>,
}

impl FilePlan {
    /// Whether a row, given the cell at each place, can be a session.
    pub(crate) fn is_session<'r>(&self, cell_at: impl Fn(usize) -> Option<&'r str>) -> bool {
        self.rows.iter().all(|(place, rule)| rule.allows(place.and_then(&cell_at).unwrap_or_default()))
    }

    /// Every place in a row that is read.
    pub(crate) fn places(&self) -> impl Iterator<Item = usize> {
        let choices = |column: &ColumnPlan| column.choices.iter().map(|(place, _)| *place).collect::<Vec<_>>();
        let columns = self.columns.iter().flat_map(move |column| {
            let mut places = choices(column);
            places.push(column.place);
            places
        });
        columns.chain(self.rows.iter().filter_map(|(place, _)| *place))
    }
}

/// A column that the mapping names and the file does not have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct HeaderFault {
    /// The canonical name.
    pub(crate) name: String,
    /// The header the mapping gives.
    pub(crate) header: String,
}

/// Headers by their plain form.
pub(super) struct Headers<'h> {
    texts: &'h [String],
    by_plain: FxHashMap<String, Vec<usize>>,
}

impl<'h> Headers<'h> {
    pub(super) fn new(texts: &'h [String]) -> Self {
        let mut by_plain: FxHashMap<String, Vec<usize>> = FxHashMap::default();
        for (place, text) in texts.iter().enumerate().filter(|(_, text)| !text.is_empty()) {
            by_plain.entry(plain(text)).or_default().push(place);
        }
        Self { texts, by_plain }
    }

    /// The one column of that name: letter by letter first, then whatever its case and joints. Two are none; "Comment [2]"
    /// is the second with the name "Comment".
    pub(super) fn find(&self, header: &str) -> Option<usize> {
        self.find_one(header).or_else(|| self.find_numbered(header))
    }

    fn find_numbered(&self, header: &str) -> Option<usize> {
        let (name, number) = header.trim().strip_suffix(']')?.rsplit_once(" [")?;
        let number: usize = number.parse().ok().filter(|&number| number > 0)?;
        let same = self.texts.iter().enumerate().filter(|(_, text)| text.as_str() == name.trim());
        same.map(|(place, _)| place).nth(number - 1)
    }

    fn find_one(&self, header: &str) -> Option<usize> {
        let mut exact = self.texts.iter().enumerate().filter(|(_, text)| text.as_str() == header.trim());
        match (exact.next(), exact.next()) {
            (Some((place, _)), None) => Some(place),
            (Some(_), Some(_)) => None,
            (None, _) => match self.by_plain.get(&plain(header)).map(Vec::as_slice) {
                Some([place]) => Some(*place),
                _ => None,
            },
        }
    }
}

/// The place of the one column of that name.
pub(crate) fn find_header(texts: &[String], header: &str) -> Option<usize> {
    Headers::new(texts).find(header)
}

/// Plans how the columns under these headers are used.
pub(crate) fn plan_file(texts: &[String], mapping: &Mapping) -> FilePlan {
    let headers = Headers::new(texts);
    let mut plan = FilePlan::default();
    let mut used = vec![false; texts.len()];
    let mut take = |plan: &mut FilePlan, place: usize, name: &str, feeds: Feeds, options: &ColumnOptions| {
        let mut choices = Vec::new();
        for (choice, given) in options.choices.iter().enumerate() {
            if let Some(place) = headers.find(&given.header) {
                used[place] = true;
                choices.push((place, choice));
            }
        }
        used[place] = true;
        if let Some(only) = &mapping.only {
            // Who asks for a score asks for its items.
            let score = feeds.score_column(&mapping.definitions);
            if !only.iter().any(|wanted| wanted == name || score.as_ref() == Some(wanted)) {
                return;
            }
        }
        plan.columns.push(ColumnPlan { place, name: name.to_owned(), feeds, options: options.clone(), choices });
    };
    let mapped: Vec<&str> = mapping.columns.iter().map(|column| column.name.as_str()).collect();
    let profiled = of_profile(&headers, mapping, &mapped);
    for (name, feeds) in canonical_columns(&mapping.definitions) {
        if let Some((_, place, options)) = profiled.iter().find(|(profiled, ..)| *profiled == name) {
            take(&mut plan, *place, &name, feeds, options);
        } else if !mapped.contains(&name.as_str())
            && let Some(place) = headers.find(&name)
            && !mapping.profile.is_some_and(|profile| profile.has_own(&texts[place]))
        {
            take(&mut plan, place, &name, feeds, &ColumnOptions::default());
        }
    }
    let own = mapping.own_columns.iter().map(|own| (&own.column, Some(Feeds::Own(own.number))));
    let named = mapping.columns.iter().map(|column| (column, feeds_of(&column.name, &mapping.definitions)));
    for (column, feeds) in named.chain(own) {
        let Some(feeds) = feeds else { continue };
        let mut absent = |header: &str| {
            plan.absent.push(HeaderFault { name: column.name.clone(), header: header.to_owned() });
        };
        let mut places = column.options.also.iter().filter_map(|header| headers.find(header));
        let mut place = headers.find(&column.header).or_else(|| places.next());
        if column.options.choices.is_empty() {
            if place.is_none() && !mapping.may_lack.contains(&column.name.as_str()) {
                absent(&column.header);
            }
        } else {
            let choices = column.options.choices.iter().map(|choice| (headers.find(&choice.header), choice));
            for (found, choice) in choices {
                place = place.or(found);
                if found.is_none() && !mapping.may_lack.contains(&column.name.as_str()) {
                    absent(&choice.header);
                }
            }
        }
        if let Some(place) = place {
            take(&mut plan, place, &column.name, feeds, &column.options);
        }
    }
    plan.rows = row_rules(&headers, mapping, &mut plan.absent);
    for place in plan.rows.iter().filter_map(|(place, _)| *place) {
        used[place] = true;
    }
    if let Some(profile) = mapping.profile {
        for (place, text) in texts.iter().enumerate() {
            used[place] |= profile.leaves(text);
        }
    }
    // The session's date is read first: a row without one is not read further.
    plan.columns.sort_by_key(|column| column.feeds != Feeds::Date(DateColumn::Session));
    plan.findings = findings_of(texts, &headers, &used);
    plan
}

/// What the profile's columns mean in this file, where the mapping does not say it: the name, the place, the options.
fn of_profile<'p>(
    headers: &Headers<'_>,
    mapping: &'p Mapping,
    mapped: &[&str],
) -> Vec<(&'p str, usize, ColumnOptions)> {
    let Some(profile) = mapping.profile else { return Vec::new() };
    let lines = profile.columns.iter().filter(|(name, _)| !mapped.contains(&name.as_str()));
    let found = lines.filter_map(|(name, column)| {
        let options = column.options();
        let choices = options.choices.iter().map(|choice| &choice.header);
        let place = column.headers.iter().chain(choices).find_map(|header| headers.find_one(header))?;
        // A column that has the canonical name itself was made for it.
        let own = headers.texts.iter().position(|text| text == name);
        own.is_none_or(|own| own == place).then_some((name.as_str(), place, options))
    });
    found.collect()
}

/// Which rows are sessions: by the mapping's rules, and by the profile's about other columns.
fn row_rules(headers: &Headers<'_>, mapping: &Mapping, absent: &mut Vec<HeaderFault>) -> Vec<(Option<usize>, RowRule)> {
    let mut rules = Vec::new();
    for rule in &mapping.input.rows {
        let place = headers.find(&rule.header);
        if place.is_none() {
            let name = if rule.keeps { "input.keep_rows" } else { "input.drop_rows" };
            absent.push(HeaderFault { name: name.to_owned(), header: rule.header.clone() });
        }
        rules.push((place, rule.clone()));
    }
    let said: Vec<usize> = rules.iter().filter_map(|(place, _)| *place).collect();
    for rule in mapping.profile.iter().flat_map(|profile| profile.rules()) {
        if let Some(place) = headers.find_one(&rule.header)
            && !said.contains(&place)
        {
            rules.push((Some(place), rule.clone()));
        }
    }
    rules
}

/// What there is to tell of headers, given which are used.
pub(super) fn findings_of(
    texts: &[String],
    headers: &Headers<'_>,
    used: &[bool],
) -> Vec<(Finding, usize, Option<String>)> {
    let mut findings = Vec::new();
    for (place, text) in texts.iter().enumerate() {
        // Where one of them was asked for by its number, the others are not used, and that is all.
        let same = headers.by_plain.get(&plain(text)).filter(|places| places.len() > 1);
        let twice = same.is_some_and(|places| !places.iter().any(|&other| used[other] && texts[other] == *text));
        if text.is_empty() {
            findings.push((Finding::BlankHeader, place, None));
        } else if twice && !used[place] {
            findings.push((Finding::DuplicateHeader, place, Some(text.clone())));
        } else if !used[place] {
            findings.push((Finding::UnusedColumn, place, Some(text.clone())));
        }
    }
    findings
}
