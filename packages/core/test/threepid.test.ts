import { expect, it } from 'vitest';
import { isSameThreepid } from '../src/threepid.ts';

it('matches a listed email address with an entered one in a different case', () => {
  const entry = { medium: 'email', address: 'Strauß@Example.org' } as const;
  expect(isSameThreepid({ medium: 'email', address: 'strauss@example.org' }, entry, null)).toBe(
    true,
  );
  expect(isSameThreepid({ medium: 'email', address: 'straus@example.org' }, entry, null)).toBe(
    false,
  );
});

it('matches a listed phone number with an entered national one, with or without its zero', () => {
  const listed = { medium: 'msisdn', address: '33611223344' } as const;
  for (const phoneNumber of ['611223344', '0611223344']) {
    expect(isSameThreepid(listed, { medium: 'msisdn', country: 'FR', phoneNumber }, null)).toBe(
      true,
    );
  }
  const other = { medium: 'msisdn', country: 'GB', phoneNumber: '611223344' } as const;
  expect(isSameThreepid(listed, other, null)).toBe(false);
});

it('matches a listed phone number with an entered one whose calling code no country has', () => {
  const entry = { medium: 'msisdn', country: 'FR', phoneNumber: '+999123456' } as const;
  expect(isSameThreepid({ medium: 'msisdn', address: '999123456' }, entry, null)).toBe(true);
});
