import { describe, expect, it } from 'vitest';
import type { Coder } from '../../src/coders/coder.ts';
import { fileFault, isExhausted, pictureFault, scriptFault } from '../../src/coders/faults.ts';
import { jpegJsCoder } from '../../src/coders/jpeg-js/coder.ts';
import { pngjsCoder } from '../../src/coders/pngjs/coder.ts';
import { openCoders, rankCoders } from '../../src/coders/registry.ts';
import { openSharpCoder } from '../../src/coders/sharp/coder.ts';
import { NoirError } from '../../src/core/errors.ts';
import type { Image } from '../../src/core/image.ts';
import { DEFAULT_LIMITS } from '../../src/core/limits.ts';
import type { Header } from '../../src/formats/format.ts';
import { readHeader } from '../../src/formats/registry.ts';
import { makeImage, sharpCoders } from '../formats/pictures.ts';

const coded = (code: string, message = 'failed') => Object.assign(new Error(message), { code });
const context = { limits: DEFAULT_LIMITS };

const EXHAUSTED: readonly Error[] = [
  ...['ENOSPC', 'ENOMEM', 'EMFILE', 'ENFILE', 'EDQUOT', 'Z_MEM_ERROR'].map((code) => coded(code)),
  new RangeError('Array buffer allocation failed'),
  coded('ERR_MEMORY_ALLOCATION_FAILED', 'Failed to allocate memory'),
  new Error('vips_tracked: out of memory -- size == 4096MB'),
  new Error('VipsJpeg: Insufficient memory (case 4)'),
  new Error('std::bad_alloc'),
  new Error('tiff2vips: Failed to allocate memory for strip'),
  new Error('heif: Memory allocation error (6.0)'),
  new Error('wbuffer_write: write failed\nsystem error: No space left on device'),
  new Error('unable to open for write\nunix error: Too many open files'),
  new Error('glib: Error creating thread: Resource temporarily unavailable'),
];

const DAMAGED: readonly [string, Error][] = [
  ['truncated-image', new Error('VipsJpeg: premature end of JPEG image')],
  ['truncated-image', new Error('unexpected end of file')],
  ['corrupt-image', new Error('pngload_buffer: libspng read error')],
  ['corrupt-image', new Error('heif: Memory allocation error: Security limit exceeded')],
  ['corrupt-image', coded('Z_DATA_ERROR', 'incorrect header check')],
];

describe('what a library throws', () => {
  it.each(EXHAUSTED)('%s is the machine’s fault', (error) => {
    expect(isExhausted(error)).toBe(true);
    expect([fileFault(error), scriptFault(error), pictureFault('webp', error)]).toEqual([
      error,
      error,
      error,
    ]);
  });

  it.each(DAMAGED)('of a file is %s: %s', (code, error) => {
    expect(fileFault(error)).toMatchObject({ code, cause: error });
    expect(scriptFault(error)).toMatchObject({ code, cause: error });
  });

  it('of a picture is cannot-encode', () => {
    const error = new Error('webpsave: picture too large');
    expect(pictureFault('webp', error)).toMatchObject({ code: 'cannot-encode', cause: error });
  });

  it.each([new TypeError('x is not a function'), new RangeError('Invalid typed array length: -1')])(
    'as a mistake counts for decoders in JavaScript alone: %s',
    (error) => {
      expect([fileFault(error), pictureFault('webp', error)]).toEqual([error, error]);
      expect(scriptFault(error)).toMatchObject({ code: 'corrupt-image', cause: error });
    },
  );

  it('as an error of Noir’s is left as it is', () => {
    const error = new NoirError('busy', 'x');
    expect([fileFault(error), scriptFault(error), pictureFault('webp', error)]).toEqual([
      error,
      error,
      error,
    ]);
  });
});

/** A coder like the given one, with a mistake before or after what it does. */
function withMistake(coder: Coder, where: 'before' | 'after', mistake: Error): Coder {
  return {
    ...coder,
    async decode(bytes, header, decoding) {
      if (where === 'before') throw mistake;
      await coder.decode?.(bytes, header, decoding);
      throw mistake;
    },
    async encode(...job) {
      if (where === 'before') throw mistake;
      await coder.encode?.(...job);
      throw mistake;
    },
  };
}

describe('a bug in a coder', () => {
  it.each(['before', 'after'] as const)(
    '%s the library is called comes out as it was thrown',
    async (where) => {
      const mistake = new TypeError("Cannot read properties of undefined (reading 'length')");
      const { list } = await openCoders('auto');
      const coders = rankCoders(list.map((coder) => withMistake(coder, where, mistake)));
      const image = makeImage(4, 4, 3);
      const file = await sharpCoders.encode(image, { format: 'png', options: {} });
      await expect(coders.decode(file, readHeader(file, DEFAULT_LIMITS), context)).rejects.toBe(mistake);
      await expect(coders.encode({ frames: [image] }, { format: 'webp', options: {} })).rejects.toBe(mistake);
    },
  );

  it('in what is done with decoded samples is no fault of the file', async () => {
    const mistake = new TypeError('a mistake');
    for (const [coder, format] of await decoders()) {
      const file = await sharpCoders.encode(makeImage(4, 4, 3), { format, options: {} });
      const header = readHeader(file, DEFAULT_LIMITS);
      // Read when what was decoded is compared with the header.
      const broken = {
        ...header,
        get orientation(): number {
          throw mistake;
        },
      } as Header;
      await expect(coder.decode?.(file, broken, context), coder.name).rejects.toBe(mistake);
    }
  });

  it('in a picture to encode is no fault of the picture', async () => {
    const image = makeImage(4, 4, 3);
    const broken = { ...image, data: undefined } as unknown as Image;
    const coders = await openCoders('auto');
    for (const format of ['png', 'jpeg', 'webp'] as const) {
      const encoding = coders.encode({ frames: [broken] }, { format, options: {} });
      await expect(encoding, format).rejects.not.toBeInstanceOf(NoirError);
    }
  });
});

it.each([
  [65_501, 1],
  [1, 65_536],
])('a JPEG with sides of %i and %i is refused by every coder', async (width, height) => {
  const picture = { frames: [makeImage(width, height, 3)] } as const;
  for (const mode of ['sharp', 'js'] as const) {
    const encoding = (await openCoders(mode)).encode(picture, { format: 'jpeg', options: {} });
    await expect(encoding, mode).rejects.toMatchObject({ code: 'cannot-encode', limit: 65_500 });
  }
});

async function decoders(): Promise<(readonly [Coder, 'png' | 'jpeg'])[]> {
  const sharp = await openSharpCoder();
  if (!sharp) throw new Error('These tests need sharp');
  return [
    [sharp, 'png'],
    [pngjsCoder, 'png'],
    [jpegJsCoder, 'jpeg'],
  ];
}

/** Runs with no memory to be had for buffers of so many bytes, as V8 says it. */
async function withoutMemory(bytes: number, work: () => Promise<void>): Promise<void> {
  const { ArrayBuffer: Whole } = globalThis;
  class Short extends Whole {
    constructor(length: number) {
      if (length === bytes) throw new RangeError('Array buffer allocation failed');
      super(length);
    }
  }
  globalThis.ArrayBuffer = Short as typeof ArrayBuffer;
  try {
    await work();
  } finally {
    globalThis.ArrayBuffer = Whole;
  }
}

it('a picture for whose samples there is no memory is not called damaged', async () => {
  for (const [coder, format] of await decoders()) {
    // Gray, with alpha where the format has it, is made from the RGB that the library gives.
    const channels = format === 'png' ? 2 : 1;
    const file = await sharpCoders.encode(makeImage(61, 47, channels), { format, options: {} });
    const header = readHeader(file, DEFAULT_LIMITS);
    await withoutMemory(61 * 47 * channels, async () => {
      await expect(coder.decode?.(file, header, context), coder.name).rejects.toThrow(RangeError);
    });
  }
});

it('a run that is over stops a coder', async () => {
  const run = { signal: AbortSignal.abort(new Error('over')), outlives: () => {} };
  for (const [coder, format] of await decoders()) {
    const file = await sharpCoders.encode(makeImage(4, 4, 3), { format, options: {} });
    const header = readHeader(file, DEFAULT_LIMITS);
    await expect(coder.decode?.(file, header, { ...context, run }), coder.name).rejects.toThrow('over');
  }
  const { encode } = await openCoders('auto');
  for (const [format, type] of [
    ['png', 'u8'],
    ['webp', 'u8'],
    ['tiff', 'f32'],
  ] as const) {
    const picture = { frames: [makeImage(4, 4, 3, type)] } as const;
    await expect(encode(picture, { format, options: {} }, run), format).rejects.toThrow('over');
  }
});
