/** Loaded before all else in each process: SIGUSR2 puts the clock of JavaScript one hour on, SIGWINCH one hour back. */
const HOUR = 3_600_000;
const now = Date.now;
let shift = 0;

Date.now = () => now() + shift;
globalThis.Date = new Proxy(Date, {
  construct: (Real, args, target) =>
    Reflect.construct(Real, args.length > 0 ? args : [now() + shift], target),
  apply: () => new Date(now() + shift).toString(),
});

process.on('SIGUSR2', () => {
  shift += HOUR;
});
process.on('SIGWINCH', () => {
  shift -= HOUR;
});
