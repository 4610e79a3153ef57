// Compares what WebAssembly and the command made of one export: `node compare.mjs FOLDER`.
//
// The promise of the results document: across targets counts are equal and floats agree to 1e-12 relative. Texts and pictures are made of
// rounded numbers, so HTML and Markdown must be the same bytes.
import { readFileSync } from "node:fs";
import { join } from "node:path";

const TOLERANCE = 1e-12;
const folder = process.argv[2];
const read = (name) => readFileSync(join(folder, name), "utf8");

const faults = [];
let integers = 0;
let floats = 0;
let largest = 0;

function isClose(a, b) {
  const difference = Math.abs(a - b) / Math.max(Math.abs(a), Math.abs(b));
  largest = Math.max(largest, difference);
  return difference <= TOLERANCE;
}

function compare(a, b, path) {
  if (typeof a === "number" && typeof b === "number") {
    if (Number.isInteger(a) && Number.isInteger(b)) {
      integers += 1;
      if (a !== b) faults.push(`${path}: ${a} in WebAssembly, ${b} from the command`);
    } else {
      floats += 1;
      if (a !== b && !isClose(a, b)) faults.push(`${path}: ${a} in WebAssembly, ${b} from the command`);
    }
  } else if (a !== null && b !== null && typeof a === "object" && typeof b === "object") {
    const keys = new Set([...Object.keys(a), ...Object.keys(b)]);
    for (const key of keys) {
      if (!(key in a) || !(key in b)) faults.push(`${path}.${key}: on one side only`);
      else compare(a[key], b[key], `${path}.${key}`);
    }
    if (Object.keys(a).join() !== Object.keys(b).join()) faults.push(`${path}: the order of the keys differs`);
  } else if (a !== b) {
    faults.push(`${path}: ${JSON.stringify(a)} in WebAssembly, ${JSON.stringify(b)} from the command`);
  }
}

const [ours, theirs] = ["wasm.json", "native.json"].map((name) => JSON.parse(read(name)));
compare(ours, theirs, "results");
if (ours.results.length < 100 || integers < 1000 || floats < 1000) {
  faults.push(`only ${ours.results.length} results, ${integers} integers and ${floats} floats: that is not the sample's report`);
}
for (const format of ["html", "md"]) {
  const [a, b] = [`wasm.${format}`, `native.${format}`].map(read);
  if (a === b) continue;
  const at = [...a].findIndex((character, i) => character !== b[i]);
  faults.push(`${format}: differs from character ${at} on: ${JSON.stringify(a.slice(at - 40, at + 60))}`);
}

if (faults.length > 0) {
  console.error(faults.slice(0, 20).join("\n"));
  console.error(`${faults.length} differences`);
  process.exit(1);
}
const bytes = read("wasm.html").length;
console.log(`${ours.results.length} results: ${integers} integers equal, ${floats} floats within ${largest.toExponential(1)} relative`);
console.log(`HTML (${bytes} characters) and Markdown are the same bytes`);
