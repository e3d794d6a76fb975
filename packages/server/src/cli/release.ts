import { writeFileSync } from 'node:fs';
import { agentFileSchema, digestOf, Release, ReleaseVerification, verifySignature } from '../rooms/lifecycle/index.ts';
import { apiOf, type ClientFlags } from './api-client.ts';

/**
 * Looks for itself whether a release is what was hashed and signed: digest and signature are computed here. `keyId`: the key it
 * must be signed with, for who does not take the server's word. Exit code 0 = it holds, 1 = it does not.
 */
export async function releaseVerify(id: string, flags: ClientFlags & { keyId?: string }): Promise<void> {
  const api = apiOf(flags);
  const address = `/releases/${encodeURIComponent(id)}`;
  const release = Release.parse(await api('GET', address));
  const told = ReleaseVerification.parse(await api('GET', `${address}/verification`));
  const wrong = flawsOf(release, told, flags.keyId);
  if (wrong.length === 0)
    console.log(`Release ${release.version} holds: sha256 ${release.digest}, signed with key ${release.keyId}.`);
  else console.error(wrong.join('\n'));
  if (wrong.length > 0) process.exitCode = 1;
}

/** What does not hold, in sentences. */
export function flawsOf(release: Release, told: ReleaseVerification, keyId: string | undefined): string[] {
  const { agentId, version, digest, manifest } = release;
  const signed = { workspaceId: told.workspaceId, agentId, version, schema: manifest.schema, digest };
  return [
    ...(digestOf(manifest).digest === digest && told.digestHolds ? [] : ['The manifest is not what was hashed.']),
    ...(verifySignature(told.publicKey, signed, release) ? [] : ['The signature is not of this release.']),
    ...(keyId === undefined || keyId === release.keyId
      ? []
      : [`It is signed with key ${release.keyId}, not ${keyId}.`]),
  ];
}

/** Prints the JSON Schema of signalbox.yaml, or writes it to a file. */
export function releaseSchema(file: string | undefined): void {
  const text = `${JSON.stringify(agentFileSchema(), null, 2)}\n`;
  if (file === undefined) process.stdout.write(text);
  else writeFileSync(file, text);
}
