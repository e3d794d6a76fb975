import type { Role } from '../spine/actor.ts';

/** A person as the provider tells of them. `subject` is theirs for ever; names and addresses change. */
export type ProviderPerson = {
  subject: string;
  email: string | null;
  /** Only then is the address proof of who this is. */
  emailVerified: boolean;
  name: string | null;
  groups: readonly string[];
};
/** What must come back with the answer; kept by the browser, sealed. */
export type ProviderVisit = { state: string; nonce: string; verifier: string };

/** What a group there gives here. `team`: a slug; left out = the whole workspace. `until`: ISO time. */
export type GroupRule = { group: string; role: Role; team?: string; environment?: string; until?: string };

/** An OpenID provider. Every method rejects with `access.provider_failed` when it does not answer, or not as it should. */
export interface IdentityProvider {
  /** For the button: "Sign in with …". */
  readonly name: string;
  readonly issuer: string;
  /** Where the browser goes, with PKCE, state and nonce. `redirectUri` must be registered there. */
  begin(redirectUri: string): Promise<{ url: string; visit: ProviderVisit }>;
  /** @param answer the address the browser came back to, as the provider wrote it. */
  complete(answer: URL, visit: ProviderVisit): Promise<{ person: ProviderPerson; refreshToken: string | null }>;
  /** The groups that give something here. */
  readonly rules: readonly GroupRule[];
  /** Asks again who this is. null = the provider refuses: disabled, signed out, or taken back there. */
  confirm(refreshToken: string, subject: string): Promise<{ person: ProviderPerson; refreshToken: string } | null>;
}
