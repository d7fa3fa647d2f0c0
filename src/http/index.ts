/** The public interface of `noir/hono`. */

export { type AppOptions, createApp, type NoirApp } from './app.ts';
export type { FailedRequest, OnError } from './log.ts';
export { noir } from './middleware.ts';
export { type Listening, type ServeOptions, serve } from './serve.ts';
