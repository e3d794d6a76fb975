import { Link } from '@tanstack/react-router';
import { EmptyState } from '../ui/empty-state.tsx';

export function NotFound() {
  return (
    <main>
      <EmptyState title="There is no such page">
        <p>The address may be cut or old.</p>
        <Link to="/runs" className="text-accent hover:underline">
          Go to the runs
        </Link>
      </EmptyState>
    </main>
  );
}
