/** What somebody is working on: steps, each of which may be off, and one or two outputs. Plain data. */
import type { SampleType } from './deep/samples.ts';

export type Values = Readonly<Record<string, unknown>>;

export interface DraftStep {
  /** Tells the steps of a draft apart, whatever their order. */
  readonly id: number;
  readonly op: string;
  readonly params: Values;
  /** Whether the step is left out for now. */
  readonly off: boolean;
}

export interface DraftOutput {
  /** Empty for the format of the picture itself. */
  readonly format: string;
  /** Options of the format, quality among them. */
  readonly options: Values;
}

export interface Draft {
  readonly steps: readonly DraftStep[];
  readonly output: DraftOutput;
  /** A second output, which is compared with the first. */
  readonly other?: DraftOutput | undefined;
}

/** A recipe as the server takes it. */
export interface RecipeJson {
  /** How the file is read. */
  readonly input?: Values;
  readonly steps: readonly ({ readonly op: string } & Values)[];
  readonly output?: Values;
}

export const EMPTY: Draft = { steps: [], output: { format: '', options: {} } };

/** The steps that are on. Faults of the server point to places among these. */
export function activeSteps({ steps }: Draft): readonly DraftStep[] {
  return steps.filter(({ off }) => !off);
}

/** The recipe of the steps that are on, for one of the outputs. */
export function recipeOf(draft: Draft, output = draft.output): RecipeJson {
  const steps = activeSteps(draft).map(({ op, params }) => ({ op, ...params }));
  const { format, options } = output;
  return format === '' ? { steps } : { steps, output: { format, ...options } };
}

/** The draft with one step changed. */
export function withStep(draft: Draft, id: number, change: Partial<DraftStep>): Draft {
  return { ...draft, steps: draft.steps.map((step) => (step.id === id ? { ...step, ...change } : step)) };
}

/** The draft with a step moved to another place. */
export function withMoved(draft: Draft, id: number, place: number): Draft {
  const moved = draft.steps.filter((step) => step.id === id);
  const steps = draft.steps.filter((step) => step.id !== id);
  steps.splice(place, 0, ...moved);
  return { ...draft, steps };
}

/** A number for a new step. */
export function freshStepId({ steps }: Draft): number {
  return Math.max(0, ...steps.map(({ id }) => id)) + 1;
}

/** The type of the samples behind a step that gets samples of a type. */
export function typeAfter({ op, params, off }: DraftStep, type: SampleType): SampleType {
  return op === 'cast' && !off && isType(params.type) ? params.type : type;
}

function isType(value: unknown): value is SampleType {
  return value === 'u8' || value === 'u16' || value === 'f32';
}
