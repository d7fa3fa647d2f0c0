/** Random ways of reading a file, and the many ways to write each of them. */

import type { Reading } from '../../src/formats/input.ts';
import { type Next, pick, writeNumber } from './meanings.ts';

/** An option as a member of JSON, and as a token of a row of ops. */
interface Written {
  readonly name: string;
  readonly json: string;
  readonly url: string;
}

export function randomReading(next: Next): Reading {
  const some = <Value>(make: () => Value) => (next() < 0.4 ? make() : undefined);
  const whole = (most: number) => Math.floor(next() ** 3 * (most + 1));
  const alpha = some(() => pick(['unassociated', 'associated', 'none'] as const, next));
  const bands = some(() => Array.from({ length: 1 + whole(3) }, () => whole(65535)));
  const pages = some(() => pick([-1, 1, 1 + whole(65534)], next));
  // A page that is not the first one is never alone: it has a number of pages.
  const page = pages !== undefined ? whole(65535) : 0;
  return {
    failOn: pick(['none', 'truncated', 'error', 'warning', 'warning'], next),
    ...(alpha && { alpha }),
    ...(bands && { bands }),
    ...(page > 0 && { page }),
    ...(pages !== undefined && { pages }),
  };
}

export function writeInput({ failOn, alpha, bands, page, pages }: Reading, next: Next): Written[] {
  const word = (name: string, value: string) => ({ name, json: JSON.stringify(value), url: value });
  const number = (name: string, value: number) => ({
    ...{ name, json: writeNumber(value, next), url: writeNumber(value, next, true) },
  });
  return [
    ...(failOn === 'warning' && next() < 0.5 ? [] : [word('failOn', failOn)]),
    ...(alpha ? [word('alpha', alpha)] : []),
    ...(bands ? [{ name: 'bands', json: JSON.stringify(bands), url: bands.join(':') }] : []),
    ...writePages(page ?? 0, pages, { word, number, next }),
  ];
}

interface Writers {
  word(name: string, value: string): Written;
  number(name: string, value: number): Written;
  readonly next: Next;
}

function writePages(page: number, pages: number | undefined, { word, number, next }: Writers): Written[] {
  if (pages === undefined) return [];
  const first = page > 0 || next() < 0.5 ? [number('page', page)] : [];
  const ways = [() => [number('pages', pages)]];
  if (pages === -1) ways.push(() => [word('pages', 'all')]);
  if (Math.abs(pages) === 1) {
    const animated = String(pages === -1);
    ways.push(() => [{ name: 'animated', json: animated, url: animated }]);
  }
  if (pages === 1 && first.length > 0) ways.push(() => []);
  return [...first, ...pick(ways, next)()];
}
