import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Release } from '../delivery/release.ts';
import { attributesOf, onlyPrompt, promptAttributes, promptNamed } from './attributes.ts';
import { spanProcessorFor } from './processor.ts';
import type { Run } from './run.ts';

const config = { agent: 'helper', environment: 'production' };
const delivered = (slot: string, version = 1) => ({ slot, prompt: `p/${slot}`, version, digest: '', content: null });
const release = (more: Partial<Release> = {}): Release => ({
  ...{ id: 'rel', version: '1.0.0', digest: 'd', manifest: {}, environment: 'production', prompts: [], tools: null },
  ...{ settings: {}, variant: 'stable', pinned: false, seq: 1, source: 'server', ageMs: 0, ...more },
});

describe('what is said of a run', () => {
  test('never holds anything empty, whatever is known', () => {
    const text = fc.constantFrom('', 'x', 'ü');
    const some = fc.option(fc.record({ version: fc.constantFrom('0', '1.2.3'), digest: fc.option(text) }));
    const subject = fc.record({ user: text, conversation: text, tenant: text }, { requiredKeys: [] });
    fc.assert(
      fc.property(some, subject, (known, whom) => {
        const said = attributesOf(config, known === null ? null : release(known), whom);
        expect(Object.values(said)).not.toContain('');
        expect(Object.values(said).every((one) => typeof one === 'string')).toBe(true);
        expect('signalbox.release.version' in said).toBe(known !== null);
        expect('signalbox.release' in said).toBe(Boolean(known?.digest));
        expect('user.id' in said).toBe(Boolean(whom.user));
      }),
    );
  });

  test('a tenant is nobody’s user', () => {
    expect(attributesOf(config, null, { tenant: 't' })).toEqual({
      ...{ 'signalbox.agent': 'helper', 'signalbox.environment': 'production' },
    });
  });
});

describe('the prompt', () => {
  test.each([
    [[], null],
    [[delivered('a', 4)], { name: 'p/a', version: 4 }],
    [[delivered('a'), delivered('b')], null],
  ])('of the prompts %j is named from the beginning only where it is the only one', (prompts, named) => {
    expect(onlyPrompt(release({ prompts }))).toEqual(named);
  });

  test('of no release is none', () => expect(onlyPrompt(null)).toBeNull());

  test('of a fallback has no version', () => {
    expect(promptAttributes({ name: 'p', version: 0 })).toEqual({ 'signalbox.prompt': 'p' });
    expect(promptAttributes({ name: 'p', version: 12 })).toEqual({
      ...{ 'signalbox.prompt': 'p', 'signalbox.prompt.version': '12' },
    });
  });

  test('is named without what it says', () => {
    const whole = { name: 'p', version: 2, text: 'secret', messages: [] };
    expect(promptNamed(whole as unknown as Parameters<typeof promptNamed>[0])).toEqual({ name: 'p', version: 2 });
  });
});

describe('the span processor', () => {
  const set = () => {
    const said: Record<string, unknown> = {};
    return { said, span: { setAttribute: (name: string, value: unknown) => void (said[name] = value) } };
  };

  test('says of a span what the run says then', () => {
    let attributes: Record<string, string> = { 'signalbox.prompt': 'a' };
    const processor = spanProcessorFor(() => ({ attributes }) as unknown as Run);
    const [first, second] = [set(), set()];
    processor.onStart(first.span);
    attributes = { 'signalbox.prompt': 'b', 'user.id': 'u' };
    processor.onStart(second.span);
    expect([first.said, second.said]).toEqual([
      { 'signalbox.prompt': 'a' },
      { 'signalbox.prompt': 'b', 'user.id': 'u' },
    ]);
  });

  test('says nothing of spans outside of runs, and ending costs nothing', async () => {
    const processor = spanProcessorFor(() => undefined);
    const { said, span } = set();
    processor.onStart(span);
    processor.onEnd();
    await Promise.all([processor.forceFlush(), processor.shutdown()]);
    expect(said).toEqual({});
  });
});
