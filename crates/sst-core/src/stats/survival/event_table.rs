//! How many were followed to which day and what ended it: all that a survival curve needs, in integers.

use std::collections::BTreeMap;

use crate::stats::{Share, StatsError};

/// What ended the time of one client.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum End {
    /// The event: a return.
    Event,
    /// Something after which the event cannot come: care was closed.
    Competing,
    /// Nothing yet: the day up to which is known.
    Censored,
}

/// Ends of one day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
struct Ends {
    events: u64,
    competing: u64,
    censored: u64,
}

/// Clients by the day their time ended and by what ended it. Tables of parts add up to the table of the whole.
///
/// ```
/// use sst_core::stats::{End, EventTable};
/// // Freireich's 21 patients on 6-MP (Klein & Moeschberger 2003, table 1.1): 9 relapses; 21 at risk in week 6, 17 in week 7.
/// let mut table = EventTable::default();
/// for week in [6, 6, 6, 7, 10, 13, 16, 22, 23] {
///     table.add(week, End::Event, 1);
/// }
/// for week in [6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35] {
///     table.add(week, End::Censored, 1);
/// }
/// assert_eq!((table.clients(), table.events_by(35), table.at_risk(6), table.at_risk(7)), (21, 9, 21, 17));
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct EventTable {
    days: BTreeMap<u32, Ends>,
}

/// One day on which someone's time ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RiskDay {
    /// Days since the start.
    pub day: u32,
    /// n, those followed to this day or longer.
    pub at_risk: u64,
    /// d, those with the event on this day.
    pub events: u64,
    /// Those with a competing end on this day.
    pub competing: u64,
    /// Those of whom no more is known than that nothing came up to and including this day.
    pub censored: u64,
}

impl EventTable {
    /// Adds `clients` whose time ended on `day`.
    pub fn add(&mut self, day: u32, end: End, clients: u64) {
        if clients == 0 {
            return;
        }
        let ends = self.days.entry(day).or_default();
        *match end {
            End::Event => &mut ends.events,
            End::Competing => &mut ends.competing,
            End::Censored => &mut ends.censored,
        } += clients;
    }

    /// Adds the clients of another table.
    pub fn merge(&mut self, other: &Self) {
        for (&day, more) in &other.days {
            let ends = self.days.entry(day).or_default();
            ends.events += more.events;
            ends.competing += more.competing;
            ends.censored += more.censored;
        }
    }

    /// All clients.
    pub fn clients(&self) -> u64 {
        self.days.values().map(Ends::all).sum()
    }

    /// n, those followed to `day` or longer.
    pub fn at_risk(&self, day: u32) -> u64 {
        self.days.range(day..).map(|(_, ends)| ends.all()).sum()
    }

    /// Those with the event by `day`, that day included.
    pub fn events_by(&self, day: u32) -> u64 {
        self.days.range(..=day).map(|(_, ends)| ends.events).sum()
    }

    /// Those with a competing end by `day`, that day included.
    pub fn competing_by(&self, day: u32) -> u64 {
        self.days.range(..=day).map(|(_, ends)| ends.competing).sum()
    }

    /// The naive share: events by `day` of all clients, whether followed that long or not; too low where follow-up is short.
    ///
    /// # Errors
    /// `NoAnswers` of an empty table.
    pub fn naive_share(&self, day: u32) -> Result<Share, StatsError> {
        let answered = self.clients();
        if answered == 0 {
            return Err(StatsError::NoAnswers);
        }
        Ok(Share { events: self.events_by(day), answered })
    }

    /// The days on which someone's time ended, in order.
    pub fn days(&self) -> impl Iterator<Item = RiskDay> + '_ {
        let mut at_risk = self.clients();
        self.days.iter().map(move |(&day, ends)| {
            let row = RiskDay { day, at_risk, events: ends.events, competing: ends.competing, censored: ends.censored };
            at_risk -= ends.all();
            row
        })
    }
}

impl Ends {
    const fn all(&self) -> u64 {
        self.events + self.competing + self.censored
    }
}

impl FromIterator<(u32, End)> for EventTable {
    fn from_iter<T: IntoIterator<Item = (u32, End)>>(clients: T) -> Self {
        let mut table = Self::default();
        for (day, end) in clients {
            table.add(day, end, 1);
        }
        table
    }
}
