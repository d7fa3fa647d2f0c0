/** The option `--time`, for the server's time limits that people seldom change. */
import { Option } from 'commander';
import type { ServeOptions } from '../../http/serve.ts';
import { UsageError } from '../failure.ts';

/** Time limits by the names that people write. */
const TIMES = {
  headers: 'headersTimeout',
  rate: 'rateWindow',
  linger: 'lingerTimeout',
  drain: 'drainTimeout',
} as const satisfies Record<string, keyof ServeOptions>;

/** `--time headers=5`, as often as one likes. */
export function timeOption(): Option {
  const option = new Option(
    '--time <name=seconds>',
    "change a time limit: headers (10) for a request's headers, rate (10) over which the least rate is taken, linger (30) to read on after an early answer, drain (14) for requests to end after the server stopped listening; repeatable",
  );
  return option.argParser((value: string, earlier: readonly string[] = []) => [...earlier, value]);
}

/** Reads texts such as `headers=5`. Throws `UsageError`. */
export function readTimes(given: readonly string[] = []): Partial<ServeOptions> {
  return Object.fromEntries(given.map(readTime));
}

function readTime(text: string): [string, number] {
  const [, name = '', seconds = ''] = /^(\w+)=(\d+(?:\.\d+)?)$/.exec(text) ?? [];
  if (Object.hasOwn(TIMES, name) && Number(seconds) > 0 && Number(seconds) <= 86_400) {
    return [TIMES[name as keyof typeof TIMES], 1000 * Number(seconds)];
  }
  const names = Object.keys(TIMES).join(', ');
  throw new UsageError(
    `--time takes a name (${names}) and seconds up to 86400, such as headers=5, not ${text}`,
  );
}
