import { z } from 'zod';

const Tools = z.array(
  z.object({
    function: z.object({
      name: z.string(),
      description: z.string().optional(),
      parameters: z.record(z.string(), z.unknown()).optional(),
    }),
  }),
);
const Format = z.object({ json_schema: z.object({ schema: z.record(z.string(), z.unknown()) }) });
const Config = z.looseObject({ model: z.string().min(1).optional() });

/**
 * Settings from the free object that other systems keep beside a prompt: model, tools and output schema as OpenAI's API has them;
 * all the rest are parameters.
 */
export function settingsOf(config: unknown): { settings: object; outputSchema: object | null } {
  const read = Config.safeParse(config ?? {});
  if (!read.success) return { settings: {}, outputSchema: null };
  const { model, tools, response_format: format, ...rest } = read.data as Record<string, unknown>;
  const [readTools, readFormat] = [Tools.safeParse(tools), Format.safeParse(format)];
  const own = readTools.success ? readTools.data : [];
  return {
    settings: {
      models: model === undefined ? [] : [model],
      parameters: {
        ...rest,
        ...(tools !== undefined && !readTools.success && { tools }),
        ...(format !== undefined && !readFormat.success && { response_format: format }),
      },
      tools: own.map(({ function: { name, description, parameters } }) => ({
        name,
        ...(description !== undefined && { description }),
        ...(parameters !== undefined && { inputSchema: parameters }),
      })),
    },
    outputSchema: readFormat.success ? readFormat.data.json_schema.schema : null,
  };
}
