// Notices what the device finds wrong with calls, which WebGPU tells later and apart from them.
/** Runs at once; rejects with what is thrown, or with what the device finds wrong with the calls that were made. */
export async function validated(device: GPUDevice, run: () => void): Promise<void> {
  device.pushErrorScope('validation');
  let found: Promise<GPUError | null>;
  try {
    run();
  } finally {
    found = device.popErrorScope();
    // Nobody waits for it where something was thrown.
    found.catch(() => {});
  }
  const error = await found;
  if (error) throw new Error(error.message);
}
