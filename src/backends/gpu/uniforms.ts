/** Packs parameters into uniform buffers by the field names of each shader's `struct Params`. */
import type { Pass, Uniforms } from '../../core/pass.ts';
import { shaderSource } from './shaders.ts';

interface FieldType {
  readonly components: number;
  readonly align: number;
  readonly write: 'setFloat32' | 'setUint32' | 'setInt32';
}

interface Field extends FieldType {
  readonly name: string;
  readonly offset: number;
}

interface Layout {
  readonly fields: readonly Field[];
  readonly size: number;
}

/**
 * Size and alignment in bytes of the types allowed in `struct Params`: WGSL specification, "Alignment and Size".
 */
const TYPES: Readonly<Record<string, FieldType>> = Object.fromEntries(
  (['f32', 'u32', 'i32'] as const).flatMap((scalar) => {
    const write = ({ f32: 'setFloat32', u32: 'setUint32', i32: 'setInt32' } as const)[scalar];
    const suffix = scalar[0];
    return [
      [scalar, { components: 1, align: 4, write }],
      [`vec2${suffix}`, { components: 2, align: 8, write }],
      [`vec3${suffix}`, { components: 3, align: 16, write }],
      [`vec4${suffix}`, { components: 4, align: 16, write }],
    ];
  }),
);

const layouts = new Map<string, Layout>();

function alignTo(value: number, alignment: number): number {
  return Math.ceil(value / alignment) * alignment;
}

/** Parses the layout of a module's `struct Params`. */
function layoutOf(module: string, source = shaderSource(module)): Layout {
  let layout = layouts.get(source);
  if (!layout) {
    layout = parseParams(module, source);
    layouts.set(source, layout);
  }
  return layout;
}

function parseParams(module: string, source: string): Layout {
  const body = /struct\s+Params\s*\{([^}]*)\}/.exec(source.replace(/\/\/.*$/gm, ''))?.[1] ?? '';
  const fields: Field[] = [];
  let end = 0;
  for (const [, name = '', typeName = ''] of body.matchAll(/(\w+)\s*:\s*(\w+)/g)) {
    const type = TYPES[typeName];
    if (!type) throw new Error(`${module}: Params.${name} has type ${typeName}, which is not supported`);
    const offset = alignTo(end, type.align);
    fields.push({ ...type, name, offset });
    end = offset + 4 * type.components;
  }
  if (fields.length === 0) throw new Error(`${module}: it declares no struct Params with fields`);
  return { fields, size: alignTo(end, 16) };
}

/** Packs the parameters of a pass and its stages, one struct after another. */
export function packStages({ params, stages }: Pass): Uint8Array {
  const placed: { module: string; layout: Layout; uniforms: Uniforms; offset: number }[] = [];
  let size = 0;
  for (const { module, code, uniforms } of [...(params ? [params] : []), ...stages]) {
    const layout = layoutOf(module, code);
    placed.push({ module, layout, uniforms, offset: size });
    size += layout.size;
  }
  const view = new DataView(new ArrayBuffer(size));
  for (const { module, layout, uniforms, offset } of placed)
    writeParams(view, offset, module, layout, uniforms);
  return new Uint8Array(view.buffer);
}

function writeParams(view: DataView, base: number, module: string, layout: Layout, uniforms: Uniforms): void {
  const surplus = Object.keys(uniforms).filter((name) => !layout.fields.some((field) => field.name === name));
  if (surplus.length > 0) throw new Error(`${module}: struct Params has no field ${surplus.join(', ')}`);
  for (const { name, offset, components, write } of layout.fields) {
    const value = uniforms[name];
    const values = typeof value === 'number' ? [value] : value;
    if (values?.length !== components) {
      throw new Error(`${module}: Params.${name} takes ${components} numbers, not ${values?.length ?? 0}`);
    }
    values.forEach((component, index) => {
      view[write](base + offset + 4 * index, component, true);
    });
  }
}
