import {
  problemMessage,
  type Field as FieldView,
  type FieldName,
  type Report,
  type StepMessage,
} from '@threepid/core';
import { en } from '@threepid/core/messages/en';
import { fieldProps } from '@threepid/react';
import type { FormEvent, ReactNode } from 'react';

interface ScreenProps {
  readonly message: StepMessage;
  readonly report: Report | null;
  /** Left out on screens without this button. */
  readonly onSubmit?: (typed: (name: FieldName) => string) => void;
  readonly children?: ReactNode;
}

export function Screen({ message, report, onSubmit, children }: ScreenProps) {
  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = event.currentTarget;
    const data = new FormData(form);
    onSubmit?.((name) => String(data.get(name) ?? ''));
    if (data.has('password')) form.reset(); // keep no password in the page
  }

  return (
    <form noValidate onSubmit={submit}>
      <h2>{message.heading}</h2>
      {message.text && <p>{message.text}</p>}
      {report && <p role={report.role}>{problemMessage(en, report.problem)}</p>}
      {children}
      {onSubmit && <button>{en.actions.submit}</button>}
    </form>
  );
}

interface FieldProps {
  readonly field: FieldView;
  readonly label: string;
  readonly children?: ReactNode;
}

export function Field({ field, label, children }: FieldProps) {
  const { attributes, problem } = field;
  return (
    <>
      <label htmlFor={attributes.id}>{label}</label>
      {children ?? <input key={attributes.id} {...fieldProps(field)} />}
      {problem && <p id={attributes['aria-describedby']}>{problemMessage(en, problem)}</p>}
    </>
  );
}

interface CommandProps {
  /** Null while it is not possible. */
  readonly run: (() => void) | null;
  readonly label: string;
}

export function Command({ run, label }: CommandProps) {
  return (
    <button type="button" disabled={run === null} onClick={() => run?.()}>
      {label}
    </button>
  );
}
