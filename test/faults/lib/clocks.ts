/** Ways to put the clock of a server forth and back, without touching that of the machine. */
import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { childrenOf } from './processes.ts';
import type { FaultServer } from './server.ts';

const JUMPING = new URL('jump-clock.js', import.meta.url).pathname;

export interface Clock {
  /** What it moves, in words. */
  readonly name: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** Puts the clock to so many hours from the right time. The one before was an hour less or more. */
  set(server: FaultServer, hours: number): void;
}

/** JavaScript's clock, of the front and of all workers. */
export function javaScriptClock(): Clock {
  let now = 0;
  return {
    name: "JavaScript's clock of the front and its workers",
    args: ['--workers', '1'],
    env: { NODE_OPTIONS: `--import ${pathToFileURL(JUMPING).href}` },
    set({ pid }, hours) {
      const signal = hours > now ? 'SIGUSR2' : 'SIGWINCH';
      now = hours;
      for (const each of [pid, ...childrenOf(pid)]) process.kill(each, signal);
    },
  };
}

/**
 * The system's clock as a process sees it, native code included, which libfaketime moves. Undefined without that library,
 * which `LIBFAKETIME` may name. Workers do not get its settings, so all is in one process.
 */
export function systemClock(folder: string): Clock | undefined {
  const library = process.env.LIBFAKETIME ?? findLibrary();
  if (!library) return undefined;
  const file = join(folder, 'clock');
  const set = (hours: number) => writeFileSync(file, `${hours < 0 ? '-' : '+'}${Math.abs(hours)}h`);
  set(0);
  return {
    name: "the system's clock of one process",
    args: ['--isolation', 'none'],
    env: {
      LD_PRELOAD: library,
      FAKETIME_TIMESTAMP_FILE: file,
      FAKETIME_NO_CACHE: '1',
      // Its monotonic clock does not jump when somebody sets the time.
      FAKETIME_DONT_FAKE_MONOTONIC: '1',
      DONT_FAKE_MONOTONIC: '1',
    },
    set: (_, hours) => set(hours),
  };
}

function findLibrary(): string | undefined {
  if (process.platform !== 'linux') return undefined;
  const places = readdirSync('/usr/lib').map((name) => `/usr/lib/${name}/faketime/libfaketime.so.1`);
  return places.find((place) => existsSync(place));
}
