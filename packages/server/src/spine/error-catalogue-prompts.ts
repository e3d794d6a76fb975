/** Errors of the room `prompts`, as error-catalogue.ts has them. */
export const promptErrors = {
  'prompts.not_found': { status: 404, title: 'Not found', detail: 'No {noun} is visible to you.' },
  'prompts.name_taken': {
    status: 409,
    title: 'Name taken',
    detail:
      'A prompt of this workspace is called "{name}", or was once and can still be asked for by it. Choose another.',
  },
  'prompts.invalid': {
    status: 422,
    title: 'The prompt has errors',
    detail: '{first} Mend what is named in "fields"; nothing was saved.',
  },
  'prompts.version_conflict': {
    status: 409,
    title: 'Somebody saved meanwhile',
    detail: 'Version {latest} is there now; yours began from {base}. Compare the two, then save from {latest}.',
  },
  'prompts.archived': {
    status: 409,
    title: 'Archived',
    detail: 'The prompt "{name}" is put away and cannot be changed. Restore it first.',
  },
  'prompts.label_followed': {
    status: 409,
    title: 'A deployed agent follows this label',
    detail:
      'The label "{label}" is followed by the deployed agent {agent}: it moves with a release of that agent. Use `signalbox label move`, or POST /api/v1/label-moves.',
  },
  'prompts.reference_would_break': {
    status: 409,
    title: 'Other prompts need it',
    detail: '{what} Mend those first; nothing was changed.',
  },
  'prompts.review_needed': {
    status: 409,
    title: 'Review needed',
    detail: 'Version {number} may not have the label "{label}" yet: {why}. Ask for a review, or move it back.',
  },
  'prompts.own_version': {
    status: 403,
    title: 'Your own version',
    detail: 'Nobody reviews what they wrote. Ask somebody else.',
  },
  'prompts.not_reviewer': {
    status: 403,
    title: 'Others review this folder',
    detail: 'The review rule of the folder "{folder}" names other people. Let one of them ask you, or change the rule.',
  },
  'prompts.review_void': {
    status: 409,
    title: 'Not the newest version',
    detail: 'Version {number} has been followed by {latest}. Only the newest is reviewed.',
  },
  'prompts.no_reviewers': {
    status: 422,
    title: 'Nobody to ask',
    detail: 'No review rule names anybody but the author for this folder. Name a reviewer.',
  },
  'prompts.git_failed': {
    status: 502,
    title: 'Git does not get through',
    detail:
      'The repository could not be used: {reason}. Mend that there or in the settings of the sync, then try again.',
  },
  'prompts.git_owned': {
    status: 409,
    title: 'Git owns this folder',
    detail: 'Prompts of the folder "{folder}" are written in {remote}. Make a patch of the change, or change it there.',
  },
  'prompts.git_behind': {
    status: 409,
    title: 'Git says something else',
    detail: 'The file {path} in git differs from what was last taken over. Sync first, then change the newest version.',
  },
  'prompts.sync_settled': {
    status: 409,
    title: 'No such conflict',
    detail: 'There is no conflict at "{path}", or one side has changed since. Look at the conflicts of the sync again.',
  },
  'prompts.variables_unfit': {
    status: 422,
    title: 'The variables do not fit',
    detail: 'The variables differ from what the prompt declares; see "fields".',
  },
  'prompts.render_failed': {
    status: 422,
    title: 'The prompt could not be rendered',
    detail: 'Rendering stopped: {reason}.',
  },
} as const;
