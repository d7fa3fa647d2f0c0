// Compiles WGSL into programs, which `Recorder` dispatches.
import { type Binding, bindingsOf } from './bindings.ts';
import { linkModule, type ModuleChoices } from './link.ts';

/** A compiled compute shader, and the buffers that it binds. */
export interface ComputeProgram {
  /** For errors and measurements. */
  readonly name: string;
  readonly pipeline: GPUComputePipeline;
  readonly layout: GPUBindGroupLayout;
  readonly bindings: readonly Binding[];
}

/** Linked WGSL, and which of its functions is the program. */
export interface ProgramCode {
  readonly name: string;
  readonly code: string;
  /** `main` unless told. */
  readonly entryPoint?: string | undefined;
}

/** Compiles linked WGSL. Rejects with the compiler's words. */
export async function compileProgram(
  device: GPUDevice,
  { name, code, entryPoint = 'main' }: ProgramCode,
): Promise<ComputeProgram> {
  const bindings = bindingsOf(code);
  // Explicit: a layout that the driver derives lacks what the entry point does not use.
  const layout = device.createBindGroupLayout({
    entries: bindings.map(({ binding, type }) => ({
      binding,
      visibility: GPUShaderStage.COMPUTE,
      buffer: { type },
    })),
  });
  const pipeline = await device.createComputePipelineAsync({
    label: name,
    layout: device.createPipelineLayout({ bindGroupLayouts: [layout] }),
    compute: { module: device.createShaderModule({ label: name, code }), entryPoint },
  });
  return { name, pipeline, layout, bindings };
}

/** Where a program of a codec is found. */
export interface ProgramSource {
  /** The module below `wgsl/`, without the ending. */
  readonly module: string;
  /** `main` unless told. */
  readonly entryPoint?: string;
  /** Files below `wgsl/` that stand for names which the module and its imports leave open. */
  readonly chosen?: ModuleChoices;
}

/** Links and compiles the programs of a codec. */
export async function compilePrograms<Name extends string>(
  device: GPUDevice,
  sources: Readonly<Record<Name, ProgramSource>>,
): Promise<Readonly<Record<Name, ComputeProgram>>> {
  const compiled = Object.entries<ProgramSource>(sources).map(
    async ([name, { module, entryPoint, chosen }]) => {
      const code = await linkModule(module, chosen);
      return [name, await compileProgram(device, { name, code, entryPoint })] as const;
    },
  );
  return Object.fromEntries(await Promise.all(compiled)) as Record<Name, ComputeProgram>;
}

/** The modules below `wgsl/` that programs are made of and that no other module imports by name. */
export function modulesOf(sources: Readonly<Record<string, ProgramSource>>): string[] {
  return Object.values(sources).flatMap(({ module, chosen }) => [module, ...Object.values(chosen ?? {})]);
}
