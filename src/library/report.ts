/** Types of the reports that ops return, by the name of the op. */
import type { OPS } from '../ops/registry.ts';
import type { RunOptions } from './run-options.ts';

type Ops = typeof OPS;

type Said<Report> = Report extends Generator<unknown, infer Value, unknown> ? Value : Report;

/** The report of an op, as `toReport` returns it: JSON. */
export type ReportOf<Name extends keyof Ops> = Ops[Name] extends { report(...given: never): infer Report }
  ? Said<Report>
  : never;

/** A pipeline that ends in an op that reports. */
export interface Reporting<Name extends keyof Ops> {
  /** The last op's report on the picture. */
  toReport(options?: RunOptions | null): Promise<ReportOf<Name>>;
}
