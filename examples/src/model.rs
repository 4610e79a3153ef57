//! The truth behind the synthetic sessions: every probability in one place, in per mille.
//!
//! How a session went is `change`: first a type (it suited the client, or not so much) whose chance depends on site, therapist and
//! concern, then a rating from the type's table. All answers hang on `change`, and so does whether the follow-up is answered at
//! all: those who got better answer more. So the rates among those who answer are too good, by an amount that [`Truth`] knows.

/// Very much better to much worse, as `change_rating` has it.
pub const CHANGES: usize = 5;

/// Of all new clients, how many go to each site.
pub const SITE_WEIGHTS: [u64; 4] = [320, 270, 230, 180];

/// What a site adds to the chance that the session suits the client.
pub const SITE_SHIFTS: [i64; 4] = [20, 0, -90, 40];

/// One who sees clients: the site, the share of its sessions, and what the person adds to the chance that the session suits.
#[derive(Debug, Clone, Copy)]
pub struct Therapist {
    /// Index of the site.
    pub site: usize,
    /// Share of the site's sessions.
    pub weight: u64,
    /// Added to the chance that the session suits.
    pub shift: i64,
}

const fn therapist(site: usize, weight: u64, shift: i64) -> Therapist {
    Therapist { site, weight, shift }
}

/// The therapists, T01 to T14.
pub const THERAPISTS: [Therapist; 14] = [
    therapist(0, 300, 30),
    therapist(0, 280, -20),
    therapist(0, 220, 0),
    therapist(0, 200, 60),
    therapist(1, 350, 0),
    therapist(1, 300, -40),
    therapist(1, 250, 40),
    therapist(1, 100, 10),
    therapist(2, 450, -30),
    therapist(2, 350, 20),
    therapist(2, 200, -120),
    therapist(3, 500, 20),
    therapist(3, 300, 0),
    therapist(3, 200, -10),
];

/// Of all new clients, how many bring each concern.
pub const CONCERN_WEIGHTS: [u64; 9] = [220, 180, 160, 110, 120, 70, 50, 50, 40];

/// What a concern adds to the chance that the session suits.
pub const CONCERN_SHIFTS: [i64; 9] = [20, -10, 10, 0, 60, 40, -30, -80, 0];

/// The chance that the session suits the client, before site, therapist and concern.
pub const SUITS: i64 = 560;

/// `change` where the session suits, and where it does not.
pub const CHANGE_IF_SUITS: [u64; CHANGES] = [330, 560, 95, 12, 3];
/// See [`CHANGE_IF_SUITS`].
pub const CHANGE_IF_NOT: [u64; CHANGES] = [20, 180, 620, 150, 30];

/// Helpfulness 5, 4, 3, 2, 1 by change.
pub const HELPFULNESS: [[u64; 5]; CHANGES] = [
    [640, 310, 40, 8, 2],
    [370, 490, 115, 20, 5],
    [130, 440, 290, 105, 35],
    [40, 210, 340, 250, 160],
    [20, 100, 280, 300, 300],
];

/// Satisfaction 5, 4, 3, 2, 1 by helpfulness (5 first).
pub const SATISFACTION: [[u64; 5]; 5] = [
    [720, 240, 30, 7, 3],
    [260, 590, 120, 20, 10],
    [60, 360, 440, 110, 30],
    [20, 150, 380, 330, 120],
    [10, 60, 240, 330, 360],
];

/// Was one session enough - yes, no, unsure - by change.
pub const ENOUGH: [[u64; 3]; CHANGES] =
    [[780, 130, 90], [570, 260, 170], [250, 550, 200], [90, 800, 110], [40, 880, 80]];

/// Goal met - yes, partly, no - by change.
pub const GOAL_MET: [[u64; 3]; CHANGES] =
    [[700, 250, 50], [450, 430, 120], [150, 400, 450], [50, 250, 700], [20, 130, 850]];

/// Next step done - yes, partly, no - by change.
pub const NEXT_STEP_DONE: [[u64; 3]; CHANGES] =
    [[620, 280, 100], [480, 350, 170], [270, 360, 370], [180, 300, 520], [120, 230, 650]];

/// Why no other session - got what I needed, not helpful, barrier, elsewhere, plans to, other - by enough (yes, no, unsure).
pub const NO_RETURN_REASON: [[u64; 6]; 3] =
    [[820, 10, 40, 30, 60, 40], [60, 240, 290, 140, 220, 50], [260, 90, 200, 90, 290, 70]];

/// Why another session - planned, not enough, new problem, other - by the enough of the session before.
pub const RETURN_REASON: [[u64; 4]; 3] = [[240, 90, 570, 100], [210, 620, 110, 60], [330, 400, 180, 90]];

/// Chance of another session by enough (yes, no, unsure); the therapist plays no part.
pub const RETURNS: [u64; 3] = [100, 420, 250];

/// Chance of a new booking after a missed or cancelled one.
pub const REBOOKS: u64 = 350;

/// Chance that the form at the end of the session is filled in, by change.
pub const FORM_ANSWERED: [u64; CHANGES] = [880, 860, 800, 720, 700];

/// Chance of being asked at follow-up.
pub const FOLLOW_UP_ASKED: u64 = 900;

/// Chance that one who was asked answers, by change: silence depends on the outcome.
pub const FOLLOW_UP_ANSWERED: [u64; CHANGES] = [660, 600, 430, 310, 260];

/// Chance that one question of an answered form is filled in.
pub const ITEM_ANSWERED: u64 = 965;

/// Status - attended, no-show, cancelled, booked (never updated) - by access: walk-in, booked, on demand.
pub const STATUS: [[u64; 4]; 3] = [[968, 0, 32, 0], [785, 118, 92, 5], [900, 52, 48, 0]];

/// Access - walk-in, booked, on demand - by site.
pub const ACCESS: [[u64; 3]; 4] = [[520, 360, 120], [300, 550, 150], [0, 820, 180], [620, 300, 80]];

/// Modality - in person, phone, video - by access.
pub const MODALITY: [[u64; 3]; 3] = [[1000, 0, 0], [560, 180, 260], [90, 480, 430]];

/// Fall of the PHQ-9 by change, before chance.
pub const PHQ9_FALL: [i64; CHANGES] = [9, 5, 1, -2, -5];

/// Rise of the ORS in tenths by change, before chance.
pub const ORS_RISE_TENTHS: [i64; CHANGES] = [130, 70, 10, -30, -70];

/// Volume by month, January first, in per cent of the mean.
pub const MONTH_VOLUME: [u64; 12] = [112, 106, 109, 98, 102, 93, 78, 71, 105, 113, 116, 82];

/// Volume by weekday, Monday first, in per cent of the mean of the week; closed on Sundays.
pub const WEEKDAY_VOLUME: [u64; 7] = [150, 140, 132, 128, 110, 40, 0];

/// What a session's place makes of the probabilities: site, therapist and concern by index.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cell {
    /// Index of the site.
    pub site: usize,
    /// Index of the therapist.
    pub therapist: usize,
    /// Index of the concern.
    pub concern: usize,
}

impl Cell {
    /// The chance, per mille, that the session suits the client.
    pub fn suits(self) -> u64 {
        let shift = SITE_SHIFTS[self.site] + THERAPISTS[self.therapist].shift + CONCERN_SHIFTS[self.concern];
        (SUITS + shift).clamp(0, 1000).unsigned_abs()
    }
}

/// True shares of attended sessions, between 0 and 1: what a follow-up that reaches everybody would find.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Truth {
    /// Helpfulness at least 4 of 5.
    pub helpful: f64,
    /// Much better or better.
    pub improved: f64,
    /// Worse or much worse.
    pub worse: f64,
    /// One session was enough.
    pub enough: f64,
    /// Improved, among those who would answer the follow-up if asked.
    pub improved_if_answered: f64,
    /// Enough, among those who would answer the follow-up if asked.
    pub enough_if_answered: f64,
    /// Would answer the follow-up if asked.
    pub answers: f64,
}

impl Truth {
    /// The truth in one cell.
    pub fn of(cell: Cell) -> Self {
        Self::from_suits(cell.suits() as f64 / 1000.0)
    }

    /// The truth over all first sessions. (Those for whom one was not enough come back more, so all sessions together are a little
    /// lower.) Everything is linear in the chance to suit, so its mean suffices.
    pub fn of_first_sessions() -> Self {
        let mut suits = 0.0;
        for (index, therapist) in THERAPISTS.iter().enumerate() {
            let colleagues: u64 = THERAPISTS.iter().filter(|t| t.site == therapist.site).map(|t| t.weight).sum();
            let here =
                share(SITE_WEIGHTS[therapist.site], SITE_WEIGHTS.iter().sum()) * share(therapist.weight, colleagues);
            for (concern, weight) in CONCERN_WEIGHTS.iter().enumerate() {
                let cell = Cell { site: therapist.site, therapist: index, concern };
                suits += here * share(*weight, CONCERN_WEIGHTS.iter().sum()) * cell.suits() as f64 / 1000.0;
            }
        }
        Self::from_suits(suits)
    }

    fn from_suits(suits: f64) -> Self {
        let (mut helpful, mut improved, mut worse, mut enough) = (0.0, 0.0, 0.0, 0.0);
        let (mut answers, mut answered_improved, mut answered_enough) = (0.0, 0.0, 0.0);
        for change in 0..CHANGES {
            let chance =
                suits * share(CHANGE_IF_SUITS[change], 1000) + (1.0 - suits) * share(CHANGE_IF_NOT[change], 1000);
            let answering = chance * share(FOLLOW_UP_ANSWERED[change], 1000);
            let is_enough = share(ENOUGH[change][0], 1000);
            helpful += chance * share(HELPFULNESS[change][0] + HELPFULNESS[change][1], 1000);
            enough += chance * is_enough;
            answers += answering;
            answered_enough += answering * is_enough;
            match change {
                0 | 1 => {
                    improved += chance;
                    answered_improved += answering;
                }
                3 | 4 => worse += chance,
                _ => {}
            }
        }
        Self {
            helpful,
            improved,
            worse,
            enough,
            improved_if_answered: answered_improved / answers,
            enough_if_answered: answered_enough / answers,
            answers,
        }
    }
}

fn share(part: u64, whole: u64) -> f64 {
    part as f64 / whole as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_add_up_to_1000() {
        let fives = [&[CHANGE_IF_SUITS, CHANGE_IF_NOT], &HELPFULNESS[..], &SATISFACTION].concat();
        let threes = [&ENOUGH[..], &GOAL_MET, &NEXT_STEP_DONE, &ACCESS, &MODALITY].concat();
        let fours = [&STATUS[..], &RETURN_REASON].concat();
        let mut tables: Vec<&[u64]> = vec![&SITE_WEIGHTS, &CONCERN_WEIGHTS];
        tables.extend(fives.iter().map(|row| &row[..]));
        tables.extend(threes.iter().map(|row| &row[..]));
        tables.extend(fours.iter().map(|row| &row[..]));
        tables.extend(NO_RETURN_REASON.iter().map(|row| &row[..]));
        for table in tables {
            assert_eq!(table.iter().sum::<u64>(), 1000, "{table:?}");
        }
    }

    #[test]
    fn those_who_answer_look_better_than_the_truth() {
        let truth = Truth::of_first_sessions();
        assert!(truth.improved_if_answered > truth.improved + 0.05);
        assert!(truth.enough_if_answered > truth.enough + 0.03);
    }
}
