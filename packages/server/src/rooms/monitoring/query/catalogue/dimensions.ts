/** What figures can be cut and narrowed by. Where a value stands in which table: sources.ts. */
export type Dimension = {
  id: string;
  label: string;
  description: string;
  /** Says who somebody is or what one person did: only for who may see runs. */
  personal?: true;
};

const dimension = (id: string, label: string, description: string): Dimension => ({ id, label, description });

export const dimensions: readonly Dimension[] = [
  dimension('agent', 'Agent', 'Who worked. Of figures of runs: the agent that began the run.'),
  dimension('team', 'Team', 'The team whose key sent it, by id.'),
  dimension('release', 'Release', 'The release that worked, by its digest; observed ones too.'),
  dimension('environment', 'Environment', 'Where it worked.'),
  dimension('agent_version', 'Agent version', 'The version that the agent says of itself.'),
  dimension('outcome', 'Outcome', 'What came of it: completed, failed, passed_to_person, abandoned or unknown.'),
  dimension(
    'outcome_source',
    'Outcome source',
    'Who said what came of it; inferred = nobody did, told from the spans.',
  ),
  dimension('kind', 'Kind of step', 'What a step is: agent, llm, tool, retrieval and so on.'),
  dimension('provider', 'Provider', 'Whose model was called.'),
  dimension('model', 'Model', 'The model that answered.'),
  dimension('tool', 'Tool', 'The tool that a step called.'),
  dimension('prompt', 'Prompt', 'The prompt that the run was begun with, by name.'),
  dimension('prompt_version', 'Prompt version', 'The version of that prompt.'),
  dimension('service', 'Service', 'The service that sent the run.'),
  dimension('tag', 'Tag', 'A tag of the run. A run with several counts under each.'),
  {
    ...dimension('conversation', 'Conversation', 'The conversation that the run belongs to.'),
    personal: true,
  },
  { ...dimension('user', 'User', 'The user of the agent whom the run was for.'), personal: true },
  dimension('score', 'Score', 'The name of a score.'),
  dimension('score_source', 'Score source', 'Where a score comes from: feedback, an evaluator, a person, an API.'),
];
