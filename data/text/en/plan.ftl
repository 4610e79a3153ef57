# Planning: how many answers, how many follow-ups.

plan-precision = For { $half } points either way, where { $expect } say yes: { $answers } answers ({ $level } Wilson interval; the normal formula says { $normal }).
plan-population = Of { $population } in all, { $answers } answers do, chosen by chance or taken in turn.
plan-claim-above = To show more than the claimed { $claim } where { $expect } say yes: { $stable } answers (exact one-sided test, α { $alpha }, power { $power }).
plan-claim-below = To show less than the claimed { $claim } where { $expect } say yes: { $stable } answers (exact one-sided test, α { $alpha }, power { $power }).
plan-saw-tooth = { $first } answers are the first to have that power; some numbers after it have less, from { $stable } on none has.
plan-non-inferiority = To show that { $expect } is not below { $against } by { $margin } points or more, { $against } taken as fixed: { $stable } answers (exact one-sided test against { $claim }, α { $alpha }, power { $power }).
plan-non-inferiority-sides = Where { $against } is another period's or site's own share, and no fixed figure: { $first } answers on each side.
plan-compare = To tell { $expect } from { $against }: { $first } answers on the first side and { $second } on the second (two-sided z test, α { $alpha }, power { $power }).
plan-design-effect = Clients repeat (design effect { $effect }): { $answers } answers.
plan-design-effect-sides = Clients repeat (design effect { $effect }): { $answers } answers on the first side and { $second } on the second.
plan-follow-ups = Where { $rate } of follow-ups are answered: send { $expected } to expect { $answers } answers; in about half of such plans fewer come. Send { $assured } to have them with { $assurance } certainty.
plan-follow-ups-side = That is for the first side.
plan-with-precision = With { $answers } answers the interval is { $half } points either way.
plan-with-power = With { $answers } answers the power is { $power }.
plan-with-at-least = { $events } yes of them, or more, would show it.
plan-with-at-most = { $events } yes of them, or fewer, would show it.
plan-with-none = No count among them would show it.
plan-silent = This is about chance alone. Who does not answer can change a share by more than any interval says: the bounds of a report show how much.
