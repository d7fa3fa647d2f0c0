/**
 * Asks `/livez` and `/readyz` of a server in turn and at a steady rate, however slowly they are answered. It is a process of
 * its own, so that the load that a test makes does not delay it. Sends the figures to its parent when the parent says so.
 */
import { readFileSync } from 'node:fs';
import { get } from 'node:http';

/** Milliseconds between two questions. */
const PAUSE = 10;

const [url, front] = process.argv.slice(2);
const paths = ['livez', 'readyz'];

/** For each answer, its milliseconds, and those of them in which the server's main thread waited for a core, or this one. */
const times = { livez: [], readyz: [] };
const wrong = [];
let [turn, pending, ends] = [0, 0, false];

function ask() {
  const path = paths[turn++ % paths.length];
  const [begun, waited] = [performance.now(), waits()];
  pending++;
  const end = (word) => {
    const waitedSince = waits().map((wait, thread) => wait - waited[thread]);
    // They may have waited at the same time, so only the longer wait is known to be none of the server's time.
    if (word === 200) times[path].push([performance.now() - begun, Math.max(...waitedSince)]);
    else wrong.push(`/${path}: ${word}`);
    pending--;
    finish();
  };
  get(`${url}/${path}`, { agent: false }, (response) => {
    response.resume().on('end', () => end(response.statusCode));
  }).on('error', ({ code }) => end(code));
}

/** Milliseconds that the two threads have waited for a core so far. */
function waits() {
  return [front, 'self'].map(waitOf);
}

function waitOf(id) {
  try {
    return Number(readFileSync(`/proc/${id}/schedstat`, 'latin1').split(' ')[1]) / 1e6;
  } catch {
    return 0;
  }
}

function finish() {
  if (!ends || pending > 0) return;
  const { user, system } = process.cpuUsage();
  process.send({ times, wrong, busy: (user + system) / 1000 }, () => process.exit());
}

const timer = setInterval(ask, PAUSE);
process.once('message', () => {
  clearInterval(timer);
  ends = true;
  finish();
});
// Without its parent, nobody wants the figures.
process.once('disconnect', () => process.exit());
process.send('ready');
