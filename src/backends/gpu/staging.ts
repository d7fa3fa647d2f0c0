// Reads GPU results back. This is the one place that waits for a submission and decides whether its results are
// valid.

/** Conditions of a read-back. */
export interface ReadConditions {
  /** Rejects when the submission that writes the buffer fails validation. */
  readonly valid: Promise<void>;
  /** Aborts when the device is lost. */
  readonly loss: AbortSignal;
  /** Aborts when nobody wants the result any more. */
  readonly signal: AbortSignal;
}

/**
 * Maps the first bytes of a buffer once the GPU has written them, and returns the result of `use`. The mapped
 * memory is valid only inside `use`. Rejects with the signal's reason only when the GPU is done with the buffer.
 */
export async function readMapped<Result>(
  buffer: GPUBuffer,
  bytes: number,
  { valid, loss, signal }: ReadConditions,
  use: () => Result,
): Promise<Result> {
  await Promise.all([buffer.mapAsync(GPUMapMode.READ, 0, bytes), valid]);
  try {
    // After a loss, mapped memory may hold anything.
    loss.throwIfAborted();
    signal.throwIfAborted();
    return use();
  } finally {
    buffer.unmap();
  }
}

/** Something on loan from a pool. */
interface Lent {
  /** Returns it. Call it when the GPU is done with it. */
  release(): void;
  /** Destroys it, when the GPU may still use it. */
  discard(): void;
}

/**
 * Returns or destroys what a failed task had on loan. If every error is only the caller's abort, the GPU has
 * finished and others may use the buffers. Otherwise work on them may still be queued.
 */
export function giveUp(lent: Lent, errors: readonly unknown[], signal: AbortSignal): void {
  if (signal.aborted && errors.every((error) => error === signal.reason)) lent.release();
  else lent.discard();
}
