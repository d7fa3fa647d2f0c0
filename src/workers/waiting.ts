/**
 * Makes Dawn wait instead of spin. While a GPU promise is pending, Dawn's binding asks again through the global
 * `setImmediate` in every round of the event loop, which keeps a core busy and makes garbage. Here the first
 * milliseconds stay as they are, so that short dispatches are noticed at once; after them, Dawn asks every
 * millisecond. Node's own code does not use the global. Must be imported before `webgpu`.
 */

/** Milliseconds that Dawn may spin after the last change of its pending work. */
const SPINNING = 2;

const immediate = globalThis.setImmediate;
let since = 0;
let latest = 0;

/** Dawn's callback is native code; every other caller has a function of JavaScript. */
const isNative = (callback: unknown): boolean =>
  Function.prototype.toString.call(callback).includes('[native code]');

function wait(callback: (...values: unknown[]) => void, ...values: unknown[]): unknown {
  if (!isNative(callback)) return immediate(callback, ...values);
  const now = performance.now();
  // Dawn has asked for nothing in the meantime: a new wait begins.
  if (now - latest > 2 * SPINNING) since = now;
  latest = now;
  return now - since < SPINNING ? immediate(callback, ...values) : setTimeout(callback, 1, ...values);
}

globalThis.setImmediate = wait as typeof setImmediate;
