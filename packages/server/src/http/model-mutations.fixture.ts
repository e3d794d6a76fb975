import { AddModelProvider } from '../access/contract-providers.ts';
import { addModelProvider } from '../access/verbs/add-model-provider.ts';
import { newId } from '../spine/ids.ts';
import type { TestEdge } from './edge.fixture.ts';

type Place = { edge: TestEdge; providerId: string };
const byWrite = { byWrite: true } as const;
/** Nothing listens there. */
const baseUrl = 'http://127.0.0.1:9/v1';

/** What each mutating route of model providers is called with. */
export const modelCases = {
  'POST /api/v1/providers': ({ edge }: Place) => ({
    body: { name: newId('mpr'), dialect: 'openai', baseUrl, apiKey: 'k', teamId: edge.first.teamId },
  }),
  'PATCH /api/v1/providers/{id}': ({ providerId: id }: Place) => ({ id, body: { name: newId('mpr') } }),
  'POST /api/v1/providers/{id}/remove': ({ providerId: id }: Place) => ({ id, body: { confirm: `Provider ${id}` } }),
  'POST /api/v1/providers/{id}/try': ({ providerId: id }: Place) => ({
    ...{ ...byWrite, id, ledgered: false as const, body: { model: 'm-1' } },
  }),
};

/** A provider of the team, named by its id. */
export async function modelsWorld({ system, setting, first }: TestEdge): Promise<Omit<Place, 'edge'>> {
  const wish = { name: newId('mpr'), dialect: 'openai', baseUrl, apiKey: 'k', teamId: first.teamId };
  const { id } = await addModelProvider(system, setting.seal, AddModelProvider.parse(wish));
  await system.state.db
    .withTables<{ model_providers: { id: string; name: string } }>()
    .updateTable('model_providers')
    .set({ name: `Provider ${id}` })
    .where('id', '=', id)
    .execute();
  return { providerId: id };
}
