/** Settings and groups of settings: the entries of the table of configuration. */
import type { Form, Type } from './types.ts';

interface Facts {
  /** What it does, without a full stop. */
  readonly about: string;
  /** The variable: `NOIR_` and the key unless given. With false, the environment does not have it. */
  readonly env?: string | false;
  /** Declaration of the flag, such as `-p, --port <number>`: made of the key unless given. With false, there is none. */
  readonly flag?: string | false;
  /** Whether its value is never shown. Such settings have no flag, because `ps` shows flags. */
  readonly secret?: boolean;
  /** The default in words, where it depends on the machine or on other settings. */
  readonly usually?: string;
}

export interface Setting<Value = unknown> extends Facts {
  readonly kind: 'setting';
  readonly type: Form;
  /** The value when nobody gives one. */
  readonly default: () => Value;
}

/** Settings below one key of the file. */
export interface Group<Members = Readonly<Record<string, Setting>>> {
  readonly kind: 'group';
  /** The flag that sets a member by its name, such as `--limit side=100000`; absent when members have their own flags. */
  readonly flag?: { readonly name: string; readonly about: string } | undefined;
  readonly members: Members;
}

export type Settings = Readonly<Record<string, Setting | Group>>;

/** The values of a table of settings. */
export type Values<Table> = {
  readonly [Key in keyof Table]: Table[Key] extends { readonly default: () => infer Value }
    ? Value
    : Table[Key] extends { readonly members: infer Members }
      ? Values<Members>
      : never;
};

/** A setting that always has a value. A function computes the default when it is needed. */
export function setting<Value extends string | number | boolean | readonly unknown[]>(
  type: Type<Value>,
  facts: Facts & { readonly default: Value | (() => Value) },
): Setting<Value> {
  const { default: usual } = facts;
  return { ...facts, kind: 'setting', type, default: typeof usual === 'function' ? usual : () => usual };
}

/** A setting that may have no value. */
export function optional<Value>(type: Type<Value>, facts: Facts): Setting<Value | undefined> {
  return { ...facts, kind: 'setting', type, default: () => undefined };
}

/** `Flag` is undefined for members that have their own flags. */
export function group<Members extends Readonly<Record<string, Setting>>, Flag extends Group['flag']>(
  members: Members,
  flag?: Flag,
): Omit<Group<Members>, 'flag'> & { readonly flag: Flag } {
  return { kind: 'group', members, flag: flag as Flag };
}
