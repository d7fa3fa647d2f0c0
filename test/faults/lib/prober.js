/**
 * Asks `/livez` and `/readyz` of a server in turn and at a steady rate, however slowly they are answered, and those of its port
 * for probes. It is a process of its own, so that the load that a test makes does not delay it. Sends the figures
 * to its parent when the parent says so.
 */
import { readFileSync } from 'node:fs';
import { get } from 'node:http';

/** Milliseconds between two questions. */
const PAUSE = 20;

const [front, url, probes] = process.argv.slice(2);
const places = [
  { name: 'livez', address: `${url}/livez` },
  { name: 'readyz', address: `${url}/readyz` },
  { name: 'apart', address: `${probes}/livez` },
  { name: 'apart', address: `${probes}/readyz` },
];

/** For each answer, its milliseconds, and how long the server's main thread was at work meanwhile. */
const times = { livez: [], readyz: [], apart: [] };
const wrong = [];
let [turn, pending, ends] = [0, 0, false];

function ask() {
  const { name, address } = places[turn++ % places.length];
  const [begun, worked] = [performance.now(), work()];
  pending++;
  const end = (word) => {
    if (word === 200) times[name].push([performance.now() - begun, work() - worked]);
    else wrong.push(`${address}: ${word}`);
    pending--;
    finish();
  };
  get(address, { agent: false }, (response) => {
    response.resume().on('end', () => end(response.statusCode));
  }).on('error', ({ code }) => end(code));
}

/** Milliseconds that the server's main thread has run so far. */
function work() {
  try {
    return Number(readFileSync(`/proc/${front}/schedstat`, 'latin1').split(' ')[0]) / 1e6;
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
