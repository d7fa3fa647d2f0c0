/** Adds the playground to a server. */
import type { Hono } from 'hono';
import type { Noir } from '../noir.ts';
import { directory } from '../service/sources/directory.ts';
import type { NamedSources } from '../service/sources.ts';
import { samplesFolder } from './assets.ts';
import { type PageOffer, playgroundRoutes } from './routes.ts';

/** Adds the page to an app that has no page of its own on `/`, and does its work with this Noir. */
export function addPlayground(
  app: Hono,
  noir: Pick<Noir, 'recipes' | 'runner'>,
  offer: PageOffer = { hasAddresses: true },
): void {
  app.route('/', playgroundRoutes(noir, offer));
}

/** What somebody has set who runs the server, as far as it decides which addresses are answered. */
interface AddressRules {
  readonly signingKeys: readonly string[];
  readonly presetsOnly: boolean;
  readonly sizes?: readonly number[] | undefined;
}

/** Whether the server answers every address of a sample that the page can write, given its sources without `withSamples`. */
export function answersSamples(
  { signingKeys, presetsOnly, sizes }: AddressRules,
  own: NamedSources,
): boolean {
  return signingKeys.length === 0 && !presetsOnly && sizes === undefined && !Object.hasOwn(own, 'samples');
}

/** The sources with one more, `samples`: addresses that the page shows then work. A source of that name stays. */
export function withSamples(sources: NamedSources): NamedSources {
  return { samples: directory(samplesFolder()), ...sources };
}
