// The near end of the process that sends the load.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import type { LoadOrder, LoadResult } from './load.ts';

export interface Loader {
  /** Sends requests as ordered. Throws when one of them is not answered with 200. */
  run(order: LoadOrder): Promise<LoadResult>;
  stop(): void;
}

/** Starts the process that sends the load. It does one order at a time. */
export function startLoader(): Loader {
  const child = fork(new URL('./load.ts', import.meta.url), { execArgv: ['--import', 'tsx'] });
  const kill = () => child.kill('SIGKILL');
  process.on('exit', kill);
  return {
    async run(order) {
      child.send(order);
      const [answer] = (await once(child, 'message')) as [LoadResult | { failure: string }];
      if ('failure' in answer) throw new Error(answer.failure);
      return answer;
    },
    stop() {
      kill();
      process.off('exit', kill);
    },
  };
}
