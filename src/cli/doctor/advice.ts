/** Advice of `noir doctor` for a machine without a working GPU. */
import type { AdapterReport } from './adapters.ts';
import type { DriverReport } from './drivers.ts';

interface Findings {
  readonly platform: NodeJS.Platform;
  readonly glibc: string | undefined;
  /** Whether the package of Dawn is there. */
  readonly hasDawn: boolean;
  readonly adapters: readonly AdapterReport[];
  readonly drivers: DriverReport;
}

const SOFTWARE = 'For tests, NOIR_GPU=software runs the shaders on a software adapter, which is slow.';

/** Steps that may give Noir a GPU, the likeliest first. Empty when there is one already. */
export function advise({ platform, glibc, hasDawn, adapters, drivers }: Findings): readonly string[] {
  if (adapters.some(({ software }) => !software)) return [];
  const dawn = hasDawn ? [] : ['Install the package of Dawn: npm install webgpu.'];
  if (platform === 'linux')
    return [...dawn, ...adviseSystem(glibc, drivers), ...adviseHardware(drivers), SOFTWARE];
  const elsewhere: Partial<Record<NodeJS.Platform, string>> = {
    win32: "Install the graphics card maker's own driver; Dawn uses Direct3D 12 and needs nothing else.",
    darwin: 'macOS has Metal built in; a virtual machine without a GPU has none.',
  };
  const rest = elsewhere[platform];
  if (rest !== undefined) return [...dawn, rest];
  return [`Dawn is not built for ${platform}; the CPU does the work.`];
}

function adviseSystem(glibc: string | undefined, { loader, variables }: DriverReport): readonly string[] {
  const advice: string[] = [];
  if (glibc !== undefined && !/^\d/.test(glibc)) {
    advice.push('Dawn needs glibc 2.34 or newer; Alpine and other musl systems have none.');
  }
  if (!loader)
    advice.push('Install the Vulkan loader: apt install libvulkan1, or dnf install vulkan-loader.');
  const chosen = variables.VK_DRIVER_FILES ?? variables.VK_ICD_FILENAMES;
  if (chosen) advice.push(`Only the drivers in ${chosen} are looked at; unset the variable to see all.`);
  return advice;
}

function adviseHardware({ devices, container, manifests }: DriverReport): readonly string[] {
  if (devices.some((file) => file.startsWith('/dev/nvidia'))) {
    if (container) return [NVIDIA_CONTAINER];
    return [manifests.some((file) => file.includes('nvidia')) ? NVIDIA_BROKEN : NVIDIA_VULKAN];
  }
  if (devices.length > 0) return MESA;
  if (container) return ['No GPU is passed into this container.', NVIDIA_CONTAINER, MESA_CONTAINER, ...MESA];
  return [
    'The kernel shows no graphics card; a virtual machine needs one passed through.',
    "NVIDIA: install the maker's driver with its graphics libraries.",
    ...MESA,
  ];
}

const NVIDIA_CONTAINER =
  'NVIDIA in a container: install the NVIDIA container toolkit on the host, and start the container with ' +
  '--gpus all and NVIDIA_DRIVER_CAPABILITIES=graphics,compute,utility; without graphics there is no Vulkan.';

const NVIDIA_VULKAN =
  "The NVIDIA kernel driver is there, its Vulkan part is not: install the driver's graphics libraries " +
  '(Debian nvidia-vulkan-icd, Ubuntu libnvidia-gl).';

const NVIDIA_BROKEN =
  'The NVIDIA driver is installed and gives no adapter: its libraries and its kernel module must be of one version.';

const MESA_CONTAINER = 'AMD and Intel in a container: start it with --device /dev/dri.';

const MESA: readonly string[] = [
  'AMD and Intel: install mesa-vulkan-drivers 24 or newer.',
  'Debian 12 has 22.3, which Dawn refuses: apt install -t bookworm-backports mesa-vulkan-drivers.',
];
