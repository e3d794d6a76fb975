import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Bare, openBare } from '../../../adapters/git/bare.fixture.ts';
import { GitRepositories } from '../../../adapters/git/repositories.ts';
import type { Repositories } from '../../../ports/repository.ts';
import type { Clock } from '../../../spine/clock.ts';
import { type Seal, sealWith } from '../../../spine/seal.ts';
import { SetSync, type Sync } from '../contract-sync.ts';
import { promptDb } from '../tables.ts';
import { setSync } from '../verbs/set-sync.ts';
import { listSyncs } from '../views/list-syncs.ts';
import { openPromptWorld, type PromptWorld } from '../world.fixture.ts';
import { syncDue, type SyncingDeps } from './sync-due.ts';

export const syncSeal: Seal = sealWith(new Uint8Array(32).fill(5));
type Setting = Partial<Parameters<typeof SetSync.parse>[0] & SetSync>;

export type SyncWorld = Awaited<ReturnType<typeof openSyncWorld>>;

/** Prompts on the real control state, and bare repositories of the machine's git. */
export async function openSyncWorld() {
  const world: PromptWorld = await openPromptWorld();
  const folder = mkdtempSync(join(tmpdir(), 'signalbox-syncs-'));
  const bares: Bare[] = [];
  const repositories = new GitRepositories({ folder, allowLocal: true });
  const errors: unknown[] = [];
  const clock: Clock = world.clock;
  const state = world.state;
  const depsWith = (through: Repositories): SyncingDeps => ({
    ...{ state, clock, seal: syncSeal, followersOf: null },
    ...{ repositories: through, onError: (error) => void errors.push(error) },
  });
  return {
    ...{ world, repositories, errors, deps: depsWith(repositories) },
    remote(): Bare {
      const bare = openBare();
      bares.push(bare);
      return bare;
    },
    /** A sync of a folder with a repository, by the system. Returns its id. */
    async set(bare: Bare, setting: Setting & { folder: string }): Promise<string> {
      const given = { teamId: 'tea_1', remote: bare.url, direction: 'both', owner: 'signalbox', path: 'prompts' };
      const author = { name: 'Signalbox', email: 'signalbox@example.com' };
      return (await setSync(world.ctx(), syncSeal, SetSync.parse({ ...given, author, ...setting }))).id;
    },
    /** One turn of a sync, and what it came to. */
    async turn(id: string, through?: Repositories): Promise<Sync> {
      const db = promptDb(state.db);
      // The others have just had theirs.
      await db
        .updateTable('ops_prompt_syncs')
        .set({ wanted_at: null, ended_at: new Date(clock.now() + 1e9) })
        .execute();
      await db.updateTable('ops_prompt_syncs').set({ wanted_at: new Date() }).where('sync_id', '=', id).execute();
      await syncDue(depsWith(through ?? repositories), async () => true);
      return (await listSyncs(world.ctx())).find((one) => one.id === id)!;
    },
    async close(): Promise<void> {
      await world.close();
      for (const bare of bares) bare.remove();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
