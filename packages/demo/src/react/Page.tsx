import { listStatus, problemMessage, type ThreepidsActor } from '@threepid/core';
import { en } from '@threepid/core/messages/en';
import { useThreepids } from '@threepid/react';
import { ListProblem } from './ListProblem.tsx';
import { Section } from './Section.tsx';

const media = ['email', 'msisdn'] as const;

/** The email addresses and phone numbers of an account. */
export function Page({ threepids }: { readonly threepids: ThreepidsActor }) {
  const view = useThreepids(threepids);
  return (
    <>
      <h1 tabIndex={-1}>Email addresses and phone numbers</h1>
      <p className="notice" role="status">
        {listStatus(en, view)}
      </p>
      {view.step === 'loading' && <p className="loading">{en.list.loading}</p>}
      {view.step === 'unavailable' && (
        <p className="unavailable" role="status">
          {problemMessage(en, view.problem)}{' '}
          {view.accountManagementUrl && (
            <a href={view.accountManagementUrl} target="_blank" rel="noreferrer">
              {en.actions.manageAccount}
            </a>
          )}
        </p>
      )}
      {'report' in view && view.report && <ListProblem report={view.report} read={view.read} />}
      {'rows' in view &&
        media.map((medium) => <Section key={medium} medium={medium} view={view} />)}
    </>
  );
}
