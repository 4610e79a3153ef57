// Opens reports in Chromium as a reader would - light, dark, on a phone, on paper - and fails on anything wrong: `node check.mjs SST FOLDER`.
//
// SST is the built command; exports, reports, PDFs and pictures go to FOLDER. Needs Chromium (CHROMIUM, else /usr/bin/chromium) and pdftotext.
import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { chromium } from "playwright-core";
import { writeExports } from "./exports.mjs";
import * as checks from "./page_checks.mjs";

const [sst, folder] = process.argv.slice(2).map((path) => resolve(path));
const root = resolve(dirname(fileURLToPath(import.meta.url)), "../..");
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

const VIEWS = [
  { name: "light", width: 1280, height: 900, colorScheme: "light", media: "screen" },
  { name: "dark", width: 1280, height: 900, colorScheme: "dark", media: "screen" },
  { name: "phone", width: 380, height: 800, colorScheme: "light", media: "screen" },
  { name: "phone-dark", width: 380, height: 800, colorScheme: "dark", media: "screen" },
  // 320 px is where WCAG 1.4.10 asks for no scrolling in two directions.
  { name: "small-phone", width: 320, height: 640, colorScheme: "light", media: "screen" },
  { name: "print", width: 794, height: 1123, colorScheme: "light", media: "print" },
  // Somebody who reads in the dark prints in black on white all the same.
  { name: "print-of-dark", width: 794, height: 1123, colorScheme: "dark", media: "print" },
];

// Whose pictures are kept to be looked at by a person.
const PICTURED = ["sample", "hostile", "dates"];

const faults = [];
let looked = 0;

/** Makes the report of an export; a gate that fails (1) is no fault of the page. */
function report(name) {
  const page = join(folder, `${name}.html`);
  const mapping = join(folder, `${name}.toml`);
  const args = ["report", join(folder, `${name}.csv`), "--quiet", "-o", page];
  if (existsSync(mapping)) args.push("--mapping", mapping);
  const run = spawnSync(sst, args, { encoding: "utf8" });
  if (run.status !== 0 && run.status !== 1) throw new Error(`sst report of ${name} ended with ${run.status}: ${run.stderr}`);
  return page;
}

/** Opens the page in one view and asks everything of it. */
async function look(browser, name, file, view) {
  const where = `${name}, ${view.name}`;
  const context = await browser.newContext({
    viewport: { width: view.width, height: view.height }, colorScheme: view.colorScheme,
  });
  const page = await context.newPage();
  const say = (fault) => faults.push(`${where}: ${fault}`);
  await page.emulateMedia({ media: view.media, colorScheme: view.colorScheme });
  page.on("console", (message) => say(`console ${message.type()}: ${message.text()}`));
  page.on("pageerror", (error) => say(`error in the page: ${error.message}`));
  page.on("dialog", (dialog) => { say(`a dialog opened: ${dialog.message()}`); dialog.dismiss(); });
  const url = pathToFileURL(file).href;
  page.on("request", (request) => {
    if (request.url() !== url && !request.url().startsWith("data:")) say(`a request was made: ${request.url()}`);
  });
  await page.addInitScript(() => {
    globalThis.violations = [];
    addEventListener("securitypolicyviolation", (event) => globalThis.violations.push(`${event.violatedDirective}: ${event.blockedURI}`));
  });
  await page.goto(url, { waitUntil: "load" });

  for (const fault of await page.evaluate(checks.missingFonts)) say(fault);
  for (const check of [checks.widerThanWindow, checks.textsOfPictures, checks.wordsOfPrograms]) {
    for (const fault of await page.evaluate(check)) say(fault);
  }
  if (view.media === "print") for (const fault of await page.evaluate(checks.hiddenTables)) say(fault);
  if (await page.evaluate(() => document.querySelector("script, iframe, object, embed, link, svg foreignObject, h1 ~ h1, [onerror]") !== null)) {
    say("an element that no report has: a text became markup");
  }
  // The policy keeps scripts of the page out, and this one too: it goes in by the debugger's door.
  await page.evaluate(axe);
  // Tables are looked at open: a closed one hides its faults.
  await page.evaluate(() => document.querySelectorAll("details").forEach((details) => { details.open = true; }));
  const found = await page.evaluate(() => globalThis.axe.run(document, { rules: { "target-size": { enabled: true } } }));
  for (const violation of found.violations) {
    say(`axe ${violation.id} (${violation.impact}): ${violation.help}: ${violation.nodes.slice(0, 3).map((node) => node.target.join(" ")).join("; ")}`);
  }
  for (const fault of await page.evaluate(checks.widerThanWindow)) say(`with the tables open, ${fault}`);
  for (const violation of await page.evaluate(() => globalThis.violations)) say(`content security policy: ${violation}`);
  await page.evaluate(() => document.querySelectorAll("details").forEach((details) => { details.open = false; }));
  if (PICTURED.includes(name)) await page.screenshot({ path: join(folder, `${name}.${view.name}.png`), fullPage: true });
  await context.close();
  looked += 1;
}

const letters = (text) => text.normalize("NFKC").replace(/[\s\p{Cf}]+/gu, "");

/** Prints the page and looks for every cell of every table in what came out. */
async function print(browser, name, file, format) {
  const where = `${name}, ${format}`;
  const page = await browser.newPage();
  await page.goto(pathToFileURL(file).href);
  const cells = await page.evaluate(checks.tableTexts);
  const path = join(folder, `${name}.${format}.pdf`);
  await page.pdf({ path, format, printBackground: true, tagged: true });
  await page.close();
  const text = execFileSync("pdftotext", ["-layout", path, "-"], { encoding: "utf8", maxBuffer: 1 << 26 });
  const pages = text.split("\f").length - 1;
  if (name === "sample" && pages < 2) faults.push(`${where}: the PDF has ${pages} page`);
  if (name !== "sample") return;
  const printed = letters(execFileSync("pdftotext", ["-raw", path, "-"], { encoding: "utf8", maxBuffer: 1 << 26 }));
  const missing = [...new Set(cells.map(letters))].filter((cell) => cell !== "" && !printed.includes(cell));
  for (const cell of missing.slice(0, 5)) faults.push(`${where}: the cell "${cell}" is not in the PDF`);
  if (missing.length > 5) faults.push(`${where}: ${missing.length} cells are not in the PDF`);
}

mkdirSync(folder, { recursive: true });
const names = writeExports(folder, join(root, "data/samples/sessions.csv"));
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"],
});
try {
  for (const name of names) {
    const file = report(name);
    for (const view of VIEWS) await look(browser, name, file, view);
    for (const format of ["A4", "Letter"]) await print(browser, name, file, format);
  }
} finally {
  await browser.close();
}
if (faults.length > 0) {
  console.error(faults.join("\n"));
  console.error(`${faults.length} faults in ${looked} views; pictures and PDFs are in ${folder}`);
  process.exit(1);
}
console.log(`${names.length} reports, ${looked} views, ${2 * names.length} PDFs: nothing found. Pictures and PDFs are in ${folder}`);
