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
  /** Plays an animation from its first frame. */
  restart?(): void;
  close(): void;
}

/** Pixels along a side of an overview. */
const OVERVIEW = 512;

/** A picture that the browser decodes, perhaps one that moves. Rejects for a file that it cannot decode. */
export async function pictureLayer(file: Blob): Promise<Layer> {
  let url = URL.createObjectURL(file);
  const image = element('img', { alt: '', draggable: 'false', src: url });
  try {
    await image.decode();
  } catch (error) {
    URL.revokeObjectURL(url);
    throw error;
  }
  const { naturalWidth: width, naturalHeight: height } = image;
  let whole: Promise<ImageBitmap | HTMLImageElement> | undefined;
  // Of the file, because browsers decode that beside the page and not in it. Files that are cut are shown by images alone.
  const decode = (options?: ImageBitmapOptions) => createImageBitmap(file, options).catch(() => image);
  return {
    element: image,
    ...{ width, height },
    async read(part) {
      whole ??= decode();
      return pixelsOf(await whole, part, part);
    },
    async overview() {
      const small = { width: Math.min(width, OVERVIEW), height: Math.min(height, OVERVIEW) };
      const { width: resizeWidth, height: resizeHeight } = small;
      const picture = await decode({ resizeWidth, resizeHeight, resizeQuality: 'pixelated' });
      const samples = pixelsOf(
        picture,
        { left: 0, top: 0, ...(picture === image ? { width, height } : small) },
        small,
      );
      release(picture);
      return samples;
    },
    restart() {
      // Images of one address share the frame that they are at.
      const before = url;
      url = URL.createObjectURL(file);
      image.src = url;
      URL.revokeObjectURL(before);
    },
    close() {
      URL.revokeObjectURL(url);
      void whole?.then(release);
    },
  };
}

function release(picture: ImageBitmap | HTMLImageElement): void {
  if (picture instanceof ImageBitmap) picture.close();
}

/** The pixels of a part, with other sides where those are wanted. */
function pixelsOf(
  picture: ImageBitmap | HTMLImageElement,
  { left, top, ...part }: Part,
  { width, height }: Pick<Part, 'width' | 'height'>,
): Samples {
  const context = new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true });
  if (!context) throw new Error('there is no canvas');
  context.imageSmoothingEnabled = false;
  context.drawImage(picture, left, top, part.width, part.height, 0, 0, width, height);
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
