import type { Grant, Role } from 'signalbox/contract/access';

/** What each role is for, in the order of a choice. */
export const roleAbout: Record<Role, string> = {
  viewer: 'sees runs and figures, no text',
  operator: 'reads runs, makes and revokes keys, rolls releases back',
  prompt_engineer: 'reads runs with their text, writes prompts, makes releases',
  release_manager: 'makes, signs off and deploys releases; may break the glass',
  compliance: 'reads content, ledger, people; freezes, signs off; may take content out',
  auditor: 'reads ledger, people and runs, no text; ends by itself',
  business_owner: 'sees figures alone, signs releases off',
  admin: 'everything, and hands out roles',
};

export const roleNames = Object.keys(roleAbout) as Role[];

export const roleName = (role: Role): string => {
  const words = role.replaceAll('_', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
};

/** "Operator of Support in production"; ids of what one may not see stay out of it. */
export function grantWords(
  grant: Pick<Grant, 'role' | 'teamId' | 'agentId' | 'environment'>,
  teamName: (id: string) => string,
): string {
  const parts = [
    roleName(grant.role),
    grant.teamId === null ? 'everywhere' : `of ${teamName(grant.teamId)}`,
    grant.agentId === null ? '' : 'for one agent',
    grant.environment === null ? '' : `in ${grant.environment}`,
  ];
  return parts.filter((part) => part !== '').join(' ');
}
