//! Rules of control charts as data, and the sets of them that have names.

/// One rule. It looks at the points of one part that have a value, in order: a gap does not break a run.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Rule {
    /// One point beyond the limits of the chart.
    Beyond,
    /// So many points in a row strictly on one side of the centre; a point on the centre breaks the run.
    Shift {
        /// How many in a row.
        points: usize,
    },
    /// So many points in a row, each strictly above the one before, or each strictly below; two alike break it.
    Trend {
        /// How many in a row; one fewer rises.
        points: usize,
    },
    /// In a window of points, so many beyond a share of the way from the centre to a limit, on one side. Those fire, not the others.
    Near {
        /// The length of the window.
        window: usize,
        /// How many of it are that far out.
        points: usize,
        /// The share of the way to the limit: 2/3 is two standard deviations.
        share: f64,
        /// "Making data count": all the window is on that side, and a point beyond the limit itself does not count.
        strict: bool,
    },
    /// Anhoej: the longest run on one side is longer than round(log2 n) + 3; points on the centre are passed over.
    LongRun,
    /// Anhoej: the centre is crossed fewer times than the 5% quantile of Bin(n - 1, 1/2); points on the centre are passed over.
    FewCrossings,
}

impl Rule {
    /// The name of the rule in outputs.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Beyond => "beyond_limits",
            Self::Shift { .. } => "shift",
            Self::Trend { .. } => "trend",
            Self::Near { .. } => "near_limit",
            Self::LongRun => "long_run",
            Self::FewCrossings => "few_crossings",
        }
    }
}

/// A set of rules with a name.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct RuleSet {
    /// The name in outputs.
    pub id: &'static str,
    /// The rules; where several fire at one point, the first leads.
    pub rules: &'static [Rule],
}

impl RuleSet {
    /// A point beyond the limits, and nothing else: three sigma, or the exact tail. Shewhart 1931.
    pub const LIMITS: Self = Self { id: "limits", rules: &[Rule::Beyond] };

    /// Anhoej's two rules for run charts: Anhøj & Olesen (2014), *PLoS ONE* 9, e113825; Anhøj (2015), *PLoS ONE* 10, e0121349.
    pub const ANHOEJ: Self = Self { id: "anhoej", rules: &[Rule::LongRun, Rule::FewCrossings] };

    /// Anhoej's rules and the limits: Anhøj & Wentzel-Larsen (2018), *BMC Medical Research Methodology* 18, 100.
    pub const ANHOEJ_AND_LIMITS: Self =
        Self { id: "anhoej_and_limits", rules: &[Rule::Beyond, Rule::LongRun, Rule::FewCrossings] };

    /// "Making data count" of NHS England as NHSRplotthedots 0.2.2 computes it: beyond the limits, a trend of seven, two of three
    /// near a limit, a shift of seven; on an XmR chart.
    pub const PLOT_THE_DOTS: Self = Self {
        id: "plot-the-dots",
        rules: &[
            Rule::Beyond,
            Rule::Trend { points: 7 },
            Rule::Near { window: 3, points: 2, share: 2.0 / 3.0, strict: true },
            Rule::Shift { points: 7 },
        ],
    };

    /// The four zone rules of Western Electric (1956), *Statistical Quality Control Handbook*, p. 25-28: beyond three sigma, two of
    /// three beyond two, four of five beyond one, eight in a row on one side.
    pub const WESTERN_ELECTRIC: Self = Self {
        id: "western-electric",
        rules: &[
            Rule::Beyond,
            Rule::Near { window: 3, points: 2, share: 2.0 / 3.0, strict: false },
            Rule::Near { window: 5, points: 4, share: 1.0 / 3.0, strict: false },
            Rule::Shift { points: 8 },
        ],
    };
}
