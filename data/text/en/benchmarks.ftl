# Published figures and claims, and what results say of them.

benchmark-kind-figure = figure
benchmark-kind-claim = claim

benchmark-evidence-verified = read at its source
benchmark-evidence-second_hand = second-hand
benchmark-evidence-from_memory = from memory, not read
benchmark-evidence-own = from the mapping file

benchmark-sessions-one = one session
benchmark-sessions-two_or_more = courses of two or more sessions
benchmark-sessions-any_number = clients with any number of sessions

benchmark-outcome-helpful = whether the session was helpful
benchmark-outcome-satisfied = whether clients were satisfied
benchmark-outcome-some_benefit = any benefit, however small
benchmark-outcome-improved = whether the problem is better, as clients say
benchmark-outcome-clinically_improved = improvement by a criterion of its own
benchmark-outcome-reliable_improvement = scores that improved beyond measurement error
benchmark-outcome-reliable_deterioration = scores that worsened beyond measurement error
benchmark-outcome-no_reliable_change = scores that moved no further than measurement error
benchmark-outcome-recovery = scores that moved below the clinical cut-off
benchmark-outcome-reliable_recovery = scores that moved below the cut-off, beyond measurement error
benchmark-outcome-enough = whether one session was enough, as clients say
benchmark-outcome-got_what_needed = not coming back because they had got what they needed
benchmark-outcome-no_further_wanted = who wanted no further session
benchmark-outcome-no_further_contact = who had no further contact
benchmark-outcome-attended_once = who came once, whatever the reason
benchmark-outcome-returned = who came again, or asked to
benchmark-outcome-did_not_return = who did not come again within a time
benchmark-outcome-return_reason = why clients came again
benchmark-outcome-needed_more = who needed more help
benchmark-outcome-attended = appointments that were kept
benchmark-outcome-took_up = who took up an offer
benchmark-outcome-responded = who answered a follow-up
benchmark-outcome-waited = who was seen within a time of its own
benchmark-outcome-superiority = how often a client of one group does better than one of another
benchmark-outcome-positive_study = studies that found an effect
benchmark-outcome-other = something that no measure here counts

benchmark-denominator-attended = all who attended
benchmark-denominator-responded = those who answered
benchmark-denominator-paired = those with scores before and after
benchmark-denominator-conditional = those chosen by an answer or an outcome before
benchmark-denominator-scheduled = those with an appointment
benchmark-denominator-offered = those who were offered it or began
benchmark-denominator-course = those who finished a course of treatment
benchmark-denominator-estimate = nobody: it is a clinician's estimate
benchmark-denominator-comparison = pairs of clients of two groups
benchmark-denominator-reviews = reviews
benchmark-denominator-trials = trials
benchmark-denominator-unstated = not stated

# Why two things are not set side by side. $label is the measure's name.
benchmark-not-clients = Not comparable: it counts { $counts }, out of { $outOf }. That is no share of clients.
benchmark-not-sessions = Not comparable: it is about { $sessions }, never about one session.
benchmark-not-outcome = Not comparable: it counts { $counts }, which is not “{ $label }”.
benchmark-not-denominator = Not comparable: it counts out of { $outOf }, not out of all who answered.
benchmark-not-instrument = Not comparable: it is about another questionnaire.
benchmark-not-number = Not comparable: the source gives no number.

# The verdict with its reason. $low and $high are the ends of the interval, $claim the published share.
benchmark-point-above = Above: between { $low } and { $high } of those who answered, all of it above { $claim }.
benchmark-point-below = Below: between { $low } and { $high } of those who answered, all of it below { $claim }.
benchmark-point-cannot-tell = Cannot tell: between { $low } and { $high } of those who answered, which { $claim } is part of.
benchmark-near-above = Above: between { $low } and { $high } of those who answered, all of it above { $from } to { $to }, which counts as { $claim }.
benchmark-near-within = Within: between { $low } and { $high } of those who answered, all of it inside { $from } to { $to }, which counts as { $claim }.
benchmark-near-below = Below: between { $low } and { $high } of those who answered, all of it below { $from } to { $to }, which counts as { $claim }.
benchmark-near-cannot-tell = Cannot tell: between { $low } and { $high } of those who answered, partly inside and partly outside { $from } to { $to }, which counts as { $claim }.
benchmark-ceiling-above = Above: between { $low } and { $high } of those who answered, all of it above the ceiling of “up to { $claim }”.
benchmark-ceiling-within = Within: between { $low } and { $high } of those who answered, none of it above “up to { $claim }”. Any low share is within a ceiling too.
benchmark-ceiling-cannot-tell = Cannot tell: between { $low } and { $high } of those who answered, on both sides of “up to { $claim }”.
benchmark-band-above = Above: between { $low } and { $high } of those who answered, all of it above { $from } to { $to }.
benchmark-band-within = Within: between { $low } and { $high } of those who answered, all of it inside { $from } to { $to }.
benchmark-band-below = Below: between { $low } and { $high } of those who answered, all of it below { $from } to { $to }.
benchmark-band-cannot-tell = Cannot tell: between { $low } and { $high } of those who answered, partly inside and partly outside { $from } to { $to }.
benchmark-counts-above = Above: { $share } against { $events } of { $n } ({ $claim }); the difference lies between { $from } and { $to } points.
benchmark-counts-below = Below: { $share } against { $events } of { $n } ({ $claim }); the difference lies between { $from } and { $to } points.
benchmark-counts-cannot-tell = Cannot tell: { $share } against { $events } of { $n } ({ $claim }); the difference lies between { $from } and { $to } points.
benchmark-no-interval = Cannot tell: the share has no interval.

# Whether silence could change it.
benchmark-robust = Robust: the same whatever the { $silent } of { $eligible } who did not answer would have said.
benchmark-robust-all-answered = Robust: everybody answered.
benchmark-not-robust = Not robust: { $silent } of { $eligible } did not answer, and could change it.
benchmark-open = Not robust: { $silent } of { $eligible } did not answer.
benchmark-open-all-answered = Everybody answered.
benchmark-silence-unknown = Not robust: what those who did not answer could change is not known.

# How many answers would settle it.
benchmark-needed = Not enough data: should the share stay at { $share }, about { $answers } answers would settle it.
benchmark-needed-too-many = Should the share stay at { $share }, not even 100,000 answers would settle it: the two are too close.
benchmark-needed-never = No number of answers settles it while the share is that very number.
benchmark-needed-published = Should the share stay at { $share }, no number of answers would settle it: the published figure rests on too few itself.

# The number as it is published.
benchmark-figure-counts = { $events } of { $n } ({ $percent })
benchmark-figure-ceiling = up to { $percent }
benchmark-figure-band = { $low } to { $high }
benchmark-figure-near = { $percent }%, give or take { $points } points
benchmark-figure-of = { $percent }% (n { $n })

# Whether the printed percentage can come from its n.
benchmark-grim-one = { $percent }% of { $n } is { $first }.
benchmark-grim-several = { $percent }% of { $n } is any count from { $first } to { $last }.
benchmark-grim-truncated = { $percent }% of { $n } is { $first } with the further digits cut off ({ $firstShare } when rounded).
benchmark-grim-impossible = No count of { $n } is { $percent }%: { $first } would be { $firstShare }, { $last } would be { $lastShare }. The percentage, or its n, is not what it says.
benchmark-grim-derived = The count was computed from the percentage, so it says nothing more.
benchmark-grim-fits = The count beside it, { $events }, fits.
benchmark-grim-differs = The count beside it, { $events }, does not fit.

# The section of the report.
report-section-published = Published claims
report-published-lead = What others have published, set beside this service only where both count the same thing out of the same people. Being above or below says nothing of why: services see other clients and ask at other times. This is no ranking.
report-published-here = { $label }: { $percent } of those who answered ({ $events } of { $answered }).
report-published-here-hidden = { $label }: { $percent } of those who answered.
report-column-published = published
report-column-published-counts = what it counts
report-column-published-figure = figure
report-column-here = this service
report-column-verdict = verdict
report-column-robust = robust
report-column-why = why
report-verdict-above = above
report-verdict-within = within
report-verdict-below = below
report-verdict-cannot-tell = cannot tell
report-verdict-not-comparable = not comparable
report-robust-yes = yes
report-robust-no = no
report-published-meaning = What they mean, and what they do not
report-published-misquoted = Often quoted as: { $words }.
report-published-not-comparable = Often quoted, and not comparable: { $count }
report-published-method = A verdict is given by the interval: above, within or below only where all of it is. Robust means that the verdict would be the same had all of those who did not answer said no, and had all said yes.
