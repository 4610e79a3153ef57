//! The measures every service has, in the order in which a report names them.

use super::{Measure, Population, Rule};
use crate::definitions::Thresholds;
use crate::record::{CodeSet, Question};
use crate::text::{Arg, Catalogue};

/// The built-in measures under these thresholds. Ids are relied on by other programs.
pub fn built_in(thresholds: Thresholds, catalogue: &Catalogue) -> Vec<Measure> {
    use Population::{Attended, AttendedUnlessNo, BookedAndOver};
    use Question::{
        ChangeRating, Enough, GoalMet, GoalSet, Helpfulness, NextStepDone, NextStepSet, NoReturnReason, Satisfaction,
    };
    let rows = [
        ("attended", BookedAndOver, Rule::Attendance, 0),
        ("helpful", Attended, Rule::Coded(Helpfulness, CodeSet::at_least(thresholds.helpful)), thresholds.helpful),
        (
            "satisfied",
            Attended,
            Rule::Coded(Satisfaction, CodeSet::at_least(thresholds.satisfied)),
            thresholds.satisfied,
        ),
        ("improved", Attended, Rule::Coded(ChangeRating, CodeSet::of(&[1, 2])), 0),
        ("much_improved", Attended, Rule::Coded(ChangeRating, CodeSet::of(&[1])), 0),
        ("worse", Attended, Rule::Coded(ChangeRating, CodeSet::of(&[4, 5])), 0),
        ("enough", Attended, Rule::Coded(Enough, CodeSet::of(&[1])), 0),
        ("got_what_needed", Attended, Rule::Coded(NoReturnReason, CodeSet::of(&[1])), 0),
        ("goal_met", AttendedUnlessNo(GoalSet), Rule::Coded(GoalMet, CodeSet::of(&[1])), 0),
        ("next_step_done", AttendedUnlessNo(NextStepSet), Rule::Coded(NextStepDone, CodeSet::of(&[1])), 0),
        ("followed_up", Attended, Rule::AnsweredFollowUp, 0),
        ("seen_same_day", Attended, Rule::WaitAtMostDays(0), 0),
        ("seen_within_7_days", Attended, Rule::WaitAtMostDays(7), 0),
        ("seen_within_28_days", Attended, Rule::WaitAtMostDays(28), 0),
    ];
    rows.into_iter()
        .map(|(id, population, rule, threshold)| {
            let key = format!("measure-{}", id.replace('_', "-"));
            let args = [("threshold", Arg::Count(u64::from(threshold)))];
            Measure {
                id: id.to_owned(),
                label: catalogue.text(&key, &args),
                definition: catalogue.attribute(&key, "definition", &args),
                population,
                rule,
                follow_up: false,
            }
        })
        .collect()
}
