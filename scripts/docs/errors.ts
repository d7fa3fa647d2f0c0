import { type ErrorCode, PROBLEMS } from '../../src/core/errors.ts';

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

const LIMITS = '[limits](configuration.md#clients-and-limits)';
const WHO = '[who may ask for what](http.md#who-may-ask-for-what)';

/** What to do about each error. */
const REMEDIES: Readonly<Record<ErrorCode, string>> = {
  'empty-body':
    'Send the picture as the body, or as the field `image` of a form. With curl: `--data-binary @photo.jpg` or `-F image=@photo.jpg`',
  'invalid-request':
    '`detail` names the part: a form that breaks off, a recipe that is no JSON, or an address that cannot be decoded. In addresses, percent-encode `%`, `?` and `#`',
  'invalid-parameter':
    'Change each value that `errors` names. [ops.md](ops.md) and `noir ops NAME` have the ranges',
  unauthorized:
    'Send `Authorization: Bearer KEY` with a key of `NOIR_API_KEYS`. Without such keys, nobody may `DELETE`',
  'bad-signature':
    'Sign the address as it is asked for, with `noir sign` or `signedPath`, and one of the keys of the server. The time of `exp` may have passed',
  'recipe-forbidden': `Ask for a preset, or for a size that the server allows: ${WHO}`,
  'source-forbidden':
    'Add the address to the sources (`--source`). If it is a private IP address, open it with `--allow-addresses`',
  'not-found':
    'Check the path, its capitals, and the folder or bucket that `noir config` shows. A source that answers 401 or 403 counts as not found',
  'method-not-allowed': 'Use a method that the header `Allow` names',
  'not-acceptable': 'Accept a type that Noir writes, or `*/*`, or name a format in the recipe',
  'request-timeout':
    'Send the request faster. A slow line needs a lower `--least-rate`, or more `--time headers`',
  gone: 'The source says that it has removed the picture for good',
  'body-limit': 'Send a smaller file, or raise `--limit bodyBytes`. A proxy in front has a limit of its own',
  'unsupported-format':
    'Convert the file to a [format that Noir reads](formats.md). `detail` names the kind of the file, if Noir knows it',
  'svg-refused': 'Convert the drawing to PNG first. SVG can run scripts and read files',
  'unsupported-depth':
    'Save the picture in a usual variant, such as 8 bits instead of 12. [formats.md](formats.md#input) lists what is refused',
  'unsupported-encoding': 'Send the body uncompressed, without `Content-Encoding`',
  'corrupt-image': 'Save the picture again. `failOn_none` in front of the steps shows what can still be read',
  'truncated-image':
    'Send the whole file. With curl, use `--data-binary` and not `-d`, which takes out line ends. `failOn_none` in front of the steps shows what has arrived',
  'pixel-limit': `Make the picture smaller, or raise \`--limit pixels\`: ${LIMITS}`,
  'dimension-limit': 'Make the side shorter, or raise `--limit side`',
  'memory-limit':
    'Use a smaller picture or fewer bits a sample, or raise `--limit imageBytes` and `totalBytes`',
  'frame-limit':
    'Choose fewer frames (`pages_10`), or raise `--limit frames`, `framePixels`, `frameBytes` or `pages`',
  'scan-limit': 'Save the JPEG again with fewer scans, or raise `--limit scans`',
  'segment-limit': 'Save the file again without its metadata, or raise `--limit segments`',
  'cannot-encode':
    'Choose another format, or a smaller result. WebP and AVIF hold 16,383 pixels along a side',
  'cannot-process':
    'Allow more backends (`--backends`), or leave out a step: `noir explain` shows which backend does which',
  'source-limit': 'Use a smaller file, or raise `--limit bodyBytes`',
  'header-limit': 'Shorten the address, or send the recipe as the field `recipe` of a form',
  cancelled: 'Nothing: nobody waits for the answer. The library throws it when its `signal` aborts',
  'internal-error': 'Look for the `requestId` in the log of the server, and report the fault',
  'bad-source': 'Look into the log of the server: it says which source failed, and why. Try again later',
  'source-truncated': 'Try again. If it stays, the file of the source is shorter than the source says',
  'source-not-picture':
    'Open the address of the source: it sends a page, such as a login or an error, with status 200',
  'source-busy': 'Wait as long as `Retry-After` says',
  'backend-failed': 'Try again in a second. The log has the cause; `noir doctor` shows which backends work',
  'resource-exhausted': 'Try again in a second. The log has the cause: memory, disk, open files or processes',
  'store-failed': 'Send the request again when Redis or the disk is back. Pictures may be left until then',
  'worker-lost':
    'Wait as long as `Retry-After` says: the same picture is refused for ten minutes. The log has the last words of the process',
  busy: 'Wait as long as `Retry-After` says. If it happens often, add cores or servers',
  'shutting-down': 'Send the request to another server, or again in a second',
  'source-timeout': 'Try again later. A source has 3 s to accept a connection, and 8 s in all',
  deadline:
    'Ask for a smaller picture or fewer steps (`noir explain` shows the costly ones), or raise `--deadline`',
};

export function writeErrors(notice: string): string {
  const rows = Object.entries(PROBLEMS)
    .sort(([, one], [, other]) => one.status - other.status)
    .map(
      ([code, { status, title }]) =>
        `| \`${code}\` | ${status} | ${title} | ${REMEDIES[code as ErrorCode]} |`,
    );
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
    '| code | status | means | what to do |',
    '|---|---|---|---|',
    ...rows,
    '',
  ].join('\n');
}
