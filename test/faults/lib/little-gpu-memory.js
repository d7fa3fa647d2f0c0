/**
 * Loaded as ops of one's own: once the process has a GPU device, it may take 192 MiB of address space more and no further. A
 * software driver has no memory of its own, and ends the process where it gets none.
 */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { globals } from 'webgpu';

const MORE = 192 * 2 ** 20;

const { GPUAdapter } = globals;
const { requestDevice } = GPUAdapter.prototype;

GPUAdapter.prototype.requestDevice = async function (...args) {
  const device = await requestDevice.apply(this, args);
  const size = 1024 * Number(/^VmSize:\s+(\d+) kB/m.exec(readFileSync('/proc/self/status', 'utf8'))[1]);
  execFileSync('prlimit', ['--pid', String(process.pid), `--as=${size + MORE}`]);
  return device;
};

export const ops = [];
