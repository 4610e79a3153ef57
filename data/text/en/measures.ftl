# The measures: the name a reader sees, and under .definition population and rule in words.

measure-attended = Sessions attended
    .definition = attended, of sessions attended, missed or cancelled
measure-helpful = Found the session helpful
    .definition = helpfulness at least { $threshold } of 5, attended sessions
measure-satisfied = Were satisfied
    .definition = satisfaction at least { $threshold } of 5, attended sessions
measure-improved = Say the problem is better
    .definition = change rating "better" or "much better" (self-rated), attended sessions
measure-much-improved = Say the problem is much better
    .definition = change rating "much better" (self-rated), attended sessions
measure-worse = Say the problem is worse
    .definition = change rating "worse" or "much worse" (self-rated), attended sessions
measure-enough = Say one session was enough
    .definition = "yes" to whether one session was enough, attended sessions
measure-got-what-needed = Not returning: got what they needed
    .definition = "got what I needed" among the reasons given for not coming back, attended sessions
measure-goal-met = Met the goal of the session
    .definition = goal met "yes" (not "partly"), attended sessions unless no goal was set
measure-next-step-done = Did the agreed next step
    .definition = next step done "yes" (not "partly"), attended sessions unless none was agreed
measure-followed-up = Answered a follow-up question
    .definition = any follow-up question answered, attended sessions whose follow-up is due
measure-seen-same-day = Seen on the day they asked
    .definition = wait of 0 days from request to session (walk-ins: 0), attended sessions
measure-seen-within-7-days = Seen within 7 days
    .definition = wait of at most 7 days from request to session (walk-ins: 0), attended sessions
measure-seen-within-28-days = Seen within 28 days
    .definition = wait of at most 28 days from request to session (walk-ins: 0), attended sessions
measure-own = "yes" to "{ $label }", attended sessions
measure-any-of = any of: { $names } (answered where all of them are)

# What is counted or spread, beside the shares.
quantity-sessions = Sessions booked
    .definition = sessions with a valid status, attended or not
quantity-clients = Clients seen
    .definition = clients with an attended session
quantity-new-clients = New clients
    .definition = clients whose first attended session in the data is here
quantity-answers = { $label }
    .definition = answers to { $column }, attended sessions
quantity-wait-days = Days from request to session
    .definition = days from request to session (walk-ins: 0), attended sessions
quantity-wait-minutes = Minutes waited
    .definition = minutes waited, attended sessions
quantity-sessions-per-client = Sessions per client
    .definition = attended sessions per client, in the period and selection
quantity-score-pre = { $name }, before
    .definition = { $name } score before the session, attended sessions
quantity-score-post = { $name }, after
    .definition = { $name } score after the session, attended sessions
quantity-change-joint = Change on { $name }
    .definition = { $name } scores before and after together, attended sessions
quantity-change-mean = Mean change on { $name }
    .definition = { $name } score after minus score before, attended sessions with both

# Columns and their codes as a reader sees them.
column-helpfulness = How helpful was the session?
column-satisfaction = How satisfied were you?
column-change-rating = How is the problem now?
column-enough = Was one session enough?
column-goal-met = Was the goal met?
column-next-step-done = Was the next step done?
column-return-reason = Why did they come back?
column-no-return-reason = Why only one session?
code-change-rating-much-better = Much better
code-change-rating-better = Better
code-change-rating-same = The same
code-change-rating-worse = Worse
code-change-rating-much-worse = Much worse
code-enough-yes = Yes
code-enough-no = No
code-enough-unsure = Unsure
code-goal-met-yes = Yes
code-goal-met-partly = Partly
code-goal-met-no = No
code-next-step-done-yes = Yes
code-next-step-done-partly = Partly
code-next-step-done-no = No
code-return-reason-planned = It was planned
code-return-reason-not-enough = One was not enough
code-return-reason-new-problem = A new problem
code-return-reason-other = Another reason
code-no-return-reason-got-what-i-needed = Got what they needed
code-no-return-reason-not-helpful = It was not helpful
code-no-return-reason-barrier = Something was in the way
code-no-return-reason-elsewhere = Went elsewhere
code-no-return-reason-plans-to = Plans to come back
code-no-return-reason-other = Another reason
group-none = Not recorded

# Change on a questionnaire.
measure-at-cutoff-pre = { $instrument }: on the worse side of the cut-off, before
    .definition = { $instrument } score before on the worse side of the cut-off, attended sessions with that score
measure-at-cutoff-post = { $instrument }: on the worse side of the cut-off, after
    .definition = { $instrument } score after on the worse side of the cut-off, attended sessions with that score, with or without one before
measure-nhs-talking-therapies-at-cutoff-pre = PHQ-9 and GAD-7 together: at caseness before
    .definition = PHQ-9 of 10 or more or GAD-7 of 8 or more before, attended sessions with both scores before (NHS Talking Therapies)
measure-nhs-talking-therapies-reliably-improved = PHQ-9 and GAD-7 together: reliable improvement
    .definition = PHQ-9 lower by 6 or more or GAD-7 lower by 4 or more, and neither higher by as much, attended sessions with all four scores (NHS Talking Therapies)
measure-nhs-talking-therapies-reliably-deteriorated = PHQ-9 and GAD-7 together: reliable deterioration
    .definition = PHQ-9 higher by 6 or more or GAD-7 higher by 4 or more, and neither lower by as much, attended sessions with all four scores (NHS Talking Therapies)
measure-nhs-talking-therapies-no-reliable-change = PHQ-9 and GAD-7 together: no reliable change
    .definition = neither reliable improvement nor reliable deterioration, or one of them on each questionnaire, attended sessions with all four scores (NHS Talking Therapies)
measure-nhs-talking-therapies-recovered = PHQ-9 and GAD-7 together: recovery
    .definition = PHQ-9 of 10 or more or GAD-7 of 8 or more before and both below after, attended sessions with all four scores and at caseness before (NHS Talking Therapies)
measure-nhs-talking-therapies-reliably-recovered = PHQ-9 and GAD-7 together: reliable recovery
    .definition = recovery and reliable improvement, attended sessions with all four scores and at caseness before (NHS Talking Therapies)
measure-pmhc-mds-reliably-improved = K10, K5 or SDQ: improved by half a national standard deviation
    .definition = better by 0.5 national standard deviations of scores at the start or more, on the first of K10, K5 and SDQ that has both scores, attended sessions with both scores (PMHC-MDS)
measure-pmhc-mds-reliably-deteriorated = K10, K5 or SDQ: worse by half a national standard deviation
    .definition = worse by 0.5 national standard deviations of scores at the start or more, on the first of K10, K5 and SDQ that has both scores, attended sessions with both scores (PMHC-MDS)
measure-pmhc-mds-no-reliable-change = K10, K5 or SDQ: changed by less than half a national standard deviation
    .definition = changed by less than 0.5 national standard deviations of scores at the start, on the first of K10, K5 and SDQ that has both scores, attended sessions with both scores (PMHC-MDS)
measure-reliably-improved = { $instrument }: improved beyond measurement error
    .definition = { $instrument } better by as much as the rule of change asks, attended sessions with both scores
measure-reliably-deteriorated = { $instrument }: got worse beyond measurement error
    .definition = { $instrument } worse by as much as the rule of change asks, attended sessions with both scores
measure-recovered = { $instrument }: left the clinical range
    .definition = { $instrument } in the clinical range before and not after, attended sessions with both scores and in the clinical range before
measure-reliably-recovered = { $instrument }: left the clinical range, and improved beyond measurement error
    .definition = { $instrument } in the clinical range before and, by the rule of change, reliably out of it after, attended sessions with both scores and in the clinical range before

# The rule of change in words, for a methods section.
change-rule-points = Reliable change is a change of at least { $points } points ({ $source }).
change-rule-minimal = A change of at least { $points } points, the minimal important difference ({ $source }), counts.
change-rule-percent = A change of at least { $percent } percent of the score before counts; of a score of 0 there is none.
change-rule-effect-size = A change of at least { $sds } standard deviations, { $points } points, counts ({ $whose }).
change-rule-index = Reliable change is an index after { $method } that exceeds { $critical }, with a standard deviation of { $sd } ({ $whose }) and a reliability of { $reliability } ({ $source }).
change-rule-index-points = That is a change of more than { $points } points.
change-rule-true-scores = Cut-offs a, b and c are of true scores under this rule, and nobody counts as recovered whose score after may still be in the clinical range, its error allowed for.
change-amount-error = beyond measurement error
change-amount-percent = by { $percent }% or more
change-amount-minimal = by a minimal important difference or more
change-amount-effect-size = by { $sds } standard deviations or more
change-rule-none = No reliable change is known for { $instrument }: neither a published number, nor a reliability to compute one from.
change-rule-no-reliability = No index can be made for { $instrument }: its reliability is not known.
change-rule-no-spread = No index can be made for { $instrument }: there are fewer than two scores, they are all alike, the reliability is 1, or nothing reliable is left in the differences.
change-rule-no-national = This rule is for K10, K5 and the SDQ (sdq_pc, sdq_py, sdq_yr): no national standard deviation is known for { $instrument }.
change-rule-no-minimal = No minimal important difference is known for { $instrument }.
change-method-jacobson_truax = Jacobson and Truax
change-method-gulliksen_lord_novick = Gulliksen, Lord and Novick
change-method-hsu_linn_nunnally = Hsu, Linn and Nunnally
change-method-edwards_nunnally = Edwards and Nunnally
change-method-nunnally_kotsch = Nunnally and Kotsch
change-method-hageman_arrindell = Hageman and Arrindell
change-reliability-given = given with the rule
change-norms = from the norms
change-norms-those-who-come = all scores before in place of a clinical norm
change-sd-clinical = the clinical norm
change-sd-baselines = all scores before
change-sd-national = scores at the start of care nationally; { $source }
change-sd-completers = scores before of those with both
change-cutoff-off-scale = The cut-off lies outside the scale, where it would part nobody from anybody: nobody is said to have recovered.
change-cutoff-none = No cut-off is known, so nobody is said to have recovered.
change-cutoff-published = The clinical range is { $range } ({ $source }).
change-cutoff-a = The clinical range is { $range }: cut-off a, two standard deviations from the clinical mean ({ $source }).
change-cutoff-b = The clinical range is { $range }: cut-off b, two standard deviations from the functional mean ({ $source }).
change-cutoff-c = The clinical range is { $range }: cut-off c, where both populations are equally likely ({ $source }).
change-cutoff-at-least = { $threshold } and above
change-cutoff-above = above { $threshold }
change-cutoff-at-most = { $threshold } and below
change-cutoff-below = below { $threshold }
change-warning-threshold-from-memory = The reliable change is from memory, not read in its source: check it before publishing.
change-warning-reliability-from-memory = The reliability is from memory, not read in its source: check it before publishing.
change-warning-cutoff-from-memory = The cut-off, or a norm it is made from, is from memory, not read in its source: check it before publishing.
change-warning-threshold-within-error = The published { $points } points are less than measurement error in this data: an index after Jacobson and Truax would need { $index }.

# How the scores of a scores file find their sessions.
follow-up-answers-rule = They are anonymous: each counts in the month of its own date, beside the attended sessions whose follow-up is due. Several of one client, or one sent twice, cannot be told.
follow-up-answers-rule-groups = They are anonymous: each counts in the month of its own date and by { $groups }, beside the attended sessions whose follow-up is due. Several of one client, or one sent twice, cannot be told.
join-rule-session = Found by the session's id.
join-rule-session-dated = Found by the session's id; of several rows, the nearest to the session { $side ->
    [before] at least { $from } and at most { $to } days before it
   *[after] at least { $from } and at most { $to } days after it
}.
join-rule-pmhc-episodes = Found by organisation path and episode key.
join-rule-pmhc-occasions = Found by organisation path and collection occasion key.
join-rule-pmhc-measures = Start of the episode is before, end is after, both at the episode's first attended contact.
join-rule-client = Found by client and date: each row goes to the client's nearest attended session { $side ->
    [before] that is at least { $from } and at most { $to } days after it
   *[after] that is at least { $from } and at most { $to } days before it
}; of several rows for one session the nearest is used.
scores-rule = Scores of the scores file: before is the latest on the day of the session or in the { $pre ->
    [one] day
   *[other] { $pre } days
} before it, after is the earliest from { $from } to { $to } days after it; a later session ends nothing.
