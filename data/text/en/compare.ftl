# `sst compare`: groups or periods beside each other.

compare-none = There is nothing to compare.
compare-side = { $name } { $percent } ({ $events } of { $answered })
compare-side-empty = { $name }: { $reason }
compare-pair = { $a } vs { $b }: { $difference }{ $interval }: { $verdict }
compare-pair-none = { $a } vs { $b }: { $reason }
compare-points-higher = { $points } higher
compare-points-lower = { $points } lower
compare-points-none = no difference
compare-interval = { " " }({ $low } to { $high })
compare-verdict-higher = higher
compare-verdict-lower = lower
compare-verdict-cannot-tell = cannot tell
compare-verdict-none = not known
compare-answered-side = { $name } { $percent } ({ $answered } of { $eligible })
compare-answered = Who answered: { $sides }.
compare-test-alike = All { $groups } groups alike? { $statistic }, p { $p }: { $shown ->
    [yes] they differ
   *[no] no difference between them is shown
}.
compare-test-trend = A trend along { $first } to { $last }? { $direction } a step, { $statistic }, p { $p }: { $shown ->
    [yes] there is one
   *[no] none is shown
}.
compare-test-strata = Within { $stratum }: { $a } vs { $b }: { $difference }{ $interval }{ $odds }, p { $p }{ $adjusted }; { $strata ->
    [one] 1 stratum
   *[other] { $strata } strata
}.
compare-test-odds = , odds ratio { $ratio } ({ $low } to { $high })
compare-test-adjusted = { " " }(adjusted { $p })
compare-numbers = The numbers, in percentage points
compare-column-pair = Compared
compare-column-difference = Difference
compare-column-low = from
compare-column-high = to
compare-column-p = p
compare-column-p-adjusted = p adjusted
compare-column-test = Test
compare-column-method = Interval
compare-column-both = Clients on both sides
compare-column-verdict = Verdict
compare-how-many = { $comparisons ->
    [one] 1 comparison was made
   *[other] { $comparisons } comparisons were made
}, of { $measures ->
    [one] 1 measure
   *[other] { $measures } measures
}. { $adjustment ->
    [single] {""}
    [none] Their p values are not adjusted for how many there are: the more are made, the more will seem to differ by chance.
   *[other] The p values of each measure are adjusted for the number of its comparisons ({ $adjustment }).
}
compare-adjustment-holm = Holm
compare-adjustment-bonferroni = Bonferroni
compare-adjustment-hommel = Hommel
compare-adjustment-benjamini-hochberg = Benjamini-Hochberg
compare-adjustment-benjamini-yekutieli = Benjamini-Yekutieli
compare-several-measures = Nothing is adjusted for the number of measures: choose the one to decide by before you look (--measure).
compare-rule = Higher or lower is said where the { $level } interval leaves out 0 and the p, adjusted where it is, is below { $alpha }. "Cannot tell" does not mean that there is no difference: the interval says how large it could be.
compare-clients = Where clients answered more than once, or stand on both sides, the interval and the test take that into account (newcombe_cluster, newcombe_paired).
compare-unit-client = Each client counts once, by the first session of the whole selection, so no client is on both sides.
compare-who-answers = A difference can be one of who answered: look at the shares that did.
workbook-differences = Differences
