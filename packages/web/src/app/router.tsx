import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
  redirect,
  retainSearchParams,
  type RouterHistory,
} from '@tanstack/react-router';
import {
  readAgentSearch,
  readAgentsSearch,
  readCalendarSearch,
  readReleaseSearch,
  readServedSearch,
} from '../rooms/lifecycle/search.ts';
import { readPlaygroundSearch, readPromptSearch, readPromptsSearch } from '../rooms/prompts/search.ts';
import { readFailuresSearch } from '../rooms/monitoring/failures/search.ts';
import { readCompareSearch, readRunSearch, readRunsSearch } from '../rooms/monitoring/search.ts';
import { readSqlSearch } from '../rooms/monitoring/sql/search.ts';
import { RunsPage } from '../rooms/monitoring/list/runs-page.tsx';
import { ErrorState } from '../ui/error-state.tsx';
import { base } from './base.ts';
import { NotFound } from './not-found.tsx';
import { readScope, type Scope } from './scope.ts';
import { parseSearch, stringifySearch } from './search-text.ts';
import { Shell } from './shell.tsx';

const root = createRootRoute({
  validateSearch: readScope,
  search: {
    middlewares: [retainSearchParams<Scope>(['team', 'env', 'range', 'from', 'to', 'tz', 'compare', 'marks'])],
  },
  component: Outlet,
  notFoundComponent: NotFound,
  errorComponent: ({ error }) => <ErrorState whole error={error} onRetry={() => location.reload()} />,
});
const readNext = (search: Record<string, unknown>): { next?: string | undefined; problem?: string | undefined } => ({
  next: typeof search['next'] === 'string' ? search['next'] : undefined,
  problem: typeof search['problem'] === 'string' ? search['problem'] : undefined,
});
const signIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  validateSearch: readNext,
  component: lazyRouteComponent(() => import('./sign-in.tsx'), 'SignInPage'),
});
const signInLink = createRoute({
  getParentRoute: () => root,
  path: '/sign-in/$token',
  component: lazyRouteComponent(() => import('./sign-in-link.tsx'), 'SignInLinkPage'),
});
const specimen = createRoute({
  getParentRoute: () => root,
  path: '/ui',
  component: lazyRouteComponent(() => import('../ui/specimen.tsx'), 'Specimen'),
});

const shell = createRoute({ getParentRoute: () => root, id: 'shell', component: Shell });
const home = createRoute({
  getParentRoute: () => shell,
  path: '/',
  beforeLoad: () => {
    throw redirect({ to: '/runs', replace: true });
  },
});
const agents = createRoute({
  getParentRoute: () => shell,
  path: '/agents',
  validateSearch: readAgentsSearch,
  component: lazyRouteComponent(() => import('../rooms/lifecycle/list/agents-page.tsx'), 'AgentsPage'),
});
const agent = createRoute({
  getParentRoute: () => shell,
  path: '/agents/$agentId',
  validateSearch: readAgentSearch,
  component: lazyRouteComponent(() => import('../rooms/lifecycle/agent/agent-page.tsx'), 'AgentPage'),
});
const newRelease = createRoute({
  getParentRoute: () => shell,
  path: '/agents/$agentId/new-release',
  component: lazyRouteComponent(() => import('../rooms/lifecycle/releases/new-release-page.tsx'), 'NewReleasePage'),
});
const releases = createRoute({
  getParentRoute: () => shell,
  path: '/releases',
  component: lazyRouteComponent(() => import('../rooms/lifecycle/fleet/releases-page.tsx'), 'ReleasesPage'),
});
const deployments = createRoute({
  getParentRoute: () => shell,
  path: '/deployments',
  validateSearch: readServedSearch,
  component: lazyRouteComponent(() => import('../rooms/lifecycle/fleet/deployments-page.tsx'), 'DeploymentsPage'),
});
const calendar = createRoute({
  getParentRoute: () => shell,
  path: '/calendar',
  validateSearch: readCalendarSearch,
  component: lazyRouteComponent(() => import('../rooms/lifecycle/calendar/calendar-page.tsx'), 'CalendarPage'),
});
const fleet = createRoute({
  getParentRoute: () => shell,
  path: '/fleet',
  component: lazyRouteComponent(() => import('../rooms/lifecycle/score/score-page.tsx'), 'ScorePage'),
});
const map = createRoute({
  getParentRoute: () => shell,
  path: '/map',
  component: lazyRouteComponent(() => import('../rooms/lifecycle/map/map-page.tsx'), 'MapPage'),
});
const release = createRoute({
  getParentRoute: () => shell,
  path: '/releases/$releaseId',
  validateSearch: readReleaseSearch,
  component: lazyRouteComponent(() => import('../rooms/lifecycle/releases/release-page.tsx'), 'ReleasePage'),
});
const prompts = createRoute({
  getParentRoute: () => shell,
  path: '/prompts',
  validateSearch: readPromptsSearch,
  component: lazyRouteComponent(() => import('../rooms/prompts/list/prompts-page.tsx'), 'PromptsPage'),
});
const prompt = createRoute({
  getParentRoute: () => shell,
  path: '/prompts/$promptId',
  validateSearch: readPromptSearch,
  component: lazyRouteComponent(() => import('../rooms/prompts/prompt/prompt-page.tsx'), 'PromptPage'),
});
const playground = createRoute({
  getParentRoute: () => shell,
  path: '/playground',
  validateSearch: readPlaygroundSearch,
  component: lazyRouteComponent(() => import('../rooms/prompts/playground/playground-page.tsx'), 'PlaygroundPage'),
});
const connect = createRoute({
  getParentRoute: () => shell,
  path: '/connect',
  component: lazyRouteComponent(() => import('../rooms/lifecycle/connect/connect-page.tsx'), 'ConnectPage'),
});
const runs = createRoute({
  getParentRoute: () => shell,
  path: '/runs',
  validateSearch: readRunsSearch,
  component: RunsPage,
});
const compare = createRoute({
  getParentRoute: () => shell,
  path: '/runs/compare',
  validateSearch: readCompareSearch,
  component: lazyRouteComponent(() => import('../rooms/monitoring/compare/compare-page.tsx'), 'ComparePage'),
});
const steps = createRoute({
  getParentRoute: () => shell,
  path: '/steps',
  validateSearch: readRunsSearch,
  component: lazyRouteComponent(() => import('../rooms/monitoring/explore/steps-page.tsx'), 'StepsPage'),
});
const users = createRoute({
  getParentRoute: () => shell,
  path: '/users',
  validateSearch: readRunsSearch,
  component: lazyRouteComponent(() => import('../rooms/monitoring/explore/users-page.tsx'), 'UsersPage'),
});
const explorer = [compare, steps, users] as const;
const run = createRoute({
  getParentRoute: () => shell,
  path: '/runs/$runId',
  validateSearch: readRunSearch,
  component: lazyRouteComponent(() => import('../rooms/monitoring/run/run-page.tsx'), 'RunPage'),
});
const dashboards = createRoute({
  getParentRoute: () => shell,
  path: '/dashboards',
  component: lazyRouteComponent(() => import('../rooms/monitoring/dashboards/dashboards-page.tsx'), 'DashboardsPage'),
});
const dashboard = createRoute({
  getParentRoute: () => shell,
  path: '/dashboards/$dashboardId',
  component: lazyRouteComponent(() => import('../rooms/monitoring/dashboards/dashboard-page.tsx'), 'DashboardPage'),
});
const failures = createRoute({
  getParentRoute: () => shell,
  path: '/failures',
  validateSearch: readFailuresSearch,
  component: lazyRouteComponent(() => import('../rooms/monitoring/failures/failures-page.tsx'), 'FailuresPage'),
});
const sql = createRoute({
  getParentRoute: () => shell,
  path: '/sql',
  validateSearch: readSqlSearch,
  component: lazyRouteComponent(() => import('../rooms/monitoring/sql/sql-page.tsx'), 'SqlPage'),
});
const settings = createRoute({
  getParentRoute: () => shell,
  path: '/settings',
  component: lazyRouteComponent(() => import('./settings.tsx'), 'SettingsPage'),
});

const members = createRoute({
  getParentRoute: () => shell,
  path: '/settings/members',
  component: lazyRouteComponent(() => import('./members/members-page.tsx'), 'MembersPage'),
});
const keys = createRoute({
  getParentRoute: () => shell,
  path: '/settings/keys',
  component: lazyRouteComponent(() => import('./keys/keys-page.tsx'), 'KeysPage'),
});
const providers = createRoute({
  getParentRoute: () => shell,
  path: '/settings/providers',
  component: lazyRouteComponent(() => import('./providers/providers-page.tsx'), 'ProvidersPage'),
});
const itself = createRoute({
  getParentRoute: () => shell,
  path: '/settings/itself',
  component: lazyRouteComponent(() => import('./itself/itself-page.tsx'), 'ItselfPage'),
});
const prices = createRoute({
  getParentRoute: () => shell,
  path: '/settings/prices',
  component: lazyRouteComponent(() => import('../rooms/monitoring/prices/prices-page.tsx'), 'PricesPage'),
});
const rules = createRoute({
  getParentRoute: () => shell,
  path: '/settings/rules',
  component: lazyRouteComponent(() => import('../rooms/lifecycle/rules/rules-page.tsx'), 'RulesPage'),
});

const ofFleet = [releases, deployments, calendar, fleet, map] as const;
const lifecycle = [agents, agent, newRelease, release, ...ofFleet] as const;
const ofPrompts = [prompts, prompt, playground] as const;
const house = shell.addChildren([
  home,
  ...lifecycle,
  connect,
  failures,
  dashboards,
  dashboard,
  runs,
  run,
  ...explorer,
  ...ofPrompts,
  sql,
  settings,
  members,
  keys,
  providers,
  itself,
  prices,
  rules,
]);
const routeTree = root.addChildren([signIn, signInLink, specimen, house]);

/** The pages by address. Without `history` it follows the browser's. */
export const makeRouter = (history?: RouterHistory) =>
  createRouter({
    routeTree,
    basepath: base === '' ? '/' : base,
    defaultPreload: 'intent',
    parseSearch,
    stringifySearch,
    ...(history ? { history } : {}),
  });

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof makeRouter>;
  }
}
