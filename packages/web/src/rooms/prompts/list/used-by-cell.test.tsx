import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Problem } from '../../../app/api.ts';
import { aBrowser, type Answers, drawPart } from '../../../app/house.fixture.tsx';
import { byRole, words } from '../../../ui/markup.fixture.ts';
import { aPrompt } from '../model/prompts.fixture.ts';
import { UseCounts, UsedByCell, useUseCounts } from './used-by-cell.tsx';

beforeEach(() => aBrowser());
afterEach(() => vi.unstubAllGlobals());

const page = (...ids: string[]) => ({ items: ids.map((id) => aPrompt({ id })), nextCursor: null });
function Cells({ of }: { of: string[][] }) {
  const told = useUseCounts(of.map((ids) => page(...ids)));
  return (
    <UseCounts value={told}>
      {of.flat().map((id) => (
        <p key={id}>
          {id} <UsedByCell promptId={id} />
        </p>
      ))}
    </UseCounts>
  );
}
const draw = (of: string[][], answers: Answers): Promise<string> => drawPart(<Cells of={of} />, answers);
const counts = (...ids: string[]) => ['prompts', 'use-counts', ids];

test('counts of agents and releases lead to which they are; none is said', async () => {
  const items = [{ promptId: 'prm_1', agents: 1, releases: 3 }];
  const html = await draw([['prm_1', 'prm_2']], [[counts('prm_1', 'prm_2'), { items }]]);
  const link = byRole(html, 'link').find((one) => one.name === '1 agent, 3 releases')!;
  expect(link.node.attrs['href']).toBe('/prompts/prm_1?show=used');
  expect(words(html)).toContain('prm_2 none');
});

test('a page that is not told yet says nothing, least of all none', async () => {
  const said = words(await draw([['prm_1'], ['prm_2']], [[counts('prm_1'), { items: [] }]]));
  expect(said).toContain('prm_1 none');
  expect(said).toMatch(/prm_2$/);
});

test('what cannot be told is unknown', async () => {
  const away = new Problem(503, { title: 'Away' });
  expect(words(await draw([['prm_1']], [[counts('prm_1'), away]]))).toBe('prm_1 —');
});
