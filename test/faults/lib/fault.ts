/** The form of a fault test: something bad is done to a server, and the promises of `docs/reliability.md` are checked. */

/** How long a run may take. */
interface Extent {
  /** Whether the run may take minutes. Otherwise it ends within half a minute. */
  readonly long: boolean;
}

/** A fault, in a file of its own in `test/faults`, as its default export. */
export interface Fault {
  /** Its row in `docs/reliability.md`, such as `F2`. */
  readonly id: string;
  /** The fault in a few words. */
  readonly title: string;
  /** Whether it is part of the run with each change (`--quick`). */
  readonly quick: boolean;
  /**
   * Does the fault. Resolves with the figures in one line. Throws when a promise does not hold, and `NotRun` when this
   * machine cannot do the fault.
   */
  run(extent: Extent): Promise<string>;
}

/** This machine cannot do the fault; the message says why. */
export class NotRun extends Error {}
