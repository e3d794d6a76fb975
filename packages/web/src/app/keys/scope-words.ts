import type { Key } from 'signalbox/contract/access';

type Scope = Key['scopes'][number];

/** What each scope of a key lets it do, for people who choose. */
export const scopeAbout: Record<Scope, string> = {
  ingest: 'sends telemetry',
  deliver: 'asks which release an agent is to be',
  guard: 'asks whether an agent may do something',
  feedback: 'sends feedback, also from browsers',
  read: 'sees runs and figures, no text',
  content: 'reads the text of runs; that is recorded',
  write: 'changes what agents work with',
  admin: 'administers its team',
};

export const scopeNames = Object.keys(scopeAbout) as Scope[];
