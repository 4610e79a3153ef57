# Methods for a paper: sentences, each said only where the results have it.

methods-title = Methods
methods-lead = Built by { $name } { $version } from a results document alone: what it does not hold is not said. Check every sentence against what your service did before you paste it.
methods-topic-data = Data
methods-topic-measures = Measures
methods-topic-missing = Missing answers
methods-topic-intervals = Estimates
methods-topic-questionnaires = Questionnaires
methods-topic-comparisons = Comparisons
methods-topic-publishing = Small numbers
methods-topic-software = Software

methods-data-rows = The data are { $read ->
        [one] one row
       *[other] { $read } rows
    } of { $files ->
        [one] one file
       *[other] { $files } files
    } of session records, of which { $used } were used.
methods-data-excluded = Not used: { $reasons }.
methods-data-reason = { $reason } ({ $rows })
methods-data-as-of = They were taken to speak for the time up to { $date }.
methods-data-period = Results are for sessions from { $from } to { $to }.
methods-data-only = Only sessions with { $group } { $labels } were counted.
methods-data-profile = The files were read as exports of { $name } (known from: { $source }).
methods-data-mapping = Columns and labels were assigned by the mapping file { $file }{ $hash }.
methods-data-hash = {" "}(SHA-256 { $hash })
methods-data-join = { $file } was joined to the sessions: { $text } Of { $rows } rows { $used } were used, for { $sessions } rows of sessions.
methods-data-scores = { $text } Of { $read } rows of scores { $used } were used.
methods-data-answers = { $text } Of { $read } rows of the form { $used } were used.
methods-data-findings = { $count ->
        [one] One cell or row was
       *[other] { $count } cells or rows were
    } noticed as doubtful; a cell that could not be read counts as missing.
methods-flow = Of { $booked } sessions that were booked { $attended } were attended.
methods-no-status = The data do not say which sessions were attended: every one counts as attended.
methods-unit-session = Every session counts once, so a client can count more than once.
methods-unit-client = Each client counts once, with the first eligible session of the selection.
methods-duplicates = Rows with one session id that agree in everything count once; rows with one id that differ are all left out.

methods-measure = { $label }: { $definition }.
methods-measures-lead = What was counted:
methods-groups = Results are also given by { $groups }; sessions without a label are a group of their own.
methods-waits = Waits are days from request to session; walk-ins waited 0 days. Quartiles are of type 7 (Hyndman and Fan).

methods-shares = A share is events / answered: of the sessions that could be asked (eligible) those with an answer to the question. A missing answer was never taken for a no.
methods-follow-up = Follow-up questions ({ $questions }) count only where they were due: { $days } days after the session, on or before the as-of date. Sessions not due are left out, answered or not.
methods-follow-up-closes = Answers later than { $days } days after the session were left out.
methods-bounds = Bounds: events / eligible and (events + silent) / eligible, that is, if nobody or everybody who did not answer had said yes (Manski).
methods-union = The interval of the bounds goes from the lower end of Wilson's interval at the lower bound to the upper end of that at the upper bound (Horowitz and Manski).
methods-imbens = Imbens and Manski's interval is that of the share itself, wherever between the bounds it lies.
methods-tipping = A tipping point is how many of the silent would have to say yes for a share to be reached.
methods-delta = The delta grid gives the share of all eligible if the log-odds of the silent differed by so much from those who answered.
methods-weighted = Weighted shares count each group as much as it has eligible, as if within a group the silent were as those who answered; effective n is Kish's.

methods-wilson = Intervals of shares are { $level } Wilson score intervals.
methods-wilson-cluster = Where clients answered more than once (wilson_cluster), the design effect divides the number of answers and Student's t with k - 1 degrees of freedom, k clients, takes the place of z (Rao and Scott; Korn and Graubard).
methods-clopper-pearson = Intervals of shares are { $level } Clopper-Pearson (exact) intervals.
methods-jeffreys = Intervals of shares are { $level } Jeffreys intervals with the endpoint rule of Brown, Cai and DasGupta.
methods-agresti-coull = Intervals of shares are { $level } Agresti-Coull intervals.
methods-repeats-ignored = Answers of one client were taken for independent.
methods-other-interval = Some intervals are { $level } intervals made by the method { $method }.
methods-draw = They treat the answers as a random draw from many such sessions of the same service; who chose to answer they do not cover.
methods-means = Means have t intervals.
methods-means-by-client = Where clients have several values, the interval of a mean is by client (Liang and Zeger).
methods-goodman = Intervals of the classes of change are Goodman's and hold for all of them together.
methods-official = The standard's own percentages, with its own denominators, stand beside the shares.

methods-difference = Differences of shares have { $level } intervals by { $method ->
        [newcombe] Newcombe's hybrid score method (1998, method 10)
        [newcombe_cluster] Newcombe's hybrid of clustered intervals with the correlation of both shares over clients (Zou and Donner)
        [newcombe_paired] Newcombe's method for pairs (1998)
        [miettinen_nurminen] Miettinen and Nurminen's score method
       *[other] the method { $method }
    }.
methods-difference-test = Their p is of { $test ->
        [pearson] Pearson's test without correction
        [miettinen_nurminen_score] Miettinen and Nurminen's score test
        [between_clients] a t test of the linearised difference between clients
        [rao_scott] Rao and Scott's test
        [mcnemar_mid_p] McNemar's test (mid-p)
       *[other] the test { $test }
    }.
methods-difference-adjusted = p was adjusted for the number of comparisons { $method ->
        [holm] by Holm's method
        [bonferroni] by Bonferroni's method
        [hommel] by Hommel's method
        [benjamini_hochberg] by Benjamini and Hochberg's method
        [benjamini_yekutieli] by Benjamini and Yekutieli's method
       *[other] by the method { $method }
    }.
methods-overlap = Clients with answers on both sides were taken into account.
methods-pooled = Shares were pooled over { $studies } studies; { $method }; between-study variance, Q and I² are given{ $prediction ->
        [yes] , and an interval for the share of a further study
       *[no] {""}
    }.
methods-benchmarks = Published figures were compared only where they count the same thing; the verdict is that of the interval. They are: { $labels }.
methods-gate = Asked of the results in the mapping file: { $label }{ $group } at least { $share }, from { $answers } answers on.
methods-target = The service's own target: { $label }{ $group } { $share }.
methods-of-group = {" "}({ $group })

methods-protection = Small numbers are hidden by the rule { $rule }; rates and intervals were computed again from what is shown.
methods-software = Computed by { $name } { $version } (results document { $schema }).

# The checklist.
methods-checklist-title = STROBE and RECORD
methods-checklist-lead = Items of STROBE for cohort studies (von Elm et al. 2007) and of RECORD (Benchimol et al. 2015), in our words. The text is what the results document says.
methods-column-item = Item
methods-column-about = About
methods-column-text = What the results say
methods-open = not known to sst: you write this
methods-partly = The rest is not known to sst: you write this.
methods-references-title = References
methods-hidden = hidden

checklist-strobe-1a = Study design, named by its usual term in title or abstract
checklist-strobe-1b = Abstract: what was done and found, balanced
checklist-strobe-2 = Background and reasons
checklist-strobe-3 = Objectives and hypotheses set beforehand
checklist-strobe-4 = Study design, early in the paper
checklist-strobe-5 = Setting, places and dates, follow-up and data collection among them
checklist-strobe-6a = Who was eligible, how they were selected, how they were followed up
checklist-strobe-6b = Matched studies: by what they were matched
checklist-strobe-7 = Outcomes, exposures, predictors, confounders and effect modifiers defined
checklist-strobe-8 = Where each variable comes from and how it was measured
checklist-strobe-9 = What was done about sources of bias
checklist-strobe-10 = How the study size came about
checklist-strobe-11 = How quantities were handled, and which groupings were chosen
checklist-strobe-12a = Statistical methods, control of confounding among them
checklist-strobe-12b = Methods for subgroups and interactions
checklist-strobe-12c = How missing data were handled
checklist-strobe-12d = How loss to follow-up was handled
checklist-strobe-12e = Sensitivity analyses
checklist-strobe-13a = Numbers at each stage: eligible, included, followed up, analysed
checklist-strobe-13b = Reasons for dropping out at each stage
checklist-strobe-13c = A flow diagram
checklist-strobe-14a = Characteristics of the participants, exposures and confounders
checklist-strobe-14b = How many have missing data, for each variable
checklist-strobe-14c = Follow-up time, summarised
checklist-strobe-15 = Numbers of outcome events, or summaries over time
checklist-strobe-16a = Unadjusted and, where made, adjusted estimates with their precision
checklist-strobe-16b = Boundaries where quantities were put into categories
checklist-strobe-16c = Absolute risk beside relative risk, where that helps
checklist-strobe-17 = Other analyses: subgroups, interactions, sensitivity
checklist-strobe-18 = Key results, by the objectives
checklist-strobe-19 = Limitations: sources of bias or imprecision, and which way they pull
checklist-strobe-20 = A cautious interpretation
checklist-strobe-21 = How far the results hold elsewhere
checklist-strobe-22 = Funding and the part of the funders
checklist-record-1-1 = The type of data in title or abstract, with the name of the databases
checklist-record-1-2 = Region and time in title or abstract
checklist-record-1-3 = Linkage between databases, said in title or abstract
checklist-record-6-1 = How the study population was selected: the codes or algorithms
checklist-record-6-2 = Whether these codes or algorithms were validated
checklist-record-6-3 = Linkage: a diagram with the numbers linked at each stage
checklist-record-7-1 = The full list of codes and algorithms for outcomes, exposures and confounders
checklist-record-12-1 = How far the authors had access to the database
checklist-record-12-2 = How the data were cleaned
checklist-record-12-3 = Linkage: of persons or institutions, by which method, of what quality
checklist-record-13-1 = How persons were selected, by data quality, availability and linkage
checklist-record-19-1 = What it means that the data were not collected for this question: misclassification, confounding, missing data, changing eligibility
checklist-record-22-1 = Where protocol, raw data or programming code can be found

checklist-record-1-1-is = Session records of a service, as exported from its records system{ $profile }.
checklist-of-profile = {" "}({ $name })
checklist-see = See "{ $title }" above.
checklist-no-linkage = No table was linked to the sessions.
checklist-size = Every session of the files in the period was counted; no sample was drawn and no size was set by sst. Attended sessions: { $attended }.
checklist-flow = Booked: { $booked }; attended: { $attended }; asked a follow-up question: { $asked }; answered any: { $answered }.
checklist-asked-unknown = not in the data
checklist-diagram = The command "sst chart flow" draws one from the same document.
checklist-counts = Sessions: { $sessions }; clients: { $clients }; new clients: { $new }.
checklist-missing = { $label }: { $silent } of { $eligible } without an answer.
checklist-outcome = { $label }: { $events } of { $answered }.
checklist-estimate = { $label }: { $percent } ({ $level } interval { $interval }).
checklist-estimate-bounds = { $label }: { $percent } ({ $level } interval { $interval }; bounds { $bounds }).
checklist-unadjusted = Nothing was adjusted for.
checklist-sensitivity = Change was also counted under { $count } other rules.
checklist-columns = Columns of the record: { $columns }.
checklist-findings = Noticed and counted: { $findings }.
checklist-finding = { $finding } ({ $count })
checklist-code = The software and its version: { $name } { $version }. The mapping file and the results document can be published: they hold no row of a client.
checklist-hashes = SHA-256 of the inputs: { $hashes }.

# References, only those of methods that were used.
reference-wilson = Wilson EB. Probable inference, the law of succession, and statistical inference. Journal of the American Statistical Association 1927; 22: 209-212.
reference-rao-scott = Rao JNK, Scott AJ. A simple method for the analysis of clustered binary data. Biometrics 1992; 48: 577-585.
reference-korn-graubard = Korn EL, Graubard BI. Confidence intervals for proportions with small expected number of positive counts estimated from survey data. Survey Methodology 1998; 24: 193-201.
reference-clopper-pearson = Clopper CJ, Pearson ES. The use of confidence or fiducial limits illustrated in the case of the binomial. Biometrika 1934; 26: 404-413.
reference-jeffreys = Brown LD, Cai TT, DasGupta A. Interval estimation for a binomial proportion. Statistical Science 2001; 16: 101-133.
reference-agresti-coull = Agresti A, Coull BA. Approximate is better than "exact" for interval estimation of binomial proportions. The American Statistician 1998; 52: 119-126.
reference-manski = Manski CF. Anatomy of the selection problem. Journal of Human Resources 1989; 24: 343-360.
reference-horowitz-manski = Horowitz JL, Manski CF. Nonparametric analysis of randomized experiments with missing covariate and outcome data. Journal of the American Statistical Association 2000; 95: 77-84.
reference-imbens-manski = Imbens GW, Manski CF. Confidence intervals for partially identified parameters. Econometrica 2004; 72: 1845-1857.
reference-tipping = Yan X, Lee S, Li N. Missing data handling methods in medical device clinical trials. Journal of Biopharmaceutical Statistics 2009; 19: 1085-1098.
reference-kish = Kish L. Survey sampling. New York: Wiley, 1965.
reference-holt-smith = Holt D, Smith TMF. Post stratification. Journal of the Royal Statistical Society A 1979; 142: 33-46.
reference-hyndman-fan = Hyndman RJ, Fan Y. Sample quantiles in statistical packages. The American Statistician 1996; 50: 361-365.
reference-liang-zeger = Liang KY, Zeger SL. Longitudinal data analysis using generalized linear models. Biometrika 1986; 73: 13-22.
reference-goodman = Goodman LA. On simultaneous confidence intervals for multinomial proportions. Technometrics 1965; 7: 247-254.
reference-jacobson-truax = Jacobson NS, Truax P. Clinical significance: a statistical approach to defining meaningful change in psychotherapy research. Journal of Consulting and Clinical Psychology 1991; 59: 12-19.
reference-newcombe = Newcombe RG. Interval estimation for the difference between independent proportions: comparison of eleven methods. Statistics in Medicine 1998; 17: 873-890.
reference-miettinen-nurminen = Miettinen O, Nurminen M. Comparative analysis of two rates. Statistics in Medicine 1985; 4: 213-226.
reference-holm = Holm S. A simple sequentially rejective multiple test procedure. Scandinavian Journal of Statistics 1979; 6: 65-70.
reference-strobe = von Elm E, Altman DG, Egger M, Pocock SJ, Gøtzsche PC, Vandenbroucke JP. The Strengthening the Reporting of Observational Studies in Epidemiology (STROBE) statement: guidelines for reporting observational studies. PLoS Medicine 2007; 4: e296.
reference-record = Benchimol EI, Smeeth L, Guttmann A, Harron K, Moher D, Petersen I, et al. The REporting of studies Conducted using Observational Routinely-collected health Data (RECORD) statement. PLoS Medicine 2015; 12: e1001885.
