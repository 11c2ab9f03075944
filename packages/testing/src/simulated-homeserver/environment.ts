import type { Settings } from './settings.ts';

export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
}

/** Returns this many random bytes. */
export type Random = (bytes: number) => Uint8Array;

/** What the parts of the homeserver share. */
export interface Environment {
  readonly clock: Clock;
  readonly random: Random;
  readonly settings: Settings;
  readonly serverName: string;
  /** `public_baseurl` without a trailing slash. The Node server sets it when it knows its port. */
  baseUrl: string;
}

const LETTERS = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ';

export function randomLetters(random: Random, length: number): string {
  return pick(random, length, LETTERS);
}

export function randomDigits(random: Random, length: number): string {
  return pick(random, length, '0123456789');
}

/** Slightly uneven, which is safe only because a simulation has no real secrets. */
function pick(random: Random, length: number, alphabet: string): string {
  return Array.from(random(length), (byte) => alphabet.charAt(byte % alphabet.length)).join('');
}
