import { address } from '../../../app/api.ts';
import type { Scope } from '../../../app/scope.ts';
import { CopyBlock } from '../../../ui/copy-button.tsx';
import { Modal } from '../../../ui/modal.tsx';

/** The calendar for other programs, as RFC 5545 has it. */
export function IcsDialog({ scope: { team, env }, onClose }: { scope: Scope; onClose: () => void }) {
  const path = address('/calendar.ics', { teamId: team, environment: env });
  return (
    <Modal title="Subscribe to this calendar" onClose={onClose}>
      <div className="flex flex-col gap-3">
        <p>Deployments, plans and freezes of what is chosen above, as iCalendar. It asks for a key that may read.</p>
        <CopyBlock label="Address" text={`${location.origin}${path}`} />
        <CopyBlock
          label="Fetch it"
          text={`curl -H "x-signalbox-key: $SIGNALBOX_KEY" '${location.origin}${path}' > signalbox.ics`}
        />
        <p>
          <a href={path} download="signalbox.ics" className="text-accent hover:underline">
            Download it now
          </a>
          , signed in as you are.
        </p>
      </div>
    </Modal>
  );
}
