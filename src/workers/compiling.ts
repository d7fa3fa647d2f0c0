/** Sets when V8 optimises JavaScript in a process that has just begun to work. */
import { setFlagsFromString } from 'node:v8';

/**
 * Bytes of bytecode that a function runs through until V8 considers it for optimisation: at first, and after that, which is
 * the default of Node 20.
 */
const [AT_FIRST, USUAL] = [1_000_000, 132 * 1024];

/** Milliseconds of work until the usual holds. */
const FIRST = 2000;

/** Versions of V8 from which on it has a quick compiler before the optimising one (Maglev), and gains nothing here: Node 22. */
const QUICK = 12;

let begun = false;

/**
 * Lets V8 optimise little for the first seconds of work. WebAssembly does most of that. To optimise the functions around it takes
 * a tenth of the processor time of a batch of 50 pictures in Node 20, which never gets it back.
 */
export function optimizeLate(): void {
  if (begun || Number.parseInt(process.versions.v8, 10) >= QUICK) return;
  begun = true;
  setBudget(AT_FIRST);
  setTimeout(setBudget, FIRST, USUAL).unref();
}

function setBudget(bytes: number): void {
  setFlagsFromString(`--interrupt-budget=${bytes}`);
}
