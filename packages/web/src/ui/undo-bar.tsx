import { useEffect } from 'react';
import { Button } from './button.tsx';

export type Done = { what: string; undo?: (() => void) | undefined };

/** What was just done, with the way back for ten seconds. */
export function UndoBar({ done, onGone }: { done: Done | null; onGone: () => void }) {
  useEffect(() => {
    if (done === null) return;
    const timer = setTimeout(onGone, 10_000);
    return () => clearTimeout(timer);
  }, [done, onGone]);
  return (
    <div role="status" className="pointer-events-none sticky bottom-3 z-20 flex justify-center">
      {done === null ? null : (
        <div className="pointer-events-auto flex max-w-full items-center gap-3 rounded-overlay border border-line bg-panel px-3 py-1.5 shadow-overlay">
          <span className="min-w-0 [overflow-wrap:anywhere]">{done.what}</span>
          {done.undo === undefined ? null : (
            <Button
              onClick={() => {
                done.undo?.();
                onGone();
              }}
            >
              Undo
            </Button>
          )}
        </div>
      )}
    </div>
  );
}
