# The codebook of a tidy table.
codebook-title = Codebook
codebook-rows = { $file } has { $rows } rows. One row is one session that is used: rows without a session date, duplicates, ids that stand for different sessions and sessions after the as-of date are not in it.
codebook-as-of = Data up to { $date }. Answers given later are in the table, and sst takes them for absent as of that date. Rows of the export that are not in the table:
codebook-names-hidden = `client_id`, `session_id` and `therapist`, where they are there, are pseudonyms (HMAC-SHA-256 with the service's key): the table is pseudonymised. It is still data about people, and whoever has the key can link it back.
codebook-names-kept = Ids and names are as the export has them: the table is not pseudonymised.
codebook-again = The same results: { $command }
codebook-header-column = Column
codebook-header-meaning = Meaning
codebook-header-type = Type
codebook-header-values = Values
codebook-header-known = Known
codebook-header-missing = Missing
codebook-header-origin = From
codebook-type-date = date
codebook-type-yes-no = yes or no (CSV), true or false (Parquet, Arrow)
codebook-type-number = number, in points of the questionnaire
codebook-type-minutes = whole number, minutes
codebook-type-whole = whole number
codebook-type-pseudonym = pseudonym, 26 letters and digits
codebook-type-code = code
codebook-type-text = text
codebook-column-client-id = The client; blank: not known, a client of its own
codebook-column-session-id = The session
codebook-column-session-date = The day of the session
codebook-column-request-date = The day the session was asked for
codebook-column-followup-date = The day the follow-up was answered
codebook-column-closed-date = The day care ended
codebook-column-status = Whether the session took place; blank: used, but in no measure
codebook-column-wait-minutes = How long a walk-in waited
codebook-column-goal-set = Was a goal set?
codebook-column-next-step-set = Was a next step set?
codebook-column-followup-asked = Was the follow-up asked for?
codebook-column-site = Where
codebook-column-therapist = Who saw the client
codebook-column-modality = In person, by phone or by video
codebook-column-access = Walk-in, booked or on demand; a walk-in waits 0 days
codebook-column-concern = What the client came with
codebook-column-group = A further group of the mapping file
codebook-score-before = { $instrument }, before the session
codebook-score-after = { $instrument }, after the session
codebook-scale = { $min } to { $max } in steps of { $unit }
codebook-lower-is-better = lower is better
codebook-higher-is-better = higher is better
codebook-distinct = { $count ->
    [one] one different text
   *[other] { $count } different texts
}
codebook-rare = { $count ->
    [one] one more, in fewer than 5 rows
   *[other] { $count } more, in fewer than 5 rows each
}
codebook-several = Several in a cell, with { $separator } between them
codebook-notes = Missing is blank (CSV) or null (Parquet, Arrow), and never a no. Cells of the export that could not be read are missing here; `sst check` on the export says where they are.
codebook-origin-column = the column { $header }
codebook-origin-made = made from its items or its sum
codebook-origin-scores = the column or the table of scores
