import { z } from '@hono/zod-openapi';

/** Lists of the explorer with their filters, by name. Shapes of the room, part of its contract. */

const Page = z.enum(['runs', 'steps', 'users']);

export const SaveView = z.object({
  name: z.string().trim().min(1).max(80),
  page: Page,
  search: z.string().max(6000).describe('The search of its address, without "?".'),
  teamId: z.string().max(80).nullable().default(null).describe('Shared with this team; null = only for who saves it.'),
});
export type SaveView = z.infer<typeof SaveView>;

export const ChangeView = SaveView.omit({ page: true });
export type ChangeView = z.infer<typeof ChangeView>;

export const SavedView = z
  .object({
    id: z.string(),
    name: z.string(),
    page: Page,
    search: z.string(),
    teamId: z.string().nullable(),
    createdBy: z.string(),
    createdAt: z.string(),
  })
  .openapi('SavedView');
export type SavedView = z.infer<typeof SavedView>;

export const SavedViewList = z
  .object({ items: z.array(SavedView).describe('By name; at most 500.') })
  .openapi('SavedViewList');
export type SavedViewList = z.infer<typeof SavedViewList>;
