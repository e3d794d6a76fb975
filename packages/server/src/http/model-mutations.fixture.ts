import { AddModelProvider } from '../access/contract-providers.ts';
import { addModelProvider } from '../access/verbs/add-model-provider.ts';
import { noResult } from '../rooms/prompts/playground/model/result.ts';
import { waitingCell } from '../rooms/prompts/playground/store.ts';
import { playgroundTx } from '../rooms/prompts/playground/tables.ts';
import { contentOf } from '../rooms/prompts/world.fixture.ts';
import { newId } from '../spine/ids.ts';
import type { TestEdge } from './edge.fixture.ts';

type Place = { edge: TestEdge; providerId: string; playgroundId: string };
const byWrite = { byWrite: true } as const;
/** Runs of the playground change nothing that a person could be asked about. */
const unledgered = { ledgered: false } as const;
/** Nothing listens there. */
const baseUrl = 'http://127.0.0.1:9/v1';

const runOf = ({ edge, providerId }: Place) => ({
  teamId: edge.first.teamId,
  lanes: [{ source: { content: contentOf('Hello') }, providerId, model: 'm-1' }],
});

/** What each mutating route of model providers and of the playground is called with. */
export const modelCases = {
  'POST /api/v1/providers': ({ edge }: Place) => ({
    body: { name: newId('mpr'), dialect: 'openai', baseUrl, apiKey: 'k', teamId: edge.first.teamId },
  }),
  'PATCH /api/v1/providers/{id}': ({ providerId: id }: Place) => ({ id, body: { name: newId('mpr') } }),
  'POST /api/v1/providers/{id}/remove': ({ providerId: id }: Place) => ({ id, body: { confirm: `Provider ${id}` } }),
  'POST /api/v1/providers/{id}/try': ({ providerId: id }: Place) => ({
    ...{ ...byWrite, ...unledgered, id, body: { model: 'm-1' } },
  }),
  'POST /api/v1/playground/estimates': (place: Place) => ({ ...byWrite, ...unledgered, body: runOf(place) }),
  'POST /api/v1/playground/runs': (place: Place) => ({ ...byWrite, ...unledgered, body: runOf(place) }),
  'POST /api/v1/playground/runs/{id}/cancel': ({ playgroundId: id }: Place) => ({ ...byWrite, ...unledgered, id }),
  'POST /api/v1/playground/runs/{id}/tool-results': ({ playgroundId: id }: Place) => ({
    ...{ ...byWrite, ...unledgered, id, body: { lane: 0, row: 0, results: [{ callId: 'c', content: 'r' }] } },
  }),
  'DELETE /api/v1/playground/runs/{id}': ({ playgroundId: id }: Place) => ({ ...byWrite, ...unledgered, id }),
};

/** A provider of the team, named by its id, and a run of the admin's that waits for the result of a tool. */
export async function modelsWorld({ system, setting, state, first }: TestEdge): Promise<Omit<Place, 'edge'>> {
  const wish = { name: newId('mpr'), dialect: 'openai', baseUrl, apiKey: 'k', teamId: first.teamId };
  const { id } = await addModelProvider(system, setting.seal, AddModelProvider.parse(wish));
  await system.state.db
    .withTables<{ model_providers: { id: string; name: string } }>()
    .updateTable('model_providers')
    .set({ name: `Provider ${id}` })
    .where('id', '=', id)
    .execute();
  return { providerId: id, playgroundId: await playgroundRun({ state, first }, id) };
}

async function playgroundRun({ state, first }: Pick<TestEdge, 'state' | 'first'>, providerId: string): Promise<string> {
  const id = newId('pgr');
  const at = new Date();
  const lane = { source: { content: contentOf('Hello') }, providerId, model: 'm-1', stream: false, userMessage: null };
  const kept = { ...lane, content: contentOf('Hello'), sources: {}, promptId: null };
  const toolCalls = [{ id: 'c', name: 't', arguments: '{}' }];
  await state.transact(async (transaction) => {
    const tx = playgroundTx(transaction);
    const times = { created_at: at, touched_at: at, finished_at: at, expires_at: new Date(at.getTime() + 60_000) };
    const names = { id, workspace_id: first.workspaceId, team_id: first.teamId, created_by: first.adminId, name: '' };
    const held = { lanes: JSON.stringify([kept]), rows: '[{}]', state: 'done', seq: 1 } as const;
    await tx
      .insertInto('ops_playground_runs')
      .values({ ...names, ...held, ...times })
      .execute();
    const result = JSON.stringify({ ...noResult, toolCalls });
    const cell = { ...waitingCell(id, { lane: 0, row: 0 }), state: 'done', seq: 1, result } as const;
    await tx.insertInto('ops_playground_cells').values(cell).execute();
  });
  return id;
}
