/** Options of `noir serve` about who may ask for what. */
import { Option } from 'commander';
import type { AppOptions } from '../../http/app.ts';
import { UsageError } from '../failure.ts';

/** `--preset thumb=w_300,h_300,f_auto`, as often as one likes. */
export function presetOption(): Option {
  const option = new Option('--preset <name=ops>', 'recipe that addresses may call by its name; repeatable');
  return option.argParser((value: string, earlier: readonly string[] = []) => [...earlier, value]);
}

interface Given {
  readonly fallback?: string;
  readonly preset?: readonly string[];
  readonly presetsOnly?: boolean;
  readonly sizes?: string;
  readonly origin?: readonly string[];
  readonly clientHints?: boolean;
}

/** Presets, sizes, origins and keys. Throws `UsageError`. Keys come from the environment, so that `ps` does not show them. */
export function readGate(given: Given, env: NodeJS.ProcessEnv = process.env): Partial<AppOptions> {
  const signingKeys = readKeys(env.NOIR_SIGNING_KEYS);
  return {
    presets: Object.fromEntries((given.preset ?? []).map(readPreset)),
    presetsOnly: given.presetsOnly ?? false,
    ...(given.sizes !== undefined && { sizes: readSizes(given.sizes) }),
    ...(given.fallback !== undefined && { fallback: given.fallback }),
    origins: given.origin ?? [],
    clientHints: given.clientHints ?? false,
    keys: readKeys(env.NOIR_API_KEYS),
    ...(signingKeys.length > 0 && { signingKeys }),
  };
}

/** Keys with commas between them. */
export function readKeys(text = ''): readonly string[] {
  return text
    .split(',')
    .map((key) => key.trim())
    .filter(Boolean);
}

function readPreset(text: string): [string, string] {
  const [, name = '', ops = ''] = /^([^=]+)=(.+)$/s.exec(text) ?? [];
  if (name !== '') return [name, ops];
  throw new UsageError(`--preset takes name=ops, such as thumb=w_300,f_auto, not ${JSON.stringify(text)}`);
}

function readSizes(text: string): readonly number[] {
  const sizes = text.split(',').map((each) => (/^\d{1,5}$/.test(each) ? Number(each) : 0));
  if (sizes.every((size) => size > 0)) return sizes;
  throw new UsageError(`--sizes takes whole numbers such as 320,640,1280, not ${JSON.stringify(text)}`);
}
