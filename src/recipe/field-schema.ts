/** The part of JSON Schema that describes the parameters of ops. Plain data: the playground's page reads it too. */

/** A parameter, as `GET /ops` describes it. */
export interface FieldSchema {
  readonly type?: string;
  readonly format?: string;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly multipleOf?: number;
  /** Values that are not taken: `{ multipleOf: 2 }` leaves odd numbers. */
  readonly not?: FieldSchema;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly items?: FieldSchema;
  readonly anyOf?: readonly FieldSchema[];
  readonly default?: unknown;
  readonly description?: string;
  readonly unit?: string;
  /** The range that a slider should cover. */
  readonly suggested?: readonly [min: number, max: number];
  /** The file is a picture that must be as large as the one that the step gets. */
  readonly sameSize?: boolean;
}

/** Whether a field takes free text, such as a file's name, rather than one of a few words. */
export function isFreeText({ type, format, enum: words }: FieldSchema): boolean {
  return type === 'string' && format !== 'color' && !words;
}

/** Whether a field takes odd whole numbers alone. */
export function isOdd({ not }: FieldSchema): boolean {
  return not?.multipleOf === 2;
}
