import { expect, test } from 'vitest';
import { eventWords } from './event-words.ts';

test.each([
  ['agent.observed', { key: 'clerk', sameNameAs: null }, 'First seen, as "clerk"'],
  [
    'agent.observed',
    { key: 'clerk', sameNameAs: 'agt_1' },
    'First seen, as "clerk", a name that another team had first',
  ],
  ['agent.renamed', { before: 'a', after: 'b' }, 'Renamed from a to b'],
  ['agent.merged', { into: 'agt_1' }, 'Merged into another agent'],
  ['agent.split', { name: 'helper', service: 'billing' }, 'Split off, "helper" from billing'],
  ['agent_name.ignored', { name: 'x', service: '' }, 'Name ignored, "x"'],
  ['agent_name.restored', { name: 'x', service: 's' }, 'Name taken for an agent again, "x" from s'],
  ['name_change.undone', { verb: 'merge' }, 'Undone: merge'],
  ['agent.owner_named', { after: 'per_1' }, 'Owner named'],
  ['agent.owner_named', { after: null }, 'Owner taken away'],
  ['agent.declared', { key: 'clerk' }, 'Declared, as "clerk"'],
  ['agent.described', { after: { purpose: 'x', onCall: null } }, 'Described anew: purpose, on call'],
  ['release.created', { version: '1.2.0' }, 'Release 1.2.0 made'],
  ['release.signed_off', { environment: 'production' }, 'Release signed off for production'],
  ['deployment.made', { environment: 'qa', candidate: null }, 'Deployed to qa'],
  ['deployment.made', { environment: 'qa', candidate: { share: 1 } }, 'Split begun or changed in qa'],
  ['deployment.promoted', { from: 'qa', environment: 'production' }, 'Promoted from qa to production'],
  ['deployment.rolled_back', { environment: 'qa' }, 'Rolled back in qa'],
  ['deployment.scheduled', { environment: 'qa' }, 'Deployment to qa planned'],
  ['deployment.unscheduled', { environment: 'qa' }, 'Planned deployment to qa cancelled'],
  [
    'deployment.refused',
    { environment: 'qa', refusal: 'lifecycle.frozen' },
    'Planned deployment to qa refused: lifecycle.frozen',
  ],
  ['agent.returned', {}, 'Back in the lists: it sends again'],
  ['agent.put_away', {}, 'Left the lists: its telemetry was removed'],
  ['content.listed', { teamId: 'tea_1', agent: 'clerk' }, 'What its runs said was seen in a list'],
  ['something.new', {}, 'something.new'],
])('%s %j', (type, payload, words) => {
  expect(eventWords({ type, payload })).toBe(words);
});

test('an erased payload leaves what happened', () => {
  expect(eventWords({ type: 'agent.renamed', payload: null })).toBe('Renamed from … to …');
});
