//! What can be drawn, and how.

/// The pictures there are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChartKind {
    /// Every measure of the whole.
    Overview,
    /// One measure by group.
    Dots,
    /// The change rating as one bar.
    ChangeRating,
    /// From booking to answer.
    Flow,
    /// Each measure inside the band of what it could be.
    Missing,
    /// One measure by month.
    Months,
    /// Days waited, in classes.
    Waits,
    /// One question's answers.
    Distribution,
    /// Sessions by month.
    Volume,
    /// Scores before and after on a questionnaire.
    ChangePairs,
    /// From recovered to harmed, the whole and by group.
    ChangeClasses,
    /// How far scores moved.
    ChangeScores,
    /// Studies and their average.
    Forest,
}

impl ChartKind {
    /// Every picture.
    pub const ALL: [Self; 13] = [
        Self::Overview,
        Self::Dots,
        Self::ChangeRating,
        Self::Flow,
        Self::Missing,
        Self::Months,
        Self::Waits,
        Self::Distribution,
        Self::Volume,
        Self::ChangePairs,
        Self::ChangeClasses,
        Self::ChangeScores,
        Self::Forest,
    ];

    /// Its name on the command line.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Overview => "overview",
            Self::Dots => "dots",
            Self::ChangeRating => "change_rating",
            Self::Flow => "flow",
            Self::Missing => "missing",
            Self::Months => "months",
            Self::Waits => "waits",
            Self::Distribution => "distribution",
            Self::Volume => "volume",
            Self::ChangePairs => "change_pairs",
            Self::ChangeClasses => "change_classes",
            Self::ChangeScores => "change_scores",
            Self::Forest => "forest",
        }
    }

    /// What results must be grouped by for it, beside what the request says.
    pub const fn needs_months(self) -> bool {
        matches!(self, Self::Months | Self::Volume)
    }

    /// Whether it is of one questionnaire.
    pub const fn is_of_a_questionnaire(self) -> bool {
        matches!(self, Self::ChangePairs | Self::ChangeClasses | Self::ChangeScores)
    }
}

impl std::str::FromStr for ChartKind {
    type Err = ();
    fn from_str(text: &str) -> Result<Self, ()> {
        let wanted = text.replace('-', "_");
        Self::ALL.into_iter().find(|kind| kind.id() == wanted).ok_or(())
    }
}

/// Which picture.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChartRequest {
    /// The picture.
    pub kind: ChartKind,
    /// The measure, or the column of a distribution; `helpful` and `helpfulness` without it.
    pub measure: Option<String>,
    /// The group of `dots` and `change_classes`; `concern` without it.
    pub key: Option<String>,
    /// The questionnaire; the first with pairs of scores without it.
    pub instrument: Option<String>,
}

/// How a picture looks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChartOptions {
    /// Its colours.
    pub theme: Theme,
    /// Its width.
    pub width: Width,
    /// What its ids begin with, unique on a page.
    pub id_prefix: String,
}

/// Where colours come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Theme {
    /// Light, in the file.
    Light,
    /// Dark, in the file.
    Dark,
    /// From the page around: class names only.
    Inherit,
}

/// How wide a picture is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Width {
    /// 760 px
    Wide,
    /// 380 px
    Narrow,
}

impl Width {
    /// In pixels.
    pub const fn pixels(self) -> f64 {
        match self {
            Self::Wide => 760.0,
            Self::Narrow => 380.0,
        }
    }
}

/// A picture.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chart {
    /// The SVG.
    pub svg: String,
    /// What it finds.
    pub title: String,
    /// What it shows.
    pub description: String,
}

/// Why a picture cannot be drawn.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ChartError {
    /// The results have no such measure or column.
    #[error("the results have no measure `{wanted}` to draw")]
    UnknownMeasure {
        /// What was asked for.
        wanted: String,
        /// What there is.
        known: Vec<String>,
    },
    /// The results are not grouped so.
    #[error("the results are not grouped by `{wanted}`")]
    UnknownGroup {
        /// What was asked for.
        wanted: String,
        /// What there is.
        known: Vec<String>,
    },
    /// The results have no change on this questionnaire.
    #[error("the results have no change on a questionnaire `{wanted}`")]
    UnknownInstrument {
        /// What was asked for.
        wanted: String,
        /// What there is.
        known: Vec<String>,
    },
    /// Drawing or rendering failed.
    #[error("the picture cannot be rendered")]
    Rendering,
}
