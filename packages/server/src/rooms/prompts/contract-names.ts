import { z } from '@hono/zod-openapi';

/** They become paths when prompts are written as files. */
function leadsNowhere(path: string): boolean {
  return !path.split('/').some((part) => part === '.' || part === '..');
}

/** No "@" and no quotes: references are written name@version in quotes. */
export const PromptName = z
  .string()
  .regex(/^[\p{L}\p{N}](?:[\p{L}\p{N} ._/:-]{0,198}[\p{L}\p{N}.)_-])?$/u, 'letters, digits, spaces and . _ / : -')
  .refine(leadsNowhere, 'no part may be . or ..');
export const Folder = z
  .string()
  .max(300)
  .regex(
    /^(?:[^/\s"@](?:[^/"@]*[^/\s"@])?(?:\/[^/\s"@](?:[^/"@]*[^/\s"@])?)*)?$/,
    'names with / between, none at the ends',
  )
  .refine(leadsNowhere, 'no part may be . or ..')
  .describe('"" = no folder; parts are separated by /.');
export const Label = z
  .string()
  .regex(/^[a-z][a-z0-9._-]{0,59}$/, 'small letters, digits and . _ -, beginning with a letter')
  .refine((label) => label !== 'latest', 'latest always means the newest version');
export const Tags = z.array(z.string().regex(/^[a-z0-9][a-z0-9._-]{0,59}$/, 'small letters, digits and . _ -')).max(30);
