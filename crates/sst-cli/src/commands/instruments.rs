//! `sst instruments [ID] [--format table|json]`

use std::fmt::Write;
use std::process::ExitCode;

use sst_core::instrument::{Better, Combine, Fact, FactKind, Instrument};
use sst_ingest::mapping::did_you_mean;

use crate::arguments::{InstrumentsArguments, ListFormat};
use crate::failure::Failure;
use crate::output::Output;

pub(crate) fn run(arguments: &InstrumentsArguments, output: &Output) -> Result<ExitCode, Failure> {
    let known = Instrument::built_in();
    let text = match (&arguments.id, arguments.format) {
        (None, ListFormat::Table) => list(&known),
        (None, ListFormat::Json) => as_json(&known),
        (Some(id), format) => {
            let instrument = find(id, &known)?;
            match format {
                ListFormat::Table => in_full(instrument),
                ListFormat::Json => as_json(instrument),
            }
        }
    };
    output.data(&text)?;
    Ok(ExitCode::SUCCESS)
}

fn find<'i>(id: &str, known: &'i [Instrument]) -> Result<&'i Instrument, Failure> {
    known.iter().find(|instrument| instrument.id == id).ok_or_else(|| {
        let ids = || known.iter().map(|instrument| instrument.id.as_str());
        // Both the id and the name may be meant: `PHQ-9` is the name of phq9.
        let by_name = known.iter().find(|instrument| instrument.name.eq_ignore_ascii_case(id));
        let meant = by_name.map(|instrument| instrument.id.as_str()).or_else(|| did_you_mean(id, ids()));
        let hint = match meant {
            Some(meant) => format!("did you mean {meant}?"),
            None => "`sst instruments` lists what is built in; [[instrument]] in sst.toml adds another one".to_owned(),
        };
        Failure::wrong_use(format!("there is no instrument `{id}`"), Some(hint))
    })
}

fn as_json(value: &(impl serde::Serialize + ?Sized)) -> String {
    // Strings and finite numbers only, so that this cannot fail.
    serde_json::to_string_pretty(value).unwrap_or_default() + "\n"
}

/// One line each. A number that is remembered and not read is marked with `?`.
fn list(known: &[Instrument]) -> String {
    let mut text = format!(
        "{:21} {:21} {:>10} {:>5}  {:6}  {:9} {:9} {}\n",
        "id", "name", "range", "unit", "better", "clinical", "reliable", "items"
    );
    for instrument in known {
        let Instrument { id, name, min, max, unit, .. } = instrument;
        let caseness = instrument.caseness_fact(None).map_or("-".to_owned(), |fact| marked(&case_words(fact), fact));
        let change = reliable_change(instrument);
        let items = match instrument.scored_items() {
            0 => "-".to_owned(),
            items => items.to_string(),
        };
        let range = format!("{min} to {max}");
        let better = word(instrument.better);
        // Writing to a String cannot fail.
        let _ = writeln!(text, "{id:21} {name:21} {range:>10} {unit:>5}  {better:6}  {caseness:9} {change:9} {items}");
    }
    text += "
clinical: scores that count as clinical. reliable: the change that exceeds measurement error; -: none is published, or
none is known here. ?: from memory, not read at a source. *: the number of a rule set. items: how many give the score, as
phq9_pre_1; -: give the score. `sst instruments ID` shows every number with its source and who may use the questionnaire.
Another one, or other numbers: [[instrument]] in sst.toml.
";
    text
}

/// The number of no rule set; where there is none, that of one, with a star.
fn reliable_change(instrument: &Instrument) -> String {
    match instrument.fact(FactKind::ReliableChange, None) {
        Some(fact) => marked(&numbers(fact), fact),
        None => match instrument.facts.iter().find(|fact| fact.about == FactKind::ReliableChange) {
            Some(of_rule) => marked(&numbers(of_rule), of_rule) + "*",
            None => "-".to_owned(),
        },
    }
}

fn marked(number: &str, fact: &Fact) -> String {
    if fact.verified { number.to_owned() } else { format!("{number}?") }
}

fn numbers(fact: &Fact) -> String {
    match (fact.value, fact.about, fact.values.as_slice()) {
        (Some(value), ..) => value.to_string(),
        (None, FactKind::BandsFrom, values) => values.iter().map(f64::to_string).collect::<Vec<_>>().join(", "),
        (None, _, [low, .., high]) => format!("{low} to {high}"),
        (None, _, values) => values.iter().map(f64::to_string).collect::<Vec<_>>().join(", "),
    }
}

fn case_words(fact: &Fact) -> String {
    let sign = match fact.about {
        FactKind::CasenessAtLeast => ">=",
        FactKind::CasenessAbove => ">",
        FactKind::CasenessAtMost => "<=",
        _ => "<",
    };
    format!("{sign} {}", numbers(fact))
}

const fn word(better: Better) -> &'static str {
    match better {
        Better::Lower => "lower",
        Better::Higher => "higher",
    }
}

/// Everything that is known of one instrument, each number with its source.
fn in_full(instrument: &Instrument) -> String {
    let Instrument { id, name, min, max, unit, better, .. } = instrument;
    let mut text = match &instrument.full_name {
        Some(full) => format!("{name}: {full}\n"),
        None => format!("{name}\n"),
    };
    let mut line = |words: String| {
        text += &words;
        text.push('\n');
    };
    line(String::new());
    line(format!("Scores   {min} to {max} in steps of {unit}; {} is better", word(*better)));
    line(match (instrument.post_only, instrument.conversion.is_some()) {
        (true, _) => format!("Columns  {id}_post; it is asked after the session only"),
        (false, false) => format!("Columns  {id}_pre, {id}_post"),
        (false, true) => format!("Columns  {id}_pre, {id}_post; sums to be converted: {id}_pre_raw, {id}_post_raw"),
    });
    if let (Some(items), Some(low), Some(high)) = (instrument.items, instrument.item_min, instrument.item_max) {
        line(format!("Items    {items}, each {low} to {high}{}", step(instrument.item_unit)));
    } else if let Some(items) = instrument.items {
        line(format!("Items    {items}"));
    }
    for basis in &instrument.basis {
        line(format!("         {}: {}", basis.keys.join(", "), sourced(&basis.source, basis.verified)));
    }
    line(format!("\nScoring  {}", scoring(instrument)));
    if let Some(scoring) = &instrument.scoring {
        line(format!("         {}", sourced(&scoring.source, scoring.verified)));
        if let Some(note) = &scoring.note {
            line(format!("         {note}"));
        }
    }
    if let Some(conversion) = &instrument.conversion {
        let pairs: Vec<String> = conversion.table.iter().map(|[sum, score]| format!("{sum} = {score}")).collect();
        line(format!("\nConverted from the sum, rounded to {}", conversion.converted_unit));
        line(format!("         {}", sourced(&conversion.source, conversion.verified)));
        for pairs in pairs.chunks(6) {
            line(format!("         {}", pairs.join(", ")));
        }
    }
    line(String::new());
    for kind in FactKind::ALL {
        for fact in instrument.facts.iter().filter(|fact| fact.about == kind) {
            line(told(fact));
        }
    }
    if instrument.facts.iter().all(|fact| fact.about != FactKind::ReliableChange) {
        line("reliable_change              unknown".to_owned());
    }
    line(String::new());
    if let Some(note) = &instrument.note {
        line(format!("Note     {note}"));
    }
    if let Some(licence) = &instrument.licence {
        line(format!("Licence  {licence}"));
    }
    text
}

fn step(unit: f64) -> String {
    if unit == 1.0 { String::new() } else { format!(" in steps of {unit}") }
}

fn scoring(instrument: &Instrument) -> String {
    let Some(scoring) = &instrument.scoring else {
        return "from items: not known, give the score".to_owned();
    };
    let combined = match scoring.combine {
        Combine::Sum => "the sum of the items",
        Combine::Mean => "the mean of the items",
    };
    let mut words = combined.to_owned();
    if scoring.times != 1 {
        let _ = write!(words, ", times {}", scoring.times);
    }
    let last = instrument.scored_items().saturating_sub(1);
    let column = |place: usize| format!("{}_pre_{}", instrument.item_columns(), instrument.item_number(place));
    let _ = write!(words, "; columns {} to {}", column(0), column(last));
    if !scoring.numbers.is_empty() {
        let numbers: Vec<String> = scoring.numbers.iter().map(u16::to_string).collect();
        let _ = write!(words, " (items {})", numbers.join(", "));
    }
    if !scoring.reverse.is_empty() {
        let numbers: Vec<String> = scoring.reverse.iter().map(u16::to_string).collect();
        let _ = write!(words, "; reversed: {}", numbers.join(", "));
    }
    match scoring.most_missing {
        0 => words += "; no item may be missing",
        most => {
            let _ = write!(words, "; at most {most} may be missing, the others then stand for it");
        }
    }
    words
}

fn told(fact: &Fact) -> String {
    let mut words = format!("{:28} {}", fact.about.id(), numbers(fact));
    if let Some(level) = fact.level {
        let _ = write!(words, " at the level {level}");
    }
    if let Some(rule) = &fact.rule {
        let _ = write!(words, " (rule {rule})");
    }
    if let Some(note) = &fact.note {
        let _ = write!(words, "; {note}");
    }
    let _ = write!(words, "\n{:28} {}", "", sourced(&fact.source, fact.verified));
    words
}

fn sourced(source: &str, verified: bool) -> String {
    format!("{}: {source}", if verified { "verified" } else { "unverified" })
}
