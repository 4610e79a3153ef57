//! Sites or therapists beside each other: who differs by more than chance, and by more than sites usually do. Never who is best.

mod dispersion;
mod limits;
mod observed;
mod place;

pub use dispersion::{Dispersion, dispersion};
pub use limits::{FunnelLimits, funnel_limits};
pub use observed::{byar, exact_poisson};
pub use place::{Funnel, FunnelCentre, FunnelFlag, FunnelUnit, funnel};
