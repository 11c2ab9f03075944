import { problemMessage, type Report as ReportView } from '@threepid/core';
import { en } from '@threepid/core/messages/en';

/** Says what no field is to blame for; there before it has anything to say, so that it is heard. */
export function Report({ report }: { readonly report: ReportView | null }) {
  return (
    <p className="report" role={report?.role ?? 'status'}>
      {report && problemMessage(en, report.problem)}
    </p>
  );
}
