/** Finds ways: sequences of legs from the start of a stretch to its end. */
import type { Cuts, Leg, LegSource, Place, Stretch } from '../backends/leg.ts';

/** Legs that do a stretch, one after the other. */
export interface Way {
  readonly legs: readonly Leg[];
  /** Expected milliseconds of all legs, and of the hand-overs between them. */
  readonly cost: number;
  /** The names of the legs, with the facts about their backends and coders that decide the bytes. */
  readonly key: string;
}

/**
 * Milliseconds that a leg takes beside its own work when another leg comes before it. The table of costs has the least time
 * of each leg, measured over and over. Between two legs, the picture leaves the caches, gets new memory, and waits for a
 * turn of the event loop.
 */
const HAND_OVER = 0.25;

/** Every way that the sources' legs make for a stretch, in the order of the sources. */
export function listWays(stretch: Stretch, sources: readonly LegSource[]): Way[] {
  const steps = stretch.plan.steps.length;
  const wished = sources.flatMap((source) => source.cuts?.(stretch) ?? []);
  const cuts: Cuts = {
    starts: [...new Set([0, ...wished.flatMap(({ starts }) => starts)])],
    ends: [...new Set([steps, ...wished.flatMap(({ ends }) => ends)])],
  };
  const legs = sources.flatMap((source) => source.legs(stretch, cuts));
  const goal: Place = { kind: stretch.output ? 'file' : 'host', done: steps };
  const traits = new Map(sources.map((source) => [source.name, source.traits ?? {}]));
  return routes({ kind: stretch.input.kind, done: 0 }, goal, byStart(legs)).map((route) => ({
    legs: route,
    cost: costOf(route),
    key: keyOf(route, traits),
  }));
}

/** A leg that costs nothing was asked for by name, and nothing else may outweigh it. */
function costOf(legs: readonly Leg[]): number {
  const times = legs.map(({ cost }) => cost);
  const handOvers = times.includes(0) ? 0 : HAND_OVER * Math.max(0, legs.length - 1);
  return times.reduce((sum, time) => sum + time, handOvers);
}

function idOf({ kind, done }: Place): string {
  return `${kind} ${done}`;
}

function byStart(legs: readonly Leg[]): ReadonlyMap<string, readonly Leg[]> {
  const groups = new Map<string, Leg[]>();
  for (const leg of legs) groups.set(idOf(leg.from), [...(groups.get(idOf(leg.from)) ?? []), leg]);
  return groups;
}

/** Depth first. Every leg goes on: it does steps, or brings the picture nearer to the file. */
function routes(place: Place, goal: Place, legs: ReadonlyMap<string, readonly Leg[]>): Leg[][] {
  const here = idOf(place) === idOf(goal) ? [[]] : [];
  const further = (legs.get(idOf(place)) ?? []).flatMap((leg) =>
    routes(leg.to, goal, legs).map((rest) => [leg, ...rest]),
  );
  return [...here, ...further];
}

function keyOf(
  legs: readonly Leg[],
  traits: ReadonlyMap<string, Readonly<Record<string, string | number>>>,
): string {
  const words = legs.map(({ who, does }) => `${who}(${does.join(',')})`);
  const facts = [...new Set(legs.map(({ who }) => who))].flatMap((who) =>
    Object.entries(traits.get(who) ?? {}).map(([name, value]) => `; ${who}-${name}=${value}`),
  );
  return `${words.join(' > ') || 'nothing'}${facts.join('')}`;
}
