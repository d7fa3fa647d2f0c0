/** Says that a source fails: the first time, then once a minute at most for each source and kind of failure. */
import { LRUCache } from 'lru-cache';
import type { SourceFailure } from '../../service/source-failure.ts';

/** Milliseconds between two lines. */
const EVERY = 60_000;

/** Kinds of failures that are told apart, and lines in that time, at most. Strangers may name many servers. */
const MOST = { kinds: 100, lines: 10 };

/** Returns a function to call for each failure. */
export function saySourceFailures(say: (message: string) => void): (failure: SourceFailure) => void {
  const kinds = new LRUCache<string, { count: number; next: number }>({ max: MOST.kinds });
  const said = { lines: 0, until: 0 };
  return ({ source, reason }) => {
    const name = `${source}: ${reason}`;
    const kind = kinds.get(name) ?? { count: 0, next: 0 };
    kinds.set(name, kind);
    kind.count++;
    const now = performance.now();
    if (now >= said.until) Object.assign(said, { lines: 0, until: now + EVERY });
    if (now < kind.next || said.lines === MOST.lines) return;
    said.lines++;
    kind.next = now + EVERY;
    say(`${name}; ${kind.count} so far`);
  };
}
