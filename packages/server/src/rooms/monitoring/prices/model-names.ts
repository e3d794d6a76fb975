/** A date, or what stands for the newest: an alias of the same model at the same price. */
const dated = /(?:-\d{4}-\d{2}-\d{2}|[-@]\d{8}|-latest)$/;

/** The names that a model is looked up by, the most exact first: as sent, and without its date. Without the path of a router. */
export function modelNames(model: string): readonly string[] {
  const name = model.trim().toLowerCase().replace(/^.*\//, '');
  if (name === '') return [];
  const base = name.replace(dated, '');
  return base === name || base === '' ? [name] : [name, base];
}

/** What else the provider of a list price is called. */
const aliases: ReadonlyMap<string, readonly string[]> = new Map([
  ['gcp.gemini', ['google', 'gcp.gen_ai', 'google_genai', 'google-genai']],
]);

/**
 * Is this who the price is of? Telemetry that names nobody may be anybody's. Clouds that sell the same models (Azure, Bedrock,
 * Vertex) have prices of their own, by region.
 */
export const isProvider = (priced: string, sent: string): boolean =>
  sent === '' || sent === priced || (aliases.get(priced)?.includes(sent) ?? false);
