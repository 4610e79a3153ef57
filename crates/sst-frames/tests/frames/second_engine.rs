//! The counts of the core, a second time by polars: from the tidy table, by `group_by`, with nothing of the core's code.

use std::collections::BTreeMap;

use polars::prelude::*;
use proptest::prelude::*;
use sst_core::codes::Exclusion;
use sst_core::day::Day;
use sst_core::definitions::{Definitions, GroupKey};
use sst_core::estimate::{Estimation, Provenance, results};
use sst_core::ledger::{Closed, Selection};
use sst_core::results::By;
use sst_core::summary::{FlowCounts, ProportionSums, Quantity};
use sst_core::text::Catalogue;
use sst_examples::{Layout, Plan};
use sst_frames::tidy;

use crate::exports::{csv_of, file, open, parquet_of, texts_of};

const FOLLOW_UPS: [&str; 5] = ["change_rating", "enough", "no_return_reason", "goal_met", "next_step_done"];

/// Whether a cell is one of these; a missing one is not.
fn is(column: &str, codes: &[&str]) -> Expr {
    let any = codes.iter().map(|code| col(column).eq(lit(*code))).reduce(Expr::or).unwrap_or_else(|| lit(false));
    any.fill_null(lit(false))
}

fn known(column: &str) -> Expr {
    col(column).is_not_null()
}

fn at_least(column: &str, threshold: u32) -> Expr {
    col(column).gt_eq(lit(threshold)).fill_null(lit(false))
}

fn within(days: i32) -> Expr {
    col("wait").lt_eq(lit(days)).fill_null(lit(false))
}

/// Who could be asked, who answered, who said yes, and whether it waits for the follow-up.
fn measures() -> Vec<(&'static str, Expr, Expr, Expr, bool)> {
    let attended = || is("status", &["attended"]);
    let unless = |set: &str| attended().and(is(set, &["no"]).not());
    let better = ["much_better", "better"];
    vec![
        ("attended", is("status", &["attended", "no_show", "cancelled"]), lit(true), attended(), false),
        ("helpful", attended(), known("helpfulness"), at_least("helpfulness", 4), false),
        ("satisfied", attended(), known("satisfaction"), at_least("satisfaction", 4), false),
        ("improved", attended(), known("change_rating"), is("change_rating", &better), true),
        ("much_improved", attended(), known("change_rating"), is("change_rating", &better[..1]), true),
        ("worse", attended(), known("change_rating"), is("change_rating", &["worse", "much_worse"]), true),
        ("enough", attended(), known("enough"), is("enough", &["yes"]), true),
        (
            "got_what_needed",
            attended(),
            known("no_return_reason"),
            is("no_return_reason", &["got_what_i_needed"]),
            true,
        ),
        ("goal_met", unless("goal_set"), known("goal_met"), is("goal_met", &["yes"]), true),
        ("next_step_done", unless("next_step_set"), known("next_step_done"), is("next_step_done", &["yes"]), true),
        ("followed_up", attended(), lit(true), col("has_answer"), true),
        ("seen_same_day", attended(), known("wait"), within(0), false),
        ("seen_within_7_days", attended(), known("wait"), within(7), false),
        ("seen_within_28_days", attended(), known("wait"), within(28), false),
    ]
}

/// What polars counts.
struct Counted {
    as_of: i32,
    duplicates: u64,
    conflicting: u64,
    used: u64,
    /// By measure, then by group.
    proportions: BTreeMap<String, BTreeMap<By, ProportionSums>>,
    /// Sessions, clients, new clients, attended; by group.
    sizes: BTreeMap<By, [u64; 4]>,
    waits: BTreeMap<By, BTreeMap<i32, u64>>,
    flow: FlowCounts,
}

fn collect(frame: LazyFrame) -> DataFrame {
    frame.collect().unwrap_or_else(|error| panic!("polars: {error}"))
}

fn cells(table: &DataFrame, column: &str) -> Vec<u64> {
    let column = table.column(column).expect("a column").cast(&DataType::UInt64).expect("a count");
    column.u64().expect("counts").iter().map(Option::unwrap_or_default).collect()
}

/// The groups of a table, row by row.
fn groups(table: &DataFrame, keys: &[&str]) -> Vec<By> {
    let texts = |key: &str| {
        let column = table.column(key).expect("a key").str().expect("labels").clone();
        column.iter().map(|label| label.map(str::to_owned)).collect::<Vec<_>>()
    };
    let columns: Vec<_> = keys.iter().map(|key| texts(key)).collect();
    (0..table.height())
        .map(|row| keys.iter().zip(&columns).map(|(key, column)| ((*key).to_owned(), column[row].clone())).collect())
        .collect()
}

/// The rows that count: identical rows of one id once, different ones not at all, nothing after the as-of date.
fn rows_that_count(tidy: &DataFrame, as_of: Option<i32>) -> (DataFrame, i32, u64, u64) {
    let with_id = collect(tidy.clone().lazy().filter(known("session_id")));
    let distinct = collect(with_id.clone().lazy().unique_stable(None, UniqueKeepStrategy::First));
    let conflicts = collect(
        distinct.clone().lazy().group_by([col("session_id")]).agg([len().alias("rows")]).filter(col("rows").gt(lit(1))),
    );
    let ids = conflicts.column("session_id").expect("ids").as_materialized_series().clone();
    let conflicting = ids.len();
    let is_conflict = || col("session_id").is_in(lit(ids.clone()).implode(true), false);
    let rows_in_conflict =
        if conflicting == 0 { 0 } else { collect(with_id.clone().lazy().filter(is_conflict())).height() };
    let distinct_in_conflict =
        if conflicting == 0 { 0 } else { collect(distinct.clone().lazy().filter(is_conflict())).height() };
    let kept =
        if conflicting == 0 { distinct.clone().lazy() } else { distinct.clone().lazy().filter(is_conflict().not()) };
    let without_id = tidy.clone().lazy().filter(known("session_id").not());
    let kept = collect(concat([kept, without_id], UnionArgs::default()).expect("the same columns"));
    let duplicates = with_id.height() - distinct.height() - (rows_in_conflict - distinct_in_conflict);

    let attended = collect(
        kept.clone().lazy().filter(is("status", &["attended"])).select([col("session_date").cast(DataType::Int32)]),
    );
    let mut days: Vec<i32> =
        attended.column("session_date").expect("days").i32().expect("days").iter().flatten().collect();
    days.sort_unstable();
    days.dedup();
    let latest = match days.as_slice() {
        [.., before, last] if last - before > 60 => *before,
        [.., last] => *last,
        [] => i32::MAX,
    };
    let as_of = as_of.unwrap_or(latest);
    let used = collect(kept.lazy().filter(col("session_date").cast(DataType::Int32).lt_eq(lit(as_of))));
    (used, as_of, duplicates as u64, rows_in_conflict as u64)
}

fn count(tidy: &DataFrame, keys: &[&str], as_of: Option<i32>, due_after_days: i32) -> Counted {
    let (rows, as_of, duplicates, conflicting) = rows_that_count(tidy, as_of);
    let used = rows.height() as u64;
    let day = |column: &str| col(column).cast(DataType::Int32);
    let late = day("followup_date").gt(lit(as_of)).fill_null(lit(false));
    let answers = FOLLOW_UPS.map(|name| when(late.clone()).then(lit(NULL)).otherwise(col(name)).alias(name));
    let row = lit("row ") + col("row").cast(DataType::String);
    let wait = day("session_date") - day("request_date");
    let wait =
        when(is("access", &["Walk-in", "walk-in", "walk_in", "WALK-IN", "Walk in"])).then(lit(0)).otherwise(wait);
    let rows = collect(
        rows.lazy()
            // The first session of each client comes first; ids do not tell apart those of one day, the table's order does.
            .sort(["session_date", "session_id"], SortMultipleOptions::default().with_maintain_order(true))
            .with_row_index("row", None)
            .with_columns(answers)
            .with_columns([
                col("session_date").dt().strftime("%Y-%m").alias("month"),
                wait.alias("wait"),
                (day("session_date") + lit(due_after_days)).lt_eq(lit(as_of)).alias("is_due"),
                FOLLOW_UPS.map(known).into_iter().reduce(Expr::or).unwrap_or_else(|| lit(false)).alias("has_answer"),
                when(known("client_id")).then(col("client_id")).otherwise(row).alias("who"),
                is("status", &["attended"]).alias("came"),
                is("followup_asked", &["yes"]).alias("was_asked"),
            ]),
    );
    // Whether the client came again on a later day; of rows without a client nobody knows.
    let last = day("session_date").filter(col("came")).max().over([col("who")]).expect("a window");
    let came_back = when(last.gt(day("session_date"))).then(lit("yes")).otherwise(lit("no"));
    let helpful = when(at_least("helpfulness", 4)).then(lit("yes")).otherwise(lit("no"));
    let rows = collect(rows.lazy().with_columns([
        when(known("client_id")).then(came_back).otherwise(lit(NULL)).alias("came_back"),
        when(known("helpfulness")).then(helpful).otherwise(lit(NULL)).alias("helpful"),
    ]));
    let is_response = keys.iter().any(|key| ["helpful", "came_back"].contains(key));
    let rows = if is_response { collect(rows.lazy().filter(col("came"))) } else { rows };
    let first = collect(rows.clone().lazy().filter(col("came")).unique_stable(
        Some(Selector::ByName { names: ["who".into()].into(), strict: true }),
        UniqueKeepStrategy::First,
    ));
    let key_columns: Vec<Expr> = keys.iter().map(|key| col(*key)).collect();
    let by_client: Vec<Expr> = key_columns.iter().cloned().chain([col("who")]).collect();
    let sum = |condition: Expr, name: &str| condition.cast(DataType::Int64).sum().alias(name);

    let mut proportions = BTreeMap::new();
    for (id, population, answered, event, is_follow_up) in measures() {
        let due = if is_follow_up { col("is_due") } else { lit(true) };
        let eligible = population.clone().and(due.clone());
        let answered = eligible.clone().and(answered);
        let event = answered.clone().and(event);
        let was_asked = if is_follow_up { answered.clone().or(col("was_asked")) } else { lit(false) };
        let asked = eligible.clone().and(was_asked);
        let square = |a: &str, b: &str| (col(a) * col(b)).sum();
        let counts = collect(
            rows.clone()
                .lazy()
                .group_by(by_client.clone())
                .agg([
                    sum(eligible.clone(), "e"),
                    sum(population.and(due.not()), "not_due"),
                    sum(asked, "asked"),
                    sum(answered, "n"),
                    sum(event, "y"),
                ])
                .group_by(key_columns.clone())
                .agg([
                    col("e").sum().alias("eligible"),
                    col("not_due").sum(),
                    col("asked").sum(),
                    col("n").sum().alias("answered"),
                    col("y").sum().alias("events"),
                    sum(col("e").gt(lit(0)), "clients"),
                    sum(col("n").gt(lit(0)), "clients_answered"),
                    square("n", "n").alias("n2"),
                    square("n", "y").alias("ny"),
                    square("y", "y").alias("y2"),
                ]),
        );
        let of = |name: &str| cells(&counts, name);
        let (eligible, not_due, asked) = (of("eligible"), of("not_due"), of("asked"));
        let (answered, events) = (of("answered"), of("events"));
        let (clients, clients_answered) = (of("clients"), of("clients_answered"));
        let (n2, ny, y2) = (of("n2"), of("ny"), of("y2"));
        let sums = |i: usize| ProportionSums {
            eligible: eligible[i],
            not_due: not_due[i],
            asked: asked[i],
            answered: answered[i],
            events: events[i],
            partly_yes: 0,
            cannot_happen: 0,
            clients: clients[i],
            clients_answered: clients_answered[i],
            sum_n2: n2[i].into(),
            sum_ny: ny[i].into(),
            sum_y2: y2[i].into(),
        };
        let by_group = groups(&counts, keys).into_iter().enumerate().map(|(i, by)| (by, sums(i))).collect();
        proportions.insert(id.to_owned(), by_group);
    }

    let sizes = collect(rows.clone().lazy().group_by(key_columns.clone()).agg([
        sum(known("status"), "sessions"),
        col("who").filter(col("came")).n_unique().alias("clients"),
        sum(col("came"), "attended"),
    ]));
    let new = collect(first.lazy().group_by(key_columns.clone()).agg([len().alias("new")]));
    let new: BTreeMap<By, u64> = groups(&new, keys).into_iter().zip(cells(&new, "new")).collect();
    let (sessions, clients, attended) =
        (cells(&sizes, "sessions"), cells(&sizes, "clients"), cells(&sizes, "attended"));
    let sizes = groups(&sizes, keys)
        .into_iter()
        .enumerate()
        .map(|(i, by)| {
            let new = new.get(&by).copied().unwrap_or_default();
            (by, [sessions[i], clients[i], new, attended[i]])
        })
        .collect();

    let by_wait: Vec<Expr> = key_columns.into_iter().chain([col("wait")]).collect();
    let spread = collect(
        rows.clone().lazy().filter(col("came").and(known("wait"))).group_by(by_wait).agg([len().alias("rows")]),
    );
    let mut waits: BTreeMap<By, BTreeMap<i32, u64>> = BTreeMap::new();
    let days = spread.column("wait").expect("days").cast(&DataType::Int32).expect("days");
    let days = days.i32().expect("days").iter().map(Option::unwrap_or_default);
    for ((by, day), rows) in groups(&spread, keys).into_iter().zip(days).zip(cells(&spread, "rows")) {
        waits.entry(by).or_default().insert(day, rows);
    }

    let due = || col("came").and(col("is_due"));
    let flow = collect(rows.lazy().select([
        sum(known("status"), "booked"),
        sum(col("came"), "attended"),
        sum(due().and(col("has_answer").or(col("was_asked"))), "asked"),
        sum(due().and(col("has_answer")), "answered"),
    ]));
    let of = |name: &str| cells(&flow, name)[0];
    let flow =
        FlowCounts { booked: of("booked"), attended: of("attended"), asked: of("asked"), answered: of("answered") };
    Counted { as_of, duplicates, conflicting, used, proportions, sizes, waits, flow }
}

/// Everything that polars counted is what the core counted, and there is nothing else.
fn assert_equal(counted: &Counted, closed: &Closed, definitions: &Definitions) {
    let summary = &closed.summary;
    let cells: BTreeMap<_, _> = summary.cells.iter().filter(|(by, _)| !by.is_empty()).collect();
    assert_eq!(cells.keys().copied().collect::<Vec<_>>(), counted.sizes.keys().collect::<Vec<_>>(), "groups");
    let waits = Quantity::all(definitions).iter().position(|&quantity| quantity == Quantity::WaitDays).expect("waits");
    for (&by, &cell) in &cells {
        let [sessions, clients, new_clients, attended] = counted.sizes[by];
        assert_eq!((cell.sessions, cell.clients, cell.new_clients), (sessions, clients, new_clients), "{by:?}");
        // Change on questionnaires is not counted again here: golden_change.rs has it from R.
        let measures = definitions.measures.iter().zip(&cell.proportions);
        for (measure, sums) in measures.filter(|(measure, _)| definitions.instrument_of(measure).is_none()) {
            assert_eq!(counted.proportions[&measure.id][by], *sums, "{} {by:?}", measure.id);
        }
        let expected = counted.waits.get(by).cloned().unwrap_or_default();
        assert_eq!((&cell.histograms[waits].values, cell.histograms[waits].eligible), (&expected, attended), "{by:?}");
    }
    assert_eq!(summary.flow, counted.flow);
    assert_eq!(closed.used, counted.used);
    let excluded = |reason| closed.excluded.get(&reason).copied().unwrap_or_default();
    assert_eq!(excluded(Exclusion::Duplicate), counted.duplicates, "duplicates");
    assert_eq!(excluded(Exclusion::ConflictingId), counted.conflicting, "conflicting ids");
}

/// Who answers, by the rating of the session and by coming back, is what polars counted by them.
fn assert_responses(
    tidy: &DataFrame,
    as_of: Option<i32>,
    due_after_days: i32,
    closed: &Closed,
    definitions: &Definitions,
) {
    let mut compared = 0;
    for key in ["helpful", "came_back"] {
        let counted = count(tidy, &[key], as_of, due_after_days);
        let ours = || closed.summary.responses.iter().filter(|(by, _)| by.contains_key(key));
        assert_eq!(
            ours().map(|(by, _)| by).collect::<Vec<_>>(),
            counted.sizes.keys().collect::<Vec<_>>(),
            "labels of {key}"
        );
        for (by, cell) in ours() {
            let measures = definitions.measures.iter().zip(&cell.proportions);
            for (measure, sums) in measures.filter(|(measure, _)| definitions.instrument_of(measure).is_none()) {
                assert_eq!(counted.proportions[&measure.id][by], *sums, "{} {by:?}", measure.id);
                compared += 1;
            }
        }
    }
    let attended = closed.summary.flow.attended > 0;
    assert_eq!(compared > 0, attended, "something was compared");
}

/// What the document says is what polars counted.
fn assert_documented(counted: &Counted, closed: &Closed, definitions: &Definitions) {
    let document = results(closed, definitions, Estimation::default(), Provenance::default(), &Catalogue::english())
        .expect("every interval can be computed");
    let mut compared = 0;
    for entry in document.results.iter().filter(|entry| !entry.by.is_empty() && entry.instrument.is_none()) {
        if entry.by.keys().any(|key| ["helpful", "came_back"].contains(&key.as_str())) {
            continue;
        }
        let Some(shown) = entry.as_proportion() else { continue };
        let sums = counted.proportions[&entry.measure][&entry.by];
        let expected = (Some(sums.eligible), Some(sums.answered), Some(sums.events), Some(sums.not_due));
        assert_eq!((shown.eligible, shown.answered, shown.events, shown.not_due), expected, "{entry:?}");
        compared += 1;
    }
    assert_eq!(compared, counted.sizes.len() * measures().len());
}

fn check(plan: &Plan, keys: &[&str], as_of: Option<&str>, due_after_days: i32, by_parquet: bool) {
    let csv = csv_of(plan);
    let input = if by_parquet { parquet_of(&texts_of(&csv), 300) } else { csv };
    let files = [file("generated", input)];
    let mapping = format!("[follow_up]\ndue_after_days = {due_after_days}\n");
    let mut export = open(&files, &mapping).unwrap_or_else(|error| panic!("{error}"));
    let tidy = tidy(&mut export).expect("a table");
    let as_of = as_of.map(|day| Day::from(day.parse::<jiff::civil::Date>().expect("a day")));
    let mut selection = Selection { as_of, ..Selection::default() };
    selection.tells_response = true;
    let groups = &export.definitions.groups;
    selection.add_grouping(keys.iter().map(|key| GroupKey::find(key, groups).expect("a group")).collect());
    let closed = tidy.reading.ledger.close(&export.definitions, &selection).expect("it can be closed");
    let counted = count(&tidy.table, keys, as_of.map(|day| day.0), due_after_days);
    if as_of.is_none() && counted.as_of != i32::MAX {
        assert_eq!(closed.as_of, Some(Day(counted.as_of)));
    }
    assert_equal(&counted, &closed, &export.definitions);
    assert_documented(&counted, &closed, &export.definitions);
    assert_responses(&tidy.table, as_of.map(|day| day.0), due_after_days, &closed, &export.definitions);
}

#[test]
fn a_year_by_month_and_site() {
    check(&Plan::new(3000, 1), &["month", "site"], None, 0, false);
}

#[test]
fn a_dirty_export_with_a_follow_up_rule_and_an_earlier_date() {
    let plan = Plan { dirty_per_million: 120_000, months: 18, ..Plan::new(2500, 2) };
    check(&plan, &["month", "site"], Some("2026-03-31"), 21, true);
}

#[test]
fn by_concern_and_by_month_alone() {
    let plan = Plan { dirty_per_million: 30_000, ..Plan::new(1200, 3) };
    check(&plan, &["concern"], None, 14, false);
    check(&plan, &["month"], Some("2025-09-15"), 30, true);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(8))]

    #[test]
    fn any_export_by_month_and_site(
        seed in 0_u64..100_000,
        sessions in 1_u64..700,
        months in 1_u16..20,
        dirty_per_million in prop_oneof![Just(0_u64), 0_u64..300_000],
        due_after_days in 0_i32..60,
        as_of in prop_oneof![Just(None), Just(Some("2025-06-30")), Just(Some("2025-02-10"))],
        by_parquet: bool,
    ) {
        let plan = Plan { months, dirty_per_million, layout: Layout::FULL, ..Plan::new(sessions, seed) };
        check(&plan, &["month", "site"], as_of, due_after_days, by_parquet);
    }
}
