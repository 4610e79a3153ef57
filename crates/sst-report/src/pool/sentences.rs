//! What studies say together, in sentences.

use std::borrow::Cow;

use sst_core::codes::Reason;
use sst_core::results::Range;
use sst_core::text::{Arg, format};

use super::{Pool, Value};

/// A p-value below it counts as a sign of something.
const ALPHA: f64 = 0.05;

impl Pool<'_> {
    /// The average, where the next may fall, how far studies differ, and whether one of them decides it.
    pub(crate) fn sentences(&self) -> Vec<String> {
        let mut said = vec![self.average()];
        let is_pooled = Value::of(self.pooled).estimate.is_some() && self.spread.studies > 1;
        if is_pooled {
            said.extend(self.next());
            said.extend(self.difference());
            said.extend(self.leaving_out());
            said.push(self.small_studies());
        }
        said.push(self.story.text("pool-says-what"));
        said
    }

    fn level(&self) -> String {
        format::level(self.story.results.level)
    }

    fn average(&self) -> String {
        if self.pooled.reason == Some(Reason::NoMaximum) {
            return self.story.text("pool-says-no-maximum");
        }
        let value = Value::of(self.pooled);
        let estimate = value.estimate.map(|estimate| self.told(estimate)).unwrap_or_default();
        let interval = match (value.low, value.high) {
            (Some(low), Some(high)) => format!("{} to {}", self.told(low), self.told(high)),
            _ => String::new(),
        };
        let level = self.level();
        let args = [
            ("studies", Arg::Count(self.spread.studies)),
            ("estimate", Arg::Text(&estimate)),
            ("interval", Arg::Text(&interval)),
            ("level", Arg::Text(&level)),
        ];
        let key = match (self.spread.studies, interval.is_empty()) {
            (1, _) => "pool-says-one",
            (_, true) => "pool-says-average-alone",
            (_, false) => "pool-says-average",
        };
        self.story.say(key, &args)
    }

    fn next(&self) -> Option<String> {
        let Some(Range { low, high }) = self.spread.prediction else {
            return (self.spread.studies == 2).then(|| self.story.text("pool-says-next-two"));
        };
        let between = format!("between {} and {}", self.told(low), self.told(high));
        let key = if self.is_of_shares() { "pool-says-next" } else { "pool-says-next-value" };
        let level = self.level();
        Some(self.story.say(key, &[("prediction", (&between).into()), ("level", (&level).into())]))
    }

    fn difference(&self) -> Option<String> {
        let (i2, q, tau2, p) = (self.spread.i2?, self.spread.q?, self.spread.tau2?, self.spread.q_p?);
        let (i2, q, tau2) = (format::percent(i2), format::decimal(q, 2), format::decimal(tau2, 3));
        let level = self.level();
        let interval = self.spread.tau2_interval.map_or_else(String::new, |range| {
            let (low, high) = (format::decimal(range.low, 3), format::decimal(range.high, 3));
            let args = [("low", Arg::Text(&low)), ("high", Arg::Text(&high)), ("level", Arg::Text(&level))];
            // Fluent takes the white space after the comma's own line away, never that within.
            self.story.say("pool-says-tau2-interval", &args)
        });
        let words = p_value(p);
        let args = [
            ("i2", Arg::Text(&i2)),
            ("q", Arg::Text(&q)),
            ("p", Arg::Text(&words)),
            ("tau2", Arg::Text(&tau2)),
            ("interval", Arg::Text(&interval)),
        ];
        Some(self.story.say(if p < ALPHA { "pool-says-differ" } else { "pool-says-alike" }, &args))
    }

    fn leaving_out(&self) -> Option<String> {
        let mut averages: Vec<(f64, &str)> = self
            .studies
            .iter()
            .filter_map(|study| Some((Value::of(self.without(study)?).estimate?, Self::name(study))))
            .collect();
        averages.sort_by(|a, b| a.0.total_cmp(&b.0));
        let (&(low, lowest), &(high, highest)) = (averages.first()?, averages.last()?);
        let (low, high) = (self.told(low), self.told(high));
        let key = if low == high { "pool-says-without-same" } else { "pool-says-without" };
        let args = [
            ("low", Arg::Text(&low)),
            ("lowest", Arg::Text(lowest)),
            ("high", Arg::Text(&high)),
            ("highest", Arg::Text(highest)),
        ];
        Some(self.story.say(key, &args))
    }

    fn small_studies(&self) -> String {
        let Some(check) = self.spread.small_studies else {
            return self.story.text("pool-says-small-few");
        };
        let (p, limit) = (p_value(check.p), self.told(check.limit));
        let key = if check.p < ALPHA { "pool-says-small" } else { "pool-says-small-none" };
        self.story.say(key, &[("p", (&p).into()), ("limit", (&limit).into())])
    }

    /// How the average was made, for a methods section.
    pub(crate) fn method(&self) -> String {
        let own = self.studies.first().map_or("wilson", |study| Value::of(study).method);
        let own: Cow<'_, str> = match own {
            "normal" => self.story.text("pool-method-normal").into(),
            own => self.story.text(&format!("chart-method-{own}")).into(),
        };
        let model = Value::of(self.pooled).method;
        let key = if model == "binomial_normal" { "pool-method-binomial_normal" } else { "pool-method-reml" };
        let scale = self.story.text(if self.is_of_shares() { "pool-scale-logit" } else { "pool-scale-identity" });
        let level = self.level();
        let args = [("scale", Arg::Text(&scale)), ("method", Arg::Text(&own)), ("level", Arg::Text(&level))];
        self.story.say(key, &args)
    }
}

/// `p = 0.012`, `p < 0.001`
fn p_value(p: f64) -> String {
    if p < 0.001 { "p < 0.001".to_owned() } else { format!("p = {}", format::decimal(p, 3)) }
}
