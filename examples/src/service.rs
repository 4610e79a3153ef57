//! A service that works day after day: who comes, what comes of it, who answers, who comes back.

use std::mem::take;

use crate::{
    calendar::Calendar,
    model::{self, Cell},
    prng::Prng,
    session::{Outcome, Session, Status},
};

/// The purpose of the streams that make sessions.
const SESSION_PURPOSE: u64 = 2;

/// A client who has a session before them: what must be remembered for it.
#[derive(Debug, Clone, Copy)]
struct Due {
    client: u64,
    cell: Cell,
    /// The enough of the session before; `None` after a missed one.
    after: Option<u8>,
}

/// The sessions of a service in the order of their dates; an iterator that holds only the clients who will come back.
#[derive(Debug)]
pub struct Service<'a> {
    calendar: &'a Calendar,
    seed: u64,
    /// Sessions on each day; the days after the calendar's last are appointments to come.
    volumes: Vec<u64>,
    /// Clients who come back on each day.
    due: Vec<Vec<Due>>,
    day: usize,
    left_today: u64,
    due_today: Vec<Due>,
    sessions: u64,
    clients: u64,
    anonymous_permille: u64,
}

impl<'a> Service<'a> {
    /// A service with `volumes` sessions on each day, beginning with day 0; `anonymous_permille` of new clients leave no name.
    pub fn new(calendar: &'a Calendar, volumes: Vec<u64>, seed: u64, anonymous_permille: u64) -> Self {
        let left_today = volumes.first().copied().unwrap_or(0);
        let due = vec![Vec::new(); volumes.len()];
        Self {
            calendar,
            seed,
            volumes,
            due,
            day: 0,
            left_today,
            due_today: Vec::new(),
            sessions: 0,
            clients: 0,
            anonymous_permille,
        }
    }

    /// New clients so far, those without a name included.
    pub const fn clients(&self) -> u64 {
        self.clients
    }

    /// Goes to the next day with room; clients for whom a day had none come on the next. `None` after the last day.
    fn reach_a_day_with_room(&mut self) -> Option<()> {
        while self.left_today == 0 {
            self.day += 1;
            self.left_today = *self.volumes.get(self.day)?;
            let mut arriving = take(&mut self.due[self.day]);
            self.due_today.append(&mut arriving);
        }
        Some(())
    }

    /// Who comes next today: one who comes back, in proportion to how many of today's sessions they take, or somebody new.
    fn next_client(&mut self, prng: &mut Prng) -> (Due, bool) {
        let returning = self.due_today.len() as u64;
        if prng.below(self.left_today) < returning {
            let which = prng.below(returning) as usize;
            return (self.due_today.swap_remove(which), false);
        }
        self.clients += 1;
        let site = prng.pick(&model::SITE_WEIGHTS);
        let cell = Cell { site, therapist: therapist_at(site, prng), concern: prng.pick(&model::CONCERN_WEIGHTS) };
        (Due { client: self.clients, cell, after: None }, true)
    }

    /// Notes that a client comes back in `days` days, if the service is still watched then.
    fn expect(&mut self, client: Due, days: u64) -> Option<i64> {
        let day = self.day + days as usize;
        self.due.get_mut(day)?.push(client);
        Some(day as i64)
    }

    fn make(&mut self, prng: &mut Prng) -> Session {
        let (mut person, is_new) = self.next_client(prng);
        if !is_new {
            if prng.chance(600) {
                person.cell.therapist = therapist_at(person.cell.site, prng);
            }
            if prng.chance(250) {
                person.cell.concern = prng.pick(&model::CONCERN_WEIGHTS);
            }
        }
        let cell = person.cell;
        let access = prng.pick(&model::ACCESS[cell.site]);
        let in_future = self.day > self.calendar.last();
        let status = if in_future {
            Status::Booked
        } else {
            [Status::Attended, Status::NoShow, Status::Cancelled, Status::Booked][prng.pick(&model::STATUS[access])]
        };
        let day = self.day as i64;
        // The anonymous never come back: they are only known by the session.
        let named = !(is_new && prng.chance(self.anonymous_permille));
        let mut session = Session {
            number: self.sessions,
            client: named.then_some(person.client),
            day,
            requested: (!prng.chance(25)).then(|| day - wait_days(access, prng)),
            followed_up: None,
            closed: None,
            status,
            cell,
            concern_known: !prng.chance(20),
            modality: prng.pick(&model::MODALITY[access]) as u8,
            access: access as u8,
            wait_minutes: None,
            helpfulness: None,
            satisfaction: None,
            change: None,
            enough: None,
            goal_set: None,
            goal_met: None,
            next_step_set: None,
            next_step_done: None,
            follow_up_asked: None,
            return_reason: None,
            no_return_reason: None,
            phq9_pre: None,
            phq9_post: None,
            gad7_pre: None,
            ors_pre: None,
            ors_post: None,
            outcome: None,
        };
        if status == Status::Attended {
            self.hold(&mut session, person, prng);
        } else if named && !in_future && prng.chance(model::REBOOKS) {
            self.expect(Due { after: None, ..person }, 5 + prng.below(20));
        }
        session
    }

    /// The session takes place: how it goes, what is written down at once, who comes back, what the follow-up says.
    fn hold(&mut self, session: &mut Session, person: Due, prng: &mut Prng) {
        let suits = prng.chance(session.cell.suits());
        let change = prng.pick(if suits { &model::CHANGE_IF_SUITS } else { &model::CHANGE_IF_NOT });
        let best_first = prng.pick(&model::HELPFULNESS[change]);
        let enough = prng.pick(&model::ENOUGH[change]);
        session.outcome =
            Some(Outcome { change: change as u8, helpfulness: 5 - best_first as u8, enough: enough as u8 });

        if session.access == 0 {
            session.wait_minutes = prng.chance(930).then(|| (3 + prng.below(40) + prng.below(40)) as u16);
        }
        session.goal_set = prng.chance(960).then(|| u8::from(!prng.chance(840)));
        session.next_step_set = prng.chance(960).then(|| u8::from(!prng.chance(760)));
        if prng.chance(model::FORM_ANSWERED[change]) {
            session.helpfulness = prng.chance(model::ITEM_ANSWERED).then_some(5 - best_first as u8);
            let satisfaction = 5 - prng.pick(&model::SATISFACTION[best_first]) as u8;
            session.satisfaction = prng.chance(model::ITEM_ANSWERED).then_some(satisfaction);
        }
        if prng.chance(620) {
            questionnaires_before(session, prng);
        }
        if let Some(before) = person.after {
            let reason = prng.pick(&model::RETURN_REASON[usize::from(before)]) as u8;
            session.return_reason = prng.chance(900).then_some(reason);
        }

        let returns = session.client.is_some() && prng.chance(model::RETURNS[enough]);
        let gap = 14 + if prng.chance(550) { prng.below(35) } else { prng.below(170) };
        let back = if returns {
            self.expect(Due { after: Some(enough as u8), cell: session.cell, client: person.client }, gap)
        } else {
            None
        };
        if !returns && prng.chance(160) {
            session.closed = Some(session.day + 30 + prng.below(60) as i64).filter(|day| self.is_past(*day));
        }
        self.follow_up(session, change, enough, back, prng);
    }

    /// Two to three weeks later clients are asked, and some answer.
    fn follow_up(&self, session: &mut Session, change: usize, enough: usize, back: Option<i64>, prng: &mut Prng) {
        let asked_on = session.day + 14 + prng.below(8) as i64;
        let asked = prng.chance(model::FOLLOW_UP_ASKED) && self.is_past(asked_on);
        let answered_on = asked_on + (prng.below(9) * prng.below(5)) as i64;
        let answers = prng.chance(model::FOLLOW_UP_ANSWERED[change]);
        session.follow_up_asked = Some(u8::from(!asked));
        if !(asked && answers && self.is_past(answered_on)) {
            return;
        }
        session.followed_up = Some(answered_on);
        let filled = |prng: &mut Prng| prng.chance(model::ITEM_ANSWERED);
        session.change = filled(prng).then_some(change as u8);
        session.enough = filled(prng).then_some(enough as u8);
        if session.goal_set == Some(0) && filled(prng) {
            session.goal_met = Some(prng.pick(&model::GOAL_MET[change]) as u8);
        }
        if session.next_step_set == Some(0) && filled(prng) {
            session.next_step_done = Some(prng.pick(&model::NEXT_STEP_DONE[change]) as u8);
        }
        if back.is_none_or(|day| day > answered_on) && filled(prng) {
            session.no_return_reason = Some(prng.pick(&model::NO_RETURN_REASON[enough]) as u8);
        }
        questionnaires_after(session, change, prng);
    }

    fn is_past(&self, day: i64) -> bool {
        day <= self.calendar.last() as i64
    }
}

impl Iterator for Service<'_> {
    type Item = Session;

    fn next(&mut self) -> Option<Session> {
        self.reach_a_day_with_room()?;
        self.sessions += 1;
        let mut prng = Prng::stream(self.seed, SESSION_PURPOSE, self.sessions);
        let session = self.make(&mut prng);
        self.left_today -= 1;
        Some(session)
    }
}

fn therapist_at(site: usize, prng: &mut Prng) -> usize {
    let weights = model::THERAPISTS.map(|t| if t.site == site { t.weight } else { 0 });
    prng.pick(&weights)
}

/// Days between request and session: none for walk-ins, up to two on demand, a long tail for the booked.
const fn wait_days(access: usize, prng: &mut Prng) -> i64 {
    let days = match access {
        0 => 0,
        1 => 1 + prng.below(14) + prng.below(8) * prng.below(8),
        _ => prng.below(3),
    };
    days as i64
}

/// The PHQ-9 of those who fill in questionnaires, and the GAD-7 and ORS that go with it, most of the time.
fn questionnaires_before(session: &mut Session, prng: &mut Prng) {
    let phq9 = 1 + prng.below(14) as i64 + prng.below(14) as i64;
    let gad7 = (phq9 * 7 / 9 + prng.below(7) as i64 - 3).clamp(0, 21);
    let ors = (330 - phq9 * 9 + prng.below(101) as i64 - 50).clamp(0, 400);
    session.phq9_pre = Some(phq9 as u8);
    session.gad7_pre = prng.chance(900).then_some(gad7 as u8);
    session.ors_pre = prng.chance(700).then_some(ors as u16);
}

/// The same once more with the follow-up, by how it went.
fn questionnaires_after(session: &mut Session, change: usize, prng: &mut Prng) {
    let phq9 = session.phq9_pre.map(|pre| {
        let post = i64::from(pre) - model::PHQ9_FALL[change] + prng.below(7) as i64 - 3;
        post.clamp(0, 27) as u8
    });
    let ors = session.ors_pre.map(|pre| {
        let post = i64::from(pre) + model::ORS_RISE_TENTHS[change] + prng.below(81) as i64 - 40;
        post.clamp(0, 400) as u16
    });
    session.phq9_post = phq9.filter(|_| prng.chance(720));
    session.ors_post = ors.filter(|_| prng.chance(720));
}
