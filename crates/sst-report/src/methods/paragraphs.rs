//! The sentences, each said only where the document has what it says.

use sst_core::codes::Caveat;
use sst_core::results::{By, Comparison, Mean, MissingAnswers, Payload, Proportion, ResultEntry, Unit, Verdict};
use sst_core::text::{Arg, format};

use super::Paragraph;
use crate::change;
use crate::story::Story;

/// Whether there is a certain thing to say of missing answers.
type IsThere = fn(&MissingAnswers) -> bool;

/// Every topic that there is something to say of.
pub(super) fn paragraphs(story: &Story<'_>) -> Vec<Paragraph> {
    let topics = [
        ("data", data(story)),
        ("measures", measures(story)),
        ("missing", missing_answers(story)),
        ("intervals", intervals(story)),
        ("questionnaires", questionnaires(story)),
        ("comparisons", comparisons(story)),
        ("publishing", publishing(story)),
        ("software", vec![software(story)]),
    ];
    let is_said = |(_, sentences): &(&str, Vec<String>)| !sentences.is_empty();
    let titled = |(id, sentences)| Paragraph { id, title: story.text(&format!("methods-topic-{id}")), sentences };
    topics.into_iter().filter(is_said).map(titled).collect()
}

/// What a report says of its methods: it tells the measures and the questionnaires elsewhere, with their numbers.
pub(crate) fn sentences_of_report(story: &Story<'_>) -> Vec<String> {
    let is_told_here = |paragraph: &Paragraph| !matches!(paragraph.id, "measures" | "questionnaires");
    paragraphs(story).into_iter().filter(is_told_here).map(|paragraph| paragraph.sentences.join(" ")).collect()
}

fn data(story: &Story<'_>) -> Vec<String> {
    let results = story.results;
    let rows = &results.rows;
    let files = results.inputs.len() as u64;
    let counts = [("read", rows.read.into()), ("used", rows.used.into()), ("files", files.into())];
    let mut sentences = vec![story.say("methods-data-rows", &counts)];
    sentences.extend(excluded(story));
    if let Some(date) = results.as_of {
        sentences.push(story.say("methods-data-as-of", &[("date", (&format::date(date)).into())]));
    }
    if let Some(period) = results.period {
        let (from, to) = (format::date(period.from), format::date(period.to));
        sentences.push(story.say("methods-data-period", &[("from", (&from).into()), ("to", (&to).into())]));
    }
    for (group, labels) in &results.selection {
        let labels: Vec<String> = labels.iter().map(|label| story.label(group, Some(label))).collect();
        let labels = labels.join(", ");
        sentences.push(story.say("methods-data-only", &[("group", group.into()), ("labels", (&labels).into())]));
    }
    if let Some(profile) = &results.profile {
        let args = [("name", (&profile.name).into()), ("source", (&profile.known_from).into())];
        sentences.push(story.say("methods-data-profile", &args));
    }
    if let Some(mapping) = &results.mapping {
        let hash = mapping.sha256.as_ref();
        let hash = hash.map(|hash| story.say("methods-data-hash", &[("hash", hash.into())])).unwrap_or_default();
        sentences
            .push(story.say("methods-data-mapping", &[("file", (&mapping.file).into()), ("hash", (&hash).into())]));
    }
    sentences.extend(linkage(story));
    if let (Some(booked), Some(attended)) = (results.flow.booked, results.flow.attended)
        && story.says_who_attended()
    {
        sentences.push(story.say("methods-flow", &[("booked", booked.into()), ("attended", attended.into())]));
    }
    if !story.says_who_attended() {
        sentences.push(story.text("methods-no-status"));
    }
    sentences.push(story.text(match results.unit {
        Unit::Session => "methods-unit-session",
        Unit::Client => "methods-unit-client",
    }));
    if results.collected.iter().any(|column| column == "session_id") {
        sentences.push(story.text("methods-duplicates"));
    }
    sentences
}

/// The rows that are not used, by reason.
pub(super) fn excluded(story: &Story<'_>) -> Option<String> {
    let reason = |excluded: &sst_core::results::ExcludedRows| {
        let reason = lower_first(&story.text(&format!("exclusion-{}", excluded.reason)));
        let args = [("reason", (&reason).into()), ("rows", excluded.rows.into())];
        story.say("methods-data-reason", &args)
    };
    let reasons: Vec<String> = story.results.rows.excluded.iter().filter(|row| row.rows > 0).map(reason).collect();
    (!reasons.is_empty()).then(|| story.say("methods-data-excluded", &[("reasons", (&reasons.join(", ")).into())]))
}

/// What was put together with the sessions, and by which rule.
pub(super) fn linkage(story: &Story<'_>) -> Vec<String> {
    let results = story.results;
    let mut sentences = Vec::new();
    for join in &results.joins {
        let args = [
            ("file", (&join.file).into()),
            ("text", (&join.text).into()),
            ("rows", join.rows.into()),
            ("used", join.used.into()),
            ("sessions", join.sessions.into()),
        ];
        sentences.push(story.say("methods-data-join", &args));
    }
    if let Some(scores) = &results.scores {
        let args = [("text", (&scores.text).into()), ("read", scores.read.into()), ("used", scores.used.into())];
        sentences.push(story.say("methods-data-scores", &args));
    }
    if let Some(answers) = &results.follow_up_answers {
        let args = [("text", (&answers.text).into()), ("read", answers.read.into()), ("used", answers.used.into())];
        sentences.push(story.say("methods-data-answers", &args));
    }
    sentences
}

fn measures(story: &Story<'_>) -> Vec<String> {
    let mut sentences: Vec<String> = definitions(story);
    if !sentences.is_empty() {
        sentences.insert(0, story.text("methods-measures-lead"));
    }
    sentences.extend(groups(story));
    if story.distribution("wait_days").is_some() {
        sentences.push(story.text("methods-waits"));
    }
    sentences.extend(aims(story));
    sentences
}

/// Each measure that has a result, with its population and rule.
pub(super) fn definitions(story: &Story<'_>) -> Vec<String> {
    let defined = story.whole_shares().into_iter().map(|share| {
        let label = share.note.map_or(share.entry.measure.as_str(), |note| note.label.as_str());
        let definition = share.entry.definition.as_str();
        story.say("methods-measure", &[("label", label.into()), ("definition", definition.into())])
    });
    defined.collect()
}

/// By what results are grouped.
pub(super) fn groups(story: &Story<'_>) -> Option<String> {
    let mut keys: Vec<String> = Vec::new();
    for entry in story.results.results.iter().filter(|entry| !entry.by.is_empty()) {
        let key = entry.by.keys().cloned().collect::<Vec<_>>().join(" and ");
        if !keys.contains(&key) {
            keys.push(key);
        }
    }
    (!keys.is_empty()).then(|| story.say("methods-groups", &[("groups", (&keys.join(", ")).into())]))
}

/// What the service asks of its results, and aims at.
fn aims(story: &Story<'_>) -> Vec<String> {
    let of_group = |by: &By| {
        let group = story.group(by);
        if by.is_empty() { String::new() } else { story.say("methods-of-group", &[("group", (&group).into())]) }
    };
    let label = |id: &str| {
        let note = story.results.measures.iter().find(|note| note.id == id);
        note.map_or_else(|| id.to_owned(), |note| note.label.clone())
    };
    let gates = story.results.gates.iter().map(|gate| {
        let (label, group, share) = (label(&gate.measure), of_group(&gate.by), format::percent(gate.at_least));
        let args = [
            ("label", Arg::Text(&label)),
            ("group", Arg::Text(&group)),
            ("share", Arg::Text(&share)),
            ("answers", gate.min_answered.into()),
        ];
        story.say("methods-gate", &args)
    });
    let targets = story.results.targets.iter().map(|target| {
        let (label, group, share) = (label(&target.measure), of_group(&target.by), format::percent(target.value));
        let args = [("label", Arg::Text(&label)), ("group", Arg::Text(&group)), ("share", Arg::Text(&share))];
        story.say("methods-target", &args)
    });
    gates.chain(targets).collect()
}

/// How missing answers are handled.
pub(super) fn missing_answers(story: &Story<'_>) -> Vec<String> {
    let mut sentences = Vec::new();
    if shares(story).next().is_none() {
        return sentences;
    }
    sentences.push(story.text("methods-shares"));
    sentences.extend(follow_up(story));
    sentences.extend(sensitivity_to_silence(story));
    sentences
}

/// When a follow-up question counts.
pub(super) fn follow_up(story: &Story<'_>) -> Vec<String> {
    let rule = &story.results.follow_up;
    let questions: Vec<&str> = rule
        .questions
        .iter()
        .filter(|question| story.results.collected.contains(question))
        .map(String::as_str)
        .collect();
    if questions.is_empty() {
        return Vec::new();
    }
    let days = u64::from(rule.due_after_days);
    let args = [("questions", Arg::Text(&questions.join(", "))), ("days", days.into())];
    let mut sentences = vec![story.say("methods-follow-up", &args)];
    if let Some(days) = rule.closes_after_days {
        sentences.push(story.say("methods-follow-up-closes", &[("days", u64::from(days).into())]));
    }
    sentences
}

/// What is said of those who did not answer: only what the document has.
pub(super) fn sensitivity_to_silence(story: &Story<'_>) -> Vec<String> {
    let mut sentences = Vec::new();
    // Bounds of a measure that everybody answered are the share itself.
    let has_bounds = |share: &Proportion| share.bounds.is_some_and(|bounds| bounds.low < bounds.high);
    if shares(story).any(has_bounds) {
        sentences.push(story.text("methods-bounds"));
    }
    let told: [(&str, IsThere); 5] = [
        ("methods-union", |missing| missing.union_wilson.is_some()),
        ("methods-imbens", |missing| missing.imbens_manski.is_some()),
        ("methods-tipping", |missing| !missing.tipping.is_empty()),
        ("methods-delta", |missing| !missing.delta.is_empty()),
        ("methods-weighted", |missing| !missing.weighted.is_empty()),
    ];
    let has = |is_there: IsThere| any_missing(story, is_there);
    sentences.extend(told.into_iter().filter(|(_, is_there)| has(*is_there)).map(|(key, _)| story.text(key)));
    sentences
}

/// How the estimates and their intervals were made.
pub(super) fn intervals(story: &Story<'_>) -> Vec<String> {
    let level = format::level(story.results.level);
    let made = interval_methods(story);
    let mut sentences = Vec::new();
    for method in &made {
        let at_level = [("level", Arg::Text(&level))];
        match *method {
            "wilson" => sentences.push(story.say("methods-wilson", &at_level)),
            "wilson_cluster" => {
                if !made.contains(&"wilson") {
                    sentences.push(story.say("methods-wilson", &at_level));
                }
                sentences.push(story.text("methods-wilson-cluster"));
            }
            "clopper_pearson" | "jeffreys" | "agresti_coull" => {
                sentences.push(story.say(&format!("methods-{}", method.replace('_', "-")), &at_level));
                if repeats_are_ignored(story, method) {
                    sentences.push(story.text("methods-repeats-ignored"));
                }
            }
            other => {
                let args = [("level", Arg::Text(&level)), ("method", Arg::Text(other))];
                sentences.push(story.say("methods-other-interval", &args));
            }
        }
    }
    if !made.is_empty() {
        sentences.push(story.text("methods-draw"));
    }
    if means(story).any(|mean| mean.low.is_some()) {
        sentences.push(story.text("methods-means"));
    }
    if has_means_by_client(story) {
        sentences.push(story.text("methods-means-by-client"));
    }
    sentences
}

/// The methods of the intervals of shares that there are, in the order of their names, Wilson's first.
pub(super) fn interval_methods<'a>(story: &Story<'a>) -> Vec<&'a str> {
    let with_interval = shares(story).filter(|share| share.low.is_some() && share.heterogeneity.is_none());
    let mut made: Vec<&str> = with_interval.map(|share| share.method.as_str()).collect();
    made.sort_by_key(|method| (!method.starts_with("wilson"), *method));
    made.dedup();
    made
}

fn repeats_are_ignored(story: &Story<'_>, method: &str) -> bool {
    story.results.results.iter().any(|entry| {
        entry.as_proportion().is_some_and(|share| share.method == method)
            && entry.caveats.iter().any(|caveat| caveat.code == Caveat::RepeatsIgnored)
    })
}

pub(super) fn has_means_by_client(story: &Story<'_>) -> bool {
    means(story).any(|mean| mean.low.is_some() && mean.method.ends_with("_cluster"))
}

/// Each questionnaire: its rule with what it rests on, in the words of the report.
pub(super) fn questionnaires(story: &Story<'_>) -> Vec<String> {
    let standards = change::standards(story);
    let mut sentences: Vec<String> = standards
        .iter()
        .flat_map(|standard| [vec![format!("{}:", standard.name)], standard.method()].concat())
        .collect();
    if shares(story).any(|share| share.official.is_some()) {
        sentences.push(story.text("methods-official"));
    }
    for one in change::questionnaires(story) {
        sentences.push(format!("{}:", one.name));
        sentences.extend(one.method());
    }
    sentences
}

fn comparisons(story: &Story<'_>) -> Vec<String> {
    let level = format::level(story.results.level);
    let mut sentences = Vec::new();
    let compared: Vec<&Comparison> = story.results.results.iter().filter_map(ResultEntry::as_comparison).collect();
    let with_interval = compared.iter().filter(|one| one.low.is_some());
    for method in distinct(with_interval.map(|one| one.method.as_str())) {
        let args = [("level", Arg::Text(&level)), ("method", Arg::Text(method))];
        sentences.push(story.say("methods-difference", &args));
    }
    let tested = compared.iter().filter(|one| one.p.is_some());
    for test in distinct(tested.filter_map(|one| one.test.as_deref())) {
        sentences.push(story.say("methods-difference-test", &[("test", test.into())]));
    }
    let adjusted = compared.iter().filter(|one| one.p_adjusted.is_some());
    for method in distinct(adjusted.filter_map(|one| one.adjustment.as_deref())) {
        sentences.push(story.say("methods-difference-adjusted", &[("method", method.into())]));
    }
    if compared.iter().any(|one| one.clients_on_both_sides.is_some_and(|clients| clients > 0)) {
        sentences.push(story.text("methods-overlap"));
    }
    for share in shares(story) {
        if let Some(pooled) = &share.heterogeneity {
            let prediction = if pooled.prediction.is_some() { "yes" } else { "no" };
            let args = [
                ("studies", pooled.studies.into()),
                ("method", Arg::Text(&share.method)),
                ("prediction", Arg::Text(prediction)),
            ];
            sentences.push(story.say("methods-pooled", &args));
        }
    }
    let compared =
        shares(story).flat_map(|share| &share.benchmarks).filter(|note| note.verdict != Verdict::NotComparable);
    let ids = distinct(compared.map(|note| note.id.as_str()));
    let known = story.results.benchmarks.iter().filter(|benchmark| ids.contains(&benchmark.id.as_str()));
    let labels = distinct(known.map(|benchmark| benchmark.label.as_str()));
    if !labels.is_empty() {
        sentences.push(story.say("methods-benchmarks", &[("labels", (&labels.join("; ")).into())]));
    }
    sentences
}

fn publishing(story: &Story<'_>) -> Vec<String> {
    match story.results.protection.as_str() {
        "none" => Vec::new(),
        rule => vec![story.say("methods-protection", &[("rule", rule.into())])],
    }
}

fn software(story: &Story<'_>) -> String {
    let results = story.results;
    let args = [
        ("name", (&results.tool.name).into()),
        ("version", (&results.tool.version).into()),
        ("schema", (&results.schema).into()),
    ];
    story.say("methods-software", &args)
}

pub(super) fn shares<'a>(story: &Story<'a>) -> impl Iterator<Item = &'a Proportion> + use<'a> {
    story.results.results.iter().filter_map(ResultEntry::as_proportion)
}

fn means<'a>(story: &Story<'a>) -> impl Iterator<Item = &'a Mean> + use<'a> {
    story.results.results.iter().filter_map(ResultEntry::as_mean)
}

/// Whether any share has this to say of its missing answers.
pub(super) fn any_missing(story: &Story<'_>, is_there: IsThere) -> bool {
    shares(story).any(|share| share.missing.as_ref().is_some_and(is_there))
}

/// Whether change was counted under other rules too: under how many.
pub(super) fn other_rules(story: &Story<'_>) -> u64 {
    let rows = story.results.results.iter().map(|entry| match &entry.payload {
        Payload::Joint(joint) => joint.sensitivity.len() as u64,
        _ => 0,
    });
    rows.max().unwrap_or(0)
}

fn distinct<'a>(words: impl Iterator<Item = &'a str>) -> Vec<&'a str> {
    let mut found = Vec::new();
    for word in words {
        if !found.contains(&word) {
            found.push(word);
        }
    }
    found
}

fn lower_first(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_lowercase().chain(letters).collect()).unwrap_or_default()
}
