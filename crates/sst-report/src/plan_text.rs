//! A plan in sentences.

use std::fmt::Write;

use sst_core::planning::{Plan, PlanGoal, Told};
use sst_core::text::{Arg, Catalogue, format};

/// The plan for a terminal: one sentence a line.
pub fn plan_text(plan: &Plan, catalogue: &Catalogue) -> String {
    let mut text = String::new();
    for sentence in (PlanStory { plan, catalogue }).sentences() {
        let _ = writeln!(text, "{sentence}");
    }
    text
}

struct PlanStory<'p> {
    plan: &'p Plan,
    catalogue: &'p Catalogue,
}

impl PlanStory<'_> {
    fn say(&self, key: &str, args: &[(&str, &str)]) -> String {
        let args: Vec<(&str, Arg<'_>)> = args.iter().map(|&(name, text)| (name, Arg::Text(text))).collect();
        self.catalogue.text(key, &args)
    }

    fn sentences(&self) -> Vec<String> {
        let plan = self.plan;
        let mut said = self.needed();
        if plan.design_effect > 1.0 {
            let (effect, answers) = (format::score(plan.design_effect), format::count(plan.to_collect));
            let second = plan.each_side.map(|side| format::count(side.second_to_collect)).unwrap_or_default();
            let key =
                if plan.goal == PlanGoal::ComparePeriods { "plan-design-effect-sides" } else { "plan-design-effect" };
            said.push(self.say(key, &[("effect", &effect), ("answers", &answers), ("second", &second)]));
        }
        if let Some(sent) = plan.follow_ups {
            let (expected, assured) = (format::count(sent.expected), format::count(sent.assured));
            let (rate, assurance) = (share(sent.response_rate), share(sent.assurance));
            let answers = format::count(plan.to_collect);
            said.push(self.say(
                "plan-follow-ups",
                &[
                    ("rate", &rate),
                    ("expected", &expected),
                    ("answers", &answers),
                    ("assured", &assured),
                    ("assurance", &assurance),
                ],
            ));
            if plan.goal == PlanGoal::ComparePeriods {
                said.push(self.say("plan-follow-ups-side", &[]));
            }
        }
        said.extend(plan.with_answers.iter().flat_map(|told| self.told(told)));
        said.push(self.say("plan-silent", &[]));
        said
    }

    fn needed(&self) -> Vec<String> {
        let plan = self.plan;
        let of = |value: Option<f64>| value.map(share).unwrap_or_default();
        let (expect, claim, against) = (share(plan.expect), of(plan.claim), of(plan.against));
        let (alpha, power) = (of(plan.alpha), of(plan.power));
        let stable = plan.stable_from.map(format::count).unwrap_or_default();
        let shared = [
            ("expect", expect.as_str()),
            ("claim", &claim),
            ("against", &against),
            ("alpha", &alpha),
            ("power", &power),
            ("stable", &stable),
        ];
        let say = |key: &str, more: &[(&str, &str)]| self.say(key, &[&shared, more].concat());
        let mut said = Vec::new();
        match plan.goal {
            PlanGoal::Precision => {
                let half = plan.precision.map(points).unwrap_or_default();
                let normal = plan.normal.map(|normal| format::count(normal.ceil() as u64)).unwrap_or_default();
                let level = plan.level.map(format::level).unwrap_or_default();
                let answers = format::count(plan.answers);
                let more = [("half", half.as_str()), ("answers", &answers), ("level", &level), ("normal", &normal)];
                said.push(say("plan-precision", &more));
                if let (Some(all), Some(of_all)) = (plan.population, plan.of_population) {
                    let (all, of_all) = (format::count(all), format::count(of_all.ceil() as u64));
                    said.push(say("plan-population", &[("population", &all), ("answers", &of_all)]));
                }
            }
            PlanGoal::Claim => {
                let is_above = plan.claim.is_some_and(|claim| plan.expect > claim);
                said.push(say(if is_above { "plan-claim-above" } else { "plan-claim-below" }, &[]));
            }
            PlanGoal::NonInferiority => {
                let margin = plan.margin.map(points).unwrap_or_default();
                said.push(say("plan-non-inferiority", &[("margin", &margin)]));
            }
            PlanGoal::ComparePeriods => {
                let sides = plan.each_side.map(|side| (format::count(side.first), format::count(side.second)));
                let (first, second) = sides.unwrap_or_default();
                said.push(say("plan-compare", &[("first", &first), ("second", &second)]));
            }
        }
        if let Some(first) = plan.first.filter(|first| Some(*first) != plan.stable_from) {
            said.push(say("plan-saw-tooth", &[("first", &format::count(first))]));
        }
        if let (PlanGoal::NonInferiority, Some(side)) = (plan.goal, plan.each_side) {
            said.push(say("plan-non-inferiority-sides", &[("first", &format::count(side.first))]));
        }
        said
    }

    fn told(&self, told: &Told) -> Vec<String> {
        let answers = format::count(told.answers);
        let mut said = Vec::new();
        if let Some(half) = told.half_width {
            said.push(self.say("plan-with-precision", &[("answers", &answers), ("half", &points(half))]));
        }
        if let Some(power) = told.power {
            said.push(self.say("plan-with-power", &[("answers", &answers), ("power", &format::percent(power))]));
        }
        match (told.at_least, told.at_most) {
            (Some(events), _) => said.push(self.say("plan-with-at-least", &[("events", &format::count(events))])),
            (None, Some(events)) => said.push(self.say("plan-with-at-most", &[("events", &format::count(events))])),
            (None, None) if told.size.is_some() => said.push(self.say("plan-with-none", &[])),
            _ => {}
        }
        said
    }
}

/// A share as it was asked for: `80%`, `2.5%`.
fn share(value: f64) -> String {
    format!("{}%", format::score(value * 100.0))
}

/// A difference of shares in points: `5`, `2.5`.
fn points(value: f64) -> String {
    format::score(value * 100.0)
}
