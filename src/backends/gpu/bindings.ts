// Reads the names, numbers and types of a shader's bindings from its linked WGSL, so that they are written down in
// WGSL alone: TypeScript names buffers as shaders do.

/** A buffer that a shader binds. */
export interface Binding {
  /** The name of the variable in WGSL. */
  readonly name: string;
  readonly binding: number;
  readonly type: GPUBufferBindingType;
}

const DECLARATION =
  /@group\(0\)\s*@binding\((\d+)\)\s*var\s*<\s*(uniform|storage)\s*(?:,\s*(read|read_write)\s*)?>\s*(\w+)/g;

/** The bindings that linked WGSL declares, in the order of their numbers. The linker leaves out those nobody uses. */
export function bindingsOf(code: string): Binding[] {
  const declared = code.replace(/\/\/.*$/gm, '').matchAll(DECLARATION);
  const bindings = [...declared].map(([, binding, space, access, name]) => ({
    name: unnumbered(name as string),
    binding: Number(binding),
    type: typeOf(space as string, access),
  }));
  return bindings.sort((a, b) => a.binding - b.binding);
}

/** The linker numbers names that occur in several modules: `source` may become `source0`. */
function unnumbered(name: string): string {
  return name.replace(/\d+$/, '');
}

function typeOf(space: string, access: string | undefined): GPUBufferBindingType {
  if (space === 'uniform') return 'uniform';
  return access === 'read_write' ? 'storage' : 'read-only-storage';
}
