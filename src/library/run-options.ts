/** Options of the methods that begin the work, and how they are checked. */
import { invalidParameters } from '../core/errors.ts';
import { lookUp } from '../core/look-up.ts';
import type { OnProgress } from '../engine/progress.ts';
import { isRecord, show } from '../recipe/faults.ts';
import { suggestion } from '../recipe/nearest.ts';

/** Options for waiting for a result. */
export interface RunOptions {
  /** Aborts the work; the promise rejects with `cancelled`. */
  readonly signal?: AbortSignal | null | undefined;
  /** Milliseconds after which the promise rejects with `deadline`. */
  readonly timeout?: number | null | undefined;
  /** Called when the work begins, after each part of it, and at its end. An error that it throws ends the work. */
  readonly onProgress?: OnProgress | null | undefined;
}

/** Options that were given, without those that are null. */
export interface GivenOptions {
  readonly signal?: AbortSignal;
  readonly timeout?: number;
  readonly onProgress?: OnProgress;
}

/** What each option takes, and its test. */
const TESTS: Readonly<Record<string, readonly [string, (value: unknown) => boolean]>> = {
  signal: ['an AbortSignal', (value) => isRecord(value) && typeof value.addEventListener === 'function'],
  timeout: ['milliseconds', (value) => typeof value === 'number' && !Number.isNaN(value)],
  onProgress: ['a function', (value) => typeof value === 'function'],
};

/** The options of a call. Throws `invalid-parameter` for a callback, an unknown option, and a value of another type. */
export function readRunOptions(options: unknown): GivenOptions {
  const given = recordOf(options);
  const faults = Object.entries(given).flatMap(([name, value]) => {
    const [wanted, fits] = lookUp(TESTS, name) ?? [];
    if (!fits)
      return [`unknown option ${name}${suggestion(name, Object.keys(TESTS)) || `; expected ${NAMES}`}`];
    return fits(value) ? [] : [`${name}: expected ${wanted}, received ${show(value)}`];
  });
  if (faults.length > 0) throw invalidParameters(faults.map((reason) => ({ pointer: '', reason })));
  return given;
}

const NAMES = Object.keys(TESTS).join(', ');

/** The fields of options that are given: neither undefined nor null. Throws for a callback in their place. */
export function recordOf(options: unknown): Record<string, unknown> {
  if (options === undefined || options === null) return {};
  if (typeof options === 'function') throw refused('Noir takes no callback: await the promise');
  if (!isRecord(options)) throw refused(`expected options, received ${show(options)}`);
  return Object.fromEntries(
    Object.entries(options).filter(([, value]) => value !== undefined && value !== null),
  );
}

function refused(reason: string) {
  return invalidParameters([{ pointer: '', reason }]);
}
