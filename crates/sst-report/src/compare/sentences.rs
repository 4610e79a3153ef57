//! Comparisons in sentences, and their numbers in rows.

use sst_core::results::{Comparison, DifferenceVerdict, FamilyTest, NamedEstimate, Period, ResultEntry, Side, Unit};
use sst_core::text::format;

use super::{Compared, compared};
use crate::change::Numbers;
use crate::story::Story;

impl Compared<'_> {
    /// A side's name as a reader sees it.
    fn side_name(&self, side: &Side) -> String {
        side.period.map_or_else(|| self.story.group(&side.by), period_name)
    }

    fn side(&self, side: &Side) -> String {
        let name = self.side_name(side);
        let (Some(share), Some(events), Some(answered)) = (side.estimate, side.events, side.answered) else {
            return name;
        };
        let percent = format::percent(share);
        let args = [("name", (&name).into()), ("percent", (&percent).into())];
        let counts = [("events", events.into()), ("answered", answered.into())];
        self.story.say("compare-side", &[args, counts].concat())
    }

    /// One sentence for each pair.
    pub(crate) fn sentences(&self) -> Vec<String> {
        self.pairs.iter().map(|(entry, pair)| self.sentence(entry, pair)).collect()
    }

    fn sentence(&self, entry: &ResultEntry, pair: &Comparison) -> String {
        let (a, b) = (self.side(&pair.a), self.side(&pair.b));
        let Some(difference) = pair.estimate else {
            let reason = entry.reason.map(|reason| self.story.text(&format!("reason-{reason}"))).unwrap_or_default();
            let args = [("a", (&a).into()), ("b", (&b).into()), ("reason", (&reason).into())];
            return self.story.say("compare-pair-none", &args);
        };
        let difference = self.points(difference);
        let interval = self.interval(pair.low, pair.high);
        let verdict = self.verdict(pair.verdict);
        let args = [("a", &a), ("b", &b), ("difference", &difference), ("interval", &interval), ("verdict", &verdict)];
        self.story.say("compare-pair", &args.map(|(name, text)| (name, text.into())))
    }

    pub(crate) fn verdict(&self, verdict: Option<DifferenceVerdict>) -> String {
        let id = verdict.map_or("none", DifferenceVerdict::id).replace('_', "-");
        self.story.text(&format!("compare-verdict-{id}"))
    }

    /// `11 points higher`
    fn points(&self, difference: f64) -> String {
        let points = (difference.abs() * 100.0).round();
        let text = match points {
            _ if difference == 0.0 => return self.story.text("compare-points-none"),
            0.0 => "<1 point".to_owned(),
            1.0 => "1 point".to_owned(),
            _ => format!("{points:.0} points"),
        };
        let key = if difference > 0.0 { "compare-points-higher" } else { "compare-points-lower" };
        self.story.say(key, &[("points", (&text).into())])
    }

    /// ` (-3 to 24)`
    fn interval(&self, low: Option<f64>, high: Option<f64>) -> String {
        let Some((low, high)) = low.zip(high) else { return String::new() };
        let [low, high] = [low, high].map(end_of_points);
        self.story.say("compare-interval", &[("low", (&low).into()), ("high", (&high).into())])
    }

    /// Who answered of each side, where not everybody did.
    pub(crate) fn answered(&self) -> Option<String> {
        let of = |side: &&Side| {
            let (answered, eligible) = side.answered.zip(side.eligible)?;
            let percent = format::percent(answered as f64 / eligible as f64);
            let name = self.side_name(side);
            let args = [("name", (&name).into()), ("percent", (&percent).into())];
            let counts = [("answered", answered.into()), ("eligible", eligible.into())];
            (eligible > 0).then(|| self.story.say("compare-answered-side", &[args, counts].concat()))
        };
        let sides = self.sides();
        if sides.iter().all(|side| side.answered == side.eligible) {
            return None;
        }
        let told: Vec<String> = sides.iter().filter_map(of).collect();
        let told = told.join("; ");
        (!told.is_empty()).then(|| self.story.say("compare-answered", &[("sides", (&told).into())]))
    }

    /// The tests of all groups, and those within strata.
    pub(crate) fn test_sentences(&self) -> Vec<String> {
        self.tests.iter().filter_map(|(_, test)| self.test_sentence(test)).collect()
    }

    fn test_sentence(&self, test: &FamilyTest) -> Option<String> {
        let statistic = test.statistic?;
        let (p, shown) = (p_value(test.p?), test.p? < 1.0 - self.story.results.level);
        let shown = if shown { "yes" } else { "no" };
        match test.test.as_str() {
            "chi_squared" | "rao_scott_chi_squared" => {
                let df = test.df.unwrap_or_default();
                let by = if test.test == "chi_squared" { "χ²" } else { "Rao-Scott χ²" };
                let statistic = format!("{by} {} (df {df})", format::decimal(statistic, 2));
                let args = [("statistic", (&statistic).into()), ("p", (&p).into()), ("shown", shown.into())];
                Some(
                    self.story.say(
                        "compare-test-alike",
                        &[&args[..], &[("groups", (test.groups.len() as u64).into())]].concat(),
                    ),
                )
            }
            "cochran_armitage" | "rao_scott_trend" => {
                let slope = test.estimates.iter().find_map(|one| one.estimate)?;
                let (first, last) = (self.side_name(test.groups.first()?), self.side_name(test.groups.last()?));
                let direction = self.points(slope);
                let by = if test.test == "cochran_armitage" { "Cochran-Armitage" } else { "Rao-Scott" };
                let statistic = format!("{by} z {}", format::decimal(statistic, 2));
                let args = [
                    ("first", &first),
                    ("last", &last),
                    ("direction", &direction),
                    ("statistic", &statistic),
                    ("p", &p),
                ];
                let args: Vec<_> = args.map(|(name, text)| (name, text.into())).into_iter().collect();
                Some(self.story.say("compare-test-trend", &[&args[..], &[("shown", shown.into())]].concat()))
            }
            "cochran_mantel_haenszel" => {
                let find = |of: &str| test.estimates.iter().find(|one| one.of == of);
                let difference = find("common_difference")?;
                let (a, b) = (self.side_name(test.groups.first()?), self.side_name(test.groups.last()?));
                let stratum = test.stratified_by.clone().unwrap_or_default();
                let points = self.points(difference.estimate?);
                let interval = self.interval(difference.low, difference.high);
                let odds = find("common_odds_ratio").map(|one| self.odds(one)).unwrap_or_default();
                let adjusted =
                    test.p_adjusted.map(|p| self.story.say("compare-test-adjusted", &[("p", (&p_value(p)).into())]));
                let adjusted = adjusted.unwrap_or_default();
                let args = [
                    ("stratum", &stratum),
                    ("a", &a),
                    ("b", &b),
                    ("difference", &points),
                    ("interval", &interval),
                    ("odds", &odds),
                    ("p", &p),
                    ("adjusted", &adjusted),
                ];
                let args: Vec<_> = args.map(|(name, text)| (name, text.into())).into_iter().collect();
                let strata = test.strata.unwrap_or_default();
                Some(self.story.say("compare-test-strata", &[&args[..], &[("strata", strata.into())]].concat()))
            }
            _ => None,
        }
    }

    fn odds(&self, ratio: &NamedEstimate) -> String {
        let (Some(estimate), Some(low), Some(high)) = (ratio.estimate, ratio.low, ratio.high) else {
            return String::new();
        };
        let [ratio, low, high] = [estimate, low, high].map(|value| format::decimal(value, 2));
        let args = [("ratio", (&ratio).into()), ("low", (&low).into()), ("high", (&high).into())];
        self.story.say("compare-test-odds", &args)
    }

    /// The numbers of each pair.
    pub(crate) fn rows(&self) -> Numbers {
        let column = |name: &str| self.story.text(&format!("compare-column-{name}"));
        let mut header: Vec<String> =
            ["pair", "difference", "low", "high", "p", "p-adjusted", "both", "verdict", "method", "test"]
                .map(column)
                .to_vec();
        let adjusts = self.pairs.iter().any(|(_, pair)| pair.p_adjusted.is_some());
        let knows_clients = self.pairs.iter().any(|(_, pair)| pair.clients_on_both_sides.is_some());
        let mut keep = vec![true; header.len()];
        (keep[5], keep[6]) = (adjusts, knows_clients);
        let points =
            |value: Option<f64>| value.map(|value| format::signed_decimal(value * 100.0, 1)).unwrap_or_default();
        let of = |pair: &Comparison| {
            vec![
                format!("{} vs {}", self.side_name(&pair.a), self.side_name(&pair.b)),
                points(pair.estimate),
                points(pair.low),
                points(pair.high),
                pair.p.map(p_value).unwrap_or_default(),
                pair.p_adjusted.map(p_value).unwrap_or_default(),
                pair.clients_on_both_sides.map(format::count).unwrap_or_default(),
                self.verdict(pair.verdict),
                pair.method.clone(),
                pair.test.clone().unwrap_or_default(),
            ]
        };
        let mut rows: Vec<Vec<String>> = self.pairs.iter().map(|(_, pair)| of(pair)).collect();
        for row in rows.iter_mut().chain([&mut header]) {
            let mut kept = keep.iter();
            row.retain(|_| kept.next() == Some(&true));
        }
        Numbers { caption: self.story.text("compare-numbers"), header, rows }
    }
}

/// `Jul 2025 to Dec 2025` of whole months, else its days.
fn period_name(period: Period) -> String {
    let Period { from, to } = period;
    if from != from.first_of_month() || to != to.last_of_month() {
        return format::period(from, to);
    }
    let [first, last] = [from, to].map(|date| format::month(&date.strftime("%Y-%m").to_string()));
    if first == last { first } else { format!("{first} to {last}") }
}

/// The end of an interval in points, without their name: `-3`.
fn end_of_points(value: f64) -> String {
    format::decimal((value * 100.0).round(), 0)
}

/// `0.013`, `<0.001`: never 0 where it is not.
fn p_value(p: f64) -> String {
    match p {
        _ if p < 0.001 => "<0.001".to_owned(),
        _ if p < 0.1 => format::decimal(p, 3),
        _ => format::decimal(p, 2),
    }
}

/// What a reader must know of all comparisons: how many, how adjusted, what a verdict means.
pub(crate) fn method(story: &Story<'_>) -> Vec<String> {
    let measures = compared(story);
    let pairs = || measures.iter().flat_map(|one| &one.pairs);
    let made = pairs().filter(|(_, pair)| pair.estimate.is_some()).count() as u64;
    if made == 0 {
        return Vec::new();
    }
    let several = measures.iter().any(|one| one.pairs.iter().filter(|(_, pair)| pair.p.is_some()).count() > 1);
    let adjustment = match pairs().find_map(|(_, pair)| pair.adjustment.as_deref()) {
        _ if !several => "single".to_owned(),
        None => "none".to_owned(),
        Some(adjustment) => story.text(&format!("compare-adjustment-{}", adjustment.replace('_', "-"))),
    };
    let compared_measures = measures.iter().filter(|one| !one.pairs.is_empty()).count() as u64;
    let args = [("comparisons", made.into()), ("measures", compared_measures.into())];
    let how_many = story.say("compare-how-many", &[&args[..], &[("adjustment", (&adjustment).into())]].concat());
    let mut said = vec![how_many.trim_end().to_owned()];
    if compared_measures > 1 {
        said.push(story.text("compare-several-measures"));
    }
    let level = format::level(story.results.level);
    let alpha = format::score(((1.0 - story.results.level) * 1e6).round() / 1e6);
    said.push(story.say("compare-rule", &[("level", (&level).into()), ("alpha", (&alpha).into())]));
    if pairs().any(|(_, pair)| matches!(pair.method.as_str(), "newcombe_cluster" | "newcombe_paired")) {
        said.push(story.text("compare-clients"));
    }
    if story.results.unit == Unit::Client {
        said.push(story.text("compare-unit-client"));
    }
    if measures.iter().any(|one| one.answered().is_some()) {
        said.push(story.text("compare-who-answers"));
    }
    said
}

/// The caveats that occur, each once, with the measures they are of.
pub(crate) fn caveats(story: &Story<'_>) -> Vec<(String, Vec<String>)> {
    let mut found: Vec<(&sst_core::results::CaveatNote, Vec<String>)> = Vec::new();
    for one in &compared(story) {
        let entries = one.pairs.iter().map(|(entry, _)| *entry).chain(one.tests.iter().map(|(entry, _)| *entry));
        for note in entries.flat_map(|entry| &entry.caveats) {
            let place = found.iter().position(|(known, _)| known.code == note.code).unwrap_or_else(|| {
                found.push((note, Vec::new()));
                found.len() - 1
            });
            if !found[place].1.contains(&one.name) {
                found[place].1.push(one.name.clone());
            }
        }
    }
    found.sort_by_key(|(note, _)| note.code);
    found.into_iter().map(|(note, names)| (note.text.clone(), names)).collect()
}
