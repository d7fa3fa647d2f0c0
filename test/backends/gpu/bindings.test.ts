import { expect, it } from 'vitest';
import { bindingsOf } from '../../../src/backends/gpu/bindings.ts';

it('the bindings of a shader are those that its WGSL declares, by number', () => {
  const code = `
    @group(0) @binding(2) var<storage, read_write> goal: array<u32>;
    // @group(0) @binding(7) var<uniform> gone: u32;
    @group(0)
    @binding(0) var<uniform> frame : Frame;
    @group(0) @binding(1) var <storage,read> source: array<vec4f>;
    @group(0) @binding(12) var<storage> table: array<f32>;
    var<workgroup> sums: array<u32, 256>;
    var<private> seed: u32;`;
  expect(bindingsOf(code)).toEqual([
    { name: 'frame', binding: 0, type: 'uniform' },
    { name: 'source', binding: 1, type: 'read-only-storage' },
    { name: 'goal', binding: 2, type: 'storage' },
    { name: 'table', binding: 12, type: 'read-only-storage' },
  ]);
});

it('a name that the linker had to number is the one in the module', () => {
  expect(bindingsOf('@group(0) @binding(0) var<storage, read> source0: array<u32>;')).toEqual([
    { name: 'source', binding: 0, type: 'read-only-storage' },
  ]);
});
