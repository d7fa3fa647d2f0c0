/** Settings about what the server tells of itself. */
import { setting } from '../setting.ts';
import { choice, onOff } from '../types.ts';

export const OBSERVING = {
  metrics: setting(onOff, {
    about: 'answer /metrics for Prometheus: on the private port if there is one, else beside the pictures',
    default: true,
  }),
  traces: setting(onOff, {
    about: 'pass the trace of a request (traceparent) to the log and to sources',
    default: false,
  }),
  log: setting(choice(['text', 'json']), {
    about: 'lines on stderr: text, or json with a line for every request, its id and its trace',
    default: 'text',
  }),
};
