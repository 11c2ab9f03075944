import { createOutbox, type WritableOutbox, type Outbox } from './outbox.ts';

export interface TextMessage {
  /** The number as E.164 digits without plus. */
  readonly to: string;
  readonly text: string;
  /** The token in the text. */
  readonly code: string;
  /** Milliseconds since the epoch. */
  readonly sentAt: number;
}

/** The text messages to all numbers. */
export type Phone = Outbox<TextMessage>;

export function createPhone(): WritableOutbox<TextMessage> {
  return createOutbox();
}

/** The text message with the code, with the text of vector.im's identity server. */
export function validationText(to: string, code: string, sentAt: number): TextMessage {
  const text = `Your Riot validation code is ${code}, please enter this into the app`;
  return { to, text, code, sentAt };
}
