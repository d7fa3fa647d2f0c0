/** The headers of Noir's answers: one list, for the API's description and for pages of other origins. */

/** Answers that have a header. */
type On = 'every answer' | 'pictures' | 'pictures by address' | 'problems';

interface AnswerHeader {
  readonly on: On;
  readonly description: string;
}

/** Headers by name, beside those that every HTTP answer has. */
export const ANSWER_HEADERS: Readonly<Record<string, AnswerHeader>> = {
  'Cache-Status': { on: 'pictures by address', description: 'What the cache did (RFC 9211).' },
  'Content-Disposition': { on: 'pictures', description: 'The name of the file.' },
  'Content-Length': { on: 'pictures', description: 'The length in bytes.' },
  ETag: { on: 'pictures by address', description: 'A hash of the bytes.' },
  'Noir-Note': { on: 'pictures', description: 'Notes for people on how the picture was made.' },
  'Retry-After': { on: 'problems', description: 'Seconds after which to try again.' },
  'Server-Timing': { on: 'pictures', description: 'Milliseconds of each part of the work.' },
  'X-Noir-Backend': { on: 'pictures', description: 'Who ran the steps.' },
  'X-Noir-Codec': { on: 'pictures', description: 'Who decoded and encoded.' },
  'X-Noir-Frames': { on: 'pictures', description: 'How many frames of how many were sent.' },
  'X-Noir-Way': { on: 'pictures', description: 'The way of the job; equal ways give equal bytes.' },
  'X-Request-Id': { on: 'every answer', description: 'Names the request in the logs.' },
};

/** The names of the headers of some answers, those of every answer included. */
export function headersOn(...kinds: readonly On[]): string[] {
  const names = Object.keys(ANSWER_HEADERS);
  return names.filter((name) => ['every answer', ...kinds].includes(ANSWER_HEADERS[name]?.on as On));
}
