import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { brotliDecompressSync } from 'node:zlib';
import { root } from '../setup.js';

const require = createRequire(import.meta.url);

const cache = join(root, 'node_modules/.cache/noir');
const manifest = 'vk_swiftshader_icd.json';
const wanted = ['libvk_swiftshader.so', 'libvulkan.so.1', manifest];

/** The npm package that carries SwiftShader; only its main file, two folders down, can be resolved. */
function locateChromium() {
  try {
    return join(dirname(require.resolve('@sparticuz/chromium')), '../..');
  } catch {
    return undefined;
  }
}

/** @param {string} archive @param {string} folder */
function unpack(archive, folder) {
  mkdirSync(cache, { recursive: true });
  // Unpacked beside its final place and renamed, so that no other process ever sees half of it.
  const partial = mkdtempSync(join(cache, 'unpacking-'));
  try {
    const tar = brotliDecompressSync(readFileSync(archive));
    const { status, stderr } = spawnSync('tar', ['-xof', '-', '-C', partial, ...wanted], { input: tar });
    if (status !== 0) throw new Error(`tar could not unpack ${archive}: ${stderr}`);
    // mkdtemp makes folders for one user alone; an image is often built by one and used by another.
    chmodSync(partial, 0o755);
    renameSync(partial, folder);
  } catch (error) {
    // Another process may have been first; its folder holds the same files.
    if (!existsSync(join(folder, manifest))) throw error;
  } finally {
    rmSync(partial, { recursive: true, force: true });
  }
}

/**
 * SwiftShader and a Vulkan loader, out of the Chromium that npm installed.
 * @returns {{ folder: string, manifest: string } | undefined} undefined where there is none for this machine
 */
export function unpackSwiftShader() {
  const chromium = locateChromium();
  if (process.platform !== 'linux' || process.arch !== 'x64' || !chromium) return undefined;
  const { version } = JSON.parse(readFileSync(join(chromium, 'package.json'), 'utf8'));
  const folder = join(cache, `swiftshader-${version}`);
  if (!existsSync(join(folder, manifest))) unpack(join(chromium, 'bin/swiftshader.tar.br'), folder);
  return { folder, manifest: join(folder, manifest) };
}
