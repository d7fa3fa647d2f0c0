import { beforeAll, describe, expect, it } from 'vitest';
import { create, globals } from 'webgpu';
import { compilePrograms, modulesOf, type ProgramSource } from '../../../src/backends/gpu/compute-program.ts';
import { bindDecode } from '../../../src/backends/gpu/jpeg/decode-dispatches.ts';
import { layOutDecode } from '../../../src/backends/gpu/jpeg/decode-layout.ts';
import { DECODE_PROGRAMS } from '../../../src/backends/gpu/jpeg/decode-programs.ts';
import { ENCODE_PROGRAMS } from '../../../src/backends/gpu/jpeg/encode-programs.ts';
import { Memory } from '../../../src/backends/gpu/memory.ts';
import { FILTER_PROGRAMS } from '../../../src/backends/gpu/png/filter-programs.ts';
import { shaderSource } from '../../../src/backends/gpu/shaders.ts';
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

describe.each<[string, Readonly<Record<string, ProgramSource>>]>([
  ['JPEG decoder', DECODE_PROGRAMS],
  ['JPEG encoder', ENCODE_PROGRAMS],
  ['PNG filters', FILTER_PROGRAMS],
])('the programs of the %s', (_, sources) => {
  it('link and compile within the limits of every device', async () => {
    const compiled = await compilePrograms(device, sources);
    expect(Object.keys(compiled)).toEqual(Object.keys(sources));
  });

  it('are modules, and so is what they choose', () => {
    for (const module of modulesOf(sources)) expect(shaderSource(module)).toMatch(/^fn \w+\(/m);
  });
});

it('a program tells what it binds by the names, numbers and types in WGSL', async () => {
  const { write } = await compilePrograms(device, FILTER_PROGRAMS);
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

it('the JPEG decoder has a buffer for every name that its programs bind, and none that no program binds', async () => {
  const programs = await compilePrograms(device, DECODE_PROGRAMS);
  const bound = new Set(Object.values(programs).flatMap(({ bindings }) => bindings.map(({ name }) => name)));
  const bytes = forgeJpeg({ width: 16, height: 16, sampling: SAMPLINGS['4:2:0'], adobe: 1, density: 0.5 });
  const layout = layOutDecode(bytes, readJpegPicture(bytes, DEFAULT_LIMITS));
  if (!layout) throw new Error('the picture was not laid out');
  const goal = device.createBuffer({ size: 1024, usage: GPUBufferUsage.STORAGE });
  const named = Object.keys(bindDecode(new Memory(device).open(), layout, goal));
  // The prefix sums have names of their own, for whatever they add up.
  expect([...bound].sort()).toEqual([...named, 'range', 'items'].sort());
});
