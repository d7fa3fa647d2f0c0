/** The pictures and further files that come with the page. Their sources are in `samples/SOURCES.md`. */
import type { RecipeJson } from './draft.ts';

export interface Sample {
  readonly name: string;
  readonly title: string;
  readonly file: string;
}

export const SAMPLES: readonly Sample[] = [
  { name: 'pier', title: 'Pier at sunset', file: 'pier.jpg' },
  { name: 'orbit', title: 'In orbit', file: 'orbit.jpg' },
  { name: 'dock', title: 'Dock', file: 'dock.jpg' },
  { name: 'camera', title: 'Camera, 12 bits in 16', file: 'camera.png' },
  { name: 'heights', title: 'Heights in metres, floats', file: 'heights.tif' },
  { name: 'waves', title: 'Animation', file: 'waves.webp' },
];

/** Further files that steps may read: overlays, masks, tables of colours. */
export const FURTHER_SAMPLES: readonly string[] = ['logo.png', 'mask.png', 'look.cube'];

/** The address of a file among the samples. */
export function sampleUrl(file: string): string {
  return `assets/samples/${file}`;
}

/** A further sample, made as large as a picture for the steps that take no other size. */
interface SizedSample {
  readonly file: string;
  readonly width: number;
  readonly height: number;
}

/** The name of a sized sample, such as `mask-1600x1066.png`. It says how the file is made, so that links bring it back. */
export function sizedName({ file, width, height }: SizedSample): string {
  return file.replace(/\.png$/, `-${width}x${height}.png`);
}

/** The sized sample that a name means, if it means one. */
export function readSizedName(name: string): SizedSample | undefined {
  const [, base, width, height] = /^(\w+)-([1-9]\d{0,5})x([1-9]\d{0,5})\.png$/.exec(name) ?? [];
  const file = `${base}.png`;
  return FURTHER_SAMPLES.includes(file) ? { file, width: Number(width), height: Number(height) } : undefined;
}

/** The recipe that makes it of its file. */
export function sizedRecipe({ width, height }: SizedSample): RecipeJson {
  return { steps: [{ op: 'resize', width, height, fit: 'fill' }], output: { format: 'png' } };
}

/** The same recipe in the grammar of addresses. */
export function sizedOps({ width, height }: SizedSample): string {
  return `resize_${width}_${height}_fit=fill,f_png`;
}
