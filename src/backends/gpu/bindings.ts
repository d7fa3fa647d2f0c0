// Reads a shader's bindings from its linked WGSL. So each binding is declared once, in WGSL, and TypeScript refers
// to buffers by those names.

/** A buffer that a shader binds. */
export interface Binding {
  /** The variable's name in WGSL. */
  readonly name: string;
  readonly binding: number;
  readonly type: GPUBufferBindingType;
}

const DECLARATION =
  /@group\(0\)\s*@binding\((\d+)\)\s*var\s*<\s*(uniform|storage)\s*(?:,\s*(read|read_write)\s*)?>\s*(\w+)/g;

/** The bindings that linked WGSL declares, by number. The linker has removed unused ones. */
export function bindingsOf(code: string): Binding[] {
  const declared = code.replace(/\/\/.*$/gm, '').matchAll(DECLARATION);
  const bindings = [...declared].map(([, binding, space, access, name]) => ({
    name: unnumbered(name as string),
    binding: Number(binding),
    type: typeOf(space as string, access),
  }));
  return bindings.sort((a, b) => a.binding - b.binding);
}

/** Removes the number that the linker appends to a name that several modules use: `source0`. */
function unnumbered(name: string): string {
  return name.replace(/\d+$/, '');
}

function typeOf(space: string, access: string | undefined): GPUBufferBindingType {
  if (space === 'uniform') return 'uniform';
  return access === 'read_write' ? 'storage' : 'read-only-storage';
}
