//! Which points are a signal, and by which rule.

use super::{ControlChart, Rule, RuleSet, Side, runs_analysis};
use crate::stats::StatsError;

/// A rule that fired.
#[derive(Debug, Clone, PartialEq)]
pub struct Signal {
    /// The rule.
    pub rule: Rule,
    /// The side of the centre or the way of the trend; too few crossings have none.
    pub side: Option<Side>,
    /// The part of the chart.
    pub part: usize,
    /// The places of the points that fire, ascending.
    pub places: Vec<usize>,
}

/// All signals of a chart by a set of rules: part by part, in the order of the rules, then of the points.
///
/// A point without a value, or one that the plan leaves out, takes part in no rule. Each run, trend and point beyond the limits is
/// a signal of its own; points near a limit are one signal for each part, rule and side.
///
/// # Errors
/// `OutOfRange` where a rule asks for no points, `NotConverged`.
///
/// ```
/// use sst_core::stats::{ChartPlan, RuleSet, Screening, Side, signals, xmr_chart};
/// // NHSRplotthedots 0.2.2: 41 is above the limit, and the last eight are a shift.
/// let values = [21, 25, 19, 23, 27, 22, 20, 24, 26, 23, 21, 25, 22, 24, 41, 23, 20, 22, 28, 29, 27, 30, 28, 29, 31, 27];
/// let chart = xmr_chart(&values.map(|value| Some(f64::from(value))), &ChartPlan::default(), Screening::Once)?;
/// let signals = signals(&chart, &RuleSet::PLOT_THE_DOTS)?;
/// assert_eq!((signals[0].rule.id(), signals[0].side, signals[0].places.as_slice()), ("beyond_limits", Some(Side::Above), &[14][..]));
/// assert_eq!((signals[1].rule.id(), signals[1].places.clone()), ("shift", (18..26).collect::<Vec<_>>()));
/// # Ok::<(), sst_core::stats::StatsError>(())
/// ```
pub fn signals(chart: &ControlChart, rules: &RuleSet) -> Result<Vec<Signal>, StatsError> {
    let mut found = Vec::new();
    for (part, places) in chart.parts.iter().map(|part| part.places.clone()).enumerate() {
        let points: Vec<Plotted> = places.filter_map(|place| Plotted::of(chart, place)).collect();
        for &rule in rules.rules {
            let fired = fired(rule, &points)?;
            found.extend(fired.into_iter().map(|(side, places)| Signal { rule, side, part, places }));
        }
    }
    Ok(found)
}

/// The signal that leads at a place: of those that fire there the first in the order of the set.
pub fn leading_signal(signals: &[Signal], place: usize) -> Option<&Signal> {
    signals.iter().find(|signal| signal.places.binary_search(&place).is_ok())
}

/// A point that takes part in the rules.
struct Plotted {
    place: usize,
    value: f64,
    centre: f64,
    beyond: Option<Side>,
    /// How far from the centre on its side, as a share of the way to the limit; 0 without limits.
    way: f64,
    side: Option<Side>,
}

impl Plotted {
    fn of(chart: &ControlChart, place: usize) -> Option<Self> {
        let point = chart.points.get(place).filter(|point| !point.left_out)?;
        let (value, lines) = (point.value.ok()?, point.lines.ok()?);
        let (centre, side) = (lines.centre, Side::of(value, lines.centre));
        let way = match (side, lines.limits) {
            (Some(Side::Above), Some(limits)) => (value - centre) / (limits.high - centre),
            (Some(Side::Below), Some(limits)) => (centre - value) / (centre - limits.low),
            _ => 0.0,
        };
        Some(Self { place, value, centre, beyond: point.beyond, way, side })
    }
}

/// A side and the places on it.
type Fired = (Option<Side>, Vec<usize>);

fn fired(rule: Rule, points: &[Plotted]) -> Result<Vec<Fired>, StatsError> {
    match rule {
        Rule::Beyond => Ok(beyond(points)),
        Rule::Shift { points: least @ 1.. } => Ok(shifts(points, least)),
        Rule::Trend { points: least @ 2.. } => Ok(trends(points, least)),
        Rule::Near { window: window @ 1.., points: least, share, strict } => {
            Ok(near(points, window, least, |point| point.way > share && !(strict && point.beyond.is_some()), strict))
        }
        Rule::LongRun => long_runs(points),
        Rule::FewCrossings => few_crossings(points),
        Rule::Shift { .. } | Rule::Trend { .. } | Rule::Near { .. } => Err(StatsError::OutOfRange),
    }
}

fn places<'p>(points: impl IntoIterator<Item = &'p Plotted>) -> Vec<usize> {
    points.into_iter().map(|point| point.place).collect()
}

fn beyond(points: &[Plotted]) -> Vec<Fired> {
    let outside = points.iter().filter(|point| point.beyond.is_some());
    outside.map(|point| (point.beyond, vec![point.place])).collect()
}

fn shifts(points: &[Plotted], least: usize) -> Vec<Fired> {
    let runs = points.chunk_by(|one, next| one.side == next.side);
    let long = runs.filter(|run| run.len() >= least && run[0].side.is_some());
    long.map(|run| (run[0].side, places(run))).collect()
}

fn trends(points: &[Plotted], least: usize) -> Vec<Fired> {
    let mut found = Vec::new();
    for side in [Side::Above, Side::Below] {
        let climbs = |one: &Plotted, next: &Plotted| Side::of(next.value, one.value) == Some(side);
        let long = points.chunk_by(climbs).filter(|run| run.len() >= least);
        found.extend(long.map(|run| (Some(side), places(run))));
    }
    found.sort_by_key(|(_, places)| places.first().copied());
    found
}

fn near(
    points: &[Plotted],
    window: usize,
    least: usize,
    is_near: impl Fn(&Plotted) -> bool,
    all_on_side: bool,
) -> Vec<Fired> {
    let mut found = Vec::new();
    for side in [Side::Above, Side::Below] {
        let counts = |point: &Plotted| point.side == Some(side) && is_near(point);
        let mut fires = vec![false; points.len()];
        for (start, stretch) in points.windows(window).enumerate() {
            let together = !all_on_side || stretch.iter().all(|point| point.side == Some(side));
            if together && stretch.iter().filter(|point| counts(point)).count() >= least {
                for (fires, point) in fires[start..].iter_mut().zip(stretch) {
                    *fires |= counts(point);
                }
            }
        }
        let firing = places(points.iter().zip(&fires).filter(|(_, fires)| **fires).map(|(point, _)| point));
        if !firing.is_empty() {
            found.push((Some(side), firing));
        }
    }
    found
}

fn long_runs(points: &[Plotted]) -> Result<Vec<Fired>, StatsError> {
    let useful: Vec<&Plotted> = points.iter().filter(|point| point.side.is_some()).collect();
    let Some(runs) = analysis(points)? else { return Ok(Vec::new()) };
    let long = useful.chunk_by(|one, next| one.side == next.side).filter(|run| run.len() as u64 > runs.longest_allowed);
    Ok(long.map(|run| (run[0].side, places(run.iter().copied()))).collect())
}

fn few_crossings(points: &[Plotted]) -> Result<Vec<Fired>, StatsError> {
    let fires = analysis(points)?.is_some_and(|runs| runs.is_few_crossings());
    let useful = places(points.iter().filter(|point| point.value != point.centre));
    Ok(if fires { vec![(None, useful)] } else { Vec::new() })
}

/// `None` where no point is off the centre.
fn analysis(points: &[Plotted]) -> Result<Option<super::RunsAnalysis>, StatsError> {
    match runs_analysis(&points.iter().map(|point| point.side).collect::<Vec<_>>()) {
        Ok(runs) => Ok(Some(runs)),
        Err(StatsError::NoAnswers) => Ok(None),
        Err(error) => Err(error),
    }
}
