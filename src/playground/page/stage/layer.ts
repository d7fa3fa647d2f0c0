/** One of the two pictures on the stage: shown by the browser, or drawn from samples that the browser cannot show. */

import { toImageData } from '../deep/image-data.ts';
import type { Range, Samples } from '../deep/samples.ts';
import { element } from '../element.ts';

/** A part of a picture, in its own pixels. */
export interface Part {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

export interface Layer {
  readonly element: HTMLElement;
  /** Pixels across and down. */
  readonly width: number;
  readonly height: number;
  /** Whether its levels are more than 8 bits, so that a range has to be chosen. */
  readonly samples?: Samples;
  /** The samples of a part that lies inside. */
  read(part: Part): Promise<Samples>;
  /** Some of its pixels, evenly spread, for a histogram. */
  overview(): Promise<Samples>;
  /** Shows other levels as black and white. */
  show?(range: Range): void;
  close(): void;
}

/** Pixels along a side of an overview. */
const OVERVIEW = 512;

/** A picture that the browser decodes, perhaps one that moves. Rejects for a file that it cannot decode. */
export async function pictureLayer(file: Blob): Promise<Layer> {
  const url = URL.createObjectURL(file);
  const image = element('img', { alt: '', draggable: 'false', src: url });
  try {
    await image.decode();
  } catch (error) {
    URL.revokeObjectURL(url);
    throw error;
  }
  const { naturalWidth: width, naturalHeight: height } = image;
  let whole: Promise<ImageBitmap> | undefined;
  return {
    element: image,
    ...{ width, height },
    async read(part) {
      // Made of the file, because browsers decode that beside the page and not in it.
      whole ??= createImageBitmap(file);
      return pixelsOf(await whole, part);
    },
    async overview() {
      const [across, down] = [Math.min(width, OVERVIEW), Math.min(height, OVERVIEW)];
      const size = { resizeWidth: across, resizeHeight: down, resizeQuality: 'pixelated' } as const;
      const small = await createImageBitmap(file, size);
      const samples = pixelsOf(small, { left: 0, top: 0, width: across, height: down });
      small.close();
      return samples;
    },
    close() {
      URL.revokeObjectURL(url);
      whole?.then((open) => open.close());
    },
  };
}

function pixelsOf(bitmap: ImageBitmap, { left, top, width, height }: Part): Samples {
  const context = new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true });
  if (!context) throw new Error('there is no canvas');
  context.drawImage(bitmap, left, top, width, height, 0, 0, width, height);
  const { data } = context.getImageData(0, 0, width, height);
  return { width, height, channels: 4, type: 'u8', data: new Uint8Array(data.buffer) };
}

/** A picture that is drawn from its samples, with a range of levels from black to white. */
export function samplesLayer(samples: Samples, range: Range): Layer {
  const { width, height } = samples;
  const canvas = element('canvas', { width, height });
  const show = (chosen: Range) => {
    canvas.getContext('2d')?.putImageData(toImageData(samples, chosen), 0, 0);
  };
  show(range);
  return {
    element: canvas,
    ...{ width, height, samples, show },
    read: async (part) => cut(samples, part),
    overview: async () => samples,
    close() {},
  };
}

function cut({ data, channels, type, ...whole }: Samples, { left, top, width, height }: Part): Samples {
  const part = data.slice(0, width * height * channels);
  for (let y = 0; y < height; y++) {
    const from = ((top + y) * whole.width + left) * channels;
    part.set(data.subarray(from, from + width * channels) as never, y * width * channels);
  }
  return { width, height, channels, type, data: part };
}
