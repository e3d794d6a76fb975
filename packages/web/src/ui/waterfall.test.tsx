import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import { aStep } from '../rooms/monitoring/model/monitoring.fixture.ts';
import { Axis, Bar } from './waterfall.tsx';

const at = { left: 25, width: 50 };
const bar = (over: Parameters<typeof aStep>[0], running = false): string =>
  renderToStaticMarkup(<Bar step={aStep(over)} at={at} running={running} />);

test('a bar stands at its place and says its length and start', () => {
  const html = bar({ spanId: 'a', kind: 'llm', offsetMs: 1200, durationMs: 300 });
  expect(html).toContain('left:25%');
  expect(html).toContain('max(3px, 50%)');
  expect(html).toContain('title="300 ms, 1.20 s after the start"');
});

test('model calls are filled, wrappers hollow, errors red', () => {
  expect(bar({ spanId: 'a', kind: 'llm' })).toContain('background:var(--bar)');
  expect(bar({ spanId: 'a', kind: 'agent' })).toContain('background:transparent');
  expect(bar({ spanId: 'a', kind: 'tool', isError: true })).toContain('background:var(--danger)');
});

test('no end: open while it runs, a mark and a reason when it is over', () => {
  expect(bar({ spanId: 'a', durationMs: null }, true)).toContain('Still running');
  const over = bar({ spanId: 'a', durationMs: null });
  expect(over).toContain('No end was received');
  expect(over).not.toContain('width');
});

test('outside the window nothing is drawn', () => {
  expect(renderToStaticMarkup(<Bar step={aStep({ spanId: 'a' })} at={null} running={false} />)).not.toContain('style');
});

test('the axis names its times, not over its end', () => {
  const html = renderToStaticMarkup(
    <Axis
      marks={[
        { at: 0, ms: 0 },
        { at: 50, ms: 500 },
        { at: 100, ms: 1000 },
      ]}
    />,
  );
  expect(html).toContain('500 ms');
  expect(html).not.toContain('1.00 s');
});
