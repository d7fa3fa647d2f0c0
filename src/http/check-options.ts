/** Checks what programs give to the middleware, the handler and the app, so that mistakes show when the program starts. */
import { suggestion } from '../recipe/nearest.ts';
import type { ClientOptions } from './client.ts';
import type { DeskOptions } from './image/desk.ts';

type Names<Options> = Readonly<Record<keyof Options, true>>;

/** The options that every door to pictures has. */
export const SHARED: Names<DeskOptions & ClientOptions> = {
  ...{ sources: true, fallback: true, cache: true, ages: true, onSourceFailure: true },
  ...{ signingKeys: true, clientHints: true, presets: true, presetsOnly: true, sizes: true },
  ...{ deadline: true, behindProxy: true, traces: true },
};

/**
 * Throws an error for an option that does not exist. A misspelt `presetsOnly` would leave a door open. `known` has a member
 * for each option, so that the compiler asks for new ones.
 */
export function checkNames<Options extends object>(options: Options, known: Names<Options>): void {
  if (Object(options) !== options) throw new Error(`expected options, such as { source }, not ${options}`);
  const names = Object.keys(known);
  const unknown = Object.keys(options).find((name) => !names.includes(name));
  if (unknown === undefined) return;
  const near = suggestion(unknown, names) || `; there are ${names.join(', ')}`;
  throw new Error(`unknown option ${unknown}${near}`);
}

/** Throws an error for what is no open Noir. */
export function checkInstance(instance: unknown): void {
  const { runner, recipes, then } = Object(instance);
  if (runner && recipes) return;
  const how = typeof then === 'function' ? 'it is a promise here: await it' : `received ${typeof instance}`;
  throw new Error(`expected a Noir, as \`await createNoir()\` gives it; ${how}`);
}
