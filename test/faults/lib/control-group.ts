/** A control group with a limit on memory, of version 1 or 2, where this process may make one. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { NotRun } from './fault.ts';

export interface ControlGroup {
  /** A command that starts another one in the group. */
  readonly prefix: readonly string[];
  /** Highest use so far in bytes, and processes that the kernel ended because the limit was reached. */
  read(): { readonly highest: number; readonly killed: number };
  remove(): void;
}

/** Throws `NotRun` where no group may be made. */
export function makeControlGroup(bytes: number): ControlGroup {
  const isOld = existsSync('/sys/fs/cgroup/memory/memory.limit_in_bytes');
  const folder = join('/sys/fs/cgroup', isOld ? 'memory' : '', `noir-test-${process.pid}`);
  const [limit, highest, events] = isOld
    ? ['memory.limit_in_bytes', 'memory.max_usage_in_bytes', 'memory.oom_control']
    : ['memory.max', 'memory.peak', 'memory.events'];
  try {
    mkdirSync(folder);
    writeFileSync(join(folder, limit), String(bytes));
    // Whether a process may go there shows when one does.
    execFileSync('sh', ['-c', `echo $$ > ${folder}/cgroup.procs`], { stdio: 'pipe' });
    readFileSync(join(folder, highest));
  } catch (error) {
    if (existsSync(folder)) rmdirSync(folder);
    throw new NotRun(`no control group may be made here (${(error as Error).message})`);
  }
  const read = (file: string) => readFileSync(join(folder, file), 'utf8');
  return {
    prefix: ['sh', '-c', `echo $$ > ${folder}/cgroup.procs && exec "$@"`, '--'],
    read: () => ({
      highest: Number(read(highest)),
      killed: Number(/oom_kill (\d+)/.exec(read(events))?.[1] ?? 0),
    }),
    remove: () => rmdirSync(folder),
  };
}
