/** The parts of Noir that programs import. */

export { type ErrorCode, type Fault, isNoirError, NoirError, type Problem } from './core/errors.ts';
export { createImage, type Extent, type Image, type Shape } from './core/image.ts';
export { DEFAULT_LIMITS, type Limits } from './core/limits.ts';
export type { Channels, PixelType, Samples } from './core/pixel.ts';
export type { Encoded } from './engine/encoded.ts';
export type { Explanation } from './engine/engine.ts';
export {
  type Answer,
  type Course,
  type Done,
  expectDone,
  type Job,
  type JobRequest,
  makeJob,
  type Output,
  type Runner,
  type Source,
  type Status,
  sourceOf,
} from './engine/job.ts';
export { fromParts, type Parted, toParts } from './engine/parts.ts';
export type { OnProgress, Progress } from './engine/progress.ts';
export type { FormatName } from './formats/format.ts';
export type { ColorInput } from './library/color.ts';
export type { Input } from './library/input.ts';
export type { Metadata } from './library/metadata.ts';
export type * from './library/methods/index.ts';
export type { Branch, BufferOptions, Overlay, Pipeline, WriteOptions } from './library/pipeline.ts';
export type { Pixels, RawOptions } from './library/pixels.ts';
export type { Reporting, ReportOf } from './library/report.ts';
export type { Described, Result } from './library/result.ts';
export type { RunOptions } from './library/run-options.ts';
export { createNoir, type Noir, type NoirOptions, type ReadOptions } from './noir.ts';
export { defineOp, type OwnOp, type OwnParameter } from './ops/own/own.ts';
export type { OpName } from './ops/registry.ts';
export { canonicalText } from './recipe/canonical.ts';
export { parseOps } from './recipe/grammar.ts';
export { recipeKey } from './recipe/key.ts';
export { parseRecipe, type Recipe, type RecipeInput, type StepInput } from './recipe/recipe.ts';
export type { EngineOptions } from './settings.ts';
