/** Shows what went wrong: at the fields that the server points to, the rest across the stage. */
import { byId } from './element.ts';
import type { Outputs } from './outputs.ts';
import { type Fault, Problem } from './server.ts';
import type { Chain } from './steps/chain.ts';

export function showFaults(error: unknown, chain: Chain, outputs: Outputs): void {
  const faults = error instanceof Problem ? error.faults : [];
  const left = outputs.fail(chain.fail(faults));
  const banner = byId('problem', HTMLElement);
  const isPlaced = faults.length > 0 && left.length === 0;
  banner.textContent =
    error === undefined ? '' : isPlaced ? 'See the fields marked in red.' : describe(error, left);
  banner.hidden = error === undefined;
}

function describe(error: unknown, faults: readonly Fault[]): string {
  if (faults.length > 0) return faults.map(({ reason }) => reason).join('; ');
  if (error instanceof Problem) return error.message;
  if (error instanceof TypeError) return 'The server does not answer.';
  return error instanceof Error ? error.message : String(error);
}
