// The exports whose reports are opened: the sample, and those that try a page hardest. Written to a folder; nothing here is about a person.
import { cpSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

// Texts that would run, break out of an attribute, turn the line around, or push the page wide.
const HOSTILE = [
  "<script>alert(1)</script>",
  '"><img src=x onerror=alert(1)>',
  "</title></style></svg><h1>out</h1>",
  "{{7*7}} ${7*7} <!-- -->",
  "&lt;b&gt; &amp; 'quoted' \"twice\"",
  "خدمة الصحة النفسية في الجنوب",
  "מרכז הייעוץ הצפוני",
  "turned \u202eround\u202c again",
  "日本語の相談センター",
  "👩‍👩‍👧 family work",
  "A".repeat(180),
  "Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogoch and district counselling",
];

const cell = (text) => `"${String(text).replaceAll('"', '""')}"`;

/** Twelve months, each hostile label as site, therapist, concern and a further group; enough answers for every part of the report. */
function hostile() {
  const header = [
    "client_id", "session_id", "session_date", "request_date", "status", "site", "therapist", "modality", "concern", "Age <b>group</b>",
    "helpfulness", "satisfaction", "change_rating", "enough", "no_return_reason", "phq9_pre", "phq9_post", "Recommend <i>us</i>?",
  ];
  const rows = [header.map(cell).join(",")];
  for (let i = 0; i < 600; i += 1) {
    const label = (step) => HOSTILE[Math.floor(i / step) % HOSTILE.length];
    const month = String((i % 12) + 1).padStart(2, "0");
    const day = String((i % 27) + 1).padStart(2, "0");
    rows.push([
      `c${i % 480}`, `s${i}`, `2025-${month}-${day}`, `2025-${month}-01`, ["attended", "attended", "attended", "no_show"][i % 4],
      label(1), label(3), "phone", label(7), label(5),
      i % 3 === 0 ? "" : (i % 5) + 1, (i % 4) + 2, ["much_better", "better", "same", "worse", "much_worse", ""][i % 6],
      ["yes", "no", "unsure", ""][i % 4], ["got_what_i_needed", "not_helpful", "barrier", ""][i % 4], i % 28, (i * 7) % 28,
      ["Yes", "No", ""][i % 3],
    ].map(cell).join(","));
  }
  return `${rows.join("\n")}\n`;
}

const HOSTILE_MAPPING = `
[columns]
client_id = "client_id"

[groups]
age_band = "Age <b>group</b>"

[report]
organisation = '"><script>alert(2)</script> & Söhne'
title = "</title><script>alert(3)</script> ${"W".repeat(90)}"
commentary = "<img src=https://example.org/x.png> \\u202etext"

[[measure]]
id = "would_recommend"
label = "</text><script>alert(4)</script> would recommend"
column = "Recommend <i>us</i>?"
yes = ["Yes"]
no = ["No"]

[[gate]]
measure = "helpful"
at_least = 0.70
min_answered = 30

[[target]]
measure = "helpful"
value = 0.6
`;

const days = (n) => Array.from({ length: n }, (_, i) => `2025-${String((i % 6) + 1).padStart(2, "0")}-${String((i % 28) + 1).padStart(2, "0")}`);

const EXPORTS = {
  hostile: hostile(),
  // Only what is required.
  dates: `session_date\n${days(60).join("\n")}\n`,
  "one-row": "session_date,helpfulness\n2025-03-04,5\n",
  "no-rows": "session_date,helpfulness\n",
  // Nobody came, so nothing can be asked.
  "all-no-shows": `session_date,status\n${days(20).map((day) => `${day},no_show`).join("\n")}\n`,
  "nobody-answered": `session_date,helpfulness,change_rating,enough\n${days(40).map((day) => `${day},,,`).join("\n")}\n`,
  "all-said-yes": `client_id,session_date,helpfulness,enough,site\n${days(40).map((day, i) => `c${i},${day},5,yes,North`).join("\n")}\n`,
  // Five years in months, one answer now and then.
  "long-and-sparse": `client_id,session_date,helpfulness,site\n${Array.from({ length: 60 }, (_, i) =>
    `c${i},${2020 + Math.floor(i / 12)}-${String((i % 12) + 1).padStart(2, "0")}-15,${i % 4 === 0 ? (i % 5) + 1 : ""},Place ${i % 30}`).join("\n")}\n`,
};

/** Writes every export to `folder`; gives their names. */
export function writeExports(folder, sample) {
  mkdirSync(folder, { recursive: true });
  cpSync(sample, join(folder, "sample.csv"));
  for (const [name, text] of Object.entries(EXPORTS)) {
    writeFileSync(join(folder, `${name}.csv`), text);
  }
  writeFileSync(join(folder, "hostile.toml"), HOSTILE_MAPPING);
  return ["sample", ...Object.keys(EXPORTS)];
}
