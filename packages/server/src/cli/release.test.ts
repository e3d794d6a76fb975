import { generateKeyPairSync, sign } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { canonicalize } from 'json-canonicalize';
import { expect, test } from 'vitest';
import { agentFileSchema, digestOf, type Release, type ReleaseVerification } from '../rooms/lifecycle/index.ts';
import { hash, manifest, tool } from '../rooms/lifecycle/model/release/samples.fixture.ts';
import { sha256 } from '../rooms/lifecycle/releases/digest.ts';
import { flawsOf } from './release.ts';

/** A release as somebody else would sign it, by what the documentation says alone. */
function signedRelease(): { release: Release; told: ReleaseVerification } {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const spki = publicKey.export({ format: 'der', type: 'spki' });
  const made = manifest({ tools: [tool('a')] });
  const { digest } = digestOf(made);
  const statement = canonicalize({ workspace: 'wsp_1', agent: 'agt_1', version: '1.0.0', schema: made.schema, digest });
  const release: Release = {
    ...{ id: 'rel_1', agentId: 'agt_1', version: '1.0.0', digest, manifest: made, parentId: null, why: 'x' },
    ...{ expectedEffect: '', evidence: [], notes: '', createdAt: '', createdBy: 'per_1', createdByName: null },
    signature: sign(null, Buffer.from(statement), privateKey).toString('base64'),
    keyId: sha256Bytes(spki).slice(0, 16),
  };
  const publicText = spki.toString('base64');
  return { release, told: { workspaceId: 'wsp_1', publicKey: publicText, digestHolds: true, signatureHolds: true } };
}
const sha256Bytes = (bytes: Buffer): string => sha256(bytes as unknown as string);

test('a release that is as it was signed has no flaw', () => {
  const { release, told } = signedRelease();
  expect(flawsOf(release, told, undefined)).toEqual([]);
  expect(flawsOf(release, told, release.keyId)).toEqual([]);
});

test.each([
  ['another manifest', { manifest: manifest({ tools: [tool('b')] }) }, ['The manifest is not what was hashed.']],
  [
    'another digest',
    { digest: hash('0') },
    ['The manifest is not what was hashed.', 'The signature is not of this release.'],
  ],
  ['another version', { version: '1.0.1' }, ['The signature is not of this release.']],
  ['another agent', { agentId: 'agt_2' }, ['The signature is not of this release.']],
  ['no signature', { signature: '' }, ['The signature is not of this release.']],
])('%s is found, whatever the server claims', (_, changes, flaws) => {
  const { release, told } = signedRelease();
  expect(flawsOf({ ...release, ...changes }, told, undefined)).toEqual(flaws);
});

test('a server that swaps key and signature is found by the pinned key', () => {
  const [mine, theirs] = [signedRelease(), signedRelease()];
  expect(flawsOf(theirs.release, theirs.told, mine.release.keyId)).toEqual([
    `It is signed with key ${theirs.release.keyId}, not ${mine.release.keyId}.`,
  ]);
  expect(flawsOf(mine.release, theirs.told, undefined)).toEqual(['The signature is not of this release.']);
});

const docs = join(import.meta.dirname, '../../../../docs/release.schema.json');
test('docs/release.schema.json is made from the code (signalbox release schema docs/release.schema.json)', () => {
  expect(JSON.parse(readFileSync(docs, 'utf8'))).toEqual(JSON.parse(JSON.stringify(agentFileSchema())));
});

test('an editor that reads it finds typing errors', () => {
  const fits = new Ajv({ strict: false, validateFormats: false }).compile(agentFileSchema());
  const file = { apiVersion: 'signalbox/v1', kind: 'Agent', metadata: { name: 'a' } };
  const release = { why: 'x', manifest: { tools: [{ name: 't', schema: {} }] } };
  expect(fits({ ...file, release, registry: { risk: { data: 'low' } } })).toBe(true);
  expect(fits({ ...file, release: { ...release, manifest: { tols: [] } } })).toBe(false);
  expect(fits({ ...file, registry: { risk: { data: 'none' } } })).toBe(false);
  expect(fits({ ...file, release: { manifest: {} } })).toBe(false);
});
