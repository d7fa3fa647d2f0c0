export function lavapipeManifests(): string[];

/** Reads `apt-cache policy`: the newest version that Dawn accepts and that is not installed yet. */
export function chooseMesa(policy: string): { version: string; suite: string } | undefined;

export function mayInstall(env: NodeJS.ProcessEnv): boolean;

export function installLavapipe(): boolean;
