/** The GPU passes of separable filters. */
import { hasAlpha, type Shape } from '../../../core/image.ts';
import { notingHoles, type Pass, POINT_ENTRY } from '../../../core/pass.ts';
import { WHITE } from '../../../core/pixel.ts';
import { faintAlpha, type Light } from '../../../kernels/blur/mixing-space.ts';
import type { LineFilter } from '../../../math/gaussian.ts';

/** Rows of the source that each row of a filter's result is made of. */
function rowsOf({ stride, phases, starts, taps }: LineFilter): Required<Pick<Pass, 'rows' | 'halo'>> {
  const least = starts.reduce((a, b) => Math.min(a, b)) - stride;
  const most = starts.reduce((a, b) => Math.max(a, b)) + taps;
  return { rows: { scale: stride / phases, offset: (least + most) / 2 }, halo: (most - least) / 2 + 1 };
}

const tables = new WeakMap<LineFilter, Float32Array>();

/** For each phase its first input, and its weights. */
function tableOf(filter: LineFilter): Float32Array {
  let table = tables.get(filter);
  if (!table) {
    const { phases, taps, starts, weights } = filter;
    table = new Float32Array(phases * (taps + 1));
    for (let phase = 0; phase < phases; phase++) {
      table[phase * (taps + 1)] = starts[phase] as number;
      table.set(weights.subarray(phase * taps, (phase + 1) * taps), phase * (taps + 1) + 1);
    }
    tables.set(filter, table);
  }
  return table;
}

/**
 * Passes that filter a picture along its columns and then its rows; floats lie in between, colours times
 * alpha. The filters that thin out come first, so that little lies there.
 */
export function filterPasses(
  input: Shape,
  columns: readonly LineFilter[],
  rows: readonly LineFilter[],
  light: Light,
): Pass[] {
  const [thinColumns, wholeColumns] = columns as [LineFilter, LineFilter?];
  const order = [
    { vertical: true, filter: thinColumns },
    ...rows.map((filter) => ({ vertical: false, filter })),
    ...(wholeColumns ? [{ vertical: true, filter: wholeColumns }] : []),
  ];
  const passes: Pass[] = light === 'linear' ? [decodePass(input)] : [];
  for (const { vertical, filter } of order) {
    const source = passes.at(-1)?.goal ?? input;
    const extent = vertical ? { height: filter.outSize } : { width: filter.outSize };
    const isFirst = passes.every(({ entry }) => entry === POINT_ENTRY);
    const first = passes.length === 0 && (hasAlpha(input.channels) || input.type === 'f32') ? 1 : 0;
    passes.push({
      entry: vertical ? 'ops/blur/blur/columns' : 'ops/blur/blur/rows',
      params: {
        module: 'ops/blur/blur/params',
        uniforms: {
          taps: filter.taps,
          phases: filter.phases,
          stride: filter.stride,
          last: filter.inSize - 1,
          raw: first,
          by_alpha: hasAlpha(input.channels) ? 1 : 0,
          white: WHITE[input.type],
        },
      },
      table: tableOf(filter),
      ...(isFirst && notingHoles(input)),
      stages: [],
      source,
      goal: { ...source, ...extent, type: 'f32' },
      ...(vertical ? rowsOf(filter) : { halo: 0 }),
    });
  }
  return finishLast(passes, input, light);
}

/** Decodes once, and not for each neighbour again. */
function decodePass(input: Shape): Pass {
  const uniforms = { by_alpha: hasAlpha(input.channels) ? 1 : 0, white: WHITE[input.type] };
  return {
    entry: POINT_ENTRY,
    stages: [{ module: 'ops/blur/blur/decoded', uniforms, type: 'f32' }],
    source: input,
    goal: { ...input, type: 'f32' },
    halo: 0,
  };
}

/** Makes the last pass give the picture's own pixels: straight, encoded and rounded. */
export function finishLast(passes: readonly Pass[], input: Shape, light: Light): Pass[] {
  const last = { ...(passes.at(-1) as Pass), goal: input };
  const byAlpha = hasAlpha(input.channels);
  if (!byAlpha && light === 'srgb') return [...passes.slice(0, -1), { ...last, rounded: input.type }];
  const uniforms = {
    white: WHITE[input.type],
    faint: faintAlpha(input),
    by_alpha: byAlpha ? 1 : 0,
    linear: light === 'linear' ? 1 : 0,
  };
  const stage = { module: 'ops/blur/blur/finish', uniforms, type: input.type };
  return [...passes.slice(0, -1), { ...last, stages: [stage] }];
}
