/** Adds the playground to a server. */
import type { Hono } from 'hono';
import type { Noir } from '../noir.ts';
import { directory } from '../service/sources/directory.ts';
import type { NamedSources } from '../service/sources.ts';
import { samplesFolder } from './assets.ts';
import { playgroundRoutes } from './routes.ts';

/** Adds the page to an app that has no page of its own on `/`, and does its work with this Noir. */
export function addPlayground(app: Hono, noir: Pick<Noir, 'recipes' | 'runner'>): void {
  app.route('/', playgroundRoutes(noir));
}

/** The sources with one more, `samples`: addresses that the page shows then work. A source of that name stays. */
export function withSamples(sources: NamedSources): NamedSources {
  return { samples: directory(samplesFolder()), ...sources };
}
