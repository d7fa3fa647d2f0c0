/** Loaded as ops of one's own: a worker writes to standard error; the front warns, and on SIGUSR2 throws what nobody catches. */
if (/workers.entry\.[jt]s$/.test(process.argv[1] ?? '')) console.error('a worker said "this"\nin two lines');
else {
  process.emitWarning('the front warns', 'OldWarning');
  process.once('SIGUSR2', () => {
    throw new Error('nobody catches this');
  });
}

export const ops = [];
