/** Sets V8's garbage collection for a server whose memory lies mostly outside V8's heap. */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/**
 * Percent by which the heap grows before V8 collects all of it. Each full collection also throws compiled code away: that of
 * functions of which no closure lives at that moment, and that for classes without an instance. Compiling it again took 0.4 ms of
 * each request for a small picture, and the slower code meanwhile as much. A heap of 20 to 40 MB becomes 80 to 160 MB.
 */
const GROWTH = 300;

/**
 * Makes full collections rare, and switches incremental marking off. The bytes of bodies and pictures count for the limit at
 * which V8 begins to mark, so that it would mark the whole heap every few requests, 20 to 30 ms each time, to free buffers
 * which its quick collections free as well. Without it, 80 requests with a body of 2 MB take 1 full collection in
 * place of 17.
 */
export function collectSeldom(): void {
  setFlagsFromString('--no-incremental-marking');
  setFlagsFromString(`--heap-growing-percent=${GROWTH}`);
}

/** Milliseconds between two looks at whether the process rests. Pools give up what is idle after 10 seconds. */
const LOOK = 12_000;

/** Milliseconds of processor time between two looks up to which it rests. */
const RESTS = 200;

/**
 * Collects once when the process rests after work, within 24 seconds. Otherwise V8 would keep the bodies and pictures of
 * a burst until there is as much work again, because they are small objects to it.
 */
export function collectAtRest(): void {
  const collect = findCollector();
  if (!collect) return;
  let before = process.cpuUsage();
  let hasWorked = false;
  const look = () => {
    const { user, system } = process.cpuUsage(before);
    const rests = (user + system) / 1000 < RESTS;
    if (rests && hasWorked) collect();
    hasWorked = !rests;
    before = process.cpuUsage();
  };
  setInterval(look, LOOK).unref();
}

/** The function that collects; undefined in a runtime that has none, such as Bun, whose engine is another one. */
function findCollector(): (() => void) | undefined {
  setFlagsFromString('--expose-gc');
  return runInNewContext('globalThis.gc') as (() => void) | undefined;
}
