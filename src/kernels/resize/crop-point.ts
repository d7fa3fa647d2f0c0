/** Finds the point around which a cropped picture shows the most, for `resize` with a content-aware position. */
import { createImage, type Extent, type Image } from '../../core/image.ts';
import type { Work } from '../../core/turns.ts';
import { attentionPoint } from './attention-crop.ts';
import { entropyCrop } from './entropy-crop.ts';
import { resample } from './resample.ts';

/** What a part can be found by. */
export const CONTENTS = ['entropy', 'attention'] as const;

/**
 * The point, as fractions of width and height, around which a frame shows the most of a picture that is scaled
 * to be cut off. Found on the CPU, whatever the backend.
 */
export function* contentPoint(
  by: (typeof CONTENTS)[number],
  image: Image,
  scaled: Extent,
  frame: Extent,
): Work<readonly [x: number, y: number]> {
  if (by === 'attention') {
    // As sharp, which scales first. Where that makes the picture larger, there is nothing more to see.
    const seen = scaled.width < image.width ? yield* scaleTo(image, scaled) : image;
    const [across, down] = [seen.width / scaled.width, seen.height / scaled.height];
    const { x, y } = yield* attentionPoint(seen, frame.width * across, frame.height * down);
    return [x, y];
  }
  const { left, top } = yield* entropyCrop(yield* scaleTo(image, scaled), frame.width, frame.height);
  return [(left + frame.width / 2) / scaled.width, (top + frame.height / 2) / scaled.height];
}

function* scaleTo(image: Image, scaled: Extent): Work<Image> {
  if (image.width === scaled.width && image.height === scaled.height) return image;
  const result = createImage({ ...image, ...scaled });
  const part = { left: 0, top: 0, ...scaled };
  const place = { left: 0, top: 0 };
  yield* resample(
    image,
    { kernel: 'lanczos3', linear: false, scaled, part, place, background: [0, 0, 0, 0] },
    result,
  );
  return result;
}
