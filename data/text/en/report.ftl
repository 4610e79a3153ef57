# The report and the tables: everything a reader sees around the numbers.

report-title = What clients say after one session
report-all = All
report-data-up-to = Data up to { $date }.
report-no-as-of = No session was attended, so there is no date up to which the data speak.
report-period = Sessions from { $period }.
report-rows = { $read ->
        [0] No rows read.
        [one] One row read, { $used } used.
       *[other] { $read } rows read, { $used } used.
    }
report-scores = Rows of the scores file: { $read } read, { $used } used as the score of a session.
report-join = Rows of { $file }: { $rows } read, { $used } used, for { $sessions ->
    [one] { $sessions } session
   *[other] { $sessions } sessions
}.
report-join-unused = Rows of { $file } that are not used
report-scores-unused = Rows of the scores file that are not used
report-answers = Rows of the anonymous follow-up file: { $read } read, { $used } used.
report-answers-unused = Rows of the anonymous follow-up file that are not used
report-only = Only { $group }: { $labels }.
report-unit-client = Counted by client: the first eligible session of each.
report-nothing-collected = The data has none of the questions of this part: whether the session helped, whether things are better, whether one session was enough.
report-not-collected = Not collected:
report-sentence-not-understood = Many answers could not be read and count here as not given: see the findings below.
report-internal = Internal: small numbers are not hidden. Do not publish.
# Small-number protection
report-protected = Small numbers are protected: { $rule } Hidden numbers, and others that would give them away, stand as “hidden” or –.
report-hidden = hidden
report-quality-lead-protected = Rows used: about { $used } of { $read }, to the nearest ten; what was noticed of few rows is not told.
report-methods-protected = Shares, intervals and bounds are computed from the protected counts. Rows of files and findings are told to the nearest ten, and small ones not at all; pairs of scores, standard deviations and standardised change are left out; means are told to one decimal.
protection-nhs-tt = counts below 5 are hidden and others rounded to the nearest 5, as NHS Talking Therapies statistics are published (rule nhs-tt).
protection-hes = counts from 1 to 7 are hidden and others rounded to the nearest 5, as Hospital Episode Statistics are published (rule hes).
protection-opensafely = counts are rounded to the midpoint of sixes (1 to 6 is shown as 3), as OpenSAFELY outputs are (rule opensafely).
protection-cms = counts from 1 to 10, and what would give them away, are hidden; others are exact (cell size rule of the US Centers for Medicare & Medicaid Services, rule cms).
protection-aihw = counts from 1 to 4, and what would give them away, are hidden; others are exact (rule of the Australian Institute of Health and Welfare, rule aihw).

report-column-measure = measure
report-column-group = group
report-column-eligible = could be asked
report-column-asked = asked
report-column-answered = answered
report-column-events = said yes
report-column-percent = share
report-column-interval = { $level } interval
report-column-bounds = if silent said no / yes
report-column-caveats = notes
report-column-excluded = not used because
report-column-rows = rows
report-column-finding = finding
report-column-column = column
report-column-count = times
report-column-sessions = sessions
report-column-clients = clients
report-column-new-clients = new clients
report-column-value = value
report-column-share = share
report-column-severity = severity
report-column-median = median
report-column-quartiles = middle half
report-column-mean = mean
report-column-file = file
report-column-hash = SHA-256
report-column-definition = what is counted
report-column-attended = attended
report-column-at-cutoff = worse side of the cut-off ({ $level } interval)
report-column-all-scores = all scores
report-column-official-denominator = standard's denominator
report-column-official-percent = standard's percentage
report-column-paired = both scores
report-column-counted = counted
report-column-events-change = of these
report-column-class = class
report-column-bounds-change = if none / all of the others
report-column-interval-together = { $level } interval, all together
report-column-pairs = pairs
report-column-change = change in points
report-column-mean-change = mean change
report-column-number = number

# One sentence per measure. $label is the measure's name.
report-sentence = { $label }: { $percent } of those who answered ({ $events } of { $answered }; { $level } interval { $interval }).
report-sentence-no-interval = { $label }: { $percent } of those who answered ({ $events } of { $answered }; no interval).
report-sentence-silent = { $silent } of { $eligible } did not answer; had they all said no or all said yes, it would be { $bounds }.
report-sentence-no-answers = { $label }: not known. Nobody of { $eligible } answered.
report-sentence-none-eligible = { $label }: not known. There was nobody to ask.
report-target-above = The target of { $target } is reached: the whole interval lies at or above it.
report-target-below = The target of { $target } is not reached: the whole interval lies below it.
report-target-open = Whether the target of { $target } is reached cannot be told from so many answers.

report-section-summary = In words
report-section-quality = Are the data fit to read?
report-section-seen = Whom we saw
report-section-waits = How fast
report-section-shares = What they said
report-section-silent = Who answered, and what that could change
report-section-return = Came back, or why not
report-section-scores = Questionnaires
report-section-concern = By concern
report-section-months = Over time
report-section-sites = By site
report-section-methods = Methods
report-section-provenance = Where the numbers come from
report-contents = Contents

report-gate-met = at least { $target }: shown
report-gate-not-shown = at least { $target }: not shown
report-gate-failed = at least { $target }: failed
report-gates = What was asked of the results
report-show-numbers = Show the numbers
report-skip = Skip to the report
report-logo = Logo

report-quality-lead = { $read ->
        [0] The data have no rows.
       *[other] Rows used: { $used } of { $read }. { $count ->
            [0] Nothing was noticed in their cells.
            [one] One cell or row has a finding; the command “sst check” names the place.
           *[other] { $count } cells or rows have a finding; the command “sst check” names the places.
        }
    }
report-excluded-rows = Rows that are not used
report-findings = What was noticed
report-quality-response-anonymous = Anonymous answers to follow-up questions: { $answered }, beside { $attended } attended sessions ({ $percent }).
report-quality-response = Attended sessions with an answer to a follow-up question: { $answered } of { $attended } ({ $percent }).
report-seen-lead = { $sessions ->
        [0] No session was booked in the period.
        [one] One session was booked in the period.
       *[other] { $sessions } sessions were booked in the period.
    }
report-seen-clients = { $clients ->
        [0] No client was seen.
        [one] One client was seen.
       *[other] { $clients } clients were seen.
    }
report-seen-new = { $new ->
        [0] None of them came for the first time in the data.
        [one] One of them came for the first time in the data.
       *[other] { $new } of them came for the first time in the data.
    }
report-seen-attended = Attended, of the sessions that were attended, missed or cancelled: { $events } of { $eligible } ({ $percent }).
report-seen-once = Clients seen once in the period: { $once } of { $clients }. Having come once is not the same as having had enough.
report-waits-lead = Median wait in days: { $median } (middle half { $q1 } to { $q3 }).
report-minutes-lead = Median wait in minutes, where it was timed: { $median } (middle half { $q1 } to { $q3 }; { $answered } sessions).
report-silent-lead = People who did not answer are not people who said no. The column “if silent said no / yes” says how far they could move each share.

# Those who did not answer: what it would take, and what the report says of it.
missing-target = the target
missing-gate = the gate
missing-claim-up-to-80-helpful = the claim “up to 80%”
missing-claim-50-to-60-improved = the lower end of the claim “50 to 60%”
missing-tipping-needs = { $silent ->
    [one] The one who did not answer would have to say yes to reach { $percent } ({ $label }).
   *[other] { $needed } of the { $silent } who did not answer would have to say yes to reach { $percent } ({ $label }).
}
missing-tipping-already = { $percent } ({ $label }) is reached whatever those who did not answer would have said.
missing-tipping-impossible = Even if all who did not answer had said yes, { $percent } ({ $label }) would not be reached.
report-silence-flow = { $booked ->
    [one] One session was booked
   *[other] { $booked } sessions were booked
}; { $attended } were attended; { $answered } have an answer to a follow-up question that was due.
report-silence-flow-asked = { $booked ->
    [one] One session was booked
   *[other] { $booked } sessions were booked
}; { $attended } were attended; after { $asked } of them the client was asked to follow up; { $answered } have an answer to a follow-up question that was due.
report-silence-flow-anonymous = { $booked ->
    [one] One session was booked
   *[other] { $booked } sessions were booked
}; { $attended } were attended; { $answered } anonymous follow-up answers came back.
report-silence-bounds = { $silent ->
    [one] One of { $eligible } did not answer.
   *[other] { $silent } of { $eligible } did not answer.
} If none of them had said yes, the share would be { $low }; if all had, { $high }; with chance allowed for ({ $level }), { $union }.
report-silence-imbens = An interval for the share itself, not for all it could be (Imbens and Manski): { $imbens }.
report-silence-caption-if = If those who did not answer differ from those who did
report-silence-if = odds of a yes among those who did not answer
report-silence-odds-less = { $factor } times lower
report-silence-odds-same = the same
report-silence-odds-more = { $factor } times higher
report-silence-no-odds = not defined: all who answered said the same
report-silence-caption-weighted = Answers weighted to those who could be asked (in brackets: how many answers it is worth)
report-silence-weighted-by = weighted by
report-silence-refused = { $empty ->
    [one] not possible: nobody answered in one group
   *[other] not possible: nobody answered in { $empty } groups
}
report-silence-weighted-lead = Each group counts as much as it has sessions, not as much as it answered. That mends only what differs between the groups.
report-silence-who = Who answers
report-silence-who-lead = Share of due follow-ups with an answer. Where it differs, those who answered are not a fair picture of all.
report-silence-who-lead-rating = Share of attended sessions with an answer to “{ $label }”. Its intervals take sessions as independent.
report-silence-who-known = By what is known without the follow-up
report-silence-who-came-back-note = Whoever was seen lately has had less time to come back.
report-silence-could-change = What that could change
report-silence-if-lead = Nobody knows what the silent would have said. The table says what the share of all would be if their odds of a yes were so many times lower or higher than those of the people who answered.
report-silence-unweighted = not weighted
report-silence-rate = answered, share
report-silence-helpful-yes = Rated the session helpful
report-silence-helpful-no = Rated it not helpful
report-silence-helpful-none = Did not rate it
report-silence-came-back-yes = Came back later
report-silence-came-back-no = Has not come back so far
report-silence-came-back-none = Client not known
report-key-concern = concern
report-key-site = site
report-key-month = month
report-key-quarter = quarter
report-key-year = year
report-key-helpful = rating of the session
report-key-came-back = coming back

report-concern-lead = Small groups move a lot by chance: read the interval before the share.
report-months-lead = Months with few answers move a lot by chance. A shift in the share may be a shift in who answers.
report-sites-lead = Sites differ in whom they see. This is no ranking.
report-rating-shares = Rated 3 or more: { $three }; 4 or more: { $four }; 5: { $five }
report-scores-caption = Scores before and after
report-score-before = { $name } before
report-score-after = { $name } after
report-scores-lead = All who have the score, also those without the other one. Their difference is not the change: the two are not of the same sessions.
report-to-start = { $labels }. To start: { $columns }.
report-not-collected-title = Not collected
report-caveats = Notes
report-definitions = What is counted

report-provenance-lead = Made from { $files ->
        [one] one file
       *[other] { $files } files
    } with { $rows ->
        [0] no rows
        [one] one row
       *[other] { $rows } rows
    }. The same files and the same mapping file give the same numbers.
report-provenance-mapping = Mapping file
report-provenance-none = none: the columns have the names of the record layout
report-generated = This page was made from counts. It holds no row of any client and loads nothing from anywhere.

# Change on questionnaires.
report-change-none = No questionnaire has scores before and after. To start: two columns such as phq9_pre and phq9_post.
report-change-pairs = { $pairs ->
        [0] No attended session has both scores ({ $eligible } attended)
       *[other] Both scores: { $pairs } of { $eligible } attended sessions ({ $percent })
    }.
report-change-pairs-hidden = How many sessions have both scores is hidden to protect small numbers.
report-change-only-before = { $count ->
        [one] One more has only the score before.
       *[other] { $count } more have only the score before.
    }
report-change-reliably-improved = Improved { $amount }
report-change-reliably-deteriorated = Got worse { $amount }
report-change-recovered-below = Moved below the clinical cut-off
report-change-recovered-above = Moved above the clinical cut-off
report-change-reliably-recovered-below = Moved below the clinical cut-off and improved { $amount }
report-change-reliably-recovered-above = Moved above the clinical cut-off and improved { $amount }
report-change-share = { $label }: { $percent } ({ $events } of { $answered }; { $level } interval { $interval }).
report-change-share-of-clinical = { $label }: { $percent } of those who began in the clinical range ({ $events } of { $answered }; { $level } interval { $interval }).
report-change-share-no-interval = { $label }: { $percent } ({ $events } of { $answered }; no interval).
report-change-share-none = { $label }: not known. { $reason }
report-change-could-not = { $count ->
        [0] Everybody with both scores began in the clinical range.
        [one] One of the { $pairs } with both scores began outside the clinical range and could not recover.
       *[other] { $count } of the { $pairs } with both scores began outside the clinical range and could not recover.
    }
report-change-mean = Mean change, after minus before: { $mean } points ({ $level } interval { $low } to { $high }; { $pairs } pairs). { $direction }
report-change-mean-no-interval = Mean change, after minus before: { $mean } points (no interval; { $pairs ->
        [one] one pair
       *[other] { $pairs } pairs
    }). { $direction }
report-change-ceiling = { $count ->
        [one] One began
       *[other] { $count } began
    } so near to the best possible score that no such improvement fits in.
report-change-floor = { $count ->
        [one] One began
       *[other] { $count } began
    } so near to the worst possible score that no such deterioration fits in.
report-change-zero-before = { $count ->
        [one] One of the { $pairs } with both scores began at 0, of which there is no percentage: it is in no class.
       *[other] { $count } of the { $pairs } with both scores began at 0, of which there is no percentage: they are in no class.
    }
report-standard-nhs-talking-therapies = PHQ-9 and GAD-7 together, as NHS Talking Therapies counts
report-standard-pmhc-mds = K10, K5 or SDQ, as PMHC-MDS counts
report-standard-official = The standard's own percentage: { $percent } ({ $events } of { $denominator }).
report-standard-groups = { $name }, by group
report-standard-definition = { $label }: { $definition }.
report-change-headline = { $name }: { $percent } improved { $amount } ({ $events } of { $answered } sessions with both scores, of { $eligible } attended; { $level } interval { $interval }); { $worse ->
        [0] nobody
       *[other] { $worse }
    } got worse by as much.
report-change-headline-no-interval = { $name }: { $percent } improved { $amount } ({ $events } of { $answered } sessions with both scores, of { $eligible } attended; no interval); { $worse ->
        [0] nobody
       *[other] { $worse }
    } got worse by as much.
report-change-other-rules = { $here } improved under the rule applied; under { $count } other rules it would be from { $low } to { $high }.
report-change-method-data = { $pairs } pairs of scores of { $eligible } attended sessions, { $period }; computed with sst { $version }.
report-quality-no-status = There is no column that says whether a session was attended: every one counts as attended.
report-change-unknown = Who improved cannot be told without that: only the mean change is given.
report-change-method = { $name }: for a methods section
report-change-method-pairs = Change is the score after minus the score before in attended sessions with both; its mean has a paired t interval.
report-change-method-pairs-by-client = Change is the score after minus the score before in attended sessions with both. Clients have several pairs: the interval of the mean is by client (Liang and Zeger), and standardised change has none.
report-change-method-classes = Shares of recovery are of those who began in the clinical range. The intervals of the classes are Goodman's and hold for all of them together.
report-change-method-classes-by-client = Shares of recovery are of those who began in the clinical range. The intervals of the classes are by client (clustered Wilson) and hold for all of them together.
report-change-method-effects = Effect sizes are standardised change, named by what they are divided by; positive is better.
report-change-method-false = Had nobody changed, { $percent } would still seem changed by this rule, either way.
report-change-method-regression = Had nobody changed, regression to the mean from measurement error alone would move the mean by { $points } points; what brings people to a session when they feel worst comes on top.
report-change-method-no-comparison = This is change, not the effect of the session: there is no comparison group.
report-change-caption-shares = { $name }: improved, worse, recovered
report-change-caption-classes = { $name }: the classes
report-change-caption-groups = { $name }: classes and mean change by group
report-change-caption-changes = { $name }: how far scores moved
report-change-caption-numbers = { $name }: effect sizes and further numbers
report-change-effect-d-z = d_z: mean change / SD of change
report-change-effect-g-z = g_z: d_z with Hedges' correction
report-change-effect-d-av = d_av: mean change / mean of the two SDs
report-change-effect-d-rm = d_rm: d_z corrected for the correlation of the scores
report-change-effect-d-pre = d_pre (Becker): mean change / SD before
report-change-effect-g-pre = g_pre (Becker): d_pre with Hedges' correction
report-change-number-sd = SD of change
report-change-number-correlation = Correlation of the scores before and after
report-change-number-false = Would seem changed by the rule, had nobody changed
report-change-number-regression = Regression to the mean alone, in points
report-change-number-ceiling = Too near to the best score to improve by that much
report-change-number-floor = Too near to the worst score to get worse by that much
report-change-number-could-not = Could not recover
report-change-not-collected = Change on questionnaires
report-change-start = two columns such as phq9_pre, phq9_post
report-column-criterion = Criterion
report-change-published-points = Published points
report-column-reliability = Reliability
report-column-cutoff = Cut-off
report-column-differs = Other class
report-column-kappa = Kappa
report-change-caption-sensitivity = { $name } under other rules: how many are in each class, what share is in another class than under the rule applied, and how far both agree beyond chance

# Workbooks.
workbook-results = Results
workbook-counts = Counts
workbook-about = About
workbook-title = Title
workbook-organisation = Service
workbook-commentary = Words of the service
workbook-tool = Computed by
workbook-as-of = Data up to
workbook-period = Sessions from
workbook-unit = Counted by
workbook-unit-session = session
workbook-unit-client = client: the first eligible session of each
workbook-selection = Only { $group }
workbook-protection = Protection of small numbers
workbook-inputs = Files
workbook-read = Rows read
workbook-used = Rows used
workbook-columns = Columns
workbook-measures = Measures
workbook-caveats = Notes (caveats)
workbook-reasons = Why a cell is empty (reason)
workbook-empty = An empty cell is a number that is not defined; the column “reason” says why. An empty cell is not zero.
workbook-column-measure = The id of the measure; its name and definition are below.
workbook-column-by = The group, as JSON; {"{}"} is the whole.
workbook-column-eligible = Could be asked.
workbook-column-not-due = Left out: the follow-up was not due yet.
workbook-column-asked = Were asked, where the data say so.
workbook-column-answered = Answered: the denominator of the share.
workbook-column-events = Said yes: the numerator of the share.
workbook-column-clients = Clients among those who could be asked.
workbook-column-clients-answered = Clients among those who answered.
workbook-column-estimate = The share, mean or other number.
workbook-column-low = The lower end of its interval.
workbook-column-high = The upper end of its interval.
workbook-column-level = The level of the interval.
workbook-column-method = How the interval is made.
workbook-column-design-effect = By how much repeated clients widen it.
workbook-column-bounds-low = The share if all who did not answer had said no.
workbook-column-bounds-high = The share if all who did not answer had said yes.
