import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { generateKeyPairSync } from 'node:crypto';
import { Provider } from 'oidc-provider';

/** Somebody at the provider. Take one out of `people`, and the provider refuses them. */
export type Account = { email: string; email_verified: boolean; name: string; groups: string[] };
export type TestProvider = {
  issuer: string;
  clientId: string;
  clientSecret: string;
  people: Map<string, Account>;
  /** While true, every answer is 503. */
  away: { now: boolean };
  /** How often the token endpoint was asked. */
  asked: { tokens: number };
  /** Goes where a browser would, signs in there as `subject`, and returns the address the provider sends it back to. */
  signIn(url: string, subject: string): Promise<string>;
  close(): Promise<void>;
};

/** A real OpenID provider (oidc-provider, certified) on loopback, with refresh tokens that rotate. */
export async function openTestProvider(redirectUri: string): Promise<TestProvider> {
  const people = new Map<string, Account>();
  const away = { now: false };
  const asked = { tokens: 0 };
  const signingIn = { as: '' };
  let handle: (request: IncomingMessage, response: ServerResponse) => void = () => {};
  const server = createServer((request, response) => {
    if (request.url?.startsWith('/token')) asked.tokens++;
    if (away.now) response.writeHead(503).end();
    else handle(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const [clientId, clientSecret] = ['signalbox', 'a secret of this test'];
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const provider = new Provider(issuer, {
    clients: [
      {
        ...{ client_id: clientId, client_secret: clientSecret, redirect_uris: [redirectUri] },
        grant_types: ['authorization_code', 'refresh_token'],
      },
    ],
    claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name'], groups: ['groups'] },
    scopes: ['openid', 'email', 'profile', 'groups', 'offline_access'],
    jwks: { keys: [{ ...privateKey.export({ format: 'jwk' }), use: 'sig', alg: 'RS256' }] },
    cookies: { keys: ['test'] },
    features: { devInteractions: { enabled: false } },
    interactions: { url: (_ctx, interaction) => `/interaction/${interaction.uid}` },
    rotateRefreshToken: true,
    findAccount: (_ctx, id) => {
      const account = people.get(id);
      return account && { accountId: id, claims: () => ({ sub: id, ...account }) };
    },
  });
  const callback = provider.callback();
  handle = (request, response) => {
    if (!request.url?.startsWith('/interaction/')) return void callback(request, response);
    void consent(provider, { request, response, as: signingIn.as });
  };
  return {
    ...{ issuer, clientId, clientSecret, people, away, asked },
    async signIn(url, subject) {
      signingIn.as = subject;
      const cookies = new Map<string, string>();
      let at = url;
      for (let hop = 0; hop < 10; hop++) {
        const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
        const answer = await fetch(at, { redirect: 'manual', headers: { cookie } });
        for (const line of answer.headers.getSetCookie()) {
          const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
          cookies.set(name, value);
        }
        const next = answer.headers.get('location');
        if (next === null) throw new Error(`${at} answered ${answer.status}: ${await answer.text()}`);
        at = new URL(next, at).href;
        if (at.startsWith(redirectUri)) return at;
      }
      throw new Error('The provider sends people in circles.');
    },
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

type Visit = { request: IncomingMessage; response: ServerResponse; as: string };

/** What a person does on the provider's pages: say who they are, and agree. */
async function consent(provider: Provider, { request, response, as }: Visit): Promise<void> {
  const { params } = await provider.interactionDetails(request, response);
  const grant = new provider.Grant({ accountId: as, clientId: String(params['client_id']) });
  grant.addOIDCScope(String(params['scope']));
  const result = { login: { accountId: as }, consent: { grantId: await grant.save() } };
  await provider.interactionFinished(request, response, result, { mergeWithLastSubmission: false });
}
