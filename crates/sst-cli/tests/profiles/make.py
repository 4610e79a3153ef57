"""Writes the exports in this folder: layouts as in README.md, invented rows, by Python's csv module."""

import csv
from pathlib import Path

HERE = Path(__file__).parent


def write(name, rows, encoding="utf-8", ends="\r\n", quoting=csv.QUOTE_MINIMAL):
    path = HERE / name
    path.parent.mkdir(exist_ok=True)
    with open(path, "w", newline="", encoding=encoding) as file:
        csv.writer(file, lineterminator=ends, quoting=quoting).writerows(rows)


# Qualtrics: names, question texts, import ids. Status by number, and as text in the second file.
SYSTEM = [
    ("StartDate", "Start Date", "startDate"),
    ("EndDate", "End Date", "endDate"),
    ("Status", "Response Type", "status"),
    ("IPAddress", "IP Address", "ipAddress"),
    ("Progress", "Progress", "progress"),
    ("Duration (in seconds)", "Duration (in seconds)", "duration"),
    ("Finished", "Finished", "finished"),
    ("RecordedDate", "Recorded Date", "recordedDate"),
    ("ResponseId", "Response ID", "_recordId"),
    ("RecipientLastName", "Recipient Last Name", "recipientLastName"),
    ("DistributionChannel", "Distribution Channel", "distributionChannel"),
    ("UserLanguage", "User Language", "userLanguage"),
]
QUESTIONS = [
    ("Q1", "How helpful was the session\nyou have just had?", "QID1"),
    ("Q2", "How are things now, compared with before?", "QID2"),
    ("Q3", "What was most helpful?", "QID3_TEXT"),
    ("ClientRef", "ClientRef", "ClientRef"),
]


def qualtrics(name, answers, status, quoting):
    columns = SYSTEM + QUESTIONS
    rows = [[c[0] for c in columns], [c[1] for c in columns], ['{"ImportId":"%s"}' % c[2] for c in columns]]
    for day, kind, channel, number, *said in answers:
        start, end = f"{day} 10:00:00", f"{day} 10:04:30"
        rows.append([start, end, status[kind], "10.0.0.1", 100, 270, status["finished"], end, f"R_{number:04}", "", channel, "EN", *said])
    write(name, rows, ends="\n", quoting=quoting)


CODES = {"normal": "0", "preview": "1", "spam": "8", "finished": "1"}
TEXTS = {"normal": "IP Address", "preview": "Survey Preview", "spam": "Spam", "finished": "True"}
qualtrics(
    "qualtrics/numeric.csv",
    [
        ("2025-01-06", "preview", "preview", 1, "5", "1", "a test,\nby us", "T1"),
        ("2025-01-07", "normal", "anonymous", 2, "5", "1", "Being heard.\n\nAnd a \"plan\".", "C1"),
        ("2025-01-08", "normal", "anonymous", 3, "4", "2", "", "C2"),
        ("2025-01-09", "normal", "anonymous", 4, "2", "3", "", "C3"),
        ("2025-01-09", "spam", "anonymous", 5, "1", "5", "buy now", "S1"),
        ("2025-01-10", "normal", "email", 6, "9", "2", "", "C4"),
        ("2025-01-13", "normal", "email", 7, "", "", "", "C1"),
    ],
    CODES,
    csv.QUOTE_MINIMAL,
)
qualtrics(
    "qualtrics/choice-text.csv",
    [
        ("2025-01-06", "preview", "preview", 1, "Very helpful", "Much better", "", "T1"),
        ("2025-01-07", "normal", "anonymous", 2, "Very helpful", "Much better", "", "C1"),
        ("2025-01-08", "normal", "anonymous", 3, "Helpful", "A bit better", "", "C2"),
        ("2025-01-09", "normal", "anonymous", 4, "Not very helpful", "The same", "", "C3"),
    ],
    TEXTS,
    csv.QUOTE_ALL,
)
write(
    "qualtrics-legacy/export.csv",
    [
        ["V1", "V2", "V3", "V4", "V5", "V6", "V7", "V8", "V9", "V10", "Q1", "LocationLatitude", "LocationLongitude", "LocationAccuracy", ""],
        ["ResponseID", "ResponseSet", "Name", "ExternalDataReference", "EmailAddress", "IPAddress", "Status", "StartDate", "EndDate", "Finished", "How helpful was it?", "LocationLatitude", "LocationLongitude", "LocationAccuracy", ""],
        ["R_1", "Default Response Set", "Anonymous", "", "", "10.0.0.1", "0", "2016-03-01 08:28:09", "2016-03-01 08:30:48", "1", "4", "", "", "-1", ""],
        ["R_2", "Default Response Set", "Anonymous", "", "", "10.0.0.1", "1", "2016-03-01 09:28:09", "2016-03-01 09:30:48", "1", "5", "", "", "-1", ""],
        ["R_3", "Default Response Set", "Anonymous", "", "", "10.0.0.1", "0", "2016-03-02 08:28:09", "2016-03-02 08:30:48", "1", "2", "", "", "-1", ""],
    ],
    ends="\n",
)

# SurveyMonkey: questions, then choices; one column a choice for the question with several answers.
write(
    "surveymonkey/export.csv",
    [
        ["Respondent ID", "Collector ID", "Start Date", "End Date", "IP Address", "Email Address", "First Name", "Last Name", "Custom Data 1", "How helpful was your session?", "What brought you here? (choose all that apply)", "", "", "Would one session be enough for now?", "", "Anything else?"],
        ["", "", "", "", "", "", "", "", "", "Response", "Grief", "Family", "Work or study", "Yes", "No", "Open-Ended Response"],
        ["118000000001", "446111201", "03/12/2025 09:58:12", "03/12/2025 10:02:40", "10.0.0.1", "", "", "", "C1", "Very helpful", "Grief", "Family", "", "Yes", "", "Thank you,\nall of you"],
        ["118000000002", "446111201", "03/13/2025 11:00:00", "03/13/2025 11:03:00", "10.0.0.1", "", "", "", "C2", "Helpful", "", "Family", "", "", "No", ""],
        ["118000000003", "446111201", "03/14/2025 12:00:00", "03/14/2025 12:03:00", "10.0.0.1", "", "", "", "C3", "Not helpful", "", "", "", "Yes", "No", ""],
        ["118000000004", "446111201", "04/01/2025 12:00:00", "04/01/2025 12:03:00", "10.0.0.1", "", "", "", "C1", "Splendid", "", "", "Work or study", "", "", ""],
    ],
    encoding="utf-8-sig",
)

# Google Forms: Timestamp first, question texts as headers, one of them twice.
write(
    "google-forms/export.csv",
    [
        ["Timestamp", "Your code", "How helpful was today's session?", "What did you talk about?", "Comments", "How is the problem now?", "Comments"],
        ["01/04/2025 10:15:02", "C1", "5", "Grief, Family", "good", "Much better", "yes"],
        ["14/04/2025 11:20:10", "C2", "4", "Work", "", "A bit better", ""],
        ["02/05/2025 9:05:44", "C3", "2", "Family", "", "The same", "no"],
    ],
)
write(
    "google-forms/open-dates.csv",
    [
        ["Timestamp", "Your code", "How helpful was today's session?"],
        ["01/04/2025 10:15:02", "C1", "5"],
        ["02/05/2025 9:05:44", "C3", "2"],
    ],
)

# REDCap: a row for each record and event, repeats of a form in rows of their own, checkboxes with a column a choice.
HEAD = ["record_id", "redcap_event_name", "redcap_repeat_instrument", "redcap_repeat_instance", "redcap_data_access_group", "session_date", "attendance", "concern___1", "concern___2", "concern___99", "helpful", "session_complete", "fu_date", "better", "followup_complete", "note_text", "contact_note_complete"]


def redcap(name, words):
    s, f = words["session"], words["follow_up"]
    c, done = words["chosen"], words["complete"]
    rows = [
        HEAD,
        ["1", s, "", "", "north", "2025-02-03", words["attended"], c[1], c[1], c[0], "5", done[2], "", "", "", "", ""],
        ["1", s, words["note"], "1", "north", "", "", "", "", "", "", "", "", "", "", "called,\nno answer", done[2]],
        ["1", s, words["note"], "2", "north", "", "", "", "", "", "", "", "", "", "", "called again", done[0]],
        ["1", f, "", "", "north", "", "", "", "", "", "", "", "2025-02-24", words["better"], done[2], "", ""],
        ["2", s, "", "", "south", "2025-02-04", words["attended"], c[0], c[1], c[0], "3", done[2], "", "", "", "", ""],
        ["2", f, "", "", "south", "", "", "", "", "", "", "", "2025-02-26", words["same"], done[1], "", ""],
        ["3", s, "", "", "south", "2025-02-05", words["missed"], c[0], c[0], c[0], "", done[0], "", "", "", "", ""],
        ["4", s, "", "", "north", "2025-02-06", words["attended"], c[1], c[0], c[0], "-99", done[1], "", "", "", "", ""],
        ["4", f, "", "", "north", "", "", "", "", "", "", "", "", "", done[0], "", ""],
    ]
    write(name, rows, ends="\n")


redcap(
    "redcap/raw.csv",
    {"session": "session_arm_1", "follow_up": "follow_up_arm_1", "note": "contact_note", "chosen": ["0", "1"], "complete": ["0", "1", "2"], "attended": "1", "missed": "2", "better": "2", "same": "3"},
)
redcap(
    "redcap/labels.csv",
    {"session": "Session", "follow_up": "Follow-up", "note": "Contact note", "chosen": ["Unchecked", "Checked"], "complete": ["Incomplete", "Unverified", "Complete"], "attended": "Came", "missed": "Did not come", "better": "A bit better", "same": "The same"},
)

# Appointment reports.
write(
    "cliniko/export.csv",
    [
        ["Appointment ID", "Appointment date", "Start time", "Patient ID", "Patient", "Practitioner", "Appointment type", "Business", "Created at", "Arrived", "Did not arrive", "Cancelled at", "Notes"],
        ["9001", "03/02/2025", "10:00", "71", "Ann Example", "Lee", "Single session", "North", "01/02/2025 09:12", "Yes", "No", "", ""],
        ["9002", "04/02/2025", "11:00", "72", "Bob Example", "Lee", "Single session", "North", "01/02/2025 10:00", "No", "Yes", "", ""],
        ["9003", "17/02/2025", "12:00", "73", "Cas Example", "May", "Single session", "South", "03/02/2025 15:30", "", "", "16/02/2025 08:00", "rang,\nunwell"],
        ["9004", "18/02/2025", "12:00", "71", "Ann Example", "May", "Single session", "South", "13/02/2025 15:30", "Yes", "", "", ""],
        ["9005", "19/02/2025", "12:00", "74", "Dee Example", "May", "Single session", "South", "13/02/2025 15:30", "", "", "", ""],
    ],
)
write(
    "simplepractice/export.csv",
    [
        ["Date of Service", "Client", "Clinician", "Billing Code", "Appointment Status", "Charge", "Progress Note Status"],
        ["01/06/2025", "Ann Example", "Lee", "90834", "Show", "100", "Locked"],
        ["01/13/2025", "Bob Example", "Lee", "90834", "No Show", "50", "No Note"],
        ["01/14/2025", "Cas Example", "May", "90834", "Late Canceled", "50", "No Note"],
        ["01/15/2025", "Ann Example", "May", "90834", "Clinician Canceled", "0", "No Note"],
        ["01/16/2025", "Dee Example", "May", "90834", "Show", "100", "Locked"],
        ["01/17/2025", "Eve Example", "May", "90834", "Moved", "100", "Locked"],
    ],
)
write(
    "jane/export.csv",
    [
        ["Start", "End", "Patient", "Patient GUID", "Staff Member", "Treatment", "Location", "State", "Booked At"],
        ["2025-03-03 09:00:00 -0500", "2025-03-03 10:00:00 -0500", "Ann Example", "a1", "Lee", "Single session", "North", "Arrived", "2025-02-27 12:00:00 -0500"],
        ["2025-03-04 09:00:00 -0500", "2025-03-04 10:00:00 -0500", "Bob Example", "b2", "Lee", "Single session", "North", "No Show", "2025-03-01 12:00:00 -0500"],
        ["2025-03-05 09:00:00 -0500", "2025-03-05 10:00:00 -0500", "Cas Example", "c3", "May", "Single session", "South", "Cancelled", "2025-03-02 12:00:00 -0500"],
        ["2025-03-06 09:00:00 -0500", "2025-03-06 10:00:00 -0500", "Ann Example", "a1", "May", "Single session", "South", "Arrived", "2025-03-03 12:00:00 -0500"],
    ],
    quoting=csv.QUOTE_ALL,
)
