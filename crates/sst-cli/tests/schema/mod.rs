//! A JSON Schema held against a document: the keywords that our schema uses, and no others.
//!
//! Stricter than JSON Schema in one thing: a key that the schema does not describe is a fault, so that the schema
//! cannot fall behind the document. (Readers ignore unknown keys; this reads what the tool writes.)

use std::collections::BTreeSet;

use serde_json::{Map, Value};

/// What the document does not keep to, each with its place; empty when it is valid.
pub(crate) fn faults(schema: &Value, document: &Value) -> Vec<String> {
    let mut check = Check { root: schema, faults: Vec::new() };
    let described = check.against(schema, document, "");
    check.all_described(document, &described, "");
    check.faults
}

struct Check<'s> {
    root: &'s Value,
    faults: Vec<String>,
}

impl Check<'_> {
    fn fault(&mut self, place: &str, what: &str) {
        self.faults.push(format!("{place}: {what}"));
    }

    /// Holds one value against one schema; returns the keys of the value that the schema describes.
    fn against(&mut self, schema: &Value, value: &Value, place: &str) -> BTreeSet<String> {
        let mut described = BTreeSet::new();
        let rules = schema.as_object().unwrap_or_else(|| panic!("{place}: a schema is an object"));
        for (keyword, rule) in rules {
            match keyword.as_str() {
                "$ref" => {
                    let name = rule.as_str().and_then(|name| name.strip_prefix("#/$defs/")).expect("a definition here");
                    let found = &self.root["$defs"][name];
                    described.extend(self.against(&found.clone(), value, place));
                }
                "type" => {
                    let types = rule.as_array().cloned().unwrap_or_else(|| vec![rule.clone()]);
                    if !types.iter().any(|wanted| is_of(value, wanted.as_str().expect("a type"))) {
                        self.fault(place, &format!("is not of type {rule}"));
                    }
                }
                "const" if rule != value => self.fault(place, &format!("is not {rule}")),
                "enum" if !rule.as_array().expect("a list").contains(value) => {
                    self.fault(place, &format!("is none of {rule}"));
                }
                // Words for people, and what `then`, `const` and `enum` have looked at.
                "$schema" | "$defs" | "title" | "description" | "if" | "const" | "enum" => {}
                "minimum" | "exclusiveMinimum" | "maximum" | "exclusiveMaximum" => {
                    let limit = rule.as_f64().expect("a limit");
                    let holds = value.as_f64().is_none_or(|number| match keyword.as_str() {
                        "minimum" => number >= limit,
                        "exclusiveMinimum" => number > limit,
                        "maximum" => number <= limit,
                        _ => number < limit,
                    });
                    if !holds {
                        self.fault(place, &format!("breaks {keyword} {limit}"));
                    }
                }
                "pattern" => {
                    let pattern = rule.as_str().expect("a pattern");
                    if value.as_str().is_some_and(|text| !matches(pattern, text)) {
                        self.fault(place, &format!("does not match {pattern}"));
                    }
                }
                "required" => {
                    for key in rule.as_array().expect("a list").iter().filter_map(Value::as_str) {
                        if value.as_object().is_some_and(|object| !object.contains_key(key)) {
                            self.fault(place, &format!("has no key {key}"));
                        }
                    }
                }
                "properties" => described.extend(self.properties(rule.as_object().expect("keys"), value, place)),
                "additionalProperties" => {
                    for (key, value) in value.as_object().into_iter().flatten() {
                        self.against(rule, value, &format!("{place}/{key}"));
                        described.insert(key.clone());
                    }
                }
                "items" => {
                    for (i, item) in value.as_array().into_iter().flatten().enumerate() {
                        let place = format!("{place}/{i}");
                        let keys = self.against(rule, item, &place);
                        self.all_described(item, &keys, &place);
                    }
                }
                "allOf" => {
                    for part in rule.as_array().expect("a list") {
                        described.extend(self.against(part, value, place));
                    }
                }
                "then" => {
                    let mut condition = Check { root: self.root, faults: Vec::new() };
                    condition.against(&schema["if"], value, place);
                    if condition.faults.is_empty() {
                        described.extend(self.against(rule, value, place));
                    }
                }
                other => panic!("the schema says {other}, which this check does not know"),
            }
        }
        described
    }

    fn properties(&mut self, rules: &Map<String, Value>, value: &Value, place: &str) -> BTreeSet<String> {
        for (key, rule) in rules {
            if let Some(value) = value.get(key) {
                let place = format!("{place}/{key}");
                let keys = self.against(rule, value, &place);
                self.all_described(value, &keys, &place);
            }
        }
        rules.keys().cloned().collect()
    }

    fn all_described(&mut self, value: &Value, described: &BTreeSet<String>, place: &str) {
        for key in value.as_object().into_iter().flat_map(Map::keys) {
            if !described.contains(key) {
                self.fault(place, &format!("the schema does not describe {key}"));
            }
        }
    }
}

fn is_of(value: &Value, wanted: &str) -> bool {
    match wanted {
        "null" => value.is_null(),
        "boolean" => value.is_boolean(),
        "integer" => value.is_i64() || value.is_u64(),
        "number" => value.is_number(),
        "string" => value.is_string(),
        "array" => value.is_array(),
        "object" => value.is_object(),
        other => panic!("{other} is no type"),
    }
}

/// The three patterns of the schema, without a crate for patterns.
fn matches(pattern: &str, text: &str) -> bool {
    match pattern {
        r"^\d{4}-\d{2}-\d{2}$" => text.parse::<jiff::civil::Date>().is_ok_and(|date| date.to_string() == text),
        "^[a-z0-9_]+$" => !text.is_empty() && text.bytes().all(|b| matches!(b, b'a'..=b'z' | b'0'..=b'9' | b'_')),
        "^[0-9a-f]{64}$" => text.len() == 64 && text.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f')),
        other => panic!("the schema has the pattern {other}, which this check does not know"),
    }
}
