import { expect, test } from 'vitest';
import { AllowList } from '../../../src/service/sources/allow-list.ts';

const list = new AllowList([
  'https://example.com',
  'https://cdn.example.com/pictures/',
  'http://files.example.com:8080/a',
  'https://*.shop.example',
]);

test.each([
  'https://example.com/any/where.jpg?v=1',
  'https://EXAMPLE.com:443/a.jpg',
  'https://cdn.example.com/pictures/a%20b.jpg',
  'http://files.example.com:8080/a/b.jpg',
  'https://img.shop.example/a.jpg',
  'https://a.b.shop.example/a.jpg',
])('%s is allowed', (url) => {
  expect(list.check(url).href).toBe(new URL(url).href);
});

test.each([
  'http://example.com/a.jpg',
  'https://example.com:8443/a.jpg',
  'https://example.com.evil.example/a.jpg',
  'https://evil.example/https://example.com/a.jpg',
  'https://example.com@evil.example/a.jpg',
  'https://user:pass@example.com/a.jpg',
  'https://cdn.example.com/picturesx/a.jpg',
  'https://cdn.example.com/pictures/../secret.jpg',
  'https://cdn.example.com/pictures/%2e%2e/secret.jpg',
  'https://cdn.example.com/pictures/..%2fsecret.jpg',
  'https://cdn.example.com/pictures/%252e%252e%252fsecret.jpg',
  'https://cdn.example.com/pictures/..%5csecret.jpg',
  'http://files.example.com:8080/ab/c.jpg',
  'https://shop.example/a.jpg',
  'https://evilshop.example/a.jpg',
  'ftp://example.com/a.jpg',
  'file:///etc/passwd',
])('%s is refused', (url) => {
  expect(() => list.check(url)).toThrow(expect.objectContaining({ code: 'source-forbidden' }));
});

test('a star allows hosts by their protocol’s own port alone', () => {
  const any = new AllowList(['*']);
  expect(any.check('http://example.org/a.jpg').hostname).toBe('example.org');
  expect(() => any.check('http://example.org:22/a.jpg')).toThrow('list of allowed sources');
  expect(() => any.check('gopher://example.org/a.jpg')).toThrow('list of allowed sources');
});

test('entries that say nothing are refused', () => {
  for (const entry of ['example.com', 'ftp://example.com', 'https://a.*.example', 'https://x/?a=1']) {
    expect(() => new AllowList([entry])).toThrow(entry);
  }
});

test.each(['https://*', 'https://*/', 'HTTPS://*'])(
  '%s allows every host by https, and nothing else',
  (entry) => {
    const list = new AllowList([entry]);
    expect(list.check('https://example.org/a.jpg').hostname).toBe('example.org');
    for (const url of [
      'http://example.org/a.jpg',
      'https://example.org:8443/a.jpg',
      'https://u:p@example.org/a.jpg',
    ])
      expect(() => list.check(url)).toThrow('list of allowed sources');
  },
);

test('an entry with a password, which would never match, is refused without telling it', () => {
  expect(() => new AllowList(['https://me:hush@example.com/a/'])).toThrow(
    /^an allowed source is written without a name and password: https:\/\/example\.com\/a\/$/,
  );
});
