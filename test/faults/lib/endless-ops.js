/** Ops that do not end in any useful time, on the GPU and on the CPU, for `noir serve --ops`. */
const { defineOp } = await import(new URL('../../../dist/index.js', import.meta.url).href);

/** 0 does nothing. Anything else turns the loops on: an op is tried out when it is loaded. */
const on = { default: 0, min: 0, max: 1, describe: 'Whether it goes on.' };

export const ops = [
  defineOp({
    name: 'gpuForever',
    summary: 'Keep the GPU busy for minutes.',
    params: { on },
    // As many rounds as an op may have, at every pixel.
    wgsl: `fn pixel(color: vec4f, params: Params) -> vec4f {
      var sum = color.r;
      if (params.on > 0.0) {
        for (var i = 0; i < 65000; i++) { sum = sin(exp(cos(sum + f32(i)))); }
      }
      return vec4f(select(color.rgb, vec3f(sum), params.on > 0.0), color.a);
    }`,
    pixel() {},
  }),
  defineOp({
    name: 'cpuForever',
    summary: 'Never end, on the CPU.',
    params: { on },
    wgsl: 'fn pixel(color: vec4f, params: Params) -> vec4f { return color; }',
    pixel(_, values) {
      while (values.on > 0);
    },
  }),
];
