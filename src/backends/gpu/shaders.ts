/** Reads the WGSL modules from disk. */
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

// Valid from both `src/backends/gpu` and `dist/backends/gpu`.
const ROOT = fileURLToPath(new URL('../../../wgsl/', import.meta.url));

let modules: ReadonlyMap<string, string> | undefined;

/** Every WGSL module by its path below `wgsl/`, without extension. Read once. */
export function shaderModules(): ReadonlyMap<string, string> {
  modules ??= new Map(
    readdirSync(ROOT, { recursive: true, encoding: 'utf8' })
      .map((path) => path.replaceAll('\\', '/'))
      .filter((path) => path.endsWith('.wgsl'))
      .map((path) => [path.slice(0, -'.wgsl'.length), readFileSync(`${ROOT}${path}`, 'utf8')]),
  );
  return modules;
}

/** The source text of one module. */
export function shaderSource(module: string): string {
  const source = shaderModules().get(module);
  if (source === undefined) throw new Error(`there is no shader wgsl/${module}.wgsl`);
  return source;
}
