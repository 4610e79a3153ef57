//! Sentences on change, to paste into an e-mail or a methods section.

use sst_core::results::By;
use sst_core::text::{Arg, format};

use super::Questionnaire;
use crate::story::{Share, Story};

impl Questionnaire<'_> {
    /// What is to be said first: how many had both scores, how many improved, recovered, got worse.
    pub(crate) fn sentences(&self) -> Vec<String> {
        let mut sentences = vec![self.pairs()];
        if !self.has_pairs() {
            return sentences;
        }
        sentences.push(self.joint.rule.text.clone());
        if !self.has_rule() {
            sentences.push(self.story.text("report-change-unknown"));
        }
        sentences.extend(self.shares(&By::new()).iter().map(|share| self.share(share)));
        sentences.extend(self.could_not_recover());
        sentences.extend(self.without_percentage());
        sentences.extend(self.mean_change());
        sentences.extend(self.at_the_ends());
        sentences.extend(self.under_other_rules());
        sentences
    }

    /// How many improved and how many got worse, with every denominator.
    pub(crate) fn headline(&self) -> Option<String> {
        let shares = self.shares(&By::new());
        let of = |measure: &str| shares.iter().find(|share| share.entry.measure == measure);
        let (better, worse) = (of("reliably_improved")?, of("reliably_deteriorated")?);
        let percent = format::percent(better.numbers.estimate?);
        let (interval, level) = (Story::interval(better), format::level(self.story.results.level));
        let amount = self.joint.rule.amount_in_words(self.story.catalogue);
        let args = [
            ("name", Arg::Text(&self.name)),
            ("percent", Arg::Text(&percent)),
            ("amount", Arg::Text(&amount)),
            ("events", better.numbers.events?.into()),
            ("answered", better.numbers.answered?.into()),
            ("eligible", better.numbers.eligible?.into()),
            ("interval", Arg::Text(&interval)),
            ("level", Arg::Text(&level)),
            ("worse", worse.numbers.events?.into()),
        ];
        let key = if interval.is_empty() { "report-change-headline-no-interval" } else { "report-change-headline" };
        Some(self.story.say(key, &args))
    }

    /// What other rules would say of the same pairs.
    fn under_other_rules(&self) -> Option<String> {
        let improved = |classes: &[u64; 5]| {
            let pairs: u64 = classes.iter().sum();
            (pairs > 0).then(|| (classes[0] + classes[1]) as f64 / pairs as f64)
        };
        let shares: Vec<f64> = self.joint.sensitivity.iter().filter_map(|row| improved(&row.classes)).collect();
        let (low, high) = (shares.iter().copied().reduce(f64::min)?, shares.iter().copied().reduce(f64::max)?);
        let here = self.joint.classes.iter().filter(|class| matches!(class.class.as_str(), "recovered" | "improved"));
        let here: f64 = here.filter_map(|class| class.estimate).sum();
        let [here, low, high] = [here, low, high].map(format::percent);
        let args = [
            ("here", Arg::Text(&here)),
            ("low", Arg::Text(&low)),
            ("high", Arg::Text(&high)),
            ("count", (shares.len() as u64).into()),
        ];
        Some(self.story.say("report-change-other-rules", &args))
    }

    /// Of what the numbers are, and what made them.
    fn data(&self) -> Option<String> {
        let (pairs, eligible) = (self.joint.answered?, self.joint.eligible?);
        let period = self.story.period().unwrap_or_default();
        let args = [
            ("pairs", pairs.into()),
            ("eligible", eligible.into()),
            ("period", Arg::Text(&period)),
            ("version", Arg::Text(&self.story.results.tool.version)),
        ];
        Some(self.story.say("report-change-method-data", &args))
    }

    fn pairs(&self) -> String {
        let joint = self.joint;
        let (Some(pairs), Some(eligible)) = (joint.answered, joint.eligible) else {
            return self.story.text("report-change-pairs-hidden");
        };
        let percent = if eligible > 0 { format::percent(pairs as f64 / eligible as f64) } else { "–".to_owned() };
        let args = [("pairs", pairs.into()), ("eligible", eligible.into()), ("percent", (&percent).into())];
        let mut sentence = self.story.say("report-change-pairs", &args);
        if let Some(only_before) = joint.with_pre.and_then(|with| with.checked_sub(pairs)).filter(|&count| count > 0) {
            sentence.push(' ');
            sentence += &self.story.say("report-change-only-before", &[("count", only_before.into())]);
        }
        sentence
    }

    /// The plain name of a share: a cut-off is moved below where lower is better, and above where higher is.
    pub(super) fn label(&self, measure: &str) -> String {
        let end = match (measure.ends_with("recovered"), self.higher_is_better()) {
            (false, _) => "",
            (true, false) => "-below",
            (true, true) => "-above",
        };
        let amount = self.joint.rule.amount_in_words(self.story.catalogue);
        let key = format!("report-change-{}{end}", measure.replace('_', "-"));
        self.story.say(&key, &[("amount", (&amount).into())])
    }

    fn share(&self, share: &Share<'_>) -> String {
        share_in_words(&self.story, share, &self.label(&share.entry.measure))
    }

    fn could_not_recover(&self) -> Option<String> {
        let (count, pairs) = (self.joint.could_not_recover?, self.joint.answered?);
        Some(self.story.say("report-change-could-not", &[("count", count.into()), ("pairs", pairs.into())]))
    }

    fn without_percentage(&self) -> Option<String> {
        let (count, pairs) = (self.joint.zero_before.filter(|&count| count > 0)?, self.joint.answered?);
        Some(self.story.say("report-change-zero-before", &[("count", count.into()), ("pairs", pairs.into())]))
    }

    fn mean_change(&self) -> Option<String> {
        let mean = self.mean(&By::new())?;
        let (estimate, pairs) = (format::signed_decimal(mean.estimate?, 1), mean.answered?);
        let level = format::level(self.story.results.level);
        let direction =
            self.story.text(if self.higher_is_better() { "chart-pairs-higher" } else { "chart-pairs-lower" });
        let interval = mean
            .low
            .zip(mean.high)
            .map(|(low, high)| (format::signed_decimal(low, 1), format::signed_decimal(high, 1)));
        let (low, high) = interval.clone().unwrap_or_default();
        let args = [
            ("mean", Arg::Text(&estimate)),
            ("pairs", pairs.into()),
            ("level", Arg::Text(&level)),
            ("low", Arg::Text(&low)),
            ("high", Arg::Text(&high)),
            ("direction", Arg::Text(&direction)),
        ];
        let key = if interval.is_some() { "report-change-mean" } else { "report-change-mean-no-interval" };
        Some(self.story.say(key, &args))
    }

    fn at_the_ends(&self) -> Vec<String> {
        let ends = [("report-change-ceiling", self.joint.at_ceiling), ("report-change-floor", self.joint.at_floor)];
        let told = ends.into_iter().filter_map(|(key, count)| Some((key, count.filter(|&count| count > 0)?)));
        told.map(|(key, count)| self.story.say(key, &[("count", count.into())])).collect()
    }

    /// The method, ready for a paper: the rule in its words, what a reader must know of it, and what change is not.
    pub(crate) fn method(&self) -> Vec<String> {
        let mut sentences: Vec<String> = self.data().into_iter().collect();
        sentences.push(self.joint.rule.text.clone());
        sentences.extend(self.joint.rule.warnings.iter().cloned());
        let scores = self.story.results.scores.as_ref();
        let scores = scores.filter(|scores| scores.instruments.iter().any(|id| id == self.id));
        sentences.extend(scores.map(|scores| scores.text.clone()));
        if self.has_pairs() {
            let by_client = |is: bool| if is { "-by-client" } else { "" };
            let mean = self.mean(&By::new()).is_some_and(|mean| mean.method == "paired_t_cluster");
            sentences.push(self.story.text(&format!("report-change-method-pairs{}", by_client(mean))));
            if self.has_rule() {
                let classes = self.joint.class_method == "wilson_cluster";
                sentences.push(self.story.text(&format!("report-change-method-classes{}", by_client(classes))));
            }
            if !self.joint.effect_sizes.is_empty() {
                sentences.push(self.story.text("report-change-method-effects"));
            }
            if let Some(share) = self.joint.expected_false_change {
                let percent = format::percent_1(share);
                sentences.push(self.story.say("report-change-method-false", &[("percent", (&percent).into())]));
            }
            if let Some(points) = self.joint.regression_to_the_mean {
                let points = format::signed_decimal(points, 1);
                sentences.push(self.story.say("report-change-method-regression", &[("points", (&points).into())]));
            }
            sentences.push(self.story.text("report-change-method-no-comparison"));
        }
        sentences.retain(|sentence| !sentence.trim().is_empty());
        sentences
    }
}

/// One share with its denominator and interval, or why there is none; recovery is of those who began in the clinical range.
pub(super) fn share_in_words(story: &Story<'_>, share: &Share<'_>, label: &str) -> String {
    let numbers = share.numbers;
    let (Some(events), Some(answered), Some(estimate)) = (numbers.events, numbers.answered, numbers.estimate) else {
        let reason = story.percent(share);
        return story.say("report-change-share-none", &[("label", label.into()), ("reason", (&reason).into())]);
    };
    let (percent, interval) = (format::percent(estimate), Story::interval(share));
    let level = format::level(story.results.level);
    let args = [
        ("label", Arg::Text(label)),
        ("percent", Arg::Text(&percent)),
        ("events", events.into()),
        ("answered", answered.into()),
        ("interval", Arg::Text(&interval)),
        ("level", Arg::Text(&level)),
    ];
    let key = match (interval.is_empty(), share.entry.measure.ends_with("recovered")) {
        (true, _) => "report-change-share-no-interval",
        (false, false) => "report-change-share",
        (false, true) => "report-change-share-of-clinical",
    };
    story.say(key, &args)
}
