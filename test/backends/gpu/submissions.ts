import { vi } from 'vitest';

/**
 * Counts the command buffers of each submission from now on. Empty submissions are left out: they only make Dawn free
 * destroyed buffers, which may be those of a test before.
 */
export function watchSubmissions(): () => readonly number[] {
  const submit = vi.spyOn(GPUQueue.prototype, 'submit');
  return () => submit.mock.calls.map(([commands]) => [...commands].length).filter((count) => count > 0);
}
