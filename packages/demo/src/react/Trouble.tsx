import type { Report as ReportView } from '@threepid/core';
import { en } from '@threepid/core/messages/en';
import { leaveTrouble } from '../focus.ts';
import { Button } from './Button.tsx';
import { Report } from './Report.tsx';
import { useLeaving } from './use-focus.ts';

interface TroubleProps {
  readonly report: ReportView;
  /** Reads the list again; null where that is not to be had. */
  readonly read: (() => void) | null;
}

/** Says why the list could not be read, or may be old. */
export function Trouble({ report, read }: TroubleProps) {
  const element = useLeaving<HTMLDivElement>(leaveTrouble);
  return (
    <div className="trouble" ref={element}>
      <Report report={report} />
      <Button kind="secondary" command={read}>
        {en.actions.read}
      </Button>
    </div>
  );
}
