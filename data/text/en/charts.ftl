# Titles, subtitles and notes of pictures. Titles state the finding.

chart-overview-title = { $label }: { $percent } of the { $answered } who answered
chart-overview-description = Share who said yes, for each question, with its interval and the range that missing answers allow.
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
