type Event = { type: string; payload: unknown };

const fields: Record<string, string> = {
  onCall: 'on call',
  mcpServers: 'MCP servers',
  calls: 'agents it calls',
  dataSources: 'data sources',
};
const changed = (after: unknown): string =>
  Object.keys(typeof after === 'object' && after !== null ? after : {})
    .map((field) => fields[field] ?? field)
    .join(', ') || '…';

/** One event of the ledger about an agent, in words. Of an erased payload only what happened is known. */
export function eventWords({ type, payload }: Event): string {
  const of = (typeof payload === 'object' && payload !== null ? payload : {}) as Record<string, unknown>;
  const text = (name: string): string => (typeof of[name] === 'string' ? of[name] : '…');
  const from = typeof of['service'] === 'string' && of['service'] !== '' ? ` from ${of['service']}` : '';
  switch (type) {
    case 'agent.observed':
      return of['sameNameAs'] == null
        ? `First seen, as "${text('key')}"`
        : `First seen, as "${text('key')}", a name that another team had first`;
    case 'agent.renamed':
      return `Renamed from ${text('before')} to ${text('after')}`;
    case 'agent.merged':
      return 'Merged into another agent';
    case 'agent.split':
      return `Split off, "${text('name')}"${from}`;
    case 'agent_name.ignored':
      return `Name ignored, "${text('name')}"${from}`;
    case 'agent_name.restored':
      return `Name taken for an agent again, "${text('name')}"${from}`;
    case 'name_change.undone':
      return `Undone: ${text('verb')}`;
    case 'agent.owner_named':
      return of['after'] === null ? 'Owner taken away' : 'Owner named';
    case 'agent.declared':
      return `Declared, as "${text('key')}"`;
    case 'agent.described':
      return `Described anew: ${changed(of['after'])}`;
    case 'release.created':
      return `Release ${text('version')} made`;
    case 'release.signed_off':
      return `Release signed off for ${text('environment')}`;
    case 'deployment.made':
      return of['candidate'] == null
        ? `Deployed to ${text('environment')}`
        : `Split begun or changed in ${text('environment')}`;
    case 'deployment.promoted':
      return `Promoted from ${text('from')} to ${text('environment')}`;
    case 'deployment.rolled_back':
      return `Rolled back in ${text('environment')}`;
    case 'deployment.scheduled':
      return `Deployment to ${text('environment')} planned`;
    case 'deployment.unscheduled':
      return `Planned deployment to ${text('environment')} cancelled`;
    case 'deployment.refused':
      return `Planned deployment to ${text('environment')} refused: ${text('refusal')}`;
    case 'agent.returned':
      return 'Back in the lists: it sends again';
    case 'agent.put_away':
      return 'Left the lists: its telemetry was removed';
    case 'content.listed':
      return 'What its runs said was seen in a list';
    default:
      return type;
  }
}
