import type { AgentProfile } from '../../contract-agents.ts';
import type { BulkAct } from '../../contract-fleet.ts';

/** What a bulk change makes of a profile; what it does not name stays. A list or record that is empty then is unknown again. */
export function edited(profile: AgentProfile, act: BulkAct): AgentProfile {
  const tags = profile.tags ?? [];
  switch (act.kind) {
    case 'add_tags':
      return { ...profile, tags: [...new Set([...tags, ...act.tags])] };
    case 'remove_tags': {
      const { tags: _, ...rest } = profile;
      const left = tags.filter((one) => !act.tags.includes(one));
      return left.length === 0 ? rest : { ...rest, tags: left };
    }
    case 'risk':
      return { ...profile, risk: { ...profile.risk, ...act.risk } };
    case 'describe': {
      const { kind: _, ...said } = act;
      return { ...profile, ...said };
    }
    case 'claim':
    case 'owner':
    case 'promote':
      return profile;
  }
}
