// Runs a WASI command: `node run.mjs MODULE ARGUMENT...`, standard input and output as they are. It is given no files and no environment.
import { readFile } from "node:fs/promises";
import { WASI } from "node:wasi";

const [module, ...rest] = process.argv.slice(2);
const wasi = new WASI({ version: "preview1", args: [module, ...rest], env: {}, preopens: {}, returnOnExit: true });
const compiled = await WebAssembly.compile(await readFile(module));
const instance = await WebAssembly.instantiate(compiled, { wasi_snapshot_preview1: wasi.wasiImport });
process.exitCode = wasi.start(instance);
