//! The rules by which small counts are hidden or rounded before anything is published.

use std::ops::RangeInclusive;
use std::str::FromStr;

/// A published rule for small counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Protection {
    /// NHS Talking Therapies: below 5 hidden, the rest to the nearest 5.
    NhsTalkingTherapies,
    /// Hospital Episode Statistics: 1 to 7 hidden, the rest to the nearest 5, zero shown.
    HospitalEpisodes,
    /// `OpenSAFELY`: every count to the middle of its band of six; nothing is hidden.
    OpenSafely,
    /// Centers for Medicare & Medicaid Services: 1 to 10 hidden, the rest exact.
    Medicare,
    /// Australian Institute of Health and Welfare: 1 to 4 hidden, the rest exact.
    Aihw,
}

/// How counts that are shown are rounded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Rounding {
    Exact,
    NearestFive,
    MidpointOfSix,
}

impl Protection {
    /// Every rule.
    pub const ALL: [Self; 5] =
        [Self::NhsTalkingTherapies, Self::HospitalEpisodes, Self::OpenSafely, Self::Medicare, Self::Aihw];

    /// The id, as the command line, the mapping file and the header of the document have it.
    pub const fn id(self) -> &'static str {
        match self {
            Self::NhsTalkingTherapies => "nhs-tt",
            Self::HospitalEpisodes => "hes",
            Self::OpenSafely => "opensafely",
            Self::Medicare => "cms",
            Self::Aihw => "aihw",
        }
    }

    const fn rounding(self) -> Rounding {
        match self {
            Self::NhsTalkingTherapies | Self::HospitalEpisodes => Rounding::NearestFive,
            Self::OpenSafely => Rounding::MidpointOfSix,
            Self::Medicare | Self::Aihw => Rounding::Exact,
        }
    }

    /// Whether counts that are shown are rounded, so that no sum of them is exact.
    pub const fn rounds(self) -> bool {
        !matches!(self.rounding(), Rounding::Exact)
    }

    /// Whether small counts are hidden, and not only rounded.
    pub const fn hides(self) -> bool {
        !matches!(self, Self::OpenSafely)
    }

    /// The counts that must not be known exactly.
    pub const fn small(self) -> RangeInclusive<u64> {
        match self {
            Self::NhsTalkingTherapies => 0..=4,
            Self::HospitalEpisodes => 1..=7,
            Self::OpenSafely => 1..=6,
            Self::Medicare => 1..=10,
            Self::Aihw => 1..=4,
        }
    }

    /// The smallest count that may be known.
    pub const fn least_shown(self) -> u64 {
        *self.small().end() + 1
    }

    /// Whether a count is too small to be known.
    pub fn is_small(self, count: u64) -> bool {
        self.small().contains(&count)
    }

    /// Whether what remains between two counts is too small to be known. Nobody is not somebody: 0 may be known here under
    /// every rule, or no question that all answered could be told.
    pub fn is_small_gap(self, gap: u64) -> bool {
        gap > 0 && self.is_small(gap)
    }

    /// The count as the rule publishes it; `None` is hidden.
    ///
    /// NHS England, *Psychological therapies* data quality statements: counts below 5 suppressed, others to the nearest 5. NHS England, *Hospital
    /// Episode Statistics analysis guide* (2019): 1 to 7 suppressed, others to the nearest 5. OpenSAFELY, *Permitted
    /// outputs policy*: midpoint 6 rounding, 6⌈n/6⌉ - 3, 0 stays. CMS, *Cell size suppression policy* (2020): no cell of 1 to
    /// 10, nor any number from which one can be derived. AIHW, *Data presentation guidelines*: cells of 1 to 4 not published.
    ///
    /// ```
    /// use sst_core::protect::Protection;
    /// assert_eq!(Protection::NhsTalkingTherapies.published(13), Some(15));
    /// assert_eq!(Protection::Medicare.published(10), None);
    /// assert_eq!(Protection::OpenSafely.published(13), Some(15));
    /// ```
    pub fn published(self, count: u64) -> Option<u64> {
        (!self.hides() || !self.is_small(count)).then(|| self.rounded(count))
    }

    /// The count as it is shown where it is not hidden.
    pub(super) const fn rounded(self, count: u64) -> u64 {
        match self.rounding() {
            Rounding::Exact => count,
            Rounding::NearestFive => count.saturating_add(2) / 5 * 5,
            Rounding::MidpointOfSix if count == 0 => 0,
            Rounding::MidpointOfSix => count.div_ceil(6) * 6 - 3,
        }
    }

    /// The counts that are shown alike.
    pub(super) fn shown_alike(self, count: u64) -> RangeInclusive<u64> {
        match self.rounding() {
            Rounding::Exact => count..=count,
            Rounding::NearestFive => {
                let middle = self.rounded(count);
                let least = if self.hides() { self.least_shown() } else { 0 };
                if count == 0 { 0..=0 } else { middle.saturating_sub(2).max(least)..=middle + 2 }
            }
            Rounding::MidpointOfSix if count == 0 => 0..=0,
            Rounding::MidpointOfSix => self.rounded(count) - 2..=self.rounded(count) + 3,
        }
    }
}

impl FromStr for Protection {
    type Err = String;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let wanted = text.replace('_', "-");
        let known = Self::ALL.into_iter().find(|rule| rule.id() == wanted);
        known.ok_or_else(|| format!("expected none, {}", Self::ALL.map(Self::id).join(", ")))
    }
}
