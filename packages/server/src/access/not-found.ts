import { AppError } from '../spine/errors.ts';

/** Said alike for what is not there and for what is another team's or workspace's. */
export const notFound = (
  noun: 'team' | 'person' | 'grant' | 'key' | 'service account' | 'agent' | 'model provider',
): AppError => new AppError('access.not_found', { params: { noun: `${noun} with this id` } });
