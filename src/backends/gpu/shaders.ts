/** Reads the WGSL modules from disk. */
import { readdirSync, readFileSync } from 'node:fs';
import { packageFile } from '../../package-root.ts';

let modules: ReadonlyMap<string, string> | undefined;

/** Every WGSL module by its path below `wgsl/`, without extension. Read once. */
export function shaderModules(): ReadonlyMap<string, string> {
  modules ??= readModules(packageFile('wgsl/'));
  return modules;
}

function readModules(folder: string): ReadonlyMap<string, string> {
  return new Map(
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .map((path) => path.replaceAll('\\', '/'))
      .filter((path) => path.endsWith('.wgsl'))
      .map((path) => [path.slice(0, -'.wgsl'.length), readFileSync(`${folder}${path}`, 'utf8')]),
  );
}

/** The source text of one module. */
export function shaderSource(module: string): string {
  const source = shaderModules().get(module);
  if (source === undefined) throw new Error(`there is no shader wgsl/${module}.wgsl`);
  return source;
}
