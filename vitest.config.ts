import { defineConfig } from 'vitest/config';

const gpuFolders = ['backends/gpu', 'contract', 'engine', 'http', 'cli'].map(
  (folder) => `test/${folder}/**/*.test.ts`,
);

// Forks, because a GPU driver that crashes takes its whole process along, and with threads that is vitest itself.
const common = {
  pool: 'forks' as const,
  globalSetup: ['test/support/vulkan-setup.ts'],
  // SwiftShader needs seconds for what a GPU does in milliseconds.
  testTimeout: 60_000,
  hookTimeout: 60_000,
};

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          ...common,
          name: 'pure',
          include: ['test/**/*.test.ts'],
          exclude: gpuFolders,
          maxWorkers: 2,
          sequence: { groupOrder: 0 },
        },
      },
      {
        // One file at a time: a software driver already uses every core for one dispatch.
        test: {
          ...common,
          name: 'gpu',
          include: gpuFolders,
          maxWorkers: 1,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
