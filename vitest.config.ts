import { readdirSync, readFileSync } from 'node:fs';
import { defineConfig } from 'vitest/config';

/**
 * What a test says that needs a process of its own: it fills the GPU's memory with all ops, or listens, which replaces
 * `Response` for the whole process. Those of the GPU's backend lose devices, too.
 */
const NEEDS_PROCESS = /on-gpu|kind: 'adapters'|\bserve\(|sockets\.ts|browser\.ts/;

const apart = readdirSync('test', { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.test.ts'))
  .map((name) => `test/${name.replaceAll('\\', '/')}`)
  .filter((path) => path.startsWith('test/backends/gpu/') || NEEDS_PROCESS.test(readFileSync(path, 'utf8')));

// Forks, because a GPU driver that crashes takes its whole process along, and with threads that is vitest itself.
const common = {
  pool: 'forks' as const,
  globalSetup: ['test/support/vulkan-setup.ts'],
  // These end what hangs, and judge no speed: SwiftShader needs a minute for some tests, and a busy machine ten times
  // as long.
  testTimeout: 900_000,
  hookTimeout: 900_000,
  expect: { poll: { timeout: 300_000 } },
};

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          ...common,
          name: 'pure',
          include: ['test/**/*.test.ts'],
          exclude: apart,
          // Files share a process: loading sharp and the ops for each anew takes most of the time of many.
          isolate: false,
          maxWorkers: 2,
          sequence: { groupOrder: 0 },
        },
      },
      {
        // A software driver uses every core for a large dispatch, and one for compiling, which is most of the work.
        test: {
          ...common,
          name: 'gpu',
          include: apart,
          maxWorkers: 2,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
