/** Runs the HTTP server until a signal stops it. */

import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { OnFailure } from '../../engine/walk.ts';
import { type AppOptions, createApp, type NoirApp } from '../../http/app.ts';
import type { Listening } from '../../http/serve.ts';
import { createNoir, type Noir } from '../../noir.ts';
import type { Configured } from '../../service/configuration/table.ts';
import { Metrics } from '../../service/metrics/metrics.ts';
import { collectAtRest, collectSeldom } from '../../workers/garbage.ts';
import { UsageError } from '../failure.ts';
import { openAdapters } from './adapters.ts';
import { closeStores, openCache, readAges } from './cache.ts';
import { sayCrowd } from './crowd.ts';
import { openSources, readGate, warningsOf } from './gate.ts';
import { listen } from './listen.ts';
import { openLog } from './log.ts';
import { jobsOfWorkers } from './processes.ts';
import { onceStopped } from './signals.ts';
import { saySourceFailures } from './source-failures.ts';
import { dropUnread, isReadWithin } from './unread-log.ts';

/** Milliseconds for work that is not interrupted, and for the log's reader, once every request is answered. */
const CLOSING = 1000;

/** The end of a worker that got a signal as this process did. */
const ENDED_TOO = /ended with SIG(INT|TERM|HUP), with 0 jobs/;

/** Serves until a signal arrives, then waits for the requests in progress. Works in this process without `workers`. */
export async function runServer(values: Configured, workers: number | undefined): Promise<void> {
  const sources = openSources(values);
  const adapters = openAdapters(values.adapters, values.imgproxy);
  const playground = values.playground ? await import('../../playground/serve.ts') : undefined;
  collectSeldom();
  collectAtRest();
  // Listens for signals first, so that a signal during the opening of the GPU counts.
  const stopped = onceStopped();
  const log = openLog(values.log);
  const cache = await openCache(values.cache, (line) => log.say(line, 'warn'));
  dropUnread(process.stderr, (count) => log.say(`dropped ${count} lines that nobody read in time`, 'warn'));
  // Its library is loaded while the workers open their engines.
  const opening = values.metrics ? Metrics.open() : undefined;
  let isStopping = false;
  void stopped.then(() => {
    isStopping = true;
  });
  const noir = await openNoir(values, workers, (backend, error) => {
    // A terminal sends Ctrl-C to the workers too, and those that have only just started end by it.
    if (isStopping && ENDED_TOO.test(String(error))) return;
    log.say(`${backend} failed, the next one takes over: ${error}`, 'warn');
    void opening?.then((metrics) => metrics.count('noir_backend_failures_total', { backend }));
  }).catch(async (error) => {
    // An open connection would keep the process.
    await closeStores(cache);
    throw error;
  });
  const metrics = await opening;
  try {
    const app = openApp(noir, {
      ...readGate(values),
      ...{ cache, ages: readAges(values.ages), adapters },
      sources: playground?.withSamples(sources) ?? sources,
      ...{ deadline: values.deadline, behindProxy: values.behindProxy, traces: values.traces },
      ...{ metrics, publicMetrics: values.probePort === undefined, onRequest: log.onRequest },
      onSourceFailure: saySourceFailures((line) => log.say(line, 'warn')),
      ...(workers !== undefined && { jobs: jobsOfWorkers(workers) }),
    });
    playground?.addPlayground(app, noir, { hasAddresses: playground.answersSamples(values, sources) });
    const { server, probes } = await listen(app, values, {
      onProbesEnd: ({ message }) => log.say(`the thread of the probes ended: ${message}`, 'warn'),
      onCrowd: sayCrowd((line) => log.say(line, 'warn')),
    });
    for (const line of placesOf(server, probes, playground !== undefined)) log.say(line);
    for (const line of warningsOf(values)) log.say(line, 'warn');
    const { summary, notes } = noir.runner.status();
    for (const line of [summary, ...notes]) log.say(line);
    const signal = await stopped;
    log.say(`${signal}: finishing what is in progress; a second signal ends at once`);
    // An orchestrator sends SIGTERM and needs time to send requests elsewhere; at a terminal nobody wants to wait.
    await server.close(signal === 'SIGTERM' ? values.shutdownDelay : 0);
    await probes?.close();
  } finally {
    const closing = Promise.all([noir.close(), closeStores(cache)]);
    const isClosed = await Promise.race([closing, pause(CLOSING, false)]);
    // A call into native code that never returns would keep the process for ever, and so would a log that nobody reads.
    if (!isClosed || !(await isReadWithin(process.stderr, CLOSING))) process.exit();
  }
}

function placesOf(server: Listening, probes: Listening | undefined, hasPlayground: boolean): string[] {
  return [
    `listening on ${server.url}`,
    ...(hasPlayground ? [`the playground is ${server.url}/`] : []),
    ...(probes ? [`answering probes on ${probes.url}`] : []),
  ];
}

async function openNoir(
  values: Configured,
  workers: number | undefined,
  onFailure: OnFailure,
): Promise<Noir> {
  const { backends, gpu, codecs, jpeg, limits, ops, isolation } = values;
  if (ops !== undefined && !existsSync(ops)) throw new UsageError(`ops: there is no file ${ops}`);
  return createNoir({
    ...{ backends, gpu, codecs, jpeg, limits, isolation, ...(workers !== undefined && { workers }) },
    measuresGpu: true,
    ...(ops !== undefined && { opsModule: resolve(ops) }),
    onFailure,
  });
}

/** The app. Options that do not fit together are the user's mistake. */
function openApp(noir: Noir, options: AppOptions): NoirApp {
  try {
    return createApp(noir, options);
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}
