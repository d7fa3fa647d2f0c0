// Loaded into a server by `node --import`: writes a line for each full (mark-compact) collection of its main thread.
import { constants, PerformanceObserver } from 'node:perf_hooks';

new PerformanceObserver((list) => {
  for (const { detail } of list.getEntries()) {
    const { kind } = /** @type {{ kind: number }} */ (detail);
    if (kind === constants.NODE_PERFORMANCE_GC_MAJOR) process.stderr.write('full collection\n');
  }
}).observe({ entryTypes: ['gc'] });
