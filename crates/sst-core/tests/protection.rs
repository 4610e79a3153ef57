//! Small-number protection: the rules on counts, complementary hiding, and a solver that tries to get back what is hidden.

mod attack;

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use serde_json::{Value, json};
use sst_core::protect::{Lines, Protection, TableCell, hidden, protect};
use sst_core::results::{By, ResultSet};
use sst_core::text::Catalogue;

fn fixture() -> Value {
    serde_json::from_str(include_str!("fixtures/disclosure.json")).expect("a fixture")
}

/// `disclosure` of the reference, made in R: every rule on every count from 0 to 25.
#[test]
fn counts_are_published_as_the_rules_say() {
    let fixture = fixture();
    let rules = &fixture["disclosure"];
    let counts: Vec<u64> = serde_json::from_value(rules["count"].clone()).expect("counts");
    for (name, rule) in [
        ("nhs_tt_lt5_round5", Protection::NhsTalkingTherapies),
        ("nhs_hes_1to7_round5", Protection::HospitalEpisodes),
        ("opensafely_midpoint6", Protection::OpenSafely),
        ("cms_lt11", Protection::Medicare),
        ("aihw_1to4", Protection::Aihw),
    ] {
        let expected: Vec<Option<u64>> = serde_json::from_value(rules[name].clone()).expect("published counts");
        let published: Vec<Option<u64>> = counts.iter().map(|&count| rule.published(count)).collect();
        assert_eq!(published, expected, "{name}");
    }
}

struct Table {
    counts: Vec<u64>,
    places: Vec<(usize, usize)>,
    primary: BTreeSet<usize>,
}

fn table(rows: &Value, suppressed: &Value) -> Table {
    let text = |row: &Value, key: &str| row[key].as_str().unwrap_or_default().to_owned();
    let rows = rows.as_array().expect("rows");
    let index = |key: &str| -> BTreeMap<String, usize> {
        rows.iter().map(|row| text(row, key)).collect::<BTreeSet<_>>().into_iter().zip(0..).collect()
    };
    let (sites, concerns) = (index("site"), index("concern"));
    let places = rows.iter().map(|row| (sites[&text(row, "site")], concerns[&text(row, "concern")])).collect();
    let is_primary = |row: &Value| {
        let found = suppressed
            .as_array()
            .expect("cells")
            .iter()
            .find(|cell| text(cell, "site") == text(row, "site") && text(cell, "concern") == text(row, "concern"));
        found.is_some_and(|cell| cell["primary"] == true)
    };
    Table {
        counts: rows.iter().map(|row| row["freq"].as_u64().expect("a count")).collect(),
        primary: (0..rows.len()).filter(|&cell| is_primary(&rows[cell])).collect(),
        places,
    }
}

fn lines(places: &[(usize, usize)]) -> Lines {
    let all: Vec<usize> = (0..places.len()).collect();
    let rows: BTreeSet<usize> = places.iter().map(|place| place.0).collect();
    let columns: BTreeSet<usize> = places.iter().map(|place| place.1).collect();
    let mut lines = vec![all.clone()];
    lines.extend(rows.iter().map(|row| all.iter().copied().filter(|&cell| places[cell].0 == *row).collect()));
    lines.extend(columns.iter().map(|column| all.iter().copied().filter(|&cell| places[cell].1 == *column).collect()));
    Lines { lines, crossing: Some(places.to_vec()) }
}

/// `secondary_suppression` of the reference (GaussSuppression). Which further cells are hidden may differ, where several choices
/// do as well: what must agree is which cells are too small, and what must hold is that none of them can be solved.
#[test]
fn hidden_cells_of_a_cross_table_cannot_be_solved() {
    let fixture = fixture();
    let examples = &fixture["secondary_suppression"];
    for (input, expected, rule) in [
        ("input", "SuppressSmallCounts_maxN4", Protection::Aihw),
        ("one_primary_input", "one_primary", Protection::Aihw),
    ] {
        let table = table(&examples[input], &examples[expected]);
        let cells: Vec<TableCell> = table.counts.iter().map(|&count| TableCell::of(count)).collect();
        let lines = lines(&table.places);
        let (hidden, is_enough) = hidden(&cells, &lines, rule);
        assert!(is_enough);
        let primary: BTreeSet<usize> = (0..cells.len()).filter(|&cell| cells[cell].is_primary(rule)).collect();
        assert_eq!(primary, table.primary, "{expected}");
        assert!(primary.is_subset(&hidden));
        let theirs = examples[expected].as_array().expect("cells").iter().filter(|cell| cell["suppressed"] == true);
        assert!(hidden.len() <= theirs.count() + 2, "{expected}: {hidden:?}");
        for &cell in &primary {
            let (least, most) = attack::range(cell, &table.counts, &table.places, &hidden);
            assert!(least < most && most >= rule.least_shown(), "{expected}: cell {cell} is {least} to {most}");
        }
    }
}

#[test]
fn one_small_cell_of_a_list_takes_the_next_smallest_with_it() {
    let cells: Vec<TableCell> = [3, 12, 25, 7, 40].map(TableCell::of).to_vec();
    let lines = Lines { lines: vec![(0..5).collect()], crossing: None };
    assert_eq!(hidden(&cells, &lines, Protection::Aihw), (BTreeSet::from([0, 3]), true));
}

fn rules() -> impl Strategy<Value = Protection> {
    prop::sample::select(Protection::ALL.to_vec())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    /// Lists: no small count can be solved from the total and what is shown.
    #[test]
    fn lists_keep_their_small_counts(counts in prop::collection::vec(0_u64..40, 1..9), rule in rules()) {
        let total: u64 = counts.iter().sum();
        prop_assume!(!rule.is_small(total));
        let cells: Vec<TableCell> = counts.iter().map(|&count| TableCell::of(count)).collect();
        let lines = Lines { lines: vec![(0..counts.len()).collect()], crossing: None };
        let (hidden, _) = hidden(&cells, &lines, rule);
        attack::assert_list(&counts, &hidden, rule)?;
    }

    /// Cross-tables with both margins and exact counts.
    #[test]
    fn cross_tables_keep_their_small_counts(
        counts in prop::collection::vec(0_u64..40, 6..=20),
        columns in 2_usize..5,
        rule in prop::sample::select(vec![Protection::Medicare, Protection::Aihw]),
    ) {
        let places: Vec<(usize, usize)> = (0..counts.len()).map(|cell| (cell / columns, cell % columns)).collect();
        let lines = lines(&places);
        // Margins that are small themselves are hidden, and no line.
        let told = |line: &Vec<usize>| !rule.is_small(line.iter().map(|&cell| counts[cell]).sum());
        prop_assume!(lines.lines.iter().all(told));
        let cells: Vec<TableCell> = counts.iter().map(|&count| TableCell::of(count)).collect();
        let (hidden, is_enough) = hidden(&cells, &lines, rule);
        prop_assume!(is_enough);
        for &cell in hidden.iter().filter(|&&cell| cells[cell].is_primary(rule)) {
            let (least, most) = attack::range(cell, &counts, &places, &hidden);
            prop_assert!(least < most && most >= rule.least_shown(), "cell {} is {} to {}", cell, least, most);
        }
    }
}

/// One site: how often each rating from 1 to 5 was given, and how many gave none.
type Site = [u64; 6];

/// A document of a service whose sites rate sessions.
fn document(sites: &[Site]) -> ResultSet {
    let mut results = Vec::new();
    let whole = sites.iter().fold([0; 6], |sum: Site, site| std::array::from_fn(|part| sum[part] + site[part]));
    let groups = sites.iter().enumerate().map(|(place, site)| (json!({"site": format!("S{place}")}), *site));
    for (by, parts) in std::iter::once((json!({}), whole)).chain(groups) {
        let answered: u64 = parts[..5].iter().sum();
        let (eligible, events) = (answered + parts[5], parts[3] + parts[4]);
        let estimate = (answered > 0).then(|| events as f64 / answered as f64);
        let mean = (answered > 0)
            .then(|| (1..=5).map(|step| step * parts[step as usize - 1]).sum::<u64>() as f64 / answered as f64);
        let bins: Vec<Value> = (0..5).map(|bin| json!({"value": (bin + 1).to_string(), "count": parts[bin]})).collect();
        let shares: Vec<Value> = (3..=5)
            .map(|step| json!({"at_least": step, "events": parts[step - 1..5].iter().sum::<u64>(), "estimate": null}))
            .collect();
        let entry = |measure: &str, kind: &str, payload: Value| {
            let mut entry = json!({"measure": measure, "instrument": null, "by": by, "definition": "", "kind": kind,
                "reason": null, "caveats": []});
            let object = entry.as_object_mut().expect("an object");
            object.extend(payload.as_object().expect("an object").clone());
            entry
        };
        results.extend([
            entry("sessions", "count", json!({"count": eligible})),
            entry(
                "helpful",
                "proportion",
                json!({"eligible": eligible, "not_due": 0, "asked": null, "answered": answered,
                "events": events, "clients": null, "clients_answered": null, "estimate": estimate, "low": estimate,
                "high": estimate, "method": "wilson", "design_effect": 1.0, "bounds": null}),
            ),
            entry(
                "helpfulness",
                "distribution",
                json!({"eligible": eligible, "answered": answered, "bins": bins,
                "q1": null, "median": null, "q3": null, "shares": shares}),
            ),
            entry(
                "helpfulness",
                "mean",
                json!({"eligible": eligible, "answered": answered, "estimate": mean, "sd": 1.0,
                "low": null, "high": null, "method": "t"}),
            ),
        ]);
    }
    let attended: u64 = whole.iter().sum();
    let document = json!({"schema": "sst-results/1", "tool": {"name": "sst", "version": "0"}, "as_of": null, "period": null,
        "level": 0.95, "unit": "session", "mapping": null, "rows": {"read": attended, "used": attended, "excluded": []},
        "flow": {"booked": attended, "attended": attended, "asked": null, "answered": null}, "protection": "none",
        "measures": [{"id": "helpful", "label": "Helpful", "definition": "", "columns": ["helpfulness"], "follow_up": false}],
        "results": results});
    ResultSet::from_json(&document.to_string()).expect("a document")
}

/// What is published of one group: each part alone or with others, as the counts that would look the same.
fn equations(results: &ResultSet, by: &By, first: usize, rule: Protection) -> Vec<(Vec<usize>, u64, u64)> {
    let part = |number: usize| first + number;
    let mut known = Vec::new();
    let mut tell = |parts: &[usize], shown: Option<u64>| {
        if let Some(shown) = shown {
            let (low, high) = if rule.rounds() { attack::shown_as(shown, rule) } else { (shown, shown) };
            known.push((parts.iter().map(|&number| part(number)).collect(), low, high));
        }
    };
    for entry in results.results.iter().filter(|entry| entry.by == *by) {
        if let Some(share) = entry.as_proportion() {
            let all = share.answered.zip(share.events).map(|(answered, events)| answered - events);
            tell(&[3, 4], share.events);
            tell(&[0, 1, 2], all);
            // Where nothing else is told, the size is rounded by itself.
            match share.eligible.zip(share.answered) {
                Some((eligible, answered)) => tell(&[5], Some(eligible - answered)),
                None => tell(&[0, 1, 2, 3, 4, 5], share.eligible),
            }
        }
        if let Some(spread) = entry.as_distribution() {
            for (bin, told) in spread.bins.iter().enumerate() {
                tell(&[bin], told.count);
            }
        }
        if entry.measure == "sessions" {
            tell(&[0, 1, 2, 3, 4, 5], entry.as_count());
        }
    }
    known
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    /// Everything that a protected document tells of its groups and their whole, put into one system of equations: no small count
    /// is left with one value, and under exact rules each may be a count that would have been shown.
    #[test]
    fn a_protected_document_does_not_tell_what_it_hides(
        sites in prop::collection::vec(prop::array::uniform6(0_u64..30), 2..6),
        rule in rules(),
    ) {
        let protected = protect(&document(&sites), rule, &Catalogue::english()).expect("protected");
        prop_assert_eq!(protected.protection.as_str(), rule.id());
        // A document that is read again is the same document.
        let read = ResultSet::from_json(&protected.to_json()).expect("a document");
        prop_assert_eq!(&read, &protected);
        let number = sites.len();
        let mut system = Vec::new();
        for place in 0..number {
            let by = By::from([("site".to_owned(), Some(format!("S{place}")))]);
            system.extend(equations(&protected, &by, place * 6, rule));
        }
        // The whole: each of its parts is the sum of the sites'.
        for (parts, low, high) in equations(&protected, &By::new(), 0, rule) {
            let of_sites = (0..number).flat_map(|place| parts.iter().map(move |part| place * 6 + part)).collect();
            system.push((of_sites, low, high));
        }
        let truth: Vec<u64> = sites.iter().flatten().copied().collect();
        let ranges = attack::solve(truth.len(), &system);
        for (cell, (&count, &(least, most))) in truth.iter().zip(&ranges).enumerate() {
            prop_assert!(least <= count && count <= most, "the solver errs at {}", cell);
            if rule.is_small_gap(count) {
                prop_assert!(least < most, "{:?}: part {} is {}", rule, cell, least);
                if !rule.rounds() {
                    prop_assert!(most >= rule.least_shown(), "{:?}: part {} is {} to {}", rule, cell, least, most);
                }
            }
        }
    }
}
