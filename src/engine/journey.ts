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
import { makePlan } from '../plan/plan.ts';
import type { Step } from '../recipe/recipe.ts';
import type { Opened } from './inputs.ts';
import type { Journal } from './journal.ts';
import type { ProgressMeter } from './progress.ts';
import type { Router } from './router.ts';
import { isAsPlanned, settleStep, waitingStep } from './stretches.ts';
import { type Guards, Walk } from './walk.ts';
import { listWays } from './ways.ts';

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
  async #advance({ carrier, shape, steps, first }: Waypoint): Promise<Waypoint | End> {
    const { sources, router, guards, context, limits, costs, output, journal, progress } = this.#means;
    const forFiles = waitingStep(steps) < 0 && this.#means.forFiles === true;
    const made = forFiles && first === 0 ? this.#means.made : undefined;
    const waiting = waitingStep(steps);
    const [piece, rest] = waiting < 0 ? [steps, []] : [steps.slice(0, waiting), steps.slice(waiting)];
    const whole = makePlan(piece, shape, limits, { first });
    const plan = withoutIdleSteps(whole);
    const goal = waiting < 0 ? output : undefined;
    const stretch: Stretch = { input: carrier, plan, output: goal, forFiles, made, limits, costs };
    const ways = router.best(listWays(stretch, sources));
    const walk = new Walk(carrier, context, guards);
    // A block of frames ends without an output, and more blocks may follow.
    progress.stretch(goal !== undefined);
    const walked = await walk.take(ways, (made, leg) => {
      progress.leg(leg, ways[0]?.cost ?? 0);
      return isAsPlanned(stretch, made, leg);
    });
    journal.walked(ways, walked, goal?.format);
    const complete = walked.legs.length === walked.way.legs.length;
    if (complete && waiting < 0) return { kind: 'end', carrier: walked.carrier };
    const host = walked.carrier as HostCarrier;
    const last = plan.steps[(walked.legs.at(-1)?.to.done ?? 0) - 1];
    try {
      return await this.#behind(host, {
        left: complete ? [] : piece.slice(last ? whole.steps.indexOf(last) + 1 : 0),
        rest,
        total: first + steps.length,
      });
    } catch (error) {
      if (host !== carrier) host.release();
      throw error;
    }
  }

  /**
   * The work that is left after the picture: the remaining steps of the stretch, or the step that waited for the
   * picture.
   */
  async #behind(
    host: HostCarrier,
    { left, rest, total }: { left: readonly Step[]; rest: readonly Step[]; total: number },
  ): Promise<Waypoint> {
    const image = frameOf(host);
    const shape = shapeOf(image);
    checkShape(shape, this.#means.limits);
    const [waiting, ...others] = rest;
    if (left.length > 0 || !waiting) {
      const steps = [...left, ...rest];
      return { kind: 'waypoint', carrier: host, shape, steps, first: total - steps.length };
    }
    const settled = await settleStep(waiting, [image], this.#means.context.run);
    this.#means.journal.settled(waiting.op.name);
    return {
      kind: 'waypoint',
      carrier: host,
      shape,
      steps: [settled, ...others],
      first: total - rest.length,
    };
  }
}

interface End {
  readonly kind: 'end';
  readonly carrier: Carrier;
}
