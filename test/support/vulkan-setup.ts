import { testEnvironment } from '../../scripts/software-vulkan.js';

/**
 * Runs in vitest's main process before it forks: the Vulkan loader reads LD_LIBRARY_PATH at process start only, so the
 * variables have to be in the environment that the workers inherit.
 */
export default function setup(): void {
  Object.assign(process.env, testEnvironment());
}
