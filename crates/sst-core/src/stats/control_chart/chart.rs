//! A control chart: points, their centre and limits. What all kinds of charts share.

use std::ops::Range;

use super::ChartPlan;
use crate::stats::{Interval, StatsError};

/// A control chart.
#[derive(Debug, Clone, PartialEq)]
pub struct ControlChart {
    /// One for each place of the series, gaps among them.
    pub points: Vec<ChartPoint>,
    /// The parts, in order: one, and one more for each rebase.
    pub parts: Vec<ChartPart>,
}

impl ControlChart {
    /// The place of the latest point that has a value and takes part: the one that a verdict on "now" is about.
    pub fn latest(&self) -> Option<usize> {
        self.points.iter().rposition(|point| point.value.is_ok() && !point.left_out)
    }
}

/// One place of a series.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ChartPoint {
    /// The value, or why there is none: a gap, which keeps its place and does not break the order of those about it.
    pub value: Result<f64, StatsError>,
    /// Centre and limits here, or why there are none.
    pub lines: Result<Lines, StatsError>,
    /// Beyond the limits, on which side; exact charts decide by the tail and not by the drawn line.
    pub beyond: Option<Side>,
    /// Its part, counted from 0.
    pub part: usize,
    /// Whether the limits rest on it.
    pub in_baseline: bool,
    /// Drawn without taking part, as the plan says.
    pub left_out: bool,
}

/// Centre and limits at one point, in the unit of the values.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Lines {
    /// The centre.
    pub centre: f64,
    /// The limits; a run chart has none.
    pub limits: Option<Interval>,
}

/// One part of a chart.
#[derive(Debug, Clone, PartialEq)]
pub struct ChartPart {
    /// Its places.
    pub places: Range<usize>,
    /// How many points have a value and take part.
    pub points: usize,
    /// On how many of them the limits rest.
    pub baseline: usize,
    /// Laney's sigma-z: how much more the shares vary than chance alone would have them. Only in his chart.
    pub sigma_z: Option<f64>,
}

impl ChartPart {
    /// Fewer than 12 points: the limits are provisional, as NHSRplotthedots warns (`short_group_warning`).
    pub const fn is_short(&self) -> bool {
        self.points < 12
    }

    /// Laney's limits are narrower than a p-chart's (sigma-z below 1): they call chance a signal. A warning belongs beside them.
    pub fn is_narrower_than_p(&self) -> bool {
        self.sigma_z.is_some_and(|sigma_z| sigma_z < 1.0)
    }
}

/// Which side of the centre, or which way a trend runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Side {
    /// Above the centre, or rising.
    Above,
    /// Below the centre, or falling.
    Below,
}

impl Side {
    /// The side of the centre; `None` on it.
    pub(super) fn of(value: f64, centre: f64) -> Option<Self> {
        if value > centre {
            Some(Self::Above)
        } else if value < centre {
            Some(Self::Below)
        } else {
            None
        }
    }

    /// Strictly outside an interval.
    pub(super) fn outside(value: f64, interval: Interval) -> Option<Self> {
        if value > interval.high {
            Some(Self::Above)
        } else if value < interval.low {
            Some(Self::Below)
        } else {
            None
        }
    }
}

/// What makes one kind of chart: how limits come from the points of a baseline.
pub(super) trait ChartKind {
    /// What is known of one place.
    type Point: Copy;
    /// What a baseline says.
    type Baseline;

    /// The value, or why this place is a gap.
    fn value(&self, point: Self::Point) -> Result<f64, StatsError>;
    /// What the baseline says; `centre` is laid down in advance. The points have values, and there is at least one.
    fn baseline(&self, points: &[Self::Point], centre: Option<f64>) -> Result<Self::Baseline, StatsError>;
    /// Centre and limits at a point.
    fn lines(&self, baseline: &Self::Baseline, point: Self::Point) -> Result<Lines, StatsError>;

    /// The side on which a point with a value is beyond the limits.
    fn beyond(&self, _: &Self::Baseline, value: f64, lines: Lines, _: Self::Point) -> Result<Option<Side>, StatsError> {
        Ok(lines.limits.and_then(|limits| Side::outside(value, limits)))
    }

    /// Laney's sigma-z.
    fn sigma_z(&self, _: &Self::Baseline) -> Option<f64> {
        None
    }

    /// The chart of a series.
    fn chart(&self, series: &[Self::Point], plan: &ChartPlan) -> Result<ControlChart, StatsError> {
        let mut chart = ControlChart { points: Vec::with_capacity(series.len()), parts: Vec::new() };
        for (part, places) in plan.parts(series.len())?.into_iter().enumerate() {
            let mut points: Vec<ChartPoint> = Vec::with_capacity(places.len());
            for place in places.clone() {
                let value = self.value(series[place]);
                if let Some(error) = value.err().filter(|error| !is_gap(*error)) {
                    return Err(error);
                }
                let left_out = plan.left_out.contains(&place);
                let lines = Err(StatsError::NoAnswers);
                points.push(ChartPoint { value, lines, beyond: None, part, in_baseline: false, left_out });
            }
            let takes_part = |point: &ChartPoint| point.value.is_ok() && !point.left_out;
            let taking_part = points.iter().filter(|point| takes_part(point)).count();
            let wanted = plan.freeze.unwrap_or(usize::MAX).min(taking_part);
            for point in points.iter_mut().filter(|point| takes_part(point)).take(wanted) {
                point.in_baseline = true;
            }
            let known = &series[places.clone()];
            let based = points.iter().zip(known).filter(|(point, _)| point.in_baseline).map(|(_, &known)| known);
            let based: Vec<_> = based.collect();
            let baseline =
                if based.is_empty() { Err(StatsError::NoAnswers) } else { self.baseline(&based, plan.centre) };
            for (point, &known) in points.iter_mut().zip(known) {
                let Ok(value) = point.value else { continue };
                point.lines = match &baseline {
                    Err(reason) => Err(*reason),
                    Ok(baseline) => self.lines(baseline, known),
                };
                if let (Ok(baseline), Ok(lines), false) = (&baseline, point.lines, point.left_out) {
                    point.beyond = self.beyond(baseline, value, lines, known)?;
                }
            }
            let sigma_z = baseline.as_ref().ok().and_then(|baseline| self.sigma_z(baseline));
            chart.points.append(&mut points);
            chart.parts.push(ChartPart { places, points: taking_part, baseline: wanted, sigma_z });
        }
        Ok(chart)
    }
}

/// A place without an answer is a gap; any other error is one of the whole series.
fn is_gap(error: StatsError) -> bool {
    error == StatsError::NoAnswers
}
