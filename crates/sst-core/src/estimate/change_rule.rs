//! The rule of change in words, ready for a methods section: what counts, from where, and where another rule would differ.

use super::Estimator;
use crate::change::{AppliedRule, Criterion, CutoffKind, CutoffSource, NotApplied, UsedSd};
use crate::instrument::{Better, CaseSide, Instrument};
use crate::results::RuleNote;
use crate::stats::Baseline;
use crate::stats::RciMethod;
use crate::text::Arg;

impl Estimator<'_> {
    /// The rule that was applied to a questionnaire.
    pub(super) fn rule_note(&self, instrument: &Instrument, rule: &AppliedRule) -> RuleNote {
        let cutoff = rule.cutoff.as_ref().ok();
        let text = format!("{} {}", self.criterion_text(instrument, rule), self.cutoff_text(rule));
        RuleNote {
            name: instrument.name.clone(),
            criterion: criterion_id(rule).to_owned(),
            amount: self.amount(rule),
            text,
            reliable_change: rule.points(),
            cutoff: cutoff.map(|cutoff| cutoff.caseness.threshold),
            cutoff_is_clinical: cutoff
                .map(|cutoff| matches!(cutoff.caseness.case, CaseSide::AtLeast | CaseSide::AtMost)),
            better: if instrument.better == Better::Higher { "higher" } else { "lower" }.to_owned(),
            min: instrument.min,
            max: instrument.max,
            warnings: self.warnings(rule),
        }
    }

    fn amount(&self, rule: &AppliedRule) -> String {
        match &rule.criterion {
            Ok(Criterion::PercentChange(percent)) => {
                self.catalogue.text("change-amount-percent", &[("percent", Arg::Text(&percent.to_string()))])
            }
            Ok(Criterion::Points { is_minimal_important: true, .. }) => {
                self.catalogue.text("change-amount-minimal", &[])
            }
            Ok(Criterion::EffectSize { sds, .. }) => {
                self.catalogue.text("change-amount-effect-size", &[("sds", Arg::Text(&sds.to_string()))])
            }
            _ => self.catalogue.text("change-amount-error", &[]),
        }
    }

    fn criterion_text(&self, instrument: &Instrument, rule: &AppliedRule) -> String {
        let name = Arg::Text(&instrument.name);
        let say = |key: &str, args: &[(&str, Arg<'_>)]| self.catalogue.text(key, args);
        match &rule.criterion {
            Err(why) => say(not_applied(*why), &[("instrument", name)]),
            Ok(Criterion::Points { points, fact, is_minimal_important }) => {
                let key = if *is_minimal_important { "change-rule-minimal" } else { "change-rule-points" };
                let args = [("points", Arg::Text(&points.to_string())), ("source", Arg::Text(&fact.source))];
                say(key, &args)
            }
            Ok(Criterion::PercentChange(percent)) => {
                say("change-rule-percent", &[("percent", Arg::Text(&percent.to_string()))])
            }
            Ok(Criterion::EffectSize { sds, points }) => {
                let args = [
                    ("sds", Arg::Text(&sds.to_string())),
                    ("points", Arg::Text(&rounded(*points))),
                    ("whose", Arg::Text(&self.whose_sd(instrument, rule))),
                ];
                say("change-rule-effect-size", &args)
            }
            Ok(Criterion::Index(method)) => {
                let (sd, reliability) = rule.baseline.map_or((0.0, 0.0), |b: Baseline| (b.sd_pre, b.reliability));
                let given = say("change-reliability-given", &[]);
                let source = rule.reliability_fact.as_ref().map_or(given.as_str(), |fact| fact.source.as_str());
                let args = [
                    ("method", Arg::Text(&say(&format!("change-method-{}", method.id()), &[]))),
                    ("critical", Arg::Text(&rule.critical().map(|z| format!("{z:.6}")).unwrap_or_default())),
                    ("sd", Arg::Text(&rounded(sd))),
                    ("whose", Arg::Text(&self.whose_sd(instrument, rule))),
                    ("reliability", Arg::Text(&reliability.to_string())),
                    ("source", Arg::Text(source)),
                ];
                let mut text = say("change-rule-index", &args);
                if let Some(points) = rule.points() {
                    text.push(' ');
                    text += &say("change-rule-index-points", &[("points", Arg::Text(&rounded(points)))]);
                }
                if *method == RciMethod::HagemanArrindell {
                    text.push(' ');
                    text += &say("change-rule-true-scores", &[]);
                }
                text
            }
        }
    }

    fn cutoff_text(&self, rule: &AppliedRule) -> String {
        let cutoff = match &rule.cutoff {
            Ok(cutoff) => cutoff,
            Err(NotApplied::CutoffOffScale) => return self.catalogue.text("change-cutoff-off-scale", &[]),
            Err(_) => return self.catalogue.text("change-cutoff-none", &[]),
        };
        let side = match cutoff.caseness.case {
            CaseSide::AtLeast => "at-least",
            CaseSide::Above => "above",
            CaseSide::AtMost => "at-most",
            CaseSide::Below => "below",
        };
        let kind = match cutoff.kind {
            CutoffKind::Published => "published",
            CutoffKind::A => "a",
            CutoffKind::B => "b",
            CutoffKind::C => "c",
        };
        let threshold = rounded(cutoff.caseness.threshold);
        let range = self.catalogue.text(&format!("change-cutoff-{side}"), &[("threshold", Arg::Text(&threshold))]);
        let source = match &cutoff.source {
            CutoffSource::Published(source) => source.clone(),
            CutoffSource::Norms => self.catalogue.text("change-norms", &[]),
            CutoffSource::ThoseWhoCome => self.catalogue.text("change-norms-those-who-come", &[]),
        };
        let args = [("range", Arg::Text(&range)), ("source", Arg::Text(&source))];
        self.catalogue.text(&format!("change-cutoff-{kind}"), &args)
    }

    fn whose_sd(&self, instrument: &Instrument, rule: &AppliedRule) -> String {
        let key = match rule.used_sd {
            Some(UsedSd::ClinicalNorm) => "change-sd-clinical",
            Some(UsedSd::Baselines) | None => "change-sd-baselines",
            Some(UsedSd::Completers) => "change-sd-completers",
            Some(UsedSd::National) => "change-sd-national",
        };
        let source = instrument.national_sd().map_or("", |fact| fact.source.as_str());
        self.catalogue.text(key, &[("source", Arg::Text(source))])
    }

    /// Numbers from memory, and a threshold and an index that disagree.
    fn warnings(&self, rule: &AppliedRule) -> Vec<String> {
        let mut warnings = Vec::new();
        let mut warn = |key: &str, args: &[(&str, Arg<'_>)]| warnings.push(self.catalogue.text(key, args));
        match &rule.criterion {
            Ok(Criterion::Points { fact, .. }) if !fact.verified => warn("change-warning-threshold-from-memory", &[]),
            Ok(Criterion::Index(_)) if rule.reliability_fact.as_ref().is_some_and(|fact| !fact.verified) => {
                warn("change-warning-reliability-from-memory", &[]);
            }
            _ => {}
        }
        if rule.cutoff.as_ref().is_ok_and(|cutoff| !cutoff.verified) {
            warn("change-warning-cutoff-from-memory", &[]);
        }
        if let (Ok(Criterion::Points { points, .. }), Some(by_index)) = (&rule.criterion, rule.points_beyond_error())
            && by_index > *points
        {
            let args = [("points", Arg::Text(&points.to_string())), ("index", Arg::Text(&rounded(by_index)))];
            warn("change-warning-threshold-within-error", &args);
        }
        warnings
    }
}

pub(super) fn criterion_id(rule: &AppliedRule) -> &'static str {
    match &rule.criterion {
        Err(_) => "unknown",
        Ok(Criterion::Points { is_minimal_important: false, .. }) => "threshold",
        Ok(Criterion::Points { is_minimal_important: true, .. }) => "minimal_important_difference",
        Ok(Criterion::Index(method)) => method.id(),
        Ok(Criterion::PercentChange(_)) => "percent_change",
        Ok(Criterion::EffectSize { .. }) => "effect_size",
    }
}

const fn not_applied(why: NotApplied) -> &'static str {
    match why {
        NotApplied::NoReliableChange | NotApplied::NoCutoff | NotApplied::CutoffOffScale => "change-rule-none",
        NotApplied::NoReliability => "change-rule-no-reliability",
        NotApplied::NoSpread => "change-rule-no-spread",
        NotApplied::NoNationalSd => "change-rule-no-national",
        NotApplied::NoMinimalImportantDifference => "change-rule-no-minimal",
    }
}

/// To two decimals, without zeros at the end.
fn rounded(value: f64) -> String {
    ((value * 100.0).round() / 100.0).to_string()
}
