//! What a standard counts of several questionnaires together, in words and rows.

use sst_core::results::{By, ResultEntry};
use sst_core::text::{Arg, format};

use super::Numbers;
use super::rows::{count, or_dash};
use super::sentences::share_in_words;
use crate::story::{Share, Story};

/// The shares of a standard: of the whole, then of each group.
pub(crate) struct Standard<'a> {
    story: Story<'a>,
    /// What a reader knows it by.
    pub(crate) name: String,
    shares: Vec<Share<'a>>,
}

/// The standards that judge several questionnaires together; the questionnaires by themselves have a part of their own.
pub(crate) fn standards<'a>(story: &Story<'a>) -> Vec<Standard<'a>> {
    let results = story.results;
    let mut ids: Vec<&str> = results.measures.iter().filter_map(|note| note.instrument.as_deref()).collect();
    ids.retain(|id| story.catalogue.has(&key_of(id)));
    ids.dedup();
    ids.into_iter()
        .map(|id| {
            let share = |entry: &'a ResultEntry| {
                let is_it = |note: &&sst_core::results::MeasureNote| {
                    note.id == entry.measure && note.instrument == entry.instrument
                };
                let note = results.measures.iter().find(is_it);
                Some(Share { entry, numbers: entry.as_proportion()?, note })
            };
            let of_it = results.results.iter().filter(|entry| entry.instrument.as_deref() == Some(id));
            let mut shares: Vec<Share<'a>> = of_it.filter_map(share).collect();
            let place = |share: &Share<'_>| {
                let is_it = |note: &sst_core::results::MeasureNote| {
                    note.id == share.entry.measure && note.instrument == share.entry.instrument
                };
                results.measures.iter().position(is_it)
            };
            shares.sort_by_key(|share| (share.entry.by.keys().cloned().collect::<Vec<_>>(), place(share)));
            Standard { story: *story, name: story.text(&key_of(id)), shares }
        })
        .filter(|standard| !standard.shares.is_empty())
        .collect()
}

fn key_of(id: &str) -> String {
    format!("report-standard-{id}")
}

impl Standard<'_> {
    fn whole(&self) -> impl Iterator<Item = &Share<'_>> {
        self.shares.iter().filter(|share| share.entry.by == By::new())
    }

    /// Each share in words, with the standard's own percentage beside it.
    pub(crate) fn sentences(&self) -> Vec<String> {
        self.whole().map(|share| self.sentence(share)).collect()
    }

    fn sentence(&self, share: &Share<'_>) -> String {
        let numbers = share.numbers;
        let mut sentence = share_in_words(&self.story, share, &label(share));
        let official = numbers.official.and_then(|official| Some((official, format::percent_1(official.estimate?))));
        if let (Some((official, percent)), Some(events)) = (official, numbers.events) {
            let args = [
                ("percent", Arg::Text(&percent)),
                ("events", events.into()),
                ("denominator", official.denominator.into()),
            ];
            sentence.push(' ');
            sentence += &self.story.say("report-standard-official", &args);
        }
        sentence
    }

    /// The shares of the whole with every denominator.
    pub(crate) fn rows(&self) -> Numbers {
        let text = |name: &str| self.story.text(&format!("report-column-{name}"));
        let level = format::level(self.story.results.level);
        let mut header =
            ["measure", "attended", "all-scores", "counted", "events-change", "percent"].map(text).to_vec();
        header.push(self.story.say("report-column-interval", &[("level", (&level).into())]));
        header.extend(["bounds-change", "official-denominator", "official-percent"].map(text));
        let rows = self.whole().map(|share| {
            let numbers = share.numbers;
            let official = numbers.official;
            let percent = official.and_then(|official| official.estimate).map(format::percent_1);
            vec![
                label(share),
                count(numbers.eligible),
                count(numbers.paired),
                count(numbers.answered),
                count(numbers.events),
                or_dash(self.story.percent(share)),
                or_dash(Story::interval(share)),
                or_dash(Story::bounds(share)),
                count(official.map(|official| official.denominator)),
                or_dash(percent.unwrap_or_default()),
            ]
        });
        Numbers { caption: self.name.clone(), header, rows: rows.collect() }
    }

    /// The shares by group.
    pub(crate) fn group_rows(&self) -> Numbers {
        let text = |name: &str| self.story.text(&format!("report-column-{name}"));
        let level = format::level(self.story.results.level);
        let mut header = ["group", "measure", "counted", "events-change", "percent"].map(text).to_vec();
        header.push(self.story.say("report-column-interval", &[("level", (&level).into())]));
        let grouped = self.shares.iter().filter(|share| !share.entry.by.is_empty());
        let rows = grouped.map(|share| {
            vec![
                self.story.group(&share.entry.by),
                label(share),
                count(share.numbers.answered),
                count(share.numbers.events),
                or_dash(self.story.percent(share)),
                or_dash(Story::interval(share)),
            ]
        });
        let caption = self.story.say("report-standard-groups", &[("name", (&self.name).into())]);
        Numbers { caption, header, rows: rows.collect() }
    }

    /// What each measure counts, and what its percentage is of.
    pub(crate) fn method(&self) -> Vec<String> {
        let mut sentences: Vec<String> = self
            .whole()
            .map(|share| {
                let definition = share.entry.definition.as_str();
                let label = label(share);
                let args = [("label", Arg::Text(&label)), ("definition", Arg::Text(definition))];
                self.story.say("report-standard-definition", &args)
            })
            .collect();
        let caveats = self
            .whole()
            .flat_map(|share| &share.entry.caveats)
            .filter(|caveat| caveat.code == sst_core::codes::Caveat::OfficialCountsUnpairedAsNo);
        sentences.extend(caveats.map(|caveat| caveat.text.clone()).take(1));
        sentences
    }
}

/// The heading says which questionnaires they are, so that what they are called begins after that.
fn label(share: &Share<'_>) -> String {
    let label = share.note.map_or(share.entry.measure.as_str(), |note| note.label.as_str());
    let rest = label.split_once(": ").map_or(label, |(_, rest)| rest);
    let mut letters = rest.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}
