import { expect, it } from 'vitest';
import { mayHaveGpu } from '../../../src/backends/gpu/hardware.ts';

/** A Linux machine with these names in `/dev`. */
const machine = (names: readonly string[], env: NodeJS.ProcessEnv = {}) => ({
  platform: 'linux' as const,
  env,
  list: () => names,
});

it('finds no GPU on a Linux machine without a device file of one', () => {
  expect(mayHaveGpu('auto', machine(['null', 'tty', 'vga_arbiter', 'kvm']))).toBe(false);
  for (const name of ['dri', 'nvidia0', 'dxg', 'mali0', 'kgsl-3d0', 'nvhost-gpu']) {
    expect(mayHaveGpu('auto', machine(['null', name])), name).toBe(true);
  }
});

it('leaves it to the drivers where files tell nothing', () => {
  const list = () => expect.fail('nothing is to be listed');
  for (const platform of ['darwin', 'win32'] as const)
    expect(mayHaveGpu('auto', { platform, env: {}, list })).toBe(true);
  expect(mayHaveGpu('auto', machine([], { VK_DRIVER_FILES: '/opt/driver.json' }))).toBe(true);
  expect(mayHaveGpu('software', machine([]))).toBe(true);
  expect(mayHaveGpu('off', machine(['dri']))).toBe(false);
});
