import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { openDevice } from '../../src/backends/gpu/device.ts';
import type { DecodeOptions } from '../../src/backends/gpu/jpeg/decode-layout.ts';
import { JpegDecoder } from '../../src/backends/gpu/jpeg/decoder.ts';
import { DEFAULT_LIMITS } from '../../src/core/limits.ts';
import type { Shrink } from '../../src/formats/format.ts';
import { readJpegFrame } from '../../src/formats/jpeg/frame.ts';
import { shrunkExtent } from '../../src/formats/jpeg/geometry.ts';

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
  const decoder = new JpegDecoder(opened);
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
  const decode = async (bytes: Uint8Array, options?: DecodeOptions): Promise<Buffer | undefined> => {
    const { components, ...stored } = readJpegFrame(bytes, DEFAULT_LIMITS);
    const channels = options?.colors ? 3 : components;
    const { width, height } = shrunkExtent(stored, options?.shrink ?? 1);
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
  const witness = openWitness();
  const compare = async (bytes: Uint8Array, options?: DecodeOptions): Promise<Outcome> => {
    const samples = await decode(bytes, options);
    if (!samples) return 'unproved';
    const expected = await witness.decode(bytes, options?.shrink ?? 1).catch(() => undefined);
    if (!expected) return 'alone';
    return samples.equals(expected) ? 'exact' : 'different';
  };
  const close = () => {
    device.destroy();
    witness.close();
  };
  return { device, decoder, decode, compare, close };
}

/** libjpeg-turbo behind sharp. */
export function openWitness() {
  const folder = mkdtempSync(join(tmpdir(), 'noir-jpeg-'));
  let files = 0;
  /** libjpeg-turbo's samples: nothing mended or turned. */
  const decode = async (bytes: Uint8Array, shrink: Shrink): Promise<Buffer> => {
    const options = { failOn: 'none', ignoreIcc: true } as const;
    let pipeline = sharp(bytes, options);
    if (shrink > 1) {
      // By a name of its own, since libvips keeps what it has read; a name may end in the loader's options.
      const file = join(folder, `${files++}.jpg`);
      writeFileSync(file, roundUp(bytes, shrink));
      pipeline = sharp(`${file}[shrink=${shrink}]`, options);
    }
    const { components } = readJpegFrame(bytes, DEFAULT_LIMITS);
    if (components === 1) pipeline.toColourspace('b-w');
    // Inks stay as they are where sharp is to work on them.
    if (components === 4) pipeline.pipelineColourspace('cmyk').toColourspace('cmyk');
    return pipeline.raw().toBuffer();
  };
  return { decode, close: () => rmSync(folder, { recursive: true }) };
}

/**
 * The same file with an extent of whole multiples. Its samples are the same where it is decoded smaller, for as many
 * blocks hold them; but libvips cuts off what only a part of a pixel stands for.
 */
function roundUp(bytes: Uint8Array, multiple: number): Uint8Array {
  const file = Buffer.from(bytes);
  for (let at = 2; at + 9 < file.length; at += 2 + file.readUInt16BE(at + 2)) {
    while (file[at + 1] === 0xff) at++;
    const marker = file[at + 1] as number;
    if (marker < 0xc0 || marker > 0xc2) continue;
    for (const place of [at + 5, at + 7]) {
      file.writeUInt16BE(Math.ceil(file.readUInt16BE(place) / multiple) * multiple, place);
    }
    break;
  }
  return file;
}
