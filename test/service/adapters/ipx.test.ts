import { expect, it } from 'vitest';
import { ipx } from '../../../src/service/adapters/ipx.ts';
import { outcomeOf } from './work.ts';

// What IPX 3.1.1 answers for pictures of these extents, but for errors: it answers 500 to many of them.
it.each([
  ['_/k.jpg', undefined, 'jpeg 768x512'],
  ['w_300/k.jpg', undefined, 'jpeg 300x200'],
  ['h_200/k.jpg', undefined, 'jpeg 300x200'],
  ['w_3072&f_png/k.jpg', undefined, 'png 768x512'],
  ['w_300,h_200/k.jpg', undefined, 'jpeg 300x200'],
  ['s_200x200/k.jpg', undefined, 'jpeg 200x200'],
  ['s_200_100/k.jpg', undefined, 'jpeg 200x200'],
  ['s_200/k.jpg', undefined, 'jpeg 200x200'],
  ['s_2000x1000/k.jpg', undefined, 'jpeg 768x384'],
  ['s_1000x1000,fit_contain/k.jpg', undefined, 'jpeg 512x512'],
  ['s_300x300,fit_inside/k.jpg', undefined, 'jpeg 300x200'],
  ['s_300x300,fit_outside/k.jpg', undefined, 'jpeg 450x300'],
  ['s_300x300,fit_fill/k.jpg', undefined, 'jpeg 300x300'],
  ['enlarge,w_1000/k.jpg', undefined, 'jpeg 1000x667'],
  ['enlarge,s_1000x1000/k.jpg', undefined, 'jpeg 1000x1000'],
  ['w_300,rotate_90/k.jpg', undefined, 'jpeg 300x450'],
  ['w_300,rotate_45/k.jpg', undefined, 'jpeg 300x300'],
  ['s_300x100,rotate_90/k.jpg', undefined, 'jpeg 300x100'],
  ['crop_10_20_200_100/k.jpg', undefined, 'jpeg 200x100'],
  ['extract_10_20_200_100,w_50/k.jpg', undefined, 'jpeg 50x25'],
  ['extend_10_20_30_40/k.jpg', undefined, 'jpeg 828x552'],
  ['f_webp/k.jpg', undefined, 'webp 768x512'],
  ['format_webp,quality_50/k.jpg', undefined, 'webp 768x512'],
  ['f_auto/k.jpg', 'image/avif,image/webp,*/*', 'avif 768x512'],
  ['f_auto/k.jpg', 'image/webp,*/*', 'webp 768x512'],
  ['f_auto/k.jpg', '*/*', 'jpeg 768x512'],
  ['f_auto/alpha.png', 'image/png', 'png 768x512'],
  ['f_avif,w_64/k.jpg', undefined, 'avif 64x43'],
  ['f_tiff,w_64/k.jpg', undefined, 'tiff 64x43'],
  ['blur_5,w_100/k.jpg', undefined, 'jpeg 100x67'],
  ['grayscale,w_100/k.jpg', undefined, 'jpeg 100x67'],
  ['flip,flop,w_100/k.jpg', undefined, 'jpeg 100x67'],
  ['w_100,nonsense_5/k.jpg', undefined, 'jpeg 100x67'],
  ['w_0/k.jpg', undefined, 'invalid-request'],
  ['w_-5/k.jpg', undefined, 'invalid-request'],
  ['w_abc/k.jpg', undefined, 'invalid-request'],
  ['_/', undefined, 'invalid-request'],
  ['/k.jpg', undefined, 'invalid-request'],
  ['_/a.gif', undefined, 'gif 60x40 3 frames'],
  ['f_webp/a.gif', undefined, 'webp 60x40'],
  ['f_webp,animated/a.gif', undefined, 'webp 60x40 3 frames'],
  ['a,f_auto/a.gif', 'image/webp', 'webp 60x40 3 frames'],
  ['f_png/a.gif', undefined, 'png 60x40'],
  ['w:100/k.jpg', undefined, 'jpeg 100x67'],
  ['w=100&q=50/k.jpg', undefined, 'jpeg 100x67'],
  ['width_120&height_50/k.jpg', undefined, 'jpeg 120x80'],
  ['background_ff0000,flatten,w_60/alpha.png', undefined, 'png 60x40'],
  ['b_f00,s_100x100,fit_contain,f_png/alpha.png', undefined, 'png 100x100'],
  ['kernel_nearest,s_50x50/k.jpg', undefined, 'jpeg 50x50'],
  ['median_3,w_64/k.jpg', undefined, 'jpeg 64x43'],
  ['negate,w_64/k.jpg', undefined, 'jpeg 64x43'],
  ['normalize,w_64/k.jpg', undefined, 'jpeg 64x43'],
  ['threshold_100,w_64/k.jpg', undefined, 'jpeg 64x43'],
  ['gamma_2,w_64/k.jpg', undefined, 'jpeg 64x43'],
  ['pos_top,s_100x300/k.jpg', undefined, 'jpeg 100x300'],
  ['resize_100x200/k.jpg', undefined, 'jpeg 100x200'],
  ['s_100x200,w_30/k.jpg', undefined, 'jpeg 30x20'],
] as const)('%s with Accept %s gives %s', async (url, accept, expected) => {
  expect(await outcomeOf(ipx(), `/${url}`, accept)).toBe(expected);
});

it.each([
  ['w%5F300%2Cf%5Fwebp/k.jpg', 'webp 300x200'],
  ['w_300/https:/example.com/k.jpg', 'no https://example.com/k.jpg'],
  ['w_300/a%20b%2523.jpg', 'no a b%23.jpg'],
  // IPX answers 500, or has no words for it.
  ['f_heic/k.jpg', 'invalid-request'],
  ['tint_ff00ff,w_64/k.jpg', 'jpeg 64x43'],
])('%s gives %s', async (url, expected) => {
  expect(await outcomeOf(ipx(), `/${url}`)).toBe(expected);
});
