//! A results document in place of an export: it is shown as it is.

use sst_core::results::ResultSet;
use sst_ingest::source::read_all;

use super::Groupings;
use crate::arguments::{Source, UnitName};
use crate::failure::Failure;
use crate::input::Opened;

/// A results document as the only input.
pub(super) fn document(
    opened: &[Opened],
    source: &Source,
    groupings: &Groupings<'_>,
) -> Result<Option<ResultSet>, Failure> {
    let mut found = None;
    for Opened { input, path, .. } in opened {
        let mut start = [0; 512];
        let unreadable = |error: std::io::Error| Failure::file(path, "read", &error);
        let n = input.read_at(0, &mut start).map_err(unreadable)?;
        let start = String::from_utf8_lossy(&start[..n]);
        if start.trim_start_matches('\u{feff}').trim_start().starts_with('{') {
            // Other programs write the keys in another order: "schema" may stand anywhere.
            let bytes = read_all(input.as_ref()).map_err(unreadable)?;
            let text = String::from_utf8_lossy(&bytes).into_owned();
            if text.contains("\"schema\"") {
                found = Some((text, path));
            }
        }
    }
    let Some((text, path)) = found else {
        return Ok(None);
    };
    if opened.len() > 1 {
        return Err(Failure::wrong_use(
            format!("{}: a results document is read alone", path.display()),
            Some("give either session exports or one results document".to_owned()),
        ));
    }
    let asks = source.mapping.is_some()
        || source.profile.is_some()
        || !source.scores.is_empty()
        || !source.follow_up.is_empty()
        || !source.columns.is_empty()
        || source.as_of.is_some()
        || source.from.is_some()
        || source.to.is_some()
        || !source.selection.is_empty()
        || source.unit != UnitName::Session
        || source.level != 0.95
        || source.method != "wilson"
        || matches!(groupings, Groupings::Asked(by) if !by.is_empty())
        || matches!(groupings, Groupings::Compared(compare) if compare.asks_for_a_comparison());
    if asks {
        return Err(Failure::wrong_use(
            format!("{}: a results document is shown as it is: it holds no sessions to count again", path.display()),
            Some(
                "leave the mapping, profile, scores, follow-up, columns, period, selection, groups, unit, level and method away, or give the export"
                    .to_owned(),
            ),
        ));
    }
    let results = ResultSet::from_json(text.trim_start_matches('\u{feff}'))
        .map_err(|error| Failure::unreadable(format!("{}: {error}", path.display()), None))?;
    Ok(Some(results))
}
