import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

/** Dawn refuses 22.3; 24 and 25 are known to work. */
const oldestMesaMajor = 24;
const driverPackage = 'mesa-vulkan-drivers';

const icdFolders = [
  '/usr/share/vulkan/icd.d',
  '/usr/local/share/vulkan/icd.d',
  '/etc/vulkan/icd.d',
  join(homedir(), '.local/share/vulkan/icd.d'),
];

/** The manifests of Mesa's software driver, one per architecture it is installed for. */
export function lavapipeManifests() {
  return icdFolders
    .filter((folder) => existsSync(folder))
    .flatMap((folder) =>
      readdirSync(folder)
        .filter((name) => /^lvp_icd.*\.json$/.test(name))
        .map((name) => join(folder, name)),
    );
}

/**
 * Reads `apt-cache policy`: the newest version that Dawn accepts and that is not installed yet.
 * @param {string} policy
 * @returns {{ version: string, suite: string } | undefined}
 */
export function chooseMesa(policy) {
  let version = '';
  for (const line of policy.split('\n')) {
    const heading = /^ (\*\*\*|\s{3}) (\S+) -?\d+$/.exec(line);
    if (heading) version = heading[1] === '***' ? '' : (heading[2] ?? '');
    const suite = /^\s{8,}-?\d+ \S+ ([^\s/]+)\/\S+ \S+ Packages$/.exec(line)?.[1];
    if (suite && Number.parseInt(version.replace(/^\d+:/, ''), 10) >= oldestMesaMajor)
      return { version, suite };
  }
  return undefined;
}

/** @param {NodeJS.ProcessEnv} env */
export function mayInstall(env) {
  const allowed = env.NOIR_INSTALL_DRIVER === '1' || (env.CI === 'true' && env.NOIR_INSTALL_DRIVER !== '0');
  return allowed && process.platform === 'linux' && process.getuid?.() === 0;
}

/** @param {string} command @param {string[]} args @param {number} seconds */
function apt(command, args, seconds) {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive', LC_ALL: 'C' };
  return spawnSync(command, args, { env, encoding: 'utf8', timeout: seconds * 1000 });
}

/** Installs lavapipe from the sources that apt already has. @returns {boolean} whether anything was installed */
export function installLavapipe() {
  let policy = apt('apt-cache', ['policy', driverPackage], 20);
  if (policy.status !== 0) return false;
  if (!policy.stdout.includes('Version table')) {
    // Container images are shipped without package lists.
    apt('apt-get', ['update', '-o', 'Acquire::Retries=0', '-o', 'Acquire::http::Timeout=10'], 90);
    policy = apt('apt-cache', ['policy', driverPackage], 20);
  }
  const choice = chooseMesa(policy.stdout ?? '');
  if (!choice) return false;
  console.error(`noir: installing ${driverPackage} ${choice.version} from ${choice.suite}`);
  // By suite and not by version alone, because the driver's libraries must come from there as well.
  const install = ['install', '-y', '--no-install-recommends', '-t', choice.suite, driverPackage];
  const { status, stderr } = apt('apt-get', install, 300);
  if (status !== 0) console.error(`noir: could not install it: ${stderr?.trim().split('\n').at(-1)}`);
  return status === 0;
}
