/** Returns a prefix for element ids that differs between the lists of two accounts on one page. */
export function elementIdOf<const Kind extends string>(kind: Kind, userId: string) {
  return `${kind}-${userId.replaceAll(/\W+/gu, '-').replace('-', '')}` as const;
}
