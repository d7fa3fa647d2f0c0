import { globals } from 'webgpu';

type RequestDevice = GPUAdapter['requestDevice'];

/**
 * Notes every device that is opened from now on, so that a test can take it away from under a backend,
 * and can make adapters refuse further ones, as after a driver has crashed. `restore` ends it.
 */
export function watchDevices() {
  const prototype = (globals as { GPUAdapter: { prototype: { requestDevice: RequestDevice } } }).GPUAdapter
    .prototype;
  const real = prototype.requestDevice;
  const devices: GPUDevice[] = [];
  let refusing = false;
  prototype.requestDevice = async function (this: GPUAdapter, descriptor) {
    if (refusing) throw new Error('the driver is gone');
    const device = await real.call(this, descriptor);
    devices.push(device);
    return device;
  };
  return {
    devices,
    /** Takes the device that was opened last away from its owner. */
    lose: () => devices.at(-1)?.destroy(),
    refuse: (on: boolean) => {
      refusing = on;
    },
    restore: () => {
      prototype.requestDevice = real;
    },
  };
}
