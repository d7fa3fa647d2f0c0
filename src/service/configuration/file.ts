/** Reads the file of the configuration, and finds keys in it that are no settings. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describeFileError } from '../../engine/file-error.ts';
import { parseJsonFile } from '../json-file.ts';
import { ConfigurationError, suggest } from './mistakes.ts';
import { SETTINGS } from './table.ts';

/** Taken from the current folder when it is there and no other file is named. */
const FILE_NAME = 'noir.config.json';

export interface ConfigurationFile {
  /** As people know it. */
  readonly name: string;
  readonly values: Readonly<Record<string, unknown>>;
}

/** The file that is named, else that of the folder, if it is there. Throws `ConfigurationError`. */
export function readFile(named: string | undefined, folder: string): ConfigurationFile | undefined {
  const path = named ?? join(folder, FILE_NAME);
  if (named === undefined && !existsSync(path)) return undefined;
  const name = named ?? FILE_NAME;
  return { name, values: parse(name, readText(name, path)) };
}

function readText(name: string, path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw new ConfigurationError([`${name}: ${describeFileError(error)}`]);
  }
}

function parse(name: string, text: string): Readonly<Record<string, unknown>> {
  let values: unknown;
  try {
    values = parseJsonFile(text, name);
  } catch (error) {
    throw new ConfigurationError([(error as Error).message]);
  }
  if (!isRecord(values)) throw new ConfigurationError([`${name} takes an object: { "port": 8080 }`]);
  return values;
}

/** A line for each key that is no setting, with the nearest one that is. */
export function unknownKeys({ name, values }: ConfigurationFile): readonly string[] {
  return Object.entries(values).flatMap(([key, value]) => {
    // Editors find the schema of the file by this.
    if (key === '$schema') return [];
    const one = Object.hasOwn(SETTINGS, key) ? SETTINGS[key as keyof typeof SETTINGS] : undefined;
    if (!one) return [`${name}: there is no setting ${key}; ${suggest(key, Object.keys(SETTINGS))}`];
    if (one.kind === 'setting') return [];
    if (!isRecord(value)) return [`${name}: ${key} takes an object, not ${JSON.stringify(value)}`];
    const members = Object.keys(one.members);
    return Object.keys(value)
      .filter((member) => !members.includes(member))
      .map(
        (member) =>
          `${name}: there is no setting ${key}.${member}; ${suggest(
            member,
            members.map((each) => each),
          )}`,
      );
  });
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
