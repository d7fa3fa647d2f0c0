/**
 * `unflatten` as a method of pipelines; `Next` is the type of the pipeline after it. Written by `npm run docs`
 * from the registries; do not edit.
 */

export interface UnflattenMethods<Next> {
  /** Make white pixels transparent. */
  unflatten(): Next;
}
