//! STROBE for cohort studies and RECORD, item by item: what a results document says, or that the authors must.

use sst_core::text::{Arg, format};

use super::paragraphs::{any_missing, excluded, follow_up, groups, linkage, other_rules, sensitivity_to_silence};
use super::{ChecklistItem, ItemState, Paragraph};
use crate::story::{Share, Story};

/// The numbers of STROBE's items, those of the checklist for cohort studies.
const STROBE: [&str; 34] = [
    "1a", "1b", "2", "3", "4", "5", "6a", "6b", "7", "8", "9", "10", "11", "12a", "12b", "12c", "12d", "12e", "13a",
    "13b", "13c", "14a", "14b", "14c", "15", "16a", "16b", "16c", "17", "18", "19", "20", "21", "22",
];

/// The numbers of RECORD's thirteen items.
const RECORD: [&str; 13] =
    ["1.1", "1.2", "1.3", "6.1", "6.2", "6.3", "7.1", "12.1", "12.2", "12.3", "13.1", "19.1", "22.1"];

/// Every item, filled as far as the document goes.
pub(super) fn checklist(story: &Story<'_>, paragraphs: &[Paragraph]) -> Vec<ChecklistItem> {
    let strobe = STROBE.into_iter().map(|number| item(story, "STROBE", number, &strobe(story, paragraphs, number)));
    let record = RECORD.into_iter().map(|number| item(story, "RECORD", number, &record(story, paragraphs, number)));
    strobe.chain(record).collect()
}

/// What the document says of an item, and whether more is for the authors to say.
struct Answer {
    sentences: Vec<String>,
    is_all: bool,
}

fn all(sentences: Vec<String>) -> Answer {
    Answer { sentences, is_all: true }
}

fn in_part(sentences: Vec<String>) -> Answer {
    Answer { sentences, is_all: false }
}

fn item(story: &Story<'_>, guideline: &'static str, id: &str, answer: &Answer) -> ChecklistItem {
    let key = format!("checklist-{}-{}", guideline.to_lowercase(), id.replace('.', "-"));
    let (state, text) = match (answer.sentences.is_empty(), answer.is_all) {
        (true, _) => (ItemState::Open, story.text("methods-open")),
        (false, true) => (ItemState::Filled, answer.sentences.join(" ")),
        (false, false) => {
            (ItemState::Partly, format!("{} {}", answer.sentences.join(" "), story.text("methods-partly")))
        }
    };
    ChecklistItem { guideline, number: numbered(id), about: story.text(&key), state, text }
}

/// `12(c)` of `12c`; `13.1` stays.
fn numbered(id: &str) -> String {
    match id.char_indices().find(|(_, letter)| letter.is_ascii_lowercase()) {
        Some((at, letter)) => format!("{}({letter})", &id[..at]),
        None => id.to_owned(),
    }
}

fn strobe(story: &Story<'_>, paragraphs: &[Paragraph], number: &str) -> Answer {
    let results = story.results;
    let whole = story.whole_shares();
    let see = |id: &str| see(story, paragraphs, id);
    match number {
        "5" => in_part(dates(story).into_iter().chain(follow_up(story)).collect()),
        "6a" => in_part(see("data").into_iter().chain(follow_up(story)).collect()),
        "7" => in_part(see("measures").into_iter().chain(see("questionnaires")).collect()),
        "8" => {
            let columns = results.collected.join(", ");
            let columns =
                (!columns.is_empty()).then(|| story.say("checklist-columns", &[("columns", (&columns).into())]));
            in_part(columns.into_iter().chain(linkage(story)).chain(see("questionnaires")).collect())
        }
        "9" => in_part(sensitivity_to_silence(story)),
        "10" => {
            let size = |attended: u64| story.say("checklist-size", &[("attended", attended.into())]);
            in_part(results.flow.attended.map(size).into_iter().collect())
        }
        "11" | "16b" => {
            in_part(see("measures").into_iter().chain(see("questionnaires")).chain(groups(story)).collect())
        }
        "12a" => all(see("intervals").into_iter().chain(see("comparisons")).chain(unadjusted(story, &whole)).collect()),
        "12b" => in_part(groups(story).into_iter().collect()),
        "12c" => all(see("missing").into_iter().collect()),
        "12d" => in_part(follow_up(story).into_iter().chain(sensitivity_to_silence(story)).collect()),
        "12e" | "17" => in_part(other_analyses(story, number)),
        "13a" => all(vec![flow(story)]),
        "13b" => in_part(excluded(story).into_iter().collect()),
        "13c" => {
            let has_flow = results.flow.booked.is_some() && results.flow.attended.is_some();
            all(if has_flow { vec![story.text("checklist-diagram")] } else { Vec::new() })
        }
        "14a" => in_part(counts(story).into_iter().collect()),
        "14b" => all(whole.iter().filter_map(|share| silent(story, share)).collect()),
        "15" => all(whole.iter().filter_map(|share| outcome(story, share)).collect()),
        "16a" => {
            let estimates = whole.iter().filter_map(|share| estimate(story, share));
            all(estimates.chain(unadjusted(story, &whole)).collect())
        }
        "19" => in_part(caveats(&whole)),
        _ => all(Vec::new()),
    }
}

fn record(story: &Story<'_>, paragraphs: &[Paragraph], number: &str) -> Answer {
    let results = story.results;
    let see = |id: &str| see(story, paragraphs, id);
    match number {
        "1.1" => {
            let name = results
                .profile
                .as_ref()
                .map(|profile| story.say("checklist-of-profile", &[("name", Arg::Text(&profile.name))]));
            let name = name.unwrap_or_default();
            in_part(vec![story.say("checklist-record-1-1-is", &[("profile", (&name).into())])])
        }
        "1.2" => in_part(dates(story)),
        "1.3" | "6.3" | "12.3" => {
            let linked = linkage(story);
            if linked.is_empty() { all(vec![story.text("checklist-no-linkage")]) } else { in_part(linked) }
        }
        "6.1" | "13.1" => in_part(selected(story)),
        "7.1" => in_part(see("measures").into_iter().chain(see("questionnaires")).collect()),
        "12.2" => {
            let duplicates = results.collected.iter().any(|column| column == "session_id");
            let duplicates = duplicates.then(|| story.text("methods-duplicates"));
            in_part(excluded(story).into_iter().chain(duplicates).chain(findings(story)).collect())
        }
        "19.1" => in_part(caveats(&story.whole_shares())),
        "22.1" => {
            let args = [("name", (&results.tool.name).into()), ("version", (&results.tool.version).into())];
            in_part(std::iter::once(story.say("checklist-code", &args)).chain(hashes(story)).collect())
        }
        _ => all(Vec::new()),
    }
}

fn dates(story: &Story<'_>) -> Vec<String> {
    let results = story.results;
    let period = results.period.map(|period| {
        let (from, to) = (format::date(period.from), format::date(period.to));
        story.say("methods-data-period", &[("from", (&from).into()), ("to", (&to).into())])
    });
    let as_of = results.as_of.map(|date| story.say("methods-data-as-of", &[("date", (&format::date(date)).into())]));
    period.into_iter().chain(as_of).collect()
}

/// Where a topic is told, if it is.
fn see(story: &Story<'_>, paragraphs: &[Paragraph], id: &str) -> Option<String> {
    let paragraph = paragraphs.iter().find(|paragraph| paragraph.id == id)?;
    Some(story.say("checklist-see", &[("title", (&paragraph.title).into())]))
}

fn selected(story: &Story<'_>) -> Vec<String> {
    let rows = &story.results.rows;
    let files = story.results.inputs.len() as u64;
    let counts = [("read", rows.read.into()), ("used", rows.used.into()), ("files", files.into())];
    let mut sentences = vec![story.say("methods-data-rows", &counts)];
    sentences.extend(excluded(story));
    for (group, labels) in &story.results.selection {
        let labels = labels.iter().map(|label| story.label(group, Some(label))).collect::<Vec<_>>().join(", ");
        sentences.push(story.say("methods-data-only", &[("group", group.into()), ("labels", (&labels).into())]));
    }
    sentences
}

fn flow(story: &Story<'_>) -> String {
    let flow = &story.results.flow;
    let hidden = story.text("methods-hidden");
    let number = |count: Option<u64>, none: &str| count.map_or_else(|| none.to_owned(), format::count);
    // Without a column that says who was asked nobody can tell; a protected document hides the count.
    let says_asked = story.results.collected.iter().any(|column| column == "followup_asked");
    let unknown = if says_asked { hidden.clone() } else { story.text("checklist-asked-unknown") };
    let words = [
        number(flow.booked, &hidden),
        number(flow.attended, &hidden),
        number(flow.asked, &unknown),
        number(flow.answered, &hidden),
    ];
    let args = ["booked", "attended", "asked", "answered"].into_iter().zip(words.iter().map(Arg::from));
    story.say("checklist-flow", &args.collect::<Vec<_>>())
}

fn counts(story: &Story<'_>) -> Option<String> {
    let of = |measure: &str| story.count(measure, &sst_core::results::By::new());
    let sessions = of("sessions")?;
    let hidden = story.text("methods-hidden");
    let [clients, new] = ["clients", "new_clients"].map(|id| of(id).map_or_else(|| hidden.clone(), format::count));
    let args = [("sessions", sessions.into()), ("clients", (&clients).into()), ("new", (&new).into())];
    Some(story.say("checklist-counts", &args))
}

fn label<'s>(share: &Share<'s>) -> &'s str {
    share.note.map_or(share.entry.measure.as_str(), |note| note.label.as_str())
}

fn silent(story: &Story<'_>, share: &Share<'_>) -> Option<String> {
    let (eligible, answered) = (share.numbers.eligible?, share.numbers.answered?);
    // Anonymous answers can be more than the sessions: then nothing is known of the silent.
    let silent = eligible.checked_sub(answered)?;
    let args = [("label", label(share).into()), ("silent", silent.into()), ("eligible", eligible.into())];
    Some(story.say("checklist-missing", &args))
}

fn outcome(story: &Story<'_>, share: &Share<'_>) -> Option<String> {
    let (events, answered) = (share.numbers.events?, share.numbers.answered?);
    let args = [("label", label(share).into()), ("events", events.into()), ("answered", answered.into())];
    Some(story.say("checklist-outcome", &args))
}

fn estimate(story: &Story<'_>, share: &Share<'_>) -> Option<String> {
    let percent = format::percent(share.numbers.estimate?);
    let interval = Story::interval(share);
    // Where everybody answered the bounds are the share itself.
    let has_bounds = share.numbers.bounds.is_some_and(|bounds| bounds.low < bounds.high);
    let bounds = if has_bounds { Story::bounds(share) } else { String::new() };
    if interval.is_empty() {
        return None;
    }
    let level = format::level(story.results.level);
    let args = [
        ("label", label(share).into()),
        ("percent", Arg::Text(&percent)),
        ("level", Arg::Text(&level)),
        ("interval", Arg::Text(&interval)),
        ("bounds", Arg::Text(&bounds)),
    ];
    Some(story.say(if bounds.is_empty() { "checklist-estimate" } else { "checklist-estimate-bounds" }, &args))
}

/// Said only where there is something that could have been adjusted.
fn unadjusted(story: &Story<'_>, whole: &[Share<'_>]) -> Option<String> {
    let is_weighted = any_missing(story, |missing| !missing.weighted.is_empty());
    (!whole.is_empty() && !is_weighted).then(|| story.text("checklist-unadjusted"))
}

fn other_analyses(story: &Story<'_>, number: &str) -> Vec<String> {
    let others = other_rules(story);
    let mut sentences: Vec<String> =
        (others > 0).then(|| story.say("checklist-sensitivity", &[("count", others.into())])).into_iter().collect();
    if number == "12e" {
        sentences.extend(sensitivity_to_silence(story));
    } else {
        sentences.extend(groups(story));
    }
    sentences
}

/// What a reader must know before quoting a result.
fn caveats(whole: &[Share<'_>]) -> Vec<String> {
    let with_labels = Story::caveats(whole).into_iter();
    with_labels.map(|(_, text, labels)| format!("{text} ({})", labels.join("; "))).collect()
}

fn findings(story: &Story<'_>) -> Option<String> {
    let told: Vec<String> = story
        .results
        .findings
        .iter()
        .map(|finding| {
            let name = story.text(&format!("finding-{}", finding.rule));
            let name = finding.column.as_ref().map_or_else(|| name.clone(), |column| format!("{name}, {column}"));
            story.say("checklist-finding", &[("finding", (&name).into()), ("count", finding.count.into())])
        })
        .collect();
    (!told.is_empty()).then(|| story.say("checklist-findings", &[("findings", (&told.join("; ")).into())]))
}

fn hashes(story: &Story<'_>) -> Option<String> {
    let hashes: Vec<&str> = story.results.inputs.iter().filter_map(|input| input.sha256.as_deref()).collect();
    (!hashes.is_empty()).then(|| story.say("checklist-hashes", &[("hashes", (&hashes.join(", ")).into())]))
}
