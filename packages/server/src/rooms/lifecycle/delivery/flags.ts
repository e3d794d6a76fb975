import { AppError } from '../../../spine/errors.ts';
import { etagOf } from './answer.ts';
import type { Deliveries } from './deliveries.ts';
import type { Who } from './deliver.ts';
import { type Asking, evaluate } from './evaluate.ts';
import { environmentFor, findServed, mayRead } from './find-served.ts';
import type { Served } from './snapshot.ts';
import { changeStream, type Listening } from './stream.ts';

/** A flag as OpenFeature knows it. `etag` stands for all of it. */
export type Flag = {
  key: string;
  value?: unknown;
  reason: string;
  variant?: string;
  metadata?: Record<string, string | number | boolean>;
  etag: string;
};
export type FlagContext = Readonly<Record<string, unknown>>;
/** Where the remote evaluation protocol has its flags from. All but `load` answer from memory. */
export type FlagSource = {
  /** Before all others. Throws `state.unavailable`. */
  load(who: Who): Promise<void>;
  /** null = there is no such flag for this caller. */
  one(who: Who, key: string, context: FlagContext): Flag | null;
  all(who: Who, context: FlagContext): Flag[];
  /** What `line` says to who listens, now and after each change of the flags or of their rights. */
  changes(
    listening: Pick<Listening, 'who' | 'again' | 'signal'>,
    line: (who: Who) => string | null,
  ): ReadableStream<Uint8Array>;
};

const prefix = 'agent:';

/** Each deployed agent is a flag `agent:<slug>`, whose value says which release to run. */
export function deliveredFlags(deliveries: Deliveries): FlagSource {
  const flagOf = ({ workspaceId }: Who, served: Served, context: FlagContext): Flag => {
    const { slug, environment, version, agentId } = served;
    const assignment = evaluate(served, askingOf(context), deliveries.now());
    const { id: releaseId, digest, version: release, manifest } = assignment.release;
    const { seq } = deliveries.peek(workspaceId)!;
    const url = `/api/v1/delivery/${encodeURIComponent(slug)}?environment=${encodeURIComponent(environment)}`;
    return {
      ...{ key: `${prefix}${slug}`, reason: assignment.reason, variant: assignment.variant },
      value: {
        ...{ releaseId, version: release, digest, url, settings: manifest.settings ?? {} },
        ...(manifest.model !== undefined && { model: manifest.model }),
        ...(manifest.tools !== undefined && { tools: manifest.tools.map((one) => one.name) }),
      },
      metadata: {
        ...{ agentId, environment, deployment: version, seq, stale: deliveries.isStale(workspaceId) },
        pinned: assignment.pinned,
      },
      etag: etagOf(served, assignment),
    };
  };
  const environmentOf = ({ actor }: Who, { environment }: FlagContext): string =>
    environmentFor(actor, text(environment));
  return {
    load: async ({ workspaceId }) => void (await deliveries.load(workspaceId)),
    one(who, key, context) {
      if (!key.startsWith(prefix)) return null;
      const at = { agent: key.slice(prefix.length), environment: environmentOf(who, context) };
      try {
        return { ...flagOf(who, findServed(deliveries.peek(who.workspaceId)!, who.actor, at), context), key };
      } catch (error) {
        if (error instanceof AppError && error.code === 'lifecycle.not_deployed') return null;
        throw error;
      }
    },
    all(who, context) {
      const environment = environmentOf(who, context);
      const { all } = deliveries.peek(who.workspaceId)!;
      const mine = all.filter((one) => one.environment === environment && mayRead(who.actor, one));
      return mine.map((one) => flagOf(who, one, context));
    },
    changes: (listening, line) => changeStream({ ...listening, deliveries }, line),
  };
}

/** `targetingKey` is the user where no user is named; `conversationStartedAt` an ISO 8601 time. */
const askingOf = ({ targetingKey, user, conversation, tenant, conversationStartedAt }: FlagContext): Asking => ({
  ...{ user: text(user) ?? text(targetingKey), conversation: text(conversation), tenant: text(tenant) },
  since: text(conversationStartedAt),
});

const text = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined);
