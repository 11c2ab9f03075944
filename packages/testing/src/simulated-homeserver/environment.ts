import type { Settings } from './settings.ts';

export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
}

/** Answers as many random bytes as it is asked for. */
export type Random = (bytes: number) => Uint8Array;

/** What every part of the homeserver is given. */
export interface Environment {
  readonly clock: Clock;
  readonly random: Random;
  readonly settings: Settings;
  readonly serverName: string;
  /** `public_baseurl` without the slash at its end; the Node server sets it once it knows its port. */
  baseUrl: string;
}

const LETTERS = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ';

export function randomLetters(random: Random, length: number): string {
  return pick(random, length, LETTERS);
}

export function randomDigits(random: Random, length: number): string {
  return pick(random, length, '0123456789');
}

/** Slightly uneven, as remainders are; nobody guesses the secrets of a simulation. */
function pick(random: Random, length: number, alphabet: string): string {
  return Array.from(random(length), (byte) => alphabet.charAt(byte % alphabet.length)).join('');
}
