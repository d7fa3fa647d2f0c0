/** Opens the port for probes, in a thread of its own. */
import { pathToFileURL } from 'node:url';
import { Worker, type WorkerOptions } from 'node:worker_threads';
import type { NoirApp } from '../../../http/app.ts';
import type { Listening, ServeOptions } from '../../../http/serve.ts';
import { FROM_SOURCES, packageFile } from '../../../package-root.ts';
import { type Asked, type Given, type Reply, type Told, toReply } from './messages.ts';

/** Milliseconds between two words to the thread. An orchestrator asks every few seconds. */
const PULSE = 250;

/** Mebibytes that the thread may take; it needs a tenth. */
const MEMORY = { maxOldGenerationSizeMb: 64, maxYoungGenerationSizeMb: 4 };

/** Milliseconds for which the main thread may say nothing. */
const PATIENCE = 10_000;

interface ProbeOptions extends ServeOptions {
  /** Milliseconds for which the main thread may be busy; after them `/livez` and `/readyz` are 503. */
  readonly patience?: number;
  /** Is told when the thread fails once it listens. */
  readonly onEnd?: (error: Error) => void;
}

/** Answers the routes of `app` on a port. Throws as `serve` does. */
export async function openProbes(
  app: NoirApp['probes'],
  { patience = PATIENCE, onEnd = () => {}, ...options }: ProbeOptions,
): Promise<Listening> {
  const answer = async (path: string): Promise<Reply> =>
    toReply(await app.fetch(new Request(`http://localhost${path}`)));
  const ready = () => answer('/readyz');
  const given: Given = { options, ready: await ready(), patience };
  const thread = startThread({ workerData: given, resourceLimits: MEMORY });
  const tell = (message: Told) => thread.postMessage(message);
  const place = await new Promise<Pick<Listening, 'url' | 'port'>>((resolve, reject) => {
    thread.once('error', reject);
    thread.on('message', async (message: Asked) => {
      if (message.kind === 'listening') resolve(message);
      else if (message.kind === 'failed') reject(new Error(message.message, { cause: message }));
      else tell({ kind: 'reply', id: message.id, reply: await answer(message.path) });
    });
  });
  thread.on('error', onEnd);
  const pulse = setInterval(async () => tell({ kind: 'ready', reply: await ready() }), PULSE);
  const ended = new Promise<void>((resolve) => {
    thread.once('exit', () => {
      clearInterval(pulse);
      resolve();
    });
  });
  return {
    ...place,
    async close() {
      tell({ kind: 'close' });
      await ended;
    },
  };
}

function startThread(options: WorkerOptions): Worker {
  if (!FROM_SOURCES) return new Worker(packageFile('dist/cli/serve/probes/thread.js'), options);
  // In a checkout, a loader runs the TypeScript sources directly.
  const entry = pathToFileURL(packageFile('src/cli/serve/probes/thread.ts'));
  const load = `import('tsx/esm/api').then(({ register }) => register() && import(${JSON.stringify(entry)}))`;
  return new Worker(load, { ...options, eval: true });
}
