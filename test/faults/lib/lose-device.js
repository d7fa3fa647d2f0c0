/**
 * Loaded as ops of one's own: takes the GPU's device away from the process. SIGUSR2 destroys the device at once, whether it
 * is idle or not; SIGWINCH destroys it behind the next submission, before its result can be read.
 */
import { globals } from 'webgpu';

const { GPUAdapter, GPUQueue } = globals;
const { requestDevice } = GPUAdapter.prototype;
const { submit } = GPUQueue.prototype;
let latest;
let armed = false;

GPUAdapter.prototype.requestDevice = async function (...args) {
  latest = await requestDevice.apply(this, args);
  return latest;
};

GPUQueue.prototype.submit = function (...args) {
  submit.apply(this, args);
  if (!armed) return;
  armed = false;
  latest.destroy();
};

process.on('SIGUSR2', () => latest?.destroy());
process.on('SIGWINCH', () => {
  armed = true;
});

export const ops = [];
