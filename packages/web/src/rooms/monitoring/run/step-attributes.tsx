import type { StepDetail } from 'signalbox/contract/monitoring';
import { pretty } from '../../../format/json.ts';
import { CopyId } from '../../../ui/copy-button.tsx';
import { Definition, Definitions } from '../../../ui/definition.tsx';
import { FoldedText } from '../../../ui/fold.tsx';
import { SafeLine } from '../../../ui/safe-text.tsx';
import { Time } from '../../../ui/zone.tsx';

/** Attributes as they came, by name. */
export function Attributes({ of }: { of: Record<string, unknown> }) {
  return (
    <Definitions>
      {Object.keys(of)
        .toSorted()
        .map((name) => (
          <Definition key={name} mono name={<SafeLine text={name} max={200} />}>
            <FoldedText mono text={typeof of[name] === 'string' ? pretty(of[name]) : JSON.stringify(of[name])} />
          </Definition>
        ))}
    </Definitions>
  );
}

export function Events({ detail }: { detail: StepDetail }) {
  return (
    <>
      {detail.events.map((event, i) => (
        <section key={i} className="pt-2">
          <h3 className="flex justify-between gap-2 px-4 font-medium">
            <SafeLine text={event.name} max={120} />
            <span className="font-normal text-muted">
              <Time at={event.time} />
            </span>
          </h3>
          <Attributes of={event.attributes} />
        </section>
      ))}
      {detail.links.map((link, i) => (
        <section key={i} className="flex flex-wrap gap-x-3 px-4 pt-2">
          <span className="text-muted">Link to</span>
          <CopyId id={link.traceId} label="trace" />
          <CopyId id={link.spanId} label="span" />
        </section>
      ))}
    </>
  );
}

export function Logs({ logs }: { logs: StepDetail['logs'] }) {
  return logs.map((log, i) => (
    <section key={i} className="border-b border-line px-4 py-2">
      <h3 className="flex gap-2 text-meta text-muted">
        <Time at={log.time} />
        <SafeLine text={log.severity} max={20} />
        <SafeLine text={log.eventName} max={80} />
      </h3>
      <FoldedText mono text={pretty(log.body)} />
    </section>
  ));
}
