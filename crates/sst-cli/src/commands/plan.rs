//! `sst plan --precision 0.05 --expect 0.8`

use std::process::ExitCode;

use sst_core::planning::{Extras, Goal, Plan, PlanError, plan};
use sst_core::stats::Level;
use sst_core::text::Catalogue;

use crate::arguments::{ListFormat, PlanArguments};
use crate::failure::Failure;
use crate::output::Output;

const LEVEL: f64 = 0.95;
const POWER: f64 = 0.8;
const ALPHA: f64 = 0.05;
/// Of a one-sided test for not being worse, as trials take it.
const ALPHA_NOT_WORSE: f64 = 0.025;
const ASSURANCE: f64 = 0.9;

pub(crate) fn run(arguments: &PlanArguments, output: &Output) -> Result<ExitCode, Failure> {
    let goal = goal(arguments)?;
    let extras = extras(arguments)?;
    let plan = plan(goal, extras).map_err(refused)?;
    match arguments.format {
        ListFormat::Table => output.data(&sst_report::plan_text(&plan, &Catalogue::english()))?,
        ListFormat::Json => output.data(&as_json(&plan))?,
    }
    Ok(ExitCode::SUCCESS)
}

fn as_json(plan: &Plan) -> String {
    let mut text = serde_json::to_string_pretty(plan).expect("a plan is JSON");
    text.push('\n');
    text
}

fn goal(arguments: &PlanArguments) -> Result<Goal, Failure> {
    let expect = share("--expect", arguments.expect)?;
    let or = |flag: &str, given: Option<f64>, default: f64| share(flag, given.unwrap_or(default));
    let power = or("--power", arguments.power, POWER)?;
    let alpha = |default: f64| or("--alpha", arguments.alpha, default);
    if let Some(half_width) = arguments.precision {
        let half_width = share("--precision", half_width)?;
        let level = or("--level", arguments.level, LEVEL)?;
        let level = Level::new(level).map_err(|error| Failure::wrong_use(format!("--level: {error}"), None))?;
        return Ok(Goal::Precision { expect, half_width, level, population: arguments.population });
    }
    if let Some(claim) = arguments.claim {
        return Ok(Goal::Claim { expect, claim: share("--claim", claim)?, alpha: alpha(ALPHA)?, power });
    }
    let against = or("--against", arguments.against, expect)?;
    // Of the goals one is there, and with it what it needs: clap has seen to that.
    if let (true, Some(margin)) = (arguments.non_inferiority, arguments.margin) {
        let margin = share("--margin", margin)?;
        return Ok(Goal::NonInferiority { expect, against, margin, alpha: alpha(ALPHA_NOT_WORSE)?, power });
    }
    let ratio = arguments.ratio.unwrap_or(1.0);
    if !(0.001..=1000.0).contains(&ratio) {
        return Err(Failure::wrong_use(format!("--ratio {ratio}: expected a number from 0.001 to 1000"), None));
    }
    Ok(Goal::Compare { expect, against, ratio, alpha: alpha(ALPHA)?, power })
}

fn extras(arguments: &PlanArguments) -> Result<Extras, Failure> {
    let design_effect = arguments.design_effect.unwrap_or(1.0);
    if !(1.0..=1e6).contains(&design_effect) {
        return Err(Failure::wrong_use(
            format!("--design-effect {design_effect}: expected a number from 1"),
            Some("it is `design_effect` in the results of a service whose clients repeat; 1 is none".to_owned()),
        ));
    }
    let response = match arguments.response_rate {
        None => None,
        Some(1.0) => Some(1.0),
        Some(rate) => Some(share("--response-rate", rate)?),
    };
    let assurance = share("--assurance", arguments.assurance.unwrap_or(ASSURANCE))?;
    Ok(Extras { design_effect, response: response.map(|rate| (rate, assurance)), answers: arguments.answers })
}

/// A share strictly between 0 and 1.
fn share(flag: &str, value: f64) -> Result<f64, Failure> {
    if value > 0.0 && value < 1.0 {
        return Ok(value);
    }
    let hint = (1.0..100.0).contains(&value).then(|| format!("{value} percent is {}", value / 100.0));
    Err(Failure::wrong_use(format!("{flag} {value}: expected a number above 0 and below 1"), hint))
}

fn refused(error: PlanError) -> Failure {
    let hint = match error {
        PlanError::SameShares => Some("for not being worse there is --non-inferiority --margin".to_owned()),
        PlanError::BeyondMargin => Some("a wider --margin, or another --against".to_owned()),
        PlanError::MarginTooLarge => Some("a margin is a few points, as 0.05".to_owned()),
        PlanError::TooMany => Some("a larger difference, or a wider interval".to_owned()),
        PlanError::Stats(_) => None,
    };
    Failure::wrong_use(error.to_string(), hint)
}
