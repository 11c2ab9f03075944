import { en } from '@threepid/core/messages/en';
import { Button } from './Button.tsx';

interface ExitsProps {
  readonly back: (() => void) | null;
  readonly cancel: (() => void) | null;
}

/** The buttons that leave interactive auth. They stay together when the row is too narrow. */
export function Exits({ back, cancel }: ExitsProps) {
  return (
    <span className="exits">
      <Button kind="quiet" command={back}>
        {en.actions.back}
      </Button>
      <Button kind="quiet" command={cancel}>
        {en.actions.cancel}
      </Button>
    </span>
  );
}
