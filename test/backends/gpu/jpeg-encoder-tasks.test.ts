import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { compilePrograms } from '../../../src/backends/gpu/compute-program.ts';
import { ENCODE_PROGRAMS } from '../../../src/backends/gpu/jpeg/encode-programs.ts';
import { JpegEncoder } from '../../../src/backends/gpu/jpeg/encoder.ts';
import { JpegEncoding } from '../../../src/backends/gpu/jpeg/encoding.ts';
import { Memory } from '../../../src/backends/gpu/memory.ts';
import { UNBOUND } from '../../../src/core/run.ts';
import { layoutScan } from '../../../src/formats/jpeg/layout.ts';
import { quantisationTables } from '../../../src/formats/jpeg/tables.ts';
import { keepIdle } from '../../support/idle.ts';
import { expectSameJpeg } from '../../support/jpeg-blocks.ts';
import { encodeWithSharp } from '../../support/jpeg-encode.ts';
import { pattern, type Samples } from '../../support/jpeg-pictures.ts';
import { describeGpu } from '../../support/vulkan.ts';
import { type EncoderBench, openEncoder, shapeOf } from './jpeg-encoding.ts';
import { watchSubmissions } from './submissions.ts';

keepIdle();

const BEST = { quality: 100, chromaSubsampling: '4:4:4' } as const;
const USUAL = { quality: 80, chromaSubsampling: '4:2:0' } as const;

describeGpu('a JPEG encoding', () => {
  let bench: EncoderBench;

  beforeAll(async () => {
    bench = await openEncoder();
  });

  beforeEach(() => vi.restoreAllMocks());
  afterAll(() => bench.device.destroy());

  /** Records and reads an encoding of the encoder's. */
  async function encode(picture: Samples, options: Parameters<JpegEncoder['record']>[2]) {
    const { device, encoder, upload } = bench;
    const commands = device.createCommandEncoder();
    const source = { buffer: upload(picture), shape: shapeOf(picture) };
    const encoding = encoder.record(commands, source, options);
    device.queue.submit([commands.finish()]);
    return { file: await encoding.read(), encoding };
  }

  describe('whose scan', () => {
    /** An encoding that expects a scan of so many bytes; it has room for twice of that. */
    async function expectingBytes(picture: Samples, quality: number, expected: number) {
      const { opened, device, upload } = bench;
      const memory = new Memory(device);
      const encoding = new JpegEncoding(
        {
          opened,
          programs: await compilePrograms(device, ENCODE_PROGRAMS),
          memory: memory.open(),
          signal: UNBOUND.signal,
          learn: () => {},
          clock: undefined,
        },
        {
          layout: layoutScan(picture, picture.channels, '4:4:4'),
          quantisation: quantisationTables(quality),
          restartInterval: 0,
          optimise: false,
          expected,
        },
        { buffer: upload(picture) },
      );
      const commands = device.createCommandEncoder();
      encoding.record(commands);
      device.queue.submit([commands.finish()]);
      const file = await encoding.read();
      expect(memory.stats().leased).toBe(0);
      memory.trim();
      return { file, figures: encoding.figures };
    }

    const picture = pattern('noise', 120, 90, 3);
    let wanted: Uint8Array;
    let scan: number;
    let stuffed: number;

    beforeAll(async () => {
      wanted = await encodeWithSharp(picture, BEST);
      const data = wanted.subarray(Buffer.from(wanted).indexOf('ffda', 'hex') + 14, -2);
      scan = data.length;
      stuffed = data.filter((byte, at) => byte === 0 && data[at - 1] === 0xff).length;
    });

    it('is as long as expected comes with one read-back', async () => {
      const { file, figures } = await expectingBytes(picture, 100, scan);
      expectSameJpeg(file, wanted, 'noise');
      expect(figures).toEqual({ attempts: 1, scan, moved: 16 + 4 * Math.ceil(scan / 4) });
    });

    it('is longer than expected comes with a second one', async () => {
      const { file, figures } = await expectingBytes(picture, 100, scan - 1000);
      expectSameJpeg(file, wanted, 'noise');
      expect(figures.attempts).toBe(1);
      expect(figures.moved - scan).toBeLessThan(16 + 8);
    });

    it('has no room is packed again', async () => {
      for (const expected of [0, 64, scan / 4]) {
        const { file, figures } = await expectingBytes(picture, 100, Math.max(4, expected));
        expectSameJpeg(file, wanted, 'noise');
        expect(figures.attempts).toBe(2);
      }
    });

    it('has no room for the stuffed zeros alone is packed again', async () => {
      expect(stuffed).toBeGreaterThan(100);
      const { file, figures } = await expectingBytes(picture, 100, (scan - stuffed / 2) / 2);
      expectSameJpeg(file, wanted, 'noise');
      expect(figures.attempts).toBe(2);
    });
  });

  it('of noise at the best quality finds its room, and the next one remembers it', async () => {
    for (const channels of [1, 3] as const) {
      const picture = pattern('noise', 320, 240, channels);
      const wanted = await encodeWithSharp(picture, BEST);
      const first = await encode(picture, BEST);
      const second = await encode(picture, BEST);
      for (const { file } of [first, second]) expectSameJpeg(file, wanted, 'noise');
      expect(first.encoding.figures.attempts).toBe(channels === 3 ? 2 : 1);
      expect(second.encoding.figures.attempts).toBe(1);
    }
  });

  it('is seven dispatches and one copy, in one submission', async () => {
    const picture = pattern('gradient', 100, 80, 3);
    const dispatches = vi.spyOn(GPUComputePassEncoder.prototype, 'dispatchWorkgroups');
    const copies = vi.spyOn(GPUCommandEncoder.prototype, 'copyBufferToBuffer');
    const submissions = watchSubmissions();
    await bench.encode(picture, USUAL);
    expect(dispatches).toHaveBeenCalledTimes(7);
    expect(copies).toHaveBeenCalledTimes(1);
    expect(submissions()).toHaveLength(1);
  });

  it('shares the pools with others in flight, and uses them again', async () => {
    const pictures = [1, 2, 3, 4].map((size) => pattern('noise', 30 * size, 50, 3));
    const wanted = await Promise.all(pictures.map((picture) => encodeWithSharp(picture, USUAL)));
    const round = async () => {
      const files = await Promise.all(pictures.map((picture) => bench.encode(picture, USUAL)));
      files.forEach((file, at) => {
        expectSameJpeg(file, wanted[at] as Uint8Array, `picture ${at}`);
      });
    };
    await round();
    await round();
    const { created } = bench.encoder.stats();
    await round();
    expect(bench.encoder.stats()).toMatchObject({ created, leased: 0 });
  });

  it('follows the commands that write its picture, in the same submission', async () => {
    const { device, encoder, upload } = bench;
    const picture = pattern('checker', 41, 23, 3);
    const size = 4 * Math.ceil(picture.data.length / 4);
    const buffer = device.createBuffer({ size, usage: GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_DST });
    const commands = device.createCommandEncoder();
    commands.copyBufferToBuffer(upload(picture), 0, buffer, 0, size);
    const encoding = encoder.record(commands, { buffer, shape: shapeOf(picture) }, USUAL);
    commands.clearBuffer(buffer);
    device.queue.submit([commands.finish()]);
    expectSameJpeg(await encoding.read(), await encodeWithSharp(picture, USUAL), 'a checkerboard');
  });

  it('times its programs if asked', async () => {
    const { encoding } = await encode(pattern('noise', 64, 64, 3), { ...USUAL, timed: true });
    const times = await encoding.times();
    if (!bench.opened.timestamps) return expect(times).toBeUndefined();
    expect(Object.keys(times ?? {})).toEqual([
      'transform',
      'measure',
      'place',
      'pack',
      'tally',
      'settle',
      'stuff',
    ]);
  });

  it('that is given up takes its buffers along, which are as large as it said', () => {
    const { device, encoder, upload } = bench;
    const picture = pattern('flat', 400, 300, 3);
    const source = { buffer: upload(picture), shape: shapeOf(picture) };
    const said = encoder.bytes(source.shape, USUAL);
    const encoding = encoder.record(device.createCommandEncoder(), source, USUAL);
    const { leasedBytes } = encoder.stats();
    expect(leasedBytes).toBeGreaterThan(0.7 * said);
    expect(leasedBytes).toBeLessThan(1.125 * said + 8 * 4096);
    encoding.discard();
    expect(encoder.stats().leased).toBe(0);
  });

  it('is refused before the shaders are compiled, and of pictures that no binding holds', () => {
    const { opened, device, encoder, upload } = bench;
    const buffer = upload(pattern('flat', 1, 1, 3));
    const commands = device.createCommandEncoder();
    const shape = { width: 1, height: 1, channels: 3, type: 'u8' } as const;
    const cold = new JpegEncoder(opened);
    expect(() => cold.record(commands, { buffer, shape }, USUAL)).toThrow('not compiled');
    const large = { ...shape, width: 20_000, height: 20_000 };
    expect(encoder.supports(shape, USUAL)).toBe(true);
    for (const refused of [
      large,
      { ...shape, width: 70_000, channels: 1 } as const,
      { ...shape, channels: 4 } as const,
      { ...shape, type: 'u16' } as const,
    ]) {
      expect(encoder.supports(refused, USUAL)).toBe(false);
    }
    expect(() => encoder.record(commands, { buffer, shape: large }, USUAL)).toThrow(
      'cannot encode a picture of this shape',
    );
  });

  it.each([
    [{ quality: 0 }, 'quality'],
    [{ quality: 101 }, 'quality'],
    [{ restartInterval: 65_536 }, 'restart interval'],
    [{ quantisationTables: { luma: new Uint8Array(64), chroma: new Uint8Array(64) } }, '64 steps'],
  ])('is refused for options that no file can hold: %j', async (options, message) => {
    const file = bench.encode(pattern('flat', 8, 8, 3), { ...USUAL, ...options });
    await expect(file).rejects.toThrow(message);
    expect(bench.encoder.stats().leased).toBe(0);
  });

  it('fails when the GPU is lost, and keeps nothing', async () => {
    const lost = await openEncoder();
    const file = lost.encode(pattern('noise', 64, 64, 3), USUAL);
    lost.device.destroy();
    await expect(file).rejects.toThrow();
    expect(lost.encoder.stats().leased).toBe(0);
  });
});
