//! The references of the methods that a document used, and of no others.

use sst_core::results::{Payload, ResultEntry};

use super::paragraphs::{any_missing, has_means_by_client, interval_methods, sensitivity_to_silence};
use crate::story::Story;

/// The references, by authors; the two guidelines last.
pub(super) fn references(story: &Story<'_>) -> Vec<String> {
    let made = interval_methods(story);
    let joints = || {
        story.results.results.iter().filter_map(|entry| match &entry.payload {
            Payload::Joint(joint) => Some(joint),
            _ => None,
        })
    };
    let compared = || story.results.results.iter().filter_map(ResultEntry::as_comparison);
    let with_method = |method: &str| compared().any(|one| one.low.is_some() && one.method == method);
    let clustered = made.contains(&"wilson_cluster") || joints().any(|joint| joint.class_method == "wilson_cluster");
    let union = any_missing(story, |missing| missing.union_wilson.is_some());
    let used = [
        ("wilson", clustered || union || made.contains(&"wilson")),
        ("rao-scott", clustered),
        ("korn-graubard", clustered),
        ("clopper-pearson", made.contains(&"clopper_pearson")),
        ("jeffreys", made.contains(&"jeffreys")),
        ("agresti-coull", made.contains(&"agresti_coull")),
        ("manski", sensitivity_to_silence(story).first().is_some_and(|first| *first == story.text("methods-bounds"))),
        ("horowitz-manski", union),
        ("imbens-manski", any_missing(story, |missing| missing.imbens_manski.is_some())),
        ("tipping", any_missing(story, |missing| !missing.tipping.is_empty())),
        ("kish", any_missing(story, |missing| !missing.weighted.is_empty())),
        ("holt-smith", any_missing(story, |missing| !missing.weighted.is_empty())),
        ("hyndman-fan", story.distribution("wait_days").is_some_and(|waits| waits.median.is_some())),
        ("liang-zeger", has_means_by_client(story)),
        ("goodman", joints().any(|joint| joint.class_method == "goodman")),
        ("jacobson-truax", joints().any(|joint| joint.rule.criterion == "jacobson_truax")),
        ("newcombe", with_method("newcombe")),
        ("miettinen-nurminen", with_method("miettinen_nurminen")),
        ("holm", compared().any(|one| one.p_adjusted.is_some() && one.adjustment.as_deref() == Some("holm"))),
    ];
    let mut found: Vec<String> = used
        .into_iter()
        .filter(|(_, is_used)| *is_used)
        .map(|(id, _)| story.text(&format!("reference-{id}")))
        .collect();
    found.sort();
    found.extend(["reference-strobe", "reference-record"].map(|key| story.text(key)));
    found
}
