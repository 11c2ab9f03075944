import type { Problem, ProblemCode } from '../homeserver/problem.ts';

/** A form field, in HTML's own names, so that every UI gets the same keyboard, password manager and screen reader. */
export interface FieldAttributes {
  readonly id: string;
  readonly name: FieldName;
  readonly type?: 'email' | 'tel' | 'text' | 'password';
  readonly autocomplete: string;
  readonly inputmode?: 'email' | 'tel' | 'numeric' | 'text';
  readonly autocapitalize?: 'none';
  readonly spellcheck?: 'false';
  readonly required: true;
  readonly 'aria-invalid'?: 'true';
  /** The id of the element that says the field's problem. */
  readonly 'aria-describedby'?: string;
}

export type FieldName = 'address' | 'country' | 'token' | 'password';

export interface Field {
  readonly attributes: FieldAttributes;
  /** What to start the field with; a token and a password start empty and are kept by nobody. */
  readonly value: string;
  /** To be said beside the field, in an element with the id of `aria-describedby`. */
  readonly problem: Problem | null;
}

/** Something to be said that no field is to blame for. */
export interface Report {
  /** Of the element that says it: `status` is information, `alert` is an error. */
  readonly role: 'status' | 'alert';
  readonly problem: Problem;
}

type OfField = Pick<
  FieldAttributes,
  'type' | 'autocomplete' | 'inputmode' | 'autocapitalize' | 'spellcheck'
>;

const ATTRIBUTES = {
  email: { type: 'email', autocomplete: 'email', autocapitalize: 'none', spellcheck: 'false' },
  phone: { type: 'tel', autocomplete: 'tel-national', inputmode: 'tel' },
  country: { autocomplete: 'country' },
  token: {
    type: 'text',
    autocomplete: 'one-time-code',
    autocapitalize: 'none',
    spellcheck: 'false',
  },
  // The specification promises no digits, but a text message has nothing else.
  textedToken: { type: 'text', autocomplete: 'one-time-code', inputmode: 'numeric' },
  password: { type: 'password', autocomplete: 'current-password' },
} satisfies Record<string, OfField>;

/** Which field a problem belongs to; the others are told beside the form. */
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

/** What a person is told without having done anything wrong. */
const INFORMATION: readonly ProblemCode[] = ['notValidated', 'authRepeated', 'authNotCompleted'];

export function field(
  flow: string,
  name: FieldName,
  kind: keyof typeof ATTRIBUTES,
  problem: Problem | null,
  value = '',
): Field {
  const id = `${flow}-${name}`;
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

/** What no field of the screen is to blame for; `names` are its fields. */
export function reportOf(problem: Problem | null, ...names: FieldName[]): Report | null {
  if (problem === null) return null;
  if (names.some((name) => FIELDS[problem.code] === name)) return null;
  return { role: INFORMATION.includes(problem.code) ? 'status' : 'alert', problem };
}
