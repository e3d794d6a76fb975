import type { RunPage } from 'signalbox/contract/monitoring';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { aBrowser, aMe, type Answers, drawPage } from '../../../app/house.fixture.tsx';
import { byRole, defects, names, words } from '../../../ui/markup.fixture.ts';
import { aDetail, aRun, aStep } from '../model/monitoring.fixture.ts';

beforeEach(() => aBrowser());
afterEach(() => vi.unstubAllGlobals());

const steps = [aStep({ spanId: 'a' }), aStep({ spanId: 'b', isError: true, status: 'error' })];
const draw = (may: RunPage['may'], search = '', me = aMe({ rights: [] })): Promise<string> => {
  const links = { release: null, prompts: [] };
  const page: RunPage = { run: aRun({ id: 'r1' }), links, steps, scores: [], nextCursor: null, may };
  const answers: Answers = [
    [['access', 'me'], me],
    [['run', 'r1'], { pages: [page], pageParams: [undefined] }],
    [['step', 'r1', 'b'], aDetail({ step: steps[1]! })],
    [['transcript', 'r1'], { turns: [], truncated: false }],
  ];
  return drawPage(`/runs/r1${search}`, answers);
};
const withheld = { readContent: false, exportContent: false };
const readable = { readContent: true, exportContent: false };

describe('a run whose text one may not read', () => {
  test('says so above all that is shown of it, and whom to ask', async () => {
    const html = await draw(withheld);
    expect(words(html)).toContain('You may not read what was said in this run');
    expect(words(html)).toMatch(/Ask an admin of Support or of the workspace for a role that reads content/);
    expect(names(html, 'link')).not.toContain('See who is admin');
    expect(defects(html)).toEqual([]);
  });
  test('leads those who see members to the admins', async () => {
    const html = await draw(withheld, '', aMe({ rights: ['person.read'] }));
    const link = byRole(html, 'link').find(({ name }) => name === 'See who is admin');
    expect(link?.node.attrs['href']).toBe('/settings/members');
  });
  test('has a transcript that says the same, not that nothing was said', async () => {
    const html = await draw(withheld, '?view=transcript');
    expect(names(html, 'heading')).toContain('You may not read what was said here');
    expect(words(html)).toContain('Reading is recorded in the ledger');
    expect(words(html)).not.toContain('came without content');
  });
  test('has steps that do not claim that nothing was captured', async () => {
    const html = await draw(withheld, '?step=b');
    expect(words(html)).toContain('it is left out here');
    expect(words(html)).toContain('Its message is left out');
    expect(words(html)).not.toMatch(/No attributes but|were captured|No message was reported/);
  });
});

test('a run that one may read says nothing of it', async () => {
  for (const search of ['', '?view=transcript', '?step=b'])
    expect(words(await draw(readable, search))).not.toMatch(/may not read|left out/);
  expect(words(await draw(readable, '?view=transcript'))).toContain('No messages to show');
  expect(words(await draw(readable, '?step=b'))).toContain('No message was reported');
});

test('taking it out is offered by what the server says of this run, not by a right somewhere', async () => {
  const rights = aMe({ rights: ['content.export'] });
  expect(names(await draw(readable, '', rights), 'button')).not.toContain('More');
  expect(names(await draw({ readContent: true, exportContent: true }, '', rights), 'button')).toContain('More');
});
