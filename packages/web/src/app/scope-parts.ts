type Parts = { team: boolean; env: boolean; time: boolean };

const all: Parts = { team: true, env: true, time: true };
const none: Parts = { team: false, env: false, time: false };
/** The first that fits a route says what it heeds; what is chosen of the rest waits in the URL. */
const heeds: [route: RegExp, parts: Parts][] = [
  [/^\/shell\/(settings|connect|sql)/, none],
  // Prompts belong to teams; when and where they ran is told by runs.
  [/^\/shell\/(prompts|playground)/, { ...none, team: true }],
  [/^\/shell\/releases\/./, none],
  [/^\/shell\/releases/, { ...none, team: true }],
  [/^\/shell\/agents\/.*new-release/, none],
  // It turns its own pages.
  [/^\/shell\/calendar/, { ...all, time: false }],
  // Its seven days are its own.
  [/^\/shell\/fleet/, { ...all, time: false }],
  [/^\/shell\/map/, { ...all, env: false }],
];

/** Which selectors a page has: one that changes nothing is not shown. */
export function scopeParts(routeIds: readonly string[], search: { shows?: unknown }): Parts {
  if (routeIds.some((id) => id.startsWith('/shell/deployments'))) return { ...all, time: search.shows === 'changes' };
  return heeds.find(([route]) => routeIds.some((id) => route.test(id)))?.[1] ?? all;
}
