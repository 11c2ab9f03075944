import { problemMessage, type Report as ReportView } from '@threepid/core';
import { en } from '@threepid/core/messages/en';
import { useEffect, useState } from 'react';

/**
 * A problem that belongs to no field. The element stays in the page while it is empty, and a first
 * problem is added after it, because screen readers announce only changes of an element that exists.
 */
export function Report({ report }: { readonly report: ReportView | null }) {
  const [isMounted, setMounted] = useState(false);
  useEffect(() => setMounted(true), []);
  return (
    <p className="report" role={report?.role ?? 'status'}>
      {isMounted && report && problemMessage(en, report.problem)}
    </p>
  );
}
