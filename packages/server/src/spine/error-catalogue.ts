import { dashboardErrors } from './error-catalogue-dashboards.ts';
import { viewErrors } from './error-catalogue-views.ts';
import { failureErrors } from './error-catalogue-failures.ts';
import { modelErrors } from './error-catalogue-models.ts';
import { promptErrors } from './error-catalogue-prompts.ts';
import { monitoringErrors } from './error-catalogue-monitoring.ts';
import { fleetErrors } from './error-catalogue-fleet.ts';

type Entry = { status: number; title: string; detail: string };

/**
 * Every error a caller can meet: code `<area>.<reason>`, HTTP status, short title, and a sentence that says what to do.
 * docs/errors.md is generated from this table; codes never change their meaning.
 */
export const catalogue = {
  'request.invalid': {
    status: 400,
    title: 'The request does not fit',
    detail: 'Mend the fields named in "fields" and send it again.',
  },
  'request.malformed': { status: 400, title: 'The body cannot be read', detail: '{reason}' },
  'request.too_large': {
    status: 413,
    title: 'The body is too large',
    detail: 'At most {limit} bytes; this one has more. Send less at once.',
  },
  'request.not_found': {
    status: 404,
    title: 'No such address',
    detail: 'There is nothing at {path}. The API is described at /api/v1/openapi.json.',
  },
  'request.idempotency_conflict': {
    status: 409,
    title: 'Idempotency-Key already used',
    detail: 'This key came with another request body within 24 hours. Use a new key for a new request.',
  },
  'request.in_progress': {
    status: 409,
    title: 'Still under way',
    detail: 'The first request with this Idempotency-Key is still running. Ask again shortly.',
  },
  'request.method_not_allowed': { status: 405, title: 'Method not allowed', detail: '{path} takes {allowed}.' },
  'request.unsupported_type': {
    status: 415,
    title: 'Content type not supported',
    detail: 'Send the body as application/json.',
  },
  'request.cursor_invalid': {
    status: 400,
    title: 'Cursor not valid',
    detail: 'Cursors are opaque and belong to one list. Start again without one.',
  },
  'request.rate_limited': { status: 429, title: 'Too many requests', detail: 'Wait {seconds} s, then try again.' },
  'request.too_many_connections': {
    status: 503,
    title: 'Too many connections',
    detail:
      'More than {limit} connections are open here, or from your address. Close some and come again; limits are server.connections and server.connectionsPerAddress.',
  },
  'access.unauthenticated': {
    status: 401,
    title: 'Not signed in',
    detail: 'Sign in, or send an API key as "x-signalbox-key: sbx_…" or "Authorization: Bearer sbx_…".',
  },
  'access.key_invalid': {
    status: 401,
    title: 'Key not accepted',
    detail:
      'This API key is unknown, revoked, expired or cut off (it has the form sbx_<id>_<secret>). Make a new one with: signalbox key create',
  },
  'access.denied': {
    status: 403,
    title: 'Not allowed',
    detail: 'This needs the right "{action}". Ask a workspace admin for it.',
  },
  'access.csrf': {
    status: 403,
    title: 'Request from another page',
    detail: 'The x-signalbox-csrf header is missing or does not match the session. Reload the page.',
  },
  'access.not_found': { status: 404, title: 'Not found', detail: 'No {noun} is visible to you.' },
  'access.sign_in_failed': {
    status: 401,
    title: 'Sign-in failed',
    detail: 'E-mail or password is wrong. After {left} more tries this address waits.',
  },
  'access.throttled': {
    status: 429,
    title: 'Too many tries',
    detail: 'Wait {seconds} s before the next try, or use a sign-in link (signalbox login-link).',
  },
  'access.link_invalid': {
    status: 410,
    title: 'Link no longer valid',
    detail: 'Sign-in links work once and for 15 minutes. Make a new one with: signalbox login-link',
  },
  'access.conflict': { status: 409, title: 'Already there', detail: '{what} exists already. Choose another name.' },
  'access.scope_exceeded': {
    status: 403,
    title: 'More than you hold',
    detail: 'A key may carry only rights its maker has there. Missing: {missing}.',
  },
  'access.feedback_alone': {
    status: 400,
    title: 'A key for feedback carries nothing else',
    detail:
      'Whoever opens the page can read it. Make a key with the scope feedback alone, and another one for the rest.',
  },
  'access.origins_unused': {
    status: 400,
    title: 'Origins are for keys for feedback',
    detail: 'Only a key with the scope feedback may be used from a page. Give it that scope, or leave the origins out.',
  },
  'access.origin_refused': {
    status: 403,
    title: 'Not from this page',
    detail:
      'No key for feedback is for {origin}. Make one that names this origin, scheme and port as the browser says them.',
  },
  'access.beyond_own_end': {
    status: 403,
    title: 'Longer than you hold it',
    detail: 'Your own right to this ends at {until}. What you give must end by then.',
  },
  'access.role_exceeded': {
    status: 403,
    title: 'More than you hold',
    detail: 'Nobody grants a role with rights they do not have there themselves. Missing: {missing}.',
  },
  'access.code_needed': {
    status: 401,
    title: 'Code needed',
    detail: 'Send the six digits of your authenticator app, or a recovery code, as "code".',
  },
  'access.code_wrong': {
    status: 401,
    title: 'Code not accepted',
    detail:
      'Each code works once and for about a minute; check the clock of the device. After {left} more tries it waits.',
  },
  'access.proof_needed': {
    status: 403,
    title: 'Is it you?',
    detail:
      'Send your present password as "current", or six digits of your authenticator app as "code"; or sign in by a new link (signalbox login-link) and do it within five minutes.',
  },
  'access.password_wrong': {
    status: 403,
    title: 'Present password wrong',
    detail: 'This is not your present password. After {left} more tries it waits.',
  },
  'access.second_factor_required': {
    status: 403,
    title: 'Second factor required',
    detail: 'This workspace asks everybody for an authenticator app. Set yours up under Settings, then go on.',
  },
  'access.second_factor_exists': {
    status: 409,
    title: 'Already set up',
    detail: 'Remove the authenticator app first, with one of its codes.',
  },
  'access.managed_elsewhere': {
    status: 409,
    title: 'Signs in elsewhere',
    detail: 'This person signs in through {issuer}. Disable and reset them there.',
  },
  'access.provider_failed': {
    status: 502,
    title: 'Sign-in elsewhere failed',
    detail: 'The identity provider answered: {reason}. Try again; if it stays, ask who runs it.',
  },
  'access.no_group': {
    status: 403,
    title: 'No access here yet',
    detail: 'The identity provider knows you, but none of your groups gives anything here. Ask a workspace admin.',
  },
  'access.address_unproven': {
    status: 403,
    title: 'Whose address is this?',
    detail:
      'The identity provider names no verified e-mail address, or one that belongs to another person here. Ask a workspace admin.',
  },
  'access.person_disabled': {
    status: 403,
    title: 'Disabled here',
    detail: 'The identity provider knows you, but you are disabled in this workspace. Ask a workspace admin.',
  },
  'access.visit_expired': {
    status: 400,
    title: 'Begin again',
    detail: 'This sign-in was begun in another browser, or more than ten minutes ago. Begin again.',
  },
  'access.team_unknown': {
    status: 500,
    title: 'Unknown team in the configuration',
    detail: 'There is no team "{team}", which oidc.groups names. Make it, or mend the configuration.',
  },
  'access.not_recorded': {
    status: 503,
    title: 'Could not be recorded',
    detail:
      'Reading content is recorded, and the record could not be written. Nothing was shown. Try again in {seconds} s.',
  },
  'access.last_admin': {
    status: 409,
    title: 'Last admin',
    detail: 'The workspace would have no admin left. Grant admin to someone else first.',
  },
  'config.invalid': { status: 500, title: 'Configuration not valid', detail: '{reason}' },
  'config.data_dir_in_use': {
    status: 500,
    title: 'Data directory in use',
    detail:
      '{path} belongs to process {pid}. Open that one (signalbox login-link), stop it, or start in another folder with --data-dir.',
  },
  'config.port_unusable': {
    status: 500,
    title: 'Cannot listen there',
    detail:
      'Port {port} of {host} cannot be used: {reason}. Choose others with --host and --port or SIGNALBOX_SERVER_*.',
  },
  'config.not_running': {
    status: 503,
    title: 'No server runs here',
    detail: 'Nothing runs on {path}. Start it with: signalbox up',
  },
  'config.server_silent': {
    status: 500,
    title: 'The running server does not answer',
    detail:
      'Process {pid} has {path} and did not answer within {seconds} s. Try again once it has started; if it hangs, stop it.',
  },
  'config.no_server': {
    status: 500,
    title: 'No server runs here',
    detail:
      'There is none on {path}. Start one with the demo in it (npm start -- --demo), or name another with --url and --key.',
  },
  'config.key_unreadable': { status: 500, title: 'Root key not readable', detail: '{reason}' },
  'config.root_key_differs': {
    status: 500,
    title: 'Another root key',
    detail:
      'The stored keys were sealed under root key {sealedUnder}; this server was given {given}. Give it the first one again: SIGNALBOX_ROOT_KEY, SIGNALBOX_ROOT_KEY_FILE or <data directory>/key.',
  },
  'backup.no_room': {
    status: 503,
    title: 'No room for a backup',
    detail: 'A backup needs up to {needed} bytes for a moment; {free} are free. Make room, or remove old backups.',
  },
  'backup.own_dump': {
    status: 409,
    title: 'Back it up with pg_dump',
    detail:
      'The control state is on your PostgreSQL server: Signalbox backs up and restores only the embedded one. Use pg_dump and pg_restore.',
  },
  'backup.needed': {
    status: 500,
    title: 'Take a pg_dump first',
    detail:
      'This version changes the schema of the control state ({missing}), which is on your PostgreSQL server. Take a pg_dump, then start once with "up --yes" or SIGNALBOX_BACKUP_MIGRATE_WITHOUT=true.',
  },
  'backup.unreadable': { status: 400, title: 'Not a whole backup', detail: '{file} cannot be restored ({reason}).' },
  'ingest.not_found': {
    status: 404,
    title: 'No such address on the OTLP port',
    detail:
      'There is nothing at {path}. This port takes telemetry at /v1/traces and /v1/logs (set OTEL_EXPORTER_OTLP_ENDPOINT without a path); web and API are on port {port}.',
  },
  'ingest.unsupported_type': {
    status: 415,
    title: 'Content type not supported',
    detail:
      'OTLP/HTTP takes application/x-protobuf or application/json. Set OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf.',
  },
  'ingest.unsupported_encoding': {
    status: 415,
    title: 'Content encoding not supported',
    detail: 'Use gzip, deflate or none, and none with a key for pages; got {encoding}.',
  },
  'ingest.malformed': { status: 400, title: 'Not an OTLP request', detail: '{reason}' },
  'ingest.inflated_too_large': {
    status: 413,
    title: 'Inflates to too much',
    detail: 'The body inflates to more than {limit} bytes. Send smaller batches.',
  },
  'ingest.overloaded': {
    status: 429,
    title: 'Ingest is busy',
    detail: 'Nothing was kept of this request. Send it again after {seconds} s; OTLP exporters do so by themselves.',
  },
  'ingest.disk_full': {
    status: 503,
    title: 'Disk quota reached',
    detail:
      'The spool holds {used} of {limit} bytes. Free disk or raise SIGNALBOX_INGEST_SPOOL_BYTES; nothing was kept of this request.',
  },
  'ingest.no_room': {
    status: 503,
    title: 'Disk nearly full',
    detail:
      'Only {free} bytes are free on the disk of the data directory. Nothing was kept of this request; it is taken again when there is room. The last bytes are kept for what runs (SIGNALBOX_DISK_RESERVE_BYTES).',
  },
  'warehouse.disk_full': {
    status: 503,
    title: "The warehouse's disk is full",
    detail: 'What is stored can still be read. Make room; what waits goes in then. Ask again in {seconds} s.',
  },
  'warehouse.unavailable': {
    status: 503,
    title: 'Warehouse is restarting',
    detail: 'Telemetry is still accepted. Ask again in {seconds} s.',
  },
  'warehouse.limit': {
    status: 422,
    title: 'Query too large',
    detail: 'It needs more than the allowed {limit}. Narrow the time range or the filters.',
  },
  'warehouse.failed': {
    status: 500,
    title: 'Query failed',
    detail: 'The warehouse refused a statement of ours. This is a defect: report it with the request id.',
  },
  'monitoring.unknown_measure': {
    status: 400,
    title: 'No such measure',
    detail: 'There is no measure "{name}". Near it: {near}. "signalbox query --list" names all.',
  },
  'monitoring.unknown_dimension': {
    status: 400,
    title: 'No such dimension',
    detail: 'There is no dimension "{name}". Near it: {near}. "signalbox query --list" names all.',
  },
  'monitoring.query_unanswerable': {
    status: 400,
    title: 'No such figure',
    detail: 'Nothing tells {measure} by {dimensions}. It can be told by: {instead}.',
  },
  ...promptErrors,
  ...modelErrors,
  ...dashboardErrors,
  ...viewErrors,
  ...monitoringErrors,
  ...failureErrors,
  'lifecycle.not_found': { status: 404, title: 'Not found', detail: 'No {noun} is visible to you.' },
  'lifecycle.other_team': {
    status: 409,
    title: 'Agents of two teams',
    detail:
      '{agent} belongs to another team than {other}. Only agents of one team are merged: hand it over first, or send both with keys of one team.',
  },
  'lifecycle.same_agent': { status: 409, title: 'One and the same agent', detail: 'Name two different agents.' },
  'lifecycle.name_taken': {
    status: 409,
    title: 'Name taken',
    detail: 'Another agent of this team is called "{name}". Choose another name, or merge the two.',
  },
  'lifecycle.not_this_agent': {
    status: 409,
    title: 'Not a name of this agent',
    detail:
      'The name "{name}" from the service "{service}" does not stand for this agent. Its names are listed on its page.',
  },
  'lifecycle.all_of_it': {
    status: 409,
    title: 'Nothing would be left',
    detail: 'The name "{name}" is all this agent is known by. Name a service to split off, or rename the agent.',
  },
  'lifecycle.already_so': { status: 409, title: 'Already so', detail: '{what}. Nothing was changed.' },
  'lifecycle.changed_since': {
    status: 409,
    title: 'Names have changed since',
    detail: 'A later change concerns the same names. Undo that one first, or mend the names by hand.',
  },
  'lifecycle.claimed_already': {
    status: 409,
    title: 'Claimed already',
    detail: '{owner} answers for this agent. Ask for a hand-over, or name another owner if you may.',
  },
  'lifecycle.agent_put_away': {
    status: 409,
    title: 'Not in use any more',
    detail: 'This agent stands in no list any more ({why}). Undo that first, or name another agent.',
  },
  'lifecycle.profile_changed': {
    status: 409,
    title: 'Changed meanwhile',
    detail:
      'What is said about {agent} is at version {version} by now, not {expected}: somebody was faster. Read it again, then decide on what it says now.',
  },
  'lifecycle.released_since': {
    status: 409,
    title: 'Released meanwhile',
    detail:
      'Release {version} of {agent} was made since you looked. Compare with it, then decide again; nothing was made.',
  },
  'lifecycle.prompt_differs': {
    status: 409,
    title: 'Another text under this version',
    detail:
      'Version {version} of the prompt "{prompt}" has the digest {digest} here. Name that, or leave the digest out.',
  },
  'lifecycle.version_too_low': {
    status: 409,
    title: 'Version too low',
    detail: 'What changed asks for {least} at least, not {wanted}. A version can only be raised by hand.',
  },
  'lifecycle.undo_over': {
    status: 409,
    title: 'Too late to undo',
    detail: 'This change was made more than {days} days ago, or is undone already. Mend the names by hand.',
  },
  'lifecycle.deployment_changed': {
    status: 409,
    title: 'Deployed meanwhile',
    detail:
      'This deployment is at version {version} by now, not {expected}. Look at what is served, then decide again.',
  },
  'lifecycle.frozen': {
    status: 409,
    title: 'Frozen',
    detail:
      'Freeze {freeze} holds here until {until}: {reason}. Wait, or have two people override it. Rolling back is open.',
  },
  'lifecycle.sign_off_missing': {
    status: 409,
    title: 'Not signed off',
    detail: '{count} more must sign off this release for {environment} before it can be deployed there.',
  },
  'lifecycle.served_already': {
    status: 409,
    title: 'Served already',
    detail: 'The environment serves exactly this. Nothing was changed.',
  },
  'lifecycle.nothing_served': {
    status: 409,
    title: 'Nothing is served there',
    detail: 'No release of this agent is deployed to {environment} yet. Deploy one for all traffic first.',
  },
  'lifecycle.no_such_past': {
    status: 409,
    title: 'No way back to that',
    detail: 'One can roll back to releases that this environment served before: {past}.',
  },
  'lifecycle.not_deployed': {
    status: 404,
    title: 'Nothing to deliver',
    detail:
      'No release of this agent is deployed to this environment, or this key is not for it. Deploy one, or ask for another.',
  },
  'lifecycle.schedule_over': {
    status: 409,
    title: 'Not waiting any more',
    detail: 'This deployment is {state} already.',
  },
  ...fleetErrors,
  'state.unavailable': {
    status: 503,
    title: 'Control state is not reachable',
    detail:
      'The database does not answer. Telemetry of keys seen in the last hour is still accepted. Try again in {seconds} s.',
  },
  'state.disk_full': {
    status: 503,
    title: "The control state's disk is full",
    detail: 'Nothing was changed. Make room on the disk of the database, then try again in {seconds} s.',
  },
  'state.schema_newer': {
    status: 500,
    title: 'Data of a newer Signalbox',
    detail:
      'The database holds migration {id}, which this version does not know. Start the newer version, or restore a backup.',
  },
  'internal.unexpected': {
    status: 500,
    title: 'Unexpected error',
    detail: 'This is a defect. Report it with the request id.',
  },
} as const satisfies Record<string, Entry>;

export type ErrorCode = keyof typeof catalogue;
