/** The child process of `noir doctor` that tries the GPU, and the messages that it sends. */
import { readSettings } from '../settings.ts';
import type { AdapterReport } from './adapters.ts';
import { listAdapters } from './adapters.ts';
import { type BackendReport, tryBackend } from './self-test.ts';

/** Messages of the child process. It sends each fact at once, because a driver may crash later. */
export type ProbeMessage =
  | { readonly kind: 'adapters'; readonly adapters: readonly AdapterReport[] }
  | { readonly kind: 'unavailable'; readonly reason: string }
  | { readonly kind: 'backend'; readonly backend: BackendReport };

/** Runs in a process of its own: asks Dawn for adapters and tries the GPU backend. */
export async function probeGpu(): Promise<void> {
  const settings = await readSettings();
  try {
    await send({ kind: 'adapters', adapters: await listAdapters() });
    await send({ kind: 'backend', backend: await tryBackend('gpu', settings) });
  } catch (error) {
    await send({ kind: 'unavailable', reason: error instanceof Error ? error.message : String(error) });
  }
  process.disconnect?.();
}

function send(message: ProbeMessage): Promise<void> {
  return new Promise((resolve, reject) => {
    if (!process.send) throw new Error('this command is for `noir doctor` only');
    process.send(message, (error: Error | null) => (error ? reject(error) : resolve()));
  });
}
