import type { ProblemCode } from '@threepid/core';
import { askingByMail } from './asking-by-mail.ts';
import { askingByText } from './asking-by-text.ts';
import { provingAddress } from './proving-address.ts';
import { provingPerson } from './proving-client.ts';
import { removing } from './removing.ts';
import type { Row } from './row.ts';

/** Everything that goes wrong, in the order of the flow. */
export const rows: readonly Row[] = [
  ...askingByMail,
  ...askingByText,
  ...provingAddress,
  ...provingPerson,
  ...removing,
];

/** Codes of the closed set that no client reads, with the reason. */
export const unread: Partial<Record<ProblemCode, string>> = {
  authExpired: 'the client is requestsTo anew, and reads `authRepeated`',
  alreadyRemoved: 'the list is read, and has the last word',
  unexpected: 'a defect of this library; every request is tried with one by the paths',
};
