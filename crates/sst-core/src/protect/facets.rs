//! What a results document tells of each group, part by part: counts that are printed, and what remains between them.
//!
//! A facet is told or hidden as a whole; a facet under a hidden one is hidden too. Measures of the same columns are one family: its first measure
//! is told before the others, since whoever knows both knows what lies between them.

use std::collections::{BTreeMap, BTreeSet};

use super::hiding::TableCell;
use super::rule::Protection;
use crate::results::{By, Distribution, Joint, Payload, Proportion, ResultEntry, ResultSet};

/// A facet's name.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum FacetName {
    /// The group itself: how many sessions it has.
    Volume,
    /// Who could be asked: another number than the sessions.
    Eligible(String),
    /// Who answered, and who said yes, by the family's first measure.
    Answers(String),
    /// The other measures of the family.
    Details(String),
    /// Who was asked.
    Asked(String),
    /// Clients.
    Clients,
    /// Clients of one measure.
    ClientsOf(String),
    /// Clients that came for the first time.
    NewClients,
    /// A quantity: how many have a value.
    Numbers(String),
    /// How often each value occurs.
    Bins(String),
    /// The classes of change on a questionnaire.
    Change(String),
}

/// A facet in every group.
#[derive(Debug)]
pub(super) struct Facet {
    pub(super) name: FacetName,
    pub(super) parents: Vec<FacetName>,
    pub(super) cells: BTreeMap<By, TableCell>,
    /// Whether it is told in no cell of a cross-table whose margins are told.
    pub(super) is_fine: bool,
}

/// More values than this are a list of people, not a scale.
const MOST_BINS: usize = 6;

/// A measure by its questionnaire and id.
pub(super) fn key(entry: &ResultEntry) -> String {
    match &entry.instrument {
        Some(instrument) => format!("{instrument}/{}", entry.measure),
        None => entry.measure.clone(),
    }
}

/// Which family a measure or a distribution belongs to, and each family's first measure.
pub(super) struct Families {
    of: BTreeMap<String, String>,
    first: BTreeMap<String, String>,
    /// The values that occur of each distribution, in any group.
    values: BTreeMap<String, BTreeSet<String>>,
}

impl Families {
    fn new(results: &ResultSet) -> Self {
        let (mut of, mut first) = (BTreeMap::new(), BTreeMap::new());
        let present: BTreeSet<String> =
            results.results.iter().filter(|entry| entry.as_proportion().is_some()).map(key).collect();
        for note in &results.measures {
            let name = note.instrument.as_ref().map_or_else(|| note.id.clone(), |of| format!("{of}/{}", note.id));
            let columns: BTreeSet<&str> = note.columns.iter().map(String::as_str).collect();
            let family = columns.into_iter().collect::<Vec<_>>().join("+");
            let family = if family.is_empty() { name.clone() } else { family };
            if present.contains(&name) {
                first.entry(family.clone()).or_insert_with(|| name.clone());
                of.insert(name, family);
            }
        }
        for entry in results.results.iter().filter(|entry| entry.as_proportion().is_some()) {
            let name = key(entry);
            let family = of.entry(name.clone()).or_insert_with(|| name.clone()).clone();
            first.entry(family).or_insert(name);
        }
        Self { of, first, values: values_of_bins(results) }
    }

    fn of(&self, name: &str) -> String {
        self.of.get(name).cloned().unwrap_or_else(|| name.to_owned())
    }

    /// How many values of a distribution occur.
    pub(super) fn values(&self, name: &str) -> usize {
        self.values.get(name).map_or(0, BTreeSet::len)
    }

    fn members<'f>(&'f self, family: &'f str) -> impl Iterator<Item = String> + 'f {
        self.of.iter().filter(move |(_, of)| *of == family).map(|(name, _)| name.clone())
    }

    fn is_first(&self, name: &str) -> bool {
        self.first.get(&self.of(name)).is_some_and(|first| first == name)
    }

    /// The family of a distribution: that of the measures of its column.
    fn of_column(&self, measure: &str) -> Option<String> {
        let column = if measure == "wait_days" { "request_date" } else { measure };
        self.first.contains_key(column).then(|| column.to_owned())
    }

    /// The facet that a distribution of codes is told with, and the one that its numbers hang on.
    pub(super) fn facet_of_distribution(&self, entry: &ResultEntry, is_scale: bool) -> (FacetName, FacetName) {
        match (is_scale, self.of_column(&entry.measure)) {
            (true, Some(family)) => (FacetName::Answers(family), FacetName::Bins(key(entry))),
            _ => (FacetName::Numbers(key(entry)), FacetName::Bins(key(entry))),
        }
    }

    pub(super) fn facet_of(&self, name: &str) -> FacetName {
        if self.is_first(name) { FacetName::Answers(self.of(name)) } else { FacetName::Details(name.to_owned()) }
    }

    /// What must be told before the bins of a family are.
    fn facets_of(&self, family: &str) -> Vec<FacetName> {
        self.members(family).map(|name| self.facet_of(&name)).collect()
    }
}

/// Whether its bins are the steps of a scale, not every value that occurs.
pub(super) fn is_scale(distribution: &Distribution) -> bool {
    !distribution.shares.is_empty() || distribution.bins.iter().any(|bin| bin.value.parse::<f64>().is_err())
}

/// What is told of one group.
struct Told<'a> {
    entries: Vec<&'a ResultEntry>,
    sessions: u64,
    attended: u64,
    booked: u64,
    clients: Option<u64>,
}

impl<'a> Told<'a> {
    fn new(entries: Vec<&'a ResultEntry>) -> Self {
        let count = |id: &str| entries.iter().find(|entry| entry.measure == id).and_then(|entry| entry.as_count());
        let eligible = |entry: &&ResultEntry| match &entry.payload {
            Payload::Proportion(share) if entry.measure != "attended" => share.eligible,
            Payload::Distribution(spread) if entry.measure != "sessions_per_client" => spread.eligible,
            _ => None,
        };
        let booked = entries.iter().find(|entry| entry.measure == "attended").and_then(|entry| entry.as_proportion());
        let sessions = count("sessions");
        let attended = entries.iter().filter_map(eligible).max().or(sessions).unwrap_or(0);
        let booked = booked.and_then(|share| share.eligible).unwrap_or(attended);
        Self { sessions: sessions.unwrap_or(attended), attended, booked, clients: count("clients"), entries }
    }

    /// Who could be asked beside those who attended, and what lies between.
    fn beside(&self, count: u64, not_due: u64) -> TableCell {
        let rest = self.attended.saturating_sub(count).saturating_sub(not_due);
        let gaps = vec![self.attended.abs_diff(count), not_due, rest];
        TableCell { counts: vec![count], gaps, is_hidden: false, is_free: true }
    }

    /// Of change on a questionnaire: those with a score on one side alone, which the measures of one side tell.
    fn scores_alone(&self, entry: &ResultEntry, share: &Proportion) -> Vec<u64> {
        let Some(paired) = share.paired else { return Vec::new() };
        ["at_cutoff_pre", "at_cutoff_post"]
            .map(|side| {
                let of_side = |other: &&&ResultEntry| other.measure == side && other.instrument == entry.instrument;
                let one = self.entries.iter().find(of_side).and_then(|other| other.as_proportion()?.answered);
                one.map_or(0, |answered| answered.abs_diff(paired))
            })
            .to_vec()
    }

    /// More than who attended: all that were booked, or those of whom it is known whether they came. Where somebody can be found between, those
    /// who attended are told and this is not.
    fn around(count: u64, others: &[u64]) -> TableCell {
        let gaps = others.iter().map(|other| other.abs_diff(count)).collect();
        TableCell { counts: vec![count], gaps, is_hidden: false, is_free: true }
    }
}

/// Every facet of the document, parents before their children.
pub(super) fn facets(results: &ResultSet, rule: Protection) -> (Vec<Facet>, Families) {
    let families = Families::new(results);
    let mut groups: BTreeMap<&By, Vec<&ResultEntry>> = BTreeMap::new();
    for entry in results.results.iter().filter(|entry| entry.as_comparison().is_none()) {
        groups.entry(&entry.by).or_default().push(entry);
    }
    let mut found: BTreeMap<(u8, FacetName), Facet> = BTreeMap::new();
    for (by, entries) in groups {
        let told = Told::new(entries);
        let mut put = |rank: u8, name: FacetName, parents: Vec<FacetName>, cell: TableCell, is_fine: bool| {
            let facet = found.entry((rank, name.clone())).or_insert_with(|| Facet {
                name,
                parents,
                cells: BTreeMap::new(),
                is_fine,
            });
            facet.cells.insert(by.clone(), cell);
        };
        let few_clients = told.clients.is_some_and(|clients| rule.hides() && rule.is_small(clients));
        put(0, FacetName::Volume, vec![], TableCell { is_hidden: few_clients, ..TableCell::of(told.attended) }, false);
        let eligible = |name: &str| FacetName::Eligible(name.to_owned());
        put(
            1,
            eligible("sessions"),
            vec![FacetName::Volume],
            Told::around(told.sessions, &[told.attended, told.booked]),
            false,
        );
        for entry in &told.entries {
            put_entry(entry, &told, &families, rule, &mut put);
        }
    }
    (found.into_values().collect(), families)
}

type Put<'p> = dyn FnMut(u8, FacetName, Vec<FacetName>, TableCell, bool) + 'p;

fn put_entry(entry: &ResultEntry, told: &Told<'_>, families: &Families, rule: Protection, put: &mut Put<'_>) {
    let name = key(entry);
    let cell = |counts: Vec<u64>, gaps: Vec<u64>| TableCell { counts, gaps, is_hidden: false, is_free: true };
    match &entry.payload {
        Payload::Count(count) => {
            let (count, clients) = (count.count.unwrap_or(0), told.clients.unwrap_or(0));
            match entry.measure.as_str() {
                "clients" => {
                    let gaps = vec![told.sessions.abs_diff(count), told.attended.abs_diff(count)];
                    put(1, FacetName::Clients, vec![FacetName::Volume], cell(vec![count], gaps), false);
                }
                "new_clients" => {
                    let gaps = vec![clients.abs_diff(count)];
                    put(2, FacetName::NewClients, vec![FacetName::Clients], cell(vec![count], gaps), false);
                }
                _ => {}
            }
        }
        Payload::Proportion(share) => {
            let eligible = FacetName::Eligible(name.clone());
            let counted = match share.eligible.unwrap_or(0) {
                booked if entry.measure == "attended" => Told::around(booked, &[told.attended]),
                eligible => told.beside(eligible, share.not_due.unwrap_or(0)),
            };
            put(1, eligible.clone(), vec![FacetName::Volume], counted, false);
            let parts = parts_of(share, entry.measure == "attended");
            // The parts of a group of known size: what one has less, another has more.
            let mut parts = TableCell { is_free: false, ..parts };
            let few =
                share.clients_answered.is_some_and(|clients| rule.hides() && clients > 0 && rule.is_small(clients));
            parts.is_hidden = few;
            let family = families.of(&name);
            parts.gaps.extend(told.scores_alone(entry, share));
            let answers = FacetName::Answers(family.clone());
            if families.is_first(&name) {
                put(2, answers.clone(), vec![eligible], parts, false);
            } else {
                let details = details(&name, (&family, parts), told, families);
                put(3, FacetName::Details(name.clone()), vec![answers, eligible], details, true);
            }
            let answers = families.facet_of(&name);
            if let Some(asked) = share.asked {
                let (of, answered) = (share.eligible.unwrap_or(0), share.answered.unwrap_or(0));
                let gaps = vec![of.saturating_sub(asked), asked.saturating_sub(answered)];
                put(4, FacetName::Asked(name.clone()), vec![answers.clone()], cell(vec![asked], gaps), true);
            }
            if let Some(clients) = share.clients {
                let answered = share.clients_answered.unwrap_or(0);
                let gaps = vec![
                    share.eligible.unwrap_or(0).abs_diff(clients),
                    share.answered.unwrap_or(0).abs_diff(answered),
                    clients.abs_diff(answered),
                    told.clients.unwrap_or(clients).abs_diff(clients),
                ];
                let counts = if share.clients_answered.is_some() { vec![clients, answered] } else { vec![clients] };
                let parents = vec![answers, FacetName::Clients];
                put(4, FacetName::ClientsOf(name), parents, cell(counts, gaps), true);
            }
        }
        Payload::Distribution(spread) => {
            let scale = is_scale(spread);
            let (numbers, bins) = families.facet_of_distribution(entry, scale);
            let count_of =
                |value: &String| spread.bins.iter().find(|bin| bin.value == *value).and_then(|bin| bin.count);
            let counts: Vec<u64> =
                families.values.get(&name).into_iter().flatten().map(|value| count_of(value).unwrap_or(0)).collect();
            if let FacetName::Answers(family) = &numbers {
                // What the measures of the family leave open.
                put(4, bins, families.facets_of(family), cell(counts, Vec::new()), true);
            } else {
                let parent = match entry.measure.as_str() {
                    "sessions_per_client" => FacetName::Clients,
                    measure => families.of_column(measure).map_or(FacetName::Volume, FacetName::Answers),
                };
                let (of, answered) = (spread.eligible.unwrap_or(0), spread.answered.unwrap_or(0));
                let beside = told.beside(of, 0);
                let mut gaps = vec![of.saturating_sub(answered)];
                if entry.measure != "sessions_per_client" {
                    gaps.extend(beside.gaps);
                }
                put(3, numbers.clone(), vec![parent], cell(vec![answered], gaps), false);
                let mut counted = cell(counts, Vec::new());
                counted.is_hidden = !scale && families.values(&name) > MOST_BINS;
                put(4, bins, vec![numbers], counted, true);
            }
        }
        Payload::Joint(joint) => {
            let instrument = entry.instrument.clone().unwrap_or_default();
            let family = format!("{instrument}_post+{instrument}_pre");
            let mut parents = families.facets_of(&family);
            parents.push(FacetName::Volume);
            put(4, FacetName::Change(instrument), parents, parts_of_change(joint), true);
        }
        Payload::Mean(_) | Payload::Comparison(_) | Payload::Test(_) => {}
    }
}

/// The parts of those who could be asked: said yes, said no, silent, could not.
fn parts_of(share: &Proportion, is_attendance: bool) -> TableCell {
    let answered = share.answered.unwrap_or(0);
    let events = share.events.unwrap_or(answered);
    let eligible = share.eligible.unwrap_or(answered);
    let silent = eligible.saturating_sub(answered);
    let cannot = share.could_not_recover.unwrap_or(0);
    let unpaired = share.paired.map_or(0, |paired| eligible.saturating_sub(paired));
    let official = share.official.map_or(0, |official| official.denominator);
    let mut gaps = vec![answered.saturating_sub(events), silent, cannot, unpaired];
    if share.official.is_some() {
        gaps.extend([official.saturating_sub(events), eligible.saturating_sub(official), official.abs_diff(answered)]);
    }
    // Who attended is told with every other measure; what is told here is who did not.
    let counts = if is_attendance { Vec::new() } else { vec![events] };
    TableCell { counts, gaps, is_hidden: false, is_free: false }
}

/// Another measure of a family, and what lies between it and those named before it.
fn details(name: &str, (family, parts): (&str, TableCell), told: &Told<'_>, families: &Families) -> TableCell {
    let mut cell = TableCell { is_free: true, ..parts };
    let members = || {
        told.entries
            .iter()
            .filter(|entry| families.of.get(&key(entry)).is_some_and(|of| of == family))
            .filter_map(|entry| Some((key(entry), entry.as_proportion()?)))
    };
    let Some((_, member)) = members().find(|(other, _)| other == name) else { return cell };
    let (events, answered) = (member.events.unwrap_or(0), member.answered.unwrap_or(0));
    // The first measure stands before all others, which stand in the order of their names.
    for (_, other) in members().filter(|(other, _)| families.is_first(other) || other.as_str() < name) {
        let (also, of) = (other.events.unwrap_or(0), other.answered.unwrap_or(0));
        cell.gaps.extend([events.abs_diff(also), answered.abs_diff(of), answered.saturating_sub(events + also)]);
    }
    cell
}

fn parts_of_change(joint: &Joint) -> TableCell {
    let told = |count: Option<u64>| count.unwrap_or(0);
    let (eligible, answered, before) = (told(joint.eligible), told(joint.answered), told(joint.with_pre));
    let mut counts: Vec<u64> = joint.classes.iter().map(|class| told(class.count)).collect();
    counts.extend([answered, before]);
    let mut gaps =
        vec![eligible.saturating_sub(answered), eligible.saturating_sub(before), before.saturating_sub(answered)];
    for part in [joint.could_not_recover, joint.at_ceiling, joint.at_floor, joint.zero_before] {
        gaps.extend([told(part), answered.saturating_sub(told(part))]);
    }
    TableCell { counts, gaps, is_hidden: false, is_free: true }
}

/// Every value of each distribution, in any group.
fn values_of_bins(results: &ResultSet) -> BTreeMap<String, BTreeSet<String>> {
    let mut values: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for entry in &results.results {
        if let Payload::Distribution(spread) = &entry.payload {
            values.entry(key(entry)).or_default().extend(spread.bins.iter().map(|bin| bin.value.clone()));
        }
    }
    values
}
