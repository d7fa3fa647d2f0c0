/** GIF: written by Noir's own encoder. */
import type { Coder } from '../coder.ts';
import { withPauses } from '../pauses.ts';
import { checkSides } from '../sharp/pipeline.ts';
import { encodeGif } from './encoder.ts';
import type { GifOptions } from './reduce.ts';

/** Writes stills and animations. */
export const gifCoder: Coder = {
  name: 'gif',
  reads: [],
  writes: ['gif'],
  encode(picture, output, run) {
    checkSides(output, picture.frames[0]);
    return withPauses(encodeGif(picture, output.options as GifOptions), run);
  },
};
