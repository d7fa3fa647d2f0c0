/** JPEG through jpeg-js, in plain JavaScript, for machines where sharp cannot be loaded. */
import { NoirError } from '../../core/errors.ts';
import { colorChannels, hasAlpha, type Image, pixelCount } from '../../core/image.ts';
import type { Limits } from '../../core/limits.ts';
import { type Run, UNBOUND } from '../../core/run.ts';
import { inTurns } from '../../core/turns.ts';
import { unsupportedDepth } from '../../formats/checks.ts';
import type { Header } from '../../formats/format.ts';
import { DEFAULT_READING } from '../../formats/input.ts';
import { readJpegFrame } from '../../formats/jpeg/frame.ts';
import { mendJpeg } from '../../formats/jpeg/mend.ts';
import { keepChannels } from '../channels.ts';
import type { Coder, DecodeContext } from '../coder.ts';
import { checkDecoded, pictureFault, scriptFault } from '../faults.ts';
import { inPieces, withPauses } from '../pauses.ts';
import { checkSides } from '../sharp/pipeline.ts';
import { turnUpright } from '../upright.ts';

const MiB = 2 ** 20;

/** Loaded by the first picture: where sharp can be loaded, there is none. */
const load = () => import('jpeg-js');

/**
 * Several times slower than sharp, ignores colour profiles, and blocks the thread while jpeg-js works. Refuses damaged data
 * also with `failOn: 'none'`. The only encoding option is `quality`.
 */
export const jpegJsCoder: Coder = {
  name: 'jpeg-js',
  reads: ['jpeg'],
  writes: ['jpeg'],
  decode: async (bytes, header, context) => ({ frames: [await decodeJpeg(bytes, header, context)] }),
  async encode({ frames: [image] }, output, run = UNBOUND) {
    checkSides(output, image);
    const { width, height } = image;
    const { encode } = await load();
    const data = await toOpaque(image, run);
    run.signal.throwIfAborted();
    try {
      return encode({ width, height, data }, Number(output.options.quality ?? 80)).data;
    } catch (error) {
      throw pictureFault('jpeg', error);
    }
  },
};

async function decodeJpeg(bytes: Uint8Array, header: Header, context: DecodeContext): Promise<Image> {
  const { limits, run = UNBOUND, reading = DEFAULT_READING } = context;
  const { components, ycc, arithmetic } = readJpegFrame(bytes, limits, reading);
  if (arithmetic) throw unsupportedDepth('JPEG of arithmetic coding cannot be read without sharp');
  // jpeg-js silently fills missing data with gray.
  const whole = await inTurns(mendJpeg(bytes, limits, reading), run);
  run.signal.throwIfAborted();
  const { decode } = await load();
  const options = optionsFor(components === 3 ? ycc : undefined, limits);
  const { width, height, data } = callJpegJs(() => decode(whole, options), limits);
  const rgb: Image = { width, height, channels: 3, type: 'u8', data, space: 'srgb' };
  const kept = await keepChannels(rgb, header.channels, run);
  return checkDecoded(await turnUpright(kept, header.orientation, run), header, limits);
}

function optionsFor(colorTransform: boolean | undefined, limits: Limits) {
  return {
    useTArray: true,
    formatAsRGBA: false,
    ...(colorTransform === undefined ? {} : { colorTransform }),
    maxResolutionInMP: limits.pixels / 1e6,
    // jpeg-js keeps all coefficients as 32-bit numbers, far more than the picture itself.
    maxMemoryUsageInMB: limits.totalBytes / MiB,
  } as const;
}

function callJpegJs<Result>(call: () => Result, limits: Limits): Result {
  try {
    return call();
  } catch (error) {
    if (!(error instanceof Error && error.message.includes('maxMemoryUsageInMB'))) throw scriptFault(error);
    throw new NoirError('memory-limit', 'Decoding the picture takes too much memory without sharp', {
      limit: limits.totalBytes,
      cause: error,
    });
  }
}

/** RGBA over black: jpeg-js takes RGBA, and sharp puts alpha over black for JPEG. */
async function toOpaque(image: Image, run: Run): Promise<Uint8Array> {
  const goal = new Uint8Array(pixelCount(image) * 4);
  const lay = (start: number, end: number) => layOverBlack(image, goal, start, end);
  await withPauses(inPieces(pixelCount(image), 4, lay), run);
  return goal;
}

function layOverBlack({ channels, data }: Image, goal: Uint8Array, start: number, end: number): void {
  const colors = colorChannels(channels);
  for (let pixel = start; pixel < end; pixel++) {
    const from = pixel * channels;
    const alpha = hasAlpha(channels) ? (data[from + colors] ?? 0) / 255 : 1;
    for (let channel = 0; channel < 3; channel++) {
      const color = data[from + (colors === 1 ? 0 : channel)] ?? 0;
      goal[pixel * 4 + channel] = Math.floor(color * alpha);
    }
    goal[pixel * 4 + 3] = 255;
  }
}
