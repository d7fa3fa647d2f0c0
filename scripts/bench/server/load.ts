// Posts one body over and over on kept connections, or gets one address after another, in a process of its own, so that
// measuring a server takes nothing from the process that prints, and the reverse.
import { readFileSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';

/** What the load process is told. */
export interface LoadOrder {
  /** The number of the request stands in place of `{n}`. */
  readonly url: string;
  /** The number of the first request; 0 unless given. */
  readonly first?: number;
  /** Path of the body. Without one, addresses are got. */
  readonly file?: string;
  /** Requests in flight at any time. */
  readonly flight: number;
  /** Seconds after which no further request is sent. */
  readonly seconds: number;
  /** Requests after which no further one is sent; as many as fit into the time unless given. */
  readonly most?: number;
}

/** What it answers: milliseconds of each request, and seconds until the last one was answered. */
export interface LoadResult {
  readonly latencies: readonly number[];
  /** Addresses that were not answered with 200; a body that is not ends the order. */
  readonly refused: number;
  readonly seconds: number;
}

/** Milliseconds that a client waits after it was refused. */
const REST = 100;

const agent = new Agent({ keepAlive: true });
const bodies = new Map<string, Buffer>();

process.on('message', async (order: LoadOrder) => {
  try {
    process.send?.(await load(order));
  } catch (error) {
    process.send?.({ failure: String(error) });
  }
});

async function load({ url, file, flight, seconds, first = 0, most }: LoadOrder): Promise<LoadResult> {
  const body = file === undefined ? undefined : (bodies.get(file) ?? readFileSync(file));
  if (file !== undefined && body) bodies.set(file, body);
  const latencies: number[] = [];
  let [next, refused] = [first, 0];
  const begun = performance.now();
  const fly = async () => {
    do {
      if (most !== undefined && next - first >= most) return;
      const sent = performance.now();
      const place = url.replace('{n}', String(next++));
      const status = await ask(place, body);
      if (status === 200) latencies.push(performance.now() - sent);
      else if (body) throw new Error(`${place} answers ${status}`);
      else {
        refused++;
        await pause(REST);
      }
    } while (performance.now() - begun < seconds * 1000);
  };
  await Promise.all(Array.from({ length: flight }, fly));
  return { latencies, refused, seconds: (performance.now() - begun) / 1000 };
}

function ask(url: string, body: Buffer | undefined): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const headers = body && { 'Content-Type': 'image/jpeg', 'Content-Length': body.length };
    const method = body ? 'POST' : 'GET';
    const sent = request(url, { method, agent, headers: headers ?? {} }, (response) => {
      response
        .on('error', reject)
        .on('end', () => resolve(response.statusCode))
        .resume();
    });
    sent.on('error', (error) => {
      // The server may close a connection that was idle just when the request is on its way; clients then ask once more.
      if (sent.reusedSocket) ask(url, body).then(resolve, reject);
      else reject(error);
    });
    sent.end(body);
  });
}
