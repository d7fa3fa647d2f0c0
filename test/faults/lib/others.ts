/** Measures how much of the machine other programs take while a fault is done: they make every time longer. */
import { readFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { childrenOf } from './processes.ts';

/** The share of the machine's cores that other programs may take in a run whose times are judged. */
export const QUIET = 0.15;

/** Milliseconds of a tick, in which Linux counts processor time. */
const TICK = 10;

/**
 * Returns a function that tells the share of all cores that was taken since by neither the server, its workers, nor this
 * process. It is passed the milliseconds of processor time of other parts of the test.
 */
export function watchOthers(server: number): (further: number) => number {
  const begun = performance.now();
  const before = readOthers(server);
  return (further) => {
    const room = cpus().length * (performance.now() - begun);
    return Math.max(0, (readOthers(server) - before - further) / room);
  };
}

/** Milliseconds of processor time that all other programs have taken so far. */
function readOthers(server: number): number {
  const { user, system } = process.cpuUsage();
  const own = [server, ...childrenOf(server)].map(timeOf).reduce((a, b) => a + b, 0);
  return timeOfAll() - own - (user + system) / 1000;
}

/** Of the whole machine: all time that is neither idle nor waiting for a disk. */
function timeOfAll(): number {
  const [, user = 0, nice = 0, system = 0, , , irq = 0, softirq = 0, steal = 0] =
    readFileSync('/proc/stat', 'latin1').split('\n', 1)[0]?.split(/\s+/).map(Number) ?? [];
  return TICK * (user + nice + system + irq + softirq + steal);
}

/** Of a process and of its children that have ended. */
function timeOf(pid: number): number {
  try {
    const rest = readFileSync(`/proc/${pid}/stat`, 'latin1').split(') ')[1]?.split(' ') ?? [];
    // utime, stime, cutime and cstime are fields 14 to 17; the rest begins with the third one.
    return TICK * rest.slice(11, 15).reduce((sum, ticks) => sum + Number(ticks), 0);
  } catch {
    return 0;
  }
}
