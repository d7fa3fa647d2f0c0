/** Reads the address of a request for a picture, and lets it pass: signature, presets and sizes. */
import type { Context } from 'hono';
import { isNoirError, NoirError } from '../../core/errors.ts';
import type { Recipe } from '../../recipe/recipe.ts';
import type { Recipes } from '../../recipe/recipes.ts';
import { Policy, type PolicyOptions } from '../../service/policy.ts';
import { type Signed, Signer } from '../../service/signing.ts';
import { readOps, readSource, splitPath } from './address.ts';
import { applyHints } from './hints.ts';

export interface GateOptions extends PolicyOptions {
  /** Keys for signatures. With keys, every address of a picture needs the signature of one of them. */
  readonly signingKeys?: readonly string[];
  /** Whether client hints fill in what addresses leave open: width, density, and quality; false by default. */
  readonly clientHints?: boolean;
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
  /** Headers beside `Accept` that the answer depends on. */
  readonly vary: readonly string[];
}

/** Checks the addresses of a server. */
export class Gatekeeper {
  readonly sizes: readonly number[] | undefined;
  /** Whether client hints count. */
  readonly hints: boolean;
  readonly #policy: Policy;
  readonly #presetsOnly: boolean;
  readonly #recipes: Recipes;
  readonly #signer: Signer | undefined;

  /** Throws an error for options that are wrong. */
  constructor({ signingKeys, clientHints = false, ...policy }: GateOptions, recipes: Recipes) {
    this.sizes = policy.sizes;
    this.hints = clientHints;
    this.#presetsOnly = policy.presetsOnly ?? false;
    this.#policy = new Policy(policy, recipes);
    this.#recipes = recipes;
    this.#signer = signingKeys && new Signer(signingKeys);
  }

  /**
   * The recipe and the picture of a request for `path`, which begins with the recipe. `route` is the name that its
   * signature has. Throws `bad-signature`, `recipe-forbidden`, `invalid-parameter`, and `not-found` for an address that
   * was never meant for this server.
   */
  admit(c: Context, path: string, route: string): Admitted {
    const { ops: segment, source } = splitPath(path);
    if (source === '')
      throw new NoirError('not-found', 'An address has a recipe and a picture: {ops}/{source}');
    const address = readSource(source);
    let vary: readonly string[] = [];
    const {
      recipe,
      text: ops,
      written,
    } = this.#read(segment, (text) => {
      if (!this.hints || route !== 'image') return this.#parse(text);
      const hinted = this.#parseHinted(text, c.req.raw.headers);
      vary = hinted.vary;
      return hinted.recipe;
    });
    const expires = this.#verify(c, { route, ops, address, written });
    this.#policy.check(recipe);
    return { recipe, ops, address, source, expires, vary };
  }

  /** As `admit`, for a path without a recipe. */
  admitSource(c: Context, source: string, route: string): Pick<Admitted, 'address' | 'expires'> {
    if (source === '') throw new NoirError('not-found', `The picture is missing: ${route}/{source}`);
    const address = readSource(source);
    return { address, expires: this.#verify(c, { route, ops: '', address }) };
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

  /** Whether `check` lets the recipe pass. */
  allows(recipe: Recipe): boolean {
    return this.#policy.allows(recipe);
  }

  #parse(text: string): Recipe {
    return this.#recipes.parseOps(this.#policy.expand(text));
  }

  /** A density that would lead to a size that is not listed is ignored. */
  #parseHinted(text: string, headers: Headers) {
    const { ops, plain, vary } = applyHints(this.#policy.expand(text), headers, this.sizes);
    const recipe = this.#recipes.parseOps(ops);
    return { recipe: this.#policy.allows(recipe) ? recipe : this.#recipes.parseOps(plain), vary };
  }

  #read(segment: string, parse: (text: string) => Recipe) {
    try {
      const read = readOps(segment, parse);
      // The text that is signed has one part a line.
      if (read.text.includes('\n')) throw new NoirError('invalid-request', 'A recipe has no line ends');
      return read;
    } catch (error) {
      throw isProbe(error, segment) ? new NoirError('not-found', (error as Error).message) : error;
    }
  }

  #verify(c: Context, signed: Omit<Signed, 'expires'> & { readonly written?: string }) {
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
