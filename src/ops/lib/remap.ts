/** Ops that move pixels and change none: flips, turns, crops. */
import type * as z from 'zod';
import type { Image, Shape } from '../../core/image.ts';
import { type Pass, POINT_ENTRY, type Uniforms } from '../../core/pass.ts';
import { SAMPLE_BYTES } from '../../core/pixel.ts';
import { rowsPerYield, type Work } from '../../core/turns.ts';
import { mirror, turn } from '../../kernels/geometry/flip-and-turn.ts';
import { viewBytes } from '../../kernels/pixels/chunks.ts';
import { bitsOf } from '../../kernels/pixels/sample-bits.ts';
import type { Op } from '../op.ts';

type Vector = readonly [x: number, y: number];

/**
 * Where the pixels of a result come from: column `x` and row `y` from `origin + across * x + down * y`. The entries
 * are integers, and one of each of `across` and `down` is not 0.
 */
export interface PixelMap {
  readonly origin: Vector;
  readonly across: Vector;
  readonly down: Vector;
}

/** Every pixel comes from its own place. */
export const UNMOVED: PixelMap = { origin: [0, 0], across: [1, 0], down: [0, 1] };

const REMAP = 'ops/lib/remap/pixels';

interface RemapDefinition<Schema extends z.ZodObject, Name extends string, Positional>
  extends Pick<Op, 'family' | 'summary' | 'examples' | 'shown' | 'unlikeSharp'>,
    Pick<Op<z.output<Schema>>, 'sharp' | 'changesNothing'> {
  readonly name: Name;
  readonly params: Schema;
  readonly positional: Positional;
  /** The result's shape; by default the input's. */
  geometry?(input: Shape, params: z.output<Schema>): Shape;
  map(params: z.output<Schema>, input: Shape): PixelMap;
}

/**
 * Completes an op from its `map`. It reads what the result shows once and writes it once. The GPU joins it with
 * neighbouring moves and point ops, and then it costs nothing. A kernel that mirrors or turns works on the whole
 * picture.
 */
export function defineRemap<
  Schema extends z.ZodObject,
  const Name extends string,
  const Positional extends readonly (keyof z.output<Schema> & string)[],
>(definition: RemapDefinition<Schema, Name, Positional>) {
  type Params = z.output<Schema>;
  const op = {
    geometry: (input: Shape): Shape => input,
    ...definition,
    aliases: [] as const,
    kind: 'geometry' as const,
    tolerance: { u8: 0, u16: 0, f32: 0 },
    nonFinite: 'NaN and infinities move like other samples.',

    reference(input: Image, params: Params, output: Image): void {
      const { origin, across, down } = op.map(params, input);
      const { width, height, channels } = output;
      const [from, to] = [bitsOf(input.data), bitsOf(output.data)];
      const step = (across[0] + across[1] * input.width) * channels;
      for (let y = 0; y < height; y++) {
        const [column, row] = [origin[0] + down[0] * y, origin[1] + down[1] * y];
        let source = (row * input.width + column) * channels;
        let at = y * width * channels;
        for (const end = at + width * channels; at < end; source += step) {
          for (let channel = 0; channel < channels; channel++) to[at++] = from[source + channel] as number;
        }
      }
    },

    kernel(input: Image, params: Params, output: Image): Work<void> {
      const { origin, across, down } = op.map(params, input);
      if (across[1] !== 0) return turn(input, output, across[1] < 0, down[0] < 0);
      if (across[0] < 0) return mirror(input, output, down[1] < 0);
      return copyRows(input, output, origin, down[1]);
    },

    lower(input: Shape, params: Params): Pass[] {
      return [remapPass(op.map(params, input), input, op.geometry(input, params))];
    },
  };
  return op;
}

/** Copies rows from `origin` on, downwards or upwards. */
function* copyRows(input: Image, output: Image, [left, top]: Vector, down: number): Work<void> {
  const [from, to] = [viewBytes(input.data), viewBytes(output.data)];
  const pixel = input.channels * SAMPLE_BYTES[input.type];
  const row = output.width * pixel;
  const band = rowsPerYield(output.width);
  for (let y = 0; y < output.height; y++) {
    const first = ((top + down * y) * input.width + left) * pixel;
    to.set(from.subarray(first, first + row), y * row);
    if (y % band === 0) yield;
  }
}

/**
 * Joins two passes, of which the second moves pixels and the first moves or changes each by itself. Returns undefined
 * for other passes. The joined pass reads only what the second would.
 */
export function joinRemaps(first: Pass, second: Pass): Pass | undefined {
  const [inner, outer] = [mapOf(first), mapOf(second)];
  if (!inner || !outer || second.entry !== REMAP || first.ledger) return undefined;
  const turn = ([x, y]: Vector): Vector => [
    inner.across[0] * x + inner.down[0] * y,
    inner.across[1] * x + inner.down[1] * y,
  ];
  const [x, y] = turn(outer.origin);
  const joined: PixelMap = {
    origin: [inner.origin[0] + x, inner.origin[1] + y],
    across: turn(outer.across),
    down: turn(outer.down),
  };
  return {
    ...remapPass(joined, first.source, second.goal),
    stages: [...first.stages, ...second.stages],
  };
}

function mapOf({ entry, params }: Pass): PixelMap | undefined {
  if (entry === POINT_ENTRY) return UNMOVED;
  return entry === REMAP ? (params?.uniforms as unknown as PixelMap) : undefined;
}

function remapPass({ origin, across, down }: PixelMap, source: Shape, goal: Shape): Pass {
  // Where a row of the goal runs down the source, its middle one is that of the row map.
  const reach = (across[1] * (goal.width - 1)) / 2;
  const uniforms: Uniforms = { origin, across, down, source_width: source.width };
  return {
    entry: REMAP,
    params: { module: 'ops/lib/remap/params', uniforms },
    stages: [],
    source,
    goal,
    rows: { scale: down[1], offset: origin[1] + reach },
    halo: Math.abs(reach),
  };
}
