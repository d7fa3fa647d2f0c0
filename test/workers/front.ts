/**
 * A front process of its own, for what tests do to one. It lets its workers die in several ways and prints as JSON what
 * came of it; then it prints the ids of its workers, and waits to be killed. It and its workers load the same files in
 * the same way, so both know the ops of `ops.ts` by the same names.
 */
import { createNoir, type Noir } from '../../src/noir.ts';
import type { WorkerRunner } from '../../src/workers/runner.ts';

const noise = {
  width: 16,
  height: 12,
  channels: 3,
  type: 'u8',
  space: 'srgb',
  data: Uint8Array.from({ length: 16 * 12 * 3 }, (_, index) => (index * 2654435761) >>> 24),
} as const;

const pidsOf = ({ runner }: Noir) => (runner as WorkerRunner).pids;

const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => 'done',
    (error) => error.code ?? String(error),
  );

/** Resolves when a condition holds. */
async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((resolve) => setTimeout(resolve, 10));
}

const SCENARIOS: Readonly<Record<string, (noir: Noir) => Promise<unknown>>> = {
  async crashOnce(noir) {
    const { failedOver, way } = await noir(noise).step('crashOnce').png().run();
    return { failedOver, way };
  },
  async hang(noir) {
    // So that a worker is ready: a job that still waits for one ends no worker.
    await noir(noise).toBuffer();
    const before = pidsOf(noir);
    const hung = await codeOf(noir(noise).step('hang').toBuffer({ timeout: 200 }));
    await until(() => pidsOf(noir).some((pid) => !before.includes(pid)));
    return { hung, next: await codeOf(noir(noise).blur(1).toBuffer()) };
  },
  async tell(noir) {
    const { data } = await noir(noise).step('tell').toImage();
    return { white: data.some((sample) => sample > 0) };
  },
  async beside(noir) {
    const large = { ...noise, width: 1000, height: 800, data: new Uint8Array(1000 * 800 * 3) };
    const beside = codeOf(noir(large).median(15).png().toBuffer());
    // So that it is in the worker when that dies.
    await new Promise((resolve) => setTimeout(resolve, 100));
    const data = noise.data.map((sample) => sample ^ 1);
    return [
      await codeOf(
        noir({ ...noise, data })
          .step('crash')
          .toBuffer(),
      ),
      await beside,
    ];
  },
  // Last, because the input is refused from then on.
  async crash(noir) {
    const first = await codeOf(noir(noise).step('crash').toBuffer());
    const before = pidsOf(noir);
    const second = await noir(noise)
      .step('crash')
      .toBuffer()
      .catch(({ code, retryAfter, cause }) => ({ code, retryAfter, cause: String(cause) }));
    const untouched = JSON.stringify(pidsOf(noir)) === JSON.stringify(before);
    const other = await codeOf(noir({ ...noise, data: noise.data.map((sample) => 255 - sample) }).toBuffer());
    return { first, second, untouched, other };
  },
};

const noir = await createNoir({
  gpu: 'off',
  isolation: 'process',
  workers: 1,
  opsModule: new URL('ops.ts', import.meta.url),
});
const results: Record<string, unknown> = {};
for (const [name, play] of Object.entries(SCENARIOS)) results[name] = await play(noir);
console.log(JSON.stringify({ results, pids: pidsOf(noir) }));
await new Promise((resolve) => setTimeout(resolve, 2 ** 30));
