import { createHmac } from 'node:crypto';
import { expect, test } from 'vitest';
import { Signer, signedPath } from '../../src/service/signing.ts';

const OLD = 'a'.repeat(32);
const NEW = 'b'.repeat(32);
const signed = { route: 'image', ops: 'w_300,f_webp', address: 'cats/tom.jpg' };
const refused = expect.objectContaining({ code: 'bad-signature' });

test('a signature can be made by any HMAC', () => {
  const text = '\nimage\nw_300,f_webp\ncats/tom.jpg';
  const expected = createHmac('sha256', NEW).update(text).digest('base64url');
  expect(new Signer([NEW]).sign(signed)).toBe(expected);
  const timed = createHmac('sha256', NEW).update(`99${text}`).digest('base64url');
  expect(new Signer([NEW]).sign({ ...signed, expires: 99 })).toBe(timed);
});

test('old keys are taken until they are taken away, and the first one signs', () => {
  const old = new Signer([OLD]).sign(signed);
  const both = new Signer([NEW, OLD]);
  both.verify(old, signed);
  both.verify(both.sign(signed), signed);
  expect(both.sign(signed)).toBe(new Signer([NEW]).sign(signed));
  expect(() => new Signer([NEW]).verify(old, signed)).toThrow(refused);
});

test('every other text is refused', () => {
  const signer = new Signer([NEW]);
  const good = signer.sign(signed);
  const last = good.at(-1) as string;
  // The last of 43 characters holds four bits, so that four characters stand for the same bytes.
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
  const twin = good.slice(0, -1) + alphabet[alphabet.indexOf(last) ^ 1];
  const texts = [
    '',
    'unsafe',
    good.slice(0, 8),
    `${good}=`,
    good.toUpperCase(),
    ` ${good}`,
    twin,
    `x${good.slice(1)}`,
  ];
  for (const text of [undefined, ...texts]) expect(() => signer.verify(text, signed)).toThrow(refused);
  for (const change of [{ ops: 'w_301,f_webp' }, { address: 'x' }, { route: 'info' }, { expires: 2e9 }]) {
    expect(() => signer.verify(good, { ...signed, ...change })).toThrow(refused);
  }
});

test('a signature ends', () => {
  const signer = new Signer([NEW]);
  const now = Math.floor(Date.now() / 1000);
  const later = { ...signed, expires: now + 60 };
  signer.verify(signer.sign(later), later);
  const past = { ...signed, expires: now - 1 };
  expect(() => signer.verify(signer.sign(past), past)).toThrow('ended');
});

test('no text is that of another address', () => {
  const signer = new Signer([NEW]);
  const texts = [
    signed,
    { ...signed, address: 'cats/tom.jpg?exp=9' },
    { ...signed, expires: 9 },
    { ...signed, ops: 'w_300', address: 'f_webp\ncats/tom.jpg' },
    { ...signed, ops: '', address: 'w_300,f_webp\ncats/tom.jpg' },
  ];
  expect(new Set(texts.map((each) => signer.sign(each))).size).toBe(texts.length);
});

test('paths are encoded, and short keys refused', () => {
  const path = signedPath(new Signer([NEW]), { ops: '_', address: 'a b/50%?.jpg', expires: 5 });
  expect(path).toMatch(/^\/image\/_\/a%20b\/50%25%3F\.jpg\?exp=5&sig=[\w-]{43}$/);
  for (const keys of [[], ['short'], [NEW, '']]) expect(() => new Signer(keys)).toThrow('at least');
});
