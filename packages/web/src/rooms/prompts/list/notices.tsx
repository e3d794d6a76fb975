import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { By } from '../../../app/by.tsx';
import { Banner } from '../../../ui/banner.tsx';
import { Button } from '../../../ui/button.tsx';
import { SafeLine } from '../../../ui/safe-text.tsx';
import { Time } from '../../../ui/zone.tsx';
import { noticeWords } from '../model/notice-words.ts';
import { noticesQuery } from '../queries.ts';
import { usePromptVerb } from '../use-prompt-verb.ts';

const most = 3;

/** What changed of prompts that one's own agents use, until one has seen it. */
export function Notices() {
  const items = useQuery(noticesQuery).data?.items ?? [];
  const see = usePromptVerb();
  return (
    <>
      {items.slice(0, most).map((one) => (
        <Banner
          key={one.id}
          aspect="dark"
          end={
            <Button
              aria-label={`Seen: ${noticeWords(one)}`}
              disabled={see.isPending}
              onClick={() => see.mutate({ path: `/prompt-notices/${one.id}/seen` })}
            >
              Seen
            </Button>
          }
        >
          <Link
            to="/prompts/$promptId"
            params={{ promptId: one.promptId }}
            search={{ show: one.kind === 'version' ? 'versions' : 'history' }}
            className="text-accent underline"
          >
            <SafeLine text={one.name} max={120} />
          </Link>
          : <SafeLine text={noticeWords(one)} max={200} /> by <By id={one.by} name={one.byName} max={80} />,{' '}
          <Time at={one.at} />. Your agents use it: <SafeLine text={one.agents.join(', ')} max={200} />
        </Banner>
      ))}
    </>
  );
}
