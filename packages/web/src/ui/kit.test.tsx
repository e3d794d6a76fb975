import { renderToStaticMarkup } from 'react-dom/server';
import type { Run } from 'signalbox/contract/monitoring';
import { expect, test } from 'vitest';
import { CopyId } from './copy-button.tsx';
import { ErrorState } from './error-state.tsx';
import { Lamp, type Aspect } from './lamp.tsx';
import { MessageView } from './message-view.tsx';
import { OutcomeMark } from './outcome-mark.tsx';
import { SafeText } from './safe-text.tsx';
import { Stat } from './stat.tsx';

const aspects: Aspect[] = ['clear', 'caution', 'danger', 'dark'];

test('each aspect has its own shape, without counting colours', () => {
  const shapes = aspects.map((a) =>
    renderToStaticMarkup(<Lamp aspect={a} label="x" />).replace(/var\(--[\w-]+\)/g, 'ink'),
  );
  expect(new Set(shapes).size).toBe(4);
});

test('a lamp says its word', () => {
  expect(aspects.map((a) => /aria-label="([^"]+)"/.exec(renderToStaticMarkup(<Lamp aspect={a} />))?.[1])).toEqual([
    'Healthy',
    'Watch',
    'Act now',
    'No signal',
  ]);
});

const ended = (value: Run['outcome']['value'], state: Run['state'] = 'settled', durationMs: number | null = null) =>
  renderToStaticMarkup(
    <OutcomeMark run={{ outcome: { value, source: 'inferred', refused: false }, state, durationMs }} />,
  );

test('an inferred outcome is marked; unknown is neither completed nor running', () => {
  expect(ended('completed')).toMatch(/>~<\/span>Completed/);
  expect(ended('completed')).toContain('Source: inferred.');
  expect(ended('unknown')).toContain('Unknown');
  expect(ended('unknown', 'running')).toContain('Running');
  expect(ended('unknown', 'running', 12)).toContain('Settling');
  expect(ended('unknown', 'unfinished')).toContain('no end');
});

test('agent text is never markup', () => {
  const html = renderToStaticMarkup(
    <MessageView
      message={{
        role: '<b>x',
        parts: [{ type: 'text', content: '<img src=x onerror=alert(1)> https://evil.example' }],
      }}
    />,
  );
  expect(html).not.toMatch(/<img|<b>|<a /);
  expect(html).toContain('&lt;img');
});

test('hidden characters are named where they stood', () => {
  expect(renderToStaticMarkup(<SafeText text={'a\u202eb'} />)).toMatch(
    /a<span[^>]*title="U\+202E right-to-left override"[^>]*>U\+202E<\/span>b/,
  );
});

test('each kind of part shows', () => {
  const html = renderToStaticMarkup(
    <MessageView
      message={{
        role: 'assistant',
        parts: [
          { type: 'reasoning', content: 'hm' },
          { type: 'tool_call', id: 'call_1', name: 'refund', arguments: '{"amount":12}' },
          { type: 'tool_call_response', id: null, response: { ok: true } },
          { type: 'media', mimeType: 'image/png', bytes: 1200, sha256: 'ab'.repeat(32) },
          { type: 'data', content: [1] },
        ],
        finishReason: 'length',
      }}
    />,
  );
  for (const words of [
    'Reasoning, 2 characters',
    'refund',
    '&quot;amount&quot;: 12',
    '&quot;ok&quot;: true',
    'image/png',
    '1.2 kB',
    'abab…abab',
    'length',
  ])
    expect(html).toContain(words);
});

test('an unknown figure is a dash with its reason', () => {
  expect(renderToStaticMarkup(<Stat label="Cost" value={null} reason="no price reported" />)).toMatch(
    /—<\/dd>.*no price reported/,
  );
});

test('errors keep the words of the API and the request id', () => {
  const html = renderToStaticMarkup(
    <ErrorState
      error={Object.assign(new Error('Ask again in 2 s.'), {
        title: 'Warehouse is restarting',
        requestId: 'req_0193a5b2c4d8',
      })}
    />,
  );
  for (const words of ['Warehouse is restarting', 'Ask again in 2 s.', 'req_0193a5b2c4d8'])
    expect(html).toContain(words);
});

test('ids are short on the screen and whole on the clipboard label', () => {
  const html = renderToStaticMarkup(<CopyId id="0af7651916cd43dd8448eb211c80319c" label="trace" />);
  expect(html).toContain('>0af7…319c<');
  expect(html).toContain('aria-label="0af7…319c, copy trace"');
});
