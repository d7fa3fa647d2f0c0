import { beforeAll, describe, expect, it } from 'vitest';
import { create, globals } from 'webgpu';
import { bindDecode } from '../../../src/backends/gpu/jpeg/decode-dispatches.ts';
import { layOutDecode } from '../../../src/backends/gpu/jpeg/decode-layout.ts';
import { DECODE_STAGES } from '../../../src/backends/gpu/jpeg/decode-stages.ts';
import { ENCODE_STAGES } from '../../../src/backends/gpu/jpeg/encode-stages.ts';
import { Memory } from '../../../src/backends/gpu/memory.ts';
import { FILTER_STAGES } from '../../../src/backends/gpu/png/filter-stages.ts';
import { shaderSource } from '../../../src/backends/gpu/shaders.ts';
import { compileStages, modulesOf, type StageSource } from '../../../src/backends/gpu/stage.ts';
import { DEFAULT_LIMITS } from '../../../src/core/limits.ts';
import { readJpegPicture } from '../../../src/formats/jpeg/scan.ts';
import { forgeJpeg } from '../../support/jpeg-forge.ts';
import { SAMPLINGS } from '../../support/jpeg-samplings.ts';

// Dawn's null backend checks all of WGSL and of the API, and needs no driver. It runs nothing.
const instance = create(['backend=null']);
let device: GPUDevice;

beforeAll(async () => {
  Object.assign(globalThis, globals);
  device = (await (await instance.requestAdapter())?.requestDevice()) as GPUDevice;
});

describe.each<[string, Readonly<Record<string, StageSource>>]>([
  ['JPEG decoder', DECODE_STAGES],
  ['JPEG encoder', ENCODE_STAGES],
  ['PNG filters', FILTER_STAGES],
])('the stages of the %s', (_, sources) => {
  it('link and compile within the limits of every device', async () => {
    const compiled = await compileStages(device, sources);
    expect(Object.keys(compiled)).toEqual(Object.keys(sources));
  });

  it('are modules, and so is what they choose', () => {
    for (const module of modulesOf(sources)) expect(shaderSource(module)).toMatch(/^fn \w+\(/m);
  });
});

it('a stage tells what it binds by the names, numbers and types in WGSL', async () => {
  const { write } = await compileStages(device, FILTER_STAGES);
  expect(write).toMatchObject({
    name: 'write',
    bindings: [
      { name: 'frame', binding: 0, type: 'uniform' },
      { name: 'source', binding: 1, type: 'read-only-storage' },
      { name: 'choices', binding: 2, type: 'read-only-storage' },
      { name: 'stream', binding: 3, type: 'storage' },
      { name: 'sums', binding: 4, type: 'storage' },
    ],
  });
});

it('the JPEG decoder has a buffer for every name that its stages bind, and none that no stage binds', async () => {
  const stages = await compileStages(device, DECODE_STAGES);
  const bound = new Set(Object.values(stages).flatMap(({ bindings }) => bindings.map(({ name }) => name)));
  const bytes = forgeJpeg({ width: 16, height: 16, sampling: SAMPLINGS['4:2:0'], adobe: 1, density: 0.5 });
  const layout = layOutDecode(bytes, readJpegPicture(bytes, DEFAULT_LIMITS));
  if (!layout) throw new Error('the picture was not laid out');
  const goal = device.createBuffer({ size: 1024, usage: GPUBufferUsage.STORAGE });
  const named = Object.keys(bindDecode(new Memory(device).open(), layout, goal));
  // The prefix sums have names of their own, for whatever they add up.
  expect([...bound].sort()).toEqual([...named, 'range', 'items'].sort());
});
