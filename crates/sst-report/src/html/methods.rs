//! The methods in sentences that a paper could paste.

use sst_core::results::Unit;
use sst_core::text::{Arg, format};

use crate::story::Story;

/// The methods that made these results, one sentence or two each.
pub(crate) fn methods(story: &Story<'_>) -> Vec<String> {
    let results = story.results;
    let level = format::level(results.level);
    let questions: Vec<String> =
        results.follow_up.questions.iter().filter(|question| results.collected.contains(question)).cloned().collect();
    let unit = match results.unit {
        Unit::Session => "report-methods-unit-session",
        Unit::Client => "report-methods-unit-client",
    };
    let mut sentences = vec![story.text(unit), story.text("report-methods-shares")];
    if !questions.is_empty() {
        let days = u64::from(results.follow_up.due_after_days);
        let args = [("questions", Arg::Text(&questions.join(", "))), ("days", days.into())];
        sentences.push(story.say("report-methods-follow-up", &args));
    }
    let method =
        results.results.iter().find_map(|entry| entry.as_proportion()).map(|proportion| proportion.method.as_str());
    let key = match method {
        Some(method) if method != "wilson_cluster" => format!("report-methods-{method}"),
        _ => "report-methods-wilson".to_owned(),
    };
    sentences.push(story.say(&key, &[("level", Arg::Text(&level))]));
    sentences.push(story.text("report-methods-bounds"));
    if story.is_protected() {
        sentences.push(story.text("report-methods-protected"));
    }
    sentences.push(story.text("report-methods-duplicates"));
    if story.distribution("wait_days").is_some() {
        sentences.push(story.text("report-methods-waits"));
    }
    let tool = [("name", Arg::Text(&results.tool.name)), ("version", Arg::Text(&results.tool.version))];
    sentences.push(story.say("report-methods-tool", &tool));
    sentences
}
