/** What TypeScript knows of the library. The compiler checks these; running them proves nothing more. */
import type { Readable } from 'node:stream';
import { describe, expectTypeOf, it } from 'vitest';
import {
  type BlurOptions,
  createNoir,
  defineOp,
  type Image,
  type Input,
  type InputOptions,
  type JpegOptions,
  type Noir,
  type OpName,
  type Pipeline,
  type ResizeOptions,
} from '../../src/index.ts';

declare const start: Pipeline;
declare const begin: Noir;

/** Code that is compiled and never run. */
const compiled = (_: () => unknown) => {};

describe('a pipeline', () => {
  it('has a method for every op and format', () => {
    expectTypeOf<Exclude<OpName, keyof Pipeline>>().toBeNever();
    expectTypeOf<'grayscale' | 'clamp' | 'hue-rotate' | 'jpeg' | 'tiff'>().toExtend<keyof Pipeline>();
    expectTypeOf<Pipeline['blur']>().returns.toEqualTypeOf<Pipeline>();
    expectTypeOf<Pipeline['jpeg']>().returns.toEqualTypeOf<Pipeline>();
  });

  it('takes values by position, then options', () => {
    expectTypeOf<Pipeline['resize']>().toBeCallableWith(800, 600, { fit: 'cover' });
    expectTypeOf<Pipeline['resize']>().toBeCallableWith('50%', { withoutEnlargement: true });
    expectTypeOf<Pipeline['resize']>().toBeCallableWith({ height: 600 });
    expectTypeOf<Pipeline['extract']>().toBeCallableWith(0, 0, 10, 10);
    expectTypeOf<Pipeline['extract']>().toBeCallableWith({ left: 0, top: 0, width: 10, height: 10 });
    expectTypeOf<Pipeline['clip']>().toBeCallableWith(undefined, 100);
    expectTypeOf<Pipeline['resize']>().toBeCallableWith(null, 200, { fit: null });
    expectTypeOf<Pipeline['webp']>().toBeCallableWith({ quality: null });
    // @ts-expect-error extract needs all four
    compiled(() => start.extract({ left: null, top: 0, width: 10, height: 10 }));
    // @ts-expect-error extract needs all four
    compiled(() => start.extract(0, 0, 10));
    // @ts-expect-error there is no such fit
    compiled(() => start.resize(800, 600, { fit: 'cropped' }));
    // @ts-expect-error a misspelt option
    compiled(() => start.resize(800, { hieght: 600 }));
  });

  it('takes files and colours in all their forms', () => {
    const logo = new Uint8Array();
    const red = { r: 255, g: 0, b: 0, alpha: 0.5 };
    expectTypeOf<Pipeline['composite']>().toBeCallableWith(logo, { gravity: 'southeast' });
    expectTypeOf<Pipeline['composite']>().toBeCallableWith(new Blob([]));
    expectTypeOf<Pipeline['mask']>().toBeCallableWith(new URL('file:///mask.png'));
    expectTypeOf<Pipeline['flatten']>().toBeCallableWith(red);
    expectTypeOf<Pipeline['flatten']>().toBeCallableWith({ background: 0xff8800 });
    expectTypeOf<Pipeline['tint']>().toBeCallableWith([255, 136, 0] as const);
    compiled(() => start.composite([{ input: logo, blend: 'multiply', left: 5, top: 5 }]));
    compiled(() => start.greyscale().joinChannel(['a.png', logo]).flip(false).blur(true).blur(3));
    // @ts-expect-error there is no such blend
    compiled(() => start.composite([{ input: logo, blend: 'mix' }]));
    // @ts-expect-error a number is no file
    compiled(() => start.composite(42));
  });

  it('types options of formats', () => {
    expectTypeOf<JpegOptions['chromaSubsampling']>().toEqualTypeOf<'4:2:0' | '4:4:4' | null | undefined>();
    expectTypeOf<Pipeline['webp']>().toBeCallableWith({ quality: 80, lossless: true });
    compiled(() => start.toFormat('tiff', { compression: 'deflate' }));
    compiled(() => start.toFormat('auto', { quality: 75 }));
    // @ts-expect-error quality is a number
    compiled(() => start.jpeg({ quality: 'high' }));
    // @ts-expect-error WebP has no progressive
    compiled(() => start.toFormat('webp', { progressive: true }));
    // @ts-expect-error there is no such format
    compiled(() => start.toFormat('bmp'));
  });

  it('names the types of options', () => {
    expectTypeOf<BlurOptions['sigma']>().toEqualTypeOf<number | null | undefined>();
    expectTypeOf<ResizeOptions['fit']>().extract<'inside'>().toEqualTypeOf<'inside'>();
    expectTypeOf<InputOptions['failOn']>().extract<'none'>().toEqualTypeOf<'none'>();
  });
});

describe('results', () => {
  it('are typed by what was asked', () => {
    compiled(async () => {
      expectTypeOf(await start.toBuffer({ timeout: null })).toEqualTypeOf<Buffer<ArrayBuffer>>();
      const { data, info } = await start.toBuffer({ resolveWithObject: true });
      expectTypeOf(data).toEqualTypeOf<Buffer<ArrayBuffer>>();
      expectTypeOf((await start.run()).data).toEqualTypeOf<Uint8Array<ArrayBuffer>>();
      expectTypeOf(info.width).toEqualTypeOf<number>();
    });
    expectTypeOf<Pipeline['toImage']>().returns.resolves.toEqualTypeOf<Image>();
    expectTypeOf<Pipeline['toBlob']>().returns.resolves.toEqualTypeOf<Blob>();
  });

  it('of a report are typed by its op', () => {
    const report = () => start.negate().stats().toReport();
    type Report = Awaited<ReturnType<typeof report>>;
    expectTypeOf<Report['entropy']>().toEqualTypeOf<number>();
    expectTypeOf<Report['channels'][number]['mean']>().toEqualTypeOf<number | null>();
    expectTypeOf<Pipeline['toReport']>().returns.resolves.toBeUnknown();
  });
});

describe('inputs', () => {
  it('are paths, bytes, streams, responses and pixels', () => {
    expectTypeOf<Parameters<Noir>[0]>().toEqualTypeOf<Input>();
    expectTypeOf<string | URL | Buffer | ArrayBuffer | File | Response | Image>().toExtend<Input>();
    expectTypeOf<Readable | ReadableStream<Uint8Array>>().toExtend<Input>();
    expectTypeOf<SharedArrayBuffer | Uint8ClampedArray | Request>().toExtend<Input>();
    compiled(() => begin(new Uint16Array(12), { raw: { width: 2, height: 2, channels: 3 }, page: null }));
    compiled(() => begin({ width: 2, height: 2, data: new Uint8ClampedArray(16) }).clone());
    expectTypeOf<number>().not.toExtend<Input>();
    expectTypeOf(createNoir).returns.resolves.toExtend<AsyncDisposable>();
  });
});

describe('an op of one’s own', () => {
  it('gets a number where the default is one, and a list where it is a list', () => {
    defineOp({
      name: 'fade',
      summary: 'Mix every colour with another.',
      params: {
        amount: { default: 0.5, min: 0, max: 1, describe: 'Part of the other.' },
        other: { default: [0, 0.5, 1], min: 0, max: 1, describe: 'The other colour.' },
      },
      wgsl: 'fn pixel(color: vec4f, params: Params) -> vec4f { return color; }',
      pixel(_, values) {
        expectTypeOf(values.amount).toEqualTypeOf<number>();
        expectTypeOf(values.other).toEqualTypeOf<readonly [number, number, number]>();
        // @ts-expect-error there is no such parameter
        values.strength;
      },
    });
  });
});
