/** Figures of an app for its metrics: what is in progress, held and waiting at the moment somebody looks. */
import type { FairRunner } from '../engine/fair-runner.ts';
import type { ResultCache } from '../service/cache/result-cache.ts';
import type { Figures } from '../service/metrics/instruments.ts';
import type { Traffic } from './traffic.ts';

interface Watched {
  readonly runner: FairRunner;
  readonly traffic: Traffic;
  caches(): ReturnType<ResultCache['status']>;
}

/** A function that looks at them. */
export function appFigures({ runner, traffic, caches }: Watched): () => Figures {
  return () => {
    const { running, waiting, backends, usage } = runner.status();
    return [
      ['noir_jobs_running', running],
      ['noir_jobs_waiting', waiting],
      ['noir_jobs_waiting_cost_seconds', runner.waitingCost / 1000],
      ['noir_traffic_bytes', traffic.held],
      ...backends.map(
        ({ name, paused }) => ['noir_breaker_open', paused ? 1 : 0, { backend: name }] as const,
      ),
      ['noir_gpu_losses_total', usage?.losses ?? 0],
      ['noir_gpu_pool_bytes', usage?.leasedBytes ?? 0, { state: 'leased' }],
      ['noir_gpu_pool_bytes', usage?.freeBytes ?? 0, { state: 'free' }],
      ['noir_worker_deaths_total', usage?.deaths ?? 0],
      ...caches().flatMap(({ name: store, hits, misses, failures }) => [
        ['noir_cache_requests_total', hits, { store, result: 'hit' }] as const,
        ['noir_cache_requests_total', misses, { store, result: 'miss' }] as const,
        ['noir_cache_requests_total', failures, { store, result: 'failure' }] as const,
      ]),
    ];
  };
}
