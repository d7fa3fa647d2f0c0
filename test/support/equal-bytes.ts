/**
 * Lets `toEqual` compare typed arrays as bytes. Vitest compares element by element, which takes seconds for pictures.
 * Arrays of other bytes are left to vitest: they may be equal all the same, as 0 and -0 are, or it says where they differ.
 */
import { expect } from 'vitest';
import { haveSameBytes } from './same-bytes.ts';

function areEqual(one: unknown, other: unknown): true | undefined {
  if (!ArrayBuffer.isView(one) || !ArrayBuffer.isView(other)) return undefined;
  return haveSameBytes(one, other) || undefined;
}

// Files that share a process share its testers as well, and each of them loads this file.
const shared = globalThis as { comparesBytes?: boolean };
if (!shared.comparesBytes) expect.addEqualityTesters([areEqual]);
shared.comparesBytes = true;
