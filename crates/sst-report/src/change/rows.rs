//! Numbers of numbers on change.

use sst_core::results::{By, Joint, Mean, ResultEntry};
use sst_core::text::format;

use super::{CLASSES, Questionnaire};
use crate::story::Story;

/// A table: the first column names the row, the others are numbers.
pub(crate) struct Numbers {
    pub(crate) caption: String,
    pub(crate) header: Vec<String>,
    pub(crate) rows: Vec<Vec<String>>,
}

impl Numbers {
    pub(crate) fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }
}

pub(super) fn count(value: Option<u64>) -> String {
    value.map_or_else(|| "–".to_owned(), format::count)
}

pub(super) fn or_dash(text: String) -> String {
    if text.is_empty() { "–".to_owned() } else { text }
}

impl Questionnaire<'_> {
    fn columns(&self, names: &[&str]) -> Vec<String> {
        names.iter().map(|name| self.story.text(&format!("report-column-{name}"))).collect()
    }

    fn class_name(&self, id: &str) -> String {
        self.joint.rule.class_name(self.story.catalogue, id)
    }

    /// The classes that there can be: without a cut-off nobody recovers or is harmed.
    fn possible_classes(&self) -> impl Iterator<Item = &'static str> + '_ {
        CLASSES.into_iter().filter(|id| self.joint.classes.iter().any(|class| class.class == *id))
    }

    fn interval_column(&self) -> String {
        let level = format::level(self.story.results.level);
        self.story.say("report-column-interval", &[("level", (&level).into())])
    }

    fn caption(&self, key: &str) -> String {
        self.story.say(key, &[("name", (&self.name).into())])
    }

    /// The four shares of the whole, with their denominators.
    pub(crate) fn share_rows(&self) -> Numbers {
        let mut header = self.columns(&["measure", "attended", "paired", "counted", "events-change", "percent"]);
        header.push(self.interval_column());
        header.push(self.story.text("report-column-bounds-change"));
        let shares = self.shares(&By::new());
        let rows = shares.iter().map(|share| {
            let numbers = share.numbers;
            vec![
                self.label(&share.entry.measure),
                count(numbers.eligible),
                count(numbers.paired),
                count(numbers.answered),
                count(numbers.events),
                or_dash(self.story.percent(share)),
                or_dash(Story::interval(share)),
                or_dash(Story::bounds(share)),
            ]
        });
        Numbers { caption: self.caption("report-change-caption-shares"), header, rows: rows.collect() }
    }

    /// The five classes of the whole, with Goodman's intervals.
    pub(crate) fn class_rows(&self) -> Numbers {
        let mut header = self.columns(&["class", "pairs", "percent"]);
        let level = format::level(self.story.results.level);
        header.push(self.story.say("report-column-interval-together", &[("level", (&level).into())]));
        let rows = CLASSES.iter().filter_map(|id| {
            let class = self.joint.classes.iter().find(|class| class.class == *id)?;
            let interval = class.low.zip(class.high).map(|(low, high)| format::percent_interval(low, high));
            Some(vec![
                self.class_name(id),
                count(class.count),
                class.estimate.map_or_else(|| "–".to_owned(), format::percent),
                interval.unwrap_or_else(|| "–".to_owned()),
            ])
        });
        Numbers { caption: self.caption("report-change-caption-classes"), header, rows: rows.collect() }
    }

    /// The classes of the whole and of each group side by side, with the mean change.
    pub(crate) fn group_rows(&self, key: Option<&str>) -> Numbers {
        self.rows_of(|by| key.is_none_or(|key| by.len() == 1 && by.contains_key(key)))
    }

    fn rows_of(&self, is_shown: impl Fn(&By) -> bool) -> Numbers {
        let has_classes = !self.joint.classes.is_empty();
        let mut header = self.columns(&["group", "pairs"]);
        if has_classes {
            header.push(self.label("reliably_improved"));
            header.extend(self.possible_classes().map(|id| self.class_name(id)));
        }
        header.push(self.story.text("report-column-mean-change"));
        let groups = self.groups().into_iter().filter(|(by, _)| is_shown(by));
        let whole = By::new();
        let all = std::iter::once((&whole, self.joint)).chain(groups);
        let rows = all.map(|(by, joint)| {
            let mut row = vec![self.story.group(by), count(joint.answered)];
            if has_classes {
                row.push(self.improved_in_words(by));
                row.extend(self.possible_classes().map(|id| class_in_words(joint, id)));
            }
            row.push(self.mean_in_words(by));
            row
        });
        Numbers { caption: self.caption("report-change-caption-groups"), header, rows: rows.collect() }
    }

    /// Every table of a text without pictures.
    pub(crate) fn tables(&self) -> Vec<Numbers> {
        if !self.has_pairs() {
            return Vec::new();
        }
        let whole = [self.share_rows(), self.class_rows()];
        let rest = [self.number_rows(), self.sensitivity_rows()];
        whole.into_iter().chain(self.group_tables()).chain(rest).collect()
    }

    /// The same, a table for each way in which the results are grouped.
    pub(crate) fn group_tables(&self) -> Vec<Numbers> {
        let mut ways: Vec<Vec<&String>> = self.groups().iter().map(|(by, _)| by.keys().collect()).collect();
        ways.sort();
        ways.dedup();
        if ways.is_empty() {
            return vec![self.group_rows(None)];
        }
        ways.into_iter().map(|keys| self.rows_of(|by| by.keys().collect::<Vec<_>>() == keys)).collect()
    }

    /// `43% (37% to 49%)`
    fn improved_in_words(&self, by: &By) -> String {
        let shares = self.shares(by);
        let Some(share) = shares.iter().find(|share| share.entry.measure == "reliably_improved") else {
            return "–".to_owned();
        };
        let Some(estimate) = share.numbers.estimate else { return "–".to_owned() };
        let interval = Story::interval(share);
        let interval = if interval.is_empty() { interval } else { format!(" ({interval})") };
        format!("{}{interval}", format::percent(estimate))
    }

    fn mean_in_words(&self, by: &By) -> String {
        let Some((estimate, mean)) = self.mean(by).and_then(|mean| Some((mean.estimate?, mean))) else {
            return "–".to_owned();
        };
        match mean.low.zip(mean.high) {
            Some((low, high)) => format!(
                "{} ({} to {})",
                format::signed_decimal(estimate, 1),
                format::signed_decimal(low, 1),
                format::signed_decimal(high, 1)
            ),
            None => format::signed_decimal(estimate, 1),
        }
    }

    /// How many scores moved by how much, in the columns of the picture; none where counts are hidden.
    pub(crate) fn change_rows(&self) -> Numbers {
        let columns = sst_charts::change_columns(self.joint);
        let all = columns.iter().map(|column| column.count as f64).sum::<f64>();
        let header = self.columns(&["change", "pairs", "percent"]);
        let rows = columns.iter().map(|column| {
            let (from, to) = (format::signed_score(column.from), format::signed_score(column.to));
            let range = if from == to {
                from
            } else {
                self.story.say("chart-scores-range", &[("from", (&from).into()), ("to", (&to).into())])
            };
            vec![range, format::count(column.count), format::percent_1(column.count as f64 / all)]
        });
        Numbers { caption: self.caption("report-change-caption-changes"), header, rows: rows.collect() }
    }

    /// Effect sizes, each by its name, and what else belongs to the change of the whole.
    pub(crate) fn number_rows(&self) -> Numbers {
        let joint = self.joint;
        let mut rows = Vec::new();
        let mut add = |name: String, value: Option<String>| {
            if let Some(value) = value {
                rows.push(vec![name, value]);
            }
        };
        let name = |id: &str| self.story.text(&format!("report-change-number-{id}"));
        for effect in &joint.effect_sizes {
            let key = format!("report-change-effect-{}", effect.id.replace('_', "-"));
            // An effect size that has no name here is still told by its own.
            let label = if self.story.catalogue.has(&key) { self.story.text(&key) } else { effect.id.clone() };
            let interval = effect.low.zip(effect.high);
            let value = effect.estimate.map(|estimate| match interval {
                Some((low, high)) => {
                    format!(
                        "{} ({} to {})",
                        format::decimal(estimate, 2),
                        format::decimal(low, 2),
                        format::decimal(high, 2)
                    )
                }
                None => format::decimal(estimate, 2),
            });
            add(label, value);
        }
        let mean = self.mean(&By::new());
        add(name("sd"), mean.and_then(|mean| mean.sd).map(|sd| format::decimal(sd, 2)));
        add(name("correlation"), joint.correlation.map(|r| format::decimal(r, 2)));
        add(name("false"), joint.expected_false_change.map(format::percent_1));
        add(name("regression"), joint.regression_to_the_mean.map(|points| format::signed_decimal(points, 1)));
        add(name("ceiling"), joint.at_ceiling.map(format::count));
        add(name("floor"), joint.at_floor.map(format::count));
        add(name("could-not"), joint.could_not_recover.map(format::count));
        let header = self.columns(&["number", "value"]);
        Numbers { caption: self.caption("report-change-caption-numbers"), header, rows }
    }

    /// The classes under other rules, where they were asked for.
    pub(crate) fn sensitivity_rows(&self) -> Numbers {
        let mut header = self.columns(&["criterion", "reliability", "cutoff", "pairs"]);
        header.extend(CLASSES.iter().map(|id| self.class_name(id)));
        header.extend(self.columns(&["differs", "kappa"]));
        let rows = self.joint.sensitivity.iter().map(|row| {
            let method = format!("change-method-{}", row.criterion);
            let is_index = self.story.catalogue.has(&method);
            let criterion = self.story.text(if is_index { &method } else { "report-change-published-points" });
            let mut cells = vec![
                criterion,
                two_places(row.reliability),
                row.cutoff.clone().unwrap_or_else(|| "–".to_owned()),
                format::count(row.classes.iter().sum()),
            ];
            cells.extend(row.classes.iter().map(|&count| format::count(count)));
            cells.extend([row.differs.map_or_else(|| "–".to_owned(), format::percent), two_places(row.kappa)]);
            cells
        });
        Numbers { caption: self.caption("report-change-caption-sensitivity"), header, rows: rows.collect() }
    }
}

/// Where clients stood, of those who have a score: also on questionnaires that were filled in only once.
pub(crate) fn score_rows(story: &Story<'_>) -> Numbers {
    let level = format::level(story.results.level);
    let mut header: Vec<String> = ["measure", "eligible", "answered", "mean", "median", "quartiles"]
        .map(|name| story.text(&format!("report-column-{name}")))
        .to_vec();
    header.push(story.say("report-column-at-cutoff", &[("level", (&level).into())]));
    let of_whole = story.results.results.iter().filter(|entry| entry.by.is_empty() && entry.instrument.is_some());
    let rows = of_whole.filter_map(|entry| {
        let mean = entry.as_mean().filter(|mean| mean.answered.is_some_and(|answered| answered > 0))?;
        let spread = story.distribution(&entry.measure)?;
        let quartiles = spread.q1.zip(spread.q3);
        Some(vec![
            score_name(story, entry),
            count(mean.eligible),
            count(mean.answered),
            mean_score(mean),
            spread.median.map_or_else(|| "–".to_owned(), |median| format::decimal(median, 1)),
            quartiles.map_or_else(
                || "–".to_owned(),
                |(q1, q3)| format!("{} to {}", format::decimal(q1, 1), format::decimal(q3, 1)),
            ),
            at_cutoff(story, entry),
        ])
    });
    Numbers { caption: story.text("report-scores-caption"), header, rows: rows.collect() }
}

/// `PHQ-9 before`
fn score_name(story: &Story<'_>, entry: &ResultEntry) -> String {
    let Some(id) = entry.instrument.as_deref() else { return entry.measure.clone() };
    let key = if entry.measure.ends_with("_post") { "report-score-after" } else { "report-score-before" };
    story.say(key, &[("name", (&story.results.instrument_name(id)).into())])
}

/// `8.4 (8.0 to 8.8)`
fn mean_score(mean: &Mean) -> String {
    let Some(estimate) = mean.estimate else { return "–".to_owned() };
    let interval = mean.low.zip(mean.high);
    let interval =
        interval.map(|(low, high)| format!(" ({} to {})", format::decimal(low, 1), format::decimal(high, 1)));
    format!("{}{}", format::decimal(estimate, 1), interval.unwrap_or_default())
}

/// `78% (73% to 82%)`: the share in the clinical range, of the scores of a column.
fn at_cutoff(story: &Story<'_>, scores: &ResultEntry) -> String {
    let side = if scores.measure.ends_with("_post") { "at_cutoff_post" } else { "at_cutoff_pre" };
    let is_it =
        |entry: &&ResultEntry| entry.measure == side && entry.instrument == scores.instrument && entry.by == scores.by;
    let found = story.results.results.iter().filter(is_it).find_map(ResultEntry::as_proportion);
    let Some((estimate, share)) = found.and_then(|share| Some((share.estimate?, share))) else {
        return "–".to_owned();
    };
    let interval = share.low.zip(share.high).map(|(low, high)| format!(" ({})", format::percent_interval(low, high)));
    format!("{}{}", format::percent(estimate), interval.unwrap_or_default())
}

/// `0.80`, or a dash.
fn two_places(value: Option<f64>) -> String {
    value.map_or_else(|| "–".to_owned(), |value| format::decimal(value, 2))
}

/// `96 (24%)`
fn class_in_words(joint: &Joint, id: &str) -> String {
    let class = joint.classes.iter().find(|class| class.class == id);
    match class.and_then(|class| Some((class.count?, class.estimate))) {
        Some((count, Some(share))) => format!("{} ({})", format::count(count), format::percent(share)),
        Some((count, None)) => format::count(count),
        None => "–".to_owned(),
    }
}
