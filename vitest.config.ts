import { defineConfig } from 'vitest/config';

const gpuFolders = ['backends/gpu', 'contract', 'engine', 'http', 'cli'].map(
  (folder) => `test/${folder}/**/*.test.ts`,
);
const gpuTests = [...gpuFolders, 'test/backends/*.test.ts'];

// Forks, because a GPU driver that crashes takes its whole process along, and with threads that is vitest itself.
const common = {
  pool: 'forks' as const,
  globalSetup: ['test/support/vulkan-setup.ts'],
  // These end what hangs, and judge no speed: SwiftShader needs a minute for some tests, and a busy machine ten times
  // as long.
  testTimeout: 900_000,
  hookTimeout: 900_000,
};

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          ...common,
          name: 'pure',
          include: ['test/**/*.test.ts'],
          exclude: gpuTests,
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
          include: gpuTests,
          maxWorkers: 2,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
