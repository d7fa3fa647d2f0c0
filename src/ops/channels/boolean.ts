/** The op `boolean`: combine the bits of samples with those of another picture. */
import * as z from 'zod';
import { invalidParameters } from '../../core/errors.ts';
import { colorChannels, hasAlpha, type Image, pixelCount, type Shape } from '../../core/image.ts';
import type { Pass } from '../../core/pass.ts';
import { type Channels, SAMPLE_BYTES } from '../../core/pixel.ts';
import { toEnd, type Work } from '../../core/turns.ts';
import { bitwise, integerFault, OPERATORS, operator } from '../../kernels/channels/bitwise.ts';
import { file } from '../lib/fields.ts';
import { extentFault, samplesIn } from '../lib/operand.ts';
import type { FurtherSource, Op } from '../op.ts';

const params = z.strictObject({
  image: file('The other picture. It must have the same width and height.', { sameSize: true }),
  operator: operator(
    'A bit of the result is set if it is set in both samples (and), in at least one (or), or in exactly one (eor).',
  ),
});

/** Pixels, or words, between two yields. */
const STRETCH = 2 ** 16;

type Params = z.output<typeof params>;

/**
 * Combines the bits of each sample with those of another picture, exactly. The other picture is converted to the
 * pixel type first. A gray operand without alpha applies to all channels, alpha included. One with colours but no
 * alpha leaves alpha alone. Its alpha is ignored if the picture has none. Floats have no bits to combine and are
 * refused.
 *
 * As sharp's `boolean`, which keeps the alpha of gray where it combines gray with colour, and which refuses other
 * combinations of channels.
 *
 * Reads each picture once and writes the result once.
 */
export const boolean = defineBoolean();

function defineBoolean() {
  const op = {
    name: 'boolean' as const,
    family: 'channels',
    aliases: [] as const,
    summary: 'Combine the bits of samples with those of another picture.',
    kind: 'compose' as const,
    params,
    positional: ['image', 'operator'] as const,
    examples: [
      { image: 'other.png', operator: 'and' },
      { image: 'mask.png', operator: 'eor' },
    ],
    tolerance: { u8: 0, u16: 0, f32: 0 },
    nonFinite: 'The picture is refused: floats have no bits to combine.',
    unlikeSharp:
      'sharp refuses an operand with another number of channels unless one of the two is gray. Noir takes it: an operand with colours but no alpha leaves alpha alone.',

    sources: ({ image }: Params): readonly FurtherSource[] => [{ kind: 'file', name: image }],

    geometry(input: Shape, _: Params, [other]: readonly Shape[]): Shape {
      const fault = integerFault(input) ?? extentFault(input, other as Shape);
      if (fault) throw invalidParameters([fault]);
      const colors = Math.max(input.channels, (other as Shape).channels) >= 3 ? 3 : 1;
      return { ...input, channels: (colors + (hasAlpha(input.channels) ? 1 : 0)) as Channels };
    },

    *kernel(input: Image, params: Params, output: Image, others: readonly Image[]): Work<void> {
      const other = others[0] as Image;
      const alike = input.channels === other.channels && input.type === other.type;
      if (!alike || [input, other, output].some(({ data }) => data.byteOffset % 4 !== 0)) {
        yield* combine(input, params, output, others);
        return;
      }
      const run = bitwise(params.operator);
      const [left, right, to] = [wordsIn(input), wordsIn(other), wordsIn(output)];
      for (let first = 0; first < to.length; first += STRETCH) {
        const end = Math.min(to.length, first + STRETCH);
        for (let at = first; at < end; at++) to[at] = run(left[at] as number, right[at] as number);
        yield;
      }
      for (let at = to.length * (4 / SAMPLE_BYTES[input.type]); at < output.data.length; at++) {
        output.data[at] = run(input.data[at] as number, other.data[at] as number);
      }
    },

    reference(input: Image, params: Params, output: Image, others: readonly Image[]): void {
      toEnd(combine(input, params, output, others));
    },

    lower(input: Shape, params: Params, others: readonly Shape[]): Pass[] {
      const goal = op.geometry(input, params, others);
      const shape = others[0] as Shape;
      const uniforms = { operation: OPERATORS.indexOf(params.operator) };
      return [
        {
          entry: 'ops/channels/boolean/pixels',
          params: { module: 'ops/channels/boolean/params', uniforms },
          stages: [],
          source: input,
          goal,
          halo: 0,
          other: { index: 0, shape },
        },
      ];
    },
  } satisfies Op<Params>;
  return op;
}

/** Combines samples one by one, in any layouts. */
function* combine(input: Image, { operator }: Params, output: Image, [other]: readonly Image[]): Work<void> {
  const { channels } = other as Image;
  const theirs = yield* samplesIn(input.type, other as Image);
  const own = sourcesOf(input.channels, output.channels, input.channels - 1);
  // Without colours and alpha it counts for alpha too; with colours alone it does not.
  const operands = sourcesOf(channels, output.channels, channels === 1 ? 0 : -1);
  const { data } = output;
  for (let first = 0; first < pixelCount(input); first += STRETCH) {
    const end = Math.min(pixelCount(input), first + STRETCH);
    for (let channel = 0; channel < output.channels; channel++) {
      const operand = operands[channel] as number;
      const run = operand < 0 ? (sample: number) => sample : bitwise(operator);
      let from = first * channels + operand;
      let at = first * input.channels + (own[channel] as number);
      for (let to = first * output.channels + channel; to < end * output.channels; to += output.channels) {
        data[to] = run(input.data[at] as number, theirs[from] as number);
        at += input.channels;
        from += channels;
      }
    }
    yield;
  }
}

/** For each channel of the result, the channel of a picture that it uses; `alpha` if the picture has none. */
function sourcesOf(channels: Channels, result: Channels, alpha: number): number[] {
  const colors = Array.from({ length: colorChannels(result) }, (_, channel) => (channels < 3 ? 0 : channel));
  return hasAlpha(result) ? [...colors, hasAlpha(channels) ? channels - 1 : alpha] : colors;
}

/** Views several samples as one word, except those that do not fill one. */
function wordsIn({ data }: Image): Uint32Array {
  return new Uint32Array(data.buffer, data.byteOffset, Math.floor(data.byteLength / 4));
}
