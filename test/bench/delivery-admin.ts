// A person who signs in and deploys, for what measures and tries deliveries.
import { Agent } from 'node:http';
import { sent } from './delivery-clients.ts';

type Deployed = { key: string; agent: string; releases: [string, string] };

/** An agent with two releases, the first of them deployed, and a key to ask for it. */
export async function deployed(admin: Admin): Promise<Deployed> {
  const { items } = (await admin.get('/api/v1/teams')) as { items: { id: string }[] };
  const teamId = items[0]!.id;
  const ids: string[] = [];
  for (const notes of ['one', 'two']) {
    const manifest = { schema: 'signalbox.release/v1', notes, settings: { greeting: 'Hello'.repeat(20) } };
    const file = {
      ...{ apiVersion: 'signalbox/v1', kind: 'Agent', metadata: { name: 'delivered', team: teamId } },
      release: { why: 'bench', manifest: { ...manifest, schema: undefined } },
    };
    const applied = (await admin.post('/api/v1/apply', { file })) as { release: { id: string } };
    ids.push(applied.release.id);
  }
  const body = { name: 'delivery', teamId, scopes: ['deliver'] };
  const { secret: key } = (await admin.post('/api/v1/keys', body)) as { secret: string };
  await admin.post('/api/v1/agents/delivered/deployments/production/deploy', { releaseId: ids[0], reason: 'bench' });
  return { key, agent: 'delivered', releases: [ids[0]!, ids[1]!] };
}

/** A signed-in person who may change things. */
export class Admin {
  readonly #url: string;
  readonly #headers: Record<string, string>;
  readonly #agent = new Agent({ keepAlive: true, maxSockets: 4 });

  private constructor(url: string, headers: Record<string, string>) {
    this.#url = url;
    this.#headers = headers;
  }

  static async signIn({ url, signInToken }: { url: string; signInToken: string }): Promise<Admin> {
    const answer = await fetch(`${url}/api/v1/sign-in/link`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ token: signInToken }),
    });
    const cookie = answer.headers
      .getSetCookie()
      .map((one) => one.split(';')[0]!)
      .join('; ');
    const { csrf } = (await new Admin(url, { cookie }).get('/api/v1/me')) as { csrf: string };
    return new Admin(url, { cookie, 'x-signalbox-csrf': csrf });
  }

  get(path: string): Promise<unknown> {
    return this.#call('GET', path);
  }

  post(path: string, body: object): Promise<unknown> {
    return this.#call('POST', path, JSON.stringify(body));
  }

  async #call(method: string, path: string, body?: string): Promise<unknown> {
    const type = body === undefined ? {} : { 'content-type': 'application/json' };
    const options = { agent: this.#agent, method, headers: { ...this.#headers, ...type } };
    const { status, text } = await sent(this.#url + path, options, body);
    if (status >= 300) throw new Error(`${method} ${path}: ${status} ${text.slice(0, 500)}`);
    return JSON.parse(text);
  }
}
