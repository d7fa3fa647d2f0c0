/**
 * Loaded as ops of one's own, before Dawn is: new buffers are filled with ones in place of zeros, so that a shader that
 * reads what nobody wrote gives another picture. Opening a device fails when they are not.
 */
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const folder = dirname(fileURLToPath(import.meta.resolve('webgpu')));
// The module that the package's own one reads when it is loaded.
const dawn = createRequire(import.meta.url)(
  join(folder, 'dist', `${process.platform}-${process.arch}`, 'dawn.node'),
);

const { create } = dawn;
dawn.create = (options) =>
  create([
    ...options.filter((option) => !option.startsWith('disable-dawn-features=')),
    'enable-dawn-features=nonzero_clear_resources_on_creation_for_testing',
    'disable-dawn-features=timestamp_quantization,lazy_clear_resource_on_first_use',
  ]);

const { GPUAdapter } = dawn.globals;
const { requestDevice } = GPUAdapter.prototype;
GPUAdapter.prototype.requestDevice = async function (...args) {
  const device = await requestDevice.apply(this, args);
  const [source, target] = [
    device.createBuffer({ size: 64, usage: 4 }),
    device.createBuffer({ size: 64, usage: 9 }),
  ];
  const encoder = device.createCommandEncoder();
  encoder.copyBufferToBuffer(source, 0, target, 0, 64);
  device.queue.submit([encoder.finish()]);
  await target.mapAsync(1);
  const bytes = new Uint8Array(target.getMappedRange());
  const isFilled = bytes.every((byte) => byte === 1);
  target.unmap();
  if (!isFilled) throw new Error('Dawn does not fill new buffers with ones');
  return device;
};

export const ops = [];
