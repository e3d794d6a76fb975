import { useMutation, useQueryClient, type UseMutationResult } from '@tanstack/react-query';
import type { Grant, Role } from 'signalbox/contract/access';
import { change } from '../api.ts';

export type GrantWish = {
  personId: string;
  role: Role;
  teamId: string | null;
  agentId?: string | null;
  environment: string | null;
  until: string | null;
};
type Verb<In, Out = void> = UseMutationResult<Out, Error, In>;

/** What can be done with people; every list about access is asked anew afterwards. */
export function usePersonVerbs(): {
  enable: Verb<string>;
  disable: Verb<{ id: string; reason: string }>;
  grant: Verb<GrantWish, Grant>;
  revoke: Verb<string>;
} {
  const client = useQueryClient();
  const onSuccess = () => client.invalidateQueries({ queryKey: ['access'] });
  return {
    enable: useMutation({
      mutationFn: (id: string) => change<void>(`/people/${id}/enable`, { reason: 'Let in again by an admin' }),
      onSuccess,
    }),
    disable: useMutation({
      mutationFn: ({ id, reason }: { id: string; reason: string }) => change<void>(`/people/${id}/disable`, { reason }),
      onSuccess,
    }),
    grant: useMutation({ mutationFn: (wish: GrantWish) => change<Grant>('/grants', wish), onSuccess }),
    revoke: useMutation({ mutationFn: (id: string) => change<void>(`/grants/${id}/revoke`), onSuccess }),
  };
}
