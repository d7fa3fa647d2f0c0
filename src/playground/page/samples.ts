/** The pictures and further files that come with the page. Their sources are in `samples/SOURCES.md`. */

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
