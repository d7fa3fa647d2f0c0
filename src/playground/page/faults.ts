/** Shows what went wrong: at the fields that the server points to, the rest across the stage. */
import { byId } from './element.ts';
import type { Outputs, Place } from './outputs.ts';
import { type Fault, Problem } from './server.ts';
import type { Chain } from './steps/chain.ts';

/** What a fault is shown in. */
interface Shown {
  readonly chain: Chain;
  readonly outputs: Outputs;
}

/** Shows an error of the work for one of the outputs, or that there is none any more. */
export function showFaults(error: unknown, { chain, outputs }: Shown, place: Place = 'output'): void {
  const faults = error instanceof Problem ? error.faults : [];
  const left = outputs.fail(chain.fail(faults), place);
  const isPlaced = faults.length > 0 && left.length === 0;
  const text = isPlaced ? 'See the fields marked in red.' : describe(error, left);
  showProblem(error === undefined ? '' : place === 'other' ? `Second format: ${text}` : text);
}

/** Shows a text across the stage; none when it is empty. */
export function showProblem(text: string): void {
  const banner = byId('problem', HTMLElement);
  banner.textContent = text;
  banner.hidden = text === '';
}

function describe(error: unknown, faults: readonly Fault[]): string {
  if (faults.length > 0) return faults.map(({ reason }) => reason).join('; ');
  if (error instanceof Problem) return error.message;
  if (error instanceof TypeError) return 'The server does not answer.';
  return error instanceof Error ? error.message : String(error);
}
