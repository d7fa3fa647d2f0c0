/**
 * WebGPU validation errors as rejections. WebGPU reports them asynchronously, apart from the calls that caused
 * them.
 */

/** Runs `run` now. Rejects with what it throws, or with a validation error of the calls that it made. */
export async function validated(device: GPUDevice, run: () => void): Promise<void> {
  device.pushErrorScope('validation');
  let found: Promise<GPUError | null>;
  try {
    run();
  } finally {
    found = device.popErrorScope();
    // After a throw nobody awaits this promise.
    found.catch(() => {});
  }
  const error = await found;
  if (error) throw new Error(error.message);
}
