//! Pictures in the page: a wide one and one for phones, with the numbers below.

use maud::{Markup, PreEscaped, html};
use sst_charts::{ChartError, ChartKind, ChartOptions, ChartRequest, Theme, Width};

use crate::story::Story;

/// A picture with its numbers under "Show the numbers"; nothing where there is nothing to draw.
pub(super) fn figure(
    story: &Story<'_>,
    id: &str,
    kind: ChartKind,
    measure: Option<&str>,
    key: Option<&str>,
    numbers: &Markup,
) -> Result<Markup, ChartError> {
    let (measure, key) = (measure.map(str::to_owned), key.map(str::to_owned));
    figure_of(story, id, &ChartRequest { kind, measure, key, instrument: None }, numbers)
}

/// The picture asked for with its numbers; the numbers alone where there is nothing to draw.
pub(super) fn figure_of(
    story: &Story<'_>,
    id: &str,
    request: &ChartRequest,
    numbers: &Markup,
) -> Result<Markup, ChartError> {
    let draw = |width: Width, end: &str| {
        let options = ChartOptions { theme: Theme::Inherit, width, id_prefix: format!("{id}-{end}") };
        match sst_charts::svg(story.results, request, &options, story.catalogue) {
            // A document need not describe the measures it has results of: they are shown as numbers.
            Err(
                ChartError::UnknownMeasure { .. }
                | ChartError::UnknownGroup { .. }
                | ChartError::UnknownInstrument { .. },
            ) => Ok(None),
            drawn => drawn,
        }
    };
    let (Some(wide), Some(narrow)) = (draw(Width::Wide, "w")?, draw(Width::Narrow, "n")?) else {
        return Ok(numbers.clone());
    };
    Ok(html! {
        figure {
            div.wide { (PreEscaped(wide.svg)) }
            div.narrow { (PreEscaped(narrow.svg)) }
            details {
                summary { (story.text("report-show-numbers")) }
                (numbers)
            }
        }
    })
}
