import { expect, test } from 'vitest';
import { negotiate } from '../../src/http/accept.ts';

test.each([
  // What browsers send with pictures.
  [
    'image/avif,image/webp,image/apng,image/svg+xml,image/*,*/*;q=0.8',
    ['avif', 'webp', 'jpeg', 'gif', 'png'],
  ],
  ['image/webp,*/*', ['webp', 'jpeg', 'gif', 'png']],
  // Safari before WebP: wildcards promise nothing.
  ['image/png,image/svg+xml,image/*;q=0.8,video/*;q=0.8,*/*;q=0.5', ['jpeg', 'gif', 'png']],
  // Java.
  ['text/html, image/gif, image/jpeg, *; q=.2, */*; q=.2', ['jpeg', 'gif', 'png']],
  ['image/jpg', ['jpeg']],
  ['image/pjpeg, image/gif', ['jpeg', 'gif']],
  ['image/png;q=0.5, image/jpeg', ['jpeg', 'png']],
  ['*/*', ['jpeg', 'gif', 'png']],
  ['image/jpeg;q=0, image/gif;q=0, image/png;q=0, */*', ['avif', 'webp', 'tiff']],
  ['image/tiff, image/*', ['jpeg', 'gif', 'png', 'tiff']],
  ['image/tiff', ['tiff']],
  ['', ['jpeg', 'gif', 'png']],
  [undefined, ['jpeg', 'gif', 'png']],
  // Weights.
  ['image/webp, image/avif;q=0.5', ['webp', 'avif']],
  ['image/avif;q=0.5, image/jpeg', ['jpeg', 'avif']],
  ['image/webp;q=0.8, */*;q=0.1', ['webp', 'jpeg', 'gif', 'png']],
  ['image/avif;q=0.3, image/webp ; q=0.8, */*;q=0.5', ['webp', 'jpeg', 'gif', 'png', 'avif']],
  ['image/webp;q=0.8, */*', ['jpeg', 'gif', 'png', 'webp']],
  ['image/avif;q=0', ['jpeg', 'gif', 'png']],
  ['image/avif;q=0, image/webp', ['webp']],
  ['image/jpeg;q=0, */*', ['gif', 'png']],
  ['IMAGE/WEBP', ['webp']],
  ['image/gif', ['gif']],
  [';;;,,', ['jpeg', 'gif', 'png']],
] as const)('auto with Accept %s gives %s', (accept, expected) => {
  expect(negotiate(accept, 'auto')).toEqual(expected);
});

test.each([
  ['application/xml', 'auto'],
  ['*/*;q=0', 'auto'],
  ['image/png', 'webp'],
  ['image/webp;q=0, */*', 'webp'],
] as const)('Accept %s admits no %s', (accept, wanted) => {
  expect(() => negotiate(accept, wanted)).toThrowError(expect.objectContaining({ code: 'not-acceptable' }));
});
