import { spawn } from 'node:child_process';
import { delimiter } from 'node:path';
import { isMainModule } from './main-module.js';
import { installLavapipe, lavapipeManifests, mayInstall } from './vulkan/lavapipe.js';
import { probeAdapter } from './vulkan/probe.js';
import { unpackSwiftShader } from './vulkan/swiftshader.js';

/** @typedef {{ env: Record<string, string>, description: string }} SoftwareVulkan */

/** Loaders before 1.3.207 know only the second name. @param {string} manifest */
const select = (manifest) => ({ VK_DRIVER_FILES: manifest, VK_ICD_FILENAMES: manifest });

/** @param {Record<string, string>} env @returns {SoftwareVulkan | undefined} */
function tryOut(env) {
  const description = probeAdapter(env);
  return description === undefined ? undefined : { env, description };
}

function lavapipe() {
  for (const manifest of lavapipeManifests()) {
    const found = tryOut(select(manifest));
    if (found) return found;
  }
  return undefined;
}

function swiftShader() {
  const unpacked = unpackSwiftShader();
  if (!unpacked) return undefined;
  const libraries = [unpacked.folder, process.env.LD_LIBRARY_PATH].filter(Boolean).join(delimiter);
  return tryOut({ ...select(unpacked.manifest), LD_LIBRARY_PATH: libraries });
}

/** In the order they are tried: lavapipe is 3 to 10 times faster than SwiftShader. */
const drivers = {
  lavapipe,
  apt: () => (mayInstall(process.env) && installLavapipe() ? lavapipe() : undefined),
  swiftshader: swiftShader,
  /** Metal, Direct3D, or the machine's own Vulkan. */
  system: () => tryOut({}),
};

const callersChoice = () => process.env.VK_DRIVER_FILES || process.env.VK_ICD_FILENAMES;

/**
 * The drivers that may be tried. NOIR_TEST_DRIVER names a single one, or `none`; otherwise a caller who has chosen
 * Vulkan's drivers is taken at their word, even where that leaves no adapter.
 */
function candidates() {
  const only = process.env.NOIR_TEST_DRIVER;
  if (only === 'none') return [];
  if (only !== undefined && only !== '') {
    if (!Object.hasOwn(drivers, only)) {
      throw new Error(`NOIR_TEST_DRIVER is '${only}'; known are ${Object.keys(drivers).join(', ')} and none`);
    }
    return [only];
  }
  return callersChoice() ? ['system'] : Object.keys(drivers);
}

/** @returns {SoftwareVulkan | undefined} */
export function findSoftwareVulkan() {
  for (const name of candidates()) {
    try {
      const found = drivers[/** @type {keyof typeof drivers} */ (name)]();
      if (found) return { ...found, description: `${found.description} (${name})` };
    } catch (error) {
      console.error(`noir: ${name} cannot be used: ${error instanceof Error ? error.message : error}`);
    }
  }
  return undefined;
}

/**
 * What a test run's environment needs, and one line on stderr that says so. NOIR_TEST_GPU names the adapter and is
 * empty where there is none, so that whoever inherits it does not search again.
 * @returns {Record<string, string>}
 */
export function testEnvironment() {
  if (process.env.NOIR_TEST_GPU !== undefined) return {};
  const found = findSoftwareVulkan();
  if (found) {
    console.error(`noir: the execute tier runs on ${found.description}`);
    return { ...found.env, NOIR_TEST_GPU: found.description };
  }
  const where = callersChoice() ? ` in ${callersChoice()}` : '';
  console.error(`noir: no Vulkan driver that Dawn accepts${where}: the execute tier is skipped`);
  return { NOIR_TEST_GPU: '' };
}

/** @param {string} command @param {string[]} args @param {Record<string, string>} env */
function runWith(command, args, env) {
  const child = spawn(command, args, { stdio: 'inherit', env: { ...process.env, ...env } });
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
    process.on(signal, () => child.kill(signal));
  }
  child.on('error', (error) => {
    console.error(`noir: ${error.message}`);
    process.exitCode = 127;
  });
  child.on('exit', (status) => {
    process.exitCode = status ?? 1;
  });
}

if (isMainModule(import.meta.url)) {
  const [command, ...args] = process.argv.slice(2);
  const env = testEnvironment();
  if (command) runWith(command, args, env);
  else for (const [name, value] of Object.entries(env)) console.log(`export ${name}='${value}'`);
}
