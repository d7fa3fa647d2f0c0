/** Writes the findings of `noir doctor` as text. */
import type { AdapterReport } from './adapters.ts';
import type { Health } from './health.ts';

/** The findings for people, section by section. */
export function describeHealth(health: Health): readonly string[] {
  const { versions, adapters, messages, drivers, settings, advice } = health;
  const { backends, gpu, codecs } = settings;
  return [
    ...section('Versions', Object.entries(versions).map(inColumns)),
    ...section('Adapters', adapters.length > 0 ? adapters.flatMap(describeAdapter) : ['none']),
    ...(messages.length > 0 ? section('Dawn says', messages) : []),
    ...(process.platform === 'linux' ? section('Vulkan', describeDrivers(drivers)) : []),
    ...section('Settings', [
      inColumns(['NOIR_BACKENDS', backends.join(',')]),
      inColumns(['NOIR_GPU', gpu]),
      inColumns(['NOIR_CODECS', codecs]),
    ]),
    ...section('Backends', describeBackends(health)),
    ...section('Codecs', describeCodecs(health)),
    ...section('Processes', describeProcesses(health.processes)),
    ...(advice.length > 0 ? section('For a GPU', advice) : []),
  ].slice(0, -1);
}

function section(title: string, lines: readonly string[]): readonly string[] {
  return [title, ...lines.map((line) => `  ${line}`), ''];
}

function inColumns([name, value]: readonly [string, string]): string {
  return `${name.padEnd(15)} ${value}`;
}

function describeAdapter(adapter: AdapterReport): readonly string[] {
  const { vendor, architecture, description, device, software, limits, features } = adapter;
  const MiB = (bytes: number) => Math.round(bytes / 2 ** 20);
  return [
    `${device || description} (${software ? 'software' : 'GPU'})`,
    `  ${inColumns(['vendor', `${vendor} ${architecture}`])}`,
    `  ${inColumns(['driver', description])}`,
    `  ${inColumns(['buffers', `${MiB(limits.maxBufferSize)} MiB, of which ${MiB(limits.maxStorageBufferBindingSize)} MiB can be bound at once; ${limits.maxStorageBuffersPerShaderStage} in a shader`])}`,
    `  ${inColumns(['workgroups', `up to ${limits.maxComputeInvocationsPerWorkgroup} invocations (${limits.maxComputeWorkgroupSizeX} x ${limits.maxComputeWorkgroupSizeY}), ${limits.maxComputeWorkgroupStorageSize / 1024} KiB; ${limits.maxComputeWorkgroupsPerDimension} groups a side`])}`,
    `  ${inColumns(['features', describeFeatures(features)])}`,
  ];
}

function describeFeatures(features: AdapterReport['features']): string {
  return Object.entries(features)
    .map(([name, has]) => (has ? name : `no ${name}`))
    .join(', ');
}

function describeDrivers({ variables, manifests, loader, devices, container }: Health['drivers']) {
  return [
    ...Object.entries(variables).map(inColumns),
    inColumns(['loader', loader ?? 'none found']),
    inColumns(['drivers', manifests.join('\n                  ') || 'none found']),
    inColumns(['cards', `${devices.join(', ') || 'none'}${container ? ' (in a container)' : ''}`]),
  ];
}

function describeBackends({ backends, first }: Health): readonly string[] {
  const lines = backends.map(({ name, enabled, state, detail, milliseconds }) => {
    const times = milliseconds
      ? ` (opened in ${milliseconds.open.toFixed(0)} ms, a small picture in ${milliseconds.process.toFixed(0)} ms)`
      : '';
    const off = enabled ? '' : '; not in NOIR_BACKENDS';
    return inColumns([name, `${state}: ${detail}${times}${off}`]);
  });
  return [...lines, first ? `the one expected to be fastest works; on a tie ${first}` : 'no backend works'];
}

function describeProcesses(found: Health['processes']): readonly string[] {
  const { cores, memory, workers, sharpThreads, poolThreads } = found;
  return [
    inColumns(['may use', `${cores} cores, ${Math.round(memory / 2 ** 20)} MiB`]),
    inColumns([
      'workers',
      `${workers}, each with ${sharpThreads} of libvips' threads and ${poolThreads} of libuv's`,
    ]),
  ];
}

function describeCodecs({ codecs, holes }: Health): readonly string[] {
  if (codecs.length === 0) return ['none: sharp is demanded and cannot be loaded'];
  const refusals = holes.map(({ library, version, fixed, advisory, formats }) =>
    inColumns([
      'refused',
      `${formats.join(', ')}: ${library} ${version} has a known hole (${advisory}); install ${fixed} or newer`,
    ]),
  );
  const coders = codecs.map(({ name, decodes, encodes }) => {
    const reads = decodes.length > 0 ? [`reads ${decodes.join(', ')}`] : [];
    const writes = encodes.length > 0 ? [`writes ${encodes.join(', ')}`] : [];
    return inColumns([name, [...reads, ...writes].join('; ')]);
  });
  return [...coders, ...refusals];
}
