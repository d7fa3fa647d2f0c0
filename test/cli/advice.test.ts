import { describe, expect, test } from 'vitest';
import { advise } from '../../src/cli/doctor/advice.ts';
import type { DriverReport } from '../../src/cli/doctor/drivers.ts';

const BARE: DriverReport = {
  variables: {},
  manifests: [],
  loader: '/lib/libvulkan.so.1',
  devices: [],
  container: false,
};

function adviceFor(
  drivers: Partial<DriverReport>,
  platform: NodeJS.Platform = 'linux',
  glibc = '2.36',
): string {
  return advise({ platform, glibc, hasDawn: true, adapters: [], drivers: { ...BARE, ...drivers } }).join(
    '\n',
  );
}

describe('advice on Linux', () => {
  test('begins with the Vulkan loader', () => {
    expect(adviceFor({ loader: undefined })).toMatch(/^Install the Vulkan loader: apt install libvulkan1/);
  });

  test('for an NVIDIA card in a container is the container toolkit', () => {
    const text = adviceFor({ devices: ['/dev/nvidia0'], container: true });
    expect(text).toContain('NVIDIA_DRIVER_CAPABILITIES=graphics');
    expect(text).not.toContain('mesa');
  });

  test('for an NVIDIA card without a manifest is the graphics part of the driver', () => {
    expect(adviceFor({ devices: ['/dev/nvidia0'] })).toContain('libnvidia-gl');
  });

  test('for another card is a Mesa that Dawn accepts', () => {
    expect(adviceFor({ devices: ['/dev/dri/renderD128'] })).toMatch(
      /^AMD and Intel: install mesa-vulkan-drivers 24/,
    );
  });

  test('names the C library where it is the obstacle', () => {
    expect(adviceFor({}, 'linux', 'none')).toContain('glibc 2.34');
  });
});

test.each([
  ['win32', 'Direct3D 12'],
  ['darwin', 'Metal'],
  ['freebsd', 'not built for freebsd'],
] as const)('advice on %s speaks of %s', (platform, words) => {
  expect(adviceFor({}, platform)).toContain(words);
});

test('there is no advice where there is a GPU', () => {
  const adapter = { software: false } as never;
  const found = {
    platform: 'linux',
    glibc: '2.36',
    hasDawn: true,
    adapters: [adapter],
    drivers: BARE,
  } as const;
  expect(advise(found)).toEqual([]);
});

test.each(['linux', 'darwin'] as const)('advice on %s without Dawn is to install it', (platform) => {
  const found = { platform, glibc: '2.36', hasDawn: false, adapters: [], drivers: BARE };
  expect(advise(found)[0]).toBe('Install the package of Dawn: npm install webgpu.');
});
