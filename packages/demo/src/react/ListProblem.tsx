import type { Report as ReportView } from '@threepid/core';
import { en } from '@threepid/core/messages/en';
import { leaveListProblem } from '../focus.ts';
import { Button } from './Button.tsx';
import { Report } from './Report.tsx';
import { useLeaving } from './use-focus.ts';

interface ListProblemProps {
  readonly report: ReportView;
  /** Reads the list again; null if that is not possible. */
  readonly read: (() => void) | null;
}

/** Shows why the list could not be read, or may be out of date. */
export function ListProblem({ report, read }: ListProblemProps) {
  const element = useLeaving<HTMLDivElement>(leaveListProblem);
  return (
    <div className="list-problem" ref={element}>
      <Report report={report} />
      <Button kind="secondary" command={read}>
        {en.actions.read}
      </Button>
    </div>
  );
}
