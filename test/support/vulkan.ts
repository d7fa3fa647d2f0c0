import { describe, test } from 'vitest';

/** The adapter that the execute tier runs on, in words; undefined when this machine has none. */
export const softwareGpu: string | undefined = process.env.NOIR_TEST_GPU || undefined;

/** Whether it takes SwiftShader's several times as long to compile: then fewer layouts and random cases do. */
export const slowDriver: boolean = /swiftshader/i.test(softwareGpu ?? '');

/** `describe` for tests that execute shaders: skipped in sight without a Vulkan driver, and failed in CI. */
export function describeGpu(name: string, fn: () => void): void {
  if (softwareGpu !== undefined) {
    describe(name, fn);
  } else if (process.env.CI) {
    test(name, () => {
      throw new Error('the execute tier has no Vulkan driver: run scripts/test.sh, or see `noir doctor`');
    });
  } else {
    describe.skip(name, () => {
      test('needs a Vulkan driver', () => {});
    });
  }
}
