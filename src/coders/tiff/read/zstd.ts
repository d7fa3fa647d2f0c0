/** Zstandard (RFC 8878), over zstddec: Node has none of its own before version 22.15. */
import { createRequire } from 'node:module';
import { Worker } from 'node:worker_threads';
import type { ZSTDDecoder } from 'zstddec';
import { NoirError } from '../../../core/errors.ts';
import { type Run, UNBOUND } from '../../../core/run.ts';
import { corrupt } from '../../../formats/checks.ts';
import type { Room } from './room.ts';

/** Most bytes of a strip or tile. zstddec has 2 GiB of memory in all, and does not say when it runs out. */
const MOST_BYTES = 2 ** 29;

/** Bytes from which a part is unpacked in a thread of its own, so that it does not hold this one for over 10 ms. */
const LARGE = 2 ** 20;

/** Loaded by the first picture. */
let loading: Promise<ZSTDDecoder> | undefined;

async function load(): Promise<ZSTDDecoder> {
  const { ZSTDDecoder: Decoder } = await import('zstddec');
  const decoder = new Decoder();
  await decoder.init();
  return decoder;
}

/** Throws `corrupt-image` for data that is damaged or does not fit, and `memory-limit` for a very large part. */
export async function unpackZstd(data: Uint8Array, { most }: Room, run?: Run): Promise<Uint8Array> {
  const actual = Math.max(data.length, most);
  if (actual > MOST_BYTES) {
    const message = `A strip or tile packed as zstd has over ${MOST_BYTES} bytes`;
    throw new NoirError('memory-limit', message, { limit: MOST_BYTES, actual });
  }
  const unpacked = actual < LARGE ? await unpackHere(data, most) : await unpackInThread(data, most, run);
  // zstddec returns nothing for an error of the library, which it takes for a length below 0.
  if (unpacked.length === 0 || unpacked.length > most)
    throw corrupt('A strip or tile of the picture is damaged');
  return unpacked;
}

async function unpackHere(data: Uint8Array, most: number): Promise<Uint8Array> {
  loading ??= load();
  return (await loading).decode(data, most);
}

/** The program of the thread, as text: a file would have another name before and after it is compiled. */
const PROGRAM = `
const { parentPort, workerData } = require('node:worker_threads');
const { ZSTDDecoder } = require(workerData.library);
const decoder = new ZSTDDecoder();
decoder.init().then(() => {
  const unpacked = decoder.decode(workerData.data, workerData.most);
  parentPort.postMessage(unpacked, [unpacked.buffer]);
});`;

/** Ends the thread when the run aborts, and throws the run's reason. */
async function unpackInThread(
  data: Uint8Array,
  most: number,
  { signal }: Run = UNBOUND,
): Promise<Uint8Array> {
  signal.throwIfAborted();
  const library = createRequire(import.meta.url).resolve('zstddec');
  // `slice` of a Buffer is no copy, and the file's own memory must not go to the thread.
  const copy = Uint8Array.from(data);
  const thread = new Worker(PROGRAM, {
    eval: true,
    execArgv: [],
    workerData: { library, most, data: copy },
    transferList: [copy.buffer],
  });
  return new Promise((resolve, reject) => {
    const leave = () => {
      reject(signal.reason);
      void thread.terminate();
    };
    signal.addEventListener('abort', leave, { once: true });
    thread.once('message', resolve);
    thread.once('error', reject);
    thread.once('exit', () => {
      signal.removeEventListener('abort', leave);
      reject(new Error('The thread that unpacks zstd ended without a result'));
    });
  });
}
