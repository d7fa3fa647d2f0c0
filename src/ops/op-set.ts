import { findInputOption } from '../formats/input.ts';
import type { Op } from './op.ts';
import { findOp, listOps } from './registry.ts';

/** The ops that one Noir knows: those of the registry, and what its owner has added. */
export class OpSet {
  readonly #own: ReadonlyMap<string, Op>;

  /** Throws when two ops, or an op and an option of the input, share a name, in whatever letter case. */
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

  /** Those that are not in the registry. */
  get own(): readonly Op[] {
    return [...this.#own.values()];
  }
}

/** The registry alone. */
export const BUILT_IN = new OpSet();
