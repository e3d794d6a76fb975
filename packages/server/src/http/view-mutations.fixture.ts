import { newId } from '../spine/ids.ts';
import { SaveView } from '../rooms/monitoring/contract-views.ts';
import { saveView } from '../rooms/monitoring/verbs/save-view.ts';
import type { TestEdge } from './edge.fixture.ts';

type Place = { edge: TestEdge; viewId: string };
const byWrite = { byWrite: true } as const;
const fresh = (teamId: string) => SaveView.parse({ name: newId('svw'), page: 'runs', search: '', teamId });

/** What each mutating route of saved views is called with. */
export const viewCases = {
  'POST /api/v1/saved-views': ({ edge }: Place) => ({ ...byWrite, body: fresh(edge.first.teamId) }),
  'PUT /api/v1/saved-views/{id}': ({ edge, viewId: id }: Place) => ({ ...byWrite, id, body: fresh(edge.first.teamId) }),
  'DELETE /api/v1/saved-views/{id}': ({ viewId: id }: Place) => ({ ...byWrite, id }),
};

/** A view of the first team. */
export async function viewsWorld({ system, first }: TestEdge): Promise<Omit<Place, 'edge'>> {
  const { id: viewId } = await saveView(system, fresh(first.teamId));
  return { viewId };
}
