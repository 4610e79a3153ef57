//! How often an interval holds what it is an interval of, when answers are made up and the truth is known.

use sst_core::stats::{
    ClusterSums, Interval, Level, OverlapSums, Response, Share, StatsError, newcombe, overlapping_difference, wilson,
    wilson_cluster,
};
use sst_examples::prng::Prng;

use crate::clients::{Client, NOBODY, add, says_yes};

/// The seed of the recorded run.
pub(crate) const SEED: u64 = 20_251_201;
/// The replicates of each setting of the recorded run.
pub(crate) const REPLICATES: u64 = 50_000;
/// The sizes, shares and intraclass correlations of the recorded run, the latter two in thousandths.
const SIZES: [u64; 3] = [20, 50, 200];
const SHARES: [u64; 3] = [500, 800, 950];
const CORRELATIONS: [u64; 5] = [0, 50, 100, 200, 500];

/// Who answers how often, or who stays silent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Design {
    /// Every client answers once.
    OnceEach,
    /// Most clients answer once: 70% once, 18% twice, 8% three times, 4% four times.
    MostOnce,
    /// Every client answers four times.
    FourEach,
    /// 60% answer, whatever they have to say.
    AtRandom,
    /// Of those who would say yes 70% answer, of the others 30%.
    HappyAnswer,
    /// Of those who would say yes 30% answer, of the others 70%.
    UnhappyAnswer,
    /// Of those who would say yes 50% answer, of the others all: the worst that silence can do, upward.
    SilentWouldSayYes,
    /// Of those who would say yes all answer, of the others 50%: the worst downward.
    SilentWouldSayNo,
    /// Two groups without a client in common, the same n in both.
    TwoGroups,
    /// Two periods: 35% of the clients are in the first alone, 35% in the second alone, 30% in both; one in five answers
    /// twice in a period.
    TwoPeriods,
}

impl Design {
    const SILENT: [Self; 5] =
        [Self::AtRandom, Self::HappyAnswer, Self::UnhappyAnswer, Self::SilentWouldSayYes, Self::SilentWouldSayNo];

    pub(crate) const fn id(self) -> &'static str {
        match self {
            Self::OnceEach => "once_each",
            Self::MostOnce => "most_once",
            Self::FourEach => "four_each",
            Self::AtRandom => "at_random",
            Self::HappyAnswer => "happy_answer",
            Self::UnhappyAnswer => "unhappy_answer",
            Self::SilentWouldSayYes => "silent_would_say_yes",
            Self::SilentWouldSayNo => "silent_would_say_no",
            Self::TwoGroups => "two_groups",
            Self::TwoPeriods => "two_periods",
        }
    }

    /// The chance to answer of those who would say yes, and of the others.
    const fn answering(self) -> (f64, f64) {
        match self {
            Self::AtRandom => (0.6, 0.6),
            Self::HappyAnswer => (0.7, 0.3),
            Self::UnhappyAnswer => (0.3, 0.7),
            Self::SilentWouldSayYes => (0.5, 1.0),
            Self::SilentWouldSayNo => (1.0, 0.5),
            _ => (1.0, 1.0),
        }
    }

    /// How many answers the next client gives.
    fn answers(self, prng: &mut Prng) -> u64 {
        match self {
            Self::MostOnce => 1 + prng.pick(&[70, 18, 8, 4]) as u64,
            Self::FourEach => 4,
            Self::TwoPeriods => 1 + prng.pick(&[4, 1]) as u64,
            _ => 1,
        }
    }
}

/// One setting: everything that is held fixed while answers are drawn again and again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Setting {
    pub(crate) design: Design,
    /// Answers; under silence those who could answer; of two periods clients.
    pub(crate) n: u64,
    /// p in thousandths.
    pub(crate) share: u64,
    /// The share on the second side in thousandths, where there is one.
    pub(crate) second: Option<u64>,
    /// The intraclass correlation in thousandths.
    pub(crate) correlation: u64,
}

/// What one kind of interval did over all replicates of a setting.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Tally {
    pub(crate) interval: &'static str,
    pub(crate) replicates: u64,
    /// Replicates without an interval: nobody answered, or one client gave all answers.
    pub(crate) undefined: u64,
    /// Intervals that hold the truth.
    pub(crate) covered: u64,
    /// The sum of their widths.
    width: f64,
}

impl Tally {
    const fn new(interval: &'static str) -> Self {
        Self { interval, replicates: 0, undefined: 0, covered: 0, width: 0.0 }
    }

    fn note(&mut self, found: Result<Interval, StatsError>, truth: f64) {
        self.replicates += 1;
        match found {
            Ok(interval) => {
                // The truth is a sum of decimals; an interval that ends on it holds it.
                let holds = interval.low <= truth + 1e-12 && truth - 1e-12 <= interval.high;
                self.covered += u64::from(holds);
                self.width += interval.high - interval.low;
            }
            Err(_) => self.undefined += 1,
        }
    }

    fn defined(&self) -> f64 {
        (self.replicates - self.undefined) as f64
    }

    /// The share of the intervals that hold the truth.
    pub(crate) fn coverage(&self) -> f64 {
        self.covered as f64 / self.defined()
    }

    /// The standard error of that share, from drawing so many.
    pub(crate) fn monte_carlo_error(&self) -> f64 {
        let c = self.coverage();
        (c * (1.0 - c) / self.defined()).sqrt()
    }

    pub(crate) fn mean_width(&self) -> f64 {
        self.width / self.defined()
    }
}

/// Every setting of the recorded run.
pub(crate) fn settings() -> Vec<Setting> {
    let mut settings = Vec::new();
    let grid = || SIZES.into_iter().flat_map(|n| SHARES.into_iter().map(move |share| (n, share)));
    let one = |design, n, share, correlation| Setting { design, n, share, second: None, correlation };
    settings.extend(grid().map(|(n, share)| one(Design::OnceEach, n, share, 0)));
    for design in [Design::MostOnce, Design::FourEach] {
        for correlation in CORRELATIONS {
            settings.extend(grid().map(|(n, share)| one(design, n, share, correlation)));
        }
    }
    for design in Design::SILENT {
        settings.extend(grid().map(|(n, share)| one(design, n, share, 0)));
    }
    for n in SIZES {
        for (share, second) in [(500, 500), (800, 800), (800, 700), (950, 800)] {
            settings.push(Setting { design: Design::TwoGroups, n, share, second: Some(second), correlation: 0 });
        }
        for correlation in [0, 200, 500] {
            for second in [800, 700] {
                settings.push(Setting { design: Design::TwoPeriods, n, share: 800, second: Some(second), correlation });
            }
        }
    }
    settings
}

/// Draws a setting again and again.
pub(crate) fn run(setting: Setting, seed: u64, replicates: u64) -> Vec<Tally> {
    let mut tallies: Vec<Tally> = setting.intervals().iter().map(|interval| Tally::new(interval)).collect();
    for replicate in 0..replicates {
        let mut prng = Prng::stream(seed, setting.purpose(), replicate);
        let (truth, found) = setting.replicate(&mut prng);
        for (tally, interval) in tallies.iter_mut().zip(found) {
            tally.note(interval, truth);
        }
    }
    tallies
}

impl Setting {
    /// A stream of its own, which stays when other settings come or go.
    fn purpose(self) -> u64 {
        let parts = [self.design as u64, self.n, self.share, self.second.unwrap_or(1001), self.correlation];
        parts.into_iter().fold(0, |sum, part| sum * 1009 + part)
    }

    /// Whether its clients answer more than once, so that their answers can go together.
    pub(crate) const fn has_correlation(self) -> bool {
        matches!(self.design, Design::MostOnce | Design::FourEach | Design::TwoPeriods)
    }

    /// The kinds of interval that are looked at, what `sst` shows first.
    pub(crate) const fn intervals(self) -> &'static [&'static str] {
        match self.design {
            Design::OnceEach => &["wilson"],
            Design::MostOnce | Design::FourEach => &["wilson_cluster", "wilson"],
            Design::TwoGroups => &["newcombe"],
            Design::TwoPeriods => &["overlapping", "newcombe"],
            _ => &["union_wilson", "imbens_manski", "wilson"],
        }
    }

    /// The truth, and the intervals from one set of answers.
    fn replicate(self, prng: &mut Prng) -> (f64, Vec<Result<Interval, StatsError>>) {
        let share = self.share as f64 / 1000.0;
        let level = Level::DEFAULT;
        match self.design {
            Design::OnceEach | Design::MostOnce | Design::FourEach => {
                let sums = self.answers_of_clients(share, prng);
                let alone = wilson(sums.events, sums.answered, level);
                let repeats = sums.clients < sums.answered;
                // As `sst` does: clustered exactly when a client has more than one answer.
                let shown =
                    if repeats { wilson_cluster(sums, level).map(|clustered| clustered.interval) } else { alone };
                (share, if self.design == Design::OnceEach { vec![alone] } else { vec![shown, alone] })
            }
            Design::TwoGroups => {
                let second = self.second_share();
                let mut side = |share: f64| Share {
                    events: (0..self.n).filter(|_| says_yes(prng, share)).count() as u64,
                    answered: self.n,
                };
                let (one, two) = (side(share), side(second));
                (share - second, vec![newcombe(one, two, level)])
            }
            Design::TwoPeriods => {
                let second = self.second_share();
                let sums = self.two_periods(share, second, prng);
                let of = |side: ClusterSums| Share { events: side.events, answered: side.answered };
                let overlapping = overlapping_difference(&sums, level).map(|difference| difference.interval);
                (share - second, vec![overlapping, newcombe(of(sums.first), of(sums.second), level)])
            }
            _ => {
                let (response, alone) = self.response(share, prng);
                let union = response.and_then(|response| response.union_wilson(level));
                let manski = response.and_then(|response| match response.imbens_manski(level)? {
                    Some(found) => Ok(found.interval),
                    None => Err(StatsError::OneValue),
                });
                (share, vec![union, manski, alone])
            }
        }
    }

    fn second_share(self) -> f64 {
        self.second.unwrap_or(self.share) as f64 / 1000.0
    }

    /// Clients until there are n answers; the last one is cut short.
    fn answers_of_clients(self, share: f64, prng: &mut Prng) -> ClusterSums {
        let mut sums = NOBODY;
        while sums.answered < self.n {
            let answers = self.design.answers(prng).min(self.n - sums.answered);
            let mut client = Client::new(share, self.correlation as f64 / 1000.0);
            let yeses = (0..answers).filter(|_| client.answer(prng)).count() as u64;
            add(&mut sums, answers, yeses);
        }
        sums
    }

    /// Who answers may hang on the answer.
    fn response(self, share: f64, prng: &mut Prng) -> (Result<Response, StatsError>, Result<Interval, StatsError>) {
        let (if_yes, if_no) = self.design.answering();
        let (mut answered, mut events) = (0, 0);
        for _ in 0..self.n {
            let yes = says_yes(prng, share);
            let answers = says_yes(prng, if yes { if_yes } else { if_no });
            answered += u64::from(answers);
            events += u64::from(answers && yes);
        }
        (Response::new(self.n, answered, events), wilson(events, answered, Level::DEFAULT))
    }

    /// Two periods with clients in common. In the second a yes is taken back as often as it needs for the second share.
    fn two_periods(self, share: f64, second: f64, prng: &mut Prng) -> OverlapSums {
        let mut sums = OverlapSums {
            clients: 0,
            first: NOBODY,
            second: NOBODY,
            sum_n1_n2: 0,
            sum_n1_y2: 0,
            sum_y1_n2: 0,
            sum_y1_y2: 0,
        };
        for _ in 0..self.n {
            let place = prng.pick(&[35, 35, 30]);
            let mut client = Client::new(share, self.correlation as f64 / 1000.0);
            let mut side = |is_in: bool, kept: f64| {
                let answers = if is_in { self.design.answers(prng) } else { 0 };
                let yeses = (0..answers).filter(|_| client.answer(prng) && says_yes(prng, kept)).count() as u64;
                (answers, yeses)
            };
            let (n1, y1) = side(place != 1, 1.0);
            let (n2, y2) = side(place != 0, second / share);
            add(&mut sums.first, n1, y1);
            add(&mut sums.second, n2, y2);
            sums.clients += 1;
            sums.sum_n1_n2 += u128::from(n1 * n2);
            sums.sum_n1_y2 += u128::from(n1 * y2);
            sums.sum_y1_n2 += u128::from(y1 * n2);
            sums.sum_y1_y2 += u128::from(y1 * y2);
        }
        sums
    }

    /// The coverage of Wilson's interval without drawing anything, where answers are independent: Σ P(x) over the x whose
    /// interval holds p. It says whether the drawing is right.
    pub(crate) fn exact(self) -> Option<f64> {
        if self.has_correlation() || self.design != Design::OnceEach {
            return None;
        }
        let (p, n) = (self.share as f64 / 1000.0, self.n as f64);
        let mut chance = (1.0 - p).powf(n);
        let mut covered = 0.0;
        for x in 0..=self.n {
            let interval = wilson(x, self.n, Level::DEFAULT).ok()?;
            if interval.low <= p && p <= interval.high {
                covered += chance;
            }
            let x = x as f64;
            chance *= (n - x) / (x + 1.0) * p / (1.0 - p);
        }
        Some(covered)
    }
}
