import { sql } from 'kysely';
import { Drain, type Template } from '../../../detect/drain/drain.ts';
import { wildcard } from '../../../detect/drain/tokens.ts';
import type { Tx } from '../../../spine/tx.ts';
import type { MonitoringTables } from '../tables.ts';
import { type FailureScope, fingerprintOf, type GroupLocus } from './fingerprint.ts';
import type { Locus } from './model/locus.ts';

/** Groups that are kept apart: of one locus, and of all loci of an agent and class. */
const most = { ofLocus: 100, ofScope: 500 };

type Group = Template & { id: string; locus: GroupLocus };

/** All groups of one agent and class: each locus has a tree of its own. */
export class ScopeGroups {
  readonly #scope: FailureScope;
  readonly #groups: Group[];
  readonly #drains = new Map<string, Drain<Group>>();
  readonly #made = new Map<Group, number>();
  readonly #widened = new Set<Group>();

  private constructor(scope: FailureScope, groups: Group[]) {
    this.#scope = scope;
    this.#groups = groups;
  }

  static async read(tx: Tx, scope: FailureScope): Promise<ScopeGroups> {
    const rows = await tx
      .withTables<MonitoringTables>()
      .selectFrom('ops_failure_groups')
      .select(['id', 'locus_kind', 'locus', 'seed', 'template'])
      .where('workspace_id', '=', scope.workspaceId)
      .where('team_id', '=', scope.teamId)
      .where('agent', '=', scope.agent)
      .where('class', '=', scope.class)
      .orderBy('ordinal')
      .orderBy('id')
      .execute();
    const groups = rows.map((row) => ({
      id: row.id,
      locus: { kind: row.locus_kind, name: row.locus } as GroupLocus,
      seed: JSON.parse(row.seed) as string[],
      tokens: JSON.parse(row.template) as string[],
    }));
    return new ScopeGroups(scope, groups);
  }

  place(locus: Locus, tokens: readonly string[]): string {
    const { template, isWider } = this.#drainOf(locus).place(tokens);
    if (isWider) this.#widened.add(template);
    return template.id;
  }

  get size(): number {
    return this.#groups.length;
  }

  /** Is all of it as it was read or saved? */
  get isSaved(): boolean {
    return this.#made.size + this.#widened.size === 0;
  }

  async save(tx: Tx): Promise<void> {
    const groups = tx.withTables<MonitoringTables>();
    const { workspaceId, teamId, agent, class: of } = this.#scope;
    const rows = [...this.#made].map(([group, ordinal]) => ({
      ...{ id: group.id, workspace_id: workspaceId, team_id: teamId, agent, class: of, ordinal },
      ...{ locus_kind: group.locus.kind, locus: group.locus.name },
      ...{ seed: JSON.stringify(group.seed), template: JSON.stringify(group.tokens) },
      created_at: sql<Date>`clock_timestamp()`,
    }));
    if (rows.length > 0)
      await groups
        .insertInto('ops_failure_groups')
        .values(rows)
        .onConflict((one) => one.doNothing())
        .execute();
    for (const group of this.#widened) {
      if (this.#made.has(group)) continue;
      const template = JSON.stringify(group.tokens);
      await groups.updateTable('ops_failure_groups').set({ template }).where('id', '=', group.id).execute();
    }
    this.#made.clear();
    this.#widened.clear();
  }

  #drainOf(locus: GroupLocus): Drain<Group> {
    const key = JSON.stringify([locus.kind, locus.name]);
    let drain = this.#drains.get(key);
    if (drain === undefined) {
      drain = new Drain<Group>({
        known: this.#groups.filter((group) => group.locus.kind === locus.kind && group.locus.name === locus.name),
        isFull: (held) => held >= most.ofLocus || this.#groups.length >= most.ofScope,
        make: (tokens) => this.#make(locus, tokens, tokens),
        rest: () => this.#rest(),
      });
      this.#drains.set(key, drain);
    }
    return drain;
  }

  #rest(): Group {
    const locus = { kind: 'any', name: '' } as const;
    return this.#groups.find((group) => group.locus.kind === 'any') ?? this.#make(locus, [], [wildcard]);
  }

  #make(locus: GroupLocus, seed: readonly string[], tokens: readonly string[]): Group {
    const group = { id: fingerprintOf(this.#scope, locus, seed), locus, seed, tokens };
    this.#made.set(group, this.#groups.length);
    this.#groups.push(group);
    return group;
  }
}
