/** The set of ops that one Noir knows. */
import { findInputOption } from '../formats/input.ts';
import type { Op } from './op.ts';
import { findOp, listOps } from './registry.ts';

/** The ops of the registry, and those that the user of the library has added. */
export class OpSet {
  readonly #own: ReadonlyMap<string, Op>;

  /** Throws if two ops, or an op and an option of the input, share a name, ignoring letter case. */
  constructor(own: readonly Op[] = []) {
    const byName = new Map<string, Op>();
    for (const op of own) {
      const name = op.name.toLowerCase();
      if (findOp(name) || byName.has(name)) throw new Error(`there are two ops with the name ${op.name}`);
      if (findInputOption(name)) throw new Error(`${op.name} is the name of an option of the input`);
      byName.set(name, op);
    }
    this.#own = byName;
  }

  /** Finds an op by name or alias, in any letter case. */
  find(name: string): Op | undefined {
    return this.#own.get(name.toLowerCase()) ?? findOp(name);
  }

  list(): readonly Op[] {
    return [...listOps(), ...this.#own.values()];
  }

  /** The user's ops. */
  get own(): readonly Op[] {
    return [...this.#own.values()];
  }
}

/** The ops of the registry only. */
export const BUILT_IN = new OpSet();
