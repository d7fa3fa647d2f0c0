/** What the server offers: its ops and formats, as `/ops` and `/openapi.json` describe them, and who may ask for what. */
import type { FieldSchema } from '../../recipe/field-schema.ts';
import { numberIn } from './controls/slider-scale.ts';
import type { SampleType } from './deep/samples.ts';
import type { Values } from './draft.ts';

type Fields = Readonly<Record<string, FieldSchema>>;

export interface CatalogOp {
  readonly name: string;
  readonly aliases: readonly string[];
  readonly family: string;
  readonly summary: string;
  readonly positional: readonly string[];
  readonly shown: readonly Values[];
  readonly fields: Fields;
}

interface CatalogFormat {
  readonly name: string;
  readonly extension: string;
  readonly fields: Fields;
  /** Types of samples that its files hold. */
  readonly types: readonly SampleType[];
}

export interface Catalog {
  readonly ops: ReadonlyMap<string, CatalogOp>;
  readonly formats: ReadonlyMap<string, CatalogFormat>;
  /** Whether the server answers addresses of samples, whatever the recipe. */
  readonly hasAddresses: boolean;
  /** Whether the server takes pictures only with a key. */
  readonly needsKey: boolean;
}

interface OpAnswer extends Omit<CatalogOp, 'fields'> {
  readonly schema: { readonly properties?: Fields };
}

interface FormatAnswer {
  readonly properties: Fields & { readonly format: FieldSchema };
}

/** What `/playground/offer` answers. */
interface OfferAnswer extends Pick<Catalog, 'hasAddresses'> {
  readonly types: Readonly<Record<string, readonly SampleType[]>>;
}

interface ApiAnswer {
  readonly paths: { readonly '/process': { readonly post: { readonly security?: readonly unknown[] } } };
  readonly components: { readonly schemas: { readonly Output: { readonly oneOf: readonly FormatAnswer[] } } };
}

/** Asks the server at an address that ends in a slash; the one of the page unless given. */
export async function fetchCatalog(server = ''): Promise<Catalog> {
  const [ops, api, offer] = await Promise.all([
    fetchJson<OpAnswer[]>(`${server}ops`),
    fetchJson<ApiAnswer>(`${server}openapi.json`),
    fetchJson<OfferAnswer>(`${server}playground/offer`),
  ]);
  const listed = ops.map(({ schema, ...op }): CatalogOp => {
    return { ...op, fields: schema.properties ?? {} };
  });
  const formats = api.components.schemas.Output.oneOf.flatMap(({ properties }) => {
    const { format, ...fields } = properties;
    const [name, extension] = (format.enum ?? []) as string[];
    if (name === undefined) return [];
    const types = offer.types[name] ?? [];
    return [{ name, extension: extension ?? name, fields: knownQuality(fields), types }];
  });
  return {
    ops: new Map(listed.map((op) => [op.name, op])),
    formats: new Map(formats.map((format) => [format.name, format])),
    hasAddresses: offer.hasAddresses,
    needsKey: api.paths['/process'].post.security !== undefined,
  };
}

/** The name of the operation that goes by this name or alias; the name itself if there is none. */
export function opName({ ops }: Catalog, name: string): string {
  const known = ops.get(name) ?? [...ops.values()].find(({ aliases }) => aliases.includes(name));
  return known?.name ?? name;
}

async function fetchJson<Answer>(url: string): Promise<Answer> {
  return (await fetch(url)).json() as Promise<Answer>;
}

/** Every format takes `quality`; those that heed it say what it is by default. */
function knownQuality({ quality, ...others }: Fields): Fields {
  return quality?.default === undefined ? others : { quality, ...others };
}

/** Families whose lengths in pixels are parts of the picture; those of others, such as a sigma, are of its details. */
const GROWING = new Set(['geometry', 'resize', 'layers']);

/**
 * Parameters with which a new step shows what it does, on a picture so many pixels wide. `fileOf` gives a file that is
 * there for one of the examples, of the picture's own size where the step takes no other.
 */
export function firstValues(
  op: CatalogOp,
  width: number,
  fileOf: (name: string, isSameSize: boolean) => string,
): Values {
  const [example = {}] = op.shown;
  // The examples of the docs are for a picture 192 pixels wide.
  const factor = width / 192;
  const grow = (name: string, value: unknown) => {
    const field = op.fields[name] ?? {};
    if (field.format === 'file' && typeof value === 'string') return fileOf(value, field.sameSize === true);
    if (!GROWING.has(op.family) || field.unit !== 'pixels' || typeof value !== 'number') return value;
    const { minimum = Number.NEGATIVE_INFINITY, maximum = Number.POSITIVE_INFINITY } = numberIn(field) ?? {};
    return Math.min(maximum, Math.max(minimum, Math.round(value * factor)));
  };
  return Object.fromEntries(Object.entries(example).map(([name, value]) => [name, grow(name, value)]));
}

/** Names of the pictures among the further files of a step, by the name of their parameter; `lut` reads other files. */
export function picturesOf(op: CatalogOp | undefined, params: Values): string[] {
  return filesOf(op, { image: params.image });
}

/** Names of further files that a step reads. */
export function filesOf(op: CatalogOp | undefined, params: Values): string[] {
  return fileFields(op).flatMap((name) => (typeof params[name] === 'string' ? [params[name]] : []));
}

/** Names of the parameters of a step that name further files. */
export function fileFields(op: CatalogOp | undefined): string[] {
  return Object.entries(op?.fields ?? {}).flatMap(([name, { format }]) => (format === 'file' ? [name] : []));
}
