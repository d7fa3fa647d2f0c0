/** Runs the HTTP server until a signal stops it. */

import { resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fitLimits } from '../../core/limits.ts';
import { type AppOptions, createApp, type NoirApp } from '../../http/app.ts';
import { type Listening, type ServeOptions as ServerOptions, serve } from '../../http/serve.ts';
import { createNoir, type Noir } from '../../noir.ts';
import { countMemory } from '../../workers/cores.ts';
import { collectAtRest, collectSeldom } from '../../workers/garbage.ts';
import { UsageError } from '../failure.ts';
import { readLimits } from '../limits.ts';
import { readSettings } from '../settings.ts';
import { readAdapters } from './adapters.ts';
import { openCache } from './cache.ts';
import { type ProcessOptions, readNumber, readPort } from './numbers.ts';
import { readGate } from './presets.ts';
import { onceStopped } from './signals.ts';
import { readPlaces } from './sources.ts';
import { readTimes } from './times.ts';

export interface ServeOptions extends ProcessOptions {
  readonly port?: string;
  readonly host?: string;
  readonly ops?: string;
  readonly source?: readonly string[];
  readonly adapter?: readonly string[];
  readonly fallback?: string;
  readonly preset?: readonly string[];
  readonly presetsOnly?: boolean;
  readonly sizes?: string;
  readonly origin?: readonly string[];
  readonly clientHints?: boolean;
  /** MiB. */
  readonly cache: string;
  readonly cacheDir?: string;
  /** MiB. */
  readonly cacheDisk: string;
  /** Seconds. */
  readonly deadline: string;
  /** Seconds. */
  readonly keepAlive: string;
  /** Seconds. */
  readonly shutdownDelay: string;
  readonly time?: readonly string[];
  /** KiB a second. */
  readonly leastRate: string;
  readonly probePort?: string;
  readonly limit?: readonly string[];
  readonly behindProxy?: boolean;
}

/** Milliseconds for work that is not interrupted to end, once every request is answered. */
const CLOSING = 1000;

/** Serves until a signal arrives, then waits for the requests in progress. Works in this process without `workers`. */
export async function runServer(options: ServeOptions, workers?: number): Promise<void> {
  const port =
    options.port === undefined
      ? readPort('PORT', process.env.PORT || '8080')
      : readPort('--port', options.port);
  const deadline = 1000 * readNumber('--deadline', options.deadline, 86_400);
  const delay = 1000 * readNumber('--shutdown-delay', options.shutdownDelay, 86_400, 0);
  const probePort = options.probePort === undefined ? undefined : readPort('--probe-port', options.probePort);
  const timing = {
    ...readTimes(options.time),
    keepAliveTimeout: 1000 * readNumber('--keep-alive', options.keepAlive, 86_400),
    leastRate: 1024 * readNumber('--least-rate', options.leastRate, 2 ** 20),
    ...(options.host !== undefined && { hostname: options.host }),
  };
  const sources = readPlaces(options.source);
  const adapters = readAdapters(options.adapter);
  const gate = readGate(options);
  const cache = await openCache(options);
  collectSeldom();
  collectAtRest();
  const settings = await readSettings();
  // Listens for signals first, so that a signal during the opening of the GPU counts.
  const stopped = onceStopped();
  const noir = await createNoir({
    ...settings,
    limits: readLimits(options.limit, fitLimits(settings.limits, countMemory())),
    measuresGpu: true,
    ...(workers !== undefined && { isolation: 'process', workers }),
    ...(options.ops !== undefined && { opsModule: resolve(options.ops) }),
    onFailure: (backend, error) =>
      console.error(`noir: ${backend} failed, the next one takes over: ${error}`),
  });
  try {
    const app = openApp(noir, {
      ...gate,
      ...{ cache, adapters },
      ...{ deadline, sources, behindProxy: options.behindProxy ?? false },
      // Each worker holds two jobs, and one more worker may have the GPU.
      ...(workers !== undefined && { jobs: { all: 2 * (workers + 1), heavy: workers } }),
    });
    const server = await listen(app, { ...timing, port });
    const probes =
      probePort === undefined ? undefined : await listen(app.probes, { ...timing, port: probePort });
    console.error(`noir: listening on ${server.url}`);
    if (probes) console.error(`noir: answering probes on ${probes.url}`);
    const { summary, notes } = noir.runner.status();
    for (const line of [summary, ...notes]) console.error(`noir: ${line}`);
    const signal = await stopped;
    console.error(`noir: ${signal}: finishing what is in progress; a second signal ends at once`);
    // An orchestrator sends SIGTERM and needs time to send requests elsewhere; at a terminal nobody wants to wait.
    await server.close(signal === 'SIGTERM' ? delay : 0);
    await probes?.close();
  } finally {
    const closing = [noir.close(), ...cache.stores.map((store) => store.close?.().catch(() => {}))];
    const isClosed = await Promise.race([Promise.all(closing), pause(CLOSING, false)]);
    // A call into native code that never returns would keep the process for ever.
    if (!isClosed) process.exit();
  }
}

/** The app. Options that do not fit together are the user's mistake. */
function openApp(noir: Noir, options: AppOptions): NoirApp {
  try {
    return createApp(noir, options);
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}

async function listen(app: Pick<NoirApp, 'fetch'>, options: ServerOptions): Promise<Listening> {
  try {
    return await serve(app, options);
  } catch (error) {
    const { message, cause } = error as Error;
    const { code } = (cause ?? {}) as NodeJS.ErrnoException;
    const hint = code === 'EADDRINUSE' || code === 'EACCES' ? '; choose another with --port' : '';
    throw new Error(`${message}${hint}`, { cause });
  }
}
