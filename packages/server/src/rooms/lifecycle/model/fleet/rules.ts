import type { AgentProfile } from '../../contract-agents.ts';
import type { FleetRules } from '../../contract-fleet.ts';
import { riskClass } from '../registry/risk-class.ts';

/** What is known of one agent when the rules are asked. `nameFits` null = agents may be called anything. */
export type AgentFacts = {
  agentId: string;
  slug: string;
  name: string;
  teamId: string;
  ownerId: string | null;
  profile: AgentProfile;
  hasRelease: boolean;
  isServed: boolean;
  hasWayBack: boolean;
  nameFits: boolean | null;
};
type Miss = FleetRules['rules'][number]['misses'][number];
type Rule = {
  id: string;
  title: string;
  about: string;
  applies: (agent: AgentFacts) => boolean;
  holds: (agent: AgentFacts) => boolean;
  miss: (agent: AgentFacts) => { why: string; fix: Omit<Miss['fix'], 'link'>; tab: '' | '/new-release' };
};

const always = (): boolean => true;
const isHigh = ({ profile }: AgentFacts): boolean => riskClass(profile) === 'high';
const describe = (sentence: string) => ({ action: 'describe', sentence, bulk: 'describe' }) as const;

/** What is asked of every agent. Rules of budgets, policies, escalation and drills come with their rooms. */
const rules: readonly Rule[] = [
  {
    ...{ id: 'owner', title: 'Somebody answers for it', applies: always },
    about: 'When it fails, one person decides. A team is nobody in particular.',
    holds: (agent) => agent.ownerId !== null,
    miss: () => ({
      ...{ why: 'Nobody answers for it.', tab: '' },
      fix: { action: 'claim', sentence: 'Claim it, or name who answers for it.', bulk: 'claim' },
    }),
  },
  {
    ...{ id: 'release', title: 'It runs a release', applies: always },
    about: 'Only what is released is known, can be compared, and can be taken back.',
    holds: (agent) => agent.isServed,
    miss: ({ hasRelease }) =>
      hasRelease
        ? {
            ...{ why: 'It has releases, and none is deployed here.', tab: '' },
            fix: { action: 'deploy', sentence: 'Deploy one of its releases.', bulk: 'promote' },
          }
        : {
            ...{ why: 'It has no release.', tab: '/new-release' },
            fix: { action: 'release', sentence: 'Make a release of it, by hand or by signalbox apply.', bulk: null },
          },
  },
  {
    ...{ id: 'way_back', title: 'It can be rolled back', applies: (agent) => agent.isServed },
    about: 'The fastest way out of an incident is the release before.',
    holds: (agent) => agent.hasWayBack,
    miss: () => ({
      ...{ why: 'Only one release was ever deployed here.', tab: '' },
      fix: { action: 'deploy', sentence: 'Deploy a second release; the first is the way back then.', bulk: null },
    }),
  },
  {
    ...{ id: 'on_call', title: 'Somebody can be reached', applies: always },
    about: 'Who sees it fail must know whom to call.',
    holds: ({ profile }) => profile.onCall !== undefined,
    miss: () => ({ why: 'Nobody is named to call.', tab: '', fix: describe('Say whom to reach when it fails.') }),
  },
  {
    ...{ id: 'risk', title: 'Its risk is known', applies: always },
    about: 'What is asked of an agent, and how fast one acts, depends on what it can harm.',
    holds: ({ profile }) => riskClass(profile) !== null,
    miss: () => ({
      ...{ why: 'Not every side of its risk is stated.', tab: '' },
      fix: { action: 'describe', sentence: 'State autonomy, reversibility, data, reach and spend.', bulk: 'risk' },
    }),
  },
  {
    ...{ id: 'runbook', title: 'High risk has a runbook', applies: isHigh },
    about: 'Nobody should have to think of what to do first while harm is done.',
    holds: ({ profile }) => profile.runbook !== undefined,
    miss: () => ({ why: 'Its risk is high, and it has no runbook.', tab: '', fix: describe('Link its runbook.') }),
  },
  {
    ...{ id: 'name', title: 'It is called as agreed', applies: (agent) => agent.nameFits !== null },
    about: 'Names that follow one rule can be found, and granted on.',
    holds: (agent) => agent.nameFits === true,
    miss: () => ({
      ...{ why: 'Its name does not fit the naming rule.', tab: '' },
      fix: { action: 'rename', sentence: 'Rename it; the former address goes on working.', bulk: null },
    }),
  },
];

const mostMisses = 200;

/** How far a fleet is what it should be. A rule that concerns nobody is left out; the score counts each agent and rule once. */
export function judge(fleet: readonly AgentFacts[]): Pick<FleetRules, 'score' | 'rules'> {
  const judged = rules.flatMap((rule) => {
    const concerned = fleet.filter(rule.applies);
    if (concerned.length === 0) return [];
    const missed = concerned.filter((agent) => !rule.holds(agent)).toSorted(byName);
    const { id, title, about } = rule;
    const passed = concerned.length - missed.length;
    const misses = missed.slice(0, mostMisses).map((agent) => missOf(rule, agent));
    return [{ id, title, about, applicable: concerned.length, passed, misses, more: missed.length - misses.length }];
  });
  const sum = (of: 'applicable' | 'passed'): number => judged.reduce((held, one) => held + one[of], 0);
  return { score: sum('applicable') === 0 ? null : sum('passed') / sum('applicable'), rules: judged };
}

function missOf(rule: Rule, agent: AgentFacts): Miss {
  const { agentId, slug, name, teamId } = agent;
  const { why, fix, tab } = rule.miss(agent);
  return { agentId, slug, name, teamId, why, fix: { ...fix, link: `/agents/${slug}${tab}` } };
}

const byName = (a: AgentFacts, b: AgentFacts): number => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0);
