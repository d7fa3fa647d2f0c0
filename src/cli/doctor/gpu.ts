/** Examines the GPUs of this machine in a child process. */
import { fork } from 'node:child_process';
import type { AdapterReport } from './adapters.ts';
import type { ProbeMessage } from './probe.ts';
import type { BackendReport } from './self-test.ts';

/** A first compilation on a software driver takes seconds; a driver that hangs takes for ever. */
const PATIENCE_MS = 30_000;

/** Facts about the GPUs of this machine. */
export interface GpuReport {
  readonly adapters: readonly AdapterReport[];
  readonly backend: BackendReport;
  /** Dawn's own words, which give the reason when there is no adapter. */
  readonly messages: readonly string[];
}

/**
 * Probes the GPU in a child process, which a driver may crash or hang. `program` is the command line
 * itself.
 */
export async function examineGpu(program = process.argv[1] as string): Promise<GpuReport> {
  const child = fork(program, ['probe-gpu'], {
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  let adapters: readonly AdapterReport[] = [];
  let backend: BackendReport | undefined;
  let printed = '';
  child.on('message', (message: ProbeMessage) => {
    if (message.kind === 'adapters') adapters = message.adapters;
    else if (message.kind === 'backend') backend = message.backend;
    else backend = failed(`Dawn does not run here: ${message.reason}`);
  });
  child.stderr?.on('data', (chunk) => {
    printed += chunk;
  });
  const ended = await waitForEnd(child);
  backend ??= failed(`the process that uses the driver ${ended}`);
  return { adapters, backend, messages: readMessages(printed) };
}

function failed(detail: string): BackendReport {
  return { name: 'gpu', state: 'failed', detail };
}

function waitForEnd(child: ReturnType<typeof fork>): Promise<string> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => {
      child.kill('SIGKILL');
      resolve(`gave no answer within ${PATIENCE_MS / 1000} s`);
    }, PATIENCE_MS);
    child.on('error', ({ message }) => resolve(`did not start: ${message}`));
    child.on('close', (code, signal) => {
      clearTimeout(timer);
      resolve(signal ? `was ended by ${signal}` : `ended with exit status ${code}`);
    });
  });
}

/** Each message once, without stack frames and without the messages that Dawn prints on every healthy machine. */
function readMessages(printed: string): readonly string[] {
  const lines = printed
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('at ') && !line.includes('artificially reduced'));
  return [...new Set(lines)];
}
