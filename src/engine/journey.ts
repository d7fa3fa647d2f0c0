/**
 * Takes a job's picture through its stretches. The engine plans a stretch once the one before it has made its
 * picture: after a step whose parameters depend on the picture, or after a decoder whose result has another shape
 * than the header said.
 */
import {
  type Carrier,
  frameOf,
  giveBack,
  type HostCarrier,
  type LegContext,
  type LegSource,
  type MadePicture,
  type Stretch,
} from '../backends/leg.ts';
import type { Costs } from '../core/costs.ts';
import { shapeOf } from '../core/image.ts';
import { checkShape, type Limits } from '../core/limits.ts';
import type { Output } from '../formats/format.ts';
import { withoutIdleSteps } from '../plan/part.ts';
import { makePlan, type Plan } from '../plan/plan.ts';
import type { Step } from '../recipe/recipe.ts';
import type { Opened } from './inputs.ts';
import type { Journal } from './journal.ts';
import type { ProgressMeter } from './progress.ts';
import type { Router } from './router.ts';
import { isAsPlanned, type Split, settleStep, splitInTwo, splitSteps } from './stretches.ts';
import { type Guards, Walk } from './walk.ts';
import { listWays, type Way } from './ways.ts';

/** The parts of the journal that a journey writes to. */
export type Notes = Pick<Journal, 'walked' | 'settled'>;

export interface Means {
  readonly sources: readonly LegSource[];
  readonly router: Router;
  readonly guards: Guards;
  readonly context: LegContext;
  readonly limits: Limits;
  readonly costs: Costs;
  /** The output to write. Undefined when the caller wants the picture itself. */
  readonly output: Output | undefined;
  /** Whether encoders get the picture that the last step makes, although no output is wanted yet. */
  readonly forFiles?: boolean;
  /** Pictures for other files that were made of the same input. */
  readonly made?: MadePicture[];
  readonly journal: Notes;
  readonly progress: ProgressMeter;
}

/** The place of the picture, and the steps that are left. */
interface Waypoint {
  readonly kind: 'waypoint';
  readonly carrier: Stretch['input'];
  readonly shape: Opened['shape'];
  readonly steps: readonly Step[];
  /** The number of the first of the steps in the recipe. */
  readonly first: number;
}

export class Journey {
  readonly #means: Means;

  constructor(means: Means) {
    this.#means = means;
  }

  /**
   * Resolves with the file, or with the picture when that is wanted, which belongs to the caller until released.
   * `first` is the number of the first of the steps in the recipe.
   */
  async go({ carrier, shape }: Opened, steps: readonly Step[], first = 0): Promise<Carrier> {
    let here: Waypoint = { kind: 'waypoint', carrier, shape, steps, first };
    try {
      for (;;) {
        const next = await this.#advance(here);
        if (next.kind === 'end') {
          if (next.carrier !== here.carrier) giveBack(here.carrier);
          return next.carrier;
        }
        if (next.carrier !== here.carrier) giveBack(here.carrier);
        here = next;
      }
    } catch (error) {
      giveBack(here.carrier);
      throw error;
    }
  }

  /** Goes to the end of a stretch. */
  async #advance(from: Waypoint): Promise<Waypoint | End> {
    const { guards, context, journal, progress } = this.#means;
    const { carrier, steps, first } = from;
    const split = splitSteps(steps);
    const planned = this.#plan(from, split);
    const { piece, rest, whole, stretch, ways } = this.#planInTwo(from, planned) ?? planned;
    const { plan, output: goal } = stretch;
    const walk = new Walk(carrier, context, guards);
    // A block of frames ends without an output, and more blocks may follow.
    progress.stretch(goal !== undefined);
    const walked = await walk.take(ways, (made, leg) => {
      progress.leg(leg, ways[0]?.cost ?? 0);
      return isAsPlanned(stretch, made, leg);
    });
    journal.walked(ways, walked, goal?.format);
    const complete = walked.legs.length === walked.way.legs.length;
    if (complete && rest.length === 0) return { kind: 'end', carrier: walked.carrier };
    const host = walked.carrier as HostCarrier;
    const last = plan.steps[(walked.legs.at(-1)?.to.done ?? 0) - 1];
    try {
      const done = complete ? piece.length : last ? whole.steps.indexOf(last) + 1 : 0;
      const isMade = done === piece.length;
      const left = isMade ? rest : steps.slice(done);
      return await this.#behind(host, { left, isMade, first: first + steps.length - left.length });
    } catch (error) {
      if (host !== carrier) host.release();
      throw error;
    }
  }

  #plan({ carrier, shape, first }: Waypoint, split: Split): Planned {
    const { sources, router, limits, costs } = this.#means;
    const isLast = split.rest.length === 0;
    const forFiles = isLast && this.#means.forFiles === true;
    const made = forFiles && first === 0 ? this.#means.made : undefined;
    const whole = makePlan(split.piece, shape, limits, { first });
    const plan = withoutIdleSteps(whole);
    const output = isLast ? this.#means.output : undefined;
    const stretch = { input: carrier, plan, output, forFiles, made, limits, costs };
    return { ...split, whole, stretch, ways: router.best(listWays(stretch, sources)) };
  }

  /**
   * The same with the first part of the step that waits, if one leg does all of that while it reads the file. It is taken whatever the
   * costs are: what the step finds then depends on the picture alone, and not on the machine.
   */
  #planInTwo(from: Waypoint, { piece, rest, whole, ways }: Planned): Planned | undefined {
    // A way that costs nothing was asked for by name.
    if (from.carrier.kind !== 'source' || ways[0]?.cost === 0) return undefined;
    const split = splitInTwo({ piece, rest }, whole.output);
    const planned = split && this.#plan(from, split);
    const preferred = planned?.ways.filter(({ legs }) => legs.length === 1 && legs[0]?.whileReading) ?? [];
    if (!planned || preferred.length === 0) return undefined;
    return { ...planned, ways: [...preferred, ...planned.ways.filter((way) => !preferred.includes(way))] };
  }

  /** The work that is left after the picture. If that is made as the step waits for it, the first one settles. */
  async #behind(
    host: HostCarrier,
    { left, isMade, first }: { left: readonly Step[]; isMade: boolean; first: number },
  ): Promise<Waypoint> {
    const image = frameOf(host);
    const shape = shapeOf(image);
    checkShape(shape, this.#means.limits);
    const [waiting, ...others] = left;
    const here = { kind: 'waypoint', carrier: host, shape, first } as const;
    if (!isMade || !waiting) return { ...here, steps: left };
    const settled = await settleStep(waiting, [image], this.#means.context.run);
    this.#means.journal.settled(waiting.op.name);
    return { ...here, steps: [settled, ...others] };
  }
}

/** A stretch with its ways, the best one first. */
interface Planned extends Split {
  /** Also with the steps that change nothing. */
  readonly whole: Plan;
  readonly stretch: Stretch;
  readonly ways: readonly Way[];
}

interface End {
  readonly kind: 'end';
  readonly carrier: Carrier;
}
