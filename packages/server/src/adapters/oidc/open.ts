import * as client from 'openid-client';
import type { IdentityProvider } from '../../ports/identity-provider.ts';
import type { Config } from '../../spine/config/areas.ts';
import { AppError } from '../../spine/errors.ts';
import { personOf } from './person.ts';
import { failure, isPersonRefusal, isTokenRefusal } from './failure.ts';

/** Seconds the provider has for each answer. */
const patience = 10;

/**
 * The provider of the configuration, or null. Asks nothing yet: its own description is read at the first sign-in, and again until that
 * succeeds, so that Signalbox starts while the provider is away. Throws `config.invalid`.
 */
export function openProvider(config: Config['oidc']): IdentityProvider | null {
  const { issuer, clientId, clientSecret, scopes, groupsClaim } = config;
  if (issuer === null) return null;
  if (clientId === null)
    throw new AppError('config.invalid', { params: { reason: 'oidc.clientId must be set where oidc.issuer is.' } });
  let known: Promise<client.Configuration> | null = null;
  const described = (): Promise<client.Configuration> => {
    known ??= describe(issuer, clientId, clientSecret).catch((error: unknown) => {
      known = null;
      throw failure(error);
    });
    return known;
  };
  return {
    ...{ name: config.name, issuer, rules: config.groups },

    async begin(redirectUri) {
      const at = await described();
      const visit = {
        state: client.randomState(),
        nonce: client.randomNonce(),
        verifier: client.randomPKCECodeVerifier(),
      };
      const url = client.buildAuthorizationUrl(at, {
        ...{ redirect_uri: redirectUri, scope: scopes, state: visit.state, nonce: visit.nonce },
        ...{ code_challenge: await client.calculatePKCECodeChallenge(visit.verifier), code_challenge_method: 'S256' },
        // Without it some providers keep the refresh token to themselves.
        ...(/\boffline_access\b/.test(scopes) && { prompt: 'consent' }),
      });
      return { url: url.href, visit };
    },

    async complete(answer, visit) {
      const at = await described();
      try {
        const tokens = await client.authorizationCodeGrant(at, answer, {
          ...{ pkceCodeVerifier: visit.verifier, expectedState: visit.state, expectedNonce: visit.nonce },
          idTokenExpected: true,
        });
        const claims = tokens.claims()!;
        const told = await client.fetchUserInfo(at, tokens.access_token, claims.sub);
        const person = personOf({ ...claims, ...told }, groupsClaim);
        return { person, refreshToken: tokens.refresh_token ?? null };
      } catch (error) {
        throw failure(error);
      }
    },

    async confirm(refreshToken, subject) {
      const at = await described();
      const tokens = await unless(isTokenRefusal, client.refreshTokenGrant(at, refreshToken));
      if (tokens === null) return null;
      const told = await unless(isPersonRefusal, client.fetchUserInfo(at, tokens.access_token, subject));
      if (told === null) return null;
      const person = personOf({ ...tokens.claims(), ...told }, groupsClaim);
      return { person, refreshToken: tokens.refresh_token ?? refreshToken };
    },
  };
}

/** null where the provider refuses; rejects with `access.provider_failed` where it fails. */
async function unless<T>(isRefusal: (error: unknown) => boolean, asked: Promise<T>): Promise<T | null> {
  try {
    return await asked;
  } catch (error) {
    if (isRefusal(error)) return null;
    throw failure(error);
  }
}

function describe(issuer: string, clientId: string, secret: string | null): Promise<client.Configuration> {
  const authentication = secret === null ? client.None() : client.ClientSecretBasic(secret);
  // The configuration allows http on this machine only.
  const execute = issuer.startsWith('http:') ? [client.allowInsecureRequests] : [];
  return client.discovery(new URL(issuer), clientId, {}, authentication, { execute, timeout: patience });
}
