/** Checks the options of `createNoir`, so that a misspelt one is no silent default. */
import { BACKEND_NAMES } from '../backends/backend.ts';
import { invalidParameters } from '../core/errors.ts';
import type { Fault } from '../core/faults.ts';
import { DEFAULT_LIMITS } from '../core/limits.ts';
import { lookUp } from '../core/look-up.ts';
import { isRecord, show } from '../recipe/faults.ts';
import { suggestion } from '../recipe/nearest.ts';
import { CHOICES } from '../settings.ts';
import { recordOf } from './run-options.ts';

/** A test of a value: whether it fits, and what is expected in words. */
interface Test {
  readonly wanted: string;
  readonly words?: readonly string[];
  fits(value: unknown): boolean;
}

const oneOf = (words: readonly string[]): Test => ({
  wanted: `one of ${words.join(', ')}`,
  words,
  fits: (value) => typeof value === 'string' && words.includes(value),
});
const typed = (wanted: string, type: string): Test => ({
  wanted,
  fits: (value) => typeof value === type && !Number.isNaN(value),
});
const isList = Array.isArray as (value: unknown) => value is readonly unknown[];
const isCount = (value: unknown) => typeof value === 'number' && value >= 0;

const BACKENDS: Test = {
  wanted: `a list of ${BACKEND_NAMES.join(', ')}`,
  fits: (value) =>
    isList(value) && value.length > 0 && value.every((name) => BACKEND_NAMES.includes(name as never)),
};

const TESTS: Readonly<Record<string, Test>> = {
  backends: BACKENDS,
  gpu: oneOf(CHOICES.gpu),
  codecs: oneOf(CHOICES.codecs),
  jpeg: oneOf(CHOICES.jpeg),
  png: oneOf(['auto', 'gpu', 'cpu']),
  measuresGpu: typed('true or false', 'boolean'),
  gpuTime: typed('milliseconds', 'number'),
  ops: { wanted: 'a list of results of defineOp', fits: isList },
  limits: { wanted: 'an object', fits: isRecord },
  queue: oneOf(['wait', 'refuse']),
  onFailure: typed('a function', 'function'),
  isolation: oneOf(['none', 'process']),
  workers: {
    wanted: 'a whole number from 1 on',
    fits: (value) => Number.isInteger(value) && value !== 0 && isCount(value),
  },
  spare: typed('true or false', 'boolean'),
  opsModule: {
    wanted: 'a path or a URL',
    fits: (value) => typeof value === 'string' || value instanceof URL,
  },
};

const LIMITS: Readonly<Record<string, Test>> = Object.fromEntries(
  Object.keys(DEFAULT_LIMITS).map((name) => [name, { wanted: 'a number from 0 on', fits: isCount }]),
);

/**
 * The options without those that are undefined or null. Throws `invalid-parameter` for an unknown option, and for a
 * value of another type.
 */
export function checkNoirOptions<Options extends object>(options: Options | null | undefined): Options {
  const given = recordOf(options);
  const limits = isRecord(given.limits) ? recordOf(given.limits) : {};
  const faults = [...faultsOf(given, TESTS, ''), ...faultsOf(limits, LIMITS, '/limits')];
  if (faults.length > 0) throw invalidParameters(faults);
  return { ...given, ...(isRecord(given.limits) && { limits }) } as Options;
}

function faultsOf(
  given: Readonly<Record<string, unknown>>,
  tests: Readonly<Record<string, Test>>,
  place: string,
): Fault[] {
  const names = Object.keys(tests);
  return Object.entries(given).flatMap(([name, value]) => {
    const pointer = `${place}/${name}`;
    const test = lookUp(tests, name);
    if (!test) {
      const near = suggestion(name, names) || `; expected one of ${names.join(', ')}`;
      return [{ pointer, reason: `unknown option${near}` }];
    }
    if (test.fits(value)) return [];
    const reason = `expected ${test.wanted}, received ${show(value)}${suggestion(value, test.words ?? [])}`;
    return [{ pointer, reason }];
  });
}
