import { afterAll, beforeAll, expect, it } from 'vitest';
import { type ComputeProgram, compileProgram } from '../../../src/backends/gpu/compute-program.ts';
import { type Device, openDevice } from '../../../src/backends/gpu/device.ts';
import { validated } from '../../../src/backends/gpu/error-scope.ts';
import { ProgramClock } from '../../../src/backends/gpu/program-clock.ts';
import { type Dispatch, inRows, Recorder } from '../../../src/backends/gpu/recorder.ts';
import { readMapped } from '../../../src/backends/gpu/staging.ts';
import { UNBOUND } from '../../../src/core/run.ts';
import { describeGpu } from '../../support/vulkan.ts';

/** Adds a number to the words of one buffer and leaves them in another one. */
const ADD = `
  @group(0) @binding(3) var<storage, read_write> goal: array<u32>;
  @group(0) @binding(0) var<storage, read> source: array<u32>;
  @group(0) @binding(1) var<uniform> addend: u32;
  @compute @workgroup_size(64)
  fn main(@builtin(global_invocation_id) id: vec3u) {
    if (id.x < arrayLength(&goal)) {
      goal[id.x] = source[id.x] + addend;
    }
  }`;

it('workgroups are counted in rows, none longer than devices take, with few over', () => {
  expect(inRows(1)).toEqual([1, 1]);
  expect(inRows(65_535)).toEqual([65_535, 1]);
  for (const workgroups of [65_536, 65_537, 1_000_000, 10_000_001]) {
    const [x, y] = inRows(workgroups);
    expect(x).toBeLessThanOrEqual(65_535);
    expect(x * y - workgroups).toBeGreaterThanOrEqual(0);
    expect(x * y - workgroups).toBeLessThan(y);
  }
});

describeGpu('the recorder', () => {
  let opened: Device;
  let add: ComputeProgram;

  beforeAll(async () => {
    opened = (await openDevice('software')) as Device;
    add = await compileProgram(opened.device, { name: 'add', code: ADD });
  });

  afterAll(() => opened.device.destroy());

  function bufferOf(words: readonly number[]): GPUBuffer {
    const { STORAGE, UNIFORM, COPY_SRC, COPY_DST } = GPUBufferUsage;
    const usage = STORAGE | UNIFORM | COPY_SRC | COPY_DST;
    const buffer = opened.device.createBuffer({ size: 4 * words.length, usage });
    opened.device.queue.writeBuffer(buffer, 0, Uint32Array.from(words));
    return buffer;
  }

  /** Submits what is recorded, and reads a buffer afterwards. */
  async function submit(record: (recorder: Recorder) => void, result: GPUBuffer, clock?: ProgramClock) {
    const { device, loss } = opened;
    const { MAP_READ, COPY_DST } = GPUBufferUsage;
    const staging = device.createBuffer({ size: result.size, usage: MAP_READ | COPY_DST });
    const valid = validated(device, () => {
      const encoder = device.createCommandEncoder();
      const recorder = new Recorder(device, encoder, clock);
      record(recorder);
      recorder.copy({ buffer: result, size: result.size }, staging);
      device.queue.submit([encoder.finish()]);
    });
    return readMapped(staging, result.size, { valid, loss, signal: UNBOUND.signal }, () => [
      ...new Uint32Array(staging.getMappedRange(0, result.size)),
    ]);
  }

  it('binds buffers by the names in WGSL, whatever their numbers and whatever else is there', async () => {
    const goal = bufferOf([0, 0, 0, 0]);
    const dispatch: Dispatch = {
      program: add,
      buffers: {
        unused: { buffer: bufferOf([9]) },
        addend: { buffer: bufferOf([7]) },
        goal: { buffer: goal },
        source: { buffer: bufferOf([1, 2, 3, 4]) },
      },
      workgroups: [1, 1],
    };
    expect(await submit((recorder) => recorder.run([dispatch]), goal)).toEqual([8, 9, 10, 11]);
  });

  it('binds parts of buffers, and runs dispatches one after the other', async () => {
    const [first, second] = [bufferOf(Array(128).fill(1)), bufferOf(Array(128).fill(0))];
    const addend = { buffer: bufferOf([5]) };
    const part = { offset: 256, size: 16 };
    const run = (from: GPUBuffer, to: GPUBuffer): Dispatch => ({
      program: add,
      buffers: { addend, source: { buffer: from, ...part }, goal: { buffer: to, ...part } },
      workgroups: [1, 1],
    });
    const dispatches = [run(first, second), run(second, first), run(first, second)];
    const words = await submit((recorder) => recorder.run(dispatches), second);
    expect(words.slice(64, 68)).toEqual([16, 16, 16, 16]);
    expect([...words.slice(0, 64), ...words.slice(68)]).toEqual(Array(124).fill(0));
  });

  it('copies and clears parts of buffers', async () => {
    const goal = bufferOf([1, 2, 3, 4]);
    const words = await submit((recorder) => {
      recorder.clear({ buffer: goal, offset: 4, size: 8 });
      recorder.copy({ buffer: bufferOf([5, 6, 7]), offset: 8, size: 4 }, goal, 4);
    }, goal);
    expect(words).toEqual([1, 7, 0, 4]);
  });

  it('refuses a dispatch that lacks a buffer, by its name', () => {
    const { device } = opened;
    const recorder = new Recorder(device, device.createCommandEncoder());
    const dispatch: Dispatch = {
      program: add,
      buffers: { source: { buffer: bufferOf([1]) }, addend: { buffer: bufferOf([1]) } },
      workgroups: [1, 1],
    };
    expect(() => recorder.run([dispatch])).toThrow('the program add binds a buffer "goal"');
  });

  it('times every dispatch with a clock, and changes nothing else', async () => {
    if (!opened.timestamps) return;
    const goal = bufferOf([0]);
    const buffers = {
      goal: { buffer: goal },
      source: { buffer: bufferOf([1]) },
      addend: { buffer: bufferOf([2]) },
    };
    const clock = new ProgramClock(opened.device);
    const dispatch: Dispatch = { program: add, buffers, workgroups: [1, 1] };
    expect(await submit((recorder) => recorder.run([dispatch, dispatch]), goal, clock)).toEqual([3]);
    const times = await clock.read();
    expect(Object.keys(times)).toEqual(['add']);
    expect(times.add).toBeGreaterThanOrEqual(0);
  });
});
