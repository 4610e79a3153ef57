# Studies pooled: labels, the picture, sentences.

pool-title = Studies pooled
pool-label-pooled = Average of the studies
pool-label-study = Study
pool-label-pooled_without = Average without one study
pool-label-pooled_up_to = Average of the studies up to a year
pool-definition-study = yes among those who answered, as the study reports it
pool-definition-pooled = { $studies ->
        [one] the one study there is
       *[other] the average of the true values of { $studies } studies
    }
pool-definition-pooled_without = { $studies ->
        [one] the one study that is left
       *[other] the average of the { $studies } studies that are left
    }
pool-definition-pooled_up_to = { $studies ->
        [one] the one study published by then
       *[other] the average of the { $studies } studies published by then
    }

pool-what-pooled = the average of the true values of the studies
pool-what-study = yes among those who answered, or an estimate, as the study reports it
pool-what-pooled_without = the average of the studies but for one
pool-what-pooled_up_to = the average of the studies published by a year

pool-column-study = Study
pool-column-year = Year
pool-column-events = Yes
pool-column-answered = Answered
pool-column-percent = Percent
pool-column-estimate = Estimate
pool-column-interval = { $level } interval
pool-column-weight = Weight
pool-column-without = Average without it
pool-column-studies = Studies
pool-column-up-to = Up to
pool-average = Average
pool-next = Next service like these
pool-next-value = Next study like these

pool-head = { $studies ->
        [one] One study
       *[other] { $studies } studies
    } in { $file }.
pool-head-answers = { $events } yes of { $answered } answers.

pool-says-average = The average of { $studies } studies is { $estimate } ({ $level } interval: { $interval }).
pool-says-average-alone = { $estimate } is the average of { $studies } studies; it has no interval, for all have the same estimate.
pool-says-one = There is one study, { $estimate } ({ $level } interval: { $interval }): nothing is pooled.
pool-says-no-maximum = The studies decide no average under the binomial-normal model: all are at 0% or at 100%, and none between.
pool-says-next = The next service like these may see { $prediction } ({ $level } prediction interval).
pool-says-next-value = The next study like these may find { $prediction } ({ $level } prediction interval).
pool-says-next-two = Two studies cannot say what the next service may see: that takes three.
pool-says-differ = The studies differ by more than chance: about { $i2 } of the spread of their estimates is not chance within them (I²; Q { $q }, { $p }; τ² { $tau2 }{ $interval }).
pool-says-alike = The studies do not clearly differ by more than chance (I² { $i2 }, Q { $q }, { $p }; τ² { $tau2 }{ $interval }). Few or small studies can hardly show it.
pool-says-tau2-interval = , { $level } interval { $low } to { $high }
pool-says-without = Leaving out one study moves the average to between { $low } (without { $lowest }) and { $high } (without { $highest }).
pool-says-without-same = Leaving out any one study leaves the average at { $low }.
pool-says-small-few = With fewer than ten studies nobody can see whether small studies say something else than large ones.
pool-says-small-none = Small studies do not clearly say something else than large ones ({ $p }). Such a check misses much, and cannot show that nothing is unpublished.
pool-says-small = Small studies say something else than large ones ({ $p }); a study without end would be at { $limit }. That may be studies that were never published, and it may be other clients in small studies: the check cannot tell which.
pool-says-what = An average of studies is no target: it says what was found, where, by these questions.
pool-method-reml = Random-effects model on { $scale }: τ² by REML, the average's interval by Knapp and Hartung, the prediction interval with k - 1 degrees of freedom. Studies: { $method }, { $level }.
pool-method-binomial_normal = Binomial-normal model: counts as they are, logits normal between studies, by maximum likelihood; prediction interval with k - 1 degrees of freedom. Studies: { $method }, { $level }.
pool-method-normal = normal
pool-scale-logit = the logit scale
pool-scale-identity = the scale given

pool-section-result = What the studies say together
pool-section-picture = Each study and the average
pool-section-years = As the studies came out
pool-section-caveats = Before quoting this
pool-section-methods = How it was computed
pool-caption-studies = Each study by itself, its weight in the average, and the average without it
pool-caption-years = The average of the studies published by each year
pool-generated = This page was made from published counts or estimates. It holds no row of any client and loads nothing from anywhere.

chart-forest-title = The average of { $studies } studies is { $estimate }; the next service may see { $prediction }
chart-forest-title-value = The average of { $studies } studies is { $estimate }; the next may find { $prediction }
chart-forest-title-average = The average of { $studies } studies is { $estimate }
chart-forest-title-one = One study: { $estimate }
chart-forest-title-none = { $studies } studies, without an average
chart-forest-subtitle = { $what }. Square: its area is the weight. Line: { $level } interval.
chart-forest-what-share = Share who said yes in each study
chart-forest-what-value = Estimate of each study
chart-forest-note = Diamond: average with its interval ({ $model }). Bar: where the next may fall (prediction interval).
chart-forest-note-average = Diamond: average with its interval ({ $model }).
chart-forest-note-hollow = Hollow: fewer than 10 answers.
chart-forest-note-differ = The studies define differently what they count.
chart-forest-note-studies = Intervals of the studies: { $method }.
chart-forest-model-reml_knapp_hartung = REML, Knapp-Hartung
chart-forest-model-binomial_normal = binomial-normal
chart-forest-description = A forest plot: each study's estimate with its interval, the average of all as a diamond, and the range in which a further study may fall.
chart-forest-n = yes / n
