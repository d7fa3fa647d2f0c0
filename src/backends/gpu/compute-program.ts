// Compiles WGSL to compute programs, which `Recorder` dispatches.
import { type Binding, bindingsOf } from './bindings.ts';
import { linkModule, type ModuleChoices } from './link.ts';

/** A compiled compute shader with its bindings. */
export interface ComputeProgram {
  /** Appears in errors and measurements. */
  readonly name: string;
  readonly pipeline: GPUComputePipeline;
  readonly layout: GPUBindGroupLayout;
  readonly bindings: readonly Binding[];
}

/** Linked WGSL, with the name of the function to run. */
export interface ProgramCode {
  readonly name: string;
  readonly code: string;
  /** Default `main`. */
  readonly entryPoint?: string | undefined;
}

/** Compiles linked WGSL. Rejects with the compiler's message. */
export async function compileProgram(
  device: GPUDevice,
  { name, code, entryPoint = 'main' }: ProgramCode,
): Promise<ComputeProgram> {
  const bindings = bindingsOf(code);
  // Explicit, because a layout derived by the driver omits bindings that this entry point does not use.
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

/** Where to find the WGSL of one of a codec's programs. */
export interface ProgramSource {
  /** Path below `wgsl/` without extension. */
  readonly module: string;
  /** Default `main`. */
  readonly entryPoint?: string;
  /** Modules for the names that this module and its imports leave open. */
  readonly chosen?: ModuleChoices;
}

/** Links and compiles a codec's programs. */
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

/** The modules of these programs that no other module imports by name. */
export function modulesOf(sources: Readonly<Record<string, ProgramSource>>): string[] {
  return Object.values(sources).flatMap(({ module, chosen }) => [module, ...Object.values(chosen ?? {})]);
}
