import { expect, it } from 'vitest';
import { openDevice } from '../../../src/backends/gpu/device.ts';
import { Memory } from '../../../src/backends/gpu/memory.ts';
import { describeGpu } from '../../support/vulkan.ts';

const MIB = 2 ** 20;

describeGpu('the buffers of a codec', () => {
  it('give their memory back to the system when they are destroyed, without further work', async () => {
    const opened = await openDevice('software');
    if (!opened) throw new Error('there is no software GPU');
    const { device } = opened;
    const memory = new Memory(device);
    const task = memory.open();
    const bytes = new Uint8Array(32 * MIB).fill(1);
    for (let count = 0; count < 8; count++) {
      device.queue.writeBuffer(task.lease('storage', bytes.length).buffer, 0, bytes);
    }
    await device.queue.onSubmittedWorkDone();
    expect(memory.held()).toEqual({ leasedBytes: 256 * MIB, freeBytes: 0 });
    task.release();
    expect(memory.held()).toEqual({ leasedBytes: 0, freeBytes: 256 * MIB });
    // A software GPU has its memory from the process.
    const before = process.memoryUsage.rss();
    memory.trim();
    expect(memory.held()).toEqual({ leasedBytes: 0, freeBytes: 0 });
    await expect.poll(() => before - process.memoryUsage.rss(), { timeout: 5000 }).toBeGreaterThan(200 * MIB);
    device.destroy();
  });
});
