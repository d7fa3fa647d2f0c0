import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { BACKEND_NAMES } from '../../src/backends/backend.ts';
import { FORMATS } from '../../src/formats/registry.ts';
import type { Op } from '../../src/ops/op.ts';
import { listOps } from '../../src/ops/registry.ts';
import { lowerExample } from '../support/others.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** Files below a folder of the repository, as paths from its root. */
function listFiles(folder: string, ending: RegExp): string[] {
  return readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .map((path) => posix.join(folder, path.replaceAll('\\', '/')))
    .filter((path) => ending.test(path))
    .sort();
}

const read = (path: string) => readFileSync(join(ROOT, path), 'utf8');

const sources = listFiles('src', /\.ts$/);

/** Lower layers first. A file imports from its own layer's folder and from the layers before. */
const LAYERS = [
  ['core', 'math', 'package-root.ts'],
  ['formats', 'kernels'],
  ['ops'],
  ['recipe', 'coders'],
  ['plan'],
  ['backends'],
  ['engine'],
  // Files of `src` itself: how an engine is opened, then a Runner, then the library's front door.
  ['settings.ts', 'open-engine.ts', 'version.ts'],
  ['workers'],
  ['open-runner.ts'],
  ['library'],
  ['noir.ts', 'index.ts'],
  ['service'],
  ['http', 'playground'],
  // The command line starts the server.
  ['cli'],
] as const satisfies readonly (readonly string[])[];

/** `core` of `src/core/image.ts`, `noir.ts` of `src/noir.ts`. */
const partOf = (path: string) => path.split('/')[1] ?? '';

const layerOf = (path: string) =>
  LAYERS.findIndex((parts) => (parts as readonly string[]).includes(partOf(path)));

interface Import {
  readonly from: string;
  readonly specifier: string;
  /** Whether it is gone once the types are. */
  readonly typeOnly: boolean;
}

/** A file without its comments, whose examples may import too. */
const codeOf = (path: string) =>
  read(path)
    .replace(/\/\*[\s\S]*?\*\//g, '')
    .replace(/^\s*\/\/.*$/gm, '');

function importsOf(path: string): Import[] {
  const code = codeOf(path);
  const named = [...code.matchAll(/^(?:import|export)\s+(type\s+)?[^;]*?from\s+'([^']+)'/gm)].map(
    ([, type, specifier = '']) => ({ from: path, specifier, typeOnly: type !== undefined }),
  );
  const bare = [...code.matchAll(/^import\s+'([^']+)'/gm)].map(([, specifier = '']) => {
    return { from: path, specifier, typeOnly: false };
  });
  const dynamic = [...code.matchAll(/(typeof\s+)?import\(\s*'([^']+)'/g)].map(([, type, specifier = '']) => ({
    from: path,
    specifier,
    typeOnly: type !== undefined,
  }));
  return [...named, ...bare, ...dynamic];
}

const imports = sources.flatMap(importsOf);

/** The file of ours that is imported; undefined for a package. */
function targetOf({ from, specifier }: Import): string | undefined {
  return specifier.startsWith('.') ? posix.join(posix.dirname(from), specifier) : undefined;
}

/** The file of an op, by its family and name. */
const pathOf = ({ family, name }: Op) => `src/ops/${family}/${name}.ts`;

const say = ({ from, specifier }: Import) => `${from} imports ${specifier}`;

describe('the layers of src/', () => {
  it('are all known here', () => {
    expect(sources.filter((path) => layerOf(path) === -1)).toEqual([]);
    expect(imports.length).toBeGreaterThan(200);
  });

  it('import files that exist', () => {
    const missing = imports.filter((one) => {
      const target = targetOf(one);
      if (target === undefined) return false;
      // AssemblyScript names files without their ending.
      const ending = target.includes('/assembly/') ? '.ts' : '';
      return !existsSync(join(ROOT, target + ending));
    });
    expect(missing.map(say)).toEqual([]);
  });

  it('import from lower layers and their own folder only', () => {
    const wrong = imports.filter((one) => {
      const target = targetOf(one);
      if (target === undefined) return false;
      const [from, to] = [layerOf(one.from), layerOf(target)];
      const topOfLibrary = partOf(one.from).endsWith('.ts') && partOf(target).endsWith('.ts');
      return to > from || (to === from && partOf(one.from) !== partOf(target) && !topOfLibrary);
    });
    expect(wrong.map(say)).toEqual([]);
  });

  it('import each other in no circle, types included', () => {
    let edges = imports.map((one) => [one.from, (targetOf(one) ?? '').replace(/(\.ts)?$/, '.ts')] as const);
    // A circle's files import and are imported by each other, so what lies before or behind it can be left out.
    for (let count = 0; count !== edges.length; ) {
      count = edges.length;
      const [from, to] = [new Set(edges.map(([file]) => file)), new Set(edges.map(([, file]) => file))];
      edges = edges.filter(([importer, imported]) => to.has(importer) && from.has(imported));
    }
    expect(edges).toEqual([]);
  });

  it('keep the backends apart: none imports another', () => {
    // These open the backends that are there, and try ops of one's own on the GPU.
    const OPENERS = ['open.ts', 'own-ops.ts'];
    const wrong = imports.filter((one) => {
      const target = targetOf(one);
      if (!target || partOf(one.from) !== 'backends' || partOf(target) !== 'backends') return false;
      // `gpu` of `src/backends/gpu/jpeg/x.ts`; a file of `src/backends` itself is everybody's.
      const backendOf = (path: string) => path.split('/')[2] ?? '';
      const [from, to] = [backendOf(one.from), backendOf(target)];
      if (OPENERS.includes(from)) return false;
      return from !== to && !to.endsWith('.ts');
    });
    expect(wrong.map(say)).toEqual([]);
  });
});

describe('the families of ops', () => {
  /** `blur` of `src/ops/blur/lib/separable.ts` and of `src/kernels/blur/box-means.ts`. */
  const familyOf = (path: string) => /^src\/(?:ops|kernels)\/([^/]+)\//.exec(path)?.[1];
  /** Kernels that any family may use. */
  const SHARED = ['pixels', 'simd'];

  it('are the folders of their files, in which each op is defined under its own name', () => {
    const defining = sources
      .filter((path) => path.startsWith('src/ops/'))
      .filter((path) => {
        const name = posix.basename(path, '.ts');
        return new RegExp(`export const ${name} = (define|\\{\\s*name: '${name}')`).test(read(path));
      });
    expect(defining.sort()).toEqual(listOps().map(pathOf).sort());
  });

  it('use the kernels of their own family and the shared ones', () => {
    const wrong = imports.filter((one) => {
      const [from, target] = [familyOf(one.from), targetOf(one)];
      if (from === undefined || !target?.startsWith('src/kernels/')) return false;
      const to = familyOf(target);
      // What ops share knows the shared kernels, and those of moving pixels.
      const own = from === 'lib' ? 'geometry' : from;
      return to !== own && !SHARED.includes(to ?? '');
    });
    expect(wrong.map(say)).toEqual([]);
  });
});

describe('what each part may know', () => {
  const within = (...folders: string[]) =>
    sources.filter((path) => folders.some((folder) => path.startsWith(folder)));

  it('is no Node in core, math, kernels, ops, recipe and plan, so that they run anywhere', () => {
    const all = within('src/core/', 'src/math/', 'src/kernels/', 'src/ops/', 'src/recipe/', 'src/plan/');
    // Keys are hashes of Node's.
    const portable = all.filter((path) => path !== 'src/recipe/key.ts');
    expect(portable.length).toBeGreaterThan(20);
    const wrong = portable.filter((path) => /'node:|NodeJS\.|\bprocess\.|\bBuffer\b/.test(codeOf(path)));
    expect(wrong).toEqual([]);
  });

  it('is the GPU in backends/gpu alone, and in the doctor, which examines it', () => {
    const wrong = sources
      .filter((path) => !/^src\/(backends\/gpu|cli\/doctor)\//.test(path))
      .filter((path) => /\bGPU[A-Z][a-z]\w+|'webgpu'|navigator\.gpu/.test(codeOf(path)));
    expect(wrong).toEqual([]);
  });

  it('is sharp in coders/sharp alone, types aside', () => {
    const wrong = imports
      .filter(({ specifier, typeOnly }) => specifier === 'sharp' && !typeOnly)
      .filter(({ from }) => !/^src\/coders\/sharp\/load\.ts$/.test(from));
    expect(wrong.map(say)).toEqual([]);
    const types = imports.filter(({ specifier, typeOnly }) => specifier === 'sharp' && typeOnly);
    const elsewhere = types.filter(
      ({ from }) => !/^src\/(backends|coders)\/sharp\/|^src\/ops\/op\.ts$/.test(from),
    );
    expect(elsewhere.map(say)).toEqual([]);
  });

  it('is the loaded sharp in coders/sharp, backends/sharp, where these are opened, and in the doctor', () => {
    const wrong = imports
      .filter((each) => targetOf(each) === 'src/coders/sharp/load.ts' && !each.typeOnly)
      .filter(
        ({ from }) => !/^src\/((coders|backends)\/sharp|cli\/doctor)\/|^src\/backends\/open\.ts$/.test(from),
      );
    expect(wrong.map(say)).toEqual([]);
  });
});

describe('the engine', () => {
  const files = sources.filter((path) => path.startsWith('src/engine/'));
  const opNames = listOps().flatMap(({ name, aliases }) => [name, ...aliases]);

  /** Files that may name some words, and why. */
  const EXEMPT: Readonly<Record<string, readonly string[]>> = {
    // The processor in the header that names codecs, which is `cpu` unless a leg says otherwise.
    'src/engine/journal.ts': ['cpu'],
    // The field of a source that is text to be drawn.
    'src/engine/further.ts': ['text'],
  };

  it('names no op, no format and no backend', () => {
    const names = new Set<string>([...opNames, ...Object.keys(FORMATS), ...BACKEND_NAMES]);
    const named = files.flatMap((path) =>
      [...codeOf(path).matchAll(/'([^'\n]*)'|"([^"\n]*)"/g)]
        .map(([, single, double]) => single ?? double ?? '')
        .filter((word) => names.has(word) && !EXEMPT[path]?.includes(word))
        .map((word) => `${path} names ${word}`),
    );
    expect(files.length).toBeGreaterThan(15);
    expect(named).toEqual([]);
  });

  it('imports no op, format, coder or backend by itself', () => {
    const ops = new Set(['src/ops/registry.ts', ...listOps().map(pathOf)]);
    // Folders of `formats`, `coders` and `backends` are one format, coder or backend each.
    const single = /^src\/(formats|coders|backends)\/[^/]+\//;
    const wrong = imports.filter((each) => {
      const target = files.includes(each.from) ? targetOf(each) : undefined;
      return target !== undefined && (ops.has(target) || single.test(target));
    });
    expect(wrong.map(say)).toEqual([]);
  });
});

describe('the files', () => {
  it('are none over 300 lines', () => {
    const files = [...sources, ...listFiles('wgsl', /\.wgsl$/), ...listFiles('test', /\.ts$/)];
    const long = files.map((path) => `${path}: ${read(path).split('\n').length - 1} lines`);
    expect(long.filter((line) => Number(/: (\d+) lines$/.exec(line)?.[1]) > 300)).toEqual([]);
  });

  it('of tests lie where what they test lies: beside a file, or in the folder of the part', () => {
    const astray = listFiles('test', /\.test\.ts$/)
      .filter((path) => !/^test\/(contract|scripts)\//.test(path))
      .map((path) => [path, path.replace(/^test/, 'src').replace(/\.test\.ts$/, '.ts')] as const)
      .filter(
        ([, file]) =>
          !existsSync(join(ROOT, file)) &&
          (dirname(file) === 'src' || !existsSync(join(ROOT, dirname(file)))),
      );
    expect(astray.map(([path]) => path)).toEqual([]);
  });

  it('of units are tested one by one in core, math, kernels, ops, recipe and plan', () => {
    const astray = listFiles('test', /\.test\.ts$/)
      .filter((path) => /^test\/(core|math|kernels|ops|recipe|plan)\//.test(path))
      .filter((path) => !existsSync(join(ROOT, path.replace(/^test/, 'src').replace(/\.test\.ts$/, '.ts'))));
    expect(astray).toEqual([]);
  });

  it('of shaders belong to a registered op each', () => {
    const used = new Set(
      listOps().flatMap((op) =>
        op.examples
          .flatMap((example) => lowerExample(op, example))
          .flatMap(({ entry, params, stages }) => [
            entry,
            params?.module,
            ...stages.map(({ module }) => module),
          ]),
      ),
    );
    const shaders = listFiles('wgsl/ops', /\.wgsl$/).map((path) => path.replace(/^wgsl\/(.*)\.wgsl$/, '$1'));
    const shared = shaders.map((path) => read(`wgsl/${path}.wgsl`)).join('\n');
    const idle = shaders.filter(
      (path) => !used.has(path) && !shared.includes(`package::${path.replaceAll('/', '::')}::`),
    );
    expect(idle).toEqual([]);
  });
});
