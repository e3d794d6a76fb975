import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { awaitChange } from './await-change.ts';

/** What tells of changes, rung by hand. */
function bell() {
  const hearing = new Map<string, Set<() => void>>();
  const end = new AbortController();
  return {
    ended: end.signal,
    end: () => end.abort(),
    onChange(workspaceId: string, changed: () => void): () => void {
      const own = hearing.get(workspaceId) ?? new Set();
      hearing.set(workspaceId, own.add(changed));
      return () => void own.delete(changed);
    },
    ring: (workspaceId = 'wsp_1') => [...(hearing.get(workspaceId) ?? [])].forEach((changed) => changed()),
    hearing: () => [...hearing.values()].reduce((sum, own) => sum + own.size, 0),
  };
}

let source: ReturnType<typeof bell>;
let state: number;
beforeEach(() => {
  [source, state] = [bell(), 0];
});
afterEach(() => {
  expect(source.hearing(), 'nobody hears on').toBe(0);
});

const never = new AbortController().signal;
const long = { ms: 60_000, signal: never };
const at = (wanted: number) => () => state >= wanted;

describe('waiting for a change', () => {
  test('that is there already takes no time, and hears nothing', async () => {
    const asked = vi.fn(() => true);
    expect(await awaitChange(source, 'wsp_1', asked, long)).toBe(true);
    expect(asked).toHaveBeenCalledTimes(1);
  });

  test('is over with the change that makes it so, not with one before', async () => {
    let over = false;
    const waiting = awaitChange(source, 'wsp_1', at(2), long).then((is) => ((over = true), is));
    state = 1;
    source.ring();
    await new Promise(setImmediate);
    expect(over).toBe(false);
    state = 2;
    source.ring();
    expect(await waiting).toBe(true);
  });

  test('hears of its own workspace alone', async () => {
    const asked = vi.fn(at(1));
    const waiting = awaitChange(source, 'wsp_1', asked, long);
    source.ring('wsp_2');
    expect(asked).toHaveBeenCalledTimes(1);
    state = 1;
    source.ring();
    expect(await waiting).toBe(true);
  });

  test('ends after its time: it was not so', async () => {
    expect(await awaitChange(source, 'wsp_1', at(1), { ms: 1, signal: never })).toBe(false);
  });

  test('ends with who asked, and where they have gone before it began', async () => {
    const caller = new AbortController();
    const waiting = awaitChange(source, 'wsp_1', at(1), { ms: 60_000, signal: caller.signal });
    caller.abort();
    expect(await waiting).toBe(false);
    expect(await awaitChange(source, 'wsp_1', at(1), { ms: 60_000, signal: caller.signal })).toBe(false);
  });

  test('ends with the server', async () => {
    const waiting = awaitChange(source, 'wsp_1', at(1), long);
    source.end();
    expect(await waiting).toBe(false);
  });

  test('what became so while it ended counts', async () => {
    const caller = new AbortController();
    const waiting = awaitChange(source, 'wsp_1', at(1), { ms: 60_000, signal: caller.signal });
    state = 1;
    caller.abort();
    expect(await waiting).toBe(true);
  });

  test('of many that wait for different things each ends with its own', async () => {
    const many = [1, 2, 3].map((wanted) => awaitChange(source, 'wsp_1', at(wanted), long));
    expect(source.hearing()).toBe(3);
    for (state = 1; state <= 3; state++) {
      source.ring();
      expect(await many[state - 1]).toBe(true);
      expect(source.hearing()).toBe(3 - state);
    }
  });
});

// Once it was thrown into the reading of the ledger: nobody after it was told of the change, and who waited did so to the end.
describe('a question that throws', () => {
  const gone = new Error('nothing is deployed there any more');
  const throwsFrom = (from: number) => () => {
    if (state >= from) throw gone;
    return false;
  };

  test('throws at who asked, at once, and lets the others hear', async () => {
    const failing = awaitChange(source, 'wsp_1', throwsFrom(1), long);
    const good = awaitChange(source, 'wsp_1', at(1), long);
    state = 1;
    expect(() => source.ring()).not.toThrow();
    await expect(failing).rejects.toBe(gone);
    expect(await good).toBe(true);
  });

  test('before anything changed throws as well', async () => {
    await expect(awaitChange(source, 'wsp_1', throwsFrom(0), long)).rejects.toBe(gone);
  });
});
