import { beforeAll, expect, it } from 'vitest';
import { create, globals } from 'webgpu';
import {
  compileStages,
  encodeModules,
  inRows,
  STAGES,
} from '../../../src/backends/gpu/jpeg/encode-stages.ts';
import { shaderSource } from '../../../src/backends/gpu/shaders.ts';

// Dawn's null backend checks all of WGSL and of the API, and needs no driver. It runs nothing.
const instance = create(['backend=null']);
let device: GPUDevice;

beforeAll(async () => {
  Object.assign(globalThis, globals);
  device = (await (await instance.requestAdapter())?.requestDevice()) as GPUDevice;
});

it('the stages of the JPEG encoder link and compile within the limits of every device', async () => {
  const compiled = await compileStages(device);
  expect(Object.keys(compiled)).toEqual(Object.keys(STAGES));
});

it('the stages of the JPEG encoder are modules, and so is what becomes of symbols', () => {
  for (const module of encodeModules()) expect(shaderSource(module)).toMatch(/^fn (main|emit)\(/m);
});

it('a dispatch of many workgroups has rows, none too long', () => {
  expect(inRows(1)).toEqual([1, 1]);
  expect(inRows(65_535)).toEqual([65_535, 1]);
  expect(inRows(65_536)).toEqual([65_535, 2]);
});
