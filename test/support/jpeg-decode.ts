import sharp from 'sharp';
import { openDevice } from '../../src/backends/gpu/device.ts';
import type { Synchronisation } from '../../src/backends/gpu/jpeg/decode-layout.ts';
import { JpegDecoder } from '../../src/backends/gpu/jpeg/decoder.ts';
import { readHeader } from '../../src/codecs/registry.ts';
import { DEFAULT_LIMITS } from '../../src/core/limits.ts';

/**
 * What became of a file: `exact` means that it was proved and that libjpeg-turbo gives the same bytes, `alone`
 * that libjpeg-turbo refuses it.
 */
export type Outcome = 'exact' | 'different' | 'alone' | 'unproved';

/** Bytes behind a picture that nobody may write, and what all of the buffer is filled with. */
const GUARD = 256;
const FILL = 0xa5;

/** A decoder on the software GPU, and its pictures beside libjpeg-turbo's. */
export async function openDecoder() {
  const opened = await openDevice('software');
  if (!opened) throw new Error('there is no software GPU');
  const { device } = opened;
  const decoder = new JpegDecoder(device);
  const read = async (goal: GPUBuffer): Promise<Buffer> => {
    const { MAP_READ, COPY_DST } = GPUBufferUsage;
    const staging = device.createBuffer({ size: goal.size, usage: MAP_READ | COPY_DST });
    const encoder = device.createCommandEncoder();
    encoder.copyBufferToBuffer(goal, 0, staging, 0, goal.size);
    device.queue.submit([encoder.finish()]);
    await staging.mapAsync(GPUMapMode.READ);
    const samples = Buffer.from(new Uint8Array(staging.getMappedRange()));
    staging.destroy();
    return samples;
  };
  /** Decodes on the GPU, into a buffer full of somebody else's bytes. */
  const decode = async (
    bytes: Uint8Array,
    options?: Partial<Synchronisation>,
  ): Promise<Buffer | undefined> => {
    const { width, height, channels } = readHeader(bytes, DEFAULT_LIMITS);
    const texels = Math.ceil((width * height) / 4) * 4 * channels;
    const size = texels + GUARD;
    const { STORAGE, COPY_SRC } = GPUBufferUsage;
    const goal = device.createBuffer({ size, usage: STORAGE | COPY_SRC, mappedAtCreation: true });
    new Uint8Array(goal.getMappedRange()).fill(FILL);
    goal.unmap();
    device.pushErrorScope('validation');
    const verdict = await decoder.decode(bytes, goal, options);
    const error = await device.popErrorScope();
    if (error) throw new Error(error.message);
    const samples = await read(goal);
    goal.destroy();
    const behind = samples.subarray(texels);
    if (behind.some((byte) => byte !== FILL)) throw new Error('bytes behind the picture were written');
    return verdict === 'proved' ? samples.subarray(0, width * height * channels) : undefined;
  };
  const compare = async (bytes: Uint8Array, options?: Partial<Synchronisation>): Promise<Outcome> => {
    const samples = await decode(bytes, options);
    if (!samples) return 'unproved';
    const expected = await decodeBySharp(bytes).catch(() => undefined);
    if (!expected) return 'alone';
    return samples.equals(expected) ? 'exact' : 'different';
  };
  return { device, decoder, decode, compare, close: () => device.destroy() };
}

/** libjpeg-turbo's samples: nothing mended, turned or shrunk. */
async function decodeBySharp(bytes: Uint8Array): Promise<Buffer> {
  const pipeline = sharp(bytes, { failOn: 'none', ignoreIcc: true });
  if (readHeader(bytes, DEFAULT_LIMITS).channels === 1) pipeline.toColourspace('b-w');
  return pipeline.raw().toBuffer();
}
