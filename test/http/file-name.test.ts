import { describe, expect, test } from 'vitest';
import { fileNameOf, formatDisposition, parseDisposition } from '../../src/http/content-disposition.ts';
import { cleanFileName, fileNameOfAddress, grayFileName, outputFileName } from '../../src/http/file-name.ts';
import { expectProblem, post } from './support.ts';

const sent = (disposition: string) => post('/gray', undefined, { 'Content-Disposition': disposition });
const answered = async (disposition: string) => (await sent(disposition)).headers.get('Content-Disposition');

test.each([
  ['photo.jpg', 'photo-o.jpg', 'photo.webp'],
  ['photo.JPG', 'photo-o.JPG', 'photo.webp'],
  ['archive.tar.gz', 'archive.tar-o.gz', 'archive.tar.webp'],
  ['photo', 'photo-o.png', 'photo.webp'],
  ['photo.', 'photo.-o.png', 'photo..webp'],
  ['v1.a sentence that ends here', 'v1.a sentence that ends here-o.png', 'v1.a sentence that ends here.webp'],
  [undefined, 'image-o.png', 'image.webp'],
])('%s becomes %s and %s', (input, gray, output) => {
  expect(grayFileName(input)).toBe(gray);
  expect(outputFileName(input, 'webp')).toBe(output);
});

test('a picture of a source is named whatever its file is called', () => {
  for (const [address, name] of [
    ['cats/tab\tx.jpg', 'tab_x.jpg'],
    ['a\r\nSet-Cookie: x.jpg', 'a__Set-Cookie: x.jpg'],
    ['c%0Ad.jpg', 'c_d.jpg'],
    ['https://example.com/cats/tom.jpg?size=%0A#x', 'tom.jpg'],
  ] as const) {
    expect(fileNameOfAddress(address)).toBe(name);
  }
});

test('long names are cut to 200 bytes between two characters, the ending stays', () => {
  for (const name of [`${'a'.repeat(5000)}.jpg`, `${'照'.repeat(300)}.jpg`, `${'😀'.repeat(300)}.jpg`]) {
    const cut = grayFileName(name);
    expect(Buffer.byteLength(cut)).toBeLessThanOrEqual(200);
    expect(Buffer.byteLength(cut)).toBeGreaterThan(195);
    expect(cut).toMatch(/^(a+|照+|😀+)-o\.jpg$/u);
  }
});

test.each([
  ['../../etc/passwd', 'passwd'],
  ['C:\\fakepath\\photo.jpg', 'photo.jpg'],
  ['..\\..\\boot.ini', 'boot.ini'],
  ['.htaccess', 'htaccess'],
  [' .. photo.jpg ', 'photo.jpg'],
  ['photo\u202egpj.exe', 'photogpj.exe'],
  ['', undefined],
  ['..', undefined],
  ['a/', undefined],
])('of %j only %j is kept', (name, expected) => {
  expect(cleanFileName(name)).toBe(expected);
});

describe('a name in the Content-Disposition of a raw body', () => {
  test.each([
    ['attachment; filename="photo.jpg"', 'inline; filename="photo-o.jpg"'],
    ['attachment; filename=photo.jpg', 'inline; filename="photo-o.jpg"'],
    ['attachment;filename=my photo.jpg;size=3', 'inline; filename="my photo-o.jpg"'],
    ['attachment; filename="a;b.jpg"', 'inline; filename="a;b-o.jpg"'],
    [
      `attachment; filename="x.jpg"; filename*=UTF-8''%E2%82%AC%20rates.png`,
      `inline; filename="_ rates-o.png"; filename*=UTF-8''%E2%82%AC%20rates-o.png`,
    ],
    [
      `attachment; filename*=iso-8859-1'en'%A3.png; filename="x.jpg"`,
      `inline; filename="_-o.png"; filename*=UTF-8''%C2%A3-o.png`,
    ],
    [`attachment; filename="x.jpg"; filename*=UTF-8''%ff`, 'inline; filename="x-o.jpg"'],
    [`attachment; filename*=klingon''a.jpg`, 'inline; filename="image-o.png"'],
    [
      'attachment; filename="%E2%82%AC.png"',
      `inline; filename="_E2_82_AC-o.png"; filename*=UTF-8''%25E2%2582%25AC-o.png`,
    ],
    ['attachment; filename="a\\"b.jpg"', `inline; filename="a_b-o.jpg"; filename*=UTF-8''a%22b-o.jpg`],
    ['attachment; filename="a\\\\b.jpg"', 'inline; filename="b-o.jpg"'],
    ['attachment; filename="it\'s (1)*.jpg"', 'inline; filename="it\'s (1)*-o.jpg"'],
    ['attachment; filename=""', 'inline; filename="image-o.png"'],
    ['attachment; filename="unclosed.jpg', 'inline; filename="unclosed-o.jpg"'],
    ['attachment', 'inline; filename="image-o.png"'],
    ['', 'inline; filename="image-o.png"'],
  ])('%s', async (disposition, expected) => {
    expect(await answered(disposition)).toBe(expected);
  });

  test.each([
    `attachment; filename*=UTF-8''a%0d%0aSet-Cookie:x=1`,
    `attachment; filename*=UTF-8''a%00b`,
    'attachment; filename="a%0d%0aSet-Cookie:x=1"',
    'attachment; filename="a%00b"',
    `attachment; filename*=iso-8859-1''a%7fb`,
  ])('%s is refused', async (disposition) => {
    const response = await sent(disposition);
    expect(response.headers.has('Set-Cookie')).toBe(false);
    const problem = await expectProblem(response, 400, 'invalid-parameter');
    expect(problem.pointer).toBe('/filename');
  });
});

test('UTF-8 that Node took for Latin-1 is put right, and Latin-1 stays', () => {
  const raw = Buffer.from('attachment; filename="照片.jpg"').toString('latin1');
  expect(fileNameOf(parseDisposition(raw))).toBe('照片.jpg');
  expect(fileNameOf(parseDisposition('attachment; filename="caf\xe9.jpg"'))).toBe('café.jpg');
});

test('whatever the name is, the header can be sent and read back', () => {
  for (const name of ['照片.jpg', '"', '\\', "'*()%", '%41.jpg', '😀.png', 'é', '\u0080x', 'a\u2028b']) {
    const header = formatDisposition(name);
    expect(header).toMatch(/^[\x20-\x7e]+$/);
    expect(fileNameOf(parseDisposition(header))).toBe(name);
  }
});

// Time that grows with the square of a megabyte would not end within a day.
test('reading a hostile header takes time in proportion to its length', () => {
  for (const filler of [' ', ';', '; ', '\\', '"', ';a', '=', ';a="\\', "'"]) {
    parseDisposition(`attachment;${filler.repeat(1e6 / filler.length)}`);
    cleanFileName(`a${filler.repeat(1e6 / filler.length)}b`);
  }
});
