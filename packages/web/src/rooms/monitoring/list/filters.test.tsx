import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { createMemoryHistory, RouterContextProvider } from '@tanstack/react-router';
import type { ReactElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { aBrowser } from '../../../app/house.fixture.tsx';
import { makeRouter } from '../../../app/router.tsx';
import { readRunsSearch } from '../search.ts';
import { Filters } from './filters.tsx';

beforeEach(() => aBrowser());
afterEach(() => vi.unstubAllGlobals());

type Bar = {
  chips: { label: string; onRemove: () => void }[];
  onClear: (() => void) | null;
  children: ReactElement<{ onCommit?: (text: string) => void; onChange?: (value: string) => void; label?: string }>[];
};

/** The bar as it is drawn at this address, and where one is after pressing something in it. */
async function barAt(path: string, search: Record<string, unknown>) {
  const router = makeRouter(createMemoryHistory({ initialEntries: [path] }));
  await router.load();
  let bar: Bar | undefined;
  function Probe() {
    bar = (Filters({ search: readRunsSearch(search), end: null }) as ReactElement<Bar>).props;
    return null;
  }
  renderToStaticMarkup(
    <QueryClientProvider client={new QueryClient()}>
      <RouterContextProvider router={router}>
        <Probe />
      </RouterContextProvider>
    </QueryClientProvider>,
  );
  const navigate = vi.spyOn(router, 'navigate').mockResolvedValue(undefined);
  /** Where pressing this leads. */
  const after = (press: (bar: Bar) => void): { at: string; search: Record<string, unknown> } => {
    press(bar!);
    const { pathname, search: now } = router.buildLocation(navigate.mock.calls.at(-1)![0] as never);
    return { at: pathname, search: now as Record<string, unknown> };
  };
  return { bar: bar!, after };
}

test.each(['/runs', '/steps', '/users'])('a filter set on %s leaves one there', async (path) => {
  const { after } = await barAt(`${path}?agent=clerk`, { agent: 'clerk' });
  const there = after(({ onClear }) => onClear!());
  expect(there.at).toBe(path);
  expect(there.search).toMatchObject({ agent: undefined });
});

test('what was opened beside the list goes with what it was opened among; order and columns stay', async () => {
  const { after } = await barAt('/runs?agent=clerk&peek=r1&sorted=cost&order=asc&cols=agent,cost', { agent: 'clerk' });
  const there = after(({ children }) => children[1]!.props.onCommit!('judge'));
  expect(there.search).toMatchObject({ agent: 'judge', sorted: 'cost', order: 'asc', cols: 'agent,cost' });
  expect(there.search['peek']).toBeUndefined();
});

test.each([
  [0, 'onCommit', 'said', 'late parcel'],
  [1, 'onCommit', 'agent', 'judge'],
  [2, 'onChange', 'outcome', 'failed'],
  [3, 'onChange', 'state', 'running'],
] as const)('field %i sets what it says, and emptied takes it away', async (at, verb, key, value) => {
  const { after } = await barAt('/steps', {});
  expect(after(({ children }) => children[at]!.props[verb]!(value)).search[key]).toBe(value);
  expect(after(({ children }) => children[at]!.props[verb]!('')).search[key]).toBeUndefined();
});

test('each chip takes away its own, the others stay', async () => {
  const filter = '[{"by":"tag","values":["a"]},{"by":"errors","min":1}]';
  const search = { user: 'u1', conversation: 'c1', filter };
  const { bar, after } = await barAt(`/users?user=u1&conversation=c1&filter=${encodeURIComponent(filter)}`, search);
  expect(bar.chips.map(({ label }) => label)).toEqual(['Conversation', 'User', 'Tag', 'Errors']);
  expect(after(({ chips }) => chips[0]!.onRemove()).search).toMatchObject({
    user: 'u1',
    conversation: undefined,
    filter,
  });
  expect(after(({ chips }) => chips[2]!.onRemove()).search).toMatchObject({
    ...{ user: 'u1', conversation: 'c1', filter: '[{"by":"errors","min":1}]' },
  });
  const cleared = after(({ onClear }) => onClear!()).search;
  for (const key of ['user', 'conversation', 'filter']) expect(cleared[key]).toBeUndefined();
});

test('nothing set, nothing to clear: neither order nor columns nor what stands beside is a filter', async () => {
  const { bar } = await barAt('/runs', { sorted: 'cost', order: 'asc', cols: 'agent', peek: 'r1', live: 'off' });
  expect(bar.onClear).toBeNull();
  expect(bar.chips).toEqual([]);
});
