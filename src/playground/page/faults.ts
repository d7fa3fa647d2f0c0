/** Shows what went wrong: at the fields that the server points to, and across the stage. */
import { clearProblem, type Message, showMessage } from './banner.ts';
import type { Outputs, Place } from './outputs.ts';
import { showPanel } from './panels.ts';
import { type Fault, Problem } from './server.ts';
import type { Chain } from './steps/chain.ts';

/** What a fault is shown in. */
interface Shown {
  readonly chain: Chain;
  readonly outputs: Outputs;
}

/** Shows an error of the work for one of the outputs. `again` does the work once more. */
export function showFaults(error: unknown, { chain, outputs }: Shown, place: Place, again: () => void): void {
  const faults = error instanceof Problem ? error.faults : [];
  const left = outputs.fail(chain.fail(faults), place);
  const marked = faults.length > 0 && left.length === 0 ? markedFault() : undefined;
  const message = marked ?? { text: describe(error, left), action: againFor(error, again) };
  showMessage(place === 'other' ? { ...message, text: `Second format: ${message.text}` } : message);
}

/** Shows that nothing is wrong any more. */
export function clearFaults({ chain, outputs }: Shown): void {
  outputs.fail(chain.fail([]), 'output');
  clearProblem();
}

/** Shows why a picture or the page cannot be opened. `again` tries it once more. */
export function showRefusal(error: unknown, fileName: string, again: () => void): void {
  const text = describe(error, error instanceof Problem ? error.faults : []);
  const named = error instanceof Problem ? `${fileName}: ${text}` : text;
  showMessage({ text: named, action: againFor(error, again) });
}

/** Whether a server that is there did not answer at all. */
export function isUnanswered(error: unknown): boolean {
  return error instanceof TypeError;
}

/** Who asks again gets the same answer, unless the server is to blame, or wants a key. */
function againFor(error: unknown, again: () => void): Message['action'] {
  if (error instanceof Problem && error.status === 401) return { title: 'Give a key', run: again };
  const isBusy = error instanceof Problem && (error.status === 429 || error.status >= 500);
  return isBusy || isUnanswered(error) ? { title: 'Try again', run: again } : undefined;
}

/** The first fault that is shown at a field, with its step and its field, and a button that goes there. */
function markedFault(): Message | undefined {
  const [first, ...others] = document.querySelectorAll<HTMLElement>('.fault:not(:empty)');
  if (!first) return undefined;
  const nameIn = (holder: string, name: string) => first.closest(holder)?.querySelector(name);
  const step = nameIn('.step', 'h3')?.textContent;
  const field = nameIn('.row', 'label')?.firstChild?.textContent;
  const places = [step, field].filter(Boolean).join(', ');
  const more =
    others.length === 0 ? '' : ` (and ${others.length} more ${others.length === 1 ? 'fault' : 'faults'})`;
  return {
    text: `${places && `${places}: `}${first.textContent}${more}`,
    action: { title: 'Show', run: () => goTo(first) },
  };
}

function goTo(fault: HTMLElement): void {
  showPanel('steps-panel');
  fault.scrollIntoView({ block: 'center' });
  const row = fault.closest('.row') ?? fault.closest('.step');
  const field = row?.querySelector<HTMLElement>('[aria-invalid]') ?? row?.querySelector('button');
  field?.focus();
}

function describe(error: unknown, faults: readonly Fault[]): string {
  if (faults.length > 0) return faults.map(({ reason }) => reason).join('; ');
  if (error instanceof Problem) return error.message;
  if (isUnanswered(error)) return 'The server does not answer. The page goes on as soon as it does.';
  return error instanceof Error ? error.message : String(error);
}
