const notes = new Map([
  ['orphan', 'A step names a parent that has not arrived'],
  ['truncated', 'Something was longer than the limits and was cut'],
  ['clock_suspect', 'The start cannot be believed: far ahead, or older than retention'],
  ['unbound', 'Agent or environment do not match the key it was sent with; no evidence for rollouts or budgets'],
  ['secret', 'A secret was found and removed'],
  ['media', 'Media were dropped; size and hash are kept'],
  ['masked', 'Personal data was masked, as the key asks'],
  ['dropped', 'Content was not kept, as the key asks'],
  ['no_end', 'No end was received'],
  ['synthetic_time', 'Its source has no time: steps are in order, the moment and the lengths were not recorded'],
  ['foreign_agent', 'It names an agent that another team had first; counted for the team that sent it alone'],
  ['superseded', 'Later parts of the same record took its place; not counted'],
  ['superseded', 'What was sent later replaced it'],
  ['disputed', 'Its outcome is disputed: those who told it say different things, see its scores'],
  ['sampled', 'The client sends only some of its traces: this one stands for others too'],
]);

/** What a mark of ingest means for the reader; of a newer server's marks we know only that they are there. */
export const markNote = (mark: string): string => notes.get(mark) ?? 'Marked by ingest';

/** False where the start only keeps the order of steps. */
export const isTimeRecorded = (marks: readonly string[]): boolean => !marks.includes('synthetic_time');

export const whyNoDuration = (marks: readonly string[]): string =>
  isTimeRecorded(marks) ? 'no end was received' : 'not recorded';
