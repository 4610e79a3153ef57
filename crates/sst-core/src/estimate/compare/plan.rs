//! What is compared with what, and how.

use std::fmt;
use std::str::FromStr;

use crate::definitions::NamedPeriod;
use crate::stats::Adjustment;

/// A plan of comparisons.
#[derive(Debug, Clone, PartialEq)]
pub struct Comparing {
    /// The sides.
    pub compared: Compared,
    /// The group within whose labels the sides are compared too.
    pub stratify: Option<String>,
    /// The measures; all when empty.
    pub measures: Vec<String>,
    /// How intervals of differences are made.
    pub method: DifferenceMethod,
    /// How p values are adjusted for the number of comparisons of a measure.
    pub adjustment: Option<Adjustment>,
}

/// The sides of comparisons.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Compared {
    /// The labels of one group; a blank one is not compared.
    Groups {
        /// The group's name.
        key: String,
        /// The label that each other one is compared with; without it, all with one another.
        against: Option<String>,
        /// Whether the labels have an order.
        order: GroupOrder,
    },
    /// Two periods.
    Periods {
        /// The period.
        period: NamedPeriod,
        /// What it is compared with.
        against: NamedPeriod,
    },
}

/// The order of groups, along which a trend is tested.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum GroupOrder {
    /// There is none.
    None,
    /// That of the calendar: labels of months, quarters or years.
    Calendar,
    /// This one; a label that is not there is not compared.
    As(Vec<String>),
}

/// How the interval of a difference is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum DifferenceMethod {
    /// Newcombe's hybrid score interval, which allows for repeated and shared clients.
    #[default]
    Newcombe,
    /// Miettinen & Nurminen's score interval, which does not.
    MiettinenNurminen,
}

impl FromStr for DifferenceMethod {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text.replace('_', "-").to_ascii_lowercase().as_str() {
            "newcombe" => Ok(Self::Newcombe),
            "miettinen-nurminen" => Ok(Self::MiettinenNurminen),
            _ => Err("expected newcombe or miettinen-nurminen".to_owned()),
        }
    }
}

impl fmt::Display for DifferenceMethod {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Newcombe => "newcombe",
            Self::MiettinenNurminen => "miettinen-nurminen",
        })
    }
}

/// An adjustment as the document names it.
pub(super) const fn adjustment_id(adjustment: Adjustment) -> &'static str {
    match adjustment {
        Adjustment::Holm => "holm",
        Adjustment::Bonferroni => "bonferroni",
        Adjustment::Hommel => "hommel",
        Adjustment::BenjaminiHochberg => "benjamini_hochberg",
        Adjustment::BenjaminiYekutieli => "benjamini_yekutieli",
    }
}
