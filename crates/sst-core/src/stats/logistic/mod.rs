//! Case-mix: what share would be expected of these clients, and how far is a unit from it?

mod calibration;
mod discrimination;
mod fit;
mod observed_expected;
mod predicted;
mod separation;

pub use calibration::{CalibrationGroup, CalibrationLine, calibration_line, calibration_table, hosmer_lemeshow};
pub use discrimination::{area_under_curve, brier_score};
pub use fit::{Coefficient, LogisticFit, LogisticRow, logistic_regression};
pub use observed_expected::ObservedExpected;
pub use predicted::Predicted;
