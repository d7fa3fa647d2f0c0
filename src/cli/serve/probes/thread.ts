/**
 * The thread that answers probes on a port of their own. The main thread may be busy with the bodies of a crowd of clients for
 * longer than an orchestrator waits; this thread has nothing else to do.
 */
import { type MessagePort, parentPort, workerData } from 'node:worker_threads';
import { Hono } from 'hono';
import { serve } from '../../../http/serve.ts';
import { type Asked, type Given, type Reply, type Told, toResponse } from './messages.ts';

const main = parentPort as MessagePort;
const { options, ready: first, patience } = workerData as Given;
const told = { ready: first, at: performance.now() };
const asked = new Map<number, (reply: Reply) => void>();
let last = 0;

const headers = { 'Cache-Control': 'no-store' };
const routes = new Hono();
routes.get('/livez', () => stuck() ?? Response.json({ status: 'ok' }, { headers }));
routes.get('/readyz', () => stuck() ?? toResponse(told.ready));
// Nothing here takes other methods, and a `Request` in the main thread would not take all of them.
routes.get('*', async (c) => {
  const id = ++last;
  const reply = new Promise<Reply>((resolve) => asked.set(id, resolve));
  const { pathname, search } = new URL(c.req.url);
  tell({ kind: 'ask', id, path: pathname + search });
  return toResponse(await reply);
});

function stuck(): Response | undefined {
  const silent = performance.now() - told.at;
  if (silent < patience) return undefined;
  return Response.json({ status: 'stuck', seconds: Math.floor(silent / 1000) }, { status: 503, headers });
}

function tell(message: Asked): void {
  main.postMessage(message);
}

async function open(): Promise<void> {
  const server = await serve(routes, options);
  main.on('message', (message: Told) => {
    if (message.kind === 'ready') Object.assign(told, { ready: message.reply, at: performance.now() });
    else if (message.kind === 'close') void server.close().then(() => main.close());
    else {
      asked.get(message.id)?.(message.reply);
      asked.delete(message.id);
    }
  });
  tell({ kind: 'listening', url: server.url, port: server.port });
}

open().catch(({ message, cause }: Error) => {
  tell({ kind: 'failed', message, code: (cause as NodeJS.ErrnoException | undefined)?.code });
  main.close();
});
