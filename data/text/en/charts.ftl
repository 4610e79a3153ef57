# Titles, subtitles and notes of pictures. Titles state the finding.

chart-overview-title = { $label }: { $percent } of the { $answered } who answered
chart-overview-description = Share who said yes, for each question, with its interval and the range that missing answers allow.

# Those who did not answer.
chart-what-missing = What those who did not answer could change
chart-missing-title = { $label }: { $percent } of the { $answered } who answered; { $bounds } whatever the others would have said
chart-missing-title-none = { $label }: nobody answered, so anything is possible
chart-missing-description = For each question the share of those who answered, inside the band from the share if nobody who did not answer had said yes to the share if everybody had.
chart-missing-answered = { $answered } of { $eligible } answered
chart-missing-could-be = Whatever the others would have said: { $bounds }.
chart-note-missing = Pale band and its figures: if none, or all, of the silent had said yes; grey line: the same with chance allowed for.
chart-note-missing-weighted = Diamond: the share with each group weighted to its size, one diamond for each grouping.
chart-note-missing-marks = Dashed: a target, gate or published claim.

chart-subtitle = { $what }. { $period }. Dot: share; line: { $level } interval.
chart-subtitle-plain = { $what }. { $period }.
chart-what-overview = Of those who answered each question
chart-note-bounds = Pale bar: what the share could be, had all of the silent said no, or yes. n: answers. Hollow dot: fewer than 10 answers.
chart-note-intervals = Intervals: { $method }.
chart-note-methods = n: answers. Hollow dot: fewer than 10 answers. Intervals: { $method }.
chart-note-source = Source: the session export, data up to { $date }.
chart-note-source-of = Source: session export of { $organisation }, data up to { $date }.
chart-note-target = Dashed tick: target of the service.
chart-method-wilson = Wilson
chart-method-wilson_cluster = Wilson, widened for repeated clients
chart-method-clopper_pearson = Clopper-Pearson
chart-method-jeffreys = Jeffreys
chart-method-agresti_coull = Agresti-Coull
chart-axis-n = n
chart-no-answers = no answers
chart-hidden = hidden
chart-note-protected = Small numbers are protected (rule { $rule }).

chart-dots-title-off = { $label }: { $off ->
        [one] one of { $groups } groups lies
       *[other] { $off } of { $groups } groups lie
    } off the service's { $percent }
chart-dots-title-none = { $label }: no group lies clearly off the service's { $percent }
chart-dots-description = Share by group with its interval, beside the share of the whole service.
chart-dots-whole = all: { $percent }
chart-note-dots = Orange with a triangle: the whole interval lies off the service's share. Among many groups some will by chance.
chart-note-left-out = { $count ->
        [one] One more group is not drawn; it has
       *[other] { $count } more groups are not drawn; they have
    } no more answers than these.

chart-change-title = { $better } say better or much better, { $worse } worse or much worse
chart-change-description = How clients say the problem is now, from much better to much worse, and how many did not answer.
chart-change-silent = Did not answer: { $silent } of { $eligible }
chart-change-answered = Answered: { $answered }
chart-note-change = Percentages of those who answered. The grey bar shows everybody who could be asked.

chart-flow-title-anonymous = { $answered } anonymous follow-up answers beside { $attended } attended sessions
chart-flow-title = { $answered } of { $attended } attended sessions have a follow-up answer ({ $percent })
chart-flow-title-plain = { $attended } of { $booked } booked sessions were attended ({ $percent })
chart-flow-description = From booking to answer, in sessions.
chart-what-flow = Sessions from booking to answer
chart-flow-booked = Booked
chart-flow-attended = Attended
chart-flow-asked = Asked
chart-flow-answered = Answered
chart-note-flow = Attended: percent of those booked; after that, percent of the attended. Answered: any follow-up question that was due.

chart-months-title = { $label }: { $low } to { $high } a month
chart-months-title-plain = { $label }, month by month
chart-months-description = Share by month with its interval; below, how many of those who could be asked answered.
chart-months-response = answered: { $low } to { $high }
chart-note-months = Bars below: share of those who could be asked who answered. Title: months with at least 10 answers. Hollow dot: fewer than 10.

chart-waits-title = { $median ->
        [0] Half or more were seen on the day they asked
        [one] Half were seen within a day of asking
       *[other] Half were seen within { $median } days of asking
    }
chart-waits-description = Days from request to session, in classes.
chart-what-waits = Days from request to session, sessions with a known wait: { $answered }
chart-note-waits = Middle half: { $q1 } to { $q3 } days. Walk-ins waited 0 days.
chart-waits-same-day = same day

chart-distribution-title-rating = { $percent } gave { $low } or { $high } of { $high }
chart-distribution-title = Most frequent: { $code } ({ $percent })
chart-distribution-description = How often each answer was given.
chart-what-distribution = { $label } Answers: { $answered } of { $eligible } who could be asked
chart-note-distribution = Percentages of those who answered.

chart-volume-title = { $month } was the busiest month: { $count ->
        [one] one session
       *[other] { $count } sessions
    }
chart-volume-title-several = The busiest { $months } months had { $count ->
        [one] one session each
       *[other] { $count } sessions each
    }
chart-volume-title-even = Every month had { $count ->
        [one] one session
       *[other] { $count } sessions
    }
chart-volume-description = Sessions by month.
chart-what-volume = Booked sessions by month
chart-note-volume = The first and the last month may not be whole.

# Change on questionnaires. The five classes, from best to worst.
chart-class-recovered = Recovered
chart-class-recovered-is = improved { $amount } and left the clinical range
chart-class-improved = Improved
chart-class-improved-is = improved { $amount }, otherwise
chart-class-improved-is-alone = improved { $amount }
chart-class-unchanged = No reliable change
chart-class-unchanged-less = Changed less
chart-class-unchanged-is = within measurement error
chart-class-unchanged-is-less = neither better nor worse by that much
chart-class-deteriorated = Deteriorated
chart-class-deteriorated-is = worse { $amount }
chart-class-harmed = Harmed
chart-class-harmed-is = worse { $amount }, and into the clinical range
chart-pairs-title = { $events } of { $answered } improved { $amount } on the { $name }
chart-pairs-title-unknown = { $pairs ->
        [one] One pair of scores on the { $name }; no reliable change is known for it
       *[other] { $pairs } pairs of scores on the { $name }; no reliable change is known for it
    }
chart-pairs-subtitle = { $name } before and after, sessions with both scores: { $pairs } of { $eligible } attended. { $period }. { $direction }
chart-pairs-lower = Lower is better.
chart-pairs-higher = Higher is better.
chart-pairs-interval = Improved: { $percent } ({ $level } interval { $interval }).
chart-pairs-description = How often each pair of scores before and after on the { $name } occurs, beside the line of no change, the band of measurement error and the clinical range, with the number in each of five classes.
chart-pairs-pre = { $name } before
chart-pairs-post = { $name } after
chart-pairs-bubble = before { $pre }, after { $post }: { $count ->
        [one] one pair
       *[other] { $count } pairs
    }
chart-pairs-bubble-grid = before { $pre } to under { $pre_end }, after { $post } to under { $post_end }: { $count ->
        [one] one pair
       *[other] { $count } pairs
    }
chart-pairs-above-better = above the line: better
chart-pairs-above-worse = above the line: worse
chart-pairs-below-better = below the line: better
chart-pairs-below-worse = below the line: worse
chart-pairs-clinical-or-more = clinical: { $cutoff } or more
chart-pairs-clinical-above = clinical: above { $cutoff }
chart-pairs-clinical-or-less = clinical: { $cutoff } or less
chart-pairs-clinical-below = clinical: below { $cutoff }
chart-pairs-n = { $pairs ->
        [one] One pair
       *[other] { $pairs } pairs
    }
chart-pairs-unknown = no reliable change is known for this questionnaire, so nobody is counted as improved or worse
chart-pairs-could-not = { $count } could not recover
chart-pairs-could-not-is = they began outside the clinical range
chart-note-pairs = Area of a bubble: how many have this pair of scores; the largest: { $largest }.
chart-note-pairs-grid = Scores are put together in squares of { $points } points.
chart-note-pairs-band = Band: change within measurement error (reliable change: { $points } points).
chart-note-pairs-band-less = Band: change that is too small to count (less than { $points } points).
chart-note-pairs-cutoff = Dashed: edge of the clinical range.
chart-note-pairs-lower = Below the line: better.
chart-note-pairs-higher = Above the line: better.
chart-note-pairs-hidden = Pairs of scores with small counts are not shown.

chart-classes-title = { $recovered } of { $answered } recovered and { $improved } more improved on the { $name }; { $worse } got worse { $amount }
chart-classes-title-no-cutoff = { $improved } of { $answered } improved { $amount } on the { $name }; { $worse } got worse { $amount }
chart-classes-description = How many recovered, improved, did not reliably change, deteriorated or were harmed on the { $name }, of those with both scores, for the whole and by group.
chart-classes-whole = All
chart-classes-none = no pairs
chart-classes-hidden = not shown: small counts
chart-note-classes = Percentages of those with both scores. n: pairs of scores. Hollow bar: fewer than 10 pairs.

chart-scores-title-better = On the { $name } scores moved { $points } points for the better on average
chart-scores-title-worse = On the { $name } scores moved { $points } points for the worse on average
chart-scores-title-none = On the { $name } scores did not move on average
chart-scores-interval = Mean with its { $level } interval: { $low } to { $high }.
chart-scores-description = How many scores on the { $name } moved by how many points, after minus before.
chart-scores-band = within measurement error
chart-scores-band-less = too little to count
chart-scores-mean = mean { $mean }
chart-scores-range = { $from } to { $to }
chart-scores-better-left = ← better
chart-scores-worse-right = worse →
chart-scores-worse-left = ← worse
chart-scores-better-right = better →
chart-note-scores = Change: score after minus score before, in points; numbers on the columns: pairs of scores.
chart-note-scores-width = Columns are { $points } points wide.
