import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { isMainModule } from '../main-module.js';

const marker = 'noir-adapter ';
const timeoutMs = 30_000;

/**
 * Asks for a device in a child process, because a bad driver can abort its process and because the loader reads
 * LD_LIBRARY_PATH only at process start.
 * @param {NodeJS.ProcessEnv} env
 * @returns {string | undefined} the adapter in words
 */
export function probeAdapter(env) {
  const { stdout } = spawnSync(process.execPath, [fileURLToPath(import.meta.url)], {
    env: { ...process.env, ...env },
    encoding: 'utf8',
    timeout: timeoutMs,
    killSignal: 'SIGKILL',
  });
  const line = stdout?.split('\n').find((text) => text.startsWith(marker));
  return line?.slice(marker.length);
}

async function reportAdapter() {
  const { create } = await import('webgpu');
  // Dawn crashes when one of these is collected, so all three live as long as this function.
  const gpu = create([]);
  const adapter = await gpu.requestAdapter();
  const device = await adapter?.requestDevice();
  if (!adapter || !device) return;
  console.log(marker + (adapter.info.description || adapter.info.device || adapter.info.vendor));
  device.destroy();
}

if (isMainModule(import.meta.url)) await reportAdapter();
