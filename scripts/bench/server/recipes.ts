// The recipes that `npm run bench server` posts: Noir's words, and what a programmer would write with sharp.
import type { Sharp } from 'sharp';
import type { RunningServer } from './servers.ts';

export interface ServerRecipe {
  /** Name on the command line, and path at the peer. */
  readonly name: string;
  /** The value of Noir's query parameter `ops`. */
  readonly ops: string;
  /** The same job with sharp; the picture is upright already. */
  sharp(picture: Sharp): Sharp;
  /** Whether libvips can do all of it, from file to file: such requests should leave the main thread idle. */
  readonly fileToFile: boolean;
}

export const RECIPES: readonly ServerRecipe[] = [
  {
    name: 'jpeg-800',
    ops: 'resize_800,f_jpeg',
    sharp: (picture) => picture.resize(800).jpeg(),
    fileToFile: true,
  },
  {
    name: 'jpeg-1920',
    ops: 'resize_1920,f_jpeg',
    sharp: (picture) => picture.resize(1920).jpeg(),
    fileToFile: true,
  },
  {
    name: 'webp-800',
    ops: 'resize_800,f_webp',
    sharp: (picture) => picture.resize(800).webp(),
    fileToFile: true,
  },
  {
    name: 'thumbnail',
    ops: 'resize_200_200_fit=cover,f_webp',
    sharp: (picture) => picture.resize(200, 200).webp(),
    fileToFile: true,
  },
  {
    name: 'blur',
    ops: 'resize_1200,blur_5,f_jpeg',
    sharp: (picture) => picture.resize(1200).blur(5).jpeg(),
    fileToFile: false,
  },
  {
    name: 'gray-png',
    ops: 'greyscale,f_png',
    sharp: (picture) => picture.greyscale().png(),
    fileToFile: false,
  },
  {
    name: 'median',
    ops: 'median_3,f_jpeg',
    sharp: (picture) => picture.median(3).jpeg(),
    fileToFile: false,
  },
];

/** Where the server takes the recipe's pictures. */
export function urlFor({ name, url }: RunningServer, recipe: ServerRecipe): string {
  return name === 'noir' ? `${url}/process?ops=${recipe.ops}` : `${url}/${recipe.name}`;
}
