//! Whether a booked session took place.

use super::question::normalise;

/// The status of a booked session.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum Status {
    /// It took place.
    Attended = 1,
    /// The client did not come.
    NoShow = 2,
    /// It was called off.
    Cancelled = 3,
    /// It is still to come.
    Booked = 4,
}

impl Status {
    /// Every status.
    pub const ALL: [Self; 4] = [Self::Attended, Self::NoShow, Self::Cancelled, Self::Booked];

    /// The word in an export.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Attended => "attended",
            Self::NoShow => "no_show",
            Self::Cancelled => "cancelled",
            Self::Booked => "booked",
        }
    }

    /// Reads the word; case, spaces, `-` and `_` do not matter.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| normalise(status.id()).eq(normalise(text)))
    }
}
