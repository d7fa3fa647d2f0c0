/** Addresses that the provider `ipx` of `@nuxt/image` builds. */
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

export async function nuxtUrls(folder: string): Promise<readonly string[]> {
  const dist = join(folder, 'node_modules/@nuxt/image/dist/runtime');
  const load = (path: string) => import(pathToFileURL(join(dist, path)).href);
  const { createImage } = await load('image.js');
  const { default: ipx } = await load('providers/ipx.js');
  const image = createImage({
    ...{ provider: 'ipx', providers: { ipx: { setup: ipx, defaults: {} } }, presets: {}, alias: {} },
    ...{
      domains: [],
      densities: [1, 2],
      screens: { xs: 320, sm: 640, md: 768, lg: 1024 },
      nuxt: { baseURL: '/' },
    },
  });
  const single = WANTED.map(([source, modifiers]) => image(source, modifiers) as string);
  const { src, srcset } = image.getSizes('/k.jpg', SIZED) as { src: string; srcset: string };
  return [...new Set([...single, src, ...srcset.split(', ').map((each) => each.split(' ')[0] as string)])];
}
