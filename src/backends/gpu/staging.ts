// Brings what the GPU wrote to the host: the one place that waits for a submission and decides whether what it left
// behind counts.

/** What a read-back depends on. */
export interface ReadConditions {
  /** Rejects where the device finds something wrong with the submission that writes the buffer. */
  readonly valid: Promise<void>;
  /** Aborts when the device is lost. */
  readonly loss: AbortSignal;
  /** Aborts when nobody wants the result any more. */
  readonly signal: AbortSignal;
}

/**
 * Maps the first bytes of a buffer when the GPU has written them, and gives what `use` makes of them; the mapped
 * memory is gone when `use` returns. Rejects with the signal's own reason only if the GPU is done with the buffer.
 */
export async function readMapped<Result>(
  buffer: GPUBuffer,
  bytes: number,
  { valid, loss, signal }: ReadConditions,
  use: () => Result,
): Promise<Result> {
  await Promise.all([buffer.mapAsync(GPUMapMode.READ, 0, bytes), valid]);
  try {
    // After a loss mapped memory may hold anything.
    loss.throwIfAborted();
    signal.throwIfAborted();
    return use();
  } finally {
    buffer.unmap();
  }
}

/** Something lent by a pool. */
interface Lent {
  /** Gives it back, once the GPU is done with it. */
  release(): void;
  /** Destroys it, when the GPU may not be done with it. */
  discard(): void;
}

/**
 * Gives up what a task was lent that has ended with errors. Where all that happened is that nobody wanted the result,
 * the GPU has done its work and others may have the buffers. Otherwise work on them may still be queued.
 */
export function giveUp(lent: Lent, errors: readonly unknown[], signal: AbortSignal): void {
  if (signal.aborted && errors.every((error) => error === signal.reason)) lent.release();
  else lent.discard();
}
