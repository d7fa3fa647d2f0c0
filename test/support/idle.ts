// Stops the clock by which pools destroy what lies idle, for tests that count what was made.
import { afterAll, vi } from 'vitest';

/**
 * From now on, and to the end of the file, no `setTimeout` comes to its end: pools keep what they have, however long a
 * slow driver takes from one job to the next. To be called before the first pool gets something back.
 */
export function keepIdle(): void {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  afterAll(() => void vi.useRealTimers());
}
