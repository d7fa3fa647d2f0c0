import { link } from 'wesl/core';
import type { Shape } from '../../core/image.ts';
import { type Pass, POINT_ENTRY } from '../../core/pass.ts';
import { shaderModules, shaderSource } from './shaders.ts';

/**
 * Names everything about a pass that its compiled shader depends on. Two passes with the same key run
 * the same pipeline, whatever their extents and parameters.
 */
export function shaderKey({ entry, params, rounded, stages, source, goal, other }: Pass): string {
  const chain = stages.map(({ module, type }) => `${module}>${type}`).join('+');
  const made = `${entry}(${params?.module ?? ''})${rounded ? `>${rounded}` : ''}`;
  return `${made}|${layoutKey(source)}|${layoutKey(goal)}|${other ? layoutKey(other.shape) : ''}|${chain}`;
}

function layoutKey({ type, channels }: Shape): string {
  return `${type}x${channels}`;
}

/** Links a pass's entry point with the pixel types, the channels and the ops that it needs, to WGSL. */
export async function linkShader(pass: Pass): Promise<string> {
  const { source, goal, entry, other, stages } = pass;
  const gathers = entry !== POINT_ENTRY && !pass.tile;
  const linked = await link({
    weslSrc: {
      ...Object.fromEntries(shaderModules()),
      source_pixel: shaderSource(`pixel/${source.type}`),
      source_channels: shaderSource(`channels/${source.channels}`),
      goal_pixel: shaderSource(`pixel/${goal.type}`),
      goal_channels: shaderSource(`channels/${goal.channels}`),
      ...(other && {
        other_pixel: shaderSource(`pixel/${other.shape.type}`),
        other_channels: shaderSource(`channels/${other.shape.channels}`),
      }),
      stages: writeStages(pass),
      ...Object.fromEntries(stages.flatMap(({ module, code }) => (code ? [[module, code]] : []))),
      ...(gathers && { gather: shaderSource(entry) }),
    },
    rootModuleName: gathers ? 'entry/gather' : entry,
  });
  return linked.dest;
}

/**
 * The module that holds a pass's parameters, rounds the entry's colours where they need it, and runs the
 * stages one after the other, each rounded to its own pixel type. Member alignment of 16 bytes is what
 * WGSL asks of structs inside a uniform buffer.
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
