//! How a rule of change calls what it counts: only some rules are about measurement error.

use super::change::RuleNote;
use crate::text::{Arg, Catalogue};

impl RuleNote {
    /// Whether it tells change from measurement error; a percentage, a minimal important difference and a number of
    /// standard deviations do not.
    pub fn is_of_error(&self) -> bool {
        !matches!(self.criterion.as_str(), "percent_change" | "minimal_important_difference" | "effect_size")
    }

    /// `beyond measurement error`, `by 50% or more`: how far a score must move.
    pub fn amount_in_words(&self, catalogue: &Catalogue) -> String {
        if self.amount.is_empty() { catalogue.text("change-amount-error", &[]) } else { self.amount.clone() }
    }

    /// The name of a class.
    pub fn class_name(&self, catalogue: &Catalogue, class: &str) -> String {
        let is_other = class == "unchanged" && !self.is_of_error();
        catalogue
            .text(&if is_other { "chart-class-unchanged-less".to_owned() } else { format!("chart-class-{class}") }, &[])
    }

    /// What a class is.
    pub fn class_in_words(&self, catalogue: &Catalogue, class: &str) -> String {
        let end = match class {
            "unchanged" if !self.is_of_error() => "-less",
            "improved" if self.cutoff.is_none() => "-alone",
            _ => "",
        };
        let amount = self.amount_in_words(catalogue);
        catalogue.text(&format!("chart-class-{class}-is{end}"), &[("amount", Arg::Text(&amount))])
    }
}
