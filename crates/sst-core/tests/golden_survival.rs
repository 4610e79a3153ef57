//! Times to a return, against survival and cmprsk on R (see the fixture's `about`).
#![allow(clippy::unwrap_used, clippy::print_stderr)] // a test may stop, and says how far off it was

mod deviation;

use std::collections::BTreeMap;

use deviation::Deviation;
use serde::Deserialize;
use sst_core::stats::{
    CurvePoint, CurveScale, End, EventTable, IncidenceMethod, Interval, Level, MedianDay, StatsError, aalen_johansen,
    incidence_at, kaplan_meier, log_rank, median_day, wilson,
};

#[derive(Deserialize)]
struct Fixture {
    fifty: Clients,
    weeks: Clients,
    by_site: Curve,
    curve: WholeCurve,
    naive: Vec<f64>,
    logrank_p: f64,
    median: Median,
    median_by_group: MedianByGroup,
}

#[derive(Deserialize)]
struct Clients {
    time: Vec<u32>,
    status: Vec<u8>,
    group: Vec<String>,
    horizons: Vec<u32>,
    km: BTreeMap<String, Curve>,
    aj: Incidence,
    logrank: LogRankGolden,
}

#[derive(Deserialize)]
struct Curve {
    surv: Vec<f64>,
    se: Vec<f64>,
    lower: Vec<f64>,
    upper: Vec<f64>,
    n_risk: Vec<u64>,
}

#[derive(Deserialize)]
struct Incidence {
    est: Vec<f64>,
    se: Vec<f64>,
    lower: Vec<f64>,
    upper: Vec<f64>,
    competing: Vec<f64>,
    cuminc_var: Vec<f64>,
}

#[derive(Deserialize)]
struct LogRankGolden {
    obs: Vec<u64>,
    exp: Vec<f64>,
    var: Vec<Vec<f64>>,
    chisq: f64,
}

#[derive(Deserialize)]
struct WholeCurve {
    time: Vec<u32>,
    n_risk: Vec<u64>,
    events: Vec<u64>,
    surv: Vec<f64>,
    log_se: Vec<f64>,
    lower: Vec<f64>,
    upper: Vec<f64>,
}

#[derive(Deserialize)]
struct Median(Vec<u32>);

#[derive(Deserialize)]
struct MedianByGroup {
    day: Vec<u32>,
    lower: Vec<u32>,
    upper: Vec<Option<u32>>,
}

fn fixture() -> Fixture {
    serde_json::from_str(include_str!("fixtures/survival.json")).unwrap()
}

impl Clients {
    fn rows(&self) -> impl Iterator<Item = (&str, u32, End)> {
        let end = |status: u8| [End::Censored, End::Event, End::Competing][usize::from(status)];
        self.group
            .iter()
            .zip(&self.time)
            .zip(&self.status)
            .map(move |((group, &day), &status)| (group.as_str(), day, end(status)))
    }

    fn table(&self) -> EventTable {
        self.rows().map(|(_, day, end)| (day, end)).collect()
    }

    /// The same with what happened otherwise counted as the event: for the share of the competing end.
    fn turned(&self) -> EventTable {
        let turn = |end| match end {
            End::Event => End::Competing,
            End::Competing => End::Event,
            End::Censored => End::Censored,
        };
        self.rows().map(|(_, day, end)| (day, turn(end))).collect()
    }

    fn by_group(&self) -> Vec<EventTable> {
        let mut groups: BTreeMap<&str, EventTable> = BTreeMap::new();
        for (group, day, end) in self.rows() {
            groups.entry(group).or_default().add(day, end, 1);
        }
        groups.into_values().collect()
    }
}

fn at(curve: &[CurvePoint], horizon: u32) -> CurvePoint {
    *curve.iter().rfind(|point| point.risk.day <= horizon).unwrap()
}

fn scale(name: &str) -> CurveScale {
    match name {
        "log-log" => CurveScale::LogLog,
        "log" => CurveScale::Log,
        "plain" => CurveScale::Plain,
        "logit" => CurveScale::Logit,
        "arcsin" => CurveScale::Arcsine,
        _ => panic!("{name}"),
    }
}

/// Golden curves are of S, ours of F = 1 - S.
fn note_free(deviation: &mut Deviation, what: &str, point: CurvePoint, golden: [f64; 4]) {
    let interval = point.interval.unwrap();
    deviation.note(format!("{what} S"), point.event_free, golden[0]);
    deviation.note(format!("{what} F"), point.incidence, 1.0 - golden[0]);
    deviation.note(format!("{what} se"), point.standard_error.unwrap(), golden[1]);
    deviation.note(format!("{what} low"), 1.0 - interval.high, golden[2]);
    deviation.note(format!("{what} high"), 1.0 - interval.low, golden[3]);
}

#[test]
fn kaplan_meier_is_survival() {
    let fixture = fixture();
    let mut closed = Deviation::allowed(1e-12);
    for (name, clients) in [("fifty", &fixture.fifty), ("weeks", &fixture.weeks)] {
        let table = clients.table();
        for (conf, golden) in &clients.km {
            let curve = kaplan_meier(&table, scale(conf), Level::DEFAULT).unwrap();
            for (i, &horizon) in clients.horizons.iter().enumerate() {
                let what = format!("{name} {conf} {horizon}");
                let row = [golden.surv[i], golden.se[i], golden.lower[i], golden.upper[i]];
                note_free(&mut closed, &what, at(&curve, horizon), row);
                assert_eq!(table.at_risk(horizon), golden.n_risk[i], "{what}");
            }
        }
    }
    closed.assert("Kaplan-Meier", (3 + 4) * 5 * 5);
}

#[test]
fn every_day_of_the_curve_is_survival() {
    let Fixture { fifty, curve: golden, .. } = fixture();
    let curve = kaplan_meier(&fifty.table(), CurveScale::LogLog, Level::DEFAULT).unwrap();
    assert_eq!(curve.len(), golden.time.len());
    let mut closed = Deviation::allowed(1e-12);
    for (i, point) in curve.into_iter().enumerate() {
        assert_eq!(
            (point.risk.day, point.risk.at_risk, point.risk.events),
            (golden.time[i], golden.n_risk[i], golden.events[i])
        );
        let se = golden.log_se[i] * golden.surv[i];
        let row = [golden.surv[i], se, golden.lower[i], golden.upper[i]];
        note_free(&mut closed, &format!("day {}", point.risk.day), point, row);
    }
    closed.assert("Kaplan-Meier, every day", 36 * 5);
}

#[test]
fn sites_at_horizons_are_survival() {
    let Fixture { fifty, by_site: golden, .. } = fixture();
    let mut closed = Deviation::allowed(1e-12);
    let sites = fifty.by_group();
    let cases = sites.iter().flat_map(|site| [30, 90, 180].map(|horizon| (site, horizon)));
    for (i, (site, horizon)) in cases.enumerate() {
        let ours = incidence_at(site, IncidenceMethod::KaplanMeier, horizon, Level::DEFAULT).unwrap();
        assert_eq!(ours.at_risk, golden.n_risk[i]);
        let interval = ours.interval.unwrap();
        closed.note("F", ours.estimate, 1.0 - golden.surv[i]);
        closed.note("se", ours.standard_error.unwrap(), golden.se[i]);
        closed.note("low", interval.low, 1.0 - golden.upper[i]);
        closed.note("high", interval.high, 1.0 - golden.lower[i]);
    }
    closed.assert("by site", 24);
}

#[test]
fn aalen_johansen_is_survival_and_cmprsk() {
    let fixture = fixture();
    let mut closed = Deviation::allowed(1e-12);
    for (name, clients) in [("fifty", &fixture.fifty), ("weeks", &fixture.weeks)] {
        let (table, golden) = (clients.table(), &clients.aj);
        let curve = aalen_johansen(&table, CurveScale::LogLog, Level::DEFAULT).unwrap();
        let turned = aalen_johansen(&clients.turned(), CurveScale::LogLog, Level::DEFAULT).unwrap();
        for (i, &horizon) in clients.horizons.iter().enumerate() {
            let what = format!("{name} {horizon}");
            let point = at(&curve, horizon);
            closed.note(&what, point.incidence, golden.est[i]);
            closed.note(format!("{what} se"), point.standard_error.unwrap(), golden.se[i]);
            closed.note(format!("{what} variance"), point.variance_by_counts.unwrap(), golden.cuminc_var[i]);
            let ours = incidence_at(&table, IncidenceMethod::AalenJohansen, horizon, Level::DEFAULT).unwrap();
            let interval = ours.interval.unwrap();
            assert_eq!((ours.estimate, Some(interval)), (point.incidence, point.interval));
            closed.note(format!("{what} low"), interval.low, golden.lower[i]);
            closed.note(format!("{what} high"), interval.high, golden.upper[i]);
            let other = at(&turned, horizon).incidence;
            closed.note(format!("{what} competing"), other, golden.competing[i]);
            assert!((point.incidence + other + point.event_free - 1.0).abs() < 1e-14, "{what}");
        }
    }
    closed.assert("Aalen-Johansen", (3 + 4) * 6);
}

#[test]
fn log_rank_is_survdiff() {
    let fixture = fixture();
    let mut closed = Deviation::allowed(1e-12);
    for clients in [&fixture.fifty, &fixture.weeks] {
        let (test, golden) = (log_rank(&clients.by_group()).unwrap(), &clients.logrank);
        closed.note("χ²", test.test.statistic, golden.chisq);
        for (g, group) in test.groups.iter().enumerate() {
            assert_eq!(group.observed, golden.obs[g]);
            closed.note("expected", group.expected, golden.exp[g]);
            for (ours, golden) in test.variance[g].iter().zip(&golden.var[g]) {
                closed.note("variance", *ours, *golden);
            }
        }
        assert_eq!(test.test.df + 1, golden.obs.len() as u64);
    }
    let p = log_rank(&fixture.fifty.by_group()).unwrap().test.p;
    closed.note("p", p, fixture.logrank_p);
    closed.assert("log-rank", 1 + 2 + 4 + 1 + 3 + 9 + 1);
}

#[test]
fn medians_are_survival() {
    let fixture = fixture();
    let median =
        |table: &EventTable| median_day(&kaplan_meier(table, CurveScale::LogLog, Level::DEFAULT).unwrap()).unwrap();
    let [day, low, high] = fixture.median.0[..] else { panic!("three numbers") };
    assert_eq!(median(&fixture.weeks.table()), MedianDay { day, low: Some(low), high: Some(high) });
    for (g, table) in fixture.weeks.by_group().iter().enumerate() {
        let golden = &fixture.median_by_group;
        let expected = MedianDay { day: golden.day[g], low: Some(golden.lower[g]), high: golden.upper[g] };
        assert_eq!(median(table), expected, "group {g}");
    }
}

#[test]
fn naive_shares_have_everyone_below_the_line() {
    let Fixture { fifty, naive, .. } = fixture();
    for (horizon, golden) in [30, 90, 180].into_iter().zip(naive) {
        assert_eq!(fifty.table().naive_share(horizon).unwrap().estimate(), Ok(golden));
    }
    assert_eq!(EventTable::default().naive_share(30), Err(StatsError::NoAnswers));
}

const BOTH: [IncidenceMethod; 2] = IncidenceMethod::ALL;

#[test]
fn nothing_is_said_beyond_follow_up() {
    let table: EventTable = [(5, End::Event), (20, End::Censored), (29, End::Censored)].into_iter().collect();
    for method in BOTH {
        assert_eq!(incidence_at(&table, method, 30, Level::DEFAULT), Err(StatsError::NotFollowed));
        let last = incidence_at(&table, method, 29, Level::DEFAULT).unwrap();
        assert_eq!((last.at_risk, last.events), (1, 1));
        assert_eq!(incidence_at(&EventTable::default(), method, 30, Level::DEFAULT), Err(StatsError::NoAnswers));
    }
}

#[test]
fn without_returns_the_interval_is_wilsons_of_those_at_risk() {
    // R has [1, 1] here, as if three clients were proof.
    let table: EventTable = [10, 40, 50].into_iter().map(|day| (day, End::Censored)).collect();
    for method in BOTH {
        let none = incidence_at(&table, method, 30, Level::DEFAULT).unwrap();
        assert_eq!((none.estimate, none.standard_error, none.at_risk), (0.0, None, 2));
        let wilson = wilson(0, 2, Level::DEFAULT).unwrap();
        assert_eq!(none.interval, Ok(Interval { low: 0.0, high: wilson.high }));
        // Before anything is known to have ended.
        assert_eq!(incidence_at(&table, method, 5, Level::DEFAULT).unwrap().at_risk, 3);
        assert_eq!(incidence_at(&table, method, 51, Level::DEFAULT), Err(StatsError::NotFollowed));
    }
    // All are closed on day 9: nobody returned, nobody can, and nobody is at risk to take an interval from.
    let table: EventTable = [(9, End::Competing), (9, End::Competing)].into_iter().collect();
    let closed = incidence_at(&table, IncidenceMethod::AalenJohansen, 30, Level::DEFAULT).unwrap();
    assert_eq!((closed.estimate, closed.interval, closed.competing), (0.0, Err(StatsError::CurveAtEnd), 2));
    assert_eq!(incidence_at(&table, IncidenceMethod::KaplanMeier, 30, Level::DEFAULT), Err(StatsError::NotFollowed));
}

#[test]
fn when_all_have_returned_there_is_no_interval() {
    let table: EventTable = [5, 6, 7].into_iter().map(|day| (day, End::Event)).collect();
    for method in BOTH {
        let all = incidence_at(&table, method, 30, Level::DEFAULT).unwrap();
        assert_eq!((all.estimate, all.standard_error, all.at_risk), (1.0, None, 0));
        assert_eq!(all.interval, Err(StatsError::CurveAtEnd));
        assert_eq!(incidence_at(&table, method, 6, Level::DEFAULT).unwrap().events, 2);
        assert!(incidence_at(&table, method, 6, Level::DEFAULT).unwrap().interval.is_ok());
        let one: EventTable = std::iter::once((3, End::Event)).collect();
        assert_eq!(incidence_at(&one, method, 3, Level::DEFAULT).unwrap().estimate, 1.0);
        assert_eq!(incidence_at(&one, method, 2, Level::DEFAULT).unwrap().estimate, 0.0);
        let median = median_day(&method.curve(&one, Level::DEFAULT).unwrap());
        assert_eq!(median, Some(MedianDay { day: 3, low: None, high: None }));
    }
    // Freed of competing ends, the last of the curve is a share of all and has its interval.
    let table: EventTable = [(1, End::Event), (2, End::Competing), (3, End::Event)].into_iter().collect();
    let share = incidence_at(&table, IncidenceMethod::AalenJohansen, 30, Level::DEFAULT).unwrap();
    assert!((share.standard_error.unwrap() - (2.0_f64 / 27.0).sqrt()).abs() < 1e-15);
    assert!((share.estimate - 2.0 / 3.0).abs() < 1e-15 && share.interval.is_ok());
}

#[test]
fn on_one_day_events_come_first() {
    // Censored on day 7, at risk of the event of day 7: one of two, not one of one.
    let table: EventTable = [(7, End::Event), (7, End::Censored)].into_iter().collect();
    for method in BOTH {
        assert_eq!(incidence_at(&table, method, 7, Level::DEFAULT).unwrap().estimate, 0.5);
    }
    let table: EventTable = [(7, End::Event), (7, End::Competing)].into_iter().collect();
    let share = |method| incidence_at(&table, method, 7, Level::DEFAULT).unwrap().estimate;
    assert_eq!(BOTH.map(share), [0.5, 0.5]);
}

#[test]
fn what_cannot_be_compared_says_why() {
    let events = |days: &[u32]| days.iter().map(|&day| (day, End::Event)).collect::<EventTable>();
    let none: EventTable = [(30, End::Censored), (40, End::Censored)].into_iter().collect();
    assert_eq!(log_rank(&[events(&[1, 2])]).unwrap_err(), StatsError::OneValue);
    assert_eq!(log_rank(&[none.clone(), none.clone()]).unwrap_err(), StatsError::AllAlike);
    assert_eq!(log_rank(&[events(&[3]), EventTable::default()]).unwrap_err(), StatsError::AllAlike);
    // An empty group adds nothing, not even a degree of freedom.
    let two = log_rank(&[events(&[1, 2, 9]), none.clone()]).unwrap();
    let three = log_rank(&[events(&[1, 2, 9]), EventTable::default(), none]).unwrap();
    assert_eq!(two.test, three.test);
    assert_eq!(two.test.df, 1);
}
