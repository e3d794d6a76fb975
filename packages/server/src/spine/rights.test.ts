import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { roles, type Role } from './actor.ts';
import { actions, rightOf, roleHas, type GrantedAction } from './rights.ts';
import { rightsTable } from './rights-docs.ts';

const all = Object.keys(actions) as GrantedAction[];
const rightsOf = (role: Role): GrantedAction[] => all.filter((action) => roleHas(role, action));

test('docs/access.md holds the table of the code', () => {
  const docs = readFileSync(join(import.meta.dirname, '../../../../docs/access.md'), 'utf8');
  expect(docs, 'put what `signalbox rights` prints into docs/access.md').toContain(rightsTable());
});

describe('what the roles are for', () => {
  test('admin has every right, and alone those that hand out rights to people', () => {
    expect(rightsOf('admin')).toEqual(all);
    for (const action of ['grant.create', 'person.create', 'setting.change'] as const)
      expect(roles.filter((role) => roleHas(role, action))).toEqual(['admin']);
  });

  test('reading content is a right of its own: who sees runs need not have it', () => {
    expect(roles.filter((role) => roleHas(role, 'run.read') && !roleHas(role, 'content.read'))).toEqual([
      'viewer',
      'release_manager',
      'auditor',
    ]);
    expect(roles.filter((role) => roleHas(role, 'content.reveal'))).toEqual(['compliance', 'admin']);
  });

  test('an auditor and a business owner change nothing; the latter sees figures alone', () => {
    const changes = /\.(create|rename|disable|revoke|change|break|write)$/;
    expect(rightsOf('auditor').filter((action) => changes.test(action))).toEqual([]);
    expect(rightsOf('business_owner').filter((action) => changes.test(action))).toEqual([]);
    expect(rightsOf('business_owner')).toContain('totals.read');
    for (const action of ['run.read', 'content.read', 'person.read', 'key.read', 'ledger.read'] as const)
      expect(roleHas('business_owner', action)).toBe(false);
  });

  test('no key reveals, exports, breaks the glass, freezes, signs off or reviews', () => {
    expect(all.filter((action) => rightOf(action).scope === null)).toEqual([
      ...['freeze.change', 'freeze.override', 'release.sign_off', 'environment.change'],
      'content.reveal',
      'content.export',
      'prompt.review',
      'glass.break',
    ]);
  });
});
