/** Waits for a server that does not answer, so that the page goes on by itself. */

/** Milliseconds between two questions. */
const PAUSE = 2000;

let timer: ReturnType<typeof setTimeout> | undefined;

/** Calls `then` as soon as the server answers again. One wait takes the place of the one before. */
export function whenAnswered(then: () => void): void {
  stopWaiting();
  const ask = async () => {
    const own = timer;
    const isThere = await fetch('livez', { cache: 'no-store' }).then(
      // A proxy answers 502 to 504 for a server that is away. Every other answer is the server's own.
      ({ status }) => status < 502,
      () => false,
    );
    if (timer !== own) return;
    if (isThere) {
      stopWaiting();
      then();
    } else timer = setTimeout(ask, PAUSE);
  };
  timer = setTimeout(ask, PAUSE);
}

/** Nobody waits any more. */
export function stopWaiting(): void {
  clearTimeout(timer);
  timer = undefined;
}
