import { expect, test } from 'vitest';
import { parseMultipart } from '../../src/http/multipart.ts';
import { expectProblem, form, jpeg, post, rawForm } from './support.ts';

const TYPE = 'multipart/form-data; boundary=border';

async function answered(disposition: string): Promise<string | null> {
  const { body, headers } = rawForm([{ disposition }]);
  const response = await post('/gray', body, headers as Record<string, string>);
  expect(response.status).toBe(200);
  return response.headers.get('Content-Disposition');
}

test.each([
  ['browsers', 'form-data; name="image"; filename="photo.jpg"', 'photo-o.jpg'],
  ['.NET', `form-data; name=image; filename=photo.jpg; filename*=utf-8''photo.jpg`, 'photo-o.jpg'],
  ['no blanks', 'form-data;name="image";filename="photo.jpg"', 'photo-o.jpg'],
  ['the name last', 'form-data; filename="photo.jpg"; name="image"', 'photo-o.jpg'],
  ['a Windows path', 'form-data; name="image"; filename="C:\\fakepath\\photo.jpg"', 'photo-o.jpg'],
  ['no name', 'form-data; name="image"; filename=""', 'image-o.png'],
])('a form from %s', async (_, disposition, expected) => {
  expect(await answered(disposition)).toBe(`inline; filename="${expected}"`);
});

test.each([
  ['Chinese', '照片.jpg', `filename="__-o.jpg"; filename*=UTF-8''%E7%85%A7%E7%89%87-o.jpg`],
  ['escaped quotes', 'a\\"b\\".jpg', `filename="a_b_-o.jpg"; filename*=UTF-8''a%22b%22-o.jpg`],
  ['quotes of browsers', 'a%22b.jpg', `filename="a_b-o.jpg"; filename*=UTF-8''a%22b-o.jpg`],
  ['backslashes', 'a\\b.jpg', 'filename="b-o.jpg"'],
])('a file name with %s', async (_, name, expected) => {
  expect(await answered(`form-data; name="image"; filename="${name}"`)).toBe(`inline; ${expected}`);
});

test('FormData of a browser encodes what would break the header, and line ends are refused', async () => {
  const quoted = await post('/gray', form('a"b\\c.jpg'));
  expect(quoted.headers.get('Content-Disposition')).toBe('inline; filename="c-o.jpg"');
  await expectProblem(await post('/gray', form('a\r\nSet-Cookie: x=1.jpg')), 400, 'invalid-parameter');
});

test('bytes that are no text at all are a name like any other', async () => {
  const { body, headers } = rawForm([{ disposition: 'form-data; name="image"; filename="@@.jpg"' }]);
  const bytes = Buffer.from(body as Uint8Array);
  bytes.set([0xff, 0xfe], bytes.indexOf('@@'));
  const response = await post('/gray', bytes, headers as Record<string, string>);
  expect(response.headers.get('Content-Disposition')).toBe(
    `inline; filename="__-o.jpg"; filename*=UTF-8''%C3%BF%C3%BE-o.jpg`,
  );
});

test.each(['a\rb.jpg', 'a\nb.jpg', 'a\0b.jpg', 'a%0d%0ab.jpg', 'a\x7fb.jpg'])(
  'the name %j is refused',
  async (name) => {
    const { body, headers } = rawForm([{ disposition: `form-data; name="image"; filename="${name}"` }]);
    await expectProblem(await post('/gray', body, headers as never), 400, 'invalid-parameter');
  },
);

test('text around the parts is ignored', () => {
  const part = '--border \t\r\ncontent-disposition: form-data; name=a\r\nX-Other: 1\r\n\r\n1\r\n2\r\n';
  const [first, second] = parseMultipart(
    Buffer.from(`hello\r\n${part}${part}--border--\r\nbye`),
    'multipart/form-data; charset=utf-8; Boundary="border"',
  );
  expect(first).toEqual(second);
  expect(first).toMatchObject({ name: 'a', fileName: undefined });
  expect(Buffer.from(first?.bytes ?? []).toString()).toBe('1\r\n2');
});

test('an empty part, and one without a body at all, are empty', () => {
  const head = 'Content-Disposition: form-data; name=a\r\n\r\n';
  for (const body of [`${head}\r\n--border--`, `${head}--border--`]) {
    const parts = parseMultipart(Buffer.from(`--border\r\n${body}`), TYPE);
    expect(parts).toHaveLength(1);
    expect(parts[0]?.bytes).toHaveLength(0);
  }
});

const part = (headers: string) => `--border\r\n${headers}\r\n\r\nx\r\n--border--\r\n`;
const named = 'Content-Disposition: form-data; name=image; filename=a';

test.each([
  ['no boundary', 'multipart/form-data', part(named)],
  ['an empty boundary', 'multipart/form-data; boundary=""', part(named)],
  ['a boundary too long', `multipart/form-data; boundary=${'x'.repeat(71)}`, part(named)],
  ['another boundary', 'multipart/form-data; boundary=other', part(named)],
  ['no end', TYPE, `--border\r\n${named}\r\n\r\nx`],
  ['no end of the headers', TYPE, `--border\r\n${named}`],
  ['endless headers', TYPE, part(`${named}\r\nX: ${'x'.repeat(20_000)}`)],
  ['no Content-Disposition', TYPE, part('Content-Type: image/png')],
  ['no name', TYPE, part('Content-Disposition: form-data; filename=a')],
  ['another disposition', TYPE, part('Content-Disposition: attachment; name=image')],
  ['a transfer encoding', TYPE, part(`${named}\r\nContent-Transfer-Encoding: base64`)],
  ['line feeds only', TYPE, part(named).replaceAll('\r\n', '\n')],
  ['text after a boundary', TYPE, `--border x\r\n${named}\r\n\r\nx\r\n--border--`],
  ['a thousand parts', TYPE, `--border\r\n${named}\r\n\r\nx\r\n`.repeat(1000)],
])('a form with %s is refused', async (_, type, body) => {
  await expectProblem(
    await post('/gray', Buffer.from(body), { 'Content-Type': type }),
    400,
    'invalid-request',
  );
});

test('parts are views into the body', () => {
  const { body } = rawForm([{ disposition: 'form-data; name="image"; filename="a.jpg"' }]);
  const [image] = parseMultipart(body as Uint8Array, TYPE);
  expect(image?.bytes.buffer).toBe((body as Uint8Array).buffer);
  expect(Buffer.from(image?.bytes ?? [])).toEqual(jpeg);
});
