// Posts one body over and over on kept connections, in a process of its own, so that measuring a server takes nothing
// from the process that prints, and the reverse.
import { readFileSync } from 'node:fs';
import { Agent, request } from 'node:http';

/** What the load process is told. */
export interface LoadOrder {
  readonly url: string;
  /** Path of the body. */
  readonly file: string;
  /** Requests in flight at any time. */
  readonly flight: number;
  /** Seconds after which no further request is sent. */
  readonly seconds: number;
}

/** What it answers: milliseconds of each request, and seconds until the last one was answered. */
export interface LoadResult {
  readonly latencies: readonly number[];
  readonly seconds: number;
}

const agent = new Agent({ keepAlive: true });
const bodies = new Map<string, Buffer>();

process.on('message', async (order: LoadOrder) => {
  try {
    process.send?.(await load(order));
  } catch (error) {
    process.send?.({ failure: String(error) });
  }
});

async function load({ url, file, flight, seconds }: LoadOrder): Promise<LoadResult> {
  const body = bodies.get(file) ?? readFileSync(file);
  bodies.set(file, body);
  const latencies: number[] = [];
  const begun = performance.now();
  const fly = async () => {
    do {
      const sent = performance.now();
      await post(url, body);
      latencies.push(performance.now() - sent);
    } while (performance.now() - begun < seconds * 1000);
  };
  await Promise.all(Array.from({ length: flight }, fly));
  return { latencies, seconds: (performance.now() - begun) / 1000 };
}

function post(url: string, body: Buffer): Promise<void> {
  return new Promise((resolve, reject) => {
    const headers = { 'Content-Type': 'image/jpeg', 'Content-Length': body.length };
    const sent = request(url, { method: 'POST', agent, headers }, (response) => {
      response.on('error', reject).on('end', resolve).resume();
      if (response.statusCode !== 200) reject(new Error(`${url} answers ${response.statusCode}`));
    });
    sent.on('error', reject).end(body);
  });
}
