/** `GET /docs`: the OpenAPI document as a page, by openapi-explorer, which this server sends itself. */
import { readFile } from 'node:fs/promises';
import { Hono } from 'hono';
import { NoirError } from '../core/errors.ts';
import { FROM_SOURCES, packageFile } from '../package-root.ts';

/** In a checkout, the file of the development package; in the built one, a copy. */
const SCRIPT = packageFile(
  FROM_SOURCES
    ? 'node_modules/openapi-explorer/dist/browser/openapi-explorer.min.js'
    : 'dist/http/docs/explorer.js',
);

/** Scripts of this server alone. The explorer sets styles of elements, which a policy cannot tell from others. */
const HEADERS = {
  'Content-Security-Policy': [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' blob: data:",
    "font-src 'self' data:",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; '),
  'Referrer-Policy': 'no-referrer',
  'Cache-Control': 'no-cache',
};

/** Addresses are relative, so that the page works below any prefix. */
const PAGE = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width">
    <title>Noir: the API</title>
    <script type="module" src="docs/explorer.js"></script>
  </head>
  <body>
    <openapi-explorer spec-url="openapi.json" hide-server-selection="true" use-path-in-nav-bar="true"></openapi-explorer>
  </body>
</html>
`;

export function docsRoutes(): Hono {
  const routes = new Hono();
  routes.get('/docs', (c) => c.body(PAGE, 200, { ...HEADERS, 'Content-Type': 'text/html; charset=utf-8' }));
  routes.get('/docs/explorer.js', async (c) => {
    const script = await readFile(SCRIPT).catch((cause) => {
      throw new NoirError('not-found', 'The page is not installed', { cause });
    });
    const type = 'text/javascript; charset=utf-8';
    return c.body(script, 200, { ...HEADERS, 'Content-Type': type, 'Cache-Control': 'max-age=3600' });
  });
  return routes;
}
