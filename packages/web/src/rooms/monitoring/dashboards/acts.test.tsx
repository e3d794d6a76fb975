import type { QueryClient } from '@tanstack/react-query';
import { useQueryClient } from '@tanstack/react-query';
import type { Dashboard, Widget } from 'signalbox/contract/monitoring/dashboards';
import type { QueryCatalogue } from 'signalbox/contract/monitoring/query';
import { isValidElement, type ReactElement, type ReactNode } from 'react';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { aBrowser, drawPart } from '../../../app/house.fixture.tsx';
import { DragHandle } from './drag-handle.tsx';
import { FilterRows } from './filter-rows.tsx';
import { MeasureRows } from './measure-rows.tsx';
import type { Layout } from './model/grid.ts';
import { pngOf } from './png.ts';
import { dashboardPath, dashboardQuery } from './queries.ts';
import { bodyFrom, useDashboardVerb, useSave } from './use-dashboard-verb.ts';

beforeEach(() => aBrowser());
afterEach(() => void vi.unstubAllGlobals());

type Props = Record<string, unknown> & { children?: ReactNode };
/** What a component draws, as elements: their acts can be called as a hand would. */
const elementsIn = (node: ReactNode): ReactElement<Props>[] =>
  Array.isArray(node)
    ? node.flatMap(elementsIn)
    : isValidElement<Props>(node)
      ? [node, ...elementsIn(node.props.children)]
      : [];
const called = (node: ReactNode, name: string): Props[] =>
  elementsIn(node)
    .map(({ props }) => props)
    .filter((props) => (props['label'] ?? props['aria-label'] ?? props.children) === name);
const act = (props: Props | undefined, name: string, ...said: unknown[]): void =>
  (props![name] as (...all: unknown[]) => void)(...said);

const measure = (id: string) => ({ id, label: id, unit: 'count' as const, direction: null, description: '' });
const catalogue: QueryCatalogue = {
  measures: ['runs', 'failed', 'cost'].map(measure),
  dimensions: ['agent', 'model'].map((id) => ({ id, label: id, description: '' })),
};

describe('measures', () => {
  const draw = (measures: string[]) => {
    const onChange = vi.fn<(to: string[]) => void>();
    return { node: MeasureRows({ measures, catalogue, onChange }), onChange };
  };
  test('another in the place of one keeps the others where they are', () => {
    const { node, onChange } = draw(['runs', 'failed']);
    act(called(node, 'Measure')[0], 'onChange', 'cost');
    expect(onChange).toHaveBeenCalledExactlyOnceWith(['cost', 'failed']);
  });
  test('the next that is not there yet is added at the end', () => {
    const { node, onChange } = draw(['failed', 'runs']);
    act(called(node, 'Add measure')[0], 'onClick');
    expect(onChange).toHaveBeenCalledExactlyOnceWith(['failed', 'runs', 'cost']);
  });
  test('the one whose cross is pressed goes', () => {
    const { node, onChange } = draw(['runs', 'failed', 'cost']);
    act(called(node, 'Remove this measure')[1], 'onClick');
    expect(onChange).toHaveBeenCalledExactlyOnceWith(['runs', 'cost']);
  });
  test('none can be chosen twice: lines of one name would be one', () => {
    const { node } = draw(['runs', 'failed']);
    const offered = called(node, 'Measure').map(({ choices }) => (choices as { value: string }[]).map((c) => c.value));
    expect(offered).toEqual([
      ['runs', 'cost'],
      ['failed', 'cost'],
    ]);
  });
});

describe('filters', () => {
  const two: Widget['query']['filters'] = [
    { dimension: 'agent', op: 'is', values: ['a'] },
    { dimension: 'model', op: 'contains', values: ['b', 'c'] },
  ];
  const draw = (filters = two) => {
    const onChange = vi.fn<(to: typeof two) => void>();
    return { node: FilterRows({ filters, catalogue, onChange }), onChange };
  };
  test('each change is of its own row, and of nothing else in it', () => {
    const { node, onChange } = draw();
    act(called(node, 'Filter by')[0], 'onChange', 'model');
    act(called(node, 'How')[1], 'onChange', 'is_not');
    expect(onChange.mock.calls).toEqual([
      [[{ ...two[0], dimension: 'model' }, two[1]]],
      [[two[0], { ...two[1], op: 'is_not' }]],
    ]);
  });
  test('values come apart at commas, and are typed as they are: also a comma that waits for its next', () => {
    const { node, onChange } = draw();
    const [, field] = called(node, 'Values, with commas between');
    expect(field!['value']).toBe('b,c');
    act(field, 'onChange', { target: { value: 'b, c,' } });
    expect(onChange).toHaveBeenCalledExactlyOnceWith([two[0], { ...two[1], values: ['b', ' c', ''] }]);
    const typed = draw(onChange.mock.calls[0]![0]).node;
    expect(called(typed, 'Values, with commas between')[1]!['value']).toBe('b, c,');
  });
  test('the one whose cross is pressed goes; a new one comes last and says nothing yet', () => {
    const { node, onChange } = draw();
    act(called(node, 'Remove this filter')[0], 'onClick');
    act(called(node, 'Add filter')[0], 'onClick');
    expect(onChange.mock.calls).toEqual([[[two[1]]], [[...two, { dimension: 'agent', op: 'is', values: [''] }]]]);
  });
  test('leave those they were given as they were', () => {
    const before = structuredClone(two);
    const { node } = draw();
    act(called(node, 'How')[0], 'onChange', 'is_not');
    expect(two).toEqual(before);
  });
});

describe('a handle', () => {
  const layout: Layout = { x: 2, y: 1, w: 6, h: 4 };
  /** A grid whose columns are 100 px and whose rows are 68 px apart. */
  const grabbed = async (resize: boolean) => {
    const [onMove, onDrop] = [vi.fn<(to: Layout, soon?: boolean) => void>(), vi.fn<() => void>()];
    let button: ReactNode;
    const Host = () => (button = DragHandle({ label: 'Move', layout, width: 1188, resize, onMove, onDrop }));
    await drawPart(<Host />);
    const setPointerCapture = vi.fn();
    const on = (name: string, x = 0, y = 0): void =>
      act(elementsIn(button)[0]!.props, name, {
        ...{ clientX: x, clientY: y, pointerId: 7, currentTarget: { setPointerCapture } },
      });
    const key = (name: string, shiftKey = false) => {
      const event = { key: name, shiftKey, preventDefault: vi.fn(), stopPropagation: vi.fn() };
      act(elementsIn(button)[0]!.props, 'onKeyDown', event);
      return event;
    };
    return { on, key, onMove, onDrop, setPointerCapture };
  };
  test('moves by whole columns and rows from where it was taken, and drops once', async () => {
    const { on, onMove, onDrop, setPointerCapture } = await grabbed(false);
    on('onPointerDown', 500, 300);
    on('onPointerMove', 549, 333);
    on('onPointerMove', 751, 300 - 68);
    on('onPointerUp');
    expect(setPointerCapture).toHaveBeenCalledExactlyOnceWith(7);
    expect(onMove.mock.calls.map(([to]) => [to.x, to.y, to.w, to.h])).toEqual([
      [2, 1, 6, 4],
      [5, 0, 6, 4],
    ]);
    expect(onDrop).toHaveBeenCalledTimes(1);
  });
  test('in the corner changes the size, and leaves the place', async () => {
    const { on, onMove } = await grabbed(true);
    on('onPointerDown', 0, 0);
    on('onPointerMove', -300, 136);
    expect(onMove).toHaveBeenCalledExactlyOnceWith({ x: 2, y: 1, w: 3, h: 6 });
  });
  test('over which a pointer merely goes moves nothing, before it is taken and after it is let go', async () => {
    const { on, onMove, onDrop } = await grabbed(false);
    on('onPointerMove', 900, 900);
    on('onPointerUp');
    on('onPointerDown');
    on('onPointerCancel');
    on('onPointerMove', 900, 900);
    on('onPointerUp');
    expect(onMove).not.toHaveBeenCalled();
    expect(onDrop).toHaveBeenCalledTimes(1);
  });
  test('takes arrow keys for itself and leaves all others to the page', async () => {
    const { key, onMove } = await grabbed(false);
    const right = key('ArrowRight');
    expect([right.preventDefault, right.stopPropagation].map((one) => one.mock.calls.length)).toEqual([1, 1]);
    const tab = key('Tab');
    expect(tab.preventDefault).not.toHaveBeenCalled();
    expect(onMove).toHaveBeenCalledExactlyOnceWith({ ...layout, x: 3 }, true);
  });
  test.each([
    [false, false, { x: 3 }],
    [false, true, { w: 7 }],
    [true, false, { w: 7 }],
    [true, true, { x: 3 }],
  ])('with corner %s and shift %s an arrow key does %j', async (corner, shift, change) => {
    const { key, onMove } = await grabbed(corner);
    key('ArrowRight', shift);
    expect(onMove).toHaveBeenCalledExactlyOnceWith({ ...layout, ...change }, true);
  });
});

describe('saving', () => {
  const widgets = [{ id: 'a' } as Widget];
  const kept: Dashboard = {
    ...{ id: 'dsh_1', teamId: 'tea_1', builtIn: false, version: 3, createdBy: 'per_1', changedAt: '2026-11-22' },
    ...{ name: 'Night', description: 'd', range: '7d', widgets },
  };
  type Sent = { version: string; body: Partial<Dashboard> };
  /** A server that minds versions, and answers when it is let. */
  function aServer(start = kept) {
    let now = start;
    const [sent, waiting]: [Sent[], (() => void)[]] = [[], []];
    vi.stubGlobal('fetch', async (_: string, { headers, body }: { headers: Record<string, string>; body: string }) => {
      sent.push({ version: headers['if-match']!, body: JSON.parse(body) as Partial<Dashboard> });
      await new Promise<void>((go) => waiting.push(go));
      if (headers['if-match'] !== `"${now.version}"`)
        return Response.json({ code: 'monitoring.dashboard_changed', title: 'Changed meanwhile' }, { status: 409 });
      now = { ...now, ...(JSON.parse(body) as Partial<Dashboard>), version: now.version + 1 };
      return Response.json(now);
    });
    const answer = async (): Promise<void> => {
      await vi.waitFor(() => expect(waiting.length).toBeGreaterThan(0), { interval: 1 });
      waiting.shift()!();
    };
    return { sent, answer, now: () => now };
  }
  async function aPage() {
    const onSaved = vi.fn<Parameters<typeof useSave>[1]>();
    const found = vi.fn<(client: QueryClient, save: ReturnType<typeof useSave>) => void>();
    const Host = () => {
      found(useQueryClient(), useSave('dsh_1', onSaved));
      return null;
    };
    await drawPart(<Host />, [[dashboardQuery('dsh_1').queryKey, kept]]);
    const [client, save] = found.mock.calls[0]!;
    return { client, save, onSaved };
  }
  const shown = (client: QueryClient) => client.getQueryData(dashboardQuery('dsh_1').queryKey)!;

  test('writes the whole of it over the version that is shown, and shows what came of it', async () => {
    const server = aServer();
    const { client, save, onSaved } = await aPage();
    const over = { name: 'Day' };
    const saved = save.mutateAsync(over);
    await server.answer();
    await saved;
    expect(server.sent).toEqual([{ version: '"3"', body: { ...bodyFrom(kept), name: 'Day' } }]);
    expect(shown(client)).toMatchObject({ version: 4, name: 'Day', widgets });
    const [[told]] = onSaved.mock.calls as [Parameters<typeof onSaved>];
    expect(told).toMatchObject({ made: { version: 4 }, was: kept });
    // The very one that was asked for: who sent it knows it again.
    expect(told.over).toBe(over);
    expect(onSaved).toHaveBeenCalledOnce();
  });
  test('twice in a row is two changes on top of each other, not a quarrel with oneself', async () => {
    const server = aServer();
    const { client, save } = await aPage();
    const both = Promise.allSettled([save.mutateAsync({ name: 'Day' }), save.mutateAsync({ description: 'e' })]);
    await server.answer();
    await server.answer();
    expect((await both).map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled']);
    expect(server.sent.map(({ version }) => version)).toEqual(['"3"', '"4"']);
    expect(shown(client)).toMatchObject({ version: 5, name: 'Day', description: 'e' });
  });
  test('on top of what somebody else wrote is refused, and what is shown is asked for anew', async () => {
    const server = aServer({ ...kept, version: 9 });
    const { client, save, onSaved } = await aPage();
    const late = save.mutateAsync({ name: 'Day' });
    void server.answer();
    await expect(late).rejects.toMatchObject({ code: 'monitoring.dashboard_changed' });
    expect(onSaved).not.toHaveBeenCalled();
    expect(shown(client)).toEqual(kept);
    expect(client.getQueryState(dashboardQuery('dsh_1').queryKey)!.isInvalidated).toBe(true);
    expect(server.now().name).toBe('Night');
  });
  test('sends nothing of where a dashboard stands', () => {
    expect(Object.keys(bodyFrom(kept)).toSorted()).toEqual(['description', 'name', 'range', 'teamId', 'widgets']);
  });
  test('goes to the one it is about, whatever its id holds', () => {
    expect(dashboardPath('../keys?x=1#y')).toBe('/dashboards/..%2Fkeys%3Fx%3D1%23y');
  });
});

describe('other verbs', () => {
  test('tell what they made, and make every list old', async () => {
    vi.stubGlobal('fetch', async () => Response.json({ id: 'dsh_2' }));
    const onDone = vi.fn();
    const found = vi.fn<(client: QueryClient, verb: ReturnType<typeof useDashboardVerb>) => void>();
    const Host = () => {
      found(useQueryClient(), useDashboardVerb(onDone));
      return null;
    };
    const key = ['dashboards', 'list'];
    await drawPart(<Host />, [[key, { items: [] }]]);
    const [client, verb] = found.mock.calls[0]!;
    await verb.mutateAsync({ path: '/dashboards', body: {} });
    expect(onDone).toHaveBeenCalledExactlyOnceWith({ id: 'dsh_2' });
    expect(client.getQueryState(key)!.isInvalidated).toBe(true);
  });
});

describe('a picture', () => {
  const drawn: { text: string[]; tops: number[] } = { text: [], tops: [] };
  function aScreen(): HTMLElement[] {
    const ctx = {
      fillRect: () => undefined,
      fillText: (text: string) => drawn.text.push(text),
      drawImage: (_: unknown, __: number, top: number) => drawn.tops.push(top),
    };
    const made: Record<string, unknown>[] = [];
    vi.stubGlobal('devicePixelRatio', 2);
    vi.stubGlobal('getComputedStyle', () => ({ backgroundColor: 'white', color: 'black' }));
    vi.stubGlobal('document', {
      createElement: () => {
        const canvas = { getContext: () => ctx, toBlob: (done: (blob: Blob) => void) => done(new Blob(['png'])) };
        made.push(canvas);
        return canvas;
      },
    });
    return made as unknown as HTMLElement[];
  }
  const withCharts = (...sizes: [width: number, height: number][]) =>
    ({ querySelectorAll: () => sizes.map(([width, height]) => ({ width, height })) }) as unknown as HTMLElement;
  test('is of every chart, one below the other, under the title, with room for all', async () => {
    const [made] = [aScreen()];
    expect(await pngOf(withCharts([800, 200], [600, 100]), 'Runs')).toBeInstanceOf(Blob);
    expect(drawn).toEqual({ text: ['Runs'], tops: [72, 296] });
    expect(made[0]).toMatchObject({ width: 848, height: 420 });
  });
  test('of nothing drawn is none', async () => {
    const made = aScreen();
    expect(await pngOf(withCharts(), 'Runs')).toBeNull();
    expect(made).toEqual([]);
  });
});
