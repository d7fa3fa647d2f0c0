/** Addresses that the providers of `@nuxt/image` build for IPX, imgproxy and Cloudflare Images. */
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

/** What pages ask `<NuxtImg>` and `<NuxtPicture>` for. */
const WANTED: readonly [
  source: string,
  modifiers: Record<string, unknown>,
  more?: Record<string, unknown>,
][] = [
  ['/k.jpg', {}],
  ['/k.jpg', { width: 300 }],
  ['/k.jpg', { width: '300px', height: 200 }],
  ['/k.jpg', { width: 3072, format: 'png' }],
  ['/k.jpg', { width: 200, height: 200, fit: 'cover', format: 'webp', quality: 70 }],
  ['/k.jpg', { width: 200, height: 100, fit: 'contain', background: '#ff0000' }],
  ['/k.jpg', { width: 200, height: 100, fit: 'inside', position: 'right top' }],
  ['/k.jpg', { blur: 3, width: 64, grayscale: true }],
  ['/k.jpg', { rotate: 90, width: 64 }],
  ['/k.jpg', { format: 'avif', width: 64 }],
  ['/alpha.png', { width: 64, flatten: true, background: 'white' }],
  ['/a.gif', { width: 30, animated: true, format: 'webp' }],
  ['k.jpg', { width: 64, flip: true, flop: true }],
];

/** Sizes of `<NuxtImg sizes="…" densities="x1 x2">`. */
const SIZED = {
  sizes: '100vw sm:50vw md:400px',
  densities: 'x1 x2',
  modifiers: { format: 'webp', height: 100, width: 200 },
};

/** What the documentation of the other servers says of an address, for a picture of 768 x 512 pixels. */
const OTHERS: readonly [
  provider: 'imgproxy' | 'cloudflare',
  modifiers: Record<string, unknown>,
  gives: string,
][] = [
  ['imgproxy', { width: 300 }, 'jpeg 300x200'],
  ['imgproxy', { width: 200, height: 200, fit: 'cover', format: 'webp' }, 'webp 200x200'],
  ['imgproxy', { width: 300, height: 300, fit: 'contain' }, 'jpeg 300x300'],
  ['imgproxy', { width: 300, height: 300, fit: 'inside', quality: 50 }, 'jpeg 300x200'],
  ['imgproxy', { width: 300, height: 300, fit: 'fill' }, 'jpeg 300x300'],
  ['imgproxy', { width: 64, rotate: 90, blur: 3 }, 'jpeg 64x96'],
  ['imgproxy', { width: 1000, enlarge: true }, 'jpeg 1000x667'],
  ['cloudflare', { width: 300 }, 'jpeg 300x200'],
  ['cloudflare', { width: 300, height: 300, fit: 'cover', format: 'webp' }, 'webp 300x300'],
  ['cloudflare', { width: 300, height: 300, fit: 'inside' }, 'jpeg 300x300'],
  ['cloudflare', { width: 300, height: 300, fit: 'fill', quality: 60 }, 'jpeg 300x200'],
];

/** The options that belong to each provider. The key and the salt are those of the tests. */
const SETTINGS = { imgproxy: { baseURL: '/imgproxy', key: 'c0ffee', salt: 'decade' }, cloudflare: {} };

/** Opens `@nuxt/image` with all three providers. */
async function openImage(folder: string) {
  const dist = join(folder, 'node_modules/@nuxt/image/dist/runtime');
  const load = (path: string) => import(pathToFileURL(join(dist, path)).href);
  const { createImage } = await load('image.js');
  const names = ['ipx', 'imgproxy', 'cloudflare'];
  const providers = names.map(async (name) => {
    return [name, { setup: (await load(`providers/${name}.js`)).default, defaults: {} }] as const;
  });
  return createImage({
    ...{
      provider: 'ipx',
      providers: Object.fromEntries(await Promise.all(providers)),
      presets: {},
      alias: {},
    },
    ...{
      domains: [],
      densities: [1, 2],
      screens: { xs: 320, sm: 640, md: 768, lg: 1024 },
      nuxt: { baseURL: '/' },
    },
  });
}

/** Addresses for IPX. */
export async function nuxtUrls(folder: string): Promise<readonly string[]> {
  const image = await openImage(folder);
  const single = WANTED.map(([source, modifiers]) => image(source, modifiers) as string);
  const { src, srcset } = image.getSizes('/k.jpg', SIZED) as { src: string; srcset: string };
  return [...new Set([...single, src, ...srcset.split(', ').map((each) => each.split(' ')[0] as string)])];
}

/** Addresses for the other servers, with what these give. */
export async function nuxtOthers(folder: string): Promise<readonly object[]> {
  const image = await openImage(folder);
  return OTHERS.map(([provider, modifiers, gives]) => {
    const url: string = image('/k.jpg', modifiers, { provider, ...SETTINGS[provider] });
    return { provider, url, gives };
  });
}
