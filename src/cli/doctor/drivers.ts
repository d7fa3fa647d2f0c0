/** Finds the Vulkan drivers and the GPU hardware of a Linux machine. */
import { existsSync, readdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';

/** The drivers that the Vulkan loader would find, and the hardware that the kernel shows. Linux only. */
export interface DriverReport {
  /** Environment variables that override the loader's choice. */
  readonly variables: Readonly<Record<string, string>>;
  /** Manifests of installed Vulkan drivers. */
  readonly manifests: readonly string[];
  /** The Vulkan loader itself. */
  readonly loader: string | undefined;
  /** Device files of graphics cards. */
  readonly devices: readonly string[];
  readonly container: boolean;
}

const VARIABLES = [
  'VK_DRIVER_FILES',
  'VK_ICD_FILENAMES',
  'VK_ADD_DRIVER_FILES',
  'LD_LIBRARY_PATH',
  'DAWNNODE_BACKEND',
  'NVIDIA_DRIVER_CAPABILITIES',
];

/** Looks where the loader looks, in its order. */
export function findDrivers(env: NodeJS.ProcessEnv = process.env): DriverReport {
  const set = VARIABLES.flatMap((name) => (env[name] ? [[name, env[name]]] : []));
  return {
    variables: Object.fromEntries(set),
    manifests: manifestFolders(env).flatMap((folder) => list(folder, /\.json$/)),
    loader: libraryFolders(env)
      .map((folder) => join(folder, 'libvulkan.so.1'))
      .find((file) => existsSync(file)),
    devices: [...list('/dev', /^nvidia\d+$/), ...list('/dev/dri', /^renderD/), ...list('/dev', /^dxg$/)],
    container:
      existsSync('/.dockerenv') || existsSync('/run/.containerenv') || 'KUBERNETES_SERVICE_HOST' in env,
  };
}

function manifestFolders(env: NodeJS.ProcessEnv): readonly string[] {
  const data = env.XDG_DATA_HOME || join(homedir(), '.local/share');
  const shared = (env.XDG_DATA_DIRS || '/usr/local/share:/usr/share').split(delimiter);
  const roots = ['/usr/local/etc', '/etc', data, ...shared];
  return [...new Set(roots)].map((root) => join(root, 'vulkan/icd.d'));
}

function libraryFolders(env: NodeJS.ProcessEnv): readonly string[] {
  const debian = { x64: 'x86_64-linux-gnu', arm64: 'aarch64-linux-gnu' }[process.arch as string];
  return [
    ...(env.LD_LIBRARY_PATH ?? '').split(delimiter).filter(Boolean),
    ...(debian ? [`/usr/lib/${debian}`, `/lib/${debian}`] : []),
    '/usr/lib64',
    '/usr/lib',
    '/usr/local/lib',
  ];
}

function list(folder: string, pattern: RegExp): readonly string[] {
  try {
    const names = readdirSync(folder).filter((name) => pattern.test(name));
    return names.sort().map((name) => join(folder, name));
  } catch {
    return [];
  }
}
