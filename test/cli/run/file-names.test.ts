import { expect, test } from 'vitest';
import { encodeFileNames } from '../../../src/cli/run/file-names.ts';

const files = ['my_logo.png', 'my', 'a,b_c=d.cube', 'mask.png', 'opacity=1.png', '100%.png'];
const exists = (path: string) => files.includes(path);

test.each([
  // The longest name that is there.
  ['watermark_my_logo.png_0.5', 'watermark_my%5Flogo.png_0.5'],
  ['watermark_my_0.5', 'watermark_my_0.5'],
  ['watermark_image=my_logo.png_scale=0.2', 'watermark_image=my%5Flogo.png_scale=0.2'],
  ['lut_a,b_c=d.cube_0.5,negate', 'lut_a%2Cb%5Fc%3Dd.cube_0.5,negate'],
  ['negate,mask_mask.png,mask_mask.png', 'negate,mask_mask.png,mask_mask.png'],
  ['mask_opacity=1.png', 'mask_opacity%3D1.png'],
  ['mask_100%.png', 'mask_100%25.png'],
  // What is not there, up to its ending.
  ['watermark_no_such,file.png_0.5', 'watermark_no%5Fsuch%2Cfile.png_0.5'],
  // Encoded already.
  ['watermark_my%5Flogo.png_0.5', 'watermark_my%5Flogo.png_0.5'],
  // No files.
  ['linear_1.2_-10,f_webp,q_80', 'linear_1.2_-10,f_webp,q_80'],
  ['text_my_logo.png', 'text_my_logo.png'],
  ['unknown_my_logo.png,,negate,', 'unknown_my_logo.png,,negate,'],
  ['watermark_text=my_0.5', 'watermark_text=my_0.5'],
  ['', ''],
])('%s is read as %s', (row, encoded) => {
  expect(encodeFileNames(row, exists)).toBe(encoded);
});
