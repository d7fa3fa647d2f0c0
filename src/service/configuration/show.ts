/** Writes the configuration as it holds, with the place that gave each value. What is secret stays hidden. */
import { keyOf } from './names.ts';
import type { Configuration, Held } from './read.ts';
import { writeValue } from './types.ts';

interface Line {
  readonly key: string;
  /** As people write it; null when there is none. */
  readonly value: string | null;
  readonly from: string;
}

export function listLines({ held }: Configuration): readonly Line[] {
  return held.map((one) => ({ key: keyOf(one), value: describe(one), from: one.from ?? 'default' }));
}

/** The lines in columns, for people. */
export function showConfiguration(configuration: Configuration): string {
  const lines = listLines(configuration);
  const width = (pick: (line: Line) => string) => Math.max(...lines.map((line) => pick(line).length));
  const [keys, values] = [
    width(({ key }) => key),
    Math.min(
      60,
      width(({ value }) => value ?? ''),
    ),
  ];
  return lines
    .map(({ key, value, from }) => `${key.padEnd(keys)}  ${(value ?? '-').padEnd(values)}  ${from}\n`)
    .join('');
}

function describe({ setting, value, from }: Held): string | null {
  if (value === undefined) return setting.usually && from === undefined ? `(${setting.usually})` : null;
  if (setting.secret) return Array.isArray(value) ? hidden(value.length) : '(hidden)';
  const written = writeValue(setting.type, value);
  // The password of an address such as https://user:password@example.com.
  return written === '' ? null : written.replace(/(\/\/[^/@\s:]*):[^/@\s]*@/g, '$1:(hidden)@');
}

function hidden(count: number): string | null {
  return count === 0 ? null : `(${count}, hidden)`;
}
