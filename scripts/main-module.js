import { realpathSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/**
 * Whether the module is the command that Node was started with. Links are resolved on both sides, because Node resolves
 * them in `import.meta.url` only.
 * @param {string} url the module's `import.meta.url`
 */
export function isMainModule(url) {
  const script = process.argv[1];
  return script !== undefined && realpathSync(script) === realpathSync(fileURLToPath(url));
}
