/** Finds variables that look like settings and are none. */
import { nearest } from '../../recipe/nearest.ts';
import { suggest } from './mistakes.ts';
import { variableOf } from './names.ts';
import { listEntries } from './table.ts';

/** Variables that are no settings of the server alone. */
export const OTHER_VARIABLES = {
  NOIR_CONFIG: 'file of the configuration, as --config',
  NOIR_CACHE:
    'folder for the measured costs of this machine, of every command; noir in the cache folder of the user unless given',
  NOIR_DEBUG: 'any value: errors of every command with their stacks',
} as const;

/** Variables of tests and scripts, and those that Kubernetes makes for a service called noir. */
const FOREIGN = /^NOIR_(TEST|FUZZ|INSTALL)_|^NOIR_(\w+_)?(SERVICE_(HOST|PORT)|PORT_\d+_[A-Z]+)(_|$)/;

/** A line for each `NOIR_*` variable that Noir does not know, with the name that was probably meant. */
export function unknownVariables(env: NodeJS.ProcessEnv = process.env): readonly string[] {
  const known = [
    ...listEntries().flatMap((entry) => variableOf(entry) ?? []),
    ...Object.keys(OTHER_VARIABLES),
  ];
  const names = known.filter((name) => name.startsWith('NOIR_'));
  const others = known.filter((name) => !name.startsWith('NOIR_'));
  return (
    Object.entries(env)
      .filter(([name]) => name.startsWith('NOIR_') && !names.includes(name) && !FOREIGN.test(name))
      // Kubernetes too: NOIR_PORT=tcp://10.0.0.1:80.
      .filter(([name, value = '']) => !(name.endsWith('_PORT') && value.includes('://')))
      .map(([name]) => {
        // The port has the name that every platform gives it: PORT.
        const other = nearest(name.replace('NOIR_', ''), others);
        return `${name} is no setting; ${other ? `did you mean ${other}?` : suggest(name, names)}`;
      })
  );
}
