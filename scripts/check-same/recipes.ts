// The fifty recipes of `npm run check:same`, each with the picture that it gets: every family of ops, every format.
import type { PictureName } from './pictures.ts';

export interface SameRecipe {
  readonly picture: PictureName;
  /** The steps and the output, in the grammar of URLs. A step that reads `other` gets the picture with alpha. */
  readonly ops: string;
}

const BY_PICTURE: Readonly<Record<PictureName, readonly string[]>> = {
  jpeg: [
    'f_jpeg',
    'resize_200,f_jpeg',
    'resize_100_100_fit=cover,f_webp',
    'resize_200_fastShrinkOnLoad=false,f_jpeg',
    'resize_160,blur_2,f_jpeg',
    'greyscale,f_png',
    'median_3,f_jpeg',
    'median_9,f_png',
    'modulate_1.1_1.2_30,f_jpeg',
    'rotate_90,resize_120,f_jpeg',
    'resize_160,f_avif',
    'sharpen_1.5,f_webp',
    'tint_ff8800,f_jpeg',
    'stats',
  ],
  'jpeg 4:4:4': [
    'resize_150_90_fit=contain,f_jpeg',
    'gamma_2.2,f_png',
    'extract_20_10_200_150,flip,f_jpeg',
    'denoise_0.05,f_jpeg',
    'clahe_60_60,f_jpeg',
    'composite_other,f_jpeg',
  ],
  'gray jpeg': ['resize_200,f_jpeg', 'normalise,f_png', 'blur_1.5,f_webp'],
  'turned jpeg': ['resize_120,f_jpeg', 'flop,negate,f_jpeg', 'greyscale,f_png'],
  png: [
    'f_png',
    'resize_640,f_png',
    'blur_4,f_png',
    'linear_1.2_-10,f_jpeg',
    'convolve_3_3_1:2:1:2:4:2:1:2:1_16,f_png',
    'bilateral_2_0.1,f_webp',
    'trim,f_png',
    'resize_200,f_gif',
  ],
  'png with alpha': [
    'resize_200,f_png',
    'resize_200,f_webp',
    'rotate_33,f_png',
    'flatten_ffffff,f_jpeg',
    'composite_other_southeast,f_png',
  ],
  'gray png': ['resize_100,f_png', 'dilate_2,erode_1,f_png'],
  '16-bit png': ['resize_200,f_png', 'linear_0.9_100,median_3,f_png', 'saturation_1.3,f_tiff'],
  '16-bit gray png': ['blur_3,f_png'],
  webp: ['resize_200,f_webp', 'contrast_1.2,f_avif', 'threshold_128,f_png'],
  'webp with alpha': ['extend_10_10_10_10,f_webp'],
  tiff: ['resize_100,f_tiff'],
};

export const RECIPES: readonly SameRecipe[] = Object.entries(BY_PICTURE).flatMap(([picture, recipes]) =>
  recipes.map((ops) => ({ picture: picture as PictureName, ops })),
);
