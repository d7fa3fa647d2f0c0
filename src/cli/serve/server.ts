import { createApp } from '../../http/app.ts';
import { type Listening, serve } from '../../http/serve.ts';
import { createNoir, type Noir } from '../../noir.ts';
import { UsageError } from '../failure.ts';
import { readSettings } from '../settings.ts';
import { collectSeldom } from './garbage.ts';
import { onceStopped } from './signals.ts';

export interface ServeOptions {
  readonly port?: string;
  readonly host?: string;
}

/** Serves until a signal comes, then lets what is in progress finish. */
export async function runServer({ port: given, host }: ServeOptions): Promise<void> {
  const port = readPort(given);
  collectSeldom();
  const settings = await readSettings();
  // Listens for signals first: one that comes while the GPU is opened must count.
  const stopped = onceStopped();
  const noir = await createNoir({
    ...settings,
    measuresGpu: true,
    onFailure: (backend, error) =>
      console.error(`noir: ${backend} failed, the next one takes over: ${error}`),
  });
  try {
    const server = await listen(noir, port, host);
    console.error(`noir: listening on ${server.url}`);
    const { summary, notes } = noir.runner.status();
    for (const line of [summary, ...notes]) console.error(`noir: ${line}`);
    const signal = await stopped;
    console.error(`noir: ${signal}: finishing what is in progress; a second signal ends at once`);
    await server.close();
  } finally {
    await noir.close();
  }
}

async function listen(noir: Noir, port: number, hostname: string | undefined): Promise<Listening> {
  try {
    return await serve(createApp(noir), { port, ...(hostname !== undefined && { hostname }) });
  } catch (error) {
    const { message, cause } = error as Error;
    const { code } = (cause ?? {}) as NodeJS.ErrnoException;
    const hint = code === 'EADDRINUSE' || code === 'EACCES' ? '; choose another with --port' : '';
    throw new Error(`${message}${hint}`, { cause });
  }
}

function readPort(given: string | undefined): number {
  const text = given ?? (process.env.PORT || '8080');
  const port = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN;
  if (port <= 65535) return port;
  const source = given === undefined ? 'PORT' : '--port';
  throw new UsageError(`${source} takes a number from 0 to 65535, not ${JSON.stringify(text)}`);
}
