import { afterEach, describe, expect, test, vi } from 'vitest';
import { findSoftwareVulkan } from '../../scripts/software-vulkan.js';
import { chooseMesa } from '../../scripts/vulkan/lavapipe.js';

const stable = `     22.3.6-1+deb12u2 500
        500 mirror:/debian bookworm/main amd64 Packages`;
const backports = `     25.0.7-2~bpo12+1 100
        100 mirror:/debian bookworm-backports/main amd64 Packages`;

const policy = (...versions: string[]): string =>
  ['mesa-vulkan-drivers:', '  Installed: (none)', '  Version table:', ...versions, ''].join('\n');

describe('the choice of a lavapipe to install', () => {
  test('takes the first version that Dawn accepts, from its own suite', () => {
    expect(chooseMesa(policy(backports, stable))).toEqual({
      version: '25.0.7-2~bpo12+1',
      suite: 'bookworm-backports',
    });
  });

  test('refuses a Mesa that Dawn refuses', () => {
    expect(chooseMesa(policy(stable))).toBeUndefined();
  });

  test('does not install again what is installed', () => {
    expect(chooseMesa(policy(backports.replace('     25', ' *** 25'), stable))).toBeUndefined();
  });

  test('reads a version with an epoch', () => {
    expect(chooseMesa(policy(backports.replace('25.0', '1:25.0')))?.suite).toBe('bookworm-backports');
  });

  test('makes nothing of an empty answer', () => {
    expect(chooseMesa('')).toBeUndefined();
  });
});

describe('NOIR_TEST_DRIVER', () => {
  afterEach(() => {
    vi.unstubAllEnvs();
  });

  test('none finds no driver', () => {
    vi.stubEnv('NOIR_TEST_DRIVER', 'none');
    expect(findSoftwareVulkan()).toBeUndefined();
  });

  test('an unknown name is an error that lists the known ones', () => {
    vi.stubEnv('NOIR_TEST_DRIVER', 'radeon');
    expect(findSoftwareVulkan).toThrow(/'radeon'.*lavapipe.*swiftshader.*none/);
  });
});
