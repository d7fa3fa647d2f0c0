import fc from 'fast-check';
import { expect, test } from 'vitest';
import { NoirError } from '../../src/core/errors.ts';
import { DEFAULT_LIMITS } from '../../src/core/limits.ts';
import { formatNames, readHeader } from '../../src/formats/registry.ts';
import { admitted, negotiatePackage } from '../../src/http/accept.ts';
import { fileNameOf, formatDisposition, parseDisposition } from '../../src/http/content-disposition.ts';
import { parseMultipart } from '../../src/http/multipart.ts';

/** Runs what may refuse its input, but in no other way than with a client's error. */
function mayRefuse<Result>(read: () => Result): Result | undefined {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof NoirError)) throw error;
    expect(error.status).toBeLessThan(500);
    return undefined;
  }
}

const MAGIC = [
  [0xff, 0xd8, 0xff],
  [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13, 0x49, 0x48, 0x44, 0x52],
  [...Buffer.from('GIF89a')],
  [...Buffer.from('RIFF\x40\0\0\0WEBPVP8X\x0a\0\0\0', 'latin1')],
  [...Buffer.from('RIFF\x40\0\0\0WEBPVP8L', 'latin1')],
  [...Buffer.from('\0\0\0\x1cftypavif\0\0\0\0avifmif1', 'latin1')],
  [...Buffer.from('II*\0\x08\0\0\0', 'latin1')],
  [...Buffer.from('MM\0*\0\0\0\x08', 'latin1')],
  [...Buffer.from('II+\0\x08\0\0\0\x10\0\0\0\0\0\0\0', 'latin1')],
];

test('headers of any bytes are read within the limits, or refused', () => {
  const bytes = fc.tuple(fc.constantFrom(...MAGIC), fc.uint8Array({ maxLength: 300 }));
  fc.assert(
    fc.property(bytes, ([magic, rest]) => {
      const header = mayRefuse(() => readHeader(Uint8Array.from([...magic, ...rest]), DEFAULT_LIMITS));
      if (!header) return;
      expect(header.width * header.height).toBeGreaterThan(0);
      expect(header.width * header.height).toBeLessThanOrEqual(DEFAULT_LIMITS.pixels);
    }),
    { numRuns: 3000 },
  );
});

const boundary = fc.string({ minLength: 1, maxLength: 20, unit: fc.constantFrom(...'abc-0123456789') });
const part = fc.record({
  name: fc.string({ minLength: 1, maxLength: 8, unit: fc.constantFrom(...'abcdef é"') }),
  bytes: fc.uint8Array({ maxLength: 60 }),
});

test('a form of any bytes comes out as it went in', () => {
  fc.assert(
    fc.property(boundary, fc.array(part, { minLength: 1, maxLength: 4 }), (border, parts) => {
      const chunks = parts.flatMap(({ name, bytes }) => {
        const quoted = name.replaceAll('"', '\\"');
        const disposition = `Content-Disposition: form-data; name="${quoted}"; filename="x"`;
        return [Buffer.from(`--${border}\r\n${disposition}\r\n\r\n`), bytes, Buffer.from('\r\n')];
      });
      const body = Buffer.concat([...chunks, Buffer.from(`--${border}--\r\n`)]);
      // Only a boundary that does not occur in the parts is one.
      fc.pre(parts.every(({ bytes }) => !Buffer.from(bytes).includes(`--${border}`)));
      const read = parseMultipart(body, `multipart/form-data; boundary=${border}`);
      expect(read.map(({ name, bytes }) => [name, [...bytes]])).toEqual(
        parts.map(({ name, bytes }) => [name, [...bytes]]),
      );
    }),
    { numRuns: 500 },
  );
});

test('a form of pieces of forms is read or refused', () => {
  const piece = fc.constantFrom(
    ...[
      '--b',
      '--b--',
      '\r\n',
      '\r\n\r\n',
      'Content-Disposition: form-data; name=x',
      '; filename="',
      '-',
      '\0',
      ' ',
    ],
  );
  fc.assert(
    fc.property(fc.array(fc.oneof(piece, fc.string()), { maxLength: 20 }), fc.string(), (pieces, type) => {
      const body = Buffer.from(pieces.join(''), 'latin1');
      mayRefuse(() => parseMultipart(body, 'multipart/form-data; boundary=b'));
      mayRefuse(() => parseMultipart(body, `multipart/form-data${type}`));
    }),
    { numRuns: 2000 },
  );
});

test('a file name of any text comes out of the header as it went in', () => {
  const text = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 30 });
  fc.assert(
    fc.property(text, (name) => {
      const header = formatDisposition(name);
      expect(() => new Headers({ 'Content-Disposition': header })).not.toThrow();
      expect(fileNameOf(parseDisposition(header))).toBe(name);
    }),
    // Letters that fold to ASCII: the Kelvin sign and the long s.
    { numRuns: 1000, examples: [['\u212a.jpg'], ['\u017f']] },
  );
});

test('any Accept header admits some formats or none', () => {
  const word = fc.constantFrom(
    'image/*',
    '*/*',
    'image/webp',
    'image/avif',
    ';q=',
    '0',
    '1',
    ',',
    ' ',
    '"',
    '*',
    ';',
  );
  fc.assert(
    fc.property(fc.array(fc.oneof(word, fc.string({ maxLength: 3 }))), (words) => {
      const header = words.join('');
      for (const name of admitted(header)) expect(formatNames).toContain(name);
      mayRefuse(() => negotiatePackage(header));
    }),
    { numRuns: 1000 },
  );
});
