/** The clock of all processes jumps by an hour, forth and back, while jobs run, wait and arrive. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Signer, signedPath } from '../../src/service/signing.ts';
import { type Clock, javaScriptClock, systemClock } from './lib/clocks.ts';
import type { Fault } from './lib/fault.ts';
import { photo } from './lib/photos.ts';
import { until } from './lib/processes.ts';
import { type FaultServer, startServer } from './lib/server.ts';
import { crowd, describe, openSocket, unexpected, visit } from './lib/visitors.ts';

const KEY = 'a key of the test that has 32 letters and more';

export default {
  id: 'F11',
  title: 'the clock jumps by an hour, forth and back',
  quick: true,
  async run() {
    const folder = mkdtempSync(join(tmpdir(), 'noir-clock-'));
    const body = await photo(1600, 1200);
    writeFileSync(join(folder, 'photo.jpg'), body);
    try {
      const figures = await jump(javaScriptClock(), folder, body);
      const system = systemClock(folder);
      const further = system
        ? await jump(system, folder, body)
        : "not run: the system's clock, no libfaketime";
      return `${figures}; ${further}`;
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
} satisfies Fault;

async function jump(clock: Clock, folder: string, body: Buffer): Promise<string> {
  const server = await startServer({
    args: [...clock.args, '--source', folder, '--cache', '0'],
    env: { ...clock.env, NOIR_SIGNING_KEYS: KEY },
  });
  let goesOn = true;
  try {
    const expires = Math.ceil(Date.now() / 1000) + 600;
    const path = signedPath(new Signer([KEY]), { ops: 'w_200,f_webp', address: 'photo.jpg', expires });
    const signed = { url: `${server.url}${path}` };
    const jobs = crowd(4, [{ url: `${server.url}/process?ops=median_5,f_jpeg`, body }], () => goesOn);
    const upload = sendSlowly(server, body, () => goesOn);
    const seen = [await visit(signed)];
    for (const hours of [1, 0, -1, 0]) {
      await pause(700);
      clock.set(server, hours);
      await pause(100);
      seen.push(await visit(signed));
    }
    goesOn = false;
    const [visits, slow] = [await jobs, await upload];
    const results = seen.map(({ result }) => result).join(', ');
    const figures = `${clock.name}: jobs meanwhile ${describe(visits)}; an upload that went on all the time: ${slow}; an address signed for ten minutes, now, an hour on, now, an hour back, now: ${results}`;
    const wrong = unexpected(visits, 200).length > 0 || !slow.includes(' 200 ');
    if (wrong || results !== '200, 403, 200, 200, 200') throw new Error(figures);
    return figures;
  } finally {
    goesOn = false;
    await server.stop();
  }
}

/** Sends a picture in small pieces until `goesOn` says no, then the rest. Resolves with the first line of the answer. */
async function sendSlowly({ url }: FaultServer, body: Buffer, goesOn: () => boolean): Promise<string> {
  const socket = openSocket(url);
  const head = `POST /process?ops=resize_100,f_webp HTTP/1.1\r\nHost: x\r\nContent-Length: ${body.length}\r\n\r\n`;
  socket.write(head);
  let sent = 0;
  for (; goesOn() && sent < body.length - 8192; sent += 8192) {
    socket.write(body.subarray(sent, sent + 8192));
    await pause(200);
  }
  socket.write(body.subarray(sent));
  await until(() => socket.said !== undefined, 20_000, 'the upload is not answered');
  socket.destroy();
  return socket.said ?? '';
}
