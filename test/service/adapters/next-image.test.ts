import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { nextImage } from '../../../src/service/adapters/next-image.ts';
import { outcomeOf } from './work.ts';

const BROWSER = 'image/avif,image/webp,image/apng,*/*;q=0.8';

const both = nextImage({ formats: ['avif', 'webp'], qualities: [50, 75] });

it.each([
  ['/_next/image?url=%2Fk.jpg&w=640&q=75', BROWSER, 'webp 640x427'],
  ['/_next/image?url=%2Fk.jpg&w=64&q=75', '*/*', 'jpeg 64x43'],
  ['/_next/image?url=%2Fk.jpg%3Fv%3D2&w=64&q=75', undefined, 'jpeg 64x43'],
  ['/_next/image?url=%2Falpha.png&w=96&q=75', undefined, 'png 96x64'],
  // Next never enlarges.
  ['/_next/image?url=%2Fk.jpg&w=3840&q=75', undefined, 'jpeg 768x512'],
  ['/_next/image?url=%2Fa.gif&w=64&q=75', BROWSER, 'original'],
  ['/_next/image?url=https%3A%2F%2Fexample.com%2Fk.jpg&w=64&q=75', undefined, 'no https://example.com/k.jpg'],
  ['/_next/image?url=%2Fk.jpg&w=100&q=75', undefined, 'invalid-request'],
  ['/_next/image?url=%2Fk.jpg&w=64&q=80', undefined, 'invalid-request'],
  ['/_next/image?url=%2Fk.jpg&w=64', undefined, 'invalid-request'],
  ['/_next/image?w=64&q=75', undefined, 'invalid-request'],
  ['/_next/image?url=%2F%2Fexample.com%2Fk.jpg&w=64&q=75', undefined, 'invalid-request'],
  ['/_next/image?url=%2F_next%2Fimage%3Furl%3Dx&w=64&q=75', undefined, 'invalid-request'],
  ['/_next/image?url=ftp%3A%2F%2Fexample.com%2Fk.jpg&w=64&q=75', undefined, 'invalid-request'],
  ['/_next/image?url=%2Fk.jpg&url=%2Fk.jpg&w=64&q=75', undefined, 'invalid-request'],
  ['/_next/image?url=%2Fk.jpg&w=6e1&q=75', undefined, 'invalid-request'],
])('%s with Accept %s gives %s', async (url, accept, expected) => {
  expect(await outcomeOf(nextImage(), url, accept)).toBe(expected);
});

it('takes formats and qualities from the configuration', async () => {
  expect(await outcomeOf(both, '/_next/image?url=%2Fk.jpg&w=64&q=50', BROWSER)).toBe('avif 64x43');
  expect(await outcomeOf(both, '/_next/image?url=%2Fk.jpg&w=64&q=50', 'image/webp')).toBe('webp 64x43');
});

it("takes formats as Next's configuration writes them, and refuses others at once", async () => {
  const adapter = nextImage({ formats: ['image/avif', 'image/webp'] });
  expect(await outcomeOf(adapter, '/_next/image?url=%2Fk.jpg&w=64&q=75', BROWSER)).toBe('avif 64x43');
  expect(await outcomeOf(adapter, '/_next/image?url=%2Fk.jpg&w=64&q=75', 'image/webp')).toBe('webp 64x43');
  expect(() => nextImage({ formats: ['image/jxl' as 'avif'] })).toThrow('expected image/avif or image/webp');
  expect(() => nextImage({ deviceSizes: 640 } as never)).toThrow(
    'options.deviceSizes of nextImage: expected a list',
  );
  expect(() => nextImage({ qualitys: [75] } as never)).toThrow('qualitys');
});

it('gives AVIF a lower quality, as Next does', () => {
  const query = new URLSearchParams({ url: '/k.jpg', w: '64', q: '75' });
  const picture = { width: 8, height: 8, format: 'jpeg', alpha: false, animated: false } as const;
  const draft = both.read({ path: '', query, accept: BROWSER }).recipeFor(picture);
  expect(draft).toMatchObject({ output: { format: 'avif', quality: 55, effort: 3 } });
});

it.each(['webp', 'avif'] as const)(
  'a %s keeps its alpha for a client that names no newer format',
  (format) => {
    const query = new URLSearchParams({ url: `/k.${format}`, w: '64', q: '75' });
    const formatOf = (alpha: boolean) => {
      const picture = { width: 8, height: 8, format, alpha, animated: false };
      const draft = nextImage().read({ path: '', query, accept: 'image/png,*/*' }).recipeFor(picture);
      return draft !== 'original' && draft.output.format;
    };
    expect([formatOf(true), formatOf(false)]).toEqual(['png', 'jpeg']);
  },
);

/** Addresses that `next/image` builds, with their widths; written by `npm run check:urls -- --write`. */
const built: { url: string; width: number }[] = JSON.parse(
  readFileSync(new URL('../../fixtures/urls/next.json', import.meta.url), 'utf8'),
);

it.each(built)('$url, which Next built, gives that width', async ({ url, width }) => {
  const name = new URL(url, 'http://localhost').searchParams.get('url');
  const height = Math.round((width * 512) / 768);
  const shown = width < 768 ? `webp ${width}x${height}` : 'webp 768x512';
  const expected = { '/k.jpg': shown, '/alpha.png': shown, '/a.gif': 'original' }[name ?? ''];
  expect(await outcomeOf(nextImage(), url, BROWSER)).toBe(expected ?? 'no photos/a b c.jpg');
});
