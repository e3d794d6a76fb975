import type { UseQueryResult } from '@tanstack/react-query';
import type { MadeRelease, ReleaseVerification, SignOffs } from 'signalbox/contract/lifecycle';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { Problem } from '../../../app/api.ts';
import { aBrowser, aMe, type Answers, drawPart } from '../../../app/house.fixture.tsx';
import { byRole, defects, names, words } from '../../../ui/markup.fixture.ts';
import { aDeployment, aDifference, aRecord, aRelease, deployments } from '../model/release.fixture.ts';
import { ComparePart } from './compare-part.tsx';
import { ManifestView } from './manifest-view.tsx';
import { PreviewedRelease } from './previewed-release.tsx';
import { Signature } from './signature.tsx';
import { SignOffsPart } from './sign-offs-part.tsx';

beforeEach(() => aBrowser());
afterEach(() => vi.unstubAllGlobals());

describe('a signature', () => {
  const draw = (over: Partial<ReleaseVerification> = {}): Promise<string> =>
    drawPart(<Signature release={aRelease()} />, [
      [
        ['agents', 'verification', 'rel_2'],
        { workspaceId: 'wsp_1', publicKey: 'MCowBQYDK2Vw', digestHolds: true, signatureHolds: true, ...over },
      ],
    ]);

  test.each([
    [{}, 'The manifest has this digest, and this workspace signed it.'],
    [{ signatureHolds: false }, 'The signature does not hold'],
    [{ digestHolds: false }, 'The manifest has another digest: it is not what was signed.'],
    [{ digestHolds: false, signatureHolds: false }, 'another digest'],
  ])('%j', async (over, said) => expect(names(await draw(over), 'status').join()).toContain(said));

  test('shows the key that checks it, to be copied whole', async () => {
    const copies = byRole(await draw(), 'button').map((one) => one.node.attrs['title'] ?? '');
    expect(copies).toEqual(expect.arrayContaining([`digest ${'d'.repeat(64)}`, 'public key MCowBQYDK2Vw']));
  });

  test('says nothing before it was asked', async () => {
    const html = await drawPart(<Signature release={aRelease()} />);
    expect(names(html, 'status')).toEqual(['']);
    expect(defects(html)).toEqual([]);
  });
});

describe('sign-offs of a release', () => {
  const rule = { people: 2, role: null, notAuthor: true } satisfies SignOffs['rule'];
  const by = (personId: string, note = '') => ({ personId, name: 'Bo Lind', note, at: '2026-11-22T08:00:00.000Z' });
  const draw = (of: SignOffs | undefined, rights: string[] = ['release.sign_off']): Promise<string> => {
    const place = { agent: 'agt_1', environment: 'production', releaseId: 'rel_2' };
    const answers: Answers = [
      [['access', 'me'], aMe({ rights })],
      [['agents', 'deployments', 'agt_1'], deployments({ items: of === undefined ? [] : [aDeployment()] })],
      [['agents', 'sign-offs', place], of],
    ];
    return drawPart(<SignOffsPart release={aRelease()} agent={aRecord()} />, answers);
  };

  test.each<[SignOffs, string]>([
    [{ rule: { ...rule, people: 0 }, missing: 0, items: [] }, 'asks for none'],
    [{ rule: { ...rule, people: 0 }, missing: 0, items: [by('per_2')] }, 'asks for none; signed off'],
    [{ rule, missing: 2, items: [] }, '2 missing: asks for 2 people, not who made it'],
    [
      { rule: { people: 1, role: 'business_owner', notAuthor: false }, missing: 0, items: [by('per_2')] },
      'signed off: asks for 1 person as business owner',
    ],
  ])('%j: %s', async (of, said) => expect(words(await draw(of))).toContain(said));

  test('are asked of who may, once', async () => {
    const open = { rule, missing: 2, items: [] };
    expect(names(await draw(open), 'button')).toEqual(['Sign off for production']);
    expect(names(await draw(open, []), 'button')).toEqual([]);
    // The one who is signed in has signed off already.
    expect(names(await draw({ rule, missing: 1, items: [by('per_1')] }), 'button')).toEqual([]);
  });

  test('stand with who and what was noted', async () => {
    const html = await draw({ rule, missing: 1, items: [by('per_2', 'Read the evaluation')] });
    expect(words(html)).toMatch(/Bo Lind .* : Read the evaluation/);
    expect(defects(html)).toEqual([]);
  });

  test('where no environment is known there is nothing to sign off for', async () => {
    expect(await draw(undefined)).toBe('');
  });
});

describe('what differs', () => {
  const [older, head] = [aRelease({ id: 'rel_1', version: '1.3.2', parentId: null }), aRelease()];
  const nothing = () => undefined;
  const draw = (base: string, answers: Answers = [], others = [head, older]): Promise<string> =>
    drawPart(<ComparePart head={head} base={base} others={others} onBase={nothing} />, answers);
  const key = ['agents', 'comparison', 'rel_1', 'rel_2'];

  test('is told with its highest risk', async () => {
    const compared = { base: older, head, changes: [aDifference()], risk: 'high' };
    expect(words(await draw('rel_1', [[key, compared]]))).toContain('What differs High risk from 1.3.2');
  });

  test('nothing but the name is not "no risk"', async () => {
    const html = await draw('rel_1', [[key, { base: older, head, changes: [], risk: null }]]);
    expect(words(html)).toContain('Nothing differs but their names.');
    expect(words(html)).not.toContain('risk');
  });

  test('from none: one is chosen, where there is another', async () => {
    expect(words(await draw(''))).toContain('Choose one to compare it with.');
    expect(names(await draw(''), 'combobox')).toEqual(['Compare with']);
    expect(names(await draw('', [], [head]), 'combobox')).toEqual([]);
  });

  test('that cannot be read says why', async () => {
    const html = await draw('rel_1', [[key, new Problem(404, { title: 'Not found', detail: 'No such release.' })]]);
    expect(names(html, 'alert')[0]).toContain('No such release.');
  });
});

describe('a release that would be', () => {
  type Preview = UseQueryResult<MadeRelease>;
  const made: MadeRelease = {
    ...{ release: null, isNew: true, version: '2.0.0', digest: 'd', changes: [aDifference()], risk: 'high' },
  };
  const of = (data: Partial<MadeRelease> | null, error: Error | null = null): Preview =>
    ({ data: data === null ? undefined : { ...made, ...data }, error }) as Preview;
  const manifest = { manifest: { schema: 's' } };
  const draw = (preview: Preview, first = false, read: { error: string } | typeof manifest = manifest) =>
    drawPart(<PreviewedRelease {...{ read, preview, first }} />);

  test('says its version and what differs', async () => {
    const said = words(await draw(of({})));
    expect(said).toContain('It will be 2.0.0 , which follows from what changes.');
    expect(said).toContain('Tool issue_refund added');
    expect(words(await draw(of({ changes: [] }), true))).toContain('2.0.0 , the first. Everything is new.');
  });

  test('one that is there already cannot be made again', async () => {
    expect(words(await draw(of({ isNew: false, version: '1.4.0' })))).toBe(
      'This is release 1.4.0 already. Change something.',
    );
  });

  test('what is no JSON, or no manifest, says why', async () => {
    expect(names(await draw(of({}), false, { error: 'This is no JSON.' }), 'alert')).toEqual(['This is no JSON.']);
    const refused = new Problem(400, { title: 'Not valid', fields: [{ path: 'tools', message: 'needs a name' }] });
    expect(names(await draw(of(null, refused)), 'alert')).toEqual(['Not valid. needs a name']);
    expect(names(await draw(of(null)), 'status')).toEqual(['Loading what differs']);
  });
});

test('an empty manifest says so; notes are shown whole', async () => {
  const schema = 'signalbox.release/v1' as const;
  expect(words(await drawPart(<ManifestView manifest={{ schema }} />))).toContain('the release is empty');
  const html = await drawPart(<ManifestView manifest={{ ...aRelease().manifest, notes: 'Mind the gap' }} />);
  expect(words(html)).toContain('Notes Mind the gap');
  expect(defects(html)).toEqual([]);
});
