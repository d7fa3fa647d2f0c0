import { readdirSync, readFileSync } from 'node:fs';
import { defineConfig } from 'vitest/config';

/** What a test says that listens, which replaces `Response` for the whole process. */
const LISTENS = /\bserve\(|sockets\.ts|browser\.ts/;

/** What a test says that runs on the GPU, beside those in the folder of that backend. */
const ON_GPU = /on-gpu|kind: 'adapters'/;

/** SwiftShader never gives back the code that it compiles: one process for all files grew to 5.5 GB. */
const KEEPS_CODE = /swiftshader/i.test(process.env.NOIR_TEST_GPU ?? process.env.NOIR_TEST_DRIVER ?? '');

const all = readdirSync('test', { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.test.ts'))
  .map((name) => `test/${name.replaceAll('\\', '/')}`);
const says = (path: string, words: RegExp) => words.test(readFileSync(path, 'utf8'));
const onGpu = all.filter((path) => path.startsWith('test/backends/gpu/') || says(path, ON_GPU));
const listening = all.filter((path) => !onGpu.includes(path) && says(path, LISTENS));

// Forks, because a GPU driver that crashes takes its whole process along, and with threads that is vitest itself.
const common = {
  pool: 'forks' as const,
  globalSetup: ['test/support/vulkan-setup.ts'],
  setupFiles: ['test/support/equal-bytes.ts'],
  // These end what hangs, and judge no speed: SwiftShader needs a minute for some tests, and a busy machine ten times
  // as long.
  testTimeout: 900_000,
  hookTimeout: 900_000,
  expect: { poll: { timeout: 300_000 } },
};

export default defineConfig({
  test: {
    // The projects share what is transformed; each would do it anew. By path, content and settings, in `node_modules`.
    experimental: { fsModuleCache: true },
    projects: [
      {
        test: {
          ...common,
          name: 'pure',
          include: ['test/**/*.test.ts'],
          exclude: [...onGpu, ...listening],
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
          include: onGpu,
          isolate: KEEPS_CODE,
          maxWorkers: 2,
          sequence: { groupOrder: 1 },
        },
      },
      {
        test: {
          ...common,
          name: 'listening',
          include: listening,
          // All of them replace `Response`, so these may share a process among themselves.
          isolate: false,
          maxWorkers: 2,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
