/** The GPU passes of a resize: one for each axis. */
import { type Extent, hasAlpha, type Shape } from '../../../core/image.ts';
import { notingHoles, type Pass } from '../../../core/pass.ts';
import { WHITE } from '../../../core/pixel.ts';
import { axesOf, factorsOf, type Resampling, weighsAlpha } from '../../../kernels/resize/resampling.ts';
import { reachOf } from '../../../math/resampling-filters.ts';
import type { Weights } from '../../../math/resampling-weights.ts';

/** A pass for each axis; floats lie in between. */
export function resamplePasses(input: Shape, plan: Resampling, output: Shape): Pass[] {
  const { kernel, linear, scaled, part, place, background } = plan;
  const byAlpha = weighsAlpha(input, plan) ? 1 : 0;
  let source = input;
  return axesOf(input, plan).map(({ vertical, weights, extent }, index): Pass => {
    const last = index === 1;
    const goal = last ? output : ({ ...input, ...extentOf(extent), type: 'f32' } as const);
    const { left, top } = last ? place : { left: 0, top: 0 };
    const scale = vertical ? factorsOf(input, plan).down : 1;
    const { covered = input } = plan;
    const shift = (scaled.height * scale - covered.height) / 2;
    const pass: Pass = {
      entry: vertical ? 'ops/resize/resize/columns' : 'ops/resize/resize/rows',
      params: {
        module: 'ops/resize/resize/params',
        uniforms: {
          background,
          place: [left, top],
          extent: [extent.width, extent.height],
          source: [source.width, source.height],
          taps: weights.taps,
          by_alpha: byAlpha,
          opaque: hasAlpha(input.channels) ? 0 : WHITE[input.type],
          decode: linear && !last ? WHITE[input.type] : 0,
          encode: linear && last ? WHITE[input.type] : 0,
        },
      },
      table: tableOf(weights),
      ...notingHoles(source),
      rounded: goal.type,
      stages: [],
      source,
      goal,
      rows: vertical
        ? { scale, offset: (part.top - top + 0.5) * scale - 0.5 - shift }
        : { scale: 1, offset: -top },
      // A row more for what the line above loses in rounding.
      halo: vertical ? reachOf(kernel, scale) + 1 : 0,
    };
    source = goal;
    return pass;
  });
}

function extentOf({ width, height }: Extent): Extent {
  return { width, height };
}

const tables = new WeakMap<Weights, Float32Array>();

/** For each output its first input, and its weights. */
function tableOf(made: Weights): Float32Array {
  let table = tables.get(made);
  if (!table) {
    const { taps, starts, weights } = made;
    table = new Float32Array(starts.length * (taps + 1));
    for (const [index, start] of starts.entries()) {
      table[index * (taps + 1)] = start;
      table.set(weights.subarray(index * taps, (index + 1) * taps), index * (taps + 1) + 1);
    }
    tables.set(made, table);
  }
  return table;
}
