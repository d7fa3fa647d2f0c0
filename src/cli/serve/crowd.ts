/** Says that the server refuses connections because too many are open: the first time, then once a minute at most. */

/** Milliseconds between two lines. */
const EVERY = 60_000;

/** Returns a function to call for each connection that is refused, with the number of those that may be open. */
export function sayCrowd(say: (message: string) => void): (limit: number) => void {
  let count = 0;
  let next = 0;
  return (limit) => {
    count++;
    const now = performance.now();
    if (now < next) return;
    next = now + EVERY;
    say(`${limit} connections are open, and further ones are refused; ${count} so far`);
  };
}
