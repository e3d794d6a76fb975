export type Health = 'clear' | 'caution' | 'danger' | 'dark';
export type Authority = 'full' | 'limited' | 'held';
export type Reason = { code: string; sentence: string; since: string | null; link: string | null };
export type Aspect = { health: Health; authority: Authority; reasons: Reason[] };

/** The ladder of docs/language.md, with what a rollout adds to it. */
export type Rung =
  | 'full'
  | 'shadow'
  | 'canary'
  | 'approval_for_writes'
  | 'writes_off'
  | 'previous_release'
  | 'drain'
  | 'stop';

/** What is known of one agent in a window. null = the figures cannot be read. */
export type AspectFacts = {
  figures: {
    invocations: number;
    completed: number;
    failed: number;
    passedToPerson: number;
    abandoned: number;
    unknown: number;
    unbound: number;
  } | null;
  /** ISO 8601; null = never. */
  lastAt: string | null;
  /** The window in words: "the last 24 hours". */
  window: string;
  /** Another team's agent had this name first, and nobody owns this one. */
  foreign: boolean;
  rung: Rung;
  rungSince: string | null;
  /** Where its runs are listed. */
  runs: string;
};

/** Below this nothing is said in percent, and nothing is an emergency. */
const enough = 20;
const dangerAt = 0.2;
const cautionAt = 0.05;

/**
 * One agent's lamp and shunt mark: the worst reason wins, and no data is dark, never clear. Failures count against outcomes that
 * are known, by the lower end of Wilson's 95 % interval (Wilson 1927), so that a handful of failures does not cry wolf.
 */
export function aspect(facts: AspectFacts): Aspect {
  const found = [...signal(facts), ...failures(facts), ...evidence(facts)];
  found.sort((a, b) => rank[b.health] - rank[a.health]);
  const dark = found.find((one) => one.health === 'dark');
  const health = dark?.health ?? found[0]?.health ?? 'clear';
  const held = authority(facts);
  return {
    health,
    authority: held.authority,
    reasons: [
      ...(dark === undefined ? found : [dark, ...found.filter((one) => one !== dark)]).map(reasonOf),
      ...held.reasons,
    ],
  };
}

type Found = Reason & { health: Health };
const rank: Record<Health, number> = { clear: 0, caution: 1, danger: 2, dark: 3 };
const reasonOf = ({ code, sentence, since, link }: Found): Reason => ({ code, sentence, since, link });

function signal({ figures, lastAt, window }: AspectFacts): Found[] {
  const dark = (code: string, sentence: string): Found[] => [
    { health: 'dark', code, sentence, since: lastAt, link: null },
  ];
  if (figures === null) return dark('unreadable', 'Its figures cannot be read now.');
  if (lastAt === null) return dark('never_seen', 'It has never run.');
  return figures.invocations === 0 ? dark('no_signal', `It has not run in ${window}.`) : [];
}

function failures({ figures, window, runs }: AspectFacts): Found[] {
  if (figures === null) return [];
  const { completed, failed, passedToPerson, abandoned } = figures;
  const known = completed + failed + passedToPerson + abandoned;
  const least = wilsonLow(failed, known);
  const health: Health | null =
    least >= dangerAt && known >= enough
      ? 'danger'
      : least >= cautionAt && failed > 1
        ? 'caution'
        : failed > 0
          ? 'clear' // told, since it decides the order of agents; too little for the lamp
          : null;
  if (health === null) return [];
  const share = known < enough ? '' : ` (${Math.round((100 * failed) / known)} %)`;
  const sentence = `${failed} of ${known} with a known outcome failed${share} in ${window}.`;
  const code = health === 'clear' ? 'few_failures' : 'failures';
  return [{ health, code, sentence, since: null, link: `${runs}&outcome=failed` }];
}

/** Whether the other words can be believed. */
function evidence({ figures, window, foreign, runs }: AspectFacts): Found[] {
  const watch = (code: string, sentence: string, link: string | null): Found => ({
    ...{ health: 'caution', code, sentence, since: null, link },
  });
  const found: Found[] = [];
  if (figures !== null && figures.invocations >= enough && 2 * figures.unknown >= figures.invocations)
    found.push(
      watch(
        'outcome_unknown',
        `The outcome of ${figures.unknown} of ${figures.invocations} is unknown in ${window}.`,
        `${runs}&outcome=unknown`,
      ),
    );
  if (figures !== null && figures.unbound > 0)
    found.push(
      watch('unbound', `${figures.unbound} came with a key that is bound to another agent or environment.`, null),
    );
  if (foreign)
    found.push(
      watch('foreign_name', 'Another team had an agent of this name first. Name an owner if it is yours.', null),
    );
  return found;
}

const rungs: Record<Rung, { authority: Authority; sentence: string }> = {
  full: { authority: 'full', sentence: '' },
  shadow: { authority: 'limited', sentence: 'Shadow: its answers are compared, not used.' },
  canary: { authority: 'limited', sentence: 'Canary: a part of the traffic.' },
  approval_for_writes: { authority: 'limited', sentence: 'Approval for writes.' },
  writes_off: { authority: 'limited', sentence: 'Writes off.' },
  previous_release: { authority: 'limited', sentence: 'On its previous release.' },
  drain: { authority: 'held', sentence: 'Draining: it takes no new work.' },
  stop: { authority: 'held', sentence: 'Stopped.' },
};

function authority({ rung, rungSince }: AspectFacts): { authority: Authority; reasons: Reason[] } {
  const { authority: held, sentence } = rungs[rung];
  const reason = { code: rung, sentence, since: rungSince, link: null };
  return { authority: held, reasons: held === 'full' ? [] : [reason] };
}

/** The least share of `hits` in `n` that 95 % of samples would allow. */
function wilsonLow(hits: number, n: number): number {
  if (n === 0) return 0;
  const z2 = 1.96 ** 2;
  const p = hits / n;
  const spread = 1.96 * Math.sqrt((p * (1 - p) + z2 / (4 * n)) / n);
  return Math.max(0, (p + z2 / (2 * n) - spread) / (1 + z2 / n));
}
