//! Every setting of a mapping file with its default, as comments: one place for all of them.

/// Sections begin with `@` and their name.
const DEFAULTS: &str = include_str!("defaults.txt");

/// The sections in their order, each with its lines.
pub(super) fn sections() -> Vec<(&'static str, Vec<&'static str>)> {
    let mut sections: Vec<(&str, Vec<&str>)> = Vec::new();
    for line in DEFAULTS.lines() {
        match (line.strip_prefix('@'), sections.last_mut()) {
            (Some(name), _) => sections.push((name, Vec::new())),
            (None, Some((_, lines))) => lines.push(line),
            (None, None) => {}
        }
    }
    sections
}

/// The lines of a section in which these keys are given; the others stay comments, and so does the whole without a key.
pub(super) fn with_keys(name: &str, given: &[(&str, String)]) -> String {
    let lines =
        sections().into_iter().find(|(section, _)| *section == name).map(|(_, lines)| lines).unwrap_or_default();
    let mut text = String::new();
    for line in lines {
        let bare = line.trim_start_matches("# ");
        let key = bare.split([' ', '=']).next().unwrap_or_default();
        if bare.starts_with('[') && !given.is_empty() {
            text.push_str(bare);
        } else if let Some((key, value)) = given.iter().find(|(given, _)| *given == key) {
            text.push_str(key);
            text.push_str(" = ");
            text.push_str(value);
        } else {
            text.push_str(line);
        }
        text.push('\n');
    }
    text
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use sst_core::text::Catalogue;

    use super::*;
    use crate::mapping::Mapping;

    /// The keys that the parser says it knows, at that place.
    fn known(text: &str) -> BTreeSet<String> {
        let faults = Mapping::parse(text, &Catalogue::english()).expect_err("an unknown key").to_string();
        let (_, list) = faults.split_once(" knows ").unwrap_or_else(|| panic!("{text}: {faults}"));
        let list = list.lines().next().unwrap_or_default();
        list.split(", ").map(|key| key.trim_end_matches(['.', ')']).to_owned()).collect()
    }

    /// What the parser needs before it looks at the other keys of a section.
    fn needed(section: &str) -> &'static str {
        match section {
            "measure" => "id = \"own\"\ncolumn = \"x\"\n",
            "instrument" => "id = \"own\"\nmin = 0\nmax = 9\nbetter = \"higher\"\n",
            "gate" => "measure = \"helpful\"\nat_least = 0.5\n",
            "target" => "measure = \"helpful\"\nvalue = 0.5\n",
            "benchmark" => "id = \"own\"\nmeasure = \"helpful\"\nlabel = \"a\"\ndefinition = \"b\"\npercent = 44\n",
            _ => "",
        }
    }

    fn has_key(lines: &[&str], key: &str) -> bool {
        lines.iter().any(|line| line.starts_with(&format!("# {key} = ")) || line.contains(&format!("{key} = ")))
    }

    #[test]
    fn every_key_of_the_parser_is_listed() {
        let top = known("zzzzzzzzzz = 1");
        let sections = sections();
        let lines_of =
            |name: &str| sections.iter().find(|(section, _)| *section == name).map(|(_, lines)| lines.clone());
        let mut count = 0;
        for key in &top {
            if key == "columns" {
                continue;
            }
            let Some(lines) = lines_of(key) else {
                let top = lines_of("top").expect("the keys at the top");
                assert!(has_key(&top, key), "{key} is not listed");
                continue;
            };
            if key == "groups" {
                continue;
            }
            let header = if lines[0].starts_with("# [[") { format!("[[{key}]]") } else { format!("[{key}]") };
            for inner in known(&format!("{header}\n{}zzzzzzzzzz = 1\n", needed(key))) {
                assert!(has_key(&lines, &inner), "{header} {inner} is not listed");
                count += 1;
            }
        }
        let options = lines_of("options").expect("the options of a column");
        for option in known("[columns]\nsite = { column = \"x\", zzzzzzzzzz = 1 }") {
            assert!(has_key(&options, &option), "the option {option} is not listed");
            count += 1;
        }
        assert!(count > 50, "{count} keys");
    }

    #[test]
    fn every_section_that_the_parser_knows_can_be_uncommented() {
        let top = known("zzzzzzzzzz = 1");
        for (name, lines) in sections() {
            if name == "options" || (name != "top" && !top.contains(name)) {
                continue;
            }
            let mut text: String =
                if name == "gate" || name == "target" { "[columns]\nsite = \"Clinic\"\n" } else { "" }.into();
            for line in lines {
                let bare = line.strip_prefix("# ").expect("a comment");
                // One of two ways to give a measure; a standard goes without its numbers; linked answers have no file.
                let is_other_way = (name == "measure" && bare.starts_with("any_of"))
                    || (name == "change" && bare.starts_with("rules"))
                    || (name == "benchmark"
                        && ["outcome_kind", "instrument", "low", "high", "at_most", "margin"]
                            .iter()
                            .any(|key| bare.starts_with(key)))
                    || (name == "follow_up" && ["file", "date", "site"].iter().any(|key| bare.starts_with(key)));
                if !is_other_way {
                    text.push_str(bare);
                    text.push('\n');
                }
            }
            if let Err(faults) = Mapping::parse(&text, &Catalogue::english()) {
                let faults = faults.to_string();
                let is_coming = faults.contains("is not built yet") && faults.lines().count() <= 2;
                assert!(is_coming, "{name}: {faults}");
            }
        }
    }

    #[test]
    fn keys_that_are_given_take_the_place_of_their_comment() {
        let text = with_keys("follow_up", &[("due_after_days", "24".to_owned())]);
        assert!(text.starts_with("[follow_up]\n# questions = ["), "{text}");
        assert!(text.contains("\ndue_after_days = 24\n# closes_after_days"), "{text}");
        assert!(with_keys("follow_up", &[]).lines().all(|line| line.starts_with('#')));
    }
}
