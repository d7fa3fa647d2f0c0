import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { openDevice } from '../../../src/backends/gpu/device.ts';
import { describeGpu } from '../../support/vulkan.ts';

describe('openDevice', () => {
  it('gives none when the GPU is switched off', async () => {
    expect(await openDevice('off')).toBeUndefined();
  });
});

describeGpu('an open device', () => {
  it('has the limits of its adapter, not the least that WebGPU promises', async () => {
    const opened = await openDevice('software');
    expect(opened?.device.limits.maxBufferSize).toBeGreaterThan(2 ** 28);
    opened?.device.destroy();
  });

  it('tells its loss', async () => {
    const opened = await openDevice('software');
    expect(opened?.loss.aborted).toBe(false);
    opened?.device.destroy();
    await opened?.device.lost;
    expect(opened?.loss.reason).toMatchObject({ message: expect.stringMatching(/^the GPU was lost: ./) });
  });

  it('counts as lost after an error that nobody asked for', async () => {
    const opened = await openDevice('software');
    opened?.device.createBuffer({ size: 16, usage: GPUBufferUsage.MAP_READ | GPUBufferUsage.STORAGE });
    await opened?.device.queue.onSubmittedWorkDone();
    await expect.poll(() => String(opened?.loss.reason), { timeout: 60_000 }).toMatch(/MapRead|usage/i);
    opened?.device.destroy();
  });

  it('survives garbage collection every 10 ms through 200 tasks', async () => {
    const script = fileURLToPath(new URL('./soak.ts', import.meta.url));
    const { stdout } = await promisify(execFile)(process.execPath, [
      '--expose-gc',
      '--import',
      'tsx',
      script,
    ]);
    const { tasks, worst } = JSON.parse(stdout.trim().split('\n').at(-1) ?? '');
    expect(tasks).toBe(200);
    expect(worst).toBeLessThanOrEqual(1);
  });
});
