// Links WGSL modules to one shader. A module may import from a placeholder name such as `source_pixel`; each shader
// chooses the module for it.
import { link } from 'wesl/core';
import type { Shape } from '../../core/image.ts';
import { type Pass, POINT_ENTRY } from '../../core/pass.ts';
import { shaderModules, shaderSource } from './shaders.ts';

/**
 * The key of a pass's compiled shader: everything that changes the code. Passes with equal keys share a pipeline,
 * whatever their extents and parameters.
 */
export function shaderKey({ entry, params, rounded, stages, source, goal, other }: Pass): string {
  const chain = stages.map(({ module, type }) => `${module}>${type}`).join('+');
  const made = `${entry}(${params?.module ?? ''})${rounded ? `>${rounded}` : ''}`;
  return `${made}|${layoutKey(source)}|${layoutKey(goal)}|${other ? layoutKey(other.shape) : ''}|${chain}`;
}

function layoutKey({ type, channels }: Shape): string {
  return `${type}x${channels}`;
}

/** Modules below `wgsl/`, without extension, by the placeholder names that they replace. */
export type ModuleChoices = Readonly<Record<string, string>>;

/** Choices of shaders that make none of their own. */
export const USUAL_CHOICES: ModuleChoices = { summand: 'lib/prefix_sum/numbers' };

/** Links a module below `wgsl/` and its imports to WGSL. `written` has the text of modules that are not files. */
export async function linkModule(
  rootModuleName: string,
  chosen: ModuleChoices = {},
  written: Readonly<Record<string, string>> = {},
): Promise<string> {
  const choices = Object.entries({ ...USUAL_CHOICES, ...chosen });
  const { dest } = await link({
    weslSrc: {
      ...Object.fromEntries(shaderModules()),
      ...Object.fromEntries(choices.map(([name, module]) => [name, shaderSource(module)])),
      ...written,
    },
    rootModuleName,
  });
  return dest;
}

/** Links the shader of a pass: entry point, pixel types, channels and ops. */
export function linkShader(pass: Pass): Promise<string> {
  const { source, goal, entry, other, stages } = pass;
  const gathers = entry !== POINT_ENTRY && !pass.tile;
  const chosen = {
    source_pixel: `pixel/${source.type}`,
    source_channels: `channels/${source.channels}`,
    goal_pixel: `pixel/${goal.type}`,
    goal_channels: `channels/${goal.channels}`,
    ...(other && {
      other_pixel: `pixel/${other.shape.type}`,
      other_channels: `channels/${other.shape.channels}`,
    }),
    ...(gathers && { gather: entry }),
  };
  const own = stages.flatMap(({ module, code }) => (code ? [[module, code] as const] : []));
  const written = { stages: writeStages(pass), ...Object.fromEntries(own) };
  return linkModule(gathers ? 'entry/gather' : entry, chosen, written);
}

/**
 * Writes the module that holds a pass's parameters, rounds the entry's colours where needed, and runs the stages in
 * turn, each rounded to its own pixel type. `@align(16)` is what WGSL requires of structs in a uniform buffer.
 */
function writeStages({ params, rounded, stages }: Pass): string {
  const types = new Set([...(rounded ? [rounded] : []), ...stages.map(({ type }) => type)]);
  const pathOf = (module: string) => `package::${module.replaceAll('/', '::')}`;
  return [
    ...[...types].map((type) => `import package::pixel::${type}::quantize as quantize_${type};`),
    ...(params ? [`import ${pathOf(params.module)}::Params as EntryParams;`] : []),
    ...stages.map(
      ({ module }, index) =>
        `import ${pathOf(module)}::{apply as apply_${index}, Params as Params_${index}};`,
    ),
    'struct Stages {',
    ...(params ? ['  @align(16) entry: EntryParams,'] : []),
    ...stages.map((_, index) => `  @align(16) stage_${index}: Params_${index},`),
    '}',
    '@group(0) @binding(3) var<uniform> stages: Stages;',
    'fn apply_stages(color: vec4f) -> vec4f {',
    `  var result = ${rounded ? `quantize_${rounded}(color)` : 'color'};`,
    ...stages.map(
      ({ type }, index) => `  result = quantize_${type}(apply_${index}(result, stages.stage_${index}));`,
    ),
    '  return result;',
    '}',
  ].join('\n');
}
