/** Figures about this process itself. Looking at them costs nothing until somebody asks. */
import { performance } from 'node:perf_hooks';
import type { Figures } from './instruments.ts';

/** A function that looks at them. */
export function processFigures(): () => Figures {
  const begun = Date.now() / 1000 - process.uptime();
  let last = performance.eventLoopUtilization();
  return () => {
    const { user, system } = process.cpuUsage();
    const now = performance.eventLoopUtilization();
    const { utilization } = performance.eventLoopUtilization(now, last);
    last = now;
    return [
      ['process_cpu_seconds_total', (user + system) / 1e6],
      ['process_resident_memory_bytes', process.memoryUsage.rss()],
      ['process_start_time_seconds', begun],
      ['nodejs_eventloop_utilization', utilization],
    ];
  };
}
