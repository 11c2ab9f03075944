import { problemMessage, type Field as FieldView, type Medium } from '@threepid/core';
import { en } from '@threepid/core/messages/en';
import type { ReactNode } from 'react';

interface FieldProps {
  readonly field: FieldView;
  readonly medium: Medium;
  /** The `input` or `select` itself. */
  readonly children: ReactNode;
}

/** A field with its label and its problem. */
export function Field({ field: { attributes, problem }, medium, children }: FieldProps) {
  return (
    <div className="field">
      <label htmlFor={attributes.id}>{en.fields[attributes.name][medium]}</label>
      {children}
      {problem && (
        <p className="problem" id={attributes['aria-describedby']}>
          {problemMessage(en, problem)}
        </p>
      )}
    </div>
  );
}
