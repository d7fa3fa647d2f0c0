/** A face in a runtime: what it made, or why it failed. */
export interface Seen {
  readonly face: string;
  readonly made?: string;
  readonly failed?: string;
}

/** What each face of the suite is, for people. */
const FACES: Readonly<Record<string, string>> = {
  library: 'library (`createNoir`)',
  middleware: 'Hono middleware',
  server: 'server in a program (`createApp`, `serve`)',
  command: 'command (`noir run`)',
  serve: '`noir serve`, with worker processes, probes and a folder of pictures',
  workers: "library with `isolation: 'process'`",
  guard: 'guard: no connection to a forbidden address, however it is spelt, or rebound in DNS',
  gpu: 'WGSL on a software GPU, through Dawn',
};

/** The page about runtimes. `results` has the faces of each, the reference first. */
export function writeRuntimes(results: ReadonlyMap<string, readonly Seen[]>): string {
  const names = [...results.keys()];
  const reference = new Map([...results.values()][0]?.map(({ face, made }) => [face, made]));
  const rows = [...reference].map(([face, made]) => {
    const cells = [...results.values()].map((seen) => {
      const found = seen.find((each) => each.face === face);
      if (found?.failed !== undefined || found === undefined) return 'fails';
      return found.made === made ? 'works' : 'other bytes';
    });
    return `| ${[FACES[face] ?? face, ...cells].join(' | ')} |`;
  });
  return [
    '# Where it runs',
    '',
    '<!-- Written by `npm run test:runtimes -- --write`. -->',
    '',
    'A short suite tries each way to use Noir, from the built package, on Linux. "Works" means the same bytes as in the first',
    'column. The suite runs with each change, on these exact versions (`scripts/runtimes/list.ts`). All other tests run on Node 20',
    'alone. Use Node 24 or 26 where you have the choice: Node 20 gets no fixes any more.',
    '',
    `| | ${names.join(' | ')} |`,
    `|---|${names.map(() => '---|').join('')}`,
    ...rows,
    '',
    'Nothing has been tried on macOS or Windows. `scripts/run.ps1` and `scripts/test.ps1` have been parsed, and never run.',
    '',
  ].join('\n');
}
