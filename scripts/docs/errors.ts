import { describeCode, type ErrorCode, PROBLEMS } from '../../src/core/errors.ts';

export function writeErrors(notice: string): string {
  const rows = Object.entries(PROBLEMS).map(
    ([code, { status }]) => `| \`${code}\` | ${status} | ${describeCode(code as ErrorCode)} |`,
  );
  return [
    '# Errors',
    '',
    notice,
    '',
    'The server answers errors as `application/problem+json` (RFC 9457) with one of these codes; the library',
    "throws a `NoirError` that carries it. Below 500 the fault is the client's, from 500 on the server's",
    '(`NoirError.fault`).',
    '',
    '`errors` lists the first 20 faults of a recipe, each with a JSON `pointer` to the value and a `reason`. If there are more,',
    '`errorCount` is their number. `output` is the name of the output that failed, if the recipe has several.',
    '',
    '| code | status | |',
    '|---|---|---|',
    ...rows,
    '',
  ].join('\n');
}
