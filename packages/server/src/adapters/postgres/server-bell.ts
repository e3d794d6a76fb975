import { localBell, type LedgerBell } from './ledger-bell.ts';
import { keepListening } from './listen.ts';
import { ask, type WireSource } from './wire.ts';

const channel = 'signalbox_ledger';
const pollMs = 1000;

/**
 * Between nodes on PostgreSQL: NOTIFY for speed, and a look at the heads each second for truth.
 * Both start with the first subscriber, which comes after the migrations.
 */
export function serverBell(url: string, source: WireSource): LedgerBell {
  const local = localBell();
  let stop: (() => Promise<void>) | null = null;

  function start(): () => Promise<void> {
    const listening = keepListening(url, channel, {
      message: (workspaceId) => local.ring([workspaceId]),
      connected: () => local.ring([null]),
    });
    const polling = pollHeads(source, (changed) => local.ring(changed));
    return async () => void (await Promise.all([listening(), polling()]));
  }

  return {
    on(wake) {
      stop ??= start();
      return local.on(wake);
    },
    ring(workspaceIds) {
      local.ring(workspaceIds);
      // Best effort: other nodes poll as well.
      for (const id of workspaceIds) void ask(source, 'select pg_notify($1, $2)', [channel, id]).catch(() => {});
    },
    async close() {
      await local.close();
      await stop?.();
    },
  };
}

/** Calls `changed` with the workspaces whose head moved since the last look. Returns the stop. */
function pollHeads(source: WireSource, changed: (workspaceIds: string[]) => void): () => Promise<void> {
  const seen = new Map<string, number>();
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;
  let last: Promise<void> = look();

  async function look(): Promise<void> {
    const rows = await ask(source, 'select workspace_id, seq from ledger_heads').catch(() => []);
    const heads = rows as { workspace_id: string; seq: number }[];
    const moved = heads.filter((head) => seen.get(head.workspace_id) !== head.seq);
    for (const head of moved) seen.set(head.workspace_id, head.seq);
    changed(moved.map((head) => head.workspace_id));
    if (!stopped) timer = setTimeout(() => void (last = look()), pollMs).unref();
  }

  return async () => {
    stopped = true;
    clearTimeout(timer);
    await last;
  };
}
