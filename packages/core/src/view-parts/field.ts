import type { Problem, ProblemCode } from '../homeserver/problem.ts';

/** A form field in HTML's own names, so that every UI gets the same keyboard, password manager and screen reader output. */
export interface FieldAttributes {
  readonly id: string;
  readonly name: FieldName;
  readonly type?: 'tel' | 'text' | 'password';
  readonly autocomplete: string;
  readonly inputmode?: 'email' | 'tel' | 'numeric' | 'text';
  readonly autocapitalize?: 'none';
  readonly autocorrect?: 'off';
  readonly spellcheck?: 'false';
  readonly required: true;
  readonly 'aria-invalid'?: 'true';
  /** The id of the element that shows the field's problem. */
  readonly 'aria-describedby'?: string;
}

export type FieldName = 'address' | 'country' | 'token' | 'password';

export interface Field {
  readonly attributes: FieldAttributes;
  /** The field's initial value. A token and a password start empty and are never stored. */
  readonly value: string;
  /** Show it next to the field, in an element with the id of `aria-describedby`. */
  readonly problem: Problem | null;
}

/** A problem that belongs to no field. */
export interface Report {
  /** The role of the element that shows it: `status` for information, `alert` for an error. */
  readonly role: 'status' | 'alert';
  readonly problem: Problem;
}

type FieldKind = Pick<
  FieldAttributes,
  'type' | 'autocomplete' | 'inputmode' | 'autocapitalize' | 'autocorrect' | 'spellcheck'
>;

const ATTRIBUTES = {
  // Chrome shows an internationalized domain in Punycode if the type is `email`.
  email: {
    type: 'text',
    autocomplete: 'email',
    inputmode: 'email',
    autocapitalize: 'none',
    autocorrect: 'off',
    spellcheck: 'false',
  },
  phone: { type: 'tel', autocomplete: 'tel-national', inputmode: 'tel' },
  country: { autocomplete: 'country' },
  token: {
    type: 'text',
    autocomplete: 'one-time-code',
    autocapitalize: 'none',
    autocorrect: 'off',
    spellcheck: 'false',
  },
  // The specification allows other characters, but text messages carry digits only.
  textedToken: { type: 'text', autocomplete: 'one-time-code', inputmode: 'numeric' },
  password: { type: 'password', autocomplete: 'current-password' },
} satisfies Record<string, FieldKind>;

/** The field that a problem belongs to; other problems are reports. */
const FIELDS: Partial<Record<ProblemCode, FieldName>> = {
  emailEmpty: 'address',
  emailMalformed: 'address',
  emailTooLong: 'address',
  phoneEmpty: 'address',
  phoneMalformed: 'address',
  countryUnknown: 'country',
  destinationRejected: 'country',
  inUse: 'address',
  alreadyYours: 'address',
  addressDenied: 'address',
  addressRejected: 'address',
  phoneUnsendable: 'address',
  tokenEmpty: 'token',
  tokenWrong: 'token',
  sessionExpired: 'token',
  passwordEmpty: 'password',
  passwordWrong: 'password',
};

/** Problems that are information: the user did nothing wrong. */
const INFORMATION: readonly ProblemCode[] = ['notValidated', 'authRepeated', 'authNotCompleted'];

export function fieldOf(
  elementId: string,
  name: FieldName,
  kind: keyof typeof ATTRIBUTES,
  problem: Problem | null,
  value = '',
): Field {
  const id = `${elementId}-${name}`;
  const own = problem !== null && FIELDS[problem.code] === name ? problem : null;
  return {
    attributes: {
      id,
      name,
      ...ATTRIBUTES[kind],
      required: true,
      ...(own && { 'aria-invalid': 'true', 'aria-describedby': `${id}-problem` }),
    },
    value,
    problem: own,
  };
}

/** The report of a problem; null if it belongs to one of the screen's fields, which are `names`. */
export function reportOf(problem: Problem | null, ...names: FieldName[]): Report | null {
  if (problem === null) return null;
  if (names.some((name) => FIELDS[problem.code] === name)) return null;
  return { role: INFORMATION.includes(problem.code) ? 'status' : 'alert', problem };
}
