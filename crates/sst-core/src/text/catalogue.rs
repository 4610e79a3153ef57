//! The catalogue of reader-facing texts: Fluent messages by key.

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};

/// A value put into a text.
#[derive(Debug, Clone)]
pub enum Arg<'a> {
    /// Text, put in as it is.
    Text(&'a str),
    /// A count: chooses the plural form, printed with [`super::format::count`].
    Count(u64),
}

impl<'a> From<&'a str> for Arg<'a> {
    fn from(text: &'a str) -> Self {
        Self::Text(text)
    }
}

impl<'a> From<&'a String> for Arg<'a> {
    fn from(text: &'a String) -> Self {
        Self::Text(text)
    }
}

impl From<u64> for Arg<'_> {
    fn from(count: u64) -> Self {
        Self::Count(count)
    }
}

/// Texts of one language.
pub struct Catalogue {
    bundle: FluentBundle<FluentResource>,
}

impl Catalogue {
    /// The English that ships with the tool.
    ///
    /// # Panics
    /// Only when an embedded file is not valid Fluent, which a test rules out.
    pub fn english() -> Self {
        let mut bundle = FluentBundle::new_concurrent(vec![unic_langid::LanguageIdentifier::default()]);
        // Isolation marks are invisible characters around every number: they break copying into Excel.
        bundle.set_use_isolating(false);
        bundle.set_formatter(Some(|value, _| match value {
            FluentValue::Number(number) => Some(super::format::count(number.value as u64)),
            _ => None,
        }));
        for source in sst_data::texts::ENGLISH {
            let resource = FluentResource::try_new((*source).to_owned()).expect("embedded texts are valid Fluent");
            bundle.add_resource(resource).expect("embedded texts have no key twice");
        }
        Self { bundle }
    }

    /// Whether there is a text under this key.
    pub fn has(&self, key: &str) -> bool {
        self.bundle.has_message(key)
    }

    /// The text under `key` with its values put in; the key itself where there is none, so that a gap is seen and not
    /// hidden (tests ask for every key the code names).
    pub fn text(&self, key: &str, args: &[(&str, Arg<'_>)]) -> String {
        self.resolve(key, None, args)
    }

    /// The attribute `name` of the text under `key` (`key.name`), as [`Catalogue::text`].
    pub fn attribute(&self, key: &str, name: &str, args: &[(&str, Arg<'_>)]) -> String {
        self.resolve(key, Some(name), args)
    }

    fn resolve(&self, key: &str, attribute: Option<&str>, args: &[(&str, Arg<'_>)]) -> String {
        let message = self.bundle.get_message(key);
        let pattern = match attribute {
            None => message.as_ref().and_then(fluent_bundle::FluentMessage::value),
            Some(name) => message.as_ref().and_then(|m| m.get_attribute(name)).map(|found| found.value()),
        };
        let Some(pattern) = pattern else {
            return key.to_owned();
        };
        let mut values = FluentArgs::with_capacity(args.len());
        for (name, value) in args {
            match value {
                Arg::Text(text) => values.set(*name, *text),
                Arg::Count(count) => values.set(*name, *count as f64),
            }
        }
        // A placeable without a value prints its own name, which a reader sees and a test catches.
        self.bundle.format_pattern(pattern, Some(&values), &mut Vec::new()).into_owned()
    }
}
