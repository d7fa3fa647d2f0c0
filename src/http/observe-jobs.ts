/** A Runner whose answers are counted and timed for the metrics. */
import type { Runner } from '../engine/job.ts';
import type { Metrics } from '../service/metrics/metrics.ts';

export function observeJobs(runner: Runner, metrics: Metrics): Runner {
  return {
    async run(job, signal, onProgress) {
      const answer = await runner.run(job, signal, onProgress);
      metrics.answered(answer);
      return answer;
    },
    status: () => runner.status(),
    openBody: () => runner.openBody?.(),
    close: () => runner.close(),
  };
}
