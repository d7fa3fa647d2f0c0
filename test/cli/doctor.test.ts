import { describe, expect, test } from 'vitest';
import { softwareGpu } from '../support/vulkan.ts';
import { noir } from './command.ts';

const SECTIONS = ['Versions', 'Adapters', 'Settings', 'Backends', 'Codecs'];

describe.concurrent('noir doctor', () => {
  test('finds the CPU to work where the GPU is switched off', async () => {
    const { code, stdout, stderr } = await noir(['doctor']);
    const text = stdout.toString();
    const titles = text.split('\n').filter((line) => /^\S/.test(line));
    for (const title of SECTIONS) expect(titles).toContain(title);
    expect(text).toMatch(/gpu +absent: switched off by NOIR_GPU=off/);
    expect(text).toMatch(/cpu +ok: /);
    expect(text).toContain('fastest works; on a tie cpu');
    expect([code, stderr]).toEqual([0, '']);
  });

  test('fails when no enabled backend works', async () => {
    const { code, stdout } = await noir(['doctor', '--json'], { env: { NOIR_BACKENDS: 'gpu' } });
    const { first, backends } = JSON.parse(stdout.toString());
    expect([code, first]).toEqual([1, null]);
    expect(backends.map(({ name, enabled }: { name: string; enabled: boolean }) => [name, enabled])).toEqual([
      ['gpu', true],
      ['cpu', false],
      ['sharp', false],
    ]);
  });

  test.runIf(softwareGpu)('tries the shaders on a software adapter', async () => {
    const { code, stdout } = await noir(['doctor', '--json'], { env: { NOIR_GPU: 'software' } });
    const { adapters, backends, first, advice } = JSON.parse(stdout.toString());
    expect(adapters[0]).toMatchObject({
      software: true,
      limits: { maxComputeWorkgroupsPerDimension: 65535 },
    });
    expect(backends[0]).toMatchObject({ name: 'gpu', state: 'ok' });
    expect([code, first]).toEqual([0, 'gpu']);
    expect(advice.at(-1)).toContain('NOIR_GPU=software');
  });

  test.runIf(process.platform === 'linux')('says what to install where Dawn finds no driver', async () => {
    const env = { NOIR_GPU: 'auto', VK_DRIVER_FILES: '/nonexistent', VK_ICD_FILENAMES: '/nonexistent' };
    const { code, stdout } = await noir(['doctor'], { env });
    expect(stdout.toString()).toMatch(/gpu +absent: Dawn finds no adapter/);
    expect(stdout.toString()).toMatch(/For a GPU\n {2}Only the drivers in \/nonexistent are looked at/);
    expect(code).toBe(0);
  });
});
