/** Writes everything that is on the page into the fragment of its address, and reads it from there. */
import type { Draft, DraftOutput, DraftStep, Values } from './draft.ts';

/** A state of the page that a link can bring back. */
export interface Linked {
  /** The name of a sample; empty for a picture of one's own, which no link can hold. */
  readonly sample: string;
  readonly draft: Draft;
  /** Parts of the link could not be read, and are left out. */
  readonly isCut?: boolean;
}

/** `#sample=pier&steps=[{"op":"blur","sigma":2}]&output={"format":"webp"}`, percent-encoded. */
export function writeLink({ sample, draft }: Linked): string {
  const steps = draft.steps.map(({ op, params, off }) => ({ op, ...(off && { off }), params }));
  const parts = new URLSearchParams();
  if (sample !== '') parts.set('sample', sample);
  parts.set('steps', JSON.stringify(steps));
  if (draft.output.format !== '') parts.set('output', JSON.stringify(draft.output));
  if (draft.other) parts.set('other', JSON.stringify(draft.other));
  return `#${parts}`;
}

/** Reads a fragment. Whatever is not as `writeLink` writes it is left out, since a stranger may have made the link. */
export function readLink(fragment: string): Linked | undefined {
  const parts = new URLSearchParams(fragment.replace(/^#/, ''));
  if (!parts.has('steps')) return undefined;
  const listed = readJson(parts.get('steps'));
  const steps = Array.isArray(listed) ? listed.flatMap(readStep) : [];
  const output = readOutput(parts.get('output'));
  const other = readOutput(parts.get('other'));
  const isCut =
    !Array.isArray(listed) ||
    steps.length < listed.length ||
    (parts.has('output') && !output) ||
    (parts.has('other') && !other);
  return {
    sample: parts.get('sample') ?? '',
    draft: { steps, output: output ?? { format: '', options: {} }, ...(other && { other }) },
    ...(isCut && { isCut }),
  };
}

function readStep(value: unknown, index: number): DraftStep[] {
  if (!isRecord(value) || typeof value.op !== 'string' || !isRecord(value.params)) return [];
  return [{ id: index + 1, op: value.op, params: value.params, off: value.off === true }];
}

function readOutput(text: string | null): DraftOutput | undefined {
  const value = readJson(text);
  if (!isRecord(value) || typeof value.format !== 'string') return undefined;
  return { format: value.format, options: isRecord(value.options) ? value.options : {} };
}

function readJson(text: string | null): unknown {
  try {
    return JSON.parse(text ?? 'null');
  } catch {
    return undefined;
  }
}

function isRecord(value: unknown): value is Values {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
