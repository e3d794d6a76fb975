/** What stands where once the demo fleet has worked: ids of what pages are about. */
export type Shown = { agent: string; release: string; run: string; other: string; prompt: string };

/**
 * A page to look at. `words` stand there once it is drawn, `none` on an empty server;
 * null = it looks like another one there.
 * `outside`: before anybody is signed in.
 */
export type Look = { at: (ids: Shown) => string; words: string | RegExp; none: string | RegExp | null; outside?: true };

const plain = (at: string, words: string | RegExp, none: string | RegExp = words): Look => ({
  ...{ at: () => at, words, none },
});
const outside = (look: Look): Look => ({ ...look, outside: true });
const about = (at: (ids: Shown) => string, words: string | RegExp, none: string | RegExp | null = null): Look => ({
  ...{ at, words, none },
});

/** Every page of the router by its path there, in the states that look different; a page that is missing here fails the walk. */
export const looks: { [path: string]: readonly Look[] } = {
  '/sign-in': [outside(plain('/sign-in', 'E-mail'))],
  '/sign-in/$token': [outside(plain('/sign-in/used-up', 'Use a password'))],
  '/ui': [plain('/ui', 'Lamp')],
  '/': [plain('/', 'as of', 'No runs yet')],
  '/agents': [plain('/agents', '15 agents', 'No agents yet')],
  '/agents/$agentId': [
    about(({ agent }) => `/agents/${agent}`, 'Over time', 'Not found'),
    about(({ agent }) => `/agents/${agent}?tab=releases`, '3.2.0'),
    about(({ agent }) => `/agents/${agent}?tab=deployments`, 'production'),
    about(({ agent }) => `/agents/${agent}?tab=history`, 'Deployed'),
  ],
  '/agents/$agentId/new-release': [about(({ agent }) => `/agents/${agent}/new-release`, 'Make release', 'Not found')],
  '/releases/$releaseId': [about(({ release }) => `/releases/${release}`, 'Digest', 'Not found')],
  '/releases': [plain('/releases', '3.2.0', 'No release yet')],
  '/deployments': [
    plain('/deployments', '5 agents in 2 environments', 'Nothing is deployed yet'),
    plain('/deployments?shows=changes', /Deployed|Nothing was changed/),
  ],
  '/calendar': [plain('/calendar', /Mon/)],
  '/fleet': [plain('/fleet', 'Fleet score', 'Fleet score')],
  '/map': [plain('/map', 'contract-review', 'No agent calls another')],
  '/connect': [plain('/connect', 'OTEL_EXPORTER_OTLP_ENDPOINT')],
  '/failures': [plain('/failures?range=7d', 'Tool error', 'Nothing failed in this time')],
  '/dashboards': [plain('/dashboards', 'Fleet', 'No dashboards of your own yet')],
  '/dashboards/$dashboardId': [plain('/dashboards/fleet', 'Failures by agent')],
  '/runs': [
    plain('/runs', 'as of', 'No runs yet'),
    plain('/runs?facets=open', 'Add condition'),
    about(({ run }) => `/runs?range=7d&peek=${run}`, 'Open run', /There is no|Not found|No such/),
    plain('/runs?user=nobody-of-that-name', 'No run fits', 'No runs yet'),
  ],
  '/runs/$runId': [
    about(({ run }) => `/runs/${run}`, 'Critical path', 'No such run'),
    about(({ run }) => `/runs/${run}?view=transcript`, 'Open step'),
    about(({ run }) => `/runs/${run}?view=graph`, 'calls'),
  ],
  '/runs/compare': [
    about(({ run, other }) => `/runs/compare?a=${run}&b=${other}`, 'Figures of both runs', 'No such run'),
    plain('/runs/compare', 'Choose two runs'),
  ],
  '/steps': [plain('/steps', /^Model call/, 'No step fits here')],
  '/users': [plain('/users', 'user-', 'No user fits here')],
  '/prompts': [plain('/prompts', 'onboarding', 'No prompts yet')],
  '/prompts/$promptId': [
    about(({ prompt }) => `/prompts/${prompt}`, 'Nothing speaks against saving', 'Not found'),
    about(({ prompt }) => `/prompts/${prompt}?show=versions`, 'Version'),
    about(({ prompt }) => `/prompts/${prompt}?show=users`, 'production'),
    about(({ prompt }) => `/prompts/${prompt}?show=review`, 'Review'),
    about(({ prompt }) => `/prompts/${prompt}?show=playground`, 'No model can be asked yet'),
    about(({ prompt }) => `/prompts/${prompt}?show=history`, 'Created'),
  ],
  '/playground': [plain('/playground', 'No model can be asked yet', 'Nothing to ask yet')],
  '/sql': [plain('/sql', 'Ask in SQL')],
  '/settings': [plain('/settings', 'Appearance')],
  '/settings/members': [plain('/settings/members', 'admin@signalbox.internal')],
  '/settings/keys': [plain('/settings/keys', 'First key')],
  '/settings/providers': [plain('/settings/providers', 'No provider yet')],
  '/settings/itself': [plain('/settings/itself', 'Spool')],
  '/settings/prices': [plain('/settings/prices', 'gpt-5', 'No model was called')],
  '/settings/rules': [plain('/settings/rules', 'production', 'Order of environments')],
};
