import { answers, body, type EdgeApp } from '../../ports/edge.ts';
import { FeedbackReports, OutcomeReports, ReportAnswer } from './contract.ts';

/** Describes what the door of reports answers; it stands in front of the app. */
export function declareReports(app: EdgeApp): void {
  const tags = ['Reports'];
  const told = answers(ReportAnswer, 'Kept: on disk when this is answered. What was not taken, and why.', 202);
  app.openAPIRegistry.registerPath({
    method: 'post',
    path: '/api/v1/outcomes',
    operationId: 'reportOutcomes',
    summary: 'Tell what came of runs',
    tags,
    request: { body: body(OutcomeReports) },
    responses: told,
  });
  app.openAPIRegistry.registerPath({
    method: 'post',
    path: '/api/v1/feedback',
    operationId: 'reportFeedback',
    summary: 'Tell what users said; from pages that a key for feedback names, too',
    tags,
    request: { body: body(FeedbackReports) },
    responses: told,
  });
}
