import { beforeAll, expect, it } from 'vitest';
import { create, globals } from 'webgpu';
import { compileStages, filterModules } from '../../../src/backends/gpu/png/filter-stages.ts';
import { shaderSource } from '../../../src/backends/gpu/shaders.ts';

// Dawn's null backend checks all of WGSL and of the API, and needs no driver. It runs nothing.
const instance = create(['backend=null']);
let device: GPUDevice;

beforeAll(async () => {
  Object.assign(globalThis, globals);
  device = (await (await instance.requestAdapter())?.requestDevice()) as GPUDevice;
});

it('the stages of the PNG filters link and compile within the limits of every device', async () => {
  expect(Object.keys(await compileStages(device))).toEqual(['choose', 'write']);
});

it('the stages of the PNG filters are modules', () => {
  for (const module of filterModules()) expect(shaderSource(module)).toMatch(/^fn main\(/m);
});
