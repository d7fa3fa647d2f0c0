/** Runs the HTTP server until a signal stops it. */
import { createApp, type NoirApp } from '../../http/app.ts';
import { type Listening, type ServeOptions as ServerOptions, serve } from '../../http/serve.ts';
import { createNoir } from '../../noir.ts';
import { collectSeldom } from '../../workers/garbage.ts';
import { UsageError } from '../failure.ts';
import { readSettings } from '../settings.ts';
import { onceStopped } from './signals.ts';

export interface ServeOptions {
  readonly port?: string;
  readonly host?: string;
  readonly workers?: string;
  /** Seconds. */
  readonly deadline: string;
  /** Seconds. */
  readonly keepAlive: string;
}

/** Serves until a signal arrives, then waits for the requests in progress. */
export async function runServer(options: ServeOptions): Promise<void> {
  const port = readPort(options.port);
  const workers = options.workers === undefined ? undefined : readNumber('--workers', options.workers, 256);
  const keepAliveTimeout = 1000 * readNumber('--keep-alive', options.keepAlive, 86_400);
  const deadline = 1000 * readNumber('--deadline', options.deadline, 86_400);
  collectSeldom();
  const settings = await readSettings();
  // Listens for signals first, so that a signal during the opening of the GPU counts.
  const stopped = onceStopped();
  const noir = await createNoir({
    ...settings,
    measuresGpu: true,
    ...(workers !== undefined && { isolation: 'process', workers }),
    onFailure: (backend, error) =>
      console.error(`noir: ${backend} failed, the next one takes over: ${error}`),
  });
  try {
    const server = await listen(createApp(noir, { deadline }), {
      port,
      keepAliveTimeout,
      ...(options.host !== undefined && { hostname: options.host }),
    });
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

async function listen(app: NoirApp, options: ServerOptions): Promise<Listening> {
  try {
    return await serve(app, options);
  } catch (error) {
    const { message, cause } = error as Error;
    const { code } = (cause ?? {}) as NodeJS.ErrnoException;
    const hint = code === 'EADDRINUSE' || code === 'EACCES' ? '; choose another with --port' : '';
    throw new Error(`${message}${hint}`, { cause });
  }
}

/** A whole number from 1 on. */
function readNumber(option: string, text: string, most: number): number {
  const value = /^\d+$/.test(text) ? Number(text) : 0;
  if (value >= 1 && value <= most) return value;
  throw new UsageError(`${option} takes a whole number from 1 to ${most}, not ${JSON.stringify(text)}`);
}

function readPort(given: string | undefined): number {
  const text = given ?? (process.env.PORT || '8080');
  const port = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN;
  if (port <= 65535) return port;
  const source = given === undefined ? 'PORT' : '--port';
  throw new UsageError(`${source} takes a number from 0 to 65535, not ${JSON.stringify(text)}`);
}
