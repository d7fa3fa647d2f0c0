import { expect, test } from 'vitest';
import { negotiate } from '../../src/http/accept.ts';

test.each([
  // What browsers send with pictures.
  ['image/avif,image/webp,image/apng,image/svg+xml,image/*,*/*;q=0.8', 'jpeg', 'avif'],
  ['image/webp,*/*', 'jpeg', 'webp'],
  // Safari before WebP: wildcards promise nothing.
  ['image/png,image/svg+xml,image/*;q=0.8,video/*;q=0.8,*/*;q=0.5', 'png', 'png'],
  ['image/png,image/svg+xml,image/*;q=0.8,video/*;q=0.8,*/*;q=0.5', 'jpeg', 'jpeg'],
  // Java.
  ['text/html, image/gif, image/jpeg, *; q=.2, */*; q=.2', 'png', 'png'],
  ['image/jpg', 'jpeg', 'jpeg'],
  ['image/pjpeg, image/gif', 'jpeg', 'jpeg'],
  ['image/png;q=0.5, image/jpeg', 'png', 'jpeg'],
  ['*/*', 'jpeg', 'jpeg'],
  ['image/*', 'tiff', 'tiff'],
  ['', 'png', 'png'],
  [undefined, 'png', 'png'],
  // Weights.
  ['image/webp, image/avif;q=0.5', 'jpeg', 'webp'],
  ['image/avif;q=0.5, image/jpeg', 'jpeg', 'jpeg'],
  ['image/avif;q=0', 'jpeg', 'jpeg'],
  ['image/avif;q=0, image/webp', 'jpeg', 'webp'],
  ['image/jpeg;q=0, */*', 'jpeg', 'png'],
  ['IMAGE/WEBP', 'jpeg', 'webp'],
  ['image/gif', 'jpeg', 'gif'],
  [';;;,,', 'jpeg', 'jpeg'],
] as const)('auto with Accept %s and a %s gives %s', (accept, own, expected) => {
  expect(negotiate(accept, 'auto', own)[0]).toBe(expected);
});

test.each([
  ['application/xml', 'auto'],
  ['*/*;q=0', 'auto'],
  ['image/png', 'webp'],
  ['image/webp;q=0, */*', 'webp'],
] as const)('Accept %s admits no %s', (accept, wanted) => {
  expect(() => negotiate(accept, wanted, 'jpeg')).toThrowError(
    expect.objectContaining({ code: 'not-acceptable' }),
  );
});
