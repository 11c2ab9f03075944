import { additionsOf, type Medium, type StepView, type ThreepidsView } from '@threepid/core';
import { en } from '@threepid/core/messages/en';
import { Addition } from './Addition.tsx';
import { Button } from './Button.tsx';
import { Row } from './Row.tsx';

interface SectionProps {
  readonly medium: Medium;
  readonly view: StepView<ThreepidsView, 'ready' | 'unavailable'>;
}

/** The threepids of one medium, and the additions that are running. */
export function Section({ medium, view }: SectionProps) {
  const rows = view.rows.filter(({ threepid }) => threepid.medium === medium);
  return (
    <section className="section" aria-labelledby={`${medium}-title`}>
      <h2 id={`${medium}-title`} tabIndex={-1}>
        {en.list.title[medium]}
      </h2>
      {rows.length === 0 ? (
        <p className="empty">{en.list.empty[medium]}</p>
      ) : (
        <ul className="rows">
          {rows.map((row) => (
            <Row key={row.threepid.address} row={row} />
          ))}
        </ul>
      )}
      {additionsOf(view, medium).map((actor) => (
        <Addition key={actor.id} actor={actor} />
      ))}
      {view.step === 'ready' && (
        <div className="add">
          <Button kind="secondary" command={() => view.add(medium)}>
            {en.actions.add[medium]}
          </Button>
        </div>
      )}
    </section>
  );
}
