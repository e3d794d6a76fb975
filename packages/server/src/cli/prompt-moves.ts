import { apiOf, type ClientFlags } from './api-client.ts';
import { printable } from './printable.ts';

type Review = {
  reviewerId: string;
  reviewerName: string | null;
  verdict: string | null;
  comment: string;
  voidedAt: string | null;
};
type Shown = { number: number; reviews: Review[] };

export async function promptLabel(
  { prompt, label, version }: { prompt: string; label: string; version: string },
  flags: ClientFlags & { reason: string },
): Promise<void> {
  const api = apiOf(flags);
  const path = `/prompts/${encodeURIComponent(prompt)}`;
  const at = `${path}/versions/${encodeURIComponent(version)}`;
  const number = version === 'none' ? null : ((await api('GET', at)) as Shown).number;
  await api('PUT', `${path}/labels/${encodeURIComponent(label)}`, { number, reason: flags.reason });
  const where = number === null ? 'is taken away' : `→ version ${number}`;
  console.log(printable(`${prompt}: ${label} ${where}`));
}

export async function promptReview(
  prompt: string,
  flags: ClientFlags & { request?: boolean; reviewers?: string[] },
): Promise<void> {
  const api = apiOf(flags);
  const path = `/prompts/${encodeURIComponent(prompt)}/versions`;
  const { number } = (await api('GET', `${path}/latest`)) as Shown;
  if (flags.request === true || flags.reviewers !== undefined)
    await api('POST', `${path}/${number}/review-requests`, { reviewerIds: flags.reviewers ?? [] });
  const reviews = ((await api('GET', `${path}/${number}`)) as Shown).reviews.filter((one) => one.voidedAt === null);
  for (const { reviewerName, reviewerId, verdict, comment } of reviews) {
    const said = verdict === null ? 'waits' : verdict === 'approved' ? 'approved' : `asks for changes: ${comment}`;
    console.log(printable(`${reviewerName ?? reviewerId}  ${said}`));
  }
  const isApproved = reviews.length > 0 && reviews.every((one) => one.verdict === 'approved');
  console.log(
    printable(
      `${prompt} version ${number}: ${isApproved ? 'approved' : reviews.length === 0 ? 'nobody was asked' : 'not approved yet'}`,
    ),
  );
  if (!isApproved) process.exitCode = 2;
}
