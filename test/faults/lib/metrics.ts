/** Reads the metrics of a server. */

/** The sum of a metric over all its labels; 0 when there is none. Throws when the server does not answer. */
export async function readMetric(url: string, name: string): Promise<number> {
  const response = await fetch(`${url}/metrics`);
  if (!response.ok) throw new Error(`the server answers ${response.status} to a request for its metrics`);
  const text = await response.text();
  const lines = text.split('\n').filter((line) => line.startsWith(`${name} `) || line.startsWith(`${name}{`));
  return lines.reduce((sum, line) => sum + Number(line.slice(line.lastIndexOf(' '))), 0);
}
