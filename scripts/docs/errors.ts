import { describeCode, type ErrorCode, PROBLEMS } from '../../src/core/errors.ts';

/** The answer to `POST /process?ops=resize_800,blur_0.1`, as `test/contract/snippets.test.ts` checks. */
const EXAMPLE = `\`\`\`json
{
  "type": "urn:noir:problem:invalid-parameter",
  "title": "A parameter is not valid",
  "status": 400,
  "detail": "step 2, sigma: expected a number from 0.3 to 1000, received 0.1",
  "instance": "urn:uuid:e5a8dab2-6ba6-4d28-8b3b-7e6a3e5b2c3f",
  "code": "invalid-parameter",
  "requestId": "e5a8dab2-6ba6-4d28-8b3b-7e6a3e5b2c3f",
  "pointer": "/steps/1/sigma",
  "errors": [
    { "pointer": "/steps/1/sigma", "reason": "expected a number from 0.3 to 1000, received 0.1" }
  ]
}
\`\`\``;

export function writeErrors(notice: string): string {
  const rows = Object.entries(PROBLEMS)
    .sort(([, one], [, other]) => one.status - other.status)
    .map(([code, { status }]) => `| \`${code}\` | ${status} | ${describeCode(code as ErrorCode)} |`);
  return [
    '# Errors',
    '',
    notice,
    '',
    'The server answers every error as `application/problem+json` (RFC 9457), with one of the codes below. The library throws a',
    '`NoirError` with the same `code`. Codes stay the same in all versions; texts may change. Below status 500 the fault is the',
    "client's, from 500 on the server's (`NoirError.fault`).",
    '',
    EXAMPLE,
    '',
    '`errors` lists the first 20 faults of a recipe. A `pointer` is the place of the value in the recipe as JSON (RFC 6901), and the',
    '`reason` says what was expected there. If there are more than 20, `errorCount` is their number. `limit` and `actual` are there if a',
    'limit was passed. `output` is the name of the output that failed, if the recipe has several. `requestId` names the request in',
    'the log of the server.',
    '',
    '| code | status | |',
    '|---|---|---|',
    ...rows,
    '',
  ].join('\n');
}
