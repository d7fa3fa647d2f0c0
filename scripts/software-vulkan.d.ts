export interface SoftwareVulkan {
  /** Variables that must be set before the process starts that uses the driver. */
  env: Record<string, string>;
  /** The adapter in words, and which way it was found. */
  description: string;
}

export function findSoftwareVulkan(): SoftwareVulkan | undefined;

/** What a test run's environment needs; announces the driver, or its absence, on stderr. */
export function testEnvironment(): Record<string, string>;
