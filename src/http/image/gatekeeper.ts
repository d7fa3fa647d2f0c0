/** Reads the address of a request for a picture, and lets it pass: signature, presets and sizes. */
import type { Context } from 'hono';
import { routePath } from 'hono/route';
import { isNoirError, NoirError } from '../../core/errors.ts';
import type { Recipe } from '../../recipe/recipe.ts';
import type { Recipes } from '../../recipe/recipes.ts';
import { Policy, type PolicyOptions } from '../../service/policy.ts';
import { Signer } from '../../service/signing.ts';
import { pathBehind, readOps, readSource, splitPath } from './address.ts';

export interface GateOptions extends PolicyOptions {
  /** Keys for signatures. With keys, every address of a picture needs the signature of one of them. */
  readonly signingKeys?: readonly string[];
}

/** The recipe and the picture of an address that may pass. */
export interface Admitted {
  readonly recipe: Recipe;
  /** The text of the recipe, decoded, with presets by their names. */
  readonly ops: string;
  /** The address of the picture, decoded. */
  readonly address: string;
  /** The end of the address as it was sent. */
  readonly source: string;
  /** Seconds since 1970 at which the signature ends, if it does. */
  readonly expires?: number | undefined;
}

/** Checks the addresses of a server. */
export class Gatekeeper {
  readonly sizes: readonly number[] | undefined;
  readonly #policy: Policy;
  readonly #presetsOnly: boolean;
  readonly #recipes: Recipes;
  readonly #signer: Signer | undefined;

  /** Throws an error for options that are wrong. */
  constructor({ signingKeys, ...policy }: GateOptions, recipes: Recipes) {
    this.sizes = policy.sizes;
    this.#presetsOnly = policy.presetsOnly ?? false;
    this.#policy = new Policy(policy, recipes);
    this.#recipes = recipes;
    this.#signer = signingKeys && new Signer(signingKeys);
  }

  /**
   * The recipe and the picture of a request. `route` is the name that its signature has. Throws `bad-signature`,
   * `recipe-forbidden`, `invalid-parameter`, and `not-found` for an address that was never meant for this server.
   */
  admit(c: Context, route: string): Admitted {
    const { ops: segment, source } = splitPath(pathBehind(c.req.url, routePath(c)));
    if (source === '') throw new NoirError('not-found', 'Pictures are at /image/{ops}/{source}');
    const address = readSource(source);
    const { recipe, text: ops } = this.#read(segment);
    const expires = this.#verify(c, { route, ops, address });
    this.#policy.check(recipe);
    return { recipe, ops, address, source, expires };
  }

  /** As `admit`, for a route without a recipe. */
  admitSource(c: Context, route: string): Pick<Admitted, 'address'> {
    const source = pathBehind(c.req.url, routePath(c));
    if (source === '') throw new NoirError('not-found', `Pictures are at /image/${route}/{source}`);
    const address = readSource(source);
    this.#verify(c, { route, ops: '', address });
    return { address };
  }

  /** The recipe of a segment that this server wrote itself, and its query: a signature, if addresses need one. */
  write(segment: string, { address, expires }: Pick<Admitted, 'address' | 'expires'>) {
    const { recipe, text: ops } = readOps(segment, (text) => this.#parse(text));
    this.#policy.check(recipe);
    const signature = this.#signer?.sign({ route: 'image', ops, address, expires });
    const until = expires === undefined ? '' : `exp=${expires}&`;
    return { recipe, query: signature === undefined ? '' : `?${until}sig=${signature}` };
  }

  /** Whether addresses need a signature, or have to be presets. */
  get isClosed(): boolean {
    return this.#signer !== undefined || this.#presetsOnly;
  }

  /** Throws `recipe-forbidden` for a size that is not listed. */
  check(recipe: Recipe): void {
    this.#policy.check(recipe);
  }

  #parse(text: string): Recipe {
    return this.#recipes.parseOps(this.#policy.expand(text));
  }

  #read(segment: string) {
    try {
      const read = readOps(segment, (text) => this.#parse(text));
      // The text that is signed has one part a line.
      if (read.text.includes('\n')) throw new NoirError('invalid-request', 'A recipe has no line ends');
      return read;
    } catch (error) {
      throw isProbe(error, segment) ? new NoirError('not-found', (error as Error).message) : error;
    }
  }

  #verify(c: Context, signed: Pick<Admitted, 'ops' | 'address'> & { readonly route: string }) {
    if (!this.#signer) return undefined;
    const { exp = [], sig = [] } = c.req.queries();
    const expires = exp[0] === undefined ? undefined : Number(exp[0]);
    const isPlain =
      sig.length < 2 && exp.length < 2 && (exp[0] === undefined || /^[1-9]\d{0,11}$/.test(exp[0]));
    this.#signer.verify(isPlain ? sig[0] : '', { ...signed, expires });
    return expires;
  }
}

/** Whether an address was never meant for this route: its only word is no op. Scanners ask for many of those. */
function isProbe(error: unknown, segment: string): boolean {
  if (!isNoirError(error) || /[,&_]/.test(segment)) return false;
  return error.errorCount === 1 && error.errors[0]?.pointer === '/steps/0/op';
}
